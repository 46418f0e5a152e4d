"""Protected ranges: who may write there, and who may not."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.embedded.conftest import Api, Book
from tests.embedded.pages.conftest import Visitor

Json = dict[str, Any]

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
