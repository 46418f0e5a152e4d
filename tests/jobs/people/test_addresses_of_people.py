"""Addresses in the banks: families share one, some people have none, and nobody is shut out for it."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from automation.workbook.book import Book
from jobs.letters.addressees import reachable
from jobs.letters.correspondence import write
from jobs.pair_life import states
from jobs.people import validate
from jobs.people.identity import same_person
from sheets_schema.tabs.letters import Letters
from sheets_schema.tabs.mentees import Mentees
from sheets_schema.vocabulary import NEEDS_DATA, NO_CONSENT, PERSONAL_DATA, READY
from tests.jobs.books import book

NAMES = ("Ветрова Анна Сергеевна", "Ветров Пётр Сергеевич", "Сухова Инна Олеговна")
MENTEE = {
    "full_name": NAMES[0],
    "email": "vetrova@example.com",
    "occupation": "А-21",
    "form": "педагог–студент",
    "requests": "помощь в учёбе",
}
TODAY = date(2024, 1, 15)


def judged(*addresses: str, names: tuple[str, ...] = NAMES, born: str = "0{}.03.2005") -> Book:
    """Mentees with these addresses, after the check."""
    rows = [
        {**MENTEE, "id": f"НМ-{number:04d}", "full_name": name, "email": address, "born": born.format(number)}
        for number, (name, address) in enumerate(zip(names, addresses, strict=False), 1)
    ]
    one = book({"mentees": rows})
    validate.run(one, TODAY)
    states.run(one, TODAY)
    return one


def said(one: Book) -> list[Any]:
    return one[Mentees][Mentees.problems].tolist()


def test_children_with_one_address_take_part_and_the_curator_is_told() -> None:
    one = judged("mama@example.com", "MAMA@example.com", "inna@example.com")
    assert one[Mentees][Mentees.status].tolist() == [READY, READY, READY]
    first, second, third = said(one)
    assert "Совет: Эл. почта: этот же адрес у НМ-0002; письма обоим приходят на него" in first
    assert "НМ-0001" in second
    assert not isinstance(third, str)


@pytest.mark.parametrize("word", ["нет", "Нет.", "НЕТ", "-", "—", "не имею", "отсутствует"])
def test_who_has_no_address_takes_part_and_is_written_to_by_nobody(word: str) -> None:
    one = judged(word, word, "inna@example.com")
    assert one[Mentees][Mentees.status].tolist() == [READY, READY, READY]
    assert "писем этому человеку программа не шлёт" in said(one)[0]
    written_to = reachable(one[Mentees], one[Mentees][Mentees.id].notna())
    assert [person["email"] for person in written_to] == ["inna@example.com"]
    assert same_person(one)["НМ-0001"] == {"НМ-0001"}


def test_namesakes_without_an_address_are_two_people() -> None:
    one = judged("нет", "нет", names=(NAMES[0], NAMES[0]))
    assert same_person(one)["НМ-0001"] == {"НМ-0001"}


def test_one_person_in_two_rows_is_still_to_be_put_right() -> None:
    names = (NAMES[0], NAMES[0].upper())
    one = judged("anna@example.com", "Anna@example.com", names=names, born="03.03.2005")
    assert one[Mentees][Mentees.status].tolist()[0] == NEEDS_DATA
    assert "Этот человек есть и в строке НМ-0002: решите о нём на листе «Похожие люди»" in said(one)[0]


def test_who_was_born_yesterday_is_asked_for_the_year_and_not_for_a_parent() -> None:
    rows = [{**MENTEE, "id": "НМ-0001", "born": "14.01.2024"}, {**MENTEE, "id": "НМ-0002", "born": "14.01.2010"}]
    one = book({"mentees": rows, "consents": []})
    validate.run(one, TODAY)
    states.run(one, TODAY)
    yesterday, minor = (str(text) for text in one[Mentees][Mentees.problems])
    assert "согласия родителя нет" not in yesterday and "согласия родителя нет" in minor
    agreed = [{"id": f"СГ-{n}", "person": f"НМ-000{n}", "kind": PERSONAL_DATA, "answer": "да"} for n in (1, 2)]
    one = book({"mentees": rows, "consents": agreed})
    validate.run(one, TODAY)
    states.run(one, TODAY)
    assert "14.01.2024 — вряд ли дата рождения; проверьте год" in said(one)[0]
    assert one[Mentees][Mentees.status].tolist() == [NEEDS_DATA, NO_CONSENT]


def test_no_address_at_all_and_one_that_is_none_are_still_asked_for() -> None:
    one = judged("", "где-то", "inna@example.com")
    assert one[Mentees][Mentees.status].tolist() == [NEEDS_DATA, NEEDS_DATA, READY]
    assert "а если его нет — слово «нет»" in said(one)[0]


STAFF = {"role": "Классный руководитель", "email": "boss@example.com"}
LEADER = {**STAFF, "id": "С-0001", "full_name": "Гусева Алла Ильинична", "groups": "А 21; 9 «Б»"}


def through_a_leader(**staff: Any) -> Book:
    """Three pupils without an address: of a group somebody leads, of one with a parent, and of one nobody leads."""
    row: dict[str, Any] = {**MENTEE, "email": "нет", "born": "01.03.2005"}
    rows = [
        {**row, "id": "НМ-0001", "email": None, "occupation": "a-21"},  # in Latin
        {**row, "id": "НМ-0002", "full_name": NAMES[1], "occupation": "9Б", "parent_email": "mama@example.com"},
        {**row, "id": "НМ-0003", "full_name": NAMES[2], "occupation": "Б-11"},
    ]
    one = book({"mentees": rows, "staff": [{**LEADER, **staff}]})
    validate.run(one, TODAY)
    states.run(one, TODAY)
    return one


def test_who_has_no_address_and_no_parents_is_reached_through_whoever_leads_their_group() -> None:
    one = through_a_leader()
    assert one[Mentees][Mentees.status].tolist() == [READY, READY, READY]
    first, second, third = said(one)
    assert first.startswith("Совет: Эл. почта: её нет") and "ведёт его группу (boss@example.com)" in first
    assert "на почту родителя" in second and "не шлёт" in third
    written_to = {person["id"]: person["email"] for person in reachable(one[Mentees], one[Mentees][Mentees.id].notna())}
    assert written_to == {"НМ-0001": "boss@example.com", "НМ-0002": "mama@example.com"}


def test_a_letter_through_whoever_leads_a_group_says_first_to_whom_it_is_to_be_passed_on() -> None:
    one = through_a_leader()
    one.link, one.state.secret = "https://school.example.com/", "secret"
    context = {"recipient": NAMES[0], "organisation": "Колледж", "requests": [], "had_a_mentor": False}
    context |= {"curator": None, "specialist": None, "link": ""}
    for number, to in (("НМ-0001", "boss@example.com"), ("НМ-0002", "mama@example.com")):
        write(one, "still_searching", context, key=f"searching/{number}/{TODAY}", to=to, reasons=[])
    passed_on, own = one[Letters][Letters.text]
    assert passed_on.startswith(f"Передайте, пожалуйста, это письмо: {NAMES[0]} (a-21).")
    assert "Передайте" not in own
    assert "Ваша страница" in own and "Ваша страница" not in passed_on


def test_while_whoever_leads_a_group_is_away_their_stand_in_passes_letters_on() -> None:
    other = {**STAFF, "id": "С-0002", "full_name": "Зимин Олег Ильич", "email": "zimin@example.com"}
    away = {**LEADER, "away_from": "10.01.2024", "stand_in": "С-0002"}
    one = book({"mentees": [{**MENTEE, "id": "НМ-0001", "email": "нет"}], "staff": [away, other]})
    validate.run(one, TODAY)
    assert one[Mentees][Mentees.through].tolist() == ["zimin@example.com"]


def test_who_takes_no_part_or_has_not_consented_is_not_given_advice_besides() -> None:
    row = {**MENTEE, "email": "нет", "born": "01.03.2005"}
    one = book({"mentees": [{**row, "id": "НМ-0001", "withdrawn": True}, {**row, "id": "НМ-0002"}], "consents": []})
    validate.run(one, TODAY)
    out, without_consent = said(one)
    assert not isinstance(out, str)
    assert "Нет согласия" in without_consent and "Совет" not in without_consent


@pytest.mark.parametrize(
    ("row", "greeting"),
    [
        ({"category": "ученик", "form": "педагог–ученик"}, "Пётр"),
        ({"form": "ученик–ученик"}, "Пётр"),
        ({"category": "студент"}, "Ветров Пётр Сергеевич"),
        ({"category": "ученик", "form": "педагог–ученик", "full_name": "Петя 7Б"}, ""),
    ],
)
def test_a_letter_greets_a_pupil_as_a_teacher_would(row: dict[str, Any], greeting: str) -> None:
    one = book({"mentees": [{**MENTEE, "id": "НМ-0001", "full_name": NAMES[1], **row}]})
    people = one[Mentees]
    assert [person["greeting"] for person in reachable(people, people[Mentees.id].notna())] == [greeting]
