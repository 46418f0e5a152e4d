"""Formulas: computed, kept true while cells move, and shown as Sheets shows them."""

from __future__ import annotations

import io
from datetime import UTC, datetime, timedelta
from typing import Any

import gspread
import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from automation.embedded import Workspace
from automation.embedded.spreadsheets import files
from automation.embedded.spreadsheets.dimensions import deletion, insertion
from automation.embedded.spreadsheets.formulas import references
from automation.embedded.spreadsheets.formulas.computing import compute
from automation.embedded.spreadsheets.model import Formula
from tests.embedded.conftest import Api, Book, Clock, Json, new_book

NOW = datetime(2026, 9, 1, 9, 30, tzinfo=UTC)
TODAY = 46266  # 1 September 2026


def typed(book: Book, cell: str, formula: str) -> Any:
    """What a cell comes to after ``formula`` is typed into it."""
    book.write(cell, [[formula]], "USER_ENTERED")
    rows = book.read(cell)
    return rows[0][0] if rows else None


def cell_json(book: Book, cell: str) -> Json:
    """The cell's ``CellData``."""
    data = book.get("sheets.data", ranges=cell)["sheets"][0]["data"][0]
    found: Json = data["rowData"][0]["values"][0]
    return found


def formula_of(book: Book, cell: str) -> str:
    return str(book.read(cell, "FORMULA")[0][0])


def place(row: int, column: int, rows: int = 1, columns: int = 1, sheet: int = 0) -> Json:
    return {
        "sheetId": sheet,
        "startRowIndex": row,
        "endRowIndex": row + rows,
        "startColumnIndex": column,
        "endColumnIndex": column + columns,
    }


def line_span(dimension: str, start: int, end: int) -> Json:
    return {"sheetId": 0, "dimension": dimension, "startIndex": start, "endIndex": end}


# What formulas come to


def test_a_formula_is_shown_by_its_result_and_kept_as_typed(book: Book) -> None:
    book.write("A1", [[2], [3.5]])
    assert typed(book, "B1", "=SUM(A1:A2)") == 5.5
    assert book.read("B1", "FORMATTED_VALUE") == [["5.5"]]
    assert book.read("B1", "FORMULA") == [["=SUM(A1:A2)"]]
    cell = cell_json(book, "B1")
    assert cell["userEnteredValue"] == {"formulaValue": "=SUM(A1:A2)"}
    assert cell["effectiveValue"] == {"numberValue": 5.5}
    assert cell["formattedValue"] == "5.5"


def test_a_result_follows_every_change_of_what_it_is_made_of(book: Book) -> None:
    book.write("A1", [[1, "=A1*2", "=B1+1"]], "USER_ENTERED")
    assert book.read("A1:C1") == [[1, 2, 3]]
    book.write("A1", [[10]])
    assert book.read("A1:C1") == [[10, 20, 21]]


def test_the_answer_to_a_change_has_the_new_results(book: Book) -> None:
    book.write("B1", [["=A1*2"]], "USER_ENTERED")
    answer = book.api.put(
        f"{book.path}/values/A1:B1", {"values": [[4, None]]},
        valueInputOption="RAW", includeValuesInResponse="true", responseValueRenderOption="UNFORMATTED_VALUE",
    )  # fmt: skip
    assert answer["updatedData"]["values"] == [[4, 8]]
    requests = [{"updateCells": {"start": {}, "fields": "userEnteredValue",
                                 "rows": [{"values": [{"userEnteredValue": {"numberValue": 5}}]}]}}]  # fmt: skip
    body = {"requests": requests, "includeSpreadsheetInResponse": True, "responseIncludeGridData": True}
    sheet = book.api.post(f"{book.path}:batchUpdate", body)["updatedSpreadsheet"]["sheets"][0]
    assert sheet["data"][0]["rowData"][0]["values"][1]["effectiveValue"] == {"numberValue": 10}


