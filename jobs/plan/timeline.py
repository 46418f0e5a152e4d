"""«График»: the school year drawn as a Gantt chart, each measure with its bars, today and the checkpoints marked."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd

from automation.workbook.book import Book
from automation.workbook.table import Table
from jobs.plan.measures import measures
from jobs.plan.picture import draw, year_shown
from jobs.plan.reported import as_agreed, occurrences_as_agreed
from jobs.runner.job import job
from sheets_schema.tabs.roadmap import Roadmap
from sheets_schema.tabs.timeline import Timeline

GONE = "Мероприятия больше нет в дорожной карте; эту строку можно удалить"


@job(
    title="график",
    after=("deadlines",),
    does="Рисует лист «График».",
    stops="лист «График» остаётся таким, какой есть",
)
def run(book: Book, today: date) -> None:
    timeline, roadmap = book[Timeline], book[Roadmap].frame
    plan = measures(book, today)
    if plan is None:
        return  # the job before this one has said why
    year = year_shown(plan.period, today)
    occurrences = occurrences_as_agreed(book, plan.occurrences(), today)
    signs = draw(occurrences, roadmap.index, year=year, today=today)
    rows = pd.DataFrame(signs, index=roadmap.index, columns=list(Timeline.tens), dtype=object)
    states = as_agreed(book, plan.timetable(), today)["state"]
    rows[Timeline.id], rows[Timeline.number] = roadmap[Roadmap.id], roadmap[Roadmap.number]
    rows[Timeline.measure], rows[Timeline.state] = roadmap[Roadmap.measure], states
    rows[Timeline.year] = f"{year}/{year + 1}"
    _put(timeline, rows.dropna(subset=[Timeline.id]).drop_duplicates(Timeline.id))


def _put(timeline: Table, rows: pd.DataFrame) -> None:
    """Bring the rows that are there up to date, wherever they stand, and add those that are not."""
    drawn = rows.set_index(Timeline.id).fillna("")
    keys, names = timeline[Timeline.id], [Timeline.named(name) for name in drawn.columns]
    gone = np.array([[GONE if name == Timeline.measure else "" for name in names]], dtype=object)
    stands = timeline.frame[names].fillna("").to_numpy(dtype=object)
    # A key that the roadmap has not is at -1: the last row, which says that the measure is gone.
    told = np.concatenate([drawn.to_numpy(dtype=object), gone])[drawn.index.get_indexer(pd.Index(keys))]
    told = np.where(keys.notna().to_numpy()[:, None], told, stands)
    for column in np.flatnonzero((told != stands).any(axis=0)):
        cells = pd.Series(told[:, column], index=timeline.index, dtype="str")
        timeline[names[column]] = cells.mask(cells == "")
    new = drawn[~drawn.index.isin(keys)].to_dict("index")
    timeline.append([{Timeline.id: key, **{name: row[name] or None for name in names}} for key, row in new.items()])
