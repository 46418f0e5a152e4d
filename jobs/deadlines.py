"""The roadmap's deadlines as dates: when each measure begins and ends, how it stands, what is overdue."""

from __future__ import annotations

from datetime import date

import pandas as pd

from automation.workbook.book import Book
from automation.workbook.checks import find_problems, in_plain_russian
from jobs.facts.measures import measures
from jobs.runner.job import job
from sheets_schema.roles import roles_in
from sheets_schema.vocabulary import DONE


@job(title="сроки", after=("validate", "documents"))
def run(book: Book, today: date) -> None:
    roadmap = book.roadmap
    found = find_problems(roadmap)
    plan = measures(book, today)
    if plan is None:
        book.notices.append(
            "Сроки дорожной карты не посчитаны: проверьте «Начало плана» и «Окончание плана» на листе «Настройки»."
        )
        return
    dates = plan.timetable()
    for name in ("start", "due", "next_due", "days_left", "state"):
        roadmap[name] = dates[name]
    roadmap["progress"] = _progress(dates)
    roadmap["seen"] = plan.seen
    for row, problem in dates["problems"].items():
        if problem:
            found.setdefault(int(str(row)), []).append(f"Срок: {problem}")
    for row, text in roadmap["responsible"].dropna().items():
        _, unknown = roles_in(str(text))
        if unknown:
            named = ", ".join(f"«{part}»" for part in unknown)
            found.setdefault(int(str(row)), []).append(f"Ответственные: непонятно, кто это: {named}; напишите роль")
    roadmap["problems"] = in_plain_russian(roadmap, found)


def _progress(dates: pd.DataFrame) -> pd.Series[str]:
    """How often each recurring measure has been done, and what to type when it has been done again."""
    told = "сделано " + dates["times_done"].astype("str") + " из " + dates["times"].astype("str")
    late = "; просрочено " + dates["times_overdue"].astype("str")
    advice = "; сделаете — впишите " + dates["due"].dt.strftime("%d.%m.%Y") + " в «Сделано по»"
    told = told + late.where(dates["times_overdue"] > 0, "") + advice.where(dates["state"] != DONE, "")
    return pd.Series(told.where(dates["times"] > 1), dtype="str")
