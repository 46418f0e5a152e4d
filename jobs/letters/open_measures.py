"""The measures that are not done, as letters speak of them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from automation.deadlines import Kind, is_checkpoint, parse
from automation.workbook.book import Book
from jobs.letters.correspondence import as_text
from jobs.plan.reported import latest, reports
from jobs.plan.roadmap import period
from sheets_schema.tabs.roadmap import Roadmap
from sheets_schema.vocabulary import DONE

_GOES_ON = re.compile(
    r"\b(регулярн|систематическ|постоянн|непрерывн|еженедельн|ежемесячн)\w*|\b(в течение|на протяжении|весь)\b[^.;]*?\b"
    r"(год|период|этап|срок)",
    re.IGNORECASE,
)
"""How a measure's own words say that it is an activity and not a deed: «Встречаться регулярно»."""
_DEEDS = (Kind.ONE_OFF, Kind.RELATIVE)

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
    """What letters say of each measure that is not done and has a due date.

    One that `goes_on` has no day to count down to: it is being done until it ends. Only what `is_deed`, once and by a
    day, can be asked of participants.
    """
    roadmap = book[Roadmap]
    is_open = (
        roadmap[Roadmap.id].notna()
        & roadmap[Roadmap.due].notna()
        & ~roadmap[Roadmap.done]
        & (roadmap[Roadmap.state] != DONE)
    )
    counted, within = latest(reports(book)), period(book)
    for row in roadmap.frame.loc[is_open, _TOLD].to_dict("records"):
        due = row[Roadmap.due].date()
        report = counted.get((row[Roadmap.id], due))
        kind = parse(as_text(row[Roadmap.deadline]), period=within).kind if within else Kind.UNKNOWN
        goes_on = kind is Kind.WHOLE_PERIOD or bool(_GOES_ON.search(as_text(row[Roadmap.measure])))
        yield {
            "id": row[Roadmap.id],
            "name": _name(row),
            "title": as_text(row[Roadmap.measure]),
            "stage": as_text(row[Roadmap.stage]),
            "deadline": as_text(row[Roadmap.deadline]),
            "due": due,
            "goes_on": goes_on,
            "is_deed": kind in _DEEDS and not goes_on,
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
