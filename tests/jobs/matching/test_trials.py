"""What a decision or a setting would change is told before it is taken, and is what comes of it."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from automation.workbook.book import Book
from jobs.matching import match
from jobs.matching.trials import IN_PAIR, MOST, NOTHING_TO_DO_WITH_PAIRS, SAME_AS_NOW, TOO_MANY
from sheets_schema.tabs.matches import Matches
from sheets_schema.vocabulary import ACCEPT, ASSIGN, PROPOSED, READY, REJECT
from tests.jobs.books import Rows, book, spelled

MONDAY = date(2024, 1, 15)
EXAM, STUDY, SPORT = "демонстрационный экзамен", "помощь в учёбе", "спорт и здоровье"


def person(prefix: str, number: int, **answers: Any) -> dict[str, Any]:
    return {
        "id": f"{prefix}-{number:04d}",
        "full_name": f"Человек {spelled(number)}",
        "status": READY,
        "email": f"{prefix}{number}@example.com",
        **answers,
    }


def mentee(number: int, *requests: str, **answers: Any) -> dict[str, Any]:
    return person("НМ", number, form="педагог–студент", requests=", ".join(requests), **answers)


def mentor(number: int, *competences: str, capacity: int = 1, **answers: Any) -> dict[str, Any]:
    said = {"forms": "педагог–студент", "competences": ", ".join(competences), "capacity": capacity}
    return person("Н", number, **said, **answers)


MENTEES = [mentee(1, EXAM, STUDY), mentee(2, EXAM), mentee(3, SPORT, EXAM)]
MENTORS = [mentor(1, EXAM, STUDY), mentor(2, EXAM), mentor(3, SPORT)]
"""Each has a mentor of their own; НМ-0002 can have only the first two."""


def as_rows(one: Book, tab: str = "matches") -> Rows:
    cells = one.tables[tab].frame.astype(object)
    return [
        {str(name): cell for name, cell in row.items()} for row in cells.where(cells.notna(), None).to_dict("records")
    ]


def matched(matches: Rows = (), mentees: Rows = MENTEES, mentors: Rows = MENTORS, **settings: Any) -> Book:
    one = book({"mentees": mentees, "mentors": mentors, "matches": matches}, **settings)
    match.run(one, MONDAY)
    return one


def with_answers(rows: Rows, **answers: dict[str, Any]) -> Rows:
    """The rows of «Подбор»; `НМ_0001__Н_0002` is what the curator put into that row."""
    said = {key.replace("__", "/").replace("_", "-"): cells for key, cells in answers.items()}
    return [{**row, **said.get(str(row["id"]), {})} for row in rows]


def effects(one: Book) -> dict[str, str]:
    told = one[Matches].frame.dropna(subset=[Matches.effect])
    return dict(zip(told[Matches.id], told[Matches.effect].str.replace("\u00a0", " "), strict=True))


def proposals(one: Book) -> dict[str, str]:
    rows = one[Matches].frame[one[Matches][Matches.state].isin(["предложен", "принят"])]
    return dict(zip(rows[Matches.mentee], rows[Matches.mentor], strict=True))


FIRST = as_rows(matched())


def test_beside_a_candidate_to_be_tried_stands_who_moves_and_by_how_much_the_pairs_lose() -> None:
    one = matched(with_answers(FIRST, НМ_0001__Н_0002={"tried": True}))
    (key,) = effects(one)
    assert key == "НМ-0001/Н-0002"
    assert effects(one)[key].startswith("Пар: 3 (столько же). Все вместе — ")
    assert "(−29)" in effects(one)[key]
    assert effects(one)[key].endswith("Другие предложения изменятся: НМ-0002 — Н-0001 вместо Н-0002.")
    assert proposals(one) == proposals(matched())


def test_what_was_told_is_what_comes_when_the_candidate_is_accepted() -> None:
    before = proposals(matched())
    taken = proposals(matched(with_answers(FIRST, НМ_0001__Н_0002={"decision": ACCEPT})))
    assert {id_ for id_ in before if before[id_] != taken[id_]} == {"НМ-0001", "НМ-0002"}
    assert taken["НМ-0002"] == "Н-0001"


def test_a_mentor_who_is_no_candidate_is_tried_when_he_is_named_and_what_stands_against_it_is_said() -> None:
    tried = {"tried": True, "assigned": "Н-0003"}
    told = effects(matched(with_answers(FIRST, НМ_0001__Н_0001=tried)))["НМ-0001/Н-0001"]
    taken = matched(with_answers(FIRST, НМ_0001__Н_0001={"assigned": "Н-0003", "decision": ASSIGN}))
    assert "НМ-0003 — Н-0001 вместо Н-0003" in told or "НМ-0003 — Н-0002 вместо Н-0003" in told
    assert proposals(taken)["НМ-0001"] == "Н-0003"


def test_a_pair_fewer_is_told() -> None:
    mentees, mentors = [mentee(1, EXAM), mentee(2, STUDY)], [mentor(1, EXAM, STUDY), mentor(2, EXAM)]
    first = as_rows(matched(mentees=mentees, mentors=mentors))
    assert {row["mentee"]: row["mentor"] for row in first if row["state"] == "предложен"} == {
        "НМ-0001": "Н-0002",
        "НМ-0002": "Н-0001",
    }
    told = effects(matched(with_answers(first, НМ_0001__Н_0001={"tried": True}), mentees=mentees, mentors=mentors))
    assert told["НМ-0001/Н-0001"].startswith("Пар: 1 (−1).")
    assert told["НМ-0001/Н-0001"].endswith("НМ-0002 — никого вместо Н-0001.")


def test_where_a_rejected_one_is_tried_or_somebody_is_in_a_pair_it_is_said_and_nothing_fails() -> None:
    rows = with_answers(FIRST, НМ_0001__Н_0001={"decision": ACCEPT}, НМ_0001__Н_0002={"tried": True})
    assert effects(matched(rows)) == {"НМ-0001/Н-0002": IN_PAIR.format(mentee="НМ-0001")}
    decided = with_answers(FIRST, НМ_0001__Н_0002={"decision": REJECT, "tried": True})
    assert effects(matched(decided)) == {}


def test_only_so_many_are_tried_at_once_and_the_others_say_why_they_are_not() -> None:
    mentees = [mentee(number, EXAM) for number in range(1, MOST + 4)]
    mentors = [mentor(1, EXAM, capacity=10), mentor(2, EXAM, capacity=10)]
    rows = [{**row, "tried": row["state"] == PROPOSED} for row in as_rows(matched(mentees=mentees, mentors=mentors))]
    told = list(effects(matched(rows, mentees=mentees, mentors=mentors)).values())
    assert told.count(TOO_MANY) == 3
    assert all(text.endswith("Другие предложения не изменятся.") for text in told[:MOST])


def test_without_a_tick_the_effect_is_wiped_off_and_a_second_cycle_writes_nothing() -> None:
    tried = as_rows(matched(with_answers(FIRST, НМ_0001__Н_0002={"tried": True})))
    assert "matches" not in matched(tried).changes()
    assert effects(matched([{**row, "tried": False} for row in tried])) == {}


def of_settings(one: Book) -> dict[str, str]:
    told = one.tables["settings"].frame.dropna(subset=["effect"])
    return dict(zip(told["code"], told["effect"].str.replace("\u00a0", " "), strict=True))


def test_a_weight_to_be_tried_says_whose_proposal_would_be_another_and_stays_as_it_is() -> None:
    early, late = {"days": "пн, вт"}, {"days": "ср, чт"}
    mentees = [mentee(1, EXAM, STUDY, **early), mentee(2, EXAM, **late)]
    mentors = [{**mentor(1, EXAM, STUDY), **late}, {**mentor(2, EXAM), **early}]
    one = matched(mentees=mentees, mentors=mentors, tried={"weight_days": 100})
    assert of_settings(one) == {
        "weight_days": "Пар: 2 (столько же). Предложения изменятся: НМ-0001 — Н-0002 вместо Н-0001; "
        "НМ-0002 — Н-0001 вместо Н-0002."
    }
    assert proposals(one) == {"НМ-0001": "Н-0001", "НМ-0002": "Н-0002"}
    after = matched(mentees=mentees, mentors=mentors, weight_days=100)
    assert proposals(after) == {"НМ-0001": "Н-0002", "НМ-0002": "Н-0001"}


def test_any_setting_may_be_tried_and_what_cannot_be_is_told() -> None:
    tried = {
        "lowest_score": 99,
        "weight_days": 10,
        "soon_days": 7,
        "weight_words": "много",
        "matching_mode": "взаимный выбор",
        "mentoring_forms": "педагог–педагог",
    }
    told = of_settings(matched(tried=tried))
    assert told["lowest_score"].startswith("Пар: 0 (−3). Все вместе — 0 баллов (−")
    assert told["weight_days"] == SAME_AS_NOW
    assert told["soon_days"] == NOTHING_TO_DO_WITH_PAIRS
    assert "число" in told["weight_words"]
    assert told["matching_mode"].startswith("Пар: 3")
    assert told["mentoring_forms"].startswith("Пар: 0 (−3)")
    assert told.keys() == tried.keys()


@pytest.mark.parametrize("tried", [None, ""])
def test_without_a_value_to_try_nothing_is_said(tried: Any) -> None:
    assert of_settings(matched(tried={"weight_days": tried})) == {}


def test_with_no_people_at_all_a_trial_says_that_there_are_no_pairs() -> None:
    told = of_settings(matched(mentees=[], mentors=[], tried={"queue_points": 0}))
    assert told["queue_points"].startswith("Пар: 0 (столько же).")
