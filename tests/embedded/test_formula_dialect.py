"""Formulas as a curator types them on the page: Russian names and commas, Sheets' own functions, dates as criteria."""

from __future__ import annotations

import io
from typing import Any

import pytest
from openpyxl import load_workbook

from automation.embedded.spreadsheets.formulas.names import english
from tests.embedded.conftest import Api, Book, new_book
from tests.embedded.test_formulas import TODAY, formula_of, typed

RUSSIAN = [
    ["Срок", "Часы", "ФИО"],
    ["01.09.2026", "1,5", "Иван"],
    ["10.09.2026", "2", "Пётр"],
    ["20.09.2026", "3", "Иван"],
]
AMERICAN = [
    ["Due", "Hours", "Name"],
    ["9/1/2026", "1.5", "Ivan"],
    ["9/10/2026", "2", "Peter"],
    ["9/20/2026", "3", "Ivan"],
]


@pytest.fixture
def russian(api: Api) -> Book:
    book = new_book(api, "ru_RU")
    book.write("A1", RUSSIAN, "USER_ENTERED")
    return book


@pytest.fixture
def american(api: Api) -> Book:
    book = new_book(api, "en_US")
    book.write("A1", AMERICAN, "USER_ENTERED")
    return book


def shown(book: Book, formula: str) -> list[list[Any]]:
    """What the cell with ``formula``, and those that it fills, show."""
    book.write("E5", [[formula]], "USER_ENTERED")
    return book.read("E5:F9", "FORMATTED_VALUE")


# The format of a result


@pytest.mark.parametrize(
    ("formula", "result"),
    [
        ('=SUMIFS(B2:B4;A2:A4;">="&DATE(2026;9;10))', "5"),
        ('=SUMIF(A:A;">="&DATE(2026;9;10);B:B)', "5"),
        ("=VLOOKUP(DATE(2026;9;10);A:B;2;FALSE)", "2"),
        ("=ВПР(A3;A1:B4;2;ЛОЖЬ)", "2"),
        ("=VLOOKUP(A3;A1:B4;MATCH(B1;A1:B1;0);FALSE)", "2"),
        ("=HLOOKUP(A2;TRANSPOSE(A2:B4);2;FALSE)", "1,5"),
        ("=XLOOKUP(A3;A2:A4;B2:B4)", "2"),
        ("=LOOKUP(A3;A2:A4;B2:B4)", "2"),
        ("=INDEX(B2:B4;MATCH(DATE(2026;9;20);A2:A4;0))", "3"),
        ('=AVERAGEIF(A2:A4;">"&TODAY();B2:B4)', "2,5"),
        ('=AVERAGEIFS(B2:B4;A2:A4;">"&A2)', "2,5"),
        ('=MAXIFS(B2:B4;A2:A4;"<="&A3)', "2"),
        ("=COUNTIF(A2:A4;A2)", "1"),
        ("=IF(A2<A3;7;8)", "7"),
        ("=IFS(A2<A3;B3)", "2"),
        ("=SWITCH(A2;A2;B3)", "2"),
        ("=SUM(FILTER(B2:B4;A2:A4>=A3))", "5"),
    ],
)
def test_a_result_never_takes_the_format_of_what_it_was_looked_up_by(russian: Book, formula: str, result: str) -> None:
    assert shown(russian, formula) == [[result]]


@pytest.mark.parametrize(
    ("formula", "result"),
    [
        ('=MAXIFS(A2:A4;B2:B4;"<3")', "10.09.2026"),
        ("=XLOOKUP(2;B2:B4;A2:A4)", "10.09.2026"),
        ("=INDEX(A1:B4;3;1)", "10.09.2026"),
        ("=MAX(A:A)", "20.09.2026"),
        ("=IF(B2>1;A2;0)", "01.09.2026"),
        ("=IFERROR(VLOOKUP(A3;A:A;1;FALSE);0)", "10.09.2026"),
        ('=VLOOKUP("Иван";{C2:C4\\B2:B4};2;0)', "1,5"),
        ('=HLOOKUP("Срок";A1:B4;3;0)', "10.09.2026"),
        ("=СЕГОДНЯ()+1", "02.09.2026"),
    ],
)
def test_a_result_has_the_format_of_the_value_that_was_found(russian: Book, formula: str, result: str) -> None:
    assert shown(russian, formula) == [[result]]


@pytest.mark.parametrize(
    ("formula", "rows"),
    [
        ("=SORT(A2:B4;1;FALSE)", [["20.09.2026", "3"], ["10.09.2026", "2"], ["01.09.2026", "1,5"]]),
        ("=FILTER(A1:B4;B1:B4>1;B1:B4<3)", [["01.09.2026", "1,5"], ["10.09.2026", "2"]]),
        ("=UNIQUE(A3:A4)", [["10.09.2026"], ["20.09.2026"]]),
        ("={A2:A3\\B2:B3}", [["01.09.2026", "1,5"], ["10.09.2026", "2"]]),
        ("=B2:B3*2", [["3"], ["4"]]),
    ],
)
def test_an_array_has_the_formats_of_its_columns(russian: Book, formula: str, rows: list[list[str]]) -> None:
    assert shown(russian, formula) == rows


