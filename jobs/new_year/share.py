"""What one tab is to become, as the commit takes it."""

from __future__ import annotations

from typing import Any

from automation.workbook import cells
from automation.workbook.cells import Cell
from automation.workbook.layout import Identity
from automation.workbook.table import Changes, Row, Table
from sheets_schema.columns import Column, Flag


class Share:
    """One tab's share of a new year. It writes any column, the curator's own among them: the command is the curator's.

    Jobs write through `Table`, which keeps them from that.
    """

    def __init__(self, table: Table) -> None:
        self.table = table
        self._identities = {row: identity for identity, row in table.tab.identities().items()}
        self._edits: dict[Identity, dict[str, Cell]] = {}
        self._deleted: set[Identity] = set()
        self._appended: list[dict[str, Cell]] = []

    def write(self, row: Any, values: Row) -> None:
        """Put values into a row; None empties a cell. A column that is not there has nothing to be emptied."""
        edits = self._edits.setdefault(self._identities[int(row)], {})
        edits |= self._cells(values)

    def delete(self, rows: Any) -> None:
        """Take these rows (a boolean Series) from the tab. What has no number of its own is left alone."""
        for row in self.table.index[rows]:
            identity = self._identities[int(row)]
            if identity[0] == "key":
                self._deleted.add(identity)

    def append(self, values: Row) -> None:
        """Add a row at the bottom."""
        self._appended.append(self._cells(values))

    def changes(self) -> Changes:
        return Changes(self._edits, self._appended, frozenset(self._deleted))

    def _cells(self, values: Row) -> dict[str, Cell]:
        """What is to be written of a row, in those of its columns that are there."""
        there = self.table.tab.columns
        return {name: _cell(name.column, value) for name, value in values.items() if name in there}


def _cell(column: Column, value: Any) -> Cell:
    if value is None:
        # An empty tick box is a box without a tick.
        return False if isinstance(column, Flag) else None
    return cells.write(column, [value])[0]
