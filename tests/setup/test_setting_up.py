"""From nothing to the desk, by clicking: the command as a person starts it, in a browser and on a phone."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import requests
from playwright.sync_api import Browser, Page, expect

import jobs.setup.setting_up
from automation.embedded.server import serve_app
from automation.workbook.reading import read_book
from jobs.runner.configuration import FILE, load
from jobs.runner.connection import connected
from jobs.setup.pages import make_app
from jobs.setup.questions import STEPS
from jobs.setup.session import Session
from sheets_schema.nastavnik import NASTAVNIK
from sheets_schema.tabs.roadmap import Roadmap
from sheets_schema.tabs.settings import Settings
from sheets_schema.tabs.staff import Staff
from tests.cli.conftest import COMMAND, Nastavnik, free_port
from tests.cli.conftest import nastavnik as nastavnik
from tests.embedded.pages.conftest import DESK, PATIENCE, PHONE
from tests.google.loopback import MailServer, mail_server
from tests.setup.conftest import NAMES, NOW, YEARS

NETWORK = "127.0.0.2"
"""Another address of this machine, which stands for the one that others know it by."""


@contextmanager
def started(data: Path) -> Iterator[tuple[str, subprocess.Popen[str]]]:
    """The command on a machine without a screen, and the link that it prints."""
    without_screen = {name: value for name, value in os.environ.items() if name not in ("DISPLAY", "WAYLAND_DISPLAY")}
    with subprocess.Popen(
        [*COMMAND, "--data", str(data)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**without_screen, "COLUMNS": "400"},
    ) as process:
        assert process.stdout is not None
        try:
            link = re.search(r"http\S+/start/\S+", process.stdout.readline())
            assert link
            yield link[0], process
        finally:
            process.send_signal(signal.SIGTERM)
            process.communicate(timeout=60)


def test_an_organisation_is_set_up_by_clicking_alone(chromium: Browser, tmp_path: Path) -> None:
    data, port = tmp_path / "school", free_port()
    with started(data) as (link, process), mail_server() as mail:
        page = chromium.new_context(locale="ru-RU", java_script_enabled=False, **DESK).new_page()  # type: ignore[arg-type]
        page.set_default_timeout(PATIENCE)
        page.goto(link)
        _organisation(page)
        page.get_by_label("КТТ").check()
        _next(page)
        _people(page)
        page.get_by_label("На этом компьютере").check()
        _next(page)
        _mail(page, mail)
        _address(page, chromium, port)
        expect(page.get_by_role("heading", name="Проверьте и создайте")).to_be_visible()
        expect(page.get_by_text("мероприятий 45, с 01.09.2027 по 31.08.2028")).to_be_visible()
        expect(page.get_by_text("имена и ответы идут по сети открыто")).to_be_visible()
        assert not (data / FILE).exists()  # nothing is written before the person says so
        page.get_by_role("button", name="Создать").click()
        page.wait_for_url(f"http://{NETWORK}:{port}/signin/**")
        page.get_by_role("button", name="Войти").click()
        expect(page.get_by_role("navigation", name="Разделы")).to_be_visible()
        with connected(data, load(data)) as google:
            book = read_book(google, load(data).spreadsheet, NOW, NASTAVNIK)
            assert google.mail.leaves
    settings, staff = book[Settings], book[Staff].frame
    assert (settings.organisation_short, settings.inn, settings.time_zone) == ("ГК", "0123456789", "Asia/Omsk")
    assert settings.period_start is not None and settings.period_start.year == 2027 and not settings.plan_confirmed
    assert list(staff[Staff.email]) == ["sokolova@example.com", "vetrova@example.com"]
    assert len(book[Roadmap].frame) == 45
    assert (load(data).address, str(load(data).listen)) == (f"http://{NETWORK}:{port}", "0.0.0.0")
    assert process.returncode == 0


def _next(page: Page) -> None:
    page.get_by_role("button", name="Дальше").click()


def _organisation(page: Page) -> None:
    page.get_by_label("Краткое наименование").fill("ГК")
    page.get_by_label("ИНН").fill("0123456789")
    page.get_by_label("Часовой пояс").select_option("Asia/Omsk")
    _next(page)
    expect(page.get_by_role("alert")).to_be_focused()
    page.get_by_role("alert").get_by_role("link", name="Полное наименование").click()
    field = page.get_by_label("Полное наименование")
    expect(field).to_have_attribute("aria-invalid", "true")
    field.fill("Государственный колледж")
    _next(page)
    page.get_by_label("Начало плана").fill("1.9.2027")
    page.get_by_label("Окончание плана").fill("31.08.2028")


def _people(page: Page) -> None:
    for group, name, email in (
        ("Директор", "Соколова Мария Петровна", "sokolova@example.com"),
        ("Куратор наставничества", "Ветрова Анна Ивановна", "vetrova@example.com"),
    ):
        person = page.get_by_role("group", name=group)
        person.get_by_label("ФИО").fill(name)
        person.get_by_label("Эл. почта").fill(email)
    _next(page)


def _mail(page: Page, mail: MailServer) -> None:
    expect(page.get_by_label("Порт сервера")).to_be_hidden()
    page.get_by_label("Через почтовый сервер").check()
    for label, text in (
        ("Порт сервера", str(mail.port)),
        ("Адрес отправителя", "school@example.com"),
        ("Куда послать пробное письмо", "me@example.com"),
    ):
        page.get_by_label(label).fill(text)
    page.get_by_role("textbox", name="Почтовый сервер").fill("127.0.0.1")
    page.get_by_role("button", name="Отправить пробное письмо").click()
    expect(page.get_by_text("Письмо отправлено на me@example.com")).to_be_focused()
    assert mail.recipients == ["<me@example.com>"]
    page.get_by_label("Письмо пришло").check()
    _next(page)


def _address(page: Page, chromium: Browser, port: int) -> None:
    page.get_by_label("Все в нашей локальной сети").check()
    page.get_by_label("Порт на этом компьютере").fill(str(port))
    page.get_by_label("Имя или IP-адрес").fill(NETWORK)
    _next(page)
    expect(page.get_by_role("img", name="QR-код адреса")).to_be_visible()
    phone = chromium.new_context(**PHONE).new_page()  # type: ignore[arg-type]
    phone.goto(page.locator(".address").inner_text())
    expect(phone.get_by_role("heading", name="Видно!")).to_be_visible()
    expect(page.get_by_text("Видно: страницу открыли")).to_be_visible()
    page.get_by_role("link", name="Дальше", exact=True).click()


@pytest.fixture
def ready(tmp_path: Path) -> Session:
    """A set-up with all its answers, but for the port, which is taken."""
    session = Session(tmp_path / "school", NOW)
    session.answers.update({**NAMES, **YEARS, "plan": "none"})
    session.done = {step.name for step in STEPS}
    return session


def test_what_fails_is_told_on_the_page_and_may_be_tried_again(ready: Session) -> None:
    with socket.socket() as other, serve_app(make_app(ready)) as url:
        other.bind(("127.0.0.1", 0))
        other.listen()
        ready.answers["port"] = str(other.getsockname()[1])
        made: list[object] = []
        maker = threading.Thread(target=lambda: made.append(jobs.setup.setting_up._made(ready)), daemon=True)
        maker.start()
        browser = requests.Session()
        browser.get(f"{url}/start/{ready.secret}", timeout=20)
        page = browser.post(f"{url}/make", timeout=20)
        deadline = time.monotonic() + 60
        while "Refresh" in page.headers and time.monotonic() < deadline:
            page = browser.get(f"{url}/making", timeout=20)
        assert "занят другой программой" in page.text and "Повторить" in page.text
        assert not ready.data.exists() and not made
        ready.answers["port"] = str(free_port())
        browser.post(f"{url}/make", timeout=20)
        maker.join(timeout=60)
        assert made and load(ready.data).spreadsheet


def test_a_folder_that_is_set_up_is_worked_in_at_once(
    nastavnik: Nastavnik, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = tmp_path / "school"
    opened: list[str] = []
    nastavnik("init", "--data", data, "--port", free_port())
    monkeypatch.setattr("jobs.cli.running.serve_by_timetable", lambda *_, **__: None)
    monkeypatch.setattr(jobs.setup.setting_up, "open_in_browser", opened.append)
    said = nastavnik("--data", data)
    assert said.code == 0 and "Работаю по расписанию" in said.out
    assert len(opened) == 1 and "/signin/" in opened[0] and opened[0] in said.out
    assert "уже настроена" in nastavnik("--data", data, "--port", "8791").sentence


def test_what_belongs_to_a_command_is_not_quietly_lost_before_it(nastavnik: Nastavnik, tmp_path: Path) -> None:
    said = nastavnik("--data", tmp_path, "run")
    assert said.code == 2 and "--data" in said.err and not list(tmp_path.iterdir())
