"""Which years come next."""

from __future__ import annotations

from datetime import date

from dateutil.relativedelta import relativedelta

from automation.deadlines import Period
from automation.workbook.book import Book
from jobs.plan.roadmap import NO_PERIOD, period
from jobs.plan.years import years_on

EARLY = 120
"""Days: who asks for a new year longer before the old one ends, or sooner after the last new year, names its dates."""

NAME_DATES = "если период всё же нужен другой, назовите его: --start и --end"


class CannotBegin(Exception):
    """A new year cannot be begun as things stand. `str(error)` says why and what to do."""


class NothingToDo(Exception):
    """The new year that is asked for is there already. `str(error)` says so."""


def new_period(book: Book, start: date | None = None, end: date | None = None) -> Period:
    """The period to which the plan is to be moved: the one asked for, or that which follows the present one.

    Raises `NothingToDo` where the plan is there already, `CannotBegin` where it is not time yet or dates contradict.
    """
    old = period(book)
    if old is None:
        raise CannotBegin(f"Новый год не начать, пока неизвестен период плана: {NO_PERIOD}")
    if (start is None) != (end is None):
        raise CannotBegin("Назовите обе даты: --start и --end")
    if start is None or end is None:
        _must_be_time(book, old)
        return following(old)
    try:
        new = Period(start, end)
    except ValueError as error:
        raise CannotBegin(f"Новый {error}") from None
    if new == old:
        raise NothingToDo(f"План уже действует {in_words(old)}. Делать нечего")
    if new.start <= old.start:
        raise CannotBegin(f"Новый период ({in_words(new)}) начинается не позже нынешнего ({in_words(old)})")
    return new


def _must_be_time(book: Book, old: Period) -> None:
    turned = book.state.new_year
    if turned and (book.today - date.fromisoformat(turned)).days < EARLY:
        day = f"{date.fromisoformat(turned):%d.%m.%Y}"
        raise NothingToDo(f"План уже перенесён {day}: он действует {in_words(old)}. Делать нечего; {NAME_DATES}")
    if (old.end - book.today).days <= EARLY:
        return
    within = "" if old.end < old.start + relativedelta(years=1) else "Внутри плана на несколько лет переносить нечего. "
    raise CannotBegin(f"План действует {in_words(old)}, до его конца далеко. {within}Начинать новый рано; {NAME_DATES}")


def following(old: Period) -> Period:
    """The period after this one, a whole number of years later: months of a school year stay what they are.

    >>> following(Period(date(2023, 9, 1), date(2024, 8, 31)))
    Period(start=datetime.date(2024, 9, 1), end=datetime.date(2025, 8, 31))
    """
    years = 1
    while old.start + relativedelta(years=years) <= old.end:
        years += 1
    return years_on(old, years)


def in_words(period: Period) -> str:
    return f"с {period.start:%d.%m.%Y} по {period.end:%d.%m.%Y}"


def years_of(period: Period) -> str:
    """«2023/24» of a school year, «2023–2026» of several years, «2024» of a part of one.

    >>> years_of(Period(date(2023, 9, 1), date(2024, 8, 31)))
    '2023/24'
    """
    first, last = period.start.year, period.end.year
    if last == first + 1:
        return f"{first}/{last % 100:02d}"
    return f"{first}" if first == last else f"{first}–{last}"
