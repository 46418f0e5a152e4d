"""spreadsheets.values, by gspread and by hand."""

from __future__ import annotations

from typing import Any

import gspread
import pytest

from tests.embedded.conftest import Api, Book, new_book

Json = dict[str, Any]


def test_gspread_writes_and_reads_a_table(gspread_client: gspread.Client) -> None:
    sheet = gspread_client.create("Книга").sheet1
    sheet.update([["ФИО", "Лет"], ["Иванов И. И.", 41]], "A1")
    assert sheet.get_all_records() == [{"ФИО": "Иванов И. И.", "Лет": 41}]
    assert sheet.acell("A2").value == "Иванов И. И."
    assert sheet.row_values(2) == ["Иванов И. И.", "41"]


def test_gspread_finds_appends_clears_and_deletes(gspread_client: gspread.Client) -> None:
    spreadsheet = gspread_client.create("Книга")
    sheet = spreadsheet.add_worksheet("Банк наставников", 5, 3)
    sheet.append_rows([["а", 1], ["б", 2]])
    found = sheet.find("б")
    assert found is not None
    assert (found.row, found.col) == (2, 1)
    sheet.delete_rows(1)
    sheet.insert_row(["в", 3], 1)
    assert sheet.get_all_values() == [["в", "3"], ["б", "2"]]
    sheet.batch_clear(["A1:B1"])
    assert sheet.get("A1:B2") == [[], ["б", "2"]]
    spreadsheet.del_worksheet(sheet)
    assert [each.title for each in spreadsheet.worksheets()] == ["Sheet1"]


def test_gspread_opens_shares_copies_and_lists_files(gspread_client: gspread.Client) -> None:
    spreadsheet = gspread_client.create("Книга")
    spreadsheet.share("a@example.ru", "user", "reader", notify=False)
    assert {item["role"] for item in spreadsheet.list_permissions()} == {"owner", "reader"}
    spreadsheet.sheet1.update([["x"]], "B2")
    copied = gspread_client.copy(spreadsheet.id, title="Копия")
    assert copied.sheet1.acell("B2").value == "x"
    assert gspread_client.open("Копия").id == copied.id
    with pytest.raises(gspread.SpreadsheetNotFound):
        gspread_client.open_by_key("nothing")


def test_gspread_imports_a_csv(gspread_client: gspread.Client) -> None:
    spreadsheet = gspread_client.create("Книга")
    gspread_client.import_csv(spreadsheet.id, "имя,лет\nАнна,30\n".encode())
    assert spreadsheet.get_worksheet(0).get_all_values() == [["имя", "лет"], ["Анна", "30"]]


def test_trailing_empty_cells_and_rows_are_cut_off(book: Book) -> None:
    book.write("A1", [["a", "", "c", ""], [], ["", "d"], ["", ""]])
    assert book.read("Sheet1") == [["a", "", "c"], [], ["", "d"]]
    assert book.read("A1:D3", majorDimension="COLUMNS") == [["a"], ["", "", "d"], ["c"]]
    body = book.api.get(f"{book.path}/values/E1:F2")
    assert body == {"range": "Sheet1!E1:F2", "majorDimension": "ROWS"}


def test_a_range_partly_outside_is_cut_to_the_grid_when_read(book: Book) -> None:
    assert book.api.get(f"{book.path}/values/E9:ZZ500")["range"] == "Sheet1!E9:F10"


def test_a_range_outside_of_the_grid_is_refused(book: Book) -> None:
    error = book.api.error("GET", f"{book.path}/values/A11:B12")
    assert error["message"] == "Range (Sheet1!A11:B12) exceeds grid limits. Max rows: 10, max columns: 6"
    error = book.api.error("GET", f"{book.path}/values/A11:B")
    assert error["message"] == "Range (Sheet1!A11:B) exceeds grid limits. Max rows: 10, max columns: 6"
    error = book.api.error("PUT", f"{book.path}/values/G1:2", {"values": [[1]]}, valueInputOption="RAW")
    assert error["message"] == "Range (Sheet1!G1:2) exceeds grid limits. Max rows: 10, max columns: 6"


