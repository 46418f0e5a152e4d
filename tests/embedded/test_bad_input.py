"""What is sent wrong, compressed, in pieces or to excess: Google's answer, and the next request is served."""

from __future__ import annotations

import gzip
import io
import json
import zipfile
from typing import Any

import openpyxl
import pytest
import requests

from automation.embedded import compression, limits
from tests.embedded.conftest import Api, Book

Json = dict[str, Any]

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
SHEET, DOC = "application/vnd.google-apps.spreadsheet", "application/vnd.google-apps.document"
PARTS = {SHEET: "xl/workbook.xml", DOC: "word/document.xml"}


def send(api: Api, method: str, path: str, body: bytes, **headers: str) -> requests.Response:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return requests.request(method, api.url + path, data=body, headers={**api.session.headers, **named}, timeout=20)


def upload(api: Api, content: bytes, kind: str, target: str) -> requests.Response:
    metadata = json.dumps({"name": "файл", "mimeType": target}).encode()
    parts = (b"--x\r\nContent-Type: application/json\r\n\r\n", metadata, b"\r\n--x\r\nContent-Type: ", kind.encode(),
             b"\r\n\r\n", content, b"\r\n--x--")  # fmt: skip
    path = "/upload/drive/v3/files?uploadType=multipart"
    return send(api, "POST", path, b"".join(parts), Content_Type="multipart/related; boundary=x")


def package(**parts: bytes) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return stream.getvalue()


def files(api: Api) -> list[Json]:
    found: list[Json] = api.get("/drive/v3/files")["files"]
    return found


def test_a_compressed_body_is_taken(book: Book) -> None:
    body = gzip.compress(json.dumps({"values": [["сжато"]]}).encode())
    path = f"{book.path}/values/A1?valueInputOption=RAW"
    assert send(book.api, "PUT", path, body, Content_Encoding="gzip").status_code == 200
    assert book.read("A1") == [["сжато"]]


@pytest.mark.parametrize(
    "body", [b"{}", gzip.compress(b'{"values": [["x"]]}')[:-12], b""], ids=["no gzip", "cut off", "nothing"]
)
def test_a_body_that_is_not_compressed_as_it_says_is_a_bad_request(book: Book, body: bytes) -> None:
    answer = send(book.api, "PUT", f"{book.path}/values/A1?valueInputOption=RAW", body, Content_Encoding="gzip")
    assert (answer.status_code, answer.json()["error"]["status"]) == (400, "INVALID_ARGUMENT")
    assert book.read("A1") == []


def test_a_body_that_unfolds_beyond_the_limit_is_refused(book: Book, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits.read_body, "__defaults__", (1_000_000,))
    body = gzip.compress(b'{"values": [["' + b" " * 2_000_000 + b'"]]}')
    answer = send(book.api, "PUT", f"{book.path}/values/A1?valueInputOption=RAW", body, Content_Encoding="gzip")
    assert answer.status_code == 413
    assert book.read("A1") == []


def test_a_head_is_a_get_without_its_body(book: Book) -> None:
    answer = send(book.api, "HEAD", book.path, b"")
    assert (answer.status_code, answer.content) == (200, b"")
    assert send(book.api, "HEAD", "/v4/spreadsheets/none", b"").status_code == 404


@pytest.mark.parametrize("method", ["OPTIONS", "TRACE", "PROPFIND"])
def test_an_http_method_that_no_api_has_is_not_allowed(book: Book, method: str) -> None:
    answer = send(book.api, method, book.path, b"")
    assert (answer.status_code, answer.json()["error"]["code"]) == (405, 405)


