"""Whether cells meet conditions, of every type that Google has."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from automation.embedded.discovery import load
from automation.embedded.spreadsheets import conditions, files
from automation.embedded.spreadsheets.conditions import Context, accepts, compiled, holds
from automation.embedded.spreadsheets.formulas.computing import compute
from automation.embedded.spreadsheets.model import Formula, Json, Sheet, Spreadsheet
from tests.embedded.conftest import Book

NOW = datetime(2026, 9, 1, 9, 30, tzinfo=UTC)
TODAY = 46266  # 1 September 2026
DATE = {"type": "DATE"}


@pytest.fixture
def spreadsheet() -> Spreadsheet:
    spreadsheet = files.blank("s", {"locale": "ru_RU", "timeZone": "Europe/Moscow"})
    spreadsheet.sheets.append(Sheet(files.sheet_properties({}, 1, "Списки", 1)))
    for row, value in enumerate(["биология", "физика", 7, None, "химия"]):
        spreadsheet.sheets[1].set_value(row, 0, value)
    spreadsheet.sheets[0].set_value(0, 1, 5)
    return spreadsheet


@pytest.fixture
def context(spreadsheet: Spreadsheet) -> Context:
    return Context(spreadsheet, spreadsheet.sheets[0], NOW, row=0, column=0)


def condition(kind: str, *values: str) -> Json:
    return {"type": kind, "values": [{"userEnteredValue": value} for value in values]}


@pytest.mark.parametrize(
    ("kind", "values", "met", "unmet"),
    [
        ("NUMBER_GREATER", ["0,5"], [1, 0.6], [0.5, 0, "9", None, True]),
        ("NUMBER_GREATER_THAN_EQ", ["0,5"], [0.5, 1], [0.4, None]),
        ("NUMBER_LESS", ["10%"], [0.05, -1], [0.1, None, "0"]),
        ("NUMBER_LESS_THAN_EQ", ["1 000"], [1000, 0], [1001]),
        ("NUMBER_EQ", ["5"], [5, 5.0], [4, "5", None]),
        ("NUMBER_NOT_EQ", ["5"], [4, "5", None], [5]),
        ("NUMBER_BETWEEN", ["1", "3"], [1, 2, 3], [0.9, 3.1, None]),
        ("NUMBER_BETWEEN", ["3", "1"], [2], [4]),
        ("NUMBER_NOT_BETWEEN", ["1", "3"], [0, 4], [1, 2, 3, None, "x"]),
        ("NUMBER_EQ", ["=2+3"], [5], [4]),
        ("NUMBER_EQ", ["=$B$1"], [5], [4]),
        ("NUMBER_EQ", ["+B1"], [5], [4]),
        ("NUMBER_EQ", ["+5"], [5], [4]),
        ("NUMBER_EQ", ["слово"], [], [0, "слово", None]),
        ("TEXT_CONTAINS", ["Ива"], ["Иванов", "дивая"], ["Петров", None, 5]),
        ("TEXT_CONTAINS", ["И*в"], ["иванов", "Ив"], ["ваза"]),
        ("TEXT_CONTAINS", ["~*"], ["а*б"], ["аб"]),
        ("TEXT_CONTAINS", ["5"], [15, "25"], [6]),
        ("TEXT_NOT_CONTAINS", ["Ива"], ["Петров", None, 5], ["Иванов"]),
        ("TEXT_STARTS_WITH", ["ива"], ["Иванов"], ["Дивая", None]),
        ("TEXT_ENDS_WITH", ["ОВ"], ["Иванов"], ["Иванова", None]),
        ("TEXT_EQ", ["Готово"], ["готово", "Готово"], ["готово!", None]),
        ("TEXT_EQ", ['="гот"&"ово"'], ["готово"], ["гот"]),
        ("TEXT_EQ", ["0,5"], [0.5, "0,5"], [5]),
        ("TEXT_NOT_EQ", ["а", "б"], ["в", None], ["а", "Б"]),
        ("TEXT_IS_EMAIL", [], ["a.b@school.example", "x@пример.рф"], ["a@b", "нет", "a b@c.ru", None, 5]),
        ("TEXT_IS_URL", [], ["https://a.example/x?y", "school.example", "http://пример.рф"], ["нет", "a b.ru", None]),
        ("FILTER_EXPRESSION", ["и*в"], ["Иванов"], ["Иванова"]),
        ("ONE_OF_LIST", ["да", "нет", "1"], ["да", 1], ["Да", "да, нет", 2]),
        ("ONE_OF_RANGE", ["='Списки'!A1:A"], ["физика", "химия", 7, "7"], ["Физика", "история", 8]),
        ("ONE_OF_RANGE", ["='Нет такого'!A1:A"], [], ["физика"]),
        ("BLANK", [], [None, ""], ["x", 0, False]),
        ("NOT_BLANK", [], ["x", 0, False], [None, ""]),
        ("BOOLEAN", [], [True, False], ["TRUE", 1, None]),
        ("BOOLEAN", ["да"], ["да", None], ["нет", True]),
        ("BOOLEAN", ["да", "нет"], ["да", "нет"], ["", True]),
        ("CUSTOM_FORMULA", ["=B1=5"], ["что угодно", None], []),
        ("CUSTOM_FORMULA", ["=1/0"], [], ["что угодно"]),
        ("CUSTOM_FORMULA", ["=COUNTIF('Списки'!A:A;\"физика\")"], [1], []),
    ],
)
def test_values_meet_conditions(
    context: Context, kind: str, values: list[str], met: list[Any], unmet: list[Any]
) -> None:
    asked = condition(kind, *values)
    assert [value for value in met if not holds(asked, value, context)] == []
    assert [value for value in unmet if holds(asked, value, context)] == []


@pytest.mark.parametrize(
    ("kind", "values", "met", "unmet"),
    [
        ("DATE_EQ", ["01.09.2026"], [TODAY, TODAY + 0.9], [TODAY + 1]),
        ("DATE_EQ", ["=TODAY()-7"], [TODAY - 7], [TODAY]),
        ("DATE_NOT_EQ", ["01.09.2026"], [TODAY + 1, None], [TODAY]),
        ("DATE_BEFORE", ["01.09.2026"], [TODAY - 1], [TODAY, TODAY + 0.5]),
        ("DATE_AFTER", ["01.09.2026"], [TODAY + 1], [TODAY, TODAY + 0.5]),
        ("DATE_ON_OR_BEFORE", ["01.09.2026"], [TODAY, TODAY + 0.5, TODAY - 1], [TODAY + 1]),
        ("DATE_ON_OR_AFTER", ["2026-09-01"], [TODAY, TODAY + 1], [TODAY - 1]),
        ("DATE_BETWEEN", ["01.09.2026", "30.09.2026"], [TODAY, TODAY + 29.5], [TODAY - 1, TODAY + 30]),
        ("DATE_NOT_BETWEEN", ["01.09.2026", "30.09.2026"], [TODAY - 1, TODAY + 30], [TODAY, TODAY + 29]),
        ("DATE_IS_VALID", [], [TODAY, 0], ["01.09.2026", None, True]),
    ],
)
def test_dates_meet_conditions(
    context: Context, kind: str, values: list[str], met: list[Any], unmet: list[Any]
) -> None:
    asked = condition(kind, *values)
    assert [value for value in met if not holds(asked, value, context, DATE)] == []
    assert [value for value in unmet if holds(asked, value, context, DATE)] == []


@pytest.mark.parametrize(
    ("name", "day"),
    [
        ("TODAY", TODAY), ("YESTERDAY", TODAY - 1), ("TOMORROW", TODAY + 1),
        ("PAST_WEEK", TODAY - 7), ("PAST_MONTH", TODAY - 31), ("PAST_YEAR", TODAY - 365),
    ],
)  # fmt: skip
def test_relative_dates_count_from_today(context: Context, name: str, day: int) -> None:
    asked = {"type": "DATE_AFTER", "values": [{"relativeDate": name}]}
    assert holds(asked, day + 1, context, DATE)
    assert not holds(asked, day, context, DATE)


def test_today_is_the_day_where_the_spreadsheet_is_at_home(spreadsheet: Spreadsheet) -> None:
    late = datetime(2026, 9, 1, 22, 0, tzinfo=UTC)  # the 2nd in Moscow
    asked = {"type": "DATE_EQ", "values": [{"relativeDate": "TODAY"}]}
    assert holds(asked, TODAY + 1, Context(spreadsheet, spreadsheet.sheets[0], late), DATE)


def test_a_number_is_no_date_unless_it_is_shown_as_one(context: Context) -> None:
    asked = condition("DATE_BEFORE", "01.09.2026")
    assert not holds(asked, 5, context)
    assert not holds(asked, 5, context, {"type": "NUMBER"})
    assert holds(asked, 5, context, {"type": "DATE_TIME"})


@pytest.mark.parametrize("asked", [{}, {"type": "NUMBER_EQ"}, condition("NUMBER_BETWEEN", "1"), {"type": "TEXT_EQ"}])
def test_a_condition_that_says_too_little_holds_for_nothing(context: Context, asked: Json) -> None:
    assert not any(holds(asked, value, context) for value in (None, "", "x", 1, True))


def test_an_empty_cell_is_never_wrong(context: Context) -> None:
    rule = {"condition": condition("ONE_OF_LIST", "да")}
    assert accepts(rule, None, context)
    assert accepts(rule, "", context)
    assert not accepts(rule, "нет", context)


def test_a_formula_that_was_just_typed_is_judged_by_its_result(context: Context) -> None:
    rule = {"condition": condition("ONE_OF_LIST", "да")}
    assert accepts(rule, Formula('="д"&"а"'), context)
    assert not accepts(rule, Formula('="нет"'), context)


def test_formulas_look_around_each_cell(spreadsheet: Spreadsheet) -> None:
    sheet = spreadsheet.sheets[0]
    for row in range(4):
        sheet.set_value(row, 0, row)
    cells = [(row, column) for row in range(4) for column in range(2)]
    test = compiled(condition("CUSTOM_FORMULA", "=$A1>1"), Context(spreadsheet, sheet, NOW), cells)
    assert [cell for cell in cells if test(None, None, *cell)] == [(2, 0), (2, 1), (3, 0), (3, 1)]
    by_place = compiled(condition("CUSTOM_FORMULA", "=ROW()+COLUMN()=3"), Context(spreadsheet, sheet, NOW), cells)
    assert [cell for cell in cells if by_place(None, None, *cell)] == [(0, 1), (1, 0)]


def test_the_result_of_a_formula_is_what_is_asked_about(spreadsheet: Spreadsheet, context: Context) -> None:
    spreadsheet.sheets[0].set_value(0, 0, Formula("=TODAY()"))
    compute(spreadsheet, NOW)
    value = spreadsheet.sheets[0].value(0, 0)
    assert holds(condition("DATE_EQ", "01.09.2026"), value, context)
    assert holds(condition("TEXT_EQ", "01.09.2026"), value, context)
    assert holds(condition("NUMBER_EQ", "01.09.2026"), value, context)


def test_the_formula_of_a_validation_rule_looks_around_each_cell_that_has_it(book: Book) -> None:
    area = {"startRowIndex": 1, "endRowIndex": 4, "startColumnIndex": 0, "endColumnIndex": 2}
    rule = {"condition": condition("CUSTOM_FORMULA", "=$C2>B$1")}
    book.update({"setDataValidation": {"range": area, "rule": rule}})
    corner = {"startRowIndex": 8, "endRowIndex": 9, "startColumnIndex": 0, "endColumnIndex": 1}
    first = {"startRowIndex": 1, "endRowIndex": 2, "startColumnIndex": 0, "endColumnIndex": 1}
    book.update({"copyPaste": {"source": first, "destination": corner, "pasteType": "PASTE_DATA_VALIDATION"}})
    rows = book.get("sheets.data.rowData.values.dataValidation", ranges="A1:B9")["sheets"][0]["data"][0]["rowData"]
    formulas = [
        [cell["dataValidation"]["condition"]["values"][0]["userEnteredValue"] for cell in row.get("values", []) if cell]
        for row in rows
    ]
    assert formulas[1:4] == [["=$C2>B$1", "=$C2>C$1"], ["=$C3>B$1", "=$C3>C$1"], ["=$C4>B$1", "=$C4>C$1"]]
    assert formulas[8] == ["=$C9>B$1"]


def test_a_list_in_a_range_is_the_same_for_all_cells_and_follows_its_sheet(book: Book) -> None:
    area = {"startRowIndex": 1, "endRowIndex": 4, "startColumnIndex": 0, "endColumnIndex": 1}
    rule = {"condition": condition("ONE_OF_RANGE", "=Sheet1!C2:C5")}
    book.update({"setDataValidation": {"range": area, "rule": rule}})
    renamed = {"sheetId": 0, "title": "Списки кружков"}
    book.update({"updateSheetProperties": {"properties": renamed, "fields": "title"}})
    rows = book.get("sheets.data.rowData.values.dataValidation")["sheets"][0]["data"][0]["rowData"]
    held = {row["values"][0]["dataValidation"]["condition"]["values"][0]["userEnteredValue"] for row in rows[1:4]}
    assert held == {"='Списки кружков'!C2:C5"}


def test_every_type_of_the_discovery_document_is_known() -> None:
    named = load("sheets.v4").schemas["BooleanCondition"]["properties"]["type"]["enum"]
    assert set(named) - {"CONDITION_TYPE_UNSPECIFIED"} == set(conditions.TYPES)


@given(st.integers(-1000, 1000), st.integers(-1000, 1000), st.integers(-1000, 1000))
def test_a_number_is_between_or_not(number: int, low: int, high: int) -> None:
    spreadsheet = files.blank("s")
    context = Context(spreadsheet, spreadsheet.sheets[0], NOW)
    inside = holds(condition("NUMBER_BETWEEN", str(low), str(high)), number, context)
    assert inside == (min(low, high) <= number <= max(low, high))
    assert inside != holds(condition("NUMBER_NOT_BETWEEN", str(low), str(high)), number, context)
