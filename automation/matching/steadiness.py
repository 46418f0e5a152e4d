"""Of all sets of pairs as good and as fair, one in which mentors have as equal a load as can be, and of these one that
leaves earlier proposals as they were.

Where people are alike, the best set is one of many: chance would give three mentees to each of a few mentors and none
to the others, and with every change of one decision move pairs that nobody had a reason to touch. So of the flows
through the tight combinations (see `fairness`) the cheapest is chosen: each mentee more of a mentor costs more than the
one before (a convex cost: Ahuja, Magnanti, Orlin, "Network Flows", 1993, chapter 14), and less than that saves whoever
stays with the mentor of the last time. Of tight combinations only those that were tried are looked at, and the earlier
proposals themselves: a set of earlier proposals that is still among the best, and as even, is always kept whole.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from automation.matching.arcs import NO_ARCS, Arcs, Integers
from automation.matching.assignment import Assignment
from automation.matching.flow import Network, cheapest


def steady(found: Assignment, former: Arcs = NO_ARCS, taken: Integers | None = None) -> Assignment:
    """As many pairs, the same total, no lower lowest score than `found`, with loads as equal as can be; and of the
    possible pairs `former`, one a mentee at most, as many as can be.

    `taken` is how many each mentor has besides, (mentors,).
    """
    paired = np.flatnonzero(found.mentor >= 0)
    if not len(paired):
        return found
    pairs = Arcs(paired, found.mentor[paired], found.score[paired])
    arcs = found.arcs | former | pairs
    arcs = arcs[found.is_tight(arcs) & (arcs.score >= pairs.score.min())]
    if len(arcs) == len(pairs):
        return found
    taken = np.zeros_like(found.places) if taken is None else taken
    chosen = _even(found, arcs, arcs.are_among(former), arcs.are_among(pairs), taken)
    mentor, score = np.full_like(found.mentor, -1), np.zeros_like(found.score)
    mentor[chosen.mentee], score[chosen.mentee] = chosen.mentor, chosen.score
    return replace(found, mentor=mentor, score=score)


def _even(found: Assignment, arcs: Arcs, former: Integers, chosen: Integers, taken: Integers) -> Arcs:
    """An optimal set of tight arcs, as even as can be, with most of the former ones; `chosen` is one such set, to begin
    with.
    """
    mentees, mentors = len(found.mentor), len(found.places)
    at_least, at_most = found.at_least(), found.at_most()
    spared = np.flatnonzero(found.profit <= 0)
    alone = (found.mentor[spared] < 0).astype(np.int64)
    size = np.bincount(arcs.mentor, weights=chosen, minlength=mentors).astype(np.int64)
    seat, load = _seats(at_least, np.minimum(at_most, (taken + size).max() - taken), taken)
    filled = (load < (taken + size)[seat]).astype(np.int64)
    # A node for each place, since no two arcs may lead from one node to the same other.
    place, step = mentees + mentors + np.arange(len(seat)), int(former.sum()) + 1
    nobody = mentees + mentors + len(seat)
    nothing = np.zeros(len(seat) + len(spared), dtype=np.int64)
    network = Network(
        tail=np.concatenate([arcs.mentee, mentees + seat, place, spared]),
        head=np.concatenate([mentees + arcs.mentor, place, np.full(len(nothing), nobody)]),
        capacity=np.ones(len(arcs) + len(seat) + len(nothing), dtype=np.int64),
        cost=np.concatenate([-former, step * load, nothing]),
        supply=np.concatenate(
            [np.ones(mentees, dtype=np.int64), -at_least, np.zeros_like(seat), [at_least.sum() - mentees]]
        ),
    )
    start = np.concatenate([chosen, filled, filled, alone])
    flow, _ = cheapest(network, np.zeros(nobody + 1, dtype=np.int64), start)
    return arcs[flow[: len(arcs)] > 0]


def _seats(at_least: Integers, at_most: Integers, taken: Integers) -> tuple[Integers, Integers]:
    """The places that may be filled or not, one by one: whose each is, and how many that mentor has before it."""
    count = np.maximum(at_most - at_least, 0)
    seat = np.repeat(np.arange(len(count)), count)
    within = np.arange(len(seat)) - np.repeat(np.cumsum(count) - count, count)
    return seat, (taken + at_least)[seat] + within
