"""What an organisation has said on «Словари» and «Вопросы анкет», as a value: read before anything else is, because it
decides what all other cells are read as.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from automation.workbook import cells
from automation.workbook.layout import Tab
from sheets_schema.columns import CURATOR, Choices
from sheets_schema.organised import Organisation, Question, QuestionList, WordList
from sheets_schema.schema import Schema
from sheets_schema.vocabulary import ONE_OF, QUESTION_KINDS, SOME_OF
from sheets_schema.words import Word, plain

Values = Mapping[str, Any]


def organisation_of(schema: Schema, found: Mapping[str, Tab], remembered: Mapping[str, list[str]]) -> Organisation:
    """What the two tabs say; nothing where they are not there. `found` are tabs by their names, `remembered` the words
    that stand in cells (`State.words`): those whose rows were deleted go on to be read."""
    words, questions = schema.tab_of(WordList), schema.tab_of(QuestionList)
    rows = _rows(found.get(words.name) if words else None)
    there = {(row[WordList.id], row[WordList.vocabulary]) for row in rows}
    deleted = [word_remembered(said) for key, said in remembered.items() if (key, said[0]) not in there]
    asked = _rows(found.get(questions.name) if questions else None)
    return Organisation(
        (*map(word_of, rows), *deleted),
        tuple(
            question for row in asked if (question := question_of(row, schema)) and not problem_of_question(question)
        ),
    )


def word_of(row: Values) -> Word:
    """A row of «Словари»."""
    former = dict.fromkeys(filter(None, [*(row[WordList.former] or "").split("\n"), row[WordList.known]]))
    return Word(row[WordList.vocabulary] or "", row[WordList.word] or "", row[WordList.retired], tuple(former))


def word_remembered(said: list[str]) -> Word:
    """A row that is not there any more, as the program remembers it."""
    vocabulary, *names = said
    return Word(vocabulary, names[-1], is_retired=True, former=tuple(names))


def question_of(row: Values, schema: Schema) -> Question | None:
    """A row of «Вопросы анкет»; None where it says too little to be asked, or its number is not one."""
    key, text, form = row[QuestionList.id], row[QuestionList.text], row[QuestionList.form]
    titles = {one.title for one in schema.forms if one.takes_questions}
    if not (key and re.search(r"\d", key) and text and form in titles and row[QuestionList.kind] in QUESTION_KINDS):
        return None
    chosen = row[QuestionList.kind] in (ONE_OF, SOME_OF)
    return Question(
        key,
        form,
        text,
        row[QuestionList.kind],
        options=_options(row[QuestionList.options]) if chosen else (),
        is_required=row[QuestionList.must],
        section=row[QuestionList.section] or "",
        order=_number(row[QuestionList.order]),
        weight=max(0.0, _number(row[QuestionList.weight])),
        is_withdrawn=row[QuestionList.withdrawn],
        question_id=row[QuestionList.question_id] or "",
    )


def problem_of_question(question: Question) -> str:
    """Why a question cannot be asked as it is; empty where it can."""
    if question.kind in (ONE_OF, SOME_OF) and len(question.options) < 2:
        return "вариантов меньше двух, поэтому вопрос пока не задаётся; впишите каждый с новой строки"
    return ""


def _options(text: str | None) -> tuple[str, ...]:
    """As an answer to a question of several options is divided."""
    divided = cells.value(Choices("", owner=CURATOR), text)
    return tuple({plain(option): option for option in reversed(divided)}.values())[::-1]


def _number(value: Any) -> float:
    return 0.0 if cells.is_missing(value) else float(value)


def _rows(tab: Tab | None) -> list[Values]:
    """The rows of a tab, read as it is declared; what cannot be read is as if it were not there."""
    if tab is None or tab.headless:
        return []
    return [{name: _value(tab, row, name) for name in tab.declared} for row in tab.filled_rows()]


def _value(tab: Tab, row: int, name: str) -> Any:
    try:
        return cells.value(tab.declared[name], tab.cell(row, name))
    except ValueError:
        return cells.value(tab.declared[name], None)
