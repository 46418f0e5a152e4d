"""Where the declared tabs and columns stand in a spreadsheet that its curator may rearrange.

Provisioning marks every tab and column with developer metadata, which moves along when the curator renames, moves
or hides them. Rows have no marks: a row is known by its key, and one without a key by what it says.

The same `Tab` is made from both ways of reading: `values.batchGet` (light; a cycle begins with it) and grid data
(structure and cells in one consistent answer; the commit compares with it).
"""

from __future__ import annotations

import hashlib
import marshal
import re
import zlib
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from automation.workbook.cells import Cell
from sheets_schema.columns import Column, Owner
from sheets_schema.organised import is_own
from sheets_schema.sheet import Sheet

Json = Mapping[str, Any]

TAB_MARK = "nastavnik.tab"
COLUMN_MARK = "nastavnik.column"
STATE_MARK = "nastavnik.state"
ARCHIVE_MARK = "nastavnik.archive"
"""What the mark of the state is called in an archive: with it the program works in no spreadsheet."""

MARKS = "developerMetadata(metadataId,metadataKey,metadataValue)"
"""The field mask that reads marks; alone, those of the spreadsheet itself."""


def _mask(data: str, *more: str) -> str:
    parts = ("properties(sheetId,title,gridProperties)", MARKS, f"data({data})", *more)
    return f"{MARKS},sheets({','.join(parts)})"


STRUCTURE = _mask(f"startColumn,columnMetadata({MARKS})")
"""The field mask that reads where everything stands, and no cells."""

_PLACES = f"startRow,startColumn,columnMetadata({MARKS})"
_CELLS = f"{_PLACES},rowData(values(effectiveValue))"
GRID = _mask(_CELLS)
"""The field mask that reads the same with the cells."""

GRID_AS_ENTERED = _mask(f"{_PLACES},rowData(values(effectiveValue,userEnteredValue))")
"""The same, telling what was entered in a cell from what a formula elsewhere has put there."""

SHAPE = _mask(
    f"startRow,startColumn,columnMetadata(pixelSize,{MARKS}),rowData(values(effectiveValue))",
    "protectedRanges(protectedRangeId,range,description,warningOnly)",
    "filterViews(filterViewId)",
)
"""The field mask that reads all that provisioning compares with the declarations."""

ColumnsOf = Callable[[type[Sheet]], Mapping[str, Column]]


def _as_declared(sheet: type[Sheet]) -> Mapping[str, Column]:
    return sheet.columns


Identity = tuple[Any, ...]
"""What tells a row from its neighbours, wherever it stands: ("key", …) or ("content", …)."""

_HEADER_IN_FIRST = 10
"""How many rows a curator may reasonably insert above the header."""


_LIKE_A_KEY = re.compile(r"[\d/]|^[a-z_]+$")
"""«НМ-0007», «digest/С-0002/2024-01-09», «time_zone»."""


