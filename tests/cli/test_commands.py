"""The commands as a person and a service manager use them."""

from __future__ import annotations

import json
import os
import pty
import re
import signal
import socket
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from importlib.metadata import version
from pathlib import Path

import pytest
import requests

import jobs.cli.running
from automation.deadlines import moved
from automation.embedded import Workspace, owner_link, serve
from automation.workbook.layout import STRUCTURE
from automation.workbook.reading import read_state
from jobs.cli.bringing import usual_period
from jobs.runner.configuration import load
from jobs.runner.connection import connected
from sheets_schema import roadmaps
from tests.cli.conftest import COMMAND, Nastavnik, configure, free_port, port_of
from tests.google.loopback import mail_server
from tests.jobs.hands import Hands
from tests.organisation import Clock, Organisation

COMMANDS = ("init", "login", "doctor", "run", "serve", "new-year", "workspace", "export", "demo", "roadmap")
OF_ROADMAPS = ("roadmap list", "roadmap show", "roadmap check", "roadmap import")


def _dump(data: Path) -> str:
    """Everything in the embedded workspace of a folder."""
    with sqlite3.connect(data / "workspace.sqlite3") as database:
        return "\n".join(database.iterdump())


def test_help_imports_nothing_heavy() -> None:
    heavy = ("pandas", "numpy", "gspread", "googleapiclient", "google.auth", "ortools", "starlette", "requests")
    look = f"import sys, jobs.cli.commands; print([name for name in {heavy!r} if name in sys.modules])"
    assert subprocess.run([sys.executable, "-c", look], capture_output=True, text=True, check=True).stdout == "[]\n"


@pytest.mark.parametrize("command", ["", *COMMANDS, *OF_ROADMAPS])
def test_help_is_in_russian(nastavnik: Nastavnik, command: str) -> None:
    said = nastavnik(*command.split(), "--help")
    assert said.code == 0 and said.err == ""
    assert "Как вызвать: nastavnik" in said.out and "Показать эту справку." in said.out
    assert not re.search(r"Usage|Options|Arguments|Commands|message|default|env var|Error", said.out)


def test_the_version_is_told_without_a_command(nastavnik: Nastavnik) -> None:
    assert nastavnik("--version").out == f"nastavnik {version('nastavnik')}\n"
    assert "Показать номер версии." in nastavnik("--help").out


def test_init_a_second_time_changes_nothing(nastavnik: Nastavnik, data: Path) -> None:
    nastavnik("init", "--data", data)  # the copy has another port, so its links change once
    settings, before = (data / "nastavnik.toml").read_text(encoding="utf-8"), _dump(data)
    said = nastavnik("init", "--data", data)
    assert said.code == 0 and "Анкета наставника" in said.out
    assert (data / "nastavnik.toml").read_text(encoding="utf-8") == settings
    assert _dump(data) == before


def test_after_another_port_is_written_into_the_settings_a_run_leads_every_link_there(
    nastavnik: Nastavnik, data: Path
) -> None:
    assert nastavnik("run", "--data", data).code == 0  # the copy has another port than its original
    configuration = load(data)
    with connected(data, configuration) as google:
        structure = google.spreadsheets.get(configuration.spreadsheet, fields=STRUCTURE)
    links = read_state(structure).links.values()
    assert links and all(link.startswith(f"http://127.0.0.1:{port_of(data)}/forms/") for link in links)


def test_init_does_not_quietly_drop_another_wish(nastavnik: Nastavnik, data: Path) -> None:
    said = nastavnik("init", "--data", data, "--google")
    assert said.code == 1
    assert "уже настроена иначе" in said.err


def test_whoever_would_keep_the_data_at_google_is_told_what_the_law_says_before_anything_is_made(
    nastavnik: Nastavnik, tmp_path: Path
) -> None:
    said = nastavnik("init", "--data", tmp_path / "abroad", "--google")
    assert said.code == 1 and "23-ФЗ" in said.out and "nastavnik init без --google" in said.out
    assert "23-ФЗ" not in nastavnik("init", "--data", tmp_path / "here", "--port", free_port()).out