def test_a_range_that_ends_outside_takes_the_values_that_fit_the_grid(book: Book) -> None:
    answer = book.write("E9:ZZ500", [[1, 2], [3, 4]])
    assert answer["updatedRange"] == "Sheet1!E9:F10"
    error = book.api.error("PUT", f"{book.path}/values/E9:ZZ500", {"values": [[1, 2, 3]]}, valueInputOption="RAW")
    assert error["message"] == "Requested writing within range [Sheet1!E9:F10], but tried writing to column [G]"
    error = book.api.error("PUT", f"{book.path}/values/A10", {"values": [[1], [2]]}, valueInputOption="RAW")
    assert error["message"] == "Requested writing within range [Sheet1!A10], but tried writing to row [11]"


def test_the_range_in_the_body_must_be_the_one_in_the_address(book: Book) -> None:
    error = book.api.error("PUT", f"{book.path}/values/A1", {"range": "A2", "values": [[1]]}, valueInputOption="RAW")
    assert error["message"] == "Request range[A1] does not match value's range[A2]"


@pytest.mark.parametrize(
    ("value", "told"),
    [
        ([1], "list_value {\n  values {\n    number_value: 1.0\n  }\n}\n"),
        ({"a": "б"}, 'struct_value {\n  fields {\n    key: "a"\n    value {\n      string_value: "б"\n    }\n  }\n}\n'),
    ],
)
def test_a_value_that_is_no_scalar_is_refused_with_its_place(book: Book, value: Any, told: str) -> None:
    values = {"values": [["x"], ["y", value]]}
    for method, path in (("PUT", "A1"), ("POST", "A1:append")):
        error = book.api.error(method, f"{book.path}/values/{path}", values, valueInputOption="RAW")
        assert error["message"] == f"Invalid values[1][1]: {told}"


def test_an_error_in_a_batch_of_values_names_the_entry(book: Book) -> None:
    def told(*data: Json) -> str:
        body = {"valueInputOption": "RAW", "data": [{"range": "A1", "values": [[1]]}, *data]}
        message: str = book.api.error("POST", f"{book.path}/values:batchUpdate", body)["message"]
        return message

    assert told({"range": "Нет!A1", "values": [[1]]}) == "Invalid data[1]: Unable to parse range: Нет!A1"
    assert told({"range": "A1:A2", "values": [[1, 2]]}) == (
        "Invalid data[1]: Requested writing within range [Sheet1!A1:A2], but tried writing to column [B]"
    )
    assert told({"range": "A11", "values": [[1]]}).startswith(
        "Invalid data[1]: Range (Sheet1!A11) exceeds grid limits."
    )
    assert book.read("A1") == []


def test_values_that_do_not_fit_their_range_are_refused(book: Book) -> None:
    error = book.api.error("PUT", f"{book.path}/values/A1:B1", {"values": [[1], [2]]}, valueInputOption="RAW")
    assert error["message"] == "Requested writing within range [Sheet1!A1:B1], but tried writing to row [2]"
    error = book.api.error("PUT", f"{book.path}/values/A1:B1", {"values": [[1, 2, 3]]}, valueInputOption="RAW")
    assert error["message"] == "Requested writing within range [Sheet1!A1:B1], but tried writing to column [C]"


def test_an_unknown_sheet_is_no_range(book: Book) -> None:
    assert book.api.error("GET", f"{book.path}/values/Нет!A1")["message"] == "Unable to parse range: Нет!A1"


def test_null_leaves_a_cell_and_an_empty_text_empties_it(book: Book) -> None:
    book.write("A1", [["a", "b", "c"]])
    answer = book.write("A1", [[None, "", "C"]])
    assert book.read("A1:C1") == [["", "", "C"]] or book.read("A1:C1") == [["a", "", "C"]]
    assert book.read("A1:C1")[0][0] == "a"
    assert answer["updatedCells"] == 2


def test_raw_text_that_begins_with_an_equals_sign_stays_text(book: Book) -> None:
    book.write("A1", [["=1+1", "'a", "1", "01.09.2026"]])
    assert book.read("A1:D1", "FORMULA") == [["=1+1", "'a", "1", "01.09.2026"]]
    cells = book.get("sheets.data.rowData.values.userEnteredValue")["sheets"][0]["data"][0]["rowData"][0]["values"]
    assert cells[0] == {"userEnteredValue": {"stringValue": "=1+1"}}


