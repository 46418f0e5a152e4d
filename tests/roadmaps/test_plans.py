"""What holds of every plan of the package."""

import pytest

import templates
from jobs.runner.job import all_jobs
from sheets_schema.roadmaps import Roadmap, load, names
from sheets_schema.vocabulary import MENTORING_FORMS

PLANS = [load(name) for name in names()]
every_plan = pytest.mark.parametrize("plan", PLANS, ids=names())


@every_plan
def test_every_measure_says_what_is_done(plan: Roadmap) -> None:
    assert [m.number for m in plan.measures if not m.description] == []
    assert len({m.description for m in plan.measures}) == len(plan.measures)


@every_plan
def test_titles_are_short_and_no_two_read_the_same(plan: Roadmap) -> None:
    titles = [measure.title for measure in plan.measures]
    assert len(set(titles)) == len(titles)
    assert [title for title in titles if len(title) > 75 or title.endswith(".")] == []


@every_plan
def test_an_activity_has_one_name_for_all_its_measures(plan: Roadmap) -> None:
    named = {(m.number.rsplit(".", 1)[0], m.activity) for m in plan.measures if m.activity}
    assert len(named) == len({number for number, _ in named})


@every_plan
def test_measures_are_served_only_by_jobs_and_orders_that_there_are(plan: Roadmap) -> None:
    ours = {*all_jobs(), *templates.register()}
    assert {served for measure in plan.measures for served in measure.served_by} <= ours


@every_plan
def test_an_order_is_drawn_up_by_the_job_that_draws_up_documents(plan: Roadmap) -> None:
    for measure in plan.measures:
        assert ("documents" in measure.served_by) == any(served.startswith("order/") for served in measure.served_by)


@every_plan
def test_measures_depend_on_others_and_never_in_a_circle(plan: Roadmap) -> None:
    waits = {measure.number: set(measure.depends_on) for measure in plan.measures}
    while ready := {number for number, before in waits.items() if not before}:
        waits = {number: before - ready for number, before in waits.items() if number not in ready}
    assert waits == {}


@every_plan
def test_forms_of_mentoring_are_those_of_the_vocabulary(plan: Roadmap) -> None:
    named = {form for measure in plan.measures for form in measure.mentoring_forms}
    assert named | set(plan.mentoring_forms) <= set(MENTORING_FORMS)


@every_plan
def test_what_a_merged_cell_gives_is_the_value_of_the_measure_above(plan: Roadmap) -> None:
    for above, current in zip(plan.measures, plan.measures[1:], strict=False):
        for field in current.inherited:
            assert getattr(current, field) == getattr(above, field)
            assert getattr(current, field)
    assert plan.measures[0].inherited == ()


@every_plan
def test_a_checkpoint_is_what_the_deadline_calls_one(plan: Roadmap) -> None:
    for measure in plan.measures:
        assert measure.checkpoint == ("КТ" in measure.deadline)


@every_plan
def test_a_plan_that_is_approved_says_for_whom_and_for_when(plan: Roadmap) -> None:
    assert plan.approved is None or (plan.organisation and plan.period)
