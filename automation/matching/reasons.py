"""Why a mentor is proposed to a mentee, as data: a reason is a value of its kind, and becomes words where it is shown.

    covered = next(reason for reason in grounds if isinstance(reason, Covered))
    covered.met, covered.unmet      # ("урок", "портфолио"), ("конкурс",)
    in_words(lasting(grounds))      # «поможет с 2 запросами из 3: урок, портфолио (не поможет с этим: конкурс); …»

What speaks for a pair, what against it, and what is to be found out lasts as long as the answers of the two. What is
only a circumstance (free places, that somebody else is proposed) is of the day on which it was said.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum, auto
from functools import cache, cached_property
from typing import ClassVar

from automation.matching.people import Values
from automation.matching.wording import brief, counted, counted_with, listed
from sheets_schema.vocabulary import DAYTIMES, IN_PERSON, REMOTELY

_WHEN = dict(zip(DAYTIMES, ("утром", "днём", "вечером"), strict=True))
_BOTH_FOR = {IN_PERSON: "оба за встречи очно", REMOTELY: "оба за встречи дистанционно"}


class Side(Enum):
    """What a reason does for a pair."""

    FOR = auto()
    AGAINST = auto()
    TO_FIND_OUT = auto()
    CIRCUMSTANCE = auto()


@dataclass(frozen=True)
class Reason(ABC):
    """One thing that is said of a mentee and a mentor. Its class is its kind, its fields are its values."""

    side: ClassVar[Side]

    @cached_property
    def words(self) -> str:
        """`told`, put together once: the same reason is given for many pairs."""
        return self.told()

    @abstractmethod
    def told(self) -> str:
        """What a curator reads: plain Russian, without the vocabulary of the algorithm."""


Reasons = tuple[Reason, ...]
"""All that is said of one pair, in the order in which it is read."""


def lasting(reasons: Reasons) -> Reasons:
    """Those that hold whatever is decided about others."""
    return tuple(reason for reason in reasons if reason.side is not Side.CIRCUMSTANCE)


def circumstances(reasons: Reasons) -> Reasons:
    """Those that were so when they were said."""
    return tuple(reason for reason in reasons if reason.side is Side.CIRCUMSTANCE)


def in_words(reasons: Reasons) -> str:
    """All of it as a curator reads it; "" where nothing is said."""
    said: list[str] = []
    before: type | None = None
    for reason in reasons:
        kind: type = type(reason)
        said.append(_link(before, kind))
        said.append(reason.words)
        before = kind
    return "".join(said)


@cache
def _link(before: type | None, kind: type) -> str:
    """What stands between reasons of two kinds."""
    if before is None:
        return ""
    if issubclass(before, ToAgreeOn) and issubclass(kind, ToAgreeOn):
        return " и "
    but = "но " if issubclass(kind, Doubt) and not issubclass(before, Doubt) else ""
    return f"; {but}{'нужно договориться ' if issubclass(kind, ToAgreeOn) else ''}"


# What the mentor can do for the mentee, and what the two have in common


@dataclass(frozen=True)
class Covered(Reason):
    """Requests that the mentor can help with, and those not; `rare` are those of the first that few mentors can."""

    side = Side.FOR
    met: Values
    unmet: Values = ()
    rare: Values = ()

    def told(self) -> str:
        wanted = len(self.met) + len(self.unmet)
        all_of_them = "с запросом" if wanted == 1 else f"со всеми запросами ({wanted})"
        which = f"с {counted_with(len(self.met), 'запрос')} из {wanted}" if self.unmet else all_of_them
        notes = [self._rarely()] if self.rare else []
        if self.unmet:
            notes.append(f"не поможет с этим: {listed(self.unmet)}")
        said = f" ({'; '.join(notes)})" if notes else ""
        return f"поможет {which}: {listed(self.met)}{said}"

    def _rarely(self) -> str:
        word = "редкая компетенция" if len(self.rare) == 1 else "редкие компетенции"
        return word if len(self.rare) == len(self.met) else f"{word}: {listed(self.rare)}"


@dataclass(frozen=True)
class NotCovered(Reason):
    """All requests of somebody, of whom the mentor covers none."""

    side = Side.AGAINST
    unmet: Values

    def told(self) -> str:
        return f"не поможет ни с одним запросом: {listed(self.unmet)}"


@dataclass(frozen=True)
class Chosen(Reason):
    """Which choice (from 1) each was of the other after they had met; None for none. One of the two has chosen."""

    side = Side.FOR
    by_mentee: int | None
    by_mentor: int | None

    def told(self) -> str:
        if self.by_mentee and self.by_mentor:
            return "оба выбрали друг друга"
        if self.by_mentee:
            return f"наставляемый выбрал этого наставника{_which(self.by_mentee)}"
        return f"наставник выбрал этого наставляемого{_which(self.by_mentor or 1)}"


@dataclass(frozen=True)
class CommonTime(Reason):
    """Days and times of the day that suit both, either perhaps empty."""

    side = Side.FOR
    days: Values
    times: Values

    def told(self) -> str:
        when = _at(self.times)
        if self.days:
            return f"общее время: {' '.join(filter(None, (listed(self.days), when)))}"
        return f"обоим удобно {when}"


@dataclass(frozen=True)
class SharedWords(Reason):
    """What both the request in a mentee's own words and the mentor's experience speak of, the most telling first."""

    side = Side.FOR
    shared: Values

    def told(self) -> str:
        return f"запрос и опыт наставника об одном: {', '.join(self.shared)}"


@dataclass(frozen=True)
class CommonInterests(Reason):
    side = Side.FOR
    interests: Values

    def told(self) -> str:
        return f"общие интересы: {listed(self.interests)}"


@dataclass(frozen=True)
class SameAnswers(Reason):
    """What both have chosen in answer to a question of the organisation's own."""

    side = Side.FOR
    question: str
    answers: Values

    def told(self) -> str:
        return f"на вопрос «{brief(self.question)}» оба ответили: {listed(self.answers)}"


