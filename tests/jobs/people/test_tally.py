"""How much is wrong in each bank is said once above its table."""

from __future__ import annotations

from typing import Any

from jobs.people.tally import NOTHING_WRONG
from jobs.runner.deciding import decide
from jobs.runner.job import jobs_of
from sheets_schema.tabs.mentees import Mentees
from tests.jobs.books import book, consents

ANNA = {"id": "НМ-0001", "full_name": "Лапина Анна Олеговна"}
YAN = {"id": "НМ-0002", "full_name": "Зуев Ян Ильич", "requests": None}
OLGA = {"id": "НМ-0003", "full_name": "Белова Ольга Ильинична", "email": "нет"}
IGOR = {"id": "НМ-0004", "full_name": "Котов Игорь Ильич"}
LEFT = {"id": "НМ-0005", "full_name": "Дроздова Инна Ильинична", "requests": None, "withdrawn": True}
JOBS = ("validate", "states", "tally")


def test_rows_to_be_put_right_those_with_advice_and_those_without_consent_are_counted_apart() -> None:
    people: list[dict[str, Any]] = [ANNA, YAN, OLGA, IGOR, LEFT]
    one = book({"mentees": people, "consents": consents({"mentees": [ANNA, YAN, OLGA, LEFT]})})
    decide(one, jobs_of(JOBS))
    assert one.state.notes == {Mentees.name: "Сейчас строк: исправить — 1, с советом — 1, без согласия — 1."}
    assert one.changes()[Mentees.name].note == one.state.notes[Mentees.name]


def test_where_nothing_is_wrong_nothing_is_said_until_something_was() -> None:
    one = book({"mentees": [ANNA]})
    decide(one, jobs_of(JOBS))
    assert one.state.notes == {}
    told = book({"mentees": [ANNA]}, state=one.state.model_copy(update={"notes": {Mentees.name: "Сейчас строк: …"}}))
    decide(told, jobs_of(JOBS))
    assert told.changes()[Mentees.name].note == told.state.notes[Mentees.name] == NOTHING_WRONG
