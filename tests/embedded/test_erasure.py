"""A person is taken out of what the API does not reach, and out of the file itself."""

from __future__ import annotations

import base64
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
import requests

from automation.embedded import Workspace
from automation.embedded.access.person import OWNER
from automation.embedded.credentials import Server
from tests.staging import staged

NAME, EMAIL = "Зубрицкая", "zubr@example.com"
PHRASE = {"pattern": f"(?<!\\w){NAME}(?!\\w)", "instead": "НМ-0001", "hints": ["зубрицк"]}
ERASURE: dict[str, Any] = {
    "phrases": [PHRASE],
    "keys": ["НМ-0001"],
    "addresses": [EMAIL],
    "responses": ["r1"],
    "spreadsheets": [],
}


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    made = Workspace(tmp_path)
    yield made
    made.close()


@pytest.fixture
def server(workspace: Workspace) -> Iterator[Server]:
    with staged(workspace) as served:
        yield served


def call(server: Server, method: str, path: str, token: str = "", **options: Any) -> requests.Response:
    headers = {"Authorization": f"Bearer {token or server.token}"}
    return requests.request(method, server.url + path, headers=headers, timeout=30, **options)


def erase(server: Server, **changes: Any) -> dict[str, int]:
    answer = call(server, "PUT", "/workspace/erasure", json={**ERASURE, **changes})
    assert answer.ok, answer.text
    done: dict[str, int] = answer.json()
    return done


def sheet_with_a_past(server: Server) -> str:
    made = call(server, "POST", "/v4/spreadsheets", json={"properties": {"title": "Люди"}}).json()
    rows = [
        ["НМ-0001", NAME, "14.03.2005"],
        ["НМ-0002", "Лапина", f"знает, что {NAME} поёт"],
        ["НМ-0003", "Котова", ""],
    ]
    for values in (rows, [["НМ-0001", "", ""], ["НМ-0002", "Лапина", "знает"], ["НМ-0003", "Котова", ""]]):
        path = f"/v4/spreadsheets/{made['spreadsheetId']}/values/A1?valueInputOption=RAW"
        assert call(server, "PUT", path, json={"values": values}).ok
    return str(made["spreadsheetId"])


def bytes_of(workspace: Workspace) -> bytes:
    return b"".join(path.read_bytes() for path in workspace.directory.iterdir() if path.is_file())


def former_rows(workspace: Workspace, spreadsheet: str) -> list[list[Any]]:
    with workspace.reading():
        first = workspace.spreadsheets.history.versions(spreadsheet)[-1]
        parts = workspace.spreadsheets.history.before(spreadsheet, first.number)
    return [
        row for part, text in parts.items() if not part.is_whole and text and not part.is_sheet for row in _json(text)
    ]


def _json(text: str) -> list[list[Any]]:
    import json

    rows: list[list[Any]] = json.loads(text)
    return rows


def test_the_history_of_a_spreadsheet_keeps_all_but_what_it_said_of_them(server: Server, workspace: Workspace) -> None:
    spreadsheet = sheet_with_a_past(server)
    with workspace.writing():  # each author begins a version, so that the first state is kept
        workspace.storage.execute("UPDATE versions SET author = ?", EMAIL)
    assert call(server, "POST", f"/v4/spreadsheets/{spreadsheet}/values/A9:clear", json={}).ok
    erase(server, spreadsheets=[spreadsheet])
    said = str(former_rows(workspace, spreadsheet))
    assert NAME not in said and "14.03.2005" not in said
    assert workspace.storage.rows("SELECT count(*) FROM versions WHERE author = ?", EMAIL) == [(0,)]
    values = call(server, "GET", f"/v4/spreadsheets/{spreadsheet}/values/A1:C3").json()["values"]
    assert values[1] == ["НМ-0002", "Лапина", "знает"]


def letter(to: str, text: str, coding: str) -> bytes:
    message = EmailMessage()
    message["To"], message["Subject"] = to, "Встреча"
    message.set_content(text, cte=coding)
    return bytes(message)


