"""Lists as schools keep them, made in the test that reads them."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from typing import Any

import openpyxl

from automation.grids import sheets
from automation.workbook.book import Book
from jobs.importing.lists import lists_in
from jobs.importing.proposing import Chosen, propose
from sheets_schema.nastavnik import NASTAVNIK
from tests.jobs.books import NOW
from tests.workbook.tables import tab

Rows = Sequence[Sequence[Any]]


def xlsx(tables: Mapping[str, Rows], *, merged: Mapping[str, Sequence[str]] | None = None) -> bytes:
    """A book of these sheets (title → rows), with these ranges merged."""
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for title, rows in tables.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(list(row))
        for one in (merged or {}).get(title, ()):
            sheet.merge_cells(one)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def csv(rows: Rows, separator: str = ";", encoding: str = "cp1251") -> bytes:
    return "\r\n".join(separator.join(map(str, row)) for row in rows).encode(encoding)


def read(content: bytes, name: str = "") -> list[Chosen]:
    return propose(lists_in(sheets(content))[0], name)


def fields_of(one: Chosen) -> dict[str, str]:
    """Title → field, of the columns that are taken."""
    return {title: name for title, name in zip(one.people.titles, one.columns, strict=True) if name}


def reread(one: Book) -> Book:
    """The book as it would be read again after its changes were written."""
    rows: dict[str, list[dict[str, Any]]] = {}
    for name, table in one.tables.items():
        gone = {key for _, key in table.changes().deleted}
        written = [dict(row) for row in (table._appended(table.index))]
        rows[name] = [row for row in written if row[table.key] not in gone]
    tabs = {sheet.name: tab(sheet, rows[sheet.name]) for sheet in NASTAVNIK.sheets}
    return Book(tabs, NOW, NASTAVNIK, state=one.state)