@pytest.mark.parametrize("target", [SHEET, DOC])
def test_a_package_that_unfolds_to_more_than_memory_holds_is_refused(
    api: Api, target: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(compression, "MAX_UNPACKED", 100_000)
    bomb = package(**{PARTS[target]: b"<document/>", "big": b"\0" * 200_000})
    answer = upload(api, bomb, XLSX if target == SHEET else DOCX, target)
    assert (answer.status_code, answer.json()["error"]["errors"][0]["reason"]) == (413, "uploadTooLarge")
    assert files(api) == []


@pytest.mark.parametrize("target", [SHEET, DOC])
@pytest.mark.parametrize(
    "part", [None, b"<unclosed>", b'<!DOCTYPE d [<!ENTITY a "&b;"><!ENTITY b "&a;">]><d>&a;</d>', b""]
)
def test_a_package_without_a_sound_main_part_is_refused(api: Api, target: str, part: bytes | None) -> None:
    content = package(other=b"", **({} if part is None else {PARTS[target]: part}))
    assert upload(api, content, XLSX if target == SHEET else DOCX, target).status_code == 400
    assert files(api) == []


def test_a_workbook_that_lacks_its_parts_is_refused(api: Api) -> None:
    content = package(**{"xl/workbook.xml": b"<workbook/>"})
    assert upload(api, content, XLSX, SHEET).status_code == 400
    assert files(api) == []


def test_a_workbook_with_a_cell_in_the_farthest_corner_is_refused_at_once(api: Api) -> None:
    book, stream = openpyxl.Workbook(), io.BytesIO()
    book.worksheets[0]["XFD1048576"] = "x"
    book.save(stream)
    answer = upload(api, stream.getvalue(), XLSX, SHEET)
    assert answer.status_code == 400
    assert "above the limit of 10000000 cells" in answer.json()["error"]["message"]
    assert files(api) == []


def test_a_resumable_upload_tells_how_far_it_is_and_may_be_given_up(api: Api) -> None:
    path = "/upload/drive/v3/files?uploadType=resumable"
    begun = send(api, "POST", path, b'{"name": "a.bin"}', X_Upload_Content_Type="text/plain")
    session = begun.headers["Location"].removeprefix(api.url)
    assert send(api, "PUT", session, b"", Content_Range="bytes */10").status_code == 308
    some = send(api, "PUT", session, b"01234", Content_Range="bytes 0-4/10")
    assert (some.status_code, some.headers["Range"]) == (308, "bytes=0-4")
    assert send(api, "PUT", session, b"89", Content_Range="bytes 8-9/10").status_code == 400
    assert send(api, "PUT", session, b"", Content_Range="bytes */10").headers["Range"] == "bytes=0-4"
    assert send(api, "DELETE", session, b"").status_code == 499
    assert send(api, "PUT", session, b"56789", Content_Range="bytes 5-9/10").status_code == 404
    assert send(api, "DELETE", session, b"").status_code == 404
    assert files(api) == []


@pytest.mark.parametrize("name", ["../../etc/passwd", 'a"b\r\nX-Evil: 1', "C:\\Windows\\x.dll", "\u202egnp.exe"])
def test_a_file_s_name_leads_nowhere_and_into_no_header(api: Api, name: str) -> None:
    file = api.post("/drive/v3/files", {"name": name, "mimeType": SHEET})
    assert file["name"] == name
    answer = api.call("GET", f"/drive/v3/files/{file['id']}/export", mimeType="text/csv")
    assert answer.status_code == 200
    assert "x-evil" not in answer.headers


FAR = 2**31 - 1


@pytest.mark.parametrize(
    "request_",
    [
        {"insertDimension": {"range": {"dimension": "ROWS", "startIndex": 0, "endIndex": FAR}}},
        {"insertDimension": {"range": {"dimension": "COLUMNS", "startIndex": 0, "endIndex": FAR}}},
        {"appendDimension": {"dimension": "ROWS", "length": FAR}},
        {"addSheet": {"properties": {"gridProperties": {"rowCount": FAR}}}},
        {"updateSheetProperties": {"properties": {"gridProperties": {"columnCount": FAR}}, "fields": "gridProperties"}},
    ],
)
def test_a_grid_beyond_google_s_limit_is_refused_before_it_is_made(book: Book, request_: Json) -> None:
    book.write("A1", [["x"]])
    before = book.get()
    assert "Invalid requests[0]" in book.refusal(request_)
    assert book.get() == before


@pytest.mark.parametrize("destination", [{"startRowIndex": -5}, {"startColumnIndex": -5}, {"startRowIndex": 10}])
def test_cells_are_not_pasted_outside_of_the_grid(book: Book, destination: Json) -> None:
    book.write("A1", [["x"]])
    source = {"endRowIndex": 1, "endColumnIndex": 1}
    assert "GridCoordinate" in book.refusal({"copyPaste": {"source": source, "destination": destination}})
    corner = {name.replace("startR", "r").replace("startC", "c"): index for name, index in destination.items()}
    assert "GridCoordinate" in book.refusal({"cutPaste": {"source": source, "destination": corner}})
    assert book.read("Sheet1") == [["x"]]


def test_pasting_a_range_without_cells_changes_nothing(book: Book) -> None:
    book.write("A1", [["x"]])
    book.update({"copyPaste": {"source": {"endRowIndex": 0}, "destination": {"startRowIndex": 3}}})
    assert book.read("Sheet1") == [["x"]]


@pytest.mark.parametrize("mask", ["'", "(", "a b"])
def test_a_mask_that_is_none_is_refused_when_a_form_is_published(api: Api, mask: str) -> None:
    form_id = api.post("/v1/forms", {"info": {"title": "Анкета"}})["formId"]
    body = {"publishSettings": {"publishState": {"isPublished": True}}, "updateMask": mask}
    assert api.error("POST", f"/v1/forms/{form_id}:setPublishSettings", body)["code"] == 400


UNWRITABLE = "a\x00\x01\x1f\ufffe\uffffb"


def test_what_xml_cannot_hold_is_left_out_of_an_export(book: Book) -> None:
    cell = {
        "userEnteredValue": {"stringValue": UNWRITABLE},
        "note": UNWRITABLE,
        "userEnteredFormat": {
            "numberFormat": {"type": "TEXT", "pattern": UNWRITABLE},
            "textFormat": {"fontFamily": UNWRITABLE},
        },
        "dataValidation": {
            "condition": {"type": "ONE_OF_LIST", "values": [{"userEnteredValue": UNWRITABLE}]},
            "inputMessage": UNWRITABLE,
        },
    }
    formula = {"userEnteredValue": {"formulaValue": f'="{UNWRITABLE}"'}}
    rows = [{"values": [cell, formula]}]
    title = {"updateSheetProperties": {"properties": {"title": UNWRITABLE}, "fields": "title"}}
    condition = {"type": "CUSTOM_FORMULA", "values": [{"userEnteredValue": f'=A1="{UNWRITABLE}"'}]}
    look = {"backgroundColor": {"red": 3e38, "green": -1}}
    rule = {"ranges": [{"endRowIndex": 1}], "booleanRule": {"condition": condition, "format": look}}
    book.update({"updateCells": {"start": {}, "rows": rows, "fields": "*"}}, title)
    book.update({"addConditionalFormatRule": {"rule": rule}})
    exported = book.api.call("GET", f"/drive/v3/files/{book.id}/export", mimeType=XLSX)
    assert exported.status_code == 200
    sheet = openpyxl.load_workbook(io.BytesIO(exported.content)).worksheets[0]
    assert (sheet.title, sheet["A1"].value, sheet["A1"].comment.text) == ("ab", "ab", "ab")


def test_a_plain_text_becomes_a_doc_without_what_xml_cannot_hold(api: Api) -> None:
    document = upload(api, UNWRITABLE.encode(), "text/plain", DOC)
    assert document.status_code == 200
    body = api.get(f"/v1/documents/{document.json()['id']}")["body"]["content"]
    assert body[1]["paragraph"]["elements"][0]["textRun"]["content"] == "ab\n"


@pytest.mark.parametrize(
    "content", [b'"' + b"a" * 200_000, b"a" * 200_000 + b",b", b'"a\n' * 60_000, b"a\x00b,\x00", b"\r,\r"]
)
def test_a_table_of_text_is_read_or_refused_whatever_it_is(book: Book, content: bytes) -> None:
    assert upload(book.api, content, "text/csv", SHEET).status_code in (200, 400)
    paste = {"pasteData": {"coordinate": {}, "data": content.decode(), "delimiter": ","}}
    assert book.api.call("POST", f"{book.path}:batchUpdate", {"requests": [paste]}).status_code in (200, 400)
