"""«Кто с кем»: everyone is there once, where a reader looks for them."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from automation.workbook.book import Book
from jobs.matching.who_with_whom import run
from sheets_schema.tabs.who_with_whom import STRENGTHS, WhoWithWhom, bar
from sheets_schema.vocabulary import (
    ACCEPTED,
    ALTERNATIVE,
    ENDED,
    HAS_PLACE,
    IS_PROPOSED,
    NO_MENTOR,
    NOBODY,
    OFFICIAL,
    PAIRED,
    PROPOSED,
    READY,
)
from tests.jobs.books import NOW, Rows, book, spelled

MENTORS = [
    {"id": "Н-0001", "full_name": "Соколова Мария", "status": PAIRED, "capacity": 3},
    {"id": "Н-0002", "full_name": "Громов Пётр", "status": READY, "capacity": 1},
    {"id": "Н-0003", "full_name": "Зимин Олег", "status": "выбыл", "capacity": 2},
]
MENTEES = [{"id": f"НМ-000{n}", "full_name": f"Человек {spelled(n)}", "status": READY} for n in range(1, 5)]


def match(mentee: int, mentor: int | None, state: str, score: float | None = None) -> dict[str, Any]:
    other = f"Н-000{mentor}" if mentor else None
    row = {"id": f"НМ-000{mentee}/{other or '—'}", "mentee": f"НМ-000{mentee}", "mentor": other, "state": state}
    return {**row, "score": score, "reasons": "поможет с запросом"}


MATCHES = [
    match(1, 1, ACCEPTED, 64.0),
    match(2, 1, PROPOSED, 91.5),
    match(2, 2, ALTERNATIVE, 95.0),
    match(3, None, NOBODY),
]
PAIRS = [
    {"id": "П-0001", "mentee": "НМ-0001", "mentor": "Н-0001", "state": OFFICIAL},
    {"id": "П-0002", "mentee": "НМ-0004", "mentor": "Н-0001", "state": ENDED},
]


def drawn(matches: Rows = MATCHES, pairs: Rows = PAIRS, picture: Rows = ()) -> Book:
    one = book({"mentors": MENTORS, "mentees": MENTEES, "matches": matches, "pairs": pairs, "whowithwhom": picture})
    run(one, NOW.date())
    return one


def as_rows(one: Book) -> Rows:
    """What was drawn, as the next cycle reads it."""
    cells = one[WhoWithWhom].frame.astype(object)
    return [
        {str(name): cell for name, cell in row.items()} for row in cells.where(cells.notna(), None).to_dict("records")
    ]


def lines(one: Book) -> list[tuple[Any, ...]]:
    names = ["mentor_name", "places", "mentee_name", "score", "state"]
    frame = one[WhoWithWhom].frame.sort_values(WhoWithWhom.id)[names].astype(object)
    return list(frame.where(frame.notna(), None).itertuples(index=False, name=None))


def test_pairs_of_a_mentor_stand_together_then_who_has_places_then_who_has_nobody() -> None:
    assert lines(drawn()) == [
        ("Соколова Мария", "2 из 3", "Человек В", 91.5, IS_PROPOSED),
        (None, None, "Человек Б", 64.0, OFFICIAL),
        ("Громов Пётр", "0 из 1", None, None, HAS_PLACE),
        (None, None, "Человек Г", None, NO_MENTOR),
    ]


def test_a_second_drawing_of_the_same_changes_nothing() -> None:
    again = drawn(picture=as_rows(drawn()))
    assert not again.changes().get("whowithwhom")


def test_what_is_no_longer_there_is_wiped_off_and_the_lines_are_used_again() -> None:
    fewer = drawn(matches=MATCHES[:1], picture=as_rows(drawn()))
    assert lines(fewer) == [
        ("Соколова Мария", "1 из 3", "Человек Б", 64.0, OFFICIAL),
        ("Громов Пётр", "0 из 1", None, None, HAS_PLACE),
        (None, None, None, None, None),
        (None, None, None, None, None),
    ]


def test_with_nobody_at_all_the_picture_is_empty() -> None:
    one = book({})
    run(one, NOW.date())
    assert len(one[WhoWithWhom]) == 0


def test_somebody_whose_number_of_places_cannot_be_read_is_drawn_all_the_same() -> None:
    one = book({"mentors": [{"id": "Н-0001", "full_name": "Соколова Мария", "status": READY, "capacity": "много"}]})
    run(one, NOW.date())
    assert one[WhoWithWhom][WhoWithWhom.places].tolist() == ["0 из ?"]


@pytest.mark.parametrize(("score", "squares"), [(0, 0), (4.9, 0), (50, 5), (99.9, 10), (100, 10), (250, 10)])
def test_a_bar_is_as_long_as_the_score(score: float, squares: int) -> None:
    assert bar(score) == STRENGTHS[squares]
    assert bar(score).count("■") == squares
    assert len(bar(score)) == 10


def test_a_pair_without_a_score_has_no_bar() -> None:
    one = drawn(matches=[match(1, 1, ACCEPTED)])
    assert pd.isna(one[WhoWithWhom][WhoWithWhom.strength].iloc[0])
