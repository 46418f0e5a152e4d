"""«Пульт» has a line for every job and every kind of letter, and says what a tick there means."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import pandas as pd

from automation.workbook.book import Book
from automation.workbook.checks import Found, find_problems, in_plain_russian
from automation.workbook.settings import codes_by_title
from automation.workbook.table import Table
from jobs.control.lines import Line, lines
from jobs.runner.job import job
from sheets_schema.columns import Owner
from sheets_schema.tabs.control import Control

FIXED = "это выключить нельзя, поэтому оно работает и без галочки; верните галочку"
UNKNOWN = "такого в программе больше нет; строку можно удалить"


@job(
    title="пульт",
    after=("validate",),
    does="Ведёт этот лист: строка на каждое задание и на каждый вид писем.",
)
def run(book: Book, today: date) -> None:
    table, known = book[Control], lines()
    table[Control.code] = codes_by_title(table, Control.what, {line.what: line.code for line in known.values()})
    _add_missing(table, known)
    for name, told in (
        (Control.what, {line.code: line.what for line in known.values()}),
        (Control.explanation, {line.code: line.explanation for line in known.values()}),
    ):
        table[name] = table[Control.code].map(told).astype("str").fillna(table[name])
    table[Control.problems] = in_plain_russian(table, _problems(table, known, today))


def _add_missing(table: Table, known: Mapping[str, Line]) -> None:
    """A new row begins with its tick: nobody has decided anything there yet."""
    there = set(table[Control.code])
    table.append(
        [{Control.code: line.code, Control.on: line.is_on} for line in known.values() if line.code not in there],
        by=(Owner.CURATOR,),
    )


def _problems(table: Table, known: Mapping[str, Line], today: date) -> Found:
    found = find_problems(table, today)
    for row, code, is_on in zip(table.index, table[Control.code], table[Control.on], strict=True):
        line = None if pd.isna(code) else known.get(code)
        if line is None:
            found.setdefault(int(row), []).append(UNKNOWN)
        elif line.fixed and not is_on:
            found.setdefault(int(row), []).append(FIXED)
    return found
