"""The picture of the year: what is drawn where, and what is left alone."""

from __future__ import annotations

import time
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from automation.deadlines import Period
from automation.workbook.book import Book
from automation.workbook.cells import serial
from jobs.plan import deadlines
from jobs.plan.picture import year_shown
from jobs.plan.timeline import GONE, run
from sheets_schema.tabs.timeline import FIRST_DAYS, MONTHS, Timeline
from tests.jobs.books import NOW, Rows, book
from tests.organisation import MONDAY, Organisation

TODAY = NOW.date()  # 15.01.2024


def drawn(rows: Rows, timeline: Rows = (), today: date = TODAY, values: Mapping[str, Any] | None = None) -> Book:
    """A book whose roadmap has these rows, after the picture was drawn."""
    numbered = [{"id": f"М-{n:04d}", "number": f"1.{n}", "measure": "Встреча", **row} for n, row in enumerate(rows, 1)]
    one = book({"roadmap": numbered, "timeline": timeline}, **(values or {}))
    deadlines.run(one, today)
    run(one, today)
    return one


def bars(one: Book, row: int = 0) -> str:
    """A row of the picture, three signs a month, months apart; a dot where there is nothing."""
    cells = one[Timeline].frame[list(Timeline.tens)].iloc[row].fillna("·").tolist()
    return " ".join("".join(cells[at : at + 3]) for at in range(0, len(cells), 3))


def test_every_third_of_the_school_year_has_its_column() -> None:
    titles = [column.title for column in Timeline.tens.values()]
    assert titles == [f"{day} {month}" for month in MONTHS for day in FIRST_DAYS]


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ({"deadline": "Ноябрь 2023г."}, "··· ··· !!! ··· ·│· ··· ··· ··· ··· ··· ··· ···"),
        ({"deadline": "Ноябрь 2023г.", "done": True}, "··· ··· ✓✓✓ ··· ·│· ··· ··· ··· ··· ··· ··· ···"),
        ({"deadline": "Январь – февраль 2024г."}, "··· ··· ··· ··· ►►► ►►► ··· ··· ··· ··· ··· ···"),
        ({"deadline": "20 января 2024 г."}, "··· ··· ··· ··· ·●· ··· ··· ··· ··· ··· ··· ···"),
        ({"deadline": "до 31.08.2024"}, "··· ··· ··· ··· ·│· ··· ··· ··· ··· ··· ··· ··○"),
        ({"deadline": "КТ – май 2024 г."}, "··· ··· ··· ··· ·│· ··· ··· ··· ○○◆○ ··· ··· ···"),
        ({"deadline": "май 2024 г.", "checkpoint": True}, "··· ··· ··· ··· ·│· ··· ··· ··· ○○◆○ ··· ··· ···"),
        ({"deadline": ""}, "··· ··· ··· ··· ·│· ··· ··· ··· ··· ··· ··· ···"),
        (
            {"deadline": "ежемесячно", "done_until": serial(date(2023, 10, 31))},
            "✓✓✓ ✓✓✓ !!! !!! ►►► ○○○ ○○○ ○○○ ○○○ ○○○ ○○○ ○○○",
        ),
    ],
    ids=[
        "overdue",
        "done",
        "in progress",
        "soon",
        "ahead",
        "checkpoint",
        "ticked checkpoint",
        "no deadline",
        "recurring",
    ],
)
def test_a_measure_is_drawn_from_its_first_day_to_its_last(row: dict[str, Any], expected: str) -> None:
    assert bars(drawn([row])) == expected


def test_where_several_times_share_ten_days_the_most_pressing_is_shown() -> None:
    one = drawn([{"deadline": "еженедельно", "done_until": serial(date(2024, 1, 7))}])
    # Due on Sundays: the one of 14 January is overdue, those of the 21st and the 28th are soon.
    assert bars(one) == "✓✓✓ ✓✓✓ ✓✓✓ ✓✓✓ !!● ○○○ ○○○ ○○○ ○○○ ○○○ ○○○ ○○○"


