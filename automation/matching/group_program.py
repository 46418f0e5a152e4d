"""Who gets a group and who none: a mixed-integer program over some combinations, solved by HiGHS (Huangfu, Hall,
"Parallelizing the dual revised simplex method", Mathematical Programming Computation 10, 2018).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import sparse

from automation.matching.arcs import Arcs, Integers
from automation.matching.parts import Flags

Floats = npt.NDArray[np.float64]

_MOST_WORK = 5_000
"""Where the program stops looking, in nodes times combinations and not in seconds, so that every machine ends with the
same pairs."""


@dataclass(frozen=True)
class PartGroups:
    """What is best where a mentor may have a part of a group.

    Attributes:
        opened: (mentors,), the part of a group that each has; for who takes any number it means nothing.
        profit: (mentees,), the dual price of each.
        toll: that of the number of pairs.
        worth: what the pairs gain.
    """

    opened: Floats
    profit: Floats
    toll: float
    worth: float


@dataclass(frozen=True)
class GroupProgram:
    """What every set of pairs keeps to.

    Attributes:
        mentees: how many there are.
        places: (mentors,), the most that each takes.
        least: (mentors,), the fewest that each takes who has anybody; 0 for who takes any number.
        pairs: how many pairs there have to be at least, and may be at most.
    """

    mentees: int
    places: Integers
    least: Integers
    pairs: tuple[int, int]

    def solved(self, arcs: Arcs, gain: Integers, enough: float = -np.inf) -> tuple[Flags, int] | None:
        """Who gets a group where pairs gain so much, (mentors,), and what no set of these combinations exceeds.

        A variable for each combination, whether it is a pair, and one for each mentor, whether they have anybody. None
        where nothing was found that gains enough.
        """
        # A fifth of a second to load, for what most organisations never need.
        from scipy.optimize import Bounds, LinearConstraint, milp

        count, mentors = len(arcs), len(self.places)
        wants_group = self.least > 0
        gains = sparse.csr_array(gain[np.newaxis].astype(np.float64))
        rows = [*self._rows(arcs), (gains, sparse.csr_array((1, mentors)), enough - 1 / 2, np.inf)]
        answer = milp(
            np.concatenate([-gain, np.zeros(mentors)]),
            integrality=np.concatenate([np.zeros(count), wants_group]),
            bounds=Bounds(0, 1),
            constraints=[
                LinearConstraint(sparse.csr_array(sparse.hstack([pairs, groups])), low, high)
                for pairs, groups, low, high in rows
            ],
            options={"node_limit": 1 + _MOST_WORK // max(1, count), "mip_rel_gap": 0},
        )
        if answer.x is None:
            return None
        return wants_group & (answer.x[count:] > 1 / 2), int(np.floor(1 / 2 - answer.mip_dual_bound))

    def relaxed(self, arcs: Arcs, gain: Integers) -> PartGroups | None:
        """The best set where a mentor may have a part of a group, with nobody in a greater part of it; None where these
        combinations have none."""
        from scipy.optimize import linprog

        count, mentors = len(arcs), len(self.places)
        rows = self._rows(arcs)
        most = [(sparse.hstack([pairs, groups]), high) for pairs, groups, _, high in rows if high < np.inf]
        least = [(sparse.hstack([-pairs, -groups]), -low) for pairs, groups, low, _ in rows if low > -np.inf]
        answer = linprog(
            np.concatenate([-gain, np.zeros(mentors)]),
            A_ub=sparse.vstack([table for table, _ in most + least], format="csr"),
            b_ub=np.concatenate([np.full(table.shape[0], limit) for table, limit in most + least]),
            bounds=(0, 1),
            method="highs-ds",
        )
        if answer.x is None or answer.fun is None:
            return None
        price = -answer.ineqlin.marginals
        # The number of pairs stands behind the mentees and the mentors, and as the last.
        toll = float(price[self.mentees + mentors] - price[-1])
        return PartGroups(answer.x[count:], np.maximum(price[: self.mentees], 0), toll, -float(answer.fun))

    def _rows(self, arcs: Arcs) -> list[tuple[sparse.csr_array, sparse.csr_array, float, float]]:
        """What stands before the combinations and before the mentors, and between what the sum has to be."""
        count, mentors = len(arcs), len(self.places)
        every, in_group = np.arange(count), np.flatnonzero(self.least[arcs.mentor] > 0)
        of_mentee = _ones(arcs.mentee, every, (self.mentees, count))
        of_mentor = _ones(arcs.mentor, every, (mentors, count))
        whose = _ones(np.arange(len(in_group)), arcs.mentor[in_group], (len(in_group), mentors))
        fewest, most = self.pairs
        return [
            (of_mentee, sparse.csr_array((self.mentees, mentors)), -np.inf, 1),
            (of_mentor, _each(-self.places), -np.inf, 0),
            (of_mentor, _each(-self.least), 0, np.inf),
            (sparse.csr_array(np.ones((1, count))), sparse.csr_array((1, mentors)), fewest, most),
            # Says nothing new of whole groups, and much of the fractions that the program goes through.
            (_ones(np.arange(len(in_group)), in_group, (len(in_group), count)), -whose, -np.inf, 0),
        ]


def _ones(row: Integers, column: Integers, shape: tuple[int, int]) -> sparse.csr_array:
    return sparse.csr_array((np.ones(len(row)), (row, column)), shape=shape)


def _each(number: Integers) -> sparse.csr_array:
    return sparse.csr_array(sparse.diags_array(number.astype(np.float64)))
