"""An organisation's own question counts in the matching where both questionnaires ask it by a choice."""

from __future__ import annotations

from datetime import date
from typing import Any

import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from automation.matching import Proof, Rules, match
from automation.workbook.book import Book
from jobs.matching.rules import rules
from jobs.runner.deciding import decide
from jobs.runner.job import jobs_of
from sheets_schema.questionnaires.mentee_questionnaire import MenteeQuestionnaire
from sheets_schema.questionnaires.mentor_questionnaire import MentorQuestionnaire
from sheets_schema.tabs.matches import Matches
from sheets_schema.tabs.questions import Questions
from sheets_schema.tabs.settings import Settings
from sheets_schema.vocabulary import PROPOSED
from tests.jobs.books import book

LANGUAGE = "На каком языке вам проще?"
ANSWERS = ("русский", "татарский", "чувашский")


def question(number: int, form: str, **more: Any) -> dict[str, Any]:
    asked = {"text": LANGUAGE, "kind": "один из списка", "options": "\n".join(ANSWERS), **more}
    return {"id": f"ВА-{number:04d}", "form": form, **asked}


def decided(questions: list[dict[str, Any]], **more: Any) -> Book:
    people = {"occupation": "А-21"}
    one = book(
        {
            "questions": questions,
            "mentees": [{"id": "НМ-0001", "full_name": "Лапина Яна Олеговна", "own_1": "татарский", **people}],
            "mentors": [
                {"id": "Н-0001", "full_name": "Орлов Пётр Ильич", "own_2": "русский"},
                {"id": "Н-0002", "full_name": "Гусев Олег Ильич", "own_2": "татарский"},
            ],
        },
        mentoring_forms="педагог–студент",
        **more,
    )
    decide(one, jobs_of(("validate", "questions", "preferences", "match")))
    assert not one.notices
    return one


def proposed(one: Book) -> dict[str, Any]:
    (row,) = one[Matches].frame[one[Matches][Matches.state] == PROPOSED].to_dict("records")
    return {str(name): value for name, value in row.items()}


def test_a_question_that_both_are_asked_counts_and_is_a_reason() -> None:
    both = [question(1, MenteeQuestionnaire.title, weight=30), question(2, MentorQuestionnaire.title)]
    found = proposed(decided(both))
    assert found["mentor"] == "Н-0002"
    assert f"на вопрос «{LANGUAGE}» оба ответили: татарский" in found["reasons"]
    unweighed = decided([{**both[0], "weight": None}, both[1]])
    assert proposed(unweighed)["mentor"] == "Н-0001", "of equals the first"
    assert LANGUAGE not in proposed(unweighed)["reasons"]


def test_a_weight_that_cannot_count_is_said_beside_the_question() -> None:
    alone = decided([question(1, MenteeQuestionnaire.title, weight=30)])
    assert alone[Questions][Questions.problems][1].startswith("Совет: вес не действует")
    assert not rules(alone[Settings], date(2024, 1, 15), alone.schema).questions


def test_questions_that_cannot_be_asked_are_said_beside_their_rows() -> None:
    rows = [
        question(1, MenteeQuestionnaire.title, options="только один"),
        question(2, "Анкета гостя"),
        question(3, MenteeQuestionnaire.title, text="Чем вы увлекаетесь?", kind="текст"),
        question(4, MentorQuestionnaire.title, text=None),
    ]
    one = decided(rows)
    few, elsewhere, twice, empty = one[Questions][Questions.problems].fillna("")
    assert few.startswith("Вариантов меньше двух")
    assert elsewhere.startswith("Анкета: значения «Анкета гостя» нет в списке")
    assert twice.startswith("Такой вопрос в этой анкете уже есть")
    assert empty.startswith("Вопрос: не заполнено")


CHOSEN = st.lists(st.sampled_from(ANSWERS), unique=True, max_size=2).map(tuple)


@given(st.lists(CHOSEN, min_size=1, max_size=6), st.lists(CHOSEN, min_size=1, max_size=6), st.floats(0.1, 100))
@settings(max_examples=25, deadline=None)
def test_the_best_set_of_pairs_is_proven_best_with_questions_of_ones_own(
    asked: list[tuple[str, ...]], told: list[tuple[str, ...]], weight: float
) -> None:
    mentees = pd.DataFrame({LANGUAGE: asked}, index=[f"НМ-{n}" for n in range(len(asked))])
    mentors = pd.DataFrame({LANGUAGE: told}, index=[f"Н-{n}" for n in range(len(told))])
    found = match(mentees, mentors.assign(capacity=1), rules=Rules(questions={LANGUAGE: weight}))
    assert isinstance(found.proof, Proof)
    assert found.proof.gap == 0
    columns = (found.candidates[name].tolist() for name in ("parts", "mentee", "mentor"))
    for said, mentee, mentor in zip(*columns, strict=True):
        mine, theirs = asked[mentees.index.get_loc(mentee)], told[mentors.index.get_loc(mentor)]
        share = len({*mine} & {*theirs}) / len(mine) if mine and theirs else 0.5
        most = Rules(questions={LANGUAGE: weight}).points()[LANGUAGE]
        if most:
            earned = float(said.split(f"{LANGUAGE} ")[1].split(" из ")[0].replace(",", "."))
            assert abs(round(10 * earned) - share * most) <= 0.51
