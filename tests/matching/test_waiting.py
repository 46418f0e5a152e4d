"""Who has to wait where places are short: never whoever asked for more, and the reason is true."""

from __future__ import annotations

import random
import re
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from automation.matching import Matching, Rules, match
from sheets_schema.vocabulary import DAYTIMES, MEETING_WAYS, WEEKDAYS
from tests.matching.exhaustive import ByDefinition, claims_of
from tests.matching.people import FORM, mentees, mentors, small_cases

TOPICS = tuple("абвгдежзиклмно")
INTERESTS = ("театр", "футбол", "музыка", "шахматы")
NOBODY_KNOWS = "то, чего не умеет никто"

_SWAP = re.compile(r"Место у (\S+) предложено (\S+): .*пар будет столько же, а (?:потеря по этим меркам — ([\d,]+))?")


def paired(result: Matching) -> set[str]:
    return set(result.pairs.mentee)


@settings(deadline=None)
@given(small_cases(), st.data())
def test_a_request_more_that_nobody_covers_changes_nobodys_pair(
    case: tuple[pd.DataFrame, pd.DataFrame], data: st.DataObject
) -> None:
    left, right = case
    asking = [id_ for id_ in left.index if left.at[id_, "requests"]]
    more = left.copy()
    for id_ in data.draw(st.sets(st.sampled_from(asking))) if asking else ():
        wanted: Any = more.at[id_, "requests"]
        more.at[id_, "requests"] = (*wanted, NOBODY_KNOWS)  # type: ignore[assignment]  # a tuple in a cell
    before, after = match(left, right), match(more, right)
    pd.testing.assert_frame_equal(before.pairs, after.pairs)


