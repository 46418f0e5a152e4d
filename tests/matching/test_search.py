"""Whatever way a search takes, it finds what a look at every combination would."""

from __future__ import annotations

import random
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import sparse

from automation.matching import Proof, combinations, match
from automation.matching.combinations import ANY, NONE, Combinations, Found
from automation.matching.eligibility import ByKind, Except
from automation.matching.parts import Part, PartWithExceptions
from automation.matching.scoring import AnyPart
from sheets_schema.vocabulary import COMPETENCES, WEEKDAYS
from tests.matching.people import choices, mentees, mentors

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
    sample = crowd.sample(width)

    row, column = (at.ravel() for at in np.indices((MENTEES, MENTORS)))
    score = sum((part.of_pairs(row, column).astype(np.int64) for part in parts), lead.of_pairs(row, column))
    possible = of_group.of_pairs(row, column) & apart.of_pairs(row, column)
    assert (sample.score == score[sample.mentee * MENTORS + sample.mentor]).all()
    for mentee in range(MENTEES):
        mine = found[found.mentee == mentee]
        at = mentee * MENTORS + mine.mentor
        assert possible[at].all()
        assert (mine.score == score[at]).all()
        its = np.flatnonzero((row == mentee) & possible)
        net = score[its] - price[column[its]]
        assert (mine.score - price[mine.mentor]).tolist() == sorted(net[net > floor[mentee]], reverse=True)[:width]


SIZE = 300


def answered(rng: random.Random) -> tuple[pd.DataFrame, pd.DataFrame]:
    def some(values: tuple[str, ...], most: int) -> tuple[str, ...]:
        return tuple(rng.sample(values, rng.randint(1, most)))

    asking = {f"НМ-{at:03d}": {"requests": some(COMPETENCES, 3), "days": some(WEEKDAYS, 4)} for at in range(SIZE)}
    offering = {f"М-{at:03d}": {"competences": some(COMPETENCES, 5), "days": some(WEEKDAYS, 4)} for at in range(SIZE)}
    return mentees(**asking), mentors(**offering)


def two_of_each(rng: random.Random, asking: pd.DataFrame, offering: pd.DataFrame) -> pd.DataFrame:
    """Two choices of each mentee."""
    chosen = [(id_, mentor) for id_ in asking.index for mentor in rng.sample(list(offering.index), 2)]
    return choices(*((mentee, mentor, "mentee", 1) for mentee, mentor in chosen))


def computed(asking: pd.DataFrame, offering: pd.DataFrame, chosen: pd.DataFrame | None = None) -> int:
    """How many scores all searches of a matching took."""
    search, counts = Combinations.search, []

    def counted(*given: Any, **beside: Any) -> Found:
        found = search(*given, **beside)
        counts.append(found.computed)
        return found

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(Combinations, "search", counted)
        proof = match(asking, offering, preferences=chosen).proof
    assert isinstance(proof, Proof)
    assert proof.gap == 0
    return sum(counts)


def test_who_has_chosen_somebody_is_compared_with_no_more_of_the_others() -> None:
    rng = random.Random(7)
    crowd = answered(rng)
    chosen = two_of_each(rng, *crowd)
    assert computed(*crowd, chosen) <= 1.1 * computed(*crowd)


def test_where_only_choices_tell_people_apart_nothing_else_is_compared_one_by_one() -> None:
    rng = random.Random(7)
    crowd = answered(rng)
    silent = crowd[0][[]], crowd[1][["capacity"]]
    chosen = two_of_each(rng, *silent)
    assert computed(*silent, chosen) <= SIZE * SIZE / 10
