"""«Настройки» as typed values. A setting that is missing or wrong has its default, and a sentence about it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

import pandas as pd

from automation.workbook import cells
from automation.workbook.table import Table
from sheets_schema.columns import Column, Date, Name, Variant
from sheets_schema.settings import SettingValues

Values = TypeVar("Values", bound=SettingValues)


def read_settings(settings: type[Values], table: Table | None, trying: str = "") -> Values:
    """The values that a curator gave, each checked as its declaration says; of the setting `trying` the one to be tried
    out.
    """
    given: dict[str, Any] = {}
    if table is not None:
        value, tried = table[table.sheet.named("value")], table[table.sheet.named("tried")]
        for code, cell, to_be_tried in zip(codes(settings, table), value, tried, strict=True):
            if not cells.is_missing(code):
                given.setdefault(code, to_be_tried if code == trying else cell)
    values: dict[str, Any] = {}
    problems: dict[str, str] = {}
    for code, one in settings.declared().items():
        column = _column(table, code) or one.column
        values[code], problem = checked(column, given.get(code, one.default))
        if problem:
            problems[code] = problem
            values[code], _ = checked(column, one.default)
    return settings(**values, problems=problems)


def _column(table: Table | None, code: str) -> Column | None:
    """The column that the value of a setting is checked as, with the organisation's words."""
    value = table and table.columns["value"]
    return value.of(code) if isinstance(value, Variant) else None


def codes(settings: type[SettingValues], table: Table) -> pd.Series:
    """Each row's code; where the curator has lost it, the one that the row's title stands for."""
    by_title = {one.column.title: code for code, one in settings.declared().items()}
    return codes_by_title(table, table.sheet.named("parameter"), by_title)


def codes_by_title(table: Table, title: Name[Any], by_title: Mapping[str, str]) -> pd.Series:
    """Each row's key; where the curator has lost it, the one that stands for what the column `title` says."""
    return table[table.key].fillna(table[title].map(by_title).astype("str"))


def checked(column: Column, cell: Any) -> tuple[Any, str]:
    """The value of one cell, and what is wrong with it; empty where nothing is."""
    try:
        value = cells.value(column, cell)
    except ValueError as unreadable:
        return None, str(unreadable)
    if cells.is_missing(value):
        return value if isinstance(value, tuple) else None, "не заполнено; впишите значение" if column.required else ""
    return value.date() if isinstance(column, Date) else value, column.problem(value) or ""
