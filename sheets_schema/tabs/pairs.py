"""«Реестр пар»: who works with whom. A pair becomes official when its order is signed."""

from __future__ import annotations

from sheets_schema.columns import CURATOR, JOB, Choice, Date, Key, Personal, PersonName, Reference, Text
from sheets_schema.sheet import Kept, Sheet
from sheets_schema.vocabulary import (
    AWAITS_ORDER,
    BLUE,
    ENDED,
    GREEN,
    GREY,
    IN_DRAFT,
    MENTORING_FORMS,
    OFFICIAL,
    PAIR_OUTCOMES,
    PAIR_STATES,
    RED,
    STOPPED,
    YELLOW,
)


class Pairs(Sheet):
    """Пары и группы. Строка — один наставляемый и его наставник; группа — несколько строк одного наставника."""

    title = "Реестр пар"
    position = 8
    checked = True
    in_digest = True
    kept = Kept.WHILE_IT_GOES_ON
    written_by = ("pairs",)
    over = (ENDED,)
    colours = {AWAITS_ORDER: YELLOW, IN_DRAFT: BLUE, OFFICIAL: GREEN, STOPPED: RED, ENDED: GREY}

    id = Key(prefix="П")
    mentor = Reference("Наставник", owner=JOB, remembered=True, vital=True, tabs=("mentors",))
    mentor_name = PersonName("ФИО наставника", owner=JOB, vital=True)
    mentee = Reference("Наставляемый", owner=JOB, remembered=True, vital=True, tabs=("mentees",))
    mentee_name = PersonName("ФИО наставляемого", owner=JOB, vital=True)
    form = Choice("Форма наставничества", MENTORING_FORMS, owner=JOB, remembered=True, vital=True, width=180)
    direction = Text(
        "Направление", owner=JOB, remembered=True, vital=True, personal=Personal.ANSWER, long=True, width=300
    )
    state = Choice("Состояние", PAIR_STATES, owner=JOB, written_by=("states",), vital=True, width=140)
    problems = Text("Что исправить", owner=JOB, written_by=("states",), long=True, width=300)
    agreed_on = Date("Решение куратора", owner=JOB, remembered=True)
    order = Reference("Приказ", owner=JOB, written_by=("documents",), remembered=True, vital=True, tabs=("orders",))
    official_on = Date("Утверждена", owner=JOB, written_by=("documents",))
    ended_on = Date(
        "Завершена", owner=CURATOR, vital=True, hint="Дата, когда пара закончила работу; места наставника освободятся"
    )
    outcome = Choice(
        "Как завершена",
        PAIR_OUTCOMES,
        owner=CURATOR,
        width=120,
        hint="«успешно» — пару можно предложить снова; пусто или «неуспешно» — больше не предлагать",
    )
    end_reason = Text("Почему завершена", owner=CURATOR, personal=Personal.REMARK, width=200)
    compatibility = Text(
        "Совместимость",
        owner=JOB,
        written_by=("compatibility",),
        personal=Personal.ASSESSMENT,
        width=220,
        hint="Что ответили после пробной встречи: подробно на своём листе",
    )
    note = Text("Заметка куратора", owner=CURATOR, personal=Personal.REMARK, width=200)
