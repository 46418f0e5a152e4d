"""What the templates are filled in with in tests: every optional thing present, or none of it."""

from datetime import date
from typing import Any

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


def measure(days_left: int = 3) -> dict[str, Any]:
    return {
        "name": "5.2. Издать приказ «Об утверждении наставнических пар (групп)»",
        "stage": "Формирование наставнических пар (групп)",
        "deadline": "Ноябрь 2023 г.",
        "due": date(2023, 11, 30),
        "days_left": days_left,
        "result": "Подписанный приказ",
        "responsible": "Координатор",
        "rejected": None,
        "report_link": "http://127.0.0.1:8000/forms/d/e/abc/viewform?usp=pp_url&entry.1=%D0%9C-0012&entry.2=%D0%A1-0001",
    }


LINK = "http://127.0.0.1:8000/spreadsheets/d/abc_DEF-1#gid=0"
CURATOR = {"full_name": "Соколова-Миних Мария Петровна", "email": "curator@example.org"}

LETTERS: dict[str, dict[str, Any]] = {
    "measure_reminder": {
        "recipient": "Коваль Ирина Сергеевна",
        "organisation": "ГБОУ СПО ЛНР «КТТ»",
        "today": date(2023, 11, 27),
        "overdue": [measure(-2), measure(-1) | {"result": None}],
        "soon": [measure()],
        "escalated": [measure(-20) | {"names": "Бережной Олег Ильич"}, measure(-15) | {"responsible": "", "names": ""}],
        "curator": CURATOR,
        "link": LINK,
    },
    "row_needs_fixing": {
        "recipient": "Иванов Пётр Ильич",
        "organisation": "ГБОУ СПО ЛНР «КТТ»",
        "form": "Анкета наставляемого",
        "problems": ["Нет согласия на обработку персональных данных: поставьте отметку в анкете."],
        "curator": CURATOR,
        "link": LINK,
    },
    "curator_digest": {
        "recipient": "Соколова-Миних Мария Петровна",
        "organisation": "ГБОУ СПО ЛНР «КТТ»",
        "today": date(2023, 11, 27),
        "decisions": [{"id": "НМ-0001", "name": "Петров Олег Ильич", "what": "лучший кандидат — НС-0003"}],
        "unmatched": [
            {"id": f"НМ-{number:04}", "name": "Иванова Анна Петровна", "reason": "все подходящие наставники заняты"}
            for number in range(40)
        ],
        "to_fix": [{"id": "НМ-0009", "name": None, "problem": "нет согласия родителя"}],
        "overdue": [measure(-2), measure(-5) | {"responsible": None}],
        "orders": [{"title": "Об утверждении наставнических пар (групп)", "link": LINK}],
        "link": LINK,
    },
}
