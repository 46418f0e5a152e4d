"""Facts about the programme that several jobs must agree on, derived from what people decided, not from statuses.

A status column tells people how things stood at the end of the last cycle. Jobs that would read it back could need
two cycles to settle; these functions read the decisions themselves. See `jobs.runner.facts` for what `@fact` does.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

import pandas as pd

from automation.workbook.book import Book
from jobs.people.consents import Lacking, stopped_by
from jobs.people.identity import joined
from jobs.runner.facts import fact
from sheets_schema.columns import Name, Reference
from sheets_schema.sheet import Sheet
from sheets_schema.tabs.matches import Matches
from sheets_schema.tabs.mentees import Mentees
from sheets_schema.tabs.mentors import Mentors
from sheets_schema.tabs.orders import Orders
from sheets_schema.tabs.pairs import Pairs
from sheets_schema.vocabulary import ACCEPT, ACCEPTED, ASSIGN, AWAITS_ORDER, ENDED, IN_DRAFT, OFFICIAL, STOPPED

SIDES: Mapping[type[Sheet], Name[Reference]] = MappingProxyType({Mentees: Pairs.mentee, Mentors: Pairs.mentor})
"""Bank → the column of the register that names its people."""


def signed(orders: pd.DataFrame) -> pd.Series:
    """Which orders are on paper: ticked as signed, with a number and a date."""
    return orders[Orders.signed] & orders[Orders.number].notna() & orders[Orders.dated].notna()


@fact
def in_force(book: Book) -> pd.Series:
    """Which orders act: signed, and their day has come."""
    orders = book[Orders].frame
    return signed(orders) & (orders[Orders.dated] <= pd.Timestamp(book.today))


@fact
def standing(book: Book) -> pd.DataFrame:
    """The pairs that a signed order names, or that the curator agreed to and has not undone; ended ones are not."""
    pairs, matches = book[Pairs].frame, book[Matches].frame
    agreed = matches[Matches.mentee][matches[Matches.decision].isin([ACCEPT, ASSIGN])]
    stands = _named_in(book, signed(book[Orders].frame)) | pairs[Pairs.mentee].isin(agreed)
    return pairs[pairs[Pairs.ended_on].isna() & stands]


@fact
def stopped(book: Book) -> Mapping[int, Mapping[str, Lacking]]:
    """Row of the register → the numbers of those without whose consent the pair cannot go on, and what is lacking.

    Such a pair is neither official nor at work, whatever the order says, until the consent is there again.
    """
    barred = stopped_by(book)
    pairs = standing(book)
    pairs = pairs[pairs[Pairs.mentor].isin(barred) | pairs[Pairs.mentee].isin(barred)]
    people = zip(pairs.index.tolist(), pairs[Pairs.mentor], pairs[Pairs.mentee], strict=True)
    return MappingProxyType({row: {one: barred[one] for one in pair if one in barred} for row, *pair in people})


@fact
def official(book: Book) -> pd.Series:
    """Which pairs of the register an order in force names, and nobody has ended or stopped."""
    pairs = book[Pairs].frame
    return _named_in(book, in_force(book)) & pairs[Pairs.ended_on].isna() & ~pairs.index.isin(list(stopped(book)))


@dataclass(frozen=True)
class Approval:
    """The order that has made a pair official."""

    number: str
    date: date


@fact
def approvals(book: Book) -> Mapping[str, Approval]:
    """The official pairs by number, each with the order that names it."""
    orders = book[Orders].frame[in_force(book)].drop_duplicates(Orders.id)
    acts = {row[Orders.id]: Approval(row[Orders.number], row[Orders.dated].date()) for row in orders.to_dict("records")}
    pairs = book[Pairs].frame[official(book)].dropna(subset=Pairs.id)
    return MappingProxyType(
        {pair: acts[order] for pair, order in zip(pairs[Pairs.id], pairs[Pairs.order], strict=True)}
    )


def _named_in(book: Book, orders: pd.Series) -> pd.Series:
    """Which pairs of the register one of these orders names."""
    return book[Pairs][Pairs.order].isin(book[Orders][Orders.id][orders].dropna())


@fact
def states(book: Book) -> pd.Series:
    """Each pair's state, from nothing but what the curator decided and the director signed."""
    pairs, matches = book[Pairs].frame, book[Matches].frame
    accepted = pd.MultiIndex.from_frame(
        matches.loc[matches[Matches.state] == ACCEPTED, [Matches.mentee, Matches.mentor]]
    )
    agreed = pd.MultiIndex.from_frame(pairs[[Pairs.mentee, Pairs.mentor]]).isin(accepted)
    state = pd.Series(ENDED, index=pairs.index, dtype="str")
    state = state.mask(agreed, AWAITS_ORDER)
    state = state.mask(agreed & pairs[Pairs.order].notna(), IN_DRAFT)
    state = state.mask(official(book), OFFICIAL)
    state = state.mask(pairs.index.isin(list(stopped(book))), STOPPED)
    return state.mask(pairs[Pairs.ended_on].notna(), ENDED)


def in_order(book: Book, order: str) -> pd.DataFrame:
    """The pairs that an order is about, of those that stand."""
    pairs = book[Pairs].frame
    return pairs[(pairs[Pairs.order] == order) & states(book).isin([IN_DRAFT, OFFICIAL])]


@fact
def working(book: Book) -> pd.DataFrame:
    """The pairs that stand and that nothing stops."""
    return standing(book).drop(index=list(stopped(book)))


@fact
def mentors_by_spelling(book: Book) -> Mapping[str, str]:
    """What the curator may type to name a mentor, in lower case → the mentor's number: it, or a full name that only
    one of them has.
    """
    rows, stays = book[Mentors].frame[[Mentors.id, Mentors.full_name]].dropna(subset=[Mentors.id]), joined(book)
    mentors = rows[~rows[Mentors.id].isin(stays)]
    once = mentors[~mentors[Mentors.full_name].str.lower().duplicated(keep=False)].dropna(subset=[Mentors.full_name])
    spelled = dict(zip(once[Mentors.full_name].str.lower(), once[Mentors.id], strict=True))
    numbers = {number.lower(): stays.get(number, number) for number in rows[Mentors.id].tolist()}
    return MappingProxyType(spelled | numbers)
