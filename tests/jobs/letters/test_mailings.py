"""The curator writes to many: she sees who gets it, ticks once, and each of them gets one letter."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from automation.documents.letters import letter_parts
from automation.workbook.book import Book
from jobs.letters.mailings import DRAFT, NOT_SENT
from jobs.runner.deciding import decide
from jobs.runner.job import jobs_of
from jobs.runner.sending import may_go_now
from sheets_schema.tabs.letters import Letters
from sheets_schema.tabs.mailings import Mailings
from sheets_schema.vocabulary import FAILED, QUEUED, SENT
from tests.jobs.books import NOW, book, consents
from tests.organisation import Organisation

ROWS: dict[str, Any] = {
    "mentors": [
        {"id": "Н-0001", "full_name": "Орлов Пётр Ильич", "email": "orlov@example.com"},
        {"id": "Н-0002", "full_name": "Гусева Анна Олеговна", "email": "guseva@example.com", "withdrawn": True},
    ],
    "mentees": [
        {"id": "НМ-0001", "full_name": "Лапина Яна Олеговна", "email": "lapina@example.com"},
        {"id": "НМ-0002", "full_name": "Котов Яков Львович", "email": "нет"},
        {"id": "НМ-0003", "full_name": "Фомина Вера Ильинична", "email": "fomina@example.com"},
    ],
    "staff": [
        {"id": "С-0001", "role": "Директор", "full_name": "Дубов Игорь Павлович", "email": "d@example.com"},
        {"id": "С-0002", "role": "Координатор", "full_name": "Дубов Игорь Павлович", "email": "D@example.com"},
    ],
    "orders": [
        {"id": "ПР-0001", "purpose": "order/pairs/2024-1", "number": "7", "dated": "12.01.2024", "signed": True}
    ],
    "pairs": [
        {"id": "П-0001", "mentor": "Н-0001", "mentee": "НМ-0001", "order": "ПР-0001", "official_on": "12.01.2024"}
    ],
}
WRITTEN = {"id": "РС-0001", "to": "все участники", "subject": "Встреча, {имя}", "text": "Добрый день, {Имя}!\n\nЖдём."}


def lived(mailing: dict[str, Any], later: timedelta = timedelta(0), **rows: Any) -> Book:
    one = book({**ROWS, "mailings": [{**WRITTEN, **mailing}], **rows}, now=NOW + later)
    decide(one, jobs_of(["validate", "documents", "states", "mailings"]))
    return one


def told(one: Book) -> dict[str, Any]:
    return dict(one[Mailings].frame.iloc[0])


def addressees(one: Book) -> list[str]:
    return [str(key).split("/")[1] for key in one[Letters][Letters.id]]


def test_before_it_is_ticked_it_says_who_would_get_it_and_nobody_does() -> None:
    one = lived({})
    assert told(one)["reach"] == "Получат: 3\N{NO-BREAK SPACE}человека; ещё 1 не получат: нет адреса или согласия"
    assert (told(one)["standing"], len(one[Letters])) == (DRAFT, 0)


@pytest.mark.parametrize(
    ("to", "numbers", "people"),
    [
        ("все наставники", None, ["Н-0001"]),
        ("все наставляемые", None, ["НМ-0001", "НМ-0003"]),
        ("участники пар", None, ["Н-0001", "НМ-0001"]),
        ("наставляемые без наставника", None, ["НМ-0003"]),
        ("наставники без наставляемых", None, []),
        ("сотрудники", None, ["С-0001"]),
        (None, "нм-0003, С-0002; Н-0002", ["Н-0002", "НМ-0003", "С-0002"]),
        ("наставники в парах", "НМ-0003", ["Н-0001", "НМ-0003"]),
    ],
)
def test_each_of_those_who_are_meant_gets_one_letter(to: str | None, numbers: str | None, people: list[str]) -> None:
    assert addressees(lived({"to": to, "numbers": numbers, "send": True})) == people


def test_a_letter_names_its_reader_and_does_not_obey_what_was_typed() -> None:
    lines = ("Добрый день, {Имя}!", "# Не заголовок", "[не ссылка](http://x.example)", "<b>не жирно</b>")
    one = lived({"send": True, "to": "все наставники", "text": "\n".join(lines)})
    row, name = one[Letters].frame.iloc[0], "Пётр\N{NO-BREAK SPACE}Ильич"
    assert row[Letters.subject] == "Встреча, Пётр Ильич"
    plain, page = letter_parts(str(row[Letters.text]))
    assert plain.startswith("\n\n".join(lines).replace("{Имя}", name))
    assert not [tag for tag in ("<h1>", "<a ", "<b>") if tag in page]
    braces = lived({"send": True, "text": "{{ organisation }}"})
    assert len(braces[Letters]) == 0 and "знает только {имя}" in told(braces)["problems"]


def test_it_goes_once_whatever_becomes_of_its_row_and_of_the_group() -> None:
    one = lived({"send": True})
    assert told(one)["standing"] == "ждёт отправки: 3" and len(one[Letters]) == 3
    letters = [
        {"id": str(key), "recipient": "a@example.com", "text": "Текст", "state": state}
        for key, state in zip(one[Letters][Letters.id], (SENT, FAILED, QUEUED), strict=True)
    ]
    more = [*ROWS["mentors"], {"id": "Н-0009", "full_name": "Зимин Олег Ильич", "email": "zimin@example.com"}]
    later = lived(
        {"send": True, "text": "Другое", "queued_at": "15.01.2024 09:00"},
        timedelta(days=1),
        letters=letters,
        mentors=more,
    )
    assert len(later[Letters]) == 3
    assert told(later)["standing"] == "отправлено 1 из 3, не отправлено 1, ждёт 1"


@pytest.mark.parametrize(
    ("mailing", "why"),
    [
        ({"to": None}, "выберите, кому"),
        ({"to": "все"}, "нет в списке"),
        ({"numbers": "НМ-0777"}, "«НМ-0777» нет"),
        ({"text": None}, "Текст: не заполнено"),
        ({"text": "а" * 901}, "разделите"),
        ({"to": "наставники без наставляемых"}, "некому"),
    ],
)
def test_what_is_wrong_with_it_is_said_and_nothing_goes(mailing: dict[str, Any], why: str) -> None:
    one = lived({"send": True, **mailing})
    assert why.lower() in told(one)["problems"].lower()
    assert (told(one)["standing"], len(one[Letters])) == (NOT_SENT, 0)


def test_whoever_may_not_be_processed_gets_none_even_by_their_number() -> None:
    given = [row for row in consents(ROWS) if row["person"] != "НМ-0003"]
    one = lived({"send": True, "to": "все наставляемые", "numbers": "НМ-0003"}, consents=given)
    assert addressees(one) == ["НМ-0001"]


def test_a_large_mailing_waits_for_leave_and_keeps_no_reminder_waiting() -> None:
    mailing = [
        {"id": f"mailing/НМ-{n:04d}/РС-0001", "recipient": "a@example.com", "text": "Т", "state": QUEUED}
        for n in range(60)
    ]
    reminder = {"id": "reminder/С-0001/2024-01-15", "recipient": "d@example.com", "text": "Т", "state": QUEUED}
    one = book({"letters": [*mailing, reminder]})
    assert one[Letters][Letters.id][may_go_now(one)].tolist() == ["reminder/С-0001/2024-01-15"]


def test_typed_into_the_sheet_it_is_sent_by_the_next_cycle_and_its_row_says_so_at_once(paired: Organisation) -> None:
    row = {"Кому": "участники пар", "Тема": "Встреча", "Текст": "Ждём вас, {имя}."}
    paired.curator.add("Рассылки", [row])
    while paired.cycle().wrote:
        pass
    before = len(paired.letters())
    paired.curator.type("Рассылки", {"РС-0001": {"Отправить": True}})
    assert paired.cycle().letters.kept == 2
    assert paired.curator.rows("Рассылки")[0]["Состояние"] == "отправлено 0 из 2, осталось в почте программы 2"
    assert not paired.cycle().wrote and len(paired.letters()) == before + 2
