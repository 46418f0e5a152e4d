"""One tab's share of one write: its requests, and whether they fell where they were meant to."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from itertools import groupby, zip_longest
from typing import Any

from automation.workbook.cells import Cell
from automation.workbook.layout import Tab, column_letters, quoted
from automation.workbook.shape import header_note, number_format
from automation.workbook.targets import Target, Write
from sheets_schema.columns import Variant

Json = dict[str, Any]


class Plan:
    """What is to be written in a tab as it stands (`tab`) to bring it to its target."""

    def __init__(self, target: Target, tab: Tab) -> None:
        self.target, self.tab = target, tab
        self._owners = target.owners(tab)
        # What went by mistake comes back first, in a write of its own: nothing else of that one can hit it.
        self._restored = list(target.lost)
        self._appends = bool(target.appended) and not target.is_appended
        self._whole_rows = [target.whole_row(known, tab) for known in self._restored]
        self._whole_rows += [_in_order(tab, row) for row in target.appended] if self._appends else []
        self.writes = [] if self._restored else target.writes(tab, self._owners)
        leaving = [row for row, known in self._owners.items() if known in target.leaving]
        self.deletions = [] if self._restored else sorted(leaving)

    def requests(self) -> Iterator[Json]:
        """`updateCells` for each run of cells that touch in a column, deletions, and `appendCells`."""
        by_place = sorted(self.writes, key=lambda cell: (cell.index, _fields(cell), cell.row))
        runs = groupby(enumerate(by_place), key=lambda at: (at[1].index, _fields(at[1]), at[1].row - at[0]))
        for (index, fields, _), run in runs:
            cells = [cell for _, cell in run]
            yield {
                "updateCells": {
                    "start": {"sheetId": self.tab.sheet_id, "rowIndex": cells[0].row, "columnIndex": index},
                    "rows": [{"values": [self._cell(cell)]} for cell in cells],
                    "fields": fields,
                }
            }
        # New rows come after it: a deletion that goes astray must not hit them.
        yield from self._delete()
        if self._whole_rows:
            yield self._append()
        if self.target.note and "problems" in self.tab.columns:
            yield self._note()

    def _note(self) -> Json:
        """A note beside a column that moved in that moment is no harm, and goes with the next: it needs no proof."""
        said = header_note(self.tab.declared["problems"], self.target.note)
        return {
            "updateCells": {
                "start": {
                    "sheetId": self.tab.sheet_id,
                    "rowIndex": self.tab.header_row(),
                    "columnIndex": self.tab.columns["problems"],
                },
                "rows": [{"values": [{"note": said}]}],
                "fields": "note",
            }
        }

    def _append(self) -> Json:
        rows = [
            {"values": [_formatted(cell, form or {}) for cell, form in zip_longest(row, formats)]}
            for row, formats in zip(self._whole_rows, _formats(self.tab, self._whole_rows), strict=True)
        ]
        return {"appendCells": {"sheetId": self.tab.sheet_id, "rows": rows, "fields": _WITH_FORMAT}}

    def _cell(self, write: Write) -> Json:
        value = _value(write.value) if write.valued else {}
        if not write.formatted:
            return value
        owner = self._owners.get(write.row)
        return {**value, **_format(self.tab, write.name, owner.ought if owner else lambda _: None)}

    def _delete(self) -> Iterator[Json]:
        """`deleteDimension` for each run of rows, from the bottom up, so that none moves another."""
        place = {"sheetId": self.tab.sheet_id, "dimension": "ROWS"}
        if self.deletions:
            # Sheets refuses to delete all the rows that are not frozen.
            yield {"appendDimension": {**place, "length": 1}}
        for _, run in groupby(enumerate(reversed(self.deletions)), key=lambda at: at[0] + at[1]):
            rows = [row for _, row in run]
            yield {"deleteDimension": {"range": {**place, "startIndex": rows[-1], "endIndex": rows[0] + 1}}}

    @cached_property
    def _is_proven_by_keys(self) -> bool:
        if self.deletions:
            return False  # one that goes astray may hit any row
        return all(self.target.is_known_by_key(self._owners.get(row)) for row in self._rows)

    @property
    def _rows(self) -> set[int]:
        return {write.row for write in self.writes}

    def proof_areas(self) -> list[str]:
        """The parts of the tab that show whether rows and columns stood where they were thought to.

        The first row carries the marks of all columns; rows are recognised by the key column, or by everything.
        """
        title = quoted(self.tab.title)
        columns = f"{title}!1:1"
        if not self.writes and not self.deletions:
            return [columns] if self._whole_rows else []
        if not self._is_proven_by_keys:
            return [title]
        letters = column_letters(self.tab.columns[self.target.key])
        return [f"{title}!{letters}:{letters}", columns]

    def came_right(self, stands: Tab | None) -> bool:
        """Whether all fell where it was meant to, by the tab as it stood at the write.

        Of what fell elsewhere, and of rows that went by mistake, the target takes note.
        """
        if not self.proof_areas():
            return True
        if stands is None:  # the tab was renamed or deleted in that very moment
            self._fell(None)
            return False
        if self._restored:
            self.target.lost = []
        stood = self._columns_stood(stands)
        if not stood:
            self._fell(stands)
        only_the_leaving_went = self._only_the_leaving_went(stands)
        if self._restored or self.target.lost:
            return False  # what was to be written stays to be written
        return stood and only_the_leaving_went and self._cells_came_right(self._undeleted(stands))

    def came_right_unseen(self, stands: Tab | None) -> bool:
        """The same of a write whose answer was lost, by the whole tab as it stands later; None where it has gone."""
        self.target.is_appended = True
        if stands is None or not self.proof_areas():
            return True
        self._fell(None)
        if self._restored:
            self.target.lost = []
            return False
        only_the_leaving_went = self._only_the_leaving_went(stands)
        lacking = self.target.writes(stands, self.target.owners(stands))
        return only_the_leaving_went and all(stands.at(one.row, one.index) == one.value for one in lacking)

    def _columns_stood(self, stands: Tab) -> bool:
        """Whether the columns that were written stood where they were found before."""
        names = {write.name for write in self.writes}
        if self._whole_rows or "" in names:  # columns of the curator's own have no marks to go by
            names = set(self.tab.columns)
        return all(stands.columns.get(name) == self.tab.columns[name] for name in names)

    def _fell(self, stands: Tab | None) -> None:
        """Tell the target into which columns all this fell; without a tab that shows it, into any."""
        cells = [(write.index, write.value) for write in self.writes if write.valued]
        cells += [(index, cell) for row in self._whole_rows for index, cell in enumerate(row) if cell is not None]
        columns = None if stands is None else {index: name for name, index in stands.columns.items()}
        scattered = [*(self.target.new_rows if self._appends else ()), *self._restored]
        self.target.fell(cells, columns, scattered)

    def _undeleted(self, stands: Tab) -> Tab:
        """The tab with an empty line for every deleted row: all stand where they did when cells were written."""
        rows = list(stands.rows)
        for row in self.deletions:
            rows += [[] for _ in range(row - len(rows))]
            rows.insert(row, [])
        return replace(stands, rows=rows)

    def _only_the_leaving_went(self, stands: Tab) -> bool:
        """As many rows have gone as were meant to; which ones, a sort in that moment may have changed.

        A row that the curator deleted in the same moment cannot be told from one that went by mistake, and comes back:
        better that than a person lost.
        """
        if not self.deletions:
            return True
        there = set(self.target.owners(stands).values())
        gone = [known for known in self._owners.values() if known not in there and known not in self.target.leaving]
        self.target.lost += gone
        return not gone and not self.target.leaving & there

    def _cells_came_right(self, stands: Tab) -> bool:
        if not self.writes:
            return True
        if self._is_proven_by_keys:
            return all(stands.cell(row, self.target.key) == self.tab.cell(row, self.target.key) for row in self._rows)
        owners = self.target.owners(stands)
        in_place = all(owners.get(row) is self._owners.get(row) for row in self._rows)
        left = [write for write in self.target.writes(stands, owners) if write.valued]
        # Where cells fell into wrong columns, rows are cleared that are nobody's: that they were the right ones shows
        # in that nothing is left to be done.
        return in_place and (not left if self.target.is_astray else all(write.row in owners for write in left))


_VALUE = "userEnteredValue"
_FORMAT = "userEnteredFormat.numberFormat"
_WITH_FORMAT = f"{_VALUE},{_FORMAT}"


def _fields(write: Write) -> str:
    """The field mask of a write."""
    if not write.valued:
        return _FORMAT
    return _WITH_FORMAT if write.formatted else _VALUE


def _in_order(tab: Tab, row: Mapping[str, Cell]) -> list[Cell]:
    """A new row's cells in the order of the tab's columns."""
    cells: list[Cell] = [None] * (max(tab.columns.values()) + 1)
    for name, index in tab.columns.items():
        cells[index] = row.get(name)
    return cells


def _formats(tab: Tab, rows: Sequence[Sequence[Cell]]) -> Iterator[list[Json]]:
    """What goes with the cells of each new row, in their order: the format of each column, or of none."""
    names = {index: name for name, index in tab.columns.items()}
    # All rows have the same, but for the columns of which each row decides.
    same = [_format(tab, names.get(index, ""), lambda _: None) for index in range(max(names) + 1)]
    varying = {name: index for index, name in names.items() if isinstance(tab.declared[name], Variant)}
    for row in rows:
        cells = {name: row[index] for name, index in tab.columns.items()} if varying else {}
        own = {index: _format(tab, name, cells.get) for name, index in varying.items()}
        yield [own.get(index, form) for index, form in enumerate(same)] if own else same


def _format(tab: Tab, name: str, cell: Callable[[str], Cell]) -> Json:
    """The number format of the column of this name in the row whose cells `cell` gives."""
    if not name:
        return {}
    column = tab.declared[name]
    pattern = number_format(column, cell(column.decided_by.name) if isinstance(column, Variant) else None)
    return {"userEnteredFormat": {"numberFormat": pattern}} if pattern else {}


def _formatted(cell: Cell, form: Json) -> Json:
    return form if cell is None else {**_value(cell), **form}  # most cells of a new row are empty


def _value(cell: Cell) -> Json:
    """A value as it stands: text is never taken for a formula or a date."""
    if cell is None:
        return {}
    if isinstance(cell, bool):
        return {"userEnteredValue": {"boolValue": cell}}
    return {"userEnteredValue": {"stringValue": cell} if isinstance(cell, str) else {"numberValue": cell}}
