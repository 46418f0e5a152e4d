"""What «Пульт» says of the last time: of each job, of each kind of letter, and of the whole cycle.

Nothing is said of a cycle that changed nothing, unless the curator has asked: an idle cycle writes nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from automation.workbook.book import Book
from automation.workbook.table import Table
from jobs.control.switches import asked_to_check
from jobs.letters.correspondence import kind_of
from jobs.letters.kinds import code_of
from jobs.runner.deciding import Outcome
from sheets_schema.columns import Name
from sheets_schema.tabs.control import CHECK_NOW, Control
from sheets_schema.tabs.letters import Letters
from sheets_schema.vocabulary import KEPT, SENT

FAILED = "не выполнено; почему, сказано на листе «Журнал»"
NOTHING_TO_DO = "менять было нечего"


def tell_of_jobs(book: Book, outcomes: Mapping[str, Outcome]) -> None:
    """Beside each job, how many rows it has changed, or that it could not be done."""
    if book.unavailable(Control.name):
        return
    table = book[Control]
    for row, code, said in _rows(table, Control.code, Control.outcome):
        outcome = outcomes.get(code)
        if outcome is None:
            continue
        if outcome.failed:
            _tell(book, row, FAILED, unless=said)
        elif outcome.rows:
            _tell(book, row, f"изменено строк: {outcome.rows}")
        elif said == FAILED:
            _tell(book, row, NOTHING_TO_DO)


def tell_of_cycle(book: Book, told: str) -> None:
    """Beside «Проверить сейчас», what the cycle did, where it did anything or the curator has asked."""
    if book.unavailable(Control.name) or not (told or asked_to_check(book)):
        return
    table = book[Control]
    for row, code, is_on in _rows(table, Control.code, Control.on):
        if code == CHECK_NOW:
            _tell(book, row, told or NOTHING_TO_DO)
            table.set(row, {Control.seen: is_on})


_GONE = {SENT: "отправлено писем", KEPT: "осталось писем в почте программы"}


def tell_of_letters(book: Book) -> None:
    """Beside each kind of letter, when such letters went last, and how many at once."""
    if book.unavailable(Control.name):
        return
    letters = book[Letters].frame
    gone = letters[letters[Letters.state].isin(_GONE)].dropna(subset=[Letters.id, Letters.sent_at])
    codes = gone[Letters.id].map(kind_of).map(code_of)
    told = {}
    for code, of_kind in gone.groupby(codes):
        last = of_kind[of_kind[Letters.sent_at] == of_kind[Letters.sent_at].max()]
        told[code] = last[Letters.sent_at].iloc[0], f"{_GONE[last[Letters.state].iloc[0]]}: {len(last)}"
    for row, code, _ in _rows(book[Control], Control.code, Control.outcome):
        if code in told:
            at, outcome = told[code]
            book[Control].set(row, {Control.at: at, Control.outcome: outcome})


def tell(book: Book, code: str, told: str) -> None:
    """Beside one line, where it says something else."""
    if book.unavailable(Control.name):
        return
    for row, known, said in _rows(book[Control], Control.code, Control.outcome):
        if known == code:
            _tell(book, row, told, unless=said)


def _tell(book: Book, row: int, told: str, unless: str = "") -> None:
    if told != unless:
        now = pd.Timestamp(book.local(book.now)).floor("s")
        book[Control].set(row, {Control.at: now, Control.outcome: told})


def _rows(table: Table, *names: Name[Any]) -> list[tuple[Any, ...]]:
    return list(zip(table.index.tolist(), *(table[name].tolist() for name in names), strict=True))
