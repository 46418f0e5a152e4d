"""Rows of one person become one: what is certain by itself, the rest when the curator says so; and nothing is lost."""

from __future__ import annotations

from datetime import date
from typing import Any

from automation.workbook.book import Book
from jobs.desk.people import card
from jobs.desk.rights import Role
from jobs.desk.today import groups
from jobs.letters.waiting import TO_TELL_APART, waiting
from jobs.runner.deciding import decide
from jobs.runner.job import jobs_of
from sheets_schema.tabs.consents import Consents
from sheets_schema.tabs.letters import Letters
from sheets_schema.tabs.matches import Matches
from sheets_schema.tabs.mentees import Mentees
from sheets_schema.tabs.mentors import Mentors
from sheets_schema.tabs.same_people import SamePeople
from sheets_schema.vocabulary import (
    AWAITS_DECISION,
    DIFFERENT_PEOPLE,
    JOINED,
    NO_CONSENT,
    NOBODY,
    ONE_PERSON,
    PERSONAL_DATA,
    READY,
    REJECTED,
    SET_ASIDE,
    SURPLUS,
)
from tests.jobs.books import NOW, book
from tests.jobs.runner.test_order_of_jobs import kept

TODAY = date(2024, 1, 15)
ANNA = {"id": "НМ-0001", "full_name": "Ветрова Анна Сергеевна", "email": "anna@example.com", "born": "01.03.2001"}
AGAIN = {**ANNA, "id": "НМ-0002", "full_name": "Анна Сергеевна Ветрова", "phone": "+7 912 345-67-89"}
SHORT = {**ANNA, "id": "НМ-0002", "full_name": "Ветрова А. С."}
MENTOR = {"id": "Н-0001", "full_name": "Орлов Пётр Ильич", "email": "orlov@example.com"}
ORDER = {"id": "ПР-0001", "purpose": "order/pairs/2024-1", "number": "7", "dated": "12.01.2024", "signed": True}
JOBS = ("collect", "same_people", "validate", "match", "pairs", "documents", "states")


def lived(*mentees: dict[str, Any], **rows: Any) -> Book:
    return again(book({"mentees": mentees, **rows}))


def again(one: Book) -> Book:
    decide(one, jobs_of(JOBS))
    assert not [notice for notice in one.notices if "ошибки программы" in notice]
    return one


def with_decision(one: Book, decision: str | None) -> Book:
    """The next cycle, after the curator has decided of the first couple."""
    rows = kept(one)
    rows["samepeople"][0]["decision"] = decision
    return again(book(rows, now=NOW))


def rows_of(one: Book) -> list[tuple[Any, ...]]:
    bank = one[Mentees].frame
    return [
        tuple(row) for row in bank[[Mentees.id, Mentees.status, Mentees.joined]].astype("object").fillna("").to_numpy()
    ]


def said(one: Book) -> list[Any]:
    return one[SamePeople][SamePeople.state].tolist()


def test_a_second_row_of_which_nothing_was_decided_joins_the_first_and_lends_it_what_it_lacks() -> None:
    one = lived(ANNA, {**AGAIN, "occupation": "Б-12"})
    assert rows_of(one) == [("НМ-0001", READY, ""), ("НМ-0002", SURPLUS, "НМ-0001")]
    assert one[Mentees][Mentees.phone].tolist() == ["+7 912 345-67-89"] * 2
    couple = one[SamePeople].frame.iloc[0]
    assert (couple[SamePeople.state], couple[SamePeople.taken]) == (JOINED, "Телефон")
    assert "Группа или должность" in couple[SamePeople.left] and "Телефон" not in couple[SamePeople.left]
    assert one[Mentees][Mentees.occupation].tolist() == ["А-21", "Б-12"]
    assert not [one for one in waiting(one) if one.matter == TO_TELL_APART]


def test_the_next_cycle_changes_nothing() -> None:
    one = book(kept(lived(ANNA, AGAIN, SHORT | {"id": "НМ-0003"})), now=NOW)
    decide(again(one), jobs_of(JOBS))
    assert {name: changes for name, changes in one.changes().items() if name != "settings"} == {}


