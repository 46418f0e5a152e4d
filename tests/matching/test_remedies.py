"""What would help most where mentees are left over."""

from __future__ import annotations

from itertools import product

import numpy as np
import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from automation.matching.people import Mentees, read_mentees
from automation.matching.remedies import NOBODY, Remedy, Situation, remedies

TOPICS = ("урок", "сварка", "конкурс")


def mentees(*requests: tuple[str, ...], form: str = "") -> Mentees:
    ids = [f"НМ-{at}" for at in range(len(requests))]
    read, _ = read_mentees(pd.DataFrame({"form": form, "requests": pd.Series(requests, index=ids, dtype="object")}))
    return read


def most_pairs(possible: list[list[bool]], places: list[int]) -> tuple[int, tuple[int, ...]]:
    """The most pairs there can be, and one way to have them, by trying every combination."""
    best: tuple[int, tuple[int, ...]] = (0, tuple(-1 for _ in possible))
    for choice in product(range(-1, len(places)), repeat=len(possible)):
        allowed = all(j < 0 or possible[i][j] for i, j in enumerate(choice))
        if allowed and all(choice.count(j) <= seats for j, seats in enumerate(places)):
            best = max(best, (sum(j >= 0 for j in choice), choice))
    return best


@st.composite
def situations(draw: st.DrawFn) -> tuple[Situation, list[int]]:
    requests = draw(st.lists(st.lists(st.sampled_from(TOPICS), unique=True, max_size=2).map(tuple), max_size=5))
    seats = draw(st.lists(st.integers(0, 2), min_size=1, max_size=3))
    possible = [[draw(st.booleans()) for _ in seats] for _ in requests]
    _, choice = most_pairs(possible, seats)
    table = np.array(possible, dtype=np.bool_).reshape(len(requests), len(seats))
    return Situation(mentees(*requests), table, np.array(choice, dtype=np.int64)), seats


@given(situations(), st.integers(1, 3))
def test_each_remedy_makes_as_many_pairs_more_as_it_says(case: tuple[Situation, list[int]], places: int) -> None:
    now, seats = case
    possible = now.possible.tolist()
    pairs, _ = most_pairs(possible, seats)
    for remedy in remedies(now, places=places, most=99):
        if remedy.mentor != NOBODY:
            more = [count + (j == remedy.mentor) for j, count in enumerate(seats)]
            assert most_pairs(possible, more)[0] == pairs + remedy.gain
        else:
            fits = [remedy.competence in wanted or not wanted for wanted in now.mentees.requests]
            wider = [[*row, fit] for row, fit in zip(possible, fits, strict=True)]
            assert most_pairs(wider, [*seats, places])[0] == pairs + remedy.gain


@given(situations())
def test_there_is_a_remedy_whenever_somebody_is_left_over_and_none_otherwise(case: tuple[Situation, list[int]]) -> None:
    now, _ = case
    assert bool(remedies(now, places=1, most=5)) == bool((now.mentor < 0).any())


def test_what_helps_most_comes_first() -> None:
    nobody_possible = np.zeros((4, 1), dtype=np.bool_)
    left_over = np.full(4, -1, dtype=np.int64)
    wanted = mentees(("урок",), ("сварка",), ("сварка",), ("сварка", "урок"), form="педагог–студент")
    told = remedies(Situation(wanted, nobody_possible, left_over), places=3, most=2)
    assert told == [
        Remedy(3, form="педагог–студент", competence="сварка"),
        Remedy(2, form="педагог–студент", competence="урок"),
    ]


def test_a_place_more_with_somebody_who_is_there_comes_before_a_new_mentor() -> None:
    possible = np.array([[True], [True]])
    told = remedies(Situation(mentees(("урок",), ("урок",)), possible, np.array([0, -1])), places=3, most=2)
    assert told == [Remedy(1, mentor=0), Remedy(1, competence="урок")]