def test_init_puts_the_workspace_on_the_port_that_it_is_given(nastavnik: Nastavnik, tmp_path: Path) -> None:
    port = free_port()
    said = nastavnik("init", "--data", tmp_path, "--port", port)
    assert said.code == 0 and f"Таблица: http://127.0.0.1:{port}/spreadsheets" in said.out
    assert port_of(tmp_path) == port
    other = nastavnik("init", "--data", tmp_path, "--port", port - 1).sentence
    assert f"уже настроена на порт {port}" in other and str(tmp_path / "nastavnik.toml") in other
    assert nastavnik("init", "--data", tmp_path, "--port", port).code == 0
    assert "а не в Google" in nastavnik("init", "--data", tmp_path / "new", "--google", "--port", port).sentence


def test_init_on_a_port_that_is_taken_leaves_nothing_and_names_one_that_is_free(
    nastavnik: Nastavnik, tmp_path: Path
) -> None:
    data = tmp_path / "school"
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        taken = other.getsockname()[1]
        sentence = nastavnik("init", "--data", data, "--port", taken).sentence
        assert f"Порт {taken} занят" in sentence
        assert f"Порт {taken} занят" in nastavnik("workspace", "--data", data, "--port", taken).sentence
        assert not data.exists()
        found = re.search(r"--port (\d+)", sentence)
        assert found and nastavnik("init", "--data", data, "--port", found[1]).code == 0


def test_init_without_a_plan_makes_an_empty_one_that_a_cycle_can_work_with(
    nastavnik: Nastavnik, tmp_path: Path
) -> None:
    data = configure(tmp_path / "data", f'workspace = "embedded"\nport = {free_port()}\n')
    assert nastavnik("init", "--data", data).code == 0
    said = nastavnik("run", "--data", data)
    assert said.code == 0
    assert "Сроки дорожной карты не посчитаны" in " ".join(said.out.split())
    assert "ошибки программы" not in said.out
    assert "ничего: всё уже сделано" in nastavnik("run", "--data", data).out


@pytest.mark.parametrize("name", roadmaps.names())
def test_init_takes_every_plan_of_the_package_and_a_cycle_can_work_with_it(
    nastavnik: Nastavnik, tmp_path: Path, name: str
) -> None:
    data = configure(tmp_path / "data", f'workspace = "embedded"\nroadmap = "{name}"\nport = {free_port()}\n')
    assert nastavnik("init", "--data", data).code == 0
    said = nastavnik("run", "--data", data)
    assert said.code == 0 and "ошибки программы" not in said.out
    assert "ничего: всё уже сделано" in nastavnik("run", "--data", data).out
    plan, workspace = roadmaps.load(name), Workspace(data)
    within = usual_period(plan, date.today())
    with serve(workspace, port_of(data)) as server:
        curator = _organisation(data, server, workspace).curator
        written, settings = curator.rows("Дорожная карта"), {row["Код"]: row for row in curator.rows("Настройки")}
    workspace.close()
    assert [row["Пункт"] for row in written] == [measure.number for measure in plan.measures]
    was = plan.period or within
    due = [moved(one.deadline, period=was, to=within).text for one in plan.measures]
    assert [row["Срок"] or "" for row in written] == due
    long_overdue = [row for row in written if (row["Осталось дней"] or 0) < -366]
    # «Сентябрь 2022г.» of a plan from 2023 on is no slip of ours: init and the row itself say so.
    assert all("проверьте год" in row["Что исправить"] for row in long_overdue) and len(long_overdue) <= 1
    assert [row["Этап"] or "" for row in written] == [stage.heading for stage in plan.stages for _ in stage.measures]
    of_the_organisation = ("organisation", "organisation_short", "place", "address", "plan_number", "plan_date")
    assert not [code for code in of_the_organisation if settings[code]["Значение"]]
    assert settings["plan_confirmed"]["Значение"] is False
    assert "«План проверен»" in settings["plan_confirmed"]["Что исправить"]
    assert not settings["mentoring_forms"]["Что исправить"]


def test_init_moves_the_plan_to_the_years_that_are_named_and_says_what_it_could_not_move(
    nastavnik: Nastavnik, tmp_path: Path
) -> None:
    port, years = free_port(), ("--start", "01.09.2027", "--end", "31.08.2028")
    assert nastavnik("init", "--data", tmp_path, *years[:2]).sentence == "Назовите обе даты: --start и --end"
    said = nastavnik("init", "--data", tmp_path, "--roadmap", "technolyceum", "--port", port, *years)
    assert said.code == 0
    assert "мероприятий 41, сроки — с 01.09.2027 по 31.08.2028" in said.out and "«План проверен»" in said.out
    # A plan for three years does not fit into one.
    assert "Пункт 6.1: " in said.out and "Долгих" not in said.out
    again = nastavnik("init", "--data", tmp_path, *years)
    assert again.code == 0 and "мероприятий" not in again.out
    other = nastavnik("init", "--data", tmp_path, "--start", "01.09.2028", "--end", "31.08.2029").sentence
    assert "nastavnik new-year" in other


