"""What is kept or given and ends in a header of an answer: checked where it comes in, safe where it leaves."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from automation.embedded import Workspace
from automation.embedded.access.person import OWNER
from automation.embedded.drive.kinds import BINARY, served_type
from tests.embedded.conftest import Api
from tests.embedded.pages.conftest import Visitor, sign_in
from tests.embedded.test_bad_input import send

Json = dict[str, Any]

__all__ = ["sign_in"]

NO_TYPE = [
    "text/plain\r\nX-Evil: 1",
    "text/html\n",
    "a\0/b",
    "тип/вид",
    "text",
    "text/",
    "/plain",
    "text/plain, text/html",
    "text /plain",
    "a/" + "b" * 1000,
    "image/png\u2028",
]


@pytest.mark.parametrize("kind", NO_TYPE)
def test_a_kind_that_is_no_type_of_content_is_refused(api: Api, kind: str) -> None:
    assert api.error("POST", "/drive/v3/files", {"name": "a", "mimeType": kind})["code"] == 400
    file = api.post("/drive/v3/files", {"name": "a.txt", "mimeType": "text/plain"})["id"]
    assert api.error("PATCH", f"/drive/v3/files/{file}", {"mimeType": kind})["code"] == 400
    assert api.error("POST", f"/drive/v3/files/{file}/copy", {"mimeType": kind})["code"] == 400
    assert len(api.get("/drive/v3/files")["files"]) == 1


@pytest.mark.parametrize("kind", ["тип/вид".encode(), b"text", b"a b/c", b"text/pl@in"])
def test_content_that_names_no_type_is_refused(api: Api, kind: bytes) -> None:
    path, named = "/upload/drive/v3/files?uploadType=", kind.decode("latin-1")
    assert send(api, "POST", f"{path}media", b"a", Content_Type=named).status_code == 400
    assert send(api, "POST", f"{path}resumable", b"{}", X_Upload_Content_Type=named).status_code == 400
    body = b"--x\r\n\r\n{}\r\n--x\r\nContent-Type: " + kind + b"\r\n\r\na\r\n--x--"
    answer = send(api, "POST", f"{path}multipart", body, Content_Type="multipart/related; boundary=x")
    assert answer.status_code == 400
    assert api.get("/drive/v3/files")["files"] == []


def test_a_type_may_come_with_its_parameters(api: Api) -> None:
    file = api.post("/drive/v3/files", {"name": "a", "mimeType": "text/plain; charset=utf-8"}, fields="mimeType")
    assert file == {"mimeType": "text/plain"}
    assert served_type("text/csv; charset=utf-8") == "text/csv; charset=utf-8"


@pytest.mark.parametrize("kind", [*NO_TYPE, 'text/plain; charset="', "text/plain; charset=utf-8\r\nX-Evil: 1"])
def test_a_file_that_an_older_program_kept_under_any_kind_is_served(
    api: Api, workspace: Workspace, sign_in: Callable[[str], Visitor], kind: str
) -> None:
    file = api.post("/drive/v3/files", {"name": "a", "mimeType": "text/plain"})["id"]
    with workspace.writing():
        workspace.files.set_content(file, b"content")
        workspace.files.change(file, workspace.now())["mimeType"] = kind
    visitor, path = sign_in(OWNER.email), f"/drive/v3/files/{file}"
    revision = api.get(f"{path}/revisions", fields="*")["revisions"][0]["id"]
    answers = [
        api.call("GET", path, alt="media"),
        api.call("GET", f"{path}/revisions/{revision}", alt="media"),
        visitor.get(f"/file/d/{file}/download"),
    ]
    for answer in answers:
        assert (answer.status_code, answer.content) == (200, b"content")
        assert answer.headers["Content-Type"] == BINARY
        assert "X-Evil" not in answer.headers
    assert visitor.get(f"/file/d/{file}/view").status_code == 200
    assert visitor.get("/drive").status_code == 200


NAMES = [
    'a"b\r\nX-Evil: 1',
    "\r\n\r\n<script>",
    "отчёт\0.txt",
    "\u202egnp.exe",
    "a;b=c",
    "'%",
    "x" * 5000,
    "\ud83d\ude00.txt",
]


@pytest.mark.parametrize("name", NAMES)
def test_a_file_of_any_name_is_downloaded(api: Api, sign_in: Callable[[str], Visitor], name: str) -> None:
    visitor = sign_in(OWNER.email)
    body = json.dumps({"name": name}).encode()
    content = b"--x\r\n\r\n" + body + b"\r\n--x\r\nContent-Type: text/plain\r\n\r\na\r\n--x--"
    path = "/upload/drive/v3/files?uploadType=multipart"
    file = send(api, "POST", path, content, Content_Type="multipart/related; boundary=x").json()["id"]
    answers = [visitor.get(f"/file/d/{file}/download"), api.call("GET", f"/drive/v3/files/{file}", alt="media")]
    for kind in ("spreadsheet", "document"):
        made = api.post("/drive/v3/files", {"name": name, "mimeType": f"application/vnd.google-apps.{kind}"})["id"]
        page = "spreadsheets" if kind == "spreadsheet" else kind
        answers += [visitor.get(f"/file/d/{made}/download"), visitor.get(f"/{page}/d/{made}/export")]
    for answer in answers:
        assert answer.status_code == 200
        assert "X-Evil" not in answer.headers
        assert "\r" not in answer.headers.get("Content-Disposition", "")


@pytest.mark.parametrize("part", ["%0d%0aX-Evil:%201", "%d1%84%d0%b0%d0%b9%d0%bb", "%00", "a%20b"])
def test_where_a_resumable_upload_goes_on_is_an_address_whatever_the_file_is_called(api: Api, part: str) -> None:
    answer = send(api, "PATCH", f"/upload/drive/v3/files/{part}?uploadType=resumable&fields={part}", b"{}")
    assert answer.status_code in (200, 400, 404)
    assert "X-Evil" not in answer.headers
    assert answer.headers.get("Location", "").isascii()


@pytest.mark.parametrize("content_id", ["a\r\nX: 1", "<a\x0b\0b>", "ф"])
def test_a_call_of_a_batch_may_have_any_name(api: Api, content_id: str) -> None:
    part = f"--x\r\nContent-ID: {content_id}\r\n\r\nGET /drive/v3/files HTTP/1.1\r\n\r\n\r\n--x--".encode()
    answer = send(api, "POST", "/batch", part, Content_Type="multipart/mixed; boundary=x")
    assert answer.status_code == 200
    assert b"HTTP/1.1 200 OK" in answer.content


def test_a_long_request_may_be_sent_as_a_post_of_anything(api: Api) -> None:
    for body in (b"\xff\xfe&q=\x00", b"&".join([b"a=b"] * 20_000), b"q=" + b"%" * 1000):
        answer = send(api, "POST", "/drive/v3/files", body, X_HTTP_Method_Override="GET")
        assert answer.status_code in (200, 400)
        assert answer.headers["Content-Type"].startswith("application/json")


@pytest.mark.parametrize("wanted", ["bytes=²-", "bytes=0-" + "9" * 5000, "bytes=9-1", "bytes=-5", "bytes=٣-٤", "x=0-1"])
def test_a_range_that_is_none_gives_the_whole(api: Api, wanted: str) -> None:
    path = "/upload/drive/v3/files?uploadType=media"
    file = send(api, "POST", path, b"0123456789", Content_Type="text/plain").json()["id"]
    header = wanted.encode().decode("latin-1")
    assert send(api, "GET", f"/drive/v3/files/{file}?alt=media", b"", Range=header).content == b"0123456789"


@pytest.mark.parametrize("token", ["²", "-1", "9" * 30, "A", "fn4=", "fi05", "\u0663"])
def test_a_page_that_no_list_has_is_refused(api: Api, token: str) -> None:
    file = api.post("/drive/v3/files", {"name": "a"})["id"]
    for path in ("/drive/v3/files", "/drive/v3/changes", f"/drive/v3/files/{file}/comments",
                 "/gmail/v1/users/me/messages"):  # fmt: skip
        assert api.error("GET", path, pageToken=token, fields="*")["code"] == 400


@pytest.mark.parametrize("name", ["²", "1" * 5000, "Файл ٣", "10" * 20])
def test_files_of_any_name_are_listed_in_order(api: Api, sign_in: Callable[[str], Visitor], name: str) -> None:
    for each in (name, "Файл 10", "Файл 9"):
        api.post("/drive/v3/files", {"name": each})
    found = [file["name"] for file in api.get("/drive/v3/files", orderBy="name_natural")["files"]]
    assert found.index("Файл 9") < found.index("Файл 10")
    assert sign_in(OWNER.email).get("/drive").status_code == 200


@pytest.mark.parametrize("moment", ["0001-01-01T00:00:00Z", "9999-12-31T23:59:59Z", "0001-01-01T00:00:00+23:59", "x"])
def test_a_time_at_the_edge_of_the_calendar_is_refused(api: Api, moment: str) -> None:
    for name in ("createdTime", "modifiedTime", "viewedByMeTime"):
        assert api.error("POST", "/drive/v3/files", {"name": "a", name: moment})["code"] == 400
    form = api.post("/v1/forms", {"info": {"title": "a"}})["formId"]
    assert api.call("GET", f"/v1/forms/{form}/responses", filter=f"timestamp > {moment}").status_code in (200, 400)
