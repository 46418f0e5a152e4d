"""«Протокол»: what a meeting that decides has heard and decided."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from jobs.papers.kind import Kind
from jobs.papers.kinds.event_agenda import EventPaper
from sheets_schema.tabs.event_papers import EventPapers


@dataclass(frozen=True, kw_only=True)
class EventMinutes(EventPaper):
    number: str | None
    chair: str | None
    """In the nominative; where it is None, the director."""
    secretary: str | None
    present: int | None
    names: Sequence[str]
    """Of those who came, as far as each is known."""
    points: Sequence[str]
    heard: Sequence[str]
    decided: Sequence[str]
    votes: str | None


KIND = Kind(
    prefix="event/minutes",
    title="Протокол",
    template="events/minutes.docx",
    document="Протокол. {about}",
    context=EventMinutes,
    tab=EventPapers,
)
