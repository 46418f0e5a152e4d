"""What would help most where mentees are left over."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import product
from typing import Any

import numpy as np
import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from automation.matching import Rules, match
from automation.matching.people import Values, read_mentees
from automation.matching.remedies import NOBODY, Remedy, Situation, remedies
from sheets_schema.tabs.mentors import Mentors
from sheets_schema.vocabulary import ANY_SIZE
from tests.matching.people import FORM, OTHER_FORM, small_cases
from tests.matching.people import mentors as offering_people

Rows = dict[str, dict[str, Any]]
"""Id → the person's columns."""

TOPICS = ("урок", "сварка", "конкурс")


def situation(requests: Sequence[Values], possible: Any, mentor: Any, form: str = "") -> Situation:
    """Mentees НМ-0, НМ-1, … with these requests, all of one form."""
    ids = [f"НМ-{at}" for at in range(len(requests))]
    asked = pd.Series(list(requests), index=ids, dtype="object")
    read, _ = read_mentees(pd.DataFrame({"form": form, "requests": asked}))
    may_be = np.asarray(possible)
    may_grow = np.ones(may_be.shape[1], dtype=np.bool_)
    return Situation(read.ids, read.form, read.requests, may_be, np.asarray(mentor), may_grow, {form: (0, ANY_SIZE)})


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
    return situation(requests, table, np.array(choice, dtype=np.int64)), seats


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
            fits = [remedy.competence in wanted or not wanted for wanted in now.requests]
            wider = [[*row, fit] for row, fit in zip(possible, fits, strict=True)]
            assert most_pairs(wider, [*seats, places])[0] == pairs + remedy.gain


@given(situations())
def test_there_is_a_remedy_whenever_somebody_is_left_over_and_none_otherwise(case: tuple[Situation, list[int]]) -> None:
    now, _ = case
    assert bool(remedies(now, places=1, most=5)) == bool((now.mentor < 0).any())


def test_what_helps_most_comes_first() -> None:
    nobody_possible = np.zeros((4, 1), dtype=np.bool_)
    left_over = np.full(4, -1, dtype=np.int64)
    wanted = [("урок",), ("сварка",), ("сварка",), ("сварка", "урок")]
    found = remedies(situation(wanted, nobody_possible, left_over, form="педагог–студент"), places=3, most=2)
    assert found == [
        Remedy(3, form="педагог–студент", competence="сварка"),
        Remedy(2, form="педагог–студент", competence="урок"),
    ]


def test_a_place_more_with_somebody_who_is_there_comes_before_a_new_mentor() -> None:
    now = situation([("урок",), ("урок",)], [[True], [True]], [0, -1])
    assert remedies(now, places=3, most=2) == [Remedy(1, mentor=0), Remedy(1, competence="урок")]


def test_of_equal_ones_that_which_concerns_more_people_comes_first() -> None:
    now = situation([("сварка",), ("урок",), ("урок",)], np.zeros((3, 0), dtype=np.bool_), [-1, -1, -1])
    assert remedies(now, places=1, most=2) == [Remedy(1, competence="урок"), Remedy(1, competence="сварка")]


def people(side: str, rows: Rows) -> pd.DataFrame:
    columns = sorted({name for row in rows.values() for name in row})
    return pd.DataFrame(list(rows.values()), index=pd.Index(rows, dtype="str", name=side), columns=columns)


def asking(*requests: str, **more: Any) -> dict[str, Any]:
    return {"requests": requests, "form": "педагог–студент", **more}


def offering(*competences: str, capacity: int = 1) -> dict[str, Any]:
    return {"competences": competences, "capacity": capacity, "forms": ("педагог–студент",)}


def advice(mentees: Rows, mentors: Rows, **more: Any) -> list[tuple[Any, ...]]:
    told = match(people("mentee", mentees), people("mentor", mentors), **more).remedies()
    return list(told.itertuples(index=False, name=None))


def test_a_remedy_is_told_in_words_with_those_whom_it_concerns() -> None:
    mentees = {f"НМ-{n}": asking("сварка и металлообработка") for n in range(3)} | {"НМ-3": asking("урок")}
    told = advice(mentees, {"Н-1": offering("урок", capacity=3), "Н-2": offering("урок", capacity=2)})
    assert told == [
        ("ещё один наставник (педагог–студент) по теме «сварка и металлообработка»", 2, ("НМ-0", "НМ-1", "НМ-2"))
    ]


def test_a_place_more_is_with_a_mentor_by_number_even_with_one_whose_places_the_curator_gave_away() -> None:
    mentees = {f"НМ-{n}": asking("урок") for n in range(2)}
    given_away = pd.DataFrame([("НМ-0", "Н-1", "accepted")], columns=["mentee", "mentor", "verdict"])
    for decisions in (None, given_away):
        what, gain, whom = advice(mentees, {"Н-1": offering("урок")}, decisions=decisions)[0]
        assert (what, gain) == ("ещё одно место у наставника Н-1", 1)
        assert whom in ([("НМ-1",)] if decisions is not None else [("НМ-0",), ("НМ-1",)])  # either may be left over