@dataclass(frozen=True)
class LongerAtWork(Reason):
    """By how many years the mentor has worked longer."""

    side = Side.FOR
    years: int
    is_much: bool

    def told(self) -> str:
        return f"стаж наставника больше на {counted(self.years, 'год')}{' (разница большая)' if self.is_much else ''}"


@dataclass(frozen=True)
class CommonWay(Reason):
    """How the two can meet; whether both named it, or one of them and it is all the same to the other."""

    side = Side.FOR
    way: str
    by_both: bool

    def told(self) -> str:
        if self.by_both:
            return _BOTH_FOR.get(self.way, f"оба за встречи: {brief(self.way)}")
        return f"встречаться можно {brief(self.way)}"


@dataclass(frozen=True)
class SameDepartment(Reason):
    side = Side.FOR
    department: str

    def told(self) -> str:
        return f"из одного подразделения: {listed([self.department])}"


# What does not speak for them


@dataclass(frozen=True)
class Doubt(Reason):
    """What is said after «но»."""

    side = Side.AGAINST


@dataclass(frozen=True)
class NoLongerAtWork(Doubt):
    """By how many years the mentor has worked less; 0 for as long."""

    years: int

    def told(self) -> str:
        return f"стаж наставника меньше на {counted(self.years, 'год')}" if self.years else "стаж у обоих одинаковый"


@dataclass(frozen=True)
class ToAgreeOn(Doubt):
    """About what the two have to come to terms: said after «нужно договориться»."""


@dataclass(frozen=True)
class NoCommonDays(ToAgreeOn):
    def told(self) -> str:
        return "о времени (общих дней нет)"


@dataclass(frozen=True)
class NoCommonTimes(ToAgreeOn):
    """What time of the day suits each, where no time suits both."""

    of_mentee: Values
    of_mentor: Values

    def told(self) -> str:
        return f"о времени (наставляемому удобно {_at(self.of_mentee)}, наставнику {_at(self.of_mentor)})"


@dataclass(frozen=True)
class DifferentWays(ToAgreeOn):
    """How each would meet, where the other would not."""

    of_mentee: str
    of_mentor: str

    def told(self) -> str:
        return f"о том, как встречаться (наставляемый хочет {brief(self.of_mentee)}, наставник {brief(self.of_mentor)})"


# What is to be found out


class Unknown(Enum):
    """What somebody has not said, and how the curator reads of it."""

    REQUESTS = "запросы в анкете не указаны"
    DAYS_OF_MENTOR = "удобные дни наставника неизвестны: уточните"
    DEPARTMENT_OF_MENTEE = "подразделение наставляемого неизвестно: уточните"
    DEPARTMENT_OF_MENTOR = "подразделение наставника неизвестно: уточните"
    FORM = "форма наставничества в анкете не указана: уточните"


@dataclass(frozen=True)
class ToFindOut(Reason):
    side = Side.TO_FIND_OUT
    what: Unknown

    def told(self) -> str:
        return self.what.value


# How things stand on the day


@dataclass(frozen=True)
class Places(Reason):
    """How many places a mentor has, and how many of them decisions and official pairs take."""

    side = Side.CIRCUMSTANCE
    capacity: int
    taken: int

    def told(self) -> str:
        return f"у наставника {counted(self.capacity, 'место')}{f', уже занято: {self.taken}' if self.taken else ''}"


_TAKEN = "его места предложены другим; если выбрать его, остальные пары пересчитаются"


class Because(Enum):
    """Why somebody else is proposed, or nobody, and how the curator reads of it."""

    TAKEN = _TAKEN
    HIGHER_BUT_TAKEN = f"балл выше, но {_TAKEN}"
    NOT_ENOUGH = f"мест на всех не хватает, {_TAKEN}"
    PREFERRED_OTHERS = "его места достались тем, кто подходит ему больше"
    SPARE = "запасной вариант: место у него есть"
    CONTRADICTED = "не предложен: сначала оставьте для наставляемого одно решение"


@dataclass(frozen=True)
class NotProposed(Reason):
    side = Side.CIRCUMSTANCE
    because: Because

    def told(self) -> str:
        return self.because.value


@dataclass(frozen=True)
class NoGroup(Reason):
    """The mentor has places, but so many mentees are needed at once."""

    side = Side.CIRCUMSTANCE
    least: int

    def told(self) -> str:
        return f"берёт группу от {self.least} человек, она не собралась"


def _which(rank: int) -> str:
    return f" ({rank}-й выбор)" if rank > 1 else ""


def _at(times: Sequence[str]) -> str:
    return " или ".join(_WHEN.get(time, brief(time)) for time in times[: len(_WHEN)])
