"""The plan of the Kurgan region says what its source says."""

from collections import Counter
from datetime import date

import pytest

from sheets_schema.roadmaps import Measure, Period, load
from sheets_schema.roles import roles_in
from sheets_schema.vocabulary import MENTORS_ASSOCIATION, MUNICIPAL_HEAD, MUNICIPAL_OFFICER

PLAN = load("kurgan")
OFFICER = (
    "Должностное лицо, ответственное за внедрение, организационно-методическое, аналитическое сопровождение, "
    "мониторинг наставничества муниципальном образовании"
)


def measure(number: int) -> Measure:
    return PLAN.measures[number - 1]


def test_there_are_23_measures_numbered_through_without_stages() -> None:
    assert [m.number for m in PLAN.measures] == [str(number) for number in range(1, 24)]
    assert [stage.heading for stage in PLAN.stages] == [""]


def test_the_plan_belongs_to_no_one_organisation_and_lasts_four_years() -> None:
    assert (PLAN.organisation, PLAN.approved) == (None, None)
    assert PLAN.period == Period(date(2022, 1, 1), date(2025, 12, 31))
    assert PLAN.each_year and all(m.yearly for m in PLAN.measures)


def test_every_deadline_of_the_source_is_there_to_the_letter() -> None:
    assert [(m.number, m.deadline) for m in PLAN.measures if m.deadline != "в течение года"] == [
        *((number, "до 9.09.2022") for number in "123"),
        ("4", "до 30.09.2022"),
        *((number, "до 20.09.2022") for number in "56"),
        ("7", "до 23.09.2022"),
        ("8", "до 30.09.2022"),
        ("9", "до 14.10.2022"),
        ("14", "в соответствии с о сроками реализации персонализированных программ наставничества"),
        ("17", "в соответствии с о сроками реализации персонализированных программ наставничества"),
        ("21", "по окончании учебного года"),
        ("22", "по окончании учебного года"),
    ]


def test_every_role_of_the_source_is_named() -> None:
    assert Counter(role for m in PLAN.measures for role in m.responsible) == {
        "Руководители органов местного самоуправления муниципальных образований Курганской области, "
        "осуществляющих управление в сфере образования": 1,
        OFFICER: 7,
        "Руководители образовательных организаций": 2,
        "Кураторы наставнической деятельности в образовательной организации": 6,
        "Наставники образовательных организаций": 3,
        "Институт развития образования и социальных технологий": 7,
        "Департамент образования и науки Курганской области": 4,
        "Ассоциация педагогов-наставников Курганской области": 1,
        "Совет наставников": 1,
    }


def test_titles_with_commas_are_one_role_each() -> None:
    assert roles_in(", ".join(measure(1).responsible)) == ([MUNICIPAL_HEAD], [])
    assert roles_in(", ".join(measure(2).responsible)) == ([MUNICIPAL_OFFICER], [])
    assert MENTORS_ASSOCIATION in roles_in(", ".join(measure(19).responsible))[0]


def test_every_measure_is_for_the_levels_of_those_who_answer_for_it() -> None:
    assert {m.number: m.levels for m in PLAN.measures if len(m.levels) != 1} == {
        "12": ("регион", "муниципалитет"),
        "19": ("регион", "муниципалитет"),
        "20": ("регион", "муниципалитет", "организация"),
    }
    alone = {level: [m.number for m in PLAN.measures if m.levels == (level,)] for level in measure(20).levels}
    assert alone == {
        "регион": ["11", "13", "16", "22", "23"],
        "муниципалитет": ["1", "2", "9", "15", "21"],
        "организация": ["3", "4", "5", "6", "7", "8", "10", "14", "17", "18"],
    }


@pytest.mark.parametrize(
    ("number", "fact"),
    [(2, "7.07.2022 № 720"), (13, "«Наставничество»"), (16, "Ассоциации педагогов-наставников Курганской области")],
)
def test_numbers_and_names_carry_over(number: int, fact: str) -> None:
    assert fact in measure(number).description