@dataclass
class Tab:
    """One declared tab as it stands: its place, its columns, and its cells."""

    sheet: type[Sheet]
    sheet_id: int
    title: str
    """As the curator calls it now."""
    columns: dict[str, int]
    """Declared name → index, of the columns that are there."""
    width: int
    """How many columns the grid has."""
    rows: list[list[Cell]] = field(default_factory=list)
    """All cells from A1 on, ragged on the right."""
    marks: dict[str, int] = field(default_factory=dict)
    """Declared name → id of the mark by which the column is found."""
    spilled: set[tuple[int, int]] = field(default_factory=set)
    """(row, index) of the cells in which nothing was entered: a formula elsewhere fills them. Known where the tab was
    read as entered."""
    declared: Mapping[str, Column] = field(default_factory=dict)
    """The columns that there ought to be, as the organisation has them; those of the tab, if nothing is said."""

    def __post_init__(self) -> None:
        self.declared = self.declared or self.sheet.columns

    def declaring(self, columns: Mapping[str, Column]) -> Tab:
        """The same tab, known to have these columns: others that are marked are the curator's own."""
        there = {name: index for name, index in self.columns.items() if name in columns}
        return replace(self, declared=columns, columns=there)

    @property
    def missing(self) -> list[str]:
        """Declared columns that the curator has deleted."""
        return [name for name in self.declared if name not in self.columns]

    @cached_property
    def entered(self) -> tuple[str, ...]:
        """Names of the columns that people and forms fill."""
        return tuple(name for name, column in self.declared.items() if column.owner is not Owner.JOB)

    def cell(self, row: int, name: str) -> Cell:
        """The cell of a declared column; None where the row or the column is not there."""
        index = self.columns.get(name)
        return None if index is None else self.at(row, index)

    def at(self, row: int, index: int) -> Cell:
        """The cell in any column; None where the row or the column is not there."""
        if row >= len(self.rows) or index >= len(self.rows[row]):
            return None
        value = self.rows[row][index]
        return None if value == "" else value

    def own_columns(self) -> list[int]:
        """Indices of the columns that are the curator's own, and of those that are empty."""
        declared = set(self.columns.values())
        widest = max((len(row) for row in self.rows), default=0)
        return [index for index in range(max(self.width, widest)) if index not in declared]

    def column(self, name: str, rows: Sequence[int]) -> list[Cell]:
        """The cells of a declared column in these rows, all of them within the tab, as `cell` gives them."""
        index = self.columns.get(name)
        if index is None:
            return [None] * len(rows)
        lines = (self.rows[row] for row in rows)
        return [line[index] if index < len(line) and line[index] != "" else None for line in lines]

    def header_row(self) -> int:
        """The index of the header: the first row that carries declared titles, else the top one."""
        for row in range(min(_HEADER_IN_FIRST, len(self.rows))):
            if 2 * self._titles_in(row) > len(self.columns):
                return row
        return 0

    @property
    def headless(self) -> bool:
        """Whether the header was erased or deleted, so that a row of data stands, or would be put, in its place."""
        header = self.header_row()
        key = self.cell(header, self.sheet.key_column().name)
        # A curator may have renamed all columns; but no title looks like a key.
        return not self._titles_in(header) and (key is None or bool(_LIKE_A_KEY.search(str(key))))

    def _titles_in(self, row: int) -> int:
        """How many declared columns carry their declared titles in a row."""
        return sum(self.cell(row, name) == self.declared[name].title for name in self.columns)

    def filled_rows(self) -> list[int]:
        """Indices of the rows below the header that say something."""
        indices = sorted(self.columns.values())
        return [
            row
            for row in range(self.header_row() + 1, len(self.rows))
            if any(_says_something(self.rows[row][index]) for index in indices if index < len(self.rows[row]))
        ]

    def content(self, row: int) -> tuple[Cell, ...]:
        """What people and forms entered in a row: what is left of it when jobs' columns are taken away."""
        return tuple(self.cell(row, name) for name in self.entered)

    def said(self) -> Counter[tuple[Cell, ...]]:
        """What the tab's declared columns say, a tuple a row: the order of rows says nothing."""
        return Counter(tuple(self.cell(row, name) for name in self.declared) for row in self.filled_rows())

    def digest(self) -> bytes:
        """Another one wherever a cell of a declared column, or the place of one, is another."""
        return hashlib.blake2b(marshal.dumps((self.title, self.columns, self.width, self.rows), 2)).digest()

    def identities(self) -> dict[Identity, int]:
        """Identity → index of every filled row.

        A key that stands in one row only is its identity. A row without one, or with one that another row has too,
        is known by all that it says, and the n-th of several equal rows by its number among them.
        """
        key = self.sheet.key_column().name
        rows = self.filled_rows()
        keys = {row: self.cell(row, key) for row in rows}
        seen = Counter(keys.values())
        nth: Counter[Any] = Counter()
        found: dict[Identity, int] = {}
        for row in rows:
            if keys[row] is not None and seen[keys[row]] == 1:
                found["key", keys[row]] = row
            else:
                said = (keys[row], self.content(row))
                nth[said] += 1
                found["content", said, nth[said]] = row
        return found


def tabs(spreadsheet: Json, declared: Iterable[type[Sheet]], columns_of: ColumnsOf = _as_declared) -> dict[str, Tab]:
    """The declared tabs that a spreadsheet (as `spreadsheets.get` answers) has, by name; `columns_of` gives the columns
    that each ought to have."""
    by_name = {sheet.name: sheet for sheet in declared}
    found: dict[str, tuple[tuple[bool, int], Tab]] = {}
    for item in spreadsheet.get("sheets", []):
        for mark in marks_of(item, TAB_MARK):
            name, _ = mark_of(mark)
            if name not in by_name:
                continue
            # A copy that the curator made of a tab carries its mark too, but not its sheet's id.
            copied = item["properties"].get("sheetId", 0) != sheet_id_of(by_name[name])
            rank = (copied, mark["metadataId"])
            if name not in found or rank < found[name][0]:
                found[name] = (rank, _tab(by_name[name], columns_of(by_name[name]), item))
    return {name: tab for name, (_, tab) in found.items()}


def sheet_id_of(sheet: type[Sheet]) -> int:
    """The id with which provisioning makes a tab."""
    return zlib.crc32(f"nastavnik.{sheet.name}".encode()) & 0x7FFFFFFF


