"""«Отчёт о выполнении дорожной карты»: for every month of the plan, and for a checkpoint on any other day.

The row of the next report stands on «Отчёты» before its day comes; when the day has come, the document is drawn up as
of that day, and never again. So only months that the program has seen running are reported on: what went by before it
was installed has no row.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from itertools import groupby
from typing import Any, NamedTuple

import pandas as pd

from automation.deadlines import RUSSIA, Period
from automation.documents import NO_BREAK_SPACE, date_in_words, month_in_words
from automation.workbook.book import Book
from automation.workbook.table import Table
from jobs.letters.waiting import Matter, waiting
from jobs.papers.drawing_up import draw_up, holder, organisation, plan, signatory
from jobs.papers.kinds.roadmap_report import KIND, Days, RoadmapReport
from jobs.papers.kinds.roadmap_report import Measures as Listed
from jobs.plan.picture import chart, year_shown
from jobs.plan.progress import Figures, Progress, progress
from jobs.plan.roadmap import period
from jobs.runner.job import job
from sheets_schema.sheet import Sheet
from sheets_schema.tabs.reports import Reports
from sheets_schema.tabs.settings import Settings
from sheets_schema.vocabulary import COORDINATOR, CURATOR

NOT_EXPECTED = "пока не ожидается"
MOST_ROWS = 60
"""Measures in a table; of the rest it says how many they are."""
AHEAD = 30
"""Days."""


@job(
    title="отчёты",
    after=("deadlines", "measure_reports"),
    does="Составляет отчёт о дорожной карте за каждый месяц и к контрольным точкам.",
    stops="отчётов о дорожной карте нет; пропущенные будут составлены, когда задание включат",
)
def run(book: Book, today: date) -> None:
    within, table = period(book), book[Reports]
    stands = progress(book, today)
    if within is None or stands is None or not len(stands):
        return  # without a period, the job «сроки» has said so; of nothing there is nothing to report
    ours = table.frame[KIND.of(table[Reports.purpose])]
    waiting = ours[ours[Reports.document].isna()]
    is_over = (waiting[Reports.until] < pd.Timestamp(today)) & (waiting[Reports.due_on] <= pd.Timestamp(today))
    for row in map(int, waiting.index[is_over]):
        _report(book, row, within, stands)
    drawn = set(ours[Reports.purpose][ours[Reports.document].notna()])
    planned = (one for one in _planned(book, within, stands) if one.until >= today and one.key not in drawn)
    _announce(book, waiting, next(planned, None))


# Which report, and when


class _Planned(NamedTuple):
    """A report to come."""

    key: str
    about: str
    """«за ноябрь 2023 г.»"""
    until: date
    """The last day that it is about."""
    due_on: date


def _planned(book: Book, within: Period, stands: Progress) -> Iterator[_Planned]:
    """All reports that the plan asks for from a month ago on. Days that are reported on one day share a report."""
    first = max(within.start, stands.today - timedelta(days=31))
    months = _month_ends(first, within.end) if book[Settings].monthly_reports else []
    last_days = sorted({*months, *stands.checkpoint_days(first)})
    for due_on, days in groupby(last_days, key=lambda day: RUSSIA.add_working_days(day, 1)):
        until = list(days)
        month = next((day for day in until if day in months), None)
        if month:
            key, about = KIND.key(f"{month:%Y-%m}"), f"за {month_in_words(month)}"
        else:
            key, about = KIND.key(until[-1]), f"к контрольной точке {date_in_words(until[-1])}"
        # In a cell and in the name of a file, people look for it with ordinary spaces.
        yield _Planned(key, about.replace(NO_BREAK_SPACE, " "), until[-1], due_on)


def _month_ends(first: date, last: date) -> list[date]:
    """The last days of the months between two days; the last month ends with the last day."""
    ends = pd.date_range(first, last, freq="ME").date.tolist()
    return ends if ends[-1:] == [last] else [*ends, last]


def _announce(book: Book, waiting: pd.DataFrame, coming: _Planned | None) -> None:
    """Keep one row for the report that comes next. It follows the plan and the settings until its days are over."""
    said = {
        Reports.purpose: coming.key if coming else KIND.key("—"),
        Reports.period: coming.about if coming else NOT_EXPECTED,
        Reports.until: pd.Timestamp(coming.until) if coming else None,
        Reports.due_on: pd.Timestamp(coming.due_on) if coming else None,
    }
    open_rows = waiting.index[~(waiting[Reports.until] < pd.Timestamp(book.today))]
    table = book[Reports]
    if len(open_rows):
        table.set(int(open_rows[0]), said)
    elif coming:
        key = book.new_keys(table, 1)[0]
        table.append([{Reports.id: key, Reports.subject: KIND.title, **said}])


# What it says


class _Former(NamedTuple):
    """The report before this one."""

    drawn_up_on: date
    until: date
    figures: Figures


def _report(book: Book, row: int, within: Period, stands: Progress) -> None:
    """Ask for the report's document, as of today."""
    table = book[Reports]
    until = table[Reports.until][row].date()
    former = _former(table, within, until)
    since = former.until + timedelta(days=1) if former else until.replace(day=1)
    counts = stands.figures.counts
    year = year_shown(within, until)
    context = RoadmapReport(
        organisation=organisation(book),
        place=book[Settings].place,
        plan=plan(book),
        about=table[Reports.period][row],
        today=stands.today,
        period=Days(within.start, within.end),
        school_year=f"{year}/{year + 1}",
        now={**counts, "percent": round(100 * counts["done"] / counts["total"])},
        former={**former.figures.counts, "date": former.drawn_up_on} if former else None,
        checkpoints=stands.checkpoints(since, until),
        overdue=_cut(stands.overdue()),
        soon=_cut(stands.due_within(AHEAD)),
        done=_cut(stands.done_since(former.figures if former else None)),
        awaiting=_awaiting(book),
        chart=chart(stands.measures, stands.occurrences, year=year, today=stands.today),
        director=signatory(book),
        curator=holder(book, CURATOR, COORDINATOR),
    )
    said = {
        Reports.drawn_up_on: pd.Timestamp(stands.today),
        Reports.gist: f"выполнено {counts['done']} из {counts['total']}, просрочено {counts['overdue']}",
        Reports.figures: stands.figures.as_text(),
    }
    table.set(row, {Reports.problems: None})
    draw_up(book, KIND, row, context, said=said, final=True)


