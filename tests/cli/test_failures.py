"""Whatever is wrong around the program, a command says so in one clear Russian sentence, and exits with 1."""

from __future__ import annotations

import json
import re
import socket
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from filelock import FileLock

import automation.google
import jobs.cli.running
from automation.embedded import Workspace, serve
from sheets_schema.roadmaps import names
from tests.cli.conftest import Nastavnik, configure, free_port, port_of
from tests.organisation import MENTEE

COMMANDS = (["run"], ["serve"], ["doctor"], ["export"], ["workspace"], ["login"])


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command[0])
def test_without_a_configuration_it_says_how_to_make_one(
    nastavnik: Nastavnik, tmp_path: Path, command: list[str]
) -> None:
    assert "nastavnik init --data" in nastavnik(*command, "--data", tmp_path).sentence


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ('workspace = "embedded', "nastavnik.toml написан с ошибкой"),
        ("port 8800", "nastavnik.toml написан с ошибкой: строка 1, знак 6"),
        ('wrokspace = "embedded"', "неверно указано «wrokspace»: такого параметра нет"),
        ('workspace = "яндекс"', "неверно указано «workspace»: может быть 'embedded' или 'google'"),
        ('port = "много"', "неверно указано «port»: нужно целое число"),
        ("port = 99999", "неверно указано «port»: порт — число от 1 до 65535"),
        ("spreadsheet = 5", "неверно указано «spreadsheet»: нужен текст в кавычках"),
        ('google = "да"', "неверно указано «google»: нужен раздел в квадратных скобках"),
        ('spreadsheet = "x"\n[mail]\nby = "smtp"', "nastavnik.toml укажите host и sender"),
    ],
)
def test_a_mistake_in_the_configuration_is_named(nastavnik: Nastavnik, tmp_path: Path, text: str, says: str) -> None:
    configure(tmp_path, text)
    sentence = nastavnik("run", "--data", tmp_path).sentence
    assert says in sentence and f"{tmp_path / 'nastavnik.toml'} " in sentence


def test_a_configuration_that_is_no_text_is_refused(nastavnik: Nastavnik, tmp_path: Path) -> None:
    (tmp_path / "nastavnik.toml").write_bytes("workspace = «да»".encode("cp1251"))
    assert "сохраните его в кодировке UTF-8" in nastavnik("run", "--data", tmp_path).sentence


def test_a_folder_without_a_spreadsheet_is_to_be_initialised(nastavnik: Nastavnik, tmp_path: Path) -> None:
    configure(tmp_path, 'workspace = "embedded"')
    assert "Таблица ещё не создана. Выполните: nastavnik init" in nastavnik("run", "--data", tmp_path).sentence


