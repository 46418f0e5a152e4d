"""spreadsheets.batchUpdate: every kind of request, and all or nothing."""

from __future__ import annotations

from typing import Any

import pytest
import requests

from automation.embedded import Workspace
from automation.embedded.spreadsheets.requests import REQUESTS
from tests.embedded.conftest import Book

Json = dict[str, Any]


def span(rows: tuple[int, int], columns: tuple[int, int]) -> Json:
    return {
        "sheetId": 0,
        "startRowIndex": rows[0],
        "endRowIndex": rows[1],
        "startColumnIndex": columns[0],
        "endColumnIndex": columns[1],
    }


def text(value: str) -> Json:
    return {"userEnteredValue": {"stringValue": value}}


def cells(book: Book, fields: str) -> list[list[Json]]:
    body = book.get(f"sheets.data.rowData.values({fields})")
    return [row.get("values", []) for row in body["sheets"][0]["data"][0].get("rowData", [])]


GOOD: Json = {"updateCells": {"start": {"sheetId": 0}, "fields": "userEnteredValue", "rows": [{"values": [text("x")]}]}}


@pytest.mark.parametrize(
    "bad",
    [
        {"deleteSheet": {"sheetId": 99}},
        {"addSheet": {"properties": {"title": "Sheet1"}}},
        {"updateCells": {"start": {"sheetId": 0, "rowIndex": 12}, "fields": "*", "rows": [{"values": [text("y")]}]}},
        {"deleteDimension": {"range": {"sheetId": 0, "dimension": "ROWS", "startIndex": 0, "endIndex": 12}}},
        {"mergeCells": {"range": span((12, 99), (0, 1))}},
        {"repeatCell": {"range": span((0, 1), (0, 1)), "cell": text("z")}},
        {"deleteNamedRange": {"namedRangeId": "nothing"}},
        {},
        {**GOOD, "clearBasicFilter": {"sheetId": 0}},
    ],
)
def test_a_bad_request_leaves_nothing_of_its_batch_behind(book: Book, workspace: Workspace, bad: Json) -> None:
    book.write("A1", [["before"]])
    metadata = {"metadataKey": "k", "visibility": "DOCUMENT", "location": {"sheetId": 0}}
    requests = [
        GOOD,
        {"insertDimension": {"range": {"sheetId": 0, "dimension": "ROWS", "startIndex": 0, "endIndex": 2}}},
        {"addSheet": {"properties": {"title": "Новый"}}},
        {"createDeveloperMetadata": {"developerMetadata": metadata}},
        {"updateSpreadsheetProperties": {"properties": {"title": "Другая"}, "fields": "title"}},
    ]
    before = book.get(), book.api.get(f"/drive/v3/files/{book.id}", fields="*")
    message = book.refusal(*requests, bad)
    assert "requests[5]" in message
    assert (book.get(), book.api.get(f"/drive/v3/files/{book.id}", fields="*")) == before
    assert book.read("A1") == [["before"]]


def test_a_kind_not_served_yet_says_so(book: Book) -> None:
    error = book.api.error("POST", f"{book.path}:batchUpdate", {"requests": [{"addDataSource": {}}]})
    assert (error["code"], error["status"]) == (501, "UNIMPLEMENTED")


def test_every_kind_that_is_served_is_one_of_google_s(book: Book) -> None:
    from automation.embedded.discovery import load

    assert set(REQUESTS) <= set(load("sheets.v4").schemas["Request"]["properties"])