def test_of_a_plan_of_several_years_the_one_that_is_on_is_shown() -> None:
    period = {"period_start": "01.09.2022", "period_end": "31.08.2025"}
    rows = [{"deadline": f"Март {year} г.", "done": True} for year in (2023, 2024, 2025)]
    one = drawn(rows, values=period)
    assert set(one[Timeline][Timeline.year]) == {"2023/2024"}
    pictures = [bars(one, row) for row in range(3)]
    assert pictures[0].startswith("←") and "✓" not in pictures[0]
    assert pictures[1].split()[6] == "✓✓✓"
    assert pictures[2].endswith("→") and "✓" not in pictures[2]


@pytest.mark.parametrize(
    ("today", "year"),
    [("2023-08-31", 2023), ("2023-09-01", 2023), ("2024-08-31", 2023), ("2025-01-01", 2024), ("2030-01-01", 2025)],
)
def test_the_year_shown_is_todays_while_the_plan_lasts(today: str, year: int) -> None:
    period = Period(date(2023, 9, 1), date(2026, 8, 31))
    assert year_shown(period, date.fromisoformat(today)) == year


def test_a_later_date_that_the_curator_agreed_to_is_drawn_as_agreed() -> None:
    measure = {"id": "М-0001", "measure": "Встреча", "deadline": "Декабрь 2023 г."}
    asked = {"about": serial(date(2023, 12, 31)), "new_deadline": serial(date(2024, 2, 20)), "decision": "принять"}
    report = {"id": "ОМ-0001", "measure": "М-0001", "outcome": "Нужен другой срок", **asked}
    one = book({"roadmap": [measure], "measurereports": [report]})
    run(one, TODAY)
    assert bars(one) == "··· ··· ··· ►►► ►►► ►►· ··· ··· ··· ··· ··· ···"
    assert one[Timeline][Timeline.state].tolist() == ["в работе"]


def test_each_measure_has_one_row_with_its_number_and_its_state() -> None:
    one = drawn([{"deadline": "Ноябрь 2023г."}, {"done": True}, {"id": "М-0001", "measure": "Та же строка ещё раз"}])
    frame = one[Timeline].frame
    assert frame[Timeline.id].tolist() == ["М-0001", "М-0002"]
    assert frame[Timeline.number].tolist() == ["1.1", "1.2"]
    assert frame[Timeline.state].tolist() == ["просрочено", "выполнено"]


def test_rows_are_found_by_their_measures_however_they_are_sorted() -> None:
    sorted_by_hand = [{"id": "М-0002", "measure": "Встреча"}, {"measure": "дописано от руки"}, {"id": "М-0001"}]
    one = drawn([{"deadline": "Ноябрь 2023г."}, {"done": True}, {}], sorted_by_hand)
    frame = one[Timeline].frame
    assert frame[Timeline.id].fillna("").tolist() == ["М-0002", "", "М-0001", "М-0003"]
    assert frame[Timeline.state].fillna("").tolist() == ["выполнено", "", "просрочено", "без срока"]
    assert frame[Timeline.measure].tolist()[1] == "дописано от руки"


def test_a_measure_that_left_the_plan_leaves_a_row_that_says_so() -> None:
    former: dict[Any, Any] = drawn([{"deadline": "Ноябрь 2023г."}])[Timeline].frame.iloc[0].dropna().to_dict()
    one = drawn([], [former])
    row = one[Timeline].frame.iloc[0].dropna().to_dict()
    assert row == {"id": "М-0001", "measure": GONE}


def test_without_a_period_the_picture_stays_as_it_is() -> None:
    one = drawn(
        [{"deadline": "Ноябрь 2023г."}], [{"id": "М-0001", "measure": "Встреча"}], values={"period_start": None}
    )
    assert "timeline" not in one.changes()


