"""Reading and validating 10,000 rows: in memory, and with the way from an embedded workspace."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pandas as pd

from automation.workbook import cells
from automation.workbook.cells import Cell
from automation.workbook.checks import find_problems, in_plain_russian
from automation.workbook.layout import Tab
from automation.workbook.reading import read_book
from automation.workbook.table import Table
from benchmarks.measure import Figure, seconds
from benchmarks.organisation import MORNING, organisation
from jobs.demo.people import mentees
from jobs.people import validate
from sheets_schema.nastavnik import NASTAVNIK
from sheets_schema.tabs.mentees import Mentees

ROWS = 10_000


def figures() -> Iterator[Figure]:
    tab = _tab()

    def read_and_check() -> None:
        table = Table(tab)
        in_plain_russian(table, find_problems(table, MORNING.date()))

    yield Figure("Прочитать и проверить 10 000 строк банка", seconds(read_and_check, runs=3), "с", 1)
    # A person has a row of their own and two of consents.
    with organisation(asking=ROWS // 3 - 100, offering=100) as college:

        def read_and_judge() -> None:
            book = read_book(college.google, college.spreadsheet, MORNING, NASTAVNIK)
            validate.run(book, book.today)

        whole = seconds(read_and_judge, runs=3)
    yield Figure("— из рабочего пространства: 3 333 человека, 6 666 согласий", whole, "с", 1)


def _tab() -> Tab:
    """«Банк наставляемых» as it is read: every tenth row is wrong somewhere."""
    people = mentees(7, ROWS)
    columns = Mentees.columns
    rows: list[list[Cell]] = [[column.title for column in columns.values()]]
    for number, one in enumerate(people, 1):
        values: dict[Any, Any] = {**one.values, Mentees.id: f"НМ-{number:05d}", Mentees.born: pd.Timestamp(one.born)}
        if number % 10 == 0:
            values |= {Mentees.email: "не помню", Mentees.requests: ("вождение трактора",)}
        rows.append([_cell(name, values.get(name)) for name in columns])
    return Tab(Mentees, 1, Mentees.title, {name: at for at, name in enumerate(columns)}, len(columns), rows)


def _cell(name: str, value: object) -> Cell:
    if value in (None, "", ()):
        return None
    return cells.write(Mentees.columns[name], pd.Series([value]))[0]
