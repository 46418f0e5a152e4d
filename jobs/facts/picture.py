"""The school year as a picture, for the tab and for the report: a row a measure, a column for every ten days."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from automation.deadlines import Period
from sheets_schema.tabs.timeline import AFTER, BEFORE, CHECKPOINT, FIRST_DAYS, SIGNS, TODAY, Timeline

_SLOTS = len(Timeline.tens)
_SIGNS = np.array(["", *SIGNS.values(), *(CHECKPOINT + sign for sign in SIGNS.values())], dtype=object)
_PLAIN = len(SIGNS)


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
