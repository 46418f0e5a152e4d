"""Deadlines that a table draws instead of writing them: a column a month, a row above all measures of a month."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache

from automation.deadlines import Kind, Period, parse
from automation.grids.grid import Cell

_DATED = {Kind.ONE_OFF, Kind.SPAN, Kind.RECURRING, Kind.WHOLE_PERIOD}
_SOME_YEAR = Period(date(2025, 9, 1), date(2026, 8, 31))
_LEAST = 3  # columns; two terms side by side are a beginning and an end
_MARKS = {"+", "да", "x", "х", "v", "✓", "✔", "☑", "■", "●", "•", "*", "1", "истина", "true"}
_NO_MARKS = {"", "-", "–", "—", "нет", "0", "ложь", "false"}


@lru_cache(maxsize=4096)
def is_term(text: str) -> bool:
    """Whether a text is a deadline and nothing else: «Сентябрь 2025 г.», «I квартал», «В течение года»."""
    deadline = parse(text, period=_SOME_YEAR)
    return deadline.kind in _DATED and not deadline.problems


@dataclass(frozen=True)
class TermColumns:
    """Columns that stand for months (or quarters, years), and the cells in them that say «then»."""

    titles: Mapping[int, str] = field(default_factory=dict)
    """Place → what its title says, with the year that stands above."""

    def marked(self, row: Sequence[Cell]) -> str:
        """The terms that a row has a mark in; one mark over several columns means from the first to the last."""
        spans: list[list[str]] = []
        goes_on = False
        for place, title in self.titles.items():
            cell = row[place] if place < len(row) else Cell()
            if cell.covered and goes_on:
                spans[-1].append(title)
            elif goes_on := _is_mark(cell):
                spans.append([title])
        return ", ".join(span[0] if len(span) == 1 else f"{span[0]} – {span[-1]}" for span in spans)

    def unclear(self, row: Sequence[Cell]) -> list[str]:
        """What stands in these columns and is no mark."""
        cells = (row[place] for place in self.titles if place < len(row))
        return [cell.text for cell in cells if cell.is_new and not _is_mark(cell) and _plain(cell) not in _NO_MARKS]


def term_columns(titles: Sequence[Cell], above: Sequence[Cell] = ()) -> TermColumns:
    """The columns that a row of titles calls by terms; `above` is the row over it, which may name the years."""
    named = {place: " ".join(cell.text.split()) for place, cell in enumerate(titles) if cell.text}
    found = {place: title for place, title in named.items() if is_term(title)}
    if len(found) < _LEAST:
        return TermColumns()
    return TermColumns({place: _with_year(title, _year(above, place)) for place, title in found.items()})


def _year(above: Sequence[Cell], place: int) -> str:
    """The year in the cell that stands over a place, which it may only cover."""
    while 0 < place < len(above) and above[place].covered:
        place -= 1
    found = re.search(r"\b20\d\d\b", above[place].text) if place < len(above) else None
    return found[0] if found else ""


def _with_year(title: str, year: str) -> str:
    return f"{title} {year}" if year and not re.search(r"\d{4}", title) else title


def _is_mark(cell: Cell) -> bool:
    return cell.is_new and _plain(cell) in _MARKS


def _plain(cell: Cell) -> str:
    return cell.text.strip(" .").lower()
