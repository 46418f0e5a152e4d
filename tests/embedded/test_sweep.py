"""Every method that the workspace serves, and every page, answers whatever it is sent: never with a failure of ours.

The methods, their parameters and the fields of their bodies come from the discovery documents, so what is new is swept
without a word here.
"""

from __future__ import annotations

import asyncio
import json
import os
import re
from collections.abc import Coroutine, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import quote, urlencode

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from starlette.requests import Request

import automation.embedded.app as app_module
from automation.embedded import Workspace
from automation.embedded.calls import HANDLERS
from automation.embedded.discovery import method
from automation.embedded.pages import routes
from automation.embedded.pages.register import PAGES
from tests.embedded.hostile import OTHERS, TEMPLATES, TEXTS, Place, Sent, calls
from tests.embedded.test_bad_input import XLSX

Json = dict[str, Any]
_T = TypeVar("_T")

EXAMPLES = int(os.environ.get("SWEEP", "8"))
"""For each method, request of a batch and page; SWEEP=100 tries more of them."""

METHODS = sorted(each for each in HANDLERS if not each.endswith("batchUpdate") or "values" in each)
REQUESTS = [
    (each, kind)
    for each in sorted(HANDLERS)
    if each.endswith(".batchUpdate") and "values" not in each
    for kind in sorted(method(each).api.schemas["Request"]["properties"])
]


_OF_API = ("/v4/", "/v1/", "/drive/v3/", "/gmail/")


class _Undone(Exception):
    """Ends a transaction, so that what a request changed is as it was."""


class _Failed(AssertionError):
    """The program failed."""


def _fail(request: Request, error: Exception) -> None:
    raise _Failed(f"{request.method} {request.url.path}") from error


async def _here(function: Any, *arguments: Any) -> Any:
    return function(*arguments)


