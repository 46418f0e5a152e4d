"""Who may do what: every method, over every way in that it has, and every page.

A new handler, a new upload path or a new page fails here until it says whom it is for.
"""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
import requests
from playwright.sync_api import Page, expect

from automation.embedded.access.person import OWNER
from automation.embedded.calls import HANDLERS
from automation.embedded.discovery import method as method_named
from automation.embedded.pages.register import PAGES
from tests.embedded.conftest import Api, Book, new_book
from tests.embedded.pages.conftest import DESK, Visitor
from tests.embedded.test_forms import Form

Json = dict[str, Any]
SignIn = Callable[[str], Visitor]

STRENGTH = ("stranger", "reader", "commenter", "writer", "owner")
DOCUMENT, FOLDER = "application/vnd.google-apps.document", "application/vnd.google-apps.folder"
PNG = b"\x89PNG\r\n\x1a\n"
REFUSED = (401, 403, 404)
NO_MAILBOX = 400  # what Gmail says to whoever has none: «Mail service not enabled»
NEVER_SUCCEEDS = {"drive.revisions.delete"}  # of the only revision: a refusal of another kind


def email_of(name: str) -> str:
    return OWNER.email if name == "owner" else f"{name}@school.example"


@dataclass
class House:
    """A file of each kind in a folder, on which each person but the stranger has the role that they are named by."""

    api: Api
    folder: str = ""
    made: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.folder = self._new({"name": "Общая", "mimeType": FOLDER})
        for name in STRENGTH[1:-1]:
            body = {"type": "user", "role": name, "emailAddress": email_of(name)}
            self.api.post(f"/drive/v3/files/{self.folder}/permissions", body, sendNotificationEmail="false")

    def _new(self, body: Json) -> str:
        return str(self.api.post("/drive/v3/files", body)["id"])

    def _inside(self, name: str, kind: str) -> Json:
        return {"name": name, "mimeType": kind, "parents": [self.folder]}

    def _once(self, name: str, make: Callable[[], str]) -> str:
        if name not in self.made:
            self.made[name] = make()
        return self.made[name]

    def _moved_in(self, file_id: str) -> str:
        self.api.patch(f"/drive/v3/files/{file_id}", {}, addParents=self.folder, removeParents="root")
        return file_id

    @property
    def file(self) -> str:
        return self._once("file", lambda: self._new(self._inside("а.txt", "text/plain")))

    @property
    def document(self) -> str:
        return self._once("doc", lambda: self._new(self._inside("Приказ", DOCUMENT)))

    @property
    def book(self) -> str:
        return self._once("book", lambda: self._moved_in(new_book(self.api).id))

    @property
    def version(self) -> str:
        """Of the book: the first of all, since no other spreadsheet was changed."""

        def make() -> str:
            Book(self.api, self.book).write("A1", VALUES["values"])
            return "1"

        return self._once("version", make)

    @property
    def stand(self) -> str:
        """Which version of the book the owner is looking at."""
        return str(self.api.get(f"/drive/v3/files/{self.book}", fields="version")["version"])

    @property
    def other_book(self) -> str:
        return self._once("other", lambda: self._moved_in(new_book(self.api).id))

    @property
    def form(self) -> str:
        question = {"title": "Имя", "questionItem": {"question": {"textQuestion": {}}}}
        return self._once("form", lambda: self._moved_in(Form(self.api, [question]).id))

    @property
    def response(self) -> str:
        def make() -> str:
            form = self.form
            entry = self.api.get(f"/v1/forms/{form}")["items"][0]["questionItem"]["question"]["questionId"]
            requests.post(f"{self.api.url}/forms/d/e/{form}/formResponse", {f"entry.{int(entry, 16)}": "А"}, timeout=20)
            return str(self.api.get(f"/v1/forms/{form}/responses")["responses"][0]["responseId"])

        return self._once("response", make)

    @property
    def picture(self) -> str:
        def make() -> str:
            file_id = self._new(self._inside("а.png", "image/png"))
            address = f"{self.api.url}/upload/drive/v3/files/{file_id}?uploadType=media"
            self.api.session.patch(address, data=PNG, headers={"Content-Type": "image/png"}, timeout=20)
            return file_id

        return self._once("picture", make)

    @property
    def document_comment(self) -> str:
        path = f"/drive/v3/files/{self.document}/comments"
        return self._once("at", lambda: str(self.api.post(path, {"content": "а"}, fields="id")["id"]))

    @property
    def metadata(self) -> str:
        item = {"metadataKey": "k", "visibility": "DOCUMENT", "location": {"spreadsheet": True}}

        def make() -> str:
            made = Book(self.api, self.book).update({"createDeveloperMetadata": {"developerMetadata": item}})
            return str(made[0]["createDeveloperMetadata"]["developerMetadata"]["metadataId"])

        return self._once("metadata", make)

    def comment_of(self, person: Api) -> str:
        path = f"/drive/v3/files/{self.file}/comments"
        return str(person.post(path, {"content": "вопрос"}, fields="id")["id"])

    @property
    def comment(self) -> str:
        return self._once("comment", lambda: self.comment_of(self.api))

    @property
    def reply(self) -> str:
        path = f"/drive/v3/files/{self.file}/comments/{self.comment}/replies"
        return self._once("reply", lambda: str(self.api.post(path, {"content": "ответ"}, fields="id")["id"]))

    @property
    def permission(self) -> str:
        body = {"type": "user", "role": "reader", "emailAddress": "another@school.example"}
        path = f"/drive/v3/files/{self.file}/permissions"
        return self._once("permission", lambda: str(self.api.post(path, body, sendNotificationEmail="false")["id"]))

    @property
    def revision(self) -> str:
        path = f"/drive/v3/files/{self.file}/revisions"
        return self._once("revision", lambda: str(self.api.get(path)["revisions"][0]["id"]))

    @property
    def letter(self) -> str:
        return self._once("letter", lambda: str(self.api.post(f"{MAIL}/messages/send", LETTER)["id"]))

    @property
    def attachment(self) -> str:
        parts = self.api.get(f"{MAIL}/messages/{self.letter}")["payload"]["parts"]
        return str(parts[1]["body"]["attachmentId"])

    @property
    def thread(self) -> str:
        return str(self.api.get(f"{MAIL}/messages/{self.letter}")["threadId"])

    @property
    def label(self) -> str:
        return self._once("label", lambda: str(self.api.post(f"{MAIL}/labels", {"name": "Приказы"})["id"]))


