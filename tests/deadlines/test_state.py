"""A measure's state on a day, for one and for a whole plan."""

from datetime import date, timedelta

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from automation.deadlines import Deadline, Kind, Period, Standing, State, occurrences, parse, state, timetable
from sheets_schema.roadmaps import load

PERIOD = Period(date(2023, 9, 1), date(2024, 8, 31))


def parsed(texts: "pd.Series[str]") -> pd.Series:
    """The deadlines of a plan, as `timetable` takes them."""
    return pd.Series([parse(text, period=PERIOD) for text in texts.fillna("")], index=texts.index, dtype="object")


def standing(
    text: str, today: str, *, done: bool = False, done_until: str = "", soon_days: int = 14
) -> tuple[str, int | None]:
    until = date.fromisoformat(done_until) if done_until else None
    day = date.fromisoformat(today)
    found = state(parse(text, period=PERIOD), today=day, done=done, done_until=until, soon_days=soon_days)
    return str(found.state), found.days_left


@pytest.mark.parametrize(
    ("today", "expected"),
    [
        ("2023-10-31", ("не начато", 30)),
        ("2023-11-01", ("в работе", 29)),
        ("2023-11-15", ("в работе", 15)),
        ("2023-11-16", ("скоро", 14)),
        ("2023-11-30", ("скоро", 0)),
        ("2023-12-01", ("просрочено", -1)),
    ],
)
def test_a_month_goes_from_not_started_to_overdue(today: str, expected: tuple[str, int]) -> None:
    assert standing("Ноябрь 2023г.", today) == expected


@pytest.mark.parametrize("today", ["2023-01-01", "2023-11-15", "2030-01-01"])
def test_what_is_done_is_done_on_any_day(today: str) -> None:
    assert standing("Ноябрь 2023г.", today, done=True) == ("выполнено", None)
    assert standing("", today, done=True) == ("выполнено", None)


@pytest.mark.parametrize(
    "text", ["", "По договоренности", "по окончании учебного года", "после приказа", "31 февраля", "чепуха"]
)
def test_without_a_known_date_there_is_no_deadline(text: str) -> None:
    assert standing(text, "2023-11-15") == ("без срока", None)


def test_a_limit_without_a_beginning_is_not_started_until_it_is_soon() -> None:
    assert standing("до 30.11.2023", "2023-11-01") == ("не начато", 29)
    assert standing("до 30.11.2023", "2023-11-20") == ("скоро", 10)


def test_what_is_due_soon_is_soon_even_before_it_begins() -> None:
    assert standing("15.11.2023", "2023-11-10") == ("скоро", 5)


def test_with_no_days_of_warning_only_the_last_day_is_soon() -> None:
    assert standing("Ноябрь 2023г.", "2023-11-29", soon_days=0) == ("в работе", 1)
    assert standing("Ноябрь 2023г.", "2023-11-30", soon_days=0) == ("скоро", 0)


@pytest.mark.parametrize(
    ("today", "done_until", "expected"),
    [
        ("2024-04-01", "", ("не начато", 60)),
        ("2024-05-02", "", ("в работе", 29)),
        ("2024-05-31", "", ("скоро", 0)),
        ("2024-05-10", "2024-05-31", ("не начато", 51)),
        ("2024-06-01", "2024-05-31", ("в работе", 29)),
        ("2024-06-01", "", ("просрочено", -1)),
        ("2024-08-10", "2024-06-30", ("просрочено", -10)),
        ("2024-08-31", "2024-07-31", ("скоро", 0)),
        ("2024-08-31", "2024-08-31", ("выполнено", None)),
        ("2024-06-01", "2025-01-01", ("выполнено", None)),
    ],
)
def test_a_recurring_measure_stands_as_the_first_occurrence_that_is_not_done(
    today: str, done_until: str, expected: tuple[str, int]
) -> None:
    assert standing("Май 2024, далее – ежемесячно", today, done_until=done_until) == expected


def test_an_occurrence_is_not_done_until_the_day_it_is_due_has_been_named() -> None:
    assert standing("ежемесячно", "2023-10-10", done_until="2023-10-09") == ("в работе", 21)


