"""The whole surface, walked: every method and every kind of request that is served, held against the documents."""

from __future__ import annotations

import base64
import json
from dataclasses import dataclass, field
from typing import Any

import pytest
import requests

from automation.embedded import Server, Workspace
from automation.embedded.calls import HANDLERS
from automation.embedded.discovery import find
from automation.embedded.documents.requests import REQUESTS as DOCUMENT_REQUESTS
from automation.embedded.spreadsheets.requests import REQUESTS as SHEET_REQUESTS
from tests.embedded.conftest import Api, Book, checked_session, new_book
from tests.embedded.test_forms import Form

Json = dict[str, Any]

# A file's only revision cannot be deleted: a refusal is all that there is.
NEVER_SUCCEEDS = {"drive.revisions.delete"}
FORM_REQUESTS = {"createItem", "updateItem", "moveItem", "deleteItem", "updateFormInfo", "updateSettings"}


@dataclass
class Walk:
    """What was exercised, each exchange held against the discovery documents by the session it went through."""

    methods: set[str] = field(default_factory=set)
    kinds: set[str] = field(default_factory=set)

    def note(self, response: requests.Response, *_: Any, **__: Any) -> None:
        route = find(response.request.method or "", response.request.path_url.partition("?")[0])
        if route is None or (response.status_code >= 400) != (route.method.id in NEVER_SUCCEEDS):
            return
        self.methods.add(route.method.id)
        if route.method.id.endswith(".batchUpdate") and "values" not in route.method.id:
            body = json.loads(response.request.body or "{}")
            self.kinds |= {f"{route.method.api.name}.{kind}" for request in body["requests"] for kind in request}


@pytest.fixture
def walked(server: Server, workspace: Workspace) -> Walk:
    walk, session = Walk(), checked_session(server)
    session.hooks["response"].append(walk.note)
    api = Api(server.url, session)
    for part in (walk_values, walk_spreadsheets, walk_requests, walk_drive, walk_revisions, walk_documents, walk_forms,
                 walk_letters, walk_labels_and_threads):  # fmt: skip
        part(api)
    return walk


def test_every_method_that_is_served_is_exercised_by_a_conforming_exchange(walked: Walk) -> None:
    assert set(HANDLERS) - walked.methods == set()


def test_every_kind_of_request_that_is_served_is_exercised_by_a_conforming_exchange(walked: Walk) -> None:
    kinds = {"sheets": set(SHEET_REQUESTS), "docs": set(DOCUMENT_REQUESTS), "forms": FORM_REQUESTS}
    assert {f"{api}.{kind}" for api, names in kinds.items() for kind in names} - walked.kinds == set()


def span(top: int, bottom: int, left: int, right: int, sheet: int = 0) -> Json:
    return {"sheetId": sheet, "startRowIndex": top, "endRowIndex": bottom, "startColumnIndex": left,
            "endColumnIndex": right}  # fmt: skip


def lines(dimension: str, start: int, end: int) -> Json:
    return {"sheetId": 0, "dimension": dimension, "startIndex": start, "endIndex": end}


def over(row: int, column: int) -> Json:
    return {"overlayPosition": {"anchorCell": {"sheetId": 0, "rowIndex": row, "columnIndex": column}}}


def walk_values(api: Api) -> None:
    book = new_book(api)
    by_range = [{"a1Range": "Sheet1!A1:B2"}]
    book.write("A1", [["а", 1], ["б", 45_000.5]], "USER_ENTERED")
    api.post(f"{book.path}/values/A1:append", {"values": [["в", None, True]]}, valueInputOption="RAW")
    api.get(f"{book.path}/values/A1:C", majorDimension="COLUMNS", valueRenderOption="FORMULA")
    api.get(f"{book.path}/values:batchGet", ranges=["A1", "B:B"])
    api.post(f"{book.path}/values:batchGetByDataFilter", {"dataFilters": by_range})
    data = {"values": [["г"]]}
    api.post(
        f"{book.path}/values:batchUpdate",
        {"valueInputOption": "RAW", "data": [{"range": "A1", **data}], "includeValuesInResponse": True},
    )
    api.post(
        f"{book.path}/values:batchUpdateByDataFilter",
        {"valueInputOption": "RAW", "data": [{"dataFilter": by_range[0], **data}]},
    )
    api.post(f"{book.path}/values/A1:clear")
    api.post(f"{book.path}/values:batchClear", {"ranges": ["A1", "B2"]})
    api.post(f"{book.path}/values:batchClearByDataFilter", {"dataFilters": by_range})


