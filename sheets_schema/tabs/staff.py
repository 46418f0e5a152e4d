"""«Сотрудники»: roles, the people who hold them, and where to write to them."""

from __future__ import annotations

from sheets_schema.columns import CURATOR, JOB, Choice, Email, Key, PersonName, Phone, Text
from sheets_schema.sheet import Sheet
from sheets_schema.vocabulary import ROLES


class Staff(Sheet):
    """Кто за что отвечает. Роль может быть у нескольких человек, у человека — несколько строк."""

    title = "Сотрудники"
    position = 2
    checked = True
    in_digest = True
    written_by = ("validate",)
    typed_by_hand = True

    id = Key(prefix="С")
    role = Choice("Роль", ROLES, owner=CURATOR, required=True, width=190)
    full_name = PersonName("ФИО", owner=CURATOR, required=True)
    job_title = Text(
        "Должность", owner=CURATOR, hint="Как в приказе: «заместитель директора по учебной работе»", width=260
    )
    email = Email("Эл. почта", owner=CURATOR, required=True)
    phone = Phone("Телефон", owner=CURATOR)
    problems = Text("Что исправить", owner=JOB, long=True, width=300)
