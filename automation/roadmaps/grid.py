"""A table of a file, whichever program made it: rows of cells, with what was merged still to be seen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Cell:
    """One place of a table.

    text: what a reader sees there. span: how many columns it takes; the places it covers are empty cells with
    `covered`. inherited: the text stands in a merged cell that begins in a row above.
    """

    text: str = ""
    span: int = 1
    covered: bool = False
    inherited: bool = False

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
