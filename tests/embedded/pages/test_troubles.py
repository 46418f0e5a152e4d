"""What people read when the server could not store what they sent: that it is not there, and what to do."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import requests
from playwright.sync_api import Page, expect

from automation.embedded import Workspace
from tests.embedded.conftest import Api, full_disk, locked, new_book
from tests.embedded.pages.conftest import DESK, Visitor
from tests.embedded.pages.test_disk import new, send
from tests.embedded.pages.test_form import SHORT, opened
from tests.embedded.test_forms import Form, question

LONG = "Хочу научиться говорить со сцены и не бояться. " * 500


@contextmanager
def unreadable(workspace: Workspace) -> Iterator[None]:
    """The file with the data is nonsense while the block runs, and nothing of it is in memory."""
    with workspace.looking() as stored:
        reader = stored.storage.connection
    workspace.storage.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    path = workspace.directory / "workspace.sqlite3"
    whole = path.read_bytes()

    def replace_with(content: bytes) -> None:
        path.write_bytes(content)
        for connection in (workspace.storage.connection, reader):
            connection.execute("PRAGMA shrink_memory")

    replace_with(b"no database" * (len(whole) // 11))
    yield
    replace_with(whole)


def test_an_answer_that_was_not_stored_gets_no_thanks_and_can_be_sent_again(api: Api, workspace: Workspace) -> None:
    form = Form(api, [question("О себе", required=True, textQuestion={"paragraph": True})])
    with full_disk(workspace):
        refused = opened(form).send(**{"О себе": LONG})
        assert refused.response.status_code == 503
        assert refused.heading == "Ответ не сохранён" and "кончилось место" in refused.text
        assert "Ответ записан" not in refused.text and "Спасибо" not in refused.text
        still = refused.send()
        assert (still.response.status_code, form.responses()) == (503, [])
    thanked = still.send()
    assert thanked.response.status_code == 200
    assert refused.send().response.status_code == 200  # the former page, sent once more
    assert form.answers() == {"О себе": [LONG]}


def test_a_step_of_a_form_that_failed_is_taken_again_from_where_it_was(api: Api, workspace: Workspace) -> None:
    form = Form(api, SHORT)
    page = opened(form)
    page.hidden.append((form.entry("ФИО"), "Ветрова Анна"))
    with unreadable(workspace):
        refused = page.go_on()
    assert refused.response.status_code == 503 and "не читается или не пишется диск" in refused.text
    assert "Класс" in refused.send().text


def test_what_was_typed_into_the_spreadsheet_waits_until_the_server_can_store_it(
    api: Api, workspace: Workspace, owner: Visitor, open_browser: Callable[..., Page]
) -> None:
    book = new_book(api, "ru_RU")
    book.write("A1", [["Было"]])
    page = open_browser(owner, **DESK)
    page.goto(f"/spreadsheets/d/{book.id}/edit")
    cell = page.locator(".ag-row[row-id='0'] .ag-cell[col-id='0']")
    expect(cell).to_have_text("Было")
    with locked(workspace):
        cell.dblclick()
        page.locator(".cell-editor").fill("Стало")
        page.keyboard.press("Enter")
        expect(page.locator("#state")).to_contain_text("Не сохранено. Сервер занят")
        expect(page.locator("#state")).to_contain_text("не закрывайте страницу")
        assert book.read("A1") == [["Было"]]
    expect(page.locator("#state")).to_have_text("Сохранено")
    assert book.read("A1") == [["Стало"]]


def test_of_several_files_those_that_were_not_stored_are_named(api: Api, workspace: Workspace, owner: Visitor) -> None:
    with full_disk(workspace):
        page = send(owner, ("мал.txt", b"1"), ("велик.txt", b"2" * 200_000), into="root", back="/drive")
    assert page.status_code == 400
    assert "«велик.txt» не загружен. На сервере кончилось место" in page.text and "«мал.txt»" not in page.text
    assert [file["name"] for file in api.get("/drive/v3/files")["files"]] == ["мал.txt"]


def test_a_table_that_could_not_be_filled_leaves_no_empty_spreadsheet(
    api: Api, workspace: Workspace, owner: Visitor
) -> None:
    with full_disk(workspace):
        page = send(owner, ("Банк.csv", f"Кто;О себе\nАнна;{LONG}\n".encode()), convert="1")
    assert "«Банк.csv» не загружен" in page.text
    assert api.get("/drive/v3/files")["files"] == []


def test_a_file_is_shared_with_all_who_were_named_or_with_nobody(
    api: Api, workspace: Workspace, owner: Visitor
) -> None:
    file = new(api, "План")
    people = ", ".join(f"person-{number}@example.com" for number in range(40))
    with full_disk(workspace):
        page = owner.post(f"/drive/share/{file}/add", {"email": people, "role": "reader", "message": "Посмотрите"})
    assert page.status_code == 503 and "То, что вы отправили, не сохранено" in page.text
    assert len(api.get(f"/drive/v3/files/{file}", fields="permissions")["permissions"]) == 1
    assert workspace.mail.newest_first() == []


def test_what_could_not_be_stored_is_said_not_to_be_there(workspace: Workspace, owner: Visitor, api: Api) -> None:
    with locked(workspace):
        page = owner.post("/drive/new-folder", {"into": "root", "name": "Папка"})
    assert page.status_code == 503
    assert re.findall("<h1>(.*?)</h1>", page.text) == ["Не сохранено"]
    assert api.get("/drive/v3/files")["files"] == []


def test_what_cannot_be_read_is_said_to_be_the_server_s_trouble(workspace: Workspace, owner: Visitor) -> None:
    with unreadable(workspace):
        page: requests.Response = owner.get("/account")
    assert page.status_code == 503
    assert "не читается или не пишется диск" in page.text and "не сохранено" not in page.text