def walk_spreadsheets(api: Api) -> None:
    book, other = new_book(api), new_book(api)
    book.write("A1", [["x"]])
    item = {"metadataKey": "k", "visibility": "DOCUMENT", "location": {"sheetId": 0}}
    made = book.update({"createDeveloperMetadata": {"developerMetadata": item}})[0]["createDeveloperMetadata"]
    metadata_id = made["developerMetadata"]["metadataId"]
    lookup = {"developerMetadataLookup": {"metadataKey": "k"}}
    api.get(book.path, includeGridData=True, ranges="A1:B2")
    api.post(f"{book.path}:getByDataFilter", {"dataFilters": [lookup], "includeGridData": True})
    api.get(f"{book.path}/developerMetadata/{metadata_id}")
    assert api.post(f"{book.path}/developerMetadata:search", {"dataFilters": [lookup]})["matchedDeveloperMetadata"]
    body = {"developerMetadata": {"metadataValue": "v"}, "dataFilters": [lookup], "fields": "metadataValue"}
    book.update({"updateDeveloperMetadata": body}, {"deleteDeveloperMetadata": {"dataFilter": lookup}})
    api.post(f"{book.path}/sheets/0:copyTo", {"destinationSpreadsheetId": other.id})


def walk_requests(api: Api) -> None:
    book = new_book(api)
    book.write("A1", [["Имя", "Статус", "Балл"], ["Мария ", "готово", 1], ["Пётр", "готово", 2], ["Пётр", "готово", 2]])
    _walk_cells(book)
    _walk_lines_and_sheets(book)
    _walk_objects(book)
    _walk_charts(book)


def _walk_cells(book: Book) -> None:
    cell = {"userEnteredValue": {"numberValue": 5}, "userEnteredFormat": {"textFormat": {"bold": True}}}
    rows = [{"values": [cell]}]
    border = {"style": "SOLID", "color": {"red": 1}}
    condition = {"type": "ONE_OF_LIST", "values": [{"userEnteredValue": "готово"}]}
    fill = {"source": span(5, 6, 3, 4), "dimension": "ROWS", "fillLength": 2}
    book.update(
        {"updateCells": {"start": {"sheetId": 0, "rowIndex": 5, "columnIndex": 3}, "rows": rows, "fields": "*"}},
        {"repeatCell": {"range": span(6, 7, 3, 4), "cell": cell, "fields": "userEnteredFormat.textFormat.bold"}},
        {"appendCells": {"sheetId": 0, "rows": rows, "fields": "userEnteredValue"}},
        {"autoFill": {"sourceAndDestination": fill}},
        {"copyPaste": {"source": span(0, 1, 0, 1), "destination": span(5, 6, 0, 1), "pasteType": "PASTE_VALUES"}},
        {"cutPaste": {"source": span(5, 6, 0, 1), "destination": {"sheetId": 0, "rowIndex": 6, "columnIndex": 0}}},
        {"pasteData": {"coordinate": {"sheetId": 0, "rowIndex": 7}, "data": "а,б", "delimiter": ","}},
        {"textToColumns": {"source": span(7, 8, 0, 1), "delimiterType": "COMMA"}},
        {"findReplace": {"find": "Мария", "replacement": "Марья", "allSheets": True}},
        {"trimWhitespace": {"range": span(0, 4, 0, 3)}},
        {"deleteDuplicates": {"range": span(0, 4, 0, 3)}},
        {"sortRange": {"range": span(1, 3, 0, 3), "sortSpecs": [{"dimensionIndex": 0, "sortOrder": "DESCENDING"}]}},
        {"randomizeRange": {"range": span(1, 3, 0, 3)}},
        {"setDataValidation": {"range": span(1, 4, 1, 2), "rule": {"condition": condition, "strict": True}}},
        {"updateBorders": {"range": span(0, 1, 0, 3), "top": border, "innerVertical": border}},
        {"mergeCells": {"range": span(8, 9, 0, 2), "mergeType": "MERGE_ALL"}},
        {"unmergeCells": {"range": span(8, 9, 0, 2)}},
        {"insertRange": {"range": span(8, 9, 0, 1), "shiftDimension": "ROWS"}},
        {"deleteRange": {"range": span(8, 9, 0, 1), "shiftDimension": "ROWS"}},
    )


