"""How cells look by the conditional formats of their sheet.

https://developers.google.com/workspace/sheets/api/guides/conditional-format
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator
from datetime import datetime

from automation.embedded.spreadsheets.conditions import Cell, Context, Test, compiled, depends_on_place
from automation.embedded.spreadsheets.entry import read_typed
from automation.embedded.spreadsheets.formats import colour, single_precision
from automation.embedded.spreadsheets.formulas.computing import answers
from automation.embedded.spreadsheets.formulas.workbook import Question, local_time
from automation.embedded.spreadsheets.model import Area, Formula, Json, Sheet, Spreadsheet, Value, range_area

_MOST_HELD = 16  # areas of one spreadsheet whose looks are kept

Points = list[tuple[float, tuple[float, ...]]]  # a number and its red, green, blue; ascending


def painted(spreadsheet: Spreadsheet, area: Area, now: datetime) -> dict[Cell, Json]:
    """The ``CellFormat`` that conditional formats lay over cells of ``area``, by row and column from 0.

    Cells that no rule applies to are left out. Where several rules apply, the first one decides on each property. The
    formats are shared between cells, and all of it between calls until something changes: do not change them.
    """
    if spreadsheet.changed():
        return _painted(spreadsheet, area, now)
    held = spreadsheet.painted
    key = (area.sheet.id, area.bounds(), local_time(spreadsheet, now).date())
    if key not in held:
        if len(held) >= _MOST_HELD:
            held.clear()
        held[key] = _painted(spreadsheet, area, now)
    return held[key]


def _painted(spreadsheet: Spreadsheet, area: Area, now: datetime) -> dict[Cell, Json]:
    found: dict[Cell, Json] = {}
    # With what was merged, for an id may be given again once its object is gone.
    merged: dict[tuple[int, int], tuple[Json, Json, Json]] = {}
    for rule in area.sheet.lists.get("conditionalFormats", []):
        for cell, fresh in _applied(spreadsheet, area, rule, now):
            held = found.get(cell)
            if held is not None:
                key = (id(held), id(fresh))
                if key not in merged:
                    merged[key] = (held, fresh, _laid_over(held, fresh))
                fresh = merged[key][2]
            found[cell] = fresh
    return found


def _laid_over(above: Json, below: Json) -> Json:
    """Both formats, the one above where they differ; the two spellings of a colour are one property."""
    merged = {name: part for name, part in below.items() if not _is_set(above, name)} | above
    if "textFormat" in above and "textFormat" in below:
        merged["textFormat"] = _laid_over(above["textFormat"], below["textFormat"])
    return merged


def _is_set(held: Json, name: str) -> bool:
    return name in held or (name + "Style" in held) or (name.removesuffix("Style") in held)


def _applied(spreadsheet: Spreadsheet, area: Area, rule: Json, now: datetime) -> Iterator[tuple[Cell, Json]]:
    """The cells of ``area`` that a rule applies to, and how it has them look."""
    ranges = [range_area(area.sheet, grid_range) for grid_range in rule["ranges"]]
    parts = [part for own in ranges if (part := _common(own, area))]
    if not parts:
        return
    context = Context(spreadsheet, area.sheet, now, ranges[0].top, ranges[0].left)
    if "booleanRule" in rule:
        boolean = rule["booleanRule"]
        wanted: Json = boolean.get("format", {})
        for cell in _meeting(boolean.get("condition", {}), context, parts):
            yield cell, wanted
        return
    yield from _graded(rule["gradientRule"], context, ranges, parts)


def _common(first: Area, second: Area) -> Area | None:
    """The cells that two areas of one sheet share."""
    top, bottom = max(first.top, second.top), min(first.bottom, second.bottom)
    left, right = max(first.left, second.left), min(first.right, second.right)
    return Area(first.sheet, top, bottom, left, right) if top < bottom and left < right else None


# Boolean rules


def _meeting(condition: Json, context: Context, parts: list[Area]) -> Iterator[Cell]:
    if depends_on_place(condition):
        cells = [cell for part in parts for cell in _all_cells(part)]
        test = compiled(condition, context, cells)
        yield from (cell for cell in cells if _asked(test, context.sheet, *cell))
        return
    test = compiled(condition, context)
    with_empty = test(None, None, context.row, context.column)
    for part in parts:
        yield from _meeting_by_value(test, part, with_empty=with_empty)


def _all_cells(area: Area) -> Iterator[Cell]:
    return ((row, column) for row in range(area.top, area.bottom) for column in range(area.left, area.right))


def _asked(test: Test, sheet: Sheet, row: int, column: int) -> bool:
    return test(sheet.value(row, column), _number_format(sheet, row, column), row, column)


def _number_format(sheet: Sheet, row: int, column: int) -> Json | None:
    held = sheet.plane_value("userEnteredFormat", row, column)
    return held.get("numberFormat") if held else None


def _meeting_by_value(test: Test, part: Area, *, with_empty: bool) -> Iterator[Cell]:
    """The cells whose value meets a condition that looks at nothing else; texts of one kind are asked about once."""
    sheet, known = part.sheet, dict[str, bool]()
    for row in range(part.top, part.bottom if with_empty else min(part.bottom, len(sheet.rows))):
        cells = sheet.row_values(row, part.left, part.right)
        for column, value in enumerate(cells, start=part.left):
            if value is None:
                if with_empty:
                    yield row, column
            elif isinstance(value, str):
                met = known.get(value)
                if met is None:
                    met = known[value] = test(value, None, row, column)
                if met:
                    yield row, column
            elif _asked(test, sheet, row, column):
                yield row, column
        if with_empty:
            yield from ((row, column) for column in range(part.left + len(cells), part.right))


# Gradient rules


def _graded(rule: Json, context: Context, ranges: list[Area], parts: list[Area]) -> Iterator[tuple[Cell, Json]]:
    points = _points(rule, context, sorted(number for own in ranges for _, number in _numbers(own)))
    looks: dict[float, Json] = {}
    for part in parts if points else ():
        for cell, number in _numbers(part):
            if number not in looks:
                looks[number] = _look(_interpolated(points, number))
            yield cell, looks[number]


def _numbers(area: Area) -> Iterator[tuple[Cell, float]]:
    for row in range(area.top, min(area.bottom, len(area.sheet.rows))):
        for column, value in enumerate(area.sheet.row_values(row, area.left, area.right), start=area.left):
            number = _as_number(value)
            if number is not None:
                yield (row, column), number


def _as_number(value: Value) -> float | None:
    held = value.result if isinstance(value, Formula) else value
    return held if isinstance(held, int | float) and not isinstance(held, bool) else None


def _points(rule: Json, context: Context, numbers: list[float]) -> Points:
    """The rule's points that have a number, ascending; none where the ranges hold no number."""
    given = [rule[name] for name in ("minpoint", "midpoint", "maxpoint") if name in rule]
    found = [(_place(point, context, numbers), _parts(point, context.spreadsheet)) for point in given]
    # The sort is stable: where points fall together, the last one's colour is that of the numbers above.
    known = [(place, parts) for place, parts in found if place is not None]
    return sorted(known, key=lambda point: point[0]) if numbers else []


