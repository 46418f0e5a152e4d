"""Duplicates and stray blanks taken away, rows shuffled.

https://developers.google.com/workspace/sheets/api/reference/rest/v4/spreadsheets/request#deleteduplicatesrequest
"""

from __future__ import annotations

import random
import re
from typing import Any

from automation.embedded.errors import invalid
from automation.embedded.spreadsheets import ranges
from automation.embedded.spreadsheets.model import Area, Formula, Json, Value
from automation.embedded.spreadsheets.requests.paste import Block, write_block
from automation.embedded.spreadsheets.requests.register import Update, changes
from automation.embedded.spreadsheets.requests.sorting import reorder_rows

# A no-break space is no whitespace here: https://support.google.com/docs/answer/9061513
_BLANKS = re.compile(r"[ \t\n\r\f\v]+")


@changes("deleteDuplicates")
def delete_duplicates(update: Update, request: Json) -> Json:
    area = ranges.grid_area(update.spreadsheet, request.get("range", {}))
    update.compute()
    columns = _compared(area, request.get("comparisonColumns", []))
    kept, removed = _first_of_each(area, columns)
    if not removed:
        return {}
    _close_up(area, kept, removed)
    return {"duplicatesRemovedCount": removed}


def _compared(area: Area, spans: list[Json]) -> list[int]:
    """The columns that tell rows apart: all of the area unless some are named."""
    columns: list[int] = []
    for span in spans:
        dimension, start, end = ranges.dimension_span(area.sheet, span)
        if dimension != "COLUMNS" or span.get("sheetId", 0) != area.sheet.id:
            raise invalid("Comparison columns must be columns of the range's sheet.")
        if start < area.left or end > area.right:
            raise invalid(f"Comparison columns [{start}, {end}) must be within the range [{area.left}, {area.right}).")
        columns += range(start, end)
    return columns or list(range(area.left, area.right))


def _first_of_each(area: Area, columns: list[int]) -> tuple[list[int], int]:
    """The rows that stay, as far as there is data, and how many go."""
    data_end = max(min(area.bottom, len(area.sheet.rows)), area.top)
    while data_end > area.top and not any(
        value is not None for value in area.sheet.row_values(data_end - 1, area.left, area.right)
    ):
        data_end -= 1
    seen: set[tuple[Any, ...]] = set()
    kept = []
    for row in range(area.top, data_end):
        key = tuple(_comparable(area.sheet.value(row, column)) for column in columns)
        if key not in seen:
            seen.add(key)
            kept.append(row)
    return kept, data_end - area.top - len(kept)


def _comparable(value: Value) -> tuple[str, Any]:
    """Case, formats and formulas do not tell values apart."""
    if isinstance(value, Formula):
        value = value.shown_error if value.error else value.result
    if isinstance(value, str):
        return "text", value.casefold()
    return "truth" if isinstance(value, bool) else "number", value


def _close_up(area: Area, kept: list[int], removed: int) -> None:
    """Let the kept rows follow each other; the cells that they leave behind are empty."""
    data_end = area.top + len(kept) + removed
    staying = set(kept)
    gone = [row for row in range(area.top, data_end) if row not in staying]
    data = Area(area.sheet, area.top, data_end, area.left, area.right)
    reorder_rows(data, kept + gone)
    freed = Area(area.sheet, area.top + len(kept), data_end, area.left, area.right)
    write_block(freed, Block([[None] * area.width for _ in range(removed)], {}))


@changes("trimWhitespace")
def trim_whitespace(update: Update, request: Json) -> Json:
    area = ranges.grid_area(update.spreadsheet, request.get("range", {}))
    changed = 0
    for row in range(area.top, min(area.bottom, len(area.sheet.rows))):
        for column, value in enumerate(area.sheet.row_values(row, area.left, area.right), start=area.left):
            trimmed = _BLANKS.sub(" ", value).strip(" ") if isinstance(value, str) else value
            if trimmed != value:
                area.sheet.set_value(row, column, trimmed)
                changed += 1
    return {"cellsChangedCount": changed} if changed else {}


@changes("randomizeRange")
def randomize_range(update: Update, request: Json) -> None:
    area = ranges.grid_area(update.spreadsheet, request.get("range", {}))
    order = list(range(area.top, area.bottom))
    random.shuffle(order)
    reorder_rows(area, order)
