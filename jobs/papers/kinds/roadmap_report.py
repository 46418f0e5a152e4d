"""«Отчёт о выполнении дорожной карты»: what it takes. When it is drawn up, and from what, is `jobs/plan/reports.py`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from jobs.papers.kind import Act, Kind, Paper, Person
from sheets_schema.tabs.reports import Reports


@dataclass(frozen=True)
class Days:
    start: date
    end: date


@dataclass(frozen=True)
class Measures:
    """The first rows of a table, as `jobs.plan.progress.Progress` tells them."""

    rows: Sequence[Mapping[str, Any]]
    more: int
    """How many measures there are beside those."""


@dataclass(frozen=True, kw_only=True)
class RoadmapReport(Paper):
    plan: Act | None
    """The order that approved the year's plan."""
    about: str
    """«за ноябрь 2023 г.» or «к контрольной точке 15 мая 2024 г.»"""
    today: date
    """The date on which everything stands as reported."""
    period: Days
    school_year: str
    """That of the chart, 2023/2024."""
    now: Mapping[str, int]
    """Numbers of measures: total, done, in_progress, soon, overdue, not_started, no_deadline; percent of those done."""
    former: Mapping[str, Any] | None
    """The same numbers (without percent) in the report before this one, and its date."""
    checkpoints: Sequence[Mapping[str, Any]]
    """Number, title, due (a date) and state of those reached since the report before."""
    overdue: Measures
    """With number, title, due, responsible (may be empty), late (days), missed (times)."""
    soon: Measures
    """The same with left (days) in place of late and missed."""
    done: Measures
    """The same with times, times_done and proof (may be empty); without due."""
    awaiting: Sequence[str]
    """What waits for the curator."""
    chart: Mapping[str, Any]
    """As `jobs.plan.picture.chart` draws it."""
    curator: Person | None


KIND = Kind(
    prefix="report/roadmap",
    title="О выполнении дорожной карты",
    template="reports/roadmap.docx",
    document="Отчёт о выполнении дорожной карты {about}",
    context=RoadmapReport,
    tab=Reports,
)
