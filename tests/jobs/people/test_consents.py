"""Which consents are in force: whatever was answered, withdrawn, mistyped or given again, and in whichever row."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from automation.workbook.book import Book
from jobs.pair_life import states
from jobs.people import validate
from jobs.people.consents import Lacking, lacking_consents, stopped_by, withheld
from sheets_schema.columns import Owner
from sheets_schema.tabs.consents import Consents
from sheets_schema.tabs.mentees import Mentees
from sheets_schema.tabs.mentors import Mentors
from sheets_schema.vocabulary import EXTRA_DUTIES, NO_CONSENT, PARENT, PERSONAL_DATA, READY, WITHDRAWN
from tests.jobs.books import NOW, Rows, book, typed

TODAY = date(2024, 1, 15)
MENTEE = {"id": "НМ-0001", "full_name": "Ветрова Анна Сергеевна", "email": "vetrova@example.com", "born": "14.03.2005"}
MENTOR = {"id": "Н-0001", "full_name": "Осипов Павел Юрьевич", "email": "osipov@example.com", "born": "01.08.1979"}


def consent(number: int, day: str | None = "01.09.2023", **more: Any) -> dict[str, Any]:
    return {
        "id": f"СГ-{number:04d}",
        "person": "НМ-0001",
        "kind": PERSONAL_DATA,
        "answer": "да",
        "given_on": day,
        **more,
    }


def school(*consents: dict[str, Any], mentees: Rows = (MENTEE,), mentors: Rows = (MENTOR,)) -> Book:
    of_the_mentor = [
        consent(900 + place, person="Н-0001", kind=kind) for place, kind in enumerate((PERSONAL_DATA, EXTRA_DUTIES))
    ]
    return book({"mentees": mentees, "mentors": mentors, "consents": [*of_the_mentor, *consents]})


def lacks(one: Book) -> list[Lacking]:
    """What the mentee of the first row lacks."""
    return list(lacking_consents(one, one[Mentees], one.today).get(1, ()))


def by(number: int, kind: str = PERSONAL_DATA) -> list[Lacking]:
    return [Lacking(kind, f"СГ-{number:04d}")]


NEVER = [Lacking(PERSONAL_DATA)]


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([], NEVER),
        ([consent(1)], []),
        ([consent(1, answer="нет")], NEVER),
        ([consent(1, answer="наверное")], NEVER),
        ([consent(1), consent(2, "05.09.2023", answer="нет")], by(2)),
        ([consent(1), consent(2, "01.09.2023", answer="нет")], by(2)),
        ([consent(9999), consent(10000, "01.09.2023", answer="нет")], by(10000)),
        ([consent(1), consent(2, None, answer="нет")], by(2)),
        ([consent(1, "05.09.2023"), consent(2, "01.09.2023", answer="нет")], []),
        ([consent(1, answer="нет"), consent(2, "05.09.2023")], []),
        ([consent(1, withdrawn_on="10.01.2024")], by(1)),
        ([consent(1, withdrawn_on="вчера")], by(1)),
        ([consent(1, withdrawn_on="01.01.2032")], by(1)),
        ([consent(1, withdrawn_on="01.01.1990")], by(1)),
        ([consent(1, withdrawn_on="10.01.2024"), consent(2, "11.01.2024")], []),
        ([consent(1, withdrawn_on="10.01.2024"), consent(2, "11.01.2024", answer="нет")], by(1)),
        # Two consents, of which one is withdrawn.
        ([consent(1, withdrawn_on="10.01.2024"), consent(2, "01.10.2023")], by(1)),
        ([consent(1), consent(2, "01.10.2023", withdrawn_on="10.01.2024")], by(2)),
        ([consent(1, withdrawn_on="01.09.2023"), consent(2)], by(1)),
        ([consent(1, withdrawn_on="непонятно"), consent(2, "01.10.2023")], by(1)),
        ([consent(1, withdrawn_on="31.08.2023"), consent(2)], by(1)),
        ([consent(1, withdrawn_on="15.02.2024"), consent(2, "01.10.2023")], by(1)),
        # A withdrawal typed as a row of its own, with little in it.
        ([consent(1), consent(2, None, answer=None, withdrawn_on="10.01.2024")], by(2)),
        ([consent(1), consent(2, None, answer=None, kind=None, withdrawn_on="10.01.2024")], by(2)),
        ([consent(1), consent(2, None, answer="нет", kind="все", withdrawn_on="10.01.2024")], by(2)),
        ([consent(2, None, answer=None, withdrawn_on="10.01.2024")], by(2)),
        # Somebody else's, and another kind, are no business of this one.
        ([consent(1), consent(2, person="НМ-0002", withdrawn_on="10.01.2024")], []),
        ([consent(1), consent(2, person="Н-0001", withdrawn_on="10.01.2024")], []),
        ([consent(1), consent(2, kind=PARENT, withdrawn_on="10.01.2024")], []),
    ],
)
def test_a_consent_is_in_force_when_it_was_the_last_word(rows: list[dict[str, Any]], expected: list[Lacking]) -> None:
    assert lacks(school(*rows)) == expected
    assert lacks(school(*reversed(rows))) == expected


def test_a_consent_given_again_on_the_day_of_the_withdrawal_brings_the_person_back() -> None:
    one = school(consent(1, withdrawn_on="15.01.2024"))
    validate.run(one, one.today)
    states.run(one, one.today)
    assert one[Consents][Consents.ends].dropna().tolist() == ["СГ-0001"]
    one[Consents].append([typed(Consents, consent(2, None) | {"given_on": NOW.date()})], by=(Owner.FORM,))
    assert lacks(one) == []
    validate.run(one, one.today)
    states.run(one, one.today)
    assert one[Mentees][Mentees.status][1] != NO_CONSENT


def test_two_consents_of_the_day_of_the_withdrawal_that_were_there_are_both_ended() -> None:
    one = school(consent(1, "15.01.2024", withdrawn_on="15.01.2024"), consent(2, "15.01.2024"))
    for _ in range(2):
        validate.run(one, one.today)
        states.run(one, one.today)
        assert lacks(one) == by(1)
    assert one[Consents][Consents.ends].dropna().tolist() == ["СГ-0001, СГ-0002"]


def test_a_withdrawal_that_the_curator_takes_out_again_is_forgotten() -> None:
    one = school(consent(1) | {"ends": "СГ-0001"})
    assert lacks(one) == []
    validate.run(one, one.today)
    states.run(one, one.today)
    assert one[Consents][Consents.ends].isna().all()


@pytest.mark.parametrize(
    ("withdrawn_on", "said"), [("01.01.2032", "ещё не наступил"), ("01.08.2023", "раньше, чем дано согласие")]
)
def test_a_day_of_withdrawal_that_cannot_be_is_asked_about(withdrawn_on: str, said: str) -> None:
    one = school(consent(1, withdrawn_on=withdrawn_on))
    validate.run(one, one.today)
    states.run(one, one.today)
    (problem,) = one[Consents][Consents.problems].dropna()
    assert said in problem and "считается отозванным" in problem


# One person in several rows


SAME = {**MENTEE, "id": "Н-0002", "full_name": "ВЕТРОВА  Анна Сергеевна", "email": "Vetrova@example.com"}


def test_whoever_is_in_both_banks_is_withdrawn_in_both() -> None:
    of_mentor = consent(2, person="Н-0002")
    one = school(consent(1, withdrawn_on="10.01.2024"), of_mentor, mentors=(MENTOR, SAME))
    assert withheld(one, one[Mentees]) == {1: by(1)[0]}
    assert withheld(one, one[Mentors]) == {2: by(1)[0]}
    validate.run(one, one.today)
    states.run(one, one.today)
    assert "отозвано (СГ-0001)" in one[Mentors][Mentors.problems][2]


def test_a_consent_that_one_of_their_rows_gives_again_is_that_row_s_alone() -> None:
    again = consent(3, "11.01.2024", person="Н-0002")
    one = school(consent(1, withdrawn_on="10.01.2024"), consent(2, person="Н-0002"), again, mentors=(MENTOR, SAME))
    assert withheld(one, one[Mentees]) and not withheld(one, one[Mentors])


@pytest.mark.parametrize(
    "other", [{"email": "other@example.com", "born": MENTOR["born"]}, {"full_name": "Ветрова Алла Сергеевна"}]
)
def test_a_namesake_and_a_relative_with_the_same_address_are_other_people(other: dict[str, str]) -> None:
    one = school(
        consent(1, withdrawn_on="10.01.2024"), consent(2, person="Н-0002"), mentors=(MENTOR, {**SAME, **other})
    )
    assert not withheld(one, one[Mentors])


def test_a_refusal_in_one_questionnaire_does_not_take_back_what_was_agreed_to_in_the_other() -> None:
    one = school(consent(1, answer="нет"), consent(2, person="Н-0002"), mentors=(MENTOR, SAME))
    assert withheld(one, one[Mentees]) and not withheld(one, one[Mentors])


# Minors


@pytest.mark.parametrize(
    ("born", "expected"),
    [("16.01.2006", by(2, PARENT)), ("15.01.2006", []), (None, by(2, PARENT)), ("давно", by(2, PARENT))],
)
def test_a_parent_s_withdrawal_counts_while_the_child_is_not_known_to_be_of_age(
    born: str | None, expected: list[Lacking]
) -> None:
    parent = consent(2, kind=PARENT, withdrawn_on="10.01.2024")
    one = school(consent(1), parent, mentees=({**MENTEE, "born": born},))
    assert lacks(one) == expected
    assert bool(withheld(one, one[Mentees])) == bool(expected)


def test_whose_age_is_not_known_needs_no_parent_who_was_never_asked() -> None:
    assert lacks(school(consent(1), mentees=({**MENTEE, "born": None},))) == []


# A mentor's duties


def test_whoever_takes_back_a_mentor_s_duties_may_be_spoken_of_but_is_in_no_pair() -> None:
    duties = consent(2, person="Н-0002", kind=EXTRA_DUTIES, withdrawn_on="10.01.2024")
    one = school(consent(1, person="Н-0002"), duties, mentors=(MENTOR, {**SAME, "id": "Н-0002"}))
    assert not withheld(one, one[Mentors])
    assert dict(stopped_by(one)) == {"НМ-0001": Lacking(PERSONAL_DATA), "Н-0002": by(2, EXTRA_DUTIES)[0]}


# What the rows say


def test_a_row_says_which_withdrawal_it_is_about_and_what_to_do_then_and_rests_when_they_are_out() -> None:
    one = school(consent(1, withdrawn_on="10.01.2024"))
    validate.run(one, one.today)
    states.run(one, one.today)
    assert one[Mentees][Mentees.status][1] == NO_CONSENT
    assert one[Mentees][Mentees.problems][1] == (
        "Согласие на обработку персональных данных отозвано (СГ-0001), и программа больше ничего с этой строкой не "
        "делает. Если человек согласится снова, впишите новое согласие на лист «Согласия»; если нет, поставьте галочку "
        "«Не участвует»."
    )
    out = school(consent(1, withdrawn_on="10.01.2024"), mentees=({**MENTEE, "withdrawn": True},))
    validate.run(out, out.today)
    states.run(out, out.today)
    assert out[Mentees][Mentees.status][1] == WITHDRAWN and one[Mentees][Mentees.problems].notna().all()
    assert withheld(out, out[Mentees])


def test_without_the_tab_of_consents_whoever_lacked_one_is_still_withheld() -> None:
    one = book({"mentees": [{**MENTEE, "status": NO_CONSENT}, {**MENTEE, "id": "НМ-0002", "status": READY}]})
    one._missing["consents"] = "Нет листа «Согласия»."  # as a deleted tab leaves the book
    assert list(withheld(one, one[Mentees])) == [1]


DAYS = st.one_of(
    st.none(), st.just("непонятно"), st.dates(date(2023, 6, 1), date(2025, 6, 1)).map("{:%d.%m.%Y}".format)
)
EVENTS = st.lists(
    st.tuples(st.sampled_from(["да", "нет", None, "?"]), DAYS, DAYS, st.sampled_from(["НМ-0001", "Н-0002"])), max_size=6
)


@given(EVENTS, st.integers(1, 400))
def test_nobody_is_processed_whose_every_consent_is_withdrawn_now_or_later(
    events: list[tuple[str | None, str | None, str | None, str]], days: int
) -> None:
    """Whatever else stands in the rows, and however often the cycle has run in between."""
    rows = [
        consent(number, given_on, answer=answer, person=person, withdrawn_on=withdrawn_on or "10.01.2024")
        for number, (answer, given_on, withdrawn_on, person) in enumerate(events, 1)
    ]
    one = school(*rows, mentors=(MENTOR, SAME))
    for now in (NOW, NOW + timedelta(days=days)):
        one.moment = now
        validate.run(one, one.today)
        states.run(one, one.today)
        assert 1 in withheld(one, one[Mentees])
        assert one[Mentees][Mentees.status][1] == NO_CONSENT


def test_mentors_need_what_mentees_do_not() -> None:
    one = school()
    assert one[Mentors].sheet is Mentors
    assert lacking_consents(one, one[Mentors], TODAY) == {}
