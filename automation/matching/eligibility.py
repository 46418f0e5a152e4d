"""Which pairs are possible: conditions in the order in which their failure is explained."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import Enum
from typing import Protocol, TypeVar

import numpy as np
import numpy.typing as npt
from scipy import sparse

from automation.matching import circles
from automation.matching.decisions import Decisions
from automation.matching.parts import EVERYONE, Chosen, Flags, Indices, count_of, cut, entries, kinds_of, picked
from automation.matching.people import Mentees, Mentors
from automation.matching.rules import ADULT, Rules
from automation.matching.scoring import Scoring, plain
from sheets_schema.vocabulary import (
    AGE_GROUP_BEGINS,
    ANY_SIZE,
    OTHER_DEPARTMENT_ONLY,
    SAME_DEPARTMENT_ONLY,
    mentored_by_learners,
)

Integers = npt.NDArray[np.int64]
Pair = tuple[int, int]

Forms = frozenset[str]

_Answer = TypeVar("_Answer", bound=Hashable)
_DAYS_A_MONTH = 365.25 / 12


class Condition(Enum):
    """What a pair needs. The first one that nobody meets is why a mentee has no mentor."""

    FORM = "the form the mentee wants is run, and the mentor agrees to it"
    ADULT = "in a form that suits both the mentor may be of his age: of age, unless those who learn mentor"
    ANOTHER = "they are two different people"
    COMPETENCE = "a request is covered"
    CAPACITY = "the mentor takes mentees at all"
    GROUP = "in such a form the mentor's places are enough for a group"
    TRAINED = "the mentor has been trained, where that is asked for"
    AGE = "the mentor is ready to work with people of the mentee's age"
    SENIOR = "if in all such forms those who learn mentor, the mentor is not younger"
    DEPARTMENT = "they are of the same department, or of different ones, where that is asked for"
    TIME = "they have time in common, where that is asked for"
    NO_CIRCLE = "the mentee does not mentor the mentor, be it over others"
    NOT_AVOIDED = "neither has asked not to work with the other"
    NOT_ENDED = "they have not worked together before with a bad end"
    NOT_REJECTED = "the curator has not rejected the pair"
    SCORE = "the score is not too low"
    FREE = "the curator's decisions left a place free"


class Requirement(Protocol):
    """One condition, for any block of mentees × mentors."""

    def narrow(self, possible: Flags, rows: Chosen, columns: Chosen) -> None:
        """Take away from `possible`, (mentees of `rows`, mentors of `columns`), the pairs that do not meet it."""

    def of_pairs(self, mentee: Indices, mentor: Indices) -> Flags:
        """Whether single pairs meet it, (pairs,)."""


@dataclass(frozen=True)
class ByKind:
    """A condition that a mentee meets or fails as all of the same kind do: `met` is (kinds, mentors)."""

    kind: Indices
    met: Flags

    def narrow(self, possible: Flags, rows: Chosen, columns: Chosen) -> None:
        possible &= self.met[self.kind[rows]][:, columns]

    def of_pairs(self, mentee: Indices, mentor: Indices) -> Flags:
        return picked(self.met, self.kind[mentee], mentor)


@dataclass(frozen=True)
class OfMentor:
    """A condition on the mentor alone: `met` is (mentors,)."""

    met: Flags

    def narrow(self, possible: Flags, rows: Chosen, columns: Chosen) -> None:
        possible &= self.met[columns]

    def of_pairs(self, mentee: Indices, mentor: Indices) -> Flags:
        return self.met[mentor]


@dataclass(frozen=True)
class NotAfter:
    """A condition that a mentor's value (mentors,) does not exceed the mentee's (mentees,)."""

    mentee: Integers
    mentor: Integers

    def narrow(self, possible: Flags, rows: Chosen, columns: Chosen) -> None:
        possible &= self.mentor[columns] <= self.mentee[rows, np.newaxis]

    def of_pairs(self, mentee: Indices, mentor: Indices) -> Flags:
        return self.mentor[mentor] <= self.mentee[mentee]


@dataclass(frozen=True)
class Either:
    """At least one of two conditions."""

    one: Requirement
    other: Requirement

    def narrow(self, possible: Flags, rows: Chosen, columns: Chosen) -> None:
        so = possible.copy()
        self.one.narrow(so, rows, columns)
        self.other.narrow(possible, rows, columns)
        possible |= so

    def of_pairs(self, mentee: Indices, mentor: Indices) -> Flags:
        return self.one.of_pairs(mentee, mentor) | self.other.of_pairs(mentee, mentor)


@dataclass(frozen=True)
class Except:
    """A condition that all pairs meet but a few: `pairs` is mentees × mentors, True for those."""

    pairs: sparse.csr_array

    def narrow(self, possible: Flags, rows: Chosen, columns: Chosen) -> None:
        possible[cut(self.pairs, rows, columns).nonzero()] = False

    def of_pairs(self, mentee: Indices, mentor: Indices) -> Flags:
        return ~entries(self.pairs, mentee, mentor)


@dataclass(frozen=True)
class Enough:
    """A condition on the score: `least` in tenths of a point."""

    scoring: Scoring
    least: int

    def narrow(self, possible: Flags, rows: Chosen, columns: Chosen) -> None:
        possible &= self.scoring.block(rows, columns) >= self.least

    def of_pairs(self, mentee: Indices, mentor: Indices) -> Flags:
        total = np.zeros(len(mentee), dtype=np.int64)
        for tenths in self.scoring.of_pairs(mentee, mentor).values():
            total += tenths
        return total >= self.least


@dataclass(frozen=True)
class Eligibility:
    """The conditions that some pair may fail, in the order of `Condition`.

    Attributes:
        requirements: condition → what it requires; a condition that everybody meets is not here.
        size: how many mentees and mentors there are.
    """

    requirements: Mapping[Condition, Requirement]
    size: tuple[int, int]

    def conditions(self, rows: Chosen, columns: Chosen = EVERYONE) -> Iterator[tuple[Condition, Flags]]:
        """Each condition with the pairs that meet it and all before it, (mentees of `rows`, mentors of `columns`).

        The array yielded is one and the same, narrowed down from step to step.
        """
        shape = count_of(self.size[0], rows), count_of(self.size[1], columns)
        possible = np.ones(shape, dtype=np.bool_)
        for condition, requirement in self.requirements.items():
            requirement.narrow(possible, rows, columns)
            yield condition, possible

    def without(self, condition: Condition) -> Eligibility:
        """The same, whether or not this condition is met."""
        return replace(self, requirements={one: it for one, it in self.requirements.items() if one is not condition})

    def possible(self, rows: Chosen, columns: Chosen = EVERYONE) -> Flags:
        """The pairs that meet every condition, (mentees of `rows`, mentors of `columns`)."""
        *_, (_, possible) = self.conditions(rows, columns)
        return possible


def prepare(
    mentees: Mentees, mentors: Mentors, settled: Decisions, free: Integers, scoring: Scoring, rules: Rules
) -> Eligibility:
    """The conditions for these people; `free` is the number of each mentor's free places, (mentors,)."""
    form = _FormsInCommon(*kinds_of(mentees.form))
    agreed, allowed = _agreed_forms(mentors, rules), allowed_forms(mentors, rules)
    feasible = _with_places_for_a_group(allowed, mentors, rules)
    made: dict[Condition, Requirement | None] = {
        Condition.FORM: form.among(agreed),
        Condition.ADULT: form.among(allowed) if allowed != agreed else None,
        Condition.ANOTHER: _except(_same_person(mentees, mentors), scoring.size),
        Condition.COMPETENCE: _competence(mentees, scoring) if rules.request_must_be_covered else None,
        Condition.CAPACITY: OfMentor(mentors.capacity > 0),
        Condition.GROUP: form.among(feasible) if feasible != allowed else None,
        Condition.TRAINED: OfMentor(mentors.trained) if rules.training_required else None,
        Condition.AGE: _age(mentees, mentors, rules),
        Condition.SENIOR: _senior(mentees, mentors, form, feasible, rules),
        Condition.DEPARTMENT: _department(mentees, mentors, rules),
        Condition.TIME: ByKind(scoring.time.kind, scoring.time.meets()) if rules.common_time_required else None,
        Condition.NO_CIRCLE: _no_circle(mentees, mentors, settled),
        Condition.NOT_AVOIDED: _except(_avoided(mentees, mentors), scoring.size),
        Condition.NOT_ENDED: _except(settled.ended, scoring.size),
        Condition.NOT_REJECTED: _except(settled.rejected, scoring.size),
        Condition.SCORE: Enough(scoring, least) if (least := rules.lowest_tenths()) else None,
        Condition.FREE: OfMentor(free > 0),
    }
    return Eligibility({condition: some for condition in Condition if (some := made[condition])}, scoring.size)


