"""Working days follow the official calendar."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from automation.deadlines import Calendar

CALENDAR = Calendar()
days = st.dates(date(2015, 1, 1), date(2027, 12, 31))


@pytest.mark.parametrize("text", ["2024-04-27", "2024-11-02", "2024-12-28", "2025-11-01", "2023-11-07"])
def test_a_saturday_that_a_transfer_made_a_working_day_is_one(text: str) -> None:
    assert CALENDAR.is_working_day(date.fromisoformat(text))


@pytest.mark.parametrize(
    "text", ["2023-11-06", "2023-12-31", "2024-01-08", "2024-04-29", "2024-04-30", "2024-05-10", "2025-05-02"]
)
def test_weekends_holidays_and_transferred_days_off_are_not(text: str) -> None:
    assert not CALENDAR.is_working_day(date.fromisoformat(text))


def test_a_holiday_has_a_name_and_a_weekend_has_none() -> None:
    assert CALENDAR.holiday(date(2024, 5, 9)) == CALENDAR.holiday(date(2025, 5, 9)) != ""
    assert CALENDAR.holiday(date(2024, 5, 9)) != CALENDAR.holiday(date(2024, 5, 10))  # a day off that was moved there
    assert CALENDAR.holiday(date(2024, 6, 1)) == CALENDAR.holiday(date(2024, 6, 3)) == ""


def test_the_next_working_day_is_the_same_day_when_people_work_on_it() -> None:
    assert CALENDAR.next_working_day(date(2023, 11, 30)) == date(2023, 11, 30)
    assert CALENDAR.next_working_day(date(2023, 12, 30)) == date(2024, 1, 9)


def test_working_days_are_counted_from_the_day_after() -> None:
    assert CALENDAR.add_working_days(date(2023, 11, 20), 10) == date(2023, 12, 4)
    assert CALENDAR.add_working_days(date(2024, 4, 26), 2) == date(2024, 5, 2)
    assert CALENDAR.add_working_days(date(2024, 1, 9), -1) == date(2023, 12, 29)
    assert CALENDAR.add_working_days(date(2023, 12, 31), 0) == date(2024, 1, 9)


@given(days, st.integers(-40, 40))
def test_a_count_of_working_days_is_that_many_of_them(day: date, count: int) -> None:
    end = CALENDAR.add_working_days(day, count)
    assert CALENDAR.is_working_day(end)
    if count:
        first, last = sorted([day.toordinal(), end.toordinal()])
        passed = [date.fromordinal(n) for n in range(first, last + 1) if n != day.toordinal()]
        assert sum(map(CALENDAR.is_working_day, passed)) == abs(count)
