"""Frames that hold anything at all: never an exception, and what could not be used is said."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any, get_args

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from automation.matching import Rules, match
from automation.matching.rules import Mode
from tests.matching.people import FORM, OTHER_FORM, choices, decisions, mentees, mentors

_NUMBERS: list[Any] = [
    *(0, 1, 2, -1, 10**9, 2**63, -(2**63), 10**400, -(10**400)),
    *(1.0, -0.0, 1.5, 1e308, float("nan"), float("inf"), float("-inf"), 1j),
    *(
        np.int8(3),
        np.uint64(2**64 - 1),
        np.float32(2),
        np.float64("nan"),
        np.bool_(True),
        Decimal("1e999"),
        Fraction(1, 3),
    ),
    *(Decimal("NaN"), Decimal(2), Fraction(10**400)),
]
_TEXTS: list[Any] = [
    *(
        "",
        " ",
        "1",
        "1.0",
        "НМ-1",
        "Н-1",
        FORM,
        OTHER_FORM,
        "урок",
        "accepted",
        "assigned",
        "mentee",
        "mentor",
        "1e999",
    ),
    *("2009-05-01", "01.05.2009", "nan", "\ud800", "a\0b", "-1", "12 лет", "Infinity", "١٢", "9" * 5000, b"\xff", b"1"),
]
_DAYS: list[Any] = [
    *(date(2009, 5, 1), date.min, date.max, datetime(2009, 5, 1, 12), pd.Timestamp("2009-05-01", tz="UTC")),
    *(
        np.datetime64("2009-05-01"),
        np.datetime64("NaT"),
        timedelta(1),
        pd.Timedelta(1),
        np.timedelta64(1, "D"),
        pd.Period("2009"),
    ),
]
_NOTHING: list[Any] = [None, pd.NA, pd.NaT, (), [], {}, set()]
_ARRAYS: list[Any] = [
    np.array(1),
    np.array([]),
    np.array([[1, 2]]),
    np.array(["урок"]),
    pd.Series([1]),
    range(3),
    object(),
]


def _one_of(values: list[Any]) -> st.SearchStrategy[Any]:
    """By position: not all of these can be hashed or printed."""
    return st.integers(0, len(values) - 1).map(values.__getitem__)


_scalars = _one_of([*_NUMBERS, *_TEXTS, *_DAYS, *_NOTHING, *_ARRAYS]) | st.text(max_size=5)
_cells = _scalars | st.lists(_scalars, max_size=3) | st.lists(st.lists(_scalars, max_size=2), max_size=2).map(tuple)
_OF_BOTH = ("days", "times", "meeting", "department", "interests", "years", "born", "avoids", "person")
_OF_MENTEES = ("form", "requests", "wish", *_OF_BOTH, "?")
_OF_MENTORS = ("forms", "competences", "capacity", "least", "busy", "taken", "ages", "trained", "experience", *_OF_BOTH)


@st.composite
def frames(draw: st.DrawFn, columns: Sequence[str], ids: st.SearchStrategy[Any] | None = None) -> pd.DataFrame:
    """Any cells in some of these columns, some of them twice, with any index."""
    named = draw(st.lists(st.sampled_from(columns), max_size=6))
    rows = draw(st.lists(st.lists(_cells, min_size=len(named), max_size=len(named)), max_size=4))
    table = np.empty((len(rows), len(named)), dtype="object")
    for row, cells in enumerate(rows):
        for column, cell in enumerate(cells):
            table[row, column] = cell
    frame = pd.DataFrame(table, columns=named)
    if ids is not None:
        frame.index = pd.Index(draw(st.lists(ids, min_size=len(rows), max_size=len(rows))), dtype="object")
    return frame.infer_objects() if draw(st.booleans()) else frame


_ids = _one_of([*_NUMBERS, *_TEXTS, *_DAYS, None, pd.NA, (1, "а")])


@settings(deadline=None, max_examples=300, suppress_health_check=[HealthCheck.too_slow])
@given(
    left=frames(_OF_MENTEES, st.sampled_from(["НМ-1", "НМ-2", "НМ-3"]) | _ids),
    right=frames(_OF_MENTORS, st.sampled_from(["Н-1", "Н-2", "Н-3"]) | _ids),
    decided=frames(("mentee", "mentor", "verdict")),
    chosen=frames(("mentee", "mentor", "by", "rank")),
    previous=frames(("mentee", "mentor")),
    mode=st.sampled_from(get_args(Mode)),
)
def test_whatever_the_frames_hold_everybody_is_paired_or_told_why_not(
    left: pd.DataFrame,
    right: pd.DataFrame,
    decided: pd.DataFrame,
    chosen: pd.DataFrame,
    previous: pd.DataFrame,
    mode: Mode,
) -> None:
    rules = Rules(as_of=date(2024, 11, 20))
    found = match(left, right, rules=rules, decisions=decided, preferences=chosen, previous=previous, mode=mode)
    told = [*found.pairs["mentee"], *found.unmatched["mentee"]]
    assert len(told) == len(set(told))
    if not found.problems["problem"].str.contains("не участву").any():
        assert len(told) == len(left)
    assert found.problems["problem"].str.endswith(".").all()
    assert list(found.remedies().columns) == ["what", "gain", "mentees"]


@pytest.mark.parametrize("many", [10**400, 10**5000, 1e300, "1e300"], ids=type)
def test_more_places_than_there_are_people_are_as_good_as_enough(many: Any) -> None:
    found = match(mentees(A={}, B={}), mentors(X={"capacity": many}))
    assert found.pairs["mentor"].tolist() == ["X", "X"]
    assert found.problems.empty


def test_a_number_too_long_to_be_written_is_no_id() -> None:
    left = mentees(A={}).set_axis(pd.Index([10**5000], dtype="object"))
    assert match(left, mentors(X={})).problems["problem"].str.startswith("У строки нет номера").all()


@pytest.mark.parametrize(
    ("side", "column", "cell", "said"),
    [
        ("mentor", "capacity", -(10**400), "Не указано, сколько наставляемых"),
        ("mentor", "capacity", Decimal("sNaN"), "Не указано, сколько наставляемых"),
        ("mentor", "capacity", Fraction(10**400), "Не указано, сколько наставляемых"),
        ("mentor", "capacity", [3], "Не указано, сколько наставляемых"),
        ("mentor", "least", "два", "Наименьшая группа – не целое число"),
        ("mentor", "busy", 0.5, "занятых официальными парами, – не целое число"),
        ("mentor", "taken", -1, "занятых другими, – не целое число"),
        ("mentor", "trained", "да", "Непонятно, обучен ли наставник"),
        ("mentor", "years", 1j, "Стаж – не целое число"),
        ("mentee", "years", "5 лет", "Стаж – не целое число"),
        ("mentee", "born", "2009-05-01", "Дата рождения записана не как дата"),
        ("mentor", "born", 39934, "Дата рождения записана не как дата"),
    ],
)
def test_an_answer_that_cannot_be_read_is_said_of_whose_it_is(side: str, column: str, cell: Any, said: str) -> None:
    people = {"mentee": mentees(A={}), "mentor": mentors(X={})}
    people[side].at[people[side].index[0], column] = cell
    (problem,) = match(people["mentee"], people["mentor"]).problems.to_dict("records")
    assert problem[side] == people[side].index[0]
    assert said in problem["problem"]
    assert not match(mentees(A={column: None}), mentors(X={column: None, "capacity": 1})).problems["problem"].tolist()


def test_a_rank_that_is_none_is_said_of_the_choice_and_counts_as_the_first() -> None:
    chosen = choices(("A", "X", "mentee", -3), ("A", "Y", "mentee", None), ("A", "Z", "mentee", 10**400))
    found = match(mentees(A={}), mentors(X={}, Y={}, Z={}), preferences=chosen)
    assert found.problems["mentor"].tolist() == ["X"]
    assert "считается первым" in found.problems["problem"][0]
    assert found.candidates["mentor"].tolist() == ["X", "Y", "Z"]


@pytest.mark.parametrize("column", ["mentor", "verdict"])
def test_of_a_column_that_stands_twice_the_first_counts_and_it_is_said(column: str) -> None:
    decided = decisions(("A", "X", "rejected"))
    twice = pd.concat([decided, pd.DataFrame({column: ["?"]})], axis=1)
    found = match(mentees(A={}), mentors(X={}, Y={}), decisions=twice)
    assert found.pairs["mentor"].tolist() == ["Y"]
    assert found.problems["problem"].tolist() == [
        f"В таблице решений столбец «{column}» стоит не один раз: учтён первый. Оставьте один."
    ]


def test_a_column_that_stands_twice_is_said_of_every_table() -> None:
    previous = pd.DataFrame([("A", "X")], columns=["mentee", "mentor"])
    frames = [mentees(A={}), mentors(X={}), decisions(), choices(), previous]
    left, right, decided, chosen, previous = (pd.concat([frame, frame], axis=1) for frame in frames)
    found = match(left, right, decisions=decided, preferences=chosen, previous=previous)
    assert found.pairs["mentor"].tolist() == ["X"]
    assert {said.split(" столбец")[0] for said in found.problems["problem"]} == {
        "В таблице наставляемых",
        "В таблице наставников",
        "В таблице решений",
        "В таблице выбора после встречи",
        "В таблице прежних предложений",
    }


def test_an_id_is_the_same_whether_it_came_as_a_whole_number_as_one_with_a_fraction_or_as_text() -> None:
    left = mentees(A={}, B={}, C={}).set_axis([1, 2, 3])
    right = mentors(X={}, Y={}, Z={}).set_axis([7.0, 8.0, 9.0])
    decided = pd.DataFrame(
        {"mentee": [1.0, 2.0, None], "mentor": ["8", "7", None], "verdict": ["accepted"] * 2 + [None]}
    )
    avoiding = left.assign(avoids=pd.Series([None, None, (9.0,)], index=left.index, dtype="object"))
    found = match(avoiding, right, decisions=decided)
    assert found.problems.empty
    assert list(found.pairs[["mentee", "mentor"]].itertuples(index=False, name=None)) == [("1", "8"), ("2", "7")]
