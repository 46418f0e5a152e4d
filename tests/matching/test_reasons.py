"""Reasons as data: what can be read off them, and that all words come from them."""

from __future__ import annotations

from typing import Any, get_args

import pandas as pd
import pytest
from hypothesis import given

from automation.matching import Matching, match
from automation.matching.eligibility import Condition
from automation.matching.left_over import NobodyMeets, Waits
from automation.matching.reasons import (
    Because,
    Chosen,
    CommonTime,
    Covered,
    DifferentWays,
    NoCommonDays,
    NoCommonTimes,
    NoGroup,
    NoLongerAtWork,
    NotCovered,
    NotProposed,
    Places,
    Reason,
    Reasons,
    Side,
    ToFindOut,
    Unknown,
    circumstances,
    in_words,
    lasting,
)
from automation.matching.rules import Mode
from tests.matching.people import choices, decisions, mentees, mentors, small_cases


def grounds(matching: Matching, mentee: str = "A", mentor: str = "X") -> Reasons:
    found: Any = matching.candidates.set_index(["mentee", "mentor"]).loc[(mentee, mentor), "grounds"]
    assert isinstance(found, tuple)
    return found


def why_nobody(matching: Matching, mentee: str = "A") -> Reason:
    ((found,),) = matching.unmatched.loc[matching.unmatched["mentee"] == mentee, "grounds"]
    assert isinstance(found, Reason)
    return found


def test_it_can_be_read_which_requests_are_covered_and_which_are_not() -> None:
    left = mentees(A={"requests": ("урок", "конкурс", "портфолио")}, B={"requests": ("урок",)})
    right = mentors(X={"competences": ("портфолио", "урок"), "capacity": 2})
    found = match(left, right)
    assert grounds(found)[0] == Covered(met=("урок", "портфолио"), unmet=("конкурс",))
    assert grounds(found, "B")[0] == Covered(met=("урок",))


def test_each_reason_says_on_which_side_it_stands() -> None:
    left = mentees(A={"requests": ("урок",), "days": ("вт",), "years": 5, "form": None})
    right = mentors(X={"days": ("пн",), "years": 3}, Y={"years": 9, "competences": ("урок", "конкурс")})
    found = match(left, right)
    of_x, of_y = ([(reason, reason.side) for reason in grounds(found, mentor=mentor)] for mentor in "XY")
    assert of_x == [
        (Covered(("урок",)), Side.FOR),
        (NoLongerAtWork(2), Side.AGAINST),
        (NoCommonDays(), Side.AGAINST),
        (ToFindOut(Unknown.FORM), Side.TO_FIND_OUT),
        (Places(1, 0), Side.CIRCUMSTANCE),
        (NotProposed(Because.SPARE), Side.CIRCUMSTANCE),
    ]
    assert (ToFindOut(Unknown.DAYS_OF_MENTOR), Side.TO_FIND_OUT) in of_y


def test_a_choice_keeps_its_rank() -> None:
    chosen = choices(("A", "X", "mentee", 2))
    assert Chosen(by_mentee=2, by_mentor=None) in grounds(match(mentees(A={}), mentors(X={}), preferences=chosen))


@pytest.mark.parametrize("mode", get_args(Mode))
@pytest.mark.parametrize("capacity", [1, 2, 5, 21])
def test_what_lasts_of_the_reasons_is_neither_places_nor_why_somebody_else_is_proposed(
    capacity: int, mode: Mode
) -> None:
    three = mentees(**{id_: {"requests": ("урок",)} for id_ in "ABC"})
    found = match(three, mentors(X={"capacity": capacity}), mode=mode)
    said = [grounds(found, mentee) for mentee in "ABC"]
    assert {lasting(reasons) for reasons in said} == {(Covered(("урок",)),)}
    assert all(circumstances(reasons)[0] == Places(capacity, 0) for reasons in said)
    proposed = [len(circumstances(reasons)) == 1 for reasons in said]
    assert proposed.count(True) == min(3, capacity)


def test_a_group_that_did_not_gather_is_a_circumstance_that_names_its_size() -> None:
    assert circumstances(grounds(match(mentees(A={}), mentors(X={"capacity": 4, "least": 3})))) == (
        Places(4, 0),
        NoGroup(3),
    )


def test_two_decisions_for_one_mentee_are_why_neither_mentor_is_proposed() -> None:
    decided = decisions(("A", "X", "accepted"), ("A", "Y", "accepted"))
    found = match(mentees(A={}), mentors(X={}, Y={}), decisions=decided)
    assert NotProposed(Because.CONTRADICTED) in grounds(found)


def test_it_can_be_read_which_condition_nobody_meets_and_how_many_came_near() -> None:
    found = why_nobody(match(mentees(A={"requests": ("пение",)}), mentors(X={}, Y={})))
    assert isinstance(found, NobodyMeets)
    assert (found.condition, found.suitable, found.first) == (Condition.COMPETENCE, 2, ("X", "Y"))


def test_it_can_be_read_who_has_the_nearest_place_of_somebody_who_waits() -> None:
    found = why_nobody(match(mentees(A={}, B={}), mentors(X={})), "B")
    assert isinstance(found, Waits)
    assert (found.mentee, found.other, found.mentor, found.suitable) == ("B", "A", "X", 1)


@given(small_cases())
def test_all_that_is_said_is_said_from_the_data(case: tuple[pd.DataFrame, pd.DataFrame]) -> None:
    found = match(*case)
    assert found.candidates["reasons"].tolist() == [in_words(reasons) for reasons in found.candidates["grounds"]]
    assert found.unmatched["reason"].tolist() == [in_words(reasons) for reasons in found.unmatched["grounds"]]
    for reasons in found.candidates["grounds"]:
        assert (*lasting(reasons), *circumstances(reasons)) == reasons


def test_what_is_said_of_many_pairs_is_one_object() -> None:
    found = match(mentees(A={"requests": ("урок",)}, B={"requests": ("урок",)}), mentors(X={"capacity": 2}))
    assert grounds(found, "A")[0] is grounds(found, "B")[0]


COVERED = Covered(("урок",))


@pytest.mark.parametrize(
    ("reasons", "told"),
    [
        ((), ""),
        ((COVERED, Places(2, 1)), "поможет с запросом: урок; у наставника 2 места, уже занято: 1"),
        ((NotCovered(("урок", "конкурс")),), "не поможет ни с одним запросом: урок, конкурс"),
        ((COVERED, NoCommonDays()), "поможет с запросом: урок; но нужно договориться о времени (общих дней нет)"),
        (
            (COVERED, NoLongerAtWork(0), NoCommonDays(), ToFindOut(Unknown.FORM)),
            "поможет с запросом: урок; но стаж у обоих одинаковый; нужно договориться о времени (общих дней нет); "
            "форма наставничества в анкете не указана: уточните",
        ),
        (
            (COVERED, NoCommonTimes(("утро",), ("вечер",)), DifferentWays("очно", "дистанционно")),
            "поможет с запросом: урок; но нужно договориться о времени (наставляемому удобно утром, наставнику вечером)"
            " и о том, как встречаться (наставляемый хочет очно, наставник дистанционно)",
        ),
        ((COVERED, CommonTime((), ("утро",))), "поможет с запросом: урок; обоим удобно утром"),
    ],
)
def test_reasons_are_joined_into_one_sentence(reasons: Reasons, told: str) -> None:
    assert in_words(reasons) == told
