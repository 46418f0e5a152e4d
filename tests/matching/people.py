"""Mentees, mentors, decisions and choices for tests: written out, or drawn by hypothesis."""

from __future__ import annotations

from datetime import date
from typing import Any

import pandas as pd
from hypothesis import strategies as st

from automation.matching import Rules
from sheets_schema.vocabulary import DAYTIMES, DEPARTMENT_RULES, MEETING_WAYS

FORM = "педагог–педагог"
OTHER_FORM = "студент–студент"

_SAID_NOTHING: dict[str, Any] = {
    "days": (),
    "times": (),
    "meeting": None,
    "department": None,
    "interests": (),
    "years": None,
    "born": None,
    "avoids": (),
}


def mentees(**people: dict[str, Any]) -> pd.DataFrame:
    """A frame of mentees; a cell not given is filled with something that fits everyone."""
    default = {"form": FORM, "requests": (), "wish": "", **_SAID_NOTHING}
    return _frame(
        {id_: {**default, "person": f"{id_}@mentees", **one} for id_, one in people.items()}, [*default, "person"]
    )


def mentors(**people: dict[str, Any]) -> pd.DataFrame:
    """A frame of mentors with one place each, unless given."""
    default = {
        "forms": (FORM,),
        "competences": ("урок",),
        "capacity": 1,
        "least": 0,
        "taken": 0,
        "busy": 0,
        "ages": (),
        "trained": False,
        "experience": "",
        **_SAID_NOTHING,
    }
    return _frame(
        {id_: {**default, "person": f"{id_}@mentors", **one} for id_, one in people.items()}, [*default, "person"]
    )


def _frame(people: dict[str, dict[str, Any]], columns: list[str]) -> pd.DataFrame:
    # As objects: a column of None and numbers would otherwise turn into one of floats.
    return pd.DataFrame(list(people.values()), index=list(people), columns=columns, dtype="object")


def decisions(*rows: tuple[Any, Any, Any]) -> pd.DataFrame:
    return pd.DataFrame(list(rows), columns=["mentee", "mentor", "verdict"])


def choices(*rows: tuple[Any, Any, Any, Any]) -> pd.DataFrame:
    return pd.DataFrame(list(rows), columns=["mentee", "mentor", "by", "rank"])


def _some(values: list[str] | tuple[str, ...], at_most: int = 3) -> st.SearchStrategy[tuple[str, ...]]:
    return st.lists(st.sampled_from(values), unique=True, max_size=at_most).map(tuple)


_forms = st.sampled_from([FORM, FORM, OTHER_FORM, None])
_topics = ["урок", "портфолио", "конкурс", "адаптация"]
_texts = st.lists(st.sampled_from(["двигатели", "двигатель", "сварка", "гитара", "чертёж", "и", "хочу"]), max_size=6)
_birthdays = st.none() | st.sampled_from([date(1980, 2, 29), date(2005, 9, 1), date(2006, 11, 20), date(2006, 11, 21)])
_in_common = {
    "days": _some(["пн", "вт", "ср"]),
    "times": _some(DAYTIMES, 2),
    "meeting": st.none() | st.sampled_from(MEETING_WAYS),
    "department": st.sampled_from([None, "логистика", "Экономика", "экономика"]),
    "interests": _some(["театр", "футбол"]),
    "years": st.none() | st.integers(0, 30),
    "born": _birthdays,
    "person": st.sampled_from([f"{name}@example.org" for name in "abcdefghij"]),
}


@st.composite
def small_cases(draw: st.DrawFn) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Up to five mentees and four mentors, few enough to try every combination."""
    wanting = st.fixed_dictionaries(
        {
            "form": _forms,
            "requests": _some(_topics),
            "wish": _texts.map(" ".join),
            "avoids": _some(["М-0", "М-1"], 1),
            **_in_common,
        }
    )
    giving = st.fixed_dictionaries(
        {
            "forms": _some([FORM, OTHER_FORM]),
            "competences": _some(_topics),
            "capacity": st.integers(0, 2),
            "busy": st.integers(0, 2),
            "trained": st.booleans(),
            "experience": _texts.map(" ".join),
            "avoids": _some(["НМ-0", "НМ-1"], 1),
            **_in_common,
        }
    )
    left = draw(st.lists(wanting, min_size=1, max_size=5))
    right = draw(st.lists(giving, min_size=1, max_size=4))
    return (
        mentees(**{f"НМ-{at}": person for at, person in enumerate(left)}),
        mentors(**{f"М-{at}": person for at, person in enumerate(right)}),
    )


some_rules = st.builds(
    Rules,
    department_rule=st.sampled_from(DEPARTMENT_RULES),
    training_required=st.booleans(),
    common_time_required=st.booleans(),
    as_of=st.sampled_from([None, date(2024, 11, 20)]),
)


def some_choices(left: pd.DataFrame, right: pd.DataFrame) -> st.SearchStrategy[dict[tuple[str, str, str], int]]:
    """Who chose whom after the meeting: (mentee, mentor, who of the two chose) → rank."""
    pairs = st.tuples(*(st.sampled_from(list(ids)) for ids in (left.index, right.index, ["mentee", "mentor"])))
    return st.dictionaries(pairs, st.integers(1, 7), max_size=6)
