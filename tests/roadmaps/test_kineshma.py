"""The model plan of the Kineshma polytechnic college says what its source says."""

import pytest

from sheets_schema.roadmaps import Measure, load

PLAN = load("kineshma")


def measure(number: str) -> Measure:
    return next(measure for measure in PLAN.measures if measure.number == number)


def test_there_are_16_measures_in_7_stages() -> None:
    assert [stage.number for stage in PLAN.stages] == [1, 2, 3, 4, 5, 6, 7]
    assert [len(stage.measures) for stage in PLAN.stages] == [3, 2, 2, 2, 4, 2, 1]
    assert len(PLAN.measures) == 16


def test_items_are_numbered_within_their_stage() -> None:
    for stage in PLAN.stages:
        assert [m.number for m in stage.measures] == [
            f"{stage.number}.{item + 1}" for item in range(len(stage.measures))
        ]


def test_the_source_has_neither_deadlines_nor_anybody_responsible() -> None:
    assert [m.number for m in PLAN.measures if m.deadline or m.responsible] == []


def test_a_model_plan_has_no_order_and_no_year() -> None:
    assert PLAN.organisation is not None
    assert PLAN.organisation.short_name == "ОБГ ПОУ «Кинешемский политехнический колледж»"
    assert (PLAN.approved, PLAN.period, PLAN.mentoring_forms) == (None, None, ())


def test_only_the_regulation_is_approved_once_and_for_all() -> None:
    assert [m.number for m in PLAN.measures if not m.yearly] == ["1.1"]


def test_the_order_on_pairs_stands_before_the_pairs_as_in_the_source() -> None:
    assert measure("1.2").depends_on == ("5.1",)
    assert "order/pairs" in measure("1.2").served_by


@pytest.mark.parametrize(
    ("number", "fact"),
    [("1.1", "«Об утверждении Положения о системе наставничества»"), ("1.2", "Приказ (приказы)")],
)
def test_names_of_documents_carry_over(number: str, fact: str) -> None:
    assert fact in measure(number).result
