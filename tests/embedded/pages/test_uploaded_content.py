"""What somebody uploaded runs nowhere on our own address, whatever it calls itself and whichever way it goes out."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from typing import Any

import pytest
import requests
from playwright.sync_api import Page

from automation.embedded import Server
from automation.embedded.drive.kinds import EXPORTS
from tests.embedded.conftest import Api, Book
from tests.embedded.pages.conftest import DESK, Visitor
from tests.word import new_document

SignIn = Callable[[str], Visitor]

WRITER = "writer@school.example"
FOLDER = "application/vnd.google-apps.folder"
DOCUMENT = "application/vnd.google-apps.document"
SPREADSHEET = "application/vnd.google-apps.spreadsheet"

SCRIPT = b"<script>document.title = 'run'; fetch('/account')</script>"
HOSTILE = {
    "text/html": b"<!DOCTYPE html>" + SCRIPT,
    "TEXT/HTML": b"<!DOCTYPE html>" + SCRIPT,
    "application/xhtml+xml": b"<html xmlns='http://www.w3.org/1999/xhtml'>" + SCRIPT + b"</html>",
    "image/svg+xml": b"<svg xmlns='http://www.w3.org/2000/svg'><script>document.title = 'run'</script></svg>",
    "text/xml": b"<?xml version='1.0'?><?xml-stylesheet href='/x' type='text/xsl'?><a/>",
    "application/xml": b"<a xmlns:h='http://www.w3.org/1999/xhtml'><h:script>alert(1)</h:script></a>",
    "text/javascript": b"document.title = 'run'",
    "application/javascript": b"document.title = 'run'",
    "text/css": b"body { background: url(/account) }",
    "application/json": b"<!DOCTYPE html>" + SCRIPT,
    "application/pdf": b"%PDF-1.4 " + SCRIPT,
    "image/png": b"<!DOCTYPE html>" + SCRIPT,
    "application/octet-stream": b"<!DOCTYPE html>" + SCRIPT,
    "": b"<!DOCTYPE html>" + SCRIPT,
}
# The types that a browser takes for programs, styles and pages: our own pages may load these from our own address.
ACTIVE = ("html", "xml", "svg", "javascript", "ecmascript", "css", "json", "wasm")


def uploaded(api: Api, content: bytes, kind: str, **metadata: Any) -> str:
    """The id of a file with this content, said to be of this kind."""
    body = json.dumps({"name": "Письмо родителям", **({"mimeType": kind} if kind else {}), **metadata}).encode()
    parts = (b"--x\r\nContent-Type: application/json\r\n\r\n", body, b"\r\n--x\r\nContent-Type: ", kind.encode(),
             b"\r\n\r\n", content, b"\r\n--x--")  # fmt: skip
    answer = api.session.post(
        f"{api.url}/upload/drive/v3/files?uploadType=multipart",
        data=b"".join(parts),
        headers={"Content-Type": "multipart/related; boundary=x"},
        timeout=20,
    )
    assert answer.status_code == 200, answer.text
    return str(answer.json()["id"])


def is_inert(answer: requests.Response) -> bool:
    """Whether a browser saves the answer, and could run nothing of it if it were opened all the same."""
    headers = answer.headers
    return (
        headers.get("content-disposition", "").startswith("attachment;")
        and headers["content-security-policy"].startswith("sandbox;")
        and "allow" not in headers["content-security-policy"]
        and headers["x-content-type-options"] == "nosniff"
    )


@pytest.mark.parametrize("kind", HOSTILE)
def test_a_file_goes_out_as_an_attachment_that_can_run_nothing(api: Api, owner: Visitor, kind: str) -> None:
    file_id = uploaded(api, HOSTILE[kind], kind)
    path = f"/drive/v3/files/{file_id}"
    whole = api.call("GET", path, alt="media")
    assert (whole.content, is_inert(whole)) == (HOSTILE[kind], True)
    part = api.session.get(f"{api.url}{path}?alt=media", headers={"Range": "bytes=0-9"}, timeout=20)
    assert (part.status_code, part.content, is_inert(part)) == (206, HOSTILE[kind][:10], True)
    head = api.get(f"{path}/revisions")["revisions"][0]["id"]
    assert is_inert(api.call("GET", f"{path}/revisions/{head}", alt="media"))
    page = owner.get(f"/file/d/{file_id}/download")
    assert (page.content, is_inert(page)) == (HOSTILE[kind], True)
    assert not any(word in page.headers["content-type"].lower() for word in ACTIVE)
    assert owner.get(f"/file/d/{file_id}/picture").status_code == 404


@pytest.mark.parametrize("kind", EXPORTS[DOCUMENT])
def test_a_document_is_exported_as_an_attachment_that_can_run_nothing(api: Api, kind: str) -> None:
    document, stream = new_document(), io.BytesIO()
    document.add_paragraph("<script>alert(1)</script>")
    document.save(stream)
    file_id = uploaded(api, stream.getvalue(), EXPORTS[DOCUMENT][0], mimeType=DOCUMENT)
    answer = api.call("GET", f"/drive/v3/files/{file_id}/export", mimeType=kind)
    assert answer.status_code == 501 or is_inert(answer)  # without LibreOffice it makes some of them not at all


@pytest.mark.parametrize("kind", EXPORTS[SPREADSHEET])
def test_a_spreadsheet_is_exported_as_an_attachment_that_can_run_nothing(api: Api, book: Book, kind: str) -> None:
    book.write("A1", [["<script>alert(1)</script>"]])
    answer = api.call("GET", f"/drive/v3/files/{book.id}/export", mimeType=kind)
    assert answer.status_code == 501 or is_inert(answer)


def test_an_export_is_saved_under_the_file_s_name_with_the_ending_of_its_kind(api: Api, book: Book) -> None:
    answer = api.call("GET", f"/drive/v3/files/{book.id}/export", mimeType="text/csv")
    assert answer.headers["content-disposition"].endswith("''%D0%9A%D0%BD%D0%B8%D0%B3%D0%B0.csv")


@pytest.fixture
def planted(api: Api, sign_in: SignIn) -> dict[str, str]:
    """What a writer of one folder planted there, by kind."""
    folder = api.post("/drive/v3/files", {"name": "Общая", "mimeType": FOLDER})["id"]
    permission = {"type": "user", "role": "writer", "emailAddress": WRITER}
    api.post(f"/drive/v3/files/{folder}/permissions", permission)
    writer = sign_in(WRITER).api()
    return {kind: uploaded(writer, content, kind, parents=[folder]) for kind, content in HOSTILE.items() if kind}


def test_in_the_owner_s_browser_nothing_of_it_runs(
    planted: dict[str, str], owner: Visitor, open_browser: Callable[..., Page]
) -> None:
    page = open_browser(owner, **DESK)
    for kind in ("text/html", "image/svg+xml", "application/xhtml+xml", "image/png"):
        page.goto("/drive")
        with page.expect_download():
            page.evaluate("address => { location.href = address }", f"/file/d/{planted[kind]}/download")
        assert page.title() == "Мой диск — Диск"


def test_no_page_of_ours_takes_it_for_a_program_of_its_own(
    planted: dict[str, str], owner: Visitor, open_browser: Callable[..., Page]
) -> None:
    """Were a page of ours to let somebody's element through, a file must not be the script that it asks for."""
    page = open_browser(owner, **DESK)
    page.goto("/drive")
    loads = """address => new Promise(done => {
        const script = document.createElement("script");
        script.onload = () => done(true);
        script.onerror = () => done(false);
        script.src = address;
        document.head.append(script);
    })"""
    assert page.evaluate(loads, "/static/disk.js")  # so the page may load scripts at all
    for kind in ("text/javascript", "application/javascript"):
        assert not page.evaluate(loads, f"/file/d/{planted[kind]}/download")
    assert page.title() == "Мой диск — Диск"


