"""«Журнал»: one line for each cycle that changed or noticed something, in the same write as what it speaks of.

What a command changes besides (a plan is imported) has its line too.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from automation.workbook.book import Book
from jobs.runner.sending import Sending
from sheets_schema.tabs.journal import Journal


def enter(book: Book, jobs: Sequence[str], changed: Mapping[str, int], calls: int, seconds: float) -> int | None:
    """Add this cycle's line, unless nothing has changed since the last one; returns its row."""
    if book.unavailable(Journal.name):
        return None
    notices = "\n".join(book.notices)
    if not changed and (notices == _last_notices(book) or Journal.problems in book[Journal].tab.missing):
        return None
    changes = "; ".join(f"«{title}»: строк {rows}" for title, rows in changed.items()) or "ничего"
    return _append(book, ", ".join(jobs), changes, notices, calls, seconds)


def record(book: Book, what: str, changes: str, calls: int, seconds: float) -> None:
    """Add the line of something that a person had done by a command. Ids and numbers, never names."""
    if not book.unavailable(Journal.name):
        _append(book, what, changes, "", calls, seconds)


def _append(book: Book, what: str, changes: str, notices: str, calls: int, seconds: float) -> int:
    line = {
        Journal.id: book.new_keys(book[Journal], 1)[0],
        Journal.at: pd.Timestamp(book.local(book.now)).floor("s"),
        Journal.jobs: what,
        Journal.changes: changes,
        Journal.problems: notices or None,
        Journal.calls: calls,
        Journal.seconds: seconds,
    }
    return int(book[Journal].append([line])[0])


def finish(book: Book, line: int | None, letters: Sending, calls: int, seconds: float) -> None:
    """Say what became of the letters, in this cycle's line or in one of their own."""
    told = f"письма: {letters}"
    if line is None:
        line = enter(book, ["письма"], {"Письма": letters.sent + letters.kept + letters.failed}, calls, seconds)
    if line is not None:
        changes = f"{book[Journal][Journal.changes][line]}; {told}"
        book[Journal].set(
            line,
            {
                Journal.changes: changes,
                Journal.problems: "\n".join(book.notices),
                Journal.calls: calls,
                Journal.seconds: seconds,
            },
        )


def _last_notices(book: Book) -> str:
    lines = book[Journal].frame.sort_values([Journal.at, Journal.id])
    return str(lines[Journal.problems].fillna("").iloc[-1]) if len(lines) else ""
