"""Facts about the programme that several jobs must agree on, derived from what people decided, not from statuses.

A status column tells people how things stood at the end of the last cycle. Jobs that would read it back could need
two cycles to settle; these functions read the decisions themselves. See `jobs.facts.declaring` for what `@fact` does.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType

import pandas as pd

from automation.workbook.book import Book
from automation.workbook.table import Table
from jobs.facts.declaring import fact
from sheets_schema.tabs.mentors import Mentors
from sheets_schema.vocabulary import ACCEPT, ASSIGN, EXTRA_DUTIES, IN_DRAFT, OFFICIAL, PARENT, PERSONAL_DATA, YES

OF_AGE = 18


def signed(orders: pd.DataFrame) -> pd.Series:
    """Which orders are in force: ticked as signed, with a number and a date."""
    return orders["signed"] & orders["number"].notna() & orders["dated"].notna()


@fact
def official(book: Book) -> pd.Series:
    """Which pairs of the register a signed order names, and the curator has not ended."""
    orders, pairs = book.orders.frame, book.pairs.frame
    return pairs["order"].isin(orders["id"][signed(orders)].dropna()) & pairs["ended_on"].isna()


def in_order(book: Book, order: str) -> pd.DataFrame:
    """The pairs that an order is about, of those that stand."""
    pairs = book.pairs.frame
    return pairs[(pairs["order"] == order) & pairs["state"].isin([IN_DRAFT, OFFICIAL])]


@fact
def working(book: Book) -> pd.DataFrame:
    """The pairs that are official, or that the curator agreed to and has not undone."""
    pairs, matches = book.pairs.frame, book.matches.frame
    agreed = matches["mentee"][matches["decision"].isin([ACCEPT, ASSIGN])]
    return pairs[official(book) | (pairs["ended_on"].isna() & pairs["mentee"].isin(agreed))]


@fact
def mentors_by_spelling(book: Book) -> Mapping[str, str]:
    """What the curator may type to name a mentor, in lower case → the mentor's number: it, or a full name that only
    one of them has.
    """
    mentors = book.mentors.frame[["id", "full_name"]].dropna(subset=["id"])
    once = mentors[~mentors["full_name"].str.lower().duplicated(keep=False)].dropna(subset=["full_name"])
    spelled = dict(zip(once["full_name"].str.lower(), once["id"], strict=True))
    return MappingProxyType(spelled | dict(zip(mentors["id"].str.lower(), mentors["id"], strict=True)))


@fact
def lacking_consents(book: Book, bank: Table, today: date) -> Mapping[int, tuple[str, ...]]:
    """Row → the kinds of consent that this person needs to take part and has not given.

    Personal data: everyone (152-FZ, article 9); extra duties: mentors; a parent's: whoever is under 18.
    """
    given = _given(book.consents)
    needed = [PERSONAL_DATA, EXTRA_DUTIES] if bank.sheet is Mentors else [PERSONAL_DATA]
    lacking = {}
    minors = _minors(bank, today)
    for row, key, is_minor in zip(bank.index.tolist(), bank["id"].tolist(), minors.tolist(), strict=True):
        kinds = tuple(kind for kind in (*needed, *((PARENT,) if is_minor else ())) if (key, kind) not in given)
        if kinds:
            lacking[row] = kinds
    return MappingProxyType(lacking)


def _given(consents: Table) -> set[tuple[str, str]]:
    """(person, kind) of the consents in force: the last answer counts, and what was withdrawn does not."""
    frame = consents.frame[["id", "person", "kind", "answer", "given_on", "withdrawn_on"]]
    # A day of withdrawal that cannot be read is a withdrawal all the same.
    unreadable = frame.index.isin(list(consents.unreadable.get("withdrawn_on", {})))
    readable = frame.assign(withdrawn=frame["withdrawn_on"].notna() | unreadable)
    readable = readable.dropna(subset=["person", "kind", "answer"])
    last = readable.sort_values(["given_on", "id"], kind="stable", na_position="first").drop_duplicates(
        ["person", "kind"], keep="last"
    )
    in_force = last[(last["answer"] == YES) & ~last["withdrawn"]]
    return set(zip(in_force["person"].tolist(), in_force["kind"].tolist(), strict=True))


def _minors(bank: Table, today: date) -> pd.Series:
    born = bank["born"].dt
    birthday_is_to_come = (born.month > today.month) | ((born.month == today.month) & (born.day > today.day))
    years: pd.Series = today.year - born.year - birthday_is_to_come
    return years < OF_AGE
