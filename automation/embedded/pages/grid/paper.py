"""A tab as it is printed: the rows that a view shows and that say something, and the columns that fit the sheet."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from automation.embedded.spreadsheets.model import Json

ACROSS = 1500
"""Pixels of columns that can be read on an A4 sheet that lies on its side."""
_MOST = 320  # of one column
_A_LETTER = 12  # of a title


@dataclass(frozen=True)
class PrintedColumn:
    """A column that may be printed, and whether it is."""

    index: int
    title: str
    share: float
    """Its part of the width, in per cent."""
    kind: str
    is_chosen: bool


@dataclass(frozen=True)
class Cell:
    """What a cell shows and in what colours."""

    text: str
    fill: str = ""


@dataclass(frozen=True)
class Paper:
    """What goes on paper."""

    columns: Sequence[PrintedColumn]
    rows: Sequence[Sequence[Cell]]

    @property
    def chosen(self) -> list[PrintedColumn]:
        """The columns that are printed."""
        return [column for column in self.columns if column.is_chosen]


def on_paper(tab: Json, folded: set[int], asked: set[int]) -> Paper:
    """What the page is sent of a tab, as it is printed; ``asked``: the columns that somebody chose, or none."""
    columns, rows = tab["columns"], list(_rows(tab, folded))
    used = [
        index for index, column in enumerate(columns) if not column.get("hidden") and _is_used(columns, rows, index)
    ]
    chosen = [index for index in used if index in asked] or _fitting(columns, used)
    width = sum(_width(columns[index]) for index in chosen)
    printed = [
        PrintedColumn(
            index,
            columns[index]["title"],
            round(100 * _width(columns[index]) / width, 2),
            columns[index]["kind"],
            index in chosen,
        )
        for index in used
    ]
    return Paper(printed, [[_cell(tab, row, columns, index) for index in chosen] for row in rows])


@dataclass(frozen=True)
class _Row:
    texts: Sequence[str]
    looks: Json


def _rows(tab: Json, folded: set[int]) -> list[_Row]:
    found, first = [], 0
    for block in tab["blocks"]:
        for offset, texts in enumerate(block["rows"]):
            index = first + offset
            if index >= tab["headerRows"] and index not in folded and index not in block["hidden"]:
                found.append(_Row(texts, block.get("looks", {}).get(str(index), {})))
        first += block["size"]
    return [row for row in found if any(_says(tab["columns"], row, index) for index in range(len(row.texts)))]


def _says(columns: Sequence[Json], row: _Row, index: int) -> bool:
    """Whether a cell says anything: a box that is not ticked does not."""
    if index >= len(row.texts) or not row.texts[index]:
        return False
    column = columns[index] if index < len(columns) else {"kind": "text"}
    return column["kind"] != "check" or row.texts[index] in (column["yes"], "TRUE")


def _is_used(columns: Sequence[Json], rows: Sequence[_Row], index: int) -> bool:
    return any(_says(columns, row, index) for row in rows)


def _fitting(columns: Sequence[Json], used: Sequence[int]) -> list[int]:
    """The columns from the left that can be read beside each other."""
    chosen: list[int] = []
    across = 0.0
    for index in used:
        across += _width(columns[index])
        if across > ACROSS and chosen:
            break
        chosen.append(index)
    return chosen


def _width(column: Json) -> float:
    """How wide a column is on paper beside the others: none so slim that a word of its title is broken."""
    longest = max(map(len, re.split(r"[\s-]+", column["title"])))
    return float(max(_A_LETTER * longest, min(column["width"], _MOST)))


def _cell(tab: Json, row: _Row, columns: Sequence[Json], index: int) -> Cell:
    text = row.texts[index] if index < len(row.texts) else ""
    if columns[index]["kind"] == "check":
        text = "✓" if _says(columns, row, index) else ""
    look = tab["looks"][row.looks.get(str(index), tab["columnLooks"][index])]
    return Cell(text, look.get("fill", ""))
