"""A deadline that is relative to something gets its dates where it is certain from what it is counted."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from automation.roadmaps import ABOUT_PAIRS, Entry, findings, plan_in, plan_of
from automation.roadmaps.entry import Sight
from sheets_schema.roadmaps import load, names
from tests.roadmaps.test_checks import YEAR, frame

SIGNED = date(2023, 11, 20)


def entries(*rows: Mapping[str, Any], **known: Any) -> list[Entry]:
    return list(plan_in(frame(*map(dict, rows)), period=YEAR, **known).entries)


def dates(entry: Entry) -> tuple[str, str]:
    """First and last day."""
    start, due = entry.deadline.start, entry.deadline.due
    return f"{start}" if start else "", f"{due}" if due else ""


def said(*rows: Mapping[str, Any], **known: Any) -> list[str]:
    """What is said of the last row's deadline."""
    plan = plan_in(frame(*map(dict, rows)), period=YEAR, **known)
    return [one.sentence for one in findings(plan) if one.row == plan.entries[-1].row]


BEFORE = {"number": "2.1", "measure": "Провести педагогический совет", "deadline": "до 15.11.2023"}


@pytest.mark.parametrize(
    ("deadline", "start", "due"),
    [
        ("в течение месяца после п. 2.1", "2023-11-15", "2023-12-15"),
        ("не позднее 10 рабочих дней со дня выполнения пункта 2.1", "2023-11-15", "2023-11-29"),
        ("через 5 дней после мероприятия № 2.1", "2023-11-15", "2023-11-20"),
        ("за 3 дня до п. 2.1 плана", "", "2023-11-12"),
        ("за 3 рабочих дня до п. 2.1", "", "2023-11-10"),
        ("до п. 2.1", "", "2023-11-15"),
        ("после п. 2.1", "2023-11-15", ""),
        ("по завершении п. 2.1", "2023-11-15", ""),
    ],
)
def test_a_measure_named_by_its_number_stands_for_its_last_day(deadline: str, start: str, due: str) -> None:
    *_, one = entries(BEFORE, {"number": "2.2", "deadline": deadline})
    assert dates(one) == (start, due)


@pytest.mark.parametrize(
    "deadline", ["согласно п. 2.1", "при выполнении п. 2.1", "в соответствии с п. 2.1", "по мере выполнения п. 2.1"]
)
def test_a_number_without_before_or_after_says_no_day(deadline: str) -> None:
    *_, one = entries(BEFORE, {"number": "2.2", "deadline": deadline})
    assert dates(one) == ("", "")


def test_a_measure_stands_for_the_day_on_which_it_was_done_where_that_is_known() -> None:
    rows = BEFORE, {"number": "2.2", "deadline": "в течение недели после п. 2.1"}
    *_, one = entries(*rows, day_of=lambda entry: SIGNED if entry.number == (2, 1) else entry.deadline.due)
    assert dates(one) == ("2023-11-20", "2023-11-27")


def test_one_may_be_counted_from_another_that_is_counted_from_a_third_in_any_order() -> None:
    rows = [
        {"number": "2.3", "deadline": "в течение 2 дней после п. 2.2"},
        {"number": "2.2", "deadline": "в течение недели после п. 2.1"},
        BEFORE,
    ]
    assert [dates(one)[1] for one in entries(*rows)] == ["2023-11-24", "2023-11-22", "2023-11-15"]


@pytest.mark.parametrize(
    "deadline",
    ["в течение недели после педагогического совета", "не позднее 7 дней со дня проведения педсовета"],
)
def test_the_only_measure_that_it_comes_after_is_what_it_is_counted_from(deadline: str) -> None:
    *_, one = entries(BEFORE, {"number": "2.2", "deadline": deadline, "depends_on": "2.1"})
    assert dates(one) == ("2023-11-15", "2023-11-22")


