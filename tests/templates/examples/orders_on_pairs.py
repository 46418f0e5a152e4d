"""The order on pairs."""

from __future__ import annotations

from datetime import date
from typing import Any

from tests.templates.examples import Document

LONG_NAME = "Константинопольская-Вознесенская Александрина Пантелеймоновна"
LONG_POSITION = "заместитель директора по учебно-производственной и воспитательной работе"


def pair(number: int = 1, mentees: int = 1) -> dict[str, Any]:
    return {
        "mentor": {"full_name": "Соколов Илья Никитич", "position": "Мастер производственного обучения"},
        "mentees": [
            {"full_name": f"Шевченко Анна Петровна {number}-{place}", "details": "Группа 21-А"}
            for place in range(1, mentees + 1)
        ],
        "form": "педагог–студент",
        "requests": "подготовка к демонстрационному экзамену",
    }


def order(pairs: int = 3) -> dict[str, Any]:
    return {
        "organisation": {
            "founder": "Министерство образования и науки Луганской Народной Республики",
            "full_name": "Государственное бюджетное образовательное учреждение «Кировский транспортный техникум»",
            "short_name": "ГБОУ СПО ЛНР «КТТ»",
            "address": "г. Кировск, ул. Шахтёрская, д. 1",
            "phone": "+7 (857) 000-00-00",
            "email": "ktt@example.org",
            "ogrn": "1239400000000",
            "inn": "9400000000",
            "kpp": "940001001",
        },
        "number": "160-У",
        "date": date(2023, 11, 28),
        "place": "г. Кировск",
        "school_year": "2023/2024",
        "plan": {"number": "154-У", "date": date(2023, 11, 20)},
        "programmes_by": date(2023, 12, 15),
        "curator": {"full_name": "Соколова-Миних Мария Петровна", "position": "Методист"},
        "controller": {"full_name": "Коваль Сергей Ильич", "position": "заместитель директора по учебной работе"},
        "director": {"full_name": "Белоконь Виктор Ильич", "position": "директор"},
        "acquainted": [{"full_name": "Соколова-Миних Мария Петровна"}, {"full_name": "Соколов Илья Никитич"}],
        "pairs": [pair(number, mentees=1 + number % 3) for number in range(1, pairs + 1)],
    }


def bare_order() -> dict[str, Any]:
    organisation = {"full_name": "Техникум", "founder": None, "short_name": None}
    nothing = dict.fromkeys(("number", "date", "place", "plan", "programmes_by", "controller"))
    return order(pairs=1) | nothing | {"organisation": organisation, "acquainted": []}


DOCUMENTS = {
    "order/pairs": Document("Приказ об утверждении наставнических пар (групп), 2023/2024", order(), bare_order())
}
