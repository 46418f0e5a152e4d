"""The report on the roadmap: which ones there are, when, what each says, and that none is made twice."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from automation.documents import render
from automation.workbook.book import Book, Document
from automation.workbook.cells import serial
from jobs.letters import remind
from jobs.plan import deadlines, measure_reports, reports
from jobs.plan.picture import MOST_LINES, NO_DATES
from jobs.plan.progress import Figures
from jobs.plan.reports import MOST_ROWS, NOT_EXPECTED
from sheets_schema.tabs.letters import Letters
from sheets_schema.tabs.reports import Reports
from tests.jobs.hands import Hands
from tests.jobs.mornings import COORDINATOR, days, measure, morning, organisation
from tests.organisation import MONDAY, Organisation

NOVEMBER, DECEMBER = date(2023, 11, 20), date(2023, 12, 1)
CHECKPOINT = "КТ – 15 мая 2024 г."


def drawn_up(book: Book, day: date) -> list[Document]:
    """The reports that are asked for on a morning; they get their documents at once."""
    book.moment = morning(day)
    book.documents.clear()
    reports.run(book, day)
    for one in book.documents:
        link = f"https://example.com/{one.key}"
        book[one.sheet].set(one.row, {Reports.document: link, Reports.digest: one.digest, **one.said})
    return list(book.documents)


def year(book: Book, mornings: Iterable[date]) -> dict[date, list[str]]:
    """Day → the keys of the reports that were drawn up on it."""
    found = {day: [one.key.removeprefix("report/roadmap/") for one in drawn_up(book, day)] for day in mornings}
    return {day: keys for day, keys in found.items() if keys}


def about_ends_of_months(first: date, last: date) -> Iterator[date]:
    """The days around which reports fall due: of January, the first after the holidays too."""
    return (day for day in days(first, last) if day.day in (1, 2, 3, 8, 9, 10, 14, 15, 16, 17, 28))


def november(*measures: dict[str, Any], **tabs: Any) -> tuple[Book, dict[str, Any]]:
    """The book after November's report, and what the report was filled in with."""
    book = organisation(*(measures or (measure(1, "Ноябрь 2023 г."),)), **tabs)
    drawn_up(book, NOVEMBER)
    book.moment = morning(DECEMBER)
    deadlines.run(book, DECEMBER)
    measure_reports.run(book, DECEMBER)
    (document,) = drawn_up(book, DECEMBER)
    return book, dict(document.context)


def rows(book: Book) -> list[dict[str, Any]]:
    """The rows of «Отчёты» as its cells hold them."""
    records = book[Reports].frame.to_dict("records")
    return [{str(name): _as_cell(value) for name, value in record.items()} for record in records]


def _as_cell(value: Any) -> Any:
    if pd.isna(value):
        return None
    return serial(value.date()) if isinstance(value, pd.Timestamp) else value


# Which, and when


def test_every_month_is_reported_on_once_on_the_first_working_day_after_it() -> None:
    book = organisation(measure(1, "до 31.08.2024"))
    assert year(book, about_ends_of_months(date(2023, 9, 1), date(2024, 10, 1))) == {
        date(2023, 10, 2): ["2023-09"],
        date(2023, 11, 1): ["2023-10"],
        date(2023, 12, 1): ["2023-11"],
        date(2024, 1, 9): ["2023-12"],
        date(2024, 2, 1): ["2024-01"],
        date(2024, 3, 1): ["2024-02"],
        date(2024, 4, 1): ["2024-03"],
        date(2024, 5, 2): ["2024-04"],
        date(2024, 6, 3): ["2024-05"],
        date(2024, 7, 1): ["2024-06"],
        date(2024, 8, 1): ["2024-07"],
        date(2024, 9, 2): ["2024-08"],
    }


@pytest.mark.parametrize("installed", [date(2023, 11, 20), date(2023, 11, 30)])
def test_the_month_in_which_the_program_is_installed_is_the_first_one_reported_on(installed: date) -> None:
    book = organisation(measure(1, "до 31.08.2024"))
    assert next(iter(year(book, days(installed, date(2023, 12, 31))).values())) == ["2023-11"]


