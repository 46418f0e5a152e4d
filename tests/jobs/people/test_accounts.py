"""What others say of a mentee's needs: who is asked, what comes of the answer, and what the curator's word changes."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from automation.workbook.book import Book
from jobs.letters.waiting import TO_COUNT, waiting
from jobs.people.added_requests import accounts_of
from jobs.runner.deciding import decide
from jobs.runner.job import jobs_of
from sheets_schema.questionnaires.documents_card import DocumentsCard
from sheets_schema.questionnaires.third_party_account import ThirdPartyAccount
from sheets_schema.tabs.accounts import Accounts
from sheets_schema.tabs.letters import Letters
from sheets_schema.tabs.matches import Matches
from sheets_schema.tabs.mentees import Mentees
from tests.jobs.books import NOW, book

TEACHER = {
    "id": "НМ-0001",
    "full_name": "Лапина Яна Олеговна",
    "form": "педагог–педагог",
    "requests": "классное руководство",
}
LEARNER = {
    "id": "НМ-0002",
    "full_name": "Зотов Пётр Ильич",
    "category": "ученик",
    "form": "педагог–ученик",
    "born": "01.02.2009",
}
METHODIST = {"id": "С-0001", "role": "Методист", "full_name": "Ложкина Вера Андреевна", "email": "m@example.com"}
TUTOR = {"id": "С-0002", "role": "Классный руководитель", "full_name": "Дубова Анна Павловна", "email": "t@example.com"}
MENTOR = {
    "id": "Н-0001",
    "full_name": "Орлов Пётр Ильич",
    "forms": "педагог–педагог",
    "competences": "подготовка к аттестации",
}
ROWS: dict[str, Any] = {"mentees": [TEACHER, LEARNER], "mentors": [MENTOR], "staff": [METHODIST, TUTOR]}
ANSWERED = {
    "id": "СТ-0001",
    "mentee": "НМ-0001",
    "person": "С-0001",
    "occasion": "НМ-0001/documents",
    "due": "29.01.2024",
}


def lived(after: int = 0, **rows: Any) -> Book:
    one = book({**ROWS, **rows}, now=NOW + timedelta(days=after))
    for form in (DocumentsCard, ThirdPartyAccount):
        one.state.links[form.name] = f"https://example.com/{form.name}/viewform"
    decide(one, jobs_of(("validate", "match", "states", "accounts")))
    return one


def test_a_methodist_is_asked_once_of_the_documents_of_every_teacher_and_of_nobody_else() -> None:
    one = lived()
    assert one[Accounts][Accounts.mentee].tolist() == ["НМ-0001"]
    assert one[Accounts][Accounts.due].dt.date.tolist() == [date(2024, 1, 29)]
    (letter,) = one[Letters].frame.to_dict("records")
    assert letter[Letters.recipient] == "m@example.com" and "documentscard" in letter[Letters.text]
    assert "Лапина Яна Олеговна" in letter[Letters.text]
    assert not len(lived(staff=[TUTOR])[Accounts])


def test_whoever_the_curator_names_is_asked_by_the_other_form_and_a_number_that_is_nobodys_is_told_of() -> None:
    one = lived(mentees=[{**LEARNER, "ask": "С-0002"}], staff=[TUTOR])
    assert one[Accounts][Accounts.person].tolist() == ["С-0002"]
    (letter,) = one[Letters].frame.to_dict("records")
    assert letter[Letters.recipient] == "t@example.com" and "thirdpartyaccount" in letter[Letters.text]
    astray = lived(mentees=[{**LEARNER, "ask": "С-0404"}], staff=[TUTOR])
    assert not len(astray[Accounts]) and any("С-0404" in notice for notice in astray.notices)


@pytest.mark.parametrize(("decision", "helped"), [(None, False), ("отклонить", False), ("принять", True)])
def test_what_others_say_counts_in_the_matching_once_it_is_accepted_and_changes_no_answer(
    decision: str | None, helped: bool
) -> None:
    said = {**ANSWERED, "answered": "20.01.2024", "requests": "подготовка к аттестации", "decision": decision}
    one = lived(accounts=[said])
    matched = one[Matches].frame
    assert matched[matched[Matches.mentee] == "НМ-0001"][Matches.mentor].notna().any() == helped
    assert one[Mentees][Mentees.requests].tolist()[0] == ("классное руководство",)
    assert [each.key for each in waiting(one) if each.matter == TO_COUNT] == (["СТ-0001"] if decision is None else [])
    ((number, told, waits),) = accounts_of(one, "НМ-0001")
    assert (number, waits) == ("СТ-0001", decision is None) and "по документам: подготовка к аттестации" in told


@pytest.mark.parametrize(
    ("about", "meant"), [("зотов петр ильич", "НМ-0002"), (" нм-0002", "НМ-0002"), ("Зотов", None)]
)
def test_an_answer_by_the_general_link_finds_its_mentee_by_name_or_number_or_is_asked_about(
    about: str, meant: str | None
) -> None:
    one = lived(
        staff=[], accounts=[{"id": "СТ-0001", "answered": "14.01.2024", "about": about, "requests": "олимпиады"}]
    )
    (row,) = one[Accounts].frame.to_dict("records")
    assert (row[Accounts.mentee] if meant else None) == meant
    assert ("впишите номер" in str(row[Accounts.problems])) == (meant is None)
