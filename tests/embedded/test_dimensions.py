"""Rows and columns come, go and move, and what belongs to them stays with them."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from automation.embedded.spreadsheets import dimensions, files
from automation.embedded.spreadsheets.model import Sheet, Spreadsheet
from tests.embedded.conftest import Book

COLUMNS = 6
steps = st.lists(
    st.tuples(st.sampled_from(["insert", "delete", "move"]), st.integers(0, 50), st.integers(1, 3), st.integers(0, 50)),
    max_size=8,
)


def labelled_book(dimension: str) -> tuple[Spreadsheet, Sheet]:
    """A sheet where line i says "i" in its cell, its note, its metadata and its protected range."""
    spreadsheet = Spreadsheet("id", files.default_properties())
    grid = {"rowCount": COLUMNS, "columnCount": COLUMNS}
    sheet = Sheet(files.sheet_properties({"gridProperties": grid}, 7, "S", 0))
    spreadsheet.sheets.append(sheet)
    side, by_rows = ("Row", True) if dimension == "ROWS" else ("Column", False)
    for index in range(COLUMNS):
        label = f"line {index}"
        row, column = (index, 0) if by_rows else (0, index)
        sheet.set_value(row, column, label)
        sheet.runs("note", column).put(row, row + 1, label)
        place = {"sheetId": 7, "dimension": dimension, "startIndex": index, "endIndex": index + 1}
        spreadsheet.developer_metadata.append(
            {"metadataId": index + 1, "metadataKey": label, "location": {"dimensionRange": place}}
        )
        span = {"sheetId": 7, f"start{side}Index": index, f"end{side}Index": index + 1}
        sheet.objects("protectedRanges").append({"protectedRangeId": index, "range": span, "description": label})
    return spreadsheet, sheet


def labels(spreadsheet: Spreadsheet, sheet: Sheet, dimension: str) -> list[dict[int, str]]:
    """Where each label stands now: in cells, notes, metadata, protected ranges."""
    side = "Row" if dimension == "ROWS" else "Column"
    cells, notes = {}, {}
    for index in range(sheet.count(dimension)):
        row, column = (index, 0) if dimension == "ROWS" else (0, index)
        if (value := sheet.value(row, column)) is not None:
            cells[index] = str(value)
        if (note := sheet.plane_value("note", row, column)) is not None:
            notes[index] = note
    metadata = {
        item["location"]["dimensionRange"]["startIndex"]: item["metadataKey"] for item in spreadsheet.developer_metadata
    }
    protected = {item["range"][f"start{side}Index"]: item["description"] for item in sheet.lists["protectedRanges"]}
    return [cells, notes, metadata, protected]


@settings(deadline=None)
@given(st.sampled_from(["ROWS", "COLUMNS"]), steps)
def test_metadata_notes_and_protection_stay_with_their_line(dimension: str, history: list[Any]) -> None:
    spreadsheet, sheet = labelled_book(dimension)
    for kind, at, count, destination in history:
        total = sheet.count(dimension)
        start = at % total
        end = min(start + count, total)
        if kind == "insert":
            dimensions.insert(spreadsheet, sheet, dimension, start, count, inherit_before=False)
        elif kind == "delete" and end - start < total:
            dimensions.delete(spreadsheet, sheet, dimension, start, end)
        elif kind == "move":
            dimensions.move(spreadsheet, sheet, dimension, start, end, destination % (total + 1))
        cells, notes, metadata, protected = labels(spreadsheet, sheet, dimension)
        assert cells == notes == metadata == protected


def test_a_merge_grows_with_a_row_inserted_inside(book: Book) -> None:
    merged = {"sheetId": 0, "startRowIndex": 1, "endRowIndex": 3, "startColumnIndex": 0, "endColumnIndex": 2}
    inserted = {"sheetId": 0, "dimension": "ROWS", "startIndex": 2, "endIndex": 3}
    book.update({"mergeCells": {"range": merged, "mergeType": "MERGE_ALL"}}, {"insertDimension": {"range": inserted}})
    assert book.sheet()["merges"] == [
        {"startRowIndex": 1, "endRowIndex": 4, "startColumnIndex": 0, "endColumnIndex": 2}
    ]


def test_a_rule_whose_every_range_is_deleted_goes(book: Book) -> None:
    rule = {
        "ranges": [{"sheetId": 0, "startColumnIndex": 1, "endColumnIndex": 2}],
        "booleanRule": {"condition": {"type": "NOT_BLANK"}, "format": {"backgroundColor": {"red": 1}}},
    }
    deleted = {"sheetId": 0, "dimension": "COLUMNS", "startIndex": 1, "endIndex": 2}
    book.update({"addConditionalFormatRule": {"rule": rule, "index": 0}}, {"deleteDimension": {"range": deleted}})
    assert "conditionalFormats" not in book.sheet()


def test_new_rows_take_over_format_and_validation_of_the_row_before(book: Book) -> None:
    column = {"sheetId": 0, "startRowIndex": 0, "endRowIndex": 2, "startColumnIndex": 0, "endColumnIndex": 1}
    book.update(
        {"repeatCell": {"range": column, "cell": {"userEnteredFormat": {"wrapStrategy": "WRAP"}, "note": "n"},
                        "fields": "userEnteredFormat.wrapStrategy,note"}},
        {"setDataValidation": {"range": column, "rule": {"condition": {"type": "BOOLEAN"}}}},
        {"insertDimension": {"range": {"sheetId": 0, "dimension": "ROWS", "startIndex": 2, "endIndex": 3},
                             "inheritFromBefore": True}},
    )  # fmt: skip
    data = book.get("sheets.data.rowData.values(note,dataValidation,userEnteredFormat)")["sheets"][0]["data"][0]
    cell = data["rowData"][2]["values"][0]
    assert set(cell) == {"userEnteredFormat", "dataValidation"}


def test_lines_that_are_not_there_cannot_be_deleted(book: Book) -> None:
    beyond = {"sheetId": 0, "dimension": "ROWS", "startIndex": 5, "endIndex": 50}
    assert "Cannot delete a row that doesn't exist" in book.refusal({"deleteDimension": {"range": beyond}})
    every = {"sheetId": 0, "dimension": "COLUMNS"}
    assert "You can't delete all the columns on the sheet." in book.refusal({"deleteDimension": {"range": every}})


def freeze(book: Book, rows: int = 0, columns: int = 0) -> None:
    grid = {"frozenRowCount": rows, "frozenColumnCount": columns}
    fields = "gridProperties(frozenRowCount,frozenColumnCount)"
    book.update({"updateSheetProperties": {"properties": {"sheetId": 0, "gridProperties": grid}, "fields": fields}})


@pytest.mark.parametrize(
    ("dimension", "start", "end"),
    [("ROWS", 2, 10), ("ROWS", 1, 10), ("COLUMNS", 1, 6), ("ROWS", 0, 10), ("COLUMNS", 0, 6)],
)
def test_lines_that_are_not_frozen_are_not_all_deleted(book: Book, dimension: str, start: int, end: int) -> None:
    freeze(book, rows=2, columns=1)
    span = {"sheetId": 0, "dimension": dimension, "startIndex": start, "endIndex": end}
    word = "row" if dimension == "ROWS" else "column"
    message = f"delete all non-frozen {word}s" if start else f"delete all the {word}s"
    assert message in book.refusal({"deleteDimension": {"range": span}})
    grid = book.sheet()["properties"]["gridProperties"]
    assert (grid["rowCount"], grid["columnCount"]) == (10, 6)


@pytest.mark.parametrize(("start", "end", "left"), [(3, 9, 3), (0, 1, 2), (1, 9, 1), (0, 3, 0), (4, 9, 3)])
def test_frozen_lines_that_are_deleted_are_frozen_no_more(book: Book, start: int, end: int, left: int) -> None:
    freeze(book, rows=3, columns=0)
    span = {"sheetId": 0, "dimension": "ROWS", "startIndex": start, "endIndex": end}
    book.update({"deleteDimension": {"range": span}})
    assert book.sheet()["properties"]["gridProperties"].get("frozenRowCount", 0) == left