def test_a_month_that_ended_before_the_program_was_installed_is_not_made_up() -> None:
    book = organisation(measure(1, "до 31.08.2024"))
    # The first working day after October, and the weekend between a month and its first working day.
    assert year(book, days(date(2023, 11, 1), date(2023, 11, 30))) == {}
    weekend = organisation(measure(1, "до 31.08.2024"))
    assert year(weekend, days(date(2024, 6, 1), date(2024, 6, 28))) == {}


def test_a_day_on_which_nothing_ran_is_made_up_for_as_of_the_day_it_is() -> None:
    book = organisation(measure(1, "до 31.08.2024"))
    drawn_up(book, NOVEMBER)
    (late,) = drawn_up(book, date(2024, 2, 14))
    assert late.key == "report/roadmap/2023-11"
    assert late.context["today"] == date(2024, 2, 14)
    assert [one["period"] for one in rows(book)] == ["за ноябрь 2023 г.", "за февраль 2024 г."]


def test_a_checkpoint_has_a_report_of_its_own() -> None:
    book = organisation(measure(1, CHECKPOINT), measure(2, "до 31.08.2024"))
    made = year(book, about_ends_of_months(date(2024, 4, 1), date(2024, 6, 30)))
    assert made == {date(2024, 5, 2): ["2024-04"], date(2024, 5, 16): ["2024-05-15"], date(2024, 6, 3): ["2024-05"]}
    assert rows(book)[1]["period"] == "к контрольной точке 15 мая 2024 г."


def test_a_checkpoint_at_the_end_of_a_month_is_in_the_months_report() -> None:
    book, said = november(measure(1, "КТ – ноябрь 2023 г.", done=True))
    assert [(one["number"], one["due"], one["state"]) for one in said["checkpoints"]] == [
        ("1", date(2023, 11, 30), "выполнено")
    ]
    assert len(rows(book)) == 2


def test_a_checkpoint_on_the_days_off_after_a_month_is_in_that_report_too() -> None:
    book = organisation(measure(1, "КТ – 1 июня 2024 г."))  # a Saturday, and 3 June is the first working day
    mornings = days(date(2024, 5, 20), date(2024, 6, 29))
    assert year(book, mornings) == {date(2024, 6, 3): ["2024-05"]}


def test_without_monthly_reports_there_are_those_on_checkpoints() -> None:
    book = organisation(measure(1, CHECKPOINT), given={"monthly_reports": False})
    mornings = about_ends_of_months(date(2024, 2, 1), date(2024, 9, 30))
    assert year(book, mornings) == {date(2024, 5, 16): ["2024-05-15"]}
    assert rows(book)[-1]["period"] != NOT_EXPECTED  # the former one, for nothing is expected after it


def test_what_is_not_expected_any_more_is_said_in_its_row() -> None:
    book = organisation(measure(1, "до 31.08.2024"))
    drawn_up(book, NOVEMBER)
    cells = rows(book)
    book = organisation(measure(1, "до 31.08.2024"), given={"monthly_reports": False}, reports=cells)
    assert drawn_up(book, NOVEMBER) == drawn_up(book, DECEMBER) == []
    (row,) = rows(book)
    assert (row["period"], row["due_on"]) == (NOT_EXPECTED, None)
    again = organisation(measure(1, "до 31.08.2024"), reports=rows(book))
    drawn_up(again, date(2023, 12, 4))
    assert [one["period"] for one in rows(again)] == ["за декабрь 2023 г."]


def test_the_row_of_the_next_report_follows_the_plan() -> None:
    book = organisation(measure(1, "до 31.08.2024"))
    drawn_up(book, date(2024, 5, 6))
    moved = organisation(measure(1, CHECKPOINT), reports=rows(book))
    drawn_up(moved, date(2024, 5, 7))
    (row,) = rows(moved)
    assert (row["id"], row["purpose"]) == ("ОТ-0001", "report/roadmap/2024-05-15")


@pytest.mark.parametrize("given", [{"period_start": None}, {"period_end": "31.08.2020"}])
def test_a_plan_without_a_period_has_no_reports(given: dict[str, Any]) -> None:
    book = organisation(measure(1, "до 31.08.2024"), given=given)
    assert year(book, days(NOVEMBER, DECEMBER)) == {}
    assert rows(book) == []


def test_an_empty_plan_has_no_reports() -> None:
    book = organisation()
    assert year(book, days(NOVEMBER, DECEMBER)) == {}
    assert rows(book) == []


