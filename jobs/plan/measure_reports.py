"""Reports on measures: each is checked and laid before the curator, and the roadmap says beside the measure what came.

The curator's own columns are left alone: what is agreed to, the deadlines take from the reports.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import pandas as pd

from automation.workbook.book import Book
from automation.workbook.checks import Found, in_plain_russian
from automation.workbook.planned import awaited
from automation.workbook.table import Table
from jobs.expected.rows import receive, what_to_fix
from jobs.plan.asked_reports import stand_of_reports
from jobs.plan.reported import NO_PROOF, Report, Term, day_of, latest, reports
from jobs.runner.job import job
from sheets_schema.tabs.measure_reports import MeasureReports
from sheets_schema.tabs.roadmap import Roadmap
from sheets_schema.vocabulary import (
    ACCEPT,
    ACCEPTED,
    AWAITS_DECISION,
    DONE,
    FINISHED,
    NEEDS_FIXING,
    REJECTED,
    SET_ASIDE,
)


@job(
    title="отчёты о мероприятиях",
    after=("deadlines",),
    does="Проверяет, что ответственные сообщили о мероприятиях, и передаёт вам на решение.",
)
def run(book: Book, today: date) -> None:
    table, plan = book[MeasureReports], book[Roadmap].frame.dropna(subset=Roadmap.id).drop_duplicates(Roadmap.id)
    plan = plan.set_index(Roadmap.id)
    receive(table, today)
    # A report is about the due date that stood when it came, whatever is agreed to or changed later.
    due = pd.to_datetime(table[MeasureReports.measure].map(plan[Roadmap.due].to_dict())).astype(
        table[MeasureReports.about].dtype
    )
    table[MeasureReports.about] = table[MeasureReports.about].where(
        table[MeasureReports.about].notna() | awaited(table), due
    )
    table[MeasureReports.title_of_measure] = (
        table[MeasureReports.measure].map(plan[Roadmap.measure].to_dict()).astype("str")
    )
    found = reports(book)
    counts = latest(found)
    still_open = plan[Roadmap.due][plan[Roadmap.state] != DONE]
    open_terms = {(str(measure), day_of(due)) for measure, due in still_open.items()}
    problems = what_to_fix(book, MeasureReports)
    _note_what_is_lacking(found, problems)
    states = {report.row: _state(report, counts, open_terms, problems) for report in found}
    table[MeasureReports.state] = pd.Series(states, index=table.index, dtype="str")
    table[MeasureReports.problems] = in_plain_russian(table, problems)
    stand_of_reports(book, today)
    book[Roadmap][Roadmap.report] = _beside_measures(book[Roadmap], found, counts)


def _note_what_is_lacking(found: Sequence[Report], problems: Found) -> None:
    for report in found:
        settled = report.rejected or (report.lacks == NO_PROOF and report.decision == ACCEPT)
        if report.lacks and not settled and report.row not in problems:
            problems[report.row] = [report.lacks]


def _state(report: Report, counts: dict[Term, Report], open_terms: set[Term], problems: Found) -> str:
    if report.rejected:
        return REJECTED
    if report.finished or report.moved_to:
        return ACCEPTED
    if report.row in problems:
        return NEEDS_FIXING
    # Undecided: another report has come since, the measure is done, or its deadline is another one now.
    counted = counts.get(report.term) == report and report.term in open_terms
    return AWAITS_DECISION if counted else SET_ASIDE


def _beside_measures(roadmap: Table, found: Sequence[Report], counts: dict[Term, Report]) -> pd.Series:
    """What the roadmap says of each measure: the report about its present due date, or the one that led to it."""
    led_to: dict[Term, Report] = {(report.measure, report.moved_to): report for report in found if report.moved_to}
    terms = [(key, day_of(due)) for key, due in zip(roadmap[Roadmap.id], roadmap[Roadmap.due], strict=True)]
    said = [counts.get(term) or led_to.get(term) for term in terms]
    done = roadmap[Roadmap.done].tolist()
    texts = [_in_words(report) if report and not ticked else None for report, ticked in zip(said, done, strict=True)]
    return pd.Series(texts, index=roadmap.index, dtype="str")


def _in_words(report: Report) -> str:
    came = f"{report.id}, {report.answered:%d.%m.%Y}" if report.answered else report.id
    if report.rejected:
        return f"Отчёт отклонён ({came})"
    if report.lacks and not report.finished:
        return f"Отчёт нужно исправить ({came})"
    if report.outcome == FINISHED:
        told = "Выполнено, отчёт принят" if report.finished else "Сообщили, что выполнено; решите, принять ли"
        return f"{told} ({came}): {report.proof}" if report.proof else f"{told} ({came})"
    day = f"{report.new_deadline:%d.%m.%Y}"
    return f"Срок перенесён на {day} ({came})" if report.moved_to else f"Просят перенести на {day}; решите ({came})"
