"""A spreadsheet in memory.

Cells' values are plain Python values in ragged rows, so that a million of them stay cheap. Everything else that
a cell can have (format, note, validation …) lies in *planes*: for each field of ``CellData`` the runs of each
column. Objects with ranges (merges, protected ranges, filters …) are kept as Google's JSON; when rows or columns
come and go, any ``GridRange`` inside them follows, whatever the object is.
"""

from __future__ import annotations

import copy
import random
from collections.abc import Callable, Hashable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

from automation.embedded.spreadsheets.a1 import Bounds
from automation.embedded.spreadsheets.blocks import Blocks, Filled
from automation.embedded.spreadsheets.runs import Runs

Json = dict[str, Any]
Dimension = Literal["ROWS", "COLUMNS"]

MAX_CELLS = 10_000_000  # Google's limit for one spreadsheet
MAX_TEXT = 50_000  # characters in one cell, Google's limit

PLANES = (
    "userEnteredFormat",
    "note",
    "dataValidation",
    "textFormatRuns",
    "chipRuns",
    "pivotTable",
    "dataSourceTable",
    "dataSourceFormula",
)
# Fields of `Sheet` in Google's JSON that are lists of objects with ranges.
SHEET_LISTS = (
    "merges",
    "conditionalFormats",
    "filterViews",
    "protectedRanges",
    "charts",
    "bandedRanges",
    "slicers",
    "rowGroups",
    "columnGroups",
    "tables",
)


# What a cell shows, by Google's ErrorType.
ERROR_MARKS = {
    "NULL_VALUE": "#NULL!",
    "DIVIDE_BY_ZERO": "#DIV/0!",
    "VALUE": "#VALUE!",
    "REF": "#REF!",
    "NAME": "#NAME?",
    "NUM": "#NUM!",
    "N_A": "#N/A",
}


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula as typed, ``=`` included, and what it came to.

    ``error`` is Google's ``ErrorType`` where it came to one. ``number_format`` is what the result shows in, in a cell
    without a number format of its own. A formula that is not computed yet looks like one that comes to an empty cell.
    """

    text: str
    result: Scalar = None
    error: str | None = None
    message: str = ""
    number_format: Json | None = None

    @property
    def is_spilled(self) -> bool:
        """Whether the cell is filled by a formula in another one, as by ``=SEQUENCE(3)`` above it."""
        return not self.text

    @property
    def shown_error(self) -> str:
        """What the cell of a formula with an error shows: ``#DIV/0!``."""
        return ERROR_MARKS.get(self.error or "", "#ERROR!")


Scalar = str | int | float | bool | None
Value = Scalar | Formula


def typed(value: Value) -> Scalar:
    """What somebody put into the cell: of a formula its text, of a cell that another's formula fills nothing."""
    return (value.text or None) if isinstance(value, Formula) else value


def new_order() -> int:
    """A number by which to tell one order of rows, or of columns, from all others."""
    return random.getrandbits(48)


