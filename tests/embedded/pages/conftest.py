"""Visitors of the pages: over HTTP alone, and in Debian's Chromium on a desk and on a phone."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
import requests
from playwright.sync_api import Browser, BrowserContext, Page, expect

from automation.embedded import Server, Workspace
from automation.embedded.access.person import OWNER
from automation.embedded.pages.visit import cookie_name
from tests.embedded.conftest import Api, checked_session

# How long a test waits for what must come; a busy machine takes its time, a good test none of it. Milliseconds.
PATIENCE = 30_000
expect.set_options(timeout=PATIENCE)

DESK = {"viewport": {"width": 1280, "height": 800}}
PHONE = {"viewport": {"width": 390, "height": 844}, "device_scale_factor": 2, "is_mobile": True, "has_touch": True}


@dataclass
class Visitor:
    """Somebody with a session, who opens pages and sends their forms without a browser."""

    url: str
    session: requests.Session
    secret: str

    def get(self, path: str, **options: Any) -> requests.Response:
        return self.session.get(self.url + path, timeout=20, **options)

    def post(self, path: str, fields: Any = None, **options: Any) -> requests.Response:
        return self.session.post(self.url + path, data=fields, timeout=20, **options)

    def api(self) -> Api:
        """The REST surface as this person calls it."""
        return Api(self.url, checked_session(Server(self.url, self.secret)))


def come_by(link: str, session: requests.Session) -> requests.Response:
    """Press the button that a personal link shows; gives the answer itself, which leads on."""
    return session.post(link, timeout=20, allow_redirects=False)


@pytest.fixture
def sign_in(workspace: Workspace, server: Server) -> Callable[[str], Visitor]:
    """``sign_in(email)`` is that person, let in by a personal link."""

    def enter(email: str) -> Visitor:
        with workspace.writing():
            link = workspace.sign_ins.new_link(email, workspace.now())
        session = requests.Session()
        come_by(f"{server.url}/signin/{link}", session)
        return Visitor(server.url, session, session.cookies[cookie_name(workspace)])

    return enter


@pytest.fixture
def owner(sign_in: Callable[[str], Visitor]) -> Visitor:
    return sign_in(OWNER.email)


@pytest.fixture
def nobody(server: Server) -> Visitor:
    """Somebody who has not signed in."""
    return Visitor(server.url, requests.Session(), "")


@pytest.fixture
def open_browser(chromium: Browser, server: Server) -> Iterator[Callable[..., Page]]:
    """``open_browser(visitor, **DESK)`` is an empty page of that visitor's own browser; options as playwright's."""
    contexts: list[BrowserContext] = []

    def open_page(visitor: Visitor | None = None, **options: Any) -> Page:
        context = chromium.new_context(base_url=server.url, locale="ru-RU", **options)
        contexts.append(context)
        context.set_default_timeout(PATIENCE)
        if visitor is not None:
            for name, value in visitor.session.cookies.get_dict().items():
                context.add_cookies([{"name": name, "value": value, "url": server.url}])
        return context.new_page()

    yield open_page
    for context in contexts:
        context.close()
