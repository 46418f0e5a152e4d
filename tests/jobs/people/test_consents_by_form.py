"""Consents that come by forms of their own: whose they are, what they let in, who is asked for which, and when."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from automation.google.forms import Response
from automation.workbook.book import Book
from automation.workbook.questionnaires import question_id
from jobs.people.consents import lacking_consents, withheld
from jobs.runner.deciding import decide
from jobs.runner.job import jobs_of
from sheets_schema.form import DISAGREE, Form
from sheets_schema.nastavnik import NASTAVNIK
from sheets_schema.questionnaires.consents import CONSENT_FORMS, ConsentWithdrawal, agreement
from sheets_schema.questionnaires.mentee_questionnaire import MenteeQuestionnaire
from sheets_schema.tabs.consent_texts import ConsentTexts
from sheets_schema.tabs.consents import Consents
from sheets_schema.tabs.letters import Letters
from sheets_schema.tabs.mentees import Mentees
from sheets_schema.vocabulary import (
    EXTRA_DUTIES,
    IS_AWAITED,
    IS_NEEDLESS,
    IS_RECEIVED,
    NO_CONSENT,
    PARENT,
    PERSONAL_DATA,
    PUBLICATION,
    READY,
)
from tests.jobs.books import NOW, book

ADULT, MINOR = "2003-03-14", "2010-03-14"
NAME, ADDRESS = "Ветрова Анна Сергеевна", "vetrova@example.com"
ANSWERS = {
    "full_name": NAME,
    "email": ADDRESS,
    "born": ADULT,
    "occupation": "А-21",
    "form": "педагог–студент",
    "requests": "помощь в учёбе",
}
KEY = "ACYDfirst"
JOBS = ("collect", "validate", "asked_consents", "received", "states", "remind")


def response(form: type[Form], said: dict[str, str], id_: str, at: datetime) -> Response:
    given = {question_id(form, name): (answer,) for name, answer in said.items()}
    return Response(id_, f"{at:%Y-%m-%dT%H:%M:%SZ}", given)


def cycle(
    one: Book, *came: tuple[type[Form], dict[str, str]], days: int = 0, fetched: dict[str, str] | None = None
) -> Book:
    """A cycle into which these answers came, and this questionnaire fetched once more."""
    one.moment = NOW + timedelta(days=days)
    found: dict[str, list[Response]] = {}
    for form, said in came:
        id_ = KEY if form is MenteeQuestionnaire else f"ACYD{form.name}{days}"
        found.setdefault(form.name, []).append(response(form, said, id_, one.moment))
    one.responses = found
    one.fetched = {MenteeQuestionnaire.name: [response(MenteeQuestionnaire, fetched, KEY, NOW)]} if fetched else {}
    decide(one, jobs_of(JOBS))
    assert not any("ошибки" in notice for notice in one.notices), one.notices
    one.responses, one.fetched = {}, {}
    return one


def school(**settings: Any) -> Book:
    one = book({"consents": ()}, **settings)
    one.state.links |= {form.name: f"https://example.com/{form.name}" for form in NASTAVNIK.forms}
    return one


def consent(kind: str = PERSONAL_DATA, **said: str) -> tuple[type[Form], dict[str, str]]:
    who = {"given_by": NAME, "born": ADULT, "answer": agreement(1)}
    if kind == PARENT:
        who |= {"given_by": "Ветрова Ольга Ильинична", "relation": "мать", "about": NAME, "born": MINOR}
    return CONSENT_FORMS[kind], {**who, **said}


def mentee(**said: str) -> tuple[type[Form], dict[str, str]]:
    return MenteeQuestionnaire, {**ANSWERS, **said}


def rows(one: Book, kind: str) -> list[dict[Any, Any]]:
    frame = one[Consents].frame
    found: list[dict[Any, Any]] = frame[frame[Consents.kind] == kind].to_dict("records")
    return found


def letters(one: Book) -> list[str]:
    return list(one[Letters][Letters.text].dropna())


# Whose it is


@pytest.mark.parametrize(
    "said", [{"number": "НМ-0001"}, {"number": " нм-0001"}, {"number": "СГ-0001"}, {"number": KEY}, {"email": ADDRESS}]
)
def test_a_consent_finds_its_person_by_number_waiting_row_key_of_the_answer_or_name_and_address(
    said: dict[str, str],
) -> None:
    one = cycle(school(), mentee())
    (waiting,) = rows(one, PERSONAL_DATA)
    assert (waiting[Consents.person], waiting[Consents.standing]) == ("НМ-0001", IS_AWAITED)
    cycle(one, consent(**said), days=1)
    (row,) = rows(one, PERSONAL_DATA)
    assert (row[Consents.answer], row[Consents.version], row[Consents.standing]) == ("да", 1, IS_RECEIVED)
    assert row[Consents.until].year == 2029
    assert not withheld(one, one[Mentees])


def test_a_consent_of_nobody_says_so_and_finds_its_person_once_they_answer() -> None:
    one = cycle(school(), consent(email=ADDRESS))
    (row,) = rows(one, PERSONAL_DATA)
    assert "нет ни в одном банке" in row[Consents.problems]
    cycle(one, mentee(), days=1)
    (row,) = rows(one, PERSONAL_DATA)
    assert row[Consents.person] == "НМ-0001" and row[Consents.problems] != row[Consents.problems]
    assert one[Mentees][Mentees.status].tolist() == [READY]


def test_a_link_of_another_person_is_asked_about() -> None:
    one = cycle(school(), mentee())
    cycle(one, consent(number="НМ-0001", given_by="Молчалин Алексей Степанович"), days=1)
    assert "названо другое имя" in rows(one, PERSONAL_DATA)[0][Consents.problems]


# What it lets in


def test_an_answer_comes_in_whole_in_the_cycle_that_brings_it_with_its_consent() -> None:
    one = cycle(school(), consent(number=KEY), mentee())
    assert one[Mentees][Mentees.occupation].tolist() == ["А-21"]
    assert one[Mentees][Mentees.status].tolist() == [READY] and not one.state.wanted


def test_an_answer_without_consent_is_fetched_once_it_is_there_as_it_stands_by_then() -> None:
    one = cycle(school(), mentee())
    kept = one[Mentees].whole.iloc[0]
    assert kept[Mentees.email] == ADDRESS and kept[[Mentees.occupation, Mentees.form, Mentees.born]].isna().all()
    assert one[Mentees][Mentees.status].tolist() == [NO_CONSENT] and not one.state.wanted
    cycle(one, consent(number="НМ-0001"), days=1)
    assert one.state.wanted == {MenteeQuestionnaire.name: [KEY]}
    assert len(letters(one)) == 1, "nothing is asked of the answer that is not taken yet"
    cycle(one, days=1, fetched={**ANSWERS, "occupation": "А-22"})
    assert one[Mentees][Mentees.occupation].tolist() == ["А-22"]
    assert one[Mentees][Mentees.status].tolist() == [READY] and not one.state.wanted


def test_of_an_answer_that_is_gone_the_journal_tells() -> None:
    one = cycle(cycle(school(), mentee()), consent(number="НМ-0001"), days=1)
    cycle(one, days=1)
    assert not one.state.wanted and any("ответа в анкете" in notice for notice in one.notices)


# Minors, and those who come of age


def test_in_a_minor_s_stead_a_parent_agrees_and_nobody_else() -> None:
    one = cycle(school(), mentee(born=MINOR), consent(number=KEY, born=MINOR))
    assert "вместо него согласие даёт родитель" in rows(one, PERSONAL_DATA)[0][Consents.problems]
    assert [kind.kind for kind in lacking_consents(one, one[Mentees], one.today)[10**9]] == [PARENT]
    cycle(one, consent(PARENT, number="НМ-0001", given_by=NAME), days=1)
    assert "назван сам участник" in rows(one, PARENT)[0][Consents.problems]
    assert withheld(one, one[Mentees])
    cycle(one, consent(PARENT, number="НМ-0001"), days=2)
    assert not withheld(one, one[Mentees])


@pytest.mark.parametrize(("days", "asked", "status"), [(0, False, READY), (10, True, READY), (41, True, NO_CONSENT)])
def test_a_minor_s_own_consent_is_asked_for_before_the_birthday_and_needed_from_it_on(
    days: int, asked: bool, status: str
) -> None:
    born = "2006-02-24"  # 18 in forty days
    one = cycle(school(), mentee(born=born), consent(PARENT, number=KEY, born=born))
    cycle(one, days=days)
    assert bool(rows(one, PERSONAL_DATA)) == asked
    assert one[Mentees][Mentees.status].tolist() == [status]
    assert any("исполнится 18 лет" in text or "Нужно ваше согласие" in text for text in letters(one)) == asked
    # Whose answers have long been taken does not read that they still have to be.
    assert not any("Чтобы мы могли его принять" in text for text in letters(one))


# Who is asked, and how often


def test_whoever_keeps_silent_is_reminded_once_and_whoever_has_refused_is_not() -> None:
    one = cycle(school(), mentee())
    for days in (1, 13, 14, 15, 30):
        cycle(one, days=days)
    assert len(letters(one)) == 2
    refused = cycle(school(), mentee(), consent(number=KEY, answer=DISAGREE))
    for days in (1, 14, 30):
        cycle(refused, days=days)
    assert len(letters(refused)) == 1 and len(rows(refused, PERSONAL_DATA)) == 1


def test_a_consent_on_paper_typed_into_a_new_row_makes_the_waiting_one_needless() -> None:
    one = cycle(school(), mentee())
    paper = {Consents.person: "НМ-0001", Consents.kind: PERSONAL_DATA, Consents.answer: "да", Consents.given_on: NOW}
    one[Consents].append([{**paper, Consents.given_on: NOW.replace(tzinfo=None)}], by=(Consents.person.column.owner,))
    cycle(one, days=1)
    assert rows(one, PERSONAL_DATA)[0][Consents.standing] == IS_NEEDLESS
    assert one.state.wanted


@pytest.mark.parametrize(
    ("forms", "of_all", "needed"),
    [("педагог–педагог", False, True), ("педагог–студент", False, False), ("педагог–студент", True, True)],
)
def test_extra_duties_are_agreed_to_by_mentors_of_employees_and_by_others_as_the_organisation_decides(
    forms: str, of_all: bool, needed: bool
) -> None:
    mentor = {"id": "Н-0001", "full_name": "Осипов Павел", "forms": forms}
    agreed = {"id": "СГ-0001", "person": "Н-0001", "kind": PERSONAL_DATA, "answer": "да", "given_on": "01.09.2023"}
    one = cycle(book({"mentors": [mentor], "consents": [agreed]}, duties_of_all=of_all))
    assert bool(rows(one, EXTRA_DUTIES)) == needed


def test_a_consent_whose_term_is_over_is_asked_for_again_and_nobody_is_told_that_they_took_it_back() -> None:
    row = {"id": "НМ-0001", "full_name": NAME, "answered": "14.01.2024", "response": KEY}
    agreed = {"id": "СГ-0001", "person": "НМ-0001", "kind": PERSONAL_DATA, "answer": "да", "given_on": "01.09.2018"}
    one = cycle(book({"mentees": [row], "consents": [{**agreed, "until": "01.09.2023"}]}))
    assert one[Mentees][Mentees.status].tolist() == [NO_CONSENT]
    assert rows(one, PERSONAL_DATA)[1][Consents.standing] == IS_AWAITED
    assert "срок согласия истёк" in rows(one, PERSONAL_DATA)[0][Consents.problems]


# Taking it back


def test_a_withdrawal_by_form_ends_what_was_agreed_to_before_and_a_new_consent_counts_again() -> None:
    one = cycle(school(), mentee(), consent(number=KEY))
    cycle(one, (ConsentWithdrawal, {"number": "НМ-0001", "kind": PERSONAL_DATA, "given_by": NAME}), days=1)
    assert withheld(one, one[Mentees])[10**9].taken_back_by
    assert rows(one, PERSONAL_DATA)[1][Consents.ends] == "СГ-0001, СГ-0002"
    cycle(one, consent(number="НМ-0001"), days=2)
    assert not withheld(one, one[Mentees])


def test_nothing_may_be_published_that_was_not_ticked() -> None:
    one = cycle(school(), mentee(), consent(number=KEY), consent(PUBLICATION, number=KEY))
    assert "не отмечено, что можно публиковать" in rows(one, PUBLICATION)[0][Consents.problems]


# What they say


def test_a_new_edition_appears_when_the_settings_change_and_the_former_stays() -> None:
    one = book({})
    decide(one, jobs_of(("consent_texts",)))
    assert one[ConsentTexts][ConsentTexts.number].tolist() == [1] * 4
    before = list(one[ConsentTexts][ConsentTexts.text])
    assert all("Колледж" in text and "Отзыв согласия" in text for text in before)
    decide(one, jobs_of(("consent_texts",)))
    assert len(one[ConsentTexts]) == 4
    other = book({"consenttexts": [{**row, "id": f"ТС-{n}"} for n, row in enumerate(_as_cells(one))]}, consent_years=3)
    decide(other, jobs_of(("consent_texts",)))
    texts = other[ConsentTexts].frame
    assert texts[ConsentTexts.text].tolist()[:4] == before
    assert texts[ConsentTexts.number].tolist()[4:] == [2] * 4 and "3\xa0года" in texts[ConsentTexts.text].iloc[-1]


def test_an_edition_is_drawn_up_for_paper_when_the_curator_ticks_it_and_only_then() -> None:
    first = book({})
    decide(first, jobs_of(("consent_texts",)))
    cells = [{**row, "since": "15.01.2024"} for row in _as_cells(first)]
    keys = first[ConsentTexts][ConsentTexts.purpose]
    rows = [
        {**row, "id": f"ТС-{n}", "purpose": key, "on_paper": row["kind"] == PARENT}
        for n, (row, key) in enumerate(zip(cells, keys, strict=True))
    ]
    one = book({"consenttexts": rows})
    decide(one, jobs_of(("consent_texts",)))
    (paper,) = one.documents
    assert paper.key == "consent/parentconsent-1" and paper.context["by_parent"]


def _as_cells(one: Book) -> list[dict[str, Any]]:
    return [
        {"kind": row[ConsentTexts.kind], "number": row[ConsentTexts.number], "text": row[ConsentTexts.text]}
        for row in one[ConsentTexts].frame.to_dict("records")
    ]


def test_without_the_organisation_s_name_there_is_no_text_and_the_form_is_not_ready() -> None:
    one = book({}, organisation="")
    decide(one, jobs_of(("consent_texts",)))
    assert not len(one[ConsentTexts])
    assert not CONSENT_FORMS[PARENT].worded(lambda sheet: one[sheet].frame).is_ready