def _former(table: Table, within: Period, until: date) -> _Former | None:
    """The last report on an earlier time of the same plan, where its row still says what it saw."""
    rows = table.frame.dropna(subset=[Reports.document, Reports.drawn_up_on])
    of_the_plan = (rows[Reports.until] >= pd.Timestamp(within.start)) & (rows[Reports.until] < pd.Timestamp(until))
    ours = rows[of_the_plan & KIND.of(rows[Reports.purpose])]
    for row in ours.sort_values(Reports.until).tail(1).to_dict("records"):
        figures = Figures.of_text(row[Reports.figures])
        return _Former(row[Reports.drawn_up_on].date(), row[Reports.until].date(), figures) if figures else None
    return None


def _cut(rows: list[dict[str, Any]]) -> Listed:
    return Listed(rows[:MOST_ROWS], max(0, len(rows) - MOST_ROWS))


def _awaiting(book: Book) -> list[str]:
    """What waits for the curator, in a few words each."""
    found: dict[Matter, Counter[type[Sheet]]] = {}
    for one in waiting(book):
        found.setdefault(one.matter, Counter())[one.tab] += 1
    return [f"{matter.counted(tabs.total())} ({_where(book, list(tabs))})" for matter, tabs in found.items()]


def _where(book: Book, tabs: Sequence[type[Sheet]]) -> str:
    """«лист «Подбор»», «листы «Согласия», «Дорожная карта»»."""
    named = ", ".join(f"«{book[tab].tab.title}»" for tab in tabs)
    return f"лист {named}" if len(tabs) == 1 else f"листы {named}"
