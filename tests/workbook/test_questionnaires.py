"""Questionnaires: what the API is asked to make, and what is made of a response."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from automation.embedded.forms.route import route
from automation.google.forms import Response
from automation.workbook.cells import Unreadable, is_missing
from automation.workbook.questionnaires import items, own_answer, question_id, read_answers
from sheets_schema.columns import Choice, Choices
from sheets_schema.form import AGREE, DISAGREE, Form
from sheets_schema.nastavnik import NASTAVNIK
from sheets_schema.questionnaires.mentee_questionnaire import MenteeQuestionnaire
from sheets_schema.tabs.mentees import Mentees
from sheets_schema.vocabulary import COMPETENCES, PARENT, PERSONAL_DATA

ASKED_OF_ALL = {name for name in MenteeQuestionnaire.asked() if not Mentees.columns[name].asked_of}


def respond(answers: dict[str, str | tuple[str, ...]], form: type[Form] = MenteeQuestionnaire) -> Response:
    given = {question_id(form, name): (v,) if isinstance(v, str) else v for name, v in answers.items()}
    return Response("1", "2024-01-15T09:00:00Z", given)


@pytest.mark.parametrize("form", NASTAVNIK.forms)
def test_ids_of_questions_and_items_are_distinct_hexadecimal_and_always_the_same(form: type[Form]) -> None:
    built = items(form)
    item_ids = [item["itemId"] for item in built]
    questions = [item["questionItem"]["question"]["questionId"] for item in built if "questionItem" in item]
    for ids in (item_ids, questions):
        assert len(set(ids)) == len(ids)
        assert all(0 <= int(one, 16) < 2**31 and len(one) == 8 for one in ids)
    assert items(form) == built


@pytest.mark.parametrize("form", NASTAVNIK.forms)
def test_everything_declared_is_asked_in_order(form: type[Form]) -> None:
    asked = [item["questionItem"]["question"] for item in items(form) if "questionItem" in item]
    assert [question["questionId"] for question in asked] == [question_id(form, subject) for subject in form.asked()]
    for name, question in zip(form.asked(), asked, strict=True):
        assert question["required"] is form.must_be_answered(name)


@pytest.mark.parametrize("form", NASTAVNIK.forms)
def test_lists_are_offered_whole(form: type[Form]) -> None:
    by_id = {item["questionItem"]["question"]["questionId"]: item for item in items(form) if "questionItem" in item}
    for name in form.asked():
        column = form.fills.columns[name]
        if isinstance(column, Choice | Choices):
            choice = by_id[question_id(form, name)]["questionItem"]["question"]["choiceQuestion"]
            assert [option["value"] for option in choice["options"]] == list(column.options)
            assert choice["type"] == ("CHECKBOX" if isinstance(column, Choices) else "RADIO")


def test_answers_become_typed_values() -> None:
    answers = read_answers(
        MenteeQuestionnaire,
        respond(
            {
                "full_name": "  Ветрова  Анна ",
                "born": "2006-03-14",
                "requests": ("помощь в учёбе", "спорт и здоровье"),
                "wish": "Первая строка\nвторая, с запятой",
                PERSONAL_DATA: AGREE,
                PARENT: DISAGREE,
            }
        ),
    )
    assert answers.values[Mentees.full_name] == "Ветрова Анна"
    assert answers.values[Mentees.born] == pd.Timestamp(2006, 3, 14)
    assert answers.values[Mentees.requests] == ("помощь в учёбе", "спорт и здоровье")
    assert answers.values[Mentees.wish] == "Первая строка\nвторая, с запятой"
    assert answers.consents == {PERSONAL_DATA: True, PARENT: False}


def test_what_was_not_answered_is_empty_and_no_consent_is_not_a_consent() -> None:
    answers = read_answers(MenteeQuestionnaire, respond({}))
    assert set(answers.values) == ASKED_OF_ALL
    assert all(is_missing(value) for value in answers.values.values())
    assert answers.consents == {}


def test_an_answer_that_is_no_value_is_kept_as_given() -> None:
    born = read_answers(MenteeQuestionnaire, respond({Mentees.born: "весной"})).values[Mentees.born]
    assert isinstance(born, Unreadable)
    assert (born, "не дата" in born.problem) == ("весной", True)


def test_only_the_words_of_consent_are_a_consent() -> None:
    assert read_answers(MenteeQuestionnaire, respond({PERSONAL_DATA: "не даю"})).consents == {PERSONAL_DATA: False}


@given(st.lists(st.sampled_from(COMPETENCES), unique=True).map(tuple))
def test_every_choice_of_several_arrives(chosen: tuple[str, ...]) -> None:
    assert read_answers(MenteeQuestionnaire, respond({Mentees.requests: chosen})).values[Mentees.requests] == chosen


@given(st.dictionaries(st.sampled_from(MenteeQuestionnaire.asked()), st.text(max_size=60)))
def test_whatever_was_answered_is_understood_or_kept(given: dict[str, Any]) -> None:
    values = read_answers(MenteeQuestionnaire, respond(given)).values
    assert ASKED_OF_ALL <= set(values) <= set(MenteeQuestionnaire.asked())


ASKED_OF_SOME = {Mentees.attestation, Mentees.subject, Mentees.speciality, Mentees.difficulties}
SKIPPED = {Mentees.subject: "физика", Mentees.qualification: "первая"}


@pytest.mark.parametrize(
    ("said", "read"),
    [
        ({Mentees.category: "педагог"}, {Mentees.attestation, Mentees.subject}),
        ({Mentees.category: "ученик"}, {Mentees.speciality, Mentees.difficulties}),
        ({Mentees.category: "ученик", **SKIPPED}, ASKED_OF_SOME),
        ({}, set()),
    ],
)
def test_of_a_section_that_was_not_shown_nothing_is_said_at_all(said: dict[str, Any], read: set[str]) -> None:
    values = read_answers(MenteeQuestionnaire, respond(said)).values
    assert values.keys() & ASKED_OF_SOME == read


@pytest.mark.parametrize("form", NASTAVNIK.forms)
def test_everybody_is_led_through_what_is_asked_of_them_and_through_nothing_else(form: type[Form]) -> None:
    made = {"items": items(form)}
    dividing: Any = form.fills.divided_by
    leads: Mapping[Any, Mapping[str, int]] = form.leads()
    people = list(leads[dividing]) if leads else [""]
    for one in people:
        # Whatever else is chosen, and by whoever answers nothing that need not be answered.
        for chosen in (0, -1):
            said = {name: list(options)[chosen] for name, options in leads.items()}
            said |= {dividing: one} if one else {}
            fields = {f"entry.{int(question_id(form, name), 16)}": [answer] for name, answer in said.items()}
            shown = [form.sections[number] for number in route(made, fields).sections]
            assert shown == [section for section in form.sections if form.is_for(section, one)]


def test_questions_of_a_stranger_are_passed_over() -> None:
    response = Response("1", "2024-01-15T09:00:00Z", {"0000abcd": ("x",)})
    assert read_answers(MenteeQuestionnaire, response).consents == {}


def test_an_answer_is_read_as_its_column_keeps_it_wherever_it_was_given() -> None:
    values = read_answers(
        MenteeQuestionnaire,
        respond({Mentees.full_name: "соколова  мария", Mentees.phone: "8 912 3456789", Mentees.email: " a@Mail.ru "}),
    ).values
    assert values[Mentees.full_name] == "Соколова Мария"
    assert (values[Mentees.phone], values[Mentees.email]) == ("+7 912 345-67-89", "a@mail.ru")


def test_a_link_to_somebody_s_own_answer_is_made_only_where_it_opens() -> None:
    assert own_answer("http://127.0.0.1:8000/forms/d/e/1/viewform", "ACYDx") == (
        "http://127.0.0.1:8000/forms/d/e/1/viewform?edit2=ACYDx"
    )
    assert own_answer("https://docs.google.com/forms/d/e/1/viewform", "ACYDx") == ""
    assert own_answer("", "ACYDx") == own_answer("http://127.0.0.1:8000/forms/d/e/1/viewform", "") == ""
