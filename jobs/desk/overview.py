"""The programme at a glance, for the director: four numbers, one chart, and what is overdue by whom."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import pandas as pd

from automation.workbook.book import Book
from jobs.desk import addresses
from jobs.letters.correspondence import as_text
from jobs.letters.open_measures import open_measures
from sheets_schema.roles import roles_in
from sheets_schema.tabs.bank import Bank
from sheets_schema.tabs.mentees import Mentees
from sheets_schema.tabs.orders import Orders
from sheets_schema.tabs.pairs import Pairs
from sheets_schema.tabs.roadmap import Roadmap
from sheets_schema.tabs.settings import Settings
from sheets_schema.vocabulary import AT_WORK, DONE, DRAFT, OFFICIAL, OVERDUE, PAIRED, READY, SEARCHING

_LONGEST = 10
"""Lines of what is overdue."""


@dataclass(frozen=True)
class Figure:
    """One number, and what it is out of or made of."""

    number: str
    label: str
    detail: str = ""
    is_bad: bool = False


@dataclass(frozen=True)
class Bar:
    """A stage of the plan: how many of its measures are done, overdue, still ahead."""

    title: str
    done: int
    overdue: int
    ahead: int

    @property
    def total(self) -> int:
        return self.done + self.overdue + self.ahead


@dataclass(frozen=True)
class Late:
    """What is overdue, and by whom."""

    measure: str
    responsible: str
    due: date
    days: int
    address: str


@dataclass(frozen=True)
class Overview:
    """What the director sees."""

    figures: Sequence[Figure]
    bars: Sequence[Bar]
    late: Sequence[Late]
    late_count: int
    to_sign: Sequence[tuple[str, str]]
    """Title and address of the orders that wait for a signature."""


def overview(book: Book, today: date, *, names: bool = True) -> Overview:
    """With `names` false people whom the plan calls by name are left out: roles alone answer for a measure.

    Raises `TabUnavailable`.
    """
    roadmap = book[Roadmap].frame
    measures = [one for one in open_measures(book, today) if one["days_left"] < 0]
    late = sorted(measures, key=lambda one: one["due"]) if book[Settings].plan_confirmed else []
    orders = book[Orders].frame
    drafts = orders[(orders[Orders.state] == DRAFT) & orders[Orders.document].notna()]
    to_sign = [(as_text(row[Orders.subject]), as_text(row[Orders.document])) for row in drafts.to_dict("records")]
    return Overview(
        figures=_figures(book, roadmap, len(late), len(to_sign)),
        bars=_bars(roadmap),
        late=[
            Late(
                one["name"],
                _answers_for(one["responsible"], names),
                one["due"],
                -one["days_left"],
                addresses.row(Roadmap.name, one["id"]),
            )
            for one in late[:_LONGEST]
        ],
        late_count=len(late),
        to_sign=to_sign,
    )


def _answers_for(responsible: str, names: bool) -> str:
    return responsible if names else ", ".join(roles_in(responsible)[0])


def _figures(book: Book, roadmap: pd.DataFrame, late: int, to_sign: int) -> list[Figure]:
    status, states = book[Mentees][Bank.status], book[Pairs][Pairs.state]
    official, at_work = int((states == OFFICIAL).sum()), int(states.isin(AT_WORK).sum())
    paired, waiting = int((status == PAIRED).sum()), int(status.isin([READY, SEARCHING]).sum())
    planned = roadmap[roadmap[Roadmap.id].notna()]
    done = int((planned[Roadmap.done] | (planned[Roadmap.state] == DONE)).sum())
    return [
        Figure(str(at_work), "пар работает", f"утверждено приказом: {official}"),
        Figure(str(waiting), "ждут наставника", f"с наставником: {paired}", is_bad=waiting > 0),
        Figure(f"{done} из {len(planned)}", "мероприятий выполнено", f"просрочено: {late}", is_bad=late > 0),
        Figure(str(to_sign), "приказов ждут подписи", "" if to_sign else "всё подписано", is_bad=to_sign > 0),
    ]


def _bars(roadmap: pd.DataFrame) -> list[Bar]:
    planned = roadmap[roadmap[Roadmap.id].notna()]
    bars = []
    for stage, rows in planned.groupby(planned[Roadmap.stage].fillna("Без этапа"), sort=False):
        done = rows[Roadmap.done] | (rows[Roadmap.state] == DONE)
        late = ~done & (rows[Roadmap.state] == OVERDUE)
        bars.append(Bar(str(stage), int(done.sum()), int(late.sum()), int((~done & ~late).sum())))
    return bars