def _walk_lines_and_sheets(book: Book) -> None:
    group = {"range": lines("ROWS", 5, 8)}
    folded = {"range": lines("ROWS", 5, 8), "depth": 1, "collapsed": True}
    book.update(
        {"appendDimension": {"sheetId": 0, "dimension": "ROWS", "length": 2}},
        {"insertDimension": {"range": lines("COLUMNS", 4, 5), "inheritFromBefore": True}},
        {"moveDimension": {"source": lines("COLUMNS", 4, 5), "destinationIndex": 3}},
        {"deleteDimension": {"range": lines("COLUMNS", 3, 4)}},
        {"autoResizeDimensions": {"dimensions": lines("COLUMNS", 0, 2)}},
        {"updateDimensionProperties": {"range": lines("ROWS", 0, 1), "properties": {"pixelSize": 30}, "fields": "*"}},
        {"addDimensionGroup": group},
        {"updateDimensionGroup": {"dimensionGroup": folded, "fields": "collapsed"}},
        {"deleteDimensionGroup": group},
        {"addSheet": {"properties": {"title": "Второй", "sheetId": 5}}},
        {"duplicateSheet": {"sourceSheetId": 0, "newSheetId": 6}},
        {"updateSheetProperties": {"properties": {"sheetId": 5, "title": "2"}, "fields": "title"}},
        {"deleteSheet": {"sheetId": 6}},
        {"updateSpreadsheetProperties": {"properties": {"locale": "ru_RU"}, "fields": "locale"}},
    )


def _walk_objects(book: Book) -> None:
    condition = {"type": "TEXT_EQ", "values": [{"userEnteredValue": "готово"}]}
    rule = {"ranges": [span(1, 4, 1, 2)], "booleanRule": {"condition": condition, "format": {}}}
    view = {"title": "Готовые", "filterViewId": 4, "range": span(0, 4, 0, 3)}
    protected = {"protectedRangeId": 9, "range": span(0, 1, 0, 3), "warningOnly": True}
    bands = {"bandedRangeId": 3, "range": span(0, 4, 0, 3), "rowProperties": {"firstBandColor": {"red": 1}}}
    table = {"tableId": "t", "name": "Таблица", "range": span(0, 4, 4, 6)}
    book.update(
        {"addNamedRange": {"namedRange": {"namedRangeId": "n", "name": "Шапка", "range": span(0, 1, 0, 3)}}},
        {"updateNamedRange": {"namedRange": {"namedRangeId": "n", "name": "Верх"}, "fields": "name"}},
        {"deleteNamedRange": {"namedRangeId": "n"}},
        {"addConditionalFormatRule": {"rule": rule, "index": 0}},
        {"updateConditionalFormatRule": {"rule": rule, "index": 0, "sheetId": 0}},
        {"deleteConditionalFormatRule": {"index": 0, "sheetId": 0}},
        {"setBasicFilter": {"filter": {"range": span(0, 4, 0, 3)}}},
        {"clearBasicFilter": {"sheetId": 0}},
        {"addFilterView": {"filter": view}},
        {"updateFilterView": {"filter": {**view, "title": "Иные"}, "fields": "title"}},
        {"duplicateFilterView": {"filterId": 4}},
        {"deleteFilterView": {"filterId": 4}},
        {"addProtectedRange": {"protectedRange": protected}},
        {"updateProtectedRange": {"protectedRange": {**protected, "description": "о"}, "fields": "description"}},
        {"deleteProtectedRange": {"protectedRangeId": 9}},
        {"addBanding": {"bandedRange": bands}},
        {"updateBanding": {"bandedRange": bands, "fields": "rowProperties"}},
        {"deleteBanding": {"bandedRangeId": 3}},
        {"addTable": {"table": table}},
        {"updateTable": {"table": {"tableId": "t", "name": "Иная"}, "fields": "name"}},
        {"deleteTable": {"tableId": "t"}},
    )


