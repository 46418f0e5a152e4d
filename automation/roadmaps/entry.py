"""One measure of a plan as its checks see it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from enum import Enum, auto
from functools import cached_property, lru_cache

from automation.deadlines import Deadline, Kind
from sheets_schema.roles import roles_in

Number = tuple[int, ...]

_FORM = re.compile(
    r"\b(педагог|учитель|преподаватель|студент|ученик|обучающийся|работодатель)\s*[-–—‑]\s*"
    r"(педагог|учитель|преподаватель|студент|ученик|обучающийся)\b",
    re.IGNORECASE,
)


class Sight(Enum):
    """How it was seen what a relative deadline is counted from, or why it was not."""

    NAMED = auto()
    """The phrase names a measure by its number."""
    ONLY = auto()
    """The phrase names none, and the measure comes after a single other."""
    EVENT = auto()
    """An event that has come, on a day that is known."""
    AWAITED = auto()
    """An event that will be noticed when it comes."""
    MISSING = auto()
    """The plan has no measure of that number."""
    SEVERAL = auto()
    """Several measures have that number."""
    CIRCLE = auto()
    """It is counted from what is counted from it."""
    UNDATED = auto()
    """What it is counted from has no day."""
    RECURRING = auto()
    """What it is counted from repeats, and nobody says which time is meant."""
    UNKNOWN = auto()
    """An event that the program knows nothing of."""


@dataclass(frozen=True)
class Anchor:
    """What a relative deadline is counted from. day: when that is, None while it is not known. place: where it stands
    in the plan, for a measure. alike: the phrase and that measure have a word in common."""

    sight: Sight
    day: date | None = None
    place: str = ""
    alike: bool = False


@dataclass(frozen=True)
class Entry:
    """One measure.

    row: what its findings are filed under. name: how a person finds it («1.2.3», «М-0007»). number: its parts; empty
    where it has none or it is not a number. stage: (order, title), None where it belongs to none. deadline: as the
    phrase has it; with the dates that it gets from its anchor, where it is relative to one. forms: the forms of
    mentoring that it names. text: all that it says, for checks that look for words. activity: its line of work.
    """

    row: int
    name: str
    number: Number
    stage: tuple[int, str] | None
    title: str
    written: str
    deadline: Deadline
    responsible: str
    result: str
    text: str
    activity: str = ""
    forms: tuple[str, ...] = ()
    depends_on: tuple[Number, ...] = ()
    not_numbers: tuple[str, ...] = ()
    anchor: Anchor | None = None

    @property
    def place(self) -> str:
        """Where to look for it, in words."""
        return f"пункт {self.name}" if self.number else f"мероприятие {self.name}"

    @property
    def recurs(self) -> bool:
        return self.deadline.kind is Kind.RECURRING

    @cached_property
    def roles(self) -> tuple[list[str], list[str]]:
        """The roles that answer for it, and the words that name none."""
        return roles_in(self.responsible)

    @cached_property
    def last_due(self) -> date | None:
        """The last day on which anything of it is due."""
        return last_due(self.deadline)


@lru_cache(maxsize=4096)  # a long recurrence is counted through, and plans repeat their deadlines
def last_due(deadline: Deadline) -> date | None:
    """The due date of a deadline, of a recurring one the last."""
    return next(iter(deadline.occurrences(date.max)[-1:]), None)


def number_in(text: str) -> Number:
    """«1.2.3», «1.2.», «4)» as numbers; empty for what is not a number."""
    found = re.fullmatch(r"(\d{1,6}(?:\.\d{1,6})*)[.)]?", text.strip())
    return tuple(int(part) for part in found[1].split(".")) if found else ()


def dotted(number: Number) -> str:
    """«1.2.3»."""
    return ".".join(map(str, number))


def forms_in(text: str) -> tuple[str, ...]:
    """The forms of mentoring that a text names, as the vocabulary spells them."""
    return tuple(dict.fromkeys(f"{one}–{other}".lower() for one, other in _FORM.findall(text)))
