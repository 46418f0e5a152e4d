"""The plan of the Kirov transport technicum says what its source says."""

from collections import Counter
from datetime import date

import pytest

from sheets_schema.roadmaps import Measure, Period, load

PLAN = load("ktt")


def measure(number: str) -> Measure:
    return next(measure for measure in PLAN.measures if measure.number == number)


def test_there_are_45_measures_in_7_stages() -> None:
    assert [stage.number for stage in PLAN.stages] == [1, 2, 3, 4, 5, 6, 7]
    assert [len(stage.measures) for stage in PLAN.stages] == [15, 7, 4, 3, 7, 4, 5]
    assert len(PLAN.measures) == 45


def test_items_are_numbered_as_the_activities_of_the_source_list_them() -> None:
    items = Counter(measure.number.rsplit(".", 1)[0] for measure in PLAN.measures)
    assert items == {
        f"{stage}.{activity}": count
        for stage, counts in enumerate([(3, 3, 4, 5), (5, 2), (2, 2), (1, 2), (4, 3), (3, 1), (3, 2)], 1)
        for activity, count in enumerate(counts, 1)
    }
    for activity, count in items.items():
        numbers = [m.number for m in PLAN.measures if m.number.rsplit(".", 1)[0] == activity]
        assert numbers == [f"{activity}.{item}" for item in range(1, count + 1)]


def test_an_activity_has_one_name_for_all_its_measures() -> None:
    activities = {(m.number.rsplit(".", 1)[0], m.activity) for m in PLAN.measures}
    assert len(activities) == 16
    assert all(name for _, name in activities)


def test_every_deadline_of_the_source_is_there_to_the_letter() -> None:
    assert Counter(measure.deadline for measure in PLAN.measures) == {
        "Ноябрь 2023г.": 32,
        "Декабрь 2023г.": 2,
        "Декабрь 2023 г.": 1,
        "По договоренности": 1,
        "Февраль – апрель 2024г.": 1,
        "Февраль - апрель 2024г.": 1,
        "Май 2024г.": 2,
        "Июнь 2024г.": 3,
        "": 2,
    }


def test_every_empty_cell_of_the_source_stays_empty() -> None:
    assert [m.number for m in PLAN.measures if not m.deadline] == ["3.2.1", "3.2.2"]
    assert [m.number for m in PLAN.measures if not m.responsible] == ["3.2.1", "3.2.2", "4.1.1"]


def test_what_a_merged_cell_gives_is_the_value_of_the_measure_above() -> None:
    above: Measure | None = None
    for current in PLAN.measures:
        for field in current.inherited:
            assert above is not None
            assert above.activity == current.activity
            assert getattr(current, field) == getattr(above, field) != ""
        above = current


def test_measures_that_take_their_deadline_from_a_merged_cell_say_so() -> None:
    assert [m.number for m in PLAN.measures if "deadline" in m.inherited] == [
        *("1.3.4", "1.4.2", "1.4.3", "1.4.4", "1.4.5"),
        *("2.1.3", "2.1.4", "2.1.5"),
        *("5.1.2", "5.1.3", "5.1.4", "5.2.2", "5.2.3"),
        *("7.1.2", "7.2.2"),
    ]


def test_every_role_of_the_source_is_named() -> None:
    assert Counter(role for m in PLAN.measures for role in m.responsible) == {
        "Координатор": 35,
        "Кураторы наставничества": 33,
        "Директор": 3,
        "Заместители директора": 3,
        "Заведующие отделениями автомобильного и железнодорожного транспорта": 3,
        "Методист": 3,
        "Наставник": 2,
    }


@pytest.mark.parametrize("field", ["title", "description", "result"])
def test_every_measure_says_what_is_done_and_what_proves_it(field: str) -> None:
    assert [m.number for m in PLAN.measures if not getattr(m, field)] == []


@pytest.mark.parametrize("field", ["title", "description"])
def test_no_two_measures_read_the_same(field: str) -> None:
    assert len({getattr(m, field) for m in PLAN.measures}) == 45


def test_the_header_is_that_of_the_approved_plan() -> None:
    assert PLAN.organisation is not None
    assert PLAN.organisation.short_name == "ГБОУ СПО ЛНР «КТТ»"
    assert PLAN.organisation.name.endswith("Луганской Народной Республики «Кировский транспортный техникум»")
    assert PLAN.approved is not None
    assert (PLAN.approved.order, PLAN.approved.date) == ("154-У", date(2023, 11, 20))
    assert PLAN.period == Period(date(2023, 9, 1), date(2024, 8, 31))


def test_forms_of_mentoring_are_kept_as_each_place_of_the_source_names_them() -> None:
    assert PLAN.mentoring_forms == ("педагог–студент", "педагог–педагог", "работодатель–студент")
    assert measure("1.2.3").mentoring_forms == ("студент–студент", "педагог–педагог", "работодатель–студент")


@pytest.mark.parametrize(
    ("number", "fact"),
    [
        ("1.1.1", "25.12.2019 № Р-145"),
        ("1.1.2", "№ АЗ-1128/08"),
        ("1.1.2", "№ 657 от 21.12.2021"),
        ("1.3.4", "на учебный год"),
        ("2.1.4", "профстандарту «Педагог»"),
    ],
)
def test_numbers_and_names_of_documents_carry_over(number: str, fact: str) -> None:
    assert fact in measure(number).description


def test_a_new_year_asks_for_all_but_what_was_done_once() -> None:
    # Done once: studying the documents (1.1), the bank of programmes, the coordinator's appointment, the regulation,
    # the materials for mentors. The plan is for one year, so a new one is approved (1.3.4), and an order says how the
    # year is organised (1.3.1); the page on the site (1.4.3) and the questionnaires (6.2.1) are all that this plan has
    # of news and of watching over the pairs.
    assert [m.number for m in PLAN.measures if not m.yearly] == [
        *("1.1.1", "1.1.2", "1.1.3", "1.2.3", "1.3.2", "1.3.3", "4.2.1"),
    ]


def test_the_order_on_pairs_has_the_title_that_the_plan_gives_it() -> None:
    assert measure("5.2.1").result == "Приказ «Об утверждении наставнических пар/групп»"
