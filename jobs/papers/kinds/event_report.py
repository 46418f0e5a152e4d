"""«Отчёт о мероприятии»: how an event went of which no minutes are kept."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from jobs.papers.kind import Kind, Person
from jobs.papers.kinds.event_agenda import EventPaper
from sheets_schema.tabs.event_papers import EventPapers


@dataclass(frozen=True, kw_only=True)
class EventReport(EventPaper):
    present: int | None
    invited: int
    names: Sequence[str]
    """Of those who came, as far as each is known."""
    points: Sequence[str]
    heard: Sequence[str]
    decided: Sequence[str]
    curator: Person | None


KIND = Kind(
    prefix="event/report",
    title="Отчёт о мероприятии",
    template="events/report.docx",
    document="Отчёт. {about}",
    context=EventReport,
    tab=EventPapers,
)