@dataclass(frozen=True)
class Asked:
    """A request of a method, with parts of `House` by name in its path and body; ``least`` may send it."""

    least: str
    path: str
    body: Any = None
    query: Json = field(default_factory=dict)


FILES, BOOK, MAIL = "/drive/v3/files", "/v4/spreadsheets/{book}", "/gmail/v1/users/me"
ANY = {"fields": "*"}
A1 = [{"a1Range": "A1"}]
VALUES = {"values": [["да"]]}
_RAW = (
    "From: a@example.org\r\nTo: b@example.org\r\nSubject: x\r\nContent-Type: multipart/mixed; boundary=x\r\n\r\n"
    "--x\r\nContent-Type: text/plain\r\n\r\nтекст\r\n"
    "--x\r\nContent-Type: text/plain\r\nContent-Disposition: attachment; filename=a.txt\r\n\r\nфайл\r\n--x--\r\n"
)
LETTER = {"raw": base64.urlsafe_b64encode(_RAW.encode()).decode()}
COMMENT, REPLY = FILES + "/{file}/comments", FILES + "/{file}/comments/{comment}/replies"

METHODS: dict[str, Asked] = {
    "docs.documents.batchUpdate": Asked(
        "writer",
        "/v1/documents/{document}:batchUpdate",
        {"requests": [{"insertText": {"location": {"index": 1}, "text": "а"}}]},
    ),
    "docs.documents.create": Asked("owner", "/v1/documents", {"title": "x"}),
    "docs.documents.get": Asked("reader", "/v1/documents/{document}"),
    "drive.about.get": Asked("stranger", "/drive/v3/about", query=ANY),
    "drive.changes.getStartPageToken": Asked("stranger", "/drive/v3/changes/startPageToken"),
    "drive.changes.list": Asked("stranger", "/drive/v3/changes", query={"pageToken": "1"}),
    "drive.comments.create": Asked("commenter", COMMENT, {"content": "а"}, ANY),
    "drive.comments.delete": Asked("owner", COMMENT + "/{comment}"),  # another's comment; one's own: below
    "drive.comments.get": Asked("reader", COMMENT + "/{comment}", query=ANY),
    "drive.comments.list": Asked("reader", COMMENT, query=ANY),
    "drive.comments.update": Asked("owner", COMMENT + "/{comment}", {"content": "б"}, ANY),
    "drive.files.copy": Asked("writer", FILES + "/{file}/copy", {"parents": ["{folder}"]}),
    "drive.files.create": Asked("writer", FILES, {"name": "б", "parents": ["{folder}"]}),
    "drive.files.delete": Asked("owner", FILES + "/{file}"),
    "drive.files.emptyTrash": Asked("stranger", FILES + "/trash"),  # their own
    "drive.files.export": Asked("reader", FILES + "/{book}/export", query={"mimeType": "text/csv"}),
    "drive.files.generateIds": Asked("stranger", FILES + "/generateIds"),
    "drive.files.get": Asked("reader", FILES + "/{file}", query={"alt": "media"}),
    "drive.files.list": Asked("stranger", FILES),
    "drive.files.update": Asked("writer", FILES + "/{file}", {"name": "Новое имя"}),
    "drive.permissions.create": Asked(
        "writer", FILES + "/{file}/permissions", {"type": "user", "role": "reader", "emailAddress": "x@school.example"}
    ),
    "drive.permissions.delete": Asked("writer", FILES + "/{file}/permissions/{permission}"),
    "drive.permissions.get": Asked("writer", FILES + "/{file}/permissions/{permission}"),
    "drive.permissions.list": Asked("writer", FILES + "/{file}/permissions"),
    "drive.permissions.update": Asked("writer", FILES + "/{file}/permissions/{permission}", {"role": "commenter"}),
    "drive.replies.create": Asked("commenter", REPLY, {"content": "а"}, ANY),
    "drive.replies.delete": Asked("owner", REPLY + "/{reply}"),
    "drive.replies.get": Asked("reader", REPLY + "/{reply}", query=ANY),
    "drive.replies.list": Asked("reader", REPLY, query=ANY),
    "drive.replies.update": Asked("owner", REPLY + "/{reply}", {"content": "б"}, ANY),
    "drive.revisions.delete": Asked("writer", FILES + "/{file}/revisions/{revision}"),
    "drive.revisions.get": Asked("writer", FILES + "/{file}/revisions/{revision}", query={"alt": "media"}),
    "drive.revisions.list": Asked("writer", FILES + "/{file}/revisions"),
    "drive.revisions.update": Asked("writer", FILES + "/{file}/revisions/{revision}", {"keepForever": True}),
    "forms.forms.batchUpdate": Asked(
        "writer",
        "/v1/forms/{form}:batchUpdate",
        {"requests": [{"updateFormInfo": {"info": {"title": "б"}, "updateMask": "title"}}]},
    ),
    "forms.forms.create": Asked("owner", "/v1/forms", {"info": {"title": "x"}}),
    "forms.forms.get": Asked("reader", "/v1/forms/{form}"),
    "forms.forms.responses.get": Asked("writer", "/v1/forms/{form}/responses/{response}"),
    "forms.forms.responses.list": Asked("writer", "/v1/forms/{form}/responses"),
    "forms.forms.setPublishSettings": Asked(
        "writer",
        "/v1/forms/{form}:setPublishSettings",
        {"publishSettings": {"publishState": {"isPublished": False, "isAcceptingResponses": False}}},
    ),
    "gmail.users.getProfile": Asked("owner", MAIL + "/profile"),
    "gmail.users.labels.create": Asked("owner", MAIL + "/labels", {"name": "б"}),
    "gmail.users.labels.delete": Asked("owner", MAIL + "/labels/{label}"),
    "gmail.users.labels.get": Asked("owner", MAIL + "/labels/{label}"),
    "gmail.users.labels.list": Asked("owner", MAIL + "/labels"),
    "gmail.users.labels.patch": Asked("owner", MAIL + "/labels/{label}", {"name": "в"}),
    "gmail.users.labels.update": Asked("owner", MAIL + "/labels/{label}", {"id": "{label}", "name": "г"}),
    "gmail.users.messages.attachments.get": Asked("owner", MAIL + "/messages/{letter}/attachments/{attachment}"),
    "gmail.users.messages.batchDelete": Asked("owner", MAIL + "/messages/batchDelete", {"ids": ["{letter}"]}),
    "gmail.users.messages.batchModify": Asked(
        "owner", MAIL + "/messages/batchModify", {"ids": ["{letter}"], "addLabelIds": ["STARRED"]}
    ),
    "gmail.users.messages.delete": Asked("owner", MAIL + "/messages/{letter}"),
    "gmail.users.messages.get": Asked("owner", MAIL + "/messages/{letter}"),
    "gmail.users.messages.import": Asked("owner", MAIL + "/messages/import", LETTER),
    "gmail.users.messages.insert": Asked("owner", MAIL + "/messages", LETTER),
    "gmail.users.messages.list": Asked("owner", MAIL + "/messages"),
    "gmail.users.messages.modify": Asked("owner", MAIL + "/messages/{letter}/modify", {"addLabelIds": ["STARRED"]}),
    "gmail.users.messages.send": Asked("owner", MAIL + "/messages/send", LETTER),
    "gmail.users.messages.trash": Asked("owner", MAIL + "/messages/{letter}/trash"),
    "gmail.users.messages.untrash": Asked("owner", MAIL + "/messages/{letter}/untrash"),
    "gmail.users.threads.delete": Asked("owner", MAIL + "/threads/{thread}"),
    "gmail.users.threads.get": Asked("owner", MAIL + "/threads/{thread}"),
    "gmail.users.threads.list": Asked("owner", MAIL + "/threads"),
    "gmail.users.threads.modify": Asked("owner", MAIL + "/threads/{thread}/modify", {"addLabelIds": ["STARRED"]}),
    "gmail.users.threads.trash": Asked("owner", MAIL + "/threads/{thread}/trash"),
    "gmail.users.threads.untrash": Asked("owner", MAIL + "/threads/{thread}/untrash"),
    "sheets.spreadsheets.batchUpdate": Asked(
        "writer", BOOK + ":batchUpdate", {"requests": [{"addSheet": {"properties": {"title": "Ещё"}}}]}
    ),
    "sheets.spreadsheets.create": Asked("owner", "/v4/spreadsheets", {"properties": {"title": "x"}}),
    "sheets.spreadsheets.developerMetadata.get": Asked("reader", BOOK + "/developerMetadata/{metadata}"),
    "sheets.spreadsheets.developerMetadata.search": Asked(
        "reader",
        BOOK + "/developerMetadata:search",
        {"dataFilters": [{"developerMetadataLookup": {"metadataKey": "k"}}]},
    ),
    "sheets.spreadsheets.get": Asked("reader", BOOK),
    "sheets.spreadsheets.getByDataFilter": Asked("reader", BOOK + ":getByDataFilter", {"dataFilters": A1}),
    "sheets.spreadsheets.sheets.copyTo": Asked(
        "writer", BOOK + "/sheets/0:copyTo", {"destinationSpreadsheetId": "{other_book}"}
    ),
    "sheets.spreadsheets.values.append": Asked(
        "writer", BOOK + "/values/A1:append", VALUES, {"valueInputOption": "RAW"}
    ),
    "sheets.spreadsheets.values.batchClear": Asked("writer", BOOK + "/values:batchClear", {"ranges": ["A1"]}),
    "sheets.spreadsheets.values.batchClearByDataFilter": Asked(
        "writer", BOOK + "/values:batchClearByDataFilter", {"dataFilters": A1}
    ),
    "sheets.spreadsheets.values.batchGet": Asked("reader", BOOK + "/values:batchGet", query={"ranges": "A1"}),
    "sheets.spreadsheets.values.batchGetByDataFilter": Asked(
        "reader", BOOK + "/values:batchGetByDataFilter", {"dataFilters": A1}
    ),
    "sheets.spreadsheets.values.batchUpdate": Asked(
        "writer", BOOK + "/values:batchUpdate", {"valueInputOption": "RAW", "data": [{"range": "A1", **VALUES}]}
    ),
    "sheets.spreadsheets.values.batchUpdateByDataFilter": Asked(
        "writer",
        BOOK + "/values:batchUpdateByDataFilter",
        {"valueInputOption": "RAW", "data": [{"dataFilter": A1[0], **VALUES}]},
    ),
    "sheets.spreadsheets.values.clear": Asked("writer", BOOK + "/values/A1:clear"),
    "sheets.spreadsheets.values.get": Asked("reader", BOOK + "/values/A1"),
    "sheets.spreadsheets.values.update": Asked("writer", BOOK + "/values/A1", VALUES, {"valueInputOption": "RAW"}),
}