def test_init_without_a_plan_takes_the_years_that_are_named(nastavnik: Nastavnik, tmp_path: Path) -> None:
    years = ("--start", "01.09.2026", "--end", "31.08.2027")
    assert nastavnik("init", "--data", tmp_path, "--port", free_port(), *years).code == 0
    doctor = nastavnik("doctor", "--data", tmp_path).out
    assert "Начало плана" not in doctor and "План ещё не подтверждён" not in doctor


def test_the_help_of_init_names_every_plan(nastavnik: Nastavnik) -> None:
    assert f"начать: {', '.join(roadmaps.names())}." in " ".join(nastavnik("init", "--help").out.split())


def test_what_the_program_writes_is_readable_by_its_owner_alone(initialised: Path) -> None:
    written = list(initialised.rglob("*"))
    assert {"token", "workspace.sqlite3", "nastavnik.toml"} <= {path.name for path in written}
    assert [path.name for path in written if path.stat().st_mode & 0o077] == []


def test_doctor_finds_everything_in_its_place(nastavnik: Nastavnik, data: Path) -> None:
    workspace = Workspace(data)
    with serve(workspace, port_of(data)) as server:
        people = [{"Роль": role, "ФИО": "Дубровин Игорь Павлович"} for role in ("Директор", "Координатор")]
        curator = _organisation(data, server, workspace).curator
        curator.add("Сотрудники", people)
        lacking = nastavnik("doctor", "--data", data)
        name = {"Значение": "Колледж связи"}
        curator.type(
            "Настройки",
            {"organisation": name, "organisation_short": name, "plan_confirmed": {"Значение": True}},
            key="Код",
        )
        said = nastavnik("doctor", "--data", data)
    workspace.close()
    assert lacking.code == 1
    assert "«Настройки», Полное наименование организации: не заполнено" in lacking.out
    assert "План ещё не подтверждён, и напоминания о мероприятиях не уходят" in lacking.out
    assert (said.code, said.err) == (0, "")
    assert "все листы, столбцы и настройки на месте" in said.out


def test_doctor_says_that_nobody_outside_is_reached(nastavnik: Nastavnik, data: Path) -> None:
    said = nastavnik("doctor", "--data", data, "--letter", "me@example.com").out
    assert "! письма наружу не уходят" in said and "[mail]" in said
    assert "! ссылки открываются только на этом компьютере" in said
    assert "✗ пробное письмо не отправлено" in said
    assert "✓ места на диске хватает" in said


def test_doctor_tries_the_mail_server_and_sends_a_letter_only_when_asked(nastavnik: Nastavnik, data: Path) -> None:
    with mail_server() as server, (data / "nastavnik.toml").open("a") as file:
        file.write(f'\n[mail]\nby = "smtp"\nhost = "127.0.0.1"\nport = {server.port}\nsender = "school@example.com"\n')
        file.flush()
        said = nastavnik("doctor", "--data", data).out
        assert "✓ почтовый сервер 127.0.0.1 пускает программу" in said and not server.letters
        assert "похоже" in nastavnik("doctor", "--data", data, "--letter", "me@@example").out
        said = nastavnik("doctor", "--data", data, "--letter", "me@example.com").out
        assert "✓ пробное письмо отправлено на me@example.com" in said and server.recipients == ["<me@example.com>"]
    alone = nastavnik("doctor", "--data", data)
    assert alone.code == 1 and "✗ Нет связи с почтовым сервером" in alone.out and "никто не отвечает" in alone.out


@pytest.mark.parametrize(
    ("keys", "says"),
    [
        ('listen = "0.0.0.0"', "✗ сеть впускается (listen), а адрес не назван"),
        ('listen = "0.0.0.0"\naddress = "http://127.0.0.2:{port}"', "✓ по адресу http://127.0.0.2:{port} открывается"),
        ('address = "http://127.0.0.2:{port}"', "никто не отвечает. Программа слушает только этот компьютер"),
        ('listen = "0.0.0.0"\naddress = "http://127.0.0.2:1"', "никто не отвечает. Проверьте имя или IP-адрес"),
    ],
)
def test_doctor_looks_whether_people_find_the_workspace_at_its_address(
    nastavnik: Nastavnik, data: Path, keys: str, says: str
) -> None:
    port, file = port_of(data), data / "nastavnik.toml"
    file.write_text(f"{keys.format(port=port)}\n{file.read_text(encoding='utf-8')}", encoding="utf-8")
    assert says.format(port=port) in nastavnik("doctor", "--data", data).out


