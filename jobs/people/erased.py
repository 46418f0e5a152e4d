"""Whose data has been erased, by number: nobody knows any more who they were, and nothing may be done with them."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from automation.workbook.book import Book
from jobs.runner.facts import fact
from sheets_schema.tabs.erasures import Erasures


@fact
def erased(book: Book) -> Mapping[str, str]:
    """All numbers of those whose erasure has begun → the row of «Удаление данных»."""
    if Erasures.name not in book.tables or book.unavailable(Erasures.name):
        return MappingProxyType({})
    register = book[Erasures].frame.dropna(subset=[Erasures.id, Erasures.people, Erasures.erased])
    rows = zip(register[Erasures.id], register[Erasures.people], strict=True)
    return MappingProxyType({number: key for key, people in rows for number in people.split(", ")})
