"""The roadmap as the sheet has it now."""

from __future__ import annotations

import pandas as pd

from automation.deadlines import Period
from automation.roadmaps import DayOf, Events, Plan, plan_in
from automation.workbook.book import Book
from jobs.people.staff import one_of_the_staff, roles_held
from sheets_schema.roles import roles_in
from sheets_schema.tabs.roadmap import Roadmap
from sheets_schema.tabs.settings import Settings
from sheets_schema.tabs.staff import Staff

NO_PERIOD = "проверьте «Начало плана» и «Окончание плана» на листе «Настройки»."

NOT_CONFIRMED = (
    "План ещё не подтверждён, и напоминания о мероприятиях не уходят: проверьте сроки и ответственных на листе "
    "«Дорожная карта» и поставьте галочку «План проверен» на листе «Настройки»"
)


def period(book: Book) -> Period | None:
    """The days that the plan covers; None while the settings do not say."""
    start, end = book[Settings].period_start, book[Settings].period_end
    if pd.isna(start) or pd.isna(end) or end < start:
        return None
    return Period(start, end)


def deadlines(book: Book) -> pd.Series:
    """The deadlines as words."""
    return book[Roadmap][Roadmap.deadline].fillna("")


def plan(book: Book, within: Period, *, day_of: DayOf, events: Events) -> Plan:
    """The measures in the order of the tab; findings are filed under its rows."""
    rows = book[Roadmap].frame.assign(deadline=deadlines(book))
    return plan_in(
        rows,
        period=within,
        each_year=book[Settings].each_year,
        roles=_roles(book),
        forms=book[Settings].mentoring_forms,
        on_staff=frozenset() if book.unavailable(Staff.name) else _named(book),
        day_of=day_of,
        events=events,
    )


def _named(book: Book) -> frozenset[str]:
    """What stands among those responsible and is the name of somebody on the staff."""
    parts = {part for text in book[Roadmap][Roadmap.responsible].dropna().unique() for part in roles_in(text)[1]}
    return frozenset(part for part in parts if one_of_the_staff(book, part))


def _roles(book: Book) -> list[str] | None:
    """The roles that people hold, once for each holder; None while nobody is entered, for then every measure would say
    the same."""
    if book.unavailable(Staff.name):
        return None
    names, held = book[Staff][Staff.full_name], roles_held(book)
    once = dict.fromkeys((role, names[row]) for row, roles in held.items() for role in roles)
    return [role for role, _ in once] or None
