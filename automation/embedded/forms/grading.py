"""A quiz's answers held against its answer key.

https://developers.google.com/workspace/forms/api/guides/setup-grading: questions with a key are graded when the answer
is sent: choices, and short texts. The rest a teacher grades, which this API cannot record.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from automation.embedded.forms import items

Json = dict[str, Any]


def is_quiz(form: Json) -> bool:
    """Whether answers are graded."""
    return bool(form["settings"].get("quizSettings", {}).get("isQuiz"))


def graded(form: Json, answers: Json) -> Json:
    """The answers, each to a question with a key bearing its ``grade``; those of a form that is no quiz as they are."""
    if not is_quiz(form):
        return answers
    keys = {question["questionId"]: question for _, question in items.questions(form) if _key(question)}
    return {
        id_: {**answer, "grade": _grade(keys[id_], _values(answer))} if id_ in keys else answer
        for id_, answer in answers.items()
    }


def total_score(answers: Json) -> float | None:
    """The points of all graded answers; none where nothing was graded."""
    grades = [answer["grade"] for answer in answers.values() if "grade" in answer]
    return sum(grade.get("score", 0) for grade in grades) if grades else None


def highest_score(form: Json, numbers: Iterable[int]) -> int:
    """The points that right answers to everything asked in these sections bring."""
    sections = items.sections(form)
    asked = [question for number in numbers for item in sections[number][1] for question in items.questions_of(item)]
    return sum(points(question) for question in asked if _key(question))


def points(question: Json) -> int:
    """How many points a right answer brings."""
    return int(question.get("grading", {}).get("pointValue", 0))


def _key(question: Json) -> set[str]:
    """The right answers; none for a question that is not graded by itself."""
    is_short_text = "textQuestion" in question and not question["textQuestion"].get("paragraph")
    if not is_short_text and "choiceQuestion" not in question:
        return set()
    key = question.get("grading", {}).get("correctAnswers", {}).get("answers", [])
    return {answer.get("value", "") for answer in key}


def _values(answer: Json) -> set[str]:
    return {part["value"].strip() for part in answer["textAnswers"]["answers"]}


def _grade(question: Json, given: set[str]) -> Json:
    several = question.get("choiceQuestion", {}).get("type") == "CHECKBOX"
    correct = given == _key(question) if several else given <= _key(question)
    said = question["grading"]
    feedback = said.get("whenRight" if correct else "whenWrong") or said.get("generalFeedback")
    # As everywhere in these APIs, what is zero or false is left out.
    grade: Json = {"correct": True, "score": points(question)} if correct else {}
    return {**grade, "feedback": feedback} if feedback else grade
