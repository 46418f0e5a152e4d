"""The roadmap's deadlines as dates: when each measure begins and ends, how it stands, what is wrong with the plan."""

from __future__ import annotations

from datetime import date

import pandas as pd

from automation.roadmaps import Weight, findings
from automation.workbook.book import Book
from automation.workbook.checks import ADVICE, Found, find_problems, in_plain_russian
from automation.workbook.table import Table
from jobs.plan.measures import Measures, measures
from jobs.plan.reported import as_agreed
from jobs.plan.roadmap import NO_PERIOD
from jobs.runner.job import job
from sheets_schema.tabs.roadmap import Roadmap
from sheets_schema.vocabulary import DONE


@job(
    title="сроки",
    after=("states", "support"),
    does="Считает сроки мероприятий на листе «Дорожная карта».",
)
def run(book: Book, today: date) -> None:
    roadmap = book[Roadmap]
    measured = measures(book, today)
    if measured is None:
        book.notices.append(f"Сроки дорожной карты не посчитаны: {NO_PERIOD}")
        return
    dates = as_agreed(book, measured.timetable(), today)
    for name in (Roadmap.start, Roadmap.due, Roadmap.next_due, Roadmap.days_left, Roadmap.state):
        roadmap[name] = dates[name]
    roadmap[Roadmap.progress] = _progress(dates)
    roadmap[Roadmap.seen] = measured.seen
    roadmap[Roadmap.problems] = in_plain_russian(roadmap, _problems(roadmap, measured, today))


def _problems(roadmap: Table, measured: Measures, today: date) -> Found:
    """What is wrong with each row and with the plan, and then what is only advice. What is done needs no mending."""
    found = find_problems(roadmap, today)
    # What is only good to know is said by `nastavnik roadmap check`.
    said = [one for one in findings(measured.plan) if one.weight < Weight.NOTE]
    sentences = [(one.row, f"{ADVICE if one.weight is Weight.ADVICE else ''}{one.sentence}") for one in said]
    sentences += [(row, f"{ADVICE}{sentence}") for row, sentence in measured.advice.items()]
    for row, sentence in sentences:
        if roadmap[Roadmap.state][row] != DONE:
            found.setdefault(row, []).append(sentence)
    return found


def _progress(dates: pd.DataFrame) -> pd.Series[str]:
    """How often each recurring measure has been done, and what to type when it has been done again."""
    told = "сделано " + dates["times_done"].astype("str") + " из " + dates["times"].astype("str")
    late = "; просрочено " + dates["times_overdue"].astype("str")
    advice = "; сделаете — впишите " + dates["due"].dt.strftime("%d.%m.%Y") + " в «Сделано по»"
    told = told + late.where(dates["times_overdue"] > 0, "") + advice.where(dates["state"] != DONE, "")
    return pd.Series(told.where(dates["times"] > 1), dtype="str")