def test_one_call_writes_appends_marks_and_returns_what_it_left(book: Book) -> None:
    book.write("A1", [["id", "status"], ["1", ""]])
    column = {"sheetId": 0, "dimension": "COLUMNS", "startIndex": 0, "endIndex": 1}
    metadata = {"metadataKey": "column", "metadataValue": "id", "visibility": "DOCUMENT"}
    body = {
        "includeSpreadsheetInResponse": True,
        "responseRanges": ["Sheet1!A1:B"],
        "requests": [
            {"updateCells": {"start": {"sheetId": 0, "rowIndex": 1, "columnIndex": 1}, "fields": "userEnteredValue",
                             "rows": [{"values": [text("готово")]}]}},
            {"appendCells": {"sheetId": 0, "fields": "userEnteredValue", "rows": [{"values": [text("2"), text("")]}]}},
            {"createDeveloperMetadata": {"developerMetadata": {**metadata, "location": {"dimensionRange": column}}}},
        ],
    }  # fmt: skip
    fields = "replies,updatedSpreadsheet(sheets(data(columnMetadata.developerMetadata.metadataValue,rowData.values.effectiveValue)))"  # noqa: E501
    answer = book.api.post(f"{book.path}:batchUpdate", body, fields=fields)
    data = answer["updatedSpreadsheet"]["sheets"][0]["data"][0]
    assert data["columnMetadata"] == [{"developerMetadata": [{"metadataValue": "id"}]}, {}]
    assert [[c.get("effectiveValue", {}).get("stringValue") for c in row["values"]] for row in data["rowData"]] == [
        ["id", "status"],
        ["1", "готово"],
        ["2"],
    ]


def test_update_cells_clears_what_its_rows_do_not_cover(book: Book) -> None:
    book.write("A1", [["a", "b"], ["c", "d"]])
    area = {"range": span((0, 2), (0, 2)), "fields": "userEnteredValue", "rows": [{"values": [text("x")]}]}
    book.update({"updateCells": area})
    assert book.read("Sheet1") == [["x"]]


def test_update_cells_takes_numbers_truths_and_formulas(book: Book) -> None:
    entered = [{"numberValue": 1.5}, {"boolValue": False}, {"formulaValue": "=A1"}, {"numberValue": 2.0}]
    rows = [{"values": [{"userEnteredValue": value} for value in entered]}]
    book.update({"updateCells": {"start": {"sheetId": 0}, "fields": "userEnteredValue", "rows": rows}})
    assert book.read("A1:D1", "FORMULA") == [[1.5, False, "=A1", 2]]
    assert cells(book, "userEnteredValue")[0] == [{"userEnteredValue": value} for value in entered]


def test_append_cells_goes_after_the_last_row_with_data_and_grows_the_grid(book: Book) -> None:
    validated = {"range": span((0, 10), (0, 1)), "rule": {"condition": {"type": "BOOLEAN"}}}
    book.update({"setDataValidation": validated})
    rows = [{"values": [text(str(number))]} for number in range(12)]
    append = {"appendCells": {"sheetId": 0, "fields": "userEnteredValue", "rows": rows}}
    book.update(append)
    assert book.read("Sheet1") == [[str(number)] for number in range(12)]
    assert book.sheet()["properties"]["gridProperties"]["rowCount"] == 12


def test_repeat_cell_changes_only_the_masked_part_of_a_format(book: Book) -> None:
    area = span((0, 2), (0, 2))
    red = {"userEnteredFormat": {"backgroundColor": {"red": 1}, "textFormat": {"bold": True}}}
    italic = {"userEnteredFormat": {"textFormat": {"italic": True}}}
    book.update(
        {"repeatCell": {"range": area, "cell": red, "fields": "userEnteredFormat"}},
        {
            "repeatCell": {
                "range": span((0, 1), (0, 1)),
                "cell": italic,
                "fields": "userEnteredFormat.textFormat.italic",
            }
        },
    )
    first, second = cells(book, "userEnteredFormat")[0]
    assert first["userEnteredFormat"]["textFormat"] == {"bold": True, "italic": True}
    assert first["userEnteredFormat"]["backgroundColorStyle"] == {"rgbColor": {"red": 1}}
    assert second["userEnteredFormat"]["textFormat"] == {"bold": True}


