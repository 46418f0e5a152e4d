"""The roadmap's deadlines as dates: when each measure begins and ends, how it stands, what is overdue."""

from __future__ import annotations

import re
from datetime import date

import pandas as pd

from automation.deadlines import Period, timetable
from automation.roadmaps import Weight, findings, plan_in
from automation.workbook.book import Book
from automation.workbook.cells import from_serial
from automation.workbook.checks import ADVICE, find_problems, in_plain_russian
from jobs.runner.job import job


@job(title="сроки", after=("validate",))
def run(book: Book, today: date) -> None:
    roadmap = book.roadmap
    found = find_problems(roadmap)
    period = _period(book)
    if period is None:
        book.notices.append(
            "Сроки дорожной карты не посчитаны: проверьте «Начало плана» и «Окончание плана» на листе «Настройки»."
        )
        return
    plan = roadmap.frame.assign(deadline=roadmap["deadline"].fillna("").map(_in_words))
    dates = timetable(
        plan["deadline"],
        done=roadmap["done"],
        period=period,
        today=today,
        soon_days=int(book.settings.soon_days),
    )
    for name in ("start", "due", "days_left", "state"):
        roadmap[name] = dates[name]
    for finding in findings(plan_in(plan, period=period, roles=_roles(book), forms=book.settings.mentoring_forms)):
        if finding.weight < Weight.NOTE and not roadmap["done"][finding.row]:
            advice = ADVICE if finding.weight is Weight.ADVICE else ""
            found.setdefault(finding.row, []).append(advice + finding.sentence)
    roadmap["problems"] = in_plain_russian(roadmap, found)


def _roles(book: Book) -> set[str] | None:
    """The roles that somebody holds; None while nobody is entered, for then every measure would say the same."""
    if book.unavailable("staff"):
        return None
    return set(book.staff["role"].dropna()) or None


def _in_words(deadline: str) -> str:
    """A deadline typed as a date stands in its cell as a number of days."""
    if re.fullmatch(r"[1-9]\d{4}", deadline):
        return f"{from_serial(float(deadline)):%d.%m.%Y}"
    return deadline


def _period(book: Book) -> Period | None:
    start, end = book.settings.period_start, book.settings.period_end
    if pd.isna(start) or pd.isna(end) or end < start:
        return None
    return Period(start, end)
