"""Of all best sets of pairs one in which the lowest score is as high as it can be.

All optimal sets are made of tight combinations, those worth exactly the profit of the mentee plus the price of the
mentor, and pair every mentee with a profit and fill every place with a price (complementary slackness). So a lowest
score can be had if the tight combinations from this score on let a flow with lower bounds through (Ford, Fulkerson,
"Flows in Networks", 1962, chapter II; the threshold method for bottleneck assignment: Burkard, Dell'Amico, Martello,
"Assignment Problems", 2009, chapter 6). Few tight combinations are tried first; where they are not enough, a minimum
cut says which others could help, and only those are looked for. When there are none, no set is fairer.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from ortools.graph.python import max_flow

from automation.matching.arcs import Arcs, greatest, rank_within
from automation.matching.assignment import Assignment
from automation.matching.combinations import NONE, Combinations
from automation.matching.parts import Flags
from automation.matching.rules import MAXIMUM

_WIDTH = 8


def fairest(combinations: Combinations, found: Assignment) -> Assignment:
    """As many pairs and the same total as `found`, and the lowest score as high as these allow.

    Only the lowest score counts: who has the second lowest is left to chance.
    """
    paired = np.flatnonzero(found.mentor >= 0)
    if not len(paired):
        return found
    return _Search(combinations, found).best(int(found.score[paired].min()))


class _Search:
    """The search for one assignment: the tight combinations known so far, and what they allow."""

    def __init__(self, combinations: Combinations, found: Assignment) -> None:
        self.combinations, self.found = combinations.among(found.places > 0), found
        self.net_price = found.price - found.bonus
        self.width = _WIDTH
        self.tight = found.arcs[found.is_tight(found.arcs)]

    def best(self, lowest: int) -> Assignment:
        """The fairest, given that a set with `lowest` is known."""
        fairest, highest = self.found, self._bound(lowest)
        middle = highest  # more often than not it can be had
        while lowest < highest:
            pairs = self._with_lowest(middle)
            if pairs is None:
                highest = middle - 1
            else:
                fairest, lowest = self._of(pairs), int(pairs.score.min())
            middle = -(-(lowest + highest) // 2)
        return fairest

    def _of(self, pairs: Arcs) -> Assignment:
        mentor, score = np.full_like(self.found.mentor, -1), np.zeros_like(self.found.score)
        mentor[pairs.mentee], score[pairs.mentee] = pairs.mentor, pairs.score
        return replace(self.found, mentor=mentor, score=score, arcs=self.found.arcs | pairs)

    def _bound(self, lowest: int) -> int:
        """No lowest score exceeds it: who has to be paired and whose best tight combination is the least."""
        required = self.found.profit > 0
        if not required.any():
            return MAXIMUM
        while True:
            best = greatest(self.tight.mentee, self.tight.score, np.where(required, -1, NONE))
            weakest = best == best.min()
            bound = int(best.min())
            if bound <= lowest or not self._learn(weakest, np.ones(len(self.found.places), dtype=np.bool_), bound + 1):
                return max(bound, lowest)

    def _learn(self, mentees: Flags, mentors: Flags, least: int) -> bool:
        """Look for tight combinations of the given people with scores from `least` on: whether there are more."""
        floor, known = np.where(mentees, self.found.level - 1, NONE), len(self.tight)
        combinations = self.combinations.among(mentors)
        while True:
            more = combinations.search(self.net_price, floor, self.width, least=least).arcs
            self.tight = self.tight | more
            if len(self.tight) > known:
                return True
            if not len(more) or rank_within(more.mentee).max() < self.width - 1:
                return False
            self.width *= 2  # the first so many are known already

    def _with_lowest(self, least: int) -> Arcs | None:
        """An optimal set without a score below `least`, or None if there is none."""
        while True:
            arcs = self.tight[self.tight.score >= least]
            chosen, mentees, mentors = self._flow(arcs)
            if chosen is not None:
                return arcs[chosen]
            if not self._learn(mentees, ~mentors, least):
                return None

    def _flow(self, arcs: Arcs) -> tuple[Flags | None, Flags, Flags]:
        """Which arcs make an optimal set; if none do, None and the mentees and mentors on the near side of the cut.

        A flow with lower bounds as a greatest flow: who has to be served gets a unit straight from the source, who
        has to serve gives it straight to the sink, and what the others take part in runs in a circle.
        """
        mentees, mentors = self.combinations.shape
        required = self.found.profit > 0
        at_least, at_most = self.found.at_least(), self.found.at_most()
        everyone, seats = np.arange(mentees), mentees + np.arange(mentors)
        start, end, source, sink = mentees + mentors + np.arange(4)
        served, serving = int(required.sum()), int(at_least.sum())
        solver = max_flow.SimpleMaxFlow()
        one = np.ones(mentees, dtype=np.int64)
        between = solver.add_arcs_with_capacity(arcs.mentee, mentees + arcs.mentor, np.ones_like(arcs.mentee))
        solver.add_arcs_with_capacity(np.where(required, source, start), everyone, one)
        solver.add_arcs_with_capacity(seats, np.full(mentors, sink), at_least)
        solver.add_arcs_with_capacity(seats, np.full(mentors, end), at_most - at_least)
        for tail, head, amount in ((start, sink, served), (source, end, serving), (end, start, served + serving)):
            solver.add_arc_with_capacity(int(tail), int(head), amount)
        status = solver.solve(int(source), int(sink))
        if status != solver.OPTIMAL:
            raise AssertionError(f"max flow ended with status {status}")
        near = np.zeros(mentees + mentors + 4, dtype=np.bool_)
        near[solver.get_source_side_min_cut()] = True
        enough = solver.optimal_flow() == served + serving
        chosen = solver.flows(between) > 0 if enough else None
        return chosen, near[:mentees], near[mentees : mentees + mentors]
