"""The few mentors that a curator is offered for each mentee."""

from __future__ import annotations

import numpy as np

from automation.matching.arcs import Arcs, Integers, rank_within
from automation.matching.combinations import ANY, Combinations

CANDIDATES = 3
"""How many."""


def ranked(combinations: Combinations, known: Arcs, proposed: Integers) -> Integers:
    """The proposed mentor, then those with the highest scores: (mentees, `CANDIDATES`), -1 where there is none.

    Of equal scores the lower position, that is the lower id, comes first.

    Args:
        combinations: where to look, all of them.
        known: some of them; the better they are, the less has to be computed.
        proposed: (mentees,), position of the mentor, or -1.
    """
    mentees, mentors = combinations.shape
    known = known[np.lexsort((-known.score, known.mentee))]
    last = known[rank_within(known.mentee) == CANDIDATES - 1]
    floor = np.full(mentees, ANY)
    floor[last.mentee] = last.score - 1
    best = combinations.search(np.zeros(mentors, dtype=np.int64), floor, CANDIDATES, lowest_first=True).arcs
    others = np.full((mentees, CANDIDATES), -1)
    others[best.mentee, rank_within(best.mentee)] = best.mentor
    others[others == proposed[:, np.newaxis]] = -1
    several = np.column_stack([proposed, others])
    order = np.argsort(several < 0, axis=1, kind="stable")[:, :CANDIDATES]
    return np.take_along_axis(several, order, axis=1)