def filled(template: Any, house: House) -> Any:
    """A template with the ids that it names."""
    if isinstance(template, str):
        named = re.compile(r"\{([a-z_]+)\}")
        return named.sub(lambda found: house.made.get(found[1]) or getattr(house, found[1]), template)
    if isinstance(template, dict):
        return {name: filled(value, house) for name, value in template.items()}
    return [filled(value, house) for value in template] if isinstance(template, list) else template


def in_a_batch(api: Api, method: str, path: str, body: Any, query: Json) -> int:
    """The status of the same call inside a batch."""
    address = requests.Request(method, api.url + path, params=query).prepare().path_url
    inner = f"{method} {address} HTTP/1.1\r\nContent-Type: application/json\r\n\r\n{json.dumps(body) if body else ''}"
    sent = f"--x\r\nContent-Type: application/http\r\n\r\n{inner}\r\n--x--"
    headers = {**api.session.headers, "Content-Type": "multipart/mixed; boundary=x"}
    answer = requests.post(f"{api.url}/batch", data=sent.encode(), headers=headers, timeout=20)
    return int(answer.text.partition("HTTP/1.1 ")[2][:3])


def uploads(method_id: str) -> Iterator[str]:
    """The ways of uploading that the method has; none for most."""
    if method_named(method_id).upload_pattern:
        yield from ("media", "multipart", "resumable")


