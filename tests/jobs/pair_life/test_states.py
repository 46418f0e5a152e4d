"""What people read of pairs, of themselves and of mentors' places once all has been decided."""

from __future__ import annotations

from typing import Any

import pytest

from automation.workbook.book import Book
from jobs.pair_life import states
from sheets_schema.tabs.mentees import Mentees
from sheets_schema.tabs.mentors import Mentors
from sheets_schema.tabs.pairs import Pairs
from sheets_schema.vocabulary import AWAITS_ORDER, ENDED, NEEDS_DATA, NEW, NOBODY, OFFICIAL, PAIRED, READY, SEARCHING
from tests.jobs.books import book, consents, spelled

ORDER = {"id": "ПР-0001", "purpose": "order/pairs/2024-1", "number": "7", "dated": "12.01.2024", "signed": True}


def person(prefix: str, number: int) -> dict[str, Any]:
    return {"id": f"{prefix}-{number:04d}", "full_name": f"Человек {spelled(number)}"}


def pair(mentee: int, mentor: int, **more: Any) -> dict[str, Any]:
    return {"id": f"П-000{mentee}", "mentee": f"НМ-{mentee:04d}", "mentor": f"Н-{mentor:04d}", **more}


PEOPLE = {
    "mentees": [person("НМ", number) for number in (1, 2, 3)],
    "mentors": [person("Н", number) for number in (4, 5)],
}


def lived(*pairs: dict[str, Any], **rows: Any) -> Book:
    agreed = [
        {"id": f"{one['mentee']}/{one['mentor']}", "state": "принят", "decision": "принять"}
        | {side: one[side] for side in ("mentee", "mentor")}
        for one in pairs
    ]
    one = book({**PEOPLE, "pairs": pairs, "matches": agreed, "orders": [ORDER], **rows})
    states.run(one, one.today)
    return one


def test_a_mentor_has_as_many_places_taken_as_pairs_that_are_at_work() -> None:
    one = lived(pair(1, 4), pair(2, 4, order="ПР-0001"), pair(3, 5, ended_on="10.01.2024"))
    assert one[Pairs][Pairs.state].tolist() == [AWAITS_ORDER, OFFICIAL, ENDED]
    assert one[Mentors][Mentors.load].tolist() == [2, 0]


def test_who_is_in_a_pair_at_work_is_paired_and_ready_again_when_it_has_ended() -> None:
    one = lived(pair(1, 4), pair(2, 5, ended_on="10.01.2024"))
    assert one[Mentees][Mentees.status].tolist() == [PAIRED, READY, READY]
    assert one[Mentors][Mentors.status].tolist() == [PAIRED, READY]


def test_for_whom_the_matching_has_found_nobody_a_mentor_is_sought_until_the_curator_gives_one() -> None:
    nobody = [{"id": f"НМ-000{number}/—", "mentee": f"НМ-000{number}", "state": NOBODY} for number in (1, 2)]
    given = {**nobody[1], "decision": "назначить", "assigned": "Н-0004"}
    assert lived(matches=[nobody[0], given])[Mentees][Mentees.status].tolist() == [READY, READY, READY]  # no pair yet
    taken = {"id": "НМ-0003/Н-0005", "mentee": "НМ-0003", "mentor": "Н-0005", "decision": "принять", "state": "принят"}
    one = lived(pair(3, 5, agreed_on="10.01.2024"), matches=[nobody[0], given, taken])
    assert one[Mentees][Mentees.status].tolist() == [SEARCHING, READY, PAIRED]
    declined = {"id": "НМ-0001/Н-0004", "mentee": "НМ-0001", "mentor": "Н-0004", "decision": "отклонить"}
    assert lived(matches=[declined, *nobody])[Mentees][Mentees.status].tolist() == [SEARCHING, READY, READY]
    one._missing["matches"] = "Нет листа."
    states.run(one, one.today)
    assert one[Mentees][Mentees.status].tolist() == [SEARCHING, READY, PAIRED]


def test_who_has_agreed_and_not_said_yet_what_they_want_is_new_and_who_has_answered_in_part_lacks_data() -> None:
    silent = person("НМ", 1) | {"requests": None, "form": None}
    some = [silent, silent | {"id": "НМ-0002", "answered": "14.01.2024"}, person("НМ", 3) | {"requests": None}]
    one = lived(mentees=some, mentors=[person("Н", 4) | {"forms": None, "competences": None}, person("Н", 5)])
    assert one[Mentees][Mentees.status].tolist() == [NEW, NEEDS_DATA, NEEDS_DATA]
    assert one[Mentors][Mentors.status].tolist() == [NEW, READY]


@pytest.mark.parametrize("missing", ["pairs", "orders", "matches"])
def test_without_what_tells_who_is_in_a_pair_people_stand_as_they_stood_when_it_was_seen_last(missing: str) -> None:
    one = book({"mentees": [person("НМ", 1) | {"status": PAIRED}, person("НМ", 2)]})
    one._missing[missing] = "Нет листа."
    states.run(one, one.today)
    assert one[Mentees][Mentees.status].tolist() == [PAIRED, READY]


def test_an_end_that_is_no_date_is_asked_about_beside_the_pair() -> None:
    one = lived(pair(1, 4, ended_on="на днях"))
    assert one[Pairs][Pairs.problems].str.startswith("Завершена: «на днях» — не дата").all()


def test_beside_a_pair_that_is_stopped_it_says_what_to_do_about_the_order_that_names_it_or_that_there_is_none() -> None:
    taken_back = [
        {**one, "withdrawn_on": "14.01.2024"} if one["person"] == "Н-0004" else one for one in consents(PEOPLE)
    ]
    one = lived(pair(1, 4, order="ПР-0001"), pair(2, 4), consents=taken_back)
    named, not_named = one[Pairs][Pairs.problems]
    assert "Она есть в приказе № 7 от 12.01.2024: подпишите приказ о её прекращении" in named
    assert "Приказа о ней ещё нет" in not_named