def test_a_report_whose_row_was_deleted_is_not_made_again_and_the_next_one_is_announced_again() -> None:
    book = organisation(measure(1, "Ноябрь 2023 г."))  # December, and no row of November's report
    assert year(book, days(DECEMBER, date(2023, 12, 29))) == {}
    assert [one["purpose"] for one in rows(book)] == ["report/roadmap/2023-12"]


@settings(max_examples=12)
@given(st.data())
def test_no_time_is_reported_on_twice_or_before_it_is_over(data: st.DataObject) -> None:
    at = data.draw(st.lists(st.dates(date(2023, 8, 1), date(2024, 12, 1)), min_size=1, max_size=5).map(sorted))
    cells: list[dict[str, Any]] = []
    made: list[str] = []
    for day in at:
        plan = data.draw(st.lists(st.sampled_from([CHECKPOINT, "КТ – май 2024 г.", "чепуха"]), max_size=3))
        given = {"monthly_reports": data.draw(st.booleans())}
        measures = [measure(number, deadline) for number, deadline in enumerate(plan, 1)]
        book = organisation(*measures, given=given, reports=cells)
        for one in drawn_up(book, day):
            until = book[Reports][Reports.until][one.row].date()
            assert until < day
            made.append(one.key)
        again = rows(book)
        assert drawn_up(book, day) == []
        assert rows(book) == again
        cells = again
    assert len(set(made)) == len(made)


# Once, and for good


def test_a_report_stays_as_it_was_when_things_change_later() -> None:
    book, _ = november()
    before = rows(book)[0]
    late = organisation(measure(1, "Ноябрь 2023 г.", done=True), reports=rows(book))
    assert drawn_up(late, date(2023, 12, 5)) == []
    assert rows(late)[0] == before


def test_a_report_whose_link_was_erased_is_drawn_up_again_as_of_today() -> None:
    book, first = november()
    cells = rows(book)
    cells[0] |= {"document": None}
    late = organisation(measure(1, "Ноябрь 2023 г.", done=True), reports=cells)
    (again,) = drawn_up(late, date(2023, 12, 5))
    assert again.key == "report/roadmap/2023-11"
    assert (first["now"]["overdue"], again.context["now"]["overdue"]) == (1, 0)
    assert again.context["former"] is None  # it is not compared with itself
    assert rows(late)[0]["gist"] == "выполнено 1 из 1, просрочено 0"


# What it says


def test_it_counts_the_measures_by_their_states() -> None:
    _, said = november(
        measure(1, "Ноябрь 2023 г.", done=True),
        measure(2, "Октябрь 2023 г."),
        measure(3, "Ноябрь – декабрь 2023 г."),
        measure(4, "до 10.12.2023"),
        measure(5, "Май 2024 г."),
        measure(6, ""),
    )
    counts = {"total": 6, "done": 1, "in_progress": 1, "soon": 1, "overdue": 1, "not_started": 1, "no_deadline": 1}
    assert said["now"] == {**counts, "percent": 17}
    assert said["former"] is None


def test_it_lists_what_is_overdue_the_longest_first() -> None:
    _, said = november(
        measure(1, "до 28.11.2023"), measure(2, "до 31.10.2023", "Директор"), measure(3, "еженедельно", "")
    )
    told = [(one["number"], one["due"], one["late"], one["responsible"]) for one in said["overdue"]["rows"]]
    assert told == [
        ("3", date(2023, 9, 3), 89, ""),
        ("2", date(2023, 10, 31), 31, "Директор"),
        ("1", date(2023, 11, 28), 3, "Методист"),
    ]
    assert [one["missed"] for one in said["overdue"]["rows"]] == [13, 1, 1]


def test_it_lists_what_is_due_in_the_next_thirty_days_each_measure_once() -> None:
    _, said = november(
        measure(1, "до 31.12.2023"),
        measure(2, "до 1.01.2024"),
        measure(3, "до 1.12.2023"),
        measure(4, "еженедельно"),
        measure(5, "до 20.12.2023", done=True),
    )
    told = [(one["number"], one["due"], one["left"]) for one in said["soon"]["rows"]]
    assert told == [("3", date(2023, 12, 1), 0), ("4", date(2023, 12, 3), 2), ("1", date(2023, 12, 31), 30)]


