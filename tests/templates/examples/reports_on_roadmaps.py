"""The report on the roadmap."""

from __future__ import annotations

from datetime import date
from typing import Any

from tests.templates.examples import Document
from tests.templates.examples.orders_on_pairs import order

_FIGURES = {"total": 45, "done": 22, "in_progress": 1, "soon": 5, "overdue": 2, "not_started": 12, "no_deadline": 3}
_SIGNS = {"✓": "D9EAD3", "!": "F4CCCC", "│": "D9D9D9", "": "auto"}


def line(number: int, signs: str = "") -> dict[str, Any]:
    """A line of the chart; `signs` fill its first cells."""
    cells = [{"sign": sign.strip(), "colour": _SIGNS[sign.strip()]} for sign in signs.ljust(36)]
    return {
        "number": f"{number}",
        "title": "Издать приказ «Об утверждении наставнических пар (групп)»",
        "due": date(2023, 11, 30),
        "months": [cells[at : at + 3] for at in range(0, 36, 3)],
    }


def report(lines: int = 45) -> dict[str, Any]:
    """What the report on the roadmap takes; the chart has so many lines, five a stage."""
    told = {"title": "Собрать согласия на обработку персональных данных", "responsible": "Координатор"}
    days = [{"sign": day, "colour": "auto"} for day in ("1", "11", "21")]
    return {
        **{name: order()[name] for name in ("organisation", "place", "plan", "curator", "director")},
        "about": "за ноябрь 2023 г.",
        "today": date(2023, 12, 1),
        "period": {"start": date(2023, 9, 1), "end": date(2024, 8, 31)},
        "now": {**_FIGURES, "percent": 49},
        "former": {**_FIGURES, "done": 15, "date": date(2023, 11, 1)},
        "checkpoints": [{"number": "1.6", "title": "Подвести итоги", "due": date(2023, 11, 30), "state": "выполнено"}],
        "overdue": {
            "rows": [
                {**told, "number": "2.1", "due": date(2023, 11, 30), "late": 1, "missed": 1},
                {**told, "number": "2.2", "due": date(2023, 10, 31), "late": 31, "missed": 2, "responsible": ""},
            ],
            "more": 0,
        },
        "soon": {"rows": [{**told, "number": "3.1", "due": date(2023, 12, 1), "left": 0}], "more": 21},
        "done": {
            "rows": [
                {**told, "number": "4.1", "times": 1, "times_done": 1, "proof": "Протокол № 3"},
                {**told, "number": "4.2", "times": 12, "times_done": 3, "proof": ""},
            ],
            "more": 0,
        },
        "awaiting": ["2\u00a0отчёта о мероприятиях", "1\u00a0строка дорожной карты с замечаниями"],
        "school_year": "2023/2024",
        "chart": {
            "year": 2023,
            "days": [days] * 12,
            "legend": [{"sign": "✓", "meaning": "выполнено", "colour": "D9EAD3"}],
            "note": None,
            "stages": [
                {"title": f"Этап {stage + 1}", "lines": [line(stage * 5 + n, "      ✓✓!│") for n in range(1, 6)]}
                for stage in range(lines // 5)
            ],
        },
    }


def bare_report() -> dict[str, Any]:
    """A report on a plan of which next to nothing is known, with nothing in it."""
    nothing = dict.fromkeys(("place", "plan", "former", "curator", "director"))
    empty = {name: {"rows": [], "more": 0} for name in ("overdue", "soon", "done")}
    figures = dict.fromkeys(_FIGURES, 0) | {"total": 1, "percent": 0}
    organisation = {"full_name": "Техникум", "founder": None, "short_name": None}
    chart = report()["chart"] | {"stages": [{"title": "", "lines": [line(1) | {"number": "", "due": None}]}]}
    listed = {"organisation": organisation, "checkpoints": [], "awaiting": [], "now": figures, "chart": chart}
    return report() | nothing | empty | listed


DOCUMENTS = {"report/roadmap": Document("Отчёт о выполнении дорожной карты за ноябрь 2023 г.", report(), bare_report())}