def _table(kinds: Sequence[str], mentors: Sequence[_Answer], meets: Callable[[str, _Answer], bool]) -> Flags:
    """Which kind of mentee meets which mentor, (kinds, mentors)."""
    kind_of_mentor, answers = kinds_of(mentors)
    table = [[meets(kind, answer) for answer in answers] for kind in kinds]
    return np.array(table, dtype=np.bool_).reshape(len(kinds), len(answers))[:, kind_of_mentor]


def allowed_forms(mentors: Mentors, rules: Rules) -> list[Forms]:
    """The forms in which each may mentor: of those that they agree to and that are run, whoever is not of age has those
    alone in which learners mentor.
    """
    minor = [age is not None and age < ADULT for age in _ages(mentors.born, rules.as_of)]
    agreed = _agreed_forms(mentors, rules)
    return [_as_peers(forms) if young else forms for forms, young in zip(agreed, minor, strict=True)]


def _as_peers(forms: Forms) -> Forms:
    return frozenset(filter(mentored_by_learners, forms))


def _agreed_forms(mentors: Mentors, rules: Rules) -> list[Forms]:
    run = frozenset(rules.forms)
    return [run] * len(mentors.ids) if mentors.forms is None else [run.intersection(forms) for forms in mentors.forms]


def _with_places_for_a_group(forms: list[Forms], mentors: Mentors, rules: Rules) -> list[Forms]:
    limits = {form: group_limits(form, rules) for form in rules.forms}

    def enough(form: str, least: int, places: int) -> bool:
        smallest, largest = limits[form]
        return max(least, smallest, 1) <= min(places, largest)

    kind, several = kinds_of(zip(forms, mentors.least.tolist(), mentors.capacity.tolist(), strict=True))
    # Of somebody without a place nothing more is to be said.
    left = [
        frozenset(form for form in some if not places or enough(form, least, places)) for some, least, places in several
    ]
    return [left[at] for at in kind]


