"""Checking a table against its declaration: every row that is wrong gets sentences in plain Russian."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date

import pandas as pd

from automation.workbook.cells import is_missing
from automation.workbook.planned import awaited
from automation.workbook.table import Table
from sheets_schema.columns import Column, Key, Name, Owner, Reference
from sheets_schema.sheet import Sheet

TWICE = "такой номер есть и в другой строке; очистите его в лишней — номер будет дан заново"

UNFILLED = "не заполнено"

Found = dict[int, list[str]]
"""Row → what is wrong there, in the order of the columns."""


def find_problems(table: Table, today: date, *, known: Mapping[str, set[str]] | None = None) -> Found:
    """What is wrong in each row of a table; rows without problems are left out. What a row lacks that is not answered
    yet, or that its person is not asked, is no problem.

    `known` is tab name → keys of its rows, for the columns that refer to other tabs.
    """
    frame = _comparable(table)
    by_row: dict[int, dict[str, str]] = {}
    for name, unread in table.unreadable.items():
        for row, problem in unread.items():
            by_row.setdefault(row, {})[name] = problem
    for name, row, problem in _failures(table, frame, today):
        by_row.setdefault(row, {}).setdefault(name, problem)
    for name, row, problem in _dangling(table, known or {}):
        by_row.setdefault(row, {}).setdefault(name, problem)
    found = {row: _in_order(table, problems) for row, problems in by_row.items()}
    for check in table.sheet.row_checks:
        for row, problem in check(frame):
            found.setdefault(row, []).append(problem)
    return found


def problems_of_answers(table: Table, row: int, names: Iterable[Name[Column]], today: date) -> list[str]:
    """Which of a row's own cells in these columns are wrong, whatever stands in other rows and tabs, and what is wanted
    there. What they say is not repeated: this may be read by somebody else than their author."""
    found: dict[str, str] = {}
    for name in names:
        column, value = name.column, table[name][row]
        if row in table.unreadable.get(name, ()) or not (is_missing(value) or column.problem_on(value, today) is None):
            found[name] = f"ответ не подходит; нужно: {column.wanted()}"
        elif is_missing(value) and column.required and _is_asked(table.sheet, column, table.frame)[row]:
            found[name] = f"{UNFILLED}; нужно: {column.wanted()}"
    return _in_order(table, found)


def unreadable_cells(table: Table) -> list[str]:
    """What cannot be read in a tab, for where it is not said beside each row: a sentence a column, quoting nobody."""
    told = []
    for name, rows in table.unreadable.items():
        first, problem = next(iter(rows.items()))
        if isinstance(table.tab.cell(first, name), str):  # whoever reads this need not know what somebody wrote
            problem = f"не прочесть; нужно: {table.columns[name].wanted()}"
        more = f"; и ещё строк: {len(rows) - 1}" if len(rows) > 1 else ""
        key = table[table.key][first]
        where = f"«{table.tab.title}», строка {first + 1 if is_missing(key) else key}"
        told.append(f"{where}, «{table.columns[name].title}»: {problem}{more}")
    return told


ADVICE = "Совет: "
"""Before a sentence that leaves the choice to the curator: the row is as good as any other."""


def without_advice(text: str) -> str:
    """What of «Что исправить» has to be put right."""
    return "\n".join(line for line in text.splitlines() if not line.startswith(ADVICE))


def in_plain_russian(table: Table, found: Mapping[int, Sequence[str]]) -> pd.Series:
    """The problems of each row as one text for «Что исправить»; missing where there are none."""
    texts = {row: "\n".join(as_sentence(sentence) for sentence in sentences) for row, sentences in found.items()}
    return pd.Series([texts.get(int(row)) for row in table.index], index=table.index, dtype="str")


def _in_order(table: Table, problems: Mapping[str, str]) -> list[str]:
    columns = table.columns
    return [f"{columns[name].title}: {problems[name]}" for name in columns if name in problems]


def _comparable(table: Table) -> pd.DataFrame:
    """The frame in which no choice is a missing value."""
    frame = table.frame
    for name in table.columns:
        if frame[name].dtype == object:
            chosen = [value if value != () else None for value in frame[name].tolist()]
            frame[name] = pd.Series(chosen, index=frame.index, dtype="object")
    return frame


def _failures(table: Table, frame: pd.DataFrame, today: date) -> Iterator[tuple[str, int, str]]:
    """Column name, row and problem of every cell that is not as its column is declared, the gravest first."""
    waits = awaited(table)
    for name, column in table.columns.items():
        is_key = isinstance(column, Key)
        if is_key or (column.owner is not Owner.JOB and column.can_be_wrong()):
            cells = frame[name]
            lacking = cells.isna()
            if column.required:
                due = lacking & ~waits & _is_asked(table.sheet, column, frame)
                yield from ((name, row, f"{UNFILLED}; нужно: {column.wanted()}") for row in _rows(due))
            if is_key:
                yield from ((name, row, TWICE) for row in _rows(cells.duplicated(keep=False) & ~lacking))
            yield from ((name, row, problem) for row, problem in _wrong(column, cells[~lacking], today))


def _is_asked(sheet: type[Sheet], column: Column, frame: pd.DataFrame) -> pd.Series:
    """The rows of people who are asked about a column; one that does not say whose it is, is none of some people's."""
    if not column.asked_of:
        return pd.Series(True, index=frame.index, dtype="bool")
    return frame[sheet.divided_by].isin(column.asked_of)


def _rows(chosen: pd.Series) -> list[int]:
    return chosen.index[chosen].tolist()


def _wrong(column: Column, cells: pd.Series, today: date) -> Iterator[tuple[int, str]]:
    # Whole columns repeat few values (a vocabulary): each is looked at once.
    values = cells.tolist()
    problems = {value: column.problem_on(value, today) for value in set(values)}
    told = zip(cells.index.tolist(), map(problems.get, values), strict=True)
    return ((row, problem) for row, problem in told if problem is not None)


def _dangling(table: Table, known: Mapping[str, set[str]]) -> list[tuple[str, int, str]]:
    found = []
    for name, column in table.columns.items():
        if isinstance(column, Reference) and set(column.tabs) <= known.keys():
            keys = set().union(*(known[tab] for tab in column.tabs))
            values = table[column.known_as].dropna()
            found += [
                (name, int(str(row)), f"номера «{value}» нет; проверьте, правильно ли он вписан")
                for row, value in values[~values.isin(keys)].items()
            ]
    return found


def as_sentence(sentence: str) -> str:
    """What is wrong, as it stands alone: with a capital and a full stop."""
    text = sentence[:1].upper() + sentence[1:]
    return text if text.endswith((".", "!", "?")) else text + "."