class House:
    """A workspace with something of every kind in it, asked in this thread; each answer leaves it as it was."""

    def __init__(self, folder: Path) -> None:
        self.workspace = Workspace(folder, clock=lambda: datetime(2026, 9, 1, 9, 30, tzinfo=UTC))
        app = app_module.make_app(self.workspace)
        transport = httpx.ASGITransport(app, raise_app_exceptions=True)
        self._client = httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1:8800")
        self._loop = asyncio.new_event_loop()
        with self.workspace.writing():
            self._session = {f"session-{self.workspace.files.root_id[2:10]}": self._sign_in()}
        self.place = self._furnish()
        self.views = self._views()

    def _sign_in(self) -> str:
        found = self.workspace.sign_ins.by_link(
            self.workspace.sign_ins.new_link("owner@workspace.local", self.workspace.now()), self.workspace.now()
        )
        assert found
        return found

    def _run(self, asking: Coroutine[Any, Any, _T]) -> _T:
        """A browser that another test of this process has opened leaves a loop of its own running in this thread."""
        other = asyncio._get_running_loop()
        asyncio._set_running_loop(None)
        try:
            return self._loop.run_until_complete(asking)
        finally:
            asyncio._set_running_loop(other)

    def close(self) -> None:
        self._run(self._client.aclose())
        self._loop.close()
        self.workspace.close()

    def ask(self, sent: Sent) -> httpx.Response:
        """The answer to a call of the API."""
        headers = {"Authorization": f"Bearer {self.workspace.token}"}
        content = None if sent.body is None else json.dumps(sent.body).encode()
        address = f"{sent.path}?{urlencode(sent.query)}" if sent.query else sent.path
        return self._run(self._client.request(sent.http_method, address, content=content, headers=headers))

    def asked_and_looked_at(self, sent: Sent) -> httpx.Response:
        """The answer; where something was changed, everything of that kind is looked at as it is now."""
        answer = self.ask(sent)
        if answer.status_code < 300 and sent.http_method != "GET":
            api = sent.path.split("/")[2]
            for path in self.views.get(api, []):
                _answers(self._seen(path))
        return answer

    def _seen(self, path: str) -> httpx.Response:
        return self.ask(Sent("GET", path, [], None)) if path.startswith(_OF_API) else self.visit("GET", path, [])

    def visit(self, http_method: str, path: str, fields: list[tuple[str, str]], **headers: str) -> httpx.Response:
        """The answer to the owner's browser."""
        asked = urlencode(fields)
        address, content = (f"{path}?{asked}", None) if http_method == "GET" else (path, asked.encode())
        form = {} if content is None else {"Content-Type": "application/x-www-form-urlencoded"}
        cookies = "; ".join(f"{name}={value}" for name, value in self._session.items())
        given = {**form, **headers, "Cookie": cookies}
        return self._run(self._client.request(http_method, address, content=content, headers=given))

    def post_json(self, path: str, body: Any) -> httpx.Response:
        """The answer to the owner's browser, in which a script of ours sends JSON."""
        return self.send("POST", path, json.dumps(body).encode(), "application/json")

    def send(self, http_method: str, path: str, content: bytes, kind: str) -> httpx.Response:
        """The answer to any bytes from the owner."""
        cookies = "; ".join(f"{name}={value}" for name, value in self._session.items())
        headers = {"Cookie": cookies, "Content-Type": kind, "Authorization": f"Bearer {self.workspace.token}"}
        return self._run(self._client.request(http_method, path, content=content, headers=headers))

    def path_of(self, method_id: str) -> str:
        """Where a method is called on what is there."""
        template = TEMPLATES[method_id].replace("{+", "{")
        return re.sub(r"\{(\w+)\}", lambda found: quote(str((self.place.of(found[1]) or ["1"])[0]), safe=""), template)

    def undone(self, ask: Any) -> httpx.Response:
        """The answer, and nothing changed by it."""
        answer: httpx.Response | None = None
        try:
            with self.workspace.writing():
                answer = ask()
                raise _Undone
        except _Undone:
            pass
        assert answer is not None
        return answer

    def _post(self, path: str, body: Json, *query: tuple[str, str]) -> Json:
        answer = self.ask(Sent("POST", path, list(query), body))
        assert answer.status_code == 200, answer.text
        found: Json = answer.json()
        return found

    def _views(self) -> dict[str, list[str]]:
        """Every way to see what is there, by the word in a path of the API that changes it."""
        sheet, document, form = (self.place.of(name)[0] for name in ("spreadsheetId", "documentId", "formId"))
        letter, export = self.place.of("messageId")[0], f"/drive/v3/files/{sheet}/export?mimeType="
        made = [f"{export}text%2Fcsv", f"{export}application%2Fzip", f"{export}{quote(XLSX, safe='')}"]
        return {
            "spreadsheets": [
                f"/v4/spreadsheets/{sheet}?includeGridData=true", f"/spreadsheets/d/{sheet}/edit",
                f"/v4/spreadsheets/{sheet}/values/A1:J20?valueRenderOption=FORMATTED_VALUE", *made,
                f"/spreadsheets/d/{sheet}/grid?sheet=0", f"/spreadsheets/d/{sheet}/charts?sheet=0",
            ],
            "documents": [f"/v1/documents/{document}", f"/document/d/{document}/edit"],
            "forms": [
                f"/v1/forms/{form}", f"/forms/d/e/{form}/viewform", f"/forms/d/{form}/edit",
                f"/v1/forms/{form}/responses",
            ],
            "v3": ["/drive/v3/files?fields=*", "/drive", "/drive/search?q=a", "/drive/trash"],
            "v1": ["/gmail/v1/users/me/messages", f"/gmail/v1/users/me/messages/{letter}", "/mail", f"/mail/{letter}"],
        }  # fmt: skip

    def _furnish(self) -> Place:
        sheet = self._post("/v4/spreadsheets", {"properties": {"title": "Книга"}})["spreadsheetId"]
        cells = {"values": [["Имя", "=1+1", 3, True], ["Орлов", "2026-09-01", -4.5, ""]]}
        self.ask(Sent("PUT", f"/v4/spreadsheets/{sheet}/values/A1", [("valueInputOption", "USER_ENTERED")], cells))
        document = self._post("/v1/documents", {"title": "Приказ"})["documentId"]
        edit = {"insertText": {"location": {"index": 1}, "text": "Раз два\nтри"}}
        self._post(f"/v1/documents/{document}:batchUpdate", {"requests": [edit]})
        form = self._post("/v1/forms", {"info": {"title": "Анкета"}})["formId"]
        question = {"title": "Имя", "questionItem": {"question": {"textQuestion": {}}}}
        items = [{"createItem": {"item": question, "location": {"index": 0}}}]
        made = self._post(f"/v1/forms/{form}:batchUpdate", {"requests": items})["replies"][0]["createItem"]
        publish = {"publishSettings": {"publishState": {"isPublished": True, "isAcceptingResponses": True}}}
        self._post(f"/v1/forms/{form}:setPublishSettings", publish)
        kind = "application/vnd.google-apps.folder"
        folder = self._post("/drive/v3/files", {"name": "Папка", "mimeType": kind})["id"]
        plain = self._post("/drive/v3/files", {"name": "a.txt", "mimeType": "text/plain"})["id"]
        comment = self._post(f"/drive/v3/files/{document}/comments", {"content": "?"}, ("fields", "*"))["id"]
        said = {"content": "!"}
        reply = self._post(f"/drive/v3/files/{document}/comments/{comment}/replies", said, ("fields", "*"))["id"]
        person = {"type": "user", "role": "writer", "emailAddress": "a@b.example"}
        permission = self._post(f"/drive/v3/files/{sheet}/permissions", person)["id"]
        letter = self._post("/gmail/v1/users/me/messages/send", {"raw": "U3ViamVjdDogYQ0KVG86IGFAYi5jDQoNCnRleHQ="})
        label = self._post("/gmail/v1/users/me/labels", {"name": "Метка"})["id"]
        files = [sheet, document, form, folder, plain]
        return Place(
            {
                "spreadsheetId": [sheet], "destinationSpreadsheetId": [sheet], "documentId": [document],
                "formId": [form],
                "fileId": files, "file_id": files, "form_id": [form], "commentId": [comment], "comment_id": [comment],
                "replyId": [reply], "permissionId": [permission], "messageId": [letter["id"]],
                "message_id": [letter["id"]],
                "userId": ["me"], "labelIds": [label, "INBOX"], "addLabelIds": [label], "removeLabelIds": [label],
                "threadId": [letter["threadId"]], "ids": [letter["id"]], "sheetId": [0], "sourceSheetId": [0],
                "destinationSheetId": [0], "itemId": [made["itemId"]], "questionId": made["questionId"],
                "revisionId": ["1", "head"], "range": ["A1:B2", "Sheet1", "Лист1!A1"], "ranges": ["A1:B2", "A:A"],
                "tableRange": ["A1:B2"], "a1Range": ["A1:B2"], "fields": ["*"], "updateMask": ["*"],
                "parents": [folder],
                "addParents": [folder], "id": [label, letter["id"], document], "pageToken": ["1"],
                "raw": ["U3ViamVjdDogYQ"],
                "mimeType": ["text/plain", "application/vnd.google-apps.document"], "index": [0, 1], "role": ["reader"],
                "startIndex": [0, 1], "endIndex": [1, 2], "startRowIndex": [0], "endRowIndex": [1, 2], "type": ["user"],
                "startColumnIndex": [0], "endColumnIndex": [1, 2], "emailAddress": ["a@b.example"], "text": ["Раз",
                "a"],
                "majorDimension": ["ROWS", "COLUMNS"], "valueInputOption": ["RAW", "USER_ENTERED"],
                "includeSpam": ["true"],
                "userEnteredValue": ["1", "=A1>2"], "formulaValue": ["=A1"], "pattern": ["0.00"],
                "q": ["name = 'a'", "a"],
            }
        )  # fmt: skip


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    with pytest.MonkeyPatch.context() as patched:
        for module in (app_module, routes):
            patched.setattr(module, "in_a_thread", _here)
            patched.setattr(module, "log_failure", _fail)
        house = House(tmp_path_factory.mktemp("sweep") / "workspace")
        yield house
        assert house.ask(Sent("GET", "/drive/v3/files", [], None)).status_code == 200
        house.close()


