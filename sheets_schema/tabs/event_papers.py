"""«Документы мероприятий»: agendas with attendance sheets, minutes and reports."""

from __future__ import annotations

from sheets_schema.columns import CURATOR, JOB, Date, Flag, Key, Link, Reference, Text
from sheets_schema.sheet import Kept, Sheet


class EventPapers(Sheet):
    """Что составлено к мероприятиям и после них: повестка с листом регистрации, проект протокола или отчёта."""

    title = "Документы мероприятий"
    position = 9.23
    kept = Kept.FOR_THE_YEAR
    written_by = ("event_papers",)
    folder = "Мероприятия"

    id = Key(prefix="ДМ")
    subject = Text("Документ", owner=JOB, width=240)
    event = Reference("Мероприятие", owner=JOB, remembered=True, tabs=("events",))
    about = Text("О чём", owner=JOB, width=320)
    document = Link("Ссылка", owner=JOB, vital=True, width=200)
    drawn_up_on = Date("Составлен", owner=JOB)
    final = Flag("Готов", owner=CURATOR, hint="Поставьте галочку, и программа больше не будет его обновлять")
    note = Text("Заметка куратора", owner=CURATOR, width=200)
    problems = Text("Что исправить", owner=JOB, long=True, width=300)
    purpose = Text("Ключ", owner=JOB, vital=True, hidden=True, hint="По ключу программа узнаёт документ")
    digest = Text("Отпечаток", owner=JOB, hidden=True)
