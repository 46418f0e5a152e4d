"""Reports on measures: from the link in a reminder to the curator's decision and what comes of it."""

from __future__ import annotations

import re
from datetime import date, timedelta
from email import message_from_bytes
from email.policy import default
from typing import Any
from urllib.parse import urlsplit

import pandas as pd
import pytest
import requests

from automation.workbook.book import Book
from jobs.letters import remind
from jobs.plan import deadlines
from jobs.plan.reported import NO_DATE, NO_PROOF, NOT_LATER
from sheets_schema import vocabulary as words
from sheets_schema.columns import Name
from sheets_schema.nastavnik import NASTAVNIK
from sheets_schema.questionnaires.measure_report import MeasureReport
from sheets_schema.tabs.measure_reports import MeasureReports
from sheets_schema.tabs.roadmap import Roadmap
from tests.jobs.mornings import DIRECTOR, HEAD, METHODIST, days, live, measure, organisation, reminders, told
from tests.organisation import Organisation

DUE = date(2023, 12, 15)


def report(which: int = 1, outcome: str = words.FINISHED, **more: Any) -> dict[str, Any]:
    """A row as the form left it; one that the curator has decided on is there for a cycle at least."""
    seen = {"about": "15.12.2023"} if "decision" in more else {}
    said = {"proof": "https://example.com/order"} if outcome == words.FINISHED else {"new_deadline": "22.12.2023"}
    return {
        "id": f"ОМ-{which:04d}",
        "measure": "М-0001",
        "outcome": outcome,
        "person": "С-0003",
        "answered": f"{which:02d}.12.2023 10:00",
        **said,
        **seen,
        **more,
    }


def reported(*rows: dict[str, Any], deadline: str = "до 15.12.2023", on: date = DUE) -> Book:
    """The book on the day after which these reports are there."""
    book = organisation(measure(1, deadline), measurereports=rows)
    live(book, on)
    return book


def row(book: Book, at: int = 0) -> dict[str, Any]:
    return {str(name): value for name, value in book[MeasureReports].frame.iloc[at].items()}


def beside(book: Book, column: Name[Any]) -> Any:
    return book[Roadmap][column].iloc[0]


# What is reported as done


def test_what_is_reported_as_done_waits_for_the_curator_and_nobody_is_reminded_meanwhile() -> None:
    book = reported(report())
    for day in days(DUE, date(2024, 1, 31)):
        live(book, day)
    assert row(book)["state"] == words.AWAITS_DECISION
    assert row(book)["title_of_measure"] == "Мероприятие 1"
    assert reminders(book) == []
    said = "Сообщили, что выполнено; решите, принять ли (ОМ-0001, 01.12.2023): https://example.com/order"
    assert beside(book, Roadmap.report) == said
    assert beside(book, Roadmap.state) == words.OVERDUE


def test_what_the_curator_accepts_is_done_without_a_tick_of_theirs() -> None:
    book = reported(report(decision=words.ACCEPT))
    assert row(book)["state"] == words.ACCEPTED
    assert beside(book, Roadmap.state) == words.DONE
    assert not beside(book, Roadmap.done)
    assert beside(book, Roadmap.report).startswith("Выполнено, отчёт принят (ОМ-0001, 01.12.2023)")
    assert reminders(book) == []


def test_what_the_curator_turns_down_is_reminded_of_again_with_what_they_say() -> None:
    book = reported(report(decision=words.REJECT, note="Нет подписи директора"))
    (letter,) = reminders(book)
    assert "Куратор отклонил отчёт о нём: Нет подписи директора" in letter["text"]
    assert letter["reasons"] == "reminder/М-0001/2023-12-15/0/ОМ-0001"
    assert row(book)["state"] == words.REJECTED
    assert beside(book, Roadmap.report) == "Отчёт отклонён (ОМ-0001, 01.12.2023)"


def test_done_without_a_proof_does_not_stop_reminders_but_the_curator_may_accept_it() -> None:
    book = reported(report(proof=None))
    assert row(book)["problems"] == f"{NO_PROOF}."
    assert row(book)["state"] == words.NEEDS_FIXING
    assert told(book, METHODIST) == [DUE]
    accepted = reported(report(proof=None, decision=words.ACCEPT))
    assert beside(accepted, Roadmap.state) == words.DONE
    assert row(accepted)["state"] == words.ACCEPTED
    assert pd.isna(row(accepted)["problems"])


def test_a_measure_without_a_deadline_can_be_reported_as_done() -> None:
    book = reported(report(decision=words.ACCEPT, about=None), deadline="по договоренности")
    assert beside(book, Roadmap.state) == words.DONE