@pytest.mark.parametrize(
    ("formula", "kind", "shown"),
    [
        ("=FOO(1)", "NAME", "#NAME?"),
        ("=QUERY(A1:A2)", "NAME", "#NAME?"),
        ("=no_such_name", "NAME", "#NAME?"),
        ("=Нет!A1", "REF", "#REF!"),
        ("=A99", "REF", "#REF!"),
        ("=1/0", "DIVIDE_BY_ZERO", "#DIV/0!"),
        ('="a"+1', "VALUE", "#VALUE!"),
        ("=NA()", "N_A", "#N/A"),
        ("=SQRT(-1)", "NUM", "#NUM!"),
        ("=SUM(", "ERROR", "#ERROR!"),
        ("=1+", "ERROR", "#ERROR!"),
        ("==", "ERROR", "#ERROR!"),
        ("=1,5", "ERROR", "#ERROR!"),
        ("=A1)", "ERROR", "#ERROR!"),
        ('="open', "ERROR", "#ERROR!"),
        ("=F1", "REF", "#REF!"),
    ],
)
def test_errors_have_googles_types_and_the_formula_stays(book: Book, formula: str, kind: str, shown: str) -> None:
    book.write("F1", [[formula]], "USER_ENTERED")
    cell = cell_json(book, "F1")
    assert cell["userEnteredValue"] == {"formulaValue": formula}
    assert cell["effectiveValue"]["errorValue"]["type"] == kind
    assert cell["effectiveValue"]["errorValue"]["message"]
    assert cell["formattedValue"] == shown


@pytest.mark.parametrize(
    ("formula", "result"),
    [
        ('=IF(A1=1,"да","нет")', "да"),
        ("=A1=1", True),
        ("=A3", ""),
        ('=A3&""', ""),
        ("=A2*2", 5),
        ("=SUM(A1:A)", 3.5),
        ("=SUM(A:A)", 3.5),
        ("=COUNTA(1:2)", 2),
        ("=SUM(A1;A2)", 3.5),
        ("=IFERROR(1/0,7)", 7),
        ("=ROWS(A2:A)", 9),
        ("=SUMPRODUCT(A1:A2,A1:A2)", 7.25),
        ("=VLOOKUP(2.5,A1:A2,1,FALSE)", 2.5),
        ('=INDIRECT("A2")', 2.5),
        ("=LET(f,LAMBDA(x,x+1),f(2))", 3),
        ("=TRUE", True),
    ],
)
def test_formulas_come_to_what_they_say(book: Book, formula: str, result: Any) -> None:
    book.write("A1", [[1], [2.5]])
    assert typed(book, "F9", formula) == result


def test_a_formula_over_which_the_library_fails_is_an_error_and_the_others_are_computed(book: Book) -> None:
    book.write("A1", [["=FIXED(1,1000000)", "=1+1", "=LAMBDA(f,f(f))(LAMBDA(f,f(f)))"]], "USER_ENTERED")
    assert book.read("A1:C1", "FORMATTED_VALUE") == [["#ERROR!", "2", "#ERROR!"]]


def test_a_formula_that_nobody_can_read_is_in_the_way_and_an_error_for_others(book: Book) -> None:
    book.write("A2", [["=1+", "=A2+1"]], "USER_ENTERED")
    assert book.read("B2", "FORMATTED_VALUE") == [["#ERROR!"]]
    typed(book, "A1", "=SEQUENCE(3)")
    assert book.read("A1:A2", "FORMATTED_VALUE") == [["#REF!"], ["#ERROR!"]]
    assert formula_of(book, "A2") == "=1+"
    book.write("A2", [["=FIXED(1,1000000)"]], "USER_ENTERED")
    assert formula_of(book, "A2") == "=FIXED(1,1000000)"
    assert book.read("A1:B2", "FORMATTED_VALUE") == [["#REF!"], ["#ERROR!", "#ERROR!"]]


