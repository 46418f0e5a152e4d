"""The way in: links, the password, sessions, and what each person may do."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from urllib.parse import quote

import pytest
import requests

from automation.embedded import Server, Workspace, serve
from automation.embedded.server import owner_link
from tests.embedded.conftest import Api, Book, Clock, checked_session, new_book
from tests.embedded.pages.conftest import Visitor, come_by

SignIn = Callable[[str], Visitor]
READER = "reader@school.example"
WRITER = "writer@school.example"


def share(api: Api, file_id: str, email: str, role: str) -> None:
    api.post(f"/drive/v3/files/{file_id}/permissions", {"type": "user", "role": role, "emailAddress": email})


def link_in_last_letter(workspace: Workspace) -> str:
    text: str = message_from_bytes(workspace.mail.newest_first()[0].raw, policy=policy.default).get_content()
    return next(word for word in text.split() if "/signin/" in word)


def status(visitor: Visitor, method: str, path: str, body: object = None) -> int:
    return visitor.api().call(method, path, body).status_code


def test_the_owner_enters_by_the_link_that_the_command_prints(workspace: Workspace, server: Server) -> None:
    session = requests.Session()
    come_by(owner_link(workspace, server.url), session)
    assert "владелец" in session.get(f"{server.url}/account", timeout=20).text


def test_a_new_link_of_the_owner_ends_the_earlier_one(workspace: Workspace, server: Server) -> None:
    earlier = owner_link(workspace, server.url)
    owner_link(workspace, server.url)
    assert requests.get(earlier, timeout=20).status_code == 403


def test_nobody_is_let_in_without_a_session_and_comes_back_to_the_page_after_signing_in(
    nobody: Visitor, workspace: Workspace, server: Server
) -> None:
    response = nobody.get("/account?x=1", allow_redirects=False)
    assert (response.status_code, response.headers["location"]) == (303, "/signin?next=/account%3Fx%3D1")
    link = owner_link(workspace, server.url) + "?next=/account%3Fx%3D1"
    assert come_by(link, nobody.session).headers["location"] == "/account?x=1"


@pytest.mark.parametrize("address", ["//evil.example", "https://evil.example", "/\\evil.example", "javascript:x"])
def test_a_sign_in_link_leads_to_no_other_site(
    nobody: Visitor, workspace: Workspace, server: Server, address: str
) -> None:
    link = f"{owner_link(workspace, server.url)}?next={quote(address)}"
    assert quote(address) not in nobody.get(link.removeprefix(server.url)).text
    assert nobody.post(link.removeprefix(server.url), {"next": address}, allow_redirects=False).is_redirect
    assert come_by(link, nobody.session).headers["location"] == "/drive"


def test_a_session_ends_after_a_month_and_when_one_signs_out(owner: Visitor, sign_in: SignIn, clock: Clock) -> None:
    other = sign_in(READER)
    other.post("/signout")
    assert other.api().call("GET", "/drive/v3/about", fields="user").status_code == 401
    clock.now += timedelta(days=31)
    assert owner.api().call("GET", "/drive/v3/about", fields="user").status_code == 401


def test_sharing_a_file_mails_a_personal_link_to_it(
    api: Api, book: Book, nobody: Visitor, workspace: Workspace
) -> None:
    share(api, book.id, READER, "reader")
    letter = message_from_bytes(workspace.mail.newest_first()[0].raw, policy=policy.default)
    assert (letter["To"], letter["Subject"]) == (READER, "Вам открыт доступ: Книга")
    link = link_in_last_letter(workspace)
    assert come_by(link, nobody.session).headers["location"] == f"/spreadsheets/d/{book.id}/edit"


def test_sharing_without_a_letter_sends_none(api: Api, book: Book, workspace: Workspace) -> None:
    permission = {"type": "user", "role": "reader", "emailAddress": READER}
    api.post(f"/drive/v3/files/{book.id}/permissions", permission, sendNotificationEmail="false")
    assert workspace.mail.newest_first() == []


def test_the_owner_revokes_a_person_s_links_and_sessions(
    api: Api, book: Book, owner: Visitor, nobody: Visitor, sign_in: SignIn, workspace: Workspace
) -> None:
    share(api, book.id, READER, "reader")
    link, reader = link_in_last_letter(workspace).removeprefix(owner.url), sign_in(READER)
    owner.post("/account/people/revoke", {"email": READER})
    for answer in (nobody.get(link, allow_redirects=False), nobody.post(link, allow_redirects=False)):
        assert (answer.status_code, "Попросить новую ссылку" in answer.text) == (403, False)
    assert status(reader, "GET", f"/v4/spreadsheets/{book.id}") == 401


def test_only_the_owner_gives_and_revokes_links(sign_in: SignIn, owner: Visitor) -> None:
    reader = sign_in(READER)
    for path in ("/account/people/link", "/account/people/revoke", "/account/password"):
        assert reader.post(path, {"email": READER, "password": "длинный пароль"}).status_code == 403
    page = owner.post("/account/people/link", {"email": READER})
    assert page.status_code == 200
    assert "/signin/" in page.text


def test_a_form_that_another_site_sends_is_refused(owner: Visitor) -> None:
    response = owner.post(
        "/account/password", {"password": "длинный пароль"}, headers={"Origin": "https://evil.example"}
    )
    assert response.status_code == 403
    assert "Пароль не задан" in owner.get("/account").text


def test_a_cookie_alone_calls_no_api(owner: Visitor, book: Book) -> None:
    assert owner.get(f"/v4/spreadsheets/{book.id}").status_code == 401


def test_a_reader_reads_and_a_writer_writes(api: Api, book: Book, sign_in: SignIn) -> None:
    share(api, book.id, READER, "reader")
    share(api, book.id, WRITER, "writer")
    values = {"values": [["да"]]}
    path = f"/v4/spreadsheets/{book.id}/values/A1"
    for email, writing in ((READER, 403), (WRITER, 200)):
        person = sign_in(email)
        assert status(person, "GET", path) == 200
        assert status(person, "PUT", path + "?valueInputOption=RAW", values) == writing
        assert status(person, "PATCH", f"/drive/v3/files/{book.id}", {"name": "Моя"}) == writing
        assert status(person, "DELETE", f"/drive/v3/files/{book.id}") == 403
        assert status(person, "PATCH", f"/drive/v3/files/{book.id}", {"trashed": True}) == 403


def test_somebody_with_no_role_finds_nothing(api: Api, book: Book, sign_in: SignIn) -> None:
    stranger = sign_in("stranger@school.example")
    assert status(stranger, "GET", f"/v4/spreadsheets/{book.id}") == 403
    assert status(stranger, "GET", f"/drive/v3/files/{book.id}") == 404
    assert stranger.api().get("/drive/v3/files")["files"] == []
    assert status(stranger, "GET", "/gmail/v1/users/me/messages") == 400


def test_a_folder_s_role_holds_for_what_lies_in_it(api: Api, sign_in: SignIn) -> None:
    folder = api.post("/drive/v3/files", {"name": "Общая", "mimeType": "application/vnd.google-apps.folder"})["id"]
    inner = api.post("/drive/v3/files", {"name": "Файл", "parents": [folder]})["id"]
    share(api, folder, WRITER, "writer")
    writer = sign_in(WRITER)
    assert {file["id"] for file in writer.api().get("/drive/v3/files")["files"]} == {folder, inner}
    made = writer.api().post("/drive/v3/files", {"name": "Новый", "parents": [folder]}, fields="id,owners,ownedByMe")
    assert (made["owners"][0]["emailAddress"], made["ownedByMe"]) == (WRITER, True)
    assert status(writer, "POST", "/drive/v3/files", {"name": "В чужом корне"}) == 404


def test_a_role_ends_when_it_expires(api: Api, book: Book, sign_in: SignIn, clock: Clock) -> None:
    ends = (clock.now + timedelta(days=1)).isoformat()
    permission = {"type": "user", "role": "reader", "emailAddress": READER, "expirationTime": ends}
    api.post(f"/drive/v3/files/{book.id}/permissions", permission)
    reader = sign_in(READER)
    assert status(reader, "GET", f"/v4/spreadsheets/{book.id}") == 200
    clock.now += timedelta(days=2)
    assert status(reader, "GET", f"/v4/spreadsheets/{book.id}") == 403


def test_a_copied_sheet_needs_a_writer_where_it_goes(api: Api, book: Book, sign_in: SignIn) -> None:
    other = new_book(api)
    share(api, book.id, READER, "reader")
    share(api, other.id, READER, "reader")
    body = {"destinationSpreadsheetId": other.id}
    assert status(sign_in(READER), "POST", f"{book.path}/sheets/0:copyTo", body) == 403


def test_a_letter_about_sharing_goes_on_to_its_reader_and_comes_back_where_it_cannot(tmp_path: Path) -> None:
    delivered: list[str] = []

    def deliver(letter: EmailMessage) -> None:
        if letter["To"] == "nowhere@school.example":
            raise OSError
        delivered.append(letter.get_content())

    workspace = Workspace(tmp_path, deliver=deliver, address="https://mentoring.example/")
    with serve(workspace) as server:
        api = Api(server.url, checked_session(server))
        file_id = api.post("/drive/v3/files", {"name": "Положение"})["id"]
        for email in (READER, "nowhere@school.example"):
            share(api, file_id, email, "reader")
    workspace.close()
    assert [text.count("https://mentoring.example/signin/") for text in delivered] == [1]
    again = Workspace(tmp_path)
    subjects = [letter.message()["Subject"] for letter in again.mail.newest_first() if "INBOX" in letter.labels]
    again.close()
    assert subjects == ["Письмо не доставлено: nowhere@school.example"]