def test_it_tells_what_was_done_since_the_report_before_with_its_proof() -> None:
    plan = [measure(1, "Ноябрь 2023 г.", done=True), measure(2, "Декабрь 2023 г."), measure(3, "ежемесячно")]
    book, first = november(*plan)
    assert [one["number"] for one in first["done"]["rows"]] == ["1"]
    plan[1] |= {"done": True, "proof": "Протокол № 3"}
    plan[2] |= {"done_until": serial(date(2023, 12, 31))}
    later = organisation(*plan, reports=rows(book))
    (document,) = drawn_up(later, date(2024, 1, 9))
    done = document.context["done"]["rows"]
    assert [(one["number"], one["proof"], one["times_done"], one["times"]) for one in done] == [
        ("2", "Протокол № 3", 1, 1),
        ("3", "", 4, 12),
    ]
    former = document.context["former"]
    assert (former["date"], former["done"], former["overdue"]) == (DECEMBER, 1, 1)


def test_a_report_on_a_former_plan_is_not_compared_with() -> None:
    book, _ = november(measure(1, "Ноябрь 2023 г.", done=True))
    drawn_up(book, date(2023, 12, 4))
    plan = {"period_start": "01.12.2023", "period_end": "31.08.2024"}
    later = organisation(measure(1, "Декабрь 2023 г.", done=True), given=plan, reports=rows(book))
    (document,) = drawn_up(later, date(2024, 1, 9))
    assert document.context["former"] is None
    assert [one["number"] for one in document.context["done"]["rows"]] == ["1"]


def test_what_a_person_reported_is_the_proof_and_a_later_date_that_was_agreed_to_counts() -> None:
    accepted = {"decision": "принять", "about": serial(date(2023, 11, 28))}
    reported = [
        {"id": "ОМ-0001", "measure": "М-0001", "outcome": "Выполнено", "proof": "Приказ № 7", **accepted},
        {"id": "ОМ-0002", "measure": "М-0002", "outcome": "Нужен другой срок", "new_deadline": "8.12.2023", **accepted},
        {"id": "ОМ-0003", "measure": "М-0003", "outcome": "Выполнено", "proof": "Протокол"},
    ]
    _, said = november(*(measure(number, "до 28.11.2023") for number in (1, 2, 3)), measurereports=reported)
    assert [one["proof"] for one in said["done"]["rows"]] == ["Приказ № 7"]
    assert [one["number"] for one in said["overdue"]["rows"]] == ["3"]
    assert [(one["number"], one["due"]) for one in said["soon"]["rows"]] == [("2", date(2023, 12, 8))]
    assert said["awaiting"] == ["1\u00a0отчёт о мероприятиях (лист «Отчёты о мероприятиях»)"]


def test_it_says_how_many_rows_of_the_plan_wait_to_be_mended() -> None:
    _, said = november(measure(1, "чепуха"), measure(2, "31 февраля 2024 г."), measure(3, "Ноябрь 2023 г."))
    assert said["awaiting"] == ["2\u00a0строки с замечаниями (лист «Дорожная карта»)"]


def test_it_says_who_has_no_mentor_and_all_else_that_the_digest_says_waits() -> None:
    nobody = [{"id": f"НМ-000{at}/—", "mentee": f"НМ-000{at}", "state": "нет наставника"} for at in range(1, 9)]
    proposed = {"id": "НМ-0009/Н-0001", "mentee": "НМ-0009", "mentor": "Н-0001", "state": "предложен", "score": 70}
    drafts = [{"id": "ПР-0001", "state": "проект", "document": "https://example.com/1", "subject": "О парах"}]
    wrong = [{"id": "НМ-0009", "full_name": "Зимин Олег", "problems": "Телефон: не номер."}]
    _, said = november(matches=[*nobody, {**proposed, "rank": 1}], orders=drafts, mentees=wrong)
    assert [told.replace("\u00a0", " ") for told in said["awaiting"]] == [
        "1 приказ на подпись (лист «Приказы»)",
        "1 решение о наставниках (лист «Подбор»)",
        "1 строка с замечаниями (лист «Банк наставляемых»)",
        "8 наставляемых без наставника (лист «Подбор»)",
    ]


