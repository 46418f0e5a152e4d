"""What a new year makes of a book in memory: which measures, pairs, proposals, people and letters go on."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Any

import pytest

from automation.deadlines import Period
from automation.google.forms import Response
from automation.roadmaps import Weight, findings
from automation.workbook.book import Book, TabUnavailable
from automation.workbook.cells import serial
from jobs.cli.bringing import first_rows
from jobs.new_year.decision import NewYear, decide
from jobs.new_year.period import CannotBegin, NothingToDo, following, new_period, years_of
from jobs.plan import roadmap as facts
from jobs.plan.proofs import look
from jobs.plan.roadmap import period
from sheets_schema.nastavnik import NASTAVNIK
from sheets_schema.roadmaps import load, names
from sheets_schema.tabs.roadmap import Roadmap
from sheets_schema.vocabulary import MENTEES_ANSWERED
from tests.jobs.books import Rows, book

AUGUST = datetime(2024, 8, 20, 6, 0, tzinfo=UTC)
OLD, NEW = Period(date(2023, 9, 1), date(2024, 8, 31)), Period(date(2024, 9, 1), date(2025, 8, 31))
ENDED = serial(date(2024, 6, 14))
SIGNED = {"number": "161-У", "dated": serial(date(2023, 11, 30)), "signed": True}


def a_book(rows: Mapping[str, Rows] | None = None, **settings: Any) -> Book:
    return book(rows or {}, now=AUGUST, **settings)


def plan(*measures: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Measures that come every year, unless they say otherwise."""
    return [
        {"id": f"М-{n:04d}", "number": f"{n}", "measure": f"Дело {n}", "yearly": True, **measure}
        for n, measure in enumerate(measures, 1)
    ]


def turned(rows: Mapping[str, Rows], **settings: Any) -> NewYear:
    return decide(a_book(rows, **settings), NEW)


def edits(year: NewYear, tab: str) -> dict[str, Mapping[str, Any]]:
    """Number of a row → the cells written in it."""
    return {identity[1]: cells for identity, cells in year.changes[tab].edits.items()} if tab in year.changes else {}


def gone(year: NewYear, tab: str) -> list[str]:
    """The numbers of the rows that are deleted."""
    return sorted(identity[1] for identity in year.changes[tab].deleted) if tab in year.changes else []


# The period


@pytest.mark.parametrize(
    ("start", "end", "then", "until", "years"),
    [
        ((2023, 9, 1), (2024, 8, 31), (2024, 9, 1), (2025, 8, 31), "2023/24"),
        ((2023, 9, 1), (2026, 8, 31), (2026, 9, 1), (2029, 8, 31), "2023–2026"),
        ((2022, 1, 1), (2025, 12, 31), (2026, 1, 1), (2029, 12, 31), "2022–2025"),
        ((2023, 11, 20), (2024, 6, 30), (2024, 11, 20), (2025, 6, 30), "2023/24"),
        ((2024, 1, 15), (2024, 5, 31), (2025, 1, 15), (2025, 5, 31), "2024"),
        ((2022, 3, 1), (2023, 2, 28), (2023, 3, 1), (2024, 2, 29), "2022/23"),
        ((2023, 3, 1), (2024, 2, 29), (2024, 3, 1), (2025, 2, 28), "2023/24"),
    ],
)
def test_a_plan_is_followed_by_one_of_the_same_months_whole_years_later(
    start: Any, end: Any, then: Any, until: Any, years: str
) -> None:
    old = Period(date(*start), date(*end))
    assert following(old) == Period(date(*then), date(*until))
    assert years_of(old) == years


def test_the_years_after_are_offered_when_the_old_ones_are_nearly_over() -> None:
    assert new_period(a_book()) == NEW


def test_a_plan_that_has_long_to_go_is_not_moved_without_dates() -> None:
    early = book({}, now=datetime(2024, 2, 1, tzinfo=UTC))
    with pytest.raises(CannotBegin, match=r"действует с 01\.09\.2023 по 31\.08\.2024, до его конца далеко"):
        new_period(early)
    assert new_period(early, NEW.start, NEW.end) == NEW


