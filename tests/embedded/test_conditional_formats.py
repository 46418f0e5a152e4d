"""How cells look by the conditional formats of their sheet."""

from __future__ import annotations

import time
from datetime import timedelta
from typing import Any

import pytest

from automation.embedded.spreadsheets import files
from automation.embedded.spreadsheets.conditional_formats import painted
from automation.embedded.spreadsheets.model import range_area
from tests.embedded.conftest import NOW, Book, Clock, Json

RED, GREEN, BLUE = {"red": 1}, {"green": 1}, {"blue": 1}


def span(**bounds: int) -> Json:
    names = {"top": "startRowIndex", "bottom": "endRowIndex", "left": "startColumnIndex", "right": "endColumnIndex"}
    return {names[name]: index for name, index in bounds.items()}


def boolean(kind: str, values: list[str], look: Json, **bounds: int) -> Json:
    condition = {"type": kind, "values": [{"userEnteredValue": value} for value in values]}
    return {"ranges": [span(**bounds)], "booleanRule": {"condition": condition, "format": look}}


def gradient(points: list[tuple[str, str | None, Json]], **bounds: int) -> Json:
    names = ["minpoint", "maxpoint"] if len(points) == 2 else ["minpoint", "midpoint", "maxpoint"]
    rule = {
        name: {"type": kind, "color": colour, **({"value": value} if value else {})}
        for name, (kind, value, colour) in zip(names, points, strict=True)
    }
    return {"ranges": [span(**bounds)], "gradientRule": rule}


def add(book: Book, *rules: Json) -> None:
    book.update(*({"addConditionalFormatRule": {"rule": rule, "index": i}} for i, rule in enumerate(rules)))


def looks(book: Book, cells: str, *names: str) -> list[list[Any]]:
    """Properties of the effective formats of a range, by rows."""
    data = book.get("sheets.data.rowData.values.effectiveFormat", ranges=cells)["sheets"][0]["data"][0]
    return [
        [_part(cell.get("effectiveFormat", {}), names) for cell in row.get("values", [])]
        for row in data.get("rowData", [])
    ]


def _part(look: Any, names: tuple[str, ...]) -> Any:
    for name in names:
        look = look.get(name, {}) if isinstance(look, dict) else look
    return look


def background(book: Book, cells: str) -> list[list[Any]]:
    return looks(book, cells, "backgroundColor")


def test_a_rule_colours_the_cells_that_meet_its_condition(book: Book) -> None:
    book.write("A1", [["готово"], ["ждёт"], ["ГОТОВО"]])
    add(book, boolean("TEXT_EQ", ["готово"], {"backgroundColor": GREEN}, top=0, bottom=3, left=0, right=1))
    white = {"red": 1, "green": 1, "blue": 1}
    assert background(book, "A1:A3") == [[GREEN], [white], [GREEN]]
    assert looks(book, "A1", "backgroundColorStyle") == [[{"rgbColor": GREEN}]]
    assert looks(book, "A1", "textFormat", "fontSize") == [[10]]


def test_the_first_rule_decides_on_each_property(book: Book) -> None:
    book.write("A1", [[5]])
    first = {"backgroundColor": RED, "textFormat": {"bold": True}}
    second = {"backgroundColor": BLUE, "textFormat": {"bold": False, "italic": True}}
    cell = {"top": 0, "bottom": 1, "left": 0, "right": 1}
    add(book, boolean("NUMBER_GREATER", ["4"], first, **cell), boolean("NOT_BLANK", [], second, **cell))
    assert background(book, "A1") == [[RED]]
    assert looks(book, "A1", "textFormat", "bold") == [[True]]
    assert looks(book, "A1", "textFormat", "italic") == [[True]]


def test_gradients_of_several_rules_do_not_mix(book: Book) -> None:
    book.write("A1", [[number] for number in range(10)])
    cells = {"top": 0, "bottom": 10, "left": 0, "right": 1}
    add(
        book,
        gradient([("MIN", None, RED), ("MAX", None, GREEN)], **cells),
        gradient([("MIN", None, BLUE), ("MAX", None, RED)], **cells),
        boolean("NUMBER_LESS", ["5"], {"textFormat": {"bold": True}}, **cells),
    )
    shown = [row[0] for row in background(book, "A1:A10")]
    assert shown[0] == RED
    assert shown[9] == GREEN
    assert not any("blue" in colour for colour in shown)
    assert [row[0] for row in looks(book, "A1:A10", "textFormat", "bold")] == [True] * 5 + [False] * 5


