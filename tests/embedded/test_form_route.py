"""The way through a form's sections, for any form and any answers."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from automation.embedded.forms import items
from automation.embedded.forms.fields import OTHER, Fields, field_name
from automation.embedded.forms.route import Route, branches, is_last, route
from automation.embedded.forms.walk import Stop, backward, finish, forward

Json = dict[str, Any]

_LEADS: tuple[Json, ...] = (
    {},
    {"goToAction": "NEXT_SECTION"},
    {"goToAction": "RESTART_FORM"},
    {"goToAction": "SUBMIT_FORM"},
)


def section_id(number: int) -> str:
    return f"a{number:03x}"


def asked(id_: str, *leads: Json, required: bool = False) -> Json:
    """A question whose options «0», «1», … lead as given."""
    options = [{"value": str(number), **lead} for number, lead in enumerate(leads)]
    question = {"questionId": id_, "required": required, "choiceQuestion": {"type": "RADIO", "options": options}}
    return {"itemId": f"b{id_}", "questionItem": {"question": question}}


def form_of(*sections: list[Json]) -> Json:
    """A form of these sections, each a list of items."""
    found: list[Json] = []
    for number, section in enumerate(sections):
        if number:
            found.append({"itemId": section_id(number), "pageBreakItem": {}})
        found += section
    return {"items": found, "settings": {}}


def answered(**chosen: str) -> Fields:
    return {field_name({"questionId": id_.removeprefix("q")}): [value] for id_, value in chosen.items()}


@st.composite
def forms(draw: st.DrawFn) -> Json:
    count = draw(st.integers(1, 5))
    targets = [{"goToSectionId": section_id(number)} for number in range(1, count)]
    leads = st.lists(st.sampled_from([*_LEADS, *targets]), min_size=1, max_size=4)
    sections = []
    for number in range(count):
        questions = draw(st.integers(0, 2))
        sections.append(
            [asked(f"{number + 1}{each}", *draw(leads), required=draw(st.booleans())) for each in range(questions)]
        )
    return form_of(*sections)


@st.composite
def forms_and_answers(draw: st.DrawFn) -> tuple[Json, Fields]:
    form = draw(forms())
    values = st.lists(st.sampled_from(["0", "1", "2", "3", OTHER, "иное"]), max_size=2)
    return form, {field_name(question): draw(values) for _, question in items.questions(form)}


@given(forms_and_answers())
def test_a_way_begins_at_the_beginning_shows_no_section_twice_and_ends(drawn: tuple[Json, Fields]) -> None:
    form, fields = drawn
    way = route(form, fields)
    assert way.sections[0] == 0
    assert len(set(way.sections)) == len(way.sections)
    assert set(way.sections) <= set(range(len(items.sections(form))))
    assert way.returns_to is None or way.returns_to in way.sections


@given(forms_and_answers())
def test_answers_outside_the_sections_shown_do_not_change_the_way(drawn: tuple[Json, Fields]) -> None:
    form, fields = drawn
    way = route(form, fields)
    shown = [item for number in way.sections for item in items.sections(form)[number][1]]
    names = {field_name(question) for item in shown for question in items.questions_of(item)}
    assert route(form, {name: values for name, values in fields.items() if name in names}) == way


@given(forms_and_answers())
def test_a_section_said_to_be_the_last_always_is(drawn: tuple[Json, Fields]) -> None:
    form, fields = drawn
    way = route(form, fields)
    for number in way.sections:
        # What must be answered is held against the form before anybody goes on.
        if is_last(form, number) and not forward(form, fields, number).problems:
            assert way.sections[-1] == number
            assert way.returns_to is None


@given(forms_and_answers())
def test_without_branches_every_section_is_shown_in_order(drawn: tuple[Json, Fields]) -> None:
    form, fields = drawn
    if not branches(form):
        assert route(form, fields) == Route(tuple(range(len(items.sections(form)))))


@given(forms_and_answers(), st.integers(0, 6))
def test_back_undoes_forward(drawn: tuple[Json, Fields], number: int) -> None:
    form, fields = drawn
    stop = forward(form, fields, number)
    if number in route(form, fields).sections and not stop.problems and not stop.notice:
        assert backward(form, fields, stop.section) == Stop(number)


@given(forms_and_answers())
def test_what_is_sent_at_once_is_what_is_sent_step_by_step(drawn: tuple[Json, Fields]) -> None:
    form, fields = drawn
    number, count = 0, len(items.sections(form))
    for _ in range(count):
        stop = forward(form, fields, number)
        if stop.problems or stop.notice or stop.section == count:
            break
        number = stop.section
    outcome = finish(form, fields)
    if stop.section == count:
        assert not isinstance(outcome, Stop)
        allowed = {
            question["questionId"]
            for each in route(form, fields).sections
            for item in items.sections(form)[each][1]
            for question in items.questions_of(item)
        }
        assert set(outcome.answers) <= allowed
    else:
        assert outcome == stop


def test_the_last_option_on_a_page_that_leads_anywhere_decides() -> None:
    to_third = {"goToSectionId": section_id(2)}
    form = form_of([asked("1", to_third), asked("2", {"goToAction": "NEXT_SECTION"}, {})], [], [])
    assert route(form, answered(q1="0")).sections == (0, 2)
    assert route(form, answered(q1="0", q2="0")).sections == (0, 1, 2)
    assert route(form, answered(q1="0", q2="1")).sections == (0, 2)


def test_nothing_leads_from_the_last_page_but_the_end() -> None:
    form = form_of([asked("1", {"goToAction": "RESTART_FORM"})])
    assert route(form, answered(q1="0")) == Route((0,))
    assert is_last(form, 0)


def test_one_s_own_answer_may_lead_somewhere_too() -> None:
    first = asked("1", {})
    own = {"isOther": True, "goToAction": "SUBMIT_FORM"}
    first["questionItem"]["question"]["choiceQuestion"]["options"].append(own)
    form = form_of([first], [], [])
    assert route(form, answered(q1=OTHER)).sections == (0,)


@pytest.mark.parametrize(("lead", "back"), [({"goToAction": "RESTART_FORM"}, 0), ({"goToSectionId": "a001"}, 1)])
def test_an_answer_that_leads_back_stops_the_way_there(lead: Json, back: int) -> None:
    form = form_of([], [asked("1", lead)], [])
    way = route(form, answered(q1="0"))
    assert (way.sections, way.returns_to) == ((0, 1), back)
    outcome = finish(form, answered(q1="0"))
    assert isinstance(outcome, Stop)
    assert outcome.section == back


def test_an_option_that_leads_to_a_section_taken_away_leads_to_the_next() -> None:
    form = form_of([asked("1", {"goToSectionId": "dead"})], [])
    assert route(form, answered(q1="0")).sections == (0, 1)


def test_a_claim_to_stand_where_the_answers_do_not_lead_begins_anew() -> None:
    form = form_of([asked("1", {"goToAction": "SUBMIT_FORM"})], [], [])
    stop = forward(form, answered(q1="0"), 2)
    assert stop.section == 0
    assert "изменилась" in stop.notice