@dataclass
class Sheet:
    """One tab. ``rows`` may be shorter than the grid, each row too; who changes them says so to ``blocks``."""

    properties: Json
    rows: list[list[Value]] = field(default_factory=list)
    planes: dict[str, list[Runs]] = field(default_factory=dict)
    row_properties: Runs = field(default_factory=Runs)
    column_properties: Runs = field(default_factory=Runs)
    lists: dict[str, list[Json]] = field(default_factory=dict)
    basic_filter: Json | None = None
    blocks: Blocks = field(default_factory=Blocks)
    order: Json = field(default_factory=lambda: {"ROWS": new_order(), "COLUMNS": new_order()})
    dirty: bool = True
    has_formulas: bool = False  # whether it may have some: set by writing one, cleared when none is found

    def __post_init__(self) -> None:
        self.blocks.extend(len(self.rows))

    @property
    def id(self) -> int:
        return int(self.properties["sheetId"])

    @property
    def title(self) -> str:
        return str(self.properties["title"])

    @property
    def is_grid(self) -> bool:
        """Whether it has cells; a sheet of type OBJECT is one chart instead."""
        return "gridProperties" in self.properties

    @property
    def grid(self) -> Json:
        grid: Json = self.properties["gridProperties"] if self.is_grid else {"rowCount": 0, "columnCount": 0}
        return grid

    @property
    def row_count(self) -> int:
        return int(self.grid["rowCount"])

    @property
    def column_count(self) -> int:
        return int(self.grid["columnCount"])

    def count(self, dimension: str) -> int:
        """How many rows or columns the grid has."""
        return self.row_count if dimension == "ROWS" else self.column_count

    def rearranged(self, dimension: str) -> None:
        """Its rows or columns stand elsewhere now: whoever knows one by its number has to look for it."""
        self.order = {**self.order, dimension: new_order()}
        self.dirty = True

    def objects(self, name: str) -> list[Json]:
        """The list of objects kept under a field of Google's ``Sheet``."""
        self.dirty = True
        return self.lists.setdefault(name, [])

    # Values

    def value(self, row: int, column: int) -> Value:
        """The value of a cell, ``None`` if it is empty."""
        cells = self.rows[row] if row < len(self.rows) else ()
        return cells[column] if column < len(cells) else None

    def set_value(self, row: int, column: int, value: Value) -> None:
        """Put ``value`` into a cell; ``None`` and an empty text empty it."""
        self.set_values(row, column, [value])

    def set_values(self, row: int, left: int, values: Iterable[Value]) -> None:
        """The same for cells of a row side by side, from the column ``left`` on."""
        fresh = [None if value == "" and isinstance(value, str) else value for value in values]
        here = self.rows[row] if row < len(self.rows) else ()
        while fresh and fresh[-1] is None and left + len(fresh) > len(here):
            fresh.pop()  # nothing was there, and nothing comes
        if not fresh:
            return
        self._reach(row + 1)
        cells = self.rows[row]
        cells.extend([None] * (left + len(fresh) - len(cells)))
        cells[left : left + len(fresh)] = fresh
        self.has_formulas = self.has_formulas or Formula in map(type, fresh)
        self.blocks.mark(row)

    def formulas(self) -> Iterator[tuple[int, int, Formula]]:
        """The cells with formulas, row by row: row, column, formula."""
        for place, number in enumerate(self.blocks.numbers) if self.has_formulas else ():
            if number not in self.blocks.without_formulas:
                found = self._formulas_between(*self.blocks.span(place))
                if not found:
                    self.blocks.without_formulas.add(number)
                yield from found

    def _formulas_between(self, top: int, bottom: int) -> list[tuple[int, int, Formula]]:
        return [
            (row, column, value)
            for row, cells in enumerate(self.rows[top:bottom], start=top)
            if Formula in map(type, cells)
            for column, value in enumerate(cells)
            if isinstance(value, Formula)
        ]

    def row_values(self, row: int, left: int, right: int) -> list[Value]:
        """The values of part of a row, as far as the row reaches."""
        return self.rows[row][left:right] if row < len(self.rows) else []

    def clear_values(self, top: int, bottom: int, left: int, right: int) -> None:
        """Empty the cells of a rectangle."""
        for cells in self.rows[top:bottom]:
            if right >= len(cells):
                del cells[left:]
            else:
                cells[left:right] = [None] * (right - left)
        self.blocks.mark_all(top, bottom)

    def insert_rows(self, at: int, count: int) -> None:
        """Make room for the values of ``count`` rows."""
        if at < len(self.rows):
            self.rows[at:at] = [[] for _ in range(count)]
            self.blocks.insert(at, count)

    def delete_rows(self, start: int, end: int) -> None:
        """Remove the values of rows."""
        del self.rows[start:end]
        self.blocks.delete(start, end)

    def move_rows(self, start: int, end: int, destination: int) -> None:
        """Move the values of rows before ``destination``, as counted before the move."""
        if min(start, destination) >= len(self.rows):
            return
        self._reach(max(end, destination))
        target = move_slice(self.rows, start, end, destination)
        self.blocks.delete(start, end)
        self.blocks.insert(target, end - start)

    def rearrange_columns(self, rearrange: Callable[[list[Value]], object]) -> None:
        """Let ``rearrange`` put each row's values into other columns."""
        for cells in self.rows:
            rearrange(cells)
        self.blocks.mark_all(0, len(self.rows))

    def _reach(self, rows: int) -> None:
        """Make it at least so many rows."""
        if rows > len(self.rows):
            self.rows.extend([] for _ in range(rows - len(self.rows)))
            self.blocks.extend(rows)

    @property
    def filled(self) -> Filled:
        """Where it has values."""
        return Filled(self.rows, self.blocks)

    def last_data_row(self) -> int:
        """One past the last row that has a value."""
        last = self.filled.last_row(0, len(self.rows), 0)
        return 0 if last is None else last + 1

    # Planes

    def runs(self, plane: str, column: int) -> Runs:
        """The runs of one column of a plane, made if there are none."""
        columns = self.planes.setdefault(plane, [])
        if column >= len(columns):
            columns.extend(Runs() for _ in range(column + 1 - len(columns)))
        self.dirty = True
        return columns[column]

    def plane_value(self, plane: str, row: int, column: int) -> Any:
        """What a cell has in a plane."""
        columns = self.planes.get(plane)
        return columns[column].get(row) if columns and column < len(columns) else None

    def put_plane(self, plane: str, area: Area, value: Any) -> None:
        """Give every cell of ``area`` the same ``value`` in a plane."""
        if value is None and plane not in self.planes:
            return
        for column in range(area.left, area.right):
            self.runs(plane, column).put(area.top, area.bottom, value)

    def change_plane(self, plane: str, area: Area, change: Callable[[Any], Any]) -> None:
        """Replace what every cell of ``area`` has in a plane."""
        for column in range(area.left, area.right):
            self.runs(plane, column).change(area.top, area.bottom, change)

    def line_properties(self, dimension: str) -> Runs:
        """``DimensionProperties`` (without developer metadata) by row or column."""
        return self.row_properties if dimension == "ROWS" else self.column_properties


