"""«Повестка и лист регистрации»: what is handed out at an event, and what those who come sign."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from jobs.papers.kind import Kind, Paper
from sheets_schema.tabs.event_papers import EventPapers


@dataclass(frozen=True)
class Invited:
    full_name: str
    position: str


@dataclass(frozen=True, kw_only=True)
class EventPaper(Paper):
    """What every paper of an event may use."""

    about: str
    """«Педагогический совет 15.12.2023»: as the tab and the name of the document have it."""
    whose: str
    """«заседания педагогического совета»"""
    subject: str
    day: date
    time: str
    """Empty where only the day is known."""
    where: str
    leader: str


@dataclass(frozen=True, kw_only=True)
class EventAgenda(EventPaper):
    heading: str
    """«ПОВЕСТКА ДНЯ»"""
    points: Sequence[str]
    invited: Sequence[Invited]


KIND = Kind(
    prefix="event/agenda",
    title="Повестка и лист регистрации",
    template="events/agenda.docx",
    document="Повестка и лист регистрации. {about}",
    context=EventAgenda,
    tab=EventPapers,
)
