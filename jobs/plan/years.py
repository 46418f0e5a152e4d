"""The years that a plan may cover."""

from __future__ import annotations

from datetime import date, timedelta

from dateutil.relativedelta import relativedelta

from automation.deadlines import Period


def school_year(day: date) -> Period:
    """The one that a day is in."""
    start = day.year if day.month >= 9 else day.year - 1
    return Period(date(start, 9, 1), date(start + 1, 8, 31))


def years_on(period: Period, years: int) -> Period:
    """The same days of the year a whole number of years later: months of a school year stay what they are.

    >>> years_on(Period(date(2023, 9, 1), date(2024, 8, 31)), 1)
    Period(start=datetime.date(2024, 9, 1), end=datetime.date(2025, 8, 31))
    """
    shift, day = relativedelta(years=years), timedelta(days=1)
    return Period(period.start + shift, period.end + day + shift - day)  # the last of February may be the 29th


def present(period: Period, today: date) -> Period:
    """As long a period as this one, from the same day of the year, that has begun within the last year."""
    years = today.year - period.start.year
    moved = years_on(period, years)
    return moved if moved.start <= today else years_on(period, years - 1)