def test_inside_a_plan_of_several_years_nothing_has_to_be_moved() -> None:
    with pytest.raises(CannotBegin, match="Внутри плана на несколько лет переносить нечего"):
        new_period(a_book(period_end="31.08.2026"))


@pytest.mark.parametrize(
    ("start", "end", "says"),
    [
        (date(2025, 9, 1), date(2025, 8, 31), "Новый период кончается"),
        (date(2022, 9, 1), date(2023, 8, 31), "начинается не позже нынешнего"),
    ],
)
def test_dates_that_contradict_are_not_taken(start: date, end: date, says: str) -> None:
    with pytest.raises(CannotBegin, match=says):
        new_period(a_book(), start, end)


def test_a_plan_that_is_there_already_is_not_moved_again() -> None:
    with pytest.raises(NothingToDo, match="Делать нечего"):
        new_period(a_book(), OLD.start, OLD.end)
    moved_today = a_book()
    moved_today.state.new_year = "2024-08-20"
    with pytest.raises(NothingToDo, match=r"уже перенесён 20\.08\.2024"):
        new_period(moved_today)


@pytest.mark.parametrize("setting", ["period_start", "period_end"])
def test_without_a_period_no_year_can_follow(setting: str) -> None:
    with pytest.raises(CannotBegin, match="«Начало плана» и «Окончание плана»"):
        new_period(a_book(**{setting: None}))


# The plan


def test_what_comes_every_year_gets_the_deadline_of_the_new_year_and_begins_anew() -> None:
    measure = {
        "deadline": "до 10.11.2023",
        "done": True,
        "done_until": serial(date(2023, 11, 10)),
        "proof": "протокол",
        "state": "выполнено",
        "due": serial(date(2023, 11, 10)),
        "report": "Выполнено, отчёт принят",
        "seen": "подписан приказ",
        "problems": "Совет: …",
        "responsible": "Методист",
        "proven_by": "приказ о парах подписан",
        "result": "Протокол",
    }
    year = turned({"roadmap": plan(measure)})
    written = edits(year, "roadmap")["М-0001"]
    assert written["deadline"] == "до 08.11.2024"
    assert written["done"] is False
    assert {name for name, cell in written.items() if cell is None} == {
        *("done_until", "proof", "state", "days_left", "seen", "start", "due", "report", "next_due", "progress"),
        *("problems", "depends_on"),
    }
    assert not {"responsible", "proven_by", "result", "measure", "number", "yearly"} & written.keys()
    assert [(one.name, one.was, one.becomes, one.remark) for one in year.kept] == [
        ("1", "до 10.11.2023", "до 08.11.2024", "")
    ]


def test_what_was_done_once_stays_behind_with_its_line_of_the_timeline() -> None:
    rows: dict[str, Rows] = {
        "roadmap": plan({"deadline": "Ноябрь 2023 г.", "yearly": None, "done": True}, {"deadline": "Май 2024 г."}),
        "timeline": [{"id": "М-0001"}, {"id": "М-0002"}, {"id": "М-0099"}],
    }
    year = turned(rows)
    assert gone(year, "roadmap") == ["М-0001"]
    assert gone(year, "timeline") == ["М-0001", "М-0099"]
    assert [one.id for one in year.left] == ["М-0001"]


@pytest.mark.parametrize(
    ("measure", "remark"),
    [
        ({"deadline": "Ноябрь 2023 г.", "done": True}, ""),
        ({"deadline": "Ноябрь 2023 г.", "state": "выполнено"}, ""),
        ({"deadline": "Ноябрь 2023 г.", "state": "просрочено"}, "не выполнено"),
        ({"deadline": "Август 2024 г., далее – ежегодно"}, "повторяется и после конца плана"),
        ({"deadline": "ежемесячно"}, "повторяется и после конца плана"),
        ({"deadline": "ежемесячно в течение года", "done": True}, ""),
    ],
)
def test_what_stays_behind_though_it_may_be_wanted_is_pointed_out(measure: dict[str, Any], remark: str) -> None:
    [one] = turned({"roadmap": plan({**measure, "yearly": False})}).left
    assert one.remark.startswith(remark) and bool(one.remark) == bool(remark)


