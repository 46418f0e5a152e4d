"""What a set of groups is worth at most, over all combinations, by profits of the mentees.

Every mentee has a profit, and every mentor the group that is worth most beside the profits of those in it, or none. No
set is worth more than all of this together, whatever the profits (Lagrangian relaxation: Geoffrion, "Lagrangean
relaxation for integer programming", Mathematical Programming Study 2, 1974). The best profits are the dual prices of a
linear program in which a mentor may have a part of a group, but nobody a greater part of that mentor. It is solved on
few combinations, to which are added those that could change what a group is worth, until there are none (column
generation, see `assignment`). More often than not hardly a part is left in it, and the bound is all but reached.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from automation.matching.arcs import Arcs, Integers, rank_within
from automation.matching.assignment import Assignment
from automation.matching.combinations import Combinations
from automation.matching.group_program import GroupProgram
from automation.matching.parts import Flags

_PARTS = 5040
"""Into so many parts a tenth of a point is divided: a price of a place in a group of up to ten is then a whole number
of them, and all sums are exact."""

_MORE = 8
_ROUNDS = 8
_MOST_WORK = 80_000
"""So many combinations are given to the linear program in all its rounds, or in one if there are more: its time grows
faster than they do."""
_NEVER = -(1 << 60)
_LITTLE = 1e-6
_NEAR = 10
"""So near to the best bound, in tenths of a point, is near enough: the program for whole groups does the rest."""


@dataclass(frozen=True)
class _Groups:
    """The best group of each mentor at some profits; all worth in parts of a tenth of a point.

    Attributes:
        reward: (arcs,), what each combination is worth beside the profit.
        best: (mentors,), what the best group is worth; 0 where none is better.
        some: (mentors,), what the best group is worth even if none is better.
        last: (mentors,), what a combination has to exceed to make the best group better.
        sums: mentor, number of people and what so many of the best combinations of the mentor are worth together.
    """

    reward: Integers
    best: Integers
    some: Integers
    last: Integers
    sums: tuple[Integers, Integers, Integers]


@dataclass(frozen=True)
class GroupPrices:
    """Profits, and what they prove.

    Attributes:
        combinations: all there are.
        places: (mentors,), the most that each takes.
        least: (mentors,), the fewest that each takes who has anybody, from 1.
        most_pairs: no set has more.
        bonus: what a pair is worth beside its score and the mentee's claim, in tenths of a point.
        claims: (mentees,).
        profit: (mentees,), in parts of a tenth of a point.
        toll: what is asked beside of every pair that there may be; the same.
        arcs: the combinations that were tried; at these profits no other changes what a group is worth.
        opened: (mentors,), who has a group by these prices.
    """

    combinations: Combinations
    places: Integers
    least: Integers
    most_pairs: int
    bonus: int
    claims: Integers
    profit: Integers
    toll: int
    arcs: Arcs
    opened: Flags

    @classmethod
    def of(cls, found: Assignment, combinations: Combinations, least: Integers, most_pairs: int) -> GroupPrices:
        """By the dual prices of the best set of groups of any size."""
        size = np.bincount(found.mentor[found.mentor >= 0], minlength=len(least))
        return cls(
            combinations=combinations.among(found.places > 0),
            places=found.places,
            least=np.maximum(least, 1),
            most_pairs=most_pairs,
            bonus=found.bonus,
            claims=found.claims,
            profit=found.profit * _PARTS,
            toll=0,
            arcs=found.arcs[found.places[found.arcs.mentor] > 0],
            opened=size >= np.maximum(least, 1),
        )

    @property
    def bound(self) -> int:
        """No set is worth more, in tenths of a point."""
        return self._value // _PARTS

    @property
    def _value(self) -> int:
        return int(self.profit.sum()) + self.toll * self.most_pairs + int(self._groups.best.sum())

    @cached_property
    def _groups(self) -> _Groups:
        mentee, mentor = self.arcs.mentee, self.arcs.mentor
        reward = (self.arcs.score + self.bonus + self.claims[mentee]) * _PARTS - self.profit[mentee] - self.toll
        order = np.lexsort((-reward, mentor))
        whose, in_order = mentor[order], reward[order]
        count = rank_within(whose) + 1
        every = np.cumsum(in_order)
        first = np.flatnonzero(count == 1)
        together = every - np.repeat((every - in_order)[first], np.diff(first, append=len(every)))
        allowed = (count >= self.least[whose]) & (count <= self.places[whose])
        some = np.full(len(self.places), _NEVER)
        np.maximum.at(some, whose[allowed], together[allowed])
        # Of equal groups the smallest.
        is_best = np.flatnonzero(allowed & (together == some[whose]))[::-1]
        last, size = np.zeros((2, len(self.places)), dtype=np.int64)
        last[whose[is_best]], size[whose[is_best]] = in_order[is_best], count[is_best]
        last = np.where(size < self.places, np.minimum(last, 0), last)
        return _Groups(reward, np.maximum(some, 0), some, last, (whose, count, together))

    def _exceed(self, distance: int) -> Integers:
        """What a combination has to exceed if a set with it may be nearer to the bound than `distance`, (mentors,)."""
        groups = self._groups
        whose, count, together = groups.sums
        missing = self.least[whose] - count
        short = missing > 0
        # Who has no group: so many good combinations and as many more as are missing still are worth too little.
        without = -distance // self.least
        np.minimum.at(without, whose[short], (-distance - together[short]) // missing[short])
        return np.where(groups.best > 0, groups.last - distance, np.minimum(without, 0))

    def all_for(self, worth: int, most: int, least: int = 0) -> Arcs | None:
        """All combinations of which a set may consist that is worth so much; only scores from `least` on. None where
        there are more than `most`.
        """
        distance, width = self._distance(worth), _MORE
        wide, crowded = self._knowing(distance, width, least)
        while len(near := wide._near(distance, least)) <= most:
            if not crowded:
                return near
            width *= 2
            wide, crowded = wide._knowing(distance, width, least)
        return None

    def _distance(self, worth: int) -> int:
        """A set that is worth less by so much is worth too little."""
        return self._value - worth * _PARTS + 1

    def _near(self, distance: int, least: int) -> Arcs:
        """Those known of which a set may consist that is nearer to the bound than `distance`."""
        groups, mentor = self._groups, self.arcs.mentor
        better = groups.reward > self._exceed(distance)[mentor]
        return self.arcs[better & (groups.some > -distance)[mentor] & (self.arcs.score >= least)]

    def complete(self) -> GroupPrices:
        """The same, knowing all combinations that change what a group is worth."""
        width = _MORE
        prices, crowded = self._knowing(0, width)
        while crowded:
            width *= 2
            prices, crowded = prices._knowing(0, width)
        return prices

    def _knowing(self, distance: int, width: int, least: int = 0) -> tuple[GroupPrices, bool]:
        """The same with all combinations that may be in a set nearer to the bound than `distance`, and whether somebody
        has so many of them that only `width` were looked for."""
        prices, floor = self, (self.profit + self.toll) // _PARTS - self.bonus - self.claims
        while True:
            found = prices.combinations.search(prices._exceed(distance) // _PARTS, floor, width, least=least).arcs
            crowded = bool(len(found)) and int(np.bincount(found.mentee).max()) >= width
            arcs = prices.arcs | found
            if len(arcs) == len(prices.arcs) or crowded:
                return replace(prices, arcs=arcs), crowded
            prices = replace(prices, arcs=arcs)

    def improved(self) -> GroupPrices:
        """By profits at which the bound is nearly as low as can be, and with those who have a group by them."""
        prices = best = self
        for _ in range(min(_ROUNDS, max(1, _MOST_WORK // max(1, len(self.arcs))))):
            program = GroupProgram(len(self.claims), self.places, self.least, (self.most_pairs, self.most_pairs))
            part = program.relaxed(prices.arcs, prices.arcs.score + self.claims[prices.arcs.mentee])
            if part is None:
                break
            prices = replace(
                prices,
                profit=np.rint(part.profit * _PARTS).astype(np.int64),
                toll=round((part.toll + self.bonus) * _PARTS),
                opened=part.opened > 1 - _LITTLE,
            ).complete()
            best = min(best, prices, key=lambda one: one._value)
            if prices._value <= (part.worth + self.bonus * self.most_pairs + _NEAR) * _PARTS:
                break
        return replace(best, arcs=prices.arcs, opened=prices.opened)
