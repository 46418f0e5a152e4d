"""The plan of the Balakhta agrarian technicum says what its source says."""

from collections import Counter
from datetime import date

import pytest

from sheets_schema.roadmaps import Measure, Period, load

PLAN = load("balakhta")


def measure(number: str) -> Measure:
    return next(measure for measure in PLAN.measures if measure.number == number)


def test_there_are_44_measures_in_8_stages() -> None:
    assert [stage.number for stage in PLAN.stages] == [1, 2, 3, 4, 5, 6, 7, 8]
    assert [len(stage.measures) for stage in PLAN.stages] == [17, 5, 4, 2, 6, 4, 3, 3]
    assert len(PLAN.measures) == 44


def test_items_are_numbered_as_the_activities_of_the_source_list_them() -> None:
    items = Counter(measure.number.rsplit(".", 1)[0] for measure in PLAN.measures)
    activities = ["1.1", "1.2", "1.3", "1.4", "2.1", "3.1", "4.1", "5.1", "5.2", "6.1", "7", "8.1"]
    assert items == dict(zip(activities, [4, 7, 3, 3, 5, 4, 2, 2, 4, 4, 3, 3], strict=True))
    for activity, count in items.items():
        numbers = [m.number for m in PLAN.measures if m.number.rsplit(".", 1)[0] == activity]
        assert numbers == [f"{activity}.{item}" for item in range(1, count + 1)]


def test_only_the_stage_on_rewards_has_no_activity() -> None:
    assert [m.number for m in PLAN.measures if not m.activity] == ["7.1", "7.2", "7.3"]


def test_the_source_has_neither_deadlines_nor_anybody_responsible() -> None:
    assert [m.number for m in PLAN.measures if m.deadline or m.responsible] == []


def test_the_header_is_that_of_the_approved_plan() -> None:
    assert PLAN.organisation is not None
    assert PLAN.organisation.short_name == "КГБПОУ «Балахтинский аграрный техникум»"
    assert PLAN.approved is not None
    assert (PLAN.approved.order, PLAN.approved.date) == ("237", date(2024, 8, 30))
    assert PLAN.period == Period(date(2024, 9, 1), date(2025, 8, 31))


def test_a_new_year_asks_for_all_but_what_was_done_once() -> None:
    # Done once: studying the documents (1.1), both regulations and the order on the first, the curator's appointment,
    # the bank of programmes, the section of the site (8.1.1 keeps it up). The plan is for one year: 1.2.3 comes again.
    assert [m.number for m in PLAN.measures if not m.yearly] == [
        *("1.1.1", "1.1.2", "1.1.3", "1.1.4"),
        *("1.2.1", "1.2.2", "1.2.4", "1.2.7", "1.3.3", "1.4.2"),
    ]


def test_the_order_on_pairs_is_asked_for_twice_as_in_the_source() -> None:
    assert [m.number for m in PLAN.measures if "order/pairs" in m.served_by] == ["1.2.5", "5.2.2"]
    assert measure("5.2.2").result == "Приказ «О закреплении наставнических пар/групп»"


@pytest.mark.parametrize(
    ("number", "fact"),
    [
        ("1.1.1", "25.12.2019 № Р-145"),
        ("1.1.2", "30.11.2020 № 590-11-03"),
        ("1.1.3", "21.12.2021 № АЗ-1128/08"),
        ("7.3", "«Лучшие практики наставничества»"),
    ],
)
def test_numbers_and_names_of_documents_carry_over(number: str, fact: str) -> None:
    assert fact in measure(number).description
