"""Which pairs are possible: conditions in the order in which their failure is explained."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

import numpy as np
import numpy.typing as npt
from scipy import sparse

from automation.matching.people import Mentees, Mentors
from automation.matching.rules import Rules
from automation.matching.scoring import Flags, Indices


class Condition(Enum):
    """What a pair needs. The first one that nobody meets is why a mentee has no mentor."""

    FORM = "the form the mentee wants is run, and the mentor agrees to it"
    ANOTHER = "they are two different people"
    COMPETENCE = "a request is covered"
    CAPACITY = "the mentor takes mentees at all"
    NOT_REJECTED = "the curator has not rejected the pair"
    FREE = "the curator's decisions left a place free"


@dataclass(frozen=True)
class Eligibility:
    """The conditions as small tables from which any block of mentees × all mentors is computed.

    Attributes:
        form: (mentees,), the row of `agrees` for the form wanted.
        agrees: (forms, mentors), whether a mentor agrees to a form that the organisation runs.
        same_person: mentees × mentors, True for a person on both sides.
        any_mentor: (mentees,), True where no request has to be covered.
        takes: (mentors,), True where the mentor has places at all.
        rejected: mentees × mentors, True for pairs the curator rejected.
        free: (mentors,), True where a place is left after the curator's decisions.
    """

    form: Indices
    agrees: Flags
    same_person: sparse.csr_array
    any_mentor: Flags
    takes: Flags
    rejected: sparse.csr_array
    free: Flags

    def conditions(self, rows: slice | Indices, covered: Flags) -> Iterator[tuple[Condition, Flags]]:
        """Each condition with the pairs that meet it and all before it, (mentees of `rows`, mentors).

        The array yielded is one and the same, narrowed down from step to step.
        """
        possible = self.agrees[self.form[rows]]
        yield Condition.FORM, possible
        _forbid(possible, self.same_person[rows])
        yield Condition.ANOTHER, possible
        possible &= covered | self.any_mentor[rows, np.newaxis]
        yield Condition.COMPETENCE, possible
        possible &= self.takes
        yield Condition.CAPACITY, possible
        _forbid(possible, self.rejected[rows])
        yield Condition.NOT_REJECTED, possible
        possible &= self.free
        yield Condition.FREE, possible

    def possible(self, rows: slice | Indices, covered: Flags) -> Flags:
        """The pairs that meet every condition, (mentees of `rows`, mentors)."""
        *_, (_, possible) = self.conditions(rows, covered)
        return possible


def prepare(
    mentees: Mentees,
    mentors: Mentors,
    free: npt.NDArray[np.int64],
    rejected: list[tuple[int, int]],
    rules: Rules,
) -> Eligibility:
    """The conditions for these people.

    `free` is the number of each mentor's free places, (mentors,); `rejected` are positions of pairs.
    """
    form, agrees = _agreements(mentees, mentors, rules)
    shape = (len(mentees.ids), len(mentors.ids))
    no_requests = np.array([not values for values in mentees.requests], dtype=np.bool_)
    return Eligibility(
        form=form,
        agrees=agrees,
        same_person=_pairs(_same_person(mentees, mentors), shape),
        any_mentor=no_requests | (not rules.request_must_be_covered),
        takes=mentors.capacity > 0,
        rejected=_pairs(rejected, shape),
        free=free > 0,
    )


def _agreements(mentees: Mentees, mentors: Mentors, rules: Rules) -> tuple[Indices, Flags]:
    """Row 0 of the table is for a mentee who named no form: any that the organisation runs will do."""
    names = ["", *sorted(set(mentees.form) - {""})]
    forms = [rules.forms] * len(mentors.ids) if mentors.forms is None else mentors.forms
    run = [set(agreed) & set(rules.forms) for agreed in forms]
    agrees = [[name in agreed if name else bool(agreed) for agreed in run] for name in names]
    row = {name: at for at, name in enumerate(names)}
    table = np.array(agrees, dtype=np.bool_).reshape(len(names), len(run))
    return np.array([row[form] for form in mentees.form], dtype=np.intp), table


def _same_person(mentees: Mentees, mentors: Mentors) -> list[tuple[int, int]]:
    as_mentor: dict[str, list[int]] = {}
    for at, person in enumerate(mentors.person):
        as_mentor.setdefault(person, []).append(at)
    return [(i, j) for i, person in enumerate(mentees.person) if person for j in as_mentor.get(person, [])]


def _pairs(positions: list[tuple[int, int]], shape: tuple[int, int]) -> sparse.csr_array:
    mentee, mentor = np.array(positions, dtype=np.intp).reshape(-1, 2).T
    return sparse.csr_array((np.ones(len(positions), dtype=np.bool_), (mentee, mentor)), shape=shape)


def _forbid(possible: Flags, pairs: sparse.csr_array) -> None:
    if pairs.nnz:
        possible[pairs.nonzero()] = False
