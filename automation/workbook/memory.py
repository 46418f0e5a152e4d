"""What a program keeps of a spreadsheet from one cycle to the next, so as not to do again what it has done.

It is asked what came of exactly the same cells. Without it everything comes out the same, only later.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field
from functools import cache

import pandas as pd

from automation.workbook import cells
from automation.workbook.layout import Identity, Tab
from sheets_schema.columns import Column
from sheets_schema.sheet import Sheet


@dataclass(frozen=True)
class Reading:
    """What a tab's cells were read as; nobody changes it.

    Attributes:
        digest: of the cells and of where they stand.
        declared: the columns as which they were read.
        frame: the declared columns of the filled rows.
        unreadable: column name → row → what is wrong with its cell.
        identities: row → by what it is found again.
    """

    digest: bytes
    declared: Mapping[str, Column]
    frame: pd.DataFrame
    unreadable: Mapping[str, Mapping[int, str]]
    identities: Mapping[int, Identity]

    @classmethod
    def of(cls, tab: Tab) -> Reading:
        labels = tab.filled_rows()
        if not labels:  # as most tabs of a young organisation
            as_declared = tab.declared is tab.sheet.columns
            nothing = _nothing(tab.sheet) if as_declared else _without_rows(tab.declared)  # type: ignore[arg-type]  # a class can be hashed, and by itself
            return cls(tab.digest(), tab.declared, nothing, {}, {})
        columns, unreadable = {}, {}
        for name, column in tab.declared.items():
            series, problems = cells.read(column, tab.column(name, labels))
            columns[name] = series.array
            if problems:
                unreadable[name] = {labels[position]: problem for position, problem in problems.items()}
        frame = pd.DataFrame(columns, index=pd.Index(labels, dtype="int64"), copy=False)
        identities = {row: identity for identity, row in tab.identities().items()}
        return cls(tab.digest(), tab.declared, frame, unreadable, identities)


@cache
def _nothing(sheet: type[Sheet]) -> pd.DataFrame:
    return _without_rows(sheet.columns)


def _without_rows(declared: Mapping[str, Column]) -> pd.DataFrame:
    """The frame of a tab without rows."""
    columns = {name: cells.read(column, ())[0] for name, column in declared.items()}
    return pd.DataFrame(columns, index=pd.Index([], dtype="int64"))


@dataclass
class Memory:
    """Of one spreadsheet."""

    still: dict[str, Hashable] = field(default_factory=dict)
    """Name of a decision → what it saw when it left everything as it was, and would leave it again."""
    _readings: dict[str, Reading] = field(default_factory=dict)

    def reading(self, tab: Tab) -> Reading:
        """What the tab's cells say."""
        kept = self._readings.get(tab.sheet.name)
        if kept is None or kept.declared is not tab.declared or kept.digest != tab.digest():
            kept = self._readings[tab.sheet.name] = Reading.of(tab)
        return kept
