"""Whom to ask today for which answers: on the days that the tab declares, while the row is open."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from automation.workbook.book import Book
from jobs.letters.correspondence import reasons_written
from sheets_schema.planned import Planned
from sheets_schema.vocabulary import IS_AWAITED, IS_DUE_SOON, IS_PAST_DUE

OPEN = (IS_AWAITED, IS_DUE_SOON, IS_PAST_DUE)
STALE = timedelta(days=30)
"""So long after its due date nobody is asked for an answer any more."""


@dataclass(frozen=True)
class Question:
    """One row of which its person is to be reminded, or told for the first time."""

    row: Mapping[Any, Any]
    reason: str
    """Why the letter is written: a reason that was written to somebody once is none."""
    again: bool
    """Whether they were asked before."""


def questions(book: Book, tab: type[Planned], kind: str, today: date) -> dict[str, list[Question]]:
    """The number of each person who is to be written to today, and all that they are to be asked: one letter a person.
    `kind` is what such letters are called in their keys and reasons.
    """
    table, written = book[tab], reasons_written(book)
    waiting = table.frame[table[Planned.standing].isin(OPEN)].dropna(subset=[Planned.person, Planned.due])
    found: dict[str, list[Question]] = {}
    for row in waiting.to_dict("records"):
        first = f"{kind}/{row[Planned.occasion]}"
        reason = _reason(first, tab, row[Planned.due].date(), today)
        if reason and reason not in written:
            found.setdefault(row[Planned.person], []).append(Question(row, reason, again=first in written))
    return found


def _reason(first: str, tab: type[Planned], due: date, today: date) -> str:
    """Why to ask now: the last day of asking that has come, of which the first has no name of its own."""
    reached = [lead for lead in tab.asked if due - timedelta(days=lead) <= today <= due + STALE]
    if not reached:
        return ""
    return first if min(reached) == max(tab.asked) else f"{first}/{min(reached)}"
