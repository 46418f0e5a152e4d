"""What a careful reader would object to in a plan, and what they would not."""

from __future__ import annotations

import time
from datetime import date
from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from automation.deadlines import Period
from automation.roadmaps import Weight, findings, plan_in, plan_of
from sheets_schema.columns import Flag
from sheets_schema.roadmaps import load, names, read
from sheets_schema.tabs.roadmap import Roadmap

YEAR = Period(date(2023, 9, 1), date(2024, 8, 31))
THREE_YEARS = Period(date(2023, 9, 1), date(2026, 8, 31))
COLUMNS = [name for name, column in Roadmap.columns.items() if not isinstance(column, Flag)]
FLAGS = [name for name, column in Roadmap.columns.items() if isinstance(column, Flag)]
GOOD = {"measure": "Провести встречу", "deadline": "Ноябрь 2023 г.", "responsible": "Координатор"}


def frame(*rows: dict[str, Any]) -> pd.DataFrame:
    """Rows of «Дорожная карта», good but for what they say themselves."""
    cells = [{"id": f"М-{n:04d}", **GOOD, **row} for n, row in enumerate(rows, 1)]
    index = range(10, 10 + len(rows))
    texts = pd.DataFrame(cells, columns=COLUMNS, index=index, dtype="str")
    ticks = pd.DataFrame([{name: bool(row.get(name)) for name in FLAGS} for row in rows], columns=FLAGS, index=index)
    return texts.join(ticks)


def said(*rows: dict[str, Any], period: Period = YEAR, **known: Any) -> list[tuple[int, str]]:
    """Row → what is said of it, from problems to notes; rows count from 1."""
    found = findings(plan_in(frame(*rows), period=period, **known))
    return [(finding.row - 9, finding.sentence) for finding in found]


def weights(*rows: dict[str, Any], **known: Any) -> list[Weight]:
    return [finding.weight for finding in findings(plan_in(frame(*rows), period=YEAR, **known))]


def test_nothing_is_said_of_a_good_measure() -> None:
    assert said({}) == []


def test_an_empty_plan_has_nothing_wrong() -> None:
    assert said() == []


# The deadline


@pytest.mark.parametrize(
    ("deadline", "says"),
    [
        ("Август 2023 г. – май 2024 г.", "начинается 01.08.2023, а план — 01.09.2023"),
        ("Октябрь 2024 г.", "кончается 31.10.2024, а план — 31.08.2024"),
        ("до 9.09.2022", "кончается 09.09.2022, а план начинается только 01.09.2023"),
    ],
)
def test_a_deadline_outside_the_plan_is_told_from_which_end(deadline: str, says: str) -> None:
    [(row, sentence)] = said({"deadline": deadline})
    assert row == 1
    assert sentence == f"Срок: «{deadline}» {says}; проверьте год и период плана"


def test_the_first_and_the_last_day_of_the_plan_are_within_it() -> None:
    assert said({"deadline": "сентябрь 2023 г. – август 2024 г."}) == [
        (1, "Срок: его последний день, 31.08.2024, выходной (суббота); рабочий — 30.08.2024")
    ]


def test_a_missing_deadline_is_asked_for_and_may_be_refused() -> None:
    assert [row for row, _ in said({"deadline": None}, {"deadline": "–"}, {"deadline": "без срока"})] == [1, 2]


def test_a_deadline_nobody_understands_is_quoted() -> None:
    [(_, sentence)] = said({"deadline": "когда-нибудь"})
    assert sentence.startswith("Срок: «когда-нибудь» непонятен. Напишите, например: ")


@pytest.mark.parametrize(
    ("deadline", "says"),
    [
        ("до 12.11.2023", "12.11.2023 — выходной (воскресенье); ближайшие рабочие — 10.11.2023 и 13.11.2023"),
        ("до 4 ноября 2023 г.", "04.11.2023 — выходной (суббота); ближайшие рабочие — 03.11.2023 и 07.11.2023"),
        ("до 29.04.2024", "29.04.2024 — выходной (понедельник); ближайшие рабочие — 27.04.2024 и 02.05.2024"),
    ],
)
def test_a_day_off_is_named_with_the_working_days_around_it(deadline: str, says: str) -> None:
    assert said({"deadline": deadline}) == [(1, f"Срок: {says}")]
    assert weights({"deadline": deadline}) == [Weight.ADVICE]


def test_a_saturday_that_a_transfer_made_a_working_day_is_one() -> None:
    assert said({"deadline": "до 27.04.2024"}) == []


def test_a_month_that_ends_on_a_day_off_is_no_more_than_noted() -> None:
    assert weights({"deadline": "Декабрь 2023 г."}) == [Weight.NOTE]


