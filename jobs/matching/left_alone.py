"""Who has been left without a mentor while others have been given one, for long enough to be told so."""

from __future__ import annotations

from datetime import date, timedelta

import pandas as pd

from automation.workbook.book import Book
from jobs.people.readiness import readiness
from jobs.runner.facts import fact
from sheets_schema.tabs.matches import Matches
from sheets_schema.tabs.mentees import Mentees
from sheets_schema.tabs.pairs import Pairs
from sheets_schema.tabs.settings import Settings
from sheets_schema.vocabulary import NOBODY, READY, REJECT

WAITED = timedelta(days=14)
"""Since others were given mentors, since the questionnaire came, or since the last pair ended, whichever is latest."""


def nobody_for(book: Book) -> set[str]:
    """The mentees for whom the matching has found nobody, and whom the curator has given nobody either."""
    matches = book[Matches].frame
    return set(matches[Matches.mentee][(matches[Matches.state] == NOBODY) & matches[Matches.decision].isna()].dropna())


@fact
def sought_for(book: Book) -> frozenset[str]:
    """Those of them who are sought for by themselves: others have been given mentors in this plan, or whoever was
    proposed to them has been declined. Until then all of them are only waiting for the first pairs."""
    matches, pairs = book[Matches].frame, book[Pairs].frame
    nobody = nobody_for(book)
    if (pairs[Pairs.agreed_on] >= _begin(book)).any():
        return frozenset(nobody)
    return frozenset(nobody & set(matches[Matches.mentee][matches[Matches.decision] == REJECT]))


def _begin(book: Book) -> pd.Timestamp:
    """Of this plan."""
    return pd.Timestamp(book[Settings].period_start or date.min)


@fact
def left_alone(book: Book, today: date) -> pd.Series:
    """Which rows of the bank of mentees are of such people."""
    mentees = book[Mentees]
    waiting = mentees[Mentees.id].isin(nobody_for(book)) & (readiness(book, mentees) == READY)
    return waiting & (_since(book) <= pd.Timestamp(today - WAITED))


def _since(book: Book) -> pd.Series:
    """Each mentee's row → since when they may expect somebody; nothing while nobody has been given one in this plan."""
    mentees, pairs = book[Mentees], book[Pairs].frame
    agreed = pairs[Pairs.agreed_on]
    first = agreed[agreed >= _begin(book)].min()
    ended = mentees[Mentees.id].map(pairs.groupby(Pairs.mentee)[Pairs.ended_on].max().to_dict())
    begun = pd.Series(first, index=mentees.index, dtype="datetime64[ns]")
    since = pd.concat([begun, mentees[Mentees.answered], pd.to_datetime(ended)], axis=1).max(axis=1)
    return since.where(begun.notna())
