"""The job that watches the roadmap's deadlines, in memory."""

from __future__ import annotations

import time
from datetime import date
from typing import Any

import pandas as pd

from automation.workbook.cells import serial
from jobs.deadlines import run
from tests.jobs.books import NOW, Rows, book

TODAY = NOW.date()


def told(rows: Rows, today: date = TODAY, **others: Any) -> list[dict[Any, Any]]:
    """The rows of the roadmap after the job has looked at them."""
    numbered = [{"id": f"М-{n:04d}", "measure": "Провести встречу", **row} for n, row in enumerate(rows, 1)]
    one = book({"roadmap": numbered, **others})
    run(one, today)
    return one.roadmap.frame.to_dict("records")


def test_a_measure_has_its_dates_its_state_and_its_days_left() -> None:
    row = told([{"deadline": "Январь – февраль 2024 г."}])[0]
    assert (row["start"], row["due"]) == (pd.Timestamp("2024-01-01"), pd.Timestamp("2024-02-29"))
    assert (row["state"], row["days_left"]) == ("в работе", 45)
    assert pd.isna(row["next_due"]) and pd.isna(row["progress"])


def test_a_recurring_measure_is_overdue_from_the_first_time_that_nobody_did_it() -> None:
    row = told([{"deadline": "ежемесячно", "done_until": serial(date(2023, 10, 31))}])[0]
    assert (row["state"], row["days_left"]) == ("просрочено", -46)
    assert (row["start"], row["due"]) == (pd.Timestamp("2023-11-01"), pd.Timestamp("2023-11-30"))
    assert row["next_due"] == pd.Timestamp("2024-01-31")
    assert row["progress"] == "сделано 2 из 12; просрочено 2; сделаете — впишите 30.11.2023 в «Сделано по»"


def test_what_the_curator_is_told_to_type_marks_one_more_time_as_done() -> None:
    until: Any = None
    for times in range(12):
        row = told([{"deadline": "ежемесячно", "done_until": until}])[0]
        assert row["progress"].startswith(f"сделано {times} из 12")
        until = row["progress"].partition("впишите ")[2][:10]
    done = told([{"deadline": "ежемесячно", "done_until": until}])[0]
    assert (done["state"], done["progress"]) == ("выполнено", "сделано 12 из 12")


def test_a_tick_finishes_a_recurring_measure_altogether() -> None:
    row = told([{"deadline": "ежемесячно", "done": True}])[0]
    assert (row["state"], row["progress"]) == ("выполнено", "сделано 12 из 12")
    assert pd.isna(row["days_left"]) and pd.isna(row["next_due"])


def test_a_day_that_cannot_be_read_is_asked_about_and_counts_for_nothing() -> None:
    row = told([{"deadline": "ежемесячно", "done_until": "всё время"}])[0]
    assert row["state"] == "просрочено"
    assert "Сделано по: «всё время» — не дата" in row["problems"]


def test_a_measure_without_a_deadline_is_done_when_it_is_ticked() -> None:
    open_one, done = told([{}, {"done": True}])
    assert (open_one["state"], done["state"]) == ("без срока", "выполнено")


def test_a_plan_of_a_thousand_measures_is_read_in_no_time() -> None:
    phrases = ["ежемесячно", "еженедельно", "Ноябрь 2023г.", "КТ – май 2024 г., далее – ежемесячно"]
    rows = [{"deadline": phrase, "responsible": "Методист"} for phrase in phrases * 250]
    began = time.perf_counter()
    found = told(rows)
    assert time.perf_counter() - began < 5
    assert {row["state"] for row in found} == {"просрочено", "не начато"}