def _walk_charts(book: Book) -> None:
    def data(column: int) -> Json:
        return {"sourceRange": {"sources": [span(0, 4, column, column + 1)]}}

    series = [{"series": data(2), "targetAxis": "LEFT_AXIS"}]
    spec = {"basicChart": {"chartType": "COLUMN", "domains": [{"domain": data(0)}], "series": series}}
    border = {"colorStyle": {"rgbColor": {"red": 1}}}
    slicer = {"slicerId": 8, "spec": {"dataRange": span(0, 4, 0, 3), "columnIndex": 1}, "position": over(6, 0)}
    book.update(
        {"addChart": {"chart": {"chartId": 7, "spec": spec, "position": over(5, 3)}}},
        {"addChart": {"chart": {"spec": spec, "position": {"newSheet": True}}}},
        {"updateChartSpec": {"chartId": 7, "spec": {"pieChart": {"domain": data(0), "series": data(2)}}}},
        {"updateEmbeddedObjectPosition": {"objectId": 7, "newPosition": over(1, 1), "fields": "anchorCell"}},
        {"updateEmbeddedObjectBorder": {"objectId": 7, "border": border, "fields": "colorStyle"}},
        {"addSlicer": {"slicer": slicer}},
        {"updateSlicerSpec": {"slicerId": 8, "spec": {"title": "Статус"}, "fields": "title"}},
        {"deleteEmbeddedObject": {"objectId": 8}},
    )


def walk_drive(api: Api) -> None:
    api.get("/drive/v3/about", fields="*")
    token = api.get("/drive/v3/changes/startPageToken")["startPageToken"]
    (file_id,) = api.get("/drive/v3/files/generateIds", count=1)["ids"]
    api.post("/drive/v3/files", {"id": file_id, "name": "а.txt", "mimeType": "text/plain"}, fields="*")
    path = f"/drive/v3/files/{file_id}"
    api.patch(path, {"name": "б.txt", "appProperties": {"k": "v"}}, fields="*")
    api.get(path, fields="*")
    api.get("/drive/v3/files", q="trashed = false", fields="*")
    assert api.get("/drive/v3/changes", pageToken=token, fields="*")["changes"]
    sheet_id = new_book(api).id
    assert api.call("GET", f"/drive/v3/files/{sheet_id}/export", mimeType="text/csv").status_code == 200
    copied = api.post(f"{path}/copy", {"name": "в"}, fields="*")["id"]
    api.patch(f"/drive/v3/files/{copied}", {"trashed": True})
    _walk_permissions(api, f"{path}/permissions")
    _walk_comments(api, f"{path}/comments")
    assert api.call("DELETE", path).status_code == 204
    assert api.call("DELETE", "/drive/v3/files/trash").status_code == 204
    assert [file["id"] for file in api.get("/drive/v3/files", q="name contains 'в'")["files"]] == []


def _walk_permissions(api: Api, path: str) -> None:
    person = {"type": "user", "role": "reader", "emailAddress": "a@example.org"}
    given = f"{path}/{api.post(path, person, sendNotificationEmail=False)['id']}"
    api.patch(given, {"role": "writer"}, fields="*")
    api.get(given, fields="*")
    api.get(path, fields="*")
    assert api.call("DELETE", given).status_code == 204


def _walk_comments(api: Api, path: str) -> None:
    comment = f"{path}/{api.post(path, {'content': 'вопрос'}, fields='*')['id']}"
    api.patch(comment, {"content": "иной вопрос"}, fields="*")
    reply = f"{comment}/replies/{api.post(f'{comment}/replies', {'content': 'ответ'}, fields='*')['id']}"
    api.patch(reply, {"content": "иной ответ"}, fields="*")
    for each in (path, comment, f"{comment}/replies", reply):
        api.get(each, fields="*")
    for each in (reply, comment):
        assert api.call("DELETE", each).status_code == 204


def walk_revisions(api: Api) -> None:
    file_id = api.post("/drive/v3/files", {"name": "а.txt", "mimeType": "text/plain"})["id"]
    path = f"/drive/v3/files/{file_id}/revisions"
    revision = f"{path}/{api.get(path, fields='*')['revisions'][0]['id']}"
    api.get(revision, fields="*")
    api.patch(revision, {"keepForever": True}, fields="*")
    assert api.call("DELETE", revision).status_code == 403


def walk_documents(api: Api) -> None:
    document_id = api.post("/v1/documents", {"title": "Приказ"})["documentId"]
    path = f"/v1/documents/{document_id}"
    found = {"text": "имя", "matchCase": True}
    requests_ = [
        {"insertText": {"location": {"index": 1}, "text": "имя и дата"}},
        {"replaceAllText": {"containsText": found, "replaceText": "Мария"}},
        {"deleteContentRange": {"range": {"startIndex": 1, "endIndex": 3}}},
    ]
    api.post(f"{path}:batchUpdate", {"requests": requests_})
    api.get(path, includeTabsContent=True)