def test_a_recurring_measure_is_at_work_only_in_the_days_that_the_phrase_names() -> None:
    assert (
        standing("последняя неделя каждого месяца", "2023-10-10", done_until="2023-09-30", soon_days=3)[0]
        == "не начато"
    )
    assert (
        standing("последняя неделя каждого месяца", "2023-10-26", done_until="2023-09-30", soon_days=3)[0] == "в работе"
    )
    assert standing("до 9.09.2022, далее – ежегодно", "2023-05-10", done_until="2022-09-09")[0] == "не начато"


@given(
    start=st.dates(date(2020, 1, 1), date(2030, 1, 1)),
    length=st.integers(0, 400),
    done=st.booleans(),
    soon_days=st.integers(0, 60),
)
def test_states_follow_one_another_in_one_order(start: date, length: int, done: bool, soon_days: int) -> None:
    due = start + timedelta(days=length)
    deadline = Deadline(Kind.SPAN, start, due)
    days = [start + timedelta(days=n) for n in range(-70, length + 5)]
    order = [State.NOT_STARTED, State.IN_PROGRESS, State.SOON, State.OVERDUE]
    found = [state(deadline, today=day, done=done, soon_days=soon_days) for day in days]
    if done:
        assert set(found) == {Standing(State.DONE, None)}
    else:
        ranks = [order.index(one.state) for one in found]
        assert ranks == sorted(ranks)
        assert [one.days_left for one in found] == [(due - day).days for day in days]


def test_a_whole_plan_becomes_a_frame_with_the_same_rows() -> None:
    texts = pd.Series(
        ["Ноябрь 2023г.", "КТ – май 2024 г.", None, "31 февраля 2024", "ежемесячно"],
        index=["М-1", "М-2", "М-3", "М-4", "М-5"],
        dtype="str",
    )
    done = pd.Series({"М-2": True, "М-1": False}, dtype="boolean")
    until = pd.Series({"М-5": pd.Timestamp("2023-10-31")})
    frame = timetable(parsed(texts), done=done, done_until=until, today=date(2024, 1, 9), soon_days=14)
    assert frame.index.tolist() == texts.index.tolist()
    assert frame["state"].tolist() == ["просрочено", "выполнено", "без срока", "без срока", "просрочено"]
    assert frame["checkpoint"].tolist() == [False, True, False, False, False]
    assert frame["days_left"].tolist() == [-40, pd.NA, pd.NA, pd.NA, -40]
    assert frame.loc["М-1", "due"] == pd.Timestamp("2023-11-30")
    assert frame.loc["М-5", "start"] == pd.Timestamp("2023-11-01")
    assert frame.loc["М-5", "next_due"] == pd.Timestamp("2024-01-31")
    assert [frame.loc["М-5", name] for name in ("times", "times_done", "times_overdue")] == [12, 2, 2]
    assert frame["due"].isna().tolist() == [False, False, True, True, False]
    assert "31.02.2024" in str(frame.loc["М-4", "problems"])
    assert frame.dtypes.astype(str).to_dict() == {
        "start": "datetime64[s]",
        "due": "datetime64[s]",
        "next_due": "datetime64[s]",
        "days_left": "Int64",
        "state": "str",
        "times": "int64",
        "times_done": "int64",
        "times_overdue": "int64",
        "checkpoint": "bool",
        "problems": "str",
    }


PHRASES = st.sampled_from(
    [
        "Ноябрь 2023г.",
        "до 9.12.2023",
        "ежемесячно",
        "еженедельно",
        "КТ – май 2024 г., далее – ежемесячно",
        "в течение года",
        "",
        "чепуха",
    ]
)
MEASURES = st.lists(
    st.tuples(PHRASES, st.booleans(), st.none() | st.dates(date(2023, 8, 1), date(2024, 10, 1))), max_size=8
)