@pytest.mark.parametrize(
    ("locale", "typed", "value", "shown"),
    [
        ("ru_RU", "01.09.2026", 46266, "01.09.2026"),
        ("ru_RU", "1,5", 1.5, "1,5"),
        ("ru_RU", "12,5%", 0.125, "12,50%"),
        ("ru_RU", "7%", 0.07, "7%"),
        ("ru_RU", "ИСТИНА", True, "ИСТИНА"),
        ("ru_RU", "1 234", 1234, "1\u00a0234"),
        ("ru_RU", "09:30", 0.3958333333333333, "9:30:00"),
        ("ru_RU", "01.09.2026 12:00", 46266.5, "01.09.2026 12:00:00"),
        ("ru_RU", "2026-09-01", 46266, "2026-09-01"),
        ("en_US", "9/1/2026", 46266, "9/1/2026"),
        ("en_US", "1,234.50", 1234.5, "1,234.50"),
        ("en_US", "1.5", 1.5, "1.5"),
        ("en_US", "TRUE", True, "TRUE"),
        ("en_US", "$5", 5, "$5.00"),
        ("en_US", "'0123", "0123", "0123"),
        ("en_US", "1e3", 1000, "1.00E+03"),
        ("ru_RU", "31.02.2026", "31.02.2026", "31.02.2026"),
        ("ru_RU", "8 (912) 000-00-00", "8 (912) 000-00-00", "8 (912) 000-00-00"),
        ("ru_RU", "🎓 1", "🎓 1", "🎓 1"),
    ],
)
def test_typed_values_are_read_as_the_locale_means_them(
    api: Api, locale: str, typed: str, value: Any, shown: str
) -> None:
    book = new_book(api, locale)
    book.write("A1", [[typed]], "USER_ENTERED")
    assert book.read("A1") == [[value]]
    assert book.read("A1", "FORMATTED_VALUE") == [[shown]]


def test_dates_come_as_numbers_or_as_text(api: Api) -> None:
    book = new_book(api, "ru_RU")
    book.write("A1", [["01.09.2026", 5]], "USER_ENTERED")
    assert book.read("A1:B1", dateTimeRenderOption="SERIAL_NUMBER") == [[46266, 5]]
    assert book.read("A1:B1", dateTimeRenderOption="FORMATTED_STRING") == [["01.09.2026", 5]]


@pytest.mark.parametrize("option", ["FORMATTED_VALUE", "UNFORMATTED_VALUE", "FORMULA"])
def test_a_column_alone_reads_as_it_does_beside_another(book: Book, option: str) -> None:
    cells: list[list[Any]] = [["x"], [""], [1.5], [True], ["=1/0"], ['=""'], ["01.09.2026"], ["1e20"], [""]]
    book.write("B1", cells, "USER_ENTERED")
    both = book.read("B1:C9", option)
    assert book.read("B1:B9", option) == both
    assert book.read("B1:B9", option, fields="values") == both
    assert book.read("B1:B9", option, majorDimension="COLUMNS") == [[row[0] if row else "" for row in both]]


def test_append_goes_below_the_table_that_the_range_touches(book: Book) -> None:
    book.write("B2", [["h1", "h2"], ["a", 1]])
    body = book.api.post(
        f"{book.path}/values/B2:append", {"values": [["b", 2]]}, valueInputOption="RAW", includeValuesInResponse="true"
    )
    assert body["tableRange"] == "Sheet1!B2:C3"
    assert body["updates"]["updatedRange"] == "Sheet1!B4:C4"
    assert body["updates"]["updatedData"]["values"] == [["b", "2"]]


def test_append_grows_the_grid(book: Book) -> None:
    book.write("A10", [["last"]])
    book.api.post(f"{book.path}/values/Sheet1:append", {"values": [["more"]]}, valueInputOption="RAW")
    assert book.sheet()["properties"]["gridProperties"]["rowCount"] == 11
    assert book.read("A10:A11") == [["last"], ["more"]]


def test_append_with_inserted_rows_pushes_what_is_below(book: Book) -> None:
    book.write("A1", [["t"], [""], ["below"]])
    book.api.post(
        f"{book.path}/values/A1:append", {"values": [["new"]]}, valueInputOption="RAW", insertDataOption="INSERT_ROWS"
    )
    assert book.read("A1:A4") == [["t"], ["new"], [], ["below"]]


