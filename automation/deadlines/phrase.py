"""What a phrase may say, before the plan tells what dates that makes."""

from dataclasses import dataclass, field
from typing import NamedTuple

from automation.deadlines.deadline import Distance
from automation.deadlines.vocabulary import LAST, Unit


class NotUnderstood(Exception):
    """The phrase is outside the grammar. The argument, when there is one, says why in Russian."""


class Part(NamedTuple):
    """Days of a month from `first` to `last`; negative ones count from its end, as in BYMONTHDAY.

    With a `weekday` (0 is Monday) both are the same number, that of such a weekday in the month. `first` is
    OPEN where the phrase says only when to end.
    """

    first: int
    last: int
    weekday: int | None = None


YEARS = range(1900, 2200)
OPEN = 0
WHOLE_YEAR, SCHOOL_YEAR = (1, 12), (9, 8)
HALF_YEARS = ((1, 6), (7, 12), (9, 12), (1, 8))
WHOLE_MONTH = Part(1, LAST)
DECADES = {1: Part(1, 10), 2: Part(11, 20), 3: Part(21, LAST), LAST: Part(21, LAST)}
HALVES = {1: Part(1, 15), 2: Part(16, LAST), LAST: Part(16, LAST)}
WEEKS = {1: Part(1, 7), 2: Part(8, 14), 3: Part(15, 21), 4: Part(22, 28), LAST: Part(-7, LAST)}


@dataclass(frozen=True, slots=True)
class Moment:
    """From a day of one month to a day of another (the next year's, if that comes earlier in the year).

    `months` is None for a bare day («с 1 по 15 ноября»), `year` where the phrase leaves it out; `last_year`
    is given when several calendar years are meant. `place` is where it stands among the tokens of the phrase:
    the first of its tokens, and the one after its last. `again_until` is the last of the years in each of which it
    comes anew («май 2025–2027 гг.»); `inclusive` says that its last day is meant.
    """

    months: tuple[int, int] | None
    part: Part = WHOLE_MONTH
    year: int | None = None
    last_year: int | None = None
    again_until: int | None = None
    inclusive: bool = field(default=False, compare=False)
    place: tuple[int, int] = field(default=(0, 0), compare=False)

    @property
    def is_day(self) -> bool:
        """Whether it is a single day."""
        return self.part.first == self.part.last

    @property
    def is_years(self) -> bool:
        """Whether it is one or several years, calendar ones or of a school."""
        return self.months in (WHOLE_YEAR, SCHOOL_YEAR)

    @property
    def is_wide(self) -> bool:
        """Whether it is so long that another moment may be named within it."""
        return self.months in (WHOLE_YEAR, SCHOOL_YEAR, *HALF_YEARS)


@dataclass(frozen=True, slots=True)
class Stretch:
    """From the first moment to the last; the whole period when there is neither.

    `this_year`: the phrase speaks of the year in which the plan is, and a plan of several has no such year.
    """

    first: Moment | None = None
    last: Moment | None = None
    this_year: bool = False

    @property
    def is_plan(self) -> bool:
        """Whether it is all the time of the plan."""
        return self.first is self.last is None

    @property
    def comes_anew(self) -> bool:
        """Whether it names several years in each of which it comes."""
        return self.first is not None and self.first.again_until is not None

    @property
    def names_part(self) -> bool:
        """Whether it is a part of a month."""
        return self.first is not None and self.first is self.last and self.first.part != WHOLE_MONTH

    @property
    def takes_years(self) -> bool:
        """Whether it names several years."""
        if not (self.first and self.last and self.first.is_years and self.last.is_years):
            return False
        return self.first.last_year is not None or self.first.year != self.last.year

    @property
    def is_wide(self) -> bool:
        return self.takes_years or (self.first is not None and self.first is self.last and self.first.is_wide)


@dataclass(frozen=True, slots=True)
class Every:
    """Each `count`-th day, week, month or year; on these weekdays, or in these parts of the month.

    `times` in each of them, where they are no equal shares. `reported`: the part is that of the month after the one,
    or after the quarter, on which is reported.
    """

    unit: Unit
    count: int = 1
    weekdays: tuple[int, ...] = ()
    parts: tuple[Part, ...] = ()
    times: int = 1
    reported: bool = False

    @property
    def times_a_year(self) -> int | None:
        """How often in a year; None where that is no whole number."""
        a_year = {Unit.MONTH: 12, Unit.YEAR: 1}.get(self.unit, 0) * self.times
        return a_year // self.count if a_year and a_year % self.count == 0 else None


@dataclass(frozen=True, slots=True)
class Phrase:
    """What was said. At most one of: agreement, event or distance, stretch or every; nothing otherwise.

    others: further stretches of an enumeration, each of which is a time of its own.
    within: the year or half-year in which all of it lies, where the phrase names one besides.
    `then`: the stretch comes first and it repeats afterwards («далее – ежемесячно»), `until` that moment.
    """

    agreement: bool = False
    event: str = ""
    distance: Distance | None = None
    stretch: Stretch | None = None
    others: tuple[Stretch, ...] = ()
    within: Stretch | None = None
    every: Every | None = None
    then: bool = False
    until: Moment | None = None

    @property
    def stretches(self) -> tuple[Stretch, ...]:
        return (*((self.stretch,) if self.stretch else ()), *self.others)
