"""A second questionnaire finds the row of whoever sent it, however they write themselves, and no one else's."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from automation.google.forms import Response
from automation.workbook.book import Book
from automation.workbook.questionnaires import question_id
from jobs.runner.deciding import decide
from jobs.runner.job import jobs_of
from sheets_schema.form import AGREE
from sheets_schema.questionnaires.mentee_questionnaire import MenteeQuestionnaire
from sheets_schema.tabs.letters import Letters
from sheets_schema.tabs.mentees import Mentees
from sheets_schema.tabs.same_people import SamePeople
from sheets_schema.vocabulary import CONSENT_KINDS, READY
from tests.jobs.books import NOW, book

ANNA = {"id": "НМ-0001", "full_name": "Ветрова Анна Сергеевна", "email": "anna@example.com", "born": "01.03.2001"}
POLINA = {**ANNA, "id": "НМ-0002", "full_name": "Ветрова Полина Сергеевна"}


def answered(*answers: dict[str, str], **rows: Any) -> Book:
    """The banks after these answers to the mentees' questionnaire came."""
    one = book(rows)
    said = {"born": "2001-03-01", "occupation": "Б-12", "form": "педагог–студент", "requests": "помощь в учёбе"}
    agreed = {question_id(MenteeQuestionnaire, kind): (AGREE,) for kind in CONSENT_KINDS}
    responses = [
        Response(
            f"r{n}",
            f"{NOW + timedelta(minutes=n):%Y-%m-%dT%H:%M:%SZ}",
            {
                **{question_id(MenteeQuestionnaire, name): (text,) for name, text in {**said, **answer}.items()},
                **agreed,
            },
        )
        for n, answer in enumerate(answers)
    ]
    one.responses = {MenteeQuestionnaire.name: responses}
    decide(one, jobs_of(("collect", "same_people", "validate", "received", "states")))
    return one


def names(one: Book) -> list[Any]:
    return one[Mentees][Mentees.full_name].tolist()


@pytest.mark.parametrize(
    "answer",
    [
        {"full_name": "Анна Сергеевна Ветрова", "email": "ANNA@example.com", "born": ""},
        {"full_name": "Витрова Анна Сергеевна", "email": "anna@example.com"},
        {"full_name": "Ветрова Анна Сергеевна", "email": "other@example.com"},
    ],
)
def test_the_row_of_whoever_it_certainly_is_gets_the_new_answers(answer: dict[str, str]) -> None:
    one = answered(answer, mentees=[ANNA, POLINA])
    assert one[Mentees][Mentees.occupation].tolist() == ["Б-12", "А-21"]
    assert len(one[SamePeople]) == 0


def test_a_name_without_the_patronymic_does_not_replace_the_whole_one() -> None:
    one = answered({"full_name": "Ветрова Анна", "email": "anna@example.com"}, mentees=[ANNA])
    assert names(one) == [ANNA["full_name"]]
    assert one[Mentees][Mentees.occupation].tolist() == ["Б-12"]


@pytest.mark.parametrize(
    ("known", "given", "stands"),
    [
        ("Киселёв Артём", "киселев артем", "Киселёв Артём"),
        ("Киселев Артем", "Киселёв Артём", "Киселёв Артём"),
        ("Ветрова Анна Сергеевна", "Анна Сергеевна Ветрова", "Ветрова Анна Сергеевна"),
    ],
)
def test_of_two_spellings_of_one_name_the_one_that_says_more_stands(known: str, given: str, stands: str) -> None:
    one = answered({"full_name": given, "email": "anna@example.com"}, mentees=[{**ANNA, "full_name": known}])
    assert names(one) == [stands]
    assert not any("написано иначе" in notice for notice in one.notices)


def test_a_slip_in_the_name_of_a_second_answer_is_told_without_the_name() -> None:
    one = answered({"full_name": "Витрова Анна Сергеевна", "email": "anna@example.com"}, mentees=[ANNA])
    (told,) = (notice for notice in one.notices if "написано иначе" in notice)
    assert told.startswith("НМ-0001") and "трова" not in told


def test_initials_are_a_row_of_their_own_and_are_asked_about() -> None:
    one = answered({"full_name": "Ветрова А. С.", "email": "anna@example.com"}, mentees=[ANNA, POLINA])
    assert names(one) == [ANNA["full_name"], POLINA["full_name"], "Ветрова А. С."]
    assert one[SamePeople].frame[[SamePeople.one, SamePeople.other]].to_numpy().tolist() == [["НМ-0001", "НМ-0003"]]


def test_an_answer_under_a_surplus_row_goes_to_the_row_that_stays() -> None:
    surplus = {**ANNA, "id": "НМ-0002", "joined": "НМ-0001", "response": "r0"}
    couple = {"id": "ПЛ-0001", "one": "НМ-0001", "other": "НМ-0002", "decision": "один человек"}
    said = {"full_name": "Ветрова Анна Сергеевна", "email": "anna@example.com", "wish": "Сварка"}
    one = answered(said, mentees=[ANNA, surplus], samepeople=[couple])
    assert one[Mentees][Mentees.wish].fillna("").tolist() == ["Сварка", ""]


def test_two_answers_of_one_person_at_once_are_one_row_and_of_twins_two() -> None:
    said = [{"full_name": name, "email": "mama@example.com"} for name in (*[ANNA["full_name"]] * 2, "Ветрова Яна")]
    assert names(answered(*said)) == [ANNA["full_name"], "Ветрова Яна"]


def test_whoever_has_no_address_is_written_to_at_the_parents_and_greeted_by_name() -> None:
    said = {"full_name": "Ветрова Анна Сергеевна", "email": "нет", "parent_email": "mama@example.com"}
    one = answered(said)
    assert one[Mentees][Mentees.status].tolist() == [READY]
    assert "приходят на почту родителя" in one[Mentees][Mentees.problems].iloc[0]
    (letter,) = one[Letters].frame.to_dict("records")
    assert letter[Letters.recipient] == "mama@example.com"
