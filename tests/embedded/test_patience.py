"""Whatever takes long is done aside: meanwhile others read and write, and its answer is what it would have been."""

from __future__ import annotations

import io
import os
import signal
import zipfile
from base64 import urlsafe_b64encode
from collections.abc import Callable
from typing import Any

import openpyxl
import pytest
import requests

from automation.embedded import Workspace, processes, serving
from automation.embedded.drive import kinds
from automation.embedded.spreadsheets.formulas import computing
from tests.embedded.conftest import Api, Aside, Book, Clock, new_book
from tests.word import new_document

ROWS: list[list[Any]] = [["слово", 1.5, "2026-09-01"], ["другое", "=B1*2", '=COUNTIF(A:A,"слово")']]


@pytest.fixture
def full(api: Api) -> Book:
    """A book with words, numbers, dates and formulas."""
    book = new_book(api, "ru_RU")
    api.put(f"/v4/spreadsheets/{book.id}/values/A1?valueInputOption=USER_ENTERED", {"values": ROWS})
    return book


@pytest.fixture
def filled(api: Api, full: Book) -> Book:
    """The same beside a document and a letter."""
    document, stream = new_document(), io.BytesIO()
    document.add_paragraph("слово")
    document.save(stream)
    _upload(api, stream.getvalue(), kinds.DOCX, kinds.DOCUMENT)
    raw = urlsafe_b64encode("To: a@example.com\nSubject: слово\n\nслово".encode()).decode()
    api.post("/gmail/v1/users/me/messages/send", {"raw": raw})
    return full


def _upload(api: Api, content: bytes, mime_type: str, target: str, file_id: str = "") -> requests.Response:
    head = b'--x\r\nContent-Type: application/json\r\n\r\n{"mimeType":"' + target.encode() + b'"}'
    body = head + f"\r\n--x\r\nContent-Type: {mime_type}\r\n\r\n".encode() + content + b"\r\n--x--"
    url = f"{api.url}/upload/drive/v3/files/{file_id}?uploadType=multipart".replace("/?", "?")
    method = "PATCH" if file_id else "POST"
    headers = {"Content-Type": "multipart/related; boundary=x"}
    return api.session.request(method, url, data=body, headers=headers, timeout=60)


def _document_id(api: Api) -> str:
    found = api.get("/drive/v3/files?" + f"q=mimeType='{kinds.DOCUMENT}'")["files"]
    return str(found[0]["id"])


def _got(api: Api, address: str) -> requests.Response:
    return api.session.get(api.url + address, timeout=60)


READS: dict[str, Callable[[Api, Book], str]] = {
    "an .xlsx": lambda _, book: f"/drive/v3/files/{book.id}/export?mimeType={kinds.XLSX}",
    "a .csv": lambda _, book: f"/drive/v3/files/{book.id}/export?mimeType={kinds.CSV}",
    "web pages": lambda _, book: f"/drive/v3/files/{book.id}/export?mimeType={kinds.ZIP}",
    "a document as a web page": lambda api, _: f"/drive/v3/files/{_document_id(api)}/export?mimeType={kinds.HTML}",
    "grid data": lambda _, book: f"/v4/spreadsheets/{book.id}?includeGridData=true",
    "values as shown": lambda _, book: f"/v4/spreadsheets/{book.id}/values/A1:Z",
    "many ranges": lambda _, book: f"/v4/spreadsheets/{book.id}/values:batchGet?ranges=A1:Z&ranges=B:B",
    "words in files": lambda *_: "/drive/v3/files?q=fullText contains 'слово'&orderBy=name",
    "words in letters": lambda *_: "/gmail/v1/users/me/messages?q=слово",
}

FINDS = {"words in files": "files", "words in letters": "messages"}


@pytest.mark.parametrize("what", READS)
def test_an_answer_made_aside_is_what_it_would_have_been(
    api: Api, filled: Book, monkeypatch: pytest.MonkeyPatch, what: str, request: pytest.FixtureRequest
) -> None:
    address = READS[what](api, filled)
    here = _got(api, address)
    aside: Aside = request.getfixturevalue("aside")
    there = _got(api, address)
    assert "_run_aside" in aside.done
    assert what not in FINDS or len(there.json()[FINDS[what]]) > 0
    assert (there.status_code, there.headers["Content-Type"]) == (here.status_code, here.headers["Content-Type"])
    if what == "an .xlsx":  # which holds the time of its making
        assert _shown(there.content) == _shown(here.content)
    elif what == "web pages":
        assert _unpacked(there.content) == _unpacked(here.content)
    else:
        assert there.content == here.content


