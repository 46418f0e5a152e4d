"""The roadmap as the sheet has it now."""

from __future__ import annotations

import re

import pandas as pd

from automation.deadlines import Period
from automation.roadmaps import Plan, plan_in
from automation.workbook.book import Book
from automation.workbook.cells import from_serial

NO_PERIOD = "проверьте «Начало плана» и «Окончание плана» на листе «Настройки»."


def period(book: Book) -> Period | None:
    """The days that the plan covers; None while the settings do not say."""
    start, end = book.settings.period_start, book.settings.period_end
    if pd.isna(start) or pd.isna(end) or end < start:
        return None
    return Period(start, end)


def deadlines(book: Book) -> pd.Series:
    """The deadlines as words. One typed as a date stands in its cell as a number of days."""
    return book.roadmap["deadline"].fillna("").map(_in_words)


def plan(book: Book, within: Period) -> Plan:
    """The measures, for checks; their findings are filed under the rows of the tab."""
    rows = book.roadmap.frame.assign(deadline=deadlines(book))
    return plan_in(rows, period=within, roles=_roles(book), forms=book.settings.mentoring_forms)


def _in_words(deadline: str) -> str:
    if re.fullmatch(r"[1-9]\d{4}", deadline):
        return f"{from_serial(float(deadline)):%d.%m.%Y}"
    return deadline


def _roles(book: Book) -> set[str] | None:
    """The roles that somebody holds; None while nobody is entered, for then every measure would say the same."""
    if book.unavailable("staff"):
        return None
    return set(book.staff["role"].dropna()) or None