def _place(point: Json, context: Context, numbers: list[float]) -> float | None:
    """The number that an ``InterpolationPoint`` stands at."""
    kind = point.get("type")
    if not numbers or kind in ("MIN", "MAX"):
        return None if not numbers else numbers[0] if kind == "MIN" else numbers[-1]
    value = _typed_number(point.get("value", ""), context)
    if value is None or kind == "NUMBER":
        return value
    if kind == "PERCENT":
        return numbers[-1] * value / 100 + numbers[0] * (1 - value / 100)
    return _percentile(numbers, value / 100) if kind == "PERCENTILE" and 0 <= value <= 100 else None


def _typed_number(text: str, context: Context) -> float | None:
    typed, _ = read_typed(text, context.locale, context.today)
    if isinstance(typed, Formula):
        question = Question(context.sheet, context.row, context.column, text)
        (typed,) = answers(context.spreadsheet, [question], context.now)
    return _as_number(typed)


def _percentile(numbers: list[float], part: float) -> float:
    """As ``PERCENTILE`` counts: between two numbers in proportion."""
    place = part * (len(numbers) - 1)
    low = int(place)
    high = min(low + 1, len(numbers) - 1)
    return numbers[low] + (numbers[high] - numbers[low]) * (place - low)


def _parts(point: Json, spreadsheet: Spreadsheet) -> tuple[float, ...]:
    style = point.get("colorStyle", {})
    plain = style.get("rgbColor") or point.get("color") or _theme_colour(style.get("themeColor"), spreadsheet)
    return tuple(float(plain.get(name, 0)) for name in ("red", "green", "blue"))


def _theme_colour(kind: str | None, spreadsheet: Spreadsheet) -> Json:
    pairs = spreadsheet.properties.get("spreadsheetTheme", {}).get("themeColors", [])
    return next((pair["color"].get("rgbColor", {}) for pair in pairs if pair["colorType"] == kind), {})


def _interpolated(points: Points, number: float) -> tuple[float, ...]:
    above = bisect_right(points, number, key=lambda point: point[0])
    if above in (0, len(points)):
        return points[max(above - 1, 0)][1]
    (low, first), (high, last) = points[above - 1], points[above]
    part = (number - low) / (high - low)
    mix: Callable[[float, float], float] = lambda a, b: a + (b - a) * part  # noqa: E731
    return tuple(mix(a, b) for a, b in zip(first, last, strict=True))


def _look(parts: tuple[float, ...]) -> Json:
    red, green, blue = (single_precision(part) for part in parts)
    shown = colour(red, green, blue)
    return {"backgroundColor": shown, "backgroundColorStyle": {"rgbColor": shown}}
