"""Copying and cutting of cells."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from automation.embedded.errors import invalid
from automation.embedded.spreadsheets import ranges
from automation.embedded.spreadsheets.formulas.following import cells_moved, rule_copied
from automation.embedded.spreadsheets.model import PLANES, Area, Formula, Json, Value, range_area
from automation.embedded.spreadsheets.requests.register import Update, changes

_ALL = ("userEnteredValue", *PLANES)
# What each PasteType carries; https://developers.google.com/workspace/sheets/api/reference/rest/v4/spreadsheets/request#pastetype
PASTED = {
    "PASTE_NORMAL": _ALL,
    "PASTE_VALUES": ("userEnteredValue",),
    "PASTE_FORMULA": ("userEnteredValue",),
    "PASTE_FORMAT": ("userEnteredFormat", "textFormatRuns"),
    "PASTE_NO_BORDERS": _ALL,
    "PASTE_DATA_VALIDATION": ("dataValidation",),
    "PASTE_CONDITIONAL_FORMATTING": (),
}


@dataclass
class Block:
    """Cells taken out of a sheet; planes by (row, column) from the block's corner."""

    values: list[list[Value]]
    planes: dict[str, dict[tuple[int, int], Any]]
    # The corner that the cells were copied from: their formulas go on looking as far away as they did. Without one
    # (cells that are moved, not copied) formulas stay as they are.
    corner: tuple[int, int] | None = None
    turned: bool = False  # whether rows have become columns since then

    @property
    def height(self) -> int:
        return len(self.values)

    @property
    def width(self) -> int:
        return len(self.values[0]) if self.values else 0


def read_block(area: Area) -> Block:
    """Values and planes of an area."""
    sheet = area.sheet
    values: list[list[Value]] = []
    for row in range(area.top, area.bottom):
        cells = sheet.row_values(row, area.left, area.right)
        values.append([*cells, *[None] * (area.width - len(cells))])
    planes: dict[str, dict[tuple[int, int], Any]] = {}
    for plane in PLANES:
        planes[plane] = held = {}
        for column in range(area.left, min(area.right, len(sheet.planes.get(plane, ())))):
            for start, end, value in sheet.planes[plane][column].between(area.top, area.bottom):
                for row in range(start, end):
                    held[row - area.top, column - area.left] = value
    return Block(values, planes)


def write_block(area: Area, block: Block, fields: tuple[str, ...] = _ALL) -> None:
    """Fill ``area`` with the block, repeated where the area is larger."""
    sheet = area.sheet
    for plane in PLANES:
        if plane in fields and (block.planes.get(plane) or sheet.planes.get(plane)):
            _write_plane(area, block, plane)
    if "userEnteredValue" in fields:
        for row in range(area.height):
            values = block.values[row % block.height]
            for column in range(area.width):
                value = values[column % block.width]
                if isinstance(value, Formula):
                    value = _copied(value, block, (row, column), area)
                sheet.set_value(area.top + row, area.left + column, value)


def _copied(formula: Formula, block: Block, place: tuple[int, int], area: Area) -> Value:
    """A formula of the block as it reads at a place of ``area``; what another formula filled is a plain value now."""
    if formula.is_spilled:
        return formula.result
    if block.corner is None:
        return formula
    return shifted(formula, *_distance(block, place, area))


def _distance(block: Block, place: tuple[int, int], area: Area) -> tuple[int, int]:
    """How many rows and columns a place of ``area`` is away from the cell that is copied there."""
    top, left = block.corner or (0, 0)
    down, across = place[0] % block.height, place[1] % block.width
    if block.turned:
        down, across = across, down
    return area.top + place[0] - top - down, area.left + place[1] - left - across


def shifted(formula: Formula, rows: int, columns: int) -> Formula:
    """A formula's copy so many lines away: relative references move with it."""
    from automation.embedded.spreadsheets.formulas.references import copied

    return Formula(copied(formula.text, rows, columns))


def _write_plane(area: Area, block: Block, plane: str) -> None:
    cells = block.planes.get(plane, {})
    for column in range(area.width):
        runs = area.sheet.runs(plane, area.left + column)
        runs.put(area.top, area.bottom, None)
        for row in range(area.height if cells else 0):
            value = cells.get((row % block.height, column % block.width))
            if value is not None:
                if plane == "dataValidation" and block.corner is not None:
                    value = rule_copied(value, *_distance(block, (row, column), area))
                runs.put(area.top + row, area.top + row + 1, value)


def _fields(request: Json) -> tuple[str, ...]:
    kind = request.get("pasteType", "PASTE_NORMAL")
    return PASTED[kind]


@changes("copyPaste")
def copy_paste(update: Update, request: Json) -> None:
    source = ranges.grid_area(update.spreadsheet, request.get("source", {}))
    wanted = request.get("destination", {})
    sheet = ranges.sheet_of(update.spreadsheet, wanted.get("sheetId", 0))
    if not source.height or not source.width:
        return
    if request.get("pasteType") == "PASTE_VALUES":
        update.compute()
    block = read_block(source)
    block.corner = source.top, source.left
    if request.get("pasteType") == "PASTE_VALUES":
        block.values = [[_result(value) for value in row] for row in block.values]
    if request.get("pasteOrientation") == "TRANSPOSE":
        block = _transposed(block)
    corner = wanted.get("startRowIndex", 0), wanted.get("startColumnIndex", 0)
    ranges.check_coordinate(sheet, *corner)
    asked = range_area(sheet, wanted)
    height = _repeats(asked.height, block.height)
    width = _repeats(asked.width, block.width)
    if corner[0] + height > sheet.row_count or corner[1] + width > sheet.column_count:
        raise invalid("The destination range exceeds the grid.")
    target = Area(sheet, corner[0], corner[0] + height, corner[1], corner[1] + width)
    write_block(target, block, _fields(request))


def _repeats(asked: int, size: int) -> int:
    """A destination that is a multiple of the source is filled; any other takes the source once."""
    return asked if asked > size and asked % size == 0 else size


def _result(value: Value) -> Value:
    """A value without its formula; an error stays one, as Sheets has no other way to write it."""
    if not isinstance(value, Formula):
        return value
    return Formula(f"={value.shown_error}") if value.error else value.result


def _transposed(block: Block) -> Block:
    values = [list(column) for column in zip(*block.values, strict=True)]
    planes = {
        plane: {(column, row): value for (row, column), value in cells.items()} for plane, cells in block.planes.items()
    }
    return Block(values, planes, block.corner, not block.turned)


@changes("cutPaste")
def cut_paste(update: Update, request: Json) -> None:
    source = ranges.grid_area(update.spreadsheet, request.get("source", {}))
    corner = request.get("destination", {})
    sheet = ranges.sheet_of(update.spreadsheet, corner.get("sheetId", 0))
    top, left = corner.get("rowIndex", 0), corner.get("columnIndex", 0)
    ranges.check_coordinate(sheet, top, left)
    if top + source.height > sheet.row_count or left + source.width > sheet.column_count:
        raise invalid("The destination range exceeds the grid.")
    fields = _fields(request)
    if "userEnteredValue" in fields:
        cells_moved(update.spreadsheet, source, sheet, top - source.top, left - source.left)
    block = read_block(source)
    empty = Block([[None] * source.width for _ in range(source.height)], {})
    write_block(source, empty, fields)
    write_block(Area(sheet, top, top + source.height, left, left + source.width), block, fields)
