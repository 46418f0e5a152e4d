import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from automation.matching.assignment import assign
from automation.matching.fairness import fairest
from tests.matching.exhaustive import HIGHEST, best_assignment
from tests.matching.matrix import IMPOSSIBLE, Scores, combinations
from tests.matching.test_assignment import KINDS, assert_feasible, assert_proven, drawn

few_values = st.tuples(st.integers(1, 6), st.integers(1, 4)).flatmap(
    lambda shape: arrays.arrays(np.int16, shape, elements=st.sampled_from([IMPOSSIBLE, 1, 2, 3, 4]))
)


def lowest(scores: Scores, mentor: np.ndarray) -> int:
    paired = np.flatnonzero(mentor >= 0)
    return int(scores[paired, mentor[paired]].min(initial=HIGHEST))


@settings(deadline=None, max_examples=300)
@given(few_values, st.data())
def test_no_other_best_set_has_a_higher_lowest_score(scores: Scores, data: st.DataObject) -> None:
    size = scores.shape[1]
    capacity = np.array(data.draw(st.lists(st.integers(0, 3), min_size=size, max_size=size)), dtype=np.int64)
    found = fairest(combinations(scores), assign(combinations(scores), capacity))
    assert_feasible(scores, capacity, found)
    assert_proven(scores, capacity, found)
    assert lowest(scores, found.mentor) == best_assignment(scores.tolist(), capacity.tolist())[2]


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 2**32 - 1), st.sampled_from(KINDS), st.integers(1, 4))
def test_fairness_costs_no_pair_and_no_score(seed: int, kind: str, most: int) -> None:
    random = np.random.default_rng(seed)
    scores = drawn(random, kind, 60, 25)
    capacity = random.integers(0, most + 1, 25).astype(np.int64)
    first = assign(combinations(scores), capacity)
    found = fairest(combinations(scores), first)
    assert_feasible(scores, capacity, found)
    assert_proven(scores, capacity, found)
    assert lowest(scores, found.mentor) >= lowest(scores, first.mentor)


def test_of_two_equal_totals_the_more_even_one_is_taken() -> None:
    scores = np.array([[900, 700], [800, 600]], dtype=np.int16)
    uneven = np.array([[900, 600], [900, 600]], dtype=np.int16)
    for case, expected in ((scores, 700), (uneven, 600)):
        found = fairest(combinations(case), assign(combinations(case), np.array([1, 1])))
        assert lowest(case, found.mentor) == expected


def test_combinations_that_the_optimum_never_needed_are_found_where_they_make_it_fairer() -> None:
    """Everybody is worth as much with anybody in total, so only scores differ; most are never tried at first."""
    random = np.random.default_rng(3)
    asked, offered = random.integers(0, 400, 120), random.integers(0, 400, 120)
    scores = np.add.outer(asked, offered).astype(np.int16)
    found = fairest(combinations(scores), assign(combinations(scores), np.ones(120, np.int64)))
    assert lowest(scores, found.mentor) == int((np.sort(asked) + np.sort(offered)[::-1]).min())