def upload(api: Api, method: str, path: str, body: Any, way: str) -> int:
    """The status of the first request of an upload."""
    content = {"media": "а,б\n", "resumable": json.dumps(body)}.get(way) or (
        f"--x\r\nContent-Type: application/json\r\n\r\n{json.dumps(body)}\r\n"
        "--x\r\nContent-Type: text/plain\r\n\r\nа,б\r\n--x--"
    )
    kind = {"media": "text/csv", "resumable": "application/json"}.get(way, "multipart/related; boundary=x")
    headers = {**api.session.headers, "Content-Type": kind}
    address = f"{api.url}/upload{path}?uploadType={way}"
    return requests.request(method, address, data=content.encode(), headers=headers, timeout=20).status_code


@pytest.fixture
def people(api: Api, sign_in: SignIn) -> dict[str, Api]:
    others: dict[str, Api] = {name: sign_in(email_of(name)).api() for name in STRENGTH[:-1]}
    return {**others, "owner": api}


def test_every_method_says_whom_it_is_for() -> None:
    assert set(METHODS) == set(HANDLERS)


@pytest.mark.parametrize("method_id", METHODS)
def test_nobody_does_what_their_role_is_too_weak_for(api: Api, people: dict[str, Api], method_id: str) -> None:
    asked, house, method = METHODS[method_id], House(api), method_named(method_id).http_method
    path, body = filled(asked.path, house), filled(asked.body, house)
    refusals = (*REFUSED, NO_MAILBOX) if method_id.startswith("gmail.") else REFUSED
    weaker = STRENGTH[: STRENGTH.index(asked.least)]
    for name in weaker:
        assert people[name].call(method, path, body, **asked.query).status_code in refusals, name
        if asked.query.get("alt") != "media":
            assert in_a_batch(people[name], method, path, body, asked.query) in refusals, name
        for way in uploads(method_id):
            assert upload(people[name], method, path, body, way) in refusals, (name, way)
    answer = people[asked.least].call(method, path, body, **asked.query)
    if method_id in NEVER_SUCCEEDS:
        assert answer.json()["error"]["errors"][0]["reason"] == "cannotDeleteOnlyRevision"
    else:
        assert answer.status_code in (200, 204), answer.text


