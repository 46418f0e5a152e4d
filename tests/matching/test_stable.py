"""Pairs by mutual choice: nobody would leave for somebody who would take them."""

from __future__ import annotations

from itertools import product

import numpy as np
import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from automation.matching import Stability, match
from automation.matching.arcs import Integers
from automation.matching.stable import (
    IMPOSSIBLE,
    NOT_NAMED,
    Choices,
    Lists,
    Scores,
    blocking_pairs,
    lists,
    pair_by_choice,
)
from tests.matching import people


@st.composite
def markets(draw: st.DrawFn) -> tuple[Scores, Choices, Choices, Integers]:
    """Scores, whom both sides named, and places of up to five mentees and four mentors."""
    shape = (draw(st.integers(0, 5)), draw(st.integers(0, 4)))

    def table(entries: st.SearchStrategy[int]) -> Scores:
        cells = draw(st.lists(entries, min_size=shape[0] * shape[1], max_size=shape[0] * shape[1]))
        return np.array(cells, dtype=np.int16).reshape(shape)

    scores = table(st.sampled_from([IMPOSSIBLE, 300, 300, 500, 700]))
    chosen = st.sampled_from([1, 2, 3, NOT_NAMED, NOT_NAMED])
    places = draw(st.lists(st.integers(0, 3), min_size=shape[1], max_size=shape[1]))
    return scores, table(chosen), table(chosen), np.array(places, dtype=np.int64)


def stable_by_definition(wanted: Lists, places: Integers, mentor: Integers) -> bool:
    """The definition read aloud, pair by pair."""
    for i, j in product(range(len(mentor)), range(len(places))):
        if not wanted.possible[i, j] or mentor[i] == j:
            continue
        i_would = mentor[i] < 0 or wanted.of_mentees[i, j] < wanted.of_mentees[i, mentor[i]]
        has = [other for other in range(len(mentor)) if mentor[other] == j]
        j_would = len(has) < places[j] or any(wanted.of_mentors[i, j] < wanted.of_mentors[other, j] for other in has)
        if i_would and j_would:
            return False
    return True


@given(markets())
def test_no_two_would_both_rather_be_together(market: tuple[Scores, Choices, Choices, Integers]) -> None:
    scores, by_mentees, by_mentors, places = market
    wanted = lists(scores, by_mentees, by_mentors)
    mentor = pair_by_choice(wanted, places)
    assert blocking_pairs(wanted, places, mentor) == []
    assert stable_by_definition(wanted, places, mentor)
    paired = np.flatnonzero(mentor >= 0)
    assert wanted.possible[paired, mentor[paired]].all()
    assert (np.bincount(mentor[paired], minlength=len(places)) <= places).all()


@given(markets(), st.data())
def test_what_blocks_is_found_in_any_set_of_pairs(
    market: tuple[Scores, Choices, Choices, Integers], data: st.DataObject
) -> None:
    scores, by_mentees, by_mentors, places = market
    wanted = lists(scores, by_mentees, by_mentors)
    mentor = np.full(len(scores), -1, dtype=np.int64)
    left = places.copy()
    for i in range(len(scores)):
        free = [j for j in range(len(places)) if wanted.possible[i, j] and left[j] > 0]
        mentor[i] = data.draw(st.sampled_from([-1, *free]))
        if mentor[i] >= 0:
            left[mentor[i]] -= 1
    assert (blocking_pairs(wanted, places, mentor) == []) == stable_by_definition(wanted, places, mentor)


@given(markets())
def test_of_all_stable_sets_it_is_the_one_that_is_best_for_every_mentee(
    market: tuple[Scores, Choices, Choices, Integers],
) -> None:
    scores, by_mentees, by_mentors, places = market
    wanted = lists(scores, by_mentees, by_mentors)
    ours = pair_by_choice(wanted, places)
    for other in product(range(-1, len(places)), repeat=len(scores)):
        mentor = np.array(other, dtype=np.int64)
        paired = np.flatnonzero(mentor >= 0)
        if not wanted.possible[paired, mentor[paired]].all():
            continue
        if (np.bincount(mentor[paired], minlength=len(places)) > places).any():
            continue
        if stable_by_definition(wanted, places, mentor):
            assert ((mentor >= 0) == (ours >= 0)).all()
            assert (wanted.of_mentees[paired, ours[paired]] <= wanted.of_mentees[paired, mentor[paired]]).all()


def test_whom_somebody_named_comes_before_a_higher_score() -> None:
    scores = np.array([[900, 100], [700, 800]], dtype=np.int16)
    nobody = np.full((2, 2), NOT_NAMED, dtype=np.int16)
    by_mentees = nobody.copy()
    by_mentees[0, 1] = 1
    one_place = np.array([1, 1])
    assert pair_by_choice(lists(scores, nobody, nobody), one_place).tolist() == [0, 1]
    assert pair_by_choice(lists(scores, by_mentees, nobody), one_place).tolist() == [0, 1]  # mentor 1 prefers the other
    by_mentors = nobody.copy()
    by_mentors[0, 1] = 1
    assert pair_by_choice(lists(scores, by_mentees, by_mentors), one_place).tolist() == [1, 0]


def test_match_by_mutual_choice_follows_whom_people_named_and_shows_that_nobody_would_leave() -> None:
    asking = people.mentees(Аня={}, Боря={})
    offering = people.mentors(Вера={}, Глеб={})
    named = pd.DataFrame(
        [("Аня", "Глеб", "mentee", 1), ("Аня", "Глеб", "mentor", 1)], columns=["mentee", "mentor", "by", "rank"]
    )
    found = match(asking, offering, preferences=named, mode="mutual")
    assert dict(zip(found.pairs["mentee"], found.pairs["mentor"], strict=True)) == {"Аня": "Глеб", "Боря": "Вера"}
    assert found.proof == Stability(pairs=2, blocking=0)


@given(people.small_cases(), st.data())
def test_match_by_mutual_choice_is_stable_for_any_people_and_any_order_of_rows(
    case: tuple[pd.DataFrame, pd.DataFrame], data: st.DataObject
) -> None:
    asking, offering = case
    found = match(asking, offering, mode="mutual")
    assert isinstance(found.proof, Stability) and found.proof.blocking == 0
    shuffled = match(
        asking.loc[data.draw(st.permutations(list(asking.index)))],
        offering.loc[data.draw(st.permutations(list(offering.index)))],
        mode="mutual",
    )
    pd.testing.assert_frame_equal(found.pairs, shuffled.pairs)
    pd.testing.assert_frame_equal(found.candidates, shuffled.candidates)