def _tab(sheet: type[Sheet], declared: Mapping[str, Column], item: Json) -> Tab:
    properties = item["properties"]
    blocks = item.get("data", [])
    found = {name: place for name, place in _columns(sheet, blocks).items() if name in declared}
    return Tab(
        sheet=sheet,
        sheet_id=properties.get("sheetId", 0),
        title=properties["title"],
        columns={name: index for name, (index, _) in found.items()},
        width=properties.get("gridProperties", {}).get("columnCount", 0),
        rows=_rows(blocks),
        marks={name: mark for name, (_, mark) in found.items()},
        spilled=_spilled(blocks),
        declared=declared,
    )


def own_columns(spreadsheet: Json) -> dict[str, set[str]]:
    """Name of a tab → the names of the organisation's own columns that are marked in it."""
    found: dict[str, set[str]] = {}
    for item in spreadsheet.get("sheets", []):
        for block in item.get("data", []):
            for column in block.get("columnMetadata", []):
                for mark in marks_of(column, COLUMN_MARK):
                    tab, _, name = mark_of(mark)[0].partition(".")
                    if is_own(name):
                        found.setdefault(tab, set()).add(name)
    return found


def _columns(sheet: type[Sheet], blocks: Sequence[Json]) -> dict[str, tuple[int, int]]:
    """Name → index of the column, and the id of its mark."""
    found: dict[str, tuple[int, int]] = {}
    for block in blocks:
        start = block.get("startColumn", 0)
        for index, column in enumerate(block.get("columnMetadata", []), start):
            for mark in marks_of(column, COLUMN_MARK):
                tab, _, name = mark_of(mark)[0].partition(".")
                if tab == sheet.name:
                    found.setdefault(name, (index, mark["metadataId"]))
    return found


def _spilled(blocks: Sequence[Json]) -> set[tuple[int, int]]:
    return {
        (index, at)
        for block in blocks
        for index, row in enumerate(block.get("rowData", []), block.get("startRow", 0))
        for at, cell in enumerate(row.get("values", []), block.get("startColumn", 0))
        if "effectiveValue" in cell and "userEnteredValue" not in cell
    }


def _rows(blocks: Sequence[Json]) -> list[list[Cell]]:
    rows: list[list[Cell]] = []
    for block in blocks:
        top, left = block.get("startRow", 0), block.get("startColumn", 0)
        for index, row in enumerate(block.get("rowData", []), top):
            while len(rows) <= index:
                rows.append([])
            cells = [_effective(cell) for cell in row.get("values", [])]
            rows[index] += [None] * (left - len(rows[index]))
            rows[index][left : left + len(cells)] = cells
    return rows


_ERRORS = {"NULL_VALUE": "#NULL!", "DIVIDE_BY_ZERO": "#DIV/0!", "VALUE": "#VALUE!", "REF": "#REF!", "NAME": "#NAME?"}


def _effective(cell: Json) -> Cell:
    """A cell of grid data as `values.batchGet` would give it unformatted."""
    value = cell.get("effectiveValue", {})
    if "errorValue" in value:
        kind = value["errorValue"].get("type", "")
        return _ERRORS.get(kind, "#NUM!" if kind == "NUM" else "#N/A" if kind == "N_A" else "#ERROR!")
    return next(iter(value.values()), None)


def marks_of(item: Json, key: str) -> list[Json]:
    """The marks of this kind on a spreadsheet, a tab or a column, as the API gives it."""
    return [mark for mark in item.get("developerMetadata", []) if mark.get("metadataKey") == key]


def _says_something(cell: Cell) -> bool:
    """An unticked box says nothing: Sheets fills whole columns with them."""
    return cell not in (None, "", False)


def mark_of(mark: Json) -> tuple[str, str]:
    """What a mark names, and the digest of the shape to which it was last provisioned."""
    name, _, digest = mark["metadataValue"].partition("#")
    return name, digest


def state_mark(spreadsheet: Json, key: str = STATE_MARK) -> Json | None:
    """The mark in which the program keeps what it must remember, or None before it has any."""
    return next(iter(marks_of(spreadsheet, key)), None)


def is_archive(spreadsheet: Json) -> bool:
    """Whether this is the copy that was made of a spreadsheet when its year was over."""
    return bool(marks_of(spreadsheet, ARCHIVE_MARK))


def quoted(title: str) -> str:
    """A tab's title as A1 notation writes it."""
    return "'" + title.replace("'", "''") + "'"


def column_letters(index: int) -> str:
    """0 → A, 26 → AA."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
