"""Who is left without a mentor is told to the psychologist, once and once more; what they talk of is asked nowhere."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from automation.workbook.book import Book
from jobs.runner.deciding import decide
from jobs.runner.job import jobs_of
from sheets_schema.questionnaires.support_offered import SupportOffered
from sheets_schema.tabs.letters import Letters
from sheets_schema.tabs.roadmap import Roadmap
from sheets_schema.tabs.support import Support
from tests.jobs.books import NOW, book
from tests.jobs.runner.test_order_of_jobs import kept

MEASURE = {
    "id": "М-0001",
    "measure": "Помочь",
    "deadline": "январь 2024",
    "proven_by": "оставшимся предложена поддержка",
}
ROWS: dict[str, Any] = {
    "mentors": [{"id": "Н-0001", "full_name": "Орлов Пётр Ильич", "email": "orlov@example.com"}],
    "mentees": [
        {"id": "НМ-0001", "full_name": "Лапина Яна Олеговна", "email": "l@example.com", "answered": "01.12.2023"},
        {
            "id": "НМ-0002",
            "full_name": "Котов Яков Львович",
            "email": "kotov@example.com",
            "phone": "+7 912 345-67-89",
            "answered": "01.12.2023",
        },
    ],
    "staff": [
        {"id": "С-0001", "role": "Педагог-психолог", "full_name": "Зимина Инна Олеговна", "email": "z@example.com"},
        {"id": "С-0002", "role": "Методист", "full_name": "Дубов Игорь Павлович", "email": "d@example.com"},
    ],
    "matches": [
        {"id": "НМ-0001/1", "mentee": "НМ-0001", "mentor": "Н-0001", "state": "принят", "decision": "принять"},
        {"id": "НМ-0002/1", "mentee": "НМ-0002", "state": "нет наставника"},
    ],
    "orders": [
        {"id": "ПР-0001", "purpose": "order/pairs/2023-1", "number": "7", "dated": "12.12.2023", "signed": True}
    ],
    "pairs": [
        {
            "id": "П-0001",
            "mentor": "Н-0001",
            "mentee": "НМ-0001",
            "order": "ПР-0001",
            "agreed_on": "10.12.2023",
            "official_on": "12.12.2023",
        }
    ],
    "roadmap": [MEASURE],
}


def lived(days: int = 0, **rows: Any) -> Book:
    one = book({**ROWS, **rows}, now=NOW + timedelta(days=days))
    one.state.links[SupportOffered.name] = "https://example.com/form/viewform"
    decide(one, jobs_of(("validate", "states", "support", "still_searching", "deadlines")))
    assert not one.notices, one.notices
    return one


def to(one: Book, kind: str = "support") -> list[str]:
    letters = one[Letters].frame
    return letters[Letters.recipient][letters[Letters.id].str.startswith(f"{kind}/")].tolist()


def seen(one: Book) -> tuple[str, str]:
    return one[Roadmap][Roadmap.state].iloc[0], one[Roadmap][Roadmap.seen].iloc[0]


def test_the_psychologist_reads_who_is_left_over_and_how_to_reach_them_once_and_once_more() -> None:
    one = lived()
    assert one[Support][Support.who].tolist() == ["Котов Яков Львович"]
    assert one[Support][Support.specialist].tolist() == ["Зимина Инна Олеговна"]
    assert to(one) == ["z@example.com"]
    text = one[Letters][Letters.text][one[Letters][Letters.recipient] == "z@example.com"].iloc[0]
    assert "Котов Яков Львович" in text and "345" in text and "viewform" in text
    after = kept(lived(1, **kept(one)))
    assert len(after["letters"]) == len(one[Letters])
    reminded = lived(14, **after)
    assert len(to(reminded)) == 2
    assert len(to(lived(30, **kept(reminded)))) == 2


def test_the_mentee_reads_who_can_help_meanwhile() -> None:
    one = lived()
    assert to(one, "searching") == ["kotov@example.com"]
    text = one[Letters][Letters.text][one[Letters][Letters.recipient] == "kotov@example.com"].iloc[0]
    assert "Зимина Инна Олеговна" in text
    without = lived(staff=ROWS["staff"][1:])
    assert "специалист" not in without[Letters][Letters.text].iloc[0]


def test_the_curator_may_assign_somebody_else_and_is_told_where_there_is_nobody() -> None:
    rows = kept(lived())
    rows["support"][0]["assigned"] = "С-0002"
    assert to(lived(14, **rows)) == ["z@example.com", "d@example.com"]
    nobody = lived(staff=ROWS["staff"][1:])
    assert "омочь некому" in nobody[Support][Support.problems].iloc[0]
    assert not to(nobody)


def test_a_measure_on_those_left_over_is_done_when_help_was_offered_to_each() -> None:
    assert seen(lived()) == ("в работе", "помощь предложена: 0 из 1")
    rows = kept(lived())
    rows["support"][0].update(offered="16.01.2024", outcome="согласился")
    assert seen(lived(2, **rows)) == ("выполнено", "помощь предложена: 1 из 1")
    assert lived(2, **rows)[Support][Support.standing].tolist() == ["получен"]


def test_whoever_has_been_given_a_mentor_is_asked_about_no_more() -> None:
    rows = kept(lived())
    rows["matches"][1]["state"] = "предложен"
    assert lived(14, **rows)[Support][Support.standing].tolist() == ["не нужен"]
    assert len(to(lived(14, **rows))) == 1