def test_thousands_of_brackets_are_a_formula_too(book: Book) -> None:
    assert typed(book, "A1", "=" + "(" * 20_000 + "1" + ")" * 20_000) == 1


def test_cells_that_refer_to_each_other_show_an_error(book: Book) -> None:
    book.write("A1", [["=B1", "=A1+1"]], "USER_ENTERED")
    error = cell_json(book, "A1")["effectiveValue"]["errorValue"]
    assert error == {"type": "REF", "message": "Circular dependency detected."}


def test_other_sheets_and_named_ranges_are_read(api: Api) -> None:
    book = new_book(api, "ru_RU")
    add = {"addSheet": {"properties": {"title": "Банк 'А'", "sheetId": 7, "gridProperties": {"rowCount": 5}}}}
    named = {"name": "Ставки", "range": place(0, 0, 3, 1, sheet=7)}
    book.update(add, {"addNamedRange": {"namedRange": named}})
    book.write("'Банк ''А'''!A1", [[1], [2], [4]])
    assert typed(book, "A1", "=SUM('Банк ''А'''!A2:A)") == 6
    assert typed(book, "A2", "=SUM(Ставки;0,5)") == 7.5
    item = book.get("namedRanges")["namedRanges"][0]
    book.update({"updateNamedRange": {"namedRange": {**item, "name": "Доли"}, "fields": "name"}})
    assert formula_of(book, "A2") == "=SUM(Доли;0,5)"
    assert book.read("A2") == [[7.5]]


def test_a_russian_spreadsheet_writes_formulas_with_semicolons(api: Api) -> None:
    book = new_book(api, "ru_RU")
    assert typed(book, "A1", "=SUM(1,5;2)") == 3.5
    assert book.read("A1", "FORMATTED_VALUE") == [["3,5"]]
    assert formula_of(book, "A1") == "=SUM(1,5;2)"
    assert typed(book, "A2", "=IF(ИСТИНА;1;2)") == 1
    assert typed(book, "A3", "=SUM({1\\2;3\\4})") == 10
    book.write("A4", [["=SUM(A1,A2)"]], "USER_ENTERED")
    assert book.read("A4", "FORMATTED_VALUE") == [["#ERROR!"]]


def test_today_is_the_workspaces_day_where_the_spreadsheet_is_at_home(book: Book, clock: Clock) -> None:
    assert typed(book, "A1", "=TODAY()") == TODAY
    assert book.read("A1", "FORMATTED_VALUE") == [["9/1/2026"]]
    clock.now = NOW + timedelta(days=1)
    assert book.read("A1") == [[TODAY + 1]]  # nobody wrote in between
    properties = {"properties": {"timeZone": "Asia/Kamchatka"}, "fields": "timeZone"}
    clock.now = datetime(2026, 9, 2, 15, 0, tzinfo=UTC)
    book.update({"updateSpreadsheetProperties": properties})
    assert book.read("A1") == [[TODAY + 2]]
    assert typed(book, "A2", "=NOW()") == pytest.approx(TODAY + 2 + 3 / 24)


@pytest.mark.parametrize(
    ("formula", "shown"),
    [
        ("=TODAY()+1", "02.09.2026"),
        ("=DATE(2026;9;1)-DATE(2026;8;1)", "31"),
        ("=A1+7", "08.09.2026"),
        ("=A1-A1", "0"),
        ("=MAX(A1:A1;A1)", "01.09.2026"),
        ("=B1*2", "200,00\u00a0₽"),
        ("=C1", "10%"),
        ("=LEN(A1)", "5"),
        ("=A1=A1", "ИСТИНА"),
        ("=D2", "02.09.2026"),
        ("=B1/B1", "1"),
    ],
)
def test_a_result_shows_in_the_format_of_what_it_is_made_of(api: Api, formula: str, shown: str) -> None:
    book = new_book(api, "ru_RU")
    book.write("A1", [["01.09.2026", "100,00 ₽", "10%"]], "USER_ENTERED")
    book.write("D1", [[formula], ["=A1+1"]], "USER_ENTERED")
    assert book.read("D1", "FORMATTED_VALUE") == [[shown]]