def test_an_agreement_about_one_time_of_a_recurring_measure_is_not_about_the_next() -> None:
    december = report(decision=words.ACCEPT, about="31.12.2023")
    book = reported(december, deadline="ежемесячно", on=date(2023, 12, 29))
    assert beside(book, Roadmap.due).date() == date(2024, 1, 31)
    assert beside(book, Roadmap.state) != words.OVERDUE
    for day in days(date(2023, 12, 30), date(2024, 1, 31)):
        live(book, day)
    assert beside(book, Roadmap.state) != words.DONE
    assert reminders(book)


# Another date


def test_a_later_date_counts_once_the_curator_accepts_it_and_their_own_column_stays() -> None:
    book = reported(report(outcome=words.POSTPONED, decision=words.ACCEPT))
    assert beside(book, Roadmap.due).date() == date(2023, 12, 22)
    assert beside(book, Roadmap.days_left) == 7
    assert beside(book, Roadmap.state) == words.SOON
    assert beside(book, Roadmap.deadline) == "до 15.12.2023"
    assert beside(book, Roadmap.report) == "Срок перенесён на 22.12.2023 (ОМ-0001, 01.12.2023)"
    for day in days(DUE, date(2023, 12, 22)):
        live(book, day)
    assert told(book, METHODIST) == [DUE, date(2023, 12, 19), date(2023, 12, 22)]


def test_a_later_date_that_is_asked_for_only_stops_reminders() -> None:
    book = reported(report(outcome=words.POSTPONED))
    assert beside(book, Roadmap.due).date() == DUE
    assert beside(book, Roadmap.report) == "Просят перенести на 22.12.2023; решите (ОМ-0001, 01.12.2023)"
    assert reminders(book) == []


def test_a_date_may_be_moved_again() -> None:
    again = report(2, words.POSTPONED, new_deadline="29.12.2023", about="22.12.2023", decision=words.ACCEPT)
    book = reported(report(outcome=words.POSTPONED, about="15.12.2023", decision=words.ACCEPT), again)
    assert beside(book, Roadmap.due).date() == date(2023, 12, 29)


def test_a_later_date_that_passes_is_overdue_and_reaches_the_director() -> None:
    book = reported(report(outcome=words.POSTPONED, decision=words.ACCEPT))
    for day in days(DUE, date(2024, 1, 12)):
        live(book, day)
    assert beside(book, Roadmap.state) == words.OVERDUE
    assert told(book, DIRECTOR) == [date(2024, 1, 9), date(2024, 1, 12)]


def test_a_deadline_that_the_curator_changes_overrules_what_was_agreed() -> None:
    moved = report(outcome=words.POSTPONED, about="15.12.2023", decision=words.ACCEPT)
    book = reported(moved, deadline="до 18.12.2023")
    assert beside(book, Roadmap.due).date() == date(2023, 12, 18)
    pending = reported(report(about="15.12.2023"), deadline="до 18.12.2023")
    assert row(pending)["state"] == words.SET_ASIDE
    assert told(pending, METHODIST) == [DUE]


@pytest.mark.parametrize(("asked", "problem"), [(None, NO_DATE), ("15.12.2023", NOT_LATER), ("01.12.2023", NOT_LATER)])
@pytest.mark.parametrize("decision", [None, words.ACCEPT])
def test_a_date_that_is_none_or_no_later_is_questioned_and_moves_nothing(
    asked: str | None, problem: str, decision: str | None
) -> None:
    book = reported(report(outcome=words.POSTPONED, new_deadline=asked, decision=decision))
    assert row(book)["problems"] == f"{problem}."
    assert row(book)["state"] == words.NEEDS_FIXING
    assert beside(book, Roadmap.due).date() == DUE


# Whatever else comes


def test_the_last_report_counts() -> None:
    book = reported(report(1, words.POSTPONED), report(2))
    assert [row(book, 0)["state"], row(book, 1)["state"]] == [words.SET_ASIDE, words.AWAITS_DECISION]
    assert "ОМ-0002" in beside(book, Roadmap.report)


def test_a_measure_that_is_not_in_the_plan_is_said_beside_the_report() -> None:
    book = reported(report(measure="М-9999"), report(2, measure="=1+1"))
    assert "номера «М-9999» нет" in row(book, 0)["problems"]
    assert row(book, 0)["state"] == row(book, 1)["state"] == words.NEEDS_FIXING
    assert told(book, METHODIST) == [DUE]


