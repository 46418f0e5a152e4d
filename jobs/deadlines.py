"""The roadmap's deadlines as dates: when each measure begins and ends, how it stands, what is overdue."""

from __future__ import annotations

import re
from datetime import date

import pandas as pd

from automation.deadlines import Period, timetable
from automation.workbook.book import Book
from automation.workbook.cells import from_serial
from automation.workbook.checks import find_problems, in_plain_russian
from jobs.runner.job import job
from sheets_schema.roles import roles_in
from sheets_schema.vocabulary import DONE


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
    dates = timetable(
        roadmap["deadline"].fillna("").map(_in_words),
        done=roadmap["done"],
        done_until=roadmap["done_until"],
        period=period,
        today=today,
        soon_days=int(book.settings.soon_days),
    )
    for name in ("start", "due", "next_due", "days_left", "state"):
        roadmap[name] = dates[name]
    roadmap["progress"] = _progress(dates)
    for row, problem in dates["problems"].items():
        if problem:
            found.setdefault(int(str(row)), []).append(f"Срок: {problem}")
    for row, text in roadmap["responsible"].dropna().items():
        _, unknown = roles_in(str(text))
        if unknown:
            named = ", ".join(f"«{part}»" for part in unknown)
            found.setdefault(int(str(row)), []).append(f"Ответственные: непонятно, кто это: {named}; напишите роль")
    roadmap["problems"] = in_plain_russian(roadmap, found)


def _progress(dates: pd.DataFrame) -> pd.Series:
    """How often each recurring measure has been done, and what to type when it has been done again."""
    told = "сделано " + dates["times_done"].astype("str") + " из " + dates["times"].astype("str")
    late = "; просрочено " + dates["times_overdue"].astype("str")
    advice = "; сделаете — впишите " + dates["due"].dt.strftime("%d.%m.%Y") + " в «Сделано по»"
    told = told + late.where(dates["times_overdue"] > 0, "") + advice.where(dates["state"] != DONE, "")
    return told.where(dates["times"] > 1)


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