def test_validation_is_kept_by_range_and_returned_by_cell(book: Book) -> None:
    rule = {
        "condition": {"type": "ONE_OF_LIST", "values": [{"userEnteredValue": "да"}, {"userEnteredValue": "нет"}]},
        "strict": True,
        "showCustomUi": True,
    }
    book.update({"setDataValidation": {"range": span((1, 3), (1, 2)), "rule": rule}})
    rows = cells(book, "dataValidation")
    assert rows == [[], [{}, {"dataValidation": rule}], [{}, {"dataValidation": rule}]]
    book.update({"setDataValidation": {"range": span((1, 2), (1, 2))}})
    assert cells(book, "dataValidation") == [[], [], [{}, {"dataValidation": rule}]]


def test_sheets_are_added_duplicated_moved_renamed_and_deleted(book: Book) -> None:
    book.write("A1", [["x"]])
    added = {"properties": {"title": "Второй", "sheetId": 5, "gridProperties": {"rowCount": 3, "frozenRowCount": 1}}}
    replies = book.update(
        {"addSheet": added},
        {"duplicateSheet": {"sourceSheetId": 0, "newSheetName": "Копия", "insertSheetIndex": 1, "newSheetId": 6}},
        {"updateSheetProperties": {"properties": {"sheetId": 5, "title": "2-й", "index": 0, "hidden": True},
                                   "fields": "title,index,hidden"}},
    )  # fmt: skip
    assert replies[0]["addSheet"]["properties"]["gridProperties"] == {
        "rowCount": 3,
        "columnCount": 26,
        "frozenRowCount": 1,
    }
    titles = [sheet["properties"]["title"] for sheet in book.get("sheets.properties")["sheets"]]
    assert titles == ["2-й", "Sheet1", "Копия"]
    assert book.read("Копия!A1") == [["x"]]
    book.update({"deleteSheet": {"sheetId": 0}})
    assert [sheet["properties"]["index"] for sheet in book.get("sheets.properties")["sheets"]] == [0, 1]
    assert "remove all the visible sheets" in book.refusal({"deleteSheet": {"sheetId": 6}})


def test_the_last_visible_sheet_cannot_be_hidden(book: Book) -> None:
    hide = {"updateSheetProperties": {"properties": {"sheetId": 0, "hidden": True}, "fields": "hidden"}}
    assert book.refusal(hide) == (
        "Invalid requests[0].updateSheetProperties: You can't hide all the sheets in a document."
    )


def test_shrinking_the_grid_deletes_what_lies_beyond(book: Book) -> None:
    book.write("A1", [["a", "b"], ["c", "d"]])
    grid = {"sheetId": 0, "gridProperties": {"rowCount": 1, "columnCount": 1}}
    book.update({"updateSheetProperties": {"properties": grid, "fields": "gridProperties(rowCount,columnCount)"}})
    assert book.read("Sheet1") == [["a"]]
    assert book.sheet()["properties"]["gridProperties"] == {"rowCount": 1, "columnCount": 1}


def test_columns_are_hidden_and_resized(book: Book) -> None:
    columns = {"sheetId": 0, "dimension": "COLUMNS", "startIndex": 1, "endIndex": 3}
    wide = {"range": columns, "properties": {"pixelSize": 200, "hiddenByUser": True}, "fields": "*"}
    book.update({"updateDimensionProperties": wide})
    data = book.get("sheets.data.columnMetadata")["sheets"][0]["data"][0]["columnMetadata"]
    assert data[:4] == [
        {"pixelSize": 100},
        {"pixelSize": 200, "hiddenByUser": True},
        {"pixelSize": 200, "hiddenByUser": True},
        {"pixelSize": 100},
    ]
    book.update({"updateDimensionProperties": {**wide, "properties": {}, "fields": "hiddenByUser"}})
    data = book.get("sheets.data.columnMetadata")["sheets"][0]["data"][0]["columnMetadata"]
    assert data[1] == {"pixelSize": 200}


