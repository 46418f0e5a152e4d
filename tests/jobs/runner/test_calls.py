"""A cycle costs a constant number of calls, whatever the number of rows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import timedelta

from jobs.demo.people import MenteeAnswers, mentees, mentors
from sheets_schema.tabs.mentees import Mentees
from sheets_schema.tabs.mentors import Mentors
from tests.organisation import MONDAY, Organisation

MAIL = "почта: запись"


def _type_in(technicum: Organisation, asking: int, offering: int) -> None:
    """People with consents on paper, typed in by the curator, so that no form's page is needed for thousands."""
    people = [one for one in mentees(7, asking) if one.flaw is None]
    tutors = [one for one in mentors(7, offering) if one.flaw is None]
    for tab, sheet, prefix, those in (
        ("Банк наставляемых", Mentees, "НМ", people),
        ("Банк наставников", Mentors, "Н", tutors),
    ):
        titles = {name: column.title for name, column in sheet.columns.items()}
        rows = [
            {"№": f"{prefix}-{n:04d}", **{titles[name]: _cell(value) for name, value in one.values.items()}}
            for n, one in enumerate(those, 1)
        ]
        technicum.curator.add(tab, rows)
    technicum.curator.add("Согласия", [*_consents("НМ", people), *_consents("Н", tutors)])


def _cell(value: object) -> object:
    if isinstance(value, tuple):
        return ", ".join(value)
    return f"{value:%d.%m.%Y}" if hasattr(value, "year") else f"'{value}"


def _consents(prefix: str, people: Sequence[object]) -> list[dict[str, str]]:
    kinds = ["персональные данные", "дополнительные обязанности", "согласие родителя"]
    return [
        {"Номер участника": f"{prefix}-{n:04d}", "На что": kind, "Ответ": "да", "Дата": "20.11.2023"}
        for n, one in enumerate(people, 1)
        for kind in kinds[:: 2 if isinstance(one, MenteeAnswers) else 1]
    ]


def _calls(technicum: Organisation, asking: int, offering: int) -> Counter[str]:
    _type_in(technicum, asking, offering)
    report = technicum.cycle()
    assert report.changed["Подбор"] > asking // 2
    assert report.letters.kept == report.calls[MAIL] > 0
    return Counter({kind: count for kind, count in report.calls.items() if kind != MAIL})


def test_a_cycle_makes_the_same_calls_for_60_and_for_2000_mentees(
    technicum: Organisation, another_technicum: Organisation
) -> None:
    few = _calls(technicum, 60, 24)
    many = _calls(another_technicum, 2000, 700)
    assert few == many
    assert few.total() <= 8 + 1


def test_a_cycle_that_draws_up_a_report_makes_the_same_calls_for_45_and_for_300_measures(
    technicum: Organisation, another_technicum: Organisation
) -> None:
    titles = ("Мероприятие", "Срок", "Этап")
    rows = [dict(zip(titles, (f"Мероприятие {n}", "Май 2024 г.", f"Этап {n % 9}"), strict=True)) for n in range(255)]
    another_technicum.curator.add("Дорожная карта", rows)
    calls = []
    for one in (technicum, another_technicum):
        one.curator.type("Настройки", {"send_letters": {"Значение": False}}, key="Код")
        one.cycle()
        report = one.cycle(now=MONDAY + timedelta(days=11))
        assert report.documents == ["report/roadmap/2023-11"]
        calls.append(report.calls)
    assert calls[0] == calls[1]
    assert calls[0].total() <= 8 + 1 + 1


def test_a_cycle_that_draws_up_an_order_stays_within_eight_calls_and_one_each(technicum: Organisation) -> None:
    _type_in(technicum, 60, 24)
    technicum.cycle()
    proposed = [row["№"] for row in technicum.curator.rows("Подбор") if row["Состояние"] == "предложен"]
    technicum.curator.type("Подбор", {number: {"Решение": "принять"} for number in proposed})
    report = technicum.cycle()
    # The order, and the report on the matching that it comes from.
    assert report.documents == ["order/pairs/2023-1", "report/matching/2023-1"]
    assert report.calls.total() <= 8 + 1 + len(report.documents) + report.letters.kept