swept = settings(
    max_examples=EXAMPLES,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=list(HealthCheck),
)


def _answers(answer: httpx.Response) -> None:
    assert answer.status_code < 500 or answer.status_code == 501, answer.text
    if answer.status_code == 501:
        assert "is not implemented by the embedded workspace" in answer.text


@pytest.mark.parametrize("method_id", METHODS)
def test_a_method_answers_whatever_it_is_sent(house: House, method_id: str) -> None:
    @swept
    @given(sent=calls(method_id, house.place))
    def sweep(sent: Sent) -> None:
        _answers(house.undone(lambda: house.asked_and_looked_at(sent)))

    sweep()


@pytest.mark.parametrize(("method_id", "kind"), REQUESTS, ids=[f"{each}-{kind}" for each, kind in REQUESTS])
def test_a_batch_answers_whatever_is_in_it(house: House, method_id: str, kind: str) -> None:
    path = house.path_of(method_id)
    if house.undone(lambda: house.ask(Sent("POST", path, [], {"requests": [{kind: {}}]}))).status_code == 501:
        return  # whatever it is sent

    @swept
    @given(sent=calls(method_id, house.place, kind))
    def sweep(sent: Sent) -> None:
        _answers(house.undone(lambda: house.asked_and_looked_at(sent)))

    sweep()


def _fields(place: Place) -> st.SearchStrategy[list[tuple[str, str]]]:
    names = ["q", "name", "text", "action", "to", "email", "role", "next", "format", "page", "pageToken", "order",
             "password",
             "old", "new", "gid", "range", "edits", "requests", "entry.1", "pageHistory", "fvv", "ids", "id",
             "kind", "sheet",
             "row", "start", "label", "size", "view", "secret", *place.known]  # fmt: skip
    known = [str(value) for values in place.known.values() for value in values]
    field = st.tuples(st.sampled_from(names), st.sampled_from(TEXTS) | st.sampled_from(known))
    return st.lists(field, max_size=6)