@pytest.mark.parametrize("method_id", [each for each in METHODS if list(uploads(each))])
@pytest.mark.parametrize("name", STRENGTH[:-1])
def test_an_upload_is_carried_on_only_by_whoever_began_it(
    api: Api, people: dict[str, Api], method_id: str, name: str
) -> None:
    asked, house, method = METHODS[method_id], House(api), method_named(method_id).http_method
    path, body = filled(asked.path, house), filled(asked.body, house)
    begun = api.session.request(method, f"{api.url}/upload{path}?uploadType=resumable", json=body, timeout=20)
    address = begun.headers["Location"]
    headers = {"Authorization": people[name].session.headers["Authorization"]}
    for verb in ("PUT", "DELETE"):
        assert requests.request(verb, address, data=b"x", headers=headers, timeout=20).status_code in REFUSED
    assert api.session.delete(address, timeout=20).status_code == 499


def test_an_upload_ends_as_it_was_begun(api: Api) -> None:
    house = House(api)
    begun = api.session.patch(f"{api.url}/upload{FILES}/{house.file}?uploadType=resumable", json={}, timeout=20)
    session = begun.headers["X-GUploader-UploadID"]
    for path in (FILES, f"{FILES}/{house.book}"):
        query = f"?uploadType=resumable&upload_id={session}"
        expected = 404 if path == FILES else 200  # the file is the one that it was begun for
        assert api.session.put(f"{api.url}/upload{path}{query}", data=b"x", timeout=20).status_code == expected
    assert api.call("GET", f"{FILES}/{house.file}", alt="media").content == b"x"


def test_what_one_wrote_oneself_one_changes_and_takes_back(api: Api, people: dict[str, Api]) -> None:
    house, person = House(api), people["commenter"]
    path = f"{FILES}/{house.file}/comments/{house.comment_of(person)}"
    person.patch(path, {"content": "иначе"}, fields="*")
    reply = person.post(f"{path}/replies", {"content": "ответ"}, fields="id")["id"]
    person.patch(f"{path}/replies/{reply}", {"content": "иначе"}, fields="*")
    for each in (f"{path}/replies/{reply}", path):
        assert person.call("DELETE", each).status_code == 204


LIMITS = [{"writersCanShare": False}, {"writersCanShare": True}, {"copyRequiresWriterPermission": True}]


@pytest.mark.parametrize("limit", LIMITS, ids=str)
@pytest.mark.parametrize("way", ["plain", "batch", "multipart", "resumable"])
def test_the_limits_for_others_are_the_owner_s_to_set(api: Api, people: dict[str, Api], limit: Json, way: str) -> None:
    (name, wanted), house = *limit.items(), House(api)
    api.patch(f"{FILES}/{house.file}", {name: not wanted})
    path, writer = f"{FILES}/{house.file}", people["writer"]
    if way == "plain":
        answered = writer.call("PATCH", path, limit).status_code
    elif way == "batch":
        answered = in_a_batch(writer, "PATCH", path, limit, {})
    else:
        answered = upload(writer, "PATCH", path, limit, way)
    assert answered == 403
    assert api.get(path, fields="*")[name] is not wanted
    writer.patch(path, {"name": "Своё", name: not wanted})  # what it is already may be said
    assert api.patch(path, limit, fields="*")[name] is wanted


def test_where_writers_may_not_share_they_do_not_move_the_file_either(api: Api, people: dict[str, Api]) -> None:
    house, writer = House(api), people["writer"]
    elsewhere = writer.post(FILES, {"name": "Моя", "mimeType": FOLDER, "parents": [house.folder]})["id"]
    api.patch(f"{FILES}/{house.file}", {"writersCanShare": False})
    body = {"type": "user", "role": "reader", "emailAddress": "x@school.example"}
    assert writer.call("POST", f"{FILES}/{house.file}/permissions", body).status_code == 403
    assert writer.call("PATCH", f"{FILES}/{house.file}", {}, addParents=elsewhere).status_code == 403
    assert writer.call("PATCH", f"{FILES}/{house.file}", {}, removeParents=house.folder).status_code == 403
    assert not writer.get(f"{FILES}/{house.file}", fields="capabilities")["capabilities"]["canMoveItemWithinDrive"]


