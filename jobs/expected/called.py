"""What people are called to, an event or a course: its row says who is meant and what is wrong with it, and each of
them has a row to answer in.

    prepare_each(book, Courses, today, prepare)     # prepare(occasion) adds to what is wrong, and plans rows
    describe_rows(book, Training, today, topics=…, days=…, needless=…)
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd

from automation.workbook.book import Book
from automation.workbook.checks import find_problems, in_plain_russian
from jobs.expected.rows import stand
from jobs.letters.addressees import Addressee, full_names
from jobs.letters.audience import Audience
from sheets_schema.planned import Planned
from sheets_schema.sheet import Sheet


@dataclass(frozen=True)
class Occasion:
    """One row of the tab where the curator plans what people are called to.

    Attributes:
        cells: what the row says.
        wrong: what stands beside it in the end; whoever looks at the row adds to it.
        is_sound: whether its own cells are in order; of an unsound one nobody is told.
    """

    row: int
    cells: Mapping[Any, Any]
    wrong: list[str]
    is_sound: bool


def prepare_each(book: Book, tab: type[Sheet], today: date, prepare: Callable[[Occasion], None]) -> None:
    """Have each row that has its number looked at, and say beside it what is wrong."""
    table = book[tab]
    problems = find_problems(table, today)
    for row, cells in zip(table.index.tolist(), table.frame.to_dict("records"), strict=True):
        if not pd.isna(cells[table.key]):
            wrong = problems.setdefault(row, [])
            prepare(Occasion(row, cells, wrong, is_sound=not wrong))
    table[tab.named("problems")] = in_plain_russian(table, {row: wrong for row, wrong in problems.items() if wrong})


def everybody(meant: Audience) -> tuple[Addressee, ...]:
    """Those who get a row: those too who can only be told by word of mouth."""
    return (*meant.people, *meant.unreached)


def describe_rows(
    book: Book,
    tab: type[Planned],
    today: date,
    *,
    topics: Mapping[Any, Any],
    days: Mapping[Any, Any],
    needless: pd.Series[bool],
) -> None:
    """Say in each row who it is for, what it is about and by when, and how it stands with the answer.

    `topics` and `days` are by the number of what they are called to, which is the `subject` of the tab.
    """
    table, of = book[tab], book[tab][tab.subject[0].known_as]
    table[tab.named("topic")] = of.map(dict(topics)).astype("str")
    table[tab.named("who")] = table[Planned.person].map(full_names(book)).astype("str")
    planned = table[Planned.occasion].notna()
    table[Planned.due] = table[Planned.due].mask(planned, pd.to_datetime(of.map(dict(days))))
    stand(table, today, needless=needless)