def test_it_is_signed_by_the_curator_and_approved_by_the_director_or_has_blanks() -> None:
    _, said = november()
    assert said["director"] == {"full_name": "Дубровин Игорь Павлович", "position": "директор"}
    assert said["curator"]["full_name"] == "Бережной Олег Ильич"
    _, nobody = november(staff=())
    assert (nobody["director"], nobody["curator"]) == (None, None)


@pytest.mark.parametrize(
    ("day", "shown"), [("2024-02-01", "2023/2024"), ("2024-09-02", "2023/2024"), ("2024-10-01", "2024/2025")]
)
def test_of_a_plan_of_three_years_the_year_that_is_reported_on_is_drawn(day: str, shown: str) -> None:
    today = date.fromisoformat(day)
    given = {"period_end": "31.08.2026"}
    book = organisation(measure(1, "до 31.08.2026"), given=given)
    drawn_up(book, today - timedelta(days=5))
    (document,) = drawn_up(book, today)
    assert document.context["school_year"] == shown
    assert document.context["chart"]["year"] == int(shown[:4])


def test_the_picture_has_a_line_for_each_measure_under_its_stage() -> None:
    plan = [measure(1, "Ноябрь 2023 г.", stage="Начало"), measure(2, "КТ – май 2024 г.", stage="Итог")]
    _, said = november(*plan, measure(3, "", stage="Начало"))
    drawn = {stage["title"]: stage["lines"] for stage in said["chart"]["stages"]}
    assert {title: [line["number"] for line in lines] for title, lines in drawn.items()} == {
        "Начало": ["1", "3"],
        "Итог": ["2"],
    }
    signs = ["".join(cell["sign"] or "·" for cell in month) for month in drawn["Итог"][0]["months"]]
    assert " ".join(signs) == "··· ··· ··· │·· ··· ··· ··· ··· ○○◆○ ··· ··· ···"
    late = drawn["Начало"][0]["months"][2][0]
    assert late == {"sign": "!", "colour": "F4CCCC"}


def test_of_a_plan_without_a_single_date_it_says_so_instead_of_a_picture() -> None:
    _, said = november(measure(1, ""), measure(2, "по договорённости"))
    assert (said["chart"]["note"], said["chart"]["stages"]) == (NO_DATES, [])


def test_a_plan_of_a_thousand_measures_is_drawn_by_stages_and_its_tables_are_cut() -> None:
    plan = [measure(n, ("до 1.11.2023", "Май 2024 г.")[n % 2], stage=f"Этап {n % 7}") for n in range(1, 1001)]
    book = organisation(*plan)
    drawn_up(book, NOVEMBER)
    began = time.perf_counter()
    (document,) = drawn_up(book, DECEMBER)
    said = document.context
    (only,) = said["chart"]["stages"]
    assert only["lines"][0]["title"] == "Этап 1 — выполнено 0 из 143"
    assert len(only["lines"]) == 7
    assert str(MOST_LINES) in said["chart"]["note"]
    assert (len(said["overdue"]["rows"]), said["overdue"]["more"]) == (MOST_ROWS, 500 - MOST_ROWS)
    assert len(render(document.template, said)) < 100_000
    assert time.perf_counter() - began < 8


def test_a_plan_of_a_thousand_stages_or_of_none_is_drawn_too() -> None:
    for stages in (1000, 0):
        plan = [measure(n, "до 1.11.2023", **({"stage": f"Этап {n}"} if stages else {})) for n in range(1, 1001)]
        _, said = november(*plan)
        assert len(said["chart"]["stages"][0]["lines"]) == (MOST_LINES if stages else 1)


# What the next report is compared with


def test_figures_are_read_back_as_they_were_kept() -> None:
    book, _ = november(measure(1, "Ноябрь 2023 г.", done=True), measure(2, "до 1.11.2023"))
    kept = Figures.of_text(rows(book)[0]["figures"])
    assert kept is not None
    assert (kept.counts["done"], kept.counts["overdue"], kept.done) == (1, 1, {"М-0001": 1})


@given(st.none() | st.text() | st.recursive(st.integers(), lambda c: st.dictionaries(st.text(), c)).map(json.dumps))
def test_whatever_stands_in_place_of_figures_is_not_compared_with(text: str | None) -> None:
    assert Figures.of_text(text) is None