@pytest.mark.parametrize(("path", "http_method"), [(path, each) for path in PAGES for each in PAGES[path]])
def test_a_page_answers_whatever_it_is_sent(house: House, path: str, http_method: str) -> None:
    parts = [part[1:-1] for part in path.split("/") if part.startswith("{")]

    @swept
    @given(st.data())
    def sweep(data: st.DataObject) -> None:
        address = path
        for part in parts:
            usable = [text for text in TEXTS if text.strip("./ ")]
            value = data.draw(st.sampled_from(house.place.of(part) * 20 + usable))
            address = address.replace("{" + part + "}", quote(str(value), safe=""))
        fields = data.draw(_fields(house.place))
        _answers(house.undone(lambda: house.visit(http_method, address, fields)))

    sweep()


_ODD = st.sampled_from([*OTHERS, 0, 1, 2, 10**7, "0", "-1", "²", "١", *TEXTS[:20]])
_ROW = st.fixed_dictionaries(
    {
        "row": _ODD | st.just(1),
        "cells": st.dictionaries(st.sampled_from(["0", "1", "99", "-1", "²", "9" * 5000]), _ODD),
    },
    optional={"seen": st.lists(st.sampled_from(["", "1"]) | _ODD, max_size=3) | _ODD, "notes": _ODD | st.just({"0": 1}),
              "order": _ODD | st.fixed_dictionaries({"COLUMNS": _ODD})},
)  # fmt: skip
_STEP = st.fixed_dictionaries(
    {"sheet": st.just(0) | _ODD, "deed": st.sampled_from(["write", "insert", "delete"]) | _ODD},
    optional={"rows": st.lists(_ROW, max_size=2) | _ODD, "row": st.just(1) | _ODD, "count": _ODD,
              "seen": st.just([]) | _ODD, "cells": st.lists(_ROW, max_size=2) | _ODD},
)  # fmt: skip


@settings(swept, max_examples=20 * EXAMPLES)
@given(step=_STEP)
def test_a_step_of_editing_is_answered_whatever_is_in_it(house: House, step: Json) -> None:
    path = f"/spreadsheets/d/{house.place.of('spreadsheetId')[0]}/edits"
    _answers(house.undone(lambda: house.post_json(path, step)))


@settings(swept, max_examples=10 * EXAMPLES)
@given(data=st.data())
def test_an_answer_to_a_form_is_taken_or_refused(house: House, data: st.DataObject) -> None:
    form_id = house.place.of("formId")[0]
    entries = [f"entry.{each}" for each in house.place.of("questionId")]
    names = st.sampled_from([*entries, "emailAddress", "pageHistory", "continue", "back", "once"])
    fields = data.draw(st.lists(st.tuples(names, st.sampled_from(TEXTS)), max_size=4))
    path = f"/forms/d/e/{form_id}/formResponse"
    _answers(house.undone(lambda: house.visit("POST", path, fields)))


DOORS = [
    b"\xff\xfe", b"\x00", b"[" * 100_000, b'{"a":' * 5000, b'{"title": NaN}', b'{"title": Infinity}',
    b'{"title": "\\ud800"}',
    b'{"title": ' + b"9" * 5000 + b"}", b"{" + b'"a":1,' * 50_000 + b'"b":1}', b'"x"', b"null", b"1e400",
    b"[]", b"\xef\xbb\xbf{}",
]  # fmt: skip


@pytest.mark.parametrize("method_id", [each for each in sorted(HANDLERS) if method(each).request])
@pytest.mark.parametrize("kind", ["application/json", "multipart/form-data; boundary=x", "text/plain"])
def test_a_body_that_is_no_message_is_refused_everywhere(house: House, method_id: str, kind: str) -> None:
    path = house.path_of(method_id)
    for body in DOORS:
        _answers(house.undone(lambda body=body: house.send(method(method_id).http_method, path, body, kind)))


ADDRESSES = ["/drive/v3/files", "/drive/v3/files/x%2F..%2F", "/drive", "/drive/search", "/signin", "/nothing", "/batch"]


@pytest.mark.parametrize("query", ["%ED%A0%80", "%00", "%FF%FE", "a" * 20_000, "&" * 5000, "=;=;", "a=1&" * 3000])
def test_an_address_is_answered_whatever_stands_in_it(house: House, query: str) -> None:
    for path in ADDRESSES:
        for address in (f"{path}?{query}", f"{path}?q={query}&fields={query}", f"{path}/{query[:300]}"):
            for http_method in ("GET", "POST", "PUT", "PATCH", "DELETE"):
                _answers(house.undone(lambda a=address, m=http_method: house.send(m, a, b"", "text/plain")))
