"""How everything stands once the decisions have been obeyed and the orders followed: every pair has its state, every
person a status, every mentor a load.

These columns are for people to read. Jobs ask for the facts that they say (`register.states`, `people.readiness`).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from contextlib import suppress
from datetime import date
from typing import Any

import pandas as pd

from automation.workbook.book import Book, TabUnavailable
from automation.workbook.checks import find_problems, in_plain_russian
from automation.workbook.table import Table
from jobs.matching.left_alone import sought_for
from jobs.pair_life.register import SIDES, signed, states, stopped
from jobs.people.consents import IN_WORDS, Lacking
from jobs.people.identity import joined
from jobs.people.readiness import readiness
from jobs.runner.job import job
from sheets_schema.tabs.bank import Bank
from sheets_schema.tabs.mentees import Mentees
from sheets_schema.tabs.mentors import Mentors
from sheets_schema.tabs.orders import Orders
from sheets_schema.tabs.pairs import Pairs
from sheets_schema.vocabulary import AT_WORK, PAIRED, READY, SEARCHING


@job(
    title="состояния",
    after=("documents",),
    does="Пишет, в каком состоянии каждый человек и каждая пара.",
)
def run(book: Book, today: date) -> None:
    # Where a tab is not there, what only others are needed for is said all the same.
    with suppress(TabUnavailable):
        book[Pairs][Pairs.state] = states(book)
        _say_what_is_wrong(book)
    for bank in (Mentees, Mentors):
        with suppress(TabUnavailable):
            _say_how_people_stand(book, book[bank])
    with suppress(TabUnavailable):
        _count_load(book)


def _say_what_is_wrong(book: Book) -> None:
    """Beside a pair: what cannot be read, why it cannot go on, and what the curator has to do."""
    pairs = book[Pairs]
    signed_orders = book[Orders].frame[signed(book[Orders].frame)].drop_duplicates(Orders.id).set_index(Orders.id)
    found = find_problems(pairs, book.today)
    for row, who in stopped(book).items():
        said = f"{_why(who)} {_what_to_do(pairs[Pairs.order][row], signed_orders)}"
        found.setdefault(row, []).append(said)
    pairs[Pairs.problems] = in_plain_russian(pairs, found)


def _why(who: Mapping[str, Lacking]) -> str:
    reasons = [
        f"{number} — {IN_WORDS[one.kind]} {f'отозвано ({one.taken_back_by})' if one.taken_back_by else 'не вписано'}"
        for number, one in who.items()
    ]
    return f"Пара остановлена: {'; '.join(reasons)}."


def _what_to_do(order: Any, signed_orders: pd.DataFrame) -> str:
    if order in signed_orders.index:
        number, dated = signed_orders.loc[order, [Orders.number, Orders.dated]]
        return (
            f"Она есть в приказе № {number} от {dated:%d.%m.%Y}: подпишите приказ о её прекращении (и о прекращении "
            "соглашения с наставником, если оно есть), а его дату впишите в столбец «Завершена»."
        )
    return (
        "Приказа о ней ещё нет, и в проект она больше не входит; если проект уже напечатан, напечатайте его заново. "
        "Впишите сегодняшнюю дату в столбец «Завершена»."
    )


def _say_how_people_stand(book: Book, bank: Table) -> None:
    stands = readiness(book, bank)
    ready, paired = stands == READY, bank[Bank.id].isin(_in_pairs(book, bank))
    if bank.sheet is Mentees:
        stands = stands.mask(ready & bank[Bank.id].isin(_sought_for(book, bank)), SEARCHING)
    bank[Bank.status] = stands.mask(ready & paired, PAIRED)


def _sought_for(book: Book, bank: Table) -> Collection[str]:
    """For whom a mentor is sought; where a tab is not there that tells it, for whom one was when it was seen last."""
    try:
        return sought_for(book)
    except TabUnavailable:
        return set(bank[Bank.id][bank[Bank.status] == SEARCHING].dropna())


def _in_pairs(book: Book, bank: Table) -> set[str]:
    """Who works in a pair at present; where a tab is not there that tells it, whoever did when it was last seen."""
    try:
        return set(book[Pairs][SIDES[bank.sheet]][states(book).isin(AT_WORK)].dropna())
    except TabUnavailable:
        return set(bank[Bank.id][bank[Bank.status] == PAIRED].dropna())


def _count_load(book: Book) -> None:
    mentors, at_work = book[Mentors], book[Pairs].frame[states(book).isin(AT_WORK)]
    places = at_work[Pairs.mentor].replace(dict(joined(book))).value_counts().to_dict()
    mentors[Mentors.load] = mentors[Mentors.id].map(places).fillna(0).astype("float64")
