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


OPEN = 0
WHOLE_MONTH = Part(1, LAST)
DECADES = {1: Part(1, 10), 2: Part(11, 20), 3: Part(21, LAST), LAST: Part(21, LAST)}
WEEKS = {1: Part(1, 7), 2: Part(8, 14), 3: Part(15, 21), 4: Part(22, 28), LAST: Part(-7, LAST)}


@dataclass(frozen=True, slots=True)
class Moment:
    """From a day of one month to a day of another (the next year's, if that comes earlier in the year).

    `months` is None for a bare day («с 1 по 15 ноября»), `year` where the phrase leaves it out; `last_year`
    is given when several calendar years are meant. `place` is where it stands among the tokens of the phrase:
    the first of its tokens, and the one after its last.
    """

    months: tuple[int, int] | None
    part: Part = WHOLE_MONTH
    year: int | None = None
    last_year: int | None = None
    place: tuple[int, int] = field(default=(0, 0), compare=False)

    @property
    def is_day(self) -> bool:
        """Whether it is a single day."""
        return self.part.first == self.part.last


@dataclass(frozen=True, slots=True)
class Stretch:
    """From the first moment to the last; the whole period when there is neither."""

    first: Moment | None = None
    last: Moment | None = None


@dataclass(frozen=True, slots=True)
class Every:
    """Each `count`-th day, week, month or year; on these weekdays, or in this part of the month."""

    unit: Unit
    count: int = 1
    weekdays: tuple[int, ...] = ()
    part: Part | None = None


@dataclass(frozen=True, slots=True)
class Phrase:
    """What was said. At most one of: agreement, event or distance, stretch or every; nothing otherwise.

    `then`: the stretch comes first and it repeats afterwards («далее – ежемесячно»), `until` that moment.
    """

    agreement: bool = False
    event: str = ""
    distance: Distance | None = None
    stretch: Stretch | None = None
    every: Every | None = None
    then: bool = False
    until: Moment | None = None