@pytest.mark.parametrize("coding", ["base64", "quoted-printable", "8bit"])
def test_letters_to_them_and_about_them_leave_the_mailbox_however_they_are_coded(
    server: Server, workspace: Workspace, coding: str
) -> None:
    with workspace.writing():
        for to, text in ((EMAIL, "Ждём вас"), ("b@example.com", f"Ваша пара: {NAME}"), ("c@example.com", "Ждём")):
            workspace.mail.add(letter(to, text, coding), "", ["SENT"], workspace.now(), None)
    assert erase(server)["letters"] == 2
    [left] = workspace.mail.newest_first()
    assert left.message()["To"] == "c@example.com"
    assert workspace.storage.rows("SELECT count(*) FROM message_words") == [(1,)]


def test_their_answers_go_and_others_answers_do_not_name_them(server: Server, workspace: Workspace) -> None:
    with workspace.writing():
        for response, said in (("r1", "о себе"), ("r2", f"не хочу с {NAME}"), ("r3", "ни с кем")):
            answers = {"q": {"questionId": "q", "textAnswers": {"answers": [{"value": said}]}}}
            made = workspace.forms.submit("form", answers, "", workspace.now())
            workspace.storage.execute("UPDATE responses SET id = ? WHERE id = ?", response, made["responseId"])
    assert erase(server)["answers"] == 2
    left = dict(workspace.storage.rows("SELECT id, data FROM responses"))
    assert left.keys() == {"r2", "r3"} and "не хочу с НМ-0001" in left["r2"]


def test_their_links_sessions_and_rights_to_files_go(server: Server, workspace: Workspace) -> None:
    file = call(server, "POST", "/drive/v3/files", json={"name": "Папка", "mimeType": "application/x"}).json()["id"]
    right = {"type": "user", "role": "reader", "emailAddress": EMAIL}
    assert call(server, "POST", f"/drive/v3/files/{file}/permissions", json=right).ok
    with workspace.writing():
        workspace.sign_ins.new_link(EMAIL, workspace.now())
        session = workspace.sign_ins.by_link(workspace.sign_ins.new_link(EMAIL, workspace.now()), workspace.now())
    assert session and call(server, "GET", f"/drive/v3/files/{file}", session).ok
    assert erase(server)["sign_ins"] == 4  # sharing has made a link as well
    assert call(server, "GET", f"/drive/v3/files/{file}", session).status_code == 401
    assert EMAIL.encode() not in bytes_of(workspace)


def test_no_byte_of_what_was_deleted_is_left_in_the_file_or_its_log(server: Server, workspace: Workspace) -> None:
    with workspace.writing():
        for number in range(200):
            workspace.storage.execute("INSERT INTO uploads VALUES (?, '{}', ?)", f"u{number}", NAME.encode() * 500)
    assert NAME.encode() in bytes_of(workspace)
    with workspace.looking():  # others have it open meanwhile
        pass
    erase(server)
    assert NAME.encode() not in bytes_of(workspace)
    with closing(sqlite3.connect(workspace.directory / "workspace.sqlite3")) as database:
        assert database.execute("PRAGMA freelist_count").fetchone() == (0,)
        assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)


def test_asked_again_it_finds_nothing_more(server: Server, workspace: Workspace) -> None:
    spreadsheet = sheet_with_a_past(server)
    erase(server, spreadsheets=[spreadsheet])
    assert not any(erase(server, spreadsheets=[spreadsheet]).values())


def test_it_is_the_owners_program_alone_that_may_ask(server: Server, workspace: Workspace) -> None:
    with workspace.writing():
        session = workspace.sign_ins.by_link(workspace.sign_ins.new_link(OWNER.email, workspace.now()), workspace.now())
    assert session
    assert call(server, "PUT", "/workspace/erasure", session, json=ERASURE).status_code == 403
    assert call(server, "PUT", "/workspace/erasure", "wrong", json=ERASURE).status_code == 401
    wrong: Any
    for wrong in ({}, {**ERASURE, "phrases": [{"pattern": "("}]}, [], {**ERASURE, "keys": None}):
        assert call(server, "PUT", "/workspace/erasure", json=wrong).status_code == 400


def test_a_letter_that_is_no_letter_keeps_nothing_from_being_erased(server: Server, workspace: Workspace) -> None:
    odd = base64.b64decode("//79AAEC") + b"\r\nContent-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\n\xff\xfe"
    with workspace.writing():
        workspace.mail.add(odd, "", ["INBOX"], workspace.now(), None)
        workspace.mail.add(letter("b@example.com", NAME, "8bit"), "", ["SENT"], workspace.now(), None)
    assert erase(server)["letters"] == 1
