"""What a deadline is once it has been understood."""

from bisect import bisect_right
from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum
from functools import cached_property

from dateutil.rrule import rrulebase, rrulestr

from automation.deadlines.vocabulary import Unit


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


@dataclass(frozen=True, slots=True)
class Distance:
    """So many units after an event or a day, or before it when `count` is negative."""

    count: int
    unit: Unit
    working: bool = False


@dataclass(frozen=True)
class Deadline:
    """One deadline. Hashable, and equal to another that says the same.

    kind: UNKNOWN when `problems` kept it from being understood; there are no dates then.
    start: the first day on which it is time to do the measure; None where the phrase does not say.
    due: the last day on which it is not late yet; None where the phrase does not say. Of a recurring
        deadline, both belong to the first occurrence.
    checkpoint: the phrase calls it a «контрольная точка».
    event: what a RELATIVE deadline depends on, in the words of the phrase: «после издания приказа», or, where
        there is a distance to it, its name alone.
    distance: how far from the event a RELATIVE deadline is; None where the phrase does not say.
    measure: the number of the plan's measure that the event names («после п. 2.3»); empty where it names none.
    rule: of a RECURRING deadline, its due dates as DTSTART and RRULE lines (RFC 5545, section 3.8.5.3);
        the rule always ends, at the latest with the plan's period. Days that follow no rule («сентябрь, январь, май»)
        are an RDATE line (section 3.8.5.2).
    opening: the same of the first days of its occurrences, where the phrase names them («первая неделя
        каждого месяца»); empty where each begins on the day after the one before it.
    problems: sentences in Russian about what is ambiguous or not understood, and what to write instead.
    text: of an UNKNOWN deadline, the phrase as it was written.
    """

    kind: Kind
    start: date | None = None
    due: date | None = None
    checkpoint: bool = False
    event: str = ""
    distance: Distance | None = None
    measure: str = ""
    rule: str = ""
    opening: str = ""
    problems: tuple[str, ...] = ()
    text: str = ""

    @cached_property
    def recurrence(self) -> rrulebase | None:
        """The due dates of a recurring deadline, as midnights without a time zone."""
        return _rrule(self.rule)

    @cached_property
    def _openings(self) -> rrulebase | None:
        return _rrule(self.opening)

    def occurrences(self, until: date) -> list[date]:
        """Every due date up to and including `until`, the earliest first; none for a deadline without one."""
        if self.recurrence is None:
            return [self.due] if self.due and self.due <= until else []
        moments = self.recurrence.between(datetime.min, midnight(until), inc=True)
        return [moment.date() for moment in moments]

    def spans(self) -> list[tuple[date | None, date]]:
        """First and last day of every occurrence, the earliest first.

        Each begins on the day that the phrase names, or on the day after the one before it. Of what is only said to be
        due by a day of each year («до 9.09.2022, далее – ежегодно») nobody knows when it begins.
        """
        if self.recurrence is None:
            return [(self.start, self.due)] if self.due else []
        dues = [moment.date() for moment in self.recurrence]
        return list(zip(self._starts(dues), dues, strict=True))

    def _starts(self, dues: list[date]) -> list[date | None]:
        if self._openings:
            opened = [moment.date() for moment in self._openings]
            return [opened[bisect_right(opened, due) - 1] for due in dues]
        if self.start is None and "FREQ=YEARLY" in self.rule:
            return [None] * len(dues)
        return [self.start, *(date.fromordinal(due.toordinal() + 1) for due in dues[:-1])]

    def window(self, today: date) -> tuple[date | None, date | None]:
        """Start and due date of the occurrence that `today` belongs to.

        Of a recurring deadline that is the next one due; when all are over, the last one.
        """
        spans = self.spans()
        ahead = (span for span in spans if span[1] >= today)
        return next(ahead, spans[-1] if spans else (self.start, self.due))


def _rrule(lines: str) -> rrulebase | None:
    return rrulestr(lines) if lines else None


def midnight(day: date) -> datetime:
    """The moment that stands for a day in a recurrence: dateutil counts in datetimes."""
    return datetime.combine(day, time.min)