def test_relative_references_are_those_of_the_ranges_corner(book: Book) -> None:
    book.write("A1", [["имя", "срок"], ["а", 1], ["б", 5], ["в", 9]])
    rule = boolean("CUSTOM_FORMULA", ["=$B2>=5"], {"backgroundColor": RED}, top=1, bottom=4, left=0, right=2)
    add(book, rule)
    assert [row[0] == RED for row in background(book, "A2:B4")] == [False, True, True]
    assert [row[1] == RED for row in background(book, "A2:B4")] == [False, True, True]
    lines = {"sheetId": 0, "dimension": "ROWS", "startIndex": 0, "endIndex": 1}
    book.update({"insertDimension": {"range": lines}})
    assert [row[0] == RED for row in background(book, "A3:B5")] == [False, True, True]
    held = book.sheet()["conditionalFormats"][0]["booleanRule"]["condition"]["values"]
    assert held == [{"userEnteredValue": "=$B3>=5"}]


def test_a_rule_goes_on_when_its_first_row_is_deleted(book: Book) -> None:
    book.write("A1", [[1], [7], [8]])
    rule = boolean("CUSTOM_FORMULA", ["=A1>5"], {"backgroundColor": RED}, top=0, bottom=3, left=0, right=1)
    add(book, rule)
    book.update({"deleteDimension": {"range": {"dimension": "ROWS", "startIndex": 0, "endIndex": 1}}})
    assert background(book, "A1:A2") == [[RED], [RED]]


def test_results_of_formulas_are_asked_about(book: Book) -> None:
    book.write("A1", [["=2*3"]], "USER_ENTERED")
    add(book, boolean("NUMBER_EQ", ["=5+1"], {"backgroundColor": RED}, top=0, bottom=1, left=0, right=1))
    assert background(book, "A1") == [[RED]]


def test_looks_change_with_the_cells_the_rules_and_the_day(book: Book, clock: Clock) -> None:
    book.write("A1", [[1]])
    cell = {"top": 0, "bottom": 1, "left": 0, "right": 1}
    add(book, boolean("CUSTOM_FORMULA", ["=A1+TODAY()>46267"], {"backgroundColor": RED}, **cell))
    assert background(book, "A1") != [[RED]]
    book.write("A1", [[2]])
    assert background(book, "A1") == [[RED]]
    book.write("A1", [[1]])
    assert background(book, "A1") != [[RED]]
    clock.now += timedelta(days=1)
    assert background(book, "A1") == [[RED]]
    book.update({"deleteConditionalFormatRule": {"sheetId": 0, "index": 0}})
    assert background(book, "A1") != [[RED]]


def test_empty_cells_are_coloured_beyond_the_last_value(book: Book) -> None:
    book.write("A1", [["x"]])
    add(book, boolean("BLANK", [], {"backgroundColor": BLUE}, top=0, bottom=3, left=0, right=2))
    shown = background(book, "A1:C5")
    assert [[colour == BLUE for colour in row] for row in shown] == [[False, True], [True, True], [True, True]]


@pytest.mark.parametrize(
    ("points", "expected"),
    [
        ([("MIN", None, RED), ("MAX", None, GREEN)], [RED, {"red": 0.5, "green": 0.5}, GREEN]),
        ([("NUMBER", "5", RED), ("NUMBER", "6", GREEN)], [RED, RED, GREEN]),
        ([("PERCENT", "0", RED), ("PERCENT", "50", GREEN)], [RED, GREEN, GREEN]),
        ([("MIN", None, RED), ("PERCENTILE", "50", BLUE), ("MAX", None, GREEN)], [RED, BLUE, GREEN]),
        ([("NUMBER", "=A1", RED), ("NUMBER", "=A3", GREEN)], [RED, {"red": 0.5, "green": 0.5}, GREEN]),
    ],
)
def test_gradients_mix_the_colours_of_their_points(
    book: Book, points: list[tuple[str, str | None, Json]], expected: list[Json]
) -> None:
    book.write("A1", [[0], [5], [10], ["слово"]])
    add(book, gradient(points, top=0, bottom=4, left=0, right=1))
    white = {"red": 1, "green": 1, "blue": 1}
    assert background(book, "A1:A4") == [[colour] for colour in [*expected, white]]


def test_ten_thousand_rows_under_seven_rules_are_painted_at_once() -> None:
    spreadsheet = files.blank("s")
    sheet = spreadsheet.sheets[0]
    sheet.grid["rowCount"] = 10_000
    statuses = [f"статус {number}" for number in range(8)]
    for row in range(10_000):
        for column in range(3):
            sheet.set_value(row, column, statuses[(row + column) % 8])
    everywhere = {"top": 0, "bottom": 10_000, "left": 0, "right": 3}
    sheet.lists["conditionalFormats"] = [
        boolean("TEXT_EQ", [status], {"backgroundColor": RED}, **everywhere) for status in statuses[:7]
    ]
    best = 1e9
    for _ in range(3):
        spreadsheet.dirty = True  # nothing is remembered of what may have changed
        start = time.perf_counter()
        found = painted(spreadsheet, range_area(sheet, {}), NOW)
        best = min(best, time.perf_counter() - start)
    assert len(found) == 26_250
    assert best < 0.5  # 0.04 s on an idle machine; the rest is room for busy ones
