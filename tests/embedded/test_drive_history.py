"""Drive: what was said of a file, its revision, and the log of changes."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from googleapiclient.errors import HttpError

from tests.embedded.conftest import Api, Book, Clock
from tests.embedded.test_drive import upload

Google = Callable[[str], Any]


def test_a_comment_is_answered_resolved_and_opened_again(google: Google, book: Book, clock: Clock) -> None:
    drive = google("drive.v3")
    comment = drive.comments().create(fileId=book.id, body={"content": "Проверить"}, fields="id").execute()
    place = {"fileId": book.id, "commentId": comment["id"]}
    clock.now += timedelta(hours=1)
    reply = drive.replies().create(**place, body={"content": "<i>готово</i>"}, fields="*").execute()
    assert (reply["htmlContent"], reply["author"]["me"]) == ("&lt;i&gt;готово&lt;/i&gt;", True)
    drive.replies().create(**place, body={"action": "resolve"}, fields="id").execute()
    shown = drive.comments().get(**place, fields="*").execute()
    assert (shown["resolved"], shown["modifiedTime"]) == (True, "2026-09-01T10:30:00.000Z")
    assert [each.get("action") for each in shown["replies"]] == [None, "resolve"]
    drive.replies().create(**place, body={"action": "reopen", "content": "нет"}, fields="id").execute()
    assert drive.comments().get(**place, fields="resolved").execute() == {"resolved": False}
    first = {**place, "replyId": reply["id"]}
    assert drive.replies().update(**first, body={"content": "всё"}, fields="content").execute() == {"content": "всё"}
    assert drive.replies().get(**first, fields="content").execute() == {"content": "всё"}
    drive.replies().delete(**first).execute()
    assert len(drive.replies().list(**place, fields="replies").execute()["replies"]) == 2
    assert len(drive.comments().get(**place, fields="replies").execute()["replies"]) == 2
    everything = drive.replies().list(**place, includeDeleted=True, fields="replies").execute()["replies"]
    assert [each["deleted"] for each in everything] == [True, False, False]
    with pytest.raises(HttpError, match="Reply not found"):
        drive.replies().get(**first, fields="id").execute()


def test_replies_come_in_pages_and_need_something_to_say(google: Google, api: Api, book: Book) -> None:
    drive = google("drive.v3")
    comment = drive.comments().create(fileId=book.id, body={"content": "x"}, fields="id").execute()
    place = {"fileId": book.id, "commentId": comment["id"]}
    for number in range(3):
        drive.replies().create(**place, body={"content": str(number)}, fields="id").execute()
    request, found = drive.replies().list(**place, pageSize=2, fields="nextPageToken,replies/content"), []
    while request is not None:
        answer = request.execute()
        found += [each["content"] for each in answer["replies"]]
        request = drive.replies().list_next(request, answer)
    assert found == ["0", "1", "2"]
    path = f"/drive/v3/files/{book.id}/comments/{comment['id']}/replies"
    assert api.error("POST", path, {}, fields="*")["errors"][0]["reason"] == "required"
    assert api.error("POST", path, {"action": "burn"}, fields="*")["code"] == 400
    assert "fields" in api.error("POST", path, {"content": "x"})["message"]


def test_a_file_has_its_head_revision_that_may_be_kept(google: Google) -> None:
    drive = google("drive.v3")
    file = upload(google, b"abc", "application/pdf", name="a.pdf")
    (revision,) = drive.revisions().list(fileId=file["id"], fields="revisions").execute()["revisions"]
    assert revision["id"] == file["headRevisionId"]
    assert (revision["size"], revision["keepForever"]) == ("3", False)
    place = {"fileId": file["id"], "revisionId": revision["id"]}
    assert set(drive.revisions().get(**place).execute()) == {"kind", "id", "mimeType", "modifiedTime"}
    kept = drive.revisions().update(**place, body={"keepForever": True}, fields="keepForever").execute()
    assert kept == drive.revisions().get(**place, fields="keepForever").execute() == {"keepForever": True}
    assert drive.revisions().get_media(**place).execute() == b"abc"
    with pytest.raises(HttpError) as caught:
        drive.revisions().delete(**place).execute()
    assert caught.value.status_code == 403
    with pytest.raises(HttpError, match="Revision not found"):
        drive.revisions().get(fileId=file["id"], revisionId="nothing").execute()


def test_a_spreadsheet_has_a_new_revision_after_each_change(google: Google, book: Book) -> None:
    revisions = google("drive.v3").revisions()
    (before,) = revisions.list(fileId=book.id, fields="revisions").execute()["revisions"]
    book.write("A1", [["x"]])
    (after,) = revisions.list(fileId=book.id, fields="revisions").execute()["revisions"]
    assert int(after["id"]) > int(before["id"])
    assert "text/csv" in after["exportLinks"]


def test_changes_are_told_once_a_file_from_a_token_on(google: Google, api: Api, book: Book, clock: Clock) -> None:
    changes = google("drive.v3").changes()
    token = changes.getStartPageToken().execute()["startPageToken"]
    assert changes.list(pageToken=token).execute()["changes"] == []
    gone = api.post("/drive/v3/files", {"name": "лишний"})["id"]
    clock.now += timedelta(minutes=5)
    book.write("A1", [["x"]])
    book.write("A1", [["y"]])
    assert api.call("DELETE", f"/drive/v3/files/{gone}").status_code == 204
    request, found = changes.list(pageToken=token, pageSize=1), []
    while request is not None:
        answer = request.execute()
        found += answer["changes"]
        request = changes.list_next(request, answer)
    assert [(each["fileId"], each["removed"]) for each in found] == [(book.id, False), (gone, True)]
    assert found[0]["file"]["name"] == "Книга"
    assert found[0]["time"] == "2026-09-01T09:35:00.000Z"
    assert changes.list(pageToken=answer["newStartPageToken"]).execute()["changes"] == []
    kept = changes.list(pageToken=token, includeRemoved=False).execute()["changes"]
    assert [each["fileId"] for each in kept] == [book.id]
    assert api.error("GET", "/drive/v3/changes", pageToken="x")["errors"][0]["location"] == "pageToken"
