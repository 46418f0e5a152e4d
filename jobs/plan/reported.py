"""What people reported of measures, and what the curator decided of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd

from automation.deadlines import Deadline, Kind, state
from automation.workbook.book import Book
from automation.workbook.planned import awaited
from jobs.runner.facts import fact
from sheets_schema.tabs.measure_reports import MeasureReports
from sheets_schema.tabs.roadmap import Roadmap
from sheets_schema.tabs.settings import Settings
from sheets_schema.vocabulary import ACCEPT, DONE, FINISHED, POSTPONED, REJECT, REPORT_DECISIONS

NO_PROOF = "Подтверждение: не заполнено; впишите, чем подтверждается выполнение, или примите отчёт и так"
NO_DATE = "Новый срок: не заполнено; впишите дату, на которую просят перенести"
NOT_LATER = "Новый срок: он не позже нынешнего; впишите более позднюю дату или отклоните отчёт"

Term = tuple[str, date | None]
"""A measure's number, and the due date that is spoken of: None where it has none."""


@dataclass(frozen=True)
class Report:
    """One row of «Отчёты о мероприятиях» that was answered."""

    row: int
    id: str
    measure: str
    about: date | None
    outcome: str
    proof: str
    new_deadline: date | None
    comment: str
    answered: date | None
    decision: str
    note: str

    @property
    def term(self) -> Term:
        return self.measure, self.about

    @property
    def lacks(self) -> str:
        """What keeps the report from being decided on; empty when nothing does."""
        if self.outcome == FINISHED:
            return "" if self.proof else NO_PROOF
        if self.outcome != POSTPONED:
            return "Что сообщили: выберите значение из списка"
        if self.new_deadline is None:
            return NO_DATE
        return NOT_LATER if self.about and self.new_deadline <= self.about else ""

    @property
    def finished(self) -> bool:
        """Whether the measure is done by it: the curator may accept it without a proof."""
        return self.decision == ACCEPT and self.outcome == FINISHED

    @property
    def moved_to(self) -> date | None:
        """The later date that was agreed to."""
        agreed = self.decision == ACCEPT and self.outcome == POSTPONED and not self.lacks
        return self.new_deadline if agreed else None

    @property
    def awaits(self) -> bool:
        return not self.decision and not self.lacks

    @property
    def rejected(self) -> bool:
        return self.decision == REJECT


@fact
def reports(book: Book) -> tuple[Report, ...]:
    """All reports on measures, in the order in which they came; none where their tab is not there, and none of the rows
    that still wait for one."""
    if book.unavailable(MeasureReports.name) or not len(book[MeasureReports]):
        return ()
    table = book[MeasureReports]
    frame = table.frame[~awaited(table)].dropna(subset=[MeasureReports.id, MeasureReports.measure])
    frame = frame.sort_values([MeasureReports.answered, MeasureReports.id])
    return tuple(_report(int(str(row)), values) for row, values in frame.to_dict("index").items())


def latest(found: Sequence[Report]) -> dict[Term, Report]:
    """The report that counts for each term: the last one that has been, or can be, decided on."""
    return {report.term: report for report in found if report.decision or not report.lacks}


def as_agreed(book: Book, dates: pd.DataFrame, today: date) -> pd.DataFrame:
    """The timetable of the roadmap with what the curator agreed to: later dates, and measures reported as done.

    An agreement is about the due date that stood when it was asked for: where the curator has changed the deadline
    since, or a recurring measure has come to its next time, it has no effect.
    """
    found = reports(book)
    later = _later(found)
    finished = {report.term for report in found if report.finished}
    if not later and not finished:
        return dates
    dates = dates.copy()
    for row, measure in book[Roadmap][Roadmap.id].dropna().items():
        if dates.at[row, "state"] == DONE:
            continue
        due = day_of(dates.at[row, "due"])
        agreed = _agreed(later, (measure, due))
        if (measure, agreed) in finished:
            _put(dates, row, agreed, DONE, None)
        elif agreed != due:
            moved = Deadline(Kind.ONE_OFF, start=day_of(dates.at[row, "start"]), due=agreed)
            standing = state(moved, today=today, done=False, soon_days=int(book[Settings].soon_days))
            _put(dates, row, agreed, standing.state.value, standing.days_left)
    return dates


def occurrences_as_agreed(book: Book, occurrences: pd.DataFrame, today: date) -> pd.DataFrame:
    """Every occurrence of the roadmap's measures, with the later dates that the curator agreed to."""
    later = _later(reports(book))
    if not later:
        return occurrences
    moved = occurrences.copy()
    keys = moved["measure"].map(book[Roadmap][Roadmap.id])
    for measure, about in later:
        due = _agreed(later, (measure, about))
        if about is None or due is None:
            continue  # a measure that had no due date has no bar to move
        for row in moved.index[(keys == measure) & (occurrences["due"] == pd.Timestamp(about))]:
            if moved.at[row, "state"] != DONE:
                span = Deadline(Kind.ONE_OFF, start=day_of(moved.at[row, "start"]), due=due)
                standing = state(span, today=today, done=False, soon_days=int(book[Settings].soon_days))
                moved.at[row, "due"], moved.at[row, "state"] = pd.Timestamp(due), standing.state.value
    return moved


def agreed_days(book: Book) -> Callable[[str, date | None], date | None]:
    """What the due date of a measure, by its number, has been moved to; the due date itself where it has not."""
    later = _later(reports(book))
    return lambda measure, due: _agreed(later, (measure, due))


def _later(found: Sequence[Report]) -> dict[Term, date | None]:
    return {report.term: report.moved_to for report in found if report.moved_to}


def _agreed(later: Mapping[Term, date | None], term: Term) -> date | None:
    """The date that a due date was moved to, and moved to again: each is later than the one before it."""
    measure, due = term
    while (measure, due) in later:
        due = later[measure, due]
    return due


def _put(dates: pd.DataFrame, row: Any, due: date | None, stands: str, days_left: int | None) -> None:
    dates.at[row, "due"] = pd.NaT if due is None else pd.Timestamp(due)
    dates.at[row, "state"] = stands
    dates.at[row, "days_left"] = pd.NA if days_left is None else days_left


def _report(row: int, values: Mapping[Any, Any]) -> Report:
    return Report(
        row=row,
        id=values[MeasureReports.id],
        measure=values[MeasureReports.measure],
        about=day_of(values[MeasureReports.about]),
        outcome=_text(values[MeasureReports.outcome]),
        proof=_text(values[MeasureReports.proof]),
        new_deadline=day_of(values[MeasureReports.new_deadline]),
        comment=_text(values[MeasureReports.comment]),
        answered=day_of(values[MeasureReports.answered]),
        # Any other word is questioned beside the row, and decides nothing.
        decision=values[MeasureReports.decision] if values[MeasureReports.decision] in REPORT_DECISIONS else "",
        note=_text(values[MeasureReports.note]),
    )


def day_of(moment: Any) -> date | None:
    """The day of a cell's moment; None for an empty one."""
    return None if pd.isna(moment) else pd.Timestamp(moment).date()


def _text(value: Any) -> str:
    return "" if pd.isna(value) else str(value)