def test_a_word_that_is_no_decision_is_questioned_and_decides_nothing() -> None:
    book = reported(report(decision="ладно"))
    assert "значения «ладно» нет в списке" in row(book)["problems"]
    assert beside(book, Roadmap.state) != words.DONE


def test_a_measure_that_the_curator_ticks_needs_no_report() -> None:
    book = organisation(measure(1, "до 15.12.2023", done=True), measurereports=[report()])
    live(book, DUE)
    assert row(book)["state"] == words.SET_ASIDE
    assert pd.isna(beside(book, Roadmap.report))


def test_without_the_tab_of_reports_the_rest_works() -> None:
    book = organisation(measure(1, "до 15.12.2023"))
    without = Book({name: tab for name, tab in book.tabs.items() if name != MeasureReports.name}, book.now, NASTAVNIK)
    deadlines.run(without, DUE)
    remind.run(without, DUE)
    assert told(without, METHODIST) == [date(2023, 11, 20)]


# Rows that wait

BOTH = "Методист, Заведующий отделением"


def rows(book: Book) -> list[tuple[str, str, str, str]]:
    """Occasion, person, standing and state of every row; empty where it has none."""
    names = [MeasureReports.occasion, MeasureReports.person, MeasureReports.standing, MeasureReports.state]
    return list(book[MeasureReports].frame[names].fillna("").itertuples(index=False, name=None))


def answered(book: Book, at: int, **said: Any) -> Book:
    """The book of the next cycle, after the row at this place was answered."""
    table = book[MeasureReports]
    told = {"outcome": words.FINISHED, "proof": "Протокол", **said}
    table.answer(table.index[at], {table.sheet.named(name): value for name, value in told.items()})
    table.set(table.index[at], {MeasureReports.answered: pd.Timestamp(book.today)})
    return book


def test_a_row_waits_for_each_who_is_reminded_and_goes_on_waiting_at_the_next_reminder() -> None:
    book = organisation(measure(1, "до 15.12.2023", BOTH))
    for day in days(date(2023, 12, 8), date(2023, 12, 18)):
        live(book, day)
    assert told(book, METHODIST) == [date(2023, 12, 8), date(2023, 12, 12), DUE, date(2023, 12, 18)]
    assert rows(book) == [
        (f"М-0001/2023-12-15/{person}", person, words.IS_PAST_DUE, "") for person in ("С-0009", "С-0003")
    ]
    assert row(book)["title_of_measure"] == "Мероприятие 1"
    assert pd.isna(row(book)["about"]) and pd.isna(row(book)["problems"])
    assert pd.isna(beside(book, Roadmap.report))
    numbers = re.findall(r"=%D0%9E%D0%9C-(\d+)\)", "".join(letter["text"] for letter in reminders(book)))
    assert numbers == ["0001", "0002"] * 4
    before = book[MeasureReports].version
    live(book, date(2023, 12, 18))
    assert book[MeasureReports].version == before


def test_a_report_is_about_what_the_row_is_about_whose_number_it_carries_or_says_that_there_is_none() -> None:
    known, unknown = (report(n, measure=None, number=f"ОМ-000{row}") for n, row in ((2, 1), (3, 9)))
    book = reported(report(1, words.POSTPONED), known, unknown)
    assert (row(book, 1)["measure"], row(book, 1)["state"]) == ("М-0001", words.AWAITS_DECISION)
    assert "строки «ОМ-0009» нет" in row(book, 2)["problems"]


def test_what_one_reports_the_others_need_not() -> None:
    book = organisation(measure(1, "до 15.12.2023", BOTH))
    live(book, DUE)
    live(answered(book, 1), DUE)
    assert [row[2:] for row in rows(book)] == [(words.IS_NEEDLESS, ""), (words.IS_RECEIVED, words.AWAITS_DECISION)]
    assert row(book, 1)["about"].date() == DUE


def test_after_a_report_that_was_turned_down_other_rows_wait() -> None:
    turned_down = report(decision=words.REJECT, occasion="М-0001/2023-12-15/С-0003", due="15.12.2023")
    other = {"id": "ОМ-0002", "measure": "М-0001", "due": "15.12.2023", "occasion": "М-0001/2023-12-15/С-0009"}
    book = organisation(measure(1, "до 15.12.2023", BOTH), measurereports=[turned_down, {**other, "person": "С-0009"}])
    live(book, DUE)
    assert rows(book) == [
        ("М-0001/2023-12-15/С-0003", "С-0003", words.IS_RECEIVED, words.REJECTED),
        ("М-0001/2023-12-15/С-0009", "С-0009", words.IS_NEEDLESS, ""),
        ("М-0001/2023-12-15/С-0009/ОМ-0001", "С-0009", words.IS_DUE_SOON, ""),
        ("М-0001/2023-12-15/С-0003/ОМ-0001", "С-0003", words.IS_DUE_SOON, ""),
    ]


