"""The plan of the Dolgikh regional technolyceum says what its source says."""

from collections import Counter
from datetime import date

import pytest

from sheets_schema.roadmaps import Measure, Period, load

PLAN = load("technolyceum")


def measure(number: str) -> Measure:
    return next(measure for measure in PLAN.measures if measure.number == number)


def test_there_are_41_measures_in_a_preparatory_stage_and_7_more() -> None:
    assert [stage.number for stage in PLAN.stages] == [0, 1, 2, 3, 4, 5, 6, 7]
    assert [len(stage.measures) for stage in PLAN.stages] == [1, 6, 6, 3, 3, 6, 8, 8]
    assert len(PLAN.measures) == 41


def test_the_numbers_are_those_of_the_source_and_6_8_is_missing_there_too() -> None:
    assert [m.number for m in PLAN.measures] == [
        "0.1",
        *(f"{stage}.{item}" for stage, last in [(1, 6), (2, 6), (3, 3), (4, 3), (5, 6)] for item in range(1, last + 1)),
        *("6.1", "6.2", "6.3", "6.4", "6.5", "6.6", "6.7", "6.9"),
        *(f"7.{item}" for item in range(1, 9)),
    ]


def test_every_deadline_of_the_source_is_there_to_the_letter() -> None:
    assert [(m.number, m.deadline) for m in PLAN.measures] == [
        ("0.1", "Август 2023 г. – май 2026 г."),
        ("1.1", "Сентябрь – октябрь 2023 г."),
        ("1.2", "Сентябрь – октябрь 2023г."),
        ("1.3", "Сентябрь – октябрь 2023 г."),
        ("1.4", "Сентябрь – октябрь 2023 г."),
        ("1.5", "Сентябрь – октябрь 2023 г."),
        ("1.6", "Контрольная точка (далее – КТ) – ноябрь 2023г."),
        ("2.1", "Сентябрь 2022г."),
        ("2.2", "Ноябрь 2023г."),
        ("2.3", "Ноябрь 2023г."),
        ("2.4", "Ноябрь 2023г."),
        ("2.5", "Ноябрь 2023г."),
        ("2.6", "КТ – декабрь 2023г."),
        ("3.1", "Ноябрь – декабрь 2023г., далее – ежемесячно"),
        ("3.2", "Ноябрь – декабрь 2023г."),
        ("3.3", "Ноябрь – декабрь 2023г."),
        ("4.1", "Декабрь 2023г. – январь 2024 г."),
        ("4.2", "Декабрь 2023 г. – январь 2024 г."),
        ("4.3", "2024-2025 учебный год."),
        ("5.1", "Февраль 2024 г."),
        ("5.2", "Февраль 2024 г."),
        ("5.3", "Февраль 2024 г."),
        ("5.4", "Февраль 2024 г."),
        ("5.5", "Август 2024 г."),
        ("5.6", "КТ – август 2024 г."),
        ("6.1", "Сентябрь 2024 г."),
        ("6.2", "Январь 2025 г."),
        ("6.3", "Февраль 2025 г."),
        ("6.4", "Февраль – август 2025 г."),
        ("6.5", "Август 2025 г."),
        ("6.6", "КТ – май 2025 г., далее – ежемесячно"),
        ("6.7", "Февраль – август 2025 г."),
        ("6.9", "Август 2025 г."),
        ("7.1", "Август 2026 г."),
        ("7.2", "Август 2026 г."),
        ("7.3", "Август 2026 г."),
        ("7.4", "Август 2026 г."),
        ("7.5", "Август 2025 г."),
        ("7.6", "Август 2025 г., далее - ежегодно"),
        ("7.7", "Сентябрь 2024г."),
        ("7.8", "Август 2025 г."),
    ]


def test_every_role_of_the_source_is_named_as_it_is_written_there() -> None:
    assert Counter(role for m in PLAN.measures for role in m.responsible) == {
        "Куратор": 33,
        "Рук.кафы": 9,
        "Руководители кафедр": 9,
        "Проектная команда": 7,
        "Наставники": 6,
        "Директор": 5,
        "Рук.каф.": 2,
        "Заместитель директора по учебно-воспитательной работе": 1,
        "Зам.директора": 1,
        "Руководитель кафедры": 1,
        "Руководители кафедры": 1,
        "Педагог-психолог": 1,
        "педагог-психолог": 1,
        "Социальный педагог": 1,
        "Образовательная организация": 1,
        "образовательная организация": 1,
    }


def test_every_measure_names_what_proves_it() -> None:
    assert [m.number for m in PLAN.measures if not m.result] == []


def test_control_points_are_those_that_the_source_calls_so() -> None:
    assert [m.number for m in PLAN.measures if m.checkpoint] == ["1.6", "2.6", "5.6", "6.6"]


def test_the_next_three_years_ask_for_all_but_what_was_built_once() -> None:
    # Studying the model, the rules of rewards, the site, the questionnaires' forms and the report on the trial are
    # done. The regulation holds «до 2026 г.» and the programme «на 3 года»: 1.1 and 1.2 come again.
    assert [m.number for m in PLAN.measures if not m.yearly] == ["0.1", "1.4", "1.5", "3.2", "7.7"]


def test_what_recurs_within_the_plan_goes_on_in_the_next() -> None:
    assert all(m.yearly for m in PLAN.measures if "далее" in m.deadline)


def test_the_header_names_the_technolyceum_and_three_years() -> None:
    assert PLAN.organisation is not None
    assert PLAN.organisation.short_name == "АНОО «Областной технолицей им. В.И. Долгих»"
    assert PLAN.approved is None
    assert PLAN.period == Period(date(2023, 9, 1), date(2026, 8, 31))


@pytest.mark.parametrize(
    ("number", "fact"),
    [
        ("1.1", "действует до конца плана"),
        ("1.2", "на 3 года"),
        ("4.3", "на 36 часов"),
        ("6.4", "не реже одного раза в неделю"),
        ("3.1", "«Чем я могу быть полезен в качестве наставника?»"),
        ("7.5", "«Лучшие практики наставничества»"),
    ],
)
def test_figures_and_names_carry_over(number: str, fact: str) -> None:
    assert fact in f"{measure(number).description} {measure(number).result}"
