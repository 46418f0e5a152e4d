"""«График»: the school year drawn as a Gantt chart, each measure with its bars, today and the checkpoints marked."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from automation.deadlines import Period
from automation.workbook.book import Book
from automation.workbook.table import Table
from jobs.facts.measures import measures
from jobs.runner.job import job
from sheets_schema.tabs.timeline import AFTER, BEFORE, CHECKPOINT, FIRST_DAYS, SIGNS, TODAY, Timeline

GONE = "Мероприятия больше нет в дорожной карте; эту строку можно удалить"
_SLOTS = len(Timeline.tens)
_SIGNS = np.array(["", *SIGNS.values(), *(CHECKPOINT + sign for sign in SIGNS.values())], dtype=object)
_PLAIN = len(SIGNS)


@job(title="график", after=("deadlines",))
def run(book: Book, today: date) -> None:
    timeline, roadmap = book.timeline, book.roadmap.frame
    plan = measures(book, today)
    if plan is None:
        return  # the job before this one has said why
    year = year_shown(plan.period, today)
    signs = draw(plan.occurrences(), roadmap.index, year=year, today=today)
    rows = pd.DataFrame(signs, index=roadmap.index, columns=list(Timeline.tens), dtype=object)
    rows = rows.assign(number=roadmap["number"], measure=roadmap["measure"], state=plan.timetable()["state"])
    rows = rows.assign(id=roadmap["id"], year=f"{year}/{year + 1}")
    _put(timeline, rows.dropna(subset=["id"]).drop_duplicates("id"))


def _put(timeline: Table, rows: pd.DataFrame) -> None:
    """Bring the rows that are there up to date, wherever they stand, and add those that are not."""
    drawn = rows.set_index("id").fillna("")
    keys, names = timeline["id"], list(drawn.columns)
    gone = np.array([[GONE if name == "measure" else "" for name in names]], dtype=object)
    stands = timeline.frame[names].fillna("").to_numpy(dtype=object)
    # A key that the roadmap has not is at -1: the last row, which says that the measure is gone.
    told = np.concatenate([drawn.to_numpy(dtype=object), gone])[drawn.index.get_indexer(pd.Index(keys))]
    told = np.where(keys.notna().to_numpy()[:, None], told, stands)
    for column in np.flatnonzero((told != stands).any(axis=0)):
        cells = pd.Series(told[:, column], index=timeline.index, dtype="str")
        timeline[names[column]] = cells.mask(cells == "")
    new = drawn[~drawn.index.isin(keys)].reset_index()
    timeline.append([{name: cell or None for name, cell in row.items()} for row in new.to_dict("records")])


def year_shown(period: Period, today: date) -> int:
    """The year in whose September the picture begins: today's, while the plan lasts."""
    day = min(max(today, period.start), period.end)
    return day.year if day.month >= 9 else day.year - 1


def draw(occurrences: pd.DataFrame, rows: pd.Index, *, year: int, today: date) -> NDArray[np.object_]:
    """The signs of the school year that begins in September of `year`: a row each of `rows`, a column a ten days.

    occurrences: as `automation.deadlines.occurrences` gives them, their measures among `rows`.
    """
    row = rows.get_indexer(pd.Index(occurrences["measure"]))
    last = _slots(occurrences["due"], year)
    first = _slots(occurrences["start"].fillna(occurrences["due"]), year)
    pressing = occurrences["state"].map({state: rank for rank, state in enumerate(SIGNS, 1)}).to_numpy(dtype=int)
    ranks = np.zeros((len(rows), _SLOTS), dtype=int)
    at, slot, which = _cells(row, first, last)
    np.maximum.at(ranks, (at, slot), pressing[which])
    due = occurrences["checkpoint"].to_numpy(dtype=bool) & (last >= 0) & (last < _SLOTS)
    ranks[row[due], last[due]] += _PLAIN
    signs: NDArray[np.object_] = _SIGNS[ranks]
    elsewhere = np.asarray(ranks.sum(axis=1) == 0)[row]
    signs[row[elsewhere & (last < 0)], 0] = BEFORE
    signs[row[elsewhere & (first >= _SLOTS)], -1] = AFTER
    now = int(_slots(pd.Series([pd.Timestamp(today)]), year)[0])
    if 0 <= now < _SLOTS:
        signs[signs[:, now] == "", now] = TODAY
    return signs


def _slots(days: pd.Series, year: int) -> NDArray[np.int64]:
    """Which column each day falls into; below 0 and from `_SLOTS` on, outside the year."""
    months = (days.dt.year - year) * 12 + days.dt.month - 9
    thirds = np.searchsorted(FIRST_DAYS, days.dt.day.to_numpy(), side="right") - 1
    return np.asarray(months.to_numpy() * len(FIRST_DAYS) + thirds, dtype=np.int64)


def _cells(
    row: NDArray[np.int64], first: NDArray[np.int64], last: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    """Row, column and occurrence of every cell that bars from `first` to `last` cover within the year."""
    begin, end = np.maximum(first, 0), np.minimum(last, _SLOTS - 1)
    lengths = np.maximum(end - begin + 1, 0)
    which = np.repeat(np.arange(len(row)), lengths)
    within = np.arange(len(which)) - np.repeat(np.cumsum(lengths) - lengths, lengths)
    return row[which], begin[which] + within, which