def test_rows_are_sorted_with_their_notes_and_empty_cells_last(book: Book) -> None:
    book.write("A1", [["b", 1], ["", 2], ["a", 3], [10, 4], [True, 5]])
    note = {"range": span((0, 1), (0, 1)), "fields": "note", "rows": [{"values": [{"note": "b's"}]}]}
    sort = {"range": span((0, 5), (0, 2)), "sortSpecs": [{"dimensionIndex": 0, "sortOrder": "ASCENDING"}]}
    book.update({"updateCells": note}, {"sortRange": sort})
    assert book.read("A1:B5") == [[10, 4], ["a", 3], ["b", 1], [True, 5], ["", 2]]
    assert cells(book, "note")[2][0] == {"note": "b's"}
    sort["sortSpecs"] = [{"dimensionIndex": 1, "sortOrder": "DESCENDING"}]
    book.update({"sortRange": sort})
    assert [row[1] for row in book.read("A1:B5")] == [5, 4, 3, 2, 1]


def test_cells_are_copied_repeated_transposed_and_cut(book: Book) -> None:
    book.write("A1", [["a", "b"]])
    source = span((0, 1), (0, 2))
    book.update({"copyPaste": {"source": source, "destination": span((2, 4), (0, 4))}})
    assert book.read("A3:D4") == [["a", "b", "a", "b"], ["a", "b", "a", "b"]]
    corner = {"sheetId": 0, "startRowIndex": 5, "startColumnIndex": 0, "endRowIndex": 6, "endColumnIndex": 1}
    book.update({"copyPaste": {"source": source, "destination": corner, "pasteOrientation": "TRANSPOSE"}})
    assert book.read("A6:B7") == [["a"], ["b"]]
    book.update({"cutPaste": {"source": source, "destination": {"sheetId": 0, "rowIndex": 8, "columnIndex": 4}}})
    assert book.read("A1:B1") == []
    assert book.read("E9:F9") == [["a", "b"]]


def test_ranges_are_inserted_and_deleted_with_a_shift(book: Book) -> None:
    book.write("A1", [["a", "b"], ["c", "d"]])
    book.update({"insertRange": {"range": span((0, 1), (0, 1)), "shiftDimension": "ROWS"}})
    assert book.read("A1:B3") == [["", "b"], ["a", "d"], ["c"]]
    book.update({"deleteRange": {"range": span((0, 1), (0, 1)), "shiftDimension": "ROWS"}})
    assert book.read("A1:B3") == [["a", "b"], ["c", "d"]]
    book.update({"insertRange": {"range": span((0, 1), (0, 1)), "shiftDimension": "COLUMNS"}})
    assert book.read("A1:C2") == [["", "a", "b"], ["c", "d"]]


def test_text_is_found_and_replaced(book: Book) -> None:
    book.write("A1", [["Кот и кот", "собака"], ["=кот", 5]])
    reply = book.update({"findReplace": {"find": "кот", "replacement": "пёс", "allSheets": True}})[0]["findReplace"]
    assert reply == {"valuesChanged": 2, "rowsChanged": 2, "sheetsChanged": 1, "occurrencesChanged": 3}
    assert book.read("A1:B2") == [["пёс и пёс", "собака"], ["=пёс", 5]]
    by_pattern = {"find": r"(\pL+) и (\pL+)", "replacement": "$2 и $1!", "searchByRegex": True, "sheetId": 0}
    book.update({"findReplace": by_pattern})
    assert book.read("A1") == [["пёс и пёс!"]]


def test_protected_ranges_are_kept_changed_and_removed(book: Book) -> None:
    protected = {
        "range": {"sheetId": 0, "startColumnIndex": 1, "endColumnIndex": 2},
        "description": "Считает программа",
    }
    added = book.update({"addProtectedRange": {"protectedRange": {**protected, "warningOnly": True}}})
    item = added[0]["addProtectedRange"]["protectedRange"]
    assert item["range"] == {"startColumnIndex": 1, "endColumnIndex": 2}
    change = {"protectedRangeId": item["protectedRangeId"], "description": "Иное"}
    book.update({"updateProtectedRange": {"protectedRange": change, "fields": "description"}})
    kept = book.sheet()["protectedRanges"][0]
    assert (kept["description"], kept["warningOnly"], kept["requestingUserCanEdit"]) == ("Иное", True, True)
    book.update({"deleteProtectedRange": {"protectedRangeId": item["protectedRangeId"]}})
    assert "protectedRanges" not in book.sheet()


