"""The job that watches the roadmap's deadlines, in memory."""

from __future__ import annotations

import time
from collections.abc import Mapping
from datetime import date
from typing import Any

import pandas as pd
import pytest

from automation.workbook.cells import serial
from jobs.papers.kinds import order_kinds
from jobs.plan.deadlines import run
from jobs.plan.proofs import OF_ONE_MEASURE, PROOFS_BY_WORD
from sheets_schema.tabs.roadmap import Roadmap
from sheets_schema.vocabulary import PROOFS
from tests.jobs.books import NOW, Rows, book

TODAY = NOW.date()


def told(rows: Rows, settings: Mapping[str, Any] | None = None, **others: Rows) -> list[dict[Any, Any]]:
    """The rows of the roadmap after the job has looked at them, with these rows of other tabs."""
    numbered = [{"id": f"М-{n:04d}", "measure": "Провести встречу", **row} for n, row in enumerate(rows, 1)]
    one = book({"roadmap": numbered, **others}, **(settings or {}))
    run(one, TODAY)
    return one[Roadmap].frame.to_dict("records")


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


def test_a_plan_of_a_thousand_measures_good_and_bad_is_read_in_no_time() -> None:
    phrases = [
        *("ежемесячно", "ежедневно", "Ноябрь 2023г.", "КТ – май 2024 г., далее – ежемесячно", "45200"),
        *("31 февраля 2024 г.", "как получится", "май 2024 г. – март 2024 г.", "", "через день после п. {before}"),
    ]
    rows = [
        {
            "number": f"{n}",
            "deadline": phrases[n % 10].format(before=n - 1),
            "responsible": ["Методист", "дворник", ""][n % 3],
            "depends_on": f"{max(1, n - 2)}",
            "result": f"Приказ о деле {n}",
        }
        for n in range(1, 1001)
    ]
    began = time.perf_counter()
    found = told(rows)
    assert time.perf_counter() - began < 5  # half a second, unless the machine is busy
    assert {row["state"] for row in found} == {"просрочено", "не начато", "без срока"}
    silent = [row["number"] for row in found if row["state"] == "без срока" and pd.isna(row["problems"])]
    assert silent == []


# Relative to something

COUNTED = {"number": "1.2", "deadline": "в течение недели после п. 1.1"}


def test_a_deadline_relative_to_a_measure_has_its_dates_and_its_state() -> None:
    row = told([{"number": "1.1", "deadline": "до 12.01.2024"}, COUNTED])[1]
    assert (row["start"], row["due"]) == (pd.Timestamp("2024-01-12"), pd.Timestamp("2024-01-19"))
    assert (row["state"], row["days_left"]) == ("скоро", 4)


def test_it_follows_the_measure_to_the_day_on_which_its_proof_was_seen() -> None:
    row = told([{**BY_ORDER, "number": "1.1"}, COUNTED], orders=[{**ON_TIME, "dated": serial(date(2024, 1, 9))}])[1]
    assert row["due"] == pd.Timestamp("2024-01-16")


def test_it_follows_the_measure_to_the_later_date_that_the_curator_agreed_to() -> None:
    later = {
        "id": "ОМ-0001",
        "measure": "М-0001",
        "outcome": "Нужен другой срок",
        "about": serial(date(2024, 1, 12)),
        "new_deadline": serial(date(2024, 2, 1)),
        "answered": serial(date(2024, 1, 10)),
        "decision": "принять",
    }
    first, second = told([{"number": "1.1", "deadline": "до 12.01.2024"}, COUNTED], measurereports=[later])
    assert (first["due"], second["due"]) == (pd.Timestamp("2024-02-01"), pd.Timestamp("2024-02-08"))


def test_what_is_counted_from_the_order_on_pairs_waits_for_it_to_be_signed() -> None:
    measure = {"deadline": "не позднее 10 рабочих дней со дня подписания приказа о парах"}
    waiting = told([measure], orders=[{**ON_TIME, "signed": False}])[0]
    assert (waiting["state"], pd.isna(waiting["due"])) == ("без срока", True)
    signed = told([measure], orders=[{**ON_TIME, "dated": serial(date(2024, 1, 9))}])[0]
    assert (signed["state"], signed["due"]) == ("скоро", pd.Timestamp("2024-01-23"))


