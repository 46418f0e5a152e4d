"""What an organisation has made of a schema on the tabs «Словари» and «Вопросы анкет»: words and questions of its own.

The two tabs are declared here but for their titles, because reading a spreadsheet needs them before all others.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from sheets_schema.columns import (
    CURATOR,
    FORM,
    JOB,
    Choice,
    Choices,
    Column,
    Date,
    Flag,
    Key,
    Number,
    Personal,
    Text,
    shortened,
)
from sheets_schema.sheet import Sheet
from sheets_schema.vocabulary import (
    DATE,
    LINE,
    NO,
    NUMBER,
    PARAGRAPH,
    QUESTION_KINDS,
    SOME_OF,
    YES,
)
from sheets_schema.words import Word

OWN_COLUMN = "own_"
"""What the names of the organisation's own columns begin with; after it stands the number of the question."""

MOST_WEIGHT = 100
_LONGEST_TITLE = 80
"""Characters of a question that stand above the column for its answers."""


class WordList(Sheet):
    """The columns of «Словари»."""

    id = Key(prefix="СЛ")
    vocabulary = Choice("Словарь", owner=CURATOR, required=True, width=200)
    word = Text("Слово", owner=CURATOR, required=True, width=260)
    retired = Flag(
        "Не предлагать",
        owner=CURATOR,
        width=110,
        hint="Поставьте галочку, и в анкетах слова не будет; где оно уже стоит, там и останется",
    )
    former = Text(
        "Прежние названия",
        owner=JOB,
        written_by=("words",),
        remembered=True,
        long=True,
        width=220,
        hint="Ячейки, где слово названо по-прежнему, читаются как новое",
    )
    used = Number("Где стоит, строк", owner=JOB, written_by=("words",), width=110)
    problems = Text("Что исправить", owner=JOB, written_by=("words",), long=True, width=320)
    remark = Text("Примечание", owner=JOB, written_by=("words",), remembered=True, long=True, width=260)
    known = Text("Слово при последней проверке", owner=JOB, written_by=("words",), remembered=True, hidden=True)


class QuestionList(Sheet):
    """The columns of «Вопросы анкет»."""

    id = Key(prefix="ВА")
    form = Choice("Анкета", owner=CURATOR, required=True, width=220)
    text = Text("Вопрос", owner=CURATOR, required=True, width=320)
    kind = Choice("Какой ответ", QUESTION_KINDS, owner=CURATOR, required=True, width=150)
    options = Text(
        "Варианты",
        owner=CURATOR,
        long=True,
        width=240,
        hint="Для вопроса с выбором: каждый с новой строки или через запятую",
    )
    must = Flag("Обязательный", owner=CURATOR, width=110)
    section = Text(
        "Раздел",
        owner=CURATOR,
        width=180,
        hint="Название раздела анкеты; нового раздела — новая страница; пусто — последний раздел",
    )
    order = Number("Порядок", owner=CURATOR, decimals=1, width=80, hint="Меньшее число — раньше")
    weight = Number(
        "Вес в подборе",
        owner=CURATOR,
        least=0,
        most=MOST_WEIGHT,
        width=110,
        hint="Если тот же вопрос с выбором есть в анкетах наставляемого и наставника: насколько важно совпадение",
    )
    withdrawn = Flag("Не спрашивать", owner=CURATOR, width=110, hint="Вопрос уйдёт из анкеты, ответы останутся")
    problems = Text("Что исправить", owner=JOB, written_by=("questions",), long=True, width=320)
    question_id = Text(
        "Номер вопроса в форме",
        owner=JOB,
        written_by=("questions",),
        remembered=True,
        hidden=True,
        hint="У вопросов, которые добавили прямо в форме",
    )


@dataclass(frozen=True)
class Question:
    """A row of «Вопросы анкет» that can be asked."""

    key: str
    form: str
    """The title of the form."""
    text: str
    kind: str
    options: tuple[str, ...] = ()
    is_required: bool = False
    section: str = ""
    order: float = 0
    weight: float = 0
    is_withdrawn: bool = False
    question_id: str = ""
    """Of one that somebody has put into the form by hand."""

    @property
    def column_name(self) -> str:
        """Of the column for its answers."""
        return own_column(int(re.sub(r"\D", "", self.key)))

    def column(self) -> Column:
        """The column for its answers. It may be empty though the form insists on an answer: whoever answered before
        the question was there lacks nothing."""
        title = shortened(self.text, _LONGEST_TITLE)
        common: dict[str, Any] = {
            "owner": FORM,
            "question": self.text,
            "personal": Personal.ANSWER,
            "name": self.column_name,
            "width": 180,
        }
        if self.kind in (LINE, PARAGRAPH):
            return Text(title, long=self.kind == PARAGRAPH, **common)
        if self.kind == NUMBER:
            return Number(title, decimals=2, **common)
        if self.kind == DATE:
            return Date(title, **common)
        if self.kind == SOME_OF:
            return Choices(title, self.options, **common)
        return Choice(title, self.options or (YES, NO), **common)


def own_column(number: int) -> str:
    """The name of the column for the answers to the question of this number."""
    return f"{OWN_COLUMN}{number}"


def is_own(name: str) -> bool:
    """Whether a column is the organisation's own."""
    return name.startswith(OWN_COLUMN)


@dataclass(frozen=True)
class Organisation:
    """What one organisation has said on the two tabs."""

    words: tuple[Word, ...] = ()
    questions: tuple[Question, ...] = ()
