"""The organisation as its desk has it: the book as it stands, a way to write into it, and the cycles.

office = Office(google, spreadsheet, cycles)
book = office.book()                # for one visit; nobody else has it
office.write(lambda book: …)        # stages, and is told again what stands if somebody wrote meanwhile
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from automation.google import Google
from automation.workbook.book import Book
from automation.workbook.commit import SpreadsheetBusy, commit
from automation.workbook.layout import Tab
from automation.workbook.memory import Memory
from automation.workbook.reading import read_book
from automation.workbook.state import State
from jobs.runner.cycle import without_collecting
from jobs.runner.cycles import Cycles
from jobs.runner.withholding import Withholding
from sheets_schema.nastavnik import NASTAVNIK
from sheets_schema.schema import Schema

_PATIENCE = 2
"""How often a write is decided anew because somebody else wrote meanwhile."""
_SURE = timedelta(seconds=2)
"""A spreadsheet that was changed so shortly before it was read may have been changed again within the same tick of
Drive's clock."""


@dataclass(frozen=True)
class _Read:
    """What was read of the spreadsheet; nobody changes it."""

    tabs: Mapping[str, Tab]
    schema: Schema
    state: State
    link: str
    modified: str


class Office:
    """One organisation's. `google` is asked for when it is needed first: the workspace may be about to open.

    `google_of` gives the services as a person has them who has signed in with this session, so that what they enter is
    told to be theirs; without it everything is entered in the organisation's name.
    """

    def __init__(
        self,
        google: Callable[[], Google],
        spreadsheet: str,
        cycles: Cycles,
        *,
        google_of: Callable[[str], Google] | None = None,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self.spreadsheet, self.cycles, self.clock = spreadsheet, cycles, clock
        self._connect, self._connect_as = google, google_of
        self._google: Google | None = None
        self._lock = threading.RLock()
        self._writing = threading.RLock()
        self._memory = Memory()
        self._read: _Read | None = None

    @property
    def google(self) -> Google:
        """The organisation's services."""
        with self._lock:
            if self._google is None:
                self._google = self._connect()
            return self._google

    def book(self, *, whole: bool = False) -> Book:
        """The spreadsheet as it stands, for the caller alone; what may not be processed is not seen in it, but where
        somebody puts right what people wrote: then it is `whole`."""
        with self._lock, without_collecting():
            book = self._fresh()
            if not whole:
                Withholding(book).draw()
            return book

    def write(self, decide: Callable[[Book], None], session: str = "") -> None:
        """Write what `decide` enters into the book it is given; it is asked anew when somebody else wrote meanwhile.

        It is entered by whoever has signed in with this session, where one is given and persons are known.

        Raises what `decide` raises, and `SpreadsheetBusy`; then nothing is written.
        """
        services = self._connect_as(session) if session and self._connect_as else self.google
        # Whoever only looks waits for none of it: taking in a long list is seconds of work.
        with self._writing, without_collecting():
            for attempts_left in reversed(range(_PATIENCE + 1)):
                with self._lock:
                    book = self._fresh()
                decide(book)
                changes = book.changes()
                if not changes:
                    return
                try:
                    expected = book.state_as_read.write
                    commit(
                        services.spreadsheets,
                        self.spreadsheet,
                        changes,
                        book.state,
                        where=book.tabs,
                        expected=expected,
                    )
                except SpreadsheetBusy:
                    with self._lock:
                        self._read = None
                    if not attempts_left:
                        raise
                else:
                    self.cycles.wake()
                    return

    def _fresh(self) -> Book:
        """The whole book, read anew only where Drive says that it has changed."""
        now, (modified, _) = self.clock(), self.google.drive.standing(self.spreadsheet)
        read = self._read
        if read is None or read.modified != modified:
            book = read_book(self.google, self.spreadsheet, now, NASTAVNIK, self._memory)
            read = _Read(book.tabs, book.schema, book.state, book.link, modified)
            settled = now - datetime.fromisoformat(modified) > _SURE
            self._read = read if settled else None
        state = read.state.model_copy(deep=True)
        return Book(read.tabs, now, read.schema, state=state, link=read.link, memory=self._memory)
