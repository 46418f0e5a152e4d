"""Prices of mentors' places near those of the best set of pairs, and the few combinations worth trying at them.

If every place had its price and everybody took what suits best after it, at the right prices nobody would be in
anybody's way. They are found as in optimal transport with entropy (Cuturi, "Sinkhorn distances: lightspeed
computation of optimal transport", NIPS 2013): each mentee leans towards several mentors, the more the better they are,
and a price follows the logarithm of what is asked over what there is; leaning ever less ("ε-scaling") the prices come
ever nearer. Nothing here has to be exact: `assignment` proves its result whatever it begins with.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from automation.matching.arcs import NO_ARCS, Arcs, Integers, greatest, rank_within
from automation.matching.combinations import ANY, Combinations

Floats = npt.NDArray[np.float32]

_SAMPLE = 16
_WIDTH = 16
_ROUNDS = 6
_FEW = 10
_FROM_AFAR = (128, 32, 8, 2, 1)
_FROM_NEARBY = (16, 4, 1)
_TIMES = 5
_FAR = 20.0
_NEAR = 2.0
_NOBODY = -1500
"""What it is worth to a mentee to go away: less than any score, so that prices rise where places are short; by so much
less as the mentee's claim is greater."""


def likely(combinations: Combinations, places: Integers, claims: Integers) -> tuple[Arcs, Integers]:
    """Few combinations of each mentee among which the best set probably is, and prices of places: (arcs, price).

    Prices are in tenths of a point, (mentors,); `claims` are (mentees,). Arcs are in the order of mentees and mentors.
    """
    sample, alone = combinations.sample(_SAMPLE), _NOBODY - claims
    pool = _Pool.of([sample], alone, combinations.shape[1])
    price = pool.balanced(places, np.zeros(len(places), dtype=np.float32), _FROM_AFAR)
    last = NO_ARCS
    for turn in range(_ROUNDS):
        whole = _rounded(price)
        known = pool.nets(whole)
        floor = known[min(1 if turn == 0 else _WIDTH // 2, len(known) - 1)]
        new = combinations.search(whole, np.where(floor <= alone, ANY, floor), _WIDTH).arcs
        gain = _gain(new, whole, known[0])
        pool = _Pool.of([sample, last | new], alone, combinations.shape[1])
        last = new
        if gain < _NEAR:
            break
        price = pool.balanced(places, price, _FROM_AFAR if gain > _FAR else _FROM_NEARBY)
    whole = _rounded(price)
    return pool.few(whole, places), whole


def _rounded(price: Floats) -> Integers:
    return np.rint(price).astype(np.int64)


def _gain(new: Arcs, price: Integers, known: Integers) -> float:
    """By how much more than what was known the best of the new combinations leave a mentee, on average."""
    best = greatest(new.mentee, new.score - price[new.mentor], known)
    return float((best - known).mean()) if len(known) else 0.0


@dataclass(frozen=True)
class _Pool:
    """Several combinations of each mentee one below the other, (rows, mentees); in the first row nobody.

    Attributes:
        mentor: position of the mentor, or the number of mentors where there is none.
        score: in tenths of a point; where there is none, what it is worth to have nobody.
        mentors: how many mentors there are.
    """

    mentor: Integers
    score: Integers
    mentors: int

    @classmethod
    def of(cls, several: list[Arcs], alone: Integers, mentors: int) -> _Pool:
        """`alone` is what it is worth to each mentee to have nobody, (mentees,)."""
        ranks = [rank_within(arcs.mentee) for arcs in several]
        heights = [1, *(int(rank.max(initial=-1)) + 1 for rank in ranks)]
        mentor = np.full((sum(heights), len(alone)), mentors)
        score = np.repeat(alone[np.newaxis], sum(heights), axis=0)
        for arcs, rank, begin in zip(several, ranks, np.cumsum(heights), strict=False):
            mentor[begin + rank, arcs.mentee] = arcs.mentor
            score[begin + rank, arcs.mentee] = arcs.score
        return cls(mentor, score, mentors)

    def nets(self, price: Integers) -> Integers:
        """What is left of the scores after the price, (rows, mentees), the greatest of each mentee first."""
        return -np.sort(-self._net(price), axis=0)

    def _net(self, price: Integers) -> Integers:
        net: Integers = self.score - np.append(price, 0)[self.mentor]
        return net

    def balanced(self, places: Integers, price: Floats, leanings: tuple[int, ...]) -> Floats:
        """Prices at which about as many want each mentor as there are places, (mentors,), from `price` on.

        `leanings` are differences of score, in tenths of a point, to which mentees are indifferent; the last is how
        near the prices come.
        """
        price, offered = np.append(price, np.float32(0)), np.maximum(places, 1)
        score, who = self.score.astype(np.float32), self.mentor.ravel()
        lean = np.empty_like(score)
        for leaning in leanings:
            for _ in range(_TIMES):
                np.take(price, self.mentor, out=lean, mode="clip")  # the other modes need a copy
                np.subtract(score, lean, out=lean)
                lean -= lean.max(axis=0)
                lean /= leaning
                np.exp(lean, out=lean)
                lean /= lean.sum(axis=0)
                asked = np.bincount(who, weights=lean.ravel(), minlength=self.mentors + 1)[:-1]
                price[:-1] += leaning * np.clip(np.log(np.maximum(asked, 1e-9) / offered), -4, 4)
                np.maximum(price, 0, out=price)
        return price[:-1]

    def few(self, price: Integers, places: Integers) -> Arcs:
        """The best combinations of each mentee at these prices, and of each mentor who would otherwise have few."""
        net, few = self._net(price), min(_FEW, len(self.mentor) - 1)
        # The row tells equals apart, so that what is chosen does not depend on how the machine sorts.
        key = -net * len(net) + np.arange(len(net))[:, np.newaxis]
        chosen = key <= np.partition(key, few, axis=0)[few]
        chosen &= self.mentor < self.mentors
        needed = 2 * places + 2
        wanted = np.bincount(self.mentor[chosen], minlength=self.mentors + 1) < np.append(needed, 0)
        row, mentee = np.nonzero(wanted[self.mentor] & ~chosen)
        loss = net.max(axis=0)[mentee] - net[row, mentee]
        order = np.lexsort((mentee, loss, self.mentor[row, mentee]))
        row, mentee = row[order], mentee[order]
        near = rank_within(self.mentor[row, mentee]) < needed[self.mentor[row, mentee]]
        chosen[row[near], mentee[near]] = True
        row, mentee = np.nonzero(chosen)
        return Arcs(mentee, self.mentor[row, mentee], self.score[row, mentee]) | NO_ARCS
