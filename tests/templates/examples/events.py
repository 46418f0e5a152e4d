"""Agenda, minutes and report of an event, and the letter that invites to it."""

from __future__ import annotations

from datetime import date
from typing import Any

from tests.templates.examples import Document
from tests.templates.examples.mail import CURATOR, LINK
from tests.templates.examples.orders_on_pairs import LONG_NAME, LONG_POSITION, bare_order, order

ABOUT = "Педагогический совет 15.12.2023. О целевой модели наставничества"
NAMES = ["Белоконь Виктор Ильич", LONG_NAME, "Соколов Илья Никитич"]
EVENT = {
    "about": ABOUT,
    "whose": "заседания педагогического совета",
    "subject": "О целевой модели наставничества",
    "day": date(2023, 12, 15),
    "time": "14:30",
    "where": "актовый зал",
    "leader": "Соколова-Миних М. П.",
}
BARE = EVENT | {"time": "", "where": "", "leader": ""}
POINTS = ["О возможностях и целях программы наставничества.", "О сборе анкет наставников и наставляемых."]
SAID = {
    "present": 24,
    "names": NAMES,
    "points": POINTS,
    "heard": ["Соколова-Миних М. П. рассказала о сроках дорожной карты."],
    "decided": ["Принять информацию к сведению.", "Провести анкетирование до 22 декабря 2023 г."],
}
NOTHING_SAID = SAID | {"present": None, "names": [], "heard": []}


def _head(paper: dict[str, Any]) -> dict[str, Any]:
    return {name: paper[name] for name in ("organisation", "place", "director")}


def agenda(people: int = 3) -> dict[str, Any]:
    invited = [{"full_name": LONG_NAME, "position": LONG_POSITION if number % 2 else ""} for number in range(people)]
    return {**_head(order()), **EVENT, "heading": "ПОВЕСТКА ДНЯ", "points": POINTS, "invited": invited}


def bare_agenda() -> dict[str, Any]:
    return {**_head(bare_order()), **BARE, "heading": "ПЛАН", "points": POINTS, "invited": [], "director": None}


def minutes() -> dict[str, Any]:
    signs = {"number": "3", "chair": "Коваль С. И.", "secretary": "Соколов И. Н.", "votes": "за — 24, против — 0"}
    return {**_head(order()), **EVENT, **SAID, **signs}


def bare_minutes() -> dict[str, Any]:
    unsaid = dict.fromkeys(("number", "chair", "secretary", "votes"))
    return {**_head(bare_order()), **BARE, **NOTHING_SAID, **unsaid}


def report() -> dict[str, Any]:
    return {**_head(order()), **EVENT, **SAID, "invited": 30, "curator": order()["curator"]}


def bare_report() -> dict[str, Any]:
    return {**_head(bare_order()), **BARE, **NOTHING_SAID, "invited": 0, "curator": None, "director": None}


DOCUMENTS = {
    "event/agenda": Document(f"Повестка и лист регистрации. {ABOUT}", agenda(), bare_agenda()),
    "event/minutes": Document(f"Протокол. {ABOUT}", minutes(), bare_minutes()),
    "event/report": Document(f"Отчёт. {ABOUT}", report(), bare_report()),
}
LETTERS = {
    "event": {
        "recipient": "Соколов Илья Никитич",
        "organisation": "ГБОУ СПО ЛНР «КТТ»",
        "curator": CURATOR,
        "says": "invited",
        "kind": "педагогический совет",
        "subject": "О целевой модели наставничества",
        "day": date(2023, 12, 15),
        "time": "14:30",
        "place": "актовый зал",
        "meeting_link": LINK,
        "leader": "Соколова-Миних М. П.",
        "answer_link": LINK,
    }
}
