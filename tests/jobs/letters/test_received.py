"""Whoever sends a questionnaire is told once that it has come; the letter leads to their own answer, as does the one
that asks to correct it.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from automation.google.forms import Response
from automation.workbook.book import Book
from automation.workbook.questionnaires import question_id
from jobs.letters.correspondence import FIX, MANY_LETTERS, RECEIVED, awaiting_leave, held_back, kind_of
from jobs.runner.deciding import decide
from jobs.runner.job import jobs_of
from sheets_schema.form import AGREE, DISAGREE
from sheets_schema.questionnaires.consents import PersonalDataConsent
from sheets_schema.questionnaires.mentee_questionnaire import MenteeQuestionnaire
from sheets_schema.tabs.letters import Letters
from sheets_schema.tabs.mentees import Mentees
from sheets_schema.vocabulary import PARENT, PERSONAL_DATA, SENT
from tests.jobs.books import NOW, book

EMBEDDED = "http://127.0.0.1:8000/forms/d/e/abc/viewform"
CONSENT = "http://127.0.0.1:8000/forms/d/e/consent/viewform"
GOOGLE = "https://docs.google.com/forms/d/e/abc/viewform"
ANSWERS = {
    Mentees.full_name: "ветрова анна",
    Mentees.email: "vetrova@example.com",
    Mentees.born: "2005-03-14",
    Mentees.occupation: "А-21",
    Mentees.form: "педагог–студент",
    Mentees.requests: "помощь в учёбе",
    PERSONAL_DATA: AGREE,
}


def answered(one: Book, said: dict[str, str], *, id_: str = "ACYDfirst", at: datetime = NOW) -> Book:
    """The book after a cycle into which this response came."""
    given = {question_id(MenteeQuestionnaire, subject): (answer,) for subject, answer in said.items()}
    one.moment = at
    one.responses = {MenteeQuestionnaire.name: [Response(id_, f"{at:%Y-%m-%dT%H:%M:%SZ}", given)]}
    decide(one, jobs_of(("collect", "validate", "received", "states", "remind")))
    one.responses = {}
    return one


def school(link: str = EMBEDDED) -> Book:
    one = book({"consents": ()})
    one.state.links[MenteeQuestionnaire.name] = link
    one.state.links[PersonalDataConsent.name] = CONSENT
    return one


def test_whoever_has_had_many_letters_is_spared_what_asks_nothing_of_them() -> None:
    one = answered(school(), ANSWERS)
    number = one[Mentees][Mentees.id].iloc[0]
    said = {Letters.recipient: ANSWERS[Mentees.email], Letters.state: SENT}
    one[Letters].append([{Letters.id: f"trial/{number}/2024-01-{day:02}", **said} for day in range(1, MANY_LETTERS)])
    answered(one, ANSWERS, id_="ACYDsecond", at=NOW + timedelta(days=1))
    assert len(letters(one)) == 1
    answered(one, ANSWERS | {Mentees.born: "1890-03-14"}, id_="ACYDthird", at=NOW + timedelta(days=2))
    assert len(letters(one, FIX)) == 1  # what asks for something reaches them all the same


def letters(one: Book, kind: str = RECEIVED) -> list[dict[Any, Any]]:
    found: list[dict[Any, Any]] = [
        row for row in one[Letters].frame.to_dict("records") if kind_of(row[Letters.id]) == kind
    ]
    return found


def test_an_answer_is_confirmed_in_the_cycle_that_collects_it_without_a_word_of_it() -> None:
    one = answered(school(), ANSWERS)
    (letter,) = letters(one)
    assert letter[Letters.recipient] == "vetrova@example.com"
    text = letter[Letters.text]
    assert f"({EMBEDDED}?edit2=ACYDfirst)" in text and "НМ-0001" in text and "Если вы не заполняли анкету" in text
    assert not any(word in text for word in ("Ветрова", "Анна", "А-21", "учёб"))
    assert not letters(one, "fix")


def test_it_is_confirmed_once_however_often_it_is_changed_and_again_to_another_address() -> None:
    one = answered(school(), ANSWERS)
    answered(one, {**ANSWERS, Mentees.occupation: "А-22"}, at=NOW + timedelta(hours=1))
    assert len(letters(one)) == 1 and len(one[Mentees]) == 1
    answered(one, {**ANSWERS, Mentees.email: "anna@example.com"}, at=NOW + timedelta(hours=2))
    assert [letter[Letters.recipient] for letter in letters(one)] == ["vetrova@example.com", "anna@example.com"]


def test_a_changed_answer_is_its_row_s_though_name_address_and_birthday_are_others() -> None:
    one = answered(school(), ANSWERS)
    other: dict[str, str] = {
        Mentees.full_name: "Ветрова Анна Ильинична",
        Mentees.email: "a@example.com",
        Mentees.born: "2004-03-14",
    }
    answered(one, {**ANSWERS, **other}, at=NOW + timedelta(hours=1))
    assert one[Mentees][Mentees.full_name].tolist() == ["Ветрова Анна Ильинична"]
    answered(one, {**ANSWERS, **other}, id_="ACYDsecond", at=NOW + timedelta(hours=2))
    assert one[Mentees][Mentees.response].tolist() == ["ACYDsecond"]


def test_google_shows_an_answer_to_its_author_alone_so_the_letter_leads_to_the_form() -> None:
    (letter,) = letters(answered(school(GOOGLE), ANSWERS))
    assert f"({GOOGLE})" in letter[Letters.text] and "edit2" not in letter[Letters.text]


@pytest.mark.parametrize(
    ("said", "asked"),
    [
        ({PERSONAL_DATA: DISAGREE}, f"[{PersonalDataConsent.title}]({CONSENT}?usp=pp_url&entry"),
        ({PERSONAL_DATA: DISAGREE}, "Если участнику нет 18 лет, вместо него согласие даёт родитель"),
        ({Mentees.born: "2010-03-14"}, "согласие на обработку персональных данных даёт родитель"),
        ({Mentees.phone: "много"}, "Телефон: ответ не подходит"),
        ({Mentees.phone: "много"}, f"[Исправить ответ]({EMBEDDED}?edit2=ACYDfirst)"),
    ],
)
def test_what_needs_something_is_answered_by_the_letter_that_asks_for_it(said: dict[str, str], asked: str) -> None:
    one = answered(school(), {**ANSWERS, **said})
    assert not letters(one)
    (letter,) = letters(one, "fix")
    assert asked in letter[Letters.text]


def test_a_parent_who_agreed_is_enough() -> None:
    parent = {Mentees.born: "2010-03-14", Mentees.parent: "Ветрова Ольга Ильинична", PARENT: AGREE}
    assert len(letters(answered(school(), {**ANSWERS, **parent}))) == 1


@pytest.mark.parametrize("address", ["нет", "anna@@mail", "anna@mail.ri"])
def test_no_letter_goes_to_what_is_no_address(address: str) -> None:
    assert not len(answered(school(), {**ANSWERS, Mentees.email: address})[Letters])


def test_what_was_answered_before_the_last_week_or_the_new_year_and_what_no_form_brought_is_no_news() -> None:
    row = {"id": "НМ-0001", "full_name": "Ветрова Анна", "answered": "14.01.2024", "response": "ACYDfirst"}
    of_late = book({"mentees": [row]})
    decide(of_late, jobs_of(("validate", "received")))
    assert len(letters(of_late)) == 1
    turned = book({"mentees": [row]})
    turned.state.new_year = "2024-01-15"
    decide(turned, jobs_of(("validate", "received")))
    assert not letters(turned)
    for other in ({"answered": "01.01.2024"}, {"response": None}):
        one = book({"mentees": [{**row, **other}]}, now=datetime(2024, 1, 15, 6, tzinfo=UTC))
        decide(one, jobs_of(("validate", "received")))
        assert not letters(one)


def test_a_whole_intake_waits_for_its_hour_behind_what_asks_for_something_and_for_nobody_s_leave() -> None:
    letter = {"recipient": "a@example.com", "state": "в очереди", "queued_at": "15.01.2024 08:00"}
    kinds = [*(f"received/НМ-{number:04d}/x" for number in range(60)), "fix/НМ-0001/2024-01-15"]
    one = book({"letters": [{**letter, "id": key} for key in kinds]}, letters_at_once=50, form_letters_an_hour=2)
    assert not len(awaiting_leave(one))
    waits = one[Letters][Letters.id][held_back(one)]
    assert len(waits) == 59 and "received/НМ-0000/x" not in set(waits) and "fix/НМ-0001/2024-01-15" not in set(waits)


def test_a_mentor_who_refuses_the_duties_gets_the_letter_that_says_what_that_means() -> None:
    row = {"id": "Н-0001", "full_name": "Осипов Павел", "answered": "14.01.2024", "response": "ACYDfirst"}
    agreed = {"person": "Н-0001", "kind": PERSONAL_DATA, "answer": "да", "given_on": "14.01.2024", "id": "СГ-0001"}
    one = book({"mentors": [{**row, "forms": "педагог–педагог"}], "consents": [agreed]})
    decide(one, jobs_of(("validate", "received", "states", "remind")))
    assert not letters(one)
    (letter,) = letters(one, "fix")
    assert "не можем включить вас в приказ" in letter[Letters.text]


def test_an_address_gets_one_confirmation_a_day_and_the_other_child_of_the_family_the_next_day() -> None:
    sister = {**ANSWERS, Mentees.full_name: "Ветрова Ольга", Mentees.born: "2004-01-02"}
    one = answered(answered(school(), ANSWERS), sister, id_="ACYDsister", at=NOW + timedelta(hours=1))
    assert len(one[Mentees]) == 2 and len(letters(one)) == 1
    one.moment = NOW + timedelta(days=1)
    decide(one, jobs_of(("received",)))
    (_, second) = letters(one)
    assert "НМ-0002" in second[Letters.text] and "НМ-0001" not in second[Letters.text]


def test_whoever_takes_no_part_is_not_told_that_a_pair_is_being_looked_for() -> None:
    row = {"id": "НМ-0001", "full_name": "Ветрова Анна", "answered": "14.01.2024", "response": "ACYDfirst"}
    one = book({"mentees": [{**row, "withdrawn": True}]})
    decide(one, jobs_of(("validate", "received")))
    assert not letters(one)
