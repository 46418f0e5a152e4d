"""The owner brings the spreadsheet back to what it said formerly, and the next cycles take it from there."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from automation.embedded.spreadsheets.restoring import restore_all, restore_sheet
from automation.workbook.commit import SpreadsheetBusy, commit
from automation.workbook.layout import MARKS, TAB_MARK
from automation.workbook.reading import read_book, read_state
from automation.workbook.restoring import restoring
from automation.workbook.state import State
from jobs.runner.configuration import Configuration
from jobs.runner.connection import embedded
from sheets_schema.nastavnik import NASTAVNIK
from sheets_schema.tabs.mentees import Mentees
from tests.organisation import MONDAY, Organisation

MENTEES, LETTERS, JOURNAL = "Банк наставляемых", "Письма", "Журнал"
FIRST, LATER = MONDAY + timedelta(minutes=30), MONDAY + timedelta(minutes=90)


def state(one: Organisation) -> State:
    return read_state(one.google.spreadsheets.get(one.spreadsheet, fields=MARKS))


def sent(one: Organisation) -> list[Any]:
    with one.workspace.reading():
        return one.workspace.storage.rows("SELECT rfc822_id, raw FROM messages ORDER BY number")


def first_since(one: Organisation, moment: Any) -> int:
    """The first version that began then or later."""
    versions = one.workspace.spreadsheets.history.versions(one.spreadsheet)
    return min(version.number for version in versions if version.began >= moment)


def bring_back(one: Organisation, moment: Any, sheet_id: int | None = None) -> None:
    with one.workspace.writing():
        held, number, how = one.workspace.spreadsheets, first_since(one, moment), restoring(NASTAVNIK)
        if sheet_id is None:
            restore_all(held, one.spreadsheet, number, how)
        else:
            restore_sheet(held, one.spreadsheet, number, sheet_id, how)
        one.workspace.files.touch(one.spreadsheet, one.workspace.now())


@pytest.fixture
def grown(technicum: Organisation) -> Organisation:
    """One mentee answered; an hour later another one did."""
    technicum.clock.now = FIRST
    technicum.mentee()
    technicum.cycle()
    technicum.clock.now = LATER
    technicum.mentee(full_name="Юнга Олег Ильич", email="yunga@example.com", phone="+7 900 000-00-05")
    technicum.cycle()
    return technicum


def test_numbers_given_since_are_not_given_again_and_answers_are_collected_again(grown: Organisation) -> None:
    bring_back(grown, LATER)
    assert [row["№"] for row in grown.curator.rows(MENTEES)] == ["НМ-0001"]
    grown.cycle(now=LATER + timedelta(minutes=1))
    rows = grown.curator.rows(MENTEES)
    assert [(row["№"], row["ФИО"]) for row in rows] == [
        ("НМ-0001", "Ветрова Анна Сергеевна"),
        ("НМ-0003", "Юнга Олег Ильич"),
    ]
    assert not grown.cycle(now=LATER + timedelta(minutes=2)).wrote


def test_what_has_happened_stays_and_no_letter_goes_twice(grown: Organisation) -> None:
    letters, journal, went = grown.curator.rows(LETTERS), grown.curator.rows(JOURNAL), sent(grown)
    assert len(went) >= 2
    bring_back(grown, FIRST)
    assert (grown.curator.rows(LETTERS), grown.curator.rows(JOURNAL)) == (letters, journal)
    grown.cycle(now=LATER + timedelta(minutes=1))
    assert [row["№"] for row in grown.curator.rows(MENTEES)] == ["НМ-0003", "НМ-0004"]
    ids = [rfc822_id for rfc822_id, _ in sent(grown)]
    assert len(ids) == len(set(ids))
    assert sent(grown)[: len(went)] == went


@pytest.mark.parametrize("whole", [True, False])
def test_a_cycle_that_has_decided_on_what_stood_there_before_writes_nothing(grown: Organisation, whole: bool) -> None:
    book = read_book(grown.google, grown.spreadsheet, LATER, NASTAVNIK)
    book[Mentees].set(book[Mentees].index[0], {Mentees.problems: "решено по прежнему"})
    sheet_id = book.tabs["mentees"].sheet_id
    before = state(grown)
    bring_back(grown, LATER, None if whole else sheet_id)
    with pytest.raises(SpreadsheetBusy):
        commit(
            grown.google.spreadsheets,
            grown.spreadsheet,
            book.changes(),
            book.state,
            where=book.tabs,
            expected=before.write,
        )
    after = state(grown)
    assert after.write != before.write
    assert after.turn == before.turn
    assert after.numbers == before.numbers
    assert (after.cursors == before.cursors) is not whole
    assert after.forms == before.forms
    grown.cycle(now=LATER + timedelta(minutes=1))


def test_the_workspace_of_an_organisation_knows_what_stays(tmp_path: Path) -> None:
    workspace = embedded(tmp_path / "data", Configuration())
    for tab, stays in (("letters", True), ("journal", True), ("mentees", False)):
        mark = {"metadataKey": TAB_MARK, "metadataValue": f"{tab}#1a2b"}
        assert workspace.restoring.is_record([mark]) is stays
    workspace.close()


def test_marks_of_other_programs_go_back_with_the_cells(grown: Organisation) -> None:
    how = restoring(NASTAVNIK)
    foreign = {"metadataKey": "другая", "metadataValue": "1"}
    ours = [{"metadataKey": "nastavnik.state", "metadataValue": State(turn=7).model_dump_json()}]
    assert how.notes([foreign], []) == [foreign]
    kept = how.notes([foreign], ours)
    assert kept[0] == foreign
    assert State.model_validate_json(kept[1]["metadataValue"]).turn == 7
