"""Batches of calls, as googleapiclient sends them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
import requests
from googleapiclient.errors import BatchError, HttpError

from automation.embedded import Server
from tests.embedded.conftest import Api, Book

Google = Callable[[str], Any]


def test_each_call_of_a_batch_is_answered_for_itself(google: Google, api: Api, book: Book) -> None:
    drive = google("drive.v3")
    answers: dict[str, Any] = {}

    def keep(request_id: str, response: Any, exception: Exception | None) -> None:
        answers[request_id] = exception or response

    batch = drive.new_batch_http_request(callback=keep)
    assert batch._batch_uri == f"{api.url}/batch/drive/v3"
    batch.add(drive.files().create(body={"name": "Папка & «ёлки»\r\n"}, fields="id,name"), request_id="made")
    batch.add(drive.files().get(fileId="nothing"), request_id="missing")
    batch.add(drive.files().list(q="name contains 'Книга'", fields="files(name)"), request_id="listed")
    permission = {"type": "user", "role": "reader", "emailAddress": "a@example.ru"}
    batch.add(drive.permissions().create(fileId=book.id, body=permission, fields="role"), request_id="shared")
    batch.execute()
    assert answers["made"]["name"] == "Папка & «ёлки»\r\n"
    assert isinstance(answers["missing"], HttpError)
    assert answers["missing"].status_code == 404
    assert answers["listed"] == {"files": [{"name": "Книга"}]}
    assert answers["shared"] == {"role": "reader"}
    deletion = drive.new_batch_http_request(callback=keep)
    deletion.add(drive.files().delete(fileId=answers["made"]["id"]), request_id="deleted")
    deletion.execute()
    assert not answers["deleted"]
    assert api.error("GET", f"/drive/v3/files/{answers['made']['id']}")["code"] == 404


@pytest.mark.parametrize("name", ["sheets.v4", "gmail.v1", "docs.v1", "forms.v1"])
def test_every_api_takes_batches_where_its_discovery_document_says(google: Google, book: Book, name: str) -> None:
    service = google(name)
    call: Any = {
        "sheets.v4": lambda: service.spreadsheets().get(spreadsheetId=book.id, fields="spreadsheetId"),
        "gmail.v1": lambda: service.users().getProfile(userId="me"),
        "docs.v1": lambda: service.documents().create(body={"title": "x"}),
        "forms.v1": lambda: service.forms().create(body={"info": {"title": "x"}}),
    }[name]()
    found: list[Any] = []
    batch = service.new_batch_http_request(callback=lambda _, response, exception: found.append(exception or response))
    batch.add(call)
    batch.execute()
    assert isinstance(found[0], dict)


def test_a_batch_of_too_many_calls_is_refused_whole(google: Google, api: Api) -> None:
    drive = google("drive.v3")
    batch = drive.new_batch_http_request()
    for number in range(101):
        batch.add(drive.files().create(body={"name": str(number)}))
    with pytest.raises((HttpError, BatchError)):
        batch.execute()
    assert api.get("/drive/v3/files")["files"] == []


@pytest.mark.parametrize(
    ("content_type", "body"),
    [
        ("application/json", b"{}"),
        ("multipart/mixed; boundary=x", b""),
        ("multipart/mixed", b"--x"),
        ("multipart/mixed; boundary=x", b"--x\r\nContent-Type: application/http\r\n\r\nnonsense\r\n--x--"),
    ],
)
def test_what_is_no_batch_is_a_bad_request(server: Server, api: Api, content_type: str, body: bytes) -> None:
    headers = {"Content-Type": content_type, "Authorization": f"Bearer {server.token}"}
    response = requests.post(f"{server.url}/batch/drive/v3", data=body, headers=headers, timeout=10)
    assert (response.status_code, response.json()["error"]["code"]) == (400, 400)
    assert api.get("/drive/v3/files")["files"] == []