def test_a_writer_does_not_take_a_file_from_its_owner(api: Api, people: dict[str, Api]) -> None:
    house = House(api)
    made = people["writer"].post(FILES, {"name": "Моё", "parents": [house.folder]})["id"]
    for person, file_id, owner in (("writer", house.file, OWNER.email), ("owner", made, email_of("writer"))):
        body = {"type": "user", "role": "reader", "emailAddress": owner}
        assert people[person].call("POST", f"{FILES}/{file_id}/permissions", body).status_code == 403
        owners = api.get(f"{FILES}/{file_id}", fields="owners")["owners"]
        assert [each["emailAddress"] for each in owners] == [owner]


# Pages. «visitor» is somebody who has not signed in.


@dataclass(frozen=True)
class Opened:
    """A page by its address; whoever is weaker than ``least`` gets neither the page nor what it does."""

    least: str
    body: Json | str | None = None
    files: Json | None = None


ROW = json.dumps({"sheet": 0, "deed": "write", "rows": [{"row": 0, "cells": {"0": "да"}}]})
PAGES_FOR: dict[tuple[str, str], Opened] = {
    ("GET", "/"): Opened("visitor"),
    ("GET", "/signin"): Opened("visitor"),
    ("POST", "/signin"): Opened("visitor"),
    ("GET", "/signin/{secret}"): Opened("visitor"),
    ("POST", "/signin/{secret}"): Opened("visitor"),
    ("POST", "/signin/{secret}/renew"): Opened("visitor"),
    ("POST", "/signout"): Opened("visitor"),
    ("GET", "/account"): Opened("stranger"),
    ("POST", "/account/password"): Opened("owner", {"password": "синий чайник едет"}),
    ("POST", "/account/people/revoke"): Opened("owner", {"email": "reader@school.example"}),
    ("POST", "/account/people/link"): Opened("owner", {"email": "reader@school.example"}),
    ("GET", "/drive"): Opened("stranger"),
    ("GET", "/drive/search"): Opened("stranger"),
    ("GET", "/drive/trash"): Opened("stranger"),
    ("GET", "/drive/empty-trash"): Opened("stranger"),
    ("POST", "/drive/empty-trash"): Opened("stranger"),
    ("GET", "/drive/folders/{folder}"): Opened("reader"),
    ("POST", "/drive/new-folder"): Opened("writer", {"into": "{folder}", "name": "Новая"}),
    ("POST", "/drive/upload"): Opened("writer", {"into": "{folder}"}, {"file": ("а.txt", b"x")}),
    ("GET", "/drive/rename/{file}"): Opened("writer"),
    ("POST", "/drive/rename/{file}"): Opened("writer", {"name": "Новое"}),
    ("GET", "/drive/move/{file}"): Opened("writer"),
    ("POST", "/drive/move/{file}"): Opened("writer", {"into": "{folder}"}),
    ("GET", "/drive/share/{file}"): Opened("writer"),
    ("POST", "/drive/share/{file}/add"): Opened("writer", {"email": "x@school.example", "role": "reader"}),
    ("POST", "/drive/share/{file}/role"): Opened("writer", {"permission": "{permission}", "role": "commenter"}),
    ("POST", "/drive/share/{file}/remove"): Opened("writer", {"permission": "{permission}"}),
    ("POST", "/drive/share/{file}/link"): Opened("writer", {"link": "on"}),
    ("POST", "/drive/put-in-trash/{file}"): Opened("owner", {}),
    ("POST", "/drive/restore/{file}"): Opened("owner", {}),
    ("GET", "/drive/delete/{file}"): Opened("owner"),
    ("POST", "/drive/delete/{file}"): Opened("owner", {}),
    ("GET", "/file/d/{file}/view"): Opened("reader"),
    ("GET", "/file/d/{picture}/picture"): Opened("reader"),
    ("GET", "/file/d/{file}/download"): Opened("reader"),
    ("GET", "/document/d/{document}"): Opened("reader"),
    ("GET", "/document/d/{document}/edit"): Opened("reader"),
    ("GET", "/document/d/{document}/export"): Opened("reader"),
    ("POST", "/document/d/{document}/comments"): Opened("commenter", {"text": "вопрос"}),
    ("POST", "/document/d/{document}/comments/{document_comment}"): Opened("commenter", {"text": "ответ"}),
    ("POST", "/document/d/{document}/restore"): Opened("owner", {}),
    ("GET", "/forms/d/e/{form}/viewform"): Opened("visitor"),
    ("POST", "/forms/d/e/{form}/formResponse"): Opened("visitor", {}),
    ("GET", "/forms/d/{form}/edit"): Opened("writer"),
    ("POST", "/forms/d/{form}/edit"): Opened("writer", {"takes": "off"}),
    ("GET", "/mail"): Opened("owner"),
    ("GET", "/mail/{letter}"): Opened("owner"),
    ("GET", "/mail/{letter}/attachments/{attachment}"): Opened("owner"),
    ("GET", "/mail/{letter}/eml"): Opened("owner"),
    ("POST", "/mail/{letter}/trash"): Opened("owner", {}),
    ("POST", "/mail/{letter}/untrash"): Opened("owner", {}),
    ("GET", "/spreadsheets/d/{book}"): Opened("reader"),
    ("GET", "/spreadsheets/d/{book}/edit"): Opened("reader"),
    ("GET", "/spreadsheets/d/{book}/grid"): Opened("reader"),
    ("GET", "/spreadsheets/d/{book}/charts"): Opened("reader"),
    ("GET", "/spreadsheets/d/{book}/print"): Opened("reader"),
    ("GET", "/spreadsheets/d/{book}/export"): Opened("reader"),
    ("POST", "/spreadsheets/d/{book}/here"): Opened("reader", "{}"),
    ("POST", "/spreadsheets/d/{book}/edits"): Opened("writer", ROW),
    ("GET", "/spreadsheets/d/{book}/history"): Opened("writer"),
    ("GET", "/spreadsheets/d/{book}/history/{version}"): Opened("writer"),
    ("GET", "/spreadsheets/d/{book}/history/{version}/export"): Opened("writer"),
    ("POST", "/spreadsheets/d/{book}/history/{version}/cell"): Opened("writer", {"step": ROW}),
    ("GET", "/spreadsheets/d/{book}/history/{version}/restore"): Opened("owner"),
    ("POST", "/spreadsheets/d/{book}/history/{version}/restore"): Opened("owner", {"stand": "{stand}"}),
    ("POST", "/spreadsheets/d/{book}/requests"): Opened("writer", '{"requests": [{"addSheet": {}}]}'),
}


