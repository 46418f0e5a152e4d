"""A plan of several years may want a measure anew in each of them, whatever its phrase says."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from dateutil.relativedelta import relativedelta
from hypothesis import example, given
from hypothesis import strategies as st

from automation.deadlines import Kind, Period, in_words, parse
from tests.deadlines.phrases import days, phrases

CALENDAR_YEARS = Period(date(2022, 1, 1), date(2025, 12, 31))
SCHOOL_YEARS = Period(date(2022, 9, 1), date(2025, 8, 31))


@pytest.mark.parametrize(
    ("text", "period", "start", "dues"),
    [
        ("до 9.09.2022", CALENDAR_YEARS, "", ["2022-09-09", "2023-09-09", "2024-09-09", "2025-09-09"]),
        ("до 9.09.2022", SCHOOL_YEARS, "", ["2022-09-09", "2023-09-09", "2024-09-09"]),
        ("в течение года", CALENDAR_YEARS, "2022-01-01", ["2022-12-31", "2023-12-31", "2024-12-31", "2025-12-31"]),
        ("в течение учебного года", SCHOOL_YEARS, "2022-09-01", ["2023-08-31", "2024-08-31", "2025-08-31"]),
        ("постоянно", SCHOOL_YEARS, "2022-09-01", ["2023-08-31", "2024-08-31", "2025-08-31"]),
        ("сентябрь – октябрь 2022 г.", SCHOOL_YEARS, "2022-09-01", ["2022-10-31", "2023-10-31", "2024-10-31"]),
        ("сентябрь", SCHOOL_YEARS, "2022-09-01", ["2022-09-30", "2023-09-30", "2024-09-30"]),
        ("2022–2023 учебный год", SCHOOL_YEARS, "2022-09-01", ["2023-08-31", "2024-08-31", "2025-08-31"]),
        ("29 февраля 2024 г.", CALENDAR_YEARS, "2024-02-29", ["2024-02-29", "2025-02-28"]),
        ("Август 2023 г., далее – ежегодно", SCHOOL_YEARS, "2023-08-01", ["2023-08-31", "2024-08-31", "2025-08-31"]),
        ("раз в полугодие, до 31.12.2023", SCHOOL_YEARS, "2022-09-01", ["2022-12-31", "2023-06-30", "2023-12-31"]),
    ],
)
def test_a_phrase_names_the_first_of_several_years(text: str, period: Period, start: str, dues: list[str]) -> None:
    deadline = parse(text, period=period, yearly=True)
    assert (deadline.kind, deadline.problems) == (Kind.RECURRING, ())
    assert deadline.start == (date.fromisoformat(start) if start else None)
    assert [f"{day}" for day in deadline.occurrences(date.max)] == dues


@pytest.mark.parametrize(
    "text",
    [
        "",
        "по договоренности",
        "после п. 2.1",
        "май 2025 г.",
        "сентябрь 2022 г. – май 2025 г.",
        "2022–2023 годы",
        "чепуха",
    ],
)
def test_what_comes_once_or_has_no_day_is_read_as_it_stands(text: str) -> None:
    assert parse(text, period=SCHOOL_YEARS, yearly=True) == parse(text, period=SCHOOL_YEARS)


def test_what_is_counted_from_a_day_of_one_year_is_asked_about() -> None:
    deadline = parse("в течение 10 рабочих дней с 1.09.2022", period=SCHOOL_YEARS, yearly=True)
    assert deadline.due is None
    assert "повторяется каждый год" in deadline.problems[0]


@pytest.mark.parametrize(
    "text", ["2007-2008 учебный год, февраль, январь 2000 г.", "2022-2023 учебный год, январь, февраль 2022 г."]
)
def test_times_outside_of_the_year_that_is_named_around_them_are_asked_about(text: str) -> None:
    for yearly in (False, True):
        assert parse(text, period=SCHOOL_YEARS, yearly=yearly).kind is Kind.UNKNOWN


def test_a_checkpoint_stays_one() -> None:
    assert parse("КТ – май 2023 г.", period=SCHOOL_YEARS, yearly=True).checkpoint


@given(phrases, days, st.integers(0, 364))
@example("январь 2000 г. , январь и январь 2001 г.", date(2001, 2, 1), 0)
def test_in_a_plan_of_one_year_nothing_is_different(text: str, first: date, length: int) -> None:
    period = Period(first, first + timedelta(days=length))
    once, yearly = parse(text, period=period), parse(text, period=period, yearly=True)
    if once.due is None or period.start <= once.due <= period.end:
        assert yearly == once


@given(phrases, days, st.integers(400, 1500))
def test_it_comes_once_in_each_year_and_can_be_written_in_words(text: str, first: date, length: int) -> None:
    period = Period(first, first + timedelta(days=length))
    once, yearly = parse(text, period=period), parse(text, period=period, yearly=True)
    assert parse(in_words(yearly, period=period), period=period) == yearly or yearly.kind is Kind.UNKNOWN
    if yearly == once or yearly.kind is not Kind.RECURRING or "RDATE" in yearly.rule:
        return
    dues = yearly.occurrences(date.max)
    assert yearly.due is not None
    assert all(abs(due - (yearly.due + relativedelta(years=n))) <= timedelta(days=7) for n, due in enumerate(dues))
    assert dues[-1] <= period.end
    if once.due and once.kind is not Kind.WHOLE_PERIOD:
        assert (yearly.start, yearly.due) == (once.start, once.due)
