"""The sample people are plausible, the same for the same seed, and flawed exactly where they say so."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from datetime import date
from typing import Any

import pandas as pd
import pytest

from automation.workbook import cells
from jobs.demo.college import COLLEGE
from jobs.demo.names import SURNAMES, feminine
from jobs.demo.people import OF_AGE, OPENED, MenteeAnswers, MentorAnswers, mentees, mentors
from jobs.demo.profiles import Cast, Flaw
from jobs.demo.school import SCHOOL
from sheets_schema.columns import Column
from sheets_schema.form import Form
from sheets_schema.nastavnik import NASTAVNIK
from sheets_schema.organised import Organisation
from sheets_schema.questionnaires.mentee_questionnaire import MenteeQuestionnaire
from sheets_schema.questionnaires.mentor_questionnaire import MentorQuestionnaire
from sheets_schema.tabs.mentees import Mentees
from sheets_schema.vocabulary import EMPLOYER_STUDENT, PEDAGOGUE_PEDAGOGUE, PUPIL
from sheets_schema.words import Word

SEEDS = [1, 2, 2023]
FAILING = {
    Flaw.MISTYPED_DOMAIN: "email",
    Flaw.NO_AT_SIGN: "email",
    Flaw.CAPITALS: "full_name",
    Flaw.CAPACITY_IN_WORDS: "capacity",
    Flaw.BORN_TOMORROW: "born",
    Flaw.BORN_IN_1905: "born",
}
"""Flaws that a column's own check sees, with the column."""


EVERY_CAST = pytest.mark.parametrize("cast", [COLLEGE, SCHOOL], ids=["college", "school"])


def everyone(seed: int, cast: Cast = COLLEGE) -> list[MentorAnswers | MenteeAnswers]:
    return [*mentors(seed, cast=cast), *mentees(seed, cast=cast)]


def problems(form: type[Form], values: Mapping[Any, Any], cast: Cast) -> list[str]:
    """Names of the columns whose value is missing where it is required, cannot be read, or fails its check, as the
    organisation has these columns."""
    own = [Word(title, word) for title, words in _words(cast).items() for word in words]
    schema = NASTAVNIK.organised(Organisation(words=tuple(own)))
    columns = schema.columns_of(form.fills)
    return [name for name in form.asked() if _problem(columns[name], values[name])]


def _words(cast: Cast) -> dict[str, list[str]]:
    changed = {
        title: [cast.renamed.get(word, word) for word in words if word not in cast.dropped]
        for title, words in NASTAVNIK.vocabularies.items()
    }
    return {title: [*words, *cast.words.get(title, ())] for title, words in changed.items()}


def _problem(column: Column, answer: Any) -> str | None:
    if answer in ("", (), None):
        return "не заполнено" if column.required else None
    value = cells.read_one(column, cells.serial(answer) if isinstance(answer, date) else _cell(answer))
    if isinstance(value, cells.Unreadable):
        return value.problem
    return column.problem_on(value, OPENED)


def _cell(answer: Any) -> Any:
    return ", ".join(answer) if isinstance(answer, tuple) else answer


def is_woman(full_name: str) -> bool:
    patronymic = full_name.split()[2].lower()
    assert patronymic.endswith(("вна", "чна", "вич", "ич"))
    return patronymic.endswith("на")


def test_the_same_seed_gives_the_same_people_and_another_seed_gives_others() -> None:
    assert everyone(1) == everyone(1)
    assert not {one.full_name for one in everyone(1)} & {one.full_name for one in everyone(2)}


def test_there_are_as_many_answers_as_asked_for() -> None:
    assert (len(mentors(1)), len(mentees(1))) == (24, 60)
    assert (len(mentors(1, 700)), len(mentees(1, 2000))) == (700, 2000)


def test_more_people_leave_the_first_as_they_were() -> None:
    assert mentees(1, 200)[:60] == mentees(1) and mentees(1)[:30] == mentees(1, 30)
    assert mentors(1, 100)[:24] == mentors(1)


@EVERY_CAST
@pytest.mark.parametrize("seed", SEEDS)
def test_every_flaw_of_the_cast_is_present_once(seed: int, cast: Cast) -> None:
    again = [flaw for _, flaw in cast.again.values()]
    dealt = [*cast.mentees_flaws.values(), *cast.mentors_flaws.values(), *again]
    assert Counter(one.flaw for one in everyone(seed, cast) if one.flaw) == Counter(dealt)


def test_the_school_has_every_flaw_there_is() -> None:
    assert Counter(one.flaw for one in everyone(SEEDS[0], SCHOOL) if one.flaw) == Counter(Flaw)


@EVERY_CAST
@pytest.mark.parametrize("seed", SEEDS)
def test_nothing_is_wrong_with_an_answer_but_its_flaw(seed: int, cast: Cast) -> None:
    for one in everyone(seed, cast):
        form = MentorQuestionnaire if isinstance(one, MentorAnswers) else MenteeQuestionnaire
        expected = [FAILING[Flaw(one.flaw)]] if one.flaw in FAILING else []
        assert problems(form, one.values, cast) == expected


@EVERY_CAST
@pytest.mark.parametrize("seed", SEEDS)
def test_consents_are_given_but_where_their_lack_is_the_flaw(seed: int, cast: Cast) -> None:
    for one in everyone(seed, cast):
        assert one.personal_data == (one.flaw != Flaw.NO_CONSENT)
        if isinstance(one, MentorAnswers):
            assert one.extra_duties == (one.flaw != Flaw.NO_EXTRA_DUTIES)
        needs_parent = one.age() < OF_AGE and one.flaw != Flaw.NO_PARENT
        assert one.parent_agrees == (True if needs_parent else None)
        assert bool(one.parent) == needs_parent
        assert (one.consent_signed_by == one.full_name) == (one.flaw == Flaw.SIGNED_BY_THE_MINOR)


