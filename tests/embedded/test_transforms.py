"""Requests that change many cells at once: clean, fill, split, paste, draw borders, shuffle."""

from __future__ import annotations

from typing import Any

import pytest

from tests.embedded.conftest import Api, Book, new_book
from tests.embedded.test_batch_update import cells, span

Json = dict[str, Any]


def test_rows_that_repeat_an_earlier_one_go_and_the_rest_closes_up(book: Book) -> None:
    book.write("A1", [["Аня", 1, "x"], ["аня", 1, "y"], ["Борис", 1, "z"], ["АНЯ", 1, "u"], ["Вера", 2, "v"]])
    note = {"range": span((2, 3), (0, 1)), "fields": "note", "rows": [{"values": [{"note": "Бориса"}]}]}
    replies = book.update({"updateCells": note}, {"deleteDuplicates": {"range": span((0, 10), (0, 2))}})
    assert replies[1] == {"deleteDuplicates": {"duplicatesRemovedCount": 2}}
    assert book.read("A1:C5") == [["Аня", 1, "x"], ["Борис", 1, "y"], ["Вера", 2, "z"], ["", "", "u"], ["", "", "v"]]
    assert cells(book, "note")[1:] == [[{"note": "Бориса"}]]


def test_only_the_named_columns_tell_rows_apart(book: Book) -> None:
    book.write("A1", [["а", 1], ["а", 2], ["б", 1]])
    columns = [{"sheetId": 0, "dimension": "COLUMNS", "startIndex": 0, "endIndex": 1}]
    request = {"range": span((0, 3), (0, 2)), "comparisonColumns": columns}
    assert book.update({"deleteDuplicates": request})[0]["deleteDuplicates"] == {"duplicatesRemovedCount": 1}
    assert book.read("A1:B3") == [["а", 1], ["б", 1]]
    assert book.update({"deleteDuplicates": request}) == [{"deleteDuplicates": {}}]
    columns[0]["endIndex"] = 4
    assert "must be within the range [0, 2)" in book.refusal({"deleteDuplicates": request})


def test_blanks_around_and_inside_text_are_trimmed(book: Book) -> None:
    book.write("A1", [["  Анна \t  Ивановна\n", 5, " =1"], ["\u00a0x", "ok", "   "]])
    reply = book.update({"trimWhitespace": {"range": span((0, 2), (0, 3))}})[0]
    assert reply == {"trimWhitespace": {"cellsChangedCount": 3}}
    assert book.read("A1:C2") == [["Анна Ивановна", 5, "=1"], ["\u00a0x", "ok"]]


def test_shuffled_rows_stay_whole(book: Book) -> None:
    rows = [[number, f"row {number}"] for number in range(10)]
    book.write("A1", rows)
    assert book.update({"randomizeRange": {"range": span((0, 10), (0, 2))}}) == [{}]
    assert sorted(book.read("A1:B10")) == rows


@pytest.mark.parametrize(
    ("kind", "text", "told"),
    [
        ({"delimiterType": "COMMA"}, "Аня,5,01.09.2026", ["Аня", 5, 46266]),
        ({"delimiterType": "SEMICOLON"}, "a;b", ["a", "b"]),
        ({"delimiterType": "PERIOD"}, "a.b", ["a", "b"]),
        ({"delimiterType": "SPACE"}, "Анна Ивановна", ["Анна", "Ивановна"]),
        ({"delimiterType": "CUSTOM", "delimiter": " - "}, "a - b", ["a", "b"]),
        ({"delimiterType": "AUTODETECT"}, "a;b;c", ["a", "b", "c"]),
        ({"delimiterType": "AUTODETECT"}, "whole", ["whole"]),
    ],
)
def test_text_is_split_into_columns_as_if_typed(api: Api, kind: Json, text: str, told: list[Any]) -> None:
    book = new_book(api, "ru_RU")
    book.write("A1", [[text], ["plain"]])
    book.update({"textToColumns": {"source": span((0, 2), (0, 1)), **kind}})
    assert book.read("A1:F2") == [told, ["plain"]]


