"""Pairs by mutual choice: nobody would leave for somebody who would take them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import product

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from automation.matching import Stability, match
from automation.matching.arcs import Integers
from automation.matching.stable import (
    IMPOSSIBLE,
    NOT_NAMED,
    Choices,
    Scores,
    blocking_pairs,
    liking,
    pair_by_choice,
)
from tests.matching import people


@dataclass(frozen=True)
class Market:
    """Scores, whom both sides named, and the mentors' places, with what follows from them by definition."""

    scores: Scores
    by_mentees: Choices
    by_mentors: Choices
    places: Integers

    @cached_property
    def of_mentees(self) -> list[list[int]]:
        """Whom each mentee would have, those they would rather have first."""
        return [_in_order(row, named) for row, named in zip(self.scores, self.by_mentees, strict=True)]

    @cached_property
    def of_mentors(self) -> list[list[int]]:
        return [_in_order(column, named) for column, named in zip(self.scores.T, self.by_mentors.T, strict=True)]

    def pairs(self) -> Integers:
        """What is chosen here."""
        return pair_by_choice(liking(self.scores, self.by_mentees, self.by_mentors), self.places)

    def blocking(self, mentor: Integers) -> list[tuple[int, int]]:
        return blocking_pairs(liking(self.scores, self.by_mentees, self.by_mentors), self.places, mentor)

    def allows(self, mentor: Sequence[int]) -> bool:
        """Whether all these pairs may be, and there are places for them."""
        possible = all(j < 0 or self.scores[i, j] != IMPOSSIBLE for i, j in enumerate(mentor))
        return possible and all(mentor.count(j) <= places for j, places in enumerate(self.places))

    def who_would_leave(self, mentor: Sequence[int]) -> list[tuple[int, int]]:
        """The definition of a pair that blocks, read aloud."""
        return [
            (i, j)
            for i, mine in enumerate(self.of_mentees)
            for j in mine
            if mentor[i] < 0 or mine.index(j) < mine.index(mentor[i])
            if mentor.count(j) < self.places[j]
            or any(
                self.of_mentors[j].index(i) < self.of_mentors[j].index(other)
                for other, whose in enumerate(mentor)
                if whose == j
            )
        ]

    def deferred_acceptance(self) -> list[int]:
        """Gale and Shapley's procedure, one mentee at a time."""
        mentor, asks = [-1] * len(self.scores), [iter(mine) for mine in self.of_mentees]
        waiting = list(range(len(mentor)))
        while waiting:
            i = waiting.pop()
            for j in asks[i]:
                mentor[i] = j
                has = [other for other, whose in enumerate(mentor) if whose == j]
                if len(has) <= self.places[j]:
                    break
                refused = max(has, key=self.of_mentors[j].index)
                mentor[refused] = -1
                if refused != i:
                    waiting.append(refused)
                    break
        return mentor


def _in_order(scores: Scores, named: Choices) -> list[int]:
    possible = (at for at, score in enumerate(scores) if score != IMPOSSIBLE)
    return sorted(possible, key=lambda at: (named[at], -scores[at], at))


@st.composite
def markets(draw: st.DrawFn, mentees: int = 5, mentors: int = 4) -> Market:
    shape = (draw(st.integers(0, mentees)), draw(st.integers(0, mentors)))

    def table(entries: st.SearchStrategy[int]) -> Scores:
        cells = draw(st.lists(entries, min_size=shape[0] * shape[1], max_size=shape[0] * shape[1]))
        return np.array(cells, dtype=np.int16).reshape(shape)

    scores = table(st.sampled_from([IMPOSSIBLE, 0, 300, 300, 500, 1000]))
    chosen = draw(st.sampled_from([st.just(NOT_NAMED), st.sampled_from([1, 2, 3, NOT_NAMED, NOT_NAMED])]))
    places = draw(st.lists(st.integers(0, 3), min_size=shape[1], max_size=shape[1]))
    return Market(scores, table(chosen), table(chosen), np.array(places, dtype=np.int64))


@given(markets())
def test_no_two_would_both_rather_be_together(market: Market) -> None:
    mentor = market.pairs()
    assert market.allows(mentor.tolist())
    assert market.who_would_leave(mentor.tolist()) == market.blocking(mentor) == []


@given(markets(), st.data())
def test_what_blocks_is_found_in_any_set_of_pairs(market: Market, data: st.DataObject) -> None:
    mentor: list[int] = []
    for mine in market.of_mentees:
        mentor.append(data.draw(st.sampled_from([-1, *(j for j in mine if mentor.count(j) < market.places[j])])))
    assert market.blocking(np.array(mentor, dtype=np.int64)) == sorted(market.who_would_leave(mentor))


@given(markets())
def test_of_all_stable_sets_it_is_the_one_that_is_best_for_every_mentee(market: Market) -> None:
    ours = market.pairs().tolist()
    for other in product(range(-1, len(market.places)), repeat=len(ours)):
        if market.allows(other) and not market.who_would_leave(other):
            for mine, one, another in zip(market.of_mentees, ours, other, strict=True):
                assert (one < 0) == (another < 0)
                assert one < 0 or mine.index(one) <= mine.index(another)


@given(markets(mentees=20, mentors=8))
def test_all_asking_at_once_comes_to_what_asking_one_by_one_does(market: Market) -> None:
    assert market.pairs().tolist() == market.deferred_acceptance()


@pytest.mark.parametrize("size", [1, 3, 100])
def test_people_of_whom_nothing_is_known_are_paired_in_the_order_of_their_positions(size: int) -> None:
    scores = np.full((size, size), 500, dtype=np.int16)
    nobody = np.full((size, size), NOT_NAMED, dtype=np.int16)
    pairs = Market(scores, nobody, nobody, np.full(size, 2)).pairs()
    assert pairs.tolist() == [at // 2 for at in range(size)]


def test_whom_somebody_named_comes_before_a_higher_score() -> None:
    scores = np.array([[900, 100], [700, 800]], dtype=np.int16)
    nobody = np.full((2, 2), NOT_NAMED, dtype=np.int16)
    by_mentees = nobody.copy()
    by_mentees[0, 1] = 1
    one_place = np.array([1, 1])
    assert Market(scores, nobody, nobody, one_place).pairs().tolist() == [0, 1]
    assert Market(scores, by_mentees, nobody, one_place).pairs().tolist() == [0, 1]  # mentor 1 prefers the other
    by_mentors = nobody.copy()
    by_mentors[0, 1] = 1
    assert Market(scores, by_mentees, by_mentors, one_place).pairs().tolist() == [1, 0]


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
