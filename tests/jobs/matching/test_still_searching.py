"""A mentee for whom nobody was found reads so once, and again only when something has changed."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from automation.workbook.book import Book
from automation.workbook.cells import serial
from jobs.matching import still_searching
from sheets_schema.tabs.letters import Letters
from tests.jobs.books import Rows, book
from tests.jobs.mornings import STAFF, days, morning

FIRST = date(2024, 1, 8)
"""When the curator agreed on the first pair."""
OTHERS = {"id": "П-0001", "mentee": "НМ-0002", "mentor": "Н-0001", "agreed_on": serial(FIRST)}


def waiting(pairs: Rows = (OTHERS,), state: str = "нет наставника", decision: str | None = None, **person: Any) -> Book:
    mentee = {
        "id": "НМ-0001",
        "full_name": "Юнга Олег Ильич",
        "email": "yunga@example.com",
        "requests": "спорт и здоровье",
    }
    row = {"id": "НМ-0001/—", "mentee": "НМ-0001", "state": state, "decision": decision}
    found: dict[str, Rows] = {"mentees": [mentee | person], "matches": [row], "pairs": pairs, "staff": STAFF}
    return book(found)


def told(one: Book, *of: date) -> list[date]:
    """The days on which the mentee was written to."""
    for day in of:
        one.moment = morning(day)
        still_searching.run(one, day)
    return [moment.date() for moment in one[Letters][Letters.queued_at]]


MONTH = list(days(FIRST, FIRST + timedelta(days=60)))


def test_two_weeks_after_others_have_mentors_they_read_once_what_comes_next() -> None:
    one = waiting()
    assert told(one, *MONTH) == [FIRST + timedelta(days=14)]
    text = one[Letters][Letters.text].iloc[0].replace("\n", " ")
    assert "вы просили помочь с этим: спорт и здоровье" in text and "Делать ничего не нужно" in text
    assert "спросите куратора, к кому обратиться: Бережной Олег Ильич" in text


@pytest.mark.parametrize(
    "change",
    [
        {"pairs": ()},
        {"state": "предложен"},
        {"decision": "назначить"},
        {"withdrawn": True},
        {"email": "нет"},
        {"full_name": "1"},
    ],
)
def test_nobody_reads_so_who_takes_no_part_or_is_seen_to_or_while_nobody_has_a_pair(change: dict[str, Any]) -> None:
    assert told(waiting(**change), *MONTH) == []


def test_whoever_came_later_has_waited_since_they_came() -> None:
    assert told(waiting(answered=serial(FIRST + timedelta(days=7))), *MONTH) == [FIRST + timedelta(days=21)]


def test_when_a_pair_of_theirs_has_ended_they_read_that_another_mentor_is_sought() -> None:
    before = waiting()
    told(before, *MONTH)
    ended = {**OTHERS, "id": "П-0002", "mentee": "НМ-0001", "ended_on": serial(MONTH[-1])}
    known = before[Letters].frame[["id", "recipient", "reasons"]].to_dict("records")
    row = {"id": "НМ-0001/—", "mentee": "НМ-0001", "state": "нет наставника"}
    mentee = {"id": "НМ-0001", "full_name": "Юнга Олег Ильич", "email": "yunga@example.com"}
    tabs: dict[str, Any] = {"mentees": [mentee], "matches": [row], "pairs": [OTHERS, ended], "letters": known}
    again = book(tabs)
    told(again, *days(MONTH[-1], MONTH[-1] + timedelta(days=30)))
    assert len(again[Letters]) == 2 and "ищем вам нового наставника" in again[Letters][Letters.text].iloc[-1]