def test_conditional_formats_are_added_moved_and_deleted(book: Book) -> None:
    def rule(value: str) -> Json:
        condition = {"type": "TEXT_EQ", "values": [{"userEnteredValue": value}]}
        looks = {"backgroundColor": {"green": 1}}
        return {"ranges": [{"sheetId": 0}], "booleanRule": {"condition": condition, "format": looks}}

    book.update(
        {"addConditionalFormatRule": {"rule": rule("а"), "index": 0}},
        {"addConditionalFormatRule": {"rule": rule("б"), "index": 1}},
        {"updateConditionalFormatRule": {"sheetId": 0, "index": 1, "newIndex": 0}},
    )
    found = [each["booleanRule"]["condition"]["values"][0] for each in book.sheet()["conditionalFormats"]]
    assert found == [{"userEnteredValue": "б"}, {"userEnteredValue": "а"}]
    book.update({"deleteConditionalFormatRule": {"sheetId": 0, "index": 0}})
    assert len(book.sheet()["conditionalFormats"]) == 1


def test_filters_banding_and_names_are_kept(book: Book) -> None:
    bands = {"range": span((0, 4), (0, 2)), "rowProperties": {"headerColor": {"red": 1}, "firstBandColor": {"blue": 1}}}
    replies = book.update(
        {"setBasicFilter": {"filter": {"range": {"sheetId": 0}}}},
        {"addBanding": {"bandedRange": bands}},
        {"addNamedRange": {"namedRange": {"name": "Шапка", "range": span((0, 1), (0, 2))}}},
    )
    sheet = book.sheet()
    assert sheet["basicFilter"]["range"]["endRowIndex"] == 10
    assert sheet["bandedRanges"][0]["rowProperties"]["headerColorStyle"] == {"rgbColor": {"red": 1}}
    named_id = replies[2]["addNamedRange"]["namedRange"]["namedRangeId"]
    renamed = {"namedRangeId": named_id, "name": "Заголовок"}
    book.update(
        {"clearBasicFilter": {"sheetId": 0}},
        {"deleteBanding": {"bandedRangeId": sheet["bandedRanges"][0]["bandedRangeId"]}},
        {"updateNamedRange": {"namedRange": renamed, "fields": "name"}},
    )
    assert {"basicFilter", "bandedRanges"}.isdisjoint(book.sheet())
    assert book.get("namedRanges")["namedRanges"][0]["name"] == "Заголовок"
    book.update({"deleteNamedRange": {"namedRangeId": named_id}})
    assert book.get("namedRanges") == {}


def test_cells_are_merged_and_parted(book: Book) -> None:
    book.write("A1", [["keep", "drop"]])
    book.update({"mergeCells": {"range": span((0, 2), (0, 2)), "mergeType": "MERGE_ROWS"}})
    assert len(book.sheet()["merges"]) == 2
    assert book.read("A1:B1") == [["keep"]]
    book.update({"unmergeCells": {"range": span((0, 2), (0, 2))}})
    assert "merges" not in book.sheet()


def test_the_spreadsheet_s_title_is_its_file_s_name(book: Book) -> None:
    properties = {"title": "Новое имя", "locale": "ru_RU"}
    book.update({"updateSpreadsheetProperties": {"properties": properties, "fields": "title,locale"}})
    assert book.api.get(f"/drive/v3/files/{book.id}")["name"] == "Новое имя"
    book.api.patch(f"/drive/v3/files/{book.id}", {"name": "Имя в Диске"})
    assert book.get("properties(title,locale)")["properties"] == {"title": "Имя в Диске", "locale": "ru_RU"}


