"""Who somebody is goes together with their mentoring form and their date of birth, or their row says so."""

from __future__ import annotations

from typing import Any

import pytest

from automation.workbook.checks import ADVICE
from jobs.people.readiness import what_to_fix
from jobs.runner.deciding import decide
from jobs.runner.job import jobs_of
from sheets_schema.tabs.matches import Matches
from sheets_schema.tabs.mentees import Mentees
from sheets_schema.tabs.mentors import Mentors
from tests.jobs.books import book

MENTEE = {"id": "НМ-0001", "full_name": "Лапина Яна Олеговна"}
MENTOR = {"id": "Н-0001", "full_name": "Орлов Пётр Ильич"}


def told(tab: str, **cells: Any) -> list[str]:
    row = {"mentees": MENTEE, "mentors": MENTOR}[tab] | cells
    one = book({tab: [row]})
    found = what_to_fix(one, one[Mentees if tab == "mentees" else Mentors])
    return [sentence for sentences in found.values() for sentence in sentences]


@pytest.mark.parametrize(
    ("category", "form"),
    [
        ("педагог", "педагог–педагог"),
        ("студент", "студент–студент"),
        ("выпускник", "работодатель–студент"),
        (None, None),
    ],
)
def test_a_category_that_suits_the_form_and_one_that_the_form_leaves_no_doubt_of_is_not_mentioned(
    category: str | None, form: str | None
) -> None:
    assert told("mentees", category=category, **({"form": form} if form else {})) == []


def test_a_form_whose_mentees_are_others_is_to_be_put_right() -> None:
    (said,) = told("mentees", category="ученик", form="педагог–студент", born="01.02.2008")
    assert "в форме «педагог–студент» наставляемый — студент" in said and not said.startswith(ADVICE)


def test_a_mentor_of_one_suitable_form_takes_part_in_that_alone_and_of_none_is_asked() -> None:
    (said,) = told("mentors", category="педагог", forms="педагог–студент, студент–студент")
    assert said.startswith(ADVICE) and "«студент–студент» — в подборе не учитывается" in said
    (said,) = told("mentors", category="работодатель", forms="педагог–студент, студент–студент")
    assert "ни в одной" in said and not said.startswith(ADVICE)
    peer = {**MENTEE, "form": "студент–студент"}
    one = book(
        {"mentees": [peer], "mentors": [{**MENTOR, "category": "педагог", "forms": "педагог–студент, студент–студент"}]}
    )
    decide(one, jobs_of(("validate", "match")))
    assert one[Matches][Matches.mentor].isna().all()


def test_whoever_has_forms_of_several_sides_is_asked_who_they_are_as_advice() -> None:
    (said,) = told("mentors", forms="педагог–студент, студент–студент")
    assert said.startswith(f"{ADVICE}Категория: не указана")


@pytest.mark.parametrize(
    ("category", "born", "asked"),
    [("ученик", "01.02.2009", False), ("ученик", "01.02.1980", True), ("педагог", "01.02.2010", True)],
)
def test_a_birth_that_does_not_suit_the_category_is_questioned(category: str, born: str, asked: bool) -> None:
    form = {"ученик": "педагог–ученик", "педагог": "педагог–педагог"}[category]
    assert any("вряд ли это" in one for one in told("mentees", category=category, form=form, born=born)) == asked


def test_a_pupil_who_mentors_pupils_need_not_be_of_age_but_no_younger_than_they() -> None:
    def alone(born_mentor: str) -> bool:
        pupil = {**MENTEE, "category": "ученик", "form": "ученик–ученик", "born": "01.02.2010"}
        mentor = {**MENTOR, "category": "ученик", "forms": "ученик–ученик", "born": born_mentor}
        one = book({"mentees": [pupil], "mentors": [mentor]}, mentoring_forms="ученик–ученик")
        decide(one, jobs_of(("validate", "match")))
        return bool(one[Matches][Matches.mentor].isna().all())

    assert (alone("01.02.2009"), alone("01.02.2011")) == (False, True)


def test_the_former_word_for_settling_in_is_read_as_the_present_one() -> None:
    one = book({"mentees": [{**MENTEE, "requests": "Адаптация в техникуме, помощь в учёбе"}]})
    assert one[Mentees][Mentees.requests].tolist() == [("адаптация на новом месте", "помощь в учёбе")]
