"""Where the workspace is Google's, everybody's own page is a document that opens for them alone."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from automation.google import Google
from automation.google.drive import KEY, File
from automation.google.errors import Refused
from automation.google.services import service
from automation.workbook.book import Book
from jobs.own_pages import own_pages
from jobs.own_pages.gathering import own_page
from jobs.people.own_link import own_link
from jobs.runner.deciding import decide
from jobs.runner.erasing import ask_for, carry_out
from jobs.runner.job import jobs_of
from sheets_schema.tabs.own_pages import OwnPages
from tests.jobs.books import book
from tests.organisation import MONDAY, Organisation

GOOGLE, OURS = "https://docs.google.com/spreadsheets/d/1/edit", "https://school.example.com/spreadsheets/d/1/edit"
LINK = "https://docs.google.com/document/d/7/edit"
MENTEE: dict[str, Any] = {"id": "НМ-0001", "full_name": "Лапина Яна Олеговна", "email": "lapina@example.com"}
MENTOR: dict[str, Any] = {"id": "Н-0001", "full_name": "Орлов Пётр Ильич", "email": "orlov@example.com"}
DRAWN = {"id": "ЛС-0001", "person": "НМ-0001", "purpose": "own-page/НМ-0001", "document": LINK, "digest": "x"}


def lived(link: str = GOOGLE, **rows: Any) -> Book:
    one = book({"mentees": [MENTEE], "mentors": [MENTOR], **rows})
    one.link, one.state.secret = link, "secret"
    decide(one, jobs_of(("validate", "states", "own_pages")))
    assert not one.notices, one.notices
    return one


def asked(one: Book) -> list[tuple[str, str, bool]]:
    return [(document.key, document.reader, document.void) for document in one.documents]


def test_everybody_gets_one_that_says_what_the_page_would_and_only_where_there_is_no_page() -> None:
    one = lived()
    assert sorted(asked(one)) == [
        ("own-page/Н-0001", "orlov@example.com", False),
        ("own-page/НМ-0001", "lapina@example.com", False),
    ]
    (page,) = (document.context["page"] for document in one.documents if document.key == "own-page/НМ-0001")
    assert page["name"] == "Лапина Яна Олеговна" and "Мы подбираем вам наставника" in page["given"][0]["stands"]
    assert not asked(lived(OURS)) and not len(lived(OURS)[OwnPages])
    assert own_link(lived(OURS), "НМ-0001").startswith("https://school.example.com/me/")


def test_one_person_in_both_banks_has_one_and_keeps_it_under_the_number_that_it_has() -> None:
    both = {**MENTOR, "full_name": MENTEE["full_name"], "email": MENTEE["email"], "born": "01.02.1999"}
    one = lived(mentors=[both])
    assert [key for key, *_ in asked(one)] == ["own-page/Н-0001"]
    stays = lived(mentors=[both], ownpages=[{**DRAWN, "access": "открыт: lapina@example.com"}])
    assert [key for key, *_ in asked(stays)] == ["own-page/НМ-0001"]
    assert own_link(stays, "Н-0001") == own_link(stays, "НМ-0001") == LINK


def test_a_row_that_was_joined_to_another_is_no_second_questionnaire_and_no_consent_stands_twice() -> None:
    consents = [
        {
            "id": f"СГ-000{n}",
            "person": "НМ-0001",
            "kind": "персональные данные",
            "answer": "да",
            "given_on": "20.11.2023",
        }
        for n in (1, 2)
    ]
    one = lived(mentees=[MENTEE, {**MENTEE, "id": "НМ-0002", "joined": "НМ-0001"}], consents=consents)
    page = own_page(one, "НМ-0001", one.today)
    assert [given.number for given in page.given] == ["НМ-0001"]
    assert [consent.says for consent in page.consents] == ["дано 20.11.2023"]


def test_a_pupil_without_an_address_reads_it_by_the_parents() -> None:
    pupil = {**MENTEE, "email": None, "parent_email": "mother@example.com", "category": "ученик"}
    assert ("own-page/НМ-0001", "mother@example.com", False) in asked(lived(mentees=[pupil]))


@pytest.mark.parametrize("rows", [{"consents": []}, {"mentees": []}, {"mentees": [{**MENTEE, "email": None}]}])
def test_whoever_may_not_be_processed_or_is_gone_has_none_and_what_there_was_goes(rows: dict[str, Any]) -> None:
    one = lived(**{"mentors": [], **rows})
    assert not asked(one)
    one = lived(**{"mentors": [], **rows}, ownpages=[DRAWN])
    assert asked(one) == [("own-page/НМ-0001", "", True)]


def test_letters_lead_to_it_once_it_is_open_to_them_and_a_refusal_is_said_beside_it() -> None:
    opened = lived(ownpages=[{**DRAWN, "access": "открыт: lapina@example.com"}])
    refused = lived(ownpages=[{**DRAWN, "access": "не открыт: lapina@example.com"}])
    assert own_link(opened, "НМ-0001") == LINK and not own_link(refused, "НМ-0001")
    assert opened[OwnPages][OwnPages.problems].isna().all()
    assert refused[OwnPages][OwnPages.problems].str.contains("Настройки доступа").iloc[0]


def test_the_first_of_many_take_several_cycles(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(own_pages, "MOST", 1)
    assert len(lived().documents) == 1 and len(lived()[OwnPages]) == 2


# Over the workspace reached as Google


def pages(google: Google) -> list[File]:
    return [
        one for one in google.drive.search("trashed = false") if one.properties.get(KEY, "").startswith("own-page/")
    ]


def readers(google: Google, file: File) -> set[tuple[str, str]]:
    permissions = service("drive", "v3", google.transport).permissions()
    found = permissions.list(fileId=file.id, fields="permissions(role,type,emailAddress)").execute()["permissions"]
    return {(one["role"], one.get("emailAddress", one["type"])) for one in found if one["role"] != "owner"}


def test_a_document_is_opened_to_its_person_alone_rewritten_when_it_changes_and_goes_with_the_consent(
    paired: Organisation, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = paired
    one.workspace.address = "https://docs.google.com"
    one.cycle()
    google = one.connect()
    of = {file.properties[KEY]: file for file in pages(google)}
    assert of.keys() == {"own-page/Н-0001", "own-page/НМ-0001"}
    assert readers(google, of["own-page/НМ-0001"]) == {("reader", "vetrova@example.com")}
    assert "vetrova" not in str(of["own-page/НМ-0001"].properties)
    one.cycle()
    assert not one.cycle().changed
    assert {file.id: file.modified for file in pages(google)} == {file.id: file.modified for file in of.values()}

    # Another address, and one that Google does not open to: nobody keeps the right to read it.
    def refuse(*_: Any) -> None:
        raise Refused("Google не открыл доступ")

    with monkeypatch.context() as patched:
        patched.setattr("automation.google.drive.Drive.share", refuse)
        one.curator.type("Банк наставляемых", {"НМ-0001": {"Эл. почта": "anna@example.com"}})
        one.cycle()
        one.cycle()
        assert not one.cycle().documents
    (anew,) = (file for file in pages(google) if file.properties[KEY] == "own-page/НМ-0001")
    assert anew.id != of["own-page/НМ-0001"].id and not readers(google, anew)
    (row,) = (row for row in one.curator.rows("Личные страницы") if row["Чья"] == "НМ-0001")
    assert row["Кому открыт"] == "не открыт: anna@example.com" and "Настройки доступа" in row["Что исправить"]

    consents = [row["№"] for row in one.curator.rows("Согласия") if row["Номер участника"] == "НМ-0001"]
    one.curator.type("Согласия", {key: {"Отозвано": f"{MONDAY:%d.%m.%Y}"} for key in consents})
    one.cycle(now=one.clock.now + timedelta(hours=1))
    assert [file.properties[KEY] for file in pages(google)] == ["own-page/Н-0001"]

    row_of = ask_for(one.connect(), one.spreadsheet, "Н-0001", ["Н-0001"], now=one.clock.now)
    carry_out(one.connect(), one.spreadsheet, row_of, now=one.clock.now)
    assert not pages(google)
