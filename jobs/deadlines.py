"""The roadmap's deadlines as dates: when each measure begins and ends, how it stands, what is wrong with the plan."""

from __future__ import annotations

from datetime import date

from automation.deadlines import timetable
from automation.roadmaps import Weight, findings
from automation.workbook.book import Book
from automation.workbook.checks import ADVICE, find_problems, in_plain_russian
from jobs.facts.measure_reports import as_agreed
from jobs.facts.roadmap import NO_PERIOD, deadlines, period, plan
from jobs.runner.job import job


@job(title="сроки", after=("validate",))
def run(book: Book, today: date) -> None:
    roadmap = book.roadmap
    within = period(book)
    if within is None:
        book.notices.append(f"Сроки дорожной карты не посчитаны: {NO_PERIOD}")
        return
    dates = timetable(
        deadlines(book), done=roadmap["done"], period=within, today=today, soon_days=int(book.settings.soon_days)
    )
    dates = as_agreed(book, dates, today)
    for name in ("start", "due", "days_left", "state"):
        roadmap[name] = dates[name]
    found = find_problems(roadmap)
    for finding in findings(plan(book, within)):
        # What is done needs no mending, and what is only good to know is said by `nastavnik roadmap check`.
        if finding.weight < Weight.NOTE and not roadmap["done"][finding.row]:
            advice = ADVICE if finding.weight is Weight.ADVICE else ""
            found.setdefault(finding.row, []).append(advice + finding.sentence)
    roadmap["problems"] = in_plain_russian(roadmap, found)