def test_a_deadline_that_nobody_can_move_stays_as_it_is_and_is_pointed_out() -> None:
    [one] = turned({"roadmap": plan({"deadline": "когда-нибудь потом"})}).kept
    assert one.becomes == "когда-нибудь потом"
    assert one.remark


def test_a_deadline_typed_as_a_date_is_moved_as_one() -> None:
    [one] = turned({"roadmap": plan({"deadline": serial(date(2023, 11, 10))})}).kept
    assert (one.was, one.becomes) == ("10.11.2023", "08.11.2024")


@pytest.mark.parametrize(
    ("depends_on", "becomes"), [("1, 3", "3"), ("1", None), ("3; 2", "3; 2"), ("1.", None), (None, None)]
)
def test_a_measure_waits_for_nothing_that_stays_behind(depends_on: str | None, becomes: str | None) -> None:
    rows = plan({"yearly": False}, {"depends_on": depends_on}, {})
    assert edits(turned({"roadmap": rows}), "roadmap")["М-0002"]["depends_on"] == becomes


def test_a_deadline_that_counts_from_what_stays_behind_is_pointed_out() -> None:
    rows = plan({"yearly": False}, {"deadline": "в течение 5 рабочих дней после п. 1"})
    assert "от пункта 1, а он остаётся в архиве" in turned({"roadmap": rows}).kept[0].remark


def test_a_plan_of_which_nothing_would_remain_says_so() -> None:
    assert turned({"roadmap": plan({"yearly": False})}).keeps_nothing
    assert not turned({"roadmap": plan({"yearly": False}, {})}).keeps_nothing
    assert not turned({}).keeps_nothing


@pytest.mark.parametrize("name", names())
def test_each_of_the_five_plans_is_as_sound_in_its_new_year_as_it_was(name: str) -> None:
    first = first_rows(load(name))
    rows: list[dict[Any, Any]] = [{"id": f"М-{n:04d}", **row} for n, row in enumerate(first.rows[Roadmap], 1)]
    old = a_book({"roadmap": rows}, **first.settings)
    year = decide(old, following(period(old) or OLD))
    written = edits(year, "roadmap")
    moved = [{**row, **written[row["id"]]} for row in rows if row["id"] in written]
    dates = {"period_start": f"{year.new.start:%d.%m.%Y}", "period_end": f"{year.new.end:%d.%m.%Y}"}
    new = a_book({"roadmap": moved}, **{**first.settings, **dates})
    worse = _problems(new) - _problems(old)
    assert {one for one in worse if not one.startswith("Пункт: перед ")} == set()
    assert len(moved) == sum(measure.yearly for measure in load(name).measures)


def _problems(one: Book) -> set[str]:
    """What the curator is told of the plan, without its days and without the example of a measure."""
    plan = facts.plan(one, facts.period(one) or OLD, day_of=lambda entry: entry.deadline.due, events={})
    found = findings(plan)
    told = [finding.sentence for finding in found if finding.weight < Weight.NOTE]
    return {re.sub(r"\d\d\.\d\d\.\d{4}|\(пункт [\d.]+\)", "…", sentence) for sentence in told}


def test_the_settings_get_the_new_period_and_wait_for_the_new_order() -> None:
    year = turned({}, plan_number="154-У", plan_date="20.11.2023", programmes_by="15.12.2023", place="г. Кировск")
    assert edits(year, "settings") == {
        "period_start": {"value": "01.09.2024"},
        "period_end": {"value": "31.08.2025"},
        "plan_number": {"value": None},
        "plan_date": {"value": None},
        "programmes_by": {"value": None},
        "mentees_planned": {"value": None},
        "mentors_planned": {"value": None},
    }


# Pairs and people


def people(*numbers: str, **more: Mapping[str, Any]) -> list[dict[str, Any]]:
    return [{"id": number, "full_name": f"Человек {number}", **more.get(number, {})} for number in numbers]


