"""API keys, which assert no person, and discovery documents, which need nobody."""

from __future__ import annotations

from typing import Any

import httplib2
import pytest
import requests
from googleapiclient.discovery import build

from automation.embedded import Server
from automation.embedded.discovery import SERVED
from tests.embedded.conftest import Api, Book

Json = dict[str, Any]


def keyed(server: Server, path: str, method: str = "GET", **query: str) -> requests.Response:
    return requests.request(method, server.url + path, params={"key": "AIzaSyA", **query}, json=None, timeout=10)


@pytest.fixture
def open_book(api: Api, book: Book) -> Book:
    """A spreadsheet that everybody reads who has its link."""
    api.post(f"/drive/v3/files/{book.id}/permissions", {"type": "anyone", "role": "reader"})
    book.write("A1", [["x"]])
    return book


def test_a_key_reads_what_is_open_to_all_who_have_the_link(server: Server, open_book: Book) -> None:
    assert keyed(server, open_book.path).json()["spreadsheetId"] == open_book.id
    assert keyed(server, f"{open_book.path}/values/A1").json()["values"] == [["x"]]
    assert keyed(server, f"/drive/v3/files/{open_book.id}").json()["id"] == open_book.id
    exported = keyed(server, f"/drive/v3/files/{open_book.id}/export", mimeType="text/csv")
    assert exported.text == "x"


def test_a_key_opens_nothing_that_is_shared_with_nobody(server: Server, book: Book) -> None:
    refused = keyed(server, book.path)
    assert (refused.status_code, refused.json()["error"]["status"]) == (403, "PERMISSION_DENIED")
    assert keyed(server, f"{book.path}/values/A1").status_code == 403
    assert keyed(server, f"/v1/documents/{book.id}").status_code == 403
    hidden = keyed(server, f"/drive/v3/files/{book.id}")
    assert (hidden.status_code, hidden.json()["error"]["errors"][0]["reason"]) == (404, "notFound")
    assert keyed(server, "/drive/v3/files").json()["files"] == []
    assert keyed(server, "/v4/spreadsheets/nothing").status_code == 404


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("POST", "/v4/spreadsheets"),
        ("POST", "{book}:batchUpdate"),
        ("PUT", "{book}/values/A1"),
        ("POST", "/drive/v3/files"),
        ("DELETE", "/drive/v3/files/{id}"),
        ("POST", "/drive/v3/files/{id}/copy"),
        ("GET", "/drive/v3/about"),
        ("GET", "/drive/v3/changes/startPageToken"),
        ("GET", "/gmail/v1/users/me/messages"),
        ("POST", "/v1/forms"),
    ],
)
def test_a_key_is_not_enough_where_a_person_has_to_call(
    server: Server, open_book: Book, method: str, path: str
) -> None:
    refused = keyed(server, path.format(book=open_book.path, id=open_book.id), method)
    error = refused.json()["error"]
    assert (refused.status_code, error["status"]) == (401, "UNAUTHENTICATED")
    assert "API keys are not supported" in error["message"]
    assert open_book.read("A1") == [["x"]]


def test_a_key_beside_a_token_changes_nothing(server: Server, api: Api, book: Book) -> None:
    assert api.get(book.path, key="AIzaSyA")["spreadsheetId"] == book.id
    wrong = {"Authorization": "Bearer wrong"}
    refused = requests.get(server.url + book.path, params={"key": "AIzaSyA"}, headers=wrong, timeout=10)
    assert refused.status_code == 401
    assert keyed(server, book.path, key="").status_code == 401


# Discovery documents


@pytest.mark.parametrize("name", SERVED)
def test_a_document_leads_to_this_server(server: Server, name: str) -> None:
    api, version = name.split(".")
    answer = requests.get(f"{server.url}/discovery/v1/apis/{api}/{version}/rest", timeout=10)
    document = answer.json()
    assert answer.headers["content-type"].startswith("application/json")
    assert (document["name"], document["version"]) == (api, version)
    assert document["rootUrl"] == f"{server.url}/"
    assert document["baseUrl"] == f"{server.url}/{document['servicePath']}"
    assert "googleapis.com" not in document["rootUrl"] + document["baseUrl"] + document.get("mtlsRootUrl", "")


@pytest.mark.parametrize(
    ("query", "name"),
    [
        ({"version": "v4"}, "sheets"),
        ({"version": "v3"}, "drive"),
        ({"version": "v1", "api": "gmail"}, "gmail"),
        ({"version": "v1", "api": "forms"}, "forms"),
    ],
)
def test_the_version_says_which_document_is_meant(server: Server, query: Json, name: str) -> None:
    assert requests.get(f"{server.url}/$discovery/rest", params=query, timeout=10).json()["name"] == name


@pytest.mark.parametrize(
    "path",
    [
        "/$discovery/rest?version=v1",
        "/$discovery/rest?version=v9",
        "/$discovery/rest",
        "/discovery/v1/apis/calendar/v3/rest",
        "/discovery/v1/apis/sheets/v3/rest",
    ],
)
def test_a_document_that_is_not_there_is_not_found(server: Server, path: str) -> None:
    answer = requests.get(server.url + path, timeout=10)
    assert (answer.status_code, answer.json()["error"]["status"]) == (404, "NOT_FOUND")


@pytest.mark.parametrize(
    "path", ["/$discovery/rest?version={apiVersion}", "/discovery/v1/apis/{api}/{apiVersion}/rest"]
)
def test_googleapiclient_builds_itself_from_the_document(server: Server, open_book: Book, path: str) -> None:
    sheets = build(
        "sheets", "v4", http=httplib2.Http(timeout=10), developerKey="AIzaSyA", static_discovery=False,
        discoveryServiceUrl=server.url + path, cache_discovery=False,
    )  # fmt: skip
    values = sheets.spreadsheets().values().get(spreadsheetId=open_book.id, range="A1").execute()
    assert values["values"] == [["x"]]