@pytest.mark.parametrize("column", ["ФИО", "Телефон"])
def test_doctor_finds_a_deleted_column(nastavnik: Nastavnik, data: Path, column: str) -> None:
    workspace = Workspace(data)
    with serve(workspace, port_of(data)) as server:
        Hands(_organisation(data, server, workspace)).delete_column("Банк наставляемых", column)
        said = nastavnik("doctor", "--data", data)
    workspace.close()
    assert said.code == 1
    assert f"На листе «Банк наставляемых» нет столбца «{column}»" in " ".join(said.out.split())


def test_doctor_finds_text_that_became_a_number(nastavnik: Nastavnik, data: Path) -> None:
    workspace = Workspace(data)
    with serve(workspace, port_of(data)) as server:
        one = _organisation(data, server, workspace)
        one.curator.add("Сотрудники", [{"Роль": "Директор", "Должность": "директор"}])
        Hands(one).damage("Сотрудники", "Должность", "Директор", 46043, key="Роль")
        said = nastavnik("doctor", "--data", data)
    workspace.close()
    assert said.code == 1
    assert "«Должность»: стоит число 46043: таблица приняла то, что вы ввели, за дату 21.01.2026" in said.out


def test_doctor_finds_that_nobody_can_sign(nastavnik: Nastavnik, data: Path) -> None:
    said = nastavnik("doctor", "--data", data)
    assert said.code == 1
    assert "никого с ролью «Директор»" in said.out
    assert "«Куратор наставничества» или «Координатор»" in said.out


def test_doctor_finds_that_the_settings_are_gone(nastavnik: Nastavnik, data: Path) -> None:
    workspace = Workspace(data)
    with serve(workspace, port_of(data)) as server:
        Hands(_organisation(data, server, workspace)).delete_tab("Настройки")
        said = nastavnik("doctor", "--data", data)
    workspace.close()
    assert (said.code, said.err) == (1, "")
    assert "Нет листа «Настройки»" in said.out


def _organisation(data: Path, server: object, workspace: Workspace) -> Organisation:
    found = re.search(r'spreadsheet = "(.+)"', (data / "nastavnik.toml").read_text(encoding="utf-8"))
    assert found
    return Organisation(server, workspace, found[1], Clock())  # type: ignore[arg-type]


def test_run_says_what_it_did_and_the_second_time_that_all_is_done(nastavnik: Nastavnik, data: Path) -> None:
    first = nastavnik("run", "collect", "validate", "deadlines", "--data", data)
    assert (first.code, first.err) == (0, "")
    assert "«" not in first.out and "Дорожная карта: строк 45" in first.out
    assert "ничего: всё уже сделано" in nastavnik("run", "collect", "validate", "deadlines", "--data", data).out


def test_a_rehearsal_says_what_would_be_done_and_does_nothing(nastavnik: Nastavnik, data: Path) -> None:
    before = _dump(data)
    said = nastavnik("run", "--rehearsal", "validate", "deadlines", "--data", data)
    assert (said.code, said.err) == (0, "")
    assert "Было бы сделано" in said.out and "Дорожная карта: строк 45" in said.out
    assert _dump(data) == before


