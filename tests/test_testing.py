"""The organisation that ships for tests is a real one, and nothing of it goes over a network."""

from __future__ import annotations

import socket
from typing import Any

import pytest

from automation.testing import organisation
from automation.workbook.commit import commit
from jobs.runner.cycle import run_cycle
from sheets_schema.columns import CURATOR, JOB, Date, Key, Text
from sheets_schema.nastavnik import NASTAVNIK
from sheets_schema.schema import Schema
from sheets_schema.sheet import Sheet
from sheets_schema.tabs.mentees import Mentees
from sheets_schema.tabs.settings import Settings, SettingsTab
from sheets_schema.vocabulary import NO_CONSENT


class Guests(Sheet):
    """Three columns are enough for a tab."""

    title = "Гости"
    position = 2
    id = Key(prefix="Г")
    full_name = Text("Имя", owner=CURATOR)
    greeted_on = Date("Встречен", owner=JOB)


@pytest.fixture
def offline(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: Any) -> None:
        raise AssertionError("a connection was opened")

    monkeypatch.setattr(socket.socket, "connect", refuse)


@pytest.mark.usefixtures("offline")
def test_a_cycle_runs_over_an_organisation_in_three_lines() -> None:
    with organisation(NASTAVNIK, rows={Mentees: [{Mentees.full_name: "Лапина Яна Олеговна"}]}) as one:
        report = run_cycle(one.google, one.spreadsheet, now=one.now)
        assert report.changed["Банк наставляемых"] == 1
        assert one.book()[Mentees][Mentees.status].tolist() == [NO_CONSENT]
        assert not run_cycle(one.google, one.spreadsheet, now=one.now).wrote


@pytest.mark.usefixtures("offline")
def test_an_organisation_may_have_a_schema_of_its_own() -> None:
    schema = Schema((SettingsTab, Guests), Settings)
    with organisation(schema, rows={Guests: [{Guests.full_name: "Лапина"}, {Guests.full_name: "Котов"}]}) as one:
        book = one.book()
        book[Guests][Guests.greeted_on] = book.today
        expected = book.state_as_read.write
        commit(one.google.spreadsheets, one.spreadsheet, book.changes(), book.state, where=book.tabs, expected=expected)
        assert one.book()[Guests][Guests.greeted_on].dt.date.tolist() == [book.today] * 2
        assert one.book()[Settings].soon_days == 14
