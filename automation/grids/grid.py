"""A table of a file, whichever program made it: rows of cells, with what was merged still to be seen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise

Value = str | float | bool | date | None


@dataclass(frozen=True)
class Cell:
    """One place of a table.

    text: what a reader sees there. span: how many columns it takes; the places it covers are empty cells with
    `covered`. inherited: the text stands in a merged cell that begins in a row above. value: what stands there, letter
    by letter: a text, a number, a tick, a date or a moment; None for nothing.
    """

    text: str = ""
    span: int = 1
    covered: bool = False
    inherited: bool = False
    value: Value = None

    @property
    def is_new(self) -> bool:
        """Whether it says something that no row above has said."""
        return bool(self.text) and not self.inherited


@dataclass(frozen=True)
class Grid:
    """One table. `name` is how a person finds it; `caption` is the paragraph above it, or the sheet's title."""

    name: str
    rows: Sequence[Sequence[Cell]]
    caption: str = ""
    remarks: Sequence[str] = field(default=())

    @property
    def width(self) -> int:
        return max((len(row) for row in self.rows), default=0)


def counts_columns(cells: Sequence[Cell]) -> bool:
    """Whether a row is the «1 2 3 4 5» under a header."""
    if len(cells) < 3 or not all(cell.text.isdecimal() and len(cell.text) < 3 for cell in cells):
        return False
    return all(int(after.text) == int(before.text) + 1 for before, after in pairwise(cells))
