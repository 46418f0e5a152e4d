"""What the pages of the declared questionnaires ask of an answer, and say after it."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from automation.embedded.forms.guide import Afterword
from automation.workbook.answering import guide
from automation.workbook.questionnaires import question_id
from jobs.people.consents import lacking_in
from sheets_schema.columns import Name
from sheets_schema.form import AGREE, Form
from sheets_schema.nastavnik import NASTAVNIK
from sheets_schema.questionnaires.choice_after_meeting import ChoiceAfterMeeting
from sheets_schema.questionnaires.consents import CONSENT_FORMS, ParentConsent
from sheets_schema.questionnaires.mentee_questionnaire import MenteeQuestionnaire
from sheets_schema.questionnaires.mentor_questionnaire import MentorQuestionnaire
from sheets_schema.tabs.consents import Consents
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
        (ParentConsent, Consents.about, "Маша", "напишите фамилию, имя и отчество"),
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


def asks(kind: str) -> str:
    """The question by which the form of a consent learns whose it is."""
    return question_id(CONSENT_FORMS[kind], Consents.number)


@pytest.mark.parametrize(
    ("form", "said", "kinds"),
    [
        (MenteeQuestionnaire, {"born": "2001-02-03"}, [PERSONAL_DATA]),
        (MenteeQuestionnaire, {"born": "2010-02-03"}, [PARENT]),
        (MenteeQuestionnaire, {"wish": "Сессия"}, [PERSONAL_DATA]),
        (MentorQuestionnaire, {"forms": "педагог–студент"}, [PERSONAL_DATA]),
        (MentorQuestionnaire, {"forms": "педагог–педагог"}, [PERSONAL_DATA, EXTRA_DUTIES]),
        (ChoiceAfterMeeting, {Preferences.who: "Соколова Мария"}, []),
    ],
)
def test_the_last_page_leads_to_the_form_of_every_consent_that_is_needed(
    form: type[Form], said: dict[str, str], kinds: list[str]
) -> None:
    one = after(form, **said)
    assert [lack.question_id for lack in one.lacks] == [asks(kind) for kind in kinds]
    assert all("Если оно уже дано" in lack.text for lack in one.lacks)


def test_a_consent_given_in_the_questionnaire_of_an_earlier_version_is_not_asked_for_again() -> None:
    assert not after(MenteeQuestionnaire, born="2001-02-03", **{PERSONAL_DATA: AGREE}).lacks


def test_numbers_are_known_for_the_keys_of_a_phone() -> None:
    assert question_id(MentorQuestionnaire, Mentors.capacity) in GUIDE.numbers
    assert question_id(MenteeQuestionnaire, Mentees.phone) not in GUIDE.numbers
