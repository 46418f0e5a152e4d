"""Mentors are sent to courses, tell of their certificates, and are trained in the bank: where nothing stood there."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pandas as pd
import pytest

from automation.documents.calendar import entries_in
from automation.workbook.book import Book
from jobs.letters.waiting import TO_TRAIN, waiting
from jobs.runner.deciding import decide
from jobs.runner.job import jobs_of
from sheets_schema.questionnaires.certificate import Certificate
from sheets_schema.tabs.courses import Courses
from sheets_schema.tabs.letters import Letters
from sheets_schema.tabs.mentors import Mentors
from sheets_schema.tabs.reports import Reports
from sheets_schema.tabs.roadmap import Roadmap
from sheets_schema.tabs.training import Training
from tests.jobs.books import NOW, book
from tests.jobs.runner import test_order_of_jobs

COURSE: dict[str, Any] = {
    "id": "ПО-0001",
    "subject": "Технологии наставничества",
    "hours": 36,
    "begins": "22.01.2024",
    "ends": "09.02.2024",
    "to": "все наставники",
    "send": True,
}
ROW = {"id": "ОБ-0001", "course": "ПО-0001", "person": "Н-0001", "occasion": "ПО-0001/Н-0001", "due": "09.02.2024"}
DONE = ROW | {"finished": "08.02.2024", "answered": "09.02.2024", "certificate": "77-12"}
ROWS: dict[str, Any] = {
    "mentors": [
        {"id": "Н-0001", "full_name": "Орлов Пётр Ильич", "email": "orlov@example.com"},
        {"id": "Н-0002", "full_name": "Гусева Анна Олеговна", "email": "нет"},
    ],
    "mentees": [{"id": "НМ-0001", "full_name": "Лапина Яна Олеговна", "email": "lapina@example.com"}],
    "orders": [
        {"id": "ПР-0001", "purpose": "order/pairs/2024-1", "number": "7", "dated": "12.01.2024", "signed": True}
    ],
    "pairs": [
        {"id": "П-0001", "mentor": "Н-0001", "mentee": "НМ-0001", "order": "ПР-0001", "official_on": "12.01.2024"}
    ],
}


def lived(days: int = 0, *, must: bool = False, **rows: Any) -> Book:
    one = book({**ROWS, **rows}, now=NOW + timedelta(days=days), trained_first=must)
    one.state.links[Certificate.name] = "https://example.com/form/viewform"
    decide(one, jobs_of(("validate", "training", "states", "training_papers", "deadlines")))
    assert not one.notices, one.notices
    return one


def kept(one: Book) -> dict[str, Any]:
    return dict(test_order_of_jobs.kept(one))


def kinds(one: Book) -> list[str]:
    return [str(key).partition("/")[0] for key in one[Letters][Letters.id]]


def test_who_is_sent_is_told_once_with_the_day_for_the_calendar() -> None:
    one = lived(courses=[COURSE])
    assert one[Training][Training.who].tolist() == ["Орлов Пётр Ильич", "Гусева Анна Олеговна"]
    assert one[Courses][Courses.reach].iloc[0].endswith("ещё 1 не узнают: нет адреса или согласия")
    (text,) = one[Letters][Letters.text]
    assert "Технологии наставничества" in text and "36\u00a0часов" in text
    (entry,) = entries_in(one[Letters][Letters.entries].iloc[0])
    assert entry.day == date(2024, 1, 22)
    again = lived(1, **kept(one))
    assert not {"training", "letters"} & again.changes().keys()
    assert not kinds(lived(courses=[COURSE | {"send": None}]))


def test_the_certificate_is_asked_for_when_the_course_is_over_and_again_two_weeks_later_and_no_more() -> None:
    rows = kept(lived(courses=[COURSE]))
    asked = kept(lived(25, **rows))
    assert [str(row["id"]).partition("/")[0] for row in asked["letters"]] == ["course", "certificate"]
    again = kept(lived(42, **asked))
    assert len(again["letters"]) == 3 and "напоминаем" in str(again["letters"][-1]["subject"])
    assert len(lived(56, **again)[Letters]) == 3
    assert not kinds(lived(25, courses=[COURSE], training=[DONE, ROW | {"id": "ОБ-0002", "excused": True}]))


def test_a_certificate_fills_the_bank_where_nothing_stands_and_never_a_second_time() -> None:
    one = lived(30, courses=[COURSE], training=[DONE])
    assert one[Mentors][Mentors.trained].iloc[0] == pd.Timestamp("2024-02-08")
    rows = kept(one)
    rows["mentors"][0]["trained"] = None
    assert pd.isna(lived(31, **rows)[Mentors][Mentors.trained].iloc[0])
    typed = {**ROWS["mentors"][0], "trained": "01.02.2020"}
    assert lived(30, training=[DONE], mentors=[typed])[Mentors][Mentors.trained].iloc[0] == pd.Timestamp("2020-02-01")
    odd = lived(30, courses=[COURSE], training=[DONE], mentors=[{**ROWS["mentors"][0], "trained": "весной"}])
    assert not any("trained" in cells for cells in odd.changes()["mentors"].edits.values())


def test_training_that_is_said_to_end_in_the_future_is_asked_about() -> None:
    one = lived(10, courses=[COURSE], training=[DONE])
    assert "этот день ещё не наступил" in one[Training][Training.problems].iloc[0]
    assert one[Mentors][Mentors.trained].isna().all()


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"to": None}, "аправлять некого"),
        ({"begins": "22.03.2024"}, "окончание раньше начала"),
        ({"begins": None, "ends": "01.01.2024"}, "уже закончилось"),
        ({"numbers": "Н-0099"}, "номера «Н-0099» нет"),
    ],
)
def test_what_is_wrong_with_a_course_is_told_beside_it(changes: dict[str, Any], said: str) -> None:
    assert said in lived(courses=[COURSE | changes])[Courses][Courses.problems].iloc[0].replace("О", "о")


def test_lessons_of_the_school_of_mentors_are_counted_from_the_ticks_at_their_events() -> None:
    lesson = {"kind": "занятие школы наставников", "subject": "Роль", "begins": "10.01.2024 15:00", "course": "ПО-0001"}
    events = [{"id": f"МП-000{number}", **lesson} for number in (1, 2)]
    came = {"id": "ПГ-0001", "event": "МП-0001", "person": "Н-0001", "occasion": "МП-0001/Н-0001", "came": True}
    one = lived(courses=[COURSE], events=events, invitations=[came])
    assert one[Training][Training.attended].tolist() == ["1 из 2", "0 из 2"]


def untrained(one: Book) -> list[str]:
    return [matter.who for matter in waiting(one) if matter.matter == TO_TRAIN]


def test_who_must_be_trained_before_the_pair_works_is_named_where_the_organisation_wants_it() -> None:
    assert untrained(lived()) == []
    assert untrained(lived(must=True)) == ["Орлов Пётр Ильич (Н-0001)"]
    assert untrained(lived(30, must=True, courses=[COURSE], training=[DONE])) == []
    assert untrained(lived(must=True, courses=[COURSE], training=[ROW | {"excused": True}])) == []


def test_the_schedule_and_the_list_of_the_trained_follow_the_tabs() -> None:
    one = lived(30, courses=[COURSE], training=[DONE])
    schedule, trained = one.documents
    (course,) = schedule.context["courses"]
    assert (course["dates"], course["way"]) == ("22.01.2024 – 09.02.2024", "36\u00a0часов")
    assert course["people"] == ["Орлов Пётр Ильич"]
    (person,) = trained.context["trained"]
    assert (person["full_name"], person["certificate"]) == ("Орлов Пётр Ильич", "77-12")
    assert one[Reports][Reports.purpose].tolist() == ["training/schedule/2023-2024", "training/list/2023-2024"]
    assert not lived().documents


def test_a_measure_on_training_is_done_when_every_mentor_of_an_official_pair_is_trained() -> None:
    measure = {"id": "М-0001", "measure": "Обучить", "deadline": "январь 2024", "proven_by": "наставники обучены"}
    before, after = (
        lived(30, courses=[COURSE], training=[row], roadmap=[measure])[Roadmap].frame.iloc[0] for row in (ROW, DONE)
    )
    assert (before.state, before.seen) == ("просрочено", "обучено наставников с парой: 0 из 1")
    assert (after.state, after.seen) == ("выполнено", "обучено наставников с парой: 1 из 1")
