"""The calendar that goes with a letter: kept as text, read again by the library that calendars are read with."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from automation.documents.calendar import LONGEST_ENTRIES, Entry, Hours, calendar_file, entries_as_text, entries_in

STAMPED = datetime(2023, 12, 1, 6, tzinfo=UTC)
ORDER = Entry("М-0012", date(2023, 12, 15), "5.2. Издать приказ; «Об утверждении, пар»", "Отвечает: Директор\\методист")
BANK = Entry("М-0013", date(2024, 2, 29), "5.3. Наполнить банк")


def events(content: bytes) -> list[tuple[str, date, date, str, str]]:
    return [
        (
            str(event["uid"]),
            event.decoded("dtstart"),
            event.decoded("dtend"),
            str(event["summary"]),
            str(event.get("description", "")),
        )
        for event in Calendar.from_ical(content).walk("VEVENT")
    ]


def test_an_entry_is_all_of_its_day_and_says_what_is_due() -> None:
    one, other = events(calendar_file([ORDER, BANK], stamped=STAMPED, scope="a"))
    assert one[1:] == (date(2023, 12, 15), date(2023, 12, 16), ORDER.title, ORDER.details)
    assert other[1:] == (date(2024, 2, 29), date(2024, 3, 1), BANK.title, "")


def test_the_file_is_published_not_an_invitation_and_leaves_the_day_free() -> None:
    calendar = Calendar.from_ical(calendar_file([ORDER], stamped=STAMPED, scope="a"))
    assert (str(calendar["method"]), str(calendar["version"])) == ("PUBLISH", "2.0")
    (event,) = calendar.walk("VEVENT")
    assert str(event["transp"]) == "TRANSPARENT"
    assert event.decoded("dtstamp") == STAMPED
    assert not set(event) & {"ATTENDEE", "ORGANIZER"}


def test_a_measure_keeps_its_id_whatever_becomes_of_it_and_shares_it_with_no_other_organisation() -> None:
    def uid(entry: Entry, scope: str = "a") -> str:
        return events(calendar_file([entry], stamped=STAMPED, scope=scope))[0][0]

    assert uid(ORDER) == uid(replace(ORDER, day=date(2024, 1, 1), title="Иначе"))
    assert len({uid(ORDER), uid(BANK), uid(ORDER, "b")}) == 3


def test_the_same_entries_make_the_same_bytes() -> None:
    once, again = (calendar_file([ORDER, BANK], stamped=STAMPED, scope="a") for _ in range(2))
    assert once == again


def test_lines_are_folded_and_end_as_the_standard_says() -> None:
    content = calendar_file([replace(ORDER, details="Длинное пояснение. " * 20)], stamped=STAMPED, scope="a")
    lines = content.split(b"\r\n")
    assert all(len(line) <= 75 for line in lines)
    assert not any(b"\n" in line for line in lines)


_ENTRIES = st.lists(
    st.builds(
        Entry,
        st.integers(1, 9999).map(lambda number: f"М-{number:04d}"),
        st.dates(date(2000, 1, 1), date(2099, 12, 31)),
        st.text(max_size=300),
        st.text(max_size=900),
    ),
    max_size=5,
)


@given(_ENTRIES)
def test_whatever_the_measures_are_called_their_days_arrive(entries: list[Entry]) -> None:
    kept = entries_in(entries_as_text(entries))
    assert [(one.id, one.day) for one in kept] == [(one.id, one.day) for one in entries]
    read = events(calendar_file(kept, stamped=STAMPED, scope="a"))
    assert [(day, end - day) for _, day, end, _, _ in read] == [(one.day, timedelta(days=1)) for one in entries]
    assert entries_in(entries_as_text(kept)) == kept


@given(st.text())
def test_whatever_is_typed_over_the_entries_something_is_made_of_it(text: str) -> None:
    calendar_file(entries_in(text), stamped=STAMPED, scope="a")


def test_a_thousand_measures_fit_one_cell() -> None:
    text = entries_as_text([replace(ORDER, title="Ы" * 500, details="Ъ" * 5000)] * 1000)
    assert len(text) <= LONGEST_ENTRIES
    assert len(entries_in(text)) > 50


MEETING = Entry(
    "СБ-0001",
    date(2023, 12, 15),
    "Педагогический совет",
    "Кто ведёт: директор",
    hours=Hours(time(14, 30), 90),
    place="Актовый зал",
)


def test_an_event_has_hours_by_the_clock_of_the_organisation_and_a_place() -> None:
    content = calendar_file([MEETING], stamped=STAMPED, scope="a", zone=ZoneInfo("Europe/Moscow"))
    (event,) = Calendar.from_ical(content).walk("VEVENT")
    begin, end = event.decoded("dtstart"), event.decoded("dtend")
    assert (begin, end - begin) == (datetime(2023, 12, 15, 11, 30, tzinfo=UTC), timedelta(minutes=90))
    assert (str(event["location"]), str(event["description"])) == ("Актовый зал", "Кто ведёт: директор")
    assert "transp" not in event and "sequence" not in event


def test_an_event_that_moved_has_its_id_and_a_greater_number_and_one_that_was_cancelled_says_so() -> None:
    def event(entry: Entry) -> Any:
        kept = entries_in(entries_as_text([entry]))
        (found,) = Calendar.from_ical(calendar_file(kept, stamped=STAMPED, scope="a")).walk("VEVENT")
        return found

    first, moved = event(MEETING), event(replace(MEETING, day=date(2023, 12, 20), change=2))
    cancelled = event(replace(MEETING, change=3, cancelled=True))
    assert str(first["uid"]) == str(moved["uid"]) == str(cancelled["uid"])
    assert (int(moved["sequence"]), "status" in moved) == (2, False)
    assert (int(cancelled["sequence"]), str(cancelled["status"])) == (3, "CANCELLED")


def test_a_cell_keeps_all_of_an_event() -> None:
    told = [replace(MEETING, change=12, cancelled=True), replace(MEETING, details=""), ORDER]
    assert entries_in(entries_as_text(told)) == told
    assert entries_in("15.12.2023 в 25:30, 90 мин | СБ-0001 | Совет") == []
