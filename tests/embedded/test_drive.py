"""Drive: folders, searches, uploads, conversion, export, trash, sharing."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import openpyxl
import pytest
from googleapiclient.errors import HttpError
from googleapiclient.http import MediaIoBaseDownload, MediaIoBaseUpload

from tests.embedded.conftest import Api, Book, Clock, new_book
from tests.machine import needs
from tests.word import new_document

Json = dict[str, Any]
Google = Callable[[str], Any]

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
DOCUMENT = "application/vnd.google-apps.document"
SPREADSHEET = "application/vnd.google-apps.spreadsheet"
FOLDER = "application/vnd.google-apps.folder"


def order_of_the_director() -> bytes:
    document = new_document()
    document.add_heading("Приказ № 1", level=1)
    document.add_paragraph("Об утверждении наставнических пар")
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def upload(google: Google, content: bytes, mime_type: str, **body: Any) -> Json:
    media = MediaIoBaseUpload(io.BytesIO(content), mime_type)
    files = google("drive.v3").files()
    created: Json = files.create(body=body, media_body=media, fields="*").execute()
    return created


def names(api: Api, q: str, **more: Any) -> list[str]:
    return [file["name"] for file in api.get("/drive/v3/files", q=q, orderBy="name", **more)["files"]]


def test_a_docx_becomes_a_doc_that_is_found_by_its_key_and_comes_back_as_it_was(google: Google, api: Api) -> None:
    content = order_of_the_director()
    key = {"key": "order/pairs/2026-1"}
    file = upload(google, content, DOCX, name="Приказ № 1", mimeType=DOCUMENT, appProperties=key)
    assert (file["mimeType"], file["appProperties"]) == (DOCUMENT, key)
    query = "appProperties has { key='key' and value='order/pairs/2026-1' } and trashed = false"
    found = google("drive.v3").files().list(q=query, fields="files(id,appProperties)").execute()
    assert found == {"files": [{"id": file["id"], "appProperties": key}]}
    exported = google("drive.v3").files().export(fileId=file["id"], mimeType=DOCX).execute()
    assert exported == content
    text = google("drive.v3").files().export(fileId=file["id"], mimeType="text/plain").execute()
    assert "Об утверждении наставнических пар" in text.decode("utf-8-sig")
    page = google("drive.v3").files().export(fileId=file["id"], mimeType="text/html").execute()
    assert "<h1>Приказ № 1</h1>" in page.decode()
    document = google("docs.v1").documents().get(documentId=file["id"]).execute()
    assert document["title"] == "Приказ № 1"


def test_a_doc_cannot_be_downloaded_nor_a_blob_exported(google: Google, api: Api) -> None:
    file = upload(google, order_of_the_director(), DOCX, name="Приказ", mimeType=DOCUMENT)
    error = api.error("GET", f"/drive/v3/files/{file['id']}", alt="media")
    assert (error["code"], error["errors"][0]["reason"]) == (403, "fileNotDownloadable")
    blob = upload(google, b"abc", "application/pdf", name="a.pdf")
    error = api.error("GET", f"/drive/v3/files/{blob['id']}/export", mimeType="application/pdf")
    assert (error["code"], error["errors"][0]["reason"]) == (403, "fileNotExportable")
    error = api.error("GET", f"/drive/v3/files/{file['id']}/export", mimeType="image/png")
    assert error["message"] == "The requested conversion is not supported."


def test_a_docx_that_is_none_is_refused_and_leaves_no_file(google: Google, api: Api) -> None:
    with pytest.raises(HttpError) as caught:
        upload(google, b"not a zip", DOCX, name="x", mimeType=DOCUMENT)
    assert caught.value.status_code == 400
    assert names(api, "name = 'x'") == []


@pytest.mark.parametrize("size", [0, 10, 700_000])
def test_a_resumable_upload_arrives_in_chunks(google: Google, size: int) -> None:
    content = bytes(index % 251 for index in range(size))
    media = MediaIoBaseUpload(io.BytesIO(content), "application/octet-stream", chunksize=256 * 1024, resumable=True)
    files = google("drive.v3").files()
    request = files.create(body={"name": "данные.bin"}, media_body=media, fields="id,size,md5Checksum")
    response = None
    while response is None:
        _, response = request.next_chunk()
    assert response["size"] == str(size)
    stream = io.BytesIO()
    download = MediaIoBaseDownload(stream, files.get_media(fileId=response["id"]), chunksize=256 * 1024)
    done = False
    while not done:
        _, done = download.next_chunk()
    assert stream.getvalue() == content


def test_binary_content_survives_a_multipart_upload(google: Google) -> None:
    content = bytes(range(256)) * 3 + b"\r\n\r\n--x--\n\n"
    file = upload(google, content, "application/octet-stream", name="a.bin")
    files = google("drive.v3").files()
    assert files.get_media(fileId=file["id"]).execute() == content
    media = MediaIoBaseUpload(io.BytesIO(b"new"), "text/plain")
    changed = files.update(fileId=file["id"], media_body=media, fields="size,mimeType,version").execute()
    assert (changed["size"], changed["mimeType"]) == ("3", "text/plain")
    assert int(changed["version"]) > int(file["version"])


def test_a_spreadsheet_is_a_file_in_my_drive_that_moves_to_a_folder(api: Api) -> None:
    book = new_book(api)
    folder = api.post("/drive/v3/files", {"name": "Наставничество", "mimeType": FOLDER})
    assert names(api, "'root' in parents") == ["Книга", "Наставничество"]
    root = api.get("/drive/v3/files/root", fields="id,name")
    moved = api.patch(
        f"/drive/v3/files/{book.id}", {}, addParents=folder["id"], removeParents=root["id"], fields="parents"
    )
    assert moved == {"parents": [folder["id"]]}
    assert names(api, f"'{folder['id']}' in parents and mimeType = '{SPREADSHEET}'") == ["Книга"]
    error = api.error("PATCH", f"/drive/v3/files/{folder['id']}", {}, addParents=folder["id"])
    assert error["errors"][0]["reason"] == "cyclicMembership"


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("name = 'Альфа'", ["Альфа"]),
        ("name != 'Альфа' and mimeType != 'application/vnd.google-apps.folder'", ["Бета's", "Гамма дельта"]),
        ("name contains 'дел'", ["Гамма дельта"]),
        ("name contains 'льта'", []),
        ("name = 'Бета\\'s'", ["Бета's"]),
        ('name = "Бета\'s"', ["Бета's"]),
        ("not name contains 'Гамма' and (name contains 'Аль' or name contains 'Бет')", ["Альфа", "Бета's"]),
        ("appProperties has { key='k' and value='1' }", ["Альфа"]),
        ("properties has { key='p' and value='2' }", ["Бета's"]),
        ("mimeType contains 'text/'", ["Бета's", "Гамма дельта"]),
        ("modifiedTime > '2026-09-01T09:30:30'", ["Гамма дельта"]),
        ("createdTime <= '2026-09-01T09:30:00Z' and starred = false", ["Альфа", "Бета's"]),
        ("starred = true", ["Гамма дельта"]),
        ("'me' in owners and trashed = true", []),
        ("fullText contains 'Гамма'", ["Гамма дельта"]),
    ],
)
def test_files_are_found_by_the_query_language(api: Api, clock: Clock, query: str, found: list[str]) -> None:
    path = "/drive/v3/files"
    api.post(path, {"name": "Альфа", "mimeType": FOLDER, "appProperties": {"k": "1"}})
    api.post(path, {"name": "Бета's", "mimeType": "text/plain", "properties": {"p": "2"}})
    clock.now += timedelta(minutes=1)
    api.post(path, {"name": "Гамма дельта", "mimeType": "text/html", "starred": True})
    assert names(api, query) == found


@pytest.mark.parametrize("query", ["name", "name = ", "name ~ 'x'", "(name = 'x'", "colour = 'red'", "name = 'x' and"])
def test_what_is_no_query_is_an_invalid_value(api: Api, query: str) -> None:
    error = api.error("GET", "/drive/v3/files", q=query)
    assert error["errors"][0] == {
        "message": "Invalid Value",
        "domain": "global",
        "reason": "invalid",
        "location": "q",
        "locationType": "parameter",
    }


def test_a_long_list_comes_in_pages(google: Google, api: Api) -> None:
    for number in range(7):
        api.post("/drive/v3/files", {"name": f"Файл {number}"})
    files = google("drive.v3").files()
    request, found = files.list(pageSize=3, orderBy="name_natural desc"), []
    while request is not None:
        answer = request.execute()
        found += [file["name"] for file in answer["files"]]
        request = files.list_next(request, answer)
    assert found == [f"Файл {number}" for number in reversed(range(7))]


def test_app_properties_merge_and_a_null_takes_one_away(api: Api) -> None:
    file = api.post("/drive/v3/files", {"name": "x", "appProperties": {"a": "1", "b": "2"}})
    changed = api.patch(
        f"/drive/v3/files/{file['id']}", {"appProperties": {"b": None, "c": "3"}}, fields="appProperties"
    )
    assert changed == {"appProperties": {"a": "1", "c": "3"}}


def test_times_are_the_workspace_s_unless_they_are_given(api: Api, clock: Clock) -> None:
    file = api.post("/drive/v3/files", {"name": "x"}, fields="id,createdTime,modifiedTime")
    assert file["createdTime"] == file["modifiedTime"] == "2026-09-01T09:30:00.000Z"
    clock.now += timedelta(days=1)
    path = f"/drive/v3/files/{file['id']}"
    assert api.patch(path, {"name": "y"}, fields="modifiedTime")["modifiedTime"] == "2026-09-02T09:30:00.000Z"
    given = {"modifiedTime": "2020-01-01T03:00:00+03:00"}
    assert api.patch(path, given, fields="modifiedTime")["modifiedTime"] == "2020-01-01T00:00:00.000Z"


def test_what_is_in_the_trash_is_gone_for_the_other_apis(api: Api, book: Book) -> None:
    folder = api.post("/drive/v3/files", {"name": "Папка", "mimeType": FOLDER})
    api.patch(f"/drive/v3/files/{book.id}", {}, addParents=folder["id"])
    api.patch(f"/drive/v3/files/{folder['id']}", {"trashed": True})
    assert api.error("GET", book.path)["code"] == 404
    file = api.get(f"/drive/v3/files/{book.id}", fields="trashed,explicitlyTrashed")
    assert file == {"trashed": True, "explicitlyTrashed": False}
    api.patch(f"/drive/v3/files/{folder['id']}", {"trashed": False})
    assert book.get("spreadsheetId")
    assert api.call("DELETE", f"/drive/v3/files/{folder['id']}").status_code == 204
    assert api.error("GET", f"/drive/v3/files/{book.id}")["code"] == 404


def test_a_spreadsheet_is_copied_with_its_content_and_metadata(api: Api, book: Book) -> None:
    book.write("A1", [["x"]])
    metadata = {"metadataKey": "k", "visibility": "DOCUMENT", "location": {"sheetId": 0}}
    book.update({"createDeveloperMetadata": {"developerMetadata": metadata}})
    copied = Book(api, api.post(f"/drive/v3/files/{book.id}/copy", {"name": "Копия"})["id"])
    book.write("A1", [["y"]])
    assert copied.read("A1") == [["x"]]
    assert copied.get("properties.title,sheets.developerMetadata.metadataKey") == {
        "properties": {"title": "Копия"},
        "sheets": [{"developerMetadata": [{"metadataKey": "k"}]}],
    }


def test_a_sheet_is_exported_with_formats_choices_widths_and_frozen_rows(google: Google, api: Api) -> None:
    book = new_book(api, "ru_RU")
    book.write("A1", [["Дата", "Статус"], ["01.09.2026", "готово"]], "USER_ENTERED")
    book.write("C2", [["=1+1"]])
    head = {"sheetId": 0, "startRowIndex": 0, "endRowIndex": 1}
    choice = {"sheetId": 0, "startRowIndex": 1, "startColumnIndex": 1, "endColumnIndex": 2}
    listed = {"condition": {"type": "ONE_OF_LIST", "values": [{"userEnteredValue": "готово"}]}, "strict": True}
    looks = {"userEnteredFormat": {"textFormat": {"bold": True}, "backgroundColor": {"red": 1}}}
    first = {"sheetId": 0, "dimension": "COLUMNS", "startIndex": 0, "endIndex": 1}
    frozen = {"sheetId": 0, "gridProperties": {"frozenRowCount": 1}}
    book.update(
        {"repeatCell": {"range": head, "cell": looks, "fields": "userEnteredFormat"}},
        {"setDataValidation": {"range": choice, "rule": listed}},
        {"updateDimensionProperties": {"range": first, "properties": {"pixelSize": 210}, "fields": "pixelSize"}},
        {"updateSheetProperties": {"properties": frozen, "fields": "gridProperties.frozenRowCount"}},
    )
    content = google("drive.v3").files().export(fileId=book.id, mimeType=XLSX).execute()
    sheet = openpyxl.load_workbook(io.BytesIO(content)).worksheets[0]
    assert sheet["A1"].font.b
    assert sheet["A2"].is_date
    assert sheet["A2"].value.strftime("%d.%m.%Y") == "01.09.2026"
    assert (sheet["C2"].value, sheet["C2"].data_type) == ("=1+1", "s")
    assert sheet.freeze_panes == "A2"
    assert sheet.column_dimensions["A"].width == 30
    assert sheet.data_validations.dataValidation[0].formula1 == '"готово"'
    as_text = google("drive.v3").files().export(fileId=book.id, mimeType="text/csv").execute()
    assert as_text.decode().splitlines()[1] == "01.09.2026,готово,=1+1"


def test_an_xlsx_becomes_a_sheet(google: Google, api: Api) -> None:
    source = openpyxl.Workbook()
    source.worksheets[0].title = "Банк"
    source.worksheets[0].append(["ФИО", 1.5, True, "=A1"])
    stream = io.BytesIO()
    source.save(stream)
    file = upload(google, stream.getvalue(), XLSX, name="Книга", mimeType=SPREADSHEET)
    book = Book(api, file["id"])
    assert book.read("Банк!A1:D1", "FORMULA") == [["ФИО", 1.5, True, "=A1"]]


def test_people_are_given_and_denied_access(google: Google, api: Api, book: Book) -> None:
    permissions = google("drive.v3").permissions()
    given = permissions.create(
        fileId=book.id,
        body={"type": "user", "role": "writer", "emailAddress": "a@example.ru"},
        sendNotificationEmail=False,
        fields="*",
    ).execute()
    assert (given["role"], given["emailAddress"]) == ("writer", "a@example.ru")
    changed = permissions.update(fileId=book.id, permissionId=given["id"], body={"role": "reader"}).execute()
    assert changed["role"] == "reader"
    assert len(permissions.list(fileId=book.id).execute()["permissions"]) == 2
    permissions.delete(fileId=book.id, permissionId=given["id"]).execute()
    anyone = permissions.create(fileId=book.id, body={"type": "anyone", "role": "reader"}).execute()
    assert anyone["id"] == "anyoneWithLink"
    published = {"type": "anyone", "role": "reader", "view": "published"}
    permissions.create(fileId=book.id, body=published).execute()
    listed = permissions.list(fileId=book.id, includePermissionsForView="published").execute()["permissions"]
    assert len(listed) == 3
    with pytest.raises(HttpError) as caught:
        permissions.get(fileId=book.id, permissionId=given["id"]).execute()
    assert caught.value.status_code == 404


def test_about_tells_who_and_in_what_formats(google: Google) -> None:
    about = google("drive.v3").about().get(fields="user,importFormats,exportFormats").execute()
    assert about["importFormats"][DOCX] == [DOCUMENT]
    assert about["user"]["me"]
    with pytest.raises(HttpError, match="fields"):
        google("drive.v3").about().get().execute()


def test_ids_made_beforehand_are_taken_once(google: Google, api: Api) -> None:
    ids = google("drive.v3").files().generateIds(count=2).execute()["ids"]
    assert api.post("/drive/v3/files", {"id": ids[0], "name": "x"})["id"] == ids[0]
    error = api.error("POST", "/drive/v3/files", {"id": ids[0], "name": "y"})
    assert (error["code"], error["errors"][0]["reason"]) == (409, "fileIdInUse")


def test_a_file_s_name_may_be_anything(api: Api) -> None:
    name = "../../etc/passwd\u0000🎓<script>"
    file = api.post("/drive/v3/files", {"name": name})
    assert api.get(f"/drive/v3/files/{file['id']}")["name"] == name


def test_comments_are_written_read_and_deleted(google: Google, book: Book) -> None:
    comments = google("drive.v3").comments()
    made = comments.create(fileId=book.id, body={"content": "<b>проверить</b>"}, fields="*").execute()
    assert made["htmlContent"] == "&lt;b&gt;проверить&lt;/b&gt;"
    assert len(comments.list(fileId=book.id, fields="comments").execute()["comments"]) == 1
    comments.delete(fileId=book.id, commentId=made["id"]).execute()
    assert comments.list(fileId=book.id, fields="comments").execute()["comments"] == []


def test_a_sheet_and_a_doc_are_exported_as_pages_in_an_archive(api: Api, book: Book) -> None:
    book.update({"addSheet": {"properties": {"title": "../Итоги"}}})
    book.write("A1", [["<b>Мария</b>", 1], ["", "Пётр"]])
    packed = api.call("GET", f"/drive/v3/files/{book.id}/export", mimeType="application/zip")
    with zipfile.ZipFile(io.BytesIO(packed.content)) as archive:
        assert archive.namelist() == ["Sheet1.html", "_Итоги.html"]
        page = archive.read("Sheet1.html").decode()
    assert "<td>&lt;b&gt;Мария&lt;/b&gt;</td><td>1</td>" in page
    assert "<tr><td></td><td>Пётр</td></tr>" in page
    document = api.post("/v1/documents", {"title": "Приказ"})["documentId"]
    packed = api.call("GET", f"/drive/v3/files/{document}/export", mimeType="application/zip")
    with zipfile.ZipFile(io.BytesIO(packed.content)) as archive:
        assert archive.namelist() == ["document.html"]


@pytest.mark.parametrize("kind", ["vnd.oasis.opendocument.spreadsheet", "x-vnd.oasis.opendocument.spreadsheet"])
def test_a_sheet_is_exported_for_libreoffice(api: Api, book: Book, kind: str) -> None:
    needs("libreoffice", "libreoffice-calc-nogui")
    book.write("A1", [["Мария", 1]])
    answer = api.call("GET", f"/drive/v3/files/{book.id}/export", mimeType=f"application/{kind}")
    assert answer.headers["content-type"] == f"application/{kind}"
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        assert "Мария" in archive.read("content.xml").decode()