@pytest.fixture
def visitors(owner: Visitor, nobody: Visitor, sign_in: SignIn) -> dict[str, Visitor]:
    return {"visitor": nobody, **{name: sign_in(email_of(name)) for name in STRENGTH[:-1]}, "owner": owner}


def opened(visitor: Visitor, method: str, path: str, page: Opened, house: House) -> requests.Response:
    data = page.body.encode() if isinstance(page.body, str) else filled(page.body, house)
    return visitor.session.request(
        method, visitor.url + path, data=data, files=page.files, timeout=20, allow_redirects=False
    )


def is_refused(answer: requests.Response) -> bool:
    """Whether the page is not for this visitor: they are told so, asked to sign in, or led to the questionnaire."""
    elsewhere = answer.headers.get("location", "").startswith(("/signin", "/forms/d/e/"))
    return answer.status_code in REFUSED or (answer.status_code == 303 and elsewhere)


def test_every_page_says_whom_it_is_for() -> None:
    served = {(method, path) for path, methods in PAGES.items() for method in methods}
    named = re.compile(r"\{\w+\}")
    assert {(method, named.sub("{}", path)) for method, path in PAGES_FOR} == {
        (method, named.sub("{}", path)) for method, path in served
    }


CLOSED = [place for place, page in PAGES_FOR.items() if page.least != "visitor"]


@pytest.mark.parametrize(("method", "path"), CLOSED)
def test_no_page_does_for_anybody_what_their_role_is_too_weak_for(
    api: Api, visitors: dict[str, Visitor], method: str, path: str
) -> None:
    page, house = PAGES_FOR[method, path], House(api)
    address, order = filled(path, house), ("visitor", *STRENGTH)
    for name in order[: order.index(page.least)]:
        answer = opened(visitors[name], method, address, page, house)
        assert is_refused(answer), (name, answer.status_code, answer.headers.get("location"))
    assert not is_refused(opened(visitors[page.least], method, address, page, house))


# Files that their owner lets nobody take away who may only look


@pytest.fixture
def held(api: Api) -> House:
    house = House(api)
    for file_id in (house.file, house.document, house.book, house.picture, house.other_book):
        api.patch(f"{FILES}/{file_id}", {"copyRequiresWriterPermission": True})
    return house


TAKEN_AWAY: list[tuple[str, str, Json | None, Json]] = [
    ("GET", FILES + "/{file}", None, {"alt": "media"}),
    ("GET", FILES + "/{document}/export", None, {"mimeType": "text/plain"}),
    ("GET", FILES + "/{book}/export", None, {"mimeType": "text/csv"}),
    ("POST", FILES + "/{file}/copy", {"parents": ["{mine}"]}, {}),
    ("POST", FILES + "/{document}/copy", {"parents": ["{mine}"]}, {}),
    ("POST", FILES + "/{book}/copy", {"parents": ["{mine}"], "mimeType": "text/csv"}, {}),
    ("POST", BOOK + "/sheets/0:copyTo", {"destinationSpreadsheetId": "{my_book}"}, {}),
]


