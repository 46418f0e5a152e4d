"""Mentees, mentors and decisions for tests: written out, or drawn by hypothesis."""

from __future__ import annotations

from typing import Any

import pandas as pd
from hypothesis import strategies as st

FORM = "педагог–педагог"
OTHER_FORM = "студент–студент"


def mentees(**people: dict[str, Any]) -> pd.DataFrame:
    """A frame of mentees; a cell not given is filled with something that fits everyone."""
    default = {"form": FORM, "requests": (), "days": (), "department": None, "interests": ()}
    rows = [{**default, "person": f"{id_}@mentees", **person} for id_, person in people.items()]
    return pd.DataFrame(rows, index=list(people), columns=[*default, "person"])


def mentors(**people: dict[str, Any]) -> pd.DataFrame:
    """A frame of mentors with one place each, unless given."""
    default = {
        "forms": (FORM,),
        "competences": ("урок",),
        "capacity": 1,
        "days": (),
        "department": None,
        "interests": (),
    }
    rows = [{**default, "person": f"{id_}@mentors", **person} for id_, person in people.items()]
    return pd.DataFrame(rows, index=list(people), columns=[*default, "person"])


def decisions(*rows: tuple[Any, Any, Any]) -> pd.DataFrame:
    return pd.DataFrame(list(rows), columns=["mentee", "mentor", "verdict"])


def _some(values: list[str], at_most: int = 3) -> st.SearchStrategy[tuple[str, ...]]:
    return st.lists(st.sampled_from(values), unique=True, max_size=at_most).map(tuple)


_forms = st.sampled_from([FORM, FORM, OTHER_FORM])
_topics = ["урок", "портфолио", "конкурс", "адаптация"]
_in_common = {
    "days": _some(["пн", "вт", "ср"]),
    "department": st.sampled_from([None, "логистика", "экономика"]),
    "interests": _some(["театр", "футбол"]),
    "person": st.sampled_from([f"{name}@example.org" for name in "abcdefghij"]),
}


@st.composite
def small_cases(draw: st.DrawFn) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Up to five mentees and four mentors, few enough to try every combination."""
    wanting = st.fixed_dictionaries({"form": _forms, "requests": _some(_topics), **_in_common})
    giving = st.fixed_dictionaries(
        {
            "forms": _some([FORM, OTHER_FORM]),
            "competences": _some(_topics),
            "capacity": st.integers(0, 2),
            **_in_common,
        }
    )
    left = draw(st.lists(wanting, min_size=1, max_size=5))
    right = draw(st.lists(giving, min_size=1, max_size=4))
    return (
        mentees(**{f"НМ-{at}": person for at, person in enumerate(left)}),
        mentors(**{f"М-{at}": person for at, person in enumerate(right)}),
    )