def test_a_plan_that_is_done_anew_each_year_is_due_in_each() -> None:
    years = {"period_start": "01.01.2023", "period_end": "31.12.2025", "each_year": True}
    measure = {"deadline": "до 09.09.2023", "done_until": serial(date(2023, 9, 9))}
    row, once = told([{**measure, "yearly": True}, measure], settings=years)
    assert once["next_due"] is pd.NaT and pd.isna(once["progress"])
    assert (row["state"], row["due"], row["next_due"]) == (
        "не начато",
        pd.Timestamp("2024-09-09"),
        pd.Timestamp("2025-09-09"),
    )
    assert row["progress"] == "сделано 1 из 3; сделаете — впишите 09.09.2024 в «Сделано по»"


SIGNED = {"id": "ПР-0001", "purpose": "order/pairs/2023-1", "number": "161-У", "signed": True}
ON_TIME = {**SIGNED, "dated": serial(date(2023, 11, 30))}
BY_ORDER = {"deadline": "Ноябрь 2023г.", "proven_by": "приказ о парах подписан"}


def test_every_word_that_a_plan_may_name_has_its_proof() -> None:
    assert {*PROOFS_BY_WORD, *OF_ONE_MEASURE} == set(PROOFS)


def test_a_measure_is_done_by_itself_when_its_order_is_signed() -> None:
    row = told([BY_ORDER], orders=[ON_TIME, {**ON_TIME, "id": "ПР-0002", "number": "9-У", "dated": serial(TODAY)}])[0]
    assert row["state"] == "выполнено"
    assert row["seen"] == "подписан приказ № 161-У от 30.11.2023"
    assert not row["done"]


@pytest.mark.parametrize(
    "order",
    [
        {**ON_TIME, "signed": False},
        {**ON_TIME, "number": None},
        {**SIGNED, "dated": serial(date(2023, 8, 31))},
        {**ON_TIME, "purpose": "order/other/2023-1"},
    ],
    ids=["a draft", "without a number", "of a former plan", "about something else"],
)
def test_an_order_that_is_not_in_force_for_this_plan_proves_nothing(order: dict[str, Any]) -> None:
    row = told([BY_ORDER], orders=[order])[0]
    assert (row["state"], row["seen"]) == ("просрочено", "приказ ещё не подписан")


@pytest.mark.parametrize("word", ["приказ о парах подписан", "приказ о кураторе подписан"])
def test_an_order_proves_what_its_own_kind_is_proof_of_and_nothing_else(word: str) -> None:
    orders = [ON_TIME, {**ON_TIME, "id": "ПР-0002", "purpose": "order/curator/2023-2", "number": "9-У"}]
    row = told([{**BY_ORDER, "proven_by": word}], orders=orders)[0]
    number = {"приказ о парах подписан": "161-У", "приказ о кураторе подписан": "9-У"}[word]
    assert (row["state"], row["seen"]) == ("выполнено", f"подписан приказ № {number} от 30.11.2023")


def test_a_draft_without_a_date_beside_it_takes_nothing_from_an_order_that_is_signed() -> None:
    draft = {**SIGNED, "id": "ПР-0002", "number": None, "signed": False}
    assert told([BY_ORDER], orders=[draft])[0]["seen"] == "приказ ещё не подписан"
    assert told([BY_ORDER], orders=[draft, ON_TIME])[0]["state"] == "выполнено"


def test_the_curators_tick_counts_whatever_the_program_sees() -> None:
    row = told([{**BY_ORDER, "done": True}])[0]
    assert (row["state"], row["seen"]) == ("выполнено", "приказ ещё не подписан")


def test_what_the_curator_does_not_want_counted_is_not() -> None:
    row = told([{**BY_ORDER, "proven_by": None, "seen": "подписан приказ"}], orders=[ON_TIME])[0]
    assert row["state"] == "просрочено" and pd.isna(row["seen"])


def test_a_word_that_the_program_does_not_know_is_asked_about() -> None:
    row = told([{**BY_ORDER, "proven_by": "всё хорошо"}])[0]
    assert row["state"] == "просрочено"
    assert "Засчитать, когда: значения «всё хорошо» нет в списке" in row["problems"]


def test_a_recurring_measure_is_left_to_the_curator_though_the_proof_is_there() -> None:
    row = told([{**BY_ORDER, "deadline": "ежемесячно"}], orders=[ON_TIME])[0]
    assert row["state"] == "просрочено"
    assert row["seen"].endswith("отметьте этот раз в «Сделано по»")