@pytest.mark.parametrize(
    ("request_", "told"),
    [
        (
            {"updateDimensionProperties": {"range": {"sheetId": 0, "dimension": "ROWS"}, "fields": "bogus"}},
            "Invalid field: bogus",
        ),
        (
            {"repeatCell": {"range": {"sheetId": 0}, "cell": {}, "fields": "userEnteredFormat.bogus"}},
            "Invalid field: userEnteredFormat.bogus",
        ),
        (
            {"updateSheetProperties": {"properties": {"sheetId": 0}, "fields": "grid(properties"}},
            "Invalid field mask: grid(properties",
        ),
        ({"findReplace": {"find": "(", "searchByRegex": True, "allSheets": True}}, "Invalid regular expression: ("),
        ({"findReplace": {"find": "x", "replacement": "$5", "searchByRegex": True, "sheetId": 0}}, "a group"),
        ({"updateNamedRange": {"namedRange": {}, "fields": "name"}}, "No named range with id: "),
        (
            {"appendDimension": {"sheetId": 0, "dimension": "ROWS", "length": 10**8}},
            "limit of 10000000 cells",
        ),
    ],
)
def test_what_cannot_be_done_is_told_with_the_request_that_asked(book: Book, request_: Json, told: str) -> None:
    book.write("A1", [["x"]])
    message = book.refusal(request_)
    assert message.startswith(f"Invalid requests[0].{next(iter(request_))}: ")
    assert told in message


def test_lists_and_nulls_inside_of_the_list_of_requests_are_opened_and_left_out(book: Book) -> None:
    hide = {
        "updateDimensionProperties": {
            "range": {"sheetId": 0, "dimension": "ROWS", "startIndex": 0, "endIndex": 2},
            "properties": {"hiddenByUser": True},
            "fields": "hiddenByUser",
        }
    }
    answer = requests.post(
        f"{book.api.url}{book.path}:batchUpdate", json={"requests": [None, [hide]]}, headers=book.api.session.headers
    )
    assert answer.status_code == 200
    rows = book.get("sheets.data.rowMetadata.hiddenByUser")["sheets"][0]["data"][0]["rowMetadata"]
    assert rows[:3] == [{"hiddenByUser": True}, {"hiddenByUser": True}, {}]


@pytest.mark.parametrize(
    ("given", "kept"),
    [(0.5, 0.49803922), (0.9, 0.8980392), (1, 1), (127 / 255, 0.49803922), (112, 0.5647059)],
)
def test_a_part_of_a_colour_is_kept_in_a_byte(book: Book, given: float, kept: float) -> None:
    properties = {"sheetId": 0, "tabColorStyle": {"rgbColor": {"red": given, "green": 0}}}
    book.update({"updateSheetProperties": {"properties": properties, "fields": "tabColorStyle"}})
    assert book.sheet()["properties"]["tabColorStyle"] == {"rgbColor": {"red": kept}}
    assert book.sheet()["properties"]["tabColor"] == {"red": kept}


@pytest.mark.parametrize(
    ("range_", "named"),
    [
        ({"startRowIndex": 10, "endColumnIndex": 2}, "A11:B"),
        ({"startRowIndex": 12, "endRowIndex": 13, "endColumnIndex": 2}, "A13:B13"),
        ({"startColumnIndex": 6, "endRowIndex": 2}, "G1:2"),
    ],
)
def test_a_range_that_begins_outside_of_the_grid_is_refused(book: Book, range_: Json, named: str) -> None:
    told = book.refusal({"repeatCell": {"range": range_, "cell": text("x"), "fields": "userEnteredValue"}})
    assert told == (
        f"Invalid requests[0].repeatCell: Range (Sheet1!{named}) exceeds grid limits. Max rows: 10, max columns: 6"
    )


def test_a_range_that_ends_outside_of_the_grid_or_holds_no_cell_is_taken(book: Book) -> None:
    def fill(range_: Json) -> Json:
        return {"repeatCell": {"range": range_, "cell": text("x"), "fields": "userEnteredValue"}}

    book.update(fill(span((8, 99), (5, 99))), fill(span((3, 3), (0, 2))))
    assert book.read("Sheet1") == [[]] * 8 + [["", "", "", "", "", "x"]] * 2
    assert book.sheet()["properties"]["gridProperties"]["rowCount"] == 10