def group_limits(form: str, rules: Rules) -> tuple[int, int]:
    """The smallest and the largest group of one mentor in a form."""
    return rules.group_sizes.get(form, (0, ANY_SIZE))


@dataclass(frozen=True)
class _FormsInCommon:
    """The form that each kind of mentee wants, "" for any; `kind` is (mentees,)."""

    kind: Indices
    wanted: list[str]

    def among(self, forms: list[Forms]) -> ByKind:
        """That the mentee wants one of these, which are each mentor's."""
        return ByKind(self.kind, _table(self.wanted, forms, lambda form, some: form in some if form else bool(some)))


def _competence(mentees: Mentees, scoring: Scoring) -> ByKind:
    covers = scoring.covers.copy()
    # A mentee without requests can be helped by anybody.
    covers[scoring.requests.kind[[not wanted for wanted in mentees.requests]]] = True
    return ByKind(scoring.requests.kind, covers)


def _age(mentees: Mentees, mentors: Mentors, rules: Rules) -> ByKind | None:
    if not any(mentors.ages):
        return None
    kind, groups = kinds_of(_age_group(age) for age in _ages(mentees.born, rules.as_of))
    return ByKind(kind, _table(groups, mentors.ages, lambda group, wanted: not (group and wanted) or group in wanted))


