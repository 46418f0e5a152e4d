"""Resumable uploads that go on and on, or are never finished: they end, and hold no more than they may."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
import requests

from automation.embedded import Workspace, upload_sessions, uploads
from automation.embedded.limits import MAX_BODY
from tests.embedded.conftest import Api, Clock
from tests.embedded.test_bad_input import files, send

PATH = "/upload/drive/v3/files?uploadType=resumable"


def begin(api: Api, **headers: str) -> str:
    begun = send(api, "POST", PATH, b'{"name": "a.txt"}', X_Upload_Content_Type="text/plain", **headers)
    assert begun.status_code == 200, begun.text
    return begun.headers["Location"].removeprefix(api.url)


def chunk(api: Api, session: str, content: bytes, content_range: str) -> requests.Response:
    return send(api, "PUT", session, content, Content_Range=content_range)


def held(workspace: Workspace) -> list[int]:
    return [size for (size,) in workspace.storage.rows("SELECT length(content) FROM uploads")]


def test_an_upload_in_pieces_is_as_long_as_one_in_one_piece_at_most(
    api: Api, workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in (uploads, upload_sessions):
        monkeypatch.setattr(module, "MAX_BODY", 20)
    session = begin(api)
    assert chunk(api, session, b"0" * 15, "bytes 0-14/*").status_code == 308
    beyond = chunk(api, session, b"0" * 15, "bytes 15-29/*")
    assert (beyond.status_code, beyond.json()["error"]["errors"][0]["reason"]) == (413, "uploadTooLarge")
    assert held(workspace) == [15]
    assert chunk(api, session, b"0" * 5, "bytes 15-19/20").status_code == 200
    assert held(workspace) == []


@pytest.mark.parametrize("size", [MAX_BODY + 1, 10**17])
def test_an_upload_that_would_be_too_long_is_refused_before_it_begins(
    api: Api, workspace: Workspace, size: int
) -> None:
    assert send(api, "POST", PATH, b"{}", X_Upload_Content_Length=str(size)).status_code == 413
    assert held(workspace) == []
    assert chunk(api, begin(api), b"0", f"bytes 0-0/{size}").status_code == 413


@pytest.mark.parametrize("size", ["", "-1", "ten", "٣", "1_0", "9" * 5000])
def test_a_size_that_is_no_number_is_a_bad_request(api: Api, size: str) -> None:
    if size:
        header = {"X_Upload_Content_Length": size.encode().decode("latin-1")}
        assert send(api, "POST", PATH, b"{}", **header).status_code == 400
    session = begin(api)
    for wrong in (f"bytes 0-0/{size}", f"bytes 0-{size}/1", f"bytes {size}-0/1", f"bytes */{size}"):
        assert chunk(api, session, b"0", wrong.encode().decode("latin-1")).status_code == 400
    assert chunk(api, session, b"0", "bytes 0-0/1").status_code == 200


def test_an_upload_keeps_to_the_size_that_it_has_declared(api: Api) -> None:
    for session in (begin(api, X_Upload_Content_Length="10"), begin(api)):
        assert chunk(api, session, b"01234", "bytes 0-4/10").status_code == 308
        for content, content_range in (
            (b"567890", "bytes 5-10/11"),
            (b"567890", "bytes 5-10/*"),
            (b"56789", "bytes 5-9/20"),
            (b"5678", "bytes 5-9/10"),
            (b"567890", "bytes 5-9/10"),
            (b"56789", "bytes 9-5/10"),
        ):
            refused = chunk(api, session, content, content_range)
            assert refused.status_code == 400, content_range
        assert send(api, "PUT", session, b"01234567890").status_code == 400
        assert chunk(api, session, b"56789", "bytes 5-9/10").status_code == 200
    file_ids = [file["id"] for file in files(api)]
    contents = [api.call("GET", f"/drive/v3/files/{file_id}", alt="media").content for file_id in file_ids]
    assert contents == [b"0123456789"] * 2


def test_an_upload_ends_after_a_week_of_rest_and_is_cleaned_when_another_begins(
    api: Api, workspace: Workspace, clock: Clock
) -> None:
    forgotten, used = begin(api), begin(api)
    assert chunk(api, forgotten, b"0" * 100, "bytes 0-99/*").status_code == 308
    for _ in range(2):
        clock.now += timedelta(days=4)
        assert chunk(api, used, b"0", "bytes 0-0/2").status_code == 308
    assert chunk(api, forgotten, b"", "bytes */*").status_code == 404
    assert send(api, "DELETE", forgotten, b"").status_code == 404
    assert sorted(held(workspace)) == [1, 100]
    begin(api)
    assert sorted(held(workspace)) == [0, 1]


def test_a_person_has_so_many_uploads_open_and_so_much_in_them(
    api: Api, workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(upload_sessions, "MOST_OPEN", 3)
    monkeypatch.setattr(upload_sessions, "MOST_HELD", 100)
    sessions = [begin(api) for _ in range(3)]
    assert send(api, "POST", PATH, b"{}").status_code == 429
    assert chunk(api, sessions[0], b"0" * 60, "bytes 0-59/*").status_code == 308
    assert chunk(api, sessions[1], b"0" * 60, "bytes 0-59/*").status_code == 429
    assert chunk(api, sessions[1], b"0" * 40, "bytes 0-39/*").status_code == 308
    others = {"method": "drive.files.create", "size": None}
    with workspace.writing():
        now = workspace.now()
        assert upload_sessions.UploadSessions(workspace.storage, now).begin("other@example.org", others)
    assert send(api, "DELETE", sessions[0], b"").status_code == 499
    assert chunk(api, begin(api), b"0" * 60, "bytes 0-59/*").status_code == 308


def test_a_part_that_is_no_base64_is_a_bad_request(api: Api) -> None:
    metadata = json.dumps({"name": "a"}).encode()
    body = b"--x\r\n\r\n" + metadata + b"\r\n--x\r\nContent-Transfer-Encoding: base64\r\n\r\nabcde\r\n--x--"
    path = "/upload/drive/v3/files?uploadType=multipart"
    assert send(api, "POST", path, body, Content_Type="multipart/related; boundary=x").status_code == 400
    assert files(api) == []
