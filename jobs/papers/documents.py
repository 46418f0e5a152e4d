"""The order «Об утверждении наставнических пар (групп)»: drawn up as a draft, kept up to date until it is signed.

A pair joins the draft that is open; when the curator has entered the number and the date and ticked «Подписан», its
pairs are official, and pairs agreed later go into the next order.
"""

from __future__ import annotations

from contextlib import suppress
from datetime import date
from typing import Any

import pandas as pd

import templates
from automation.workbook.book import Book, TabUnavailable
from automation.workbook.checks import find_problems, in_plain_russian
from jobs.pair_life.register import in_order, signed
from jobs.papers.drawing_up import draw_up, holder, letterhead, or_none, school_year
from jobs.runner.job import job
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
    DIRECTOR,
    DRAFT,
    IN_DRAFT,
    OFFICIAL,
    SIGNED,
)

KIND = "order/pairs"
INCOMPLETE = "отмечено «Подписан», но не вписаны номер и дата приказа: впишите их, и пары станут официальными"


@job(title="приказы", after=("pairs",))
def run(book: Book, today: date) -> None:
    just_signed = _follow_signatures(book)
    waiting = book[Pairs][Pairs.state] == AWAITS_ORDER
    draft = _open_draft(book)
    if draft is None and waiting.any():
        draft = _new_draft(book, today)
    if draft is not None:
        book[Pairs].set(waiting, {Pairs.order: book[Orders][Orders.id][draft], Pairs.state: IN_DRAFT})
    for order in [*just_signed, *([] if draft is None else [draft])]:
        with suppress(TabUnavailable):  # the document can wait for a tab; what was signed is obeyed meanwhile
            _draw_up(book, order, today)


def _follow_signatures(book: Book) -> list[int]:
    """Take note of what was signed; returns the orders that were drafts until now.

    Those are brought up to date a last time: the number may have been entered together with the tick.
    """
    orders, pairs = book[Orders], book[Pairs]
    in_force = signed(orders.frame)
    just_signed = orders.index[in_force & (orders[Orders.state] == DRAFT)]
    orders[Orders.state] = (
        orders[Orders.state].mask(in_force, SIGNED).mask(~in_force & orders[Orders.id].notna(), DRAFT)
    )
    incomplete = orders[Orders.signed] & ~in_force
    found = find_problems(orders)
    for row in orders.index[incomplete]:
        found.setdefault(int(row), []).append(INCOMPLETE)
    orders[Orders.problems] = in_plain_russian(orders, found)
    dated = orders.frame[in_force].drop_duplicates(Orders.id).set_index(Orders.id)[Orders.dated]
    stands = pairs[Pairs.state] == OFFICIAL
    in_order = pd.to_datetime(pairs[Pairs.order].map(dated.to_dict()))
    pairs[Pairs.official_on] = in_order.where(stands, pairs[Pairs.official_on])
    return [int(row) for row in just_signed]


def _open_draft(book: Book) -> int | None:
    orders = book[Orders].frame
    drafts = orders.index[orders[Orders.purpose].str.startswith(f"{KIND}/", na=False) & ~signed(orders)]
    return int(drafts[-1]) if len(drafts) else None


def _new_draft(book: Book, today: date) -> int:
    key = book.new_keys(book[Orders], 1)[0]
    row = {
        Orders.id: key,
        Orders.subject: templates.register()[KIND].title,
        Orders.state: DRAFT,
        Orders.drafted_on: pd.Timestamp(today),
        # By the order's own number, which is never given again: its document must not replace that of an order that a
        # new year has taken from the tab.
        Orders.purpose: f"{KIND}/{today.year}-{int(key.rpartition('-')[2])}",
    }
    return int(book[Orders].append([row])[0])


def _draw_up(book: Book, row: int, today: date) -> None:
    order: dict[Any, Any] = book[Orders].frame.loc[row].to_dict()
    drafted_on = today if pd.isna(order["drafted_on"]) else order["drafted_on"].date()
    director, curator = holder(book, DIRECTOR), holder(book, CURATOR, COORDINATOR)
    if director is None or curator is None:
        missing = DIRECTOR if director is None else CURATOR
        book.notices.append(f"Приказ {order['id']} не составлен: на листе «Сотрудники» никого нет с ролью «{missing}».")
        return
    context = {
        **letterhead(book),
        "programmes_by": _still_ahead(book[Settings].programmes_by, drafted_on),
        "number": or_none(order["number"]),
        "date": None if pd.isna(order["dated"]) else order["dated"].date(),
        "school_year": school_year(drafted_on),
        "director": director,
        "curator": curator,
        "controller": None,
        "pairs": _groups(book, order["id"]),
    }
    # A mentor with pairs of two forms has two rows in the appendix, and signs once.
    signers = dict.fromkeys(group["mentor"]["full_name"] for group in context["pairs"])
    context["acquainted"] = [{"full_name": name} for name in signers]
    # What is signed is on paper: a document that a person has edited needs no more of our changes.
    draw_up(book, book[Orders], row, KIND, context, final=order["state"] == SIGNED)


def _still_ahead(day: date | None, today: date) -> date | None:
    """A term that has passed is not set again by a later order."""
    return day if day and day >= today else None


def _groups(book: Book, order: str) -> list[dict[str, Any]]:
    """The order's pairs, a mentor with all their mentees at a time, by surname."""
    mentors, mentees = _occupations(book, Mentors), _occupations(book, Mentees)
    groups = []
    for (_, mentor, form), rows in in_order(book, order).groupby(["mentor_name", "mentor", "form"], dropna=False):
        requests = dict.fromkeys(part for text in rows["direction"].dropna() for part in text.split(", "))
        groups.append(
            {
                "mentor": {"full_name": rows["mentor_name"].iloc[0], "position": mentors.get(mentor)},
                "mentees": [
                    {"full_name": row["mentee_name"], "details": mentees.get(row["mentee"])}
                    for row in rows.sort_values("mentee_name").to_dict("records")
                ],
                "form": or_none(form),
                "requests": ", ".join(requests),
            }
        )
    return groups


def _occupations(book: Book, bank: type[Sheet]) -> dict[Any, str | None]:
    frame = book[bank].frame
    return {key: or_none(text) for key, text in zip(frame["id"], frame["occupation"], strict=True)}
