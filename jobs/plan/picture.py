"""The school year as a picture, for the tab and for the report: a row a measure, a column for every ten days."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Any, TypeVar

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from automation.deadlines import Period
from sheets_schema.columns import shortened
from sheets_schema.tabs.roadmap import Roadmap
from sheets_schema.tabs.timeline import AFTER, BEFORE, CHECKPOINT, FIRST_DAYS, MEANINGS, SIGNS, TODAY, Timeline
from sheets_schema.vocabulary import DONE

MOST_LINES = 100
"""Measures in a chart on paper; a longer plan is drawn stage by stage."""
NO_DATES = "Ни у одного мероприятия нет срока с датой, поэтому рисовать нечего."
BY_STAGES = "Мероприятий больше {most}, поэтому строка — этап: на каждые десять дней показано самое срочное в нём."

_SLOTS = len(Timeline.tens)
_SIGNS = np.array(["", *SIGNS.values(), *(CHECKPOINT + sign for sign in SIGNS.values())], dtype=object)
_PLAIN = len(SIGNS)

# On paper
_NO_COLOUR, _BAND = "auto", "D9D9D9"
_COLOURS = {sign: colour.lstrip("#").upper() for sign, colour in Timeline.colours.items()} | {TODAY: _BAND}
_LONGEST_TITLE = 120
_Item = TypeVar("_Item")


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
    now = slot_of(today, year=year)
    if now is not None:
        signs[signs[:, now] == "", now] = TODAY
    return signs


def slot_of(day: date, *, year: int) -> int | None:
    """Which column of the school year that begins in September of `year` a day falls into; None outside of it."""
    slot = int(_slots(pd.Series([pd.Timestamp(day)]), year)[0])
    return slot if 0 <= slot < _SLOTS else None


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


# On paper


def chart(rows: pd.DataFrame, occurrences: pd.DataFrame, *, year: int, today: date) -> dict[str, Any]:
    """The school year that begins in September of `year`, as a template draws it.

    rows: measures, with number, measure, stage, due and state.
    occurrences: of these measures, as for `draw`.
    """
    whole = len(rows) <= MOST_LINES
    now = slot_of(today, year=year)
    days = [str(day) for _ in range(_SLOTS // len(FIRST_DAYS)) for day in FIRST_DAYS]
    shades = [_BAND if slot == now else _NO_COLOUR for slot in range(_SLOTS)]
    lines = _measure_lines if whole else _stage_lines
    note = None if whole else BY_STAGES.format(most=MOST_LINES)
    return {
        "year": year,
        "days": _by_month([{"sign": day, "colour": shade} for day, shade in zip(days, shades, strict=True)]),
        "legend": [{**_cell(sign), "meaning": meaning} for sign, meaning in MEANINGS.items()],
        "note": note if len(occurrences) else NO_DATES,
        "stages": list(lines(rows, occurrences, year, today)) if len(occurrences) else [],
    }


def _measure_lines(rows: pd.DataFrame, occurrences: pd.DataFrame, year: int, today: date) -> Iterator[dict[str, Any]]:
    """A line for each measure, under the titles of the stages."""
    signs = dict(zip(rows.index, draw(occurrences, rows.index, year=year, today=today), strict=True))
    for stage, of_stage in rows.groupby(rows[Roadmap.stage].fillna(""), sort=False):
        lines = [
            _line(number, shortened(title, _LONGEST_TITLE), due, signs[row])
            for row, number, title, due in zip(
                of_stage.index,
                of_stage[Roadmap.number],
                of_stage[Roadmap.measure].fillna(""),
                of_stage["due"],
                strict=True,
            )
        ]
        yield {"title": shortened(str(stage), _LONGEST_TITLE), "lines": lines}


def _stage_lines(rows: pd.DataFrame, occurrences: pd.DataFrame, year: int, today: date) -> Iterator[dict[str, Any]]:
    """A line for each stage, the most pressing of its measures in each cell; no title above them."""
    stages = rows[Roadmap.stage].fillna("Без этапа")
    sizes = stages.groupby(stages, sort=False).size().head(MOST_LINES)
    done = stages[rows["state"] == DONE].value_counts()
    those = occurrences.assign(measure=occurrences["measure"].map(stages))
    signs = draw(those[those["measure"].isin(sizes.index)], sizes.index, year=year, today=today)
    titles = [
        f"{shortened(str(stage), _LONGEST_TITLE)} — выполнено {done.get(stage, 0)} из {size}"
        for stage, size in sizes.items()
    ]
    yield {"title": "", "lines": [_line("", title, None, cells) for title, cells in zip(titles, signs, strict=True)]}


def _line(number: Any, title: str, due: Any, signs: Iterable[str]) -> dict[str, Any]:
    return {
        "number": "" if pd.isna(number) else number,
        "title": title,
        "due": None if pd.isna(due) else due.date(),
        "months": _by_month([_cell(sign) for sign in signs]),
    }


def _cell(sign: str) -> dict[str, str]:
    return {"sign": sign, "colour": _COLOURS.get(sign, _NO_COLOUR)}


def _by_month(cells: Sequence[_Item]) -> list[Sequence[_Item]]:
    return [cells[at : at + len(FIRST_DAYS)] for at in range(0, len(cells), len(FIRST_DAYS))]