def test_splitting_makes_room_for_the_parts(book: Book) -> None:
    book.write("F1", [["a,b,c"]])
    book.update({"textToColumns": {"source": span((0, 1), (5, 6)), "delimiterType": "COMMA"}})
    assert book.read("F1:H1") == [["a", "b", "c"]]
    two = {"source": span((0, 1), (0, 2)), "delimiterType": "COMMA"}
    assert "must span exactly one column" in book.refusal({"textToColumns": two})
    none = {"source": span((0, 1), (0, 1)), "delimiterType": "CUSTOM"}
    assert "A delimiter must be specified" in book.refusal({"textToColumns": none})


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"data": "a\tb\r\n1\t2,5", "delimiter": "\t"}, [["a", "b"], [1, 2.5]]),
        ({"data": 'x,"y, ""z""\nw"\n', "delimiter": ","}, [["x", 'y, "z"\nw']]),
        ({"data": "a||b", "delimiter": "||"}, [["a", "b"]]),
        ({"data": "<table><tr><th>И</th><td>5 </td></tr><tr><td>б</td></tr></table>", "html": True}, [["И", 5], ["б"]]),
        ({"data": "<p>one</p><p>two</p>", "html": True}, [["one"], ["two"]]),
    ],
)
def test_pasted_text_is_read_as_if_typed(api: Api, given: Json, told: list[list[Any]]) -> None:
    book = new_book(api, "ru_RU")
    corner = {"sheetId": 0, "rowIndex": 1, "columnIndex": 1}
    book.update({"pasteData": {"coordinate": corner, **given}})
    assert book.read("B2:F6") == told


def test_pasting_makes_room_and_a_format_alone_pastes_nothing(book: Book) -> None:
    corner = {"sheetId": 0, "rowIndex": 9, "columnIndex": 5}
    book.update({"pasteData": {"coordinate": corner, "data": "a,b\nc,d", "delimiter": ","}})
    assert book.read("F10:G11") == [["a", "b"], ["c", "d"]]
    book.update({"pasteData": {"coordinate": {}, "data": "x", "delimiter": ",", "type": "PASTE_FORMAT"}})
    assert book.read("A1") == []
    assert "A delimiter must be specified." in book.refusal({"pasteData": {"coordinate": {}, "data": "x"}})


@pytest.mark.parametrize("length", [50_001, 140_000])
def test_more_text_than_a_cell_holds_is_not_pasted(book: Book, length: int) -> None:
    pasted = {"coordinate": {}, "data": "x" * length, "delimiter": ","}
    assert "more than the maximum of 50000 characters" in book.refusal({"pasteData": pasted})


def fill(book: Book, values: list[list[Any]], length: int, dimension: str = "ROWS", **more: Any) -> None:
    book.write("A1" if length > 0 else "A5", values, "USER_ENTERED")
    top = 0 if length > 0 else 4
    source = span((top, top + len(values)), (0, len(values[0])))
    how = {"source": source, "dimension": dimension, "fillLength": length}
    book.update({"autoFill": {"sourceAndDestination": how, **more}})


@pytest.mark.parametrize(
    ("values", "alternate", "told"),
    [
        ([[5]], False, [5, 5]),
        ([[5]], True, [6, 7]),
        ([[1], [3]], False, [5, 7]),
        ([[1], [3]], True, [1, 3]),
        ([[0.1], [0.2], [0.3]], False, [0.4, 0.5]),
        ([["Группа 1"]], False, ["Группа 2", "Группа 3"]),
        ([["№ 008"]], False, ["№ 009", "№ 010"]),
        ([["Группа 1"]], True, ["Группа 1", "Группа 1"]),
        ([["да"], ["нет"]], False, ["да", "нет"]),
        ([["2026-09-01"]], False, [46267, 46268]),
        ([["2026-09-01"]], True, [46266, 46266]),
        ([[True]], False, [True, True]),
    ],
)
def test_a_series_goes_on(book: Book, values: list[list[Any]], alternate: bool, told: list[Any]) -> None:
    fill(book, values, 2, useAlternateSeries=alternate)
    assert [row[0] for row in book.read("A1:A9")[len(values) :]] == told


