"""«Удаление данных»: who is down for it, until when, what stops it, and until when the curator is asked."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from automation.workbook.book import Book
from jobs.people.consents import stopped_by
from jobs.people.identity import same_person
from jobs.person.sought import NobodyFound, find
from jobs.person.stub import stub, take_out, take_own_rows
from jobs.runner.deciding import decide
from jobs.runner.erasing import due
from jobs.runner.job import jobs_of
from sheets_schema.tabs.erasures import Erasures
from sheets_schema.tabs.letters import Letters
from sheets_schema.tabs.mentees import Mentees
from sheets_schema.tabs.pairs import Pairs
from sheets_schema.vocabulary import BY_WITHDRAWAL, ERASED, ERASURE_BY_HAND, ERASURE_CANCELLED, ERASURE_WAITS
from tests.jobs.books import NOW, book

NAME = "Зубрицкая Аделаида Казимировна"
MENTEE = {"id": "НМ-0001", "full_name": NAME, "email": "zubr@example.com", "phone": "+7 912 345-67-01"}
OTHER = {"id": "НМ-0002", "full_name": "Лапина Яна Олеговна", "note": "Дружит с Зубрицкой А. К."}
MENTOR = {"id": "Н-0001", "full_name": "Орлов Пётр Ильич", "email": "orlov@example.com"}
SAME = {"id": "Н-0002", "full_name": NAME, "email": "zubr@example.com", "born": "01.02.1999"}
TODAY = NOW.date()
TAKEN_BACK = "10.01.2024"


def consent(number: int, person: str, **more: Any) -> dict[str, Any]:
    given = {"kind": "персональные данные", "answer": "да", "given_on": "01.09.2023"}
    return {"id": f"СГ-{number:04d}", "person": person, **given, **more}


def lived(day: date = TODAY, **rows: Any) -> Book:
    taken = [consent(1, "НМ-0001", withdrawn_on=TAKEN_BACK), consent(2, "НМ-0002"), consent(3, "Н-0001")]
    given = {"mentees": [MENTEE, OTHER], "mentors": [MENTOR], "consents": taken}
    one = book({**given, **rows}, now=NOW + (day - TODAY))
    decide(one, jobs_of(("validate", "states", "erasures")))
    assert not one.notices
    return one


def register(one: Book) -> dict[str, Any]:
    [row] = one[Erasures].frame.to_dict("records")
    return {str(name): value for name, value in row.items()}


def test_whoever_takes_a_consent_back_is_down_for_erasure_by_the_day_that_the_settings_say() -> None:
    row = register(lived())
    assert (row["people"], row["ground"], row["state"]) == ("НМ-0001", BY_WITHDRAWAL, ERASURE_WAITS)
    assert (row["asked_on"].date(), row["due"].date()) == (date(2024, 1, 10), date(2024, 2, 9))
    then = {
        "id": "УД-0001",
        "people": "НМ-0001",
        "ground": BY_WITHDRAWAL,
        "due": "09.02.2024",
        "occasion": "НМ-0001/СГ-0001",
    }
    assert not due(lived(date(2024, 2, 8), erasures=[then])) and due(lived(date(2024, 2, 9), erasures=[then])) == [
        "УД-0001"
    ]


def test_a_withdrawal_of_long_ago_leaves_time_to_see_a_slip_of_the_hand() -> None:
    taken = [consent(1, "НМ-0001", given_on="01.09.2013", withdrawn_on="10.01.2014")]
    assert register(lived(consents=taken))["due"].date() == date(2024, 1, 18)


def test_both_numbers_of_one_person_go_together_and_once() -> None:
    rows: dict[str, Any] = {
        "mentors": [MENTOR, SAME],
        "consents": [consent(1, "НМ-0001", withdrawn_on=TAKEN_BACK), consent(2, "Н-0002")],
    }
    assert register(lived(**rows))["people"] == "Н-0002, НМ-0001"


def test_a_consent_given_anew_cancels_what_has_not_begun() -> None:
    planned = {
        "id": "УД-0001",
        "people": "НМ-0001",
        "ground": BY_WITHDRAWAL,
        "due": "09.02.2024",
        "occasion": "НМ-0001/СГ-0001",
    }
    anew = [consent(1, "НМ-0001", withdrawn_on=TAKEN_BACK), consent(4, "НМ-0001", given_on="12.01.2024")]
    assert register(lived(date(2024, 2, 9), consents=anew, erasures=[planned]))["state"] == ERASURE_CANCELLED
    assert due(lived(date(2024, 2, 9), consents=anew, erasures=[{**planned, "erased": "строки: 3"}])) == ["УД-0001"]


def test_the_curator_is_asked_for_what_only_a_hand_can_delete_until_it_is_ticked() -> None:
    done = {
        "id": "УД-0001",
        "people": "НМ-0001",
        "ground": BY_WITHDRAWAL,
        "due": "09.02.2024",
        "done_on": "09.02.2024",
        "erased": "строки: 3",
        "by_hand": "Отправленное письмо",
        "occasion": "НМ-0001/СГ-0001",
    }
    row = register(lived(date(2024, 2, 10), erasures=[done]))
    assert row["state"] == ERASURE_BY_HAND and "поставьте галочку" in row["problems"]
    ticked = register(lived(date(2024, 2, 10), erasures=[{**done, "by_hand_done": True}]))
    assert ticked["state"] == ERASED and not isinstance(ticked["problems"], str)


def test_whose_data_has_been_erased_is_in_no_pair_again_and_stays_one_person() -> None:
    gone = {"id": "УД-0001", "people": "Н-0002, НМ-0001", "erased": "строки: 3", "done_on": "09.02.2024"}
    stubs: dict[str, Any] = {
        "mentees": [{"id": "НМ-0001", "full_name": "удалено по решению организации, Н-0002, НМ-0001"}, OTHER],
        "mentors": [MENTOR, {"id": "Н-0002", "full_name": "удалено по решению организации, Н-0002, НМ-0001"}],
        "consents": [consent(1, "НМ-0001"), consent(2, "Н-0002"), consent(3, "Н-0001")],
    }
    one = lived(**stubs, erasures=[gone])
    assert {"НМ-0001", "Н-0002"} <= stopped_by(one).keys()
    assert same_person(one)["НМ-0001"] == {"НМ-0001", "Н-0002"}
    assert one[Mentees].whole[Mentees.full_name].isna().tolist() == [True, False]


# What is taken out


PAIR = {"id": "П-0001", "mentor": "Н-0001", "mentor_name": MENTOR["full_name"], "mentee": "НМ-0001"}
WORDS = stub("НМ-0001", BY_WITHDRAWAL)


def test_of_their_rows_the_number_is_left_and_others_words_name_a_number() -> None:
    letter = {"id": "fix/НМ-0001/2024-01-01", "recipient": "zubr@example.com", "subject": "Анкета", "text": "Аделаида!"}
    about = {"id": "introduced/Н-0001/2024-01-01", "recipient": "orlov@example.com", "text": f"Ваша пара: {NAME}"}
    pair = {**PAIR, "mentee_name": NAME, "end_reason": "поссорились", "note": "звонить +7 (912) 345 67 01"}
    one = book({"mentees": [MENTEE, OTHER], "mentors": [MENTOR], "letters": [letter, about], "pairs": [pair]})
    sought = find([one], "НМ-0001")
    take_out(one, sought, WORDS)
    assert one[Mentees].whole[Mentees.full_name][one[Mentees].index[0]] == NAME, "who they are goes last"
    take_own_rows(one, sought.numbers, WORDS)
    mentee = one[Mentees].whole.iloc[0]
    assert (mentee[Mentees.full_name], mentee[Mentees.withdrawn]) == (WORDS, True)
    told = {Mentees.id, Mentees.full_name, Mentees.withdrawn, Mentees.status}
    assert not [name for name in Mentees.columns if name not in told and _says(mentee[name])]
    assert one[Mentees].whole[Mentees.note].iloc[1] == "Дружит с НМ-0001"
    kept = one[Pairs].whole.iloc[0]
    assert (kept[Pairs.mentor_name], kept[Pairs.mentee_name]) == (MENTOR["full_name"], WORDS)
    assert not _says(kept[Pairs.end_reason]) and not _says(kept[Pairs.note])
    first, second = one[Letters].whole.to_dict("records")
    assert (first[Letters.subject], _says(first[Letters.text]), _says(first[Letters.recipient])) == (
        WORDS,
        False,
        False,
    )
    assert (second[Letters.text], second[Letters.recipient]) == ("Ваша пара: НМ-0001", "orlov@example.com")


def _says(value: Any) -> bool:
    return bool(value) and value == value and value is not None and str(value) not in ("nan", "NaT", "None")


def test_a_date_of_birth_that_could_not_be_read_goes_as_well() -> None:
    one = book({"mentees": [{**MENTEE, "born": "14 марта 2005"}]})
    take_own_rows(one, ("НМ-0001",), WORDS)
    [(_, cells)] = one.changes()["mentees"].edits.items()
    assert cells["born"] in (None, "")


def test_what_a_family_shares_is_left_where_it_is_somebody_elses() -> None:
    sister = {**OTHER, "email": "zubr@example.com", "note": "почта zubr@example.com"}
    one = book({"mentees": [MENTEE, sister]})
    take_out(one, find([one], "НМ-0001"), WORDS)
    assert one[Mentees].whole[Mentees.note].iloc[1] == "почта zubr@example.com"


def test_of_two_with_one_name_the_other_is_told_of_and_left_alone() -> None:
    namesake = {**OTHER, "full_name": NAME, "email": "other@example.com", "note": NAME}
    one = book({"mentees": [MENTEE, {**namesake, "born": "02.02.2000"}]})
    sought = find([one], "НМ-0001")
    take_out(one, sought, WORDS)
    assert sought.namesakes == ("НМ-0002",) and one[Mentees].whole[Mentees.note].iloc[1] == NAME


def test_a_number_that_nobody_has_is_said() -> None:
    with pytest.raises(NobodyFound, match="НМ-0009"):
        find([book({"mentees": [MENTEE]})], "НМ-0009")