def test_a_place_more_is_not_asked_of_a_mentor_who_has_more_mentees_than_places() -> None:
    mentees = {f"НМ-{n}": asking("урок") for n in range(3)}
    rows = [(f"НМ-{n}", "Н-1", "assigned") for n in range(2)]
    decisions = pd.DataFrame(rows, columns=["mentee", "mentor", "verdict"])
    (only,) = advice(mentees, {"Н-1": offering("урок")}, decisions=decisions)
    assert only == ("ещё один наставник (педагог–студент) по теме «урок»", 1, ("НМ-2",))


def test_nothing_is_promised_for_a_form_that_is_not_run() -> None:
    mentees = {"НМ-1": asking("урок", form="кружок"), "НМ-2": asking("сварка")}
    assert advice(mentees, {}) == [("ещё один наставник (педагог–студент) по теме «сварка»", 1, ("НМ-2",))]
    assert advice({"НМ-1": {}}, {}, rules=Rules(forms=())) == []


def test_no_more_is_promised_than_the_groups_of_a_form_allow() -> None:
    five = {f"НМ-{n}": asking("урок") for n in range(5)}
    mentors = {"Н-1": offering("урок"), "Н-2": {**offering("урок", capacity=5), "forms": (FORM,)}}

    def gains(smallest: int, largest: int, mentees: Rows) -> dict[str, int]:
        rules = Rules(group_sizes={"педагог–студент": (smallest, largest)})
        return {what: gain for what, gain, _ in advice(mentees, mentors, rules=rules)}

    somebody = "ещё один наставник (педагог–студент) по теме «урок»"
    assert gains(0, 1, five) == {somebody: 1}
    assert gains(0, 2, five) == {somebody: 2, "ещё одно место у наставника Н-1": 1}
    assert gains(4, 9, five) == {somebody: 4}
    assert gains(4, 9, {"НМ-0": asking("урок")}) == {}


_sizes = st.sampled_from([(0, ANY_SIZE), (0, ANY_SIZE), (0, 1), (2, 3)])


@settings(deadline=None)
@given(
    small_cases(),
    st.sets(st.sampled_from([FORM, OTHER_FORM])).map(tuple),
    st.fixed_dictionaries({FORM: _sizes, OTHER_FORM: _sizes}),
)
def test_who_does_what_is_advised_has_as_many_pairs_more_as_promised(
    case: tuple[pd.DataFrame, pd.DataFrame], forms: tuple[str, ...], sizes: dict[str, tuple[int, int]]
) -> None:
    left, right = case
    rules = Rules(forms=forms, group_sizes=sizes)
    before = match(left, right, rules=rules)
    for what, gain, _ in before.remedies(most=99).itertuples(index=False, name=None):
        after = match(left, followed(what, right, forms), rules=rules)
        assert len(after.pairs) >= len(before.pairs) + gain > len(before.pairs), what


def followed(what: str, mentors: pd.DataFrame, forms: tuple[str, ...]) -> pd.DataFrame:
    """The mentors, once a piece of advice has been followed."""
    if of_whom := re.fullmatch("ещё одно место у наставника (.+)", what):
        more = mentors[Mentors.capacity] + (mentors.index == of_whom[1])
        return mentors.assign(capacity=more)
    new = re.fullmatch(r"ещё один наставник(?: \((.+)\))?(?: по теме «(.+)»)?", what)
    assert new
    offered = {"forms": (new[1],) if new[1] else forms, "competences": (new[2],) if new[2] else (), "capacity": 9}
    return pd.concat([mentors, offering_people(**{"М-новый": offered})])


def test_without_any_mentor_or_any_wish_the_advice_is_still_a_sentence() -> None:
    assert advice({"НМ-1": {}}, {}) == [("ещё один наставник", 1, ("НМ-1",))]


def test_whoever_waits_for_one_of_two_decisions_does_not_lack_a_mentor() -> None:
    rows = [("НМ-1", "Н-1", "accepted"), ("НМ-1", "Н-2", "accepted")]
    decisions = pd.DataFrame(rows, columns=["mentee", "mentor", "verdict"])
    mentors = {"Н-1": offering("урок"), "Н-2": offering("урок")}
    assert advice({"НМ-1": asking("урок")}, mentors, decisions=decisions) == []


def test_where_everybody_has_a_mentor_nothing_is_advised() -> None:
    matching = match(people("mentee", {"НМ-1": asking("урок")}), people("mentor", {"Н-1": offering("урок")}))
    assert matching.remedies().columns.tolist() == ["what", "gain", "mentees"]
    assert matching.remedies().empty