def crowd(seed: int, *, few: dict[str, Any], many: dict[str, Any], size: int = 60) -> tuple[int, int]:
    """How many of either half of a crowd have a mentor, where there are places for half of it. Both halves are drawn
    alike but for what they wrote, and stand in the queue by chance."""
    rng = random.Random(seed)

    def person(kind: dict[str, Any]) -> dict[str, Any]:
        return {name: draw(rng) if callable(draw) else draw for name, draw in kind.items()}

    places = rng.sample(range(size), size)
    kinds = {f"НМ-{place:03}": many if at % 2 else few for at, place in enumerate(places)}
    giving = {
        "competences": _some(TOPICS, 4, 7),
        "capacity": 2,
        "days": _some(WEEKDAYS, 1, 4),
        "times": _some(DAYTIMES, 1, 2),
        "interests": _some(INTERESTS, 1, 3),
        "years": lambda rng: rng.randint(0, 40),
        "meeting": lambda rng: rng.choice(MEETING_WAYS),
    }
    left = mentees(**{id_: person(kind) for id_, kind in sorted(kinds.items())})
    right = mentors(**{f"М-{at:02}": person(giving) for at in range(size // 4)})
    served = paired(match(left, right))
    return tuple(sum(kinds[id_] is kind for id_ in served) for kind in (few, many))  # type: ignore[return-value]


def _some(values: tuple[str, ...], least: int, most: int) -> Any:
    return lambda rng: tuple(rng.sample(values, rng.randint(least, most)))


_USUAL = {"days": _some(WEEKDAYS, 1, 4), "interests": _some(INTERESTS, 0, 3)}
_ALL_ANSWERED = {
    "requests": _some(TOPICS, 2, 2),
    "days": _some(WEEKDAYS, 1, 4),
    "times": _some(DAYTIMES, 1, 2),
    "interests": _some(INTERESTS, 1, 3),
    "years": lambda rng: rng.randint(0, 10),
    "meeting": lambda rng: rng.choice(MEETING_WAYS),
}
CROWDS = {
    "one request or three": ({"requests": _some(TOPICS, 1, 1), **_USUAL}, {"requests": _some(TOPICS, 3, 3), **_USUAL}),
    "optional questions left empty or answered": ({"requests": _some(TOPICS, 2, 2)}, _ALL_ANSWERED),
}


@pytest.mark.parametrize("which", CROWDS)
def test_who_writes_more_has_a_mentor_as_often(which: str) -> None:
    few, many = CROWDS[which]
    rounds = [crowd(seed, few=few, many=many) for seed in range(40)]
    served = [sum(one[at] for one in rounds) / (30 * len(rounds)) for at in (0, 1)]
    # Of 1,200 people each, chance alone explains a difference of 4 points once in twenty times, of 6 in three hundred.
    assert abs(served[0] - served[1]) < 0.06


def test_who_has_waited_longer_comes_first_where_all_else_is_equal() -> None:
    left = mentees(A={}, B={}, C={}).assign(waiting=[3, 40, 5])
    assert paired(match(left, mentors(X={}))) == {"B"}


def test_who_needs_a_mentor_most_comes_before_who_has_waited_longest() -> None:
    left = mentees(A={}, B={}, C={}).assign(waiting=[30, 20, 0], need=[0, 1, 3])
    assert paired(match(left, mentors(X={}))) == {"C"}
    assert paired(match(left, mentors(X={}), rules=Rules(need=0))) == {"A"}


@pytest.mark.parametrize("wrong", [None, -1, "скоро", float("inf")])
def test_what_is_no_number_of_days_or_degrees_counts_as_none(wrong: object) -> None:
    left = mentees(A={}, B={}).assign(waiting=pd.Series([wrong, 1], index=["A", "B"], dtype="object"), need=[0, 1])
    assert paired(match(left, mentors(X={}))) == {"B"}


@settings(deadline=None, max_examples=200)
@given(small_cases())
def test_what_is_said_of_others_places_is_true(case: tuple[pd.DataFrame, pd.DataFrame]) -> None:
    left, right = case
    left["person"] += "/mentee"
    result, defined = match(left, right), ByDefinition(left, right, Rules(), {})
    pair_of = dict(zip(result.pairs.mentee, result.pairs.mentor, strict=True))
    ids = [str(id_) for id_ in left.index]
    scores = {
        i: {str(j): defined.tenths(i, str(j)) if _possible(defined, i, j) else -1 for j in right.index} for i in ids
    }
    claims = dict(zip(ids, claims_of([list(row.values()) for row in scores.values()], Rules()), strict=True))

    def weight(pairs: dict[str, str]) -> int:
        return sum(scores[i][j] + claims[i] for i, j in pairs.items())

    for mentee, reason in zip(result.unmatched.mentee, result.unmatched.reason, strict=True):
        if told := _SWAP.search(reason):
            mentor, other, cost = told.groups()
            assert pair_of[other] == mentor
            assert scores[mentee][mentor] >= 0
            swapped = {**{i: j for i, j in pair_of.items() if i != other}, mentee: mentor}
            assert weight(pair_of) - weight(swapped) == round(10 * float((cost or "0").replace(",", ".")))
        else:
            assert "желающих больше" not in reason


def _possible(defined: ByDefinition, i: str, j: object) -> bool:
    return defined.fits(i, str(j)) and bool(defined.right.at[j, "capacity"])


def test_the_reason_says_who_has_the_place_and_what_decided() -> None:
    left = mentees(A={"requests": ("урок",)}, B={"requests": ("урок",)}).assign(need=[0, 1])
    result = match(left, mentors(X={}))
    assert result.unmatched.reason.tolist() == [
        "Подходит 1 наставник, но желающих больше, чем мест. Место у X предложено A: A раньше в очереди (+100); "
        "нужда меньше (−50). Если отдать место B, пар будет столько же, а потеря по этим меркам — 50 баллов. "
        "Нужен ещё один наставник или ещё одно место."
    ]


def test_by_mutual_choice_the_reason_says_whom_the_mentor_preferred() -> None:
    left = mentees(A={"requests": ("урок", "пение")}, B={"requests": ("урок",)})
    result = match(left, mentors(X={}, Y={"competences": ("пение",), "capacity": 0}), mode="mutual")
    (reason,) = result.unmatched.reason
    assert "этот наставник предпочёл его" in reason
    assert "чтобы пар вышло как можно больше" not in reason


def test_nobody_without_a_form_is_forgotten() -> None:
    left = mentees(A={"form": None}, B={"form": FORM})
    assert paired(match(left, mentors(X={"capacity": 2}))) == {"A", "B"}


def test_below_the_lowest_score_nobody_is_paired_and_the_reason_says_so() -> None:
    left = mentees(A={"requests": ("урок", "пение")}, B={"requests": ("урок",)})
    right = mentors(X={"capacity": 2}, Y={"competences": ("пение", "урок"), "capacity": 0})
    any_score = match(left, right)
    scores = dict(zip(any_score.pairs.mentee, any_score.pairs.score, strict=True))
    assert scores["A"] < scores["B"]
    strict = match(left, right, rules=Rules(lowest=scores["B"]))
    assert paired(strict) == {"B"}
    assert "балл с ним ниже, чем «Наименьший балл пары»" in strict.unmatched.reason[0]
    assert paired(match(left, right, rules=Rules(lowest=scores["B"]), mode="mutual")) == {"B"}


@settings(deadline=None)
@given(small_cases(), st.sampled_from([0, 30, 50, 55.5, 70, 100]))
def test_no_pair_is_below_the_lowest_score_and_all_above_are_still_open(
    case: tuple[pd.DataFrame, pd.DataFrame], lowest: float
) -> None:
    result = match(*case, rules=Rules(lowest=lowest))
    assert (result.pairs.score >= lowest).all()
    assert (result.candidates.score >= lowest).all()
    offered = match(*case).candidates
    assert len(result.candidates) >= (offered.score >= lowest).sum()
