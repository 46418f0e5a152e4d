"""Where letters lead: every address of the programme's own pages that a letter names is put together here."""

from __future__ import annotations

from automation.workbook.book import Book
from sheets_schema.sheet import Sheet


def to_table(book: Book) -> str:
    """The spreadsheet."""
    return book.link


def to_tab(book: Book, sheet: type[Sheet]) -> str:
    """The spreadsheet, opened at a tab; empty while its address is not known."""
    return f"{book.link}#gid={book[sheet].tab.sheet_id}" if book.link else ""
