"""A deadline written back in words is the same deadline."""

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from automation.deadlines import Deadline, Distance, Kind, Period, Unit, in_words, parse, resolved
from automation.deadlines.recurring import end_of_rule
from tests.deadlines.phrases import a_stretch, an_every, days, jumbles, marked, periods

ONE_YEAR = Period(date(2023, 9, 1), date(2024, 8, 31))


@given(marked | jumbles, periods)
@example("КТ – май 2025 г., далее – ежемесячно", ONE_YEAR)
@example("1 и III декада месяца", Period(date(2000, 1, 1), date(2000, 1, 10)))
@example("в течение года, далее – ежегодно, до 02.01.2000", Period(date(2000, 1, 1), date(2000, 1, 1)))
def test_a_deadline_in_words_is_read_as_the_same_deadline(text: str, period: Period) -> None:
    deadline = parse(text, period=period)
    assert parse(in_words(deadline, period=period), period=period) == deadline


@given(st.text(max_size=330), periods)
def test_any_text_comes_back_as_it_was_meant(text: str, period: Period) -> None:
    deadline = parse(text, period=period)
    assert parse(in_words(deadline, period=period), period=period) == deadline


@given(an_every, periods)
def test_no_occurrence_falls_outside_the_plan(text: str, period: Period) -> None:
    deadline = parse(text, period=period)
    assume(deadline.kind is Kind.RECURRING)
    occurrences = deadline.occurrences(date.max)
    assert occurrences == sorted(set(occurrences))
    assert occurrences[0] == deadline.due
    assert period.start <= (deadline.start or occurrences[0]) <= occurrences[0] <= occurrences[-1] <= period.end


@given(an_every, periods, periods)
def test_no_occurrence_falls_outside_the_span_named(text: str, span: Period, period: Period) -> None:
    deadline = parse(f"{text}, с {span.start:%d.%m.%Y} по {span.end:%d.%m.%Y}", period=period)
    assume(deadline.kind is Kind.RECURRING)
    assume("FREQ=YEARLY" not in deadline.rule)  # a span names the time of year of something yearly
    occurrences = deadline.occurrences(date.max)
    assert span.start <= (deadline.start or occurrences[0]) <= occurrences[0] <= occurrences[-1] <= span.end


@given(a_stretch, st.sampled_from(["ежегодно", "ежемесячно", "еженедельно", "ежеквартально"]), periods, days)
def test_what_repeats_afterwards_ends_where_it_says(stretch: str, every: str, period: Period, limit: date) -> None:
    first = parse(stretch, period=period)
    deadline = parse(f"{stretch}, далее – {every}, до {limit:%d.%m.%Y}", period=period)
    assume(deadline.kind is Kind.RECURRING and first.due)
    occurrences = deadline.occurrences(date.max)
    assert first.due is not None
    assert first.due == occurrences[0] == deadline.due
    assert occurrences[-1] <= limit


@given(marked | jumbles, periods)
def test_the_times_of_any_deadline_follow_one_another_between_its_first_day_and_its_last(
    text: str, period: Period
) -> None:
    deadline = parse(text, period=period)
    spans = deadline.spans()
    dues = [due for _, due in spans]
    assert dues == sorted(set(dues)) == deadline.occurrences(date.max)
    assert bool(spans) == (deadline.due is not None)
    assert all(start is None or start <= due for start, due in spans)
    for (_, before), (start, _) in pairwise(spans):
        assert start is None or before < start
    if deadline.kind is Kind.RECURRING:
        assert (deadline.start, deadline.due) == spans[0]
        assert dues[-1] <= end_of_rule(deadline.rule)
    elif spans:
        assert spans == [(deadline.start, deadline.due)]


@given(an_every, periods, days)
def test_an_occurrence_begins_after_the_one_before_it(text: str, period: Period, today: date) -> None:
    deadline = parse(text, period=period)
    assume(deadline.kind is Kind.RECURRING)
    start, due = deadline.window(today)
    earlier = [day for day in deadline.occurrences(date.max) if due and day < due]
    assert due is not None
    if start is None:
        assert deadline.start is None
        assert not earlier or "FREQ=YEARLY" in deadline.rule  # a year ahead of its day nothing has begun
    else:
        assert start <= due
        assert not earlier or earlier[-1] < start


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("КТ - МАЙ 2024", "КТ – май 2024 г."),
        ("Февраль - апрель 2024г.", "февраль – апрель 2024 г."),
        ("с 1.12.2023 по 31.01.2024", "декабрь 2023 г. – январь 2024 г."),
        ("2023/24 уч. г.", "2023–2024 учебный год"),
        ("к 1 октября 2023", "до 01.10.2023"),
        ("1-я декада мая", "первая декада мая 2024 г."),
        ("не позднее 10 рабочих дней со дня 20.11.2023", "в течение 14 дней с 20.11.2023"),
        ("в месячный срок со дня издания приказа", "в течение 1 месяца со дня издания приказа"),
        ("не позднее 21 рабочего дня с момента зачисления", "в течение 21 рабочего дня со дня зачисления"),
        ("за 1 рабочий день до педсовета", "за 1 рабочий день до педсовета"),
        ("через 5 дней после п. 2.3", "в течение 5 дней после п. 2.3"),
        ("2 раза в год", "раз в полугодие"),
        ("каждые 5 лет", "раз в 5 лет"),
        ("каждую среду и пятницу", "по средам и пятницам"),
        ("ежемесячно, не позднее 5 числа", "до 5 числа каждого месяца"),
        ("ежемесячно в последнюю пятницу", "последняя пятница каждого месяца"),
        ("сентябрь, ежегодно", "сентябрь 2023 г., далее – ежегодно"),
        ("весь год", "в течение всего периода"),
        ("по согласованию", "по договорённости"),
        ("–", ""),
        ("непонятно когда", "непонятно когда"),
    ],
)
def test_words_are_those_of_a_plan(text: str, words: str) -> None:
    assert in_words(parse(text, period=ONE_YEAR), period=ONE_YEAR) == words


def test_what_no_phrase_says_is_not_written() -> None:
    with pytest.raises(ValueError, match="словами не записать"):
        in_words(Deadline(Kind.WHOLE_PERIOD, date(2020, 1, 1), date(2020, 1, 1)), period=ONE_YEAR)


@pytest.mark.parametrize(
    ("text", "start", "due"),
    [
        ("не позднее 10 рабочих дней со дня издания приказа", date(2023, 11, 20), date(2023, 12, 4)),
        ("в течение месяца после п. 2.3", date(2023, 11, 20), date(2023, 12, 20)),
        ("за 3 дня до педагогического совета", None, date(2023, 11, 17)),
        ("после издания приказа", date(2023, 11, 20), None),
        ("до начала занятий", None, date(2023, 11, 20)),
    ],
)
def test_a_relative_deadline_gets_dates_when_its_event_has_one(text: str, start: date | None, due: date | None) -> None:
    deadline = resolved(parse(text, period=ONE_YEAR), date(2023, 11, 20))
    assert (deadline.kind, deadline.start, deadline.due) == (Kind.RELATIVE, start, due)


def test_a_deadline_with_dates_of_its_own_needs_no_event() -> None:
    november = parse("ноябрь 2023 г.", period=ONE_YEAR)
    assert resolved(november, date(2024, 1, 1)) is november


def test_the_distance_and_the_measure_named_are_kept() -> None:
    deadline = parse("не позднее 5 рабочих дней после выполнения п. 2.10", period=ONE_YEAR)
    assert deadline.distance == Distance(5, Unit.DAY, working=True)
    assert deadline.measure == "2.10"
