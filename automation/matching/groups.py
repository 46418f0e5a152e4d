"""The best set of pairs where some mentors take no fewer than so many mentees, or none at all.

Who of them gets a group and who none is a choice of its own, and with it no fast method is certain any more (facility
location with lower bounds: Karger, Minkoff, "Building Steiner trees with incomplete global knowledge", FOCS 2000).
Often nothing has to be chosen: the best set without this condition meets it. Otherwise a mixed-integer program decides
who gets a group, by HiGHS (Huangfu, Hall, "Parallelizing the dual revised simplex method", Mathematical Programming
Computation 10, 2018), and `assignment` finds the best set for these. A program over all combinations would be large, so
it is given those alone that could be part of something better than what is known: by the dual prices, a set with any
other one is worth less. Where there are too many of them even so, the proof says how far from the best the set may be.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from scipy import sparse

from automation.matching.arcs import Arcs, Integers
from automation.matching.assignment import Assignment, assign
from automation.matching.combinations import Combinations
from automation.matching.eligibility import allowed_forms, group_limits
from automation.matching.parts import Flags
from automation.matching.people import Mentors
from automation.matching.problems import Problem
from automation.matching.rules import Rules
from sheets_schema.tabs.settings import ANY_SIZE

_MOST_ARCS = 40_000
"""So many combinations a program of this kind weighs within seconds."""

_MOST_NODES = 20
"""Where the program stops looking; in nodes and not in seconds, so that every machine ends with the same pairs."""

_ANY = 0, ANY_SIZE


def of_any_size(mentors: Mentors, rules: Rules) -> tuple[Mentors, Rules]:
    """The same, but nobody and no form asks for a smallest group."""
    sizes = {form: (0, largest) for form, (_, largest) in rules.group_sizes.items()}
    return replace(mentors, least=np.zeros_like(mentors.least)), replace(rules, group_sizes=sizes)


def within_limits(mentors: Mentors, rules: Rules) -> tuple[Mentors, list[Problem]]:
    """The mentors with no more places and no smaller groups than their forms allow, and who can have no group so."""
    limits = _limits(mentors, rules)
    capacity = np.minimum(mentors.capacity, largest_groups(mentors, rules))
    least = np.maximum(mentors.least, [min(least for least, _ in some) for some in limits])
    impossible = (least > np.maximum(capacity, 1)) & (capacity > 0)
    told = [
        Problem("", mentors.ids[at], f"Группа у наставника — от {least[at]}, а мест у него {capacity[at]}. {_NO_GROUP}")
        for at in np.flatnonzero(impossible)
    ]
    return replace(mentors, capacity=capacity.astype(np.int64), least=least.astype(np.int64)), told


def largest_groups(mentors: Mentors, rules: Rules) -> Integers:
    """The largest group that each mentor may have in any form, (mentors,), whatever places there are."""
    return np.array([max(most for _, most in some) for some in _limits(mentors, rules)], dtype=np.int64)


def _limits(mentors: Mentors, rules: Rules) -> list[list[tuple[int, int]]]:
    return [[group_limits(form, rules) for form in forms] or [_ANY] for forms in allowed_forms(mentors, rules)]


def too_small(mentors: Mentors, taken: Integers, proposed: Integers) -> list[Problem]:
    """Whose group the curator has begun with fewer people than the mentor takes, and nobody can be added."""
    size = taken + proposed
    return [
        Problem("", mentors.ids[at], f"Наставник берёт группу от {mentors.least[at]}, а в ней пока {size[at]}. {_ADD}")
        for at in np.flatnonzero((taken > 0) & (size < mentors.least))
    ]


_NO_GROUP = "Такой группы не составить: увеличьте число мест или уменьшите группу."
_ADD = "Пара сохранена: добавьте в группу ещё людей или договоритесь с наставником о меньшей."


def assign_groups(
    combinations: Combinations, places: Integers, least: Integers, claims: Integers | None = None
) -> Assignment:
    """Choose the pairs so that every mentor has nobody, or from `least` up to `places` mentees; both are (mentors,).

    `claims` are those of `assign`, (mentees,).
    """
    grouped = least > 1
    places = np.where(grouped & (least > np.minimum(places, combinations.shape[0])), 0, places)
    grouped &= places > 0
    anyhow = assign(combinations, places, claims=claims)
    if not grouped.any():
        return anyhow
    size = np.bincount(anyhow.mentor[anyhow.mentor >= 0], minlength=len(places))
    if ((size == 0) | (size >= least))[grouped].all():
        # What is best without a condition, and meets it, is best with it, by the same prices.
        closed, opened = grouped & (size == 0), grouped & (size > 0)
        return replace(anyhow, places=np.where(closed, 0, anyhow.places), least=np.where(opened, least, 0))
    return _Choice(combinations, places, np.where(grouped, least, 0), anyhow).best()


class _Choice:
    """The choice of who gets a group, between the best set known and a bound."""

    def __init__(self, combinations: Combinations, places: Integers, least: Integers, anyhow: Assignment) -> None:
        self.combinations, self.least, self.anyhow = combinations, least, anyhow
        self.places = np.minimum(places, combinations.shape[0])
        self.bound = _worth(anyhow)

    def best(self) -> Assignment:
        found = self._chosen(self.anyhow.arcs)[0]
        better = self._that_may_be_better(found)
        if better is not None:
            other, limit = self._chosen(better | found.arcs)
            found = max(found, other, key=_worth)
            self.bound = max(min(self.bound, limit), _worth(found))
        return found.within(self.bound)

    def _that_may_be_better(self, found: Assignment) -> Arcs | None:
        """All combinations of which a better set may consist; None where there are too many."""
        distance = self.bound - _worth(found)
        width = _MOST_ARCS // max(1, self.combinations.shape[0])
        if distance >= found.bonus and width < self.combinations.shape[1]:
            return None
        net_price = self.anyhow.price - self.anyhow.bonus
        arcs = self.combinations.search(net_price, self.anyhow.level - distance, width + 1).arcs
        crowded = np.bincount(arcs.mentee, minlength=1).max() > width
        return None if crowded else arcs

    def _chosen(self, arcs: Arcs) -> tuple[Assignment, int]:
        """The best set for the groups that are best among some combinations, and what no set of these exceeds."""
        arcs = arcs[self.places[arcs.mentor] > 0]
        if len(arcs) > _MOST_ARCS:
            size = np.bincount(self.anyhow.mentor[self.anyhow.mentor >= 0], minlength=len(self.places))
            opened, limit = (self.least > 0) & (size >= self.least), self.bound
        else:
            opened, limit = self._opened(arcs)
        closed, least = (self.least > 0) & ~opened, np.where(opened, self.least, 0)
        places, claims = np.where(closed, 0, self.places), self.anyhow.claims
        return assign(self.combinations, places, least, self.anyhow, arcs, claims), limit

    def _opened(self, arcs: Arcs) -> tuple[Flags, int]:
        """Who gets a group, (mentors,), and what no set of pairs among these combinations exceeds.

        A variable for each combination, whether it is a pair, and one for each mentor, whether they have anybody.
        """
        # A fifth of a second to load, for what most organisations never need.
        from scipy.optimize import Bounds, LinearConstraint, milp

        (mentees, mentors), count = self.combinations.shape, len(arcs)
        wants_group = self.least > 0
        every, in_group = np.arange(count), np.flatnonzero(wants_group[arcs.mentor])
        of_mentee = _ones(arcs.mentee, every, (mentees, count))
        of_mentor = _ones(arcs.mentor, every, (mentors, count))
        whose = _ones(np.arange(len(in_group)), arcs.mentor[in_group], (len(in_group), mentors))
        rows = [
            (of_mentee, sparse.csr_array((mentees, mentors)), -np.inf, 1),
            (of_mentor, -sparse.diags_array(self.places.astype(np.float64)), -np.inf, 0),
            (of_mentor, -sparse.diags_array(self.least.astype(np.float64)), 0, np.inf),
            # Says nothing new of whole groups, and much of the fractions that the program goes through.
            (_ones(np.arange(len(in_group)), in_group, (len(in_group), count)), -whose, -np.inf, 0),
        ]
        answer = milp(
            np.concatenate([-(arcs.score + self.anyhow.claims[arcs.mentee] + self.anyhow.bonus), np.zeros(mentors)]),
            integrality=np.concatenate([np.zeros(count), wants_group]),
            bounds=Bounds(0, 1),
            constraints=[
                LinearConstraint(sparse.csr_array(sparse.hstack([pairs, groups])), low, high)
                for pairs, groups, low, high in rows
            ],
            options={"node_limit": _MOST_NODES, "mip_rel_gap": 0},
        )
        if answer.x is None:
            return np.zeros_like(wants_group), self.bound
        return wants_group & (answer.x[count:] > 1 / 2), int(np.floor(1 / 2 - answer.mip_dual_bound))


def _ones(row: Integers, column: Integers, shape: tuple[int, int]) -> sparse.csr_array:
    return sparse.csr_array((np.ones(len(row)), (row, column)), shape=shape)


def _worth(found: Assignment) -> int:
    """What a set is worth: a bonus for each pair, the scores and the claims."""
    return found.bonus * found.proof.pairs + found.weight()
