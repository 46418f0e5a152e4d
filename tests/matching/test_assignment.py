import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays
from scipy.optimize import linear_sum_assignment

from automation.matching.assignment import IMPOSSIBLE, Assignment, Integers, Scores, assign
from tests.matching.exhaustive import best_assignment


def worth(scores: Scores, found: Assignment) -> tuple[int, int]:
    """Number of pairs and their total score."""
    paired = np.flatnonzero(found.mentor >= 0)
    return len(paired), int(scores[paired, found.mentor[paired]].sum())


def assert_feasible(scores: Scores, capacity: Integers, found: Assignment) -> None:
    paired = np.flatnonzero(found.mentor >= 0)
    assert (scores[paired, found.mentor[paired]] != IMPOSSIBLE).all()
    assert (np.bincount(found.mentor[paired], minlength=len(capacity)) <= capacity).all()


def assert_proven(scores: Scores, capacity: Integers, found: Assignment) -> None:
    """The dual prices are a certificate that nothing better exists, over all combinations."""
    assert (found.profit >= 0).all()
    assert (found.price >= 0).all()
    limit = found.profit[:, np.newaxis] + found.price
    assert (np.where(scores == IMPOSSIBLE, 0, scores.astype(np.int64) + found.bonus) <= limit).all()
    pairs, total = worth(scores, found)
    places = np.minimum(capacity, len(scores))
    assert pairs * found.bonus + total == found.profit.sum() + places @ found.price


small_scores = st.tuples(st.integers(1, 6), st.integers(1, 4)).flatmap(
    lambda shape: arrays.arrays(
        np.int16, shape, elements=st.sampled_from([IMPOSSIBLE, IMPOSSIBLE, 0, 1, 400, 999, 1000])
    )
)


@given(small_scores, st.data(), st.integers(1, 4))
def test_the_result_is_as_good_as_the_best_of_all_combinations(scores: Scores, data: st.DataObject, width: int) -> None:
    size = scores.shape[1]
    capacity = np.array(data.draw(st.lists(st.integers(0, 3), min_size=size, max_size=size)), dtype=np.int64)
    found = assign(scores, capacity, width=width)
    assert_feasible(scores, capacity, found)
    assert worth(scores, found) == best_assignment(scores.tolist(), capacity.tolist())
    assert_proven(scores, capacity, found)


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 2**32 - 1), st.sampled_from(["free", "alike", "crowded"]))
def test_few_combinations_to_begin_with_still_lead_to_a_proven_optimum(seed: int, kind: str) -> None:
    random = np.random.default_rng(seed)
    scores = random.integers(0, 1001, (60, 25)).astype(np.int16)
    if kind == "alike":
        scores = (random.integers(0, 900, 25) + random.integers(0, 100, (60, 25))).astype(np.int16)
    if kind == "crowded":
        scores[random.random(scores.shape) < 0.9] = IMPOSSIBLE
    capacity = random.integers(0, 4, 25).astype(np.int64)
    found = assign(scores, capacity, width=2)
    assert_feasible(scores, capacity, found)
    assert_proven(scores, capacity, found)


def test_the_total_equals_that_of_an_exact_solver_of_another_kind() -> None:
    scores = np.random.default_rng(7).integers(0, 1001, (90, 30)).astype(np.int16)
    capacity = np.full(30, 3)
    repeated = np.repeat(scores, 3, axis=1)
    rows, columns = linear_sum_assignment(repeated, maximize=True)
    assert worth(scores, assign(scores, capacity)) == (90, int(repeated[rows, columns].sum()))


def test_one_pair_more_outweighs_any_total() -> None:
    scores = np.array([[1000, 0], [1000, IMPOSSIBLE]], dtype=np.int16)
    found = assign(scores, np.array([1, 1]))
    assert found.mentor.tolist() == [1, 0]


def test_equal_scores_everywhere_still_fill_every_place() -> None:
    scores = np.full((300, 100), 500, dtype=np.int16)
    assert worth(scores, assign(scores, np.full(100, 3))) == (300, 150_000)


@pytest.mark.parametrize("shape", [(0, 0), (0, 3), (3, 0)])
def test_an_empty_side_leaves_everyone_unpaired(shape: tuple[int, int]) -> None:
    found = assign(np.empty(shape, np.int16), np.ones(shape[1], np.int64))
    assert found.mentor.tolist() == [-1] * shape[0]
