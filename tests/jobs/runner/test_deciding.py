"""What a program keeps of a spreadsheet saves work and changes nothing of what is decided."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from automation.workbook.book import Book
from automation.workbook.memory import Memory
from jobs.runner.deciding import decide
from jobs.runner.job import Job, jobs_of
from sheets_schema.nastavnik import NASTAVNIK
from sheets_schema.tabs.journal import Journal
from sheets_schema.tabs.letters import Letters
from sheets_schema.tabs.mentees import Mentees
from sheets_schema.tabs.pairs import Pairs
from tests.jobs.books import NOW, book
from tests.workbook.tables import tab

MENTEE = {"id": "НМ-0001", "full_name": "Лапина Яна Олеговна", "email": "lapina@example.com", "born": "01.02.1999"}


class Counted:
    """A job that counts how often it decides, and does what it is told."""

    def __init__(self, decision: Any = lambda book, today: None) -> None:
        self.times = 0
        self._decision = decision
        self.job = Job("collect", "счёт", (), "", self._decide)

    def _decide(self, book: Book, today: date) -> None:
        self.times += 1
        self._decision(book, today)


def again(memory: Memory, job: Job, *, now: datetime = NOW, **tabs: Any) -> Book:
    """The job decides over a spreadsheet that says this, as it is read anew."""
    rows = {"mentees": [MENTEE], **tabs}
    found = {sheet.name: tab(sheet, rows.get(sheet.name, ())) for sheet in NASTAVNIK.sheets}
    one = Book(found, now, NASTAVNIK, memory=memory)
    decide(one, [job])
    return one


def looks_at_mentees(book: Book, today: date) -> None:
    book[Mentees].frame.head()


def test_a_job_that_left_all_as_it_was_does_not_decide_again_over_the_same_tables() -> None:
    one, memory = Counted(looks_at_mentees), Memory()
    for _ in range(3):
        again(memory, one.job)
    assert one.times == 1
    again(memory, one.job, letters=[{"id": "fix/НМ-0001/2024-01-01"}])
    assert one.times == 1, "it has not looked at that"


@pytest.mark.parametrize(
    "change",
    [
        {"mentees": [{**MENTEE, "full_name": "Лапина Яна Юрьевна"}]},
        {"mentees": [{**MENTEE, "withdrawn": True}]},
        {"mentees": [{**MENTEE, "phone": 1}]},
        {"mentees": [{**MENTEE, "phone": True}]},
        {"mentees": []},
        {"now": NOW + timedelta(days=1)},
    ],
)
def test_it_decides_again_once_a_table_that_it_has_looked_at_or_the_day_is_another(change: Mapping[str, Any]) -> None:
    one, memory = Counted(looks_at_mentees), Memory()
    again(memory, one.job)
    again(memory, one.job, **change)
    assert one.times == 2


def test_a_job_that_asks_for_the_time_or_changes_something_or_wants_a_state_decides_every_time() -> None:
    def status(book: Book, today: date) -> None:
        book[Mentees][Mentees.history] = "читано"

    def numbers(book: Book, today: date) -> None:
        book.new_keys(book[Pairs], 1)

    def fails(book: Book, today: date) -> None:
        raise ValueError

    for decision in (lambda book, today: book.now, status, numbers, fails):
        one, memory = Counted(decision), Memory()
        for _ in range(2):
            again(memory, one.job)
        assert one.times == 2, decision


def test_what_it_told_the_journal_is_told_again() -> None:
    def tells(book: Book, today: date) -> None:
        book.notices.append("столбец удалён")

    one, memory = Counted(tells), Memory()
    assert [again(memory, one.job).notices for _ in range(2)] == [["столбец удалён"]] * 2
    assert one.times == 1


def test_a_consent_that_is_taken_back_brings_every_job_that_saw_the_person_to_decide_again() -> None:
    one, memory = Counted(looks_at_mentees), Memory()
    given = {"id": "СГ-0001", "person": "НМ-0001", "kind": "персональные данные", "answer": "да"}
    again(memory, one.job, consents=[{**given, "given_on": "01.09.2023"}])
    again(memory, one.job, consents=[{**given, "given_on": "01.09.2023", "withdrawn_on": "10.01.2024"}])
    assert one.times == 2


EDITS = st.sampled_from(
    [
        ("mentees", {**MENTEE, "id": "НМ-0002", "full_name": "Котов Яков Ильич", "email": "kotov@example.com"}),
        ("mentees", {**MENTEE, "id": "НМ-0003", "full_name": "Котов", "email": "@"}),
        ("mentors", {"id": "Н-0001", "full_name": "Орлов Пётр Ильич", "email": "orlov@example.com", "capacity": 1}),
        ("matches", {"id": "НМ-0001/Н-0001", "mentee": "НМ-0001", "mentor": "Н-0001", "decision": "принять"}),
        ("pairs", {"id": "П-0007", "mentee": "НМ-0002", "mentor": "Н-0001"}),
        ("staff", {"id": "С-0001", "full_name": "Гусева Анна Павловна", "role": "куратор"}),
    ]
)


@settings(max_examples=10, deadline=None)
@given(st.lists(EDITS, min_size=1, max_size=4), st.integers(0, 1))
def test_whatever_is_edited_between_cycles_the_same_is_decided_as_without_memory(
    edits: list[tuple[str, dict[str, Any]]], days: int
) -> None:
    jobs, memory = jobs_of(("validate", "match", "pairs", "who_with_whom")), Memory()
    rows: dict[str, list[dict[str, Any]]] = {"mentees": [MENTEE]}
    for at, (name, row) in enumerate([("", {}), *edits, ("", {})]):
        if name:
            rows = {**rows, name: [*rows.get(name, []), row]}
        now = NOW + timedelta(days=days * at)
        remembering, fresh = book(rows, now=now), book(rows, now=now)
        remembering = Book(remembering.tabs, now, NASTAVNIK, memory=memory)
        for one in (remembering, fresh):
            decide(one, jobs)
        assert remembering.changes() == fresh.changes()
        assert remembering.notices == fresh.notices
        assert Journal.name not in fresh.changes() and Letters.name not in fresh.changes()


def test_a_job_that_fails_half_way_leaves_the_book_as_it_found_it_and_the_next_one_decides() -> None:
    def fails(book: Book, today: date) -> None:
        book[Mentees][Mentees.history] = "наполовину"
        book.new_keys(book[Pairs], 1)
        book.notices.append("наполовину")
        raise ValueError(MENTEE["full_name"])

    def goes_on(book: Book, today: date) -> None:
        book[Mentees][Mentees.history] = "целиком"

    one = book({"mentees": [MENTEE]})
    untouched = one.state.model_copy(deep=True)
    decide(one, [Counted(fails).job])
    assert not one.changes() and one.state == untouched
    (notice,) = one.notices
    assert notice.startswith("Задание «счёт» не выполнено из-за ошибки программы (ValueError")
    decide(one, [Counted(fails).job, Counted(goes_on).job])
    assert one[Mentees][Mentees.history].tolist() == ["целиком"]
