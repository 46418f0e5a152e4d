"""The crash sweep: stop the process dead at every call of a cycle, run again, and find everything as if it never had.

The idea is SQLite's: one scenario is repeated once for every possible point of failure, and the end state is
compared each time. The scenario has new responses, decisions, an order, a month's report and letters.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Iterator
from datetime import timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from typing import Any, cast

import pytest

from automation.google import Google
from automation.google.drive import DOCUMENT, DOCX
from automation.google.transport import Transport
from automation.workbook.layout import sheet_id_of
from jobs.runner.cycle import run_cycle
from sheets_schema.nastavnik import NASTAVNIK
from sheets_schema.tabs.pairs import Pairs
from tests.conftest import Template
from tests.organisation import MONDAY, Organisation, copy_of

CALLS = 20
"""How many the scenario makes: a sweep stops at each of them, and a test says when they have become others."""


AFTER_NOVEMBER = MONDAY + timedelta(days=11)
"""1 December, a working day: the month's report is due."""


WRITTEN_BEFORE = {
    "Ключ": "reminder/С-0001/2023-11-01",
    "Кому": "director@example.com",
    "Тема": "Напоминание",
    "Состояние": "отправлено",
    "Что сделать": "отправить ещё раз",
    "Текст": "О мероприятии",
}
MAILING = {"Номера": "С-0002", "Тема": "Встреча", "Текст": "Ждём вас.", "Отправить": True}


class StoppedDead(BaseException):
    """The process is gone: nothing of it may run after this, so no `except Exception` sees it."""


class Mortal(Transport):
    """A transport whose process dies at the k-th call, before it is sent or after the server acted on it."""

    dies_at = 0
    after_acting = False

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.sent = 0

    def _send(self, method: str, url: str, *args: Any, **options: Any) -> Any:
        self.sent += 1
        if self.sent > self.dies_at:
            return super()._send(method, url, *args, **options)
        if self.sent == self.dies_at:
            if self.after_acting:
                super()._send(method, url, *args, **options)
            raise StoppedDead
        return super()._send(method, url, *args, **options)


@pytest.fixture(scope="module")
def scenario(provisioned: Template, tmp_path_factory: pytest.TempPathFactory) -> Template:
    """Everything is ready for a cycle that has much to do: answers, decisions, and nobody written to yet."""
    directory = tmp_path_factory.mktemp("scenario") / "workspace"
    with copy_of(provisioned.directory, provisioned.spreadsheet, provisioned.links, directory) as one:
        one.mentor()
        one.mentee()
        one.mentee(full_name="Котова Яна Львовна", email="kotova@example.com")
        one.cycle("collect", "validate", "match", "reports")
        decided = [row["№"] for row in one.curator.rows("Подбор") if row["Состояние"] == "предложен"]
        one.curator.type("Подбор", {number: {"Решение": "принять"} for number in decided})
        one.mentee(full_name="Юнга", email="yunga@example.com")
        one.mentee(phone="+7 900 000-00-77")
        one.mentor(full_name="Лапина Ольга Яковлевна", email="lapina@example.com")
        one.curator.add("Письма", [WRITTEN_BEFORE])
        one.curator.add("Рассылки", [MAILING])
    return provisioned.__class__(directory, provisioned.spreadsheet, provisioned.links)