def test_several_ranges_are_written_read_and_cleared_in_one_call(book: Book) -> None:
    data = [{"range": "A1:B1", "values": [[1, 2]]}, {"range": "A3", "majorDimension": "COLUMNS", "values": [[3, 4]]}]
    body = book.api.post(f"{book.path}/values:batchUpdate", {"valueInputOption": "RAW", "data": data})
    assert (body["totalUpdatedRows"], body["totalUpdatedColumns"], body["totalUpdatedCells"]) == (3, 2, 4)
    read = book.api.get(
        f"{book.path}/values:batchGet", ranges=["A1:B1", "A3:A4"], valueRenderOption="UNFORMATTED_VALUE"
    )
    assert [each["values"] for each in read["valueRanges"]] == [[[1, 2]], [[3], [4]]]
    cleared = book.api.post(f"{book.path}/values:batchClear", {"ranges": ["A1:A3"]})
    assert cleared["clearedRanges"] == ["Sheet1!A1:A3"]
    assert book.read("Sheet1") == [["", 2], [], [], [4]]


def test_ranges_are_found_by_the_metadata_of_their_column(book: Book) -> None:
    place = {"dimensionRange": {"sheetId": 0, "dimension": "COLUMNS", "startIndex": 1, "endIndex": 2}}
    item = {"metadataKey": "column", "metadataValue": "email", "visibility": "DOCUMENT", "location": place}
    book.update({"createDeveloperMetadata": {"developerMetadata": item}})
    lookup = {"developerMetadataLookup": {"metadataKey": "column", "metadataValue": "email"}}
    data = [{"dataFilter": lookup, "majorDimension": "COLUMNS", "values": [["Эл. почта", "a@b.ru"]]}]
    path = f"{book.path}/values"
    book.api.post(f"{path}:batchUpdateByDataFilter", {"valueInputOption": "RAW", "data": data})
    body = book.api.post(f"{path}:batchGetByDataFilter", {"dataFilters": [lookup]})
    assert body["valueRanges"][0]["valueRange"]["range"] == "Sheet1!B1:B10"
    assert body["valueRanges"][0]["valueRange"]["values"] == [["Эл. почта"], ["a@b.ru"]]
    book.api.post(f"{path}:batchClearByDataFilter", {"dataFilters": [lookup]})
    assert book.read("Sheet1") == []


def test_a_named_range_is_a_range(book: Book) -> None:
    span = {"sheetId": 0, "startRowIndex": 1, "endRowIndex": 3, "startColumnIndex": 0, "endColumnIndex": 1}
    book.update({"addNamedRange": {"namedRange": {"name": "Роли", "range": span}}})
    book.write("A2", [["куратор"]])
    assert book.read("Роли") == [["куратор"]]
    assert book.read("Sheet1!Роли") == [["куратор"]]


def test_the_input_option_is_required(book: Book) -> None:
    error = book.api.error("PUT", f"{book.path}/values/A1", {"values": [[1]]})
    assert error["message"] == "'valueInputOption' is required but not specified"


def test_a_cell_takes_fifty_thousand_characters_and_no_more(book: Book) -> None:
    book.write("A1", [["я" * 50_000]])
    assert len(book.read("A1")[0][0]) == 50_000
    error = book.api.error("PUT", f"{book.path}/values/A1", {"values": [["я" * 50_001]]}, valueInputOption="RAW")
    assert "50000 characters" in error["message"]


def test_what_is_typed_into_a_cell_of_plain_text_stays_text(book: Book) -> None:
    area = {"sheetId": 0, "startRowIndex": 0, "endRowIndex": 1}
    plain = {"userEnteredFormat": {"numberFormat": {"type": "TEXT"}}}
    book.update({"repeatCell": {"range": area, "cell": plain, "fields": "userEnteredFormat.numberFormat"}})
    typed = ["2026-09-01", "007", "=1+1", "TRUE", "'x"]
    book.write("A1", [typed, typed[:2]], "USER_ENTERED")
    assert book.read("A1:E2") == [["2026-09-01", "007", "=1+1", "TRUE", "x"], [46266, 7]]
    held = book.get("sheets.data.rowData.values.userEnteredFormat")["sheets"][0]["data"][0]["rowData"][0]["values"]
    assert all(cell["userEnteredFormat"]["numberFormat"] == {"type": "TEXT"} for cell in held)
