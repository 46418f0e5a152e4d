"""«График обучения»: what mentors are taught this year, where, when and who, for approval."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from jobs.papers.kind import Kind, Paper, Person
from sheets_schema.tabs.reports import Reports


@dataclass(frozen=True)
class Course:
    subject: str
    lessons: Sequence[str]
    """«15.01.2024: о чём занятие», where it has lessons."""
    where: str
    """Who teaches, and the place."""
    way: str
    """«заочно, 36 часов»"""
    dates: str
    people: Sequence[str]
    """Full names."""


@dataclass(frozen=True, kw_only=True)
class TrainingSchedule(Paper):
    school_year: str
    courses: Sequence[Course]
    curator: Person | None


KIND = Kind(
    prefix="training/schedule",
    title="График обучения наставников",
    template="training/schedule.docx",
    document="График обучения наставников, {school_year}",
    context=TrainingSchedule,
    tab=Reports,
)
