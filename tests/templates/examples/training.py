"""The schedule of training, the list of the trained, and the letters about courses and support."""

from __future__ import annotations

from datetime import date
from typing import Any

from tests.templates.examples import Document
from tests.templates.examples.mail import CURATOR, LINK
from tests.templates.examples.orders_on_pairs import LONG_NAME, LONG_POSITION, bare_order, order

COURSE: dict[str, Any] = {
    "subject": "Технологии наставничества в профессиональной деятельности руководящих и педагогических кадров",
    "provider": "Институт развития образования",
    "way": "заочно",
    "hours": 36,
    "begins": date(2024, 1, 15),
    "ends": date(2024, 2, 20),
    "place": "г. Луганск",
    "course_link": LINK,
    "answer_link": LINK,
}
LINE = {
    "subject": COURSE["subject"],
    "lessons": ["15.01.2024: Роль наставника", "22.01.2024: Разбор случаев"],
    "where": "Институт развития образования, г. Луганск",
    "way": "заочно, 36 часов",
    "dates": "15.01.2024 – 20.02.2024",
    "people": [LONG_NAME, "Соколов Илья Никитич"],
}
BARE_LINE = {"subject": "Курс", "lessons": [], "where": "", "way": "", "dates": "", "people": []}
TRAINED = {
    "full_name": LONG_NAME,
    "position": LONG_POSITION,
    "course": COURSE["subject"],
    "certificate": "772400000000 от 20.02.2024",
    "finished": date(2024, 2, 20),
}
READER = {"recipient": "Соколов Илья Никитич", "organisation": "ГБОУ СПО ЛНР «КТТ»", "curator": CURATOR}


def _head(paper: dict[str, Any], **said: Any) -> dict[str, Any]:
    names = ("organisation", "place", "director", "curator", "school_year")
    return {name: paper[name] for name in names} | said


def _nobody() -> dict[str, Any]:
    return _head(bare_order()) | {"director": None, "curator": None}


DOCUMENTS = {
    "training/schedule": Document(
        "График обучения наставников, 2023/2024",
        _head(order(), courses=[LINE] * 3),
        _nobody()
        | {
            "courses": [dict.fromkeys(("where", "way", "dates"), "") | {"subject": "Курс", "lessons": [], "people": []}]
        },
    ),
    "training/list": Document(
        "Список обученных наставников, 2023/2024",
        _head(order(), trained=[TRAINED] * 3, untrained=2),
        _nobody() | {"trained": [TRAINED | {"position": "", "course": "", "certificate": ""}], "untrained": 0},
    ),
}
LETTERS = {
    "course": {**READER, **COURSE},
    "certificate": {**READER, "again": False, "courses": [COURSE]},
    "support": {
        **READER,
        "again": False,
        "people": [{"name": "Юнга Олег Ильич", "contacts": "yunga@example.org, +7 900 000-00-00", "answer_link": LINK}],
    },
}
