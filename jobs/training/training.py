"""Training: who is meant is sent to a course when the curator ticks it, and tells of the certificate by a link; the day
goes into the bank of mentors, where nothing stands there."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import pandas as pd

from automation.deadlines import RUSSIA
from automation.documents.calendar import Entry
from automation.workbook.book import Book
from automation.workbook.checks import in_plain_russian
from jobs.expected.asking import questions
from jobs.expected.called import Occasion, describe_rows, everybody, prepare_each
from jobs.expected.rows import personal_link, plan, receive, what_to_fix
from jobs.letters.addressees import Addressee, curator, everyone, organisation
from jobs.letters.audience import audience
from jobs.letters.correspondence import COURSE, Written, as_text, write
from jobs.letters.kinds import LetterKind
from jobs.runner.job import job
from sheets_schema.questionnaires.certificate import Certificate
from sheets_schema.tabs.courses import Courses
from sheets_schema.tabs.events import Events
from sheets_schema.tabs.invitations import Invitations
from sheets_schema.tabs.mentors import Mentors
from sheets_schema.tabs.training import Training

SENT_TO_COURSE = LetterKind(
    COURSE,
    title="направление на обучение",
    to="кого вы направили на листе «Программы обучения»",
    about="Чему, где и когда учат; в письме файл для календаря.",
)
CERTIFICATE = LetterKind(
    "certificate",
    title="вопрос об удостоверении",
    to="кого направляли на обучение",
    about="Когда человек закончил обучение и какой документ получил.",
)
OVER = "обучение уже закончилось, поэтому о нём никому не пишут; исправьте даты или снимите «Направить»"
NOBODY = "направлять некого: выберите, кого направить, или впишите номера"
TO_COME = "этот день ещё не наступил; обучение пока не зачтено"


@job(
    title="обучение",
    after=("validate",),
    does="Направляет наставников на обучение, спрашивает об удостоверениях и отмечает обученных в банке.",
)
def run(book: Book, today: date) -> None:
    receive(book[Training], today)
    prepare_each(book, Courses, today, lambda course: _prepare(book, course, today))
    _describe(book, today)
    _count(book, today)
    if RUSSIA.is_working_day(today):
        _send(book, today)
        _ask(book, today)


def _prepare(book: Book, occasion: Occasion, today: date) -> None:
    """Say who is meant, and, where it is ticked and nothing is wrong, see to it that each of them has a row."""
    course, wrong = occasion.cells, occasion.wrong
    meant = audience(book, group=as_text(course[Courses.to]), numbers=as_text(course[Courses.numbers]))
    reach = meant.in_words("Узнают", "не узнают") if everybody(meant) else None
    book[Courses].set(occasion.row, {Courses.reach: reach, Courses.standing: _standing(book, course)})
    wrong += [f"{Courses.numbers.column.title}: {unknown}" for unknown in meant.unknown]
    is_over = course[Courses.ends] < pd.Timestamp(today)
    if course[Courses.send] and not (book[Training][Training.course] == course[Courses.id]).any():
        if not everybody(meant):
            wrong.append(NOBODY)
        elif is_over:
            wrong.append(OVER)
    if course[Courses.send] and occasion.is_sound and not is_over:
        rows = {f"{course[Courses.id]}/{one['id']}": one["id"] for one in everybody(meant)}
        about = {Training.course: course[Courses.id]}
        plan(book, Training, {why: {**about, Training.person: person} for why, person in rows.items()})


def _standing(book: Book, course: Mapping[Any, Any]) -> str | None:
    training = book[Training].frame
    ours = training[(training[Training.course] == course[Courses.id]) & training[Training.occasion].notna()]
    finished = int(ours[Training.finished].notna().sum())
    return f"направлено {len(ours)}, закончили {finished}" if len(ours) else None


def _describe(book: Book, today: date) -> None:
    training, courses = book[Training], book[Courses].frame.dropna(subset=[Courses.id]).drop_duplicates(Courses.id)
    courses = courses.set_index(Courses.id)
    out = book[Mentors][Mentors.id][book[Mentors][Mentors.withdrawn]]
    describe_rows(
        book,
        Training,
        today,
        topics=courses[Courses.subject].to_dict(),
        days=courses[Courses.ends].to_dict(),
        needless=training[Training.person].isin(out) | ~training[Training.course].isin(courses.index),
    )
    training[Training.attended] = _attendance(book)
    found = {row: list(said) for row, said in what_to_fix(book, Training).items()}
    for row in training.index[training[Training.finished] > pd.Timestamp(today)]:
        found.setdefault(int(row), []).append(f"{Training.finished.column.title}: {TO_COME}")
    training[Training.problems] = in_plain_russian(training, found)


def _attendance(book: Book) -> pd.Series:
    """«3 из 4»: to how many lessons of the course each person came; nothing where it has no lessons so far."""
    training = book[Training]
    nothing = pd.Series(None, index=training.index, dtype="str")
    if book.unavailable(Events.name) or book.unavailable(Invitations.name):
        return nothing
    events, rows = book[Events].frame, book[Invitations].frame
    lessons = events[events[Events.course].notna() & ~events[Events.cancelled] & events[Events.id].notna()]
    held = lessons[lessons[Events.begins] < pd.Timestamp(book.today)]
    if not len(held):
        return nothing
    course_of = dict(zip(held[Events.id], held[Events.course], strict=True))
    came = rows[rows[Invitations.came] & rows[Invitations.event].isin(course_of)]
    counts = pd.Series(list(zip(came[Invitations.event].map(course_of), came[Invitations.person], strict=True)))
    times, of_course = counts.value_counts().to_dict(), held[Events.course].value_counts().to_dict()
    said = [
        f"{times.get((course, person), 0)} из {of_course[course]}" if course in of_course else None
        for course, person in zip(training[Training.course], training[Training.person], strict=True)
    ]
    return pd.Series(said, index=training.index, dtype="str")


def _count(book: Book, today: date) -> None:
    """Put the day of a finished course into the bank, once: what the curator has typed or emptied there stays so."""
    training, mentors = book[Training], book[Mentors]
    done = training[Training.finished].notna() & training[Training.counted].isna()
    done &= training[Training.finished] <= pd.Timestamp(today)
    row_of = {key: int(str(row)) for row, key in mentors[Mentors.id].dropna().items()}
    for row, person, day in zip(
        training.index[done], training[Training.person][done], training[Training.finished][done], strict=True
    ):
        mentor = row_of.get(person)
        if mentor is None:
            continue
        unreadable = mentor in mentors.unreadable.get(Mentors.trained, ())
        if pd.isna(mentors[Mentors.trained][mentor]) and not unreadable:
            mentors.answer(mentor, {Mentors.trained: day})
        training.set(int(row), {Training.counted: day})


# Letters


def _send(book: Book, today: date) -> None:
    """Tell everyone who was sent to a course what, where and when; of a course that is over nobody is told."""
    courses = {row[Courses.id]: row for row in book[Courses].frame.dropna(subset=[Courses.id]).to_dict("records")}
    training, written = book[Training], Written(book)
    rows = training.frame[training[Training.occasion].notna() & training[Training.answered].isna()]
    people = everyone(book) if len(rows) else {}
    for row in rows[~rows[Training.excused]].to_dict("records"):
        course, person = courses.get(row[Training.course]), people.get(row[Training.person])
        reason = f"{COURSE}/{row[Training.occasion]}"
        if course is None or person is None or not written.new(person["email"], [reason]):
            continue
        if course[Courses.ends] < pd.Timestamp(today) or not course[Courses.send]:
            continue
        key = f"{COURSE}/{person['id']}/{course[Courses.id]}"
        context = {**_shared(book, person), **_course(course), "answer_link": _link(book, row)}
        write(book, "course", context, key=key, to=person["email"], reasons=[reason], entries=_entries(course))


def _ask(book: Book, today: date) -> None:
    """Ask for the certificates, once the course is over."""
    asked = questions(book, Training, CERTIFICATE.name, today)
    people = everyone(book) if asked else {}
    courses = {row[Courses.id]: row for row in book[Courses].frame.to_dict("records")}
    for number, about in asked.items():
        known = [one for one in about if one.row[Training.course] in courses]
        if number in people and known:
            context = {
                **_shared(book, people[number]),
                "again": all(one.again for one in known),
                "courses": [
                    {**_course(courses[one.row[Training.course]]), "answer_link": _link(book, one.row)} for one in known
                ],
            }
            key, to = f"{CERTIFICATE.name}/{number}/{today}", people[number]["email"]
            write(book, "certificate", context, key=key, to=to, reasons=[one.reason for one in known])


def _shared(book: Book, person: Addressee) -> dict[str, Any]:
    return {"recipient": person["greeting"], "organisation": organisation(book), "curator": curator(book)}


def _link(book: Book, row: Mapping[Any, Any]) -> str:
    return personal_link(book, Certificate, row[Training.id])


def _course(course: Mapping[Any, Any]) -> dict[str, Any]:
    link = as_text(course[Courses.link])
    return {
        "subject": as_text(course[Courses.subject]),
        "provider": as_text(course[Courses.provider]),
        "way": as_text(course[Courses.way]),
        "hours": None if pd.isna(course[Courses.hours]) else int(course[Courses.hours]),
        "begins": None if pd.isna(course[Courses.begins]) else course[Courses.begins].date(),
        "ends": None if pd.isna(course[Courses.ends]) else course[Courses.ends].date(),
        "place": as_text(course[Courses.place]),
        "course_link": "" if Courses.link.column.problem(link) else link,
    }


def _entries(course: Mapping[Any, Any]) -> list[Entry]:
    if pd.isna(course[Courses.begins]):
        return []
    told = _course(course)
    details = f"Обучение идёт по {told['ends']:%d.%m.%Y}" if told["ends"] else ""
    title = f"Начало обучения: {told['subject']}"
    return [Entry(course[Courses.id], told["begins"], title, details, place=told["place"])]
