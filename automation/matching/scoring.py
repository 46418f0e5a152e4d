"""How well two people suit each other: the parts of a score, for blocks of mentees × mentors and for single pairs.

A part turns what the two have said into whole tenths of a point, so the parts of a score add up to it exactly. What
parts are made of is in `parts`.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache, partial
from itertools import chain
from typing import Protocol

import numpy as np

from automation.matching.parts import (
    EVERYONE,
    UNKNOWN,
    Chosen,
    Flags,
    Floats,
    Indices,
    Overlap,
    Part,
    Tenths,
    as_tenths,
    count_of,
    in_strips,
    kinds_of,
)
from automation.matching.people import Mentees, Mentors, Values
from automation.matching.preferences import Preferences
from automation.matching.rules import Rules
from automation.matching.texts import Likeness
from sheets_schema.vocabulary import EITHER_WAY

_RARITY_STEPS = 64


class AnyPart(Protocol):
    """What every part of a score can say of itself; all in tenths of a point."""

    def block(self, rows: Chosen, columns: Chosen = EVERYONE) -> Tenths:
        """What pairs earn, (mentees of `rows`, mentors of `columns`), or one row where all mentees are alike."""

    def of_pairs(self, mentee: Indices, mentor: Indices) -> Tenths:
        """What single pairs earn, (pairs,)."""

    def most(self, rows: Chosen = EVERYONE) -> Tenths:
        """No mentor earns more with a mentee, (mentees of `rows`,)."""

    @property
    def constant(self) -> int | None:
        """What every pair earns, where that is one and the same."""


@dataclass(frozen=True)
class CommonTime:
    """The time that people have in common; `kind` is what each mentee said of it, (mentees,)."""

    kind: Indices
    days: Overlap
    times: Overlap

    @classmethod
    def of(cls, mentees: Mentees, mentors: Mentors, rules: Rules) -> CommonTime:
        kind, wishes = kinds_of(zip(map(_in_any_order, mentees.days), map(_in_any_order, mentees.times), strict=True))
        days = Overlap.of([days for days, _ in wishes], mentors.days, enough=rules.enough_days)
        return cls(kind, days, Overlap.of([times for _, times in wishes], mentors.times, enough=1))

    def part(self, points: int) -> Part:
        """What it earns."""

        def tenths(rows: slice) -> Tenths:
            return as_tenths(self.days.share(rows) * (self.times.share(rows) > 0), points)

        return Part(self.kind, in_strips(*self.days.size, tenths, np.int16))

    def meets(self) -> Flags:
        """Whether there may be any, (kinds of mentees, mentors)."""

        def least(rows: slice) -> Flags:
            return np.minimum(self.days.share(rows), self.times.share(rows)) > 0

        may_meet: Flags = in_strips(*self.days.size, least, np.bool_)
        return may_meet


@dataclass(frozen=True)
class Scoring:
    """All parts of the score of everyone with everyone.

    Attributes:
        parts: name → part, for those that have points.
        requests: the part «запросы», whether it has points or not.
        likeness: the part «свои слова».
        preferences: who chose whom.
        covers: (kinds of mentees, mentors), whether any request is covered; a mentee's kind is `requests.kind`.
        time: the time that people have in common, whether it has points or not.
        offers: competence → how many mentors have it.
        size: how many mentees and mentors there are.
    """

    parts: Mapping[str, AnyPart]
    requests: Part
    likeness: Likeness
    preferences: Preferences
    covers: Flags
    time: CommonTime
    offers: Counter[str]
    size: tuple[int, int]

    def block(self, rows: Chosen, columns: Chosen = EVERYONE) -> Tenths:
        """Scores in tenths of a point, (mentees of `rows`, mentors of `columns`)."""
        shape = count_of(self.size[0], rows), count_of(self.size[1], columns)
        scores = np.full(shape, self._constant, dtype=np.int16)
        for part in self._varying:
            scores += part.block(rows, columns)
        return scores

    def of_pairs(self, mentee: Indices, mentor: Indices) -> dict[str, Tenths]:
        """The parts of the scores of single pairs: part name → tenths of a point, (pairs,)."""
        return {name: part.of_pairs(mentee, mentor) for name, part in self.parts.items()}

    def most(self, rows: Chosen = EVERYONE) -> Tenths:
        """No mentor has a higher score with a mentee, (mentees of `rows`,)."""
        most = np.full(count_of(self.size[0], rows), self._constant, dtype=np.int16)
        for part in self._varying:
            most += part.most(rows)
        return most

    @cached_property
    def _varying(self) -> list[AnyPart]:
        """What is unknown of everybody, or the same for all, is added once and not for every pair."""
        return [part for part in self.parts.values() if part.constant is None]

    @cached_property
    def _constant(self) -> int:
        return sum(part.constant or 0 for part in self.parts.values())


def prepare(mentees: Mentees, mentors: Mentors, preferences: Preferences, rules: Rules) -> Scoring:
    """Everything that scores are computed from."""
    points, size = rules.points(), (len(mentees.ids), len(mentors.ids))
    offers = Counter(chain.from_iterable(mentors.competences))
    requests, covers = _requests(points["requests"], mentees, mentors, offers)
    time = CommonTime.of(mentees, mentors, rules)
    likeness = Likeness.of(mentees.wish, mentors.experience, points=points["words"], enough=rules.enough_likeness)
    departments = [list(map(plain, people.department)) for people in (mentees, mentors)]
    parts: dict[str, Callable[[int], AnyPart]] = {
        "requests": lambda points: requests,
        "preferences": lambda points: preferences.part(*size, points),
        "days": time.part,
        "words": lambda points: likeness.part() if likeness.terms else likeness.half,
        "interests": lambda points: _chosen(mentees.interests, mentors.interests, points, rules.enough_interests),
        "experience": lambda points: _experience(points, mentees, mentors, rules),
        "meeting": lambda points: _alike(points, mentees.meeting, mentors.meeting, joker=EITHER_WAY),
        "department": lambda points: _alike(points, *departments),
        "load": lambda points: _load(points, mentees, mentors),
        **{
            question: partial(_chosen, mentees.questions[question], mentors.questions[question])
            for question in rules.questions
        },
    }
    return Scoring(
        parts={name: make(points[name]) for name, make in parts.items() if points[name]},
        requests=requests,
        likeness=likeness,
        preferences=preferences,
        covers=covers,
        time=time,
        offers=offers,
        size=size,
    )


@lru_cache(maxsize=4096)
def plain(name: str) -> str:
    """A name of a department as it is compared: «Отделение Автомобильное» and «автомобильное отделение» are one."""
    words = re.findall(r"\w+", name.lower().replace("ё", "е"))
    return " ".join(sorted(set(words) - _GENERIC or set(words)))


_GENERIC = frozenset(["отделение", "кафедра", "подразделение", "цикл", "комиссия", "цикловая", "отдел", "цмк", "пцк"])


def rarity(having: int, mentors: int) -> int:
    """What a competence weighs that some of the mentors have.

    Smoothed inverse document frequency (Manning et al., Introduction to Information Retrieval, 6.2.1).
    """
    return round(_RARITY_STEPS * (1 + math.log((1 + mentors) / (1 + having))))


def _requests(points: int, mentees: Mentees, mentors: Mentors, offers: Counter[str]) -> tuple[Part, Flags]:
    """The part, and whether anything is covered at all, (kinds of mentees, mentors)."""

    def weigh(value: str) -> int:
        # What nobody offers speaks against nobody: neither against mentors nor against who asks for it.
        return rarity(offers[value], len(mentors.ids)) if offers[value] else 0

    kind, wishes = kinds_of(map(_in_any_order, mentees.requests))
    overlap = Overlap.of(wishes, mentors.competences, weigh=weigh, silence_is_unknown=False)
    shape = len(wishes), len(mentors.ids)
    covers = in_strips(*shape, lambda rows: overlap.met(rows) > 0, np.bool_)
    return Part(kind, in_strips(*shape, lambda rows: as_tenths(overlap.share(rows), points), np.int16)), covers


def _chosen(asked: list[Values], told: list[Values], points: int, enough: float = np.inf) -> Part:
    """How much of what mentees have chosen mentors have chosen as well."""
    kind, wishes = kinds_of(map(_in_any_order, asked))
    overlap = Overlap.of(wishes, told, enough=enough)
    shape = len(wishes), len(told)
    return Part(kind, in_strips(*shape, lambda rows: as_tenths(overlap.share(rows), points), np.int16))


def _experience(points: int, mentees: Mentees, mentors: Mentors, rules: Rules) -> Part:
    """Full for a gap that is as it should be, half for one that is too small or too large, nothing without a gap."""
    kind, wishes = kinds_of(mentees.years)
    has = np.array([np.nan if years is None else years for years in mentors.years], dtype=np.float32)
    least, most = rules.good_gap

    def share(years: int | None) -> Floats:
        gap = has - np.float32(np.nan if years is None else years)
        graded = np.where((gap >= least) & (gap <= most), 1, np.where(gap > 0, UNKNOWN, 0))
        return np.where(np.isnan(gap), UNKNOWN, graded).astype(np.float32)

    return Part(kind, _stacked([as_tenths(share(years), points) for years in wishes], len(mentors.ids)))


def _alike(points: int, asked: list[str], told: list[str], *, joker: str = "") -> Part:
    """Full where both said the same, or one said `joker`; nothing where they said different things."""
    kind, wishes = kinds_of(asked)
    answers = np.array(told, dtype=np.str_)

    def share(wish: str) -> Floats:
        same = (answers == wish) | (answers == joker) | (wish == joker)
        known = (answers != "") & (wish != "")
        return np.where(known, same, UNKNOWN).astype(np.float32)

    return Part(kind, _stacked([as_tenths(share(wish), points) for wish in wishes], len(told)))


def _load(points: int, mentees: Mentees, mentors: Mentors) -> Part:
    """Only official pairs are a load: were the curator's fresh decisions one too, each would move other proposals."""
    free = np.maximum(mentors.capacity - mentors.busy, 0) / np.maximum(mentors.capacity, 1)
    everyone = np.zeros(len(mentees.ids), dtype=np.intp)
    return Part(everyone, as_tenths(free.astype(np.float32), points)[np.newaxis])


def _in_any_order(values: Values) -> Values:
    """Who said the same in another order is of the same kind."""
    return tuple(sorted(values))


def _stacked(rows: list[Tenths], columns: int) -> Tenths:
    return np.array(rows, dtype=np.int16).reshape(len(rows), columns)
