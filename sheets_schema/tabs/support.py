"""«Сопровождение»: who has no mentor yet and is offered the help of a psychologist meanwhile."""

from __future__ import annotations

from sheets_schema.columns import CURATOR, FORM, JOB, Choice, Date, Key, Personal, PersonName, Reference, Text
from sheets_schema.planned import Planned
from sheets_schema.sheet import Kept
from sheets_schema.vocabulary import ANSWERS_TO_SUPPORT


class Support(Planned):
    """Кому пока не нашлось наставника и кто из специалистов предлагает помощь. О чём говорили, сюда не пишут. Строка
    нужна, пока у человека нет пары; поиск наставника продолжается."""

    title = "Психологическое сопровождение"
    as_data = "какая помощь предложена и что на это ответили"
    position = 7.75
    kept = Kept.FOR_THE_YEAR
    written_by = ("support",)
    asked = (14, 0)
    in_digest = True
    personal = Personal.ANSWER

    id = Key(prefix="СП")
    mentee = Reference(
        "Наставляемый",
        owner=JOB,
        written_by=("collect", "support"),
        remembered=True,
        vital=True,
        tabs=("mentees",),
        width=110,
    )
    who = PersonName("Кому помочь", owner=JOB)
    contacts = Text("Как связаться", owner=JOB, personal=Personal.CONTACT, width=240)
    specialist = PersonName("Специалист", owner=JOB)
    assigned = Reference(
        "Назначить",
        owner=CURATOR,
        tabs=("staff",),
        width=110,
        hint="Номер сотрудника, если помогать будет не педагог-психолог, а кто-то другой: С-0004",
    )
    offered = Date("Когда предложено", owner=FORM, required=True, question="Когда вы предложили помощь?")
    outcome = Choice("Что ответил", ANSWERS_TO_SUPPORT, owner=FORM, required=True, question="Что вам ответили?")
    next_step = Text(
        "Следующий шаг",
        owner=FORM,
        width=200,
        question="Что дальше?",
        hint="Одно слово: встреча, звонок, группа. О чём говорили, не пишите",
    )
    next_on = Date("Когда", owner=FORM, question="Когда этот шаг?")
    problems = Text("Что исправить", owner=JOB, long=True, width=260)

    subject = (mentee,)
