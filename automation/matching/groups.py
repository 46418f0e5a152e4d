"""The best set of pairs where some mentors take no fewer than so many mentees, or none at all.

Who of them gets a group and who none is a choice of its own, and with it no fast method is certain any more (facility
location with lower bounds: Karger, Minkoff, "Building Steiner trees with incomplete global knowledge", FOCS 2000).
Often nothing has to be chosen: the best set without this condition meets it. Otherwise `group_prices` says what no set
exceeds, `group_program` decides who gets a group, and `assign` finds the best set for these. A program over all
combinations would be large, so it is given those alone that could be part of something better than what is known: by
the prices, a set with any other one is worth less. Where there are too many of them even so, the proof says how far
from the best the set may be.

Of choices that are worth the same the same program finds the fairest, and of these the one that keeps most of what was
proposed before.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import numpy as np

from automation.matching.arcs import NO_ARCS, Arcs, Integers, greatest
from automation.matching.assignment import Assignment, assign
from automation.matching.combinations import Combinations
from automation.matching.eligibility import allowed_forms, group_limits
from automation.matching.fairness import fairest
from automation.matching.group_prices import GroupPrices
from automation.matching.group_program import GroupProgram
from automation.matching.parts import Flags, kinds_of
from automation.matching.people import Mentors
from automation.matching.problems import Problem
from automation.matching.rules import Rules
from sheets_schema.vocabulary import ANY_SIZE

_MOST_PRICED = 120_000
"""So many combinations those may be of which prices are found where groups are to be whole."""

_MOST_ARCS = 25_000
"""So many may be given to a program that looks for the best set."""

_MOST_OF_FAIREST = 13_000
"""So many to one that looks for a fairer one, or one with more of the former pairs: it may have to be asked often."""

_NEARBY = (3, 20)
"""So near to the bound, in tenths of a point, the best set is looked for: the nearer, the fewer combinations there are.
More often than not it is there."""

_ANY = 0, ANY_SIZE


def of_any_size(mentors: Mentors, rules: Rules) -> tuple[Mentors, Rules]:
    """The same, but nobody and no form asks for a smallest group."""
    sizes = {form: (0, largest) for form, (_, largest) in rules.group_sizes.items()}
    return replace(mentors, least=np.zeros_like(mentors.least)), replace(rules, group_sizes=sizes)


def within_limits(mentors: Mentors, rules: Rules) -> tuple[Mentors, list[Problem]]:
    """The mentors with no more places and no smaller groups than their forms allow, and who can have no group so."""
    smallest, largest = _limits(mentors, rules)
    capacity, least = np.minimum(mentors.capacity, largest), np.maximum(mentors.least, smallest)
    impossible = (least > np.maximum(capacity, 1)) & (capacity > 0)
    told = [
        Problem("", mentors.ids[at], f"Группа у наставника — от {least[at]}, а мест у него {capacity[at]}. {_NO_GROUP}")
        for at in np.flatnonzero(impossible)
    ]
    return replace(mentors, capacity=capacity, least=least), told


def largest_groups(mentors: Mentors, rules: Rules) -> Integers:
    """The largest group that each mentor may have in any form, (mentors,), whatever places there are."""
    return _limits(mentors, rules)[1]


def _limits(mentors: Mentors, rules: Rules) -> tuple[Integers, Integers]:
    """The smallest group and the largest that each mentor may have in any form, (mentors,)."""
    kind, several = kinds_of(allowed_forms(mentors, rules))
    limits = [[group_limits(form, rules) for form in forms] or [_ANY] for forms in several]
    widest = [(min(least for least, _ in some), max(most for _, most in some)) for some in limits]
    smallest, largest = np.array(widest, dtype=np.int64).reshape(-1, 2).T
    return smallest[kind], largest[kind]


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
    combinations: Combinations,
    places: Integers,
    least: Integers,
    claims: Integers | None = None,
    former: Arcs = NO_ARCS,
) -> Assignment:
    """Choose the pairs so that every mentor has nobody, or from `least` up to `places` mentees; both are (mentors,).

    Of the ways to choose who gets a group that are equally good it takes the one with the fairest set, and of these the
    one that keeps most of the pairs `former`. `claims` are those of `assign`, (mentees,).
    """
    grouped = least > 1
    places = np.where(grouped & (least > np.minimum(places, combinations.shape[0])), 0, places)
    grouped &= places > 0
    anyhow = assign(combinations, places, claims=claims)
    if not grouped.any() or not anyhow.proof.pairs:
        return anyhow
    choice = _Choice(combinations, places, np.where(grouped, least, 0), anyhow)
    return choice.fairest(choice.best(), former)


class _Choice:
    """The choice of who gets a group, between the best set known and a bound."""

    def __init__(self, combinations: Combinations, places: Integers, least: Integers, anyhow: Assignment) -> None:
        self.combinations, self.least, self.anyhow = combinations, least, anyhow
        self.places = np.minimum(places, combinations.shape[0])
        self.size = np.bincount(anyhow.mentor[anyhow.mentor >= 0], minlength=len(places))
        self.most_pairs = _most_pairs(self.places, least, anyhow.proof.pairs)
        self.bound = _bound(anyhow, self.most_pairs)
        self.prices = GroupPrices.of(anyhow, combinations, least, self.most_pairs)

    def best(self) -> Assignment:
        size = self.size
        if ((size == 0) | (size >= self.least)).all():
            # What is best without a condition, and meets it, is best with it, by the same prices.
            closed, opened = (self.least > 0) & (size == 0), np.where(size > 0, self.least, 0)
            return replace(self.anyhow, places=np.where(closed, 0, self.anyhow.places), least=opened)
        if len(self.anyhow.arcs) <= _MOST_PRICED:
            self.prices = self.prices.improved()
            self.bound = min(self.bound, self.prices.bound)
        # Whoever has enough for a group without the condition, or by the prices: with either all can have one.
        ways = [size >= self.least, self.prices.opened]
        found = max((self._with_groups((self.least > 0) & opened, self.prices.arcs) for opened in ways), key=_worth)
        for worth in (*(self.bound - distance for distance in _NEARBY), 0):
            if _worth(found) < self.bound:
                found = self._better(found, max(worth, _worth(found) + 1))
        return found.within(self.bound)

    def _better(self, found: Assignment, worth: int) -> Assignment:
        """The best set that is worth so much, or what was found where none is known; narrows the bound."""
        arcs = self.prices.all_for(worth, _MOST_ARCS)
        if arcs is None:
            return found
        fewest = worth // found.bonus
        # Numbers as small as can be: the larger they are, the longer the program takes.
        bonus = 0 if fewest == self.most_pairs else found.bonus
        gain = arcs.score + found.claims[arcs.mentee] + bonus
        solved = self._program(fewest, self.most_pairs).solved(arcs, gain)
        if solved is not None:
            opened, limit = solved
            found = max(found, self._with_groups(opened, arcs), key=_worth)
            limit += (found.bonus - bonus) * self.most_pairs
            self.bound = max(_worth(found), min(self.bound, max(limit, worth - 1)))
        return found

    def fairest(self, found: Assignment, former: Arcs) -> Assignment:
        """As many pairs and the same worth as `found`."""
        best = fairest(self.combinations, found)
        arcs = self.prices.all_for(_worth(best), _MOST_OF_FAIREST, _lowest(best)) if best.proof.pairs else None
        if arcs is None:
            return best
        above = _may_be_lowest(arcs, best)
        at = 0  # more often than not nothing is fairer, and this is said at once
        while len(above):
            lowest = above[at]
            other = self._as_good(arcs[arcs.score >= lowest], best, NO_ARCS)
            best = other or best
            above = above[above > _lowest(best)] if other else above[above < lowest]
            at = len(above) // 2
        kept = best.mentor[former.mentee] == former.mentor
        other = None if kept.all() else self._as_good(arcs[arcs.score >= _lowest(best)], best, former)
        return other or best

    def _as_good(self, arcs: Arcs, best: Assignment, former: Arcs) -> Assignment | None:
        """A set as good as the best and as fair as these combinations are, with most of the former ones; None where
        there is none."""
        weight = arcs.score + self.anyhow.claims[arcs.mentee]
        gain = (len(former) + 1) * weight + arcs.are_among(former)
        program = self._program(best.proof.pairs, best.proof.pairs)
        solved = program.solved(arcs, gain, (len(former) + 1) * best.weight())
        if solved is None:
            return None
        other = fairest(self.combinations, self._with_groups(solved[0], arcs))
        if _worth(other) != _worth(best) or _lowest(other) < arcs.score.min():
            return None
        return replace(other, proof=best.proof)

    def _program(self, fewest: int, most: int) -> GroupProgram:
        return GroupProgram(self.combinations.shape[0], self.places, self.least, (fewest, most))

    def _with_groups(self, opened: Flags, arcs: Arcs) -> Assignment:
        """The best set for such groups, which can be had among these combinations."""
        closed, least = (self.least > 0) & ~opened, np.where(opened, self.least, 0)
        places, claims = np.where(closed, 0, self.places), self.anyhow.claims
        return assign(self.combinations, places, least, self.anyhow, arcs, claims)


def _may_be_lowest(arcs: Arcs, best: Assignment) -> Integers:
    """The lowest scores higher than that of the best that another set may have, in order.

    Everybody has to have a pair in it: no lowest score exceeds anybody's best.
    """
    scores = np.unique(arcs.score)
    if best.proof.pairs == len(best.mentor):
        highest = greatest(arcs.mentee, arcs.score, np.full(len(best.mentor), -1))
        scores = scores[scores <= highest.min()]
    return scores[scores > _lowest(best)]


def _lowest(found: Assignment) -> int:
    return int(found.score[found.mentor >= 0].min())


def _most_pairs(places: Integers, least: Integers, limit: int) -> int:
    """No more people than this, and than `limit`, can be divided into groups of these sizes: of seven each, no 300."""
    free = int(places[least <= 1].sum())
    kinds = Counter(zip(least[least > 1].tolist(), places[least > 1].tolist(), strict=True))
    below, sums = (1 << limit + 1) - 1, (1 << min(free, limit) + 1) - 1
    for (smallest, largest), count in kinds.items():
        for _ in range(count):
            if sums >> limit:
                return limit
            before = sums
            for size in range(smallest, largest + 1):
                sums |= before << size & below
    return sums.bit_length() - 1


def _bound(anyhow: Assignment, most_pairs: int) -> int:
    """No set of `most_pairs` pairs is worth more: no pair is worth more than the profit and the price of its two."""
    if most_pairs == anyhow.proof.pairs:
        return _worth(anyhow)
    profits, prices = np.sort(anyhow.profit)[::-1], np.sort(np.repeat(anyhow.price, anyhow.places))[::-1]
    return int(min(profits[:most_pairs].sum() + prices.sum(), profits.sum() + prices[:most_pairs].sum()))


def _worth(found: Assignment) -> int:
    """What a set is worth: a bonus for each pair, the scores and the claims."""
    return found.bonus * found.proof.pairs + found.weight()
