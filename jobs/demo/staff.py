"""The staff of the sample organisation, and what its letterhead says. Invented, as everyone here."""

from __future__ import annotations

STAFF = (
    ("Директор", "Дубровин Игорь Павлович", "директор"),
    ("Заместитель директора", "Ермакова Лариса Олеговна", "заместитель директора по учебной работе"),
    ("Заведующий отделением", "Гайворонский Пётр Ильич", "заведующий отделением автомобильного транспорта"),
    ("Заведующий отделением", "Стрельцова Нина Фёдоровна", "заведующая отделением железнодорожного транспорта"),
    ("Методист", "Ложкина Вера Андреевна", "методист"),
    ("Координатор", "Бережной Олег Маркович", "заместитель директора по воспитательной работе"),
    ("Куратор наставничества", "Соколова-Миних Мария Петровна", "педагог-организатор"),
)
"""Role, name, position."""

STAFF_ROWS = [
    {"role": role, "full_name": name, "job_title": position, "email": f"staff{number}@ktt.example.org"}
    for number, (role, name, position) in enumerate(STAFF, 1)
]

LETTERHEAD = {
    "place": "г. Кировск",
    "address": "294000, г. Кировск, ул. Примерная, д. 1",
    "phone": "+7 974 000-00-00",
    "email": "office@ktt.example.org",
    "programmes_by": "15.12.2023",
    "mentees_planned": 60,
    "mentors_planned": 20,
}
