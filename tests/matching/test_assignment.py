from typing import Any
from unittest.mock import Mock

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays
from scipy.optimize import linear_sum_assignment
from scipy.sparse.csgraph import dijkstra

from automation.matching import flow
from automation.matching.arcs import Integers
from automation.matching.assignment import Assignment, assign
from tests.matching.exhaustive import best_assignment
from tests.matching.matrix import IMPOSSIBLE, Scores, combinations


def worth(scores: Scores, found: Assignment) -> tuple[int, int]:
    """Number of pairs and their total score."""
    paired = np.flatnonzero(found.mentor >= 0)
    return len(paired), int(scores[paired, found.mentor[paired]].sum(dtype=np.int64))


def assert_feasible(scores: Scores, capacity: Integers, found: Assignment) -> None:
    paired = np.flatnonzero(found.mentor >= 0)
    assert (scores[paired, found.mentor[paired]] != IMPOSSIBLE).all()
    assert (found.score[paired] == scores[paired, found.mentor[paired]]).all()
    assert (np.bincount(found.mentor[paired], minlength=len(capacity)) <= capacity).all()


def assert_proven(scores: Scores, capacity: Integers, found: Assignment) -> None:
    """The dual prices are a certificate that nothing better exists, over all combinations."""
    assert (found.profit >= 0).all()
    assert (found.price >= 0).all()
    limit = found.profit[:, np.newaxis] + found.price
    worth_of_pairs = np.where(scores == IMPOSSIBLE, 0, scores.astype(np.int64) + found.bonus)
    assert (worth_of_pairs <= limit)[:, capacity > 0].all()
    pairs, total = worth(scores, found)
    places = np.minimum(capacity, len(scores))
    assert pairs * found.bonus + total == found.profit.sum() + places @ found.price
    assert (found.proof.pairs, found.proof.total) == (found.proof.most_pairs, found.proof.bound) == (pairs, total / 10)
    assert found.proof.gap == 0


small_scores = st.tuples(st.integers(1, 6), st.integers(1, 4)).flatmap(
    lambda shape: arrays.arrays(
        np.int16, shape, elements=st.sampled_from([IMPOSSIBLE, IMPOSSIBLE, 0, 1, 400, 999, 1000])
    )
)


@settings(deadline=None)
@given(small_scores, st.data())
def test_the_result_is_as_good_as_the_best_of_all_combinations(scores: Scores, data: st.DataObject) -> None:
    size = scores.shape[1]
    capacity = np.array(data.draw(st.lists(st.integers(0, 3), min_size=size, max_size=size)), dtype=np.int64)
    found = assign(combinations(scores), capacity)
    assert_feasible(scores, capacity, found)
    assert worth(scores, found) == best_assignment(scores.tolist(), capacity.tolist())[:2]
    assert_proven(scores, capacity, found)


def drawn(random: np.random.Generator, kind: str, mentees: int, mentors: int) -> Scores:
    """Scores of everybody with everybody, each kind hard in its own way."""
    shape = (mentees, mentors)
    free = random.integers(0, 1001, shape)
    kinds: dict[str, npt.NDArray[Any]] = {
        "free": free,
        "alike": random.integers(0, 900, mentors) + random.integers(0, 100, shape),
        "crowded": np.where(random.random(shape) < 0.9, IMPOSSIBLE, free),
        "equal": np.full(shape, 500),
        "two values": np.where(random.random(shape) < 0.5, 400, 600),
        "ranked": 1000 * np.outer(random.random(mentees), random.random(mentors)),
        "one is wanted": np.where(np.arange(mentors) == 3, 900, random.integers(0, 300, shape)),
    }
    return kinds[kind].astype(np.int16)


KINDS = ("free", "alike", "crowded", "equal", "two values", "ranked", "one is wanted")


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 2**32 - 1), st.sampled_from(KINDS), st.integers(1, 4))
def test_few_combinations_to_begin_with_still_lead_to_a_proven_optimum(seed: int, kind: str, most: int) -> None:
    random = np.random.default_rng(seed)
    scores = drawn(random, kind, 90, 40)
    capacity = random.integers(0, most + 1, 40).astype(np.int64)
    found = assign(combinations(scores), capacity)
    assert_feasible(scores, capacity, found)
    assert_proven(scores, capacity, found)


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_takes_long_however_scores_are_spread(kind: str) -> None:
    scores = drawn(np.random.default_rng(5), kind, 2000, 700)
    capacity = np.full(700, 3)
    found = assign(combinations(scores), capacity)
    assert_feasible(scores, capacity, found)
    assert_proven(scores, capacity, found)


def test_those_who_are_left_over_are_not_found_one_by_one(monkeypatch: pytest.MonkeyPatch) -> None:
    random, search = np.random.default_rng(5), Mock(wraps=dijkstra)
    monkeypatch.setattr(flow, "dijkstra", search)
    scores = random.integers(0, 1001, (600, 100)).astype(np.int16)
    found = assign(combinations(scores), np.full(100, 3), claims=random.permutation(600))
    assert found.proof.pairs == 300
    assert search.call_count < 50


def test_the_total_equals_that_of_an_exact_solver_of_another_kind() -> None:
    scores = np.random.default_rng(7).integers(0, 1001, (90, 30)).astype(np.int16)
    capacity = np.full(30, 3)
    repeated = np.repeat(scores, 3, axis=1)
    rows, columns = linear_sum_assignment(repeated, maximize=True)
    assert worth(scores, assign(combinations(scores), capacity)) == (90, int(repeated[rows, columns].sum()))


def test_one_pair_more_outweighs_any_total() -> None:
    scores = np.array([[1000, 0], [1000, IMPOSSIBLE]], dtype=np.int16)
    assert assign(combinations(scores), np.array([1, 1])).mentor.tolist() == [1, 0]


def test_equal_scores_everywhere_still_fill_every_place() -> None:
    scores = np.full((300, 100), 500, dtype=np.int16)
    assert worth(scores, assign(combinations(scores), np.full(100, 3))) == (300, 150_000)


@pytest.mark.parametrize("shape", [(0, 0), (0, 3), (3, 0)])
def test_an_empty_side_leaves_everyone_unpaired(shape: tuple[int, int]) -> None:
    found = assign(combinations(np.empty(shape, np.int16)), np.ones(shape[1], np.int64))
    assert found.mentor.tolist() == [-1] * shape[0]
    assert found.proof.gap == 0