def test_a_measure_of_the_whole_plan_is_not_asked_which_day_is_its_last() -> None:
    assert said({"deadline": "в течение года"}) == []


def test_a_repetition_without_an_end_is_asked_when_to_stop() -> None:
    rows = [
        {"deadline": deadline}
        for deadline in (
            "ежемесячно",
            "КТ – май 2024 г., далее – ежемесячно",
            "ежемесячно, сентябрь 2023 г. – май 2024 г.",
        )
    ]
    found = said(*rows, {"deadline": "в течение года ежемесячно"})
    assert [row for row, _ in found] == [1, 2]
    assert "до конца плана (31.08.2024)" in found[0][1]


# The people responsible


def test_a_measure_of_nobody_is_asked_for_a_role() -> None:
    assert said({"responsible": None}) == [(1, "Ответственные: никто не назван; впишите роли, иначе напоминать некому")]


def test_words_that_are_no_role_are_quoted() -> None:
    assert said({"responsible": "Координатор, все понемногу"}) == [
        (1, "Ответственные: непонятно, кто это: «все понемногу»; напишите роль")
    ]


def test_a_role_nobody_holds_is_a_problem_only_when_nobody_else_would_be_reminded() -> None:
    rows = ({"responsible": "Методист"}, {"responsible": "Координатор, методист"}, {"responsible": "Наставник"})
    assert [row for row, _ in said(*rows, roles={"Координатор"})] == [1, 2]
    assert weights(*rows, roles={"Координатор"}) == [Weight.PROBLEM, Weight.ADVICE]
    assert said(*rows) == []


def test_a_role_that_points_to_two_people_is_looked_at_where_there_ought_to_be_one() -> None:
    rows = ({"responsible": "Директор"}, {"responsible": "Методист, координатор"})
    roles = ["Директор", "Методист", "Методист", "Координатор", "Директор"]
    assert said(*rows, roles=roles) == [
        (
            1,
            "Ответственные: роль «Директор» на листе «Сотрудники» дана нескольким (2); "
            "письма получат все, если это ошибка — исправьте там",
        ),
        (
            2,
            "Ответственные: роль «Методист» на листе «Сотрудники» дана нескольким (2); "
            "письма получат все, если это ошибка — исправьте там",
        ),
    ]
    assert weights(*rows, roles=roles) == [Weight.ADVICE, Weight.NOTE]


# Numbers


@pytest.mark.parametrize(
    ("numbers", "says"),
    [
        (["6.7", "6.9"], "перед 6.9 нет 6.8"),
        (["1.1.1", "1.1.2", "1.3.1"], "перед 1.3 нет 1.2"),
        (["1.", "2.", "7."], "перед 7 нет 3–6"),
        (["1.1", "1.2", "2.2"], "перед 2.2 нет 2.1"),
    ],
)
def test_a_gap_in_the_numbers_is_told_before_what(numbers: list[str], says: str) -> None:
    first = ["1", "2", "3", "4", "5"] if numbers[0].startswith("6") else []
    rows = [
        {"number": number}
        for number in (*first, *(["6.1", "6.2", "6.3", "6.4", "6.5", "6.6"] if first else []), *numbers)
    ]
    assert said(*rows) == [(len(rows), f"Пункт: {says}; верните мероприятие или исправьте номера")]


@pytest.mark.parametrize(
    "numbers",
    [
        ["1", "2", "3"],
        ["0.1", "1.1", "1.2"],
        ["1.1.1", "1.1.2", "1.2.1", "2.1.1"],
        ["2", "1", "3"],
        ["", "", ""],
        ["а", "б", "приложение 7"],
        [f"1.{n}" for n in range(1, 12)],
    ],
)
def test_numbers_in_a_row_are_fine_in_any_order(numbers: list[str]) -> None:
    assert said(*({"number": number or None} for number in numbers)) == []


def test_a_number_given_twice_is_told_at_both_places() -> None:
    rows = ({"number": "1", "measure": "Собрать согласия"}, {"number": "1", "measure": "Обучить наставников"})
    assert said(*rows) == [
        (1, "Пункт: номер 1 есть и у мероприятия «Обучить наставников»; исправьте один из номеров"),
        (2, "Пункт: номер 1 есть и у мероприятия «Собрать согласия»; исправьте один из номеров"),
    ]


def test_numbers_may_begin_anew_in_each_stage() -> None:
    rows = [{"number": number, "stage": stage} for stage in ("1. Начало", "2. Работа") for number in "12"]
    assert said(*rows) == []
    rows[3]["number"] = "3"
    assert said(*rows) == [(4, "Пункт: перед 3 нет 2; верните мероприятие или исправьте номера")]