def test_the_curator_is_told_from_what_it_is_counted_when_the_words_are_others() -> None:
    after = {"number": "2.2", "deadline": "в течение недели после аттестации", "depends_on": "2.1"}
    assert said(BEFORE, after) == [
        "Срок: считается от пункта 2.1 (15.11.2023), другого в «После пунктов» нет; "
        "если речь о другом, назовите номер пункта или день"
    ]


@pytest.mark.parametrize(
    ("deadline", "depends_on"),
    [
        ("в течение недели после педсовета", ""),
        ("в течение недели после педсовета", "2.1, 1.1"),
        ("за неделю до педсовета", "2.1"),
        ("до педсовета", "2.1"),
        ("по мере необходимости", "2.1"),
        ("в соответствии с графиком", "2.1"),
        ("после п. 2.1 и п. 1.1", "2.1, 1.1"),
        ("после п. 2.1 Положения", ""),
        ("в течение недели после приказа № 2", ""),
    ],
)
def test_where_nothing_is_certain_it_has_no_day_and_the_curator_is_told_what_to_write(
    deadline: str, depends_on: str
) -> None:
    rows = {"number": "1.1"}, BEFORE, {"number": "2.2", "deadline": deadline, "depends_on": depends_on}
    *_, one = entries(*rows)
    assert dates(one) == ("", "")
    assert said(*rows) == [
        f"Срок: «{deadline}» — какой это день, программа не знает и не напомнит; "
        "назовите пункт («после п. 2.1») или впишите день"
    ]


@pytest.mark.parametrize(
    ("before", "deadline", "says"),
    [
        (
            {},
            "через день после п. 7.7",
            "«через день после п. 7.7» — пункта с таким номером в плане нет; исправьте номер",
        ),
        (
            {"number": "2.2"},
            "через день после п. 2.2",
            "«через день после п. 2.2» — пунктов с таким номером в плане несколько; исправьте номера",
        ),
        (
            {"deadline": ""},
            "через день после п. 2.1",
            "считается от пункта 2.1, а у того дня нет; впишите срок там или здесь",
        ),
        (
            {"deadline": "ежемесячно"},
            "через день после п. 2.1",
            "считается от пункта 2.1, а тот повторяется; назовите день или другой пункт",
        ),
        (
            {"deadline": "через день после п. 2.2"},
            "через день после п. 2.1",
            "считается от пункта 2.1, а тот — от этого; напишите у одного из них день",
        ),
        (
            {},
            "через день после п. 2.2",
            "считается от пункта 2.2, а тот — от этого; напишите у одного из них день",
        ),
        (
            {},
            "после п. 2.1",
            "сказано, когда начать, но не когда закончить; допишите, например: «в течение месяца после п. 2.1»",
        ),
        ({}, "в течение 999 лет после п. 2.1", "слишком далеко, чтобы считать; впишите день"),
    ],
)
def test_what_cannot_be_counted_is_said(before: dict[str, str], deadline: str, says: str) -> None:
    rows = {**BEFORE, **before}, {"number": "2.2", "deadline": deadline}
    *_, one = entries(*rows)
    assert dates(one)[1] == ""
    assert f"Срок: {says}" in said(*rows)


ORDER = {"number": "2.2", "deadline": "не позднее 10 рабочих дней со дня подписания приказа о закреплении пар"}


def test_an_event_that_the_program_sees_is_counted_from_when_it_has_come() -> None:
    rows = BEFORE, {**ORDER, "depends_on": "2.1"}
    *_, signed = entries(*rows, events={ABOUT_PAIRS: SIGNED})
    assert dates(signed) == ("2023-11-20", "2023-12-04")
    # Until then the measure that it comes after tells when that ought to be.
    *_, planned = entries(*rows, events={ABOUT_PAIRS: None})
    assert dates(planned) == ("2023-11-15", "2023-11-29")


def test_an_event_that_has_not_come_is_awaited() -> None:
    *_, awaited = entries(BEFORE, ORDER, events={ABOUT_PAIRS: None})
    assert dates(awaited) == ("", "")
    assert said(BEFORE, ORDER, events={ABOUT_PAIRS: None}) == ["Срок: считается со дня приказа, а он ещё не подписан"]


