"""What the curator has switched off on «Пульт», or tries out there. Where that tab is not there, everything is on."""

from __future__ import annotations

from automation.workbook.book import Book
from jobs.runner.facts import fact
from sheets_schema.tabs.control import CHECK_NOW, REHEARSAL, Control


@fact
def switched_off(book: Book) -> frozenset[str]:
    """The codes of the rows without a tick. A cell that cannot be read is asked about, and stops nothing."""
    if book.unavailable(Control.name):
        return frozenset()
    table = book[Control]
    off = ~table[Control.on] & ~table.index.isin(list(table.unreadable.get(Control.on, ())))
    return frozenset(table[Control.code][off].dropna())


def is_rehearsal(book: Book) -> bool:
    """Whether what would be done is to be told, and nothing done."""
    if book.unavailable(Control.name):
        return False
    table = book[Control]
    return bool(table[Control.on][table[Control.code] == REHEARSAL].any())


def asked_to_check(book: Book) -> bool:
    """Whether the tick of «Проверить сейчас» is another than the one that was answered last."""
    if book.unavailable(Control.name):
        return False
    table = book[Control]
    asked = table[Control.code] == CHECK_NOW
    return bool((asked & (table[Control.on] != table[Control.seen])).any())