def test_numbers_may_begin_anew_in_each_line_of_activity() -> None:
    rows = [{"number": number, "stage": "1. Начало", "activity": activity} for activity in "АБ" for number in "12"]
    assert said(*rows) == []


@given(st.lists(st.lists(st.integers(1, 5), min_size=1, max_size=3), max_size=12))
def test_any_numbers_give_an_answer_and_only_advice(numbers: list[list[int]]) -> None:
    rows = [{"number": ".".join(map(str, parts))} for parts in numbers]
    assert all(sentence.startswith("Пункт: ") for _, sentence in said(*rows))


@given(st.lists(st.integers(1, 4), min_size=1, max_size=6))
def test_a_plan_numbered_without_slips_is_never_found_fault_with(sizes: list[int]) -> None:
    rows = [{"number": f"{stage}.{n}"} for stage, size in enumerate(sizes, 1) for n in range(1, size + 1)]
    assert said(*rows) == []


# What comes before what


def test_a_measure_before_what_it_depends_on_is_told_which() -> None:
    rows = ({"number": "1", "deadline": "Март 2024 г."}, {"number": "2", "depends_on": "1"})
    assert said(*rows) == [
        (1, "Срок: его последний день, 31.03.2024, выходной (воскресенье); рабочий — 29.03.2024"),
        (
            2,
            "Срок: 30.11.2023 — раньше, чем пункт 1 (31.03.2024), после которого это делается; сдвиньте один из сроков",
        ),
    ]


def test_what_depends_on_a_measure_that_is_not_there_is_told_so() -> None:
    assert said({"number": "1", "depends_on": "7, 1"}) == [(1, "После пунктов: пункта 7 в плане нет; исправьте номер")]


@pytest.mark.parametrize(
    ("typed", "strange"),
    [("2, педсовет", "«педсовет»"), ("после 2", "«после»"), ("2–3", "«2–3»"), ("п. 2; пп. 2, 2.", "")],
)
def test_what_stands_among_the_numbers_and_is_none_is_asked_about(typed: str, strange: str) -> None:
    rows = ({"number": "1", "depends_on": typed}, {"number": "2"})
    expected = f"После пунктов: непонятно, что это: {strange}; впишите номера пунктов через запятую"
    assert said(*rows) == ([(1, expected)] if strange else [])


def test_a_checkpoint_before_the_rest_of_its_stage_is_told_of_the_latest() -> None:
    rows = (
        {"stage": "1. Работа", "number": "1.1", "deadline": "15 мая 2024 г."},
        {"stage": "1. Работа", "number": "1.2", "deadline": "КТ – ноябрь 2023 г."},
    )
    assert said(*rows) == [
        (
            2,
            "Срок: 30.11.2023 — раньше, чем пункт 1.1 (15.05.2024), а итог подводится после него; "
            "проверьте год и месяц",
        )
    ]


def test_a_checkpoint_that_the_curator_ticked_closes_its_stage_as_one_in_words() -> None:
    before = {"stage": "1. Работа", "number": "1.1", "deadline": "15 мая 2024 г."}
    [(row, sentence)] = said(before, {"stage": "1. Работа", "number": "1.2", "checkpoint": True})
    assert row == 2 and "а итог подводится после него" in sentence


def test_what_accompanies_the_whole_plan_is_closed_by_nothing() -> None:
    rows = (
        {"stage": "1. Работа", "number": "1.1", "deadline": "в течение года"},
        {"stage": "1. Работа", "number": "1.2", "deadline": "КТ – ноябрь 2023 г."},
        {"stage": "2. Завершение", "number": "2.1", "deadline": "Апрель 2024 г."},
    )
    assert [sentence for _, sentence in said(*rows) if "раньше" in sentence] == []


def test_the_final_report_before_the_work_is_over_is_a_slip_of_the_year() -> None:
    rows = (
        {"stage": "6. Работа пар", "number": "6.1", "deadline": "Август 2025 г."},
        {"stage": "7. Завершение", "number": "7.1", "deadline": "Сентябрь 2024 г.", "measure": "Итоговый отчёт"},
    )
    found = [sentence for row, sentence in said(*rows, period=THREE_YEARS) if row == 2]
    assert (
        "Срок: 30.09.2024 — раньше, чем пункт 6.1 (31.08.2025), а итог подводится после него; проверьте год и месяц"
        in found
    )


def test_a_stage_that_ends_before_the_one_before_it_is_looked_at() -> None:
    rows = (
        {"stage": "1. Обучение", "number": "1.1", "deadline": "15 декабря 2023 г."},
        {"stage": "2. Пары", "number": "2.1"},
    )
    [(row, sentence)] = said(*rows)
    assert row == 2
    assert "этап 2 кончается 30.11.2023, а этап 1 — позже, 15.12.2023 (пункт 1.1)" in sentence


