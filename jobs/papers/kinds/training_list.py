"""«Список обученных наставников»."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from jobs.papers.kind import Kind, Paper, Person
from sheets_schema.tabs.reports import Reports


@dataclass(frozen=True)
class Trained:
    full_name: str
    position: str
    course: str
    certificate: str
    finished: date


@dataclass(frozen=True, kw_only=True)
class TrainingList(Paper):
    school_year: str
    trained: Sequence[Trained]
    untrained: int
    """Mentors with a pair who are not trained."""
    curator: Person | None


KIND = Kind(
    prefix="training/list",
    title="Список обученных наставников",
    template="training/list.docx",
    document="Список обученных наставников, {school_year}",
    context=TrainingList,
    tab=Reports,
)
