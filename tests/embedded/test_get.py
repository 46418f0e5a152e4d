"""spreadsheets.create and get: what is asked for, and no more."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.embedded.conftest import Api, Book, new_book

THE_PRODUCT_S_READ = (
    "developerMetadata,sheets(properties,developerMetadata,data(startRow,startColumn,"
    "columnMetadata(developerMetadata),rowData(values(effectiveValue,userEnteredValue))))"
)


def test_a_new_spreadsheet_is_as_google_makes_it(api: Api) -> None:
    body = api.post("/v4/spreadsheets", {"properties": {"title": "Книга", "locale": "ru_RU"}})
    assert body["properties"]["title"] == "Книга"
    assert body["sheets"][0]["properties"] == {
        "sheetId": 0,
        "title": "Лист1",
        "index": 0,
        "sheetType": "GRID",
        "gridProperties": {"rowCount": 1000, "columnCount": 26},
    }
    assert "data" not in body["sheets"][0]
    assert api.post("/v4/spreadsheets")["properties"]["title"] == "Untitled spreadsheet"


def test_a_spreadsheet_is_made_with_its_sheets_and_their_cells(api: Api) -> None:
    rows = [{"values": [{"userEnteredValue": {"stringValue": "ФИО"}, "note": "полностью"}]}]
    sheet = {"properties": {"title": "Банк", "sheetId": 4}, "data": [{"startRow": 1, "rowData": rows}]}
    book = Book(api, api.post("/v4/spreadsheets", {"sheets": [sheet]})["spreadsheetId"])
    assert book.read("Банк!A1:A2") == [[], ["ФИО"]]


def test_a_mask_that_names_data_brings_data(book: Book) -> None:
    book.write("B2", [["x", 1]])
    sheet = book.get(THE_PRODUCT_S_READ, ranges="Sheet1!B2:D")["sheets"][0]
    value = {"stringValue": "x"}
    assert sheet["data"] == [
        {
            "startRow": 1,
            "startColumn": 1,
            "rowData": [
                {
                    "values": [
                        {"userEnteredValue": value, "effectiveValue": value},
                        {"userEnteredValue": {"numberValue": 1}, "effectiveValue": {"numberValue": 1}},
                    ]
                }
            ],
            "columnMetadata": [{}, {}, {}],
        }
    ]
    assert set(sheet) == {"properties", "data"}


def test_without_a_mask_the_flag_decides_about_data(book: Book) -> None:
    assert "data" not in book.api.get(book.path)["sheets"][0]
    book.write("A1", [["x"]])
    full = book.api.get(book.path, includeGridData="true")["sheets"][0]["data"][0]
    cell = full["rowData"][0]["values"][0]
    assert cell["formattedValue"] == "x"
    assert cell["effectiveFormat"]["verticalAlignment"] == "BOTTOM"
    assert len(full["rowMetadata"]) == 10


def test_only_sheets_of_the_ranges_are_returned(book: Book) -> None:
    book.update({"addSheet": {"properties": {"title": "b", "sheetId": 3}}})
    body = book.get("sheets.properties.title", ranges=["b!A1:A2"])
    assert body == {"sheets": [{"properties": {"title": "b"}}]}


def test_an_empty_sheet_has_no_rows(book: Book) -> None:
    assert book.get("sheets.data.rowData.values.note") == {"sheets": [{"data": [{}]}]}


def test_a_mask_with_an_unknown_field_is_refused(book: Book) -> None:
    error = book.api.error("GET", book.path, fields="sheets.nothing")
    violation = error["details"][0]["fieldViolations"][0]
    assert violation == {
        "field": "sheets.nothing",
        "description": ("Error expanding 'fields' parameter. Cannot find matching fields for path 'sheets.nothing'."),
    }


def test_googleapiclient_reads_many_ranges_in_one_long_request(google: Callable[[str], Any], api: Api) -> None:
    book = new_book(api, rows=300)
    book.write("A1", [[number] for number in range(300)])
    names = [f"'Sheet1'!A{row}:F{row}" for row in range(1, 200)]  # too long for an address: goes by POST
    sheets = google("sheets.v4").spreadsheets()
    request = sheets.values().batchGet(spreadsheetId=book.id, ranges=names, valueRenderOption="UNFORMATTED_VALUE")
    answer = request.execute()
    assert [each["values"] for each in answer["valueRanges"]] == [[[row]] for row in range(199)]
    shown = sheets.get(spreadsheetId=book.id, fields="sheets/properties(sheetId,title)").execute()
    assert shown == {"sheets": [{"properties": {"sheetId": 0, "title": "Sheet1"}}]}


def test_a_sheet_is_copied_to_another_spreadsheet(api: Api, book: Book) -> None:
    book.write("A1", [["x"]])
    other = new_book(api)
    body = api.post(f"{book.path}/sheets/0:copyTo", {"destinationSpreadsheetId": other.id})
    assert body["title"] == "Copy of Sheet1"
    assert other.read("'Copy of Sheet1'!A1") == [["x"]]


def test_a_cell_without_a_format_looks_as_its_value_does(book: Book) -> None:
    book.write("A1", [["текст", 1, True, ""]])
    cells = book.get("sheets.data.rowData.values.effectiveFormat")["sheets"][0]["data"][0]["rowData"][0]["values"]
    looks = [cell["effectiveFormat"] for cell in cells]
    assert [look["horizontalAlignment"] for look in looks] == ["LEFT", "RIGHT", "CENTER"]
    assert {look["textFormat"]["fontFamily"] for look in looks} == {"Arial"}
    assert {look["hyperlinkDisplayType"] for look in looks} == {"PLAIN_TEXT"}


def test_an_address_that_is_typed_becomes_a_link_in_blue(book: Book) -> None:
    book.write("A1", [["https://example.com/b", "http", "https://localhost"]], "USER_ENTERED")
    book.write("A2", [["https://example.com/b"]], "RAW")
    rows = book.get("sheets.data.rowData.values(hyperlink,userEnteredFormat,effectiveFormat)")["sheets"][0]["data"][0]
    first, *others = rows["rowData"][0]["values"]
    assert first["hyperlink"] == "https://example.com/b"
    assert first["userEnteredFormat"] == {"textFormat": {"link": {"uri": "https://example.com/b"}}}
    look = first["effectiveFormat"]
    assert look["textFormat"]["underline"] is True
    assert look["textFormat"]["foregroundColor"] == {"red": 0.06666667, "green": 0.33333334, "blue": 0.8}
    assert look["hyperlinkDisplayType"] == "LINKED"
    plain = [*others, *rows["rowData"][1]["values"]]
    assert not any("hyperlink" in cell or "userEnteredFormat" in cell for cell in plain)


def test_a_link_wears_the_colour_that_its_cell_was_given_and_a_theme_colour_is_told_in_both_spellings(
    book: Book,
) -> None:
    text = {"link": {"uri": "https://example.com"}, "foregroundColorStyle": {"themeColor": "ACCENT1"}}
    cell = {"userEnteredFormat": {"textFormat": {**text, "underline": False}}}
    book.update({"repeatCell": {"range": {"endRowIndex": 1, "endColumnIndex": 1}, "cell": cell, "fields": "*"}})
    kept = book.get("sheets.data.rowData.values")["sheets"][0]["data"][0]["rowData"][0]["values"][0]
    assert "formattedValue" not in kept
    assert kept["hyperlink"] == "https://example.com"
    look = kept["effectiveFormat"]["textFormat"]
    assert (look["underline"], look["foregroundColorStyle"]) == (False, {"themeColor": "ACCENT1"})
    assert look["foregroundColor"] == {"red": 0.25882354, "green": 0.52156866, "blue": 0.95686275}


def test_a_hyperlink_formula_tells_where_it_leads(book: Book) -> None:
    book.write("A1", [['=HYPERLINK("https://example.com/c","сюда")', "=1+1"]], "USER_ENTERED")
    cells = book.get("sheets.data.rowData.values.hyperlink")["sheets"][0]["data"][0]["rowData"][0]["values"]
    assert cells == [{"hyperlink": "https://example.com/c"}]
