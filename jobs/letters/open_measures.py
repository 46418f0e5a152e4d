"""The measures that are not done, as letters speak of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from automation.deadlines import is_checkpoint
from automation.workbook.book import Book
from jobs.letters.correspondence import as_text
from jobs.plan.reported import latest, reports
from sheets_schema.tabs.roadmap import Roadmap
from sheets_schema.vocabulary import (
    DONE,
)

_TOLD = [
    Roadmap.id,
    Roadmap.number,
    Roadmap.measure,
    Roadmap.stage,
    Roadmap.deadline,
    Roadmap.checkpoint,
    Roadmap.due,
    Roadmap.result,
    Roadmap.responsible,
]
"""What a letter says of a measure."""


def open_measures(book: Book, today: date) -> Iterator[dict[str, Any]]:
    roadmap = book[Roadmap]
    is_open = (
        roadmap[Roadmap.id].notna()
        & roadmap[Roadmap.due].notna()
        & ~roadmap[Roadmap.done]
        & (roadmap[Roadmap.state] != DONE)
    )
    counted = latest(reports(book))
    for row in roadmap.frame.loc[is_open, _TOLD].to_dict("records"):
        due = row[Roadmap.due].date()
        report = counted.get((row[Roadmap.id], due))
        yield {
            "id": row[Roadmap.id],
            "name": _name(row),
            "title": as_text(row[Roadmap.measure]),
            "stage": as_text(row[Roadmap.stage]),
            "deadline": as_text(row[Roadmap.deadline]),
            "due": due,
            "days_left": (due - today).days,
            "result": as_text(row[Roadmap.result]),
            "responsible": as_text(row[Roadmap.responsible]),
            "awaits": bool(report and report.awaits),
            "rejected": report if report and report.rejected else None,
        }


def _name(row: Mapping[Any, Any]) -> str:
    """«КТ: 1.6. Оценить, как прошёл первый этап»; only what the plan says of it."""
    checkpoint = row[Roadmap.checkpoint] or is_checkpoint(as_text(row[Roadmap.deadline]))
    number = as_text(row[Roadmap.number]).rstrip(".")
    return f"{'КТ: ' if checkpoint else ''}{number + '. ' if number else ''}{as_text(row[Roadmap.measure])}"
