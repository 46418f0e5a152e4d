"""How something that repeats is written as a rule (RFC 5545, section 3.3.10)."""

from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Self

from dateutil.relativedelta import relativedelta

from automation.deadlines.phrase import Every, NotUnderstood, Part
from automation.deadlines.vocabulary import LAST, Unit

WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


@dataclass(frozen=True, slots=True)
class Turn:
    """How often, and, for months and years, on which days of the month: the last of each of `parts`."""

    every: Every
    parts: tuple[Part, ...] = ()

    @classmethod
    def ending(cls, every: Every, due: date) -> Self:
        """That is due at the end of each month when `due` is one, otherwise on its day of the month."""
        is_last = due.day == monthrange(due.year, due.month)[1]
        return cls(every, (Part(due.day, LAST if is_last else due.day),))

    def __str__(self) -> str:
        every, interval = self.every, f";INTERVAL={self.every.count}" if self.every.count > 1 else ""
        if every.unit is Unit.DAY:
            return f"FREQ=DAILY{interval}"
        if every.unit is Unit.WEEK:
            days = ",".join(WEEKDAYS[day] for day in every.weekdays)
            return f"FREQ=WEEKLY{interval}" + (f";BYDAY={days}" if days else "")
        return f"FREQ={'YEARLY' if every.unit is Unit.YEAR else 'MONTHLY'}{interval}"


def rule(turn: Turn, first: date, until: date) -> str:
    """DTSTART and RRULE of what comes on `first` and then, at every turn, up to and including `until`."""
    parts = [str(turn)]
    if turn.every.unit is Unit.YEAR:
        parts.append(f"BYMONTH={first.month}")
    if turn.parts and turn.every.unit in (Unit.MONTH, Unit.YEAR):
        parts.append(_days_of_month(turn.parts))
    return f"DTSTART:{_stamp(first)}\nRRULE:{';'.join(parts)};UNTIL={_stamp(until)}"


def listed(days: Sequence[date]) -> str:
    """The same for days that follow no rule."""
    return f"RDATE:{','.join(map(_stamp, days))}"


def _days_of_month(parts: tuple[Part, ...]) -> str:
    """A day named becomes the last of a month that is too short for it."""
    if all(part.weekday is not None for part in parts):
        return "BYDAY=" + ",".join(f"{part.last:+d}{WEEKDAYS[part.weekday or 0]}" for part in parts)
    days = sorted(part.last for part in parts)
    if any(part.weekday is not None for part in parts) or len(set(days)) < len(days):
        raise NotUnderstood("дни названы по-разному; напишите каждый отдельным мероприятием")
    if days[-1] <= 28:
        return f"BYMONTHDAY={','.join(map(str, days))}"
    if len(days) > 1:
        raise NotUnderstood("29, 30 и 31 число есть не в каждом месяце; назовите последний день месяца")
    return f"BYMONTHDAY={','.join(map(str, range(28, days[0] + 1)))};BYSETPOS=-1"


def _stamp(day: date) -> str:
    return day.isoformat().replace("-", "") + "T000000"


def fields_of(lines: str) -> dict[str, str]:
    """The parts of a rule: «FREQ», «INTERVAL» and so on; none of days that follow no rule."""
    _, _, rrule = lines.partition("RRULE:")
    if not rrule:
        return {}
    return dict(field.split("=", 1) for field in rrule.split(";"))


def end_of_rule(lines: str) -> date:
    """The day up to which it repeats."""
    stamp = fields_of(lines).get("UNTIL") or lines.rpartition(",")[2]
    return date(int(stamp[:4]), int(stamp[4:6]), int(stamp[6:8]))


def end_of(every: Every, day: date) -> date:
    """The last day of the turn that `day` is in.

    Months that divide a year are counted from its January, so quarters are those of the calendar; a year is
    that of a plan that begins on `day`.
    """
    if every.unit is Unit.DAY:
        return day + timedelta(days=every.count - 1)
    if every.unit is Unit.WEEK:
        return day + timedelta(days=7 * every.count - 1 - day.weekday())
    if every.unit is Unit.YEAR:
        return day + relativedelta(years=every.count) - timedelta(days=1)
    ahead = -day.month % every.count if 12 % every.count == 0 else every.count - 1
    return day + relativedelta(months=ahead, day=31)
