"""A plan is one YAML file; a mistake in it gets a clear answer."""

import subprocess
import sys
from datetime import date

import pydantic
import pytest

from jobs.cli.bringing import first_rows
from sheets_schema.roadmaps import Period, RoadmapError, load, names, read
from sheets_schema.tabs.roadmap import Roadmap

PLAN = """
organisation: {name: Школа № 1, short_name: Школа}
title: План
stages:
  - number: 1
    title: Начало
    measures:
      - {number: 1.1.1, title: Первое}
      - {number: 1.1.2, title: Второе, depends_on: [1.1.1]}
"""


def test_every_plan_of_the_package_loads_under_its_name() -> None:
    assert "ktt" in names()
    assert [load(name).code for name in names()] == names()


def test_a_plan_needs_no_more_than_titles_and_numbers() -> None:
    plan = read(PLAN, code="school")
    assert plan.code == "school"
    assert plan.period is None
    assert [measure.number for measure in plan.measures] == ["1.1.1", "1.1.2"]
    assert plan.measures[0].deadline == ""
    assert plan.measures[0].responsible == ()


def test_a_plan_may_say_what_proves_a_measure_and_its_sheet_says_it_too() -> None:
    plan = read(PLAN.replace("title: Первое", "title: Первое, proven_by: приказ о парах подписан"), code="school")
    rows = first_rows(plan).rows[Roadmap]
    assert [row[Roadmap.proven_by] for row in rows] == ["приказ о парах подписан", None]


def test_all_that_a_plan_knows_of_a_measure_stands_in_its_row() -> None:
    first = first_rows(load("kurgan"))
    assert first.settings["each_year"] is True
    rows = {row[Roadmap.number]: row for row in first.rows[Roadmap]}
    assert rows["12"][Roadmap.levels] == ("регион", "муниципалитет")
    assert rows["12"][Roadmap.description].startswith("Учить наставников работе с наставляемыми")
    assert rows["7"][Roadmap.served_by] == "подбор, пары"
    assert (
        rows["4"][Roadmap.served_by]
        == "сбор анкет, проверка, письма, приказ «Об утверждении наставнических пар (групп)»"
    )
    assert rows["1"][Roadmap.served_by] is None
    checkpoints = [
        row[Roadmap.number] for row in first_rows(load("technolyceum")).rows[Roadmap] if row[Roadmap.checkpoint]
    ]
    assert checkpoints == ["1.6", "2.6", "5.6", "6.6"]


def test_a_plan_without_activities_numbers_its_measures_in_fewer_parts() -> None:
    plan = read(PLAN.replace("1.1.1", '"1.1"').replace("1.1.2", '"2"'), code="school")
    assert [measure.number for measure in plan.measures] == ["1.1", "2"]


def test_a_plan_cannot_be_changed_in_memory() -> None:
    with pytest.raises(pydantic.ValidationError):
        read(PLAN, code="school").measures[0].title = "Другое"


@pytest.mark.parametrize("name", ["nothing", "", "../ktt", "ktt.yaml"])
def test_an_unknown_name_is_answered_with_the_known_ones(name: str) -> None:
    with pytest.raises(RoadmapError, match="ktt"):
        load(name)


@pytest.mark.parametrize(
    ("written", "instead", "message"),
    [
        ("title: Первое", "title: ''", "1 → measures → 1.1.1 → title: пусто"),
        (", title: Второе", "", "1.1.2 → title: нет обязательного поля"),
        ("title: Первое", "title: Первое, deadlines: май", "1.1.1 → deadlines: такого поля не бывает"),
        ("title: Первое", "title: Первое, proven_by: всё сделано", "1.1.1 → proven_by: программа не умеет видеть"),
        ("title: Первое", "title: Первое, deadline: 2024", "1.1.1 → deadline: нужен текст"),
        ("title: Первое", "title: Первое, responsible: Директор", "1.1.1 → responsible: нужен список"),
        ("number: 1.1.2", "number: 1.2", "1.2 → number: нужен текст"),
        ("number: 1.1.2", "number: первое", "первое → number: нужен номер вида"),
        ("number: 1.1.2", "number: 1.1.1", "план: повторяются номера мероприятий: 1.1.1"),
        ("number: 1.1.2", "number: 2.1.1", "мероприятие 2.1.1 стоит в этапе 1"),
        ("depends_on: [1.1.1]", "depends_on: [9.9.9]", "1.1.2 зависит от того, чего в плане нет: 9.9.9"),
        ("title: План", "title: План\nperiod: {start: 2024-09-01, end: 2024-01-01}", "период кончается"),
        ("title: План", "title: План\nperiod: {start: 2024-09-01}", "period → end: нет обязательного поля"),
        ("title: План", "title: План\nperiod: {start: 2024-02-31, end: 2024-03-01}", "не YAML"),
        ("title: План", "title: [План", "не YAML"),
        (PLAN, "- просто список", "ожидались поля плана"),
        (PLAN, "", "ожидались поля плана"),
    ],
)
def test_a_mistake_in_the_file_is_named_with_its_place(written: str, instead: str, message: str) -> None:
    with pytest.raises(RoadmapError) as raised:
        read(PLAN.replace(written, instead), code="school")
    assert "«school»" in str(raised.value)
    assert message in str(raised.value)


def test_all_mistakes_are_named_at_once() -> None:
    with pytest.raises(RoadmapError) as raised:
        read(PLAN.replace("title: Первое", "title: ''").replace(", title: Второе", ""), code="school")
    assert str(raised.value).count("\n- ") == 2


def test_a_period_of_one_day_is_a_period() -> None:
    assert Period(date(2024, 1, 1), date(2024, 1, 1)).start == date(2024, 1, 1)


def test_reading_plans_does_not_need_the_engine() -> None:
    """The ground floor imports nothing above it."""
    code = (
        "import sys, sheets_schema.roadmaps; "
        "print([m for m in sys.modules if m.split('.')[0] in ('automation', 'jobs')])"
    )
    assert subprocess.check_output([sys.executable, "-c", code], text=True).strip() == "[]"


FLAT = """
title: План региона
stages:
  - measures:
      - {number: "1", title: Первое, levels: [регион, организация]}
      - {number: "2", title: Второе}
"""


def test_a_plan_without_organisation_and_stages_is_a_plan() -> None:
    plan = read(FLAT, code="region")
    assert plan.organisation is None
    assert [(stage.number, stage.title, stage.heading) for stage in plan.stages] == [(None, "", "")]
    assert plan.measures[0].levels == ("регион", "организация")


def test_a_stage_is_named_to_people_by_number_and_title() -> None:
    assert read(PLAN, code="school").stages[0].heading == "1. Начало"


@pytest.mark.parametrize(
    ("written", "instead", "message"),
    [
        ("- measures", "- number: 1\n    measures", "у этапа должны быть и номер, и название"),
        ("- measures", "- title: Начало\n    measures", "у этапа должны быть и номер, и название"),
        ("stages:", "stages:\n  - {number: 1, title: Начало, measures: []}", "может быть только один на весь план"),
        ("stages:", "stages:\n  - {measures: []}", "может быть только один на весь план"),
        ("регион,", "район,", "1 → levels → 0: такого значения не бывает"),
    ],
)
def test_a_mistake_in_a_plan_without_stages_is_named(written: str, instead: str, message: str) -> None:
    with pytest.raises(RoadmapError) as raised:
        read(FLAT.replace(written, instead), code="region")
    assert message in str(raised.value)
