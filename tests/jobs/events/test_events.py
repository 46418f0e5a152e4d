"""Who is meant is invited once, hears of each change once, and answers by a link of their own."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from icalendar import Calendar

from automation.documents.calendar import calendar_file, entries_in
from automation.workbook.book import Book
from jobs.events.events import NO_HOUR, NOBODY, OVER
from jobs.runner.deciding import decide
from jobs.runner.job import jobs_of
from jobs.runner.sending import may_go_now
from sheets_schema.questionnaires.event_answer import EventAnswer
from sheets_schema.tabs.events import Events
from sheets_schema.tabs.invitations import Invitations
from sheets_schema.tabs.letters import Letters
from tests.jobs.books import NOW, book, spelled
from tests.jobs.runner.test_order_of_jobs import kept

EVENT: dict[str, Any] = {
    "id": "МП-0001",
    "kind": "круглый стол",
    "subject": "Чем я могу помочь",
    "begins": "25.01.2024 14:30",
    "place": "Актовый зал",
    "to": "все наставники",
    "invite": True,
}
PEOPLE: dict[str, Any] = {
    "mentors": [
        {"id": "Н-0001", "full_name": "Орлов Пётр Ильич", "email": "orlov@example.com"},
        {"id": "Н-0002", "full_name": "Гусева Анна Олеговна", "email": "нет"},
    ],
    "mentees": [{"id": "НМ-0001", "full_name": "Лапина Яна Олеговна", "email": "lapina@example.com"}],
    "staff": [
        {"id": "С-0001", "role": "Директор", "full_name": "Дубов Игорь Павлович", "email": "d@example.com"},
        {"id": "С-0002", "role": "Методист", "full_name": "Зимина Инна Олеговна", "email": "z@example.com"},
    ],
}


def lived(rows: dict[str, Any], days: int = 0, **settings: Any) -> Book:
    one = book(rows, now=NOW + timedelta(days=days), **settings)
    one.state.links[EventAnswer.name] = "https://example.com/form/viewform"
    decide(one, jobs_of(("validate", "states", "events")))
    assert not one.notices, one.notices
    return one


def called(days: int = 0, people: dict[str, Any] | None = None, **changes: Any) -> Book:
    return lived({**(people or PEOPLE), "events": [EVENT | changes]}, days)


def again(one: Book, days: int = 1, **changes: Any) -> Book:
    rows = kept(one)
    rows["events"][0].update(changes)
    return lived(rows, days)


def letters(one: Book) -> list[tuple[str, str]]:
    frame = one[Letters].frame
    return [(to, subject.partition(":")[0]) for to, subject in zip(frame.recipient, frame.subject, strict=True)]


def problems(one: Book) -> str:
    return str(one[Events][Events.problems].iloc[0])


def test_who_is_meant_is_invited_once_and_whoever_has_no_address_is_on_the_list_all_the_same() -> None:
    one = called(roles="Методист", numbers="НМ-0001", addresses="guest@example.com")
    assert set(one[Letters][Letters.recipient]) == {
        "orlov@example.com",
        "lapina@example.com",
        "z@example.com",
        "guest@example.com",
    }
    assert one[Invitations][Invitations.who].dropna().tolist() == [
        "Орлов Пётр Ильич",
        "Лапина Яна Олеговна",
        "Зимина Инна Олеговна",
        "Гусева Анна Олеговна",
    ]
    assert one[Events][Events.state].tolist() == ["приглашения разосланы"]
    assert one[Events][Events.reach].iloc[0].replace("\u00a0", " ").startswith("Получат: 4 человека; ещё 1 не получат")
    after = again(one)
    assert not {"events", "invitations", "letters"} & after.changes().keys()
    assert len(after[Letters]) == 4


def test_nobody_is_written_to_before_the_curator_ticks_it() -> None:
    one = called(invite=None)
    assert not len(one[Letters]) and not len(one[Invitations])
    assert "Получат" in one[Events][Events.reach].iloc[0]


def test_an_event_that_moves_is_told_again_each_time_and_calendars_go_by_the_last() -> None:
    one = called()
    twice = again(again(one, begins="26.01.2024 14:30"), days=2, begins="29.01.2024 10:00", place="Каб. 12")
    assert letters(twice) == [
        ("orlov@example.com", "Приглашение"),
        ("orlov@example.com", "Изменилось"),
        ("orlov@example.com", "Изменилось"),
    ]
    events = [
        Calendar.from_ical(calendar_file(entries_in(text), stamped=datetime(2024, 1, 1, tzinfo=UTC), scope="a"))
        for text in twice[Letters][Letters.entries]
    ]
    found = [event for calendar in events for event in calendar.walk("VEVENT")]
    assert len({str(event["uid"]) for event in found}) == 1
    assert [int(event.get("sequence", 0)) for event in found] == [0, 1, 2]
    assert found[-1].decoded("dtstart") == datetime(2024, 1, 29, 10, tzinfo=UTC)
    assert str(found[-1]["location"]) == "Каб. 12"


def test_a_cancelled_event_is_cancelled_for_those_who_were_invited_and_for_nobody_else() -> None:
    rows = kept(again(called(), cancelled=True))
    assert [str(row["subject"]).partition(":")[0] for row in rows["letters"]] == ["Приглашение", "Отменено"]
    assert "отменено" in str(rows["letters"][-1]["entries"])
    assert rows["events"][0]["state"] == "отменено"
    assert {row["standing"] for row in rows["invitations"]} == {"не нужен"}
    assert not len(called(cancelled=True)[Letters])
    rows["mentors"][1]["email"] = "guseva@example.com"  # she had no address, and was never invited
    assert len(lived(rows, days=2)[Letters]) == 2


def test_an_event_that_is_over_calls_nobody_and_says_so() -> None:
    one = called(begins="10.01.2024 14:30")
    assert not len(one[Letters])
    assert OVER[1:] in problems(one)
    assert "nan" in problems(called(begins="10.01.2024", invite=None)).lower()
    late = again(called(), days=20)
    assert len(late[Letters]) == 1
    assert late[Events][Events.state].tolist() == ["ждёт итогов"]


def test_an_event_that_is_moved_into_the_past_tells_nobody_until_the_day_is_put_right() -> None:
    one = again(called(), begins="02.01.2024 14:30")
    assert len(one[Letters]) == 1
    assert "приглашённым об этом не написано" in problems(one)
    assert letters(again(one, days=2, begins="30.01.2024 14:30"))[-1] == ("orlov@example.com", "Изменилось")


def test_a_day_without_an_hour_is_told_as_a_day_and_told_again_with_its_hour() -> None:
    one = called(begins="25.01.2024")
    assert NO_HOUR[1:] in problems(one)
    assert "время сообщим отдельно" in one[Letters][Letters.text].iloc[0]
    assert entries_in(one[Letters][Letters.entries].iloc[0])[0].hours is None
    assert "в 14:30" in again(one, begins="25.01.2024 14:30")[Letters][Letters.text].iloc[-1]


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"to": None}, NOBODY[1:]),
        ({"begins": None}, "Когда: не заполнено"),
        ({"begins": "после обеда"}, "не дата"),
        ({"numbers": "Н-0099"}, "номера «Н-0099» нет"),
        ({"addresses": "петров"}, "«петров» не похоже на адрес"),
        ({"measure": "9.9"}, "ункта «9.9» нет"),
        ({"held": True}, "этот день ещё не наступил"),
        ({"held": True, "cancelled": True}, "снимите лишнюю галочку"),
    ],
)
def test_what_is_wrong_with_an_event_is_told_beside_it(changes: dict[str, Any], said: str) -> None:
    assert said in problems(called(**changes))


def test_five_hundred_invitations_wait_for_leave_and_keep_no_other_letter_waiting() -> None:
    many = [
        {"id": f"Н-{n:04d}", "full_name": f"Орлов {spelled(n)} Ильич", "email": f"n{n}@example.com"} for n in range(500)
    ]
    one = called(people={**PEOPLE, "mentors": many})
    assert len(one[Letters]) == len(one[Invitations]) == 500
    assert not len(may_go_now(one))


def test_an_answer_by_the_link_stands_beside_the_invitation_and_the_last_one_counts() -> None:
    one = called(numbers="НМ-0001")
    first, second, _ = one[Invitations][Invitations.id]
    assert f"={first}" in one[Letters][Letters.text].iloc[0].replace("%D0%9F%D0%93", "ПГ")
    rows = kept(one)
    rows["invitations"][0].update(coming="приду", answered="16.01.2024")
    rows["invitations"].append({"id": "ПГ-0009", "number": first, "coming": "не смогу", "answered": "17.01.2024"})
    rows["invitations"][1].update(coming="приду")
    told = lived(rows, days=2)
    assert told[Events][Events.answers].tolist() == ["придут 1, не смогут 1, молчат 1"]
    assert told[Invitations][Invitations.standing].tolist()[:2] == ["получен", "получен"]
    assert second in told[Invitations][Invitations.id].tolist()


def test_people_who_come_later_are_invited_while_the_event_is_to_come() -> None:
    rows = kept(called())
    late = {"id": "Н-0003", "full_name": "Котов Яков Львович", "email": "k@e.ru"}
    rows["mentors"].append({**rows["mentors"][0], **late})
    given = [one for one in rows["consents"] if one["person"] == "Н-0001"]
    rows["consents"] += [{**one, "id": f"{one['id']}0", "person": "Н-0003"} for one in given]
    assert letters(lived(rows, days=1)) == [("orlov@example.com", "Приглашение"), ("k@e.ru", "Приглашение")]
    assert len(lived(rows, days=20)[Letters]) == 1


def test_what_was_decided_and_who_came_make_an_event_held() -> None:
    rows = kept(called())
    rows["invitations"][0]["came"] = True
    rows["events"][0]["decided"] = "Провести анкетирование"
    assert lived(rows, days=11)[Events][Events.state].tolist() == ["состоялось"]
    assert lived(rows, days=1)[Events][Events.state].tolist() == ["приглашения разосланы"]


def test_invitations_that_are_switched_off_are_written_when_they_are_on_again() -> None:
    off = lived({**PEOPLE, "events": [EVENT], "control": [{"code": "letter/event", "what": "…", "on": False}]})
    assert not len(off[Letters]) and len(off[Invitations])
    rows = kept(off)
    rows["control"][0]["on"] = True
    assert letters(lived(rows, days=1)) == [("orlov@example.com", "Приглашение")]