def person(number: int, **more: Any) -> dict[str, Any]:
    """Somebody in a bank, fit for both forms of mentoring that the settings name."""
    forms = ("педагог–педагог", "педагог–студент")
    return {
        "id": f"Ч-{number:04d}",
        "status": "готов",
        "born": serial(date(1980, 1, 1)),
        "form": forms[number % 2],
        "forms": ", ".join(forms),
        **more,
    }


def due_when(word: str, planned: int | None = 3, **others: Rows) -> tuple[str, str]:
    """State of a measure of November that has this word, and what the program sees; so many of both are planned."""
    settings = {"mentees_planned": planned, "mentors_planned": planned}
    row = told([{"deadline": "Ноябрь 2023г.", "proven_by": word}], settings, **others)[0]
    return row["state"], row["seen"]


@pytest.mark.parametrize(
    ("bank", "word"), [("mentees", "банк наставляемых заполнен"), ("mentors", "банк наставников заполнен")]
)
def test_a_bank_is_filled_when_as_many_as_were_planned_are_in_order(bank: str, word: str) -> None:
    statuses = ["готов", "в паре", "выбыл", "нужны данные", "нет согласия"]
    people = [person(n, status=status) for n, status in enumerate(statuses, 1)]
    assert due_when(word, 3, **{bank: people}) == ("выполнено", "в банке без замечаний: 3, по плану 3")
    assert due_when(word, 4, **{bank: people}) == ("просрочено", "в банке без замечаний: 3, по плану 4")


def test_a_bank_is_not_filled_while_there_is_nobody_for_a_form_of_mentoring() -> None:
    students = [person(n, form="педагог–студент") for n in (1, 2, 3)]
    assert due_when("банк наставляемых заполнен", mentees=students) == (
        "просрочено",
        "в банке без замечаний: 3, по плану 3; никого для формы «педагог–педагог»",
    )
    pedagogues = [person(n, forms="педагог–педагог") for n in (1, 2, 3)]
    said = due_when("банк наставников заполнен", mentors=pedagogues)[1]
    assert said.endswith("; никого для формы «педагог–студент»")


@pytest.mark.parametrize(
    ("bank", "word"), [("mentees", "анкеты наставляемых собраны"), ("mentors", "анкеты наставников собраны")]
)
def test_questionnaires_are_gathered_when_as_many_came_as_were_planned(bank: str, word: str) -> None:
    answered = [person(n, status="нужны данные", answered="21.11.2023 10:00") for n in (1, 2, 3)]
    typed_in = person(4)
    assert due_when(word, 3, **{bank: [*answered, typed_in]}) == ("выполнено", "анкет: 3, по плану 3")
    assert due_when(word, 4, **{bank: [*answered, typed_in]}) == ("просрочено", "анкет: 3, по плану 4")


def consent(number: int, kind: str = "персональные данные", **more: Any) -> dict[str, Any]:
    return {"id": f"СГ-{number}{kind[:1]}", "person": f"Ч-{number:04d}", "kind": kind, "answer": "да", **more}


def test_consents_are_gathered_when_as_many_as_were_planned_in_both_banks_gave_theirs() -> None:
    mentees = [person(1), person(2), person(3, born=serial(date(2008, 1, 1)))]
    mentors = [person(n) for n in (4, 5, 6)]
    given = [consent(n) for n in range(1, 7)]
    word = "согласия участников собраны"
    without_parent = due_when(word, mentees=mentees, mentors=mentors, consents=given)
    assert without_parent == (
        "просрочено",
        "наставляемых с согласием: 2, по плану 3; наставников с согласием: 3, по плану 3",
    )
    all_given = [*given, consent(3, "согласие родителя")]
    assert due_when(word, mentees=mentees, mentors=mentors, consents=all_given)[0] == "выполнено"
    withdrawn = [*all_given[1:], consent(1, withdrawn_on=serial(TODAY))]
    assert due_when(word, mentees=mentees, mentors=mentors, consents=withdrawn)[0] == "просрочено"


def test_a_mentors_consent_to_personal_data_is_not_one_to_extra_duties() -> None:
    mentors = [person(n) for n in (1, 2, 3)]
    found = due_when("согласия наставников собраны", mentors=mentors, consents=[consent(n) for n in (1, 2, 3)])
    assert found == ("выполнено", "наставников с согласием: 3, по плану 3")


