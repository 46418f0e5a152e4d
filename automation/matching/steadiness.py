"""Of all sets of pairs as good and as fair, one that leaves earlier proposals as they were.

A curator who changes one decision expects the rest to stay. Where the best set is one of many, chance would move
pairs that nobody had a reason to touch; so the flow through the tight combinations (see `fairness`) is chosen that
keeps the most of those proposed before. Of tight combinations only those that were tried are looked at, and the
earlier proposals themselves: a set of earlier proposals that is still among the best is always kept whole.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from automation.matching.arcs import Arcs, Integers
from automation.matching.assignment import Assignment
from automation.matching.flow import Network, cheapest


def steady(found: Assignment, former: Arcs) -> Assignment:
    """As many pairs, the same total, no lower lowest score than `found`, and of the possible pairs `former`, one a
    mentee at most, as many as can be."""
    paired = np.flatnonzero(found.mentor >= 0)
    if not len(former) or not len(paired) or (found.mentor[former.mentee] == former.mentor).all():
        return found
    pairs = Arcs(paired, found.mentor[paired], found.score[paired])
    arcs = found.arcs | former | pairs
    arcs = arcs[found.is_tight(arcs) & (arcs.score >= pairs.score.min())]
    chosen = _keeping_most(found, arcs, _among(arcs, former), _among(arcs, pairs))
    mentor, score = np.full_like(found.mentor, -1), np.zeros_like(found.score)
    mentor[chosen.mentee], score[chosen.mentee] = chosen.mentor, chosen.score
    return replace(found, mentor=mentor, score=score)


def _among(arcs: Arcs, some: Arcs) -> Integers:
    """Which arcs are among some others, 1 or 0, (arcs,)."""
    every, wanted = ((these.mentee << 32) + these.mentor for these in (arcs, some))
    return np.isin(every, wanted).astype(np.int64)


def _keeping_most(found: Assignment, arcs: Arcs, former: Integers, chosen: Integers) -> Arcs:
    """An optimal set of tight arcs with most of the former ones; `chosen` is one such set, to begin with."""
    mentees, mentors = len(found.mentor), len(found.places)
    nobody = mentees + mentors
    at_least, at_most = found.at_least(), found.at_most()
    spared = np.flatnonzero(found.profit <= 0)
    alone = (found.mentor[spared] < 0).astype(np.int64)
    filled = np.bincount(arcs.mentor, weights=chosen, minlength=mentors).astype(np.int64) - at_least
    network = Network(
        tail=np.concatenate([arcs.mentee, mentees + np.arange(mentors), spared]),
        head=np.concatenate([mentees + arcs.mentor, np.full(mentors + len(spared), nobody)]),
        capacity=np.concatenate([np.ones_like(arcs.mentee), at_most - at_least, np.ones_like(spared)]),
        cost=np.concatenate([-former, np.zeros(mentors + len(spared), dtype=np.int64)]),
        supply=np.concatenate([np.ones(mentees, dtype=np.int64), -at_least, [at_least.sum() - mentees]]),
    )
    nothing = np.zeros(nobody + 1, dtype=np.int64)
    flow, _ = cheapest(network, nothing, np.concatenate([chosen, filled, alone]))
    return arcs[flow[: len(arcs)] > 0]
