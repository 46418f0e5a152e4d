"""What the program can see for itself of a measure: one function for each word of «Засчитать, когда».

A proof that has been seen stays seen: it counts what was reached, not what stands just now, so that a person who
comes or leaves in spring makes no measure of autumn overdue again.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from types import MappingProxyType
from typing import Any, NamedTuple

import pandas as pd

from automation.deadlines import Period
from automation.workbook.book import Book, TabUnavailable
from jobs.facts import signed
from sheets_schema.tabs.settings import SETTINGS
from sheets_schema.vocabulary import (
    MENTEES_GATHERED,
    MENTORS_GATHERED,
    NEEDS_FIXING,
    NO_CONSENT,
    PAIRS_APPROVED,
    PAIRS_ORDER_SIGNED,
)


class Seen(NamedTuple):
    """Whether a measure may be counted as done, and what the program sees, in a few words without names."""

    done: bool
    says: str | None
    on: date | None = None
    """The day on which it was done, where that can be seen."""


Proof = Callable[[Book, Period], Seen]


def look(book: Book, word: str, period: Period) -> Seen | None:
    """What is to be seen for a word of «Засчитать, когда»; None where the tab that would show it is not there."""
    proof = PROOFS_BY_WORD.get(word)
    try:
        return proof(book, period) if proof else Seen(False, None)
    except TabUnavailable:
        return None


def _order_signed(kind: str) -> Proof:
    """The first order of this kind that was signed for this plan: one of a former year proves nothing."""

    def proof(book: Book, period: Period) -> Seen:
        orders = book.orders.frame
        of_kind = orders["purpose"].str.startswith(f"order/{kind}/", na=False)
        in_time = orders["dated"] >= pd.Timestamp(period.start)
        in_force = orders[of_kind & signed(orders) & in_time].sort_values("dated", kind="stable")
        if not len(in_force):
            return Seen(False, "приказ ещё не подписан")
        first = in_force.iloc[0]
        dated: date = first["dated"].date()
        return Seen(True, f"подписан приказ № {first['number']} от {dated:%d.%m.%Y}", dated)

    return proof


def _gathered(bank: str, planned: str) -> Proof:
    """As many people in a bank as were planned, with nothing to correct and no consent lacking."""

    def proof(book: Book, period: Period) -> Seen:
        people = getattr(book, bank)
        fine = people["id"].notna() & ~people["status"].isin([NEEDS_FIXING, NO_CONSENT])
        return _reached(book, planned, int(fine.sum()), "в банке без замечаний")

    return proof


def _pairs_approved(book: Book, period: Period) -> Seen:
    """As many mentees in signed orders as were planned; those whose pair has ended since are among them."""
    orders, pairs = book.orders.frame, book.pairs.frame
    approved = pairs["order"].isin(orders["id"][signed(orders)].dropna())
    of_this_plan = pairs["ended_on"].isna() | (pairs["ended_on"] >= pd.Timestamp(period.start))
    return _reached(
        book, "mentees_planned", pairs["mentee"][approved & of_this_plan].nunique(), "наставляемых в приказах"
    )


def _reached(book: Book, planned: str, count: int, what: str) -> Seen:
    target: Any = getattr(book.settings, planned)
    if not target:
        return Seen(False, f"впишите на листе «Настройки» значение «{SETTINGS[planned][0].title}»")
    return Seen(count >= target, f"{what}: {count}, по плану {target:.0f}")


PROOFS_BY_WORD: Mapping[str, Proof] = MappingProxyType(
    {
        PAIRS_ORDER_SIGNED: _order_signed("pairs"),
        MENTEES_GATHERED: _gathered("mentees", "mentees_planned"),
        MENTORS_GATHERED: _gathered("mentors", "mentors_planned"),
        PAIRS_APPROVED: _pairs_approved,
    }
)
"""The registry. To add a proof, add its word to `PROOFS` of the vocabulary and its function here."""