def test_arrays_beside_each_other_have_their_own_formats(russian: Book) -> None:
    russian.write("E5", [["=UNIQUE(A2:A4)", "=UNIQUE(B2:B4)"]], "USER_ENTERED")
    assert russian.read("E5:F6", "FORMATTED_VALUE") == [["01.09.2026", "1,5"], ["10.09.2026", "2"]]


# Numbers and dates in texts


@pytest.mark.parametrize(
    ("formula", "result"),
    [
        ('=COUNTIF(B2:B4;">1,8")', 2),
        ('=COUNTIF(B2:B4;"1,5")', 1),
        ('=COUNTIF(B2:B4;">"&1,8)', 2),
        ('=COUNTIF(B2:B4;">"&B2)', 2),
        ('=COUNTIF(A2:A4;">=10.09.2026")', 2),
        ('=COUNTIF(A2:A4;">="&"10.09.2026")', 2),
        ('=COUNTIF(A2:A4;"01.09.2026")', 1),
        ('=COUNTIFS(A2:A4;">=10.09.2026";B2:B4;">2,5")', 1),
        ('=SUMIF(B2:B4;"<2,5")', 3.5),
        ('=SUMIFS(B2:B4;A2:A4;">=10.09.2026";C2:C4;"Иван")', 3),
        ('=AVERAGEIF(B2:B4;">1,6")', 2.5),
        ('=AVERAGEIFS(B2:B4;B2:B4;">1,6")', 2.5),
        ('=MAXIFS(B2:B4;B2:B4;"<2,5")', 2),
        ('=MINIFS(B2:B4;B2:B4;">1,6")', 2),
        ('=COUNTIF(C2:C4;"Ив*")', 2),
        ('=VALUE("1,5")', 1.5),
        ('=ЗНАЧЕН("1 234,5")', 1234.5),
        ('="1,5"+1', 2.5),
        ('=DATEVALUE("01.09.2026")', TODAY),
        ('=DATEVALUE("2026-09-01")', TODAY),
        ("=DATEVALUE(A2)", TODAY),
        ('=DATEVALUE("01.09."&2026)', TODAY),
        ('="01.09.2026"+1', TODAY + 1),
        ('=B2&" ч."', "1,5 ч."),
        ('="Всего: "&SUM(B2:B4)&" ч."', "Всего: 6,5 ч."),
        ('=(B2>1)&""', "ИСТИНА"),
        ('=B2&""="1,5"', True),
        ('=CONCATENATE(B2;" и ";B3)', "1,5 и 2"),
        ("=LEFT(B2;2)", "1,"),
        ('=SUBSTITUTE(B2;",";"-")', "1-5"),
        ('=TEXTJOIN("; ";TRUE;B2:B5)', "1,5; 2; 3"),
        ("=FIXED(1234,5;1)", "1\u00a0234,5"),
        ('=TEXT(A2;"d mmmm yyyy")', "1 сентября 2026"),
        ('=TEXT(A2;"dddd, d mmm")', "вторник, 1 сент."),
        ('=ТЕКСТ(A2;"d mmmm")&" г."', "1 сентября г."),
        ('=TEXT(A2;"dd.mm.yyyy")', "01.09.2026"),
        ('=TEXT(A2;"d mmmm yyyy г.")', "1 сентября 2026 г."),
        ('=TEXT(A2;"«d» mmmm yyyy года")', "«1» сентября 2026 года"),
        ('=TEXT(A2;"d mmmm yyyy ""г.""")', "1 сентября 2026 г."),
        ('=TEXT(B2;"0,00 ₽")', "1,50 ₽"),
        ('=TEXT(1234,5;"# ##0,00 руб.")', "1\u00a0234,50 руб."),
        ('=TEXT(1234,5;"0,00")', "1234,50"),
        ('=TEXT(1234,5;"# ##0,00")', "1\u00a0234,50"),
    ],
)
def test_a_russian_spreadsheet_has_its_commas_dates_and_months_in_texts(
    russian: Book, formula: str, result: Any
) -> None:
    assert typed(russian, "E5", formula) == result


