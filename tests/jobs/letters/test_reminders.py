"""Who is reminded of measures, when, and how often; played in memory, day by day."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, date, datetime
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from automation.deadlines import RUSSIA
from automation.documents.calendar import Entry, entries_in
from automation.workbook.book import Book
from jobs.letters import remind
from jobs.people import validate
from jobs.plan import deadlines
from sheets_schema.tabs.letters import Letters
from sheets_schema.tabs.roadmap import Roadmap
from sheets_schema.tabs.staff import Staff
from tests.jobs.mornings import (
    COORDINATOR,
    DIRECTOR,
    HEAD,
    METHODIST,
    STAFF,
    days,
    live,
    measure,
    morning,
    organisation,
    reminders,
    told,
)


def test_a_measure_is_reminded_of_two_weeks_and_three_days_before_and_on_its_day_then_weekly() -> None:
    book = organisation(measure(1, "до 15.12.2023"))
    for day in days(date(2023, 11, 20), date(2023, 12, 31)):
        live(book, day)
    before = [date(2023, 12, 1), date(2023, 12, 12), date(2023, 12, 15)]
    overdue = [date(2023, 12, 18), date(2023, 12, 25)]  # the 16th and the 23rd are Saturdays
    assert told(book, METHODIST) == before + overdue


def test_nobody_is_reminded_before_the_curator_has_confirmed_the_plan_and_the_digest_says_so() -> None:
    book = organisation(measure(1, "до 15.12.2023"), given={"plan_confirmed": False})
    for day in days(date(2023, 12, 1), date(2024, 1, 31)):
        live(book, day)
    assert reminders(book) == [] and not told(book, DIRECTOR)
    [digest] = book[Letters].frame[[Letters.recipient, Letters.subject, Letters.text]].to_numpy().tolist()
    assert digest[0] == COORDINATOR and "просрочено" not in digest[1]
    assert "поставьте галочку «План проверен» на листе «Настройки»" in digest[2].replace("\n", " ")


def test_what_falls_on_a_day_off_is_reminded_of_on_the_working_day_before() -> None:
    book = organisation(measure(1, "до 17.12.2023"))  # a Sunday
    for day in days(date(2023, 12, 4), date(2023, 12, 17)):
        live(book, day)
    assert told(book, METHODIST) == [date(2023, 12, 4), date(2023, 12, 14), date(2023, 12, 15)]


def test_the_holidays_are_quiet_and_what_came_in_them_is_told_once_after() -> None:
    book = organisation(measure(1, "до 28.12.2023"))
    for day in days(date(2023, 12, 29), date(2024, 1, 12)):
        live(book, day)
    assert told(book, METHODIST) == [date(2023, 12, 29), date(2024, 1, 9), date(2024, 1, 12)]


def test_the_day_is_the_organisation_s_own() -> None:
    book = organisation(measure(1, "до 18.12.2023"), given={"time_zone": "Asia/Vladivostok"})
    book.moment = datetime(2023, 12, 17, 20, tzinfo=UTC)  # still Sunday in Moscow, Monday morning in Vladivostok
    deadlines.run(book, book.today)
    remind.run(book, book.today)
    (letter,) = reminders(book)
    assert letter["id"] == "reminder/С-0003/2023-12-18"
    assert letter["reasons"] == "reminder/М-0001/2023-12-18/0"


def test_lead_times_are_the_curator_s_to_set() -> None:
    book = organisation(measure(1, "до 15.12.2023"), given={"remind_days": "7"})
    for day in days(date(2023, 11, 20), date(2023, 12, 15)):
        live(book, day)
    assert told(book, METHODIST) == [date(2023, 12, 8)]


def test_all_that_a_person_answers_for_comes_in_one_letter_a_day() -> None:
    book = organisation(
        measure(1, "до 15.12.2023"),
        measure(2, "до 15.12.2023", "Заведующий отделением, методист"),
        measure(3, "до 08.12.2023"),
        measure(4, "до 30.06.2024"),
    )
    live(book, date(2023, 12, 15))
    live(book, date(2023, 12, 15))
    (letter,) = [letter for letter in reminders(book) if letter["recipient"] == METHODIST]
    assert [line.split("/")[1] for line in letter["reasons"].split("\n")] == ["М-0001", "М-0002", "М-0003"]
    assert told(book, HEAD) == [date(2023, 12, 15)]


def test_a_letter_speaks_only_of_what_is_new() -> None:
    book = organisation(measure(1, "до 15.12.2023"), measure(2, "до 18.12.2023"))
    live(book, date(2023, 12, 1))
    live(book, date(2023, 12, 4))
    first, second = (letter["text"] for letter in reminders(book))
    assert "Мероприятие 1" in first
    assert "Мероприятие 2" not in first
    assert "Мероприятие 2" in second
    assert "Мероприятие 1" not in second


def test_a_person_with_two_roles_and_two_rows_gets_one_letter_a_day() -> None:
    twice = [*STAFF, {**STAFF[2], "id": "С-0004", "role": "Педагог-психолог", "email": METHODIST.upper()}]
    book = organisation(measure(1, "до 15.12.2023"), measure(2, "до 15.12.2023", "Педагог-психолог"), staff=twice)
    live(book, date(2023, 12, 15))
    # Now another of this person's rows comes first, and there is something new to tell.
    more = organisation(measure(3, "до 15.12.2023", "Педагог-психолог"), staff=twice, letters=_as_cells(book))
    live(more, date(2023, 12, 15))
    assert len([letter for letter in reminders(more) if letter["recipient"].lower() == METHODIST]) == 1


def _as_cells(book: Book) -> list[dict[str, Any]]:
    """The outbox as a later cycle reads it."""
    return [dict(row) for row in book[Letters].changes().appended]


def test_every_measure_of_a_letter_is_an_entry_for_the_calendar_on_its_own_day() -> None:
    book = organisation(measure(1, "до 15.12.2023", result="Приказ"), measure(2, "до 08.12.2023"))
    live(book, date(2023, 12, 15))
    first, second = entries_in(reminders(book)[0]["entries"])
    assert first == Entry(
        "М-0001",
        date(2023, 12, 15),
        "1. Мероприятие 1",
        "Срок в плане: до 15.12.2023. Ожидаемый результат: Приказ. Отвечает: Методист",
    )
    assert (second.id, second.day) == ("М-0002", date(2023, 12, 8))


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ({"deadline": "КТ – 15.12.2023"}, "КТ: 1. Мероприятие 1"),
        ({"checkpoint": True}, "КТ: 1. Мероприятие 1"),
        ({"number": "1.6.", "measure": "Оценить"}, "1.6. Оценить"),
        ({"number": None}, "Мероприятие 1"),
    ],
)
def test_a_checkpoint_is_called_one_in_the_letter_and_in_the_calendar(said: dict[str, Any], name: str) -> None:
    book = organisation({**measure(1, "15.12.2023"), **said})
    live(book, date(2023, 12, 15))
    letter = reminders(book)[0]
    assert f"- **{name}**\n" in letter["text"]
    assert [entry.title for entry in entries_in(letter["entries"])] == [name]
    assert "Этап" not in letter["text"]


# What is no deadline, and who is no staff

MENTOR = "mentor@example.com"
AT_WORK: dict[str, Any] = {
    "mentors": [{"id": "Н-0001", "full_name": "Осипов Павел Ильич", "email": MENTOR}],
    "pairs": [{"id": "П-0001", "mentor": "Н-0001", "mentee": "НМ-0001", "state": "утверждена"}],
}


@pytest.mark.parametrize(
    ("name", "deadline"),
    [
        ("Встречаться регулярно", "Февраль – апрель 2024 г."),
        ("Систематически вести журнал встреч", "до 30.04.2024"),
        ("Сопровождать пары в течение учебного года", "до 30.04.2024"),
        ("Работать в парах", "в течение года"),
    ],
)
def test_what_goes_on_all_the_time_is_not_counted_down_to_anybody(name: str, deadline: str) -> None:
    book = organisation({**measure(1, deadline, "Методист, координатор, наставники"), "measure": name}, **AT_WORK)
    last = date(2024, 8, 31) if deadline == "в течение года" else date(2024, 4, 30)
    for day in days(last.replace(day=1), last):
        live(book, day)
    assert len(book[Letters]) == 0


def test_participants_are_reminded_once_ahead_of_a_deed_and_of_nothing_else() -> None:
    book = organisation(
        measure(1, "до 15.12.2023", "Наставники, методист"),
        measure(2, "Ноябрь 2023 г. – декабрь 2023 г.", "Наставники"),
        measure(3, "ежемесячно", "Наставники"),
        **AT_WORK,
    )
    for day in days(date(2023, 11, 20), date(2024, 1, 31)):
        live(book, day)
    assert told(book, MENTOR) == [date(2023, 12, 1)]
    assert len(told(book, METHODIST)) > 3


# The director


def test_the_director_is_told_of_what_is_two_weeks_overdue_and_then_weekly() -> None:
    book = organisation(measure(1, "до 01.12.2023"))
    for day in days(date(2023, 12, 1), date(2024, 1, 31)):
        live(book, day)
    # Every seven days from the 15th on; what falls on New Year's holidays comes after them, once.
    assert told(book, DIRECTOR) == [
        *(date(2023, 12, 15), date(2023, 12, 22), date(2023, 12, 29)),
        *(date(2024, 1, 9), date(2024, 1, 12), date(2024, 1, 19), date(2024, 1, 26)),
    ]
    assert told(book, METHODIST)[-1] > date(2024, 1, 25)


def test_the_director_s_letter_gathers_all_that_is_late_with_who_answers_for_it() -> None:
    book = organisation(measure(1, "до 01.12.2023"), measure(2, "до 28.11.2023", "Координатор, завхоз"))
    live(book, date(2023, 12, 15))
    (letter,) = [letter for letter in reminders(book) if letter["recipient"] == DIRECTOR]
    assert letter["subject"].replace("\u00a0", " ").endswith("надолго просрочено — 2 мероприятия")
    assert "Отвечает: Методист (Ложкина Вера Андреевна)" in letter["text"]
    assert "Отвечает: Координатор, завхоз (Бережной Олег Ильич)" in letter["text"]


def test_what_nobody_answers_for_reaches_the_director_all_the_same() -> None:
    book = organisation(measure(1, "до 01.12.2023", responsible=""))
    live(book, date(2023, 12, 15))
    assert "Ответственный в плане не назван" in reminders(book)[0]["text"]


@pytest.mark.parametrize("named", ["Ложкина В. А.", "В.А. Ложкина", "Ложкина Вера Андреевна", "Ложкина"])
def test_who_is_named_instead_of_a_role_is_reminded(named: str) -> None:
    book = organisation(measure(1, "до 15.12.2023", named), measure(2, "до 15.12.2023", f"Зав. отделением, {named}"))
    live(book, date(2023, 12, 15))
    assert (told(book, METHODIST), told(book, HEAD)) == ([date(2023, 12, 15)], [date(2023, 12, 15)])
    assert book[Roadmap][Roadmap.problems].isna().all()


@pytest.mark.parametrize(
    "named", ["Методист Ложкина В. А.", "зам. директора по УВР Ложкина В.А.", "Ложкина (методист)"]
)
def test_a_name_beside_a_role_says_who_of_its_holders_is_meant(named: str) -> None:
    other = {**STAFF[2], "id": "С-0004", "full_name": "Сухова Елена Адамовна", "email": "other@example.com"}
    deputy = {
        **other,
        "id": "С-0005",
        "role": "Заместитель директора",
        "full_name": "Юрьев Олег Ильич",
        "email": "d@example.com",
    }
    book = organisation(measure(1, "до 15.12.2023", named), staff=[*STAFF, other, deputy])
    live(book, date(2023, 12, 15))
    assert {letter["recipient"] for letter in reminders(book)} == {METHODIST}


def test_whoever_has_several_roles_in_one_row_answers_for_all_of_them() -> None:
    both = {**STAFF[2], "other_roles": "Заведующий отделением, Педагог-психолог"}
    book = organisation(measure(1, "до 15.12.2023", "Педагог-психолог"), staff=[*STAFF[:2], both])
    live(book, date(2023, 12, 15))
    assert {letter["recipient"] for letter in reminders(book)} == {METHODIST}
    assert book[Roadmap][Roadmap.problems].isna().all()


@pytest.mark.parametrize("named", ["Гайворонский П. И.", "С-0009"])
@pytest.mark.parametrize(
    ("first", "last", "reminded"),
    [
        ("10.12.2023", "20.12.2023", HEAD),
        ("15.12.2023", None, HEAD),
        (None, "15.12.2023", HEAD),
        ("16.12.2023", "20.12.2023", METHODIST),
        ("01.12.2023", "14.12.2023", METHODIST),
    ],
)
def test_who_stands_in_is_reminded_while_the_other_is_away(
    named: str, first: str | None, last: str | None, reminded: str
) -> None:
    away = {**STAFF[2], "away_from": first, "away_until": last, "stand_in": named}
    book = organisation(measure(1, "до 15.12.2023", "Методист"), staff=[*STAFF[:2], away, STAFF[3]])
    live(book, date(2023, 12, 15))
    (letter,) = reminders(book)
    assert letter["recipient"] == reminded
    assert ("потому что замещаете: Ложкина Вера Андреевна" in letter["text"]) == (reminded == HEAD)


def test_whoever_is_away_with_nobody_to_stand_in_is_reminded_all_the_same_and_the_row_says_so() -> None:
    def staff_said(**more: Any) -> str:
        away = {**STAFF[2], "away_from": "01.12.2023", **more}
        book = organisation(measure(1, "до 15.12.2023", "Методист"), staff=[*STAFF[:2], away, STAFF[3]])
        live(book, date(2023, 12, 15))
        validate.run(book, book.today)
        assert {letter["recipient"] for letter in reminders(book)} == {METHODIST}
        return str(book[Staff][Staff.problems].iloc[2])

    assert "Кто замещает: никто не назван" in staff_said()
    assert "нет другого такого сотрудника" in staff_said(stand_in="Сухова Е. А.")
    assert "нет другого такого сотрудника" in staff_said(stand_in="Ложкина В. А.")
    assert "кончается раньше, чем начинается" in staff_said(away_until="30.11.2023")


def test_whoever_is_not_on_the_staff_or_may_be_two_people_is_asked_for() -> None:
    namesake = {**STAFF[2], "id": "С-0004", "full_name": "Ложкина Вера Адамовна", "email": "namesake@example.com"}
    measures = [measure(1, "до 15.12.2023", "Сухова Е. А."), measure(2, "до 15.12.2023", "Ложкина")]
    book = organisation(*measures, staff=[*STAFF, namesake])
    live(book, date(2023, 12, 15))
    assert reminders(book) == []
    stranger, unclear = book[Roadmap][Roadmap.problems]
    assert "непонятно, кто это: «Сухова Е. А.»; напишите роль или впишите этого человека" in stranger
    assert "непонятно, кто это: «Ложкина»" in unclear


def test_a_director_who_is_responsible_is_reminded_once_in_one_letter() -> None:
    book = organisation(measure(1, "до 01.12.2023", "Директор"), measure(2, "до 01.12.2023"))
    live(book, date(2023, 12, 15))
    (letter,) = [letter for letter in reminders(book) if letter["recipient"] == DIRECTOR]
    assert letter["reasons"].split("\n") == ["reminder/М-0001/2023-12-01/overdue-2", "escalation/М-0002/2023-12-01/0"]
    assert letter["text"].count("Мероприятие 1") == 1


def test_the_curator_says_after_how_many_days_the_director_is_told() -> None:
    book = organisation(measure(1, "до 01.12.2023"), given={"escalate_days": 4})
    for day in days(date(2023, 12, 1), date(2023, 12, 8)):
        live(book, day)
    assert told(book, DIRECTOR) == [date(2023, 12, 5)]


@pytest.mark.parametrize("ticked", [{"done": True}, {"deadline": ""}])
def test_nobody_is_reminded_of_what_is_done_or_has_no_deadline(ticked: dict[str, Any]) -> None:
    book = organisation(measure(1, "до 01.12.2023") | ticked)
    live(book, date(2023, 12, 15))
    assert reminders(book) == []


# A year

_OF_EVERY_KIND = (
    ("ежемесячно", "Методист"),
    ("Февраль – апрель 2024 г.", "Директор, зам. директора"),
    ("КТ – май 2024 г.", "Зам. директора, методист"),
    ("в течение 10 рабочих дней после п. 1", "Методист"),
    ("до 6.01.2024", "завхоз"),
    ("по договоренности", "Директор"),
)


@given(st.dates(date(2023, 9, 1), date(2024, 8, 31)), st.sampled_from(["14, 3, 0", "0", "30, 5"]))
@settings(max_examples=2)  # a year is 366 mornings
def test_in_a_year_nobody_is_reminded_twice_for_one_reason_or_on_a_day_off(due: date, leads: str) -> None:
    plan = ((f"до {due:%d.%m.%Y}", "Методист, директор"), *_OF_EVERY_KIND)
    book = organisation(
        *(measure(number, *one) for number, one in enumerate(plan, 1)),
        # Nobody who gets digests: those are other letters, and a morning without them is short.
        staff=[STAFF[0], {**STAFF[1], "role": "Заместитель директора"}, STAFF[2]],
        given={"remind_days": leads},
    )
    for day in days(date(2023, 9, 1), date(2024, 8, 31)):
        book.moment = morning(day)
        # Nobody does anything all year, so what is open and when it is due stays (test_state says so of any day).
        if day.day == 1:
            deadlines.run(book, day)
        remind.run(book, day)
    sent = reminders(book)
    reasons = Counter((one["recipient"], reason) for one in sent for reason in one["reasons"].split("\n"))
    assert all(times == 1 for times in reasons.values())
    assert {reason.split("/")[1] for _, reason in reasons} == {
        "М-0001",
        "М-0002",
        "М-0003",
        "М-0004",
        "М-0005",
        "М-0006",
    }
    assert all(RUSSIA.is_working_day(one["queued_at"].date()) for one in sent)
    for address in {one["recipient"] for one in sent}:
        assert all(one < other for one, other in pairwise(told(book, address)))
