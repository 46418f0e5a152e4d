import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from automation.matching import groups
from automation.matching.arcs import Integers
from automation.matching.fairness import fairest
from automation.matching.groups import assign_groups
from tests.matching.exhaustive import best_groups
from tests.matching.matrix import IMPOSSIBLE, Scores, combinations
from tests.matching.test_assignment import KINDS, assert_feasible, drawn, small_scores, worth


def sizes(scores: Scores, mentor: Integers) -> Integers:
    return np.bincount(mentor[mentor >= 0], minlength=scores.shape[1])


@settings(deadline=None)
@given(small_scores, st.data())
def test_the_groups_are_as_good_as_the_best_of_all_ways_to_make_them(scores: Scores, data: st.DataObject) -> None:
    count = scores.shape[1]
    places, least = (np.array(data.draw(st.lists(st.integers(0, 4), min_size=count, max_size=count))) for _ in range(2))
    found = assign_groups(combinations(scores), places, least)
    assert_feasible(scores, places, found)
    assert worth(scores, found) == best_groups(scores.tolist(), places.tolist(), least.tolist())
    assert found.proof.gap == 0


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 2**32 - 1), st.sampled_from(KINDS), st.integers(2, 4))
def test_nobody_has_a_group_that_is_too_small_and_fairness_changes_nothing_of_it(
    seed: int, kind: str, smallest: int
) -> None:
    random = np.random.default_rng(seed)
    scores = drawn(random, kind, 40, 25)
    places, least = random.integers(0, 6, 25), random.choice([0, smallest], 25)
    found = assign_groups(combinations(scores), places, least)
    fair = fairest(combinations(scores), found)
    for one in (found, fair):
        assert_feasible(scores, places, one)
        size = sizes(scores, one.mentor)
        assert ((size == 0) | (size >= least)).all()
    assert worth(scores, fair) == worth(scores, found)
    assert found.proof.gap >= 0


def test_two_half_empty_groups_become_one() -> None:
    scores = np.array([[900, 100], [900, 100], [100, 900], [100, 900]], dtype=np.int16)
    found = assign_groups(combinations(scores), np.array([4, 4]), np.array([3, 3]))
    assert sorted(sizes(scores, found.mentor).tolist()) == [0, 4]


def test_a_group_that_can_never_be_large_enough_is_not_begun() -> None:
    scores = np.array([[900, 100], [900, IMPOSSIBLE]], dtype=np.int16)
    found = assign_groups(combinations(scores), np.array([2, 2]), np.array([5, 0]))
    assert found.mentor.tolist() == [1, -1]


@settings(deadline=None)
@given(small_scores, st.data(), st.sampled_from([0, 2, 6]))
def test_where_there_is_more_to_weigh_than_can_be_the_proof_says_how_far_the_best_may_be(
    scores: Scores, data: st.DataObject, most: int
) -> None:
    count = scores.shape[1]
    places, least = (np.array(data.draw(st.lists(st.integers(0, 4), min_size=count, max_size=count))) for _ in range(2))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(groups, "_MOST_ARCS", most)
        found = assign_groups(combinations(scores), places, least)
    size = sizes(scores, found.mentor)
    assert ((size == 0) | (size >= least)).all()
    assert_feasible(scores, places, found)
    best = best_groups(scores.tolist(), places.tolist(), least.tolist())
    assert worth(scores, found) <= best <= (found.proof.most_pairs, round(found.proof.bound * 10))