# Orders and forms


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (
            "Приказ о назначении наставников и закреплении пар",
            "Издание приказа «О закреплении наставнических пар/групп»",
        ),
        ("Приказ «Об утверждении Положения о наставничестве»", "приказ об утверждении положения"),
        ("Приказ о назначении куратора внедрения модели", "Приказ по школе о назначении куратора"),
        ("Приказ об открытии школы наставника", "Издать приказ «Об открытии школы наставника»"),
    ],
)
def test_the_same_order_is_found_under_another_wording(one: str, other: str) -> None:
    [(row, sentence)] = said({"number": "1", "result": one}, {"number": "2", "measure": other})
    assert row == 2
    assert "уже есть: пункт 1; проверьте, нужны ли оба" in sentence


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Приказ о закреплении пар", "Приказ об утверждении Положения"),
        ("Приказ о назначении куратора внедрения модели", "Приказ о внедрении целевой модели"),
        ("Приказ о закреплении пар", "План работы, утверждённый приказом"),
        ("Приказ об утверждении Положения", "Изучить приказ министерства № 590 «О положении»"),
        ("Приказ об утверждении Положения", "Положение о наставничестве"),
    ],
)
def test_different_orders_and_mere_mentions_are_told_apart(one: str, other: str) -> None:
    assert said({"result": one}, {"result": other, "measure": other}) == []


def test_an_order_that_one_measure_names_twice_is_one_order() -> None:
    assert said({"measure": "Издать приказ о закреплении пар", "result": "Приказ о закреплении пар"}) == []


def test_forms_of_mentoring_are_compared_with_those_of_the_plan() -> None:
    forms = ("педагог–студент", "педагог–педагог")
    rows = (
        {"measure": "Собрать банк программ «Студент - студент», «педагог—педагог»"},
        {"measure": "Обучить наставников формы «педагог – студент»"},
    )
    assert said(*rows, forms=forms) == [
        (1, "Мероприятие: среди форм наставничества плана нет «студент–студент»; сверьте их"),
        (1, "Мероприятие: не названа форма наставничества плана «педагог–студент»; сверьте их"),
    ]
    assert said(*rows) == []


# Whole plans


def test_every_plan_of_the_package_can_be_checked() -> None:
    for name in names():
        plan = plan_of(load(name), period=YEAR)
        assert all(finding.sentence.partition(": ")[2] for finding in findings(plan))


def test_the_slips_of_the_technicums_plan_are_found() -> None:
    plan = plan_of(load("ktt"), period=YEAR)
    found = {(plan.entries[one.row].name, one.sentence.split(";")[0]) for one in findings(plan)}
    assert {
        ("1.2.3", "Мероприятие: среди форм наставничества плана нет «студент–студент»"),
        ("1.2.3", "Мероприятие: не названа форма наставничества плана «педагог–студент»"),
        ("3.2.1", "Срок: не указан, и напоминать не о чем"),
        ("3.2.2", "Ответственные: никто не назван"),
        ("4.1.1", "Ответственные: никто не назван"),
    } <= found


def test_a_plan_without_a_period_has_nothing_outside_it() -> None:
    text = """
organisation: {name: Школа № 1, short_name: Школа}
title: План
stages:
  - {number: 1, title: Начало, measures: [{number: "1.1", title: Первое, deadline: май 2031, responsible: [Директор]}]}
"""
    assert [one.weight for one in findings(plan_of(read(text, code="school"), period=YEAR))] == [Weight.NOTE]


def test_checking_changes_nothing() -> None:
    table = frame({"number": "1"}, {"number": "1", "deadline": None})
    before = table.copy()
    findings(plan_in(table, period=YEAR))
    pd.testing.assert_frame_equal(table, before)


def test_a_thousand_measures_are_checked_without_a_wait() -> None:
    rows = [
        {
            "number": f"{n // 50 + 1}.{n % 50 + 1}",
            "stage": f"{n // 50 + 1}. Этап",
            "deadline": f"{n % 28 + 1}.{n % 12 + 1}.2024, далее – ежедневно"
            if n % 10 == 0
            else f"до {n % 28 + 1}.11.2023",
            "result": f"Приказ о мероприятии {n}",
        }
        for n in range(1000)
    ]
    table = frame(*rows)
    findings(plan_in(table, period=YEAR))  # the calendar is read once
    began = time.perf_counter()
    findings(plan_in(table, period=YEAR))
    assert time.perf_counter() - began < 10  # a fraction of a second, unless the machine is busy
