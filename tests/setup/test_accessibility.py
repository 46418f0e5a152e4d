"""Every page of the set-up in every state that a person sees, held against axe-core."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Browser, Page

from automation.embedded.server import serve_app
from jobs.setup.pages import make_app
from jobs.setup.questions import STEPS
from jobs.setup.session import Making, Session
from tests.accessibility import found
from tests.cli.conftest import free_port
from tests.embedded.pages.conftest import PATIENCE
from tests.google.loopback import mail_server
from tests.setup.conftest import NAMES, NOW, YEARS

HALFWAY = ["Таблица создана", "Анкеты созданы"]


def test_axe_finds_nothing_on_any_page_of_the_set_up(chromium: Browser, tmp_path: Path) -> None:
    session = Session(tmp_path / "school", NOW)
    page = chromium.new_context(locale="ru-RU", bypass_csp=True).new_page()
    page.set_default_timeout(PATIENCE)
    said: list[str] = []
    with serve_app(make_app(session)) as url, mail_server() as mail:

        def look(where: str) -> None:
            page.goto(url + where)
            said.extend(found(page, where))

        look("/step/organisation")  # without the link
        look("/start/guess")
        page.goto(f"{url}/start/{session.secret}")
        for step in STEPS:
            look(f"/step/{step.name}")
            said.extend(_refused(page, step.name))
        session.answers.update({**NAMES, **YEARS, "plan": "ktt", "mail": "smtp", "mail_host": "127.0.0.1"})
        session.answers.update(
            {"mail_port": str(mail.port), "mail_sender": "a@example.com", "mail_trial": "b@example.com"}
        )
        said.extend(_letter_went(page, url))
        session.client_secret = b"{}"
        look("/google")
        look("/google/back?error=access_denied")
        session.done = {step.name for step in STEPS}
        session.answers.update({"reached": "network", "network_name": "127.0.0.2", "port": str(free_port())})
        look("/seen")
        session.was_seen = True
        look("/seen")
        page.goto(session.seen_at)
        said.extend(found(page, "on the phone"))
        look("/review")
        for making in (Making(HALFWAY), Making(HALFWAY, failure="Порт 8787 занят другой программой.")):
            session.making = making
            look("/making")
        session.stop_trial()
        page.context.clear_cookies()
        look(f"/start/{session.secret}")  # a second browser
    assert not said, "\n".join(said)


def _refused(page: Page, step: str) -> list[str]:
    """The page again, with what is wrong beside the fields."""
    for box in page.locator("input[type=text], input[type=email], input[type=number]").all():
        if box.is_visible():
            box.fill("?")
    page.get_by_role("button", name="Дальше").click()
    return found(page, f"{step}, refused") if page.get_by_role("alert").count() else []


def _letter_went(page: Page, url: str) -> list[str]:
    page.goto(f"{url}/step/mail")
    page.get_by_role("button", name="Отправить пробное письмо").click()
    page.get_by_text("Письмо отправлено на").wait_for()
    return found(page, "mail, the letter went")
