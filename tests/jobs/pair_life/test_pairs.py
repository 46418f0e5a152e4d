"""Accepted candidates become rows of the register, and what a row says is completed where it can be."""

from __future__ import annotations

from jobs.pair_life import pairs
from sheets_schema.tabs.pairs import Pairs
from tests.jobs.books import book

MENTOR = {"id": "Н-0001", "full_name": "Орлов Пётр Ильич"}
MENTEE = {"id": "НМ-0001", "full_name": "Лапина Яна Олеговна"}
ROW = {"id": "П-0001", "mentor": "Н-0001", "mentee": "НМ-0001"}
NAMES = {"mentor_name": "Орлов Пётр Ильич", "mentee_name": "Лапина Яна Олеговна"}


def test_names_and_what_the_pair_works_on_are_said_again_once_they_may_be() -> None:
    one = book({"mentors": [MENTOR], "mentees": [MENTEE], "pairs": [ROW]})
    pairs.run(one, one.today)
    row = one[Pairs].frame.iloc[0]
    assert (row["mentor_name"], row["mentee_name"]) == tuple(NAMES.values())
    assert row["direction"] == "помощь в учёбе"


def test_a_pair_whose_people_are_no_longer_in_the_banks_stays_as_it_is() -> None:
    one = book({"pairs": [{**ROW, **NAMES}]})
    pairs.run(one, one.today)
    assert one.changes() == {}


def test_what_a_pair_works_on_stays_though_its_people_ask_for_something_else_by_now() -> None:
    row = {**ROW, **NAMES, "direction": "публичные выступления"}
    one = book({"mentors": [MENTOR], "mentees": [MENTEE], "pairs": [row]})
    pairs.run(one, one.today)
    assert one.changes() == {}
