"""How a tab lies before the curator: which rows are folded away, how wide columns are, in what order they stand.

All of it is hers to change. So it is given to a new tab, and to one that stands only what a later version brings, and
only where the tab is still as an earlier version left it.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Mapping
from typing import Any

from automation.workbook.layout import column_letters
from sheets_schema.columns import Column
from sheets_schema.sheet import Sheet

Json = dict[str, Any]
Places = dict[str, int]


def view_of(sheet: type[Sheet], sheet_id: int, columns: Mapping[str, int], header: int = 0) -> Json | None:
    """The filter view that folds away the rows that are over; None where a tab says of none."""
    statuses = [column for column in sheet.columns_of_over() if column.name in columns]
    if not statuses:
        return None
    first = {name: f"${column_letters(index)}{header + 2}" for name, index in columns.items()}
    goes_on = "*".join(
        f'({first[column.name]}<>"{value}")' for column in statuses for value in column.options if value in sheet.over
    )
    # Sums and products instead of OR and AND: what divides their arguments depends on the spreadsheet's language.
    to_fix = f'({first["problems"]}<>"")+' if "problems" in columns else ""
    condition = {"type": "CUSTOM_FORMULA", "values": [{"userEnteredValue": f"={to_fix}{goes_on}>0"}]}
    return {
        "filterViewId": _view_id(sheet),
        "title": f"Текущие строки: {sheet.title}",
        "range": {"sheetId": sheet_id, "startRowIndex": header},
        "criteria": {str(columns[statuses[0].name]): {"condition": condition}},
    }


def _view_id(sheet: type[Sheet]) -> int:
    return zlib.crc32(f"nastavnik.{sheet.name}.over".encode()) & 0x7FFFFFFF


def added_view(view: Json | None) -> Iterator[Json]:
    """The request that makes a view."""
    if view is not None:
        yield {"addFilterView": {"filter": view}}


def changed_view(item: Json, view: Json | None) -> Iterator[Json]:
    """The request that brings a view up to its declaration, if the curator has not deleted it; its name is hers."""
    if view is not None and any(
        held.get("filterViewId") == view["filterViewId"] for held in item.get("filterViews", [])
    ):
        yield {"updateFilterView": {"filter": view, "fields": "criteria"}}


def arrangement(sheet: type[Sheet]) -> Json:
    """What a later version may have declared otherwise of widths and order."""
    return {column.name: [column.width, *column.former_widths, column.stood_after] for column in sheet.columns.values()}


def widened(sheet: type[Sheet], item: Json, sheet_id: int, stood: Mapping[str, int], stand: Places) -> Iterator[Json]:
    """Today's width for the columns that have one of an earlier version, and ``stood`` there when the tab was read."""
    drawn = _widths(item)
    for name, index in stood.items():
        column = sheet.columns.get(name)
        if column and drawn.get(index) in column.former_widths:
            yield width(column, sheet_id, stand[name], "pixelSize")


def width(column: Column, sheet_id: int, index: int, fields: str = "pixelSize,hiddenByUser") -> Json:
    """The request that draws a column as wide as it is declared."""
    properties = {"pixelSize": column.width, "hiddenByUser": column.hidden}
    asked = {name: properties[name] for name in fields.split(",")}
    return {"updateDimensionProperties": {"range": lines(sheet_id, index), "properties": asked, "fields": fields}}


def _widths(item: Json) -> dict[int, int]:
    return {
        index: column["pixelSize"]
        for block in item.get("data", [])
        for index, column in enumerate(block.get("columnMetadata", []), block.get("startColumn", 0))
        if "pixelSize" in column
    }


def moved(sheet: type[Sheet], sheet_id: int, stand: Places) -> Iterator[Json]:
    """Move the columns that stand where an earlier version put them; ``stand`` is brought up to it."""
    before = ""
    for name, column in sheet.columns.items():
        if column.stood_after and stand.get(column.stood_after, -2) + 1 == stand[name] and before in stand:
            target = stand[before] + 1
            if target != stand[name]:
                yield {"moveDimension": {"source": lines(sheet_id, stand[name]), "destinationIndex": target}}
                stand.update(_after_the_move(stand, stand[name], target))
        before = name


def _after_the_move(stand: Places, source: int, target: int) -> Places:
    """Where columns stand once the one at ``source`` has gone to before ``target``."""
    order = list(range(max(*stand.values(), target) + 1))
    order.insert(target, source)
    order.pop(source if source < target else source + 1)
    return {name: order.index(index) for name, index in stand.items()}


def lines(sheet_id: int, index: int) -> Json:
    """One column, as a `DimensionRange`."""
    return {"sheetId": sheet_id, "dimension": "COLUMNS", "startIndex": index, "endIndex": index + 1}
