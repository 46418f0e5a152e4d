"""«Отчёты о мероприятиях»: what those responsible said of their measures, and what the curator decided of it."""

from __future__ import annotations

from sheets_schema.columns import ANY_JOB, CURATOR, FORM, JOB, Choice, Date, DateTime, Key, Reference, Text
from sheets_schema.planned import Planned
from sheets_schema.sheet import Kept
from sheets_schema.vocabulary import (
    ACCEPTED,
    AWAITS_DECISION,
    GREEN,
    GREY,
    NEEDS_FIXING,
    RED,
    REJECTED,
    REPORT_DECISIONS,
    REPORT_OUTCOMES,
    REPORT_STATES,
    SET_ASIDE,
    YELLOW,
)


class MeasureReports(Planned):
    """Что сообщили ответственные по ссылке из напоминания: выполнено или нужен другой срок. Решает куратор."""

    title = "Отчёты о мероприятиях"
    position = 3.7
    in_digest = True
    kept = Kept.FOR_THE_YEAR
    written_by = ("measure_reports", "remind")
    colours = {
        **Planned.colours,
        NEEDS_FIXING: RED,
        AWAITS_DECISION: YELLOW,
        ACCEPTED: GREEN,
        REJECTED: RED,
        SET_ASIDE: GREY,
    }
    over = (*Planned.over, ACCEPTED, REJECTED, SET_ASIDE)

    id = Key(prefix="ОМ")
    answered = DateTime("Когда сообщили", owner=JOB, written_by=ANY_JOB, remembered=True)
    measure = Reference(
        "Номер мероприятия",
        owner=JOB,
        written_by=("collect", "measure_reports", "remind"),
        remembered=True,
        vital=True,
        tabs=("roadmap",),
    )
    subject = (measure,)
    title_of_measure = Text("Мероприятие", owner=JOB, width=300)
    outcome = Choice("Что сообщили", REPORT_OUTCOMES, owner=FORM, required=True, question="Что сообщаете?", width=150)
    proof = Text(
        "Подтверждение",
        owner=FORM,
        long=True,
        question="Если выполнено: чем это подтверждается?",
        hint="Ссылка на документ или несколько слов о том, где он лежит",
        width=260,
    )
    new_deadline = Date("Новый срок", owner=FORM, question="Если нужен другой срок: какой?")
    comment = Text("Комментарий", owner=FORM, long=True, question="Что ещё важно знать куратору?", width=220)
    decision = Choice("Решение", REPORT_DECISIONS, owner=CURATOR, vital=True, width=110)
    note = Text("Ответ куратора", owner=CURATOR, hint="Увидит тот, кому снова придёт напоминание", width=220)
    state = Choice("Состояние", REPORT_STATES, owner=JOB, width=120)
    about = Date(
        "О сроке", owner=JOB, remembered=True, vital=True, hint="Срок, который стоял, когда пришёл отчёт", width=100
    )
    problems = Text("Что исправить", owner=JOB, long=True, width=300)