@pytest.fixture(scope="module")
def undisturbed(scenario: Template, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """The end state of the scenario when nothing goes wrong."""
    with _fresh(scenario, tmp_path_factory.mktemp("undisturbed")) as one:
        one.cycle(now=AFTER_NOVEMBER)
        return _end_state(one)


def _fresh(scenario: Template, to: Path) -> Any:
    return copy_of(scenario.directory, scenario.spreadsheet, scenario.links, to / "workspace")


def test_the_scenario_has_responses_decisions_an_order_a_report_and_letters(undisturbed: dict[str, Any]) -> None:
    assert len(undisturbed["Банк наставляемых"]) == 1 + 3
    assert len(undisturbed["Реестр пар"]) == 1 + 2
    assert [name.partition(".")[0] for name, *_ in undisturbed["documents"]] == ["ОТ-0001", "ОТ-0002", "ПР-0001"]
    assert len(undisturbed["letters"]) >= 7


# What a process leaves that dies after the server acted on a call is what one leaves that dies before the next call.
@pytest.mark.parametrize(
    ("k", "after_acting"),
    [*((k, False) for k in range(1, CALLS + 1)), (CALLS, True)],
    ids=[*(f"before call {k}" for k in range(1, CALLS + 1)), "after the last"],
)
def test_a_cycle_that_dies_at_any_call_is_finished_by_the_next(
    scenario: Template, undisturbed: dict[str, Any], tmp_path: Path, k: int, after_acting: bool
) -> None:
    with _fresh(scenario, tmp_path) as one:
        mortal = one.connect(Mortal)
        cast("Mortal", mortal.transport).dies_at = k
        cast("Mortal", mortal.transport).after_acting = after_acting
        with pytest.raises(StoppedDead):
            one.cycle(google=mortal, now=AFTER_NOVEMBER)
        one.cycle(now=AFTER_NOVEMBER)
        assert _end_state(one) == undisturbed


class Disturbed(Transport):
    """A transport before whose k-th call somebody else acts."""

    at = 0
    act: Callable[[], Any]

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.sent = 0

    def _send(self, method: str, url: str, *args: Any, **options: Any) -> Any:
        self.sent += 1
        if self.sent == self.at:
            self.act()
        return super()._send(method, url, *args, **options)


def _disturbed(one: Organisation, k: int, act: Callable[[], Any]) -> Google:
    google = one.connect(Disturbed)
    transport = cast("Disturbed", google.transport)
    transport.at, transport.act = k, act
    return google


def _rearrange(one: Organisation) -> None:
    """Insert a column and a row, and move a column, in every tab; move and rename a tab."""
    found = one.google.spreadsheets.get(one.spreadsheet, fields="sheets(properties(sheetId,title))")["sheets"]
    ids = {item["properties"]["title"]: item["properties"].get("sheetId", 0) for item in found}
    requests: list[Any] = []
    for sheet_id in ids.values():
        columns = {"sheetId": sheet_id, "dimension": "COLUMNS"}
        row = {"sheetId": sheet_id, "dimension": "ROWS", "startIndex": 1, "endIndex": 2}
        requests += [
            {"insertDimension": {"range": {**columns, "startIndex": 1, "endIndex": 2}}},
            {"moveDimension": {"source": {**columns, "startIndex": 3, "endIndex": 4}, "destinationIndex": 0}},
            {"insertDimension": {"range": row}},
        ]
    moved = {"properties": {"sheetId": ids["Подбор"], "index": 0}, "fields": "index"}
    requests += [{"updateSheetProperties": moved}, _renamed(ids["Реестр пар"], "Наши пары")]
    one.google.spreadsheets.batch_update(one.spreadsheet, {"requests": requests})


def _renamed(sheet_id: int, title: str) -> Any:
    return {"updateSheetProperties": {"properties": {"sheetId": sheet_id, "title": title}, "fields": "title"}}


@pytest.mark.parametrize("k", range(1, CALLS + 1))
def test_columns_rows_and_tabs_that_move_before_any_call_put_nothing_into_a_wrong_place(
    scenario: Template, undisturbed: dict[str, Any], tmp_path: Path, k: int
) -> None:
    with _fresh(scenario, tmp_path) as one:
        google = _disturbed(one, k, lambda: _rearrange(one))
        one.cycle(google=google, now=AFTER_NOVEMBER)
        pairs = sheet_id_of(Pairs)
        one.google.spreadsheets.batch_update(one.spreadsheet, {"requests": [_renamed(pairs, "Реестр пар")]})
        assert _wherever_it_stands(_end_state(one)) == _wherever_it_stands(undisturbed)


def _wherever_it_stands(state: dict[str, Any]) -> dict[str, Any]:
    """The same with every row as what stands under which title, in no order."""

    def by_titles(rows: list[list[Any]]) -> list[list[Any]]:
        titles, *rest = rows
        told = [sorted((title, repr(cell)) for title, cell in zip(titles, row, strict=False) if cell) for row in rest]
        return sorted(row for row in told if row)

    tabs = {sheet.title for sheet in NASTAVNIK.sheets}
    return {name: by_titles(value) if name in tabs else value for name, value in state.items()}


@pytest.mark.parametrize("k", range(1, CALLS + 1))
def test_two_programs_in_one_spreadsheet_do_everything_once(
    scenario: Template, undisturbed: dict[str, Any], tmp_path: Path, k: int
) -> None:
    with _fresh(scenario, tmp_path) as one:
        other = one.connect()
        google = _disturbed(
            one, k, lambda: run_cycle(other, one.spreadsheet, now=AFTER_NOVEMBER, runner="другой компьютер")
        )
        one.cycle(google=google, now=AFTER_NOVEMBER)
        assert _end_state(one) == undisturbed


def test_the_sweep_reaches_every_call_and_none_that_is_never_made(scenario: Template, tmp_path: Path) -> None:
    with _fresh(scenario, tmp_path) as one:
        google = one.connect(Mortal)
        one.cycle(google=google, now=AFTER_NOVEMBER)
        assert cast("Mortal", google.transport).sent == CALLS


def _end_state(one: Organisation) -> dict[str, Any]:
    """Everything that people see, free of what differs between machines: ports, file ids, MIME boundaries."""
    documents = list(_documents(one))
    seen: dict[str, Any] = {}
    for sheet in NASTAVNIK.sheets:
        if sheet.title != "Журнал":  # its lines tell of the runs themselves, which the crash makes two of
            rows = one.curator._values(sheet.title)
            seen[sheet.title] = [[_neutral(cell) for cell in row] for row in rows]
    seen["Пульт"] = _without_the_last_run(seen["Пульт"])
    seen["documents"] = sorted(documents)
    seen["letters"] = sorted(_letter(one, raw) for raw in one.letters())
    return seen


def _without_the_last_run(rows: list[list[Any]]) -> list[list[Any]]:
    """«Пульт» but for what it tells of the runs themselves."""
    of_runs = {rows[0].index(title) for title in ("Когда", "Что сделано")}
    return [[cell for index, cell in enumerate(row) if index not in of_runs] for row in rows]


def _documents(one: Organisation) -> Iterator[tuple[str, str, str]]:
    for file in one.google.drive.search(f"mimeType = '{DOCUMENT}' and trashed = false"):
        docx = zipfile.ZipFile(io.BytesIO(one.google.drive.download(file, DOCX)))
        yield file.name, str(file.properties), docx.read("word/document.xml").decode()


def _letter(one: Organisation, raw: bytes) -> tuple[str, ...]:
    letter = message_from_bytes(raw, policy=default)
    assert isinstance(letter, EmailMessage)
    bodies = [str(part.get_content()) for part in letter.walk() if not part.is_multipart()]
    return (letter["Message-ID"], letter["To"], letter["Subject"], *(_neutral(body) for body in bodies))


def _neutral(cell: Any) -> Any:
    if not isinstance(cell, str):
        return cell
    # Every port: links remember that of the server on which the organisation was provisioned.
    anywhere = re.sub(r"http://127\.0\.0\.1:\d+", "http://workspace", cell)
    return re.sub(r"/document/d/[\w-]+", "/document/d/ID", anywhere)