def test_what_may_be_a_twin_waits_for_the_curator_at_the_desk_and_both_rows_take_part_until_then() -> None:
    one = lived(ANNA, SHORT)
    assert rows_of(one) == [("НМ-0001", READY, ""), ("НМ-0002", READY, "")]
    assert said(one) == [AWAITS_DECISION]
    (waits,) = [one for one in waiting(one) if one.matter == TO_TELL_APART]
    assert waits.who == "Ветрова Анна Сергеевна (НМ-0001) и Ветрова А. С. (НМ-0002)"
    assert "совпадает: фамилия, эл. почта, дата рождения" in waits.what
    (group,) = [group for group in groups(one, TODAY) if group.title == TO_TELL_APART.do]
    deeds = group.items[0].deeds
    assert deeds and [button.says for button in deeds.buttons] == [ONE_PERSON, DIFFERENT_PEOPLE]


def test_the_digest_tells_of_it_once() -> None:
    staff = [{"id": "С-0001", "role": "Куратор наставничества", "full_name": "Ложкина Вера Ильинична"}]
    one = lived(ANNA, SHORT, staff=[{**staff[0], "email": "curator@example.com"}])
    one.link = "https://example.com/table"
    decide(one, jobs_of(["remind"]))
    (text,) = one[Letters][Letters.text]
    assert "Решите, один ли это человек" in text and "Ветрова А. С." in text
    decide(one, jobs_of(["remind"]))
    assert len(one[Letters]) == 1


def test_the_curators_word_joins_parts_and_is_never_asked_again() -> None:
    joined = with_decision(lived(ANNA, SHORT | {"phone": "+7 912 345-67-89"}), ONE_PERSON)
    assert rows_of(joined)[1] == ("НМ-0002", SURPLUS, "НМ-0001")
    assert joined[Mentees][Mentees.phone].tolist() == ["+7 912 345-67-89"] * 2
    parted = with_decision(joined, DIFFERENT_PEOPLE)
    assert rows_of(parted) == [("НМ-0001", READY, ""), ("НМ-0002", READY, "")]
    assert parted[Mentees][Mentees.phone].isna().tolist() == [True, False]
    assert said(parted) == [DIFFERENT_PEOPLE]
    assert said(again(book(kept(parted), now=NOW))) == [DIFFERENT_PEOPLE]


def test_what_was_joined_without_asking_is_parted_when_the_curator_says_that_they_are_two() -> None:
    parted = with_decision(lived(ANNA, AGAIN), DIFFERENT_PEOPLE)
    assert [status for _, status, _ in rows_of(parted)] == [READY, READY]


def test_two_rows_that_were_both_decided_upon_are_asked_about_though_they_are_certain() -> None:
    one = lived({**ANNA, "note": "староста"}, {**AGAIN, "need": 2})
    assert said(one) == [AWAITS_DECISION]
    assert all("решите о нём на листе «Похожие люди»" in text for text in one[Mentees][Mentees.problems])
    joined = with_decision(one, ONE_PERSON)
    assert rows_of(joined)[1] == ("НМ-0002", SURPLUS, "НМ-0001")
    # The curator's cells stay hers, and what stands in the surplus row alone is told.
    assert joined[Mentees][Mentees.need].isna().tolist() == [True, False]
    assert "Нужнее других" in joined[SamePeople][SamePeople.left][joined[SamePeople].index[0]]


PAIR = {"id": "П-0001", "mentor": "Н-0001", "mentee": "НМ-0002", "order": "ПР-0001", "agreed_on": "10.01.2024"}


def test_the_row_in_a_pair_is_the_one_that_stays_and_its_mentor_is_as_busy_as_before() -> None:
    one = lived(ANNA, AGAIN, mentors=[MENTOR], pairs=[PAIR], orders=[ORDER])
    assert [row[::2] for row in rows_of(one)] == [("НМ-0001", "НМ-0002"), ("НМ-0002", "")]
    assert one[Mentors][Mentors.load].tolist() == [1]