def test_a_number_format_of_the_cells_own_goes_first(book: Book) -> None:
    own = {"userEnteredFormat": {"numberFormat": {"type": "NUMBER", "pattern": "0.0"}}}
    book.update({"repeatCell": {"range": place(0, 0), "cell": own, "fields": "userEnteredFormat"}})
    typed(book, "A1", "=DATE(2026,9,1)")
    assert book.read("A1", "FORMATTED_VALUE") == [["46266.0"]]


def test_an_array_fills_the_cells_beside_it_until_something_is_in_the_way(book: Book) -> None:
    assert typed(book, "A1", "=SEQUENCE(2,2)") == 1
    assert book.read("A1:B2") == [[1, 2], [3, 4]]
    assert "userEnteredValue" not in cell_json(book, "B2")
    assert cell_json(book, "B2")["effectiveValue"] == {"numberValue": 4}
    book.write("B2", [["занято"]])
    assert book.read("A1:B2", "FORMATTED_VALUE") == [["#REF!"], ["", "занято"]]
    book.update({"updateCells": {"range": place(1, 1), "fields": "userEnteredValue"}})
    assert book.read("A1:B2") == [[1, 2], [3, 4]]
    book.write("A1", [[""]])
    assert book.read("A1:B2") == []


def test_arrayformula_computes_over_whole_columns(book: Book) -> None:
    book.write("A1", [[1], [2], [3]])
    typed(book, "B1", "=ARRAYFORMULA(A1:A3*2)")
    assert book.read("B1:B3") == [[2], [4], [6]]


@given(st.lists(st.integers(-(10**9), 10**9), min_size=1, max_size=40))
def test_sums_are_those_of_python(numbers: list[int]) -> None:
    spreadsheet = files.blank("s")
    sheet = spreadsheet.sheets[0]
    for row, number in enumerate(numbers):
        sheet.set_value(row, 0, number)
    for column, text in enumerate(["=SUM(A:A)", "=MAX(A1:A)", f"=COUNT(A1:A{len(numbers)})"], start=1):
        sheet.set_value(0, column, Formula(text))
    compute(spreadsheet, NOW)
    results = [value.result for *_, value in sheet.formulas()]
    assert results == [sum(numbers), max(numbers), len(numbers)]


_mixed = st.sampled_from(["а", "А", "Ёж", "ёж", "б*", "5", "=x", "", "да", 5, 5.0, 7, True, None])


@given(st.lists(_mixed, min_size=1, max_size=12))
def test_counting_equals_here_comes_to_what_the_library_says(values: list[Any]) -> None:
    spreadsheet = files.blank("s")
    sheet = spreadsheet.sheets[0]
    for row, value in enumerate(values):
        sheet.set_value(row, 0, value)
        sheet.set_value(row, 1, Formula(f"=COUNTIF($A$1:$A$12,A{row + 1})"))
        sheet.set_value(row, 2, Formula(f"=COUNTIF($A$1:$A$12, A{row + 1})"))  # the blank is left to the library
    compute(spreadsheet, NOW)
    by_column: dict[int, list[Any]] = {1: [], 2: []}
    for _, column, formula in sheet.formulas():
        by_column[column].append(formula.result)
    assert by_column[1] == by_column[2]


# What others see of them


