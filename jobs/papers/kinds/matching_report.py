"""«Отчёт о сопоставлении»: what it takes. When it is drawn up, and from what, is `jobs/matching/matching_report.py`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from jobs.papers.kind import Act, Kind, Paper, Person
from sheets_schema.tabs.reports import Reports


@dataclass(frozen=True)
class Figures:
    asked: int
    """Mentees who take part."""
    mentors: int
    places: int
    agreed: int
    proposed: int
    """Pairs."""
    left_over: int
    """Mentees."""


@dataclass(frozen=True)
class Decisions:
    """How the pairs of the order came about, and how many proposals were refused."""

    accepted: int
    assigned: int
    rejected: int


@dataclass(frozen=True)
class Part:
    """What a score is made of."""

    title: str
    about: str
    points: str


@dataclass(frozen=True)
class Pair:
    mentor: str | None
    mentee: str | None
    score: str | None
    bar: str
    """Squares; empty without a score."""
    why: str


@dataclass(frozen=True)
class LeftOver:
    mentee: str | None
    why: str


@dataclass(frozen=True)
class AllLeftOver:
    rows: Sequence[LeftOver]
    more: int
    """How many people there are beside those."""


@dataclass(frozen=True)
class Replacement:
    """A pair that had better be changed."""

    mentor: str | None
    mentee: str | None
    why: str


@dataclass(frozen=True, kw_only=True)
class MatchingReport(Paper):
    school_year: str
    today: date
    """The date on which everything stands as reported."""
    order: Act | None
    """The order on these pairs, once it has number and date."""
    figures: Figures
    decisions: Decisions
    principle: str
    """How pairs are chosen, as sentences."""
    parts: Sequence[Part]
    pairs: Sequence[Pair]
    left_over: AllLeftOver
    helpful: Sequence[str]
    """What would help most."""
    replacements: Sequence[Replacement]
    curator: Person | None


KIND = Kind(
    prefix="report/matching",
    title="О сопоставлении анкет наставников и наставляемых",
    template="reports/matching.docx",
    document="Отчёт о сопоставлении анкет, {school_year}",
    context=MatchingReport,
    tab=Reports,
)
