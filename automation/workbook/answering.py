"""Declared questionnaires for the embedded workspace's pages: what a column asks of a value is asked while the answer
is given, and what an answer lacks is said at once.

    Workspace(folder, guide=guide(NASTAVNIK))

Questions are known by their ids, which say what they ask about (`questionnaires.question_id`): nothing is stored beside
a form. Google's pages cannot be told any of this: Forms v1 has no validation of texts.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date

from automation.embedded.forms.guide import Afterword, Check, Given, Guide, Lack
from automation.google.forms import Response
from automation.workbook import cells
from automation.workbook.checks import as_sentence
from automation.workbook.questionnaires import Answers, question_id, questions, read_answers
from sheets_schema.columns import Choice, Choices, Column, Flag, Number
from sheets_schema.form import Form
from sheets_schema.schema import Schema

Lacking = Callable[[type[Form], Answers, date], Iterable[tuple[str, str]]]
"""What answers lack, in words for the respondent, and the id of the question, of this form or of another, that makes it
good."""

_OR_NOTHING = " Если ответить нечего, оставьте пустым."


def guide(schema: Schema, lacking: Lacking = lambda *_: ()) -> Guide:
    """What the pages of the schema's questionnaires ask beyond what a form says of itself."""
    columns = {question_id(form, name): name.column for form in schema.forms for name in form.asked()}
    in_words = {id_: one for id_, one in columns.items() if not isinstance(one, Choice | Choices | Flag)}
    asked_by = {id_: form for form in schema.forms for id_ in questions(form)}

    def afterword(given: Given, today: date) -> Afterword:
        form = next((asked_by[id_] for id_ in given if id_ in asked_by), None)
        if form is None:
            return Afterword()
        answers = read_answers(form, Response("", "", {id_: tuple(said) for id_, said in given.items()}))
        lacks = [Lack(text, question) for text, question in lacking(form, answers, today)]
        return Afterword(form.thanks, lacks)

    return Guide(
        {id_: _check(column) for id_, column in in_words.items()},
        frozenset(id_ for id_, column in in_words.items() if isinstance(column, Number) and not column.decimals),
        afterword,
    )


def _check(column: Column) -> Check:
    def check(answer: str, today: date) -> str:
        spelled: str = column.set_right(answer)
        problem = _problem(column, spelled, today)
        if problem:
            raise ValueError(as_sentence(problem) + ("" if column.required else _OR_NOTHING))
        return spelled

    return check


def _problem(column: Column, answer: str, today: date) -> str | None:
    try:
        value = cells.value(column, answer)
    except ValueError as unreadable:
        return str(unreadable)
    return None if cells.is_missing(value) else column.problem_on(value, today)