def test_candidates_are_found_when_as_many_mentees_as_were_planned_had_a_proposal() -> None:
    rows = [
        {"id": "Ч-0001/Н-0001", "mentee": "Ч-0001", "mentor": "Н-0001", "state": "отклонён"},
        {"id": "Ч-0001/Н-0002", "mentee": "Ч-0001", "mentor": "Н-0002", "state": "предложен"},
        {"id": "Ч-0002/Н-0002", "mentee": "Ч-0002", "mentor": "Н-0002", "state": "снят"},
        {"id": "Ч-0003/—", "mentee": "Ч-0003", "state": "нет наставника"},
    ]
    assert due_when("кандидаты подобраны", 2, matches=rows) == (
        "выполнено",
        "наставляемых с кандидатами: 2, по плану 2",
    )
    assert due_when("кандидаты подобраны", 3, matches=rows)[0] == "просрочено"


def test_pairs_are_agreed_when_the_curator_accepted_as_many_as_were_planned_before_any_order() -> None:
    pairs: Rows = [{"id": f"П-000{n}", "mentee": f"Ч-000{n}", "mentor": "Н-0001"} for n in (1, 2, 3)]
    decisions = [
        {"id": f"Ч-000{n}/Н-0001", "mentee": f"Ч-000{n}", "mentor": "Н-0001", "decision": decision}
        for n, decision in enumerate(["принять", "назначить", "отклонить"], 1)
    ]
    found = due_when("пары подобраны", 2, pairs=pairs, matches=decisions)
    assert found == ("выполнено", "наставляемых с принятым наставником: 2, по плану 2")
    assert due_when("пары подобраны", 3, pairs=pairs, matches=decisions)[0] == "просрочено"
    assert due_when("пары утверждены", 2, pairs=pairs, matches=decisions)[0] == "просрочено"


OF_PEOPLE_THAT_THERE_ARE = {"наставники обучены", "оставшимся предложена поддержка"}
BY_NUMBERS = sorted(set(PROOFS) - {kind.proof for kind in order_kinds()} - {*OF_ONE_MEASURE} - OF_PEOPLE_THAT_THERE_ARE)


@pytest.mark.parametrize("word", BY_NUMBERS)
def test_without_a_number_planned_nothing_is_guessed_and_the_row_says_what_to_fill_in(word: str) -> None:
    row = told([{"deadline": "Ноябрь 2023г.", "responsible": "Методист", "proven_by": word}])[0]
    assert row["state"] == "просрочено"
    assert row["seen"].startswith(("анкет: 0", "в банке", "настав"))
    assert "а сколько ждать, неизвестно" in row["seen"]
    assert row["problems"].startswith("Совет: Засчитать, когда: на листе «Настройки» не заполнено: Настав")
    ticked = told([{"deadline": "Ноябрь 2023г.", "proven_by": word, "done": True}])[0]
    assert pd.isna(ticked["problems"])


def test_pairs_once_approved_stay_counted_when_one_of_them_ends() -> None:
    pairs: Rows = [
        {"id": "П-0001", "mentee": "НМ-0001", "order": "ПР-0001"},
        {"id": "П-0002", "mentee": "НМ-0002", "order": "ПР-0001", "ended_on": serial(TODAY)},
        {"id": "П-0003", "mentee": "НМ-0002", "order": "ПР-0001"},
        {"id": "П-0004", "mentee": "НМ-0003", "order": "ПР-0002"},
    ]
    measure = {"deadline": "Ноябрь 2023г.", "proven_by": "пары утверждены"}
    row = told([measure], pairs=pairs, orders=[ON_TIME], settings={"mentees_planned": 2})[0]
    assert (row["state"], row["seen"]) == ("выполнено", "наставляемых в приказах: 2, по плану 2")


def test_what_was_seen_stands_while_its_tab_is_away() -> None:
    measures = [{"id": "М-0001", "measure": "Издать приказ", **BY_ORDER, "state": "выполнено", "seen": "подписан"}]
    one = book({"roadmap": measures})
    one._missing["orders"] = "Нет листа «Приказы»."
    run(one, TODAY)
    assert (one[Roadmap][Roadmap.state][1], one[Roadmap][Roadmap.seen][1]) == ("выполнено", "подписан")
