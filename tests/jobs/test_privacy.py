"""Ids, not names: nothing that says who somebody is leaves the sheets, the documents and the letters themselves."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterator, Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import unquote_plus

import pytest

import jobs.cli.running
import jobs.matching.match
from automation.google.errors import from_response
from jobs.cli import main
from sheets_schema.form import DISAGREE
from sheets_schema.questionnaires.consents import agreement
from sheets_schema.vocabulary import PARENT, PERSONAL_DATA
from tests.conftest import Template
from tests.jobs.logs import listening
from tests.organisation import MENTEE, MENTOR, MONDAY, STAFF, Organisation, copy_of

PEOPLE: tuple[dict[str, Any], ...] = (
    {"full_name": "Отказова Нина Фёдоровна", "email": "otkazova@example.com", "phone": "+7 900 111-22-33"},
    {
        "full_name": "Малолетов Юрий Кузьмич",
        "email": "maloletov@example.com",
        "phone": "+7 900 111-22-34",
        "born": "2007-05-05",
        "parent": "Малолетова Зоя Тарасовна",
    },
    {"full_name": "СКРИПКИНА РИММА ЖАНОВНА", "email": "skripkina@mail.ri", "phone": "не скажу-7788"},
    {"full_name": "Повторов Клим Юлианович", "email": "povtorov@example.com", "phone": "+7 900 111-22-36"},
    {"full_name": "Повторов Клим Юлианович", "email": "povtorov@example.com", "phone": "+7 900 111-22-37"},
)
TYPED = {
    "ФИО": "Вручную Эмма Гавриловна",
    "Эл. почта": "vruchnuyu(at)example.com",
    "Телефон": "88005553535",
    "Дата рождения": "Эммин день",
    "Заметка куратора": "соседка Эльвиры",
}


def _secrets() -> set[str]:
    """Every word and number by which one of these people could be known, lower case."""
    people: list[Mapping[Any, Any]] = [dict(MENTEE), dict(MENTOR), *STAFF, *PEOPLE]
    said = [str(one.get(what, "")) for one in people for what in ("full_name", "parent", "email", "phone")]
    words = re.findall(r"[^\W\d_]{4,}|[\d-]{9,}|7788", " ".join([*said, *TYPED.values()]).lower())
    ordinary = {"example", "mail", "день", "скажу", "соседка", "director", "curator", "coordinator"}
    return set(words) - ordinary | {"director@", "curator@", "coordinator@", "эмм"}


def _leaks(text: str) -> list[str]:
    seen = (text + unquote_plus(text)).lower()
    return sorted(secret for secret in _secrets() if secret in seen)


@pytest.fixture(scope="module")
def year(provisioned: Template, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Organisation, str, str]]:
    """A run of the programme with all kinds of people; what was logged, and what the cycles reported."""
    directory = tmp_path_factory.mktemp("privacy") / "workspace"
    with copy_of(provisioned.directory, provisioned.spreadsheet, provisioned.links, directory) as one:
        with listening() as recorder:
            reports = _play(one)
        yield one, recorder.text, "\n".join(map(repr, reports))


def _play(one: Organisation) -> list[Any]:
    one.mentee()
    one.mentor()
    consents = ({PERSONAL_DATA: DISAGREE}, {PARENT: agreement(1)}, None, None, None)
    for person, given in zip(PEOPLE, consents, strict=True):
        one.mentee(given, **person)
    one.curator.add("Банк наставляемых", [TYPED])
    first = one.cycle()
    one.curator.type("Подбор", {"НМ-0001/Н-0001": {"Решение": "принять"}})
    second = one.cycle()
    one.curator.type("Приказы", {"ПР-0001": {"Номер": "161-У", "Дата": "21.11.2023", "Подписан": True}})
    third = one.cycle(now=MONDAY + timedelta(days=1))
    one.curator.type("Реестр пар", {"П-0001": {"Завершена": "Эммин день"}})
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(jobs.matching.match, "_write", _quoting)
        fourth = one.cycle(now=MONDAY + timedelta(days=1))
    assert len(one.letters()) > 5
    return [first, second, third, fourth]


def _quoting(*_: Any, **__: Any) -> None:
    raise KeyError(MENTEE["full_name"], MENTEE["email"])


def test_the_secrets_are_looked_for_where_they_are(year: tuple[Organisation, str, str]) -> None:
    one, _, _ = year
    bank = str(one.curator.rows("Банк наставляемых"))
    assert set(_leaks(bank)) >= {"ветрова", "скрипкина", "maloletov", "vetrova", "эмм"}
    assert _leaks("GET /drive/v3/files?q=%D0%92%D0%B5%D1%82%D1%80%D0%BE%D0%B2%D0%B0") == ["ветрова"]


def test_no_log_line_names_anybody(year: tuple[Organisation, str, str]) -> None:
    _, logged, _ = year
    assert "urllib3" in logged and "задание match не выполнено: KeyError" in logged
    assert _leaks(logged) == []


def test_no_line_of_the_journal_and_no_report_names_anybody(year: tuple[Organisation, str, str]) -> None:
    one, _, reported = year
    journal = str(one.curator.rows("Журнал"))
    assert "ошибки программы (KeyError" in journal
    assert _leaks(journal) == []
    assert _leaks(reported) == []


def test_nothing_that_the_command_prints_names_anybody(
    year: tuple[Organisation, str, str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    one, _, _ = year
    one.curator.type("Подбор", {"НМ-0003/Н-0001": {"Решение": "принять"}})
    port = one.server.url.rpartition(":")[2]
    text = f'workspace = "embedded"\nspreadsheet = "{one.spreadsheet}"\nport = {port}\n'
    (tmp_path / "nastavnik.toml").write_text(text, encoding="utf-8")
    (tmp_path / "token").write_text(one.server.token, encoding="utf-8")
    umask = os.umask(0o077)
    for command in (["run"], ["doctor"], ["run", "match"]):
        monkeypatch.setattr(sys, "argv", ["nastavnik", *command, "--data", str(tmp_path)])
        with pytest.raises(SystemExit):
            main()
    monkeypatch.setattr(jobs.cli.running, "run_if_changed", _quoting)
    monkeypatch.setattr(sys, "argv", ["nastavnik", "run", "--data", str(tmp_path)])
    with pytest.raises(SystemExit):
        main()
    os.umask(umask)
    said = capfd.readouterr()
    assert "Выполнено" in said.out and "ошибка программы (KeyError)" in said.err
    assert _leaks(said.out) == [] and _leaks(said.err) == []


def test_an_error_of_the_workspace_does_not_say_what_was_in_the_request() -> None:
    body = '{"error": {"message": "Invalid value at \'data\': Ветрова Анна Сергеевна, vetrova@example.com"}}'
    for status in (400, 401, 403, 404, 413, 429, 500):
        assert _leaks(str(from_response(status, body.encode()))) == []