@pytest.mark.parametrize(
    ("formula", "result"),
    [
        ('=COUNTIF(B2:B4,">1.8")', 2),
        ('=COUNTIF(A2:A4,">=9/10/2026")', 2),
        ('=COUNTIF(A2:A4,">=2026-09-10")', 2),
        ('=VALUE("1.5")', 1.5),
        ('=DATEVALUE("9/1/2026")', TODAY),
        ('=DATEVALUE("Sep 1, 2026")', TODAY),
        ('=B2&" h"', "1.5 h"),
        ('=TEXT(A2,"mmmm d, yyyy")', "September 1, 2026"),
        ('=JOIN(", ",B2:B4)', "1.5, 2, 3"),
        ("=SORT(B2:B4,1,FALSE)", 3),
        ('=COUNTUNIQUE(C2:C4,"x")', 3),
        ('=INDEX({"a","b";"c","d"},2,1)', "c"),
        ('=ROWS(FILTER(C2:C4,B2:B4>1,C2:C4="Ivan"))', 2),
    ],
)
def test_an_american_spreadsheet_has_points_and_months_of_its_own(american: Book, formula: str, result: Any) -> None:
    assert typed(american, "E5", formula) == result


@pytest.mark.parametrize(
    ("formula", "rows"),
    [
        ('=REGEXMATCH(C2:C4;"Пё")', [["ЛОЖЬ"], ["ИСТИНА"], ["ЛОЖЬ"]]),
        ('=FILTER(C2:C4;REGEXMATCH(C2:C4;"ё"))', [["Пётр"]]),
        ('=FILTER(B2:B4;ISNUMBER(SEARCH("ва";C2:C4)))', [["1,5"], ["3"]]),
        ('=ARRAYFORMULA(ЕСЛИ(REGEXMATCH(C2:C4;"ё");B2:B4;0))', [["0"], ["2"], ["0"]]),
        ('=REGEXREPLACE(C2:C4;"[а-яё]";"")', [["И"], ["П"], ["И"]]),
        ("=ARRAYFORMULA(LEFT(C2:C4;1))", [["И"], ["П"], ["И"]]),
        ("=SUMPRODUCT(LEN(C2:C4))", [["12"]]),
        ('=SUMPRODUCT(LEN(C2:C4)-LEN(SUBSTITUTE(C2:C4;"а";"")))', [["2"]]),
        ("=SUMPRODUCT(--ISNUMBER(B1:B4))", [["3"]]),
        ("=SUMPRODUCT(--ISBLANK(C2:C8))", [["4"]]),
        ("=CONCATENATE(B2:B4)", [["1,523"]]),
        ('=SPLIT(C2:C4;"а")', [["#ERROR!"]]),
    ],
)
def test_functions_of_one_text_take_each_cell_of_a_range(russian: Book, formula: str, rows: list[list[str]]) -> None:
    assert shown(russian, formula) == rows


# Sheets' own functions


@pytest.mark.parametrize(
    ("formula", "rows"),
    [
        ('=FILTER(B2:B4;B2:B4>1;C2:C4="Иван")', [["1,5"], ["3"]]),
        ('=FILTER(C2:C4;A2:A4>=DATE(2026;9;10);B2:B4>2;C2:C4<>"")', [["Иван"]]),
        ("=FILTER(B2:B4;B2:B4>9;B2:B4>1)", [["#N/A"]]),
        ("=SORT(B2:B4;1;FALSE)", [["3"], ["2"], ["1,5"]]),
        ("=SORT(B2:C4;2;ИСТИНА;1;ЛОЖЬ)", [["3", "Иван"], ["1,5", "Иван"], ["2", "Пётр"]]),
        ("=SORT(C2:C4;B2:B4;FALSE)", [["Иван"], ["Пётр"], ["Иван"]]),
        ("=UNIQUE(C2:C4)", [["Иван"], ["Пётр"]]),
        ('={"a"\\"b"}', [["a", "b"]]),
        ('={"a"\\B2;2\\"б\\в"}', [["a", "1,5"], ["2", "б\\в"]]),
        ("={1,5\\2;3\\4}", [["1,5", "2"], ["3", "4"]]),
        ("={C2:C3\\B2:B3}", [["Иван", "1,5"], ["Пётр", "2"]]),
        ('={C2:C3;"ещё"}', [["Иван"], ["Пётр"], ["ещё"]]),
        ('=JOIN("; ";UNIQUE(C2:C4))', [["Иван; Пётр"]]),
        ('=JOIN(", ";B2:B3)', [["1,5, 2"]]),
        ('=SPLIT("а-2";"-")', [["а", "2"]]),
        ('=SPLIT("а, б";", ")', [["а", "б"]]),
        ('=SPLIT("а, б";", ";FALSE)', [["а", "б"]]),
        ('=SPLIT("а--б";"-";TRUE;TRUE)', [["а", "б"]]),
        ('=REGEXMATCH(C2;"^Ив")', [["ИСТИНА"]]),
        ('=REGEXEXTRACT("стр. 15 из 20";"\\d+")', [["15"]]),
        ('=REGEXEXTRACT("стр. 15 из 20";"из (\\d+)")', [["20"]]),
        ('=REGEXEXTRACT("стр. 15 из 20";"(\\d+) из (\\d+)")', [["15", "20"]]),
        ('=REGEXEXTRACT("нет";"(\\d)(\\d)")', [["#N/A"]]),
        ('=REGEXREPLACE("аб12";"(\\d)(\\d)";"$2-$1")', [["аб2-1"]]),
        ("=COUNTUNIQUE(C2:C4)", [["2"]]),
        ("=COUNTUNIQUE(C2:C4;B2:B4)", [["5"]]),
        ("=COUNTUNIQUE(D2:D4)", [["0"]]),
        ('=SPLIT("a")', [["#ERROR!"]]),
        ("={}", [["#ERROR!"]]),
        ('=REGEXMATCH("a")', [["#ERROR!"]]),
        ('=QUERY(A1:B4;"select A")', [["#NAME?"]]),
    ],
)
def test_functions_that_only_sheets_has_are_computed_too(russian: Book, formula: str, rows: list[list[str]]) -> None:
    assert shown(russian, formula) == rows
    assert formula_of(russian, "E5") == formula