def _unpacked(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def _shown(content: bytes) -> list[Any]:
    book = openpyxl.load_workbook(io.BytesIO(content), data_only=True)
    return [list(sheet.values) for sheet in book.worksheets]


@pytest.mark.parametrize("what", READS)
def test_while_somebody_reads_much_others_read_and_write(api: Api, filled: Book, aside: Aside, what: str) -> None:
    address, other = READS[what](api, filled), new_book(api)
    aside.meanwhile = lambda: _reads_and_writes(api, other)
    assert _got(api, address).status_code == 200
    assert aside.done


def _reads_and_writes(api: Api, book: Book) -> None:
    """By the API, whose handlers wait for whoever holds the workspace."""
    address = f"/v4/spreadsheets/{book.id}/values/A1"
    written = api.session.put(f"{api.url}{address}?valueInputOption=RAW", json={"values": [["x"]]}, timeout=5)
    assert written.status_code == 200
    assert api.session.get(f"{api.url}/v4/spreadsheets/{book.id}?fields=spreadsheetId", timeout=5).status_code == 200


def _book_file() -> bytes:
    book, stream = openpyxl.Workbook(), io.BytesIO()
    for row in ROWS:
        book.worksheets[0].append(row)
    book.save(stream)
    return stream.getvalue()


UPLOADS = {
    "an .xlsx": (kinds.XLSX, _book_file),
    "a .csv": (kinds.CSV, lambda: "слово;другое\n1;2\n".encode()),
}


@pytest.mark.parametrize("over", [False, True], ids=["new", "over"])
@pytest.mark.parametrize("what", UPLOADS)
def test_while_a_file_is_taken_in_others_read_and_write(
    api: Api, full: Book, aside: Aside, what: str, over: bool
) -> None:
    kind, make = UPLOADS[what]
    other = new_book(api)
    aside.meanwhile = lambda: _reads_and_writes(api, other)
    answer = _upload(api, make(), kind, kinds.SPREADSHEET, full.id if over else "")
    assert answer.status_code == 200
    assert aside.done
    shown = api.get(f"/v4/spreadsheets/{answer.json()['id']}/values/A1")
    assert shown["values"][0][0].startswith("слово")
    assert len(api.get("/drive/v3/files?q=trashed=false")["files"]) == (2 if over else 3)


def test_what_is_wrong_with_a_file_is_said_when_it_was_read_aside_too(api: Api, aside: Aside) -> None:
    long_cell = b"a" * 200_000
    answer = _upload(api, long_cell, kinds.CSV, kinds.SPREADSHEET)
    assert (answer.status_code, bool(aside.done)) == (400, True)
    assert api.get("/drive/v3/files")["files"] == []


def test_a_file_in_parts_is_taken_in_once_it_is_here(api: Api, aside: Aside) -> None:
    begun = api.session.post(
        f"{api.url}/upload/drive/v3/files?uploadType=resumable",
        json={"name": "Книга", "mimeType": kinds.SPREADSHEET},
        headers={"X-Upload-Content-Type": kinds.XLSX},
        timeout=60,
    )
    content = _book_file()
    sent = api.session.put(begun.headers["Location"], data=content, timeout=60)
    assert (sent.status_code, len(aside.done)) == (200, 1)
    assert api.session.put(begun.headers["Location"], data=content, timeout=60).status_code == 404


def test_formulas_are_computed_while_others_go_on_and_who_reads_them_waits(
    api: Api, full: Book, aside: Aside, workspace: Workspace
) -> None:
    other = new_book(api)
    aside.meanwhile = lambda: _reads_and_writes(api, other)
    api.put(f"/v4/spreadsheets/{full.id}/values/B1?valueInputOption=RAW", {"values": [[10]]})
    assert api.get(f"/v4/spreadsheets/{full.id}/values/B2")["values"] == [["20"]]
    assert "_results" in aside.done
    with workspace.reading():
        assert not workspace.spreadsheets.is_stale(full.id)


def test_what_another_program_writes_in_between_is_computed_as_well(
    api: Api, full: Book, aside: Aside, workspace: Workspace, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    slipped = iter([30, 40])

    def write() -> None:
        for number in slipped:
            other = Workspace(workspace.directory, clock=clock)
            with monkeypatch.context() as patched, other.writing():
                patched.setattr(computing, "PATIENCE", 600.0)  # it has nobody to compute for it
                other.files.change(full.id, clock())
                other.spreadsheets.get(full.id).sheets[0].set_value(0, 1, number)
            other.close()
            return

    aside.meanwhile = write
    api.put(f"/v4/spreadsheets/{full.id}/values/B1?valueInputOption=RAW", {"values": [[10]]})
    assert api.get(f"/v4/spreadsheets/{full.id}/values/B2")["values"] == [["80"]]


def test_a_process_that_the_machine_ends_costs_its_own_request_alone(
    api: Api, full: Book, aside: Aside, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = f"/v4/spreadsheets/{full.id}/values/A1:Z"
    with monkeypatch.context() as patched:
        patched.setattr(serving, "in_a_process", lambda *_: processes.in_a_process(_dies))
        assert _got(api, address).status_code == 503
    assert _got(api, address).status_code == 200
    assert aside.done


def _dies() -> None:
    os.kill(os.getpid(), signal.SIGKILL)
