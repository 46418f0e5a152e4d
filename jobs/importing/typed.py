"""What stands in a tab of people, as they would type it: what a file is held against, and what an undoing goes by."""

from __future__ import annotations

from functools import cached_property

import pandas as pd

from automation.workbook.table import Table
from jobs.desk.entering import as_typed


class Typed:
    """The cells of a table as it stood when this was made; each column is put into words once."""

    def __init__(self, table: Table) -> None:
        self._table = table
        self._columns: dict[str, dict[int, str]] = {}

    @cached_property
    def whole(self) -> pd.DataFrame:
        """The same as values."""
        return self._table.whole

    @cached_property
    def rows(self) -> list[int]:
        """The labels of all rows."""
        return [int(str(row)) for row in self.whole.index]

    def column(self, name: str) -> dict[int, str]:
        """What stands in a column, by row."""
        if name not in self._columns:
            column, values = self._table.columns[name], self.whole[name].tolist()
            typed = {row: as_typed(column, value) for row, value in zip(self.rows, values, strict=True)}
            tab, unreadable = self._table.tab, self._table.unreadable.get(name, {})
            self._columns[name] = {**typed, **{row: str(tab.cell(row, name)) for row in unreadable}}
        return self._columns[name]
