"""«Программы обучения»: the courses, the 36-hour programme and the school of mentors."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sheets_schema.columns import CURATOR, JOB, Choice, Date, Flag, Key, Link, Number, Text
from sheets_schema.sheet import Kept, Sheet
from sheets_schema.vocabulary import MAILING_GROUPS, WAYS_OF_TRAINING


def ends_before_it_begins(courses: Any) -> Iterator[tuple[int, str]]:
    """The courses whose last day lies before their first."""
    for row in courses.index[courses[Courses.ends] < courses[Courses.begins]]:
        yield int(row), "окончание раньше начала; исправьте одну из дат"


class Courses(Sheet):
    """Чему и где учат наставников: курсы, 36-часовая программа, школа наставников. Кого направить, решает куратор."""

    title = "Программы обучения"
    position = 6.71
    checked = True
    in_digest = True
    kept = Kept.FOR_THE_YEAR
    written_by = ("training",)
    typed_by_hand = True
    row_checks = (ends_before_it_begins,)
    frozen = 1

    id = Key(prefix="ПО")
    subject = Text("Программа", owner=CURATOR, required=True, width=300, hint="Как в документе об обучении")
    provider = Text("Кто учит", owner=CURATOR, width=220)
    way = Choice("Как", WAYS_OF_TRAINING, owner=CURATOR, width=120)
    hours = Number("Часов", owner=CURATOR, least=1, most=1000)
    begins = Date("Начало", owner=CURATOR)
    ends = Date("Окончание", owner=CURATOR)
    place = Text("Место", owner=CURATOR, width=160)
    link = Link("Ссылка", owner=CURATOR)
    problems = Text("Что исправить", owner=JOB, long=True, width=280)
    to = Choice("Кого направить", MAILING_GROUPS, owner=CURATOR, width=170)
    numbers = Text("Номера", owner=CURATOR, width=130, hint="Кого ещё: номера через запятую, например Н-0001")
    reach = Text("Кого касается", owner=JOB, long=True, width=220)
    send = Flag("Направить", owner=CURATOR, vital=True, hint="Поставьте галочку один раз: письма встанут в очередь")
    standing = Text("Как идёт", owner=JOB, width=200)
