"""Where places are short: who has the place that somebody left over could most easily have had, and what decided.

Every place of a suitable mentor is somebody's, and to give it to another leaves as many pairs. So it is never the
number of pairs that decides between two people, but what `assignment` weighs: how near the score comes to the mentee's
best, the queue and need. A swap is that of two mentees, all others staying where they are.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from automation.matching.arcs import Integers
from automation.matching.parts import Flags, Indices, Tenths

_NONE = np.iinfo(np.int64).max // 2


@dataclass(frozen=True)
class Weights:
    """What decides who waits, in tenths of a point: `best` is the highest score that each mentee can have with anybody,
    `queue` and `need` what their place in the queue and their need count; each (mentees,)."""

    best: Integers
    queue: Integers
    need: Integers

    @property
    def claims(self) -> Integers:
        """All of it beside a score, (mentees,)."""
        return self.queue + self.need - self.best


@dataclass(frozen=True)
class Swap:
    """One place that a mentee who is left over could have: positions of the mentor and of the mentee who has it, and by
    how much, in tenths of a point, that one is ahead: in all, and in what."""

    mentor: int
    other: int
    queue: int
    need: int
    score: int
    """What the one who is left over would score there, and `best` the highest that they could with anybody."""
    best: int
    other_score: int
    other_best: int

    @property
    def fit(self) -> int:
        """By how much nearer the other's score comes to their best."""
        return (self.best - self.score) - (self.other_best - self.other_score)

    @property
    def cost(self) -> int:
        """What the pairs would lose in all."""
        return self.queue + self.need + self.fit


@dataclass(frozen=True)
class Taken:
    """The places that were proposed: positions of `mentee` and `mentor`, the `score` of each pair in tenths of a point,
    each (pairs,); and the weights of all people."""

    mentee: Indices
    mentor: Indices
    score: Integers
    weights: Weights

    def cheapest(self, mentees: Indices, scores: Tenths, possible: Flags) -> list[Swap | None]:
        """For each of `mentees`, who are left over, the swap that costs least; None where no place was proposed of any
        mentor whom they may have. `scores` and `possible` are (mentees, mentors).
        """
        weakest, holder = self._weakest(scores.shape[1])
        own = scores + self.weights.claims[mentees, np.newaxis]
        cost = np.where(possible & (holder >= 0), weakest - own, _NONE)
        mentor = cost.argmin(axis=1)
        return [
            self._swap(i, int(j), int(scores[at, j]), int(holder[j])) if cost[at, j] < _NONE else None
            for at, (i, j) in enumerate(zip(mentees.tolist(), mentor.tolist(), strict=True))
        ]

    def _weakest(self, mentors: int) -> tuple[Integers, Integers]:
        """What the pair of each mentor is worth that is worth least, and which it is (-1: none), (mentors,)."""
        worth = self.score + self.weights.claims[self.mentee]
        order = np.lexsort((self.mentee, worth, self.mentor))
        first = order[np.unique(self.mentor[order], return_index=True)[1]]
        weakest, holder = np.full(mentors, _NONE), np.full(mentors, -1)
        weakest[self.mentor[first]], holder[self.mentor[first]] = worth[first], first
        return weakest, holder

    def _swap(self, mentee: int, mentor: int, score: int, holder: int) -> Swap:
        weights, other, other_score = self.weights, int(self.mentee[holder]), int(self.score[holder])
        best, other_best = int(weights.best[mentee]), int(weights.best[other])
        return Swap(
            mentor=mentor,
            other=other,
            queue=int(weights.queue[other] - weights.queue[mentee]),
            need=int(weights.need[other] - weights.need[mentee]),
            score=score,
            best=best,
            other_score=other_score,
            other_best=other_best,
        )
