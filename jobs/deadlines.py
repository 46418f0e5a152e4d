"""The roadmap's deadlines as dates: when each measure begins and ends, how it stands, what is wrong with the plan."""

from __future__ import annotations

from datetime import date

import pandas as pd

from automation.roadmaps import Weight, findings
from automation.workbook.book import Book
from automation.workbook.checks import ADVICE, find_problems, in_plain_russian
from jobs.facts.measure_reports import as_agreed
from jobs.facts.measures import measures
from jobs.facts.roadmap import NO_PERIOD
from jobs.runner.job import job
from sheets_schema.vocabulary import DONE


@job(title="сроки", after=("validate", "documents"))
def run(book: Book, today: date) -> None:
    roadmap = book.roadmap
    measured = measures(book, today)
    if measured is None:
        book.notices.append(f"Сроки дорожной карты не посчитаны: {NO_PERIOD}")
        return
    dates = as_agreed(book, measured.timetable(), today)
    for name in ("start", "due", "next_due", "days_left", "state"):
        roadmap[name] = dates[name]
    roadmap["progress"] = _progress(dates)
    roadmap["seen"] = measured.seen
    found = find_problems(roadmap)
    for finding in findings(measured.plan):
        # What is done needs no mending, and what is only good to know is said by `nastavnik roadmap check`.
        if finding.weight < Weight.NOTE and not roadmap["done"][finding.row]:
            advice = ADVICE if finding.weight is Weight.ADVICE else ""
            found.setdefault(finding.row, []).append(advice + finding.sentence)
    roadmap["problems"] = in_plain_russian(roadmap, found)


def _progress(dates: pd.DataFrame) -> pd.Series[str]:
    """How often each recurring measure has been done, and what to type when it has been done again."""
    told = "сделано " + dates["times_done"].astype("str") + " из " + dates["times"].astype("str")
    late = "; просрочено " + dates["times_overdue"].astype("str")
    advice = "; сделаете — впишите " + dates["due"].dt.strftime("%d.%m.%Y") + " в «Сделано по»"
    told = told + late.where(dates["times_overdue"] > 0, "") + advice.where(dates["state"] != DONE, "")
    return pd.Series(told.where(dates["times"] > 1), dtype="str")