@given(measures=MEASURES, today=st.dates(date(2023, 8, 1), date(2024, 10, 1)))
def test_a_plan_stands_as_each_of_its_measures_does(measures: list[tuple[str, bool, date | None]], today: date) -> None:
    texts = pd.Series([text for text, _, _ in measures], dtype="str")
    done = pd.Series([is_done for _, is_done, _ in measures], dtype="bool")
    until = pd.Series([day for _, _, day in measures], dtype="datetime64[us]")
    frame = timetable(parsed(texts), done=done, done_until=until, today=today, soon_days=14)
    flat = occurrences(parsed(texts), done=done, done_until=until, today=today, soon_days=14)
    for row, (text, is_done, day) in enumerate(measures):
        expected = state(parse(text, period=PERIOD), today=today, done=is_done, done_until=day, soon_days=14)
        found = (frame["state"][row], None if pd.isna(frame["days_left"][row]) else frame["days_left"][row])
        assert found == expected
        mine = flat[flat["measure"] == row]
        assert len(mine) == frame["times"][row]
        assert (mine["state"] == "выполнено").sum() == frame["times_done"][row]
        if found[1] is not None:
            assert mine[mine["state"] != "выполнено"].iloc[0]["due"] == frame["due"][row]


@given(measures=MEASURES, days=st.lists(st.dates(date(2023, 8, 1), date(2024, 10, 1)), min_size=2, max_size=2))
def test_what_is_open_and_when_it_is_due_is_the_same_on_any_day(
    measures: list[tuple[str, bool, date | None]], days: list[date]
) -> None:
    deadlines = parsed(pd.Series([text for text, _, _ in measures], dtype="str"))
    done = pd.Series([is_done for _, is_done, _ in measures], dtype="bool")
    until = pd.Series([day for _, _, day in measures], dtype="datetime64[us]")
    one, other = (timetable(deadlines, done=done, done_until=until, today=day, soon_days=14) for day in days)
    pd.testing.assert_frame_equal(one[["start", "due", "times_done"]], other[["start", "due", "times_done"]])
    assert ((one["state"] == "выполнено") == (other["state"] == "выполнено")).all()


@given(today=st.dates(date(2023, 8, 1), date(2024, 10, 1)), until=st.dates(date(2023, 8, 1), date(2024, 10, 1)))
def test_occurrences_follow_one_another_without_a_gap(today: date, until: date) -> None:
    texts = pd.Series(["ежемесячно", "КТ – май 2024 г., далее – ежемесячно"], index=["М-1", "М-2"])
    flat = occurrences(
        parsed(texts),
        done=pd.Series(False, index=texts.index),
        done_until=pd.Series(pd.Timestamp(until), index=texts.index),
        today=today,
        soon_days=14,
    )
    assert flat["checkpoint"].tolist() == [False] * 12 + [True, False, False, False]
    for _, mine in flat.groupby("measure"):
        assert (mine["start"].iloc[1:].to_numpy() == (mine["due"].iloc[:-1] + pd.Timedelta(days=1)).to_numpy()).all()
        # What is done comes first, and nothing that is overdue comes after what is not.
        order = ["выполнено", "просрочено", "скоро", "в работе", "не начато"]
        ranks = [order.index(name) for name in mine["state"]]
        assert ranks == sorted(ranks)


def test_an_empty_plan_becomes_an_empty_frame_of_the_same_columns() -> None:
    empty = pd.Series([], dtype="str")
    frame = timetable(parsed(empty), done=empty.astype("bool"), today=date(2023, 12, 1), soon_days=14)
    assert len(frame) == 0
    assert str(frame["due"].dtype) == "datetime64[s]"


def test_the_kirov_plan_stands_as_its_deadlines_say() -> None:
    plan = load("ktt")
    texts = pd.Series({measure.number: measure.deadline for measure in plan.measures}, dtype="str")
    assert plan.period == PERIOD
    frame = timetable(
        parsed(texts),
        done=pd.Series(False, index=texts.index, dtype="bool"),
        today=date(2023, 12, 20),
        soon_days=14,
    )
    assert frame["state"].value_counts().to_dict() == {
        "просрочено": 32,
        "скоро": 3,
        "без срока": 3,
        "не начато": 7,
    }
    assert not frame["problems"].any()