def test_rows_in_two_pairs_are_joined_only_after_one_of_them_has_ended() -> None:
    pairs = [PAIR, {**PAIR, "id": "П-0002", "mentee": "НМ-0001"}]
    mentors = [{**MENTOR, "capacity": 2}]
    one = with_decision(lived(ANNA, AGAIN, mentors=mentors, pairs=pairs, orders=[ORDER]), ONE_PERSON)
    assert [joined for *_, joined in rows_of(one)] == ["", ""]
    assert "завершите одну из них" in one[SamePeople][SamePeople.problems].iloc[0]
    rows = kept(one)
    rows["pairs"][0]["ended_on"] = "14.01.2024"
    assert rows_of(again(book(rows, now=NOW)))[1] == ("НМ-0002", SURPLUS, "НМ-0001")


def test_what_a_pair_was_built_upon_is_not_parted_before_it_ends() -> None:
    rows = kept(lived(ANNA, AGAIN, mentors=[MENTOR], orders=[ORDER]))
    rows["pairs"] = [{**PAIR, "mentee": "НМ-0001", "agreed_on": "16.01.2024"}]
    one = with_decision(book(rows, now=NOW), DIFFERENT_PEOPLE)
    assert rows_of(one)[1][2] == "НМ-0001"
    assert "составлена пара П-0001" in one[SamePeople][SamePeople.problems].iloc[0]


def test_a_consent_given_under_the_surplus_number_is_the_persons_consent() -> None:
    given = {"id": "СГ-0001", "kind": PERSONAL_DATA, "answer": "да", "given_on": "01.09.2023", "person": "НМ-0002"}
    one = lived(ANNA, AGAIN, consents=[given])
    assert [status for _, status, _ in rows_of(one)] == [READY, SURPLUS]
    assert one[Consents][Consents.person].tolist() == ["НМ-0002"]
    assert [status for _, status, _ in rows_of(lived(ANNA, SHORT, consents=[given]))] == [NO_CONSENT, READY]


def test_a_mentor_refused_under_the_surplus_number_is_not_proposed_again() -> None:
    refused = {"id": "НМ-0002/Н-0001", "mentee": "НМ-0002", "mentor": "Н-0001", "decision": "отклонить"}
    one = with_decision(
        lived({**ANNA, "note": "староста"}, AGAIN, mentors=[MENTOR], matches=[{**refused, "state": "отклонён"}]),
        ONE_PERSON,
    )
    states = dict(zip(one[Matches][Matches.id], one[Matches][Matches.state], strict=True))
    assert states == {"НМ-0002/Н-0001": SET_ASIDE, "НМ-0001/Н-0001": REJECTED, "НМ-0001/—": NOBODY}


def test_a_mentor_who_is_a_mentee_is_one_person_on_the_card_and_never_their_own_mentor() -> None:
    both = {**MENTOR, "id": "НМ-0001", "born": "01.02.1979", "email": "p.orlov@example.org"}
    one = lived(both, {**ANNA, "id": "НМ-0002"}, mentors=[MENTOR])
    assert said(one) == []
    couples = set(zip(one[Matches][Matches.mentee], one[Matches][Matches.mentor].fillna(""), strict=True))
    assert ("НМ-0001", "Н-0001") not in couples and ("НМ-0002", "Н-0001") in couples
    (same,) = [one for one in card(one, "НМ-0001", Role.CURATOR).related if one.title == "Этот же человек"]
    assert [row.key for row in same.rows] == ["Н-0001"]


def test_a_mentor_who_may_be_a_mentee_is_asked_about_and_not_paired_with_themselves() -> None:
    both = {**MENTOR, "id": "НМ-0001", "full_name": "Орлов П. И.", "born": "01.02.1979", "email": "p@example.org"}
    one = lived(both, mentors=[MENTOR])
    assert said(one) == [AWAITS_DECISION]
    assert not one[Matches][Matches.mentor].notna().any()
    assert said(with_decision(one, ONE_PERSON)) == [ONE_PERSON]
