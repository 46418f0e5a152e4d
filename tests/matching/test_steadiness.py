from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from automation.matching.arcs import Arcs, Integers
from automation.matching.assignment import Assignment, assign
from automation.matching.fairness import fairest
from automation.matching.steadiness import steady
from tests.matching.matrix import IMPOSSIBLE, Scores, combinations
from tests.matching.test_assignment import KINDS, assert_feasible, assert_proven, drawn, worth
from tests.matching.test_fairness import few_values, lowest


def best(scores: Scores, places: Integers) -> Assignment:
    return fairest(combinations(scores), assign(combinations(scores), places))


def former_of(scores: Scores, mentor: Integers) -> Arcs:
    """The pairs that are still possible of those that were proposed."""
    mentee = np.flatnonzero(mentor >= 0)
    possible = mentee[scores[mentee, mentor[mentee]] != IMPOSSIBLE]
    return Arcs(possible, mentor[possible], scores[possible, mentor[possible]].astype(np.int64))


def unevenness(scores: Scores, mentor: Integers) -> int:
    """The squares of the mentors' loads together."""
    return int((np.bincount(mentor[mentor >= 0], minlength=scores.shape[1]) ** 2).sum())


def as_good(scores: Scores, one: Integers, other: Integers) -> bool:
    def value(mentor: Integers) -> tuple[int, int, int]:
        paired = np.flatnonzero(mentor >= 0)
        return len(paired), int(scores[paired, mentor[paired]].sum(dtype=np.int64)), lowest(scores, mentor)

    return value(one) == value(other)


@settings(deadline=None, max_examples=200)
@given(few_values, st.data())
def test_proposals_that_are_still_among_the_best_and_fairest_all_stay(scores: Scores, data: st.DataObject) -> None:
    mentees, mentors = scores.shape
    places = np.array(data.draw(st.lists(st.integers(0, 3), min_size=mentors, max_size=mentors)), dtype=np.int64)
    drawn_ones = st.lists(st.integers(-1, mentors - 1), min_size=mentees, max_size=mentees)
    mentor = np.array(data.draw(drawn_ones), dtype=np.int64)
    former = former_of(scores, mentor)
    first = best(scores, places)
    found = steady(first, former)
    assert_feasible(scores, places, found)
    assert_proven(scores, places, found)
    assert as_good(scores, first.mentor, found.mentor)
    before, after = (int((one.mentor[former.mentee] == former.mentor).sum()) for one in (first, found))
    assert after >= before or unevenness(scores, found.mentor) < unevenness(scores, first.mentor)
    kept = np.full(mentees, -1)
    kept[former.mentee] = former.mentor
    fits = (np.bincount(kept[kept >= 0], minlength=mentors) <= places).all()
    if fits and as_good(scores, first.mentor, kept) and unevenness(scores, kept) <= unevenness(scores, found.mentor):
        assert (found.mentor == kept).all()


@settings(deadline=None, max_examples=40)
@given(st.integers(0, 2**32 - 1), st.sampled_from(KINDS))
def test_one_mentee_less_moves_nobody_where_nobody_has_to_move(seed: int, kind: str) -> None:
    random = np.random.default_rng(seed)
    scores = drawn(random, kind, 60, 25)
    places = random.integers(0, 5, 25)
    before = best(scores, places).mentor
    gone = int(random.integers(60))
    fewer = np.delete(scores, gone, axis=0)
    first = best(fewer, places)
    found = steady(first, former_of(fewer, np.delete(before, gone)))
    assert worth(fewer, found) == worth(fewer, first)
    stayed = np.delete(before, gone)
    if as_good(fewer, first.mentor, stayed) and unevenness(fewer, stayed) <= unevenness(fewer, found.mentor):
        assert (found.mentor == stayed).all()


@pytest.mark.parametrize(("mentees", "mentors"), [(10, 10), (10, 4), (7, 5), (30, 10)])
def test_equal_people_are_spread_over_all_mentors(mentees: int, mentors: int) -> None:
    scores = np.full((mentees, mentors), 500, dtype=np.int16)
    found = steady(best(scores, np.full(mentors, 3)))
    size = np.bincount(found.mentor, minlength=mentors)
    assert size.max() - size.min() <= 1


def test_mentors_who_have_pairs_already_are_given_fewer() -> None:
    scores = np.full((3, 3), 500, dtype=np.int16)
    found = steady(best(scores, np.full(3, 3)), taken=np.array([2, 0, 1]))
    assert np.bincount(found.mentor, minlength=3).tolist() == [0, 2, 1]


fewer_values = st.tuples(st.integers(1, 4), st.integers(1, 3)).flatmap(
    lambda shape: arrays.arrays(np.int16, shape, elements=st.sampled_from([IMPOSSIBLE, 1, 2, 3]))
)


@settings(deadline=None)
@given(fewer_values, st.data())
def test_no_other_set_as_good_and_as_fair_is_more_even(scores: Scores, data: st.DataObject) -> None:
    mentees, mentors = scores.shape
    places = np.array(data.draw(st.lists(st.integers(0, 3), min_size=mentors, max_size=mentors)), dtype=np.int64)
    first = best(scores, places)
    found = steady(first)
    assert as_good(scores, first.mentor, found.mentor)
    others = (
        np.array(other)
        for other in product(range(-1, mentors), repeat=mentees)
        if all(j < 0 or scores[i, j] != IMPOSSIBLE for i, j in enumerate(other))
    )
    fitting = (other for other in others if (np.bincount(other[other >= 0], minlength=mentors) <= places).all())
    as_good_ones = [unevenness(scores, other) for other in fitting if as_good(scores, first.mentor, other)]
    assert unevenness(scores, found.mentor) == min(as_good_ones)
