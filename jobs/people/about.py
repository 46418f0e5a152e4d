"""Which rows speak of whom: a person's own, and those that refer to one of them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any

from automation.workbook.table import Table
from sheets_schema.columns import Reference
from sheets_schema.sheet import Sheet


def rows_about(
    tables: Iterable[Table], people: Mapping[str, Collection[int]]
) -> Iterator[tuple[Table, frozenset[int]]]:
    """Each table, and its rows that speak of these people (tab name → rows of a bank): themselves, or by way of another
    row (a pair)."""
    numbers: dict[str, set[Any]] = {}
    tables = list(tables)
    sheets = {table.sheet.name: table.sheet for table in tables}
    for table in sorted(tables, key=lambda table: _depth(table.sheet, sheets)):
        name = table.sheet.name
        rows = frozenset(people.get(name, ())) or frozenset(_referring(table, numbers))
        numbers[name] = set(table[table.key][list(rows)].dropna()) if rows else set()
        yield table, rows


def _referring(table: Table, numbers: Mapping[str, set[Any]]) -> Iterator[int]:
    """The rows that refer to one of these rows of other tabs."""
    for column in references(table.sheet):
        wanted = set().union(*(numbers.get(tab, ()) for tab in column.tabs))
        if wanted:
            yield from table.index[table[column.known_as].isin(wanted)].tolist()


def references(sheet: type[Sheet]) -> list[Reference]:
    """The columns that name rows of other tabs."""
    return [column for column in sheet.columns.values() if isinstance(column, Reference)]


def _depth(sheet: type[Sheet], sheets: Mapping[str, type[Sheet]]) -> int:
    """How many references may lead from a row to one that refers to nothing: rows that are referred to come first."""
    tabs = {tab for column in references(sheet) for tab in column.tabs} & sheets.keys() - {sheet.name}
    return max((1 + _depth(sheets[tab], sheets) for tab in tabs), default=0)
