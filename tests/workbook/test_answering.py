"""What the pages of the declared questionnaires ask of an answer, and say after it."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from automation.embedded.forms.guide import Afterword, Lack
from automation.workbook.answering import guide
from automation.workbook.questionnaires import question_id
from jobs.people.consents import lacking_in
from sheets_schema.columns import Name
from sheets_schema.form import AGREE, DISAGREE, Form
from sheets_schema.nastavnik import NASTAVNIK
from sheets_schema.questionnaires.choice_after_meeting import ChoiceAfterMeeting
from sheets_schema.questionnaires.mentee_questionnaire import MenteeQuestionnaire
from sheets_schema.questionnaires.mentor_questionnaire import MentorQuestionnaire
from sheets_schema.tabs.mentees import Mentees
from sheets_schema.tabs.mentors import Mentors
from sheets_schema.tabs.preferences import Preferences
from sheets_schema.vocabulary import EXTRA_DUTIES, PARENT, PERSONAL_DATA

TODAY = date(2026, 9, 1)
GUIDE = guide(NASTAVNIK, lacking_in).on(TODAY)


@pytest.mark.parametrize(
    ("form", "column", "typed", "told"),
    [
        (MenteeQuestionnaire, Mentees.full_name, "Мария", "«Мария» — неполное имя; напишите фамилию, имя и отчество."),
        (MenteeQuestionnaire, Mentees.email, "anna@@mail", "«anna@@mail» не похоже на адрес; напишите его в виде "),
        (
            MenteeQuestionnaire,
            Mentees.phone,
            "много",
            "напишите его в виде +7 912 345-67-89. Если ответить нечего, ост",
        ),
        (MenteeQuestionnaire, Mentees.born, "2031-02-03", "03.02.2031 — вряд ли дата рождения; проверьте год."),
        (MentorQuestionnaire, Mentors.capacity, "преподаватель", "«преподаватель» — не число; напишите цифрами."),
        (MentorQuestionnaire, Mentors.capacity, "40", "40 — слишком много; наибольшее значение 10."),
        (MentorQuestionnaire, Mentors.capacity, "1,5", "1.5 — не целое число; напишите целое."),
        (MenteeQuestionnaire, Mentees.parent, "мама", "напишите фамилию, имя и отчество. Если ответить нечего, остав"),
    ],
)
def test_what_a_column_does_not_take_its_question_does_not_take(
    form: type[Form], column: Name[Any], typed: str, told: str
) -> None:
    with pytest.raises(ValueError) as refused:
        GUIDE.checked(question_id(form, column), typed)
    assert told in str(refused.value) and str(refused.value)[0] in "«04:1"


@pytest.mark.parametrize(
    ("column", "typed", "kept"),
    [
        (Mentees.full_name, "соколова  мария", "Соколова Мария"),
        (Mentees.email, "Нет.", "Нет."),
        (Mentees.years, "0", "0"),
        (Mentees.wish, "=1+1 много", "=1+1 много"),
    ],
)
def test_what_it_takes_is_kept_as_the_column_keeps_it(column: Name[Any], typed: str, kept: str) -> None:
    assert GUIDE.checked(question_id(MenteeQuestionnaire, column), typed) == kept


def test_a_question_that_nobody_declared_takes_anything() -> None:
    assert GUIDE.checked("0000abcd", "anna@@mail") == "anna@@mail"
    assert GUIDE.afterword({"0000abcd": ("да",)}, TODAY) == Afterword()


def after(form: type[Form], **said: str) -> Afterword:
    """After these answers, by column or kind of consent."""
    return GUIDE.afterword({question_id(form, subject): (answer,) for subject, answer in said.items()}, TODAY)


def agreed(form: type[Form], *but: str) -> dict[str, str]:
    return {one.kind: DISAGREE if one.kind in but else AGREE for one in form.consents if one.kind != PARENT}


def test_whoever_has_agreed_to_all_is_thanked() -> None:
    one = after(MenteeQuestionnaire, born="2001-02-03", **agreed(MenteeQuestionnaire))
    assert one == Afterword(MenteeQuestionnaire.thanks, [])


@pytest.mark.parametrize(
    ("form", "kind", "without"),
    [
        (MenteeQuestionnaire, PERSONAL_DATA, "не имеем права использовать ваши ответы и подбирать вам пару"),
        (MentorQuestionnaire, EXTRA_DUTIES, "не можем включить вас в приказ"),
        (ChoiceAfterMeeting, PERSONAL_DATA, "не имеем права использовать ваши ответы"),
    ],
)
def test_whoever_refuses_a_consent_is_told_what_will_not_happen_and_where_it_is_given(
    form: type[Form], kind: str, without: str
) -> None:
    (lack,) = after(form, **agreed(form, kind)).lacks
    assert without in lack.text and "выберите «Даю согласие»" in lack.text
    assert lack.question_id == question_id(form, kind)


def test_a_minor_learns_that_a_parent_is_needed_and_a_minor_mentor_that_it_goes_by_paper() -> None:
    (mentee,) = after(MenteeQuestionnaire, born="2010-02-03", **agreed(MenteeQuestionnaire)).lacks
    assert "Пусть родитель ответит" in mentee.text
    assert mentee.question_id == question_id(MenteeQuestionnaire, PARENT)
    (mentor,) = after(MentorQuestionnaire, born="2010-02-03", **agreed(MentorQuestionnaire)).lacks
    assert "Передайте согласие куратору на бумаге" in mentor.text
    given = {PARENT: AGREE, "born": "2010-02-03", **agreed(MenteeQuestionnaire)}
    (nameless,) = after(MenteeQuestionnaire, **given).lacks
    assert "не видно, кто согласился" in nameless.text
    assert nameless.question_id == question_id(MenteeQuestionnaire, Mentees.parent)
    assert not after(MenteeQuestionnaire, parent="Соколова Ольга", **given).lacks


def test_a_form_without_consents_lacks_none() -> None:
    assert not after(ChoiceAfterMeeting, **{Preferences.who: "Соколова Мария", **agreed(ChoiceAfterMeeting)}).lacks
    assert isinstance(after(ChoiceAfterMeeting, **agreed(ChoiceAfterMeeting, PERSONAL_DATA)).lacks[0], Lack)


def test_numbers_are_known_for_the_keys_of_a_phone() -> None:
    assert question_id(MentorQuestionnaire, Mentors.capacity) in GUIDE.numbers
    assert question_id(MenteeQuestionnaire, Mentees.phone) not in GUIDE.numbers
