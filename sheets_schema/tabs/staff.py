"""«Сотрудники»: roles, the people who hold them, where to write to them, and who stands in for them."""

from __future__ import annotations

from sheets_schema.columns import CURATOR, JOB, Choice, Choices, Date, Email, Imprint, Key, PersonName, Phone, Text
from sheets_schema.sheet import Sheet
from sheets_schema.vocabulary import ROLES


class Staff(Sheet):
    """Кто за что отвечает. Роль может быть у нескольких человек, у человека — несколько ролей."""

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
    other_roles = Choices(
        "Ещё роли", ROLES, owner=CURATOR, width=200, hint="Другие роли того же человека через запятую"
    )
    groups = Text(
        "Ведёт группы",
        owner=CURATOR,
        width=180,
        hint="Группы или классы через запятую, у которых он куратор или классный руководитель: ему идут письма тем, "
        "у кого нет ни своей почты, ни почты родителя",
    )
    away_from = Date("Отсутствует с", owner=CURATOR, width=110)
    away_until = Date("Отсутствует по", owner=CURATOR, width=110, hint="Последний день; пусто — пока не вернётся")
    stand_in = Text(
        "Кто замещает",
        owner=CURATOR,
        width=200,
        hint="Кто из сотрудников работает за него, пока его нет: ФИО или номер. Ему идут письма, он подписывает",
    )
    problems = Text("Что исправить", owner=JOB, long=True, width=300)
    imprint = Imprint()
