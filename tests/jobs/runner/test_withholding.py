"""Whoever may not be processed is not there for a job, whichever job it is and however the consent was lost."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

import pandas as pd
import pytest

from automation.workbook.book import Book
from jobs.runner.deciding import decide
from jobs.runner.job import Job, all_jobs
from sheets_schema.columns import Owner, PersonName, Reference
from sheets_schema.nastavnik import NASTAVNIK
from sheets_schema.sheet import Sheet
from sheets_schema.tabs.bank import Bank
from sheets_schema.tabs.consents import Consents
from sheets_schema.tabs.letters import Letters
from sheets_schema.tabs.matches import Matches
from sheets_schema.tabs.mentees import Mentees
from sheets_schema.tabs.mentors import Mentors
from sheets_schema.tabs.pairs import Pairs
from sheets_schema.tabs.preferences import Preferences
from sheets_schema.tabs.staff import Staff
from sheets_schema.vocabulary import (
    ENDED,
    EXTRA_DUTIES,
    FAILED,
    NO_CONSENT,
    OFFICIAL,
    PAIRED,
    PARENT,
    PERSONAL_DATA,
    QUEUED,
    READY,
    SENT,
    STOPPED,
)
from tests.jobs.books import NOW, Rows, book, consents
from tests.jobs.mornings import STAFF

FORM = "педагог–студент"
NAMES = {"НМ-0001": "Зубрицкая Аделаида Казимировна", "Н-0001": "Квашнин Тихон Елисеевич"}
PERSON = {
    "НМ-0001": {
        "id": "НМ-0001",
        "full_name": NAMES["НМ-0001"],
        "email": "zubr@example.com",
        "phone": "+7 900 777-11-01",
        "born": "14.03.2005",
        "occupation": "гр. Зубр-21",
        "form": FORM,
        "requests": "помощь в учёбе",
        "wish": "Мечтаю о квазидирижаблях",
        "note": "звонить на 777-11-01",
        "status": PAIRED,
        "answered": 45000.0,
    },
    "Н-0001": {
        "id": "Н-0001",
        "full_name": NAMES["Н-0001"],
        "email": "kvas@example.com",
        "phone": "+7 900 777-11-02",
        "born": "01.08.1979",
        "occupation": "квас-мастер",
        "forms": FORM,
        "competences": "помощь в учёбе",
        "capacity": 2,
        "experience": "Строил гиперболоиды",
        "status": PAIRED,
        "answered": 45000.0,
    },
}
TRACES = {
    "НМ-0001": ("зубр", "аделаид", "казимировн", "777-11-01", "квазидирижабл"),
    "Н-0001": ("квас", "квашнин", "тихон", "елисеевич", "777-11-02", "гиперболоид"),
}
PLAIN = {"occupation": "А-21", "wish": "", "experience": "", "note": "", "phone": ""}
OTHERS = {
    "mentees": {"id": "НМ-0002", "full_name": "Ветрова Анна Сергеевна", "email": "vetrova@example.com", **PLAIN},
    "mentors": {"id": "Н-0002", "full_name": "Осипов Павел Юрьевич", "email": "osipov@example.com", **PLAIN},
}
PAIR = {
    "id": "П-0001",
    "mentor": "Н-0001",
    "mentor_name": NAMES["Н-0001"],
    "mentee": "НМ-0001",
    "mentee_name": NAMES["НМ-0001"],
    "form": FORM,
    "direction": "помощь в учёбе",
    "state": OFFICIAL,
    "order": "ПР-0001",
    "agreed_on": "09.01.2024",
}
ORDER = {"id": "ПР-0001", "purpose": "order/pairs/2024-1", "number": "7", "dated": "10.01.2024", "signed": True}
LOST = {
    "withdrawn": {"withdrawn_on": "15.01.2024"},
    "withdrawn, nobody can tell when": {"withdrawn_on": "на днях"},
    "withdrawn from a day to come": {"withdrawn_on": "01.02.2024"},
    "refused": {"answer": "нет"},
    "nowhere to be found": {"person": "НМ-0099"},
}


def school(lost: Mapping[str, Any], person: str, kind: str = PERSONAL_DATA, **tabs: Rows) -> Book:
    """A pair in a signed order, two other people, and whatever is given; one consent of one person is lost."""
    rows: dict[str, Rows] = {
        "staff": STAFF,
        "mentees": [PERSON["НМ-0001"], {**PERSON["НМ-0001"], **OTHERS["mentees"]}],
        "mentors": [PERSON["Н-0001"], {**PERSON["Н-0001"], **OTHERS["mentors"]}],
        "pairs": [PAIR],
        "orders": [ORDER],
        "matches": [
            {"id": "НМ-0001/Н-0001", "mentee": "НМ-0001", "mentor": "Н-0001", "decision": "принять", "pair": "П-0001"}
        ],
        **tabs,
    }
    given = [
        {**row, **(lost if (row["person"], row["kind"]) == (person, kind) else {})} for row in map(dict, consents(rows))
    ]
    one = book({**rows, "consents": given}, organisation_short="Техникум", mentees_planned=2, mentors_planned=2)
    one.link = "https://example.com/table"
    one.state.links = {form.name: "https://example.com/form/viewform" for form in NASTAVNIK.forms}
    return one


def seen(one: Book) -> Iterator[str]:
    """All that a job can read in the tables, and what could not be read."""
    for sheet in NASTAVNIK.sheets:
        table = one.tables[sheet.name]
        yield table.frame.to_json(force_ascii=False, date_format="iso", default_handler=str)
        yield str(table.unreadable)


def left(one: Book) -> Iterator[str]:
    """All that jobs own, as it will be written."""
    for sheet in NASTAVNIK.sheets:
        owned = list(sheet.owned_by(Owner.JOB))
        yield one.tables[sheet.name].whole[owned].to_json(force_ascii=False, date_format="iso", default_handler=str)
    yield str(one.documents)
    yield str(one.notices)


def traces(of: str, said: Iterator[str]) -> set[str]:
    text = "\n".join(said).lower()
    return {trace for trace in TRACES[of] if trace in text}


def run(one: Book) -> None:
    decide(one, all_jobs().values())
    assert not [notice for notice in one.notices if "ошибки программы" in notice]


@pytest.mark.parametrize("person", PERSON)
@pytest.mark.parametrize("lost", LOST.values(), ids=list(LOST))
def test_no_job_sees_them_and_none_leaves_a_trace(lost: dict[str, Any], person: str) -> None:
    one = school(lost, person)
    looked: list[set[str]] = []

    def look(book: Book, _: date) -> None:
        looked.append(traces(person, seen(book)))

    jobs = list(all_jobs().values())
    assert traces(person, seen(one)) == set(TRACES[person])
    decide(one, [part for job in jobs for part in (Job("look", "взгляд", (), "", look), job)])
    assert len(looked) == len(jobs) and not any(looked)
    confirmation = one[Letters][Letters.recipient].isin([row["email"] for row in PERSON.values()])
    one[Letters].set(confirmation, {Letters.recipient: None})
    assert traces(person, left(one)) == set()


@pytest.mark.parametrize("person", PERSON)
@pytest.mark.parametrize("lost", LOST.values(), ids=list(LOST))
def test_their_pair_stops_and_begins_again_with_the_consent(lost: dict[str, Any], person: str) -> None:
    one = school(lost, person)
    run(one)
    pair, bank = one[Pairs].frame.iloc[0], one[Mentees] if person == "НМ-0001" else one[Mentors]
    assert pair["state"] == STOPPED
    assert f"{person} — согласие на обработку персональных данных" in pair["problems"]
    assert bank[Mentees.status].iloc[0] == NO_CONSENT
    again = {
        Consents.id: "СГ-0099",
        Consents.person: person,
        Consents.kind: PERSONAL_DATA,
        Consents.answer: "да",
        Consents.given_on: pd.Timestamp(NOW.date()),
    }
    one[Consents].append([again], by=(Owner.FORM,))
    run(one)
    pair = one[Pairs].frame.iloc[0]
    assert (pair["state"], bank[Bank.status].iloc[0]) == (OFFICIAL, PAIRED)
    assert (pair["mentee_name"], pair["mentor_name"]) == (NAMES["НМ-0001"], NAMES["Н-0001"])
    assert pair["direction"] == "помощь в учёбе" and pd.isna(pair["problems"])


def test_a_parent_who_withdraws_withdraws_the_child() -> None:
    child = {**PERSON["НМ-0001"], "born": "14.03.2008"}
    one = school({"withdrawn_on": "15.01.2024"}, "НМ-0001", PARENT, mentees=[child])
    run(one)
    assert one[Pairs][Pairs.state].iloc[0] == STOPPED
    assert "согласие родителя (законного представителя) отозвано" in one[Pairs][Pairs.problems].iloc[0]
    (letter,) = one[Letters][Letters.text][one[Letters][Letters.recipient] == "zubr@example.com"]
    assert "согласие родителя" in letter and "Программа больше ничего не делает с вашими данными" in letter


def test_a_mentor_who_takes_back_the_duties_stays_a_person_and_leaves_the_pair() -> None:
    one = school({"withdrawn_on": "15.01.2024"}, "Н-0001", EXTRA_DUTIES)
    run(one)
    assert (one[Pairs][Pairs.state].iloc[0], one[Mentors][Mentors.status].iloc[0]) == (STOPPED, NO_CONSENT)
    assert one[Pairs][Pairs.mentor_name].iloc[0] == NAMES["Н-0001"]
    live = one[Matches].frame[one[Matches][Matches.state] != "снят"]
    assert "Н-0001" not in set(live[Matches.mentor])
    to_mentor = one[Letters][Letters.text][one[Letters][Letters.recipient] == "kvas@example.com"]
    assert len(to_mentor) == 1 and "Новых наставляемых вам не предложат" in to_mentor.iloc[0]


def test_without_any_row_a_pair_stops_quietly_for_it_may_be_a_slip_of_the_hand() -> None:
    one = school({"person": "НМ-0099"}, "НМ-0001")
    run(one)
    assert "не вписано" in one[Pairs][Pairs.problems].iloc[0]
    assert not {"withdrawal", "stopped"} & {key.partition("/")[0] for key in one[Letters][Letters.id]}


def test_what_was_taken_back_long_ago_is_no_news() -> None:
    one = school({"withdrawn_on": "01.11.2023"}, "НМ-0001")
    run(one)
    assert one[Pairs][Pairs.state].iloc[0] == STOPPED
    assert not {"withdrawal", "stopped"} & {key.partition("/")[0] for key in one[Letters][Letters.id]}


def test_whoever_withdraws_in_several_ways_gets_one_confirmation() -> None:
    other = {**PERSON["Н-0001"], "id": "Н-0003", "full_name": NAMES["НМ-0001"], "email": "zubr@example.com", "born": ""}
    one = school({"withdrawn_on": "15.01.2024"}, "НМ-0001", mentors=[PERSON["Н-0001"], other])
    run(one)
    one[Consents].append(
        [
            {
                Consents.id: f"СГ-009{n}",
                Consents.person: "Н-0003",
                Consents.kind: kind,
                Consents.answer: "нет",
                Consents.given_on: pd.Timestamp(NOW.date()),
            }
            for n, kind in enumerate((PERSONAL_DATA, EXTRA_DUTIES))
        ],
        by=(Owner.FORM,),
    )
    run(one)
    assert [
        key.partition("/")[0] for key in one[Letters][Letters.id][one[Letters][Letters.recipient] == "zubr@example.com"]
    ] == ["withdrawal"]


def test_an_ended_pair_and_a_person_without_an_address_need_no_letter() -> None:
    one = school(
        {"withdrawn_on": "15.01.2024"},
        "НМ-0001",
        mentees=[{**PERSON["НМ-0001"], "email": "нет"}],
        pairs=[{**PAIR, "ended_on": "12.01.2024"}],
    )
    run(one)
    assert one[Pairs][Pairs.state].iloc[0] == ENDED and pd.isna(one[Pairs][Pairs.problems].iloc[0])
    assert pd.isna(one[Pairs][Pairs.mentee_name].iloc[0])
    assert not {"withdrawal", "stopped"} & {key.partition("/")[0] for key in one[Letters][Letters.id]}


# Letters that wait


def letter(key: str, to: str, text: str, **more: Any) -> dict[str, Any]:
    told = {"subject": "Тема", "state": QUEUED, "queued_at": 45306.0, "reasons": f"{key}/why"}
    return {"id": key, "recipient": to, "text": text, **told, **more}


@pytest.mark.parametrize(
    ("waiting", "goes"),
    [
        (letter("trial/НМ-0001/2024-01-10", "zubr@example.com", "Здравствуйте!"), False),
        (letter("fix/НМ-0001/2024-01-10", "zubr@example.com", "Здравствуйте!"), False),
        (letter("news/2024-01-10", "Zubr@example.com", "Здравствуйте!"), False),
        (letter("withdrawal/НМ-0001/2024-01-10", "zubr@example.com", "Здравствуйте!"), True),
        (letter("trial/Н-0001/2024-01-10", "kvas@example.com", "Пара: Зубрицкая А. К."), False),
        (letter("digest/С-0002/2024-01-10", "a@example.com", "Письмо", subject="О Зубрицкой"), False),
        (letter("digest/С-0002/2024-01-10", "a@example.com", "Письмо", entries="Встреча с Аделаидой Зубрицкой"), False),
        (letter("digest/С-0002/2024-01-10", "a@example.com", "Пишите на ZUBR@example.com"), False),
        (letter("digest/С-0002/2024-01-10", "a@example.com", "Котова Яна"), True),
        (letter("trial/НМ-0002/2024-01-10", "vetrova@example.com", "Здравствуйте!"), True),
    ],
)
def test_a_letter_that_waits_goes_only_where_it_is_neither_to_them_nor_about_them(
    waiting: dict[str, Any], goes: bool
) -> None:
    one = school({"withdrawn_on": "15.01.2024"}, "НМ-0001", letters=[waiting])
    decide(one, [])
    row = one[Letters].frame.iloc[0]
    assert row["state"] == (QUEUED if goes else FAILED)
    if not goes:
        assert "согласия" in row["problems"] and row[["subject", "text", "entries", "reasons"]].isna().all()
        assert traces("НМ-0001", iter([str(row["recipient"])])) == set()


def test_an_address_that_others_have_too_is_theirs() -> None:
    waiting = letter("news/2024-01-10", "zubr@example.com", "Здравствуйте!")
    sister = {**PERSON["НМ-0001"], **OTHERS["mentees"], "email": "zubr@example.com"}
    one = school({"withdrawn_on": "15.01.2024"}, "НМ-0001", mentees=[PERSON["НМ-0001"], sister], letters=[waiting])
    decide(one, [])
    assert one[Letters][Letters.state].tolist() == [QUEUED]


def test_what_has_gone_is_what_went() -> None:
    gone = letter("trial/Н-0001/2024-01-10", "kvas@example.com", f"Пара: {NAMES['НМ-0001']}", state=SENT)
    one = school({"withdrawn_on": "15.01.2024"}, "НМ-0001", letters=[gone])
    decide(one, [])
    assert one[Letters][Letters.text].tolist() == [gone["text"]]


# Names of others


def test_a_member_of_staff_is_still_named_where_the_office_asks_for_it() -> None:
    director = {**PERSON["Н-0001"], "full_name": STAFF[0]["full_name"]}
    one = school({"withdrawn_on": "15.01.2024"}, "Н-0001", mentors=[director])
    run(one)
    assert one[Staff][Staff.full_name].iloc[0] == STAFF[0]["full_name"]


def test_others_are_read_as_they_wrote_but_for_the_name() -> None:
    preferences = [
        {"id": "В-0001", "who": "Осипов", "wishes": "Зубрицкая, Ветрова"},
        {"id": "В-0002", "who": "Ветрова Анна", "wishes": "Квашнин и Непонятнов"},
    ]
    one = school({"withdrawn_on": "15.01.2024"}, "НМ-0001", preferences=preferences)
    run(one)
    table = one.tables["preferences"]
    assert list(table[Preferences.wishes]) == ["НМ-0001, Ветрова", "Квашнин и Непонятнов"]
    assert list(table[Preferences.chosen]) == ["НМ-0001, НМ-0002", "Н-0001"]
    assert "Непонятнов" in table[Preferences.problems].iloc[1]
    assert list(table.whole["wishes"]) == [row["wishes"] for row in preferences]


# What a tab declares


@pytest.mark.parametrize("sheet", NASTAVNIK.sheets, ids=lambda sheet: sheet.name)
def test_a_name_that_a_job_writes_stands_beside_the_number_of_its_person_or_is_drawn_anew(sheet: type[Sheet]) -> None:
    """By the number the withholding finds the row; where there is none, the name itself is looked for."""
    names = [
        column for column in sheet.columns.values() if isinstance(column, PersonName) and column.owner is Owner.JOB
    ]
    assert all(column.personal for column in names)
    refers = any(isinstance(column, Reference) for column in sheet.columns.values())
    assert not names or refers or sheet.name == "whowithwhom"


def test_people_who_consent_are_not_touched() -> None:
    one = school({}, "НМ-0001")
    decide(one, [])
    assert not any(table.changes() for table in one.tables.values())
    assert traces("НМ-0001", seen(one)) == set(TRACES["НМ-0001"])
    assert one[Mentees][Mentees.status].tolist() == [PAIRED, PAIRED] and READY not in set(one[Mentors][Mentors.status])
