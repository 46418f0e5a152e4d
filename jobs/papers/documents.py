"""Orders: drawn up as drafts, kept up to date until they are signed.

Of what kind an order is follows from its key («order/pairs/2026-1»), and its kind (`jobs/papers/kinds/`) says the rest.
An order of no known kind, which the curator entered or a later version drew up, has its state and nothing else.
"""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from datetime import date
from typing import Any

import pandas as pd

from automation.workbook.book import Book, TabUnavailable
from automation.workbook.checks import find_problems, in_plain_russian
from jobs.pair_life.register import in_force, signed
from jobs.papers.drawing_up import draw_up, or_none
from jobs.papers.kind import Entry, NobodyHolds, Order
from jobs.papers.kinds import order_kinds
from jobs.runner.job import job
from sheets_schema.tabs.orders import Orders
from sheets_schema.vocabulary import DRAFT, SIGNED

TO_COME = (
    f"{Orders.dated.column.title}: {{day}} ещё не наступило; до этого дня приказ не действует. Если это ошибка, "
    "исправьте дату"
)
INCOMPLETE = "отмечено «Подписан», но не вписаны номер и дата приказа: впишите их"


@job(
    title="приказы",
    after=("pairs",),
    does="Составляет проекты приказов и замечает подписанные.",
)
def run(book: Book, today: date) -> None:
    just_signed = _follow_signatures(book)
    for kind in order_kinds():
        kind.follow(book)
        draft = _draft(book, kind, today)
        # What was signed is brought up to date a last time: the number may have been entered together with the tick.
        for row in [*_of(kind, book, just_signed), *draft]:
            with suppress(TabUnavailable):  # the document can wait for a tab; what was signed is obeyed meanwhile
                _draw_up(book, kind, row, today)


def _follow_signatures(book: Book) -> pd.Index:
    """Take note of what was signed; returns the orders that were drafts until now."""
    orders = book[Orders]
    on_paper = signed(orders.frame)
    just_signed = orders.index[on_paper & (orders[Orders.state] == DRAFT)]
    orders[Orders.state] = (
        orders[Orders.state].mask(on_paper, SIGNED).mask(~on_paper & orders[Orders.id].notna(), DRAFT)
    )
    _say_what_is_wrong(book, incomplete=orders[Orders.signed] & ~on_paper, to_come=on_paper & ~in_force(book))
    return just_signed


def _say_what_is_wrong(book: Book, incomplete: pd.Series, to_come: pd.Series) -> None:
    orders = book[Orders]
    found = find_problems(orders, book.today)
    rows = orders.index[incomplete]
    follows = {row: kind.once_signed for kind in order_kinds() for row in _of(kind, book, rows)}
    for row in map(int, rows):
        then = follows.get(row)
        found.setdefault(row, []).append(f"{INCOMPLETE}, и {then}" if then else INCOMPLETE)
    for label, day in orders[Orders.dated][to_come].items():
        found.setdefault(int(str(label)), []).append(TO_COME.format(day=f"{day:%d.%m.%Y}"))
    orders[Orders.problems] = in_plain_russian(orders, found)


def _of(kind: Order[Any], book: Book, rows: Iterable[Any]) -> list[int]:
    """Those of some rows that are orders of a kind."""
    ours = kind.of(book[Orders][Orders.purpose])
    return [int(row) for row in rows if ours[row]]


def _draft(book: Book, kind: Order[Any], today: date) -> list[int]:
    """The open draft of a kind, with all that waits for it; a new one where it is awaited and there is none."""
    orders = book[Orders].frame
    drafts = _of(kind, book, orders.index[~signed(orders)])[-1:]
    if not drafts and _is_awaited(book, kind):
        drafts = [_new_draft(book, kind, today)]
    for row in drafts:
        kind.take_in(book, book[Orders][Orders.id][row])
    return drafts


def _is_awaited(book: Book, kind: Order[Any]) -> bool:
    """One kind's missing tab keeps no other from its draft."""
    try:
        return kind.awaited(book)
    except TabUnavailable:
        return False


def _new_draft(book: Book, kind: Order[Any], today: date) -> int:
    key = book.new_keys(book[Orders], 1)[0]
    row = {
        Orders.id: key,
        Orders.subject: kind.title,
        Orders.state: DRAFT,
        Orders.drafted_on: pd.Timestamp(today),
        # By the order's own number, which is never given again: its document must not replace that of an order that a
        # new year has taken from the tab.
        Orders.purpose: kind.key(f"{today.year}-{int(key.rpartition('-')[2])}"),
    }
    return int(book[Orders].append([row])[0])


def _draw_up(book: Book, kind: Order[Any], row: int, today: date) -> None:
    order: dict[Any, Any] = book[Orders].frame.loc[row].to_dict()
    entry = Entry(
        id=order[Orders.id],
        number=or_none(order[Orders.number]),
        dated=None if pd.isna(order[Orders.dated]) else order[Orders.dated].date(),
        drafted_on=today if pd.isna(order[Orders.drafted_on]) else order[Orders.drafted_on].date(),
    )
    try:
        context = kind.says(book, entry)
    except NobodyHolds as missing:
        book.notices.append(
            f"Приказ {entry.id} не составлен: на листе «Сотрудники» никого нет с ролью «{missing.role}»."
        )
        return
    # What is signed is on paper: a document that a person has edited needs no more of our changes.
    draw_up(book, kind, row, context, final=order[Orders.state] == SIGNED)
