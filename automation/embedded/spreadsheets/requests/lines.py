"""Rows and columns: insert, delete, move, append, resize; and ranges of cells that push others aside."""

from __future__ import annotations

from automation.embedded.errors import invalid
from automation.embedded.field_mask import assign
from automation.embedded.spreadsheets import dimensions, files, ranges
from automation.embedded.spreadsheets.formats import without_defaults
from automation.embedded.spreadsheets.formulas.following import band_changed
from automation.embedded.spreadsheets.locales import locale_named
from automation.embedded.spreadsheets.model import PLANES, Area, Json, Sheet
from automation.embedded.spreadsheets.requests.paste import Block, read_block, write_block
from automation.embedded.spreadsheets.requests.register import Update, changes
from automation.embedded.spreadsheets.requests.sheets import update_mask
from automation.embedded.spreadsheets.shown import formatted


def _span(update: Update, dimension_range: Json) -> tuple[Sheet, str, int, int]:
    sheet = ranges.sheet_of(update.spreadsheet, dimension_range.get("sheetId", 0))
    return (sheet, *ranges.dimension_span(sheet, dimension_range))


@changes("insertDimension")
def insert_dimension(update: Update, request: Json) -> None:
    sheet, dimension, start, end = _span(update, request.get("range", {}))
    inherit = request.get("inheritFromBefore", False)
    count = sheet.count(dimension)
    if start > count or (start == count and not inherit):
        raise invalid(f"range.startIndex[{start}] is after last index in grid[{count}]")
    if inherit and start == 0:
        raise invalid("inheritFromBefore cannot be true when inserting at the start of the sheet.")
    dimensions.insert(update.spreadsheet, sheet, dimension, start, end - start, inherit_before=inherit)


@changes("deleteDimension")
def delete_dimension(update: Update, request: Json) -> None:
    sheet, dimension, start, end = _span(update, request.get("range", {}))
    dimensions.delete(update.spreadsheet, sheet, dimension, start, end)


@changes("moveDimension")
def move_dimension(update: Update, request: Json) -> None:
    sheet, dimension, start, end = _span(update, request.get("source", {}))
    destination, count = request.get("destinationIndex", 0), sheet.count(dimension)
    if end > count or not 0 <= destination <= count:
        raise invalid(f"Cannot move [{start}, {end}) to {destination}: the grid ends at {count}.")
    dimensions.move(update.spreadsheet, sheet, dimension, start, end, destination)


@changes("appendDimension")
def append_dimension(update: Update, request: Json) -> None:
    sheet = ranges.sheet_of(update.spreadsheet, request.get("sheetId", 0))
    dimension, length = request.get("dimension"), request.get("length", 0)
    if dimension not in ("ROWS", "COLUMNS"):
        raise invalid("No dimension specified.")
    if length < 1:
        raise invalid(f"length[{length}] must be positive.")
    sheet.grid["rowCount" if dimension == "ROWS" else "columnCount"] += length
    sheet.dirty = True
    files.check_cell_limit(update.spreadsheet)


@changes("updateDimensionProperties")
def update_dimension_properties(update: Update, request: Json) -> None:
    sheet, dimension, start, end = _span(update, request.get("range", {}))
    if end > sheet.count(dimension):
        raise invalid(f"range.endIndex[{end}] is after last index in grid[{sheet.count(dimension)}]")
    given = request.get("properties", {})
    mask = update_mask(request.get("fields")) or {name: {} for name in given}

    def change(held: Json | None) -> Json | None:
        fresh = dict(held or {})
        assign(fresh, given, mask)
        return without_defaults(fresh) or None

    sheet.line_properties(dimension).change(start, end, change)
    sheet.dirty = True


@changes("autoResizeDimensions")
def auto_resize_dimensions(update: Update, request: Json) -> None:
    sheet, dimension, start, end = _span(update, request.get("dimensions", {}))
    for index in range(start, min(end, sheet.count(dimension))):
        pixels = 21 if dimension == "ROWS" else _column_pixels(update, sheet, index)
        held = sheet.line_properties(dimension).get(index) or {}
        sheet.line_properties(dimension).put(index, index + 1, {**held, "pixelSize": pixels})
    sheet.dirty = True


def _column_pixels(update: Update, sheet: Sheet, column: int) -> int:
    """Near enough to what ten-point Arial takes; Google measures the rendered text."""
    locale = locale_named(update.spreadsheet.locale)
    longest = 0
    for row in range(len(sheet.rows)):
        value = sheet.value(row, column)
        if value is not None:
            number_format = (sheet.plane_value("userEnteredFormat", row, column) or {}).get("numberFormat")
            lines = formatted(value, number_format, locale).splitlines() or [""]
            longest = max(longest, *map(len, lines))
    return max(longest * 7 + 12, 21) if longest else 100


@changes("insertRange")
def insert_range(update: Update, request: Json) -> None:
    area = ranges.grid_area(update.spreadsheet, request.get("range", {}))
    _shift(update, area, _shift_dimension(request), inserting=True)


@changes("deleteRange")
def delete_range(update: Update, request: Json) -> None:
    area = ranges.grid_area(update.spreadsheet, request.get("range", {}))
    _shift(update, area, _shift_dimension(request), inserting=False)


def _shift_dimension(request: Json) -> str:
    dimension = request.get("shiftDimension")
    if dimension not in ("ROWS", "COLUMNS"):
        raise invalid("No shiftDimension specified.")
    return str(dimension)


def _shift(update: Update, area: Area, dimension: str, *, inserting: bool) -> None:
    """Move the cells behind ``area`` away from it, or into its place."""
    sheet = area.sheet
    if dimension == "ROWS":
        behind = Area(sheet, area.top if inserting else area.bottom, sheet.row_count, area.left, area.right)
        target = (area.bottom if inserting else area.top, area.left)
    else:
        behind = Area(sheet, area.top, area.bottom, area.left if inserting else area.right, sheet.column_count)
        target = (area.top, area.right if inserting else area.left)
    block = _inside_grid(read_block(behind), sheet, target)
    whole = Area(sheet, area.top, max(behind.bottom, area.bottom), area.left, max(behind.right, area.right))
    empty = Block([[None] * whole.width for _ in range(whole.height)], {plane: {} for plane in PLANES})
    write_block(whole, empty)
    start, end = (area.top, area.bottom) if dimension == "ROWS" else (area.left, area.right)
    change = dimensions.insertion(start, end - start) if inserting else dimensions.deletion(start, end)
    write_block(Area(sheet, target[0], target[0] + block.height, target[1], target[1] + block.width), block)
    sheet.rearranged(dimension)
    band_changed(update.spreadsheet, area, dimension, change)


def _inside_grid(block: Block, sheet: Sheet, target: tuple[int, int]) -> Block:
    height = min(block.height, sheet.row_count - target[0])
    width = min(block.width, sheet.column_count - target[1])
    values = [row[:width] for row in block.values[:height]]
    planes = {
        plane: {(row, column): value for (row, column), value in cells.items() if row < height and column < width}
        for plane, cells in block.planes.items()
    }
    return Block(values, planes)
