"""Links into a workspace that is found elsewhere by now, written anew.

Google's addresses never change. Those of the embedded workspace begin with the address and the port of its settings,
and cells, letters and the program's memory hold them as they were on the day when they were made.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from automation.workbook.book import Book
from automation.workbook.table import Table
from sheets_schema.columns import JOB, Column, Link, Name, Text


def follow(book: Book) -> None:
    """Let all that jobs have written lead to where the workspace is now; what people wrote is left as it is.

    The forms' links tell where it was before: they are remembered by the write that puts the others right.
    """
    present = _origin(book.link)
    former = sorted({_origin(link) for link in book.state.links.values()} - {present, ""})
    if not present or not former:
        return

    def led(text: str) -> str:
        for origin in former:
            text = text.replace(f"{origin}/", f"{present}/")
        return text

    book.state.links = {form: led(link) for form, link in book.state.links.items()}
    for table in book.tables.values():
        for name, column in table.columns.items():
            if _may_hold_links(column) and name not in table.tab.missing:
                _rewrite(table, column.known_as, led)


def _origin(link: str) -> str:
    parts = urlsplit(link)
    return f"{parts.scheme}://{parts.netloc}" if parts.netloc else ""


def _may_hold_links(column: Column) -> bool:
    return column.owner is JOB and (isinstance(column, Link) or (isinstance(column, Text) and column.long))


def _rewrite(table: Table, name: Name[Any], led: Callable[[str], str]) -> None:
    for row, text in table[name].dropna().items():
        if (anew := led(text)) != text:
            table.set(row, {name: anew})
