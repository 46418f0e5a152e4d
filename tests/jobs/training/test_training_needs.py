"""What mentors of former years want to learn is asked once a school year, and of nobody whom the questionnaire asks."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from automation.workbook.book import Book
from jobs.letters.correspondence import as_text
from jobs.own_pages.gathering import own_page
from jobs.runner.deciding import decide
from jobs.runner.job import jobs_of
from sheets_schema.planned import Planned
from sheets_schema.questionnaires.training_need import TrainingNeed
from sheets_schema.tabs.letters import Letters
from sheets_schema.tabs.training_needs import TrainingNeeds
from tests.jobs.books import NOW, book

FORMER = {"id": "Н-0001", "full_name": "Орлов Пётр Ильич", "email": "orlov@example.com", "answered": "20.11.2022 10:00"}
NEW = {"id": "Н-0002", "full_name": "Белов Юрий Львович", "email": "belov@example.com", "answered": "02.09.2023 10:00"}


def lived(new_year: str = "2023-08-20", **rows: Any) -> Book:
    one = book({"mentors": [FORMER, NEW], **rows})
    one.state.new_year = new_year
    one.state.links[TrainingNeed.name] = "https://example.com/need"
    decide(one, jobs_of(("validate", "states", "training_needs")))
    assert not one.notices, one.notices
    return one


def told(one: Book) -> list[tuple[str, str, str]]:
    frame = one[TrainingNeeds].frame
    return [
        (as_text(row[TrainingNeeds.mentor]), as_text(row[Planned.standing]), as_text(row[TrainingNeeds.problems]))
        for row in frame.to_dict("records")
    ]


def test_only_whoever_filled_in_no_questionnaire_this_year_is_asked_and_by_no_letter() -> None:
    one = lived()
    assert told(one) == [("Н-0001", "ждём", "")]
    assert not len(one[Letters])
    (asked,) = own_page(one, "Н-0001", one.today).asked
    assert asked.says == TrainingNeed.title and asked.link.startswith("https://example.com/need")
    assert not own_page(one, "Н-0002", one.today).asked
    decide(one, jobs_of(("training_needs",)))
    assert len(one[TrainingNeeds]) == 1, "asked once a year"
    assert not told(lived(new_year=""))


def test_an_answer_by_the_form_that_was_handed_out_is_known_by_the_mentors_own_number() -> None:
    came = {"number": "н-0001", "topics": "трудные ситуации", "answered": f"{NOW - timedelta(days=1):%d.%m.%Y %H:%M}"}
    assert told(lived(trainingneeds=[{"id": "ПТ-0001", **came}])) == [("Н-0001", "получен", "")]
    ((mentor, _, problem),) = told(lived("", trainingneeds=[{"id": "ПТ-0001", **came, "number": "Н-0999"}]))
    assert mentor == "" and "Н-0999" in problem


def test_who_takes_part_no_more_need_not_answer() -> None:
    waiting = {"id": "ПТ-0001", "mentor": "Н-0001", "person": "Н-0001", "occasion": "Н-0001/2023-08-20"}
    one = lived(mentors=[{**FORMER, "withdrawn": True}], trainingneeds=[waiting])
    assert told(one) == [("Н-0001", "не нужен", "")]
