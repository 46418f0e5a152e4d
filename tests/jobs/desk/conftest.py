"""The desk of an organisation whose people have answered, on a server."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import pytest
import requests
from playwright.sync_api import Browser, BrowserContext, Page

from automation.embedded import Server
from automation.embedded.access.person import OWNER
from automation.google import connect
from automation.google.credentials import of_token
from jobs.desk.office import Office
from jobs.desk.pages import Desk
from jobs.runner.cycles import Cycles
from tests.embedded.pages.conftest import PATIENCE
from tests.organisation import Organisation
from tests.staging import staged


@dataclass
class Opened:
    """A desk, and who comes to it."""

    one: Organisation
    server: Server
    cycles: Cycles
    sign_in: Callable[[str], requests.Session]

    def get(self, path: str, who: str = OWNER.email) -> requests.Response:
        return self.sign_in(who).get(self.server.url + path, timeout=30)

    def post(self, path: str, fields: Mapping[str, Any], who: str = OWNER.email) -> requests.Response:
        return self.sign_in(who).post(self.server.url + path, data=fields, timeout=30)

    def link(self, email: str = OWNER.email) -> str:
        """A personal link."""
        with self.one.workspace.writing():
            secret = self.one.workspace.sign_ins.new_link(email, self.one.workspace.now())
        return f"{self.server.url}/signin/{secret}"


@pytest.fixture
def desk(proposed: Organisation) -> Iterator[Opened]:
    """НМ-0001 and Н-0001 are proposed to each other."""
    cycles = Cycles(works=True)
    office = Office(
        proposed.connect,
        proposed.spreadsheet,
        cycles,
        google_of=lambda session: connect(of_token(session), address=proposed.server.url),
        clock=lambda: proposed.clock.now,
    )
    sessions: dict[str, requests.Session] = {}
    with staged(proposed.workspace, Desk(office).addition()) as server:

        def sign_in(email: str) -> requests.Session:
            if email not in sessions:
                sessions[email] = requests.Session()
                if email:
                    sessions[email].post(opened.link(email), timeout=30)
            return sessions[email]

        opened = Opened(proposed, server, cycles, sign_in)
        yield opened


@pytest.fixture
def browse(desk: Opened, chromium: Browser) -> Iterator[Callable[..., Page]]:
    """``browse(email, **PHONE)`` is the page where somebody begins who has signed in in a browser of their own."""
    contexts: list[BrowserContext] = []

    def begin(email: str = OWNER.email, **options: Any) -> Page:
        context = chromium.new_context(locale="ru-RU", **options)
        contexts.append(context)
        context.set_default_timeout(PATIENCE)
        page = context.new_page()
        page.goto(desk.link(email))
        page.get_by_role("button", name="Войти").click()
        return page

    yield begin
    for context in contexts:
        context.close()
