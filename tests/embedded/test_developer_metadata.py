"""Developer metadata: created, found, changed, deleted, and seen where its place is seen."""

from __future__ import annotations

from typing import Any

from tests.embedded.conftest import Book

Json = dict[str, Any]


def item(key: str, location: Json, value: str = "v") -> Json:
    metadata = {"metadataKey": key, "metadataValue": value, "visibility": "DOCUMENT", "location": location}
    return {"createDeveloperMetadata": {"developerMetadata": metadata}}


def line(dimension: str, index: int) -> Json:
    return {"dimensionRange": {"sheetId": 0, "dimension": dimension, "startIndex": index, "endIndex": index + 1}}


def filled(book: Book) -> list[int]:
    replies = book.update(
        item("file", {"spreadsheet": True}),
        item("tab", {"sheetId": 0}),
        item("column", line("COLUMNS", 2)),
        item("row", line("ROWS", 1)),
    )
    return [reply["createDeveloperMetadata"]["developerMetadata"]["metadataId"] for reply in replies]


def test_each_kind_shows_at_its_own_place(book: Book) -> None:
    filled(book)
    fields = "developerMetadata,sheets(developerMetadata,data(rowMetadata(developerMetadata),columnMetadata(developerMetadata)))"  # noqa: E501
    body = book.get(fields)
    assert [each["metadataKey"] for each in body["developerMetadata"]] == ["file"]
    sheet = body["sheets"][0]
    assert [each["metadataKey"] for each in sheet["developerMetadata"]] == ["tab"]
    assert sheet["data"][0]["columnMetadata"][2]["developerMetadata"][0]["metadataKey"] == "column"
    assert sheet["data"][0]["rowMetadata"][1]["developerMetadata"][0]["location"] == {
        "locationType": "ROW",
        "dimensionRange": {"dimension": "ROWS", "startIndex": 1, "endIndex": 2},
    }


def test_metadata_are_found_by_key_place_and_kind(book: Book) -> None:
    ids = filled(book)

    def found(**lookup: Any) -> list[str]:
        filters = [{"developerMetadataLookup": lookup}]
        body = book.api.post(f"{book.path}/developerMetadata:search", {"dataFilters": filters})
        return [each["developerMetadata"]["metadataKey"] for each in body.get("matchedDeveloperMetadata", [])]

    assert found(metadataKey="column") == ["column"]
    assert found(metadataKey="column", metadataValue="other") == []
    assert found(locationType="ROW") == ["row"]
    assert found(metadataLocation={"sheetId": 0}) == ["tab"]
    assert found(metadataLocation={"sheetId": 0}, locationMatchingStrategy="INTERSECTING_LOCATION") == [
        "tab",
        "column",
        "row",
    ]
    assert found(metadataLocation=line("COLUMNS", 2)) == ["column"]
    assert book.api.get(f"{book.path}/developerMetadata/{ids[0]}")["metadataKey"] == "file"
    assert book.api.error("GET", f"{book.path}/developerMetadata/12345")["code"] == 404


def test_metadata_are_changed_and_deleted_by_filter(book: Book) -> None:
    filled(book)
    by_key = {"developerMetadataLookup": {"metadataKey": "column"}}
    change = {"dataFilters": [by_key], "developerMetadata": {"metadataValue": "new", "location": line("COLUMNS", 4)}}
    reply = book.update({"updateDeveloperMetadata": {**change, "fields": "metadataValue,location"}})[0]
    changed = reply["updateDeveloperMetadata"]["developerMetadata"][0]
    assert (changed["metadataValue"], changed["location"]["dimensionRange"]["startIndex"]) == ("new", 4)
    deleted = book.update({"deleteDeveloperMetadata": {"dataFilter": by_key}})[0]["deleteDeveloperMetadata"]
    assert [each["metadataKey"] for each in deleted["deletedDeveloperMetadata"]] == ["column"]


def test_a_sheet_is_read_by_the_metadata_of_its_column(book: Book) -> None:
    filled(book)
    book.write("C1", [["Эл. почта"], ["a@b.ru"]])
    body = {"dataFilters": [{"developerMetadataLookup": {"metadataKey": "column"}}], "includeGridData": True}
    answer = book.api.post(f"{book.path}:getByDataFilter", body)
    data = answer["sheets"][0]["data"][0]
    assert data["startColumn"] == 2
    assert data["rowData"][1]["values"][0]["formattedValue"] == "a@b.ru"


def _by_id(metadata_id: int) -> Json:
    return {"developerMetadataLookup": {"metadataId": metadata_id}}


def test_what_several_filters_find_stands_beside_the_filter_that_found_it(book: Book) -> None:
    *_, column, row = filled(book)
    book.write("A1", [["а", "б", "в"], ["г", "д", "е"]])
    unknown, both = _by_id(max(column, row) + 1), {"developerMetadataLookup": {"metadataValue": "v"}}
    filters = [unknown, _by_id(row), {"a1Range": "A1"}, _by_id(column)]
    answer = book.api.post(f"{book.path}/values:batchGetByDataFilter", {"dataFilters": filters})
    found = [(each["dataFilters"], each["valueRange"]["values"]) for each in answer["valueRanges"]]
    assert found == [([filters[1]], [["г", "д", "е"]]), ([filters[2]], [["а"]]), ([filters[3]], [["в"], ["е"]])]
    answer = book.api.post(f"{book.path}/values:batchGetByDataFilter", {"dataFilters": [both, _by_id(row)]})
    assert [each["dataFilters"] for each in answer["valueRanges"]] == [[both]] * 3 + [[_by_id(row)]]


def test_what_is_written_by_filters_goes_where_its_own_filter_leads(book: Book) -> None:
    *_, column, row = filled(book)
    data = [
        {"dataFilter": _by_id(max(column, row) + 1), "values": [["никуда"]]},
        {"dataFilter": _by_id(column), "values": [["столбец"]], "majorDimension": "COLUMNS"},
        {"dataFilter": _by_id(row), "values": [["строка"]]},
    ]
    body = {"valueInputOption": "RAW", "data": data}
    answer = book.api.post(f"{book.path}/values:batchUpdateByDataFilter", body)
    assert [each["dataFilter"] for each in answer["responses"]] == [data[1]["dataFilter"], data[2]["dataFilter"]]
    assert book.read("A1:C2") == [["", "", "столбец"], ["строка"]]


def test_metadata_must_have_a_key_a_visibility_and_one_line(book: Book) -> None:
    wide = {"dimensionRange": {"sheetId": 0, "dimension": "ROWS", "startIndex": 0, "endIndex": 2}}
    assert "single row or column" in book.refusal(item("k", wide))
    assert "metadata key" in book.refusal(item("", {"sheetId": 0}))
    unseen = {"metadataKey": "k", "location": {"sheetId": 0}}
    assert "visibility" in book.refusal({"createDeveloperMetadata": {"developerMetadata": unseen}})


def test_metadata_of_a_deleted_sheet_go_with_it(book: Book) -> None:
    book.update({"addSheet": {"properties": {"sheetId": 3, "title": "b"}}}, item("tab", {"sheetId": 3}))
    book.update({"deleteSheet": {"sheetId": 3}})
    search = {"dataFilters": [{"developerMetadataLookup": {"metadataKey": "tab"}}]}
    assert book.api.post(f"{book.path}/developerMetadata:search", search) == {}
