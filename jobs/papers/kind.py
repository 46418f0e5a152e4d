"""What a kind of document is: one declaration in `jobs/papers/kinds/`, which says all that there is to say of it.

KIND = Order(
    prefix="order/pairs",
    title="Об утверждении наставнических пар (групп)",
    template="orders/pairs.docx",
    document="Приказ об утверждении наставнических пар (групп), {school_year}",
    context=PairsOrder,
    …
)
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Generic, TypedDict, TypeVar

import pandas as pd

from automation.workbook.book import Book
from jobs.pair_life.register import in_force, signed
from sheets_schema.sheet import Sheet
from sheets_schema.tabs.orders import Orders

# What papers say


@dataclass(frozen=True, kw_only=True)
class Organisation:
    """The letterhead: what is not known is None, and leaves no trace on paper."""

    full_name: str
    short_name: str | None = None
    founder: str | None = None
    address: str | None = None
    phone: str | None = None
    email: str | None = None
    ogrn: str | None = None
    inn: str | None = None
    kpp: str | None = None


@dataclass(frozen=True)
class Act:
    """A signed order that a paper refers to."""

    number: str
    date: date


@dataclass(frozen=True)
class Person:
    """Somebody as papers name people: in the nominative, with the job title of the staff list."""

    full_name: str
    position: str | None


@dataclass(frozen=True)
class Signer:
    """Somebody who signs that they have read an order."""

    full_name: str


@dataclass(frozen=True, kw_only=True)
class Drawn:
    """What every template may use; each kind's own context adds to it."""

    organisation: Organisation


@dataclass(frozen=True, kw_only=True)
class Paper(Drawn):
    """The same of what the organisation issues."""

    place: str | None
    """The town where it is issued."""
    director: Person | None


@dataclass(frozen=True, kw_only=True)
class OrderPaper(Paper):
    """What the template of every order may use."""

    director: Person
    number: str | None
    date: date | None
    """Both are None in a draft that has none yet."""
    school_year: str
    """«2023/2024»"""
    plan: Act | None
    """The order that approved the year's plan."""
    acquainted: Sequence[Signer]


class Head(TypedDict):
    """What every order says alike, whatever it is about: the fields of `OrderPaper` but who is to read it."""

    organisation: Organisation
    place: str | None
    director: Person
    number: str | None
    date: date | None
    school_year: str
    plan: Act | None


# Kinds

P = TypeVar("P", bound=Drawn)
O = TypeVar("O", bound=OrderPaper)  # noqa: E741


@dataclass(frozen=True, kw_only=True)
class Kind(Generic[P]):
    """A kind of document: how it is named and found, and what its template may use."""

    prefix: str
    """The keys of its documents are this and, after a slash, which one: «order/pairs/2026-1»."""
    title: str
    """What it is about, as in its heading and in the tab that lists it."""
    template: str
    """A .docx in `templates/`."""
    document: str
    """The document's name in Drive; names in braces are of the context."""
    context: type[P]
    """Its fields are what the template takes, and nothing else."""
    tab: type[Sheet]
    """Whose rows point to its documents; they lie in that tab's folder."""

    def key(self, which: Any) -> str:
        """Why one document of this kind exists."""
        return f"{self.prefix}/{which}"

    def which(self, purpose: str) -> str:
        """What tells a document of this kind from the others: the end of its key."""
        return purpose.removeprefix(f"{self.prefix}/")

    def of(self, purposes: pd.Series) -> pd.Series:
        """Which of these keys are those of documents of this kind. An empty one is nobody's."""
        ours = [isinstance(key, str) and key.rpartition("/")[0] == self.prefix for key in purposes.tolist()]
        return pd.Series(ours, index=purposes.index, dtype="bool")


@dataclass(frozen=True)
class Entry:
    """An order's row, as much of it as stands on paper."""

    id: str
    number: str | None
    dated: date | None
    drafted_on: date


def _nothing(book: Book, *_: Any) -> None:
    pass


@dataclass(frozen=True, kw_only=True)
class Order(Kind[O]):
    """A kind of order: drawn up as a draft when it is awaited, kept up to date until it is signed."""

    tab: type[Sheet] = field(default=Orders, init=False)
    awaited: Callable[[Book], bool]
    """Whether there has to be a draft, if none is open."""
    says: Callable[[Book, Entry], O]
    """What is on paper; may raise `NobodyHolds`."""
    take_in: Callable[[Book, str], None] = _nothing
    """Enter into the open draft, of this number, what waits for it."""
    follow: Callable[[Book], None] = _nothing
    """Do what the signed orders ask for. Comes in every cycle: a signature may be taken back, a date corrected."""
    once_signed: str = ""
    """What follows when it is signed, as the end of a sentence for the curator."""
    proof: str = ""
    """The word of «Засчитать, когда» for a measure whose result is a signed order of this kind."""
    stays: Callable[[pd.DataFrame, pd.DataFrame], pd.Series]
    """At the turn of the year: which of its orders stay in the tab, by the pairs that go on. The others are in the
    archive."""

    def in_force(self, book: Book, since: date | None) -> pd.DataFrame:
        """Its orders that act, the earliest first; with a day, those dated on it or later."""
        signed_ones = self.signed(book, since)
        return signed_ones[in_force(book)[signed_ones.index]]

    def signed(self, book: Book, since: date | None) -> pd.DataFrame:
        """The same with those whose day is still to come."""
        orders = book[Orders].frame
        ours = orders[self.of(orders[Orders.purpose]) & signed(orders)]
        if since is not None:
            ours = ours[ours[Orders.dated] >= pd.Timestamp(since)]
        return ours.sort_values(Orders.dated, kind="stable")


class NobodyHolds(Exception):
    """Nobody on «Сотрудники» has the role without which a paper cannot be drawn up; `role` names it."""

    def __init__(self, role: str) -> None:
        super().__init__(role)
        self.role = role