def test_what_is_drawn_once_is_not_drawn_again() -> None:
    rows = [{"deadline": "Ноябрь 2023г."}, {"deadline": "ежемесячно"}, {"deadline": "КТ – май 2024 г."}, {}]
    first = drawn(rows)
    cells: list[dict[Any, Any]] = [
        {name: None if pd.isna(cell) else cell for name, cell in row.items()}
        for row in first[Timeline].frame.to_dict("records")
    ]
    assert "timeline" not in drawn(rows, cells).changes()
    tomorrow = drawn(rows, cells, today=TODAY + timedelta(days=1))
    assert "timeline" not in tomorrow.changes()


PHRASES = ["Ноябрь 2023г.", "до 9.12.2023", "ежемесячно", "еженедельно", "КТ – май 2025 г.", "в течение года", "чепуха"]


@settings(max_examples=30)
@given(
    phrases=st.lists(st.sampled_from(PHRASES), max_size=4),
    today=st.dates(date(2022, 1, 1), date(2027, 1, 1)),
    until=st.none() | st.dates(date(2023, 8, 1), date(2025, 10, 1)),
)
def test_any_plan_on_any_day_is_drawn_with_the_declared_signs(
    phrases: list[str], today: date, until: date | None
) -> None:
    rows = [{"deadline": phrase, "done_until": serial(until) if until else None} for phrase in phrases]
    one = drawn(rows, today=today, values={"period_end": "31.08.2025"})
    assert len(one[Timeline]) == len(phrases)
    known = set(next(iter(Timeline.tens.values())).options)  # type: ignore[attr-defined]
    for name in Timeline.tens:
        assert set(one[Timeline][Timeline.named(name)].dropna()) <= known


def test_a_thousand_measures_are_drawn_in_no_time() -> None:
    rows = [{"deadline": phrase} for phrase in ("ежемесячно", "ежедневно", "Ноябрь 2023г.", "КТ – май 2024 г.") * 250]
    began = time.perf_counter()
    one = drawn(rows)
    assert time.perf_counter() - began < 8
    assert len(one[Timeline]) == 1000


# In a spreadsheet


def picture(technicum: Organisation) -> dict[str, dict[str, Any]]:
    """Number of a measure → its row of «График»."""
    return {row["№"]: row for row in technicum.curator.rows("График")}


def test_a_curators_sort_is_left_and_the_next_day_is_drawn_beside_the_right_measures(paired: Organisation) -> None:
    before = picture(paired)
    paired.curator.type("График", {"М-0001": {"№": "М-0045"}, "М-0045": {"№": "М-0001"}})  # two rows change places
    paired.cycle(now=MONDAY + timedelta(days=1))
    after = picture(paired)
    assert (next(iter(after)), list(after)[44]) == ("М-0045", "М-0001")
    assert {key: row["Мероприятие"] for key, row in after.items()} == {
        key: row["Мероприятие"] for key, row in before.items()
    }
    assert after["М-0001"]["1 ноя"] == before["М-0001"]["1 ноя"] == "●"
    assert not paired.cycle().wrote


def test_a_change_of_the_period_moves_the_picture_to_its_year(paired: Organisation) -> None:
    calls = paired.cycle().calls
    period = {"period_start": {"Значение": "01.09.2025"}, "period_end": {"Значение": "31.08.2026"}}
    paired.curator.type("Настройки", period, key="Код")
    moved = paired.cycle("deadlines", "timeline")
    assert {row["Учебный год"] for row in picture(paired).values()} == {"2025/2026"}
    assert moved.calls.total() <= calls.total() + 2  # the write
    assert not paired.cycle("deadlines", "timeline").wrote


def test_the_line_of_today_moves_once_in_ten_days(paired: Organisation) -> None:
    paired.curator.type("Дорожная карта", {key: {"Выполнено": True} for key in picture(paired)})
    paired.cycle("deadlines", "timeline")
    same = paired.cycle("deadlines", "timeline", now=MONDAY + timedelta(hours=1))
    assert not same.wrote
    next_third = paired.cycle("deadlines", "timeline", now=MONDAY + timedelta(days=2))
    assert next_third.changed["График"] > 0
    assert not paired.cycle("deadlines", "timeline", now=MONDAY + timedelta(days=8)).changed.get("График")
