"""«Подбор» as cards, a person's and a pair's card, and what a word is found in."""

from __future__ import annotations

from datetime import date

import pytest

from automation.workbook.book import Book
from jobs.desk import cards, people
from jobs.desk.entering import Missing
from jobs.desk.parts import called
from jobs.desk.rights import Role
from jobs.desk.trying import agreed, tried
from jobs.matching import match
from jobs.people import validate
from jobs.runner.deciding import decide
from jobs.runner.job import jobs_of
from sheets_schema.columns import Personal
from sheets_schema.tabs.matches import Matches
from sheets_schema.tabs.mentees import Mentees
from tests.jobs.books import book

TODAY = date(2024, 1, 15)
MENTEES = [
    {"id": "НМ-0001", "full_name": "Лапина Яна Олеговна", "wish": "Сдать физику", "email": "lapina@example.com"},
    {"id": "НМ-0002", "full_name": "Чёрный Семён Ильич", "email": "semyon@example.com", "phone": "+7 912 000-00-01"},
]
MENTORS = [{"id": "Н-0001", "full_name": "Орлов Пётр Ильич"}, {"id": "Н-0002", "full_name": "Белов Юрий Львович"}]


def matched() -> Book:
    one = book({"mentees": MENTEES, "mentors": MENTORS})
    decide(one, jobs_of(["validate", "match"]))
    return one


def test_a_card_shows_the_request_and_the_candidates_the_best_first() -> None:
    one = matched()
    card = cards.card(one, "НМ-0001", TODAY)
    assert (card.name, card.requests, card.wish) == ("Лапина Яна Олеговна", "помощь в учёбе", "Сдать физику")
    assert card.about.replace("\xa0", " ") == "24 года, А-21"
    assert card.candidates[0].state == "предложен" and len(card.candidates) == 2
    assert card.candidates[0].reasons and card.candidates[0].deeds is not None


def test_reasons_are_a_list_and_what_stands_in_brackets_stays_together() -> None:
    cell = "поможет с 1 запросом из 2: сварка (редкая компетенция; не поможет с этим: учёба); общее время: вт"
    row = {"id": "НМ-0001/Н-0001", "mentee": "НМ-0001", "mentor": "Н-0001", "state": "предложен", "rank": 1}
    one = book({"matches": [{**row, "reasons": cell}]})
    reasons = cards.card(one, "НМ-0001", TODAY).candidates[0].reasons
    assert reasons == [
        "поможет с 1 запросом из 2: сварка (редкая компетенция; не поможет с этим: учёба)",
        "общее время: вт",
    ]


def test_who_waits_who_is_alone_and_who_is_settled_are_told_apart() -> None:
    third = {"id": "НМ-0003", "full_name": "Зимина Ольга Юрьевна"}
    one = book({"mentees": [*MENTEES, third], "mentors": MENTORS})
    decide(one, jobs_of(["validate", "match"]))
    first = str(one[Matches][Matches.id][one[Matches][Matches.state] == "предложен"].iloc[0])
    one[Matches].enter(int(one[Matches].index[one[Matches][Matches.id] == first][0]), {Matches.decision: "принять"})
    match.run(one, one.today)
    counts = cards.deck(one, TODAY, kind="waiting", page=1).counts
    assert counts == {"waiting": 1, "alone": 1, "settled": 1}


def test_cards_come_a_page_at_a_time_and_a_page_beyond_the_last_is_the_last() -> None:
    rows = [
        {"id": f"НМ-{n:04d}/Н-0001", "mentee": f"НМ-{n:04d}", "mentor": "Н-0001", "state": "предложен", "rank": 1}
        for n in range(1, 31)
    ]
    one = book({"matches": rows, "mentors": MENTORS})
    deck = cards.deck(one, TODAY, kind="waiting", page=99)
    assert (deck.page, deck.pages, len(deck.cards)) == (3, 3, 6)
    assert [card.id for card in cards.deck(one, TODAY, kind="?", page=1, sought="нм-0007").cards] == ["НМ-0007"]


def test_both_questionnaires_stand_side_by_side_without_what_nobody_answered() -> None:
    one = matched()
    said = dict(cards.side_by_side(one, "НМ-0001", ["Н-0001", "Н-0002"]))
    assert said["Запрос и компетенции"] == ["помощь в учёбе"] * 3
    assert said["ФИО"] == ["Лапина Яна Олеговна", "Орлов Пётр Ильич", "Белов Юрий Львович"]
    assert "Интересы" not in said


def test_what_would_move_is_worked_out_and_nothing_of_it_is_a_decision() -> None:
    one = matched()
    proposal = cards.card(one, "НМ-0001", TODAY).candidates[1].proposal
    assert "НМ-0002" in tried(one, proposal)
    assert one[Matches][Matches.decision].isna().all()


def test_a_preview_of_accepting_everybody_names_the_pairs_that_would_be() -> None:
    one = matched()
    would = agreed(one, [each.proposal for each in cards.proposals(one)])
    assert {mentee for mentee, _ in would.pairs} == {"Лапина Яна Олеговна", "Чёрный Семён Ильич"}
    assert not would.problems


@pytest.mark.parametrize("sought", ["черный", "ЧЁРНЫЙ семён", "semyon@", "НМ-0002", "000-00-01"])
def test_a_person_is_found_by_any_part_whatever_the_case_and_the_yo(sought: str) -> None:
    one = matched()
    assert [found.key for found in people.find(one, sought, Role.CURATOR) if found.key.startswith("НМ")] == ["НМ-0002"]


def test_a_persons_card_has_their_consents_and_proposals_and_no_empty_lines() -> None:
    one = matched()
    card = people.card(one, "НМ-0001", Role.CURATOR)
    assert {related.title for related in card.related} == {"Согласия", "Подбор"}
    titles = [line.title for line in card.lines]
    assert "Запрос своими словами" in titles and "Интересы" not in titles and "№" not in titles


def test_a_pairs_card_leads_to_both_people_and_to_its_order() -> None:
    pair = {"id": "П-0001", "mentor": "Н-0001", "mentee": "НМ-0001", "order": "ПР-0001", "state": "утверждена"}
    one = book({"mentees": MENTEES, "mentors": MENTORS, "pairs": [pair], "orders": [{"id": "ПР-0001"}]})
    validate.run(one, one.today)
    assert [related.title for related in people.card(one, "П-0001", Role.CURATOR).related] == [
        "Наставник",
        "Наставляемый",
        "Приказ",
    ]
    with pytest.raises(Missing):
        people.card(one, "П-0002", Role.CURATOR)


def test_a_psychologist_sees_answers_and_contacts_and_nothing_that_is_thought_of_a_person() -> None:
    one = matched()
    row = int(one[Mentees].index[one[Mentees][Mentees.id] == "НМ-0001"][0])
    one[Mentees].enter(row, {Mentees.note: "часто болеет", Mentees.need: 2})
    seen, whole = (people.card(one, "НМ-0001", role) for role in (Role.PSYCHOLOGIST, Role.CURATOR))
    hidden = {line.title for line in whole.lines} - {line.title for line in seen.lines}
    assert hidden == {"Заметка куратора", "Нужнее других"}
    assert {related.title for related in whole.related} - {related.title for related in seen.related} == {"Подбор"}
    assert not any(Role.READER.sees(one) for one in Personal)


def test_a_person_is_called_by_their_name_and_a_letter_by_its_subject() -> None:
    assert called({"full_name": "Ветрова Анна", "subject": "физика"}) == "Ветрова Анна"
    assert called({"subject": "Приказ", "recipient": "a@example.com"}) == "Приказ"
