"""What the desk reads and writes: nobody who looks waits for somebody's long list."""

from __future__ import annotations

import threading

from automation.testing import organisation
from automation.workbook.book import Book
from jobs.desk.office import Office
from jobs.runner.cycles import Cycles
from sheets_schema.nastavnik import NASTAVNIK

LONG = 5
"""Seconds for which nobody ever waits, but where one waits for the other."""


def test_whoever_looks_is_answered_while_a_long_list_is_being_taken_in() -> None:
    begun, seen = threading.Event(), threading.Event()
    waited: list[bool] = []

    def take_in(_: Book) -> None:
        begun.set()
        waited.append(seen.wait(LONG))

    def look() -> None:
        office.book()
        seen.set()

    with organisation(NASTAVNIK) as one:
        office = Office(lambda: one.google, one.spreadsheet, Cycles(), clock=lambda: one.now)
        writing = threading.Thread(target=office.write, args=(take_in,))
        writing.start()
        assert begun.wait(LONG)
        looking = threading.Thread(target=look)
        looking.start()
        writing.join()
        looking.join()
    assert waited == [True]
