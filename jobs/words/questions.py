"""«Вопросы анкет» says beside each question what keeps it from being asked, or from counting."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from automation.workbook.book import Book
from automation.workbook.cells import is_missing
from automation.workbook.checks import ADVICE, find_problems, in_plain_russian
from automation.workbook.organisation import problem_of_question, question_of
from jobs.matching.rules import shared_questions
from jobs.runner.job import job
from sheets_schema.organised import Question, is_own
from sheets_schema.schema import Schema
from sheets_schema.tabs.questions import Questions
from sheets_schema.words import plain

UNSHARED = (
    f"{ADVICE}вес не действует: он нужен, когда один и тот же вопрос с выбором задают и наставляемым, и наставникам. "
    "Добавьте такую же строку для второй анкеты"
)
TWICE = "такой вопрос в этой анкете уже есть; оставьте один"


@job(
    title="вопросы анкет",
    after=("validate",),
    does="Проверяет ваши вопросы; в анкетах и столбцах они появляются сами.",
)
def run(book: Book, today: date) -> None:
    table = book[Questions]
    found = find_problems(table, today)
    rows = {int(str(row)): _given(values) for row, values in table.frame.to_dict("index").items()}
    asked = {row: question for row, values in rows.items() if (question := question_of(values, book.schema))}
    shared = {plain(text) for text in shared_questions(book.schema)}
    times = _times(book.schema, asked)
    for row, question in asked.items():
        said = list(_problems(question, times))
        if question.weight and not question.is_withdrawn and plain(question.text) not in shared:
            said.append(UNSHARED)
        if said:
            found.setdefault(row, []).extend(said)
    table[Questions.problems] = in_plain_russian(table, found)


def _given(values: Mapping[Any, Any]) -> Mapping[str, Any]:
    return {str(name): None if is_missing(value) else value for name, value in values.items()}


def _times(schema: Schema, asked: Mapping[int, Question]) -> Counter[tuple[str, str]]:
    """(title of a form, question in plain spelling) → how often it is asked there."""
    declared = [
        (form.title, plain(name.column.question or name.column.title))
        for form in schema.forms
        for name in form.asked()
        if not is_own(name)
    ]
    return Counter([*declared, *(_subject(question) for question in asked.values() if not question.is_withdrawn)])


def _subject(question: Question) -> tuple[str, str]:
    return question.form, plain(question.text)


def _problems(question: Question, times: Counter[tuple[str, str]]) -> Iterator[str]:
    if problem := problem_of_question(question):
        yield problem
    if not question.is_withdrawn and times[_subject(question)] > 1:
        yield TWICE
