"""The organisations of the demonstration fit the plans that they play."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from jobs.demo.people import mentees, mentors
from jobs.demo.samples import SAMPLES, Sample
from jobs.demo.stage import SEED
from jobs.demo.year import play
from jobs.runner.configuration import ConfigurationError
from sheets_schema.roadmaps import names
from sheets_schema.roles import roles_in
from sheets_schema.tabs.staff import Staff
from sheets_schema.vocabulary import CURATOR, MENTOR, ROLES

EVERY = pytest.mark.parametrize("sample", SAMPLES.values(), ids=SAMPLES)
DIRECTOR = "Директор"


def test_every_plan_can_be_played() -> None:
    assert sorted({sample.plan for sample in SAMPLES.values()}) == names()


def test_whose_plan_it_was_is_not_said_where_another_organisation_plays_it() -> None:
    school = SAMPLES["school"]
    whose = school.roadmap.organisation
    assert whose and whose.name not in school.first_settings().values()
    assert school.name == school.letterhead["organisation_short"]


@EVERY
def test_the_play_begins_on_a_monday_and_lies_within_the_plan(sample: Sample) -> None:
    assert sample.opens.weekday() == 0
    if period := sample.roadmap.period:
        assert period.start <= sample.opens < sample.ends <= period.end


@EVERY
def test_everybody_whom_the_plan_names_is_there_and_can_be_written_to(sample: Sample) -> None:
    held = {row[Staff.role] for row in sample.staff_rows()}
    named = {role for measure in sample.roadmap.measures for role in roles_in(", ".join(measure.responsible))[0]}
    assert {DIRECTOR, CURATOR} <= held <= set(ROLES)
    assert named - {MENTOR} <= held
    email = Staff.columns["email"]
    assert not [row for row in sample.staff_rows() if email.problem(row[Staff.email])]


@EVERY
def test_what_nobody_gets_round_to_is_in_the_plan_and_due_in_time(sample: Sample) -> None:
    deadlines = {measure.number: measure.deadline for measure in sample.roadmap.measures}
    assert all(deadlines[number] for number in sample.left_undone)


@EVERY
def test_as_many_are_planned_as_come_so_that_what_the_program_watches_is_done_in_the_play(sample: Sample) -> None:
    forms = sample.forms
    come = {
        "mentees_planned": len([one for one in mentees(SEED, cast=sample.cast) if one.form in forms]),
        "mentors_planned": len([one for one in mentors(SEED, cast=sample.cast) if set(one.forms) & forms]),
    }
    for setting, people in come.items():
        assert 0.7 * people <= int(sample.settings[setting]) <= people


def test_the_programmes_are_due_after_the_forms_have_opened() -> None:
    sample = SAMPLES["college"]
    assert sample.first_settings()["programmes_by"] == f"{sample.opens + timedelta(days=25):%d.%m.%Y}" == "15.12.2023"


def test_an_organisation_that_is_not_there_is_said_so_before_anything_is_made(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match=r"Организации «нет» нет\. Есть: college, school, "):
        play(tmp_path / "demo", "нет")
    assert not (tmp_path / "demo").exists()
