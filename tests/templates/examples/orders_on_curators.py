"""The order on the curator and the project team."""

from __future__ import annotations

from typing import Any

from tests.templates.examples import Document
from tests.templates.examples.orders_on_pairs import LONG_NAME, LONG_POSITION, bare_order, order


def curator_order(team: int = 2) -> dict[str, Any]:
    """What the order appointing the curator takes; so many people on the team, with the longest names first."""
    head = ("organisation", "number", "date", "place", "school_year", "plan", "director", "acquainted")
    people = [
        {"full_name": LONG_NAME, "position": LONG_POSITION},
        {"full_name": "Коваль Ирина Сергеевна", "position": "Педагог-психолог"},
        {"full_name": "Бережной Олег Ильич", "position": None},
    ]
    return {
        **{name: order()[name] for name in head},
        "curators": [{"full_name": "Соколова-Миних Мария Петровна", "position": "Методист"}],
        "coordinators": [{"full_name": "Коваль Сергей Ильич", "position": "заместитель директора по учебной работе"}],
        "team": [people[number % 3] for number in range(team)],
    }


def bare_curator_order() -> dict[str, Any]:
    nobody: dict[str, Any] = {"coordinators": [], "team": [], "acquainted": []}
    nameless = {"curators": [{"full_name": "Соколова-Миних Мария Петровна", "position": None}]}
    head = {name: bare_order()[name] for name in ("organisation", "number", "date", "place", "plan")}
    return curator_order() | head | nobody | nameless


DOCUMENTS = {
    "order/curator": Document(
        "Приказ о назначении куратора и проектной команды, 2023/2024", curator_order(), bare_curator_order()
    )
}
