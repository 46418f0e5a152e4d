from collections import Counter

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from automation.matching import Proof, Rules, groups, match
from automation.matching.arcs import Arcs, Integers
from automation.matching.assignment import assign
from automation.matching.fairness import fairest
from automation.matching.group_prices import GroupPrices
from automation.matching.groups import assign_groups
from automation.matching.wording import not_proven
from tests.matching.exhaustive import HIGHEST, ByDefinition, best_groups, claims_of
from tests.matching.matrix import IMPOSSIBLE, Scores, combinations
from tests.matching.people import FORM, OTHER_FORM, decisions, mentees, mentors, small_cases
from tests.matching.test_assignment import KINDS, assert_feasible, drawn, small_scores, worth
from tests.matching.test_fairness import few_values, lowest


def sizes(scores: Scores, mentor: Integers) -> Integers:
    return np.bincount(mentor[mentor >= 0], minlength=scores.shape[1])


Case = tuple[Scores, Integers, Integers]
"""Scores, places and the smallest groups."""


@st.composite
def group_cases(draw: st.DrawFn, matrices: st.SearchStrategy[Scores]) -> Case:
    scores = draw(matrices)
    count = scores.shape[1]
    places, least = (np.array(draw(st.lists(st.integers(0, 4), min_size=count, max_size=count))) for _ in range(2))
    return scores, places, least


def arcs_of(scores: Scores, mentor: list[int]) -> Arcs:
    paired = np.flatnonzero(np.array(mentor) >= 0)
    theirs = np.array(mentor)[paired]
    return Arcs(paired, theirs, scores[paired, theirs].astype(np.int64))


@settings(deadline=None)
@given(group_cases(small_scores | few_values))
def test_the_groups_are_as_good_and_as_fair_as_the_best_of_all_ways_to_make_them(case: Case) -> None:
    scores, places, least = case
    found = fairest(combinations(scores), assign_groups(combinations(scores), places, least))
    assert_feasible(scores, places, found)
    best, _ = best_groups(scores.tolist(), places.tolist(), least.tolist())
    assert (*worth(scores, found), lowest(scores, found.mentor)) == best
    assert found.proof.gap == 0


@settings(deadline=None)
@given(group_cases(few_values), st.data())
def test_a_former_set_that_is_as_good_and_as_fair_as_any_keeps_its_groups(case: Case, data: st.DataObject) -> None:
    scores, places, least = case
    _, sets = best_groups(scores.tolist(), places.tolist(), least.tolist())
    former = data.draw(st.sampled_from(sets))
    found = assign_groups(combinations(scores), places, least, former=arcs_of(scores, former))
    grouped = least > 1
    size = sizes(scores, np.array(former))
    assert ((sizes(scores, found.mentor) > 0) == (size > 0))[grouped].all()


def test_the_fairer_of_two_groups_of_equal_worth_is_taken_wherever_its_mentor_stands() -> None:
    for scores in ([[40, 50], [60, 50]], [[50, 40], [50, 60]]):
        table, two = np.array(scores, dtype=np.int16), np.array([2, 2])
        assert lowest(table, assign_groups(combinations(table), two, two).mentor) == 50


def test_groups_of_one_size_alone_leave_nobody_unproven_whom_no_such_group_could_take() -> None:
    scores = drawn(np.random.default_rng(1), "alike", 300, 100)
    seven = np.full(100, 7)
    found = assign_groups(combinations(scores), seven, seven)
    assert found.proof.pairs == found.proof.most_pairs == 294
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


@settings(deadline=None)
@given(group_cases(small_scores | few_values))
def test_prices_prove_a_bound_and_leave_out_no_combination_of_a_best_set(case: Case) -> None:
    scores, places, least = case
    least = np.where(least > places, 0, least)
    anyhow = assign(combinations(scores), places)
    prices = GroupPrices.of(anyhow, combinations(scores), least, anyhow.proof.pairs)
    (pairs, weight, _), sets = best_groups(scores.tolist(), places.tolist(), least.tolist())
    worth = anyhow.bonus * pairs + weight
    for one in (prices, prices.improved()):
        assert one.bound >= worth
        near = one.all_for(worth, 1000)
        assert near is not None
        for chosen in sets:
            assert arcs_of(scores, chosen).are_among(near).all()


@pytest.mark.parametrize(("places", "least", "mentors"), [(6, (2, 3), 75), (7, (7, 7), 43), (3, (3, 3), 100)])
def test_for_a_college_the_best_groups_are_found_and_proven(places: int, least: tuple[int, int], mentors: int) -> None:
    scores = drawn(np.random.default_rng(places), "free", 300, mentors)
    found = assign_groups(combinations(scores), np.full(mentors, places), np.resize(least, mentors))
    assert found.proof.gap == 0


def test_two_half_empty_groups_become_one() -> None:
    scores = np.array([[900, 100], [900, 100], [100, 900], [100, 900]], dtype=np.int16)
    found = assign_groups(combinations(scores), np.array([4, 4]), np.array([3, 3]))
    assert sorted(sizes(scores, found.mentor).tolist()) == [0, 4]


def test_a_group_that_can_never_be_large_enough_is_not_begun() -> None:
    scores = np.array([[900, 100], [900, IMPOSSIBLE]], dtype=np.int16)
    found = assign_groups(combinations(scores), np.array([2, 2]), np.array([5, 0]))
    assert found.mentor.tolist() == [1, -1]