@pytest.mark.parametrize("seed", SEEDS)
def test_pupils_are_as_old_as_their_class_and_minors(seed: int) -> None:
    for one in everyone(seed, SCHOOL):
        if one.category == PUPIL and one.flaw != Flaw.BORN_TOMORROW:
            number = re.match(r"\d+", one.occupation)
            assert number and one.age() - int(number[0]) in (5, 6)
            assert one.age() < OF_AGE


@pytest.mark.parametrize("seed", SEEDS)
def test_ages_are_those_of_students_and_of_staff(seed: int) -> None:
    assert all(24 < one.age() < 66 for one in mentors(seed))
    for one in mentees(seed):
        low, high = (22, 60) if one.form == PEDAGOGUE_PEDAGOGUE else (16, 20)
        assert low <= one.age() <= high
    without_parent = next(one for one in mentees(seed) if one.flaw == Flaw.NO_PARENT)
    assert without_parent.age(OPENED.replace(year=2024, month=6, day=30)) < OF_AGE, "a minor to the end of the year"


@pytest.mark.parametrize("seed", SEEDS)
def test_surname_and_patronymic_agree_in_gender(seed: int) -> None:
    men, women = set(SURNAMES), {feminine(surname) for surname in SURNAMES}
    children = [one for one in mentees(seed) if one.parent]
    for name in [one.full_name for one in everyone(seed)] + [one.parent for one in children]:
        surname = name.split()[0].removesuffix("-Миних")
        expected = women if is_woman(name) else men
        assert surname in expected or name.isupper()
    for one in children:
        child, adult = one.full_name.split()[0], one.parent.split()[0]
        assert feminine(child) == feminine(adult) or child == feminine(adult) or feminine(child) == adult


def test_surnames_take_the_feminine_form_that_a_passport_has() -> None:
    given = (
        "Белов",
        "Киселёв",
        "Панфилов",
        "Юдин",
        "Вишневский",
        "Заречный",
        "Береговой",
        "Руденко",
        "Мельник",
        "Седых",
    )
    assert [feminine(surname) for surname in given] == [
        *("Белова", "Киселёва", "Панфилова", "Юдина", "Вишневская", "Заречная", "Береговая"),
        *("Руденко", "Мельник", "Седых"),
    ]


@pytest.mark.parametrize("seed", SEEDS)
def test_nobody_can_be_reached_by_mistake(seed: int) -> None:
    for one in everyone(seed):
        assert re.search(r"[@.]([a-z]+\.)?example\.(com|org|net)$|@gmail\.con$", one.email)
        assert re.fullmatch(r"(\+7 974|8 974|8 \(974\)) 000-\d\d-\d\d|", one.phone)


@pytest.mark.parametrize("seed", SEEDS)
def test_only_the_one_who_answers_twice_has_an_address_twice(seed: int) -> None:
    addresses = Counter(one.email.lower() for one in everyone(seed))
    again = next(one for one in mentees(seed) if one.flaw == Flaw.TWICE)
    assert {address for address, times in addresses.items() if times > 1} == {again.email}


@pytest.mark.parametrize("flaw", [Flaw.TWICE, Flaw.TWICE_ELSEWHERE])
def test_a_second_answer_comes_after_the_first_and_differs_from_it(flaw: Flaw) -> None:
    people = mentees(1)
    place, again = next((place, one) for place, one in enumerate(people) if one.flaw == flaw)
    first = next(one for one in people if (one.full_name, one.born) == (again.full_name, again.born))
    assert people.index(first) < place and first.flaw is None
    assert dict(first.values) != dict(again.values)
    assert (first.email == again.email) == (flaw == Flaw.TWICE)


def test_people_are_not_alike() -> None:
    people = [one for one in everyone(1) if one.flaw not in (Flaw.TWICE, Flaw.TWICE_ELSEWHERE)]
    assert len({one.full_name.split()[0] for one in people}) == len(people)
    assert len({one.wish if isinstance(one, MenteeAnswers) else one.experience for one in people}) == len(people)


def test_employers_offer_what_employers_have_and_staff_ask_for_what_staff_need() -> None:
    employers = [one for one in mentors(1) if EMPLOYER_STUDENT in one.forms]
    assert sum("практика на производстве" in one.competences for one in employers) > 4
    asked = {request for one in mentees(1) if one.form == PEDAGOGUE_PEDAGOGUE for request in one.requests}
    assert not asked & {"адаптация на новом месте", "помощь в учёбе", "практика на производстве"}


def test_of_the_rows_typed_by_hand_one_has_an_unknown_request_one_an_impossible_date_and_one_is_right() -> None:
    wrong = [[name for name in one.row if _typed_problem(name, one.row[name])] for one in COLLEGE.on_paper]
    assert wrong == [["requests"], ["born"], []]
    required = {name for name, column in Mentees.columns.items() if column.required}
    assert all(required <= one.row.keys() for one in COLLEGE.on_paper)


def _typed_problem(name: str, cell: str) -> str | None:
    column = Mentees.columns[name]
    value = cells.read_one(column, cell)
    if isinstance(value, cells.Unreadable):
        return value.problem
    return column.problem(value.to_pydatetime() if isinstance(value, pd.Timestamp) else value)
