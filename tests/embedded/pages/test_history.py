"""«История»: who changed what and when, and having it back."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import requests
from openpyxl import load_workbook
from playwright.sync_api import Page, expect

from tests.embedded.conftest import Api, Aside, Book, Clock
from tests.embedded.pages.conftest import DESK, PHONE, Visitor

Json = dict[str, Any]
SignIn = Callable[[str], Visitor]

PEOPLE = [["№", "ФИО", "Телефон"], ["1", "Орлова Анна", "111"], ["2", "Лапин Яков", "222"], ["3", "Дубов Пётр", "333"]]
FROZEN = {"updateSheetProperties": {
    "properties": {"sheetId": 0, "gridProperties": {"frozenRowCount": 1}}, "fields": "gridProperties.frozenRowCount",
}}  # fmt: skip


@pytest.fixture
def people(book: Book, clock: Clock) -> Book:
    """A list of people, kept by a program, that has rested since."""
    book.update(FROZEN)
    book.write("A1", PEOPLE)
    clock.now += timedelta(minutes=10)
    return book


def share(api: Api, book: Book, email: str, role: str) -> None:
    body = {"type": "user", "role": role, "emailAddress": email}
    api.post(f"/drive/v3/files/{book.id}/permissions", body, sendNotificationEmail="false")


@pytest.fixture
def writer(api: Api, people: Book, sign_in: SignIn) -> Visitor:
    share(api, people, "anna@example.com", "writer")
    return sign_in("anna@example.com")


def at(book: Book) -> str:
    return f"/spreadsheets/d/{book.id}/history"


def typed(visitor: Visitor, book: Book, row: int, column: int, text: str) -> None:
    """Write into a cell on the page."""
    step = {"sheet": 0, "deed": "write", "rows": [{"row": row, "cells": {str(column): text}}]}
    assert visitor.session.post(f"{visitor.url}/spreadsheets/d/{book.id}/edits", json=step, timeout=20).ok


def listed(visitor: Visitor, book: Book, query: str = "") -> list[list[str]]:
    """The versions: when, who, which tabs."""
    page = visitor.get(at(book) + query).text
    return [plain(row) for row in re.findall(r"<tr>\n(<th scope=\"row\">.*?)</tr>", page, re.DOTALL)]


def plain(row: str) -> list[str]:
    cells = re.findall(r"<t[hd][ >].*?</t[hd]>", row, re.DOTALL)
    return [" ".join(re.sub(r"<span class=\"unseen\">.*?</span>|<[^>]*>", "", cell).split()) for cell in cells]


def latest(visitor: Visitor, book: Book) -> str:
    """The address of the last version."""
    return str(re.findall(rf"{at(book)}/\d+", visitor.get(at(book)).text)[0])


def told(visitor: Visitor, address: str) -> list[list[str]]:
    """The changed cells: row, column, before, after."""
    page = visitor.get(address).text
    return [plain(row)[:4] for row in re.findall(r"<tr>\n(<th scope=\"row\">.*?)</tr>", page, re.DOTALL)]


def steps(visitor: Visitor, address: str) -> list[str]:
    """What the buttons «Вернуть» of cells send."""
    found = re.findall(r'name="step" value="([^"]*)"', visitor.get(address).text)
    return [each.replace("&#34;", '"').replace("&quot;", '"') for each in found]


def bring_back(visitor: Visitor, address: str, sheet: int | None = None) -> requests.Response:
    """Answer the question before a restoration with yes."""
    question = visitor.get(address + "/restore" + ("" if sheet is None else f"?sheet={sheet}"))
    assert question.ok, question.text
    fields = dict(re.findall(r'<input type="hidden" name="(\w+)" value="(\w*)">', question.text))
    return visitor.post(address + "/restore", fields)


def test_the_history_tells_who_changed_which_tabs_and_when(
    api: Api, people: Book, owner: Visitor, writer: Visitor, clock: Clock
) -> None:
    typed(writer, people, 1, 2, "999")
    clock.now += timedelta(minutes=3)
    typed(writer, people, 2, 2, "888")
    typed(owner, people, 3, 2, "777")
    people.update({"addSheet": {"properties": {"title": "Ещё"}}})
    began, ended = (f"{(clock.now - timedelta(minutes=minutes)).astimezone():%H:%M}" for minutes in (3, 0))
    assert listed(owner, people)[:3] == [
        [ended, "Программа", "Sheet1, Ещё"] if "Sheet1" in listed(owner, people)[0][2] else [ended, "Программа", "Ещё"],
        [ended, "Владелец (вы)", "Sheet1"],
        [f"{began}–{ended}", "anna@example.com", "Sheet1"],
    ]
    assert [who for _, who, _ in listed(writer, people, "?who=people")] == ["Владелец", "anna@example.com (вы)"]
    assert "1 сент. 2026" in owner.get(at(people)).text


def test_a_version_tells_whose_row_which_column_before_and_after(people: Book, writer: Visitor) -> None:
    typed(writer, people, 1, 2, "999")
    typed(writer, people, 2, 2, "")
    assert told(writer, latest(writer, people)) == [
        ["2 1 · Орлова Анна · 999", "Телефон", "111", "999"],
        ["3 2 · Лапин Яков", "Телефон", "222", "пусто"],
    ]


def test_rows_that_moved_are_no_changes(people: Book, owner: Visitor, clock: Clock) -> None:
    rows = {"sheetId": 0, "startRowIndex": 1}
    people.update(
        {"sortRange": {"range": rows, "sortSpecs": [{"dimensionIndex": 1, "sortOrder": "ASCENDING"}]}},
        {"insertDimension": {"range": {"sheetId": 0, "dimension": "ROWS", "startIndex": 1, "endIndex": 3}}},
        {"insertDimension": {"range": {"sheetId": 0, "dimension": "COLUMNS", "startIndex": 1, "endIndex": 2}}},
    )
    people.write("A2", [["4", "новое", "Зуева Майя"]])
    people.write("D6", [["000"]])  # of whoever stands last by name
    page = owner.get(latest(owner, people)).text
    assert told(owner, latest(owner, people)) == [["6 1 · Орлова Анна · 000", "Телефон", "111", "000"]]
    assert "Новая строка 2: <bdi>4 · новое · Зуева Майя</bdi>" in page
    assert "Новый столбец <bdi>B</bdi>" in page
    clock.now += timedelta(minutes=10)
    people.update({"deleteDimension": {"range": {"sheetId": 0, "dimension": "ROWS", "startIndex": 5, "endIndex": 6}}})
    assert "Удалена строка 6: <bdi>1 · Орлова Анна · 000</bdi>" in owner.get(latest(owner, people)).text


def test_what_is_not_typed_is_named_in_words(people: Book, owner: Visitor) -> None:
    cell = {"sheetId": 0, "startRowIndex": 1, "endRowIndex": 2, "startColumnIndex": 0, "endColumnIndex": 1}
    people.update(
        {"repeatCell": {"range": cell, "cell": {"note": "звонила"}, "fields": "note"}},
        {"addProtectedRange": {"protectedRange": {"range": cell}}},
        {"updateSheetProperties": {"properties": {"sheetId": 0, "title": "Люди"}, "fields": "title"}},
    )
    people.write("A3", [[True]])
    page = owner.get(latest(owner, people)).text
    assert told(owner, latest(owner, people)) == [["3 Лапин Яков · 222", "№", "2", "TRUE"]]
    assert "Изменено ещё: заметки, защита." in page
    assert "раньше он назывался «<bdi>Sheet1</bdi>»" in page


def test_a_large_change_is_told_in_part_and_counted(people: Book, owner: Visitor) -> None:
    people.update({"appendDimension": {"sheetId": 0, "dimension": "ROWS", "length": 500}})
    people.write("A5", [[str(row), "Имя"] for row in range(420)])
    page = owner.get(latest(owner, people)).text
    assert page.count("Новая строка") == 300
    assert "И ещё изменений: 120." in page


def test_a_cell_gets_back_what_it_said_wherever_its_row_is_now(
    people: Book, writer: Visitor, owner: Visitor, clock: Clock
) -> None:
    typed(writer, people, 1, 2, "999")
    address = latest(writer, people)
    rows = {"sheetId": 0, "startRowIndex": 1}
    people.update({"sortRange": {"range": rows, "sortSpecs": [{"dimensionIndex": 1, "sortOrder": "ASCENDING"}]}})
    (step,) = steps(writer, address)
    assert "снова такая" in writer.post(f"{address}/cell", {"step": step}).text
    assert people.read("B2:C4") == [["Дубов Пётр", "333"], ["Лапин Яков", "222"], ["Орлова Анна", "111"]]
    assert steps(writer, address) == []  # it says something else than the change left there
    assert listed(owner, people)[0][1] == "anna@example.com"


def test_a_cell_that_was_changed_meanwhile_stays(people: Book, writer: Visitor) -> None:
    typed(writer, people, 1, 2, "999")
    address = latest(writer, people)
    (step,) = steps(writer, address)
    people.write("C2", [["555"]])
    answer = writer.post(f"{address}/cell", {"step": step})
    assert (answer.status_code, "тем временем изменили" in answer.text) == (409, True)
    assert people.read("C2") == [["555"]]


def test_what_a_writer_may_not_write_they_do_not_give_back(people: Book, writer: Visitor, owner: Visitor) -> None:
    typed(owner, people, 1, 2, "999")
    address = latest(owner, people)
    (step,) = steps(writer, address)
    column = {"sheetId": 0, "startColumnIndex": 2, "endColumnIndex": 3}
    people.update({"addProtectedRange": {"protectedRange": {"range": column, "editors": {"users": []}}}})
    assert steps(writer, address) == []
    assert writer.post(f"{address}/cell", {"step": step}).status_code == 400
    assert people.read("C2") == [[999]]
    assert len(steps(owner, address)) == 1
    hidden = {"properties": {"sheetId": 0, "hidden": True}, "fields": "hidden"}
    people.update({"addSheet": {"properties": {"title": "Иной"}}}, {"updateSheetProperties": hidden})
    assert steps(owner, address) == []


def test_a_tab_is_brought_back_by_the_owner_who_is_told_what_is_undone(
    people: Book, owner: Visitor, writer: Visitor, clock: Clock
) -> None:
    people.update({"addSheet": {"properties": {"title": "Второй", "sheetId": 7}}})
    clock.now += timedelta(minutes=10)
    typed(writer, people, 1, 2, "999")
    address = latest(writer, people)
    people.write("Второй!A1", [["остаётся"]])
    clock.now += timedelta(minutes=10)
    typed(owner, people, 2, 2, "888")
    question = owner.get(f"{address}/restore?sheet=0").text
    assert "Вернуть лист «Sheet1»?" in question
    assert re.findall(r"— <bdi>(.*?)</bdi>", question) == ["Владелец (вы)", "anna@example.com"]
    assert writer.get(f"{address}/restore?sheet=0").status_code == 403
    answer = bring_back(owner, address, 0)
    assert "Лист снова такой" in answer.text
    assert "Владелец вернул" in answer.text
    assert people.read("A1:C4") == PEOPLE
    assert people.read("Второй!A1") == [["остаётся"]]
    assert listed(owner, people)[0][2] == "Возвращено прежнее. Sheet1"
    bring_back(owner, latest(owner, people), 0)
    assert people.read("C2:C3") == [[999], [888]]


def test_all_is_brought_back_with_tabs_that_were_deleted(people: Book, owner: Visitor, clock: Clock) -> None:
    people.update({"addSheet": {"properties": {"title": "Второй", "sheetId": 7}}})
    people.write("Второй!A1", [["=1+1"]], "USER_ENTERED")
    clock.now += timedelta(minutes=10)
    before = people.get()
    people.update({"deleteSheet": {"sheetId": 7}}, {"addSheet": {"properties": {"title": "Третий"}}})
    assert "Лист удалён." in owner.get(latest(owner, people)).text
    assert "Таблица снова такая" in bring_back(owner, latest(owner, people)).text
    assert people.get() == before
    bring_back(owner, latest(owner, people))
    assert [sheet["properties"]["title"] for sheet in people.get()["sheets"]] == ["Sheet1", "Третий"]


def test_what_changed_while_the_owner_decided_is_asked_about_again(people: Book, owner: Visitor) -> None:
    address = latest(owner, people)
    question = owner.get(address + "/restore").text
    people.write("C2", [["555"]])
    stand = re.findall(r'name="stand" value="(\w+)"', question)[0]
    assert owner.post(address + "/restore", {"stand": stand}).status_code == 409
    assert people.read("C2") == [["555"]]


def test_a_version_is_taken_away_as_a_workbook(people: Book, writer: Visitor) -> None:
    typed(writer, people, 1, 2, "999")
    address = latest(writer, people)
    typed(writer, people, 1, 1, "Иная")

    def phone(query: str) -> Any:
        answer = writer.get(address + "/export" + query)
        return load_workbook(io.BytesIO(answer.content)).worksheets[0]["C2"].value

    assert (phone("?state=before"), phone("")) == ("111", 999)


def test_what_takes_long_is_told_by_another_process(people: Book, writer: Visitor, aside: Aside) -> None:
    typed(writer, people, 1, 2, "999")
    address = latest(writer, people)
    assert told(writer, address) == [["2 1 · Орлова Анна · 999", "Телефон", "111", "999"]]
    assert writer.get(address + "/export").ok
    assert aside.done.count("_run_aside") == 2


@pytest.mark.parametrize("query", ["", "/7", "/7/export", "/7/restore", "/999", "/x", "/-1"])
def test_a_version_that_is_not_remembered_is_nowhere(people: Book, owner: Visitor, query: str) -> None:
    assert owner.get(at(people) + query).status_code == (200 if not query else 404)


@pytest.mark.parametrize("step", ["", "{}", '{"sheet": 0}', "[]", '{"sheet": 0, "deed": "write", "rows": [1]}'])
def test_a_step_that_is_none_is_refused_in_words(people: Book, writer: Visitor, step: str) -> None:
    answer = writer.post(f"{at(people)}/1/cell", {"step": step})
    assert (answer.status_code, "не понял" in answer.text) == (400, True)


def test_the_history_is_read_and_used_on_desk_and_phone(
    people: Book, owner: Visitor, open_browser: Callable[..., Page]
) -> None:
    typed(owner, people, 1, 2, "999")
    page = open_browser(owner, **DESK)
    page.goto(f"/spreadsheets/d/{people.id}/edit")
    page.get_by_role("link", name="История").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("История изменений")
    page.get_by_role("row").filter(has_text="Владелец").get_by_role("link").click()
    page.get_by_role("button", name=re.compile("Вернуть.*Орлова")).click()
    expect(page.get_by_role("status")).to_contain_text("снова такая")
    page.get_by_role("link", name="Вернуть всю таблицу").click()
    page.get_by_role("button", name="Вернуть всю таблицу").click()
    expect(page.get_by_role("status")).to_contain_text("Таблица снова такая")
    phone = open_browser(owner, **PHONE)
    for address in (at(people), latest(owner, people), latest(owner, people) + "/restore"):
        phone.goto(address)
        assert phone.evaluate("document.documentElement.scrollWidth <= innerWidth"), address
