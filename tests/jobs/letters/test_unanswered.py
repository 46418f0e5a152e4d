"""Who was asked for something and has not answered in time is one list, whatever they were asked for."""

from __future__ import annotations

from typing import Any

from jobs.desk import today
from jobs.letters.waiting import UNANSWERED, waiting
from sheets_schema.vocabulary import IS_AWAITED, IS_PAST_DUE, PERSONAL_DATA
from tests.jobs.books import book, consents

ANNA = {"id": "НМ-0001", "full_name": "Лапина Анна Олеговна"}
YAN = {"id": "Н-0001", "full_name": "Зуев Ян Ильич"}
LATE = {"standing": IS_PAST_DUE, "due": "10.01.2024"}
ROWS: dict[str, Any] = {
    "mentees": [ANNA],
    "mentors": [YAN],
    "consents": [
        *consents({"mentors": [YAN]}),
        {"id": "СГ-0009", "person": "НМ-0001", "kind": PERSONAL_DATA, "occasion": f"{PERSONAL_DATA}/НМ-0001", **LATE},
    ],
    "compatibility": [
        {"id": "СВ-0001", "pair": "П-0001", "person": "Н-0001", "occasion": "П-0001/Н-0001", **LATE},
        {"id": "СВ-0002", "pair": "П-0001", "person": "НМ-0001", "occasion": "П-0001/НМ-0001", "standing": IS_AWAITED},
        {"id": "СВ-0003", "pair": "П-0001", "person": "С-0001", "occasion": "П-0001/С-0001", **LATE},
    ],
}


def test_whoever_is_past_due_is_told_of_with_what_is_awaited_and_staff_and_those_who_have_time_are_not() -> None:
    told = [(one.who, one.what) for one in waiting(book(ROWS)) if one.matter is UNANSWERED]
    assert sorted(told) == [
        ("Зуев Ян Ильич (Н-0001)", "«Совместимость», ждали до 10.01.2024"),
        ("Лапина Анна Олеговна (НМ-0001)", "«Согласия», ждали до 10.01.2024"),
    ]


def test_the_desk_shows_the_same_list() -> None:
    one = book(ROWS)
    (group,) = [group for group in today.groups(one, one.today) if group.title == UNANSWERED.do]
    assert group.count == 2
