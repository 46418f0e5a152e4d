"""Entering what was decided by a click: into the cells where the curator would have typed it.

    stage(book, Entry(Matches, "НМ-0007/Н-0003", {"decision": "принять"}, was={"decision": ""}))

What a column's declaration asks for is asked here as well, before anything is written.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from automation.workbook import cells
from automation.workbook.book import Book
from automation.workbook.table import Table
from sheets_schema.columns import Column, Date, DateTime, Flag, Number, Owner, Variant
from sheets_schema.sheet import Sheet


class Refusal(Exception):
    """What was entered cannot be written. `str(error)` tells the person why, and what to do."""


class Missing(Refusal):
    """What was asked for is not there, or not any more."""

    def __init__(self, what: str) -> None:
        super().__init__(f"{what} здесь нет: строку, наверное, удалили или перенумеровали.")


@dataclass(frozen=True)
class Entry:
    """Cells of one row as they were typed, and as they stood on the page that they were typed in."""

    sheet: type[Sheet]
    key: str
    typed: Mapping[str, str]
    was: Mapping[str, str] = field(default_factory=dict)


def stage(book: Book, entries: Iterable[Entry]) -> None:
    """Enter them into the book. `Refusal` for the first that cannot be; `TabUnavailable` where its tab is not there."""
    for entry in entries:
        table = book[entry.sheet]
        row = row_of(table, entry.key)
        columns = {name: _column(table, row, name) for name in entry.typed}
        for name, was in entry.was.items():
            _must_stand(table, row, name, was, entry.typed.get(name, was))
        values = {name: _value(columns[name], typed) for name, typed in entry.typed.items()}
        table.enter(
            row,
            {table.named(name): _in_cell(table.columns[name], columns[name], value) for name, value in values.items()},
        )


def add(book: Book, sheet: type[Sheet], typed: Mapping[str, str]) -> str:
    """Add a row that the curator could have typed at the bottom of a tab; its number. `Refusal` as for `stage`."""
    table = book[sheet]
    columns = {name: table.columns[name] for name in typed}
    values = {column.known_as: _value(column, typed[name]) for name, column in columns.items()}
    key = book.new_keys(table, 1)[0]
    table.append([{table.key: key, **values}], by={Owner.CURATOR})
    return key


def row_of(table: Table, key: str) -> int:
    """Where a row stands. `Missing` where it does not any more."""
    found = table.index[table[table.key] == key]
    if len(found) != 1:
        raise Missing(f"«{table.tab.title}», {key}: такой строки")
    return int(found[0])


def as_typed(column: Column, value: Any) -> str:
    """A value as a person would type it into its cell; empty for none."""
    if isinstance(column, Flag):
        return "да" if value else ""
    if cells.is_missing(value):
        return ""
    match column:
        case DateTime():
            return f"{pd.Timestamp(value):%d.%m.%Y %H:%M}"
        case Date():
            return f"{pd.Timestamp(value):%d.%m.%Y}"
        case Number():
            return f"{value:.15g}".replace(".", ",")
    return ", ".join(value) if isinstance(value, tuple) else str(value)


def declared(table: Table, row: int, name: str) -> Column:
    """The declaration of one cell: of a setting's value, its own."""
    column = table.columns[name]
    if isinstance(column, Variant):
        return column.of(table[column.decided_by.known_as][row]) or column
    return column


def stands(table: Table, row: int, name: str) -> str:
    """What stands in a cell, as a person would type it."""
    if row in table.unreadable.get(name, ()):
        return str(table.tab.cell(row, name))
    column, value = declared(table, row, name), table[table.named(name)][row]
    if isinstance(table.columns[name], Variant):
        value = cells.read_one(column, value)
    return as_typed(column, value)


def _column(table: Table, row: int, name: str) -> Column:
    declared_here = table.columns.get(name)
    if declared_here is None or declared_here.owner is Owner.JOB or name in table.tab.missing:
        raise Refusal(f"На листе «{table.tab.title}» этот столбец заполняет не человек, или столбца больше нет.")
    return declared(table, row, name)


def _must_stand(table: Table, row: int, name: str, was: str, typed: str) -> None:
    """`Refusal` where a cell says something else than what the person saw, and not what they want it to say."""
    now = stands(table, row, name)
    if now not in (was, typed):
        title = table.columns[name].title
        raise Refusal(
            f"Пока страница была открыта, кто-то записал в «{title}»: {now or 'пусто'}. Ваше не записано. "
            "Обновите страницу и решите ещё раз."
        )


def _value(column: Column, typed: str) -> Any:
    """The value of what was typed. `Refusal` where it is none of the column's."""
    value = cells.read_one(column, typed.strip() or None)
    problem = value.problem if isinstance(value, cells.Unreadable) else None
    if problem is None and not cells.is_missing(value):
        problem = column.problem(value)
    if problem is None and column.required and cells.is_missing(value):
        problem = f"не заполнено; нужно: {column.wanted()}"
    if problem:
        raise Refusal(f"{column.title}: {problem}.")
    return value


def _in_cell(column: Column, declaration: Column, value: Any) -> Any:
    """A value as tables hold it: of a setting, the cell itself."""
    if not isinstance(column, Variant):
        return value
    return cells.write(declaration, [value])[0]