def test_an_export_has_formulas_for_excel_and_their_results(api: Api, workspace: Workspace) -> None:
    book = new_book(api, "ru_RU")
    book.write("A1", [[1, "=SUM(A1:A;0,5)", '=IF(A1>0;"да & нет";)', "=TODAY()", "=QUERY(A1)"]], "USER_ENTERED")
    xlsx = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    content = api.call("GET", f"/drive/v3/files/{book.id}/export", mimeType=xlsx).content
    formulas = load_workbook(io.BytesIO(content)).worksheets[0]
    results = load_workbook(io.BytesIO(content), data_only=True).worksheets[0]
    assert [formulas[cell].value for cell in ("B1", "C1")] == ["=SUM(A1:A$10,0.5)", '=IF(A1>0,"да & нет",)']
    shown = [results[cell].value for cell in ("B1", "C1", "D1", "E1")]
    assert shown == [1.5, "да & нет", datetime(2026, 9, 1), "#NAME?"]
    csv = api.call("GET", f"/drive/v3/files/{book.id}/export", mimeType="text/csv").content.decode()
    assert csv == '1,"1,5",да & нет,01.09.2026,#NAME?'


def test_an_export_has_rules_with_formulas_for_excel(api: Api) -> None:
    book = new_book(api, "ru_RU")
    condition = {"type": "CUSTOM_FORMULA", "values": [{"userEnteredValue": "=IF($B1>0,5;1;0)"}]}
    rule = {
        "ranges": [place(0, 0, 3), place(4, 0, 2)],
        "booleanRule": {"condition": condition, "format": {"backgroundColor": {"red": 1}}},
    }
    choice = {"condition": {"type": "ONE_OF_RANGE", "values": [{"userEnteredValue": "=Sheet1!$C$2:$C"}]}}
    book.update(
        {"addConditionalFormatRule": {"rule": rule}},
        {"setDataValidation": {"range": place(0, 3, 2), "rule": choice}},
    )
    xlsx = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    content = api.call("GET", f"/drive/v3/files/{book.id}/export", mimeType=xlsx).content
    sheet = load_workbook(io.BytesIO(content)).worksheets[0]
    rules = {str(held.sqref): held.rules[0].formula for held in sheet.conditional_formatting}
    assert rules == {"A1:A3": ["IF($B1>0.5,1,0)"], "A5:A6": ["IF($B5>0.5,1,0)"]}
    assert [held.formula1 for held in sheet.data_validations.dataValidation] == ["'Sheet1'!$C$2:$C$10"]


def test_results_are_sorted_and_pasted_as_values(book: Book) -> None:
    book.write("A1", [[1, "=A1*-1"], [2, "=A2*-1"], [3, "=A3*-1"]], "USER_ENTERED")
    book.update({"sortRange": {"range": place(0, 0, 3, 2), "sortSpecs": [{"dimensionIndex": 1}]}})
    assert book.read("A1:B3") == [[3, -3], [2, -2], [1, -1]]
    assert book.read("B1:B3", "FORMULA") == [["=A1*-1"], ["=A2*-1"], ["=A3*-1"]]
    values = {"source": place(0, 1, 3), "destination": place(0, 3), "pasteType": "PASTE_VALUES"}
    book.update({"copyPaste": values})
    assert book.read("D1:D3", "FORMULA") == [[-3], [-2], [-1]]


def test_a_workspace_opened_again_has_the_results(book: Book, workspace: Workspace) -> None:
    book.write("A1", [["=TODAY()", "=1/0", "=SEQUENCE(1,2)"]], "USER_ENTERED")
    before = book.get("sheets.data.rowData")
    workspace.spreadsheets.forget()
    assert book.get("sheets.data.rowData") == before


def test_formulas_of_an_older_file_are_computed_when_it_is_opened(book: Book, workspace: Workspace) -> None:
    typed(book, "A1", "=1+1")
    held = '[[{"formula":"=1+1","result":null,"error":"ERROR"}]]'
    with workspace.writing():
        workspace.storage.execute("UPDATE blocks SET data = ? WHERE spreadsheet_id = ?", held, book.id)
    workspace.spreadsheets.forget()
    assert book.read("A1") == [[2]]