def pair(number: int, mentee: int, mentor: int, **more: Any) -> dict[str, Any]:
    return {
        "id": f"П-{number:04d}",
        "mentee": f"НМ-{mentee:04d}",
        "mentor": f"Н-{mentor:04d}",
        "order": "ПР-0001",
        **more,
    }


def proposal(mentee: int, mentor: int | None, **more: Any) -> dict[str, Any]:
    person = f"Н-{mentor:04d}" if mentor else None
    return {
        "id": f"НМ-{mentee:04d}/{person or '—'}",
        "mentee": f"НМ-{mentee:04d}",
        "mentor": person,
        **more,
    }


BANKS: dict[str, Rows] = {
    "mentees": people(*(f"НМ-000{n}" for n in range(1, 7))),
    "mentors": people(*(f"Н-000{n}" for n in range(1, 5))),
    "orders": [{"id": "ПР-0001", "purpose": "order/pairs/2023-1", **SIGNED}],
}


def test_pairs_go_on_while_nobody_has_ended_them_and_what_is_over_stays_behind() -> None:
    rows: dict[str, Rows] = {
        **BANKS,
        "pairs": [
            pair(1, 1, 1),
            pair(2, 2, 1, ended_on=ENDED),
            pair(3, 3, 2, order="ПР-0002", ended_on=ENDED),
            pair(4, 4, 2, order=None),  # agreed to, and waiting for its order
            pair(5, 5, 2, order="ПР-0003"),  # undone before its order was signed
        ],
        "orders": [
            {"id": "ПР-0001", "purpose": "order/pairs/2023-1", **SIGNED},
            {"id": "ПР-0002", "purpose": "order/pairs/2023-2", **SIGNED},
            {"id": "ПР-0003", "purpose": "order/pairs/2023-3", "number": "15-У"},
        ],
        "matches": [proposal(4, 2, state="принят", decision="принять")],
    }
    year = turned(rows)
    assert year.continuing == ["П-0001", "П-0004"]
    assert gone(year, "pairs") == year.ended == ["П-0002", "П-0003", "П-0005"]
    assert gone(year, "orders") == ["ПР-0002", "ПР-0003"]
    assert not edits(year, "pairs") and not edits(year, "orders")


def test_a_signed_order_on_the_curator_holds_in_the_new_plan_and_one_on_pairs_ends_with_its_last_pair() -> None:
    rows: dict[str, Rows] = {
        **BANKS,
        "pairs": [pair(1, 1, 1)],
        "orders": [
            *BANKS["orders"],
            {"id": "ПР-0002", "purpose": "order/pairs/2023-2", **SIGNED},
            {"id": "ПР-0003", "purpose": "order/curator/2023-3", **SIGNED},
            {"id": "ПР-0004", "purpose": "order/curator/2023-4"},
        ],
    }
    assert gone(turned(rows), "orders") == ["ПР-0002", "ПР-0004"]


def test_an_order_of_no_kind_that_the_program_knows_stays() -> None:
    typed = {"id": "ПР-0004", "number": "1-У"}
    of_a_later_version = {"id": "ПР-0005", "purpose": "order/pairs/ended/2023-5", **SIGNED}
    year = turned({**BANKS, "orders": [*BANKS["orders"], typed, of_a_later_version]})
    assert gone(year, "orders") == ["ПР-0001"]


def test_a_pair_whose_end_cannot_be_read_goes_on() -> None:
    year = turned({**BANKS, "pairs": [pair(1, 1, 1, ended_on="в мае")]})
    assert year.continuing == ["П-0001"] and gone(year, "pairs") == []


