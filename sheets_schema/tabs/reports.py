"""«Отчёты»: the reports drawn up, and those that come next."""

from __future__ import annotations

from sheets_schema.columns import CURATOR, JOB, Date, Key, Link, Text
from sheets_schema.sheet import Kept, Sheet


class Reports(Sheet):
    """Отчёты: что составлено и что будет следующим. Отчёт о сопоставлении обновляется, пока приказ о парах — проект."""

    title = "Отчёты"
    position = 9.5
    kept = Kept.FOR_THE_YEAR
    written_by = ("reports", "matching_report", "training_papers")
    folder = "Отчёты"

    id = Key(prefix="ОТ")
    subject = Text("О чём", owner=JOB, width=360)
    period = Text("За какой срок", owner=JOB, width=240)
    due_on = Date("Когда составить", owner=JOB, vital=True, hint="Первый рабочий день после срока", width=120)
    document = Link(
        "Документ",
        owner=JOB,
        vital=True,
        width=140,
        hint="Сотрите ссылку, и отчёт будет составлен заново, по сегодняшнему состоянию",
    )
    drawn_up_on = Date("Составлен", owner=JOB)
    gist = Text("Главное", owner=JOB, width=280)
    note = Text("Заметка куратора", owner=CURATOR, width=200)
    problems = Text("Что исправить", owner=JOB, long=True, width=300)
    until = Date("По какой день", owner=JOB, vital=True, hidden=True)
    purpose = Text(
        "Ключ",
        owner=JOB,
        vital=True,
        hidden=True,
        hint="Зачем отчёт составлен: по ключу программа узнаёт его документ",
    )
    figures = Text("Показатели", owner=JOB, hidden=True, hint="С чем программа сравнит следующий отчёт")
    digest = Text("Отпечаток", owner=JOB, hidden=True)