def walk_forms(api: Api) -> None:
    form = Form(api, [], publish=False)
    question = {"title": "Имя", "questionItem": {"question": {"required": True, "textQuestion": {}}}}
    form.change(
        {"createItem": {"item": question, "location": {"index": 0}}},
        {"createItem": {"item": {"title": "Раздел", "pageBreakItem": {}}, "location": {"index": 1}}},
        {"updateItem": {"item": {"title": "Иной"}, "location": {"index": 1}, "updateMask": "title"}},
        {"moveItem": {"originalLocation": {"index": 1}, "newLocation": {"index": 0}}},
        {"deleteItem": {"location": {"index": 0}}},
        {"updateFormInfo": {"info": {"title": "Анкета"}, "updateMask": "title"}},
        {"updateSettings": {"settings": {"quizSettings": {"isQuiz": False}}, "updateMask": "quizSettings.isQuiz"}},
    )
    form.publish(published=True, accepting=True)
    form.get()
    assert form.submit({"Имя": "Мария"}).status_code == 200
    (response,) = form.responses()
    api.get(f"/v1/forms/{form.id}/responses/{response['responseId']}")


def _letter(subject: str) -> Json:
    text = f"From: a@example.org\r\nTo: b@example.org\r\nSubject: {subject}\r\n" + (
        'Content-Type: multipart/mixed; boundary="x"\r\n\r\n'
        "--x\r\nContent-Type: text/plain\r\n\r\ntext\r\n"
        '--x\r\nContent-Type: text/plain; name="a.txt"\r\nContent-Disposition: attachment; filename="a.txt"\r\n\r\n'
        "attached\r\n--x--\r\n"
    )
    return {"raw": base64.urlsafe_b64encode(text.encode()).decode()}


def walk_letters(api: Api) -> None:
    mailbox = "/gmail/v1/users/me"
    api.get(f"{mailbox}/profile")
    letter = api.post(f"{mailbox}/messages/send", _letter("1"))["id"]
    inserted = api.post(f"{mailbox}/messages", _letter("2"))["id"]
    imported = api.post(f"{mailbox}/messages/import", _letter("3"))["id"]
    assert len(api.get(f"{mailbox}/messages", maxResults=10)["messages"]) == 3
    for shape in ("minimal", "full", "raw", "metadata"):
        whole = api.get(f"{mailbox}/messages/{letter}", format=shape)
        parts = whole.get("payload", {}).get("parts", [])
        for part in parts:
            if "attachmentId" in part["body"]:
                api.get(f"{mailbox}/messages/{letter}/attachments/{part['body']['attachmentId']}")
    api.post(f"{mailbox}/messages/{letter}/modify", {"addLabelIds": ["STARRED"]})
    api.post(f"{mailbox}/messages/{letter}/trash")
    api.post(f"{mailbox}/messages/{letter}/untrash")
    body = {"ids": [letter, inserted], "addLabelIds": ["IMPORTANT"]}
    assert api.call("POST", f"{mailbox}/messages/batchModify", body).status_code == 204
    assert api.call("POST", f"{mailbox}/messages/batchDelete", {"ids": [letter, inserted]}).status_code == 204
    assert api.call("DELETE", f"{mailbox}/messages/{imported}").status_code == 204


def walk_labels_and_threads(api: Api) -> None:
    mailbox = "/gmail/v1/users/me"
    label = api.post(f"{mailbox}/labels", {"name": "Приказы"})["id"]
    api.get(f"{mailbox}/labels")
    api.get(f"{mailbox}/labels/{label}")
    api.patch(f"{mailbox}/labels/{label}", {"name": "Письма"})
    api.put(f"{mailbox}/labels/{label}", {"id": label, "name": "Справки"})
    thread = api.post(f"{mailbox}/messages/send", _letter("4"))["threadId"]
    assert api.get(f"{mailbox}/threads")["threads"]
    api.get(f"{mailbox}/threads/{thread}")
    api.post(f"{mailbox}/threads/{thread}/modify", {"addLabelIds": [label]})
    api.post(f"{mailbox}/threads/{thread}/trash")
    api.post(f"{mailbox}/threads/{thread}/untrash")
    assert api.call("DELETE", f"{mailbox}/threads/{thread}").status_code == 204
    assert api.call("DELETE", f"{mailbox}/labels/{label}").status_code == 204