def _senior(
    mentees: Mentees, mentors: Mentors, form: _FormsInCommon, forms: list[Forms], rules: Rules
) -> Requirement | None:
    """By the days of birth, so that nothing changes on a birthday. `forms` are those left to each mentor."""
    known = mentees.born > 0
    if not known.any():
        return None
    otherwise = form.among([some - _as_peers(some) for some in forms])
    as_peers = form.among(list(map(_as_peers, forms)))
    if not (as_peers.met & ~otherwise.met)[np.unique(form.kind[known])].any():
        return None
    latest = mentees.born + round(rules.peer_younger_months * _DAYS_A_MONTH)
    return Either(otherwise, NotAfter(np.where(known, latest, np.iinfo(np.int64).max), mentors.born))


def _department(mentees: Mentees, mentors: Mentors, rules: Rules) -> ByKind | None:
    """Whoever has not said where they belong meets it: the reasons ask the curator to find out."""
    if rules.department_rule not in (SAME_DEPARTMENT_ONLY, OTHER_DEPARTMENT_ONLY):
        return None
    same = rules.department_rule == SAME_DEPARTMENT_ONLY
    kind, names = kinds_of(map(plain, mentees.department))
    others = np.array([plain(name) for name in mentors.department], dtype=np.str_)
    rows = [((others == name) == same) | (others == "") | (not name) for name in names]
    return ByKind(kind, np.array(rows, dtype=np.bool_).reshape(len(names), len(others)))


def _no_circle(mentees: Mentees, mentors: Mentors, settled: Decisions) -> NotAfter | None:
    mentee, mentor = circles.places(mentees, mentors, settled.fixed)
    return NotAfter(mentee - 1, mentor) if (mentor >= 0).any() else None


def _same_person(mentees: Mentees, mentors: Mentors) -> list[Pair]:
    as_mentor: dict[str, list[int]] = {}
    for at, person in enumerate(mentors.person):
        as_mentor.setdefault(person, []).append(at)
    return [(i, j) for i, person in enumerate(mentees.person) if person for j in as_mentor.get(person, [])]


def _avoided(mentees: Mentees, mentors: Mentors) -> list[Pair]:
    mentee_at, mentor_at = ({id_: at for at, id_ in enumerate(people.ids)} for people in (mentees, mentors))
    by_mentees = {(i, mentor_at[id_]) for i, ids in enumerate(mentees.avoids) for id_ in ids if id_ in mentor_at}
    by_mentors = {(mentee_at[id_], j) for j, ids in enumerate(mentors.avoids) for id_ in ids if id_ in mentee_at}
    return sorted(by_mentees | by_mentors)


def _except(positions: list[Pair], shape: tuple[int, int]) -> Except | None:
    if not positions:
        return None
    mentee, mentor = np.array(positions, dtype=np.intp).T
    return Except(sparse.csr_array((np.ones(len(positions), dtype=np.bool_), (mentee, mentor)), shape=shape))


def _ages(born: Integers, on: date | None) -> list[int | None]:
    """Full years of everyone on a day; None where the day of birth is not known."""
    return [_full_years(date.fromordinal(day), on) if day and on else None for day in born.tolist()]


def _full_years(born: date, on: date) -> int:
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))


def _age_group(age: int | None) -> str:
    begun = [group for group, begins in AGE_GROUP_BEGINS.items() if age is not None and age >= begins]
    return begun[-1] if begun else ""
