"""The few mentors that suit each mentee best: whom a curator is offered, and what a proposal is held against."""

from __future__ import annotations

import numpy as np

from automation.matching.arcs import Arcs, Integers, rank_within
from automation.matching.combinations import ANY, Combinations

CANDIDATES = 3
"""How many a curator is offered."""

_SAMPLE = 16


def best_of_each(combinations: Combinations) -> Arcs:
    """The `CANDIDATES` combinations with the highest scores of each mentee, the best first, in the order of mentees.

    Of equal scores the lower position of the mentor, that is the lower id, comes first.
    """
    mentees, mentors = combinations.shape
    known = combinations.sample(_SAMPLE)
    known = known[np.lexsort((-known.score, known.mentee))]
    last = known[rank_within(known.mentee) == CANDIDATES - 1]
    floor = np.full(mentees, ANY)
    floor[last.mentee] = last.score - 1
    nothing = np.zeros(mentors, dtype=np.int64)
    return combinations.search(nothing, floor, CANDIDATES, lowest_first=True).arcs


def ranked(best: Arcs, proposed: Integers) -> Integers:
    """The proposed mentor, then those with the highest scores: (mentees, `CANDIDATES`), -1 where there is none.

    Args:
        best: the best of each mentee.
        proposed: (mentees,), position of the mentor, or -1.
    """
    others = np.full((len(proposed), CANDIDATES), -1)
    others[best.mentee, rank_within(best.mentee)] = best.mentor
    others[others == proposed[:, np.newaxis]] = -1
    several = np.column_stack([proposed, others])
    order = np.argsort(several < 0, axis=1, kind="stable")[:, :CANDIDATES]
    return np.take_along_axis(several, order, axis=1)
