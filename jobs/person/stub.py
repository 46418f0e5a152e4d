"""A person taken out of a book: what their rows become, and what is left of them in the words of others.

A row of theirs stays where it is, with its number: what refers to it must not lead to nothing, and its number is not
given again. A name gives way to a stub, which reads as no name at all; all else that tells of them is emptied.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

import pandas as pd

from automation.workbook.book import Book
from automation.workbook.cells import Unreadable, is_missing
from automation.workbook.table import Table
from jobs.letters.correspondence import addressee_of
from jobs.people.about import references, rows_about
from jobs.person.sought import BANKS, Sought
from sheets_schema.columns import REMOVED, Choice, Column, Key, Name, Number, Owner, PersonName, Reference, Text
from sheets_schema.sheet import Sheet
from sheets_schema.tabs.bank import Bank
from sheets_schema.tabs.erasures import Erasures
from sheets_schema.tabs.letters import Letters
from sheets_schema.tabs.staff import Staff
from sheets_schema.vocabulary import BY_WITHDRAWAL

_NOTHING: Mapping[str, str] = {}


def stub(numbers: str, ground: str) -> str:
    """«удалено по отзыву согласия, НМ-0007»."""
    why = "по отзыву согласия" if ground == BY_WITHDRAWAL else "по решению организации"
    return f"{REMOVED} {why}, {numbers}"


def own_rows(book: Book, numbers: tuple[str, ...]) -> dict[str, frozenset[int]]:
    """Bank → the rows of these numbers."""
    return {
        bank.name: frozenset(map(int, book.tables[bank.name].index[_keys(book.tables[bank.name]).isin(numbers)]))
        for bank in BANKS
        if bank.name in book.tables
    }


def rows_of(book: Book, sought: Sought) -> Iterator[tuple[Table, frozenset[int]]]:
    """Each table, and its rows that are about them: by a reference, by a number in a cell, a letter by its address."""
    for table, rows in rows_about(book.tables.values(), own_rows(book, sought.numbers)):
        if table.sheet is Letters:
            yield table, _letters_to(table, sought)
        elif table.sheet is Erasures:
            yield table, frozenset()
        else:
            yield table, rows | _naming(table, sought.numbers)


def _keys(table: Table) -> pd.Series:
    return table.whole[table.key]


def _naming(table: Table, numbers: tuple[str, ...]) -> frozenset[int]:
    """Rows one of whose cells is a number of theirs and nothing else."""
    found = pd.Series(False, index=table.index)
    for name, column in table.sheet.columns.items():
        if isinstance(column, Text):
            found |= table.whole[name].isin(numbers)
    return frozenset(map(int, table.index[found]))


def _letters_to(letters: Table, sought: Sought) -> frozenset[int]:
    keys, to = letters.whole[Letters.id].fillna(""), letters.whole[Letters.recipient].fillna("").str.lower()
    theirs = keys.map(addressee_of).isin(sought.numbers) | to.isin(list(sought.addresses))
    return frozenset(map(int, letters.index[theirs]))


def take_out(book: Book, sought: Sought, words: str) -> Counter[str]:
    """Take them out of all but their own rows; tab title → rows touched. `words` stand in the place of a name."""
    touched: Counter[str] = Counter()
    for table, rows in list(rows_of(book, sought)):
        before = table.checkpoint()
        for row in rows - own_rows(book, sought.numbers).get(table.sheet.name, frozenset()):
            _empty(table, row, _told_in(table, row, sought), words)
        _redact(table, rows, sought)
        if changed := len(table.rows_changed_since(before)):
            touched[table.tab.title] += changed
    return touched


def take_own_rows(book: Book, numbers: tuple[str, ...], words: str) -> Counter[str]:
    """Leave of their own rows the number and that they take no part."""
    touched: Counter[str] = Counter()
    for name, rows in own_rows(book, numbers).items():
        table = book.tables[name]
        for row in rows:
            kept = (Key, Reference, Choice, Number)
            told = [
                column
                for column in table.sheet.columns.values()
                if not isinstance(column, Key)
                and column.name != Bank.withdrawn
                and (column.owner is not Owner.JOB or not isinstance(column, kept))
            ]
            _empty(table, row, told, words)
            table.enter(row, {table.sheet.named(Bank.withdrawn): True})
            touched[table.tab.title] += 1
    return touched


def _told_in(table: Table, row: int, sought: Sought) -> list[Column]:
    """The columns of a row that tell of them: a pair's other half keeps its name."""
    others = {
        f"{reference.name}_name"
        for reference in references(table.sheet)
        if table.whole[reference.name][row] not in sought.numbers
    }
    return [
        column
        for name, column in table.sheet.columns.items()
        if (table.sheet.tells(column) or column.name in ("entries", "recipient"))
        and not isinstance(column, Key | Reference)
        and not (isinstance(column, PersonName) and name in others)
    ]


def _empty(table: Table, row: int, columns: list[Column], words: str) -> None:
    for column in columns:
        named = isinstance(column, PersonName) or _is_heading(table.sheet, column)
        _put(table, row, column, words if named and not is_missing(table.whole[column.name][row]) else None)


def _is_heading(sheet: type[Sheet], column: Column) -> bool:
    return sheet is Letters and column.name == Letters.subject


def _put(table: Table, row: int, column: Column, value: Any) -> None:
    name: Name[Any] = column.known_as
    if column.name in table.tab.missing:
        return
    if column.owner is Owner.JOB:
        if value is not None or not is_missing(table.whole[column.name][row]):
            table.set(row, {name: value})
        return
    if value is None and row in table.unreadable.get(column.name, _NOTHING):
        value = _blank()  # what could not be read reads as empty already, and stands there all the same
    table.enter(row, {name: value})


def _blank() -> Unreadable:
    blank = Unreadable("")
    blank.problem = ""
    return blank


def _redact(table: Table, theirs: frozenset[int], sought: Sought) -> None:
    """Take their name out of what others wrote, and of what was written about others."""
    if table.sheet in (Erasures, Staff):
        return
    own = own_rows_named(table, sought)
    for name, column in table.sheet.columns.items():
        if not isinstance(column, Text | PersonName) or name in table.tab.missing:
            continue
        for row, text in table.whole[name].dropna().items():
            label = int(str(row))
            if label not in own and (anew := sought.redacted(str(text))) != text:
                _put(table, label, column, None if isinstance(column, PersonName) else anew)


def own_rows_named(table: Table, sought: Sought) -> frozenset[int]:
    """Their own rows in a bank, which go last."""
    if table.sheet not in BANKS:
        return frozenset()
    return frozenset(map(int, table.index[_keys(table).isin(sought.numbers)]))