@dataclass(frozen=True)
class Area:
    """A closed rectangle of a sheet; rows and columns from 0, ends not included."""

    sheet: Sheet
    top: int
    bottom: int
    left: int
    right: int

    @property
    def height(self) -> int:
        return self.bottom - self.top

    @property
    def width(self) -> int:
        return self.right - self.left

    def holds(self, row: int, column: int) -> bool:
        """Whether a cell lies inside."""
        return self.top <= row < self.bottom and self.left <= column < self.right

    def meets(self, other: Area) -> bool:
        """Whether both share a cell."""
        return (
            self.sheet is other.sheet
            and max(self.top, other.top) < min(self.bottom, other.bottom)
            and max(self.left, other.left) < min(self.right, other.right)
        )

    def bounds(self) -> Bounds:
        return Bounds(self.top, self.bottom, self.left, self.right)


@dataclass
class Spreadsheet:
    """A whole file. ``properties`` has no title: that is the Drive file's name, kept once, there."""

    id: str
    properties: Json
    sheets: list[Sheet] = field(default_factory=list)
    named_ranges: list[Json] = field(default_factory=list)
    developer_metadata: list[Json] = field(default_factory=list)
    deleted_sheets: set[int] = field(default_factory=set)
    dirty: bool = True
    computed_on: date | None = None  # where the spreadsheet is at home
    # What conditional formats have come to since the last change, by sheet, area and day.
    painted: dict[Hashable, dict[tuple[int, int], Json]] = field(default_factory=dict, repr=False)

    @property
    def has_formulas(self) -> bool:
        """Whether any sheet may have formulas."""
        return any(sheet.has_formulas for sheet in self.sheets)

    @property
    def size(self) -> int:
        """How many cells it keeps at most: the rows that have any, as wide as the grid."""
        return sum(len(sheet.rows) * sheet.column_count for sheet in self.sheets)

    @property
    def locale(self) -> str:
        return str(self.properties.get("locale", "en_US"))

    def sheet(self, sheet_id: int) -> Sheet | None:
        """The sheet with this id, if there is one."""
        return next((sheet for sheet in self.sheets if sheet.id == sheet_id), None)

    def first_grid(self) -> Sheet:
        """The first sheet that has cells: what a range without a sheet's name is on."""
        return next((sheet for sheet in self.sheets if sheet.is_grid), self.sheets[0])

    def sheet_titled(self, title: str) -> Sheet | None:
        """The sheet with this title; Google ignores case here."""
        exact = next((sheet for sheet in self.sheets if sheet.title == title), None)
        lowered = title.lower()
        return exact or next((sheet for sheet in self.sheets if sheet.title.lower() == lowered), None)

    def changed(self) -> bool:
        """Whether anything is not saved yet."""
        return self.dirty or any(sheet.dirty or not sheet.blocks.are_stored for sheet in self.sheets)

    def renumber(self) -> None:
        """Write each sheet's place into its properties."""
        for index, sheet in enumerate(self.sheets):
            if sheet.properties.get("index") != index:
                sheet.properties["index"] = index
                sheet.dirty = True
        self.dirty = True


