"""From a range's text, ``GridRange`` or data filter to the cells it means, with Google's errors when there are none."""

from __future__ import annotations

from automation.embedded.errors import ApiError, invalid
from automation.embedded.spreadsheets import a1
from automation.embedded.spreadsheets.a1 import Bounds
from automation.embedded.spreadsheets.model import Area, Json, Sheet, Spreadsheet, range_area


def resolve(spreadsheet: Spreadsheet, text: str) -> Area:
    """The area that ``text`` names in A1 or R1C1 notation, or by a named range's name, cut to the grid.

    Raises `ApiError` 400, also for an area that begins outside of the grid.
    """
    try:
        reference = a1.parse(text)
    except ValueError:
        raise _unparsable(text) from None
    named = _named(spreadsheet, reference.name) if reference.name else None
    if named is not None:
        return named
    if reference.title is None and reference.name:
        reference = a1.Reference(reference.name, Bounds())
    sheet = spreadsheet.first_grid() if reference.title is None else spreadsheet.sheet_titled(reference.title)
    if sheet is None or reference.bounds is None or not sheet.is_grid:
        raise _unparsable(text)
    return _area(sheet, reference.bounds)


def _unparsable(text: str) -> ApiError:
    return invalid(f"Unable to parse range: {text}")


def _named(spreadsheet: Spreadsheet, name: str) -> Area | None:
    for named in spreadsheet.named_ranges:
        if named["name"].lower() == name.lower():
            sheet = spreadsheet.sheet(named["range"].get("sheetId", 0))
            return range_area(sheet, named["range"]) if sheet else None
    return None


def _area(sheet: Sheet, bounds: Bounds) -> Area:
    top, left = bounds.top or 0, bounds.left or 0
    if top >= sheet.row_count or left >= sheet.column_count:
        raise _exceeds(sheet, bounds)
    bottom = sheet.row_count if bounds.bottom is None else bounds.bottom
    right = sheet.column_count if bounds.right is None else bounds.right
    return Area(sheet, top, min(bottom, sheet.row_count), left, min(right, sheet.column_count))


def _exceeds(sheet: Sheet, bounds: Bounds) -> ApiError:
    """400 for a range that begins outside of the grid; like Google's, it names an open range as an open one."""
    name = a1.write_bounds(sheet.title, bounds)
    return invalid(
        f"Range ({name}) exceeds grid limits. Max rows: {sheet.row_count}, max columns: {sheet.column_count}"
    )


def name_of(area: Area) -> str:
    """The area in A1 notation, as responses name it."""
    return a1.write(area.sheet.title, area.top, area.bottom, area.left, area.right)


def sheet_of(spreadsheet: Spreadsheet, sheet_id: int) -> Sheet:
    """The sheet of cells with this id. Raises `ApiError` 400."""
    sheet = spreadsheet.sheet(sheet_id)
    if sheet is None or not sheet.is_grid:
        raise invalid(f"No grid with id: {sheet_id}")
    return sheet


def any_sheet_of(spreadsheet: Spreadsheet, sheet_id: int) -> Sheet:
    """The sheet with this id, of cells or of one chart. Raises `ApiError` 400."""
    sheet = spreadsheet.sheet(sheet_id)
    return sheet_of(spreadsheet, sheet_id) if sheet is None else sheet


def grid_area(spreadsheet: Spreadsheet, grid_range: Json) -> Area:
    """The cells of a ``GridRange``, cut to the grid; none where it ends where it starts.

    Raises `ApiError` 400 where the sheet does not exist or the range begins outside of the grid.
    """
    sheet = sheet_of(spreadsheet, grid_range.get("sheetId", 0))
    _check_side("Row", grid_range)
    _check_side("Column", grid_range)
    return _area(sheet, _bounds(grid_range))


def _bounds(grid_range: Json) -> Bounds:
    sides = ("startRowIndex", "endRowIndex", "startColumnIndex", "endColumnIndex")
    return Bounds(*(grid_range.get(side) for side in sides))


def _check_side(key: str, grid_range: Json) -> None:
    start, end = grid_range.get(f"start{key}Index", 0), grid_range.get(f"end{key}Index")
    for name, index in ((f"start{key}Index", start), (f"end{key}Index", end)):
        if index is not None and index < 0:
            raise invalid(f"{name}[{index}] must not be negative.")
    if end is not None and start > end:
        raise invalid(f"end{key}Index[{end}] must be after start{key}Index[{start}]")


def check_coordinate(sheet: Sheet, row: int, column: int) -> None:
    """Raises `ApiError` 400 for a ``GridCoordinate`` outside of the grid, which names the last place inside."""
    for word, index, count in (("row", row, sheet.row_count), ("column", column, sheet.column_count)):
        if index >= count:
            raise invalid(f"GridCoordinate.{word}Index[{index}] is after last {word} in grid[{count - 1}]")
        if index < 0:
            raise invalid(f"GridCoordinate.{word}Index[{index}] must not be negative.")


def dimension_span(sheet: Sheet, dimension_range: Json) -> tuple[str, int, int]:
    """Dimension, start and end of a ``DimensionRange``; open ends filled in. Raises `ApiError` 400."""
    dimension = dimension_range.get("dimension", "DIMENSION_UNSPECIFIED")
    if dimension not in ("ROWS", "COLUMNS"):
        raise invalid("No dimension specified.")
    start = dimension_range.get("startIndex", 0)
    end = dimension_range.get("endIndex", sheet.count(dimension))
    if start < 0:
        raise invalid(f"range.startIndex[{start}] must not be negative.")
    if start >= end:
        raise invalid(f"range.endIndex[{end}] must be greater than range.startIndex[{start}]")
    return dimension, start, end
