"""«Приказы»: the orders drawn up, and what the director did with them."""

from __future__ import annotations

from sheets_schema.columns import CURATOR, JOB, Choice, Date, Flag, Key, Link, Text
from sheets_schema.sheet import Kept, Sheet
from sheets_schema.vocabulary import BLUE, DRAFT, GREEN, ORDER_STATES, SIGNED


class Orders(Sheet):
    """Приказы. Впишите номер и дату, отметьте «Подписан» — и приказ в силе, а пары, о которых он, официальные."""

    title = "Приказы"
    position = 9
    checked = True
    kept = Kept.WHILE_IT_GOES_ON
    written_by = ("documents",)
    folder = "Приказы"
    colours = {DRAFT: BLUE, SIGNED: GREEN}

    id = Key(prefix="ПР")
    subject = Text("О чём", owner=JOB, width=300)
    state = Choice("Состояние", ORDER_STATES, owner=JOB, width=110)
    document = Link("Документ", owner=JOB, width=260)
    number = Text("Номер", owner=CURATOR, vital=True, width=100)
    dated = Date("Дата", owner=CURATOR, vital=True)
    signed = Flag("Подписан", owner=CURATOR, vital=True)
    note = Text("Заметка куратора", owner=CURATOR, width=200)
    problems = Text("Что исправить", owner=JOB, long=True, width=300)
    drafted_on = Date("Составлен", owner=JOB)
    purpose = Text(
        "Ключ",
        owner=JOB,
        vital=True,
        hidden=True,
        hint="Зачем приказ составлен: по ключу программа узнаёт его документ",
    )
    digest = Text("Отпечаток", owner=JOB, hidden=True)