def test_a_pair_that_ended_stays_known_as_not_to_be_proposed_again() -> None:
    rows: dict[str, Rows] = {
        **BANKS,
        "pairs": [
            pair(1, 1, 1, ended_on=ENDED, end_reason="программа выполнена"),
            pair(2, 2, 1, ended_on=ENDED),
            pair(3, 3, 2, ended_on=ENDED),
        ],
        "matches": [
            proposal(1, 1, state="принят", decision="принять", comment="договорились"),
            # Another mentor was given by the curator in the row of a first candidate.
            proposal(3, 1, state="снят", decision="назначить", assigned="Н-0002"),
            proposal(3, 2, state="принят"),
        ],
    }
    year = turned(rows)
    told = "Пара П-0001 завершена 14.06.2024: программа выполнена"
    assert edits(year, "matches") == {
        "НМ-0001/Н-0001": {"decision": "отклонить", "assigned": None, "comment": f"договорились. {told}"},
        "НМ-0003/Н-0002": {
            "decision": "отклонить",
            "assigned": None,
            "comment": "Пара П-0003 завершена 14.06.2024",
        },
    }
    assert gone(year, "matches") == ["НМ-0003/Н-0001"]
    [added] = year.changes["matches"].appended
    assert (added["id"], added["decision"], added["comment"]) == (
        "НМ-0002/Н-0001",
        "отклонить",
        "Пара П-0002 завершена 14.06.2024",
    )
    assert (added["mentee_name"], added["mentor_name"]) == ("Человек НМ-0002", "Человек Н-0001")


def test_a_pair_that_ended_well_may_be_proposed_in_the_new_year() -> None:
    rows: dict[str, Rows] = {
        **BANKS,
        "pairs": [pair(1, 1, 1, ended_on=ENDED, outcome="успешно"), pair(2, 2, 1, ended_on=ENDED, outcome="неуспешно")],
        "matches": [proposal(1, 1, state="принят", decision="принять", pair="П-0001")],
    }
    year = turned(rows)
    assert gone(year, "matches") == ["НМ-0001/Н-0001"]
    assert [row["id"] for row in year.changes["matches"].appended] == ["НМ-0002/Н-0001"]


def test_a_pair_that_ended_and_was_made_anew_goes_on() -> None:
    rows: dict[str, Rows] = {
        **BANKS,
        "pairs": [pair(1, 1, 1, ended_on=ENDED), pair(2, 1, 1)],
        "matches": [proposal(1, 1, state="принят", decision="принять")],
    }
    year = turned(rows)
    assert year.continuing == ["П-0002"] and gone(year, "pairs") == ["П-0001"]
    assert "matches" not in year.changes


@pytest.mark.parametrize(
    ("row", "stays"),
    [
        (proposal(2, 1, state="предложен"), False),
        (proposal(2, None, state="нет наставника"), False),
        (proposal(2, 1, state="запасной", comment="хороший вариант"), False),
        (proposal(1, 1, state="принят", decision="принять"), True),  # of a pair that goes on
        (proposal(1, 2, decision="назначить", assigned="Н-0001"), True),
        (proposal(1, 2, decision="назначить", assigned="человек н-0001"), True),
        (proposal(1, 1, state="принят"), True),
        (proposal(2, 1, state="отклонён", decision="отклонить"), True),
        (proposal(6, 1, state="отклонён", decision="отклонить"), False),  # that mentee is out
        (proposal(9, 1, state="отклонён", decision="отклонить"), False),  # and that one is in no bank
        (proposal(2, 2, decision="принять", problems="Решение ждёт"), True),
        (proposal(2, 2, assigned="Н-0003"), True),
        (proposal(2, None, decision="назначить", assigned="Н-0004"), False),  # that mentor is out
    ],
)
def test_of_the_proposals_there_remains_what_still_says_something(row: dict[str, Any], stays: bool) -> None:
    rows: dict[str, Rows] = {
        **BANKS,
        "mentees": people(*(f"НМ-000{n}" for n in range(1, 7)), **{"НМ-0006": {"withdrawn": True}}),
        "mentors": people(*(f"Н-000{n}" for n in range(1, 5)), **{"Н-0004": {"withdrawn": True}}),
        "pairs": [pair(1, 1, 1)],
        "matches": [row],
    }
    year = turned(rows)
    assert gone(year, "matches") == ([] if stays else [row["id"]])
    assert not edits(year, "matches")


