"""Whatever way a search takes, it finds what a look at every combination would."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import sparse

from automation.matching import combinations
from automation.matching.combinations import ANY, NONE, Combinations
from automation.matching.eligibility import ByKind, Except
from automation.matching.parts import Part, PartWithExceptions
from automation.matching.scoring import AnyPart

MENTEES, MENTORS, GROUPS = 60, 200, 3


@pytest.mark.parametrize("block_from", [1, 400, NONE], ids=["blocks", "both", "pair by pair"])
@settings(max_examples=15, deadline=None)
@given(seed=st.integers(0, 2**32 - 1), width=st.integers(1, 6))
def test_a_large_group_is_told_the_best_of_its_members_above_their_floors(
    block_from: int, seed: int, width: int
) -> None:
    random = np.random.default_rng(seed)

    def some(kinds: int, most: int) -> Part:
        tenths = random.integers(0, most, (kinds, MENTORS)).astype(np.int16)
        return Part(random.integers(0, kinds, MENTEES), tenths)

    group = np.sort(random.integers(0, GROUPS, MENTEES))
    lead = Part(group, random.integers(0, 500, (GROUPS, MENTORS)).astype(np.int16))
    more = sparse.random_array((MENTEES, MENTORS), density=0.1, rng=random).astype(bool).astype(np.int16) * 30
    parts: list[AnyPart] = [some(5, 200), PartWithExceptions(some(2, 100), sparse.csr_array(more)), some(7, 50)]
    of_group = ByKind(group, random.random((GROUPS, MENTORS)) < 0.14)
    apart = Except(sparse.csr_array(sparse.random_array((MENTEES, MENTORS), density=0.1, rng=random).astype(bool)))
    crowd = Combinations(lead, parts, [of_group, apart], [group], np.arange(MENTEES), MENTORS)
    price, floor = random.integers(0, 300, MENTORS), random.choice([ANY, NONE, 100, 400], MENTEES)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(combinations, "_BLOCK_FROM", block_from)
        found = crowd.search(price, floor, width).arcs

    row, column = (at.ravel() for at in np.indices((MENTEES, MENTORS)))
    score = sum((part.of_pairs(row, column).astype(np.int64) for part in parts), lead.of_pairs(row, column))
    possible = of_group.of_pairs(row, column) & apart.of_pairs(row, column)
    for mentee in range(MENTEES):
        mine = found[found.mentee == mentee]
        at = mentee * MENTORS + mine.mentor
        assert possible[at].all()
        assert (mine.score == score[at]).all()
        its = np.flatnonzero((row == mentee) & possible)
        net = score[its] - price[column[its]]
        assert (mine.score - price[mine.mentor]).tolist() == sorted(net[net > floor[mentee]], reverse=True)[:width]