def test_a_series_goes_on_sideways_backwards_and_with_its_format(book: Book) -> None:
    fill(book, [[1, 2]], 2, "COLUMNS")
    assert book.read("A1:F1") == [[1, 2, 3, 4]]
    fill(book, [[10], [20]], -2)
    assert book.read("A3:A6") == [[-10], [0], [10], [20]]
    fill(book, [["2026-09-01"]], 1)
    assert book.read("A1:A2", "FORMATTED_VALUE") == [["2026-09-01"], ["2026-09-02"]]


def test_a_range_alone_is_filled_from_where_its_data_lies(book: Book) -> None:
    book.write("A1", [[1, "а"], [2, "б"]])
    book.update({"autoFill": {"range": span((0, 4), (0, 2))}})
    assert book.read("A1:B4") == [[1, "а"], [2, "б"], [3, "а"], [4, "б"]]
    book.update({"autoFill": {"range": span((0, 1), (1, 4))}})
    assert book.read("A1:D1") == [[1, "а", "а", "а"]]


def test_filling_outside_of_the_grid_is_refused(book: Book) -> None:
    how = {"source": span((0, 1), (0, 1)), "dimension": "ROWS", "fillLength": 10}
    message = book.refusal({"autoFill": {"sourceAndDestination": how}})
    assert message == "Invalid requests[0].autoFill: fillLength[10] leads outside of the grid."


def borders(book: Book) -> list[list[set[str]]]:
    rows = cells(book, "userEnteredFormat.borders")
    return [[set(cell.get("userEnteredFormat", {}).get("borders", {})) for cell in row] for row in rows]


def test_borders_go_round_a_range_and_between_its_cells(book: Book) -> None:
    line = {"style": "SOLID"}
    book.update({"updateBorders": {"range": span((0, 2), (0, 2)), "top": line, "innerVertical": line}})
    assert borders(book) == [[{"top", "right"}, {"top", "left"}], [{"right"}, {"left"}]]
    drawn = cells(book, "userEnteredFormat.borders")[0][0]["userEnteredFormat"]["borders"]["top"]
    assert drawn == {"style": "SOLID", "width": 1, "color": {}, "colorStyle": {"rgbColor": {}}}


def test_a_border_not_given_stays_and_none_clears_it(book: Book) -> None:
    thick = {"style": "SOLID_THICK", "colorStyle": {"rgbColor": {"red": 1}}}
    area = span((0, 1), (0, 1))
    book.update(
        {"updateBorders": {"range": area, "top": thick, "bottom": thick}},
        {"updateBorders": {"range": area, "left": thick}},
        {"updateBorders": {"range": area, "top": {"style": "NONE"}}},
    )
    held = cells(book, "userEnteredFormat.borders")[0][0]["userEnteredFormat"]["borders"]
    assert set(held) == {"bottom", "left"}
    assert (held["left"]["width"], held["left"]["color"]) == (3, {"red": 1})
    assert "A border needs a style." in book.refusal({"updateBorders": {"range": area, "top": {}}})


def test_a_pattern_that_tries_everything_takes_no_longer_than_any_other(book: Book) -> None:
    book.write("A1", [["а" * 5000 + "!"]])
    (reply,) = book.update({"findReplace": {"find": "(а+)+$", "replacement": "", "searchByRegex": True, "sheetId": 0}})
    assert reply == {"findReplace": {}}


def test_a_pattern_has_re2_s_syntax_as_in_sheets(book: Book) -> None:
    book.write("A1", [["Иванов Пётр"]])
    replace = {"find": r"(\S+) (\S+)", "replacement": "$2 $1", "searchByRegex": True, "sheetId": 0}
    book.update({"findReplace": replace})
    assert book.read("A1") == [["Пётр Иванов"]]
    assert "Invalid regular expression" in book.refusal({"findReplace": {**replace, "find": "(?=Пётр)"}})