def test_workspace_says_where_it_is_and_stops_when_asked_to(tmp_path: Path) -> None:
    arguments = ["workspace", "--data", str(tmp_path), "--port", "0", "--token", "тайна-1"]
    with subprocess.Popen([*COMMAND, *arguments], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None and process.stderr is not None
        ready = json.loads(process.stdout.readline())
        assert set(ready) == {"url", "token"} and ready["token"] == "тайна-1"
        assert requests.get(f"{ready['url']}/drive/v3/files", timeout=10).status_code == 401
        greeting = process.stderr.readline().strip()
        assert greeting.startswith("Откройте в браузере")
        link = greeting.rpartition(" ")[2]
        assert requests.post(link + "?next=/account", timeout=10).url == f"{ready['url']}/account"
        process.send_signal(signal.SIGTERM)
        assert (process.wait(timeout=20), process.stdout.read(), process.stderr.read()) == (0, "", "")


def at_a_terminal(*arguments: object, typed: str) -> str:
    """What a person sees of a command who types this and waits for its end."""
    terminal, end = pty.openpty()
    shown = b""
    with subprocess.Popen([*COMMAND, *map(str, arguments)], stdin=end, stdout=end, stderr=end) as process:
        os.close(end)
        os.write(terminal, typed.encode())
        while part := _read(terminal):
            shown += part
        os.close(terminal)
    assert process.returncode == 0
    return shown.decode()


def _read(terminal: int) -> bytes:
    try:
        return os.read(terminal, 4096)
    except OSError:  # nobody is at the other end any more
        return b""


def test_a_person_is_asked_before_a_workspace_is_made_in_a_folder_that_may_be_mistyped(tmp_path: Path) -> None:
    shown = at_a_terminal("workspace", "--data", tmp_path / "shcool", "--port", 0, typed="нет\n")
    assert f"В папке {tmp_path / 'shcool'} нет рабочего пространства. Создать новое?" in shown
    assert "Ничего не создано." in shown and "Traceback" not in shown
    assert not (tmp_path / "shcool").exists()


def test_a_person_sees_at_once_that_the_program_is_being_loaded(tmp_path: Path) -> None:
    shown = at_a_terminal("roadmap", "list", typed="")
    assert shown.startswith("Загружаю программу…\r\x1b[K") and "ktt" in shown


def test_a_folder_is_served_by_one_program_on_whatever_port(nastavnik: Nastavnik, tmp_path: Path) -> None:
    arguments = ["workspace", "--data", str(tmp_path), "--port", "0"]
    with subprocess.Popen([*COMMAND, *arguments], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None and process.stderr is not None
        url, link = json.loads(process.stdout.readline())["url"], process.stderr.readline().strip().rpartition(" ")[2]
        assert "уже открыто другой командой" in nastavnik("workspace", "--data", tmp_path, "--port", 0).sentence
        assert requests.post(link + "?next=/account", timeout=10).url == f"{url}/account"
        process.send_signal(signal.SIGTERM)


def test_a_second_serve_says_that_there_is_one_and_leaves_its_link_alone(nastavnik: Nastavnik, data: Path) -> None:
    with subprocess.Popen(
        [*COMMAND, "serve", "--data", str(data)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None and process.stderr is not None
        process.stderr.readline()  # of its first cycle
        assert "уже работает другая команда nastavnik serve" in nastavnik("serve", "--data", data).sentence
        assert "уже открыто другой командой" in nastavnik("workspace", "--data", data, "--port", 0).sentence
        process.send_signal(signal.SIGTERM)
        told = process.stdout.read()
    with _open(data):
        link = re.search(r"http\S+/signin/\S+", told)
        assert link and requests.post(link[0] + "?next=/account", timeout=10).url.endswith("/account")


def test_serve_over_a_workspace_that_is_open_leaves_its_link_alone(
    nastavnik: Nastavnik, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(jobs.cli.running, "serve_by_timetable", lambda *_, **__: None)
    with _open(data) as workspace:
        link = owner_link(workspace, f"http://127.0.0.1:{port_of(data)}")
        told = nastavnik("serve", "--data", data).out
        assert "по ссылке из окна, где работает nastavnik workspace" in told and "/signin/" not in told
        assert requests.post(link + "?next=/account", timeout=10).url.endswith("/account")


@contextmanager
def _open(data: Path) -> Iterator[Workspace]:
    workspace = Workspace(data)
    with serve(workspace, port_of(data)):
        yield workspace
    workspace.close()


def test_serve_runs_a_cycle_at_once_and_stops_when_asked_to(data: Path) -> None:
    with subprocess.Popen(
        [*COMMAND, "serve", "--data", str(data)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None and process.stderr is not None
        line = process.stderr.readline()
        assert re.search(r"цикл: .*проверка.*; обращений \d+; [\d.]+ с$", line), line
        process.send_signal(signal.SIGTERM)
        assert (process.wait(timeout=20), process.stderr.read()) == (0, "")
        told = process.stdout.read()
    assert re.search(r"Работаю по расписанию\. Таблица: http\S+/edit\n", told) and told.endswith("Остановлено.\n")
    assert re.search(r"Вход для владельца \(ссылка действует один раз и не дольше суток\): http\S+/signin/\S+\n", told)
