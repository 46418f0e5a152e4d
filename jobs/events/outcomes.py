"""What came of each event: how many came, whether it took place, and whether it has been written up."""

from __future__ import annotations

import re
from typing import Any

import pandas as pd

from automation.workbook.book import Book
from automation.workbook.planned import awaited
from jobs.runner.facts import fact
from sheets_schema.tabs.events import Events
from sheets_schema.tabs.invitations import Invitations
from sheets_schema.vocabulary import COMES


@fact
def present(book: Book) -> pd.Series:
    """How many came to each event: as the curator says, or else those of the invited who are ticked; missing while
    nothing is known."""
    events = book[Events]
    if book.unavailable(Invitations.name):
        return events[Events.present]
    invitations = book[Invitations]
    ticked = invitations[Invitations.event][invitations[Invitations.came]].value_counts().to_dict()
    return events[Events.present].fillna(events[Events.id].map(ticked).astype("float64"))


@fact
def took_place(book: Book) -> pd.Series:
    """Which events were held: their day has come, and somebody came or the curator says so."""
    events = book[Events]
    begun = events[Events.begins].dt.normalize() <= pd.Timestamp(book.today)
    return begun & ~events[Events.cancelled] & (events[Events.held] | (present(book) > 0))


@fact
def written_up(book: Book) -> pd.Series:
    """Which of them have said what was decided: of these there are minutes or a report."""
    return took_place(book) & book[Events][Events.decided].notna()


@fact
def latest_answers(book: Book) -> pd.DataFrame:
    """The last answer of each person to each invitation."""
    invitations = book[Invitations]
    answers = invitations.frame[~awaited(invitations)].dropna(subset=[Invitations.event, Invitations.coming])
    last = answers.sort_values(Invitations.answered)
    who = last[Invitations.person].fillna(last[Invitations.guest]).fillna(last[Invitations.id])
    return last[~pd.DataFrame({"event": last[Invitations.event], "who": who}).duplicated(keep="last")]


def coming(book: Book, event: str) -> tuple[int, int, int]:
    """How many of the invited come, how many cannot, and how many have said nothing."""
    invitations, answers = book[Invitations], latest_answers(book)
    said = answers[answers[Invitations.event] == event][Invitations.coming]
    asked = int((invitations[Invitations.occasion].notna() & (invitations[Invitations.event] == event)).sum())
    yes = int((said == COMES).sum())
    return yes, len(said) - yes, max(0, asked - len(said))


def measures_of(cell: Any) -> tuple[str, ...]:
    """«1.4.1, М-0012» → the numbers of the measures that an event serves."""
    return tuple(part.rstrip(".") for part in re.split(r"[,;\s]+", "" if pd.isna(cell) else str(cell)) if part)
