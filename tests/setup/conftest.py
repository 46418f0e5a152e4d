"""A set-up that is under way, and whoever clicks through it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest
import requests

from automation.embedded.server import serve_app
from jobs.setup.pages import make_app
from jobs.setup.session import Session

NOW = datetime(2026, 11, 30, 9, tzinfo=UTC)
NAMES = {"organisation": "Государственный колледж", "organisation_short": "ГК", "time_zone": "Asia/Omsk"}
YEARS = {"period_start": "01.09.2026", "period_end": "31.08.2027"}


@dataclass
class Clicker:
    """A browser without JavaScript, and the set-up that it is at."""

    session: Session
    url: str
    browser: requests.Session

    def open(self, path: str = "/") -> requests.Response:
        return self.browser.get(self.url + path, timeout=20)

    def say(self, step: str, **fields: str) -> requests.Response:
        """Fill in a page and press its button; gives the page that comes."""
        return self.browser.post(f"{self.url}/step/{step}", fields, timeout=20)


@pytest.fixture
def clicker(tmp_path: Path) -> Iterator[Clicker]:
    session = Session(tmp_path / "school", NOW)
    with serve_app(make_app(session)) as url:
        clicker = Clicker(session, url, requests.Session())
        clicker.open(f"/start/{session.secret}")
        yield clicker
    session.stop_trial()


def told(page: requests.Response, name: str) -> str:
    """What is said to be wrong beside a field."""
    found = re.search(
        rf'<p class="problem" id="{name}-problem"><span class="unseen">Ошибка: </span>(.*?)</p>', page.text
    )
    return found[1] if found else ""
