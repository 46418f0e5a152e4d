"""Which mentors have been trained, and which have a pair and have not."""

from __future__ import annotations

import pandas as pd

from automation.workbook.book import Book
from jobs.pair_life.register import states
from jobs.runner.facts import fact
from sheets_schema.tabs.mentors import Mentors
from sheets_schema.tabs.pairs import Pairs
from sheets_schema.tabs.training import Training
from sheets_schema.vocabulary import AT_WORK, OFFICIAL


@fact
def trained(book: Book) -> pd.Series:
    """Which rows of the bank of mentors have the day of their training, and it has come."""
    return book[Mentors][Mentors.trained] <= pd.Timestamp(book.today)


@fact
def untrained_at_work(book: Book) -> pd.DataFrame:
    """The mentors who have a pair, and who are neither trained nor exempt from it."""
    mentors, pairs = book[Mentors], book[Pairs]
    at_work = mentors[Mentors.id].isin(pairs[Pairs.mentor][states(book).isin(AT_WORK)])
    return mentors.frame[at_work & ~trained(book) & ~mentors[Mentors.id].isin(_exempt(book))]


def of_official_pairs(book: Book) -> set[str]:
    pairs = book[Pairs]
    return set(pairs[Pairs.mentor][states(book) == OFFICIAL].dropna())


def _exempt(book: Book) -> list[str]:
    """Those of whose training the curator has said that it is not needed."""
    if book.unavailable(Training.name):
        return []
    training = book[Training]
    exempt: list[str] = training[Training.person][training[Training.excused]].dropna().tolist()
    return exempt
