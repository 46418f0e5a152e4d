"""Sorting and the basic filter."""

from __future__ import annotations

from functools import cmp_to_key
from typing import Any

from automation.embedded.errors import invalid
from automation.embedded.spreadsheets import ranges
from automation.embedded.spreadsheets.filters import normal_filter
from automation.embedded.spreadsheets.formulas.references import copied
from automation.embedded.spreadsheets.model import Area, Formula, Json, Value, area_range
from automation.embedded.spreadsheets.requests.register import Update, changes


@changes("sortRange")
def sort_range(update: Update, request: Json) -> None:
    area = ranges.grid_area(update.spreadsheet, request.get("range", {}))
    update.compute()
    sort_area(area, request.get("sortSpecs", []))


def sort_area(area: Area, specs: list[Json]) -> None:
    """Sort the area's rows: numbers, then text, then truth values; empty cells last whatever the order."""
    sheet = area.sheet
    for spec in specs:
        if not area.left <= spec.get("dimensionIndex", 0) < area.right:
            raise invalid(f"Cannot sort by column {spec.get('dimensionIndex', 0)}: it is outside of the range.")
    order = list(range(area.top, area.bottom))
    for spec in reversed(specs):
        column = spec.get("dimensionIndex", 0)
        descending = spec.get("sortOrder") == "DESCENDING"
        keys = {row: _sort_key(sheet.value(row, column)) for row in order}
        order.sort(key=cmp_to_key(lambda a, b, k=keys, d=descending: _compare(k[a], k[b], d)))  # type: ignore[misc]
    reorder_rows(area, order)


def reorder_rows(area: Area, order: list[int]) -> None:
    """Put the area's rows, values with all that the cells have, into ``order``."""
    sheet = area.sheet
    values = [[sheet.value(row, column) for column in range(area.left, area.right)] for row in order]
    if sheet.has_formulas:
        distances = (area.top + offset - row for offset, row in enumerate(order))
        values = [[_carried(value, rows) for value in cells] for cells, rows in zip(values, distances, strict=True)]
    for offset, cells in enumerate(values):
        for place, value in enumerate(cells):
            sheet.set_value(area.top + offset, area.left + place, value)
    for columns in sheet.planes.values():
        for runs in columns[area.left : area.right]:
            if runs:
                runs.reorder(area.top, order)
    sheet.rearranged("ROWS")


def _carried(value: Value, rows: int) -> Value:
    """A cell's value so many rows further: a formula goes on looking at its own row."""
    if not isinstance(value, Formula):
        return value
    return None if value.is_spilled else Formula(copied(value.text, rows, 0))


def _sort_key(value: Value) -> tuple[int, Any]:
    if isinstance(value, Formula):
        value = value.shown_error if value.error else value.result
    if value is None:
        return 3, ""
    if isinstance(value, bool):
        return 2, value
    return (1, value.casefold()) if isinstance(value, str) else (0, value)


def _compare(first: tuple[int, Any], second: tuple[int, Any], descending: bool) -> int:
    if 3 in (first[0], second[0]):
        return (first[0] == 3) - (second[0] == 3)
    ordered = (first > second) - (first < second)
    return -ordered if descending else ordered


@changes("setBasicFilter")
def set_basic_filter(update: Update, request: Json) -> None:
    given = request.get("filter", {})
    area = ranges.grid_area(update.spreadsheet, given.get("range", {}))
    area.sheet.basic_filter = normal_filter({**given, "range": area_range(area)})
    area.sheet.dirty = True
    if given.get("sortSpecs") and area.height > 1:
        update.compute()
        body = Area(area.sheet, area.top + 1, area.bottom, area.left, area.right)
        sort_area(body, given["sortSpecs"])


@changes("clearBasicFilter")
def clear_basic_filter(update: Update, request: Json) -> None:
    sheet = ranges.sheet_of(update.spreadsheet, request.get("sheetId", 0))
    sheet.basic_filter = None
    sheet.dirty = True
