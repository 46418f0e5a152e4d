"""The order «Об утверждении наставнических пар (групп)».

A pair joins the draft that is open; when the curator has entered the number and the date and ticked «Подписан», its
pairs are official, and pairs agreed later go into the next order.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd

from automation.workbook.book import Book
from jobs.pair_life.register import in_order, signed, states
from jobs.papers.drawing_up import head, or_none, required_holder
from jobs.papers.kind import Entry, Order, OrderPaper, Person, Signer
from sheets_schema.sheet import Sheet
from sheets_schema.tabs.mentees import Mentees
from sheets_schema.tabs.mentors import Mentors
from sheets_schema.tabs.orders import Orders
from sheets_schema.tabs.pairs import Pairs
from sheets_schema.tabs.settings import Settings
from sheets_schema.vocabulary import (
    AWAITS_ORDER,
    COORDINATOR,
    CURATOR,
    OFFICIAL,
    PAIRS_ORDER_SIGNED,
)


@dataclass(frozen=True)
class Member:
    """A mentee in a group."""

    full_name: str
    details: str | None
    """A group or a position."""


@dataclass(frozen=True)
class Group:
    """A mentor with one mentee or several: a row of the appendix."""

    mentor: Person
    mentees: Sequence[Member]
    form: str | None
    requests: str


@dataclass(frozen=True, kw_only=True)
class PairsOrder(OrderPaper):
    programmes_by: date | None
    """The date by which programmes are drawn up."""
    curator: Person
    controller: Person | None
    """Who oversees the execution; None for the director."""
    pairs: Sequence[Group]


def says(book: Book, order: Entry) -> PairsOrder:
    told, curator = head(book, order), required_holder(book, CURATOR, COORDINATOR)
    groups = _groups(book, order.id)
    # A mentor with pairs of two forms has two rows in the appendix, and signs once.
    signers = dict.fromkeys(group.mentor.full_name for group in groups)
    return PairsOrder(
        **told,
        acquainted=[Signer(name) for name in signers],
        programmes_by=_still_ahead(book[Settings].programmes_by, order.drafted_on),
        curator=curator,
        controller=None,
        pairs=groups,
    )


def _still_ahead(day: date | None, today: date) -> date | None:
    """A term that has passed is not set again by a later order."""
    return day if day and day >= today else None


def _groups(book: Book, order: str) -> list[Group]:
    """The order's pairs, a mentor with all their mentees at a time, by surname."""
    mentors, mentees = _occupations(book, Mentors), _occupations(book, Mentees)
    groups = []
    by_mentor: Any = in_order(book, order).groupby([Pairs.mentor_name, Pairs.mentor, Pairs.form], dropna=False)
    for (name, mentor, form), rows in by_mentor:
        requests = dict.fromkeys(part for text in rows[Pairs.direction].dropna() for part in text.split(", "))
        members = [
            Member(row[Pairs.mentee_name], mentees.get(row[Pairs.mentee]))
            for row in rows.sort_values(Pairs.mentee_name).to_dict("records")
        ]
        groups.append(Group(Person(name, mentors.get(mentor)), members, or_none(form), ", ".join(requests)))
    return groups


def _occupations(book: Book, bank: type[Sheet]) -> dict[Any, str | None]:
    frame = book[bank].frame
    return {key: or_none(text) for key, text in zip(frame["id"], frame["occupation"], strict=True)}


def _waiting(book: Book) -> pd.Series:
    return states(book) == AWAITS_ORDER


def take_in(book: Book, order: str) -> None:
    """The pairs that wait for an order are in this one."""
    book[Pairs].set(_waiting(book), {Pairs.order: order})


def follow(book: Book) -> None:
    """A pair is official from the date of its order."""
    orders, pairs = book[Orders].frame, book[Pairs]
    dated = orders[signed(orders)].drop_duplicates(Orders.id).set_index(Orders.id)[Orders.dated]
    in_its_order = pd.to_datetime(pairs[Pairs.order].map(dated.to_dict()))
    pairs[Pairs.official_on] = in_its_order.where(states(book) == OFFICIAL, pairs[Pairs.official_on])


def stays(orders: pd.DataFrame, continuing: pd.DataFrame) -> pd.Series:
    """An order stays as long as a pair that it names goes on."""
    return orders[Orders.id].isin(continuing[Pairs.order].dropna())


KIND = Order(
    prefix="order/pairs",
    title="Об утверждении наставнических пар (групп)",
    template="orders/pairs.docx",
    document="Приказ об утверждении наставнических пар (групп), {school_year}",
    context=PairsOrder,
    awaited=lambda book: bool(_waiting(book).any()),
    says=says,
    take_in=take_in,
    follow=follow,
    once_signed="пары станут официальными",
    proof=PAIRS_ORDER_SIGNED,
    stays=stays,
)