BATCH = """--x\r
Content-Type: application/http\r
\r
GET /drive/v3/files?{name}={token} HTTP/1.1\r
\r
--x--"""


@pytest.mark.parametrize("name", ["access_token", "oauth_token", "token", "Access_Token"])
@pytest.mark.parametrize("whose", ["owner", "session"])
def test_a_token_in_an_address_lets_nobody_in(api: Api, owner: Visitor, server: Server, name: str, whose: str) -> None:
    token = owner.secret if whose == "session" else server.token
    body = json.dumps({"name": "a"})
    for method, path in (
        ("GET", "/drive/v3/files"),
        ("GET", "/v4/spreadsheets/none"),
        ("POST", "/batch/drive/v3"),
        ("POST", "/upload/drive/v3/files?uploadType=media"),
        ("POST", "/upload/drive/v3/files?uploadType=resumable"),
        ("PUT", "/upload/drive/v3/files?uploadType=resumable&upload_id=x"),
    ):
        address = f"{api.url}{path}{'&' if '?' in path else '?'}{name}={token}"
        for headers in ({}, {"Authorization": f"Bearer {token}"}):  # not even beside a good one: it is in a log by now
            answer = requests.request(method, address, data=body, headers=headers, timeout=20)
            assert answer.status_code == 401, path
            assert token not in answer.text
    for path in ("/account", "/drive"):
        page = requests.get(f"{api.url}{path}?{name}={token}", timeout=20, allow_redirects=False)
        assert page.status_code == 303


@pytest.mark.parametrize("outer", [True, False])
def test_a_token_in_the_address_of_a_batch_s_call_lets_nobody_in(api: Api, owner: Visitor, outer: bool) -> None:
    headers = {"Content-Type": "multipart/mixed; boundary=x"}
    if outer:
        headers["Authorization"] = f"Bearer {owner.secret}"
    body = BATCH.format(name="access_token", token=owner.secret)
    answer = requests.post(f"{api.url}/batch/drive/v3", data=body, headers=headers, timeout=20)
    assert answer.status_code == 401 or "HTTP/1.1 401" in answer.text
    assert '"files"' not in answer.text


def test_a_token_in_an_overridden_request_s_parameters_lets_nobody_in(api: Api, owner: Visitor) -> None:
    headers = {"X-HTTP-Method-Override": "GET", "Authorization": f"Bearer {owner.secret}"}
    body = f"access_token={owner.secret}"
    answer = requests.post(f"{api.url}/drive/v3/files", data=body, headers=headers, timeout=20)
    assert answer.status_code == 401
