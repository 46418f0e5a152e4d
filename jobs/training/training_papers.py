"""«График обучения» for approval and «Список обученных наставников»: one of each a school year, as the tabs stand."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import pandas as pd

from automation.documents import NO_BREAK_SPACE, count
from automation.workbook.book import Book
from jobs.letters.correspondence import as_text
from jobs.papers.drawing_up import draw_up, holder, is_up_to_date, organisation, school_year, signatory
from jobs.papers.kind import Kind, Paper
from jobs.papers.kinds.training_list import KIND as LIST
from jobs.papers.kinds.training_list import Trained, TrainingList
from jobs.papers.kinds.training_schedule import KIND as SCHEDULE
from jobs.papers.kinds.training_schedule import Course, TrainingSchedule
from jobs.runner.job import job
from jobs.training.trained import trained, untrained_at_work
from sheets_schema.tabs.courses import Courses
from sheets_schema.tabs.events import Events
from sheets_schema.tabs.mentors import Mentors
from sheets_schema.tabs.reports import Reports
from sheets_schema.tabs.settings import Settings
from sheets_schema.tabs.training import Training
from sheets_schema.vocabulary import COORDINATOR, CURATOR


@job(
    title="документы об обучении",
    after=("states", "training"),
    does="Составляет график обучения наставников и список обученных.",
    stops="графика обучения и списка обученных нет",
)
def run(book: Book, today: date) -> None:
    courses = _courses(book)
    if courses:
        schedule = TrainingSchedule(**_shared(book, today), courses=courses)
        _draw_up(book, SCHEDULE, schedule, f"программ: {len(courses)}", today)
    people = _trained(book)
    if people:
        untrained = len(untrained_at_work(book))
        told = TrainingList(**_shared(book, today), trained=people, untrained=untrained)
        gist = f"обучено: {count(len(people), 'наставник')}, с парой и без обучения: {untrained}"
        _draw_up(book, LIST, told, gist.replace(NO_BREAK_SPACE, " "), today)


def _draw_up(book: Book, kind: Kind[Any], context: Paper, gist: str, today: date) -> None:
    table, year = book[Reports], school_year(today)
    key = kind.key(year.replace("/", "-"))
    found = table.index[table[Reports.purpose] == key]
    if not len(found):
        number, period = book.new_keys(table, 1)[0], f"на {year} учебный год"
        row = {Reports.id: number, Reports.subject: kind.title, Reports.period: period, Reports.purpose: key}
        found = table.append([row])
    row_number = int(found[0])
    table.set(row_number, {Reports.problems: None})
    if not is_up_to_date(book, kind, row_number, context):
        said = {Reports.drawn_up_on: pd.Timestamp(today), Reports.gist: gist}
        draw_up(book, kind, row_number, context, said=said)


# What they say


def _shared(book: Book, today: date) -> dict[str, Any]:
    return {
        "organisation": organisation(book),
        "place": book[Settings].place,
        "director": signatory(book),
        "curator": holder(book, CURATOR, COORDINATOR),
        "school_year": school_year(today),
    }


def _courses(book: Book) -> list[Course]:
    """By their days; those without come last."""
    frame = book[Courses].frame.dropna(subset=[Courses.id, Courses.subject])
    return [_course(book, row) for row in frame.sort_values([Courses.begins, Courses.id]).to_dict("records")]


def _course(book: Book, course: Mapping[Any, Any]) -> Course:
    training, events = book[Training].frame, book[Events].frame
    names = training[Training.who][(training[Training.course] == course[Courses.id]) & ~training[Training.excused]]
    lessons = events[(events[Events.course] == course[Courses.id]) & ~events[Events.cancelled]]
    lessons = lessons.dropna(subset=[Events.begins, Events.subject]).sort_values(Events.begins)
    hours = "" if pd.isna(course[Courses.hours]) else count(int(course[Courses.hours]), "час")
    return Course(
        subject=course[Courses.subject],
        lessons=[f"{row[Events.begins]:%d.%m.%Y}: {row[Events.subject]}" for row in lessons.to_dict("records")],
        where=_joined(course[Courses.provider], course[Courses.place], course[Courses.link]),
        way=_joined(course[Courses.way], hours),
        dates=_dates(course[Courses.begins], course[Courses.ends]),
        people=sorted(set(names.dropna())),
    )


def _joined(*cells: Any) -> str:
    return ", ".join(filter(None, map(as_text, cells)))


def _dates(begins: Any, ends: Any) -> str:
    """«15.01.2024 – 20.02.2024», «с 15.01.2024», «по 20.02.2024»."""
    first, last = ("" if pd.isna(day) else f"{day:%d.%m.%Y}" for day in (begins, ends))
    if first and last:
        return first if first == last else f"{first} – {last}"
    return f"с {first}" if first else f"по {last}" if last else ""


def _trained(book: Book) -> list[Trained]:
    """By name; what is known of the certificate is on «Обучение наставников»."""
    mentors = book[Mentors].frame[trained(book) & ~book[Mentors][Mentors.withdrawn]]
    mentors = mentors.dropna(subset=[Mentors.id, Mentors.full_name]).sort_values([Mentors.full_name, Mentors.id])
    papers = book[Training].frame.dropna(subset=[Training.person, Training.finished]).sort_values(Training.finished)
    last = {row[Training.person]: row for row in papers.to_dict("records")}
    return [_one(mentor, last.get(mentor[Mentors.id])) for mentor in mentors.to_dict("records")]


def _one(mentor: Mapping[Any, Any], paper: Mapping[Any, Any] | None) -> Trained:
    course = certificate = ""
    if paper is not None:
        course, certificate = as_text(paper[Training.topic]), as_text(paper[Training.certificate])
        certificate += "" if pd.isna(paper[Training.issued]) else f" от {paper[Training.issued]:%d.%m.%Y}"
    position, day = as_text(mentor[Mentors.occupation]), mentor[Mentors.trained].date()
    return Trained(mentor[Mentors.full_name], position, course, certificate.strip(), day)
