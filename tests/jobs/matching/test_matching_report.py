"""«Отчёт о сопоставлении»: when it is drawn up, renewed and left alone, and what it says."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

import pandas as pd
import pytest

from automation.matching import groups
from automation.workbook.book import Book, Document
from automation.workbook.cells import serial
from jobs.matching import match, matching_report
from jobs.matching.matching_report import LONGEST_WHY, MOST_ROWS
from jobs.pair_life import pairs
from jobs.papers import documents
from sheets_schema.tabs.reports import Reports
from sheets_schema.vocabulary import MUTUAL_CHOICE
from tests.jobs.books import Rows, book
from tests.jobs.matching.test_shortages import EXAM, STUDY, mentee, mentor
from tests.jobs.mornings import STAFF
from tests.organisation import MONDAY, Organisation

DAY, NEXT_DAY = date(2024, 1, 15), date(2024, 1, 16)
MENTEES = [mentee(1, STUDY), mentee(2, STUDY), mentee(3, EXAM)]
MENTORS = [mentor(1, STUDY), mentor(2, STUDY)]
ACCEPTED = {"id": "НМ-0001/Н-0001", "mentee": "НМ-0001", "mentor": "Н-0001", "decision": "принять"}


def lived(tabs: Mapping[str, Rows], day: date = DAY) -> tuple[Book, list[Document]]:
    """A cycle of the jobs concerned; reports get their documents at once."""
    one = book({"mentees": MENTEES, "mentors": MENTORS, "staff": STAFF, **tabs})
    for job in (match, pairs, documents, matching_report):
        job.run(one, day)
    asked = [document for document in one.documents if document.sheet is Reports]
    for document in asked:
        said = {
            Reports.document: f"https://example.com/{document.key}",
            Reports.digest: document.digest,
            **document.said,
        }
        one[Reports].set(document.row, said)
    return one, asked


def later(one: Book, day: date = NEXT_DAY, **tabs: Rows) -> tuple[Book, list[Document]]:
    """The next cycle, over what the tabs say now."""
    now: dict[str, Rows] = {name: cells(one, name) for name in ("mentees", "mentors", "matches", "pairs", "orders")}
    now |= {name: cells(one, name) for name in ("reports", "shortages")}
    return lived({**now, **tabs}, day)


def cells(one: Book, name: str) -> list[dict[str, Any]]:
    records = one.tables[name].frame.to_dict("records")
    return [{str(column): _as_cell(value) for column, value in record.items()} for record in records]


def _as_cell(value: Any) -> Any:
    if isinstance(value, tuple):
        return ", ".join(value)
    if pd.isna(value):
        return None
    return serial(value.date()) if isinstance(value, pd.Timestamp) else value


def agreed(**tabs: Rows) -> tuple[Book, dict[str, Any]]:
    """The book with one accepted pair, and what its report was filled in with."""
    one, (document,) = lived({"matches": [ACCEPTED], **tabs})
    return one, dict(document.context)


def signed(one: Book) -> Rows:
    return [{**row, "number": "7", "dated": serial(NEXT_DAY), "signed": True} for row in cells(one, "orders")]


def report(one: Book) -> dict[str, Any]:
    (row,) = cells(one, "reports")
    return row


# When


def test_it_is_drawn_up_with_the_draft_of_the_order_and_named_after_it() -> None:
    one, _ = agreed()
    row = report(one)
    assert (row["id"], row["purpose"], row["period"]) == ("ОТ-0001", "report/matching/2024-1", "к проекту ПР-0001")
    assert (row["gist"], row["drawn_up_on"]) == ("1 пара в приказе, без наставника 1", serial(DAY))


def test_where_nothing_has_been_agreed_there_is_none() -> None:
    nobody: Rows = []
    for tabs in ({}, {"mentees": nobody}, {"mentors": nobody}):
        one, asked = lived(tabs)
        assert asked == [] and cells(one, "reports") == []


def test_while_nothing_changes_nothing_is_drawn_or_written_on_any_later_day() -> None:
    one, _ = agreed()
    again, asked = later(one, DAY + timedelta(days=30))
    assert asked == []
    assert "reports" not in again.changes()


def test_a_draft_is_followed_and_gets_the_day_of_its_last_change() -> None:
    one, before = agreed()
    more = {"id": "НМ-0002/Н-0002", "mentee": "НМ-0002", "mentor": "Н-0002", "decision": "принять"}
    rows = [row for row in cells(one, "matches") if row["id"] != more["id"]]
    now, (document,) = later(one, matches=[*rows, more])
    assert (len(before["pairs"]), len(document.context["pairs"])) == (1, 2)
    assert document.context["today"] == NEXT_DAY
    assert report(now)["drawn_up_on"] == serial(NEXT_DAY)
    assert not document.final


def test_with_the_signature_it_is_drawn_up_a_last_time_and_then_stays() -> None:
    one, _ = agreed()
    over, (document,) = later(one, orders=signed(one))
    assert document.final
    assert document.context["order"] == {"number": "7", "date": NEXT_DAY}
    assert report(over)["period"] == "к приказу от 16.01.2024 № 7"
    changed, asked = later(over, DAY + timedelta(days=9), mentors=[*MENTORS, mentor(3, EXAM)])
    assert asked == [] and report(changed) == report(over)


def test_a_signature_that_is_taken_back_makes_it_follow_again() -> None:
    one, _ = agreed()
    over, _ = later(one, orders=signed(one))
    draft, (document,) = later(over, orders=cells(one, "orders"))
    assert document.context["order"] is None
    assert report(draft)["period"] == "к проекту ПР-0001"


def test_an_order_signed_before_there_were_reports_gets_none_and_a_deleted_row_of_a_signed_one_stays_away() -> None:
    one, _ = agreed()
    over, _ = later(one, orders=signed(one))
    gone, asked = later(over, reports=[])
    assert asked == [] and cells(gone, "reports") == []


def test_a_report_whose_link_was_erased_is_drawn_up_again() -> None:
    one, _ = agreed()
    over, _ = later(one, orders=signed(one))
    again, (document,) = later(over, reports=[{**report(over), "document": None}])
    assert document.key == "report/matching/2024-1"
    assert report(again)["document"] is not None


def test_the_next_order_has_a_report_of_its_own() -> None:
    one, _ = agreed()
    over, _ = later(one, orders=signed(one))
    more = {"id": "НМ-0002/Н-0002", "mentee": "НМ-0002", "mentor": "Н-0002", "decision": "принять"}
    rows = [row for row in cells(over, "matches") if row["id"] != more["id"]]
    now, asked = later(over, matches=[*rows, more])
    assert [document.key for document in asked] == ["report/matching/2024-2"]
    assert [row["id"] for row in cells(now, "reports")] == ["ОТ-0001", "ОТ-0002"]
    assert [pair["mentee"] for pair in asked[0].context["pairs"]] == ["Человек В"]


# What it says


def test_it_counts_people_places_pairs_and_those_left_over() -> None:
    _, said = agreed()
    assert said["figures"] == {"asked": 3, "mentors": 2, "places": 2, "agreed": 1, "proposed": 1, "left_over": 1}
    assert [(one["mentee"], one["why"][:13]) for one in said["left_over"]["rows"]] == [("Человек Г", "На форму «пед")]
    assert said["helpful"] == [f"ещё один наставник (педагог–студент) по теме «{EXAM}»: +1 пара"]


def test_a_pair_has_its_score_its_bar_and_the_reasons_for_which_it_was_proposed() -> None:
    proposed, _ = lived({})
    rows = [{**row, **({"decision": "принять"} if row["rank"] == 1 else {})} for row in cells(proposed, "matches")]
    _, (document,) = later(proposed, matches=rows)
    told = document.context["pairs"]
    assert [pair["mentor"] for pair in told] == ["Наставник Б", "Наставник В"]
    for pair in told:
        assert float(pair["score"].replace(",", ".")) > 50 and pair["bar"].startswith("■■■■■")
        assert pair["why"] == f"поможет с запросом: {STUDY}"
    assert document.context["decisions"] == {"accepted": 2, "assigned": 0, "rejected": 0}


def test_it_tells_what_the_curator_decided_and_of_a_pair_made_by_directive_whose_decision_it_was() -> None:
    row = {"id": "НМ-0003/—", "mentee": "НМ-0003", "decision": "назначить", "assigned": "Н-0002"}
    refused = {"id": "НМ-0002/Н-0002", "mentee": "НМ-0002", "mentor": "Н-0002", "decision": "отклонить"}
    _, said = agreed(matches=[ACCEPTED, row, refused])
    assert said["decisions"] == {"accepted": 1, "assigned": 1, "rejected": 1}
    assert {pair["mentee"]: pair["why"] for pair in said["pairs"]}["Человек Г"] == "по решению куратора"


def test_it_tells_the_weights_that_count_the_heaviest_first_and_they_add_up() -> None:
    _, said = agreed()
    assert said["parts"][0]["title"] == "запросы"
    assert sum(float(part["points"].replace(",", ".")) for part in said["parts"]) == pytest.approx(100)


def test_it_says_by_which_principle_pairs_were_proposed_and_no_other() -> None:
    _, best = agreed()
    assert "больше всего пар" in best["principle"]
    one = book(
        {"mentees": MENTEES, "mentors": MENTORS, "matches": [ACCEPTED], "staff": STAFF}, matching_mode=MUTUAL_CHOICE
    )
    for job in (match, pairs, documents, matching_report):
        job.run(one, DAY)
    (document,) = [document for document in one.documents if document.sheet is Reports]
    assert "по взаимному выбору" in document.context["principle"]
    assert "больше всего пар" not in document.context["principle"]


OTHERS = [mentee(2, STUDY, "спорт и здоровье"), mentee(3, EXAM, "спорт и здоровье")]
GROUPS = [
    {**mentor(at, what, "спорт и здоровье", capacity=2), "least_group": 2} for at, what in ((2, STUDY), (3, EXAM))
]
"""Without groups everybody would have the one who suits them best."""


def test_it_says_where_it_is_not_proven_that_there_are_no_better_pairs(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "Не доказано" not in agreed()[1]["principle"]
    monkeypatch.setattr(groups, "_MOST_ARCS", 0)
    monkeypatch.setattr(groups, "_MOST_PRICED", 0)
    _, context = agreed(mentees=[*MENTEES[:1], *OTHERS], mentors=[*MENTORS[:1], *GROUPS])
    assert "Не доказано, что лучше распределить нельзя." in context["principle"]


def test_reasons_without_end_are_shortened_and_of_a_crowd_left_over_the_first_are_told() -> None:
    crowd = [MENTEES[0], *(mentee(number, EXAM) for number in range(2, 102))]
    _, said = agreed(mentees=crowd, matches=[{**ACCEPTED, "reasons": "П" * 50_000}])
    assert len(said["pairs"][0]["why"]) == LONGEST_WHY
    assert (len(said["left_over"]["rows"]), said["left_over"]["more"]) == (MOST_ROWS, 100 - MOST_ROWS)


def test_what_a_former_version_wrote_of_peoples_answers_stays_with_the_curator() -> None:
    former = "замена (после пробной встречи наставляемый — 20 из 100): поможет с запросом: помощь в учёбе"
    _, said = agreed(matches=[{**ACCEPTED, "reasons": former}])
    assert [pair["why"] for pair in said["pairs"]] == ["поможет с запросом: помощь в учёбе"]


def test_a_pair_whose_mentor_left_is_told_of_and_where_the_curator_looks_for_another_so_it_says() -> None:
    one, _ = agreed()
    (couple,) = cells(one, "pairs")
    answer = {"id": "СВ-0001", "pair": couple["id"], "side": "наставляемый", "decision": "искать замену"}
    _, (document,) = later(one, compatibility=[answer])
    assert document.context["replacements"] == [
        {"mentor": "Наставник Б", "mentee": "Человек Б", "why": "куратор ищет замену"}
    ]


def test_what_the_two_answered_after_the_trial_meeting_stays_with_the_curator() -> None:
    one, _ = agreed()
    (couple,) = cells(one, "pairs")
    said = dict.fromkeys(("ease", "goal", "terms", "trust", "go_on"), "нет")
    answer = {"id": "СВ-0001", "pair": couple["id"], "side": "наставляемый", "answered": 45300.0, **said}
    spare = {**MENTORS[1], "capacity": 2}
    proposed, (document,) = later(one, mentors=[MENTORS[0], spare], compatibility=[answer])
    assert [row["why"] for row in document.context["replacements"]] == ["после пробной встречи"]

    # The curator changes the pair for the one who was proposed because of the answers.
    chosen, ended = "НМ-0001/Н-0002", {"ended_on": serial(NEXT_DAY)}
    rows = cells(proposed, "matches")
    (row,) = [row for row in rows if row["id"] == chosen]
    assert "из 100" in row["circumstances"]
    decided = [{**row, "decision": "принять"} if row["id"] == chosen else row for row in rows]
    over = [{**row, **ended} for row in cells(proposed, "pairs")]
    _, (document,) = later(proposed, matches=decided, pairs=over, mentors=[MENTORS[0], spare])
    assert [(pair["mentor"], pair["why"]) for pair in document.context["pairs"]] == [
        ("Наставник В", f"поможет с запросом: {STUDY}")
    ]


# In a workspace


def test_it_stands_in_its_tab_and_folder_until_the_order_is_signed_and_an_idle_cycle_writes_nothing(
    paired: Organisation,
) -> None:
    first = next(row for row in paired.curator.rows("Отчёты") if row["О чём"].startswith("О сопоставлении"))
    file = paired.google.drive.find(["report/matching/2023-1"])["report/matching/2023-1"]
    assert first["Документ"].partition("/document/")[2] == file.link.partition("/document/")[2] != ""
    assert "к проекту приказа" in paired.order_text(first["№"])
    paired.curator.type("Приказы", {"ПР-0001": {"Номер": "161-У", "Дата": "21.11.2023", "Подписан": True}})
    paired.cycle(now=MONDAY + timedelta(days=1))
    assert "161-У" in paired.order_text(first["№"])
    again = paired.cycle(now=MONDAY + timedelta(days=1))
    assert not again.changed and not again.documents