@settings(deadline=None)
@given(group_cases(small_scores), st.sampled_from([0, 2, 6]))
def test_where_there_is_more_to_weigh_than_can_be_the_proof_says_how_far_the_best_may_be(case: Case, most: int) -> None:
    scores, places, least = case
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(groups, "_MOST_ARCS", most)
        patch.setattr(groups, "_MOST_PRICED", most)
        found = assign_groups(combinations(scores), places, least)
    size = sizes(scores, found.mentor)
    assert ((size == 0) | (size >= least)).all()
    assert_feasible(scores, places, found)
    best = best_groups(scores.tolist(), places.tolist(), least.tolist())[0][:2]
    assert worth(scores, found) <= best <= (found.proof.most_pairs, round(found.proof.bound * 10))


def take_groups(right: pd.DataFrame, least: list[int]) -> pd.DataFrame:
    return right.assign(least=least)


@settings(deadline=None)
@given(small_cases(), st.data())
def test_a_matching_with_groups_is_the_best_there_is_and_the_order_of_rows_changes_nothing(
    case: tuple[pd.DataFrame, pd.DataFrame], data: st.DataObject
) -> None:
    left, right = case
    left["person"] += "/mentee"
    least = data.draw(st.lists(st.sampled_from([0, 0, 2, 3]), min_size=len(right), max_size=len(right)))
    right = take_groups(right.assign(capacity=right["capacity"] + 1), least)
    result = match(left, right)
    size = Counter(result.pairs.mentor)
    defined = ByDefinition(left, right, Rules(), {})
    scores = [[defined.tenths(i, j) if defined.fits(i, j) else IMPOSSIBLE for j in right.index] for i in left.index]
    claims = claims_of(scores, Rules())
    claim_of = dict(zip(left.index, claims, strict=True))
    weight = round(result.pairs.score.sum() * 10) + sum(claim_of[i] for i in result.pairs.mentee)
    low = round(result.pairs.score.min() * 10) if len(result.pairs) else HIGHEST
    best, _ = best_groups(scores, right["capacity"].tolist(), least, claims)
    assert (len(result.pairs), weight, low) == best
    assert all(not size[j] or size[j] >= least[at] for at, j in enumerate(right.index))
    assert isinstance(result.proof, Proof) and result.proof.gap == 0
    assert result.unmatched.reason.str.endswith(".").all()
    again = match(*(frame.iloc[data.draw(st.permutations(range(len(frame))))] for frame in (left, right)))
    pd.testing.assert_frame_equal(result.pairs, again.pairs)
    pd.testing.assert_frame_equal(result.candidates, again.candidates)


def test_who_takes_only_a_group_is_not_given_one_mentee_and_everybody_is_told_why() -> None:
    result = match(mentees(A={}), mentors(X={"capacity": 3, "least": 2}))
    assert result.pairs.empty
    assert "берут только группу" in result.unmatched.reason[0]
    assert result.candidates.reasons[0].endswith("берёт группу от 2 человек, она не собралась")
    assert result.remedies().what.tolist() == ["ещё один наставник (педагог–педагог)"]


def test_a_mentee_whom_the_curator_gave_to_a_mentor_counts_in_the_group() -> None:
    two, group = mentees(A={}, B={}), mentors(X={"capacity": 3, "least": 2})
    result = match(two, group, decisions=decisions(("A", "X", "accepted")))
    assert result.pairs.mentor.tolist() == ["X", "X"]
    assert result.problems.empty


def test_a_group_that_the_curator_began_and_nobody_can_join_stays_and_is_told_of() -> None:
    result = match(mentees(A={}), mentors(X={"capacity": 3, "least": 2}), decisions=decisions(("A", "X", "accepted")))
    assert result.pairs.mentor.tolist() == ["X"]
    assert result.problems.problem[0].startswith("Наставник берёт группу от 2, а в ней пока 1.")


def test_a_group_larger_than_its_mentors_places_is_asked_about() -> None:
    result = match(mentees(A={}, B={}), mentors(X={"capacity": 2, "least": 3}))
    assert result.pairs.empty
    assert result.problems.problem.tolist() == [
        "Группа у наставника — от 3, а мест у него 2. "
        "Такой группы не составить: увеличьте число мест или уменьшите группу."
    ]


def test_a_form_limits_the_groups_of_its_mentors() -> None:
    many = mentees(**{f"A{n}": {} for n in range(5)})
    limited = match(many, mentors(X={"capacity": 5}), rules=Rules(group_sizes={FORM: (0, 3)}))
    assert len(limited.pairs) == 3
    alone = match(mentees(A={}), mentors(X={"capacity": 5}), rules=Rules(group_sizes={FORM: (2, 3)}))
    assert alone.pairs.empty
    widest = mentors(X={"capacity": 5, "forms": (FORM, OTHER_FORM)})
    assert len(match(many, widest, rules=Rules(group_sizes={FORM: (0, 3), OTHER_FORM: (0, 4)})).pairs) == 4
    assert len(match(many, widest, rules=Rules(group_sizes={FORM: (0, 3)})).pairs) == 5


def test_places_that_others_hold_are_not_free_and_their_people_count_in_the_group() -> None:
    full = match(mentees(A={}), mentors(X={"capacity": 2, "taken": 2}))
    assert full.pairs.empty
    joined = match(mentees(A={}), mentors(X={"capacity": 3, "least": 3, "taken": 2}))
    assert joined.pairs.mentor.tolist() == ["X"]
    assert "уже занято: 2" in joined.candidates.reasons[0]
    limited = match(mentees(A={}), mentors(X={"capacity": 5, "taken": 2}), rules=Rules(group_sizes={FORM: (0, 2)}))
    assert limited.pairs.empty


def test_what_is_not_proven_is_told_with_how_far_it_may_be_from_the_best() -> None:
    assert "предложено пар: 2, могло бы быть больше, но не больше 3." in not_proven(2, 3, 0.0)
    assert "самое большее на 20,5 балла." in not_proven(3, 3, 20.5)
    assert "самое большее на 1 балл." in not_proven(3, 3, 1.0)
