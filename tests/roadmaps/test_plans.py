"""What holds of every plan of the package."""

import re

import pytest

from jobs.papers.kinds import kinds
from jobs.runner.job import all_jobs
from sheets_schema.roadmaps import Roadmap, load, names
from sheets_schema.vocabulary import (
    CANDIDATES_FOUND,
    CONSENTS_GATHERED,
    CURATOR_ORDER_SIGNED,
    EVENTS_HELD,
    MENTEES_ANSWERED,
    MENTEES_GATHERED,
    MENTORING_FORMS,
    MENTORS_ANSWERED,
    MENTORS_CONSENTED,
    MENTORS_GATHERED,
    MENTORS_TRAINED,
    PAIRS_AGREED,
    PAIRS_APPROVED,
    PAIRS_ORDER_SIGNED,
    SUPPORT_OFFERED,
)

PLANS = [load(name) for name in names()]
every_plan = pytest.mark.parametrize("plan", PLANS, ids=names())


@every_plan
def test_every_measure_says_what_is_done(plan: Roadmap) -> None:
    assert [m.number for m in plan.measures if not m.description] == []
    assert len({m.description for m in plan.measures}) == len(plan.measures)


@every_plan
def test_what_is_to_be_done_names_neither_the_organisation_whose_plan_it_was_nor_its_years(plan: Roadmap) -> None:
    whose = re.findall(r"«(.+?)»", plan.organisation.short_name) if plan.organisation else []
    of_the_plan = range(plan.period.start.year, plan.period.end.year + 1) if plan.period else ()
    years = "|".join(map(str, of_the_plan)) or "никогда"
    for measure in plan.measures:
        told = f"{measure.title} {measure.description} {measure.activity} {measure.result}"
        assert not [name for name in whose if name in told]
        assert not re.search(rf"(?<!\.)(?:{years})", told), told  # «от 7.07.2022 № 720» is a document's date


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
    ours = {*all_jobs(), *kinds()}
    assert {served for measure in plan.measures for served in measure.served_by} <= ours


PROVEN = {
    "balakhta": {
        "1.3.2": EVENTS_HELD,
        "1.4.1": EVENTS_HELD,
        "2.1.1": EVENTS_HELD,
        "3.1.1": EVENTS_HELD,
        "4.1.2": MENTORS_TRAINED,
        "5.1.2": EVENTS_HELD,
        "1.2.4": CURATOR_ORDER_SIGNED,
        "1.2.5": PAIRS_ORDER_SIGNED,
        "2.1.2": MENTEES_ANSWERED,
        "2.1.4": CONSENTS_GATHERED,
        "2.1.5": MENTEES_GATHERED,
        "3.1.2": MENTORS_ANSWERED,
        "3.1.3": MENTORS_CONSENTED,
        "3.1.4": MENTORS_GATHERED,
        "5.1.1": CANDIDATES_FOUND,
        "5.2.1": PAIRS_AGREED,
        "5.2.2": PAIRS_ORDER_SIGNED,
    },
    "kineshma": {
        "5.3": SUPPORT_OFFERED,
        "1.2": PAIRS_APPROVED,  # «одним или несколькими приказами»
        "2.1": MENTEES_ANSWERED,  # requests are what the questionnaire asks for
        "2.2": MENTEES_GATHERED,  # nobody without consent counts
        "3.1": MENTORS_ANSWERED,
        "3.2": MENTORS_GATHERED,
        "5.1": PAIRS_AGREED,
    },
    "ktt": {
        "1.4.1": EVENTS_HELD,
        "1.4.2": EVENTS_HELD,
        "1.4.5": EVENTS_HELD,
        "3.1.2": EVENTS_HELD,
        "4.2.2": MENTORS_TRAINED,
        "5.1.2": EVENTS_HELD,
        "5.2.3": SUPPORT_OFFERED,
        "2.1.1": MENTEES_ANSWERED,
        "2.1.2": CONSENTS_GATHERED,
        "2.2.1": MENTEES_GATHERED,  # two halves of one bank, which lacks nobody of either form when it is full
        "2.2.2": MENTEES_GATHERED,
        "3.1.1": MENTORS_ANSWERED,
        "3.2.1": MENTORS_GATHERED,
        "3.2.2": MENTORS_GATHERED,
        "5.1.1": CANDIDATES_FOUND,
        "5.1.4": PAIRS_AGREED,
        "5.2.1": PAIRS_ORDER_SIGNED,
    },
    # Each of these comes round every year: the program says what it sees, and the curator which time it is.
    "kurgan": {"18": EVENTS_HELD, "5": MENTEES_GATHERED, "6": MENTORS_GATHERED, "7": PAIRS_AGREED},
    # Elsewhere this plan wants a report, a protocol or a rule besides, which nobody but people can see.
    "technolyceum": {"2.2": MENTEES_ANSWERED, "5.5": PAIRS_ORDER_SIGNED},
}


@every_plan
def test_a_measure_is_proven_by_what_the_program_sees_only_where_that_is_its_whole_result(plan: Roadmap) -> None:
    assert {m.number: m.proven_by for m in plan.measures if m.proven_by} == PROVEN[plan.code]


@every_plan
def test_a_measure_that_is_proven_by_something_of_ours_is_served_by_it(plan: Roadmap) -> None:
    assert all(m.served_by for m in plan.measures if m.proven_by)
    signed = [m for m in plan.measures if m.proven_by in (PAIRS_ORDER_SIGNED, PAIRS_APPROVED)]
    assert all("order/pairs" in m.served_by for m in signed)


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
