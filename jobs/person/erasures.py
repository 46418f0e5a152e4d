"""«Удаление данных»: whoever has taken their consent back is down for it, and the curator is asked for what only a hand
can do. The erasure itself is no job's: it takes what the curator owns (`jobs.runner.erasing`).
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pandas as pd

from automation.workbook.book import Book
from jobs.people.consents import TO_PROCESS, stopped_by
from jobs.people.identity import same_person
from jobs.runner.job import job
from sheets_schema.tabs.consents import Consents
from sheets_schema.tabs.erasures import Erasures
from sheets_schema.tabs.settings import Settings
from sheets_schema.vocabulary import (
    BY_WITHDRAWAL,
    ERASED,
    ERASURE_BY_HAND,
    ERASURE_CANCELLED,
    ERASURE_IS_DUE,
    ERASURE_WAITS,
)

GRACE = pd.Timedelta(days=3)
"""Between the day on which a withdrawal is seen first and the erasure, however long ago it was."""
BY_HAND = (
    "Программа удалила всё, до чего может дотянуться. Остальное — в столбце «Что удалить вручную»: удалите это и "
    "поставьте галочку «Вручную удалено»"
)


@job(
    title="удаление данных",
    after=("states",),
    does="Замечает, чьи данные пора удалить после отзыва согласия, и напоминает о том, что удаляется только вручную.",
)
def run(book: Book, today: date) -> None:
    withdrawn = dict(_withdrawn(book, today))
    register = book[Erasures]
    known = set(register[Erasures.occasion].dropna())
    new = {occasion: people for occasion, people in withdrawn.items() if occasion not in known}
    keys = book.new_keys(register, len(new))
    days = pd.Timedelta(days=book[Settings].retention_days)
    register.append(
        [
            {
                Erasures.id: key,
                Erasures.people: people,
                Erasures.ground: BY_WITHDRAWAL,
                Erasures.asked_on: asked,
                # A day that was typed wrong must not let go of anybody before somebody can have seen it.
                Erasures.due: max(asked + days, pd.Timestamp(today) + GRACE),
                Erasures.occasion: occasion,
            }
            for key, (occasion, (people, asked)) in zip(keys, new.items(), strict=True)
        ]
    )
    rows = [_standing(row, withdrawn, today) for row in register.frame.to_dict("records")]
    register[Erasures.state] = pd.Series(rows, index=register.index, dtype="str")
    register[Erasures.problems] = register[Erasures.state].map({ERASURE_BY_HAND: BY_HAND}).astype("str")


def _withdrawn(book: Book, today: date) -> Iterator[tuple[str, tuple[str, pd.Timestamp]]]:
    """Occasion → all numbers of a person who has taken back a consent without which they may not be processed, and the
    day on which they did."""
    days, same = _days(book), same_person(book)
    by: dict[tuple[str, ...], set[str]] = {}
    for number, lacking in stopped_by(book).items():
        if lacking.kind in TO_PROCESS and lacking.taken_back_by in days:
            by.setdefault(tuple(sorted(same.get(number, {number}))), set()).add(lacking.taken_back_by)
    for numbers, rows in by.items():
        first = min(rows)
        # A day that is still to come is a slip.
        yield f"{numbers[0]}/{first}", (", ".join(numbers), min(days[first], pd.Timestamp(today)))


def _days(book: Book) -> dict[Any, pd.Timestamp]:
    """Row of «Согласия» → the day from which it counts."""
    consents = book[Consents].frame.dropna(subset=[Consents.id])
    day = consents[Consents.withdrawn_on].fillna(consents[Consents.given_on]).fillna(pd.Timestamp(book.today))
    return dict(zip(consents[Consents.id], day, strict=True))


def is_due(row: dict[Any, Any], today: date) -> bool:
    """Whether a row of the register is to be carried out, or was begun and not finished."""
    due = row[Erasures.due]
    return pd.isna(row[Erasures.done_on]) and not pd.isna(due) and due <= pd.Timestamp(today)


def _standing(row: dict[Any, Any], withdrawn: dict[str, Any], today: date) -> str:
    if not pd.isna(row[Erasures.done_on]):
        waits = not pd.isna(row[Erasures.by_hand]) and not row[Erasures.by_hand_done]
        return ERASURE_BY_HAND if waits else ERASED
    if row[Erasures.ground] == BY_WITHDRAWAL and row[Erasures.occasion] not in withdrawn:
        # What has begun is finished: half of somebody's data is of no use to them either.
        begun = not pd.isna(row[Erasures.erased])
        return ERASURE_IS_DUE if begun else ERASURE_CANCELLED
    return ERASURE_IS_DUE if is_due(row, today) else ERASURE_WAITS