@pytest.mark.parametrize("done", ["[", "{", '{"М-0001": Infinity}', "7"])
def test_broken_figures_are_not_compared_with(done: str) -> None:
    whole = november()[0][Reports][Reports.figures].iloc[0]
    assert Figures.of_text(whole) is not None
    assert Figures.of_text(re.sub(r'"done":.*', f'"done":{done}}}', whole)) is None
    assert Figures.of_text("[" * 20_000) is None


def test_the_figures_of_a_plan_fit_a_cell_or_are_left_out() -> None:
    counts = dict.fromkeys(("total", "done", "in_progress", "soon", "overdue", "not_started", "no_deadline"), 9)
    for many in (2_000, 9_000):
        kept = Figures(counts, {f"М-{number:04d}": 1 for number in range(many)}).as_text()
        assert (kept is None) == (many > 2_000)
        assert len(kept or "") < 50_000


def test_what_a_curator_types_into_the_row_of_the_next_report_is_put_right() -> None:
    book = organisation(measure(1, "до 31.08.2024"))
    drawn_up(book, NOVEMBER)
    cells = rows(book)
    early = {"due_on": "20.11.2023"}
    for typed in (early, {"until": None}, {"until": "чепуха"}, {**early, "until": None}):
        again = organisation(measure(1, "до 31.08.2024"), reports=[{**cells[0], **typed}])
        assert drawn_up(again, date(2023, 11, 21)) == []
        assert rows(again) == cells


# In the curator's letter


def test_the_curator_is_told_of_a_report_once_the_morning_after_it() -> None:
    book, _ = november(measure(1, "Май 2024 г."))
    for day in days(DECEMBER, date(2024, 1, 5)):
        book.moment = morning(day)
        remind.run(book, day)
    letters = book[Letters].frame
    told = letters[letters[Letters.reasons].str.contains("digest/report/roadmap/2023-11", na=False)]
    assert told[Letters.recipient].tolist() == [COORDINATOR]
    assert "О выполнении дорожной карты за ноябрь 2023 г." in told[Letters.text].iloc[0].replace("\\", "")
    assert "https://example.com/report/roadmap/2023-11" in told[Letters.text].iloc[0]


# In a workspace


@pytest.fixture
def reported(technicum: Organisation) -> Organisation:
    """The technicum on 1 December, with November's report."""
    technicum.cycle()
    technicum.cycle(now=MONDAY + timedelta(days=11))
    return technicum


def report_text(one: Organisation) -> str:
    return one.order_text("ОТ-0001")


def test_the_report_stands_in_its_tab_and_in_its_folder_and_the_next_cycle_writes_nothing(
    reported: Organisation,
) -> None:
    first, coming = reported.curator.rows("Отчёты")
    assert first["Документ"].startswith("http") and first["Главное"].startswith("выполнено 0 из 45")
    assert (coming["За какой срок"], coming["Документ"]) == ("за декабрь 2023 г.", None)
    file = reported.google.drive.find(["report/roadmap/2023-11"])["report/roadmap/2023-11"]
    folder = reported.google.drive.search("name = 'Отчёты' and mimeType = 'application/vnd.google-apps.folder'")[0]
    assert list(file.parents) == [folder.id]
    assert "за ноябрь 2023 г." in report_text(reported)
    again = reported.cycle()
    assert again.changed == {}
    assert not [kind for kind in again.calls if kind.endswith("запись")]


def test_a_report_that_somebody_edited_is_not_written_over(reported: Organisation) -> None:
    drive = reported.google.drive
    file = drive.find(["report/roadmap/2023-11"])["report/roadmap/2023-11"]
    drive.replace(file, content=b"mine", content_kind="text/plain", properties={}, modified="2023-12-01T07:00:00Z")
    reported.curator.type("Отчёты", {"ОТ-0001": {"Документ": ""}})
    reported.cycle(now=MONDAY + timedelta(days=14))
    row = reported.row("Отчёты", "ОТ-0001")
    assert (row["Документ"], row["Что исправить"]) == (file.link, None)
    assert "mine" in report_text(reported)
    assert reported.cycle("reports").changed == {}


def test_without_its_tab_the_journal_says_so_and_the_rest_works(technicum: Organisation) -> None:
    Hands(technicum).delete_tab("Отчёты")
    report = technicum.cycle()
    assert any("«Отчёты»" in notice for notice in report.notices)
    assert report.changed["Дорожная карта"] > 0
