"""After the trial meeting: both are asked once, low answers propose somebody else, and the curator decides."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from typing import Any
from urllib.parse import unquote

import pandas as pd
import pytest

from automation.workbook.book import Book
from automation.workbook.cells import serial
from jobs.letters import remind
from jobs.matching import match
from jobs.pair_life import compatibility
from sheets_schema.tabs.compatibility import Compatibility
from sheets_schema.tabs.letters import Letters
from sheets_schema.tabs.matches import Matches
from sheets_schema.tabs.pairs import Pairs
from sheets_schema.vocabulary import (
    ACCEPTED,
    IS_AWAITED,
    IS_NEEDLESS,
    IS_PAST_DUE,
    IS_RECEIVED,
    KEEP,
    MENTEE_SIDE,
    MENTOR_SIDE,
    NOBODY,
    OFFICIAL,
    PAIRED,
    PROPOSED,
    READY,
    REJECTED,
    REPLACE,
    REPLACEMENT,
    SENT,
    SET_ASIDE,
    SUITS,
    TO_REPLACE,
    TO_WATCH,
    WITHDRAWN,
)
from tests.jobs.books import Rows, book
from tests.jobs.mornings import STAFF

FORM = "педагог–педагог"
AGREED = date(2024, 1, 8)
TODAY = date(2024, 1, 15)  # a Monday, a week after
LINK = "http://127.0.0.1/forms/d/e/1/viewform"

MENTORS = ("Осипов Павел", "Лапина Ольга", "Беляев Юрий")


def mentor(number: int, **more: Any) -> dict[str, Any]:
    return {
        "id": f"Н-000{number}",
        "full_name": MENTORS[number - 1],
        "email": f"mentor{number}@example.org",
        "status": PAIRED if number == 1 else READY,
        "forms": FORM,
        "competences": "методика преподавания",
        "capacity": 1,
        **more,
    }


MENTEES = [
    {
        "id": "НМ-0001",
        "full_name": "Иванова Анна",
        "email": "anna@example.org",
        "status": PAIRED,
        "form": FORM,
        "requests": "методика преподавания",
    }
]
ORDERS = [{"id": "ПР-0001", "number": "1", "dated": serial(date(2024, 1, 9)), "signed": True}]
PAIR = {
    "id": "П-0001",
    "mentee": "НМ-0001",
    "mentee_name": "Иванова Анна",
    "mentor": "Н-0001",
    "mentor_name": MENTORS[0],
    "state": OFFICIAL,
    "agreed_on": serial(AGREED),
    "order": "ПР-0001",
}


def answer(side: str, *said: str, which: int = 1, **more: Any) -> dict[str, Any]:
    names = ("ease", "goal", "terms", "trust", "go_on")
    told = dict(zip(names, said if len(said) > 1 else said * 5, strict=True))
    return {"id": f"СВ-{which:04d}", "pair": "П-0001", "side": side, "answered": 45300.0 + which, **told, **more}


def programme(answers: Rows = (), mentors: Rows = (), pair: dict[str, Any] = PAIR, matches: Rows = ()) -> Book:
    rows: dict[str, Rows] = {
        "mentors": mentors or [mentor(1), mentor(2), mentor(3)],
        "mentees": MENTEES,
        "pairs": [pair],
        "orders": ORDERS,
        "compatibility": answers,
        "matches": matches,
    }
    one = book(rows)
    one.state.links["compatibilityquestionnaire"] = LINK
    return one


def after(one: Book, today: date = TODAY) -> Book:
    compatibility.run(one, today)
    match.run(one, today)
    return one


def judged(one: Book, key: str) -> dict[str, Any]:
    """A row of «Подбор»."""
    return {str(name): cell for name, cell in one[Matches].frame.set_index(Matches.id).loc[key].items()}


def as_cells(one: Book, *names: str) -> Rows:
    """«Подбор» as the next cycle reads it, in these columns."""
    rows = one[Matches].frame[list(names)].astype("object")
    return [
        {str(name): cell for name, cell in row.items()} for row in rows.where(rows.notna(), None).to_dict("records")
    ]


def proposals(one: Book) -> list[tuple[str, str]]:
    frame = one[Matches].frame.sort_values([Matches.rank, Matches.id])
    return list(zip(frame[Matches.id], frame[Matches.state], strict=True))


@pytest.mark.parametrize(
    ("said", "score", "verdict"),
    [
        (("да",), 100, SUITS),
        (("скорее да",), 67, SUITS),
        (("да", "да", "да", "да", "скорее нет"), 87, TO_WATCH),
        (("скорее нет", "да", "скорее нет", "да", "да"), 73, SUITS),
        (("скорее нет", "скорее нет", "да", "скорее нет", "да"), 60, TO_WATCH),
        (("да", "да", "да", "да", "нет"), 80, TO_REPLACE),
        (("нет", "нет", "скорее да", "скорее нет", "скорее да"), 33, TO_REPLACE),
    ],
)
def test_answers_become_a_score_and_a_verdict(said: tuple[str, ...], score: int, verdict: str) -> None:
    one = after(programme([answer(MENTEE_SIDE, *said)]))
    row = one[Compatibility].frame.iloc[0]
    assert (row["score"], row["verdict"]) == (score, verdict)
    assert row["people"] == "Осипов П. – Иванова А."
    assert one[Pairs][Pairs.compatibility][one[Pairs].index[0]] == f"наставляемый: {score} — {verdict}"


def test_an_answer_that_is_not_whole_has_no_verdict_and_says_what_is_lacking() -> None:
    one = after(programme([answer(MENTOR_SIDE, "да", "да", "да", "да", "может быть")]))
    row = one[Compatibility].frame.iloc[0]
    assert pd.isna(row["score"]) and pd.isna(row["verdict"])
    assert "Хочет продолжать" in row["problems"]
    assert pd.isna(one[Pairs][Pairs.compatibility].iloc[0])


def test_of_two_answers_of_one_side_the_later_counts() -> None:
    one = after(programme([answer(MENTEE_SIDE, "нет", which=1), answer(MENTEE_SIDE, "да", which=2)]))
    assert one[Pairs][Pairs.compatibility].iloc[0] == f"наставляемый: 100 — {SUITS}"
    assert ("НМ-0001/Н-0002", REPLACEMENT) not in proposals(one)


def test_a_low_answer_proposes_other_mentors_and_leaves_the_pair_as_it_is() -> None:
    one = after(programme([answer(MENTOR_SIDE, "да"), answer(MENTEE_SIDE, "нет", which=2)]))
    assert proposals(one)[:2] == [("НМ-0001/Н-0002", REPLACEMENT), ("НМ-0001/Н-0003", REPLACEMENT)]
    row = judged(one, "НМ-0001/Н-0002")
    assert row["reasons"].startswith("поможет с запросом")
    assert row["circumstances"].startswith(
        "замена (после пробной встречи наставляемый — 0 из 100); у наставника 1 место"
    )
    assert one[Pairs][Pairs.ended_on].isna().all()


@pytest.mark.parametrize(("decision", "said", "proposed"), [(KEEP, "нет", False), (REPLACE, "да", True)])
def test_what_the_curator_decides_of_an_answer_outranks_its_score(decision: str, said: str, proposed: bool) -> None:
    one = after(programme([answer(MENTEE_SIDE, said, decision=decision)]))
    assert (("НМ-0001/Н-0002", REPLACEMENT) in proposals(one)) == proposed


def test_when_a_mentor_leaves_others_are_proposed_to_each_of_their_mentees() -> None:
    one = after(programme(mentors=[mentor(1, status=WITHDRAWN, withdrawn=True), mentor(2)]))
    assert ("НМ-0001/Н-0002", REPLACEMENT) in proposals(one)
    assert judged(one, "НМ-0001/Н-0002")["circumstances"].startswith("замена (наставник больше не участвует); ")


def test_when_nobody_can_take_over_the_row_says_so() -> None:
    one = after(programme(mentors=[mentor(1, status=WITHDRAWN, withdrawn=True)]))
    assert ("НМ-0001/—", REPLACEMENT) in proposals(one)
    row = judged(one, "НМ-0001/—")
    assert row["reasons"] == "других подходящих наставников со свободным местом пока нет"
    assert row["circumstances"] == "замена (наставник больше не участвует)"


def test_the_digest_tells_of_whom_nobody_can_take_over_and_why_a_change_is_needed() -> None:
    gone = [mentor(1, status=WITHDRAWN, withdrawn=True)]
    one = book({"mentors": gone, "mentees": MENTEES, "pairs": [PAIR], "orders": ORDERS, "staff": STAFF})
    one.link = "https://example.com/table"
    remind.run(after(one), TODAY)
    (told,) = one[Letters][Letters.text][one[Letters][Letters.id].str.startswith("digest/")]
    why = "нужна замена (наставник больше не участвует): других подходящих наставников со свободным местом пока нет"
    assert why in told


def test_when_the_pair_has_ended_and_nobody_fits_the_row_no_longer_speaks_of_a_change() -> None:
    gone = [mentor(1, status=WITHDRAWN, withdrawn=True)]
    waiting = after(programme(mentors=gone))
    before = as_cells(waiting, "id", "mentee", "state", "reasons", "circumstances")
    row = judged(after(programme(mentors=gone, matches=before, pair={**PAIR, "ended_on": serial(TODAY)})), "НМ-0001/—")
    assert row["state"] == NOBODY
    assert pd.isna(row["circumstances"])


def test_a_replacement_that_was_accepted_waits_until_the_former_pair_is_ended() -> None:
    chosen = {"id": "НМ-0001/Н-0002", "mentee": "НМ-0001", "mentor": "Н-0002", "decision": "принять"}
    waiting = after(programme([answer(MENTEE_SIDE, "нет")], matches=[chosen]))
    row = waiting[Matches].frame.set_index(Matches.id).loc["НМ-0001/Н-0002"]
    assert row["state"] == REPLACEMENT
    assert "сначала закончите пару П-0001" in row["problems"]

    ended = {**PAIR, "ended_on": serial(TODAY)}
    done = after(programme([answer(MENTEE_SIDE, "нет")], matches=[chosen], pair=ended))
    row = done[Matches].frame.set_index(Matches.id).loc["НМ-0001/Н-0002"]
    assert row["state"] == ACCEPTED
    assert pd.isna(row["problems"])


def test_places_already_proposed_to_others_are_not_offered_for_a_replacement() -> None:
    other = {**MENTEES[0], "id": "НМ-0002", "full_name": "Петров Пётр", "status": READY, "email": "p@example.org"}
    one = book(
        {
            "mentors": [mentor(1), mentor(2)],
            "mentees": [*MENTEES, other],
            "pairs": [PAIR],
            "orders": ORDERS,
            "compatibility": [answer(MENTEE_SIDE, "нет")],
        }
    )
    after(one)
    assert ("НМ-0002/Н-0002", PROPOSED) in proposals(one)
    assert ("НМ-0001/—", REPLACEMENT) in proposals(one)


def test_a_proposal_that_was_set_aside_keeps_why_it_was_made_and_loses_its_score_and_circumstances() -> None:
    one = after(programme([answer(MENTEE_SIDE, "нет")]))
    before = as_cells(one, "id", "mentee", "mentor", "score", "reasons", "circumstances")
    assert all(row["score"] > 0 and "у наставника 1 место" in row["circumstances"] for row in before)
    row = judged(after(programme(matches=before)), "НМ-0001/Н-0003")
    assert row["state"] == SET_ASIDE
    assert pd.isna(row["score"]) and pd.isna(row["circumstances"])
    assert row["reasons"] == "поможет с запросом: методика преподавания"


def test_a_row_that_was_decided_on_keeps_what_an_earlier_version_said() -> None:
    said = "поможет с запросом: методика преподавания; у наставника 1 место; запасной вариант: место у него есть"
    row = {"id": "НМ-0001/Н-0003", "mentee": "НМ-0001", "mentor": "Н-0003", "decision": "отклонить", "reasons": said}
    kept = judged(after(programme(matches=[row])), "НМ-0001/Н-0003")
    assert (kept["state"], kept["reasons"]) == (REJECTED, said)


def letters(one: Book) -> list[tuple[str, str]]:
    return list(zip(one[Letters][Letters.id], one[Letters][Letters.recipient], strict=True))


def numbers_linked(one: Book) -> list[str]:
    """The numbers that the links in the letters fill in."""
    return [unquote(number) for number in re.findall(r"=(%D0[%\w]*-\d+)\)", "".join(one[Letters][Letters.text]))]


def rows(one: Book) -> list[dict[Any, Any]]:
    return one[Compatibility].frame.to_dict("records")


def test_a_row_waits_for_each_side_of_a_pair_once_they_are_asked() -> None:
    one = programme()
    compatibility.run(one, date(2024, 1, 12))
    assert rows(one) == []
    compatibility.run(one, TODAY)
    assert [(row["occasion"], row["side"], row["person"], row["standing"]) for row in rows(one)] == [
        ("П-0001/Н-0001", MENTOR_SIDE, "Н-0001", IS_AWAITED),
        ("П-0001/НМ-0001", MENTEE_SIDE, "НМ-0001", IS_AWAITED),
    ]
    assert {row["people"] for row in rows(one)} == {"Осипов П. – Иванова А."}
    assert {row["due"] for row in rows(one)} == {pd.Timestamp(2024, 1, 22)}
    assert all(pd.isna(row["problems"]) and pd.isna(row["score"]) for row in rows(one))
    assert pd.isna(one[Pairs][Pairs.compatibility].iloc[0])
    before = one[Compatibility].version
    compatibility.run(one, TODAY)
    assert one[Compatibility].version == before


def test_who_has_not_answered_is_reminded_once_a_week_later() -> None:
    one = programme()
    for day in range(1, 60):
        compatibility.run(one, date(2024, 1, 1) + timedelta(days=day))
    assert [key for key, _ in letters(one)] == [
        f"trial/{person}/{day}" for day in ("2024-01-15", "2024-01-22") for person in ("Н-0001", "НМ-0001")
    ]
    subjects = one[Letters][Letters.subject].tolist()
    assert [subject.count("напоминаем") for subject in subjects] == [0, 0, 1, 1]
    assert {row["standing"] for row in rows(one)} == {IS_PAST_DUE}


@pytest.mark.parametrize(("earlier", "letters_to_mentor"), [("08.01.2024", 1), ("22.01.2024", 2)])
def test_who_has_answered_of_an_earlier_pair_is_asked_of_a_later_one_and_not_reminded(
    earlier: str, letters_to_mentor: int
) -> None:
    asked: dict[str, Any] = {"pair": "П-0009", "occasion": "П-0009/Н-0001", "person": "Н-0001", "due": earlier}
    one = programme([answer(MENTOR_SIDE, "да", **asked)])
    for day in range(14, 40):
        compatibility.run(one, date(2024, 1, 1) + timedelta(days=day))
    assert [key for key, _ in letters(one) if "/Н-0001/" in key] == [
        f"trial/Н-0001/{day}" for day in ("2024-01-15", "2024-01-22")[:letters_to_mentor]
    ]


def test_an_answer_in_the_waiting_row_counts_and_its_side_is_left_alone() -> None:
    asked: dict[str, Any] = {"occasion": "П-0001/НМ-0001", "person": "НМ-0001", "due": "22.01.2024"}
    one = after(programme([answer(MENTEE_SIDE, "нет", **asked)]), date(2024, 1, 22))
    assert one[Pairs][Pairs.compatibility].iloc[0] == f"наставляемый: 0 — {TO_REPLACE}"
    assert [row["standing"] for row in rows(one)] == [IS_RECEIVED, IS_AWAITED]
    assert [key for key, _ in letters(one)] == ["trial/Н-0001/2024-01-22"]


def test_a_waiting_row_takes_nothing_from_an_answer_that_came_by_a_former_link() -> None:
    asked = {"id": "СВ-0001", "pair": "П-0001", "side": MENTEE_SIDE, "occasion": "П-0001/НМ-0001"}
    waiting = {**asked, "person": "НМ-0001", "due": serial(TODAY)}
    one = after(programme([waiting, answer(MENTEE_SIDE, "нет", which=2)]))
    assert one[Pairs][Pairs.compatibility].iloc[0] == f"наставляемый: 0 — {TO_REPLACE}"
    assert [row["standing"] for row in rows(one)][:2] == [IS_NEEDLESS, IS_RECEIVED]
    assert ("НМ-0001/Н-0002", REPLACEMENT) in proposals(one)
    assert [key for key, _ in letters(one)] == ["trial/Н-0001/2024-01-15"]


@pytest.mark.parametrize(
    "changes",
    [{"pair": {**PAIR, "state": "завершена"}}, {"mentors": [mentor(1, status=WITHDRAWN)]}],
)
def test_no_answer_is_needed_of_a_pair_that_has_ended_or_of_whoever_takes_no_part(changes: dict[str, Any]) -> None:
    waiting = {"pair": "П-0001", "side": MENTOR_SIDE, "person": "Н-0001", "due": serial(TODAY)}
    one = programme([{**waiting, "id": "СВ-0001", "occasion": "П-0001/Н-0001"}], **changes)
    compatibility.run(one, TODAY)
    assert rows(one)[0]["standing"] == IS_NEEDLESS
    assert "mentor1@example.org" not in [to for _, to in letters(one)]


def test_nothing_is_planned_or_asked_where_the_curator_has_emptied_the_days_or_there_is_no_form() -> None:
    emptied = book({"mentors": [mentor(1)], "mentees": MENTEES, "pairs": [PAIR], "orders": ORDERS}, trial_days=None)
    emptied.state.links["compatibilityquestionnaire"] = LINK
    formless = programme()
    formless.state.links.clear()
    for one in (emptied, formless):
        compatibility.run(one, TODAY)
        assert not rows(one) and not letters(one)


def test_both_are_asked_a_week_after_the_decision_with_the_pair_filled_in() -> None:
    one = programme()
    compatibility.run(one, date(2024, 1, 12))
    assert letters(one) == []
    compatibility.run(one, TODAY)
    assert letters(one) == [
        ("trial/Н-0001/2024-01-15", "mentor1@example.org"),
        ("trial/НМ-0001/2024-01-15", "anna@example.org"),
    ]
    assert all(LINK in text for text in one[Letters][Letters.text])
    assert numbers_linked(one) == ["СВ-0001", "СВ-0002"]
    compatibility.run(one, date(2024, 1, 16))
    assert len(letters(one)) == 2


def test_the_letter_says_with_whom_the_pair_is() -> None:
    one = programme()
    compatibility.run(one, TODAY)
    to_mentor, to_mentee = one[Letters][Letters.text]
    assert "вам подобрали наставляемого: Иванова Анна (пара П-0001)." in to_mentor
    assert "вам подобрали наставника: Осипов Павел (пара П-0001)." in to_mentee


def test_a_mentor_of_several_gets_one_letter_with_a_link_for_each_and_later_only_about_whom_is_new() -> None:
    second, third = (
        {**PAIR, "id": f"П-000{n}", "mentee": f"НМ-000{n}", "mentee_name": name}
        for n, name in ((2, "Котова Яна"), (3, "Юнга Олег"))
    )
    people = {"mentors": [mentor(1, capacity=3)], "mentees": MENTEES, "orders": ORDERS}
    both = book({**people, "pairs": [PAIR, second]})
    both.state.links["compatibilityquestionnaire"] = LINK
    compatibility.run(both, TODAY)
    (text,) = both[Letters][Letters.text][both[Letters][Letters.recipient] == "mentor1@example.org"]
    assert [line.split("](")[0] for line in text.split("\n") if LINK in line] == [
        "- [Иванова Анна (пара П-0001)",
        "- [Котова Яна (пара П-0002)",
    ]

    columns = [both[Letters][name] for name in (Letters.id, Letters.recipient, Letters.reasons)]
    sent = [{"id": key, "recipient": to, "reasons": why, "state": SENT} for key, to, why in zip(*columns, strict=True)]
    third["agreed_on"] = serial(date(2024, 1, 9))
    later = book({**people, "pairs": [PAIR, second, third], "letters": sent})
    later.state.links["compatibilityquestionnaire"] = LINK
    compatibility.run(later, date(2024, 1, 16))
    assert letters(later)[len(sent) :] == [("trial/Н-0001/2024-01-16", "mentor1@example.org")]
    assert later[Letters][Letters.reasons].iloc[-1].split("\n") == ["trial/П-0003/Н-0001", "official/П-0003/Н-0001"]


def test_nobody_is_asked_on_a_day_off_or_when_they_have_answered_or_long_after() -> None:
    on_saturday = programme()
    compatibility.run(on_saturday, date(2024, 1, 20))
    assert letters(on_saturday) == []
    answered = programme([answer(MENTOR_SIDE, "да")])
    compatibility.run(answered, TODAY)
    assert [key for key, _ in letters(answered)] == ["trial/НМ-0001/2024-01-15"]
    long_ago = programme()
    compatibility.run(long_ago, date(2024, 3, 12))
    assert letters(long_ago) == []


def test_nobody_is_asked_whose_pair_has_ended_or_who_takes_no_part() -> None:
    ended = programme(pair={**PAIR, "state": "завершена", "ended_on": serial(TODAY)})
    compatibility.run(ended, TODAY)
    assert letters(ended) == []
    gone = programme(mentors=[mentor(1, status=WITHDRAWN, withdrawn=True)])
    compatibility.run(gone, TODAY)
    assert [key for key, _ in letters(gone)] == ["trial/НМ-0001/2024-01-15"]


def test_an_answer_of_which_nobody_knows_the_pair_says_so() -> None:
    one = after(programme([answer(MENTEE_SIDE, "да", pair=None, number="СВ-0099")]))
    assert "строки «СВ-0099» нет" in one[Compatibility][Compatibility.problems].iloc[0]


def test_a_pair_that_does_not_exist_is_asked_about() -> None:
    one = after(programme([answer(MENTEE_SIDE, "да", pair="П-0099")]))
    assert "П-0099" in one[Compatibility][Compatibility.problems].iloc[0]


def test_with_no_pairs_and_no_answers_nothing_happens() -> None:
    one = book({}, now=datetime(2024, 1, 15, 6, tzinfo=UTC))
    compatibility.run(one, TODAY)
    assert not one.changes()