def test_gspread_reads_results_and_formulas(gspread_client: gspread.Client) -> None:
    worksheet = gspread_client.create("Книга").sheet1
    worksheet.update([["=1+2", "=A1*2"]], "A1", raw=False)
    assert worksheet.acell("B1").value == "6"
    assert worksheet.acell("B1", value_render_option=gspread.utils.ValueRenderOption.formula).value == "=A1*2"


# References follow


@pytest.mark.parametrize(
    ("request_", "before", "after"),
    [
        ({"insertDimension": {"range": line_span("ROWS", 1, 3)}}, "=SUM(A1:A3)+$A$2+A1", "=SUM(A1:A5)+$A$4+A1"),
        ({"insertDimension": {"range": line_span("COLUMNS", 0, 1)}}, "=SUM(A$1:A)+B2", "=SUM(B$1:B)+C2"),
        ({"deleteDimension": {"range": line_span("ROWS", 1, 2)}}, "=SUM(A1:A3)+A3", "=SUM(A1:A2)+A2"),
        ({"deleteDimension": {"range": line_span("ROWS", 1, 2)}}, "=A2+1", "=#REF!+1"),
        ({"deleteDimension": {"range": line_span("ROWS", 0, 2)}}, "=SUM(A2:A)", "=SUM(A1:A)"),
        ({"moveDimension": {"source": line_span("ROWS", 0, 1), "destinationIndex": 3}}, "=A1+A2", "=A3+A1"),
        ({"insertRange": {"range": place(0, 0, 2, 1), "shiftDimension": "ROWS"}}, "=A1+B1", "=A3+B1"),
        ({"deleteRange": {"range": place(0, 0, 1, 1), "shiftDimension": "ROWS"}}, "=A1+A2", "=#REF!+A1"),
        ({"insertDimension": {"range": line_span("ROWS", 0, 1)}}, "=Sheet1!A1&'Sheet1'!A2", "=Sheet1!A2&'Sheet1'!A3"),
    ],
)
def test_references_follow_rows_columns_and_cells(book: Book, request_: Json, before: str, after: str) -> None:
    book.write("F9", [[before]], "USER_ENTERED")
    book.update(request_)
    shown = [value for row in book.read("Sheet1", "FORMULA") for value in row if value != ""]
    assert shown == [after]


def test_references_from_other_sheets_follow_too(book: Book) -> None:
    book.update({"addSheet": {"properties": {"title": "Итоги", "sheetId": 5}}})
    book.write("Итоги!A1", [["=Sheet1!A2", "=A2"]], "USER_ENTERED")
    book.update({"insertDimension": {"range": line_span("ROWS", 0, 1)}})
    assert book.read("Итоги!A1:B1", "FORMULA") == [["=Sheet1!A3", "=A2"]]


def test_references_follow_a_sheets_title_and_end_with_it(book: Book) -> None:
    book.update({"addSheet": {"properties": {"title": "Данные", "sheetId": 5}}})
    book.write("Данные!A1", [[4]])
    assert typed(book, "A1", "=данные!A1+1") == 5
    renamed = {"sheetId": 5, "title": "Банк наставников"}
    book.update({"updateSheetProperties": {"properties": renamed, "fields": "title"}})
    assert formula_of(book, "A1") == "='Банк наставников'!A1+1"
    assert book.read("A1") == [[5]]
    book.update({"deleteSheet": {"sheetId": 5}})
    assert formula_of(book, "A1") == "=#REF!+1"
    assert book.read("A1", "FORMATTED_VALUE") == [["#REF!"]]


def test_copies_look_as_far_as_the_original_did(book: Book) -> None:
    book.write("A1", [[1, "=A1+$A$1+A$1+$A1"]], "USER_ENTERED")
    book.update({"copyPaste": {"source": place(0, 1), "destination": place(1, 2, 2, 1)}})
    assert book.read("C2:C3", "FORMULA") == [["=B2+$A$1+B$1+$A2"], ["=B3+$A$1+B$1+$A3"]]
    book.update({"copyPaste": {"source": place(0, 1), "destination": place(4, 0)}})
    assert formula_of(book, "A5") == "=#REF!+$A$1+#REF!+$A5"


