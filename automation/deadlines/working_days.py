"""Working days, with the official transfers of days off."""

from datetime import date, timedelta
from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from holidays import HolidayBase


class Calendar:
    """The working days of a country, by its ISO 3166 code; Russia's by default.

    Transfers are those that the Government published and the `holidays` package has recorded; a year not
    published yet has the holidays of the Labour Code (article 112) and ordinary weekends.
    """

    def __init__(self, country: str = "RU") -> None:
        self.country = country

    @cached_property
    def _days_off(self) -> "HolidayBase":
        from holidays import country_holidays  # a slow import that most commands do without

        return country_holidays(self.country)

    def is_working_day(self, day: date) -> bool:
        """Whether people work on this day. A Saturday that a transfer made a working day is one."""
        return bool(self._days_off.is_working_day(day))

    def holiday(self, day: date) -> str:
        """The name of the public holiday that this day is; empty for any other day, a weekend included."""
        return str(self._days_off.get(day) or "")

    def next_working_day(self, day: date) -> date:
        """This day if it is a working one, otherwise the first working day after it."""
        while not self.is_working_day(day):
            day += timedelta(days=1)
        return day

    def previous_working_day(self, day: date) -> date:
        """This day if it is a working one, otherwise the last working day before it."""
        while not self.is_working_day(day):
            day -= timedelta(days=1)
        return day

    def add_working_days(self, day: date, count: int) -> date:
        """The `count`-th working day after `day`, which itself does not count (Civil Code, article 191).

        A negative `count` looks back. Zero gives `next_working_day`.
        """
        if count == 0:
            return self.next_working_day(day)
        step = timedelta(days=1 if count > 0 else -1)
        for _ in range(abs(count)):
            day += step
            while not self.is_working_day(day):
                day += step
        return day


RUSSIA = Calendar()
