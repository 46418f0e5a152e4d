"""Series that go on: 1, 2 → 3, 4; Monday's date → Tuesday's; «Группа 1» → «Группа 2».

https://developers.google.com/workspace/sheets/api/reference/rest/v4/spreadsheets/request#autofillrequest
"""

from __future__ import annotations

import re
from itertools import pairwise

from automation.embedded.errors import invalid
from automation.embedded.spreadsheets import ranges
from automation.embedded.spreadsheets.entry import normal_number
from automation.embedded.spreadsheets.model import Area, Formula, Json, Value
from automation.embedded.spreadsheets.number_format import is_date
from automation.embedded.spreadsheets.requests.paste import read_block, shifted, write_block
from automation.embedded.spreadsheets.requests.register import Update, changes

_NUMBERED = re.compile(r"(.*?)(\d{1,15})", re.DOTALL)


@changes("autoFill")
def auto_fill(update: Update, request: Json) -> None:
    source, target, backwards = _places(update, request)
    if target.height <= 0 or target.width <= 0:
        return
    _fill(source, target, backwards, alternate=request.get("useAlternateSeries", False))


def _places(update: Update, request: Json) -> tuple[Area, Area, bool]:
    """Where the data is, where it goes on, and whether that is before it."""
    if ("range" in request) == ("sourceAndDestination" in request):
        raise invalid("Exactly one of range and sourceAndDestination must be set.")
    if "range" in request:
        return _found_source(ranges.grid_area(update.spreadsheet, request["range"]))
    given = request["sourceAndDestination"]
    source = ranges.grid_area(update.spreadsheet, given.get("source", {}))
    length, dimension = given.get("fillLength", 0), given.get("dimension")
    if dimension not in ("ROWS", "COLUMNS"):
        raise invalid("No dimension specified.")
    if dimension == "ROWS":
        start, end = _span(source.top, source.bottom, length, source.sheet.row_count)
        return source, Area(source.sheet, start, end, source.left, source.right), length < 0
    start, end = _span(source.left, source.right, length, source.sheet.column_count)
    return source, Area(source.sheet, source.top, source.bottom, start, end), length < 0


def _span(first: int, last: int, length: int, count: int) -> tuple[int, int]:
    start, end = (first + length, first) if length < 0 else (last, last + length)
    if start < 0 or end > count:
        raise invalid(f"fillLength[{length}] leads outside of the grid.")
    return start, end


def _found_source(area: Area) -> tuple[Area, Area, bool]:
    """The lines with data at one end of ``area``; the rest of it is to be filled."""
    sheet = area.sheet
    rows = [row for row in range(area.top, area.bottom) if _has_data(Area(sheet, row, row + 1, area.left, area.right))]
    columns = [
        column for column in range(area.left, area.right)
        if _has_data(Area(sheet, area.top, area.bottom, column, column + 1))
    ]  # fmt: skip
    if not rows:
        return area, Area(sheet, area.bottom, area.bottom, area.left, area.right), False
    if rows[-1] + 1 < area.bottom or rows[0] > area.top:
        backwards = rows[-1] + 1 == area.bottom
        source = Area(sheet, rows[0] if backwards else area.top, rows[-1] + 1, area.left, area.right)
        start, end = (area.top, rows[0]) if backwards else (rows[-1] + 1, area.bottom)
        return source, Area(sheet, start, end, area.left, area.right), backwards
    backwards = columns[-1] + 1 == area.right
    source = Area(sheet, area.top, area.bottom, columns[0] if backwards else area.left, columns[-1] + 1)
    start, end = (area.left, columns[0]) if backwards else (columns[-1] + 1, area.right)
    return source, Area(sheet, area.top, area.bottom, start, end), backwards


def _has_data(area: Area) -> bool:
    rows = range(area.top, min(area.bottom, len(area.sheet.rows)))
    return any(value is not None for row in rows for value in area.sheet.row_values(row, area.left, area.right))


def _fill(source: Area, target: Area, backwards: bool, *, alternate: bool) -> None:
    """Go on with each line of the source by itself; formats and validation repeat."""
    down = source.left == target.left and source.right == target.right
    count = source.height if down else source.width
    length = target.height if down else target.width
    block = read_block(source)
    lines = [list(column) for column in zip(*block.values, strict=True)] if down else block.values
    steps = range(-length, 0) if backwards else range(count, count + length)
    for offset, line in enumerate(lines):
        across = source.left + offset if down else source.top + offset
        dates = _is_date_line(source, across, down)
        for place, step in enumerate(steps):
            row, column = (target.top + place, across) if down else (across, target.left + place)
            _copy_cell(source, step % count, down, row, column)
            value = _continued(line, step, dates=dates, alternate=alternate)
            if isinstance(value, Formula):
                away = step - step % count
                value = shifted(value, away if down else 0, 0 if down else away)
            target.sheet.set_value(row, column, value)


def _is_date_line(source: Area, across: int, down: bool) -> bool:
    row, column = (source.top, across) if down else (across, source.left)
    held = source.sheet.plane_value("userEnteredFormat", row, column) or {}
    return bool(held.get("numberFormat")) and is_date(held["numberFormat"])


def _copy_cell(source: Area, index: int, down: bool, row: int, column: int) -> None:
    origin = (source.top + index, column) if down else (row, source.left + index)
    cell = read_block(Area(source.sheet, origin[0], origin[0] + 1, origin[1], origin[1] + 1))
    fields = tuple(plane for plane in cell.planes if plane != "note")
    write_block(Area(source.sheet, row, row + 1, column, column + 1), cell, fields)


def _continued(line: list[Value], step: int, *, dates: bool, alternate: bool) -> Value:
    """The value that follows ``step`` places after the line's first.

    One number repeats, one date or one numbered text counts on, two and more go on as a series; the alternate
    series is the other way about.
    """
    again = line[step % len(line)]
    numbers = [value for value in line if isinstance(value, int | float) and not isinstance(value, bool)]
    if len(numbers) == len(line):
        counts_on = len(line) > 1 or dates
        return _on_the_line(numbers, step) if counts_on != alternate else again
    numbered = [_NUMBERED.fullmatch(value) for value in line if isinstance(value, str)]
    found = [match for match in numbered if match]
    if len(found) < len(line) or len({match.group(1) for match in found}) > 1 or alternate:
        return again
    number = _on_the_line([int(match.group(2)) for match in found], step)
    return f"{found[0].group(1)}{abs(number):0{_zeros(found[0].group(2))}.0f}"


def _zeros(digits: str) -> int:
    """How many digits a number is written with: «007» goes on with «008»."""
    return len(digits) if digits.startswith("0") else 1


def _on_the_line(numbers: list[int | float], step: int) -> int | float:
    """The straight line through the numbers, by least squares; a single number goes on by one."""
    if len(numbers) == 1:
        return normal_number(numbers[0] + step)
    gaps = {second - first for first, second in pairwise(numbers)}
    if len(gaps) == 1:
        return normal_number(numbers[0] + step * gaps.pop())
    middle, mean = (len(numbers) - 1) / 2, sum(numbers) / len(numbers)
    rise = sum((place - middle) * (number - mean) for place, number in enumerate(numbers))
    slope = rise / sum((place - middle) ** 2 for place in range(len(numbers)))
    return normal_number(round(mean + (step - middle) * slope, 10))
