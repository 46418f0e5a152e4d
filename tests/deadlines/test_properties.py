"""What holds for every phrase."""

import re
from datetime import date, timedelta
from itertools import pairwise

from hypothesis import assume, given
from hypothesis import strategies as st

from automation.deadlines import Kind, Period, parse
from automation.deadlines.vocabulary import WORDS
from tests.deadlines.phrases import a_remark, a_stretch, a_time_of_day, an_enumeration, an_every

MONTHS = ["январь", "февраль", "март", "апрель", "май", "июнь"]
MONTHS += ["июль", "август", "сентябрь", "октябрь", "ноябрь", "декабрь"]
days = st.dates(date(1950, 1, 1), date(2150, 12, 31))
periods = st.builds(lambda start, length: Period(start, start + timedelta(days=length)), days, st.integers(0, 2000))
months = st.sampled_from(range(12))
years = st.integers(2000, 2099)
units = st.sampled_from(["ежедневно", "еженедельно", "ежемесячно", "ежеквартально", "ежегодно"])
pieces = st.one_of(
    st.sampled_from(sorted(WORDS)),
    st.sampled_from(["в", "далее", "до", "дня", "за", "к", "кт", "момента", "на", "не", "по", "после"]),
    st.sampled_from(["с", "со", "течение", "постоянно", "-", ",", ".", "(", ")"]),
    st.integers(0, 99_999).map(str),
    days.map("{:%d.%m.%Y}".format),
)


@given(st.text(max_size=400), periods)
def test_no_text_raises(text: str, period: Period) -> None:
    deadline = parse(text, period=period)
    assert (deadline.kind is Kind.UNKNOWN) <= bool(deadline.problems)


@given(st.lists(pieces, max_size=9).map(" ".join), periods)
def test_no_jumble_of_known_words_raises_or_ends_before_it_starts(text: str, period: Period) -> None:
    deadline = parse(text, period=period)
    if deadline.kind is Kind.UNKNOWN:
        assert deadline.problems
        assert deadline.due is None
    if deadline.start and deadline.due:
        assert deadline.start <= deadline.due


@given(days, periods, st.sampled_from(["{:%d.%m.%Y}", "{:%d.%m.%Y} г.", "{:%Y-%m-%d}", "{0.day}.{0:%m.%Y}"]))
def test_a_full_date_is_that_date_in_any_plan(day: date, period: Period, form: str) -> None:
    deadline = parse(form.format(day), period=period)
    assert (deadline.kind, deadline.start, deadline.due) == (Kind.ONE_OFF, day, day)


@given(months, years, months, years, periods)
def test_a_span_of_months_starts_on_a_first_and_ends_on_a_last_day(
    first: int, first_year: int, last: int, last_year: int, period: Period
) -> None:
    text = f"{MONTHS[first]} {first_year} г. – {MONTHS[last]} {last_year} г."
    deadline = parse(text, period=period)
    if (first_year, first) > (last_year, last):
        assert "раньше начала" in deadline.problems[0]
        return
    assert deadline.start == date(first_year, first + 1, 1)
    assert deadline.due is not None
    assert (deadline.due.year, deadline.due.month) == (last_year, last + 1)
    assert (deadline.due + timedelta(days=1)).day == 1


@given(months, periods)
def test_a_month_without_a_year_is_never_dated_outside_the_plan(month: int, period: Period) -> None:
    deadline = parse(MONTHS[month], period=period)
    if deadline.start and deadline.due:
        assert deadline.start <= period.end
        assert deadline.due >= period.start


@given(units, periods)
def test_occurrences_rise_and_stay_within_the_plan(unit: str, period: Period) -> None:
    deadline = parse(unit, period=period)
    occurrences = deadline.occurrences(date.max)
    assert occurrences[0] == deadline.due
    assert occurrences == sorted(set(occurrences))
    assert period.start <= occurrences[0] <= occurrences[-1] <= period.end


