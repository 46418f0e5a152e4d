"""Bad input: Google's error, nothing changed, and the next request served."""

from __future__ import annotations

import json
from typing import Any

import pytest
import requests

from automation.embedded import Server, limits
from tests.embedded.conftest import Api, Book


@pytest.mark.parametrize(
    ("request_body", "message"),
    [
        (
            {"requests": [{"updateCells": {"foo": 1}}]},
            "Invalid JSON payload received. Unknown name \"foo\" at 'requests[0].update_cells': Cannot find field.",
        ),
        ({"foo": 1}, 'Invalid JSON payload received. Unknown name "foo": Cannot find field.'),
        (
            {"requests": [{"deleteSheet": {"sheetId": "x"}}]},
            "Invalid value at 'requests[0].delete_sheet.sheet_id' (TYPE_INT32), \"x\"",
        ),
        (
            {"includeSpreadsheetInResponse": "yes"},
            "Invalid value at 'include_spreadsheet_in_response' (TYPE_BOOL), \"yes\"",
        ),
        (
            {"requests": [{"mergeCells": {"mergeType": "ALL"}}]},
            "Invalid value at 'requests[0].merge_cells.merge_type' "
            '(type.googleapis.com/google.apps.sheets.v4.MergeCellsRequest.MergeType), "ALL"',
        ),
        ([], 'Invalid JSON payload received. Unknown name "": Root element must be a message.'),
    ],
)
def test_a_body_that_breaks_the_schema_gets_google_s_words(book: Book, request_body: Any, message: str) -> None:
    response = book.api.call("POST", f"{book.path}:batchUpdate", request_body)
    error = response.json()["error"]
    assert (response.status_code, error["status"], error["message"]) == (400, "INVALID_ARGUMENT", message)
    assert error["details"][0]["@type"] == "type.googleapis.com/google.rpc.BadRequest"
    assert error["details"][0]["fieldViolations"][0]["description"] == message


def test_every_fault_of_a_body_is_named(book: Book) -> None:
    body = {"requests": [{"addSheet": {"a": 1, "b": 2}}], "responseRanges": [1]}
    error = book.api.error("POST", f"{book.path}:batchUpdate", body)
    assert len(error["details"][0]["fieldViolations"]) == 3


def test_the_spellings_of_proto_json_are_taken(book: Book) -> None:
    properties = {"sheet_id": "7", "title": "b", "grid_properties": {"row_count": 5.0}, "hidden": None}
    body = {"requests": {"add_sheet": {"properties": properties}}}
    book.api.session.hooks["response"].clear()  # this request breaks the schema on purpose
    reply = book.api.call("POST", f"{book.path}:batchUpdate", body)
    assert reply.json()["replies"][0]["addSheet"]["properties"]["sheetId"] == 7


def test_values_that_are_no_lists_are_refused_as_google_does(book: Book) -> None:
    error = book.api.error("PUT", f"{book.path}/values/A1", {"values": "X"}, valueInputOption="RAW")
    assert error["message"] == "Invalid value at 'data.values' (type.googleapis.com/google.protobuf.ListValue), \"X\""


@pytest.mark.parametrize(
    "body", [b"{", b"\xff\xfe", b"[1,", b"nonsense", b"[" * 100_000, b'{"requests": NaN}', b'"\\ud800"']
)
def test_malformed_json_is_a_bad_request_and_the_next_one_is_served(book: Book, body: bytes) -> None:
    url = f"{book.api.url}{book.path}:batchUpdate"
    response = book.api.session.post(url, data=body, headers={"Content-Type": "application/json"})
    assert (response.status_code, response.json()["error"]["status"]) == (400, "INVALID_ARGUMENT")
    assert book.get("spreadsheetId") == {"spreadsheetId": book.id}


