"""The report on a matching."""

from __future__ import annotations

from datetime import date
from typing import Any

from tests.templates.examples import Document
from tests.templates.examples.orders_on_pairs import LONG_NAME, order

_REASONS = (
    "поможет с 2 запросами из 3: помощь в учёбе, демонстрационный экзамен (редкая компетенция: демонстрационный "
    "экзамен; не поможет с этим: публичные выступления); оба выбрали друг друга; общее время: вт, чт вечером; "
    "стаж наставника больше на 12 лет"
)


def matching_report(pairs: int = 3) -> dict[str, Any]:
    """What the report on a matching takes; so many pairs, with the longest names first."""
    people = [LONG_NAME, "Соколова-Миних Мария Петровна", "Коваль Сергей Ильич"]
    told = [
        {
            "mentor": people[number % 3],
            "mentee": people[(number + 1) % 3],
            "score": f"{score}" if score else None,
            "bar": "■" * (score // 10) + "□" * (10 - score // 10) if score else "",
            "why": _REASONS if score else "по решению куратора",
        }
        for number in range(pairs)
        for score in [100 - 11 * (number % 10)]
    ]
    unmatched = {"mentee": "Шевченко Анна Петровна", "why": "Подходят 3 наставника, но общего времени с ними нет."}
    parts = [
        ("запросы", "Со сколькими запросами поможет наставник; редкая компетенция дороже", "59,5"),
        ("выбор после встречи", "Кто кого назвал на листе «Выбор после встречи»; дороже всего взаимный", "17,9"),
        ("время", "Общие удобные дни и время", "11,9"),
    ]
    return {
        **{name: order()[name] for name in ("organisation", "place", "school_year", "curator", "director")},
        "today": date(2023, 11, 28),
        "order": {"number": "160-У", "date": date(2023, 11, 28)},
        "figures": {"asked": 64, "mentors": 24, "places": 58, "agreed": 60, "proposed": 2, "left_over": 2},
        "decisions": {"accepted": pairs - 1, "assigned": 1, "rejected": 4},
        "principle": "Из всех возможных наборов пар предлагается тот, в котором больше всего пар.",
        "parts": [{"title": title, "about": about, "points": points} for title, about, points in parts],
        "pairs": told,
        "left_over": {"rows": [unmatched, unmatched | {"mentee": LONG_NAME}], "more": 5},
        "helpful": [
            "ещё один наставник (педагог–студент) по теме «демонстрационный экзамен»: +4 пары",
            "ещё одно место у наставника Н-0003: +1 пара",
        ],
        "replacements": [{"mentor": people[1], "mentee": people[2], "why": "наставник больше не участвует"}],
    }


def bare_matching_report() -> dict[str, Any]:
    """A report on an order without pairs, of an organisation of which next to nothing is known."""
    nothing = dict.fromkeys(("place", "order", "curator", "director"))
    empty: dict[str, Any] = {name: [] for name in ("parts", "pairs", "helpful", "replacements")}
    organisation = {"full_name": "Техникум", "founder": None, "short_name": None}
    figures = dict.fromkeys(("asked", "mentors", "places", "agreed", "proposed", "left_over"), 0)
    nobody = {"rows": [], "more": 0}
    listed = {"organisation": organisation, "figures": figures, "left_over": nobody}
    return matching_report() | nothing | empty | listed


DOCUMENTS = {
    "report/matching": Document("Отчёт о сопоставлении анкет, 2023/2024", matching_report(), bare_matching_report())
}
