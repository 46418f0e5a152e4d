"""The best set of pairs: as many mentees as possible, then the greatest total score. Exact, and proven so.

A transportation problem: one unit for each mentee, `capacity` units for each mentor, solved as a min-cost
flow (Goldberg, "An efficient implementation of a scaling minimum-cost flow algorithm", J. Algorithms 22, 1997,
as implemented in OR-tools) on few arcs: the best candidates of each mentee. The flow's dual prices then say
for every combination left out whether it could improve the result (column generation: Dantzig, Wolfe,
"Decomposition principle for linear programs", Operations Research 8, 1960). Those that could are added; when
none is left, the result is optimal over all combinations.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from automation.matching.rules import MAXIMUM

Scores = npt.NDArray[np.int16]
Integers = npt.NDArray[np.int64]
Worth = npt.NDArray[np.int32]

IMPOSSIBLE = -1
"""The entry of a score matrix for a pair that may not be."""

_WIDTH = 16
_BLOCK = 1 << 19
_TIE_BITS = 15
_TIE_MASK = np.int32((1 << _TIE_BITS) - 1)
_NEVER = np.int32(-(1 << 31))


@dataclass(frozen=True)
class Assignment:
    """An optimal set of pairs with its certificate.

    A pair is worth `bonus` plus its score, where `bonus` exceeds any total of scores, so one pair more
    outweighs everything else. By linear programming duality the set is optimal because no pair is worth more
    than the profit of its mentee plus the price of its mentor, and the profits plus the prices of all places
    add up to exactly what the set is worth.

    Attributes:
        mentor: (mentees,), the position of the mentor, or -1.
        profit: (mentees,), dual price of each mentee.
        price: (mentors,), dual price of one place of each mentor: what one place more would add, at most.
        bonus: what a pair is worth beside its score.
    """

    mentor: Integers
    profit: Integers
    price: Integers
    bonus: int


def assign(scores: Scores, capacity: Integers, *, width: int = _WIDTH) -> Assignment:
    """Choose the pairs.

    Args:
        scores: (mentees, mentors), 0 … `MAXIMUM`, or `IMPOSSIBLE`.
        capacity: (mentors,), free places, from 0 up.
        width: how many combinations of each mentee to begin with (a quarter of that is added at a time); what
            the result is worth does not depend on it.

    Equal optima are told apart by position, so the same input always gives the same pairs.
    """
    mentees, _ = scores.shape
    places = np.minimum(capacity, mentees)
    bonus = MAXIMUM * min(mentees, int(places.sum())) + 1
    arcs = _best_arcs(scores, width)
    while True:
        mentor = _solve(scores, arcs, places, bonus)
        profit, price = _dual_prices(scores, arcs, mentor, bonus)
        better = _arcs_worth_adding(scores, profit, price - bonus, max(1, width // 4))
        if not better.size:
            return Assignment(mentor, profit, price, bonus)
        arcs = np.sort(np.concatenate([arcs, better]))


def row_blocks(rows: int, columns: int) -> Iterator[slice]:
    """Slices of rows whose blocks fit a processor's cache."""
    step = max(1, _BLOCK // max(1, columns))
    return (slice(start, min(start + step, rows)) for start in range(0, rows, step))


def _best_arcs(scores: Scores, width: int) -> Integers:
    """The combinations of each mentee to begin with, as sorted flat positions in `scores`.

    Those in which the mentor suits this mentee best in comparison with what the mentor is to everybody: by
    plain score all mentees would begin with the same few excellent mentors, and most of them in vain.
    """
    usual = _usual_scores(scores)
    nothing = np.full(len(scores), _NEVER)
    return _gather(scores, width, lambda rows: (_relative(scores[rows], usual, rows.start), nothing[rows]))


def _arcs_worth_adding(scores: Scores, profit: Integers, net_price: Integers, width: int) -> Integers:
    """Flat positions of combinations whose worth exceeds profit plus price, the `width` best of each mentee.

    `net_price` is the price less the bonus, (mentors,).
    """
    price = net_price.astype(np.int32)

    def gain(rows: slice) -> tuple[Worth, Integers]:
        return np.where(scores[rows] == IMPOSSIBLE, _NEVER, scores[rows] - price), profit[rows]

    return _gather(scores, width, gain)


def _gather(
    scores: Scores, width: int, worth_and_floor: Callable[[slice], tuple[Worth, npt.NDArray[np.integer]]]
) -> Integers:
    """Sorted flat positions of the `width` greatest entries of each row that exceed the row's floor."""
    mentors = scores.shape[1]
    found = [np.empty(0, np.int64)]
    for rows in row_blocks(*scores.shape):
        worth, floor = worth_and_floor(rows)
        mentee = np.arange(rows.start, rows.stop)
        for _ in range(min(width, mentors)):
            best = worth.argmax(axis=1)
            above = worth[np.arange(len(best)), best] > floor
            if not above.all():
                worth, floor, mentee, best = worth[above], floor[above], mentee[above], best[above]
            if not best.size:
                break
            worth[np.arange(len(best)), best] = _NEVER
            found.append(mentee * mentors + best)
    return np.sort(np.concatenate(found))


def _usual_scores(scores: Scores) -> Worth:
    """Each mentor's mean score over the possible pairs, (mentors,)."""
    total, count = np.zeros((2, scores.shape[1]), np.int64)
    for rows in row_blocks(*scores.shape):
        possible = scores[rows] != IMPOSSIBLE
        total += scores[rows].sum(axis=0, where=possible, dtype=np.int64)
        count += possible.sum(axis=0)
    return (total // np.maximum(count, 1)).astype(np.int32)


def _relative(scores: Scores, usual: Worth, first_row: int) -> Worth:
    """Scores less what is usual, `_NEVER` where impossible; ties told apart by a pattern that spreads them."""
    rows, columns = (np.arange(size, dtype=np.int32) for size in scores.shape)
    # Multipliers from Knuth's multiplicative hashing (TAOCP vol. 3, 6.4); any odd ones far apart would do.
    tie: Worth = np.add.outer((rows + first_row) * 40503, columns * 24247)
    tie &= _TIE_MASK
    tie += (scores - usual) << _TIE_BITS
    np.copyto(tie, _NEVER, where=scores == IMPOSSIBLE)
    return tie


def _solve(scores: Scores, arcs: Integers, places: Integers, bonus: int) -> Integers:
    """The optimal flow over `arcs` alone: the position of each mentee's mentor, or -1."""
    from ortools.graph.python import min_cost_flow  # heavy: only when needed

    mentees, mentors = scores.shape
    mentor = np.full(mentees, -1, dtype=np.int64)
    if not arcs.size:
        return mentor
    row, column = np.divmod(arcs, mentors)
    everyone, seats, sink = np.arange(mentees), mentees + np.arange(mentors), mentees + mentors
    flow = min_cost_flow.SimpleMinCostFlow()
    pairing = flow.add_arcs_with_capacity_and_unit_cost(
        row, mentees + column, np.ones_like(arcs), -(scores.ravel()[arcs].astype(np.int64) + bonus)
    )
    flow.add_arcs_with_capacity_and_unit_cost(seats, np.full(mentors, sink), places, np.zeros(mentors, np.int64))
    unpaired = np.full(mentees, sink)
    flow.add_arcs_with_capacity_and_unit_cost(everyone, unpaired, np.ones_like(everyone), np.zeros_like(everyone))
    flow.set_nodes_supplies(np.append(everyone, sink), np.append(np.ones_like(everyone), -mentees))
    status = flow.solve()
    if status != flow.OPTIMAL:  # every mentee may stay unpaired, so a solution always exists
        raise AssertionError(f"min-cost flow ended with status {status}")
    used = flow.flows(pairing) > 0
    mentor[row[used]] = column[used]
    return mentor


def _dual_prices(scores: Scores, arcs: Integers, mentor: Integers, bonus: int) -> tuple[Integers, Integers]:
    """The least prices at which nobody would rather take another mentor among `arcs`: (profit, price).

    Bellman–Ford over all arcs at once: beginning with zero, each price rises to the most that any mentee would
    gain by moving there. It ends because the flow is optimal, so no cycle of moves gains anything.
    """
    mentees, mentors = scores.shape
    row, column = np.divmod(arcs, max(mentors, 1))
    worth = scores.ravel()[arcs].astype(np.int64) + bonus
    by_mentor = np.argsort(column, kind="stable")
    row, column, worth = row[by_mentor], column[by_mentor], worth[by_mentor]
    starts = np.flatnonzero(np.diff(column, prepend=-1))
    wanted = column[starts]
    paired = np.flatnonzero(mentor >= 0)
    own_worth = scores[paired, mentor[paired]].astype(np.int64) + bonus
    profit, price = np.zeros(mentees, np.int64), np.zeros(mentors, np.int64)
    while True:
        profit[paired] = own_worth - price[mentor[paired]]
        if not arcs.size:
            return profit, price
        bids = np.maximum.reduceat(worth - profit[row], starts)
        risen = bids > price[wanted]
        if not risen.any():
            return profit, price
        price[wanted[risen]] = bids[risen]
