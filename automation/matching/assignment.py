"""The best set of pairs: as many mentees as possible, then the greatest total of scores and claims. Exact and proven.

A transportation problem: one unit for each mentee, so many for each mentor as there are places. It is solved on few
combinations, those that `prices` finds likely. Then the dual prices say of every combination left out whether it could
improve the result (column generation: Dantzig, Wolfe, "Decomposition principle for linear programs", Operations
Research 8, 1960). Those that could are added; when `combinations` finds none, the result is optimal over all.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import numpy as np
from ortools.graph.python import max_flow
from scipy import sparse
from scipy.sparse.csgraph import connected_components

from automation.matching.arcs import NO_ARCS, Arcs, Integers, greatest, rank_within
from automation.matching.combinations import ANY, NONE, Combinations
from automation.matching.flow import Network, cheapest
from automation.matching.parts import Flags
from automation.matching.prices import likely
from automation.matching.rules import MAXIMUM

_MORE = 4
_TENTHS = 10


@dataclass(frozen=True)
class Proof:
    """How good a set of pairs is, and that none is better.

    Attributes:
        pairs: how many pairs there are.
        total: the sum of their scores, in points.
        most_pairs: no set has more pairs.
        bound: `total` and by how much another set of `most_pairs` pairs could weigh more, at most, by the dual prices
            over all combinations; in points. What a pair weighs is its score and the mentee's claim.
        combinations: how many combinations of mentee and mentor there are.
        computed: for how many of them a score was computed to prove it; of all others a bound says enough.
    """

    pairs: int
    total: float
    most_pairs: int
    bound: float
    combinations: int
    computed: int

    @property
    def gap(self) -> float:
        """How far from proven optimal the set is, in points; each pair that may be missing counts as infinitely far."""
        return self.bound - self.total if self.pairs == self.most_pairs else math.inf


@dataclass(frozen=True)
class Assignment:
    """An optimal set of pairs with its certificate.

    A pair is worth `bonus` plus its score and the mentee's claim, where `bonus` exceeds any total of these, so one pair
    more outweighs everything else. By linear programming duality the set is optimal because no pair is worth more
    than the profit of its mentee plus the price of its mentor, and the profits plus the prices of all places
    add up to exactly what the set is worth.

    Attributes:
        mentor: (mentees,), the position of the mentor, or -1.
        score: (mentees,), tenths of a point, 0 for those without a mentor.
        profit: (mentees,), dual price of each mentee.
        price: (mentors,), dual price of one place of each mentor: what one place more would add, at most; below zero
            what one mentee less would add, where a mentor has to take so many.
        places: (mentors,), the most that each takes.
        least: (mentors,), the fewest that each takes.
        bonus: what a pair is worth beside its score and the mentee's claim.
        claims: (mentees,), what it is worth that this mentee and not another has a mentor, in tenths of a point.
        arcs: the combinations that were tried.
        proof: the same in figures.
    """

    mentor: Integers
    score: Integers
    profit: Integers
    price: Integers
    places: Integers
    least: Integers
    bonus: int
    claims: Integers
    arcs: Arcs
    proof: Proof

    def is_tight(self, arcs: Arcs) -> Flags:
        """Which combinations an optimal set may consist of, (arcs,): complementary slackness."""
        tight: Flags = arcs.score + self.bonus == self.level[arcs.mentee] + self.price[arcs.mentor]
        return tight

    @property
    def level(self) -> Integers:
        """The profit of each mentee less their claim, (mentees,): what a score and `bonus` are held against."""
        return self.profit - self.claims

    def weight(self) -> int:
        """The scores and claims of all pairs, in tenths of a point."""
        return int(self.score.sum() + self.claims[self.mentor >= 0].sum())

    def within(self, limit: int) -> Assignment:
        """The same, now that no set is worth more than ``limit``."""
        most_pairs, weight = divmod(limit, self.bonus)
        bound = self.proof.total + (weight - self.weight()) / _TENTHS
        return replace(self, proof=replace(self.proof, most_pairs=most_pairs, bound=bound))

    def at_least(self) -> Integers:
        """How many each mentor takes at least in every optimal set, (mentors,): a place with a price is filled."""
        return np.where(self.price > 0, self.places, self.least)

    def at_most(self) -> Integers:
        """How many each mentor takes at most in every optimal set, (mentors,)."""
        return np.where(self.price < 0, self.least, self.places)


def assign(
    combinations: Combinations,
    places: Integers,
    least: Integers | None = None,
    nearby: Assignment | None = None,
    among: Arcs = NO_ARCS,
    claims: Integers | None = None,
) -> Assignment:
    """Choose the pairs. Equal optima are told apart by position, so the same input always gives the same pairs.

    Args:
        combinations: what there is to choose from.
        places: (mentors,), how many mentees each takes at most, from 0 up.
        least: (mentors,), how many each has to take; none without it.
        nearby: the best set for other places, to begin with.
        among: combinations in which everybody can have the least.
        claims: (mentees,), what it is worth that this mentee and not another has a mentor, from 0 up; all the same
            without it.
    """
    mentees, mentors = combinations.shape
    claims = np.zeros(mentees, dtype=np.int64) if claims is None else claims
    places = np.minimum(places, mentees)
    least = np.zeros(mentors, dtype=np.int64) if least is None else least
    combinations = combinations.among(places > 0)
    bonus = (MAXIMUM + int(claims.max(initial=0))) * mentees + 1
    arcs, price = (nearby.arcs, nearby.price) if nearby else likely(combinations, places, claims)
    arcs, stuck, full = _with_all_pairs(combinations, arcs[places[arcs.mentor] > 0], price, places)
    price = price if nearby else _risen(price, arcs[stuck[arcs.mentee]], places * full, claims + bonus)
    arcs |= among
    chosen = np.zeros(len(arcs), dtype=np.int64)
    while True:
        chosen, profit, price = _best_of(arcs, chosen, price, places, least, claims + bonus)
        found = combinations.search(price - bonus, profit - claims, _MORE)
        if not len(found.arcs):
            break
        more = arcs | found.arcs
        chosen, arcs = _carried_over(chosen, arcs, more), more
    mentor, score = np.full(mentees, -1), np.zeros(mentees, dtype=np.int64)
    pairs = arcs[chosen > 0]
    mentor[pairs.mentee], score[pairs.mentee] = pairs.mentor, pairs.score
    proof = Proof(len(pairs), int(score.sum()) / _TENTHS, 0, 0.0, math.prod(combinations.shape), found.computed)
    best = Assignment(mentor, score, profit, price, places, least, bonus, claims, arcs, proof)
    return best.within(int(profit.sum() + places @ np.maximum(price, 0) + least @ np.minimum(price, 0)))


def _carried_over(chosen: Integers, arcs: Arcs, more: Arcs) -> Integers:
    """What was chosen among `arcs`, told among `more`; both are in the order of mentees and mentors."""
    keys = [(some.mentee << 32) + some.mentor for some in (arcs, more)]
    again = np.zeros(len(more), dtype=np.int64)
    again[np.searchsorted(keys[1], keys[0])] = chosen
    return again


def _with_all_pairs(
    combinations: Combinations, arcs: Arcs, price: Integers, places: Integers
) -> tuple[Arcs, Flags, Flags]:
    """The arcs and more, until as many pairs are possible among them as among all combinations; and the mentees of whom
    some will have nobody, (mentees,), with the mentors who are too few for them, (mentors,): one place more with these
    is a pair more.

    When no more mentees can be paired, some mentees have all their mentors among some mentors who are full with
    nobody but them (Kőnig's theorem: a minimum cut). Only a combination of one of the former with a mentor who is
    not one of the latter can help.
    """
    mentees, _ = combinations.shape
    while True:
        stuck, full = _bottleneck(arcs, places, mentees)
        if not stuck.any():
            return arcs, stuck, np.zeros_like(full)
        found = combinations.among(~full).search(price, np.where(stuck, ANY, NONE), _MORE)
        if not len(found.arcs):
            return arcs, stuck, full
        arcs |= found.arcs


def _risen(price: Integers, arcs: Arcs, places: Integers, beside: Integers) -> Integers:
    """Prices at which no more mentees want the places that are too few than there are, (mentors,).

    Prices of mentors who compete for the same mentees rise together: what they are to each other is known, but not how
    much a place is worth to the last mentee who gets one.

    Args:
        price: (mentors,), before that.
        arcs: those of the mentees who can have no other places.
        places: (mentors,), those that are too few; 0 with all other mentors.
        beside: (mentees,), what a pair is worth beside its score.
    """
    if not len(arcs):
        return price
    mentees, mentors = len(beside), len(places)
    nodes = mentees + mentors
    graph = sparse.csr_array((np.ones(len(arcs)), (arcs.mentee, mentees + arcs.mentor)), shape=(nodes, nodes))
    label = connected_components(graph, directed=False)[1].astype(np.int64)
    gain = greatest(
        arcs.mentee, arcs.score + beside[arcs.mentee] - price[arcs.mentor], np.zeros(mentees, dtype=np.int64)
    )
    wanting = np.unique(arcs.mentee)
    wanting = wanting[np.lexsort((-gain[wanting], label[wanting]))]
    enough = np.bincount(label[mentees:], weights=places, minlength=nodes)
    first_without = wanting[rank_within(label[wanting]) == enough[label[wanting]]]
    rise = np.zeros(nodes, dtype=np.int64)
    rise[label[first_without]] = gain[first_without]
    return price + rise[label[mentees:]]


def _bottleneck(arcs: Arcs, places: Integers, mentees: int) -> tuple[Flags, Flags]:
    """Who competes for too few places: the mentees, (mentees,), and the mentors, (mentors,)."""
    mentors = len(places)
    source, sink = mentees + mentors, mentees + mentors + 1
    solver = max_flow.SimpleMaxFlow()
    solver.add_arcs_with_capacity(arcs.mentee, mentees + arcs.mentor, np.ones(len(arcs), dtype=np.int64))
    everyone, seats = np.arange(mentees), mentees + np.arange(mentors)
    solver.add_arcs_with_capacity(np.full(mentees, source), everyone, np.ones(mentees, dtype=np.int64))
    solver.add_arcs_with_capacity(seats, np.full(mentors, sink), places)
    status = solver.solve(source, sink)
    if status != solver.OPTIMAL:
        raise AssertionError(f"max flow ended with status {status}")
    reached = np.zeros(mentees + mentors + 2, dtype=np.bool_)
    reached[solver.get_source_side_min_cut()] = True
    return reached[:mentees], reached[mentees : mentees + mentors]


def _best_of(
    arcs: Arcs, chosen: Integers, price: Integers, places: Integers, least: Integers, beside: Integers
) -> tuple[Integers, Integers, Integers]:
    """The best set of pairs among `arcs`, with its dual prices: (how often each is chosen, profit, price).

    Args:
        arcs: the combinations to choose from.
        chosen: (arcs,), 1 for the pairs to begin with, as far as the prices allow.
        price: (mentors,), dual prices to begin with.
        places: (mentors,).
        least: (mentors,).
        beside: (mentees,), what a pair is worth beside its score.
    """
    mentees, mentors = len(beside), len(places)
    nobody = mentees + mentors
    everyone, seats = np.arange(mentees), mentees + np.arange(mentors)
    worth = arcs.score + beside[arcs.mentee]
    profit = greatest(arcs.mentee, worth - price[arcs.mentor], np.zeros(mentees, dtype=np.int64))
    alone = np.ones(mentees, dtype=np.int64)
    alone[arcs.mentee[chosen > 0]] = 0
    filled = np.bincount(arcs.mentor, weights=chosen, minlength=mentors).astype(np.int64)
    # What a mentor has to take stays with him; only what comes on top goes on, as far as there are places.
    network = Network(
        tail=np.concatenate([arcs.mentee, seats, everyone]),
        head=np.concatenate([mentees + arcs.mentor, np.full(mentors + mentees, nobody)]),
        capacity=np.concatenate([np.ones_like(arcs.mentee), places - least, np.ones_like(everyone)]),
        cost=np.concatenate([-worth, np.zeros(mentors + mentees, dtype=np.int64)]),
        supply=np.concatenate([np.ones_like(everyone), -least, [least.sum() - mentees]]),
    )
    potential = np.concatenate([profit, -price, [0]])
    flow, potential = cheapest(network, potential, np.concatenate([chosen, np.maximum(filled - least, 0), alone]))
    potential = potential - potential[nobody]
    # A profit below zero belongs to a mentee who is alone, a price below zero to an empty place, unless the mentor has
    # to take so many: zero proves as much.
    lowest = np.where(least > 0, -potential[mentees:nobody], 0)
    return flow[: len(arcs)], np.maximum(potential[:mentees], 0), np.maximum(-potential[mentees:nobody], lowest)
