"""Reading: every column's cells are those of its mark, whatever the curator does between the two calls."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from automation.workbook.reading import read_book
from sheets_schema.nastavnik import NASTAVNIK
from sheets_schema.tabs.mentees import Mentees
from tests.conftest import Template
from tests.organisation import MONDAY, copy_of
from tests.workbook.test_commit import TAB, Bench, _connect


@pytest.fixture
def bench(provisioned: Template, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bench]:
    to = tmp_path_factory.mktemp("reading") / "workspace"
    with copy_of(provisioned.directory, provisioned.spreadsheet, provisioned.links, to) as one:
        yield Bench(one)


def _columns(bench: Bench, start: int, end: int) -> dict[str, Any]:
    return {"sheetId": bench.sheet_id, "dimension": "COLUMNS", "startIndex": start, "endIndex": end}


def _insert(bench: Bench) -> None:
    bench.act({"insertDimension": {"range": _columns(bench, 1, 2)}})


def _move(bench: Bench) -> None:
    bench.act({"moveDimension": {"source": _columns(bench, 1, 2), "destinationIndex": 7}})


def _rename_tab(bench: Bench) -> None:
    renamed = {"properties": {"sheetId": bench.sheet_id, "title": "Студенты"}, "fields": "title"}
    bench.act({"updateSheetProperties": renamed})


def _move_tab(bench: Bench) -> None:
    moved = {"properties": {"sheetId": bench.sheet_id, "index": 0}, "fields": "index"}
    bench.act({"updateSheetProperties": moved})


def _duplicate_tab(bench: Bench) -> None:
    bench.act({"duplicateSheet": {"sourceSheetId": bench.sheet_id, "insertSheetIndex": 0}})


@pytest.mark.parametrize("act", [_insert, _move, _rename_tab, _move_tab, _duplicate_tab])
def test_what_is_rearranged_between_structure_and_cells_is_read_right(
    bench: Bench, act: Callable[[Bench], None]
) -> None:
    bench.fill([("НМ-0001", "Человек А"), ("НМ-0002", "Человек Б")])
    google, transport = _connect(bench.one)
    transport.moments = {2: lambda: act(bench)}
    bank = read_book(google, bench.one.spreadsheet, MONDAY, NASTAVNIK)[Mentees]
    assert list(bank[Mentees.id]) == ["НМ-0001", "НМ-0002"]
    assert list(bank[Mentees.full_name]) == ["Человек А", "Человек Б"]
    assert list(bank[Mentees.note]) == ["заметка о Человек А", "заметка о Человек Б"]


def test_a_column_that_is_deleted_between_structure_and_cells_is_missed_in_the_same_cycle(bench: Bench) -> None:
    bench.fill([("НМ-0001", "Человек А")])
    google, transport = _connect(bench.one)
    at = bench.columns["note"]
    transport.moments = {2: lambda: bench.act({"deleteDimension": {"range": _columns(bench, at, at + 1)}})}
    book = read_book(google, bench.one.spreadsheet, MONDAY, NASTAVNIK)
    assert book[Mentees].tab.missing == ["note"]
    assert list(book[Mentees][Mentees.full_name]) == ["Человек А"]


def test_a_tab_that_is_deleted_between_structure_and_cells_is_missed_in_the_same_cycle(bench: Bench) -> None:
    google, transport = _connect(bench.one)
    transport.moments = {2: lambda: bench.act({"deleteSheet": {"sheetId": bench.sheet_id}})}
    book = read_book(google, bench.one.spreadsheet, MONDAY, NASTAVNIK)
    assert book.unavailable("mentees") == f"Нет листа «{TAB}». " + book.unavailable("mentees").partition(". ")[2]