@pytest.mark.parametrize(("method", "path", "body", "query"), TAKEN_AWAY)
@pytest.mark.parametrize("name", ["reader", "commenter"])
def test_what_may_only_be_looked_at_is_neither_downloaded_nor_exported_nor_copied(
    api: Api, people: dict[str, Api], held: House, name: str, method: str, path: str, body: Json | None, query: Json
) -> None:
    """Even into a folder and a spreadsheet that are the person's own."""
    mine = api.post(FILES, {"name": "Моя", "mimeType": FOLDER})["id"]
    share = {"type": "user", "role": "writer", "emailAddress": email_of(name)}
    my_book = new_book(api).id
    for each in (mine, my_book):
        api.post(f"{FILES}/{each}/permissions", share, sendNotificationEmail="false")
    held.made |= {"mine": mine, "my_book": my_book}
    address = filled(path, held)
    answer = people[name].call(method, address, filled(body, held), **query)
    assert answer.status_code == 403, answer.text
    if query.get("alt") != "media":
        assert in_a_batch(people[name], method, address, filled(body, held), query) == 403
    assert [each["id"] for each in api.get(FILES, q=f"'{mine}' in parents")["files"]] == []


def test_google_s_words_say_why_a_file_cannot_be_taken_away(people: dict[str, Api], held: House) -> None:
    reader = people["reader"]
    reasons = [
        reader.error("GET", f"{FILES}/{held.file}", alt="media"),
        reader.error("GET", f"{FILES}/{held.book}/export", mimeType="text/csv"),
        reader.error("POST", f"{FILES}/{held.file}/copy", {}),
    ]
    assert [(each["message"], each["errors"][0]["reason"]) for each in reasons] == [
        ("This file cannot be downloaded by the user.", "cannotDownloadFile"),
        ("This file cannot be exported by the user.", "cannotExportFile"),
        ("This file cannot be copied by the user.", "cannotCopyFile"),
    ]
    told = reader.get(f"{FILES}/{held.file}", fields="*")
    assert (told["capabilities"]["canDownload"], told["capabilities"]["canCopy"]) == (False, False)
    assert "webContentLink" not in told


def test_what_may_only_be_looked_at_is_read_all_the_same(people: dict[str, Api], held: House) -> None:
    reader = people["reader"]
    reader.get(f"/v4/spreadsheets/{held.book}/values/A1")
    reader.get(f"/v4/spreadsheets/{held.book}", includeGridData="true")
    reader.get(f"/v1/documents/{held.document}")


def test_writers_take_away_what_readers_may_only_look_at(people: dict[str, Api], held: House) -> None:
    assert people["writer"].call("GET", f"{FILES}/{held.file}", alt="media").status_code == 200
    assert people["writer"].call("GET", f"{FILES}/{held.book}/export", mimeType="text/csv").status_code == 200


BUTTONS = {
    "/file/d/{file}/view": "/download",
    "/file/d/{picture}/view": "/picture",
    "/document/d/{document}/edit": "/export",
    "/spreadsheets/d/{book}/edit": "/export",
    "/drive/folders/{folder}": "/download",
}


@pytest.mark.parametrize("path", BUTTONS)
def test_a_page_offers_no_download_to_whoever_may_only_look(
    visitors: dict[str, Visitor], held: House, path: str
) -> None:
    for name, offered in (("reader", False), ("commenter", False), ("writer", True)):
        assert (BUTTONS[path] in visitors[name].get(filled(path, held)).text) is offered, name


@pytest.mark.parametrize(
    "path",
    ["/file/d/{file}/download", "/file/d/{book}/download", "/file/d/{document}/download", "/file/d/{picture}/picture",
     "/document/d/{document}/export?format=docx", "/document/d/{document}/export?format=pdf",
     "/spreadsheets/d/{book}/export?format=xlsx", "/spreadsheets/d/{book}/export?format=pdf",
     "/spreadsheets/d/{book}/print"],
)  # fmt: skip
def test_a_page_gives_nothing_away_to_whoever_may_only_look_and_says_why(
    visitors: dict[str, Visitor], held: House, path: str
) -> None:
    page = visitors["reader"].get(filled(path, held), allow_redirects=False)
    assert (page.status_code, "Владелец этого файла запретил скачивать" in page.text) == (403, True)


def test_a_document_that_may_only_be_looked_at_is_shown_and_not_printed(
    visitors: dict[str, Visitor], held: House, open_browser: Callable[..., Page]
) -> None:
    page = open_browser(visitors["reader"], **DESK)
    for path in ("/document/d/{document}/edit", "/spreadsheets/d/{book}/edit"):
        page.goto(filled(path, held))
        main = page.locator("main")
        expect(main).to_be_visible()
        page.emulate_media(media="print")
        expect(main).to_be_hidden()
        page.emulate_media(media="screen")