def test_a_transposed_copy_looks_as_far_as_the_original_did(book: Book) -> None:
    book.write("C3", [["=A3", "=B2"]], "USER_ENTERED")
    book.update(
        {"copyPaste": {"source": place(2, 2, 1, 2), "destination": place(5, 4), "pasteOrientation": "TRANSPOSE"}}
    )
    assert book.read("E6:E7", "FORMULA") == [["=C6"], ["=C6"]]


def test_what_is_cut_takes_along_those_who_refer_to_it(book: Book) -> None:
    book.update({"addSheet": {"properties": {"title": "Архив", "sheetId": 5}}})
    book.write("A1", [[1, "=A1+C1", 3]], "USER_ENTERED")
    book.write("A5", [["=SUM(A1:B1)+B1"]], "USER_ENTERED")
    book.update({"cutPaste": {"source": place(0, 0, 1, 2), "destination": {"sheetId": 5, "rowIndex": 1}}})
    assert formula_of(book, "Архив!B2") == "=A2+Sheet1!C1"
    assert formula_of(book, "A5") == "=SUM('Архив'!A2:B2)+'Архив'!B2"
    assert book.read("A5") == [[9]]


def test_filling_and_repeating_move_references_along(book: Book) -> None:
    book.write("A1", [[1, "=A1*2"], [2], [3]], "USER_ENTERED")
    filled = {"source": place(0, 1), "dimension": "ROWS", "fillLength": 2}
    book.update({"autoFill": {"sourceAndDestination": filled}})
    assert book.read("B1:B3", "FORMULA") == [["=A1*2"], ["=A2*2"], ["=A3*2"]]
    cell = {"userEnteredValue": {"formulaValue": "=A1+$B$1"}}
    book.update({"repeatCell": {"range": place(0, 2, 2, 2), "cell": cell, "fields": "userEnteredValue"}})
    assert book.read("C1:D2", "FORMULA") == [["=A1+$B$1", "=B1+$B$1"], ["=A2+$B$1", "=B2+$B$1"]]
    assert book.read("C1:D2") == [[3, 4], [4, 6]]


_corners = st.builds(
    lambda column, row, fixed: f"{'$' * fixed[0]}{column}{'$' * fixed[1]}{row}",
    st.sampled_from(["C", "D", "AA"]), st.integers(20, 200), st.tuples(st.booleans(), st.booleans()),
)  # fmt: skip
_references = st.builds(
    lambda prefix, first, last: prefix + first + (f":{last}" if last else ""),
    st.sampled_from(["", "Sheet1!", "'Банк наставников'!", "'Банк ''А'''!"]), _corners, st.none() | _corners,
)  # fmt: skip
_formulas = st.lists(_references, min_size=1, max_size=4).map(lambda parts: f'=SUM({";".join(parts)})&"A1;B2"')


@given(_formulas, st.integers(-2, 30), st.integers(-2, 30))
def test_a_formula_copied_there_and_back_is_the_same(text: str, rows: int, columns: int) -> None:
    assert references.copied(references.copied(text, rows, columns), -rows, -columns) == text


@given(_formulas, st.integers(0, 250), st.integers(1, 20), st.sampled_from(["ROWS", "COLUMNS"]))
def test_lines_that_came_and_went_leave_a_formula_as_it_was(text: str, at: int, count: int, dimension: str) -> None:
    there = references.after_lines(text, "Sheet1", "Sheet1", dimension, insertion(at, count))
    back = references.after_lines(there, "Sheet1", "Sheet1", dimension, deletion(at, at + count))
    assert back == text
