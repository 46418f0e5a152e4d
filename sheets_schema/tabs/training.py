"""«Обучение наставников»: who was sent to which course, and what certificate came of it."""

from __future__ import annotations

from sheets_schema.columns import FORM, JOB, Date, Key, Link, Personal, PersonName, Reference, Text
from sheets_schema.planned import Planned
from sheets_schema.sheet import Kept


class Training(Planned):
    """Кого на какое обучение направили и что из этого вышло. Сведения об удостоверении вписывает наставник по ссылке
    из письма или куратор; столбец «Обучен» в банке программа заполняет сама, если он пуст."""

    title = "Обучение наставников"
    as_data = "обучение и сведения об удостоверении"
    position = 6.72
    checked = True
    kept = Kept.FOR_THE_YEAR
    written_by = ("training",)
    asked = (0, -14)
    personal = Personal.ANSWER
    frozen = 2

    id = Key(prefix="ОБ")
    course = Reference(
        "Программа", owner=JOB, written_by=("collect", "training"), remembered=True, vital=True, tabs=("courses",)
    )
    who = PersonName("Кто", owner=JOB)
    topic = Text("Чему учат", owner=JOB, width=280)
    attended = Text("Занятия", owner=JOB, width=120, hint="На скольких занятиях школы наставников был")
    finished = Date("Закончил", owner=FORM, required=True, question="Когда вы закончили обучение?")
    certificate = Text(
        "Удостоверение",
        owner=FORM,
        width=160,
        question="Номер удостоверения или сертификата",
        hint="Если документа не выдали, пропустите",
    )
    issued = Date("Выдано", owner=FORM, question="Когда его выдали?")
    scan = Link("Копия", owner=FORM, question="Ссылка на копию, если она есть в интернете")
    counted = Date("Зачтено", owner=JOB, remembered=True, hint="Какой день программа учла в столбце «Обучен» банка")
    problems = Text("Что исправить", owner=JOB, long=True, width=260)

    subject = (course,)
