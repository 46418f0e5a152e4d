"""What a deadline is once it has been understood."""

from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum
from functools import cached_property
from typing import cast

from dateutil.rrule import rrule, rrulestr


class Kind(StrEnum):
    """How a deadline sets its dates. The values are what a person reads."""

    ONE_OFF = "разовый"
    SPAN = "промежуток"
    WHOLE_PERIOD = "весь период"
    RECURRING = "повторяющийся"
    BY_AGREEMENT = "по договорённости"
    RELATIVE = "от события"
    NONE = "без срока"
    UNKNOWN = "непонятный"


@dataclass(frozen=True)
class Deadline:
    """One deadline. Hashable, and equal to another that says the same.

    kind: UNKNOWN when `problems` kept it from being understood; there are no dates then.
    start: the first day on which it is time to do the measure; None where the phrase does not say.
    due: the last day on which it is not late yet; None where the phrase does not say. Of a recurring
        deadline, both belong to the first occurrence.
    checkpoint: the phrase calls it a «контрольная точка».
    event: what a RELATIVE deadline counts from, in the words of the phrase.
    rule: of a RECURRING deadline, its due dates as DTSTART and RRULE lines (RFC 5545, section 3.8.5.3);
        the rule always ends, at the latest with the plan's period.
    problems: sentences in Russian about what is ambiguous or not understood, and what to write instead.
    """

    kind: Kind
    start: date | None = None
    due: date | None = None
    checkpoint: bool = False
    event: str = ""
    rule: str = ""
    problems: tuple[str, ...] = ()

    @cached_property
    def recurrence(self) -> rrule | None:
        """The due dates of a recurring deadline, as midnights without a time zone."""
        return cast("rrule", rrulestr(self.rule)) if self.rule else None  # a single RRULE makes no set

    def occurrences(self, until: date) -> list[date]:
        """Every due date up to and including `until`, the earliest first; none for a deadline without one."""
        if self.recurrence is None:
            return [self.due] if self.due and self.due <= until else []
        moments = self.recurrence.between(datetime.min, midnight(until), inc=True)
        return [moment.date() for moment in moments]

    def window(self, today: date) -> tuple[date | None, date | None]:
        """Start and due date of the occurrence that `today` belongs to.

        Of a recurring deadline that is the next one due, begun on the day after the one before it; when all
        are over, the last one.
        """
        if self.recurrence is None:
            return self.start, self.due
        now = midnight(today)
        due = self.recurrence.after(now, inc=True) or self.recurrence.before(now)
        previous = due and self.recurrence.before(due)
        start = date.fromordinal(previous.toordinal() + 1) if previous else self.start
        return start, due and due.date()


def midnight(day: date) -> datetime:
    """The moment that stands for a day in a recurrence: dateutil counts in datetimes."""
    return datetime.combine(day, time.min)
