"""Protected ranges: who may write there, and who may not."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from automation.embedded import Workspace
from tests.embedded.conftest import Api, Book
from tests.embedded.pages.conftest import Visitor

Json = dict[str, Any]

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
WRITER = "writer@school.example"
EDITOR = "editor@school.example"


@pytest.fixture
def protected(book: Book, api: Api) -> Book:
    """B1:B3 is for the editor alone; the writer may write around it."""
    book.write("A1:C3", [["а", "б", "в"], ["г", "д", "е"], ["ё", "ж", "з"]])
    place = {"sheetId": 0, "startRowIndex": 0, "endRowIndex": 3, "startColumnIndex": 1, "endColumnIndex": 2}
    book.update({"addProtectedRange": {"protectedRange": {"range": place, "editors": {"users": [EDITOR]}}}})
    for email in (WRITER, EDITOR):
        permission = {"type": "user", "role": "writer", "emailAddress": email}
        api.post(f"/drive/v3/files/{book.id}/permissions", permission)
    return book


def seen_by(sign_in: Callable[[str], Visitor], email: str, book: Book) -> Book:
    return Book(sign_in(email).api(), book.id)


REFUSED: list[Json] = [
    {"updateCells": {"start": {"columnIndex": 1}, "rows": [{"values": [{"note": "моё"}]}], "fields": "note"}},
    {"findReplace": {"find": "ж", "replacement": "и", "allSheets": True}},
    {"sortRange": {"range": {"endRowIndex": 3}, "sortSpecs": [{"sortOrder": "DESCENDING"}]}},
    {"deleteDimension": {"range": {"dimension": "ROWS", "startIndex": 1, "endIndex": 2}}},
    {"deleteSheet": {"sheetId": 0}},
]


@pytest.mark.parametrize("request_", REFUSED, ids=lambda request: next(iter(request)))
def test_a_writer_changes_nothing_in_a_protected_range(
    protected: Book, sign_in: Callable[[str], Visitor], request_: Json
) -> None:
    if "deleteSheet" in request_:
        protected.update({"addSheet": {"properties": {"title": "Второй"}}})
    before = protected.read("Sheet1")
    assert "protected cell or object" in seen_by(sign_in, WRITER, protected).refusal(request_)
    assert protected.read("Sheet1") == before


def test_a_writer_writes_beside_a_protected_range_and_adds_rows_above_it(
    protected: Book, sign_in: Callable[[str], Visitor]
) -> None:
    writer = seen_by(sign_in, WRITER, protected)
    writer.update({"insertDimension": {"range": {"dimension": "ROWS", "startIndex": 0, "endIndex": 1}}})
    writer.write("A1", [["сверху"]])
    assert writer.read("A1:B2") == [["сверху"], ["а", "б"]]


def test_neither_the_protection_nor_its_editors_are_a_writer_s_to_change(
    protected: Book, sign_in: Callable[[str], Visitor]
) -> None:
    writer = seen_by(sign_in, WRITER, protected)
    (item,) = writer.get("sheets.protectedRanges")["sheets"][0]["protectedRanges"]
    place = {"protectedRangeId": item["protectedRangeId"]}
    assert "protected" in writer.refusal({"deleteProtectedRange": place})
    change = {"protectedRange": {**place, "editors": {"users": [WRITER]}}, "fields": "editors"}
    assert "protected" in writer.refusal({"updateProtectedRange": change})


def test_a_writer_neither_moves_a_protection_nor_makes_a_hole_in_it(
    protected: Book, sign_in: Callable[[str], Visitor]
) -> None:
    """Not even where what is protected looks the same afterwards."""
    writer = seen_by(sign_in, WRITER, protected)
    writer.write("D1:D3", [["б"], ["д"], ["ж"]])
    (item,) = writer.get("sheets.protectedRanges")["sheets"][0]["protectedRanges"]
    twin = {"sheetId": 0, "startRowIndex": 0, "endRowIndex": 3, "startColumnIndex": 3, "endColumnIndex": 4}
    protected.write("B2", [[None]])
    protected.write("D2", [[None]])
    empty = {"sheetId": 0, "startRowIndex": 1, "endRowIndex": 2, "startColumnIndex": 1, "endColumnIndex": 2}
    for change in ({"range": twin}, {"unprotectedRanges": [empty]}, {"warningOnly": True}):
        request = {"protectedRange": {"protectedRangeId": item["protectedRangeId"], **change}, "fields": "*"}
        assert "protected" in writer.refusal({"updateProtectedRange": {**request, "fields": next(iter(change))}})
    assert writer.get("sheets.protectedRanges")["sheets"][0]["protectedRanges"] == [item]


def xlsx() -> bytes:
    book, stream = openpyxl.Workbook(), io.BytesIO()
    book.worksheets[0]["B1"] = "чужое"
    book.save(stream)
    return stream.getvalue()


CONTENTS = {"text/csv": "чужое,чужое,чужое\n".encode(), "text/tab-separated-values": b"x\tx", XLSX: xlsx(), "": b"a,b"}


@pytest.mark.parametrize("kind", CONTENTS)
@pytest.mark.parametrize("way", ["media", "multipart", "resumable", "v2"])
def test_a_writer_uploads_nothing_over_a_protected_range(
    protected: Book, sign_in: Callable[[str], Visitor], way: str, kind: str
) -> None:
    before, writer = protected.get("*", includeGridData="true"), seen_by(sign_in, WRITER, protected).api
    assert uploaded(writer, protected.id, CONTENTS[kind], kind, way) == 400
    assert protected.get("*", includeGridData="true") == before


def uploaded(api: Api, file_id: str, content: bytes, kind: str, way: str) -> int:
    """The status that the upload of ``content`` over a file ends with."""
    address = f"{api.url}/upload/drive/v3/files/{file_id}?uploadType={way}"
    if way == "resumable":
        begun = api.session.patch(address, json={}, headers={"X-Upload-Content-Type": kind}, timeout=20)
        return api.session.put(begun.headers["location"], data=content, timeout=20).status_code
    if way == "v2":  # as gspread's import_csv does
        address = f"{api.url}/upload/drive/v2/files/{file_id}?uploadType=media&convert=true"
        return api.session.put(address, data=content, headers={"Content-Type": kind}, timeout=20).status_code
    if way == "multipart":
        head = b"--x\r\nContent-Type: application/json\r\n\r\n{}\r\n--x\r\nContent-Type: "
        content, kind = head + kind.encode() + b"\r\n\r\n" + content + b"\r\n--x--", "multipart/related; boundary=x"
    return api.session.patch(address, data=content, headers={"Content-Type": kind}, timeout=20).status_code


def test_a_spreadsheet_without_protected_ranges_is_replaced_by_an_upload(
    book: Book, api: Api, sign_in: Callable[[str], Visitor]
) -> None:
    body = {"type": "user", "role": "writer", "emailAddress": WRITER}
    api.post(f"/drive/v3/files/{book.id}/permissions", body)
    assert uploaded(seen_by(sign_in, WRITER, book).api, book.id, b"a,b", "text/csv", "media") == 200
    assert book.read("A1:B1") == [["a", "b"]]


def test_a_tab_that_is_protected_whole_is_not_renamed_hidden_or_cut(
    protected: Book, sign_in: Callable[[str], Visitor]
) -> None:
    protected.update({"addSheet": {"properties": {"title": "Второй", "sheetId": 5}}})
    protected.update({"addProtectedRange": {"protectedRange": {"range": {"sheetId": 5}}}})
    writer = seen_by(sign_in, WRITER, protected)
    cut: Json = {"gridProperties": {"rowCount": 1}}
    for change, fields in (({"title": "Мой"}, "title"), ({"hidden": True}, "hidden"), (cut, "gridProperties.rowCount")):
        request = {"properties": {"sheetId": 5, **change}, "fields": fields}
        assert "protected" in writer.refusal({"updateSheetProperties": request})
    writer.update({"updateSheetProperties": {"properties": {"sheetId": 0, "title": "Первый"}, "fields": "title"}})
    writer.update({"addSheet": {"properties": {"title": "Ещё", "index": 0}}})


def test_what_a_protected_formula_comes_to_follows_from_cells_that_a_writer_may_change(
    protected: Book, sign_in: Callable[[str], Visitor]
) -> None:
    protected.write("B1", [["=A1*2"]], "USER_ENTERED")
    cell = {"start": {"sheetId": 0}, "rows": [{"values": [{"userEnteredValue": {"numberValue": 4}}]}]}
    body = {"requests": [{"updateCells": {**cell, "fields": "*"}}], "includeSpreadsheetInResponse": True}
    seen_by(sign_in, WRITER, protected).api.post(f"{protected.path}:batchUpdate", body)
    assert protected.read("B1") == [[8]]


SMALL = st.integers(0, 4)
SPAN = st.builds(
    lambda top, left, height, width: {
        "sheetId": 0,
        "startRowIndex": top,
        "endRowIndex": top + height,
        "startColumnIndex": left,
        "endColumnIndex": left + width,
    },
    SMALL, SMALL, st.integers(1, 3), st.integers(1, 3),
)  # fmt: skip
LINES = st.builds(
    lambda side, start, count: {"sheetId": 0, "dimension": side, "startIndex": start, "endIndex": start + count},
    st.sampled_from(["ROWS", "COLUMNS"]), SMALL, st.integers(1, 2),
)  # fmt: skip
CORNER = st.builds(lambda row, column: {"sheetId": 0, "rowIndex": row, "columnIndex": column}, SMALL, SMALL)
SIDE = st.sampled_from(["ROWS", "COLUMNS"])
MARKED = {"values": [{"userEnteredValue": {"stringValue": "х"}}]}
SHORTER = {"sheetId": 0, "gridProperties": {"rowCount": 2}}
PROTECTED = {"protectedRangeId": 7}


def kind_of(kind: str, **parts: Any) -> st.SearchStrategy[Json]:
    given = {name: part if isinstance(part, st.SearchStrategy) else st.just(part) for name, part in parts.items()}
    return st.fixed_dictionaries({kind: st.fixed_dictionaries(given)})


ANYTHING = st.one_of(
    kind_of("updateCells", start=CORNER, rows=[MARKED], fields="*"),
    kind_of("repeatCell", range=SPAN, cell={"note": "моё"}, fields="note"),
    kind_of("appendCells", sheetId=0, rows=[MARKED], fields="*"),
    kind_of("copyPaste", source=SPAN, destination=SPAN, pasteType="PASTE_NORMAL"),
    kind_of("cutPaste", source=SPAN, destination=CORNER),
    kind_of("pasteData", coordinate=CORNER, data="п,р", delimiter=","),
    kind_of("findReplace", find="ж", replacement="и", allSheets=True),
    kind_of("deleteDuplicates", range=SPAN),
    kind_of("randomizeRange", range=SPAN),
    kind_of("sortRange", range=SPAN, sortSpecs=[{"dimensionIndex": 1, "sortOrder": "DESCENDING"}]),
    kind_of("mergeCells", range=SPAN, mergeType="MERGE_ALL"),
    kind_of("insertRange", range=SPAN, shiftDimension=SIDE),
    kind_of("deleteRange", range=SPAN, shiftDimension=SIDE),
    kind_of("insertDimension", range=LINES),
    kind_of("deleteDimension", range=LINES),
    kind_of("moveDimension", source=LINES, destinationIndex=SMALL),
    kind_of("updateSheetProperties", properties=SHORTER, fields="gridProperties.rowCount"),
    kind_of("deleteSheet", sheetId=0),
    kind_of("addSheet", properties={"title": "Ещё"}),
    kind_of("duplicateSheet", sourceSheetId=0),
    kind_of("deleteProtectedRange", protectedRangeId=7),
    kind_of(
        "updateProtectedRange",
        protectedRange=st.builds(lambda place: {**PROTECTED, "range": place}, SPAN),
        fields=st.sampled_from(["range", "*"]),
    ),
)

BATCHES: st.SearchStrategy[list[list[Json]]] = st.lists(st.lists(ANYTHING, min_size=1, max_size=3), max_size=6)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40, deadline=None)
@given(batches=BATCHES)
def test_whatever_a_writer_sends_what_is_protected_stays_as_it_was(
    workspace: Workspace, api: Api, sign_in: Callable[[str], Visitor], batches: list[list[Json]]
) -> None:
    rows: list[list[str | None]] = [["а", "б", "в"], ["г", None, "е"], ["ё", "ж", "з"]]
    cells = [{"values": [{"userEnteredValue": {"stringValue": each}} if each else {} for each in row]} for row in rows]
    place = {"sheetId": 0, "startRowIndex": 0, "endRowIndex": 3, "startColumnIndex": 1, "endColumnIndex": 2}
    grid = {"rowCount": 8, "columnCount": 8}
    sheet = {"properties": {"sheetId": 0, "title": "Л", "gridProperties": grid}, "data": [{"rowData": cells}]}
    book = Book(api, api.post("/v4/spreadsheets", {"sheets": [sheet]})["spreadsheetId"])
    book.update({"addProtectedRange": {"protectedRange": {**PROTECTED, "range": place}}})
    share = {"type": "user", "role": "writer", "emailAddress": WRITER}
    api.post(f"/drive/v3/files/{book.id}/permissions", share, sendNotificationEmail="false")
    writer = sign_in(WRITER).api()
    for requests in batches:
        writer.call("POST", f"{book.path}:batchUpdate", {"requests": requests})
    assert held_in(book) == (["б", None, "ж"], ["owner@workspace.local"])


def held_in(book: Book) -> tuple[list[Any], list[str]]:
    """What stands in the protected range, wherever it is by now, and who may edit it."""
    sheets = book.get("*", includeGridData="true")["sheets"]
    ((sheet, item),) = [
        (sheet, item)
        for sheet in sheets
        for item in sheet.get("protectedRanges", [])
        if item["protectedRangeId"] == PROTECTED["protectedRangeId"]
    ]
    place, found = item["range"], sheet["data"][0].get("rowData", [])
    values = []
    for row in found[place.get("startRowIndex", 0) : place["endRowIndex"]]:
        cells = row.get("values", [])[place.get("startColumnIndex", 0) : place["endColumnIndex"]]
        values += [cell.get("userEnteredValue", {}).get("stringValue") for cell in cells] or [None]
    return values, item["editors"]["users"]


def test_its_editors_and_the_owner_write_into_a_protected_range(
    protected: Book, sign_in: Callable[[str], Visitor]
) -> None:
    seen_by(sign_in, EDITOR, protected).write("B1", [["правка"]])
    protected.write("B2", [["владелец"]])
    assert protected.read("B1:B2") == [["правка"], ["владелец"]]


def test_an_unprotected_hole_is_everybody_s(protected: Book, sign_in: Callable[[str], Visitor]) -> None:
    hole = {"sheetId": 0, "startRowIndex": 5, "endRowIndex": 6, "startColumnIndex": 0, "endColumnIndex": 1}
    sheet = {"range": {"sheetId": 0}, "unprotectedRanges": [hole]}
    protected.update({"addProtectedRange": {"protectedRange": sheet}})
    writer = seen_by(sign_in, WRITER, protected)
    writer.write("A6", [["можно"]])
    error = writer.api.error("PUT", f"{writer.path}/values/A7", {"values": [["нельзя"]]}, valueInputOption="RAW")
    assert "protected" in error["message"]