@pytest.mark.parametrize("changes", [{"done": True}, {"deadline": "до 25.12.2023"}])
def test_no_report_is_needed_of_what_is_done_or_has_another_deadline(changes: dict[str, Any]) -> None:
    waiting = {"id": "ОМ-0001", "measure": "М-0001", "due": "15.12.2023", "occasion": "М-0001/2023-12-15/С-0003"}
    plan = {**measure(1, "до 15.12.2023"), **changes}
    book = organisation(plan, measurereports=[{**waiting, "person": "С-0003"}])
    live(book, date(2023, 12, 1))
    assert [row[2] for row in rows(book)] == [words.IS_NEEDLESS]


def test_nobody_is_reminded_of_a_report_that_the_curator_does_not_need() -> None:
    waiting = {"id": "ОМ-0001", "measure": "М-0001", "due": "15.12.2023", "occasion": "М-0001/2023-12-15/С-0003"}
    excused = {**waiting, "person": "С-0003", "excused": True}
    book = organisation(measure(1, "до 15.12.2023", BOTH), measurereports=[excused])
    live(book, DUE)
    assert {letter["recipient"] for letter in reminders(book)} == {HEAD}
    assert [row[2] for row in rows(book)] == [words.IS_NEEDLESS, words.IS_DUE_SOON]


def test_nothing_waits_where_there_is_no_form_to_report_in() -> None:
    book = organisation(measure(1, "до 15.12.2023"))
    book.state.links.clear()
    live(book, DUE)
    assert told(book, METHODIST) == [DUE]
    assert rows(book) == []
    assert "Сообщить, что выполнено" not in reminders(book)[0]["text"]


# From the letter to the sheet and back


def _link(letter: bytes) -> str:
    """The first link of a letter to the form."""
    body = message_from_bytes(letter, policy=default).get_body(("html",))
    assert body is not None
    return re.search(r'href="([^"]*viewform\?[^"]*)"', body.get_content())[1].replace("&amp;", "&")  # type: ignore[index]


def _reminder(technicum: Organisation, address: str) -> bytes:
    found = [one for one in technicum.letters() if message_from_bytes(one, policy=default)["To"] == address]
    return next(one for one in found if b"text/calendar" in one)


def test_the_link_of_a_reminder_opens_the_form_filled_in_and_leads_to_the_curator(technicum: Organisation) -> None:
    technicum.cycle()
    link = _link(_reminder(technicum, "coordinator@example.com"))
    page = requests.get(technicum.server.url + urlsplit(link).path + "?" + urlsplit(link).query, timeout=30).text
    numbered = re.search(r'value="(ОМ-\d{4})"', page)
    assert numbered is not None
    asked = numbered[1]
    waiting = technicum.row("Отчёты о мероприятиях", asked)
    assert (waiting["Кого спросили"], waiting["Ответ"], waiting["Состояние"]) == ("С-0003", "ждём", None)
    measure = waiting["Номер мероприятия"]
    before, planned = len(technicum.letters()), len(technicum.curator.rows("Отчёты о мероприятиях"))
    technicum.answer(MeasureReport, {"number": asked, "outcome": words.FINISHED, "proof": "Приказ № 5"})
    assert technicum.cycle().changed.keys() >= {"Отчёты о мероприятиях", "Дорожная карта"}
    answered = technicum.row("Отчёты о мероприятиях", asked)
    assert (answered["Состояние"], answered["Ответ"]) == ("ждёт решения", "получен")
    assert len(technicum.curator.rows("Отчёты о мероприятиях")) == planned
    assert "Приказ № 5" in technicum.row("Дорожная карта", measure)["Отчёт"]
    assert technicum.row("Дорожная карта", measure)["Выполнено"] in (False, None)
    assert technicum.cycle().changed == {}
    technicum.cycle(now=technicum.clock.now + timedelta(days=1))
    digests = [str(message_from_bytes(one, policy=default)["Subject"]) for one in technicum.letters()[before:]]
    assert any("Программа наставничества" in subject for subject in digests)
    technicum.curator.type("Отчёты о мероприятиях", {asked: {"Решение": "принять"}})
    technicum.cycle(now=technicum.clock.now + timedelta(days=1))
    assert technicum.row("Дорожная карта", measure)["Состояние"] == "выполнено"
    assert technicum.row("Дорожная карта", measure)["Выполнено"] in (False, None)
