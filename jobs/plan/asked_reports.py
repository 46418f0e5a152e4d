"""Rows of «Отчёты о мероприятиях» that wait: one for each measure, due date and person reminded of it. The link in the
reminder leads there.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

import pandas as pd

from automation.workbook.book import Book
from automation.workbook.planned import awaited
from jobs.expected.rows import personal_link, plan, stand
from jobs.letters.open_measures import open_measures
from jobs.plan.reported import day_of
from sheets_schema.questionnaires.measure_report import MeasureReport
from sheets_schema.tabs.measure_reports import MeasureReports

Measure = Mapping[str, Any]
"""As `open_measures` tells of it."""


def occasion(measure: Measure, person: str) -> str:
    """Why a report is asked of this person: after one that the curator turned down, for another one."""
    again = [measure["rejected"].id] if measure["rejected"] else []
    return "/".join([measure["id"], str(measure["due"]), str(person), *again])


def excused(book: Book) -> set[str]:
    """The occasions of which the curator says that no report is needed."""
    if book.unavailable(MeasureReports.name):
        return set()
    table = book[MeasureReports]
    return set(table[MeasureReports.occasion][table[MeasureReports.excused]].dropna())


def ask_for_reports(book: Book, asked: Iterable[tuple[str, Measure]], today: date) -> dict[str, str]:
    """Rows that wait from now on for what these people report of these measures: occasion → the link that leads there.
    None while there is no tab or no form for it."""
    if book.unavailable(MeasureReports.name) or not personal_link(book, MeasureReport, ""):
        return {}
    rows = {
        occasion(measure, person): {
            MeasureReports.person: person,
            MeasureReports.measure: measure["id"],
            MeasureReports.title_of_measure: measure["title"],
            MeasureReports.due: pd.Timestamp(measure["due"]),
        }
        for person, measure in asked
    }
    numbers = plan(book, MeasureReports, rows)
    stand_of_reports(book, today)
    return {why: personal_link(book, MeasureReport, number) for why, number in numbers.items()}


def stand_of_reports(book: Book, today: date) -> None:
    """How each row stands with its answer: of a measure that is reported or done, or has another due date by now, no
    further report is needed."""
    table = book[MeasureReports]
    waits = table.frame[awaited(table)]
    wanted = (
        {(one["id"], one["due"]): one for one in open_measures(book, today) if not one["awaits"]} if len(waits) else {}
    )
    needless = pd.Series(False, index=table.index, dtype="bool")
    names = [MeasureReports.measure, MeasureReports.due, MeasureReports.person, MeasureReports.occasion]
    for row, measure, due, person, why in waits[names].itertuples(name=None):
        asked = wanted.get((measure, day_of(due)))
        needless[row] = asked is None or occasion(asked, person) != why
    stand(table, today, needless)