@given(units, days, periods)
def test_what_repeats_afterwards_is_first_due_on_the_day_named(unit: str, day: date, period: Period) -> None:
    deadline = parse(f"{day:%d.%m.%Y}, далее – {unit}", period=period)
    occurrences = deadline.occurrences(date.max)
    assert occurrences[0] == day == deadline.due
    assert occurrences[-1] <= max(day, period.end)


@given(units, periods, days)
def test_occurrences_until_a_day_are_all_those_up_to_it(unit: str, period: Period, until: date) -> None:
    deadline = parse(unit, period=period)
    everything = deadline.occurrences(date.max)
    assert deadline.occurrences(until) == [day for day in everything if day <= until]


@given(units, periods, days)
def test_the_window_of_a_recurring_deadline_ends_on_its_next_occurrence(unit: str, period: Period, today: date) -> None:
    deadline = parse(unit, period=period)
    occurrences = deadline.occurrences(date.max)
    start, due = deadline.window(today)
    assert due == next((day for day in occurrences if day >= today), occurrences[-1])
    assert start is not None
    assert start <= due
    earlier = [day for day in occurrences if day < due]
    assert start == (earlier[-1] + timedelta(days=1) if earlier else deadline.start)


@given(a_stretch | an_every | an_enumeration, a_remark, periods)
def test_a_remark_in_brackets_changes_nothing(text: str, remark: str, period: Period) -> None:
    without = parse(text, period=period)
    assume(without.kind is not Kind.UNKNOWN)
    assert parse(f"{text} {remark}", period=period) == without


@given(a_stretch | an_every, periods)
def test_brackets_around_all_of_it_change_nothing(text: str, period: Period) -> None:
    without = parse(text, period=period)
    assume(without.kind is not Kind.UNKNOWN)
    assert parse(f"({text})", period=period) == without


@given(days, a_time_of_day, periods)
def test_a_time_of_day_changes_nothing(day: date, time: str, period: Period) -> None:
    text = f"{day:%d.%m.%Y}"
    assert parse(f"{text} {time}", period=period) == parse(text, period=period)


@given(a_stretch | an_every | an_enumeration, st.sampled_from("‐‑–—−"), periods)
def test_capitals_hard_spaces_dots_and_dashes_change_nothing(text: str, dash: str, period: Period) -> None:
    plain = parse(text, period=period)
    assume(plain.kind is not Kind.UNKNOWN)
    other = text.upper().replace(" ", "\u00a0").replace("–", dash).replace("-", dash)
    assert parse(f" {other}. ", period=period) == plain


@given(st.sets(months, min_size=2, max_size=6), st.sampled_from([", ", " и ", "; ", ","]), years)
def test_months_that_do_not_follow_one_another_are_as_many_times(named: set[int], sign: str, first_year: int) -> None:
    plan = Period(date(first_year, 9, 1), date(first_year + 1, 8, 31))
    by_plan = sorted(named, key=lambda month: (month - 8) % 12)
    assume(any((after - before) % 12 > 1 for before, after in pairwise(by_plan)))
    assume(any(after - before > 1 for before, after in pairwise(sorted(named))))
    deadline = parse(sign.join(MONTHS[month] for month in by_plan), period=plan)
    assert [due.month - 1 for due in deadline.occurrences(date.max)] == by_plan
    assert all(
        start is not None and (start.year, start.month) == (due.year, due.month) for start, due in deadline.spans()
    )


@given(days, st.integers(0, 700), st.integers(1, 700))
def test_for_an_open_end_the_phrase_offered_is_one_that_is_understood(first: date, after: int, left: int) -> None:
    begins = first + timedelta(days=after)
    period = Period(first, begins + timedelta(days=left))
    [problem] = parse(f"с {begins:%d.%m.%Y}", period=period).problems
    [offered] = re.findall("напишите «([^»]+)»", problem)
    deadline = parse(offered, period=period)
    assert (deadline.start, deadline.due, deadline.problems) == (begins, period.end, ())