def test_a_data_folder_that_is_a_file_is_said_to_be_one(nastavnik: Nastavnik, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    assert (
        "здесь нужна папка, а стоит файл"
        in nastavnik("init", "--data", tmp_path / "file", "--port", free_port()).sentence
    )


def test_a_wrong_key_of_a_running_workspace_is_told_from_a_foreign_program(nastavnik: Nastavnik, data: Path) -> None:
    workspace = Workspace(data)
    with serve(workspace, port_of(data)):
        (data / "token").write_text("wrong")
        assert "с другим ключом доступа" in nastavnik("run", "--data", data).sentence
    workspace.close()


def test_a_spreadsheet_that_does_not_exist_is_said_to_be_missing(nastavnik: Nastavnik, data: Path) -> None:
    settings = data / "nastavnik.toml"
    settings.write_text(re.sub(r'spreadsheet = ".+"', 'spreadsheet = "nope"', settings.read_text(encoding="utf-8")))
    sentence = nastavnik("run", "--data", data).sentence
    assert sentence == "Файл рабочего пространства не найден: он удалён, или его номер в настройках неверен"


def test_a_port_taken_by_another_program_is_named(nastavnik: Nastavnik, data: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", port_of(data)))
        other.listen()
        assert f"Порт {port_of(data)} занят другой программой" in nastavnik("workspace", "--data", data).sentence
        other.settimeout(0)
    with socket.socket() as other:
        other.bind(("127.0.0.1", port_of(data)))  # does not listen: nobody answers, and nobody else may either
        assert f"Порт {port_of(data)} занят другой программой" in nastavnik("run", "--data", data).sentence


def test_an_unknown_job_is_answered_with_those_that_there_are(nastavnik: Nastavnik, data: Path) -> None:
    assert re.fullmatch(
        r"Нет задания «frob»\. Есть: collect, .*remind.*", nastavnik("run", "frob", "--data", data).sentence
    )


def test_an_unknown_plan_is_answered_with_those_that_there_are(nastavnik: Nastavnik, tmp_path: Path) -> None:
    sentence = nastavnik("init", "--roadmap", "нет такого", "--data", tmp_path / "new").sentence
    assert sentence == f"Нет плана «нет такого». Есть: {', '.join(names())}"
    assert not (tmp_path / "new").exists()


def test_the_demonstration_never_takes_a_folder_with_something_else_in_it(nastavnik: Nastavnik, tmp_path: Path) -> None:
    (tmp_path / "диплом.docx").write_text("важное")
    assert "не пуста. Укажите новую" in nastavnik("demo", "--data", tmp_path).sentence
    assert [path.name for path in tmp_path.iterdir()] == ["диплом.docx"]


def test_the_demonstration_never_takes_the_folder_of_a_real_organisation(nastavnik: Nastavnik, data: Path) -> None:
    assert "не пуста. Укажите новую" in nastavnik("demo", "--data", data).sentence
    assert (data / "workspace.sqlite3").exists()


def test_a_second_cycle_waits_for_its_turn(nastavnik: Nastavnik, data: Path) -> None:
    with FileLock(data / "cycle.lock"):
        sentence = nastavnik("run", "--data", data).sentence
    assert sentence == "Задания уже выполняются другой командой: дождитесь её окончания"


# Google


def test_whoever_has_not_signed_in_is_told_how_to(nastavnik: Nastavnik, tmp_path: Path) -> None:
    configure(tmp_path, 'workspace = "google"\nspreadsheet = "x"')
    assert nastavnik("run", "--data", tmp_path).sentence == "Вы ещё не вошли в Google. Выполните: nastavnik login"
    (tmp_path / "google-token.json").write_text("мусор")
    assert "повреждён. Войдите ещё раз: nastavnik login" in nastavnik("run", "--data", tmp_path).sentence


def test_signing_in_needs_the_applications_key(nastavnik: Nastavnik, tmp_path: Path) -> None:
    configure(tmp_path, 'workspace = "google"')
    assert "Скачайте его в Google Cloud" in nastavnik("login", "--data", tmp_path).sentence
    (tmp_path / "client_secret.json").write_text("мусор")
    assert "не ключ приложения" in nastavnik("login", "--data", tmp_path).sentence


def test_an_embedded_organisation_needs_no_sign_in(nastavnik: Nastavnik, data: Path) -> None:
    assert "Вход не нужен" in nastavnik("login", "--data", data).sentence


def test_a_service_accounts_key_is_missed_and_checked(nastavnik: Nastavnik, tmp_path: Path) -> None:
    _with_service_account(tmp_path)
    assert "Нет файла ключа сервисной учётной записи" in nastavnik("run", "--data", tmp_path).sentence
    for garbage in ("мусор", "[]", "{}"):
        (tmp_path / "key.json").write_text(garbage)
        assert "не ключ сервисной учётной записи" in nastavnik("run", "--data", tmp_path).sentence


def test_no_network_is_said_after_patient_repetition(
    nastavnik: Nastavnik, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _with_service_account(tmp_path)
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048).private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    account = {
        "type": "service_account",
        "client_email": "robot@example.com",
        "token_uri": "http://127.0.0.1:9/token",
        "private_key": key.decode(),
    }
    (tmp_path / "key.json").write_text(json.dumps(account))
    pauses: list[float] = []
    monkeypatch.setattr(automation.google, "connect", partial(automation.google.connect, sleep=pauses.append))
    sentence = nastavnik("run", "--data", tmp_path).sentence
    assert sentence == "Нет связи с рабочим пространством. Проверьте сеть и повторите"
    assert len(pauses) >= 3


def _with_service_account(data: Path) -> None:
    section = '[google]\nsign_in = "service-account"\ncredentials = "key.json"'
    configure(data, f'workspace = "google"\nspreadsheet = "x"\n{section}')


# Mistakes


def test_a_mistake_of_ours_shows_its_place_and_no_data(
    nastavnik: Nastavnik, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise ValueError(MENTEE["full_name"])

    monkeypatch.setattr(jobs.cli.running, "run_if_changed", lambda *_, **__: broken())
    said = nastavnik("run", "--data", data)
    assert said.code == 1 and "Ветрова" not in said.err and "Traceback" not in said.err
    assert "ошибка программы (ValueError)" in said.err and "test_failures.py" in said.err


def test_serving_goes_on_after_a_cycle_that_failed(
    nastavnik: Nastavnik, data: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise ValueError(MENTEE["full_name"])

    def twice(cycle: Callable[[list[str]], None], **_: object) -> None:
        cycle(["collect"])
        cycle(["collect"])

    monkeypatch.setattr(jobs.cli.running, "run_if_changed", broken)
    monkeypatch.setattr(jobs.cli.running, "serve_by_timetable", twice)
    assert nastavnik("serve", "--data", data).code == 0
    assert caplog.text.count("цикл не выполнен: ошибка программы (ValueError)") == 2
    assert "Ветрова" not in caplog.text


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["frob"], "Не получилось: нет команды «frob»"),
        (["run", "--frob"], "Не получилось: нет параметра --frob"),
        (["workspace", "--port"], "Не получилось: после '--port' нужно значение"),
        (["workspace", "--port", "x"], "Не получилось: значение '--port' не подходит"),
        (["workspace", "--port", "-5"], "Не получилось: значение '--port' не подходит"),
        (["doctor", "лишнее"], "Не получилось: лишнее: лишнее"),
    ],
)
def test_a_mistyped_command_is_answered_in_russian(nastavnik: Nastavnik, arguments: list[str], says: str) -> None:
    said = nastavnik(*arguments)
    assert said.code == 2 and says in said.err
    assert not re.search(r"[A-Za-z]{3,}", re.sub(r"nastavnik|--?\w+|frob|doctor|run|workspace", "", said.err))
