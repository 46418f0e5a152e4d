"""Rows that are expected before they are answered: planned once, answered by their number, and nothing is lost."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from automation.google.forms import Response
from automation.workbook.book import Book
from automation.workbook.checks import in_plain_russian
from automation.workbook.questionnaires import items, question_id
from jobs.expected.asking import questions
from jobs.expected.rows import personal_link, plan, receive, stand, what_to_fix
from jobs.people import collect
from sheets_schema.columns import FORM, JOB, Choice, Date, Flag, Key, Name, Reference, Text
from sheets_schema.form import Form, Section
from sheets_schema.planned import Planned
from sheets_schema.schema import Schema
from sheets_schema.tabs.consents import Consents
from sheets_schema.tabs.letters import Letters
from sheets_schema.tabs.settings import Settings, SettingsTab
from sheets_schema.vocabulary import (
    IS_AWAITED,
    IS_DUE_SOON,
    IS_NEEDLESS,
    IS_PAST_DUE,
    IS_RECEIVED,
    NO,
    YES,
)
from tests.jobs.books import NOW
from tests.workbook.tables import JUNK, tab

TODAY = date(2024, 1, 15)
LINK = "http://127.0.0.1/forms/d/e/1/viewform"


class Talks(Planned):
    """Разговоры."""

    title = "Разговоры"
    position = 2
    asked = (7, 0, -7)
    id = Key(prefix="Р")
    guest = Reference("О ком", owner=JOB, vital=True, tabs=("mentees",))
    subject = (guest,)
    held = Choice("Состоялся", (YES, NO), owner=FORM, required=True)
    told = Text("О чём", owner=FORM)
    next_on = Date("Следующий", owner=FORM)
    agreed = Flag("Договорились", owner=FORM)
    problems = Text("Что исправить", owner=JOB)


class TalkReport(Form):
    """О разговоре."""

    title = "О разговоре"
    answers = Talks
    formerly = {"who": Talks.guest}  # noqa: RUF012
    sections = (Section("Разговор", (Talks.held, Talks.told, Talks.next_on)),)


def book(*rows: Mapping[str, Any], letters: tuple[str, ...] = ()) -> Book:
    sent = [{"id": f"talk/{number}/{TODAY}", "reasons": reason} for number, reason in enumerate(letters)]
    filled: dict[str, Any] = {"talks": rows, "letters": sent}
    sheets = (SettingsTab, Talks, Consents, Letters)
    schema = Schema(sheets, Settings, (TalkReport,))
    one = Book({sheet.name: tab(sheet, filled.get(sheet.name, ())) for sheet in sheets}, NOW, schema)
    one.state.links[TalkReport.name] = LINK
    return one


def waiting(which: int = 1, **more: Any) -> dict[str, Any]:
    return {
        "id": f"Р-{which:04d}",
        "occasion": f"НМ-{which:04d}/2024-01",
        "guest": f"НМ-{which:04d}",
        "person": "Н-0001",
        "due": "22.01.2024",
        **more,
    }


def answers(*said: Mapping[str, str]) -> dict[str, list[Response]]:
    """Responses, a minute apart, by what is asked about."""
    return {
        TalkReport.name: [
            Response(
                f"{minute}",
                f"2024-01-15T05:{minute:02d}:00Z",
                {question_id(TalkReport, subject): (value,) for subject, value in one.items()},
            )
            for minute, one in enumerate(said)
        ]
    }


def collected(one: Book, *said: Mapping[str, str]) -> list[dict[Any, Any]]:
    """The rows once these answers have been collected and looked at."""
    one.responses = answers(*said)
    collect.run(one, TODAY)
    return looked_at(one)


def looked_at(one: Book, today: date = TODAY, needless: tuple[str, ...] = ()) -> list[dict[Any, Any]]:
    table = one[Talks]
    receive(table, today)
    stand(table, today, table[Talks.id].isin(needless))
    table[Talks.problems] = in_plain_russian(table, what_to_fix(one, Talks))
    return table.frame.to_dict("records")


# Planned


def test_an_occasion_is_planned_once_and_its_number_told_each_time() -> None:
    one = book(waiting(1))
    first = plan(one, Talks, {"НМ-0001/2024-01": {}, "НМ-0002/2024-01": {Talks.guest: "НМ-0002"}})
    assert first == {"НМ-0001/2024-01": "Р-0001", "НМ-0002/2024-01": "Р-0002"}
    assert plan(one, Talks, {"НМ-0002/2024-01": {Talks.guest: "НМ-0002"}}) == {"НМ-0002/2024-01": "Р-0002"}
    assert one[Talks][Talks.guest].tolist() == ["НМ-0001", "НМ-0002"]


def test_a_row_whose_number_was_erased_is_planned_anew() -> None:
    one = book({**waiting(1), "id": None})
    assert plan(one, Talks, {"НМ-0001/2024-01": {}}) == {"НМ-0001/2024-01": "Р-0001"}
    assert len(one[Talks]) == 2


def test_a_form_of_planned_rows_asks_first_for_the_number_which_its_link_fills_in() -> None:
    first, *others = items(TalkReport)
    assert first["questionItem"]["question"]["questionId"] == question_id(TalkReport, Talks.number)
    assert not first["questionItem"]["question"]["required"]
    assert [item["title"] for item in others] == ["Состоялся", "О чём", "Следующий"]
    entry = int(question_id(TalkReport, Talks.number), 16)
    assert personal_link(book(), TalkReport, "Р-1") == f"{LINK}?usp=pp_url&entry.{entry}=%D0%A0-1"


# Answered


@pytest.mark.parametrize("typed", ["Р-0001", " р-0001 ", "р – 0001"])
def test_an_answer_goes_into_the_row_whose_number_it_carries_however_it_is_spelled(typed: str) -> None:
    one = book(waiting(1), waiting(2))
    first, second = collected(one, {"number": typed, "held": YES, "told": "планы", "next_on": "2024-02-31"})
    assert (first["held"], first["told"], first["standing"]) == (YES, "планы", IS_RECEIVED)
    assert first["answered"] == pd.Timestamp("2024-01-15 08:00")
    assert pd.isna(first["number"])
    assert "Следующий" in first["problems"] and "2024-02-31" in first["problems"]
    assert (first["occasion"], second["standing"]) == ("НМ-0001/2024-01", IS_AWAITED)


@pytest.mark.parametrize(
    ("given", "problem"),
    [
        ({}, "Номер в ответе: не заполнено; впишите номер строки, на которую это ответ."),
        ({"number": "Р-0009"}, "Номер в ответе: строки «Р-0009» нет; впишите номер той, на которую это ответ."),
        ({"number": "=1+1"}, "Номер в ответе: строки «=1+1» нет; впишите номер той, на которую это ответ."),
    ],
)
def test_an_answer_without_a_number_or_with_an_unknown_one_is_a_row_of_its_own_that_says_so(
    given: Mapping[str, str], problem: str
) -> None:
    planned, own = collected(book(waiting(1)), {**given, "held": YES})
    assert planned["standing"] == IS_AWAITED
    assert (own["id"], own["held"], own["standing"]) == ("Р-0002", YES, IS_RECEIVED)
    assert own["problems"] == problem


def test_an_answer_to_a_row_that_is_answered_is_a_row_of_its_own_about_the_same() -> None:
    said = ({"number": "Р-0001", "held": NO}, {"number": "Р-0001", "held": YES})
    first, second = collected(book(waiting(1)), *said)
    assert (first["held"], second["held"]) == (NO, YES)
    assert (second["guest"], second["person"], second["number"]) == ("НМ-0001", "Н-0001", "Р-0001")
    assert pd.isna(second["problems"]) and pd.isna(second["occasion"])


def test_the_number_that_the_curator_puts_right_says_what_an_answer_is_about_and_which_row_waits_no_more() -> None:
    stray = {"id": "Р-0002", "answered": "14.01.2024 10:00", "held": YES, "number": "р-0001"}
    planned, own = looked_at(book(waiting(1), stray))
    assert own["guest"] == "НМ-0001"
    assert planned["standing"] == own["standing"] == IS_RECEIVED
    assert pd.isna(planned["answered"])


def test_a_link_of_a_former_version_leads_to_a_row_as_it_did_then() -> None:
    planned, own = collected(book(waiting(1)), {"who": "НМ-0007", "held": YES})
    assert (own["guest"], own["held"]) == ("НМ-0007", YES)
    assert pd.isna(own["problems"])
    assert planned["standing"] == IS_AWAITED


def test_what_a_former_version_asked_besides_does_not_change_what_a_planned_row_is_about() -> None:
    (planned,) = collected(book(waiting(1)), {"number": "Р-0001", "who": "НМ-0007", "held": YES})
    assert (planned["guest"], planned["held"]) == ("НМ-0001", YES)


def test_what_the_curator_types_into_a_waiting_row_is_its_answer() -> None:
    first, second = looked_at(book(waiting(1, held=YES), waiting(2, number="Р-0009")))
    assert (first["standing"], first["answered"]) == (IS_RECEIVED, pd.Timestamp(TODAY))
    assert second["standing"] == IS_AWAITED


# How a row stands


@pytest.mark.parametrize(
    ("day", "standing"),
    [(-8, IS_AWAITED), (-4, IS_AWAITED), (-3, IS_DUE_SOON), (0, IS_DUE_SOON), (1, IS_PAST_DUE)],
)
def test_a_row_is_awaited_then_soon_due_then_past_due(day: int, standing: str) -> None:
    due = date(2024, 1, 22)
    (row,) = looked_at(book(waiting(1)), due + timedelta(days=day))
    assert row["standing"] == standing


def test_a_row_that_nobody_need_answer_says_so_unless_it_is_answered() -> None:
    rows = looked_at(
        book(waiting(1, excused=True), waiting(2), waiting(3, excused=True, held=YES, answered="14.01.2024 10:00")),
        needless=("Р-0002",),
    )
    assert [row["standing"] for row in rows] == [IS_NEEDLESS, IS_NEEDLESS, IS_RECEIVED]


def test_what_a_waiting_row_lacks_is_no_problem_and_what_an_answered_one_lacks_is() -> None:
    first, second = looked_at(book(waiting(1), waiting(2, answered="14.01.2024 10:00")))
    assert pd.isna(first["problems"])
    assert second["problems"].startswith("Состоялся: не заполнено")


def test_a_row_of_a_former_version_is_as_good_as_any_and_a_blank_one_is_nothing() -> None:
    former = {"id": "Р-0003", "guest": "НМ-0003", "answered": "14.01.2024 10:00", "held": YES}
    row, blank = looked_at(book(former, {"id": "Р-0004"}))
    assert (row["standing"], row["guest"]) == (IS_RECEIVED, "НМ-0003")
    assert pd.isna(row["problems"])
    assert pd.isna(blank["standing"])


# Who is asked


def asked(one: Book, today: date, *, needless: tuple[str, ...] = ()) -> dict[str, list[tuple[str, bool]]]:
    """Person → the reasons to write to them, and whether they were asked before."""
    looked_at(one, today, needless)
    return {
        person: [(question.reason, question.again) for question in theirs]
        for person, theirs in questions(one, Talks, "talk", today).items()
    }


FIRST = "talk/НМ-0001/2024-01"


def test_a_person_is_asked_on_the_declared_days_once_each_with_all_that_is_open() -> None:
    rows = (waiting(1), waiting(2), waiting(3, person="Н-0002"), waiting(4, person=None))
    assert asked(book(*rows), date(2024, 1, 14)) == {}
    assert asked(book(*rows), TODAY) == {
        "Н-0001": [(FIRST, False), ("talk/НМ-0002/2024-01", False)],
        "Н-0002": [("talk/НМ-0003/2024-01", False)],
    }
    one = book(waiting(1), letters=(FIRST,))
    assert asked(one, date(2024, 1, 21)) == {}
    assert asked(one, date(2024, 1, 22)) == asked(one, date(2024, 1, 28)) == {"Н-0001": [(f"{FIRST}/0", True)]}
    assert asked(one, date(2024, 1, 29)) == {"Н-0001": [(f"{FIRST}/-7", True)]}


def test_nobody_is_asked_twice_for_one_reason_or_for_what_is_not_open_or_long_after() -> None:
    written = book(waiting(1), letters=(FIRST, f"{FIRST}/0", f"{FIRST}/-7"))
    assert asked(written, date(2024, 1, 30)) == {}
    assert asked(book(waiting(1, excused=True)), TODAY) == {}
    assert asked(book(waiting(1)), TODAY, needless=("Р-0001",)) == {}
    assert asked(book(waiting(1, held=YES)), TODAY) == {}
    assert asked(book(waiting(1)), date(2024, 2, 21)) != {}
    assert asked(book(waiting(1)), date(2024, 2, 22)) == {}


# Whatever comes

NUMBERS = st.one_of(st.sampled_from(["Р-0001", "р-0002", " Р-0003", "Р-0099", "", "НМ-0001"]), st.text(max_size=8))


@given(st.lists(st.tuples(NUMBERS, st.sampled_from([YES, NO])), max_size=6))
def test_no_answer_is_lost_and_none_stands_twice(said: list[tuple[str, str]]) -> None:
    one = book(waiting(1), waiting(2), waiting(3))
    rows = collected(
        one, *({"number": number, "held": held, "told": f"№ {n}"} for n, (number, held) in enumerate(said))
    )
    told = sorted((row["told"], row["held"]) for row in rows if not pd.isna(row["answered"]))
    assert told == sorted((f"№ {n}", held) for n, (_, held) in enumerate(said))
    assert len({row["id"] for row in rows}) == len(rows)
    unclear = [row for row in rows if pd.isna(row["guest"])]
    assert all("Номер в ответе" in row["problems"] for row in unclear)


@given(st.dictionaries(st.sampled_from([name for name in Talks.columns if name != "id"]), JUNK))
def test_whatever_stands_in_a_row_it_is_looked_at_and_settles_in_one_cycle(cells: Mapping[str, Any]) -> None:
    one = book(waiting(1), {"id": "Р-0002", **cells})
    once = looked_at(one)
    named: list[Name[Any]] = [Talks.answered, Talks.guest, Talks.person, Talks.standing, Talks.problems]
    before = one[Talks].frame[named]
    looked_at(one)
    pd.testing.assert_frame_equal(one[Talks].frame[named], before)
    assert len(once) == 2
    questions(one, Talks, "talk", TODAY)
