"""How well two people suit each other: parts of a score, for blocks of mentees × all mentors.

A part turns what a mentee wants and what a mentor offers into whole tenths of a point, so the parts of a
score add up to it exactly. A score is the same however the rows are cut into blocks: each sum inside is one
of whole numbers below 2**24, which float32 holds exactly.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate, chain

import numpy as np
import numpy.typing as npt
from scipy import sparse

from automation.matching.people import Mentees, Mentors, Values
from automation.matching.rules import Rules

Floats = npt.NDArray[np.float32]
Flags = npt.NDArray[np.bool_]
Indices = npt.NDArray[np.intp]

_UNKNOWN = np.float32(0.5)
_RARITY_STEPS = 64


@dataclass(frozen=True)
class Overlap:
    """How much of what a mentee wants is among what a mentor offers.

    Attributes:
        points: the most that this part can give, in tenths of a point.
        wanted: mentees × values, the whole-number weight of each wanted value that somebody offers.
        offered: mentors × values, 1 where offered.
        need: (mentees,), the weight that earns full points; 0 where the mentee said nothing.
        silent: (mentors,), True where the mentor said nothing, which is not the same as offering nothing.
    """

    points: int
    wanted: sparse.csr_array
    offered: sparse.csr_array
    need: Floats
    silent: Flags

    @cached_property
    def _offered_by_value(self) -> Floats:
        return np.ascontiguousarray(self.offered.toarray().T, dtype=np.float32)

    def met(self, rows: slice | Indices) -> Floats:
        """The weight of what is both wanted and offered, (mentees of `rows`, mentors)."""
        return np.asarray(self.wanted[rows] @ self._offered_by_value, dtype=np.float32)

    def met_by(self, mentee: Indices, mentor: Indices) -> Floats:
        """The same for single pairs, (pairs,)."""
        both = self.wanted[mentee].multiply(self.offered[mentor])
        return np.asarray(both.sum(axis=1), dtype=np.float32)

    def earned(self, met: Floats, rows: slice | Indices) -> Floats:
        """Tenths of a point for a block returned by `met`, which is overwritten."""
        return self._to_points(met, self.need[rows, np.newaxis], self.silent[np.newaxis])

    def earned_by(self, mentee: Indices, mentor: Indices) -> Floats:
        """Tenths of a point of single pairs, (pairs,)."""
        return self._to_points(self.met_by(mentee, mentor), self.need[mentee], self.silent[mentor])

    def _to_points(self, met: Floats, need: Floats, silent: Flags) -> Floats:
        share = np.divide(met, np.maximum(need, 1), out=met)
        np.minimum(share, 1, out=share)
        np.copyto(share, _UNKNOWN, where=(need == 0) | silent)
        share *= np.float32(self.points)
        return np.rint(share, out=share)


@dataclass(frozen=True)
class Scoring:
    """All parts of the score of everyone with everyone.

    Attributes:
        overlaps: part name → what is compared.
        free_share: (mentors,), what part of their places is free, as tenths of a point of «нагрузка».
        offers: competence → how many mentors have it.
    """

    overlaps: dict[str, Overlap]
    free_share: Floats
    offers: Counter[str]

    def block(self, rows: slice | Indices) -> tuple[Floats, Flags]:
        """Scores in tenths of a point, and whether any request is covered; both (mentees of `rows`, mentors)."""
        requests = self.overlaps["requests"]
        met = requests.met(rows)
        covered = met > 0
        scores = requests.earned(met, rows)
        for part, overlap in self.overlaps.items():
            if part != "requests" and overlap.points:
                scores += overlap.earned(overlap.met(rows), rows)
        scores += self.free_share
        return scores, covered

    def covers(self, rows: slice | Indices) -> Flags:
        """Whether any request is covered, (mentees of `rows`, mentors)."""
        return self.overlaps["requests"].met(rows) > 0

    def of_pairs(self, mentee: Indices, mentor: Indices) -> dict[str, Floats]:
        """The parts of the scores of single pairs: part name → tenths of a point, (pairs,)."""
        parts = {part: overlap.earned_by(mentee, mentor) for part, overlap in self.overlaps.items()}
        return {**parts, "load": self.free_share[mentor]}


def prepare(mentees: Mentees, mentors: Mentors, free: npt.NDArray[np.int64], rules: Rules) -> Scoring:
    """Everything that scores are computed from; `free` is the number of each mentor's free places, (mentors,)."""
    points = rules.points()
    offers = Counter(chain.from_iterable(mentors.competences))

    def rarity(value: str) -> int:
        """Smoothed inverse document frequency (Manning et al., Introduction to Information Retrieval, 6.2.1)."""
        return round(_RARITY_STEPS * (1 + math.log((1 + len(mentors.ids)) / (1 + offers[value]))))

    departments = (
        [_one(value) for value in mentees.department],
        [_one(value) for value in mentors.department],
    )
    return Scoring(
        overlaps={
            "requests": _overlap(
                points["requests"],
                mentees.requests,
                mentors.competences,
                weigh=rarity,
                silence_is_unknown=False,
            ),
            "days": _overlap(points["days"], mentees.days, mentors.days, enough=rules.enough_days),
            "interests": _overlap(
                points["interests"], mentees.interests, mentors.interests, enough=rules.enough_interests
            ),
            "department": _overlap(points["department"], *departments),
        },
        free_share=np.rint(points["load"] * free / np.maximum(mentors.capacity, 1)).astype(np.float32),
        offers=offers,
    )


def _one(value: str) -> Values:
    return (value,) if value else ()


def _overlap(
    points: int,
    wants: list[Values],
    offers: list[Values],
    *,
    weigh: Callable[[str], int] = lambda value: 1,
    enough: float = math.inf,
    silence_is_unknown: bool = True,
) -> Overlap:
    shared = set(chain.from_iterable(wants)) & set(chain.from_iterable(offers))
    columns = {value: column for column, value in enumerate(sorted(shared))}
    weights = {value: weigh(value) for value in sorted(set(chain.from_iterable(wants)))}
    need = [min(sum(weights[value] for value in values), max(enough, 1)) for values in wants]
    return Overlap(
        points=points,
        wanted=_incidence(wants, columns, weights),
        offered=_incidence(offers, columns, dict.fromkeys(columns, 1)),
        need=np.array(need, dtype=np.float32),
        silent=np.array([silence_is_unknown and not values for values in offers], dtype=np.bool_),
    )


def _incidence(lists: Iterable[Values], columns: dict[str, int], weights: dict[str, int]) -> sparse.csr_array:
    known = [[value for value in values if value in columns] for values in lists]
    flat = list(chain.from_iterable(known))
    return sparse.csr_array(
        (
            np.array([weights[value] for value in flat], dtype=np.float32),
            np.array([columns[value] for value in flat], dtype=np.int32),
            np.array([0, *accumulate(map(len, known))], dtype=np.int32),
        ),
        shape=(len(known), len(columns)),
    )