def test_who_takes_no_part_leaves_with_the_consents_unless_a_pair_goes_on() -> None:
    out = {"withdrawn": True}
    rows: dict[str, Rows] = {
        **BANKS,
        "mentees": people("НМ-0001", "НМ-0002", "НМ-0003", **{"НМ-0001": out, "НМ-0002": out}),
        "mentors": people("Н-0001", "Н-0002", **{"Н-0001": out, "Н-0002": out}),
        "pairs": [pair(1, 1, 1), pair(2, 2, 2, ended_on=ENDED)],
        "consents": [
            {"id": f"СГ-{n:04d}", "person": person, "kind": "персональные данные", "answer": "да"}
            for n, person in enumerate(["НМ-0001", "НМ-0002", "НМ-0003", "Н-0001", "Н-0002"], 1)
        ],
    }
    year = turned(rows)
    assert year.leaving == ["Н-0002", "НМ-0002"]
    assert (gone(year, "mentees"), gone(year, "mentors")) == (["НМ-0002"], ["Н-0002"])
    assert gone(year, "consents") == ["СГ-0002", "СГ-0005"]
    assert "matches" not in year.changes  # of a pair that ended between people who are gone nothing has to be known


def test_a_surplus_row_stays_with_the_row_of_its_person_for_consents_may_be_given_under_its_number() -> None:
    joined: dict[str, Mapping[str, Any]] = {
        "НМ-0002": {"joined": "НМ-0001"},
        "НМ-0003": {"withdrawn": True},
        "НМ-0004": {"joined": "НМ-0003"},
    }
    consent = {"id": "СГ-0001", "person": "НМ-0002", "kind": "персональные данные", "answer": "да"}
    mentees = people("НМ-0001", "НМ-0002", "НМ-0003", "НМ-0004", **joined)
    year = turned({**BANKS, "mentees": mentees, "consents": [consent]})
    assert year.leaving == ["НМ-0003", "НМ-0004"]
    assert "consents" not in year.changes or gone(year, "consents") == []


# Letters, reports


def test_of_the_letters_there_remain_the_queue_those_of_today_and_what_was_asked_of_people_who_are_here() -> None:
    june, today = serial(datetime(2024, 6, 3, 9)), serial(datetime(2024, 8, 20, 9))
    out = {"НМ-0002": {"withdrawn": True}}
    letters: Sequence[Mapping[str, Any]] = [
        {
            "id": "reminder/С-0001/2024-06-03",
            "state": "в почте программы",
            "sent_at": june,
            "reasons": "reminder/М-0001/x/3",
        },
        {"id": "reminder/С-0001/2024-08-20", "state": "отправлено", "sent_at": today, "queued_at": today},
        {"id": "digest/С-0002/2024-06-03", "state": "не отправлено", "queued_at": june, "reasons": "digest/1234"},
        {"id": "digest/С-0002/2024-06-04", "state": "в очереди", "queued_at": june},
        {"id": "fix/НМ-0001/2024-06-03", "state": "отправлено", "sent_at": june, "reasons": "fix/НМ-0001/1a2b"},
        {"id": "fix/НМ-0002/2024-06-03", "state": "в почте программы", "sent_at": june, "reasons": "fix/НМ-0002/1a2b"},
    ]
    year = turned({"mentees": people("НМ-0001", "НМ-0002", **out), "letters": letters})
    assert gone(year, "letters") == [
        "digest/С-0002/2024-06-03",
        "fix/НМ-0002/2024-06-03",
        "reminder/С-0001/2024-06-03",
    ]


def test_reports_on_measures_stay_behind() -> None:
    reports = [{"id": "ОМ-0001", "measure": "М-0001", "outcome": "Выполнено", "decision": "принять"}, {"id": "ОМ-0002"}]
    assert gone(turned({"measurereports": reports}), "measurereports") == ["ОМ-0001", "ОМ-0002"]


