"""A spreadsheet that is small enough to be read again and again."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from automation.embedded import Workspace
from automation.google import over
from automation.google.credentials import of_token
from automation.google.transport import Transport
from automation.workbook.provision import FirstRows, provision
from sheets_schema.schema import Schema
from sheets_schema.tabs.letters import Letters
from sheets_schema.tabs.mentees import Mentees
from sheets_schema.tabs.mentors import Mentors
from sheets_schema.tabs.settings import Settings, SettingsTab
from sheets_schema.tabs.staff import Staff
from tests.organisation import Clock, Organisation
from tests.staging import staged

BANK = Schema((SettingsTab, Staff, Mentees, Mentors, Letters), Settings)
"""The bank of mentees among a few others: a write is the same beside four tabs and beside seventeen."""


@pytest.fixture(scope="module")
def bank(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Organisation]:
    """An organisation that has no more than that; all tests of a module share it."""
    clock = Clock()
    workspace = Workspace(tmp_path_factory.mktemp("bank") / "workspace", clock=clock)
    with staged(workspace) as server:
        google = over(Transport(of_token(server.token), address=server.url))
        made = provision(google, BANK, title="Наставничество", first=FirstRows({}, {}), now=clock.now)
        yield Organisation(server, workspace, made.spreadsheet, clock)
    workspace.close()