@pytest.mark.parametrize(
    ("formula", "result"),
    [
        ('=СЧЁТЕСЛИ(C2:C4;"Иван")', 2),
        ("=СЧЕТЕСЛИ(C2:C4;C2)", 2),
        ('=ЕСЛИ(B2>1;"да";"нет")', "да"),
        ('=СУММЕСЛИМН(B2:B4;C2:C4;"Иван";B2:B4;">1,6")', 3),
        ("=ОКРУГЛ(СРЗНАЧ(B2:B4);1)", 2.2),
        ("=ЕСЛИОШИБКА(1/0;0)", 0),
        ("=ГОД(СЕГОДНЯ())", 2026),
        ('=СУММПРОИЗВ((C2:C4="Иван")*B2:B4)', 4.5),
        ("=ИНДЕКС(C2:C4;ПОИСКПОЗ(2;B2:B4;0))", "Пётр"),
        ('=СЦЕПИТЬ(C2;" ";B2)', "Иван 1,5"),
        ("=сумм(b2:b4)", 6.5),
        ("=И(ИСТИНА;НЕ(ЛОЖЬ))", True),
    ],
)
def test_functions_have_russian_names_too(russian: Book, formula: str, result: Any) -> None:
    assert typed(russian, "E5", formula) == result


def test_names_are_known_in_any_case_and_unknown_ones_stay() -> None:
    assert english("Суммесли") == "SUMIF"
    assert english("нет.такой") == "НЕТ.ТАКОЙ"


def test_an_export_has_english_names(api: Api, russian: Book) -> None:
    russian.write("E5", [["=СУММ(B2:B4;0,5)"], ['={"a"\\"b"}']], "USER_ENTERED")
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    content = api.call("GET", f"/drive/v3/files/{russian.id}/export", mimeType=kind).content
    sheet = load_workbook(io.BytesIO(content)).worksheets[0]
    assert (sheet["E5"].value, sheet["E6"].value) == ("=SUM(B2:B4,0.5)", '={"a","b"}')


def test_references_inside_of_arrays_follow_their_cells(russian: Book) -> None:
    russian.write("E5", [["={C2\\B2}"]], "USER_ENTERED")
    span = {"sheetId": 0, "dimension": "ROWS", "startIndex": 0, "endIndex": 1}
    russian.update({"insertDimension": {"range": span}})
    assert formula_of(russian, "E6") == "={C3\\B3}"


def nested(call: str, depth: int) -> str:
    formula = "B2"
    for _ in range(depth):
        formula = call.replace("#", formula)
    return "=" + formula


@pytest.mark.parametrize(
    ("call", "result"),
    [
        ('COUNTIF(B2:B4;">"&#)', 0),
        ("IF(1;LEFT(#;5))", "1,5"),
        ('(#&"")', "1,5"),
        ('JOIN("";#)', "1,5"),
        ("SORT(#;1;TRUE)", 1.5),
        ("VALUE(#)", 1.5),
        ("{#;1}", 1.5),
    ],
)
def test_calls_inside_of_calls_are_computed(russian: Book, call: str, result: Any) -> None:
    assert typed(russian, "E5", nested(call, 30)) == result


@pytest.mark.parametrize("call", ['COUNTIF(B2:B4;">"&#)', "IF(1;LEFT(#;5))", 'JOIN("";#)', "SORT(#;1;TRUE)", "{#;1}"])
def test_calls_inside_of_calls_without_end_are_refused(russian: Book, call: str) -> None:
    """The library would take minutes over them, and all others would wait."""
    russian.write("E5", [[nested(call, 2000)]], "USER_ENTERED")
    assert russian.read("E5", "FORMATTED_VALUE") == [["#ERROR!"]]