def test_choices_of_last_years_meeting_stay_behind() -> None:
    choices = [{"id": "В-0001", "who": "НМ-0001", "wishes": "Н-0001"}]
    assert gone(turned({**BANKS, "preferences": choices}), "preferences") == ["В-0001"]


def test_reports_stay_behind_the_coming_one_of_the_old_plan_too() -> None:
    done = {"purpose": "report/roadmap/2024-06", "document": "https://example.com/1", "until": "30.06.2024"}
    reports = [{"id": "ОТ-0001", **done}, {"id": "ОТ-0002", "purpose": "report/roadmap/2024-07"}]
    assert gone(turned({"reports": reports}), "reports") == ["ОТ-0001", "ОТ-0002"]


# The year after


@pytest.mark.parametrize(
    ("new_year", "answered", "counts"),
    [
        ("", "20.08.2023 12:00", True),  # before the first plan
        ("2024-08-20", "21.11.2023 12:00", False),
        ("2024-08-20", "19.08.2024 12:00", False),
        ("2024-08-20", "20.08.2024 12:00", True),  # before the new plan's first day
        ("2024-11-10", "05.09.2024 12:00", True),  # the new year was begun late
        ("2024-11-10", "30.08.2024 12:00", False),
    ],
)
def test_questionnaires_of_the_year_before_prove_nothing_in_the_new_one(
    new_year: str, answered: str, counts: bool
) -> None:
    one = a_book({"mentees": people("НМ-0001", **{"НМ-0001": {"answered": answered}})}, mentees_planned=1)
    one.state.new_year = new_year
    seen = look(one, MENTEES_ANSWERED, NEW if new_year else OLD)
    assert seen and bool(seen.done) is counts


# What has to be in order first


def test_what_came_under_the_old_year_is_entered_under_it() -> None:
    with_answers = a_book()
    with_answers.responses = {"menteequestionnaire": [Response("1", "2024-08-20T05:00:00Z", {})]}
    with pytest.raises(CannotBegin, match=r"Пришли ответы .* nastavnik run"):
        decide(with_answers, NEW)


@pytest.mark.parametrize(
    ("tab", "rows"),
    [
        ("roadmap", [{"measure": "Новое дело"}]),
        ("mentees", [{"full_name": "Человек Новый"}]),
        ("consents", [{"person": "НМ-0001"}]),
        ("roadmap", [{"id": "М-0001", "measure": "Одно"}, {"id": "М-0001", "measure": "Другое"}]),
    ],
)
def test_rows_without_a_number_of_their_own_are_put_in_order_first(tab: str, rows: Rows) -> None:
    with pytest.raises(CannotBegin, match="строки без номера или с одним номером на двоих"):
        turned({tab: rows})


def test_a_tick_that_cannot_be_read_is_asked_about_and_not_taken_for_none() -> None:
    with pytest.raises(CannotBegin, match="«Каждый год» может быть только галочка; исправьте: М-0001"):
        turned({"roadmap": plan({"yearly": "наверное"})})


def test_a_spreadsheet_of_before_is_brought_into_shape_first() -> None:
    old = a_book()
    del old.tabs["roadmap"].columns["yearly"]
    with pytest.raises(CannotBegin, match="нет столбца «Каждый год»: выполните nastavnik init"):
        decide(old, NEW)


def test_a_tab_that_is_not_there_is_asked_for() -> None:
    whole = a_book()
    torn = Book({name: tab for name, tab in whole.tabs.items() if name != "pairs"}, AUGUST, NASTAVNIK)
    with pytest.raises(TabUnavailable, match="Нет листа «Реестр пар»"):
        decide(torn, NEW)


def test_a_book_with_nothing_in_it_gets_the_new_period_alone() -> None:
    year = turned({})
    assert list(year.changes) == ["settings"]
    assert not (year.kept or year.left or year.continuing or year.ended or year.leaving)


def test_deciding_changes_nothing_in_the_book() -> None:
    one = a_book({**BANKS, "roadmap": plan({"deadline": "Май 2024 г.", "done": True}), "pairs": [pair(1, 1, 1)]})
    decide(one, NEW)
    assert one.changes() == {}
