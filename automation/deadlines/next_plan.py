"""What a day of one plan becomes in the next: weekdays and working days are kept, and no day leaves its month.

A date written with its year moves by the number of years between the starts of the two plans:

- the first or last day of the plan or of a month stays that, on whatever day of the week it falls;
- a day off on which something of less than a week begins or ends (a hike from Saturday to Sunday) stays on that day
  of the week, and a public holiday on its date;
- any other day becomes the nearest one with the same day of the week, 52 or 53 weeks later when it is one year; if
  people do not work then, the last working day before it for a limit («до», «по»), the first one after it for a start
  («с»), the nearest one for a day alone. Where there is none on that side in the month, it is the nearest on the other.

A date without a year («до 9 сентября») is meant for any year. It stays the same date, and gives way to a working day,
on the same side, only where it has become a day off.
"""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum, auto
from functools import cached_property

from automation.deadlines.working_days import Calendar
from sheets_schema.roadmaps import Period

Ends = tuple[date | None, date | None]  # the first and the last day; None for an end that is left open

DAYS_IN_A_YEAR = 365.2425
A_WEEK = timedelta(days=7)


class Role(Enum):
    """What a day is for: on which side of it a working day may take its place."""

    START = auto()
    LIMIT = auto()
    DAY = auto()


@dataclass(frozen=True)
class NextPlan:
    """From the plan that covers `old` to the one that covers `new`."""

    old: Period
    new: Period
    calendar: Calendar

    @cached_property
    def years(self) -> int:
        """How many lie between the starts of the plans, rounded; negative when the new one is the earlier."""
        return round((self.new.start - self.old.start).days / DAYS_IN_A_YEAR)

    def same_date(self, day: date) -> date:
        """So many years on; 28 February for a 29th that the year has not."""
        year = day.year + self.years
        return date(year, day.month, min(day.day, monthrange(year, day.month)[1]))

    def same_weekday(self, day: date, near: date) -> date:
        """The day of the month of `near` with the weekday of `day` that is nearest to it, the earlier of two."""
        return _nearest([other for other in self._month_of(near) if other.weekday() == day.weekday()] or [near], near)

    def ends(self, was: Ends, same: Ends, *, dated: bool) -> Ends:
        """What the first and last day named become.

        was: as they were. same: the same dates in the new plan. dated: they are written with their year.
        """
        (start, due), (same_start, same_due) = was, same
        if start and due and same_start and same_due:
            return self._span((start, due), (same_start, same_due), dated)
        return (
            start and same_start and self._day(start, same_start, Role.START, dated),
            due and same_due and self._day(due, same_due, Role.LIMIT, dated),
        )

    def _span(self, was: tuple[date, date], same: tuple[date, date], dated: bool) -> Ends:
        start_off, due_off = self._days_off_meant(*was)
        if was[0] == was[1]:
            day = self._day(was[0], same[0], Role.DAY, dated, start_off)
            return day, day
        start = self._day(was[0], same[0], Role.START, dated, start_off)
        due = self._day(was[1], same[1], Role.LIMIT, dated, due_off)
        if due >= start:
            return start, due
        room = [day for day in self._month_of(due) if day >= start]
        if not room:
            return same
        near = min(start + (was[1] - was[0]), room[-1])  # as long after the start as it was
        return start, near if due_off else self._working(near, Role.LIMIT, room)

    def _day(self, was: date, same: date, role: Role, dated: bool, off: bool = False) -> date:
        """What one day becomes; `off` when it is meant to be a day off."""
        edge = self._edge(was, same, dated)
        if edge:
            return edge
        if off and (not dated or self._same_holiday(was, same)):
            return same
        near = self.same_weekday(was, same) if dated else same
        return near if off else self._working(near, role, self._month_of(same))

    def _edge(self, was: date, same: date, dated: bool) -> date | None:
        """The first or last day of the plan or of the month, where the day was that."""
        for old, new in ((self.old.start, self.new.start), (self.old.end, self.new.end)):
            if was == old and (new.year, new.month) == (same.year, same.month):
                return new
        if was.day == 1:
            return same
        if ends_month(was):
            return last_of_month(same) if dated else same
        return None

    def _days_off_meant(self, start: date, due: date) -> tuple[bool, bool]:
        """Whether the first and the last day of a span are days off because it takes place on such days."""
        if due - start >= A_WEEK and self.calendar.next_working_day(start) <= due:
            return False, False
        return not self.calendar.is_working_day(start), not self.calendar.is_working_day(due)

    def _same_holiday(self, was: date, same: date) -> bool:
        name = self.calendar.holiday(was)
        return bool(name) and name == self.calendar.holiday(same)

    def _month_of(self, day: date) -> list[date]:
        """The days of its month; those within the new plan alone, where it is itself."""
        first, last = day.replace(day=1), last_of_month(day)
        if self.new.start <= day <= self.new.end:
            first, last = max(first, self.new.start), min(last, self.new.end)
        return [first + timedelta(days=n) for n in range((last - first).days + 1)]

    def _working(self, near: date, role: Role, days: list[date]) -> date:
        """The one of these days that takes the place of `near`; itself when people work on it, or on none."""
        if self.calendar.is_working_day(near):
            return near
        working = [day for day in days if self.calendar.is_working_day(day)]
        on_its_side = {
            Role.START: [day for day in working if day > near],
            Role.LIMIT: [day for day in working if day < near],
            Role.DAY: working,
        }
        return _nearest(on_its_side[role] or working or [near], near)


def last_of_month(day: date) -> date:
    return day.replace(day=monthrange(day.year, day.month)[1])


def ends_month(day: date) -> bool:
    return (day + timedelta(days=1)).day == 1


def _nearest(days: list[date], to: date) -> date:
    return min(days, key=lambda day: (abs(day - to), day))
