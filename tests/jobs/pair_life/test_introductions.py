"""A new pair is introduced to each other, and told when it is official."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

import pytest

from automation.workbook.book import Book
from automation.workbook.cells import serial
from jobs.matching import match
from jobs.pair_life import compatibility, introductions, pairs, states
from jobs.papers import documents
from jobs.people import validate
from sheets_schema.tabs.letters import Letters
from tests.jobs.books import Rows, book
from tests.jobs.mornings import STAFF, morning
from tests.jobs.runner.test_order_of_jobs import kept as as_kept

MONDAY = date(2024, 1, 15)
BORN_A_CHILD = "01.02.2008"
CURATOR = {**STAFF[1], "role": "Куратор наставничества"}


def mentor(number: int = 1, **more: Any) -> dict[str, Any]:
    name = f"Осипов Павел {('Юрьевич', 'Ильич')[number - 1]}"
    return {"id": f"Н-000{number}", "full_name": name, "email": f"mentor{number}@example.com", "capacity": 3, **more}


def mentee(number: int = 1, **more: Any) -> dict[str, Any]:
    name = ("Ветрова Анна Сергеевна", "Котов Яков Ильич", "Юнга Олег Ильич")[number - 1]
    return {"id": f"НМ-000{number}", "full_name": name, "email": f"mentee{number}@example.com", **more}


def accepted(number: int = 1, mentor: int = 1) -> dict[str, Any]:
    people = {"mentee": f"НМ-000{number}", "mentor": f"Н-000{mentor}"}
    return {"id": f"НМ-000{number}/Н-000{mentor}", **people, "decision": "принять"}


def live(one: Book, day: date) -> dict[str, str]:
    """What goes out on that morning: address → text."""
    before = len(one[Letters])
    one.moment = morning(day)
    for job in (validate, match, pairs, documents, states, compatibility, introductions):
        job.run(one, day)
    new = one[Letters].frame.iloc[before:]
    assert new[Letters.id].is_unique
    return {
        row["recipient"]: f"{row['subject']}\n{row['text']}".replace("\u00a0", " ") for row in new.to_dict("records")
    }


def agreed(*people: Mapping[str, Any], matches: Rows = (), **more: Any) -> Book:
    tabs: dict[str, Rows] = {
        "mentors": [one for one in people if one["id"].startswith("Н-")],
        "mentees": [one for one in people if one["id"].startswith("НМ-")],
        "matches": matches or [accepted()],
        "staff": [STAFF[0], CURATOR],
        **more,
    }
    one = book(tabs)
    one.state.links["compatibilityquestionnaire"] = "https://example.com/viewform"
    return one


def test_both_read_who_the_other_is_what_it_is_about_and_by_when_they_meet() -> None:
    requests = "помощь в учёбе, спорт и здоровье"
    letters = live(agreed(mentor(occupation="преподаватель физики"), mentee(requests=requests)), MONDAY)
    assert letters.keys() == {"mentor1@example.com", "mentee1@example.com"}
    to_mentor, to_mentee = letters["mentor1@example.com"], letters["mentee1@example.com"]
    assert to_mentor.startswith("Программа наставничества: познакомьтесь — Ветрова Анна Сергеевна\n")
    assert "Вы помогаете: **Ветрова Анна Сергеевна** (А-21). Номер пары — П-0001." in to_mentor
    assert "С чем нужна помощь: помощь в учёбе, спорт и здоровье." in to_mentor
    assert "Вам помогает: **Осипов Павел Юрьевич** (преподаватель физики)" in to_mentee
    assert "С чем вам помогут: помощь в учёбе." in to_mentee
    for text in letters.values():
        assert "Встретьтесь в первый раз до 22 января 2024 г." in text
        assert "придёт письмо с короткой анкетой" in text and "Когда директор подпишет приказ" in text
        assert "Бережной Олег Ильич" in text


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ({}, "Как связаться: через куратора."),
        ({"shown": "эл. почта"}, "Как связаться: эл. почта mentee1@example.com."),
        ({"shown": "эл. почта, телефон"}, "Как связаться: эл. почта mentee1@example.com, телефон +7 900 000-00-01."),
        ({"shown": "телефон", "messenger": "vetrova"}, "Как связаться: телефон +7 900 000-00-01, vetrova."),
        ({"messenger": "зло.рф"}, r"Как связаться: зло\[.\]рф."),
        ({"shown": "эл. почта", "email": "нет"}, "Как связаться: через куратора."),
        ({"shown": "эл. почта, телефон", "born": BORN_A_CHILD, "messenger": "я"}, "Как связаться: через куратора."),
    ],
)
def test_of_somebodys_contacts_only_those_are_told_that_they_agreed_to_show(said: dict[str, Any], told: str) -> None:
    text = live(agreed(mentor(), mentee(phone="+7 900 000-00-01", **said)), MONDAY)["mentor1@example.com"]
    assert told in text
    assert ("Первый шаг за вами" in text) == ("через куратора" not in told)
    assert ("Договориться поможет куратор" in text) == ("через куратора" in told)


def test_a_minor_is_reached_and_reaches_through_the_curator_and_shows_the_letter_at_home() -> None:
    letters = live(agreed(mentor(shown="эл. почта"), mentee(born=BORN_A_CHILD, shown="эл. почта")), MONDAY)
    assert all("через куратора" in text and "эл. почта" not in text for text in letters.values())
    assert "Покажите это письмо родителям" in letters["mentee1@example.com"]
    assert "родителям" not in letters["mentor1@example.com"]


def test_a_mentor_of_several_reads_of_all_of_one_day_in_one_letter_and_later_only_of_whom_is_new() -> None:
    people = [mentor(), mentee(1), mentee(2), mentee(3)]
    one = agreed(*people, matches=[accepted(1), accepted(2)])
    first = live(one, MONDAY)
    assert len(first) == 3 and "познакомьтесь — ваши наставляемые" in first["mentor1@example.com"]
    assert all(name in first["mentor1@example.com"] for name in ("Ветрова Анна", "Котов Яков"))

    kept = {tab: rows for tab, rows in as_kept(one).items() if tab in ("pairs", "letters")}
    more = agreed(*people, matches=[accepted(1), accepted(2), accepted(3)], **kept)
    assert live(more, MONDAY) == {}
    later = live(more, MONDAY + timedelta(days=1))
    assert later.keys() == {"mentor1@example.com", "mentee3@example.com"}
    assert "Юнга Олег" in later["mentor1@example.com"] and "Ветрова" not in later["mentor1@example.com"]


def signed(day: date = MONDAY) -> dict[str, Any]:
    return {"id": "ПР-0001", "purpose": "order/pairs/2023-1", "number": "161-У", "dated": serial(day), "signed": True}


PAIR = {
    "id": "П-0001",
    "mentee": "НМ-0001",
    "mentee_name": "Ветрова Анна Сергеевна",
    "mentor": "Н-0001",
    "mentor_name": "Осипов Павел Юрьевич",
    "direction": "помощь в учёбе",
    "order": "ПР-0001",
}


def test_when_the_order_is_signed_both_read_it_once_with_number_and_day() -> None:
    pair = {**PAIR, "agreed_on": serial(MONDAY - timedelta(days=3))}
    known = [
        {"id": f"introduction/{who}/2024-01-12", "reasons": f"introduction/П-0001/{who}"}
        for who in ("Н-0001", "НМ-0001")
    ]
    one = agreed(mentor(), mentee(), pairs=[pair], orders=[signed()], letters=known)
    letters = live(one, MONDAY)
    assert len(letters) == 2
    assert all("приказ № 161-У от 15 января 2024 г." in text and "официальная" in text for text in letters.values())
    assert live(one, MONDAY + timedelta(days=1)) == {}


def test_of_a_later_pair_the_question_about_the_meeting_says_that_it_is_official() -> None:
    agreed_on = MONDAY - timedelta(days=3)
    pair = {**PAIR, "agreed_on": serial(agreed_on)}
    both = ("Н-0001", "НМ-0001")
    reasons = "introduction/П-0001/{0}\nofficial/П-0009/{0}"
    known = [{"id": f"introduction/{who}/2024-01-12", "reasons": reasons.format(who)} for who in both]
    one = agreed(mentor(), mentee(), pairs=[pair], orders=[signed()], letters=known)
    assert live(one, MONDAY) == {}
    letters = live(one, MONDAY + timedelta(days=4))
    assert len(letters) == 2
    assert all(
        "(пара П-0001). Пара утверждена приказом № 161-У от 15 января 2024 г. Если" in text for text in letters.values()
    )
    silent = agreed(mentor(), mentee(), pairs=[pair], orders=[signed()], letters=known)
    silent.state.links.clear()
    assert all("официальная" in text for text in live(silent, MONDAY).values()) and len(silent[Letters]) == 4


def test_whoever_is_introduced_after_the_order_reads_both_in_one_letter() -> None:
    pair = {**PAIR, "agreed_on": serial(MONDAY)}
    one = agreed(mentor(), mentee(), pairs=[pair], orders=[signed()])
    letters = live(one, MONDAY)
    assert len(letters) == 2 and all("утверждена приказом № 161-У" in text for text in letters.values())
    assert not any("Когда директор подпишет" in text for text in letters.values())
    assert live(one, MONDAY + timedelta(days=1)) == {}


@pytest.mark.parametrize(
    "change",
    [
        {"mentors": [mentor(withdrawn=True)]},
        {"mentees": [mentee(withdrawn=True)]},
        {"pairs": [{**PAIR, "agreed_on": serial(MONDAY), "order": None, "ended_on": serial(MONDAY)}]},
        {"pairs": [{**PAIR, "agreed_on": serial(MONDAY - timedelta(days=40)), "order": None}]},
        {"matches": [{**accepted(), "decision": "отклонить"}]},
    ],
)
def test_nobody_is_introduced_who_takes_no_part_or_whose_pair_is_over_or_old(change: dict[str, Any]) -> None:
    pair = {**PAIR, "agreed_on": serial(MONDAY), "order": None}
    one = agreed(mentor(), mentee(), **({"pairs": [pair]} | change))
    assert live(one, MONDAY) == {}


def test_nobody_is_introduced_on_a_day_off_or_after_they_were_asked_about_their_meeting() -> None:
    assert live(agreed(mentor(), mentee()), date(2024, 1, 20)) == {}
    old = {**PAIR, "agreed_on": serial(MONDAY - timedelta(days=8)), "order": None}
    assert all(
        "расскажите о первой встрече" in text for text in live(agreed(mentor(), mentee(), pairs=[old]), MONDAY).values()
    )


def test_whoever_has_no_address_is_introduced_to_the_other_all_the_same() -> None:
    letters = live(agreed(mentor(), mentee(email="нет")), MONDAY)
    assert letters.keys() == {"mentor1@example.com"}