def test_an_order_about_something_else_is_not_the_order_on_pairs() -> None:
    other = {**ORDER, "deadline": "через день после приказа о назначении куратора"}
    *_, one = entries(BEFORE, other, events={ABOUT_PAIRS: SIGNED})
    assert dates(one) == ("", "")


def test_what_is_due_before_that_on_which_it_depends_is_found_though_its_day_is_relative() -> None:
    rows = BEFORE, {"number": "2.2", "deadline": "за 5 дней до п. 2.1", "depends_on": "2.1"}
    assert "Срок: 10.11.2023 — раньше, чем пункт 2.1 (15.11.2023), после которого это делается; " in said(*rows)[0]


def test_a_relative_deadline_beyond_the_plan_is_said_to_be() -> None:
    rows = BEFORE, {"number": "2.2", "deadline": "в течение года после п. 2.1"}
    assert said(*rows)[0].startswith("Срок: «в течение года после п. 2.1» кончается 15.11.2024, а план — 31.08.2024")


# The five plans

THEIR_PROGRAMMES = "в соответствии с о сроками реализации персонализированных программ наставничества"
NOT_KNOWN = (
    f"Срок: «{THEIR_PROGRAMMES}» — какой это день, программа не знает и не напомнит; "
    "назовите пункт («после п. 2.1») или впишите день"
)
SCHOOL_YEAR = "Срок: когда кончается учебный год, решает учебный план организации: впишите дату."


def test_the_relative_deadlines_of_the_five_plans_wait_for_what_only_people_know() -> None:
    """The dates of programmes are in the programmes, the end of a school year in the curriculum."""
    found = []
    for name in names():
        plan = plan_of(load(name), period=YEAR)
        sentences = {one.row: one.sentence for one in findings(plan)}
        found += [
            (name, one.name, one.written, dates(one), one.anchor.sight, sentences[one.row])
            for one in plan.entries
            if one.anchor
        ]
    assert found == [
        ("kurgan", "14", THEIR_PROGRAMMES, ("", ""), Sight.UNKNOWN, NOT_KNOWN),
        ("kurgan", "17", THEIR_PROGRAMMES, ("", ""), Sight.UNKNOWN, NOT_KNOWN),
        ("kurgan", "21", "по окончании учебного года", ("", ""), Sight.UNKNOWN, SCHOOL_YEAR),
        ("kurgan", "22", "по окончании учебного года", ("", ""), Sight.UNKNOWN, SCHOOL_YEAR),
    ]


# Whatever is written


_NUMBERS = st.sampled_from(["1", "2", "3", "4", ""])
_PHRASES = st.one_of(
    _NUMBERS.map(lambda number: f"в течение недели после п. {number or 9}"),
    _NUMBERS.map(lambda number: f"за 2 дня до п. {number or 9}"),
    st.sampled_from(["после приказа о парах", "15.11.2023", "ежемесячно", "", "после педсовета", "чепуха"]),
)


@given(st.lists(st.fixed_dictionaries({"number": _NUMBERS, "deadline": _PHRASES, "depends_on": _NUMBERS}), max_size=8))
def test_any_plan_is_dated_without_looping_and_what_has_no_day_says_why(rows: list[dict[str, str]]) -> None:
    plan = plan_in(frame(*rows), period=YEAR, events={ABOUT_PAIRS: None})
    told = {one.row for one in findings(plan)}
    for entry in plan.entries:
        assert entry.anchor is None or (entry.anchor.day is None) <= (entry.deadline.due is None)
        assert entry.deadline.due or entry.row in told


def test_a_chain_of_a_thousand_measures_is_counted_to_its_end() -> None:
    rows = [{"number": f"{n}", "deadline": f"через день после п. {n - 1}"} for n in range(2, 1001)]
    *_, last = entries({"number": "1", "deadline": "01.09.2023"}, *rows)
    assert last.deadline.due == date(2026, 5, 27)