def test_unknown_and_ill_typed_parameters_are_refused(book: Book) -> None:
    error = book.api.error("GET", book.path, foo="1")
    assert error["message"].startswith('Invalid JSON payload received. Unknown name "foo": Cannot bind query parameter')
    error = book.api.error("GET", f"{book.path}/values/A1", majorDimension="LINES")
    assert "Invalid value at 'major_dimension'" in error["message"]
    error = book.api.error("GET", book.path, includeGridData="maybe")
    assert error["message"] == "Invalid value at 'include_grid_data' (TYPE_BOOL), \"maybe\""


@pytest.mark.parametrize("headers", [{}, {"Authorization": "Bearer wrong"}, {"Authorization": "Basic eDp5"}])
@pytest.mark.parametrize("path", ["/v4/spreadsheets/x", "/drive/v3/files", "/gmail/v1/users/me/profile", "/v1/forms/x"])
def test_nothing_is_told_without_the_token(server: Server, path: str, headers: dict[str, str]) -> None:
    response = requests.get(server.url + path, headers=headers, timeout=10)
    error = response.json()["error"]
    assert (response.status_code, error["code"], error["status"]) == (401, 401, "UNAUTHENTICATED")
    assert "WWW-Authenticate" in response.headers


def test_each_api_words_its_404_its_own_way(api: Api) -> None:
    sheets = api.error("GET", "/v4/spreadsheets/nothing")
    assert sheets == {"code": 404, "message": "Requested entity was not found.", "status": "NOT_FOUND"}
    drive = api.error("GET", "/drive/v3/files/nothing")
    assert drive["errors"] == [
        {
            "message": "File not found: nothing.",
            "domain": "global",
            "reason": "notFound",
            "location": "fileId",
            "locationType": "parameter",
        }
    ]
    gmail = api.error("GET", "/gmail/v1/users/me/messages/nothing")
    assert (gmail["status"], gmail["errors"][0]["reason"]) == ("NOT_FOUND", "notFound")


def test_a_slash_too_many_does_no_harm(book: Book) -> None:
    assert book.api.get(f"{book.path}/")["spreadsheetId"] == book.id
    assert book.api.post(f"{book.path}/:batchUpdate", {"requests": [{"clearBasicFilter": {"sheetId": 0}}]})
    assert book.api.get(f"{book.path}/values/:batchGet", ranges="A1")["valueRanges"]
    assert book.api.get(f"/drive/v3/files/{book.id}/")["id"] == book.id


def test_a_path_that_google_has_not_is_not_found(api: Api) -> None:
    assert api.call("GET", "/v4/nothing").status_code == 404
    assert api.call("GET", "/../../etc/passwd").status_code == 404


def test_an_enormous_body_is_refused_before_it_is_read(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits.read_body, "__defaults__", (1000,))
    headers = {"Authorization": f"Bearer {server.token}"}
    body = json.dumps({"properties": {"title": "x" * 2000}})
    response = requests.post(f"{server.url}/v4/spreadsheets", data=body, headers=headers, timeout=10)
    assert (response.status_code, response.json()["error"]["code"]) == (413, 413)
    assert requests.post(f"{server.url}/v4/spreadsheets", json={}, headers=headers, timeout=10).status_code == 200


def test_a_method_of_google_s_that_is_not_served_says_so(api: Api) -> None:
    error = api.error("GET", "/drive/v3/drives")
    assert error["code"] == 501


def test_answers_are_compressed_for_those_who_ask(book: Book) -> None:
    response = book.api.call("GET", book.path, includeGridData="true")
    assert response.headers["content-encoding"] == "gzip"


def test_a_number_that_no_cell_can_hold_is_refused(book: Book) -> None:
    error = book.api.error("PUT", f"{book.path}/values/A1", {"values": [[10**400]]}, valueInputOption="RAW")
    assert error["code"] == 400
    book.write("A1", [[10**20, 0.1, -0.0]])
    assert book.read("A1:C1") == [[1e20, 0.1, 0]]


def test_an_emoji_written_as_two_escapes_is_one_character(book: Book) -> None:
    book.write("A1", [["\N{GRADUATION CAP}"]])
    assert book.read("A1") == [["\N{GRADUATION CAP}"]]
