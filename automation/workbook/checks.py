"""Checking a table against its declaration with pandera: every row that is wrong gets sentences in plain Russian."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

import pandas as pd
import pandera.pandas as pa

from automation.workbook.cells import is_missing
from automation.workbook.table import Table
from sheets_schema.columns import Column, Key, Owner, Reference
from sheets_schema.sheet import Sheet

Found = dict[int, list[str]]
"""Row → what is wrong there, in the order of the columns."""


def find_problems(table: Table, *, known: Mapping[str, set[str]] | None = None) -> Found:
    """What is wrong in each row of a table; rows without problems are left out.

    `known` is tab name → keys of its rows, for the columns that refer to other tabs.
    """
    frame = _comparable(table)
    by_row: dict[int, dict[str, str]] = {}
    for name, unread in table.unreadable.items():
        for row, problem in unread.items():
            by_row.setdefault(row, {})[name] = problem
    for name, row, kind in _failures(table, frame):
        by_row.setdefault(row, {}).setdefault(name, _sentence(frame, table.sheet.columns[name], kind, row))
    for name, row, problem in _dangling(table, known or {}):
        by_row.setdefault(row, {}).setdefault(name, problem)
    return {row: _in_order(table, problems) for row, problems in by_row.items()}


def problems_of_answers(table: Table, row: int, names: Iterable[str]) -> list[str]:
    """Which of a row's own cells in these columns are wrong, whatever stands in other rows and tabs, and what is wanted
    there. What they say is not repeated: this may be read by somebody else than their author."""
    found = {}
    for name in names:
        column, value = table.sheet.columns[name], table[name][row]
        if row in table.unreadable.get(name, ()) or not (is_missing(value) or column.problem(value) is None):
            found[name] = f"ответ не подходит; нужно: {column.wanted()}"
        elif is_missing(value) and column.required:
            found[name] = f"не заполнено; нужно: {column.wanted()}"
    return _in_order(table, found)


def unreadable_cells(table: Table) -> list[str]:
    """What cannot be read in a tab, for where it is not said beside each row: a sentence a column, quoting nobody."""
    told = []
    for name, rows in table.unreadable.items():
        first, problem = next(iter(rows.items()))
        if isinstance(table.tab.cell(first, name), str):  # whoever reads this need not know what somebody wrote
            problem = f"не прочесть; нужно: {table.sheet.columns[name].wanted()}"
        more = f"; и ещё строк: {len(rows) - 1}" if len(rows) > 1 else ""
        key = table[table.sheet.key_column().name][first]
        where = f"«{table.tab.title}», строка {first + 1 if is_missing(key) else key}"
        told.append(f"{where}, «{table.sheet.columns[name].title}»: {problem}{more}")
    return told


ADVICE = "Совет: "
"""Before a sentence that leaves the choice to the curator: the row is as good as any other."""


def without_advice(text: str) -> str:
    """What of «Что исправить» has to be put right."""
    return "\n".join(line for line in text.splitlines() if not line.startswith(ADVICE))


def in_plain_russian(table: Table, found: Found) -> pd.Series:
    """The problems of each row as one text for «Что исправить»; missing where there are none."""
    texts = {row: "\n".join(_capitalised(sentence) for sentence in sentences) for row, sentences in found.items()}
    return pd.Series([texts.get(int(row)) for row in table.index], index=table.index, dtype="str")


def _in_order(table: Table, problems: Mapping[str, str]) -> list[str]:
    columns = table.sheet.columns
    return [f"{columns[name].title}: {problems[name]}" for name in columns if name in problems]


def _comparable(table: Table) -> pd.DataFrame:
    """The frame in which no choice is a missing value."""
    frame = table.frame
    for name in table.sheet.columns:
        if frame[name].dtype == object:
            chosen = [value if value != () else None for value in frame[name].tolist()]
            frame[name] = pd.Series(chosen, index=frame.index, dtype="object")
    return frame


@cache
def _schema(sheet: type[Sheet]) -> pa.DataFrameSchema:
    """The declaration as pandera says it; columns in which nothing can be wrong are left out."""
    columns = {
        name: pa.Column(
            nullable=not column.required,
            unique=isinstance(column, Key),
            checks=pa.Check(_holds(column), name="valid", ignore_na=True),
        )
        for name, column in sheet.columns.items()
        if isinstance(column, Key) or (column.owner is not Owner.JOB and column.can_be_wrong())
    }
    return pa.DataFrameSchema(columns, strict=False)


def _holds(column: Column) -> Any:
    def holds(values: pd.Series) -> pd.Series:
        # Whole columns repeat few values (a vocabulary): each is looked at once.
        cells = values.tolist()
        verdicts = {value: column.problem(value) is None for value in set(cells)}
        return pd.Series([verdicts[value] for value in cells], index=values.index, dtype="bool")

    return holds


def _failures(table: Table, frame: pd.DataFrame) -> list[tuple[str, int, str]]:
    try:
        _schema(table.sheet).validate(frame, lazy=True)  # type: ignore[arg-type]  # a class is hashable
    except pa.errors.SchemaErrors as errors:
        cases = errors.failure_cases.dropna(subset=["index"])
        rows = zip(cases["column"], cases["index"], cases["check"], strict=True)
        return [(str(name), int(row), str(kind)) for name, row, kind in rows]
    return []


def _sentence(frame: pd.DataFrame, column: Column, kind: str, row: int) -> str:
    if kind == "field_uniqueness":
        return "такой номер есть и в другой строке; очистите его в лишней — номер будет дан заново"
    if kind == "not_nullable":
        return f"не заполнено; нужно: {column.wanted()}"
    return column.problem(frame.at[row, column.name]) or "значение не подходит"


def _dangling(table: Table, known: Mapping[str, set[str]]) -> list[tuple[str, int, str]]:
    found = []
    for name, column in table.sheet.columns.items():
        if isinstance(column, Reference) and set(column.tabs) <= known.keys():
            keys = set().union(*(known[tab] for tab in column.tabs))
            values = table[name].dropna()
            found += [
                (name, int(str(row)), f"номера «{value}» нет; проверьте, правильно ли он вписан")
                for row, value in values[~values.isin(keys)].items()
            ]
    return found


def _capitalised(sentence: str) -> str:
    text = sentence[:1].upper() + sentence[1:]
    return text if text.endswith((".", "!", "?")) else text + "."
