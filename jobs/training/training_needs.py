"""What mentors want to learn is asked anew each school year: of those who have filled in no questionnaire in it, which
asks the same."""

from __future__ import annotations

from datetime import date

import pandas as pd

from automation.workbook.book import Book
from automation.workbook.checks import in_plain_russian
from automation.workbook.planned import spelled
from automation.workbook.table import Row
from jobs.expected.rows import plan, receive, stand, what_to_fix
from jobs.letters.addressees import full_names
from jobs.people.readiness import readiness
from jobs.runner.job import job
from sheets_schema.planned import Planned
from sheets_schema.tabs.mentors import Mentors
from sheets_schema.tabs.training_needs import TrainingNeeds
from sheets_schema.vocabulary import READY


@job(
    title="потребности в обучении",
    after=("validate",),
    does="Раз в учебный год спрашивает наставников прошлых лет, чему они хотят научиться: на их личной странице.",
    stops="у наставников прошлых лет не узнают, чему они хотят научиться",
)
def run(book: Book, today: date) -> None:
    needs, mentors = book[TrainingNeeds], book[Mentors]
    taking_part = mentors[Mentors.id][readiness(book, mentors) == READY].dropna()
    receive(needs, today)
    _recognise(book)
    plan(book, TrainingNeeds, _wanted(book, set(taking_part)))
    stand(needs, today, needless=~needs[TrainingNeeds.mentor].isin(taking_part))
    needs[TrainingNeeds.who] = needs[TrainingNeeds.mentor].map(full_names(book)).astype("str")
    needs[TrainingNeeds.problems] = in_plain_russian(needs, what_to_fix(book, TrainingNeeds))


def _recognise(book: Book) -> None:
    """Whoever came by the form that was handed out has given their own number."""
    needs, known = book[TrainingNeeds], set(book[Mentors][Mentors.id].dropna())
    given = needs[Planned.number].map(spelled, na_action="ignore")
    theirs = given.where(given.isin(known) & needs[Planned.answered].notna())
    for name in (TrainingNeeds.mentor, Planned.person):
        needs[name] = needs[name].fillna(theirs)


def _wanted(book: Book, taking_part: set[str]) -> dict[str, Row]:
    """A row for each who takes part and was asked by no questionnaire of this school year, nor has said it since."""
    if not book.state.new_year:
        return {}  # all questionnaires are of this year
    began = pd.Timestamp(date.fromisoformat(book.state.new_year))
    mentors, needs = book[Mentors].frame, book[TrainingNeeds]
    of_former_years = mentors[mentors[Mentors.id].isin(taking_part) & ~(mentors[Mentors.answered] >= began)]
    said = set(needs[TrainingNeeds.mentor][needs[Planned.occasion].isna()].dropna())
    return {
        f"{number}/{began:%Y-%m-%d}": {TrainingNeeds.mentor: number, Planned.person: number}
        for number in of_former_years[Mentors.id].tolist()
        if number not in said
    }
