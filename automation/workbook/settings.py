"""«Настройки» as typed values. A setting that is missing or wrong has its default, and a sentence about it."""

from __future__ import annotations

from typing import Any

import pandas as pd

from automation.workbook import cells
from automation.workbook.table import Table
from sheets_schema.columns import Column, Date
from sheets_schema.tabs.settings import SETTINGS


class Values:
    """The settings by their codes: `settings.time_zone`. `problems` is code → what to correct."""

    def __init__(self, values: dict[str, Any], problems: dict[str, str]) -> None:
        self._values = values
        self.problems = problems

    def __getattr__(self, code: str) -> Any:
        if code.startswith("_") or code not in self._values:
            raise AttributeError(code)
        return self._values[code]


def read_settings(table: Table | None, trying: str = "") -> Values:
    """The values that a curator gave, each checked as its declaration says; of the setting `trying` the one to be tried
    out.
    """
    given: dict[str, Any] = {}
    if table is not None:
        rows = table.frame.assign(code=codes(table)).dropna(subset=["code"]).drop_duplicates("code")
        given = dict(zip(rows["code"], rows["value"], strict=True))
        given |= dict(rows.loc[rows["code"] == trying, ["code", "tried"]].itertuples(index=False))
    values: dict[str, Any] = {}
    problems: dict[str, str] = {}
    for code, (column, default, _) in SETTINGS.items():
        values[code], problem = _value(column, given.get(code, default))
        if problem:
            problems[code] = problem
            values[code], _ = _value(column, default)
    return Values(values, problems)


def codes(table: Table) -> pd.Series:
    """Each row's code; where the curator has lost it, the one that the row's title stands for."""
    by_title = {column.title: code for code, (column, _, _) in SETTINGS.items()}
    return table["code"].fillna(table["parameter"].map(by_title).astype("str"))


def _value(column: Column, cell: Any) -> tuple[Any, str]:
    series, unreadable = cells.read(column, [cell])
    value = series.iloc[0]
    if unreadable:
        return None, unreadable[0]
    if cells.is_missing(value):
        return value if isinstance(value, tuple) else None, "не заполнено; впишите значение" if column.required else ""
    return value.date() if isinstance(column, Date) else value, column.problem(value) or ""