def move_slice(items: list[Any], start: int, end: int, destination: int) -> int:
    """Move items before ``destination``, as counted before the move; where the first of them is then."""
    carried = items[start:end]
    del items[start:end]
    target = destination if destination <= start else destination - (end - start)
    items[target:target] = carried
    return target


_BOUND_KEYS = ("startRowIndex", "endRowIndex", "startColumnIndex", "endColumnIndex")


def grid_ranges(value: Any) -> Iterator[Json]:
    """Every ``GridRange`` with a bound, at any depth of an object's JSON."""
    if isinstance(value, list):
        for item in value:
            yield from grid_ranges(item)
    elif isinstance(value, dict):
        if any(key in value for key in _BOUND_KEYS):
            yield value
        else:
            for item in value.values():
                yield from grid_ranges(item)


def range_area(sheet: Sheet, grid_range: Json) -> Area:
    """The cells of a ``GridRange``, cut to the grid."""
    return Area(
        sheet,
        min(grid_range.get("startRowIndex", 0), sheet.row_count),
        min(grid_range.get("endRowIndex", sheet.row_count), sheet.row_count),
        min(grid_range.get("startColumnIndex", 0), sheet.column_count),
        min(grid_range.get("endColumnIndex", sheet.column_count), sheet.column_count),
    )


def area_range(area: Area) -> Json:
    """The ``GridRange`` of an area; like Google's, without ``sheetId`` where it is 0."""
    return with_sheet(
        area.sheet.id,
        {
            "startRowIndex": area.top,
            "endRowIndex": area.bottom,
            "startColumnIndex": area.left,
            "endColumnIndex": area.right,
        },
    )


def with_sheet(sheet_id: int, rest: Json) -> Json:
    """``rest`` with its sheet's id, which proto JSON leaves out where it is 0."""
    return {"sheetId": sheet_id, **rest} if sheet_id else rest


_PLACE_FIELDS = ("merges", "range", "ranges", "unprotectedRanges", "sources", "dataRange", "anchorCell")


def places(value: Any, name: str = "") -> Iterator[Json]:
    """Every range of cells or lines, and every cell, that an object's JSON names, at any depth."""
    if isinstance(value, list):
        for item in value:
            yield from places(item, name)
    elif isinstance(value, dict):
        if name in _PLACE_FIELDS:
            yield value
        else:
            for inner, item in value.items():
                yield from places(item, inner)


def _point_at(place: Json, sheet_id: int) -> None:
    rest = {name: value for name, value in place.items() if name != "sheetId"}
    place.clear()
    place.update(with_sheet(sheet_id, rest))


def copy_sheet(sheet: Sheet, properties: Json) -> Sheet:
    """A deep copy under other properties; ranges of the sheet itself point at the copy."""
    lists = copy.deepcopy(sheet.lists)
    basic_filter = copy.deepcopy(sheet.basic_filter)
    own_positions = [chart["position"] for chart in lists.get("charts", []) if "sheetId" in chart["position"]]
    for place in [*places(lists), *places(basic_filter), *own_positions]:
        if place.get("sheetId", 0) == sheet.id:
            _point_at(place, properties["sheetId"])
    return Sheet(
        properties,
        [list(row) for row in sheet.rows],
        copy.deepcopy(sheet.planes),
        copy.deepcopy(sheet.row_properties),
        copy.deepcopy(sheet.column_properties),
        lists,
        basic_filter,
        has_formulas=sheet.has_formulas,
    )
