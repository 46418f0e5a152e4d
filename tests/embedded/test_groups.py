"""Groups of rows and columns, as Google's reference words them."""

from __future__ import annotations

from typing import Any

import gspread
import pytest

from tests.embedded.conftest import Book

Json = dict[str, Any]


def lines(start: int, end: int, dimension: str = "COLUMNS") -> Json:
    return {"sheetId": 0, "dimension": dimension, "startIndex": start, "endIndex": end}


def add(start: int, end: int, dimension: str = "COLUMNS") -> Json:
    return {"addDimensionGroup": {"range": lines(start, end, dimension)}}


def groups(book: Book, name: str = "columnGroups") -> list[tuple[int, int, int]]:
    held = book.get(f"sheets.{name}")["sheets"][0].get(name, [])
    return [(group["range"]["startIndex"], group["range"]["endIndex"], group["depth"]) for group in held]


@pytest.mark.parametrize(
    ("first", "second", "told"),
    [
        ((2, 4), (1, 5), [(1, 5, 1), (2, 4, 2)]),
        ((1, 5), (2, 4), [(1, 5, 1), (2, 4, 2)]),
        ((1, 4), (2, 5), [(1, 5, 1), (2, 4, 2)]),
        ((0, 2), (4, 6), [(0, 2, 1), (4, 6, 1)]),
    ],
)
def test_groups_nest_and_join_as_the_reference_says(
    book: Book, first: tuple[int, int], second: tuple[int, int], told: list[tuple[int, int, int]]
) -> None:
    book.update(add(*first), add(*second))
    assert groups(book) == told


def test_deleting_part_of_a_group_shortens_it(book: Book) -> None:
    replies = book.update(add(1, 5), add(2, 4), {"deleteDimensionGroup": {"range": lines(3, 5)}})
    assert groups(book) == [(1, 4, 1), (2, 3, 2)]
    assert replies[2]["deleteDimensionGroup"]["dimensionGroups"][0] == {
        "range": {"dimension": "COLUMNS", "startIndex": 1, "endIndex": 4},
        "depth": 1,
    }


def test_gspread_groups_lists_and_ungroups(gspread_client: gspread.Client, book: Book) -> None:
    sheet = gspread_client.open_by_key(book.id).sheet1
    answer = sheet.add_dimension_group_columns(0, 2)
    group = {"range": {"dimension": "COLUMNS", "startIndex": 0, "endIndex": 2}, "depth": 1}
    assert answer["replies"] == [{"addDimensionGroup": {"dimensionGroups": [group]}}]
    assert sheet.list_dimension_group_columns() == [group]
    assert book.sheet()["properties"]["gridProperties"]["columnGroupControlAfter"] is True
    assert sheet.delete_dimension_group_columns(0, 2)["replies"] == [{"deleteDimensionGroup": {}}]
    assert sheet.list_dimension_group_columns() == []


def test_a_collapsed_group_hides_its_lines_and_an_opened_one_shows_them(book: Book) -> None:
    group = {"range": lines(1, 3, "ROWS"), "depth": 1, "collapsed": True}
    book.update(add(1, 3, "ROWS"), {"updateDimensionGroup": {"dimensionGroup": group, "fields": "*"}})
    hidden = "sheets(rowGroups,data.rowMetadata.hiddenByUser)"
    sheet = book.get(hidden)["sheets"][0]
    assert sheet["rowGroups"][0]["collapsed"] is True
    assert [row.get("hiddenByUser") for row in sheet["data"][0]["rowMetadata"][:4]] == [None, True, True, None]
    opened = {**group, "collapsed": False}
    book.update({"updateDimensionGroup": {"dimensionGroup": opened, "fields": "collapsed"}})
    sheet = book.get(hidden)["sheets"][0]
    assert "collapsed" not in sheet["rowGroups"][0]
    assert not any(sheet["data"][0]["rowMetadata"])


def test_a_collapsed_group_stays_so_inside_a_new_one(book: Book) -> None:
    group = {"range": lines(2, 4), "depth": 1, "collapsed": True}
    book.update(add(2, 4), {"updateDimensionGroup": {"dimensionGroup": group, "fields": "collapsed"}}, add(1, 5))
    assert [held.get("collapsed") for held in book.sheet()["columnGroups"]] == [None, True]


def test_groups_follow_rows_that_come_go_and_move(book: Book) -> None:
    book.update(add(2, 5, "ROWS"), {"insertDimension": {"range": lines(3, 5, "ROWS")}})
    assert groups(book, "rowGroups") == [(2, 7, 1)]
    book.update({"deleteDimension": {"range": lines(0, 3, "ROWS")}})
    assert groups(book, "rowGroups") == [(0, 4, 1)]
    book.update({"moveDimension": {"source": lines(0, 4, "ROWS"), "destinationIndex": 6}})
    assert groups(book, "rowGroups") == [(2, 6, 1)]
    book.update({"deleteDimension": {"range": lines(2, 6, "ROWS")}})
    assert groups(book, "rowGroups") == []


@pytest.mark.parametrize(
    ("request_", "told"),
    [
        (add(4, 7), "range.endIndex[7] is after last index in grid[6]"),
        ({"addDimensionGroup": {"range": {"sheetId": 0}}}, "No dimension specified."),
        ({"deleteDimensionGroup": {"range": lines(0, 2)}}, "There is no group over the columns [0, 2)."),
        (
            {"updateDimensionGroup": {"dimensionGroup": {"range": lines(0, 2), "depth": 1}, "fields": "collapsed"}},
            "No group of depth 1 over [0, 2).",
        ),
    ],
)
def test_groups_that_cannot_be_are_refused(book: Book, request_: Json, told: str) -> None:
    assert book.refusal(request_) == f"Invalid requests[0].{next(iter(request_))}: {told}"


def test_groups_nest_eight_deep_and_no_deeper(book: Book) -> None:
    book.update(*[add(0, 2)] * 8)
    assert len(groups(book)) == 8
    assert "8 levels" in book.refusal(add(0, 2))


def test_a_duplicated_sheet_has_its_groups(book: Book) -> None:
    book.update(add(0, 2), {"duplicateSheet": {"sourceSheetId": 0, "newSheetId": 7, "insertSheetIndex": 1}})
    assert book.get("sheets.columnGroups")["sheets"][1]["columnGroups"][0]["range"]["sheetId"] == 7
