"""Turning the spreadsheet to the new year: first the archive, then everything else in one atomic write.

Stopped anywhere, the command is simply given again. Before the write nothing has changed, and the archive is found by
its key; after it the new period stands in the settings, and the day of the turn in the program's memory.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import pandas as pd

from automation.google import Google
from automation.google.drive import File
from automation.workbook.archive import archive
from automation.workbook.book import Book
from automation.workbook.commit import SpreadsheetBusy, commit
from automation.workbook.reading import read_book
from jobs.new_year.decision import NewYear, decide, turned
from jobs.new_year.period import CannotBegin, in_words, years_of
from sheets_schema.nastavnik import NASTAVNIK
from sheets_schema.tabs.journal import Journal

CHANGED = "Пока вы решали, таблицу изменили. Ничего не сделано. Посмотрите ещё раз: повторите команду"
BUSY = "Таблицу меняли во время записи, поэтому в ней не изменено ничего. Повторите команду"
_CALLS_OF_A_WRITE = 2


@dataclass(frozen=True)
class Turned:
    """Where to find what was and what is."""

    archive: File
    link: str


def archive_key(year: NewYear) -> str:
    """Why the archive exists: it is that of the plan that began on this day."""
    return f"archive/{year.old.start}"


def turn(google: Google, spreadsheet: str, shown: NewYear, *, now: datetime) -> Turned:
    """Do what was shown. `now` is aware.

    `CannotBegin` with nothing changed where the spreadsheet says something else by now than what was decided on: what
    is about to be deleted must be in the archive as it stands.
    """
    began, calls_before = time.perf_counter(), Counter(google.calls)
    book = read_book(google, spreadsheet, now, NASTAVNIK)
    fresh = decide(book, shown.new)
    if (fresh.old, fresh.changes) != (shown.old, shown.changes):
        raise CannotBegin(CHANGED)
    title = google.spreadsheets.get(spreadsheet, fields="properties(title)")["properties"]["title"]
    kept = archive(
        google,
        spreadsheet,
        book.schema,
        name=f"Архив {years_of(shown.old)} — {title}",
        key=archive_key(shown),
        scope=book.state.scope,
        folder=book.state.folder,
        says=book.tabs,
    )
    calls = (Counter(google.calls) - calls_before).total() + _CALLS_OF_A_WRITE
    _enter(book, shown, kept, calls, time.perf_counter() - began)
    for sheet in turned(book.schema):
        book.remember_numbers(book[sheet])
    book.state.new_year = book.today.isoformat()
    try:
        commit(
            google.spreadsheets,
            spreadsheet,
            {**shown.changes, **book.changes()},
            book.state,
            where=book.tabs,
            expected=book.state_as_read.write,
            as_read={sheet.name: book.tabs[sheet.name] for sheet in turned(book.schema)},
        )
    except SpreadsheetBusy:
        raise CannotBegin(BUSY) from None
    return Turned(kept, book.link)


def _enter(book: Book, year: NewYear, kept: File, calls: int, seconds: float) -> None:
    """The journal's line: numbers, never names."""
    journal = book[Journal]
    told = [
        f"План перенесён: был {in_words(year.old)}, стал {in_words(year.new)}",
        f"Мероприятий перенесено {len(year.kept)}, осталось в архиве {_counted([one.id for one in year.left])}",
        f"Пар продолжается {len(year.continuing)}, осталось в архиве {_counted(year.ended)}",
        f"Из банков ушло людей {_counted(year.leaving)}",
        f"Архив: {kept.link}",
    ]
    line = {
        Journal.id: book.new_keys(journal, 1)[0],
        Journal.at: pd.Timestamp(book.local(book.now)).floor("s"),
        Journal.jobs: "новый учебный год",
        Journal.changes: "\n".join(told),
        Journal.calls: calls,
        Journal.seconds: seconds,
    }
    journal.append([line])


def _counted(ids: Sequence[str]) -> str:
    return f"{len(ids)} ({', '.join(ids)})" if ids else "0"
