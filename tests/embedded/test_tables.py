"""Tables: their columns are named by the header cells, and typed by the request."""

from __future__ import annotations

from typing import Any

import pytest

from tests.embedded.conftest import Book
from tests.embedded.test_batch_update import span

Json = dict[str, Any]

STATUSES: Json = {"condition": {"type": "ONE_OF_LIST", "values": [{"userEnteredValue": "да"}]}}


def added(book: Book, *columns: Json, **given: Any) -> Json:
    book.write("A1", [["Имя", "Сумма", "Статус"], ["Аня", "1", ""]])
    table = {"name": "Пары", "range": span((0, 4), (0, 3)), "columnProperties": list(columns), **given}
    reply: Json = book.update({"addTable": {"table": table}})[0]["addTable"]["table"]
    return reply


def tables(book: Book) -> list[Json]:
    held: list[Json] = book.get("sheets.tables")["sheets"][0].get("tables", [])
    return held


def names(table: Json) -> list[str]:
    return [column["columnName"] for column in table["columnProperties"]]


def line(dimension: str, start: int, end: int) -> Json:
    return {"range": {"sheetId": 0, "dimension": dimension, "startIndex": start, "endIndex": end}}


def test_every_column_of_a_table_is_listed_and_named_by_its_header(book: Book) -> None:
    dropdown = {"columnIndex": 2, "columnName": "Решение", "columnType": "DROPDOWN", "dataValidationRule": STATUSES}
    table = added(book, dropdown)
    assert table["columnProperties"] == [{"columnName": "Имя"}, {"columnIndex": 1, "columnName": "Сумма"}, dropdown]
    assert table["tableId"]
    assert tables(book) == [table]
    assert book.read("A1:C1") == [["Имя", "Сумма", "Решение"]]


def test_typed_columns_without_names_are_numbered_over_their_headers(book: Book) -> None:
    table = added(book, {"columnIndex": 1, "columnType": "DOUBLE"}, {"columnIndex": 2, "columnType": "TEXT"})
    assert names(table) == ["Имя", "Column 1", "Column 2"]
    assert book.read("A1:C1") == [["Имя", "Column 1", "Column 2"]]


def test_a_header_typed_anew_renames_its_column(book: Book) -> None:
    added(book)
    book.write("B1", [["Часы"]])
    assert names(tables(book)[0]) == ["Имя", "Часы", "Статус"]


def test_a_column_of_checkboxes_unchecks_text_and_empty_cells(book: Book) -> None:
    added(book, {"columnIndex": 2, "columnName": "Готово", "columnType": "BOOLEAN"})
    assert book.read("C2:C5") == [[False], [False], [False]]


def test_an_update_replaces_all_columns_and_writes_their_names(book: Book) -> None:
    table_id = added(book, {"columnIndex": 1, "columnName": "Сумма", "columnType": "DOUBLE"})["tableId"]
    date = {"columnIndex": 2, "columnName": "Когда", "columnType": "DATE"}
    change = {"tableId": table_id, "name": "Группы", "columnProperties": [date]}
    book.update({"updateTable": {"table": change, "fields": "name,columnProperties"}})
    table = tables(book)[0]
    assert table["name"] == "Группы"
    assert table["columnProperties"] == [{"columnName": "Имя"}, {"columnIndex": 1, "columnName": "Сумма"}, date]
    assert book.read("C1") == [["Когда"]]


def test_a_footer_takes_a_row_and_gives_it_back(book: Book) -> None:
    table_id = added(book)["tableId"]
    footer = {"footerColorStyle": {"rgbColor": {"red": 1}}}
    change = {"tableId": table_id, "rowsProperties": footer}
    book.update({"updateTable": {"table": change, "fields": "rowsProperties"}})
    assert (tables(book)[0]["range"]["endRowIndex"], tables(book)[0]["rowsProperties"]) == (5, footer)
    book.update({"updateTable": {"table": {"tableId": table_id}, "fields": "rowsProperties.footerColorStyle"}})
    assert tables(book)[0]["range"]["endRowIndex"] == 4


def test_types_follow_their_columns(book: Book) -> None:
    added(book, {"columnIndex": 2, "columnName": "Статус", "columnType": "TEXT"})
    book.update({"insertDimension": line("COLUMNS", 1, 2)}, {"insertDimension": line("ROWS", 0, 1)})
    table = tables(book)[0]
    assert table["range"] == {"startRowIndex": 1, "endRowIndex": 5, "startColumnIndex": 0, "endColumnIndex": 4}
    assert table["columnProperties"][3] == {"columnIndex": 3, "columnName": "Статус", "columnType": "TEXT"}
    assert names(table) == ["Имя", "Column 2", "Сумма", "Статус"]
    book.update({"deleteDimension": line("COLUMNS", 0, 3)})
    assert tables(book)[0]["columnProperties"] == [{"columnName": "Статус", "columnType": "TEXT"}]


def test_a_deleted_table_is_gone(book: Book) -> None:
    book.update({"deleteTable": {"tableId": added(book, tableId="t1")["tableId"]}})
    assert tables(book) == []


def test_a_duplicated_sheet_s_table_has_an_id_and_a_name_of_its_own(book: Book) -> None:
    table = added(book)
    book.update({"duplicateSheet": {"sourceSheetId": 0, "newSheetId": 7, "insertSheetIndex": 1}})
    twin = book.get("sheets.tables")["sheets"][1]["tables"][0]
    assert twin["tableId"] != table["tableId"]
    assert (twin["name"], twin["range"]["sheetId"]) == ("Пары_1", 7)


@pytest.mark.parametrize(
    ("columns", "told"),
    [
        ([{"columnIndex": 1, "columnType": "DROPDOWN"}], "Condition must be set for dropdown column type."),
        (
            [{"columnIndex": 1, "columnType": "DOUBLE", "dataValidationRule": STATUSES}],
            "Cannot set condition for non-dropdown column type.",
        ),
        ([{"columnIndex": 3}], "The column indexes of a table must differ and be within its 3 columns."),
    ],
)
def test_columns_that_cannot_be_are_refused(book: Book, columns: list[Json], told: str) -> None:
    table = {"name": "T", "range": span((0, 4), (0, 3)), "columnProperties": columns}
    assert book.refusal({"addTable": {"table": table}}) == f"Invalid requests[0].addTable: {told}"


def test_tables_neither_overlap_nor_share_names_and_ids(book: Book) -> None:
    added(book, tableId="t1")
    for given, told in (
        ({"name": "Иная", "range": span((3, 6), (2, 4))}, "A table must not overlap another table."),
        ({"name": "пары", "range": span((5, 8), (0, 2))}, 'A table with the name "пары" already exists.'),
        ({"tableId": "t1", "range": span((5, 8), (0, 2))}, "A table with id t1 already exists."),
        ({"name": "Иная"}, "A table needs a range."),
    ):
        assert book.refusal({"addTable": {"table": given}}) == f"Invalid requests[0].addTable: {told}"
    nameless = {"tableId": "t1", "columnProperties": [{"columnType": "DATE"}]}
    message = book.refusal({"updateTable": {"table": nameless, "fields": "columnProperties"}})
    assert message == "Invalid requests[0].updateTable: Table header row cell must have a value."
    assert "No table with id: t9" in book.refusal({"deleteTable": {"tableId": "t9"}})
