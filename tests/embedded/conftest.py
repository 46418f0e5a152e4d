"""A running workspace, and unmodified clients pointed at it."""

from __future__ import annotations

import importlib.resources
import json
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

import gspread
import httplib2
import pytest
import requests
from googleapiclient.discovery import build_from_document

from automation.embedded import Server, Workspace, calls, processes, serving
from automation.embedded import workspace as workspaces
from automation.embedded.spreadsheets.formulas import computing
from tests.embedded.conformance import check_exchange
from tests.staging import staged

Json = dict[str, Any]

NOW = datetime(2026, 9, 1, 9, 30, tzinfo=UTC)


class Clock:
    """A clock that a test sets."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def workspace(tmp_path: Path, clock: Clock) -> Iterator[Workspace]:
    workspace = Workspace(tmp_path / "workspace", clock=clock)
    yield workspace
    workspace.close()


@pytest.fixture
def server(workspace: Workspace) -> Iterator[Server]:
    with staged(workspace) as server:
        yield server


def checked_session(server: Server) -> requests.Session:
    """A session whose every exchange is held against the discovery documents."""

    def check(response: requests.Response, *_: Any, **__: Any) -> None:
        request = response.request
        content_type = response.headers.get("content-type", "")
        check_exchange(
            request.method or "", request.url or "", request.body, response.status_code, content_type, response.content
        )
        # What is not JSON is some file's content: a browser must never show it in place.
        is_data = not response.content or content_type.startswith(("application/json;", "multipart/mixed"))
        assert is_data or response.headers["content-disposition"].startswith("attachment")

    session = requests.Session()
    session.headers["Authorization"] = f"Bearer {server.token}"
    session.hooks["response"].append(check)
    return session


@dataclass
class Api:
    """Plain calls: paths begin with the API's own."""

    url: str
    session: requests.Session

    def call(self, method: str, path: str, body: Any = None, **query: Any) -> requests.Response:
        """The response, whatever its status."""
        return self.session.request(method, self.url + path, json=body, params=query)

    def get(self, path: str, **query: Any) -> Json:
        return self._body(self.call("GET", path, **query))

    def post(self, path: str, body: Any = None, **query: Any) -> Json:
        return self._body(self.call("POST", path, body or {}, **query))

    def put(self, path: str, body: Any, **query: Any) -> Json:
        return self._body(self.call("PUT", path, body, **query))

    def patch(self, path: str, body: Any, **query: Any) -> Json:
        return self._body(self.call("PATCH", path, body, **query))

    def _body(self, response: requests.Response) -> Json:
        assert response.status_code == 200, response.text
        body: Json = response.json()
        return body

    def error(self, method: str, path: str, body: Any = None, **query: Any) -> Json:
        """The error of a call that must fail."""
        response = self.call(method, path, body, **query)
        assert response.status_code >= 400, response.text
        error: Json = response.json()["error"]
        return error


@pytest.fixture
def api(server: Server) -> Api:
    return Api(server.url, checked_session(server))


@dataclass
class Book:
    """One spreadsheet under test."""

    api: Api
    id: str

    @property
    def path(self) -> str:
        return f"/v4/spreadsheets/{self.id}"

    def update(self, *requests: Json, **query: Any) -> list[Json]:
        """The replies of a batch of requests."""
        replies: list[Json] = self.api.post(f"{self.path}:batchUpdate", {"requests": list(requests)}, **query)[
            "replies"
        ]
        return replies

    def refusal(self, *requests: Json) -> str:
        """Why Google would refuse a batch."""
        message: str = self.api.error("POST", f"{self.path}:batchUpdate", {"requests": list(requests)})["message"]
        return message

    def write(self, text: str, values: list[list[Any]], option: str = "RAW") -> Json:
        return self.api.put(f"{self.path}/values/{text}", {"values": values}, valueInputOption=option)

    def read(self, text: str, option: str = "UNFORMATTED_VALUE", **query: Any) -> list[list[Any]]:
        body = self.api.get(f"{self.path}/values/{text}", valueRenderOption=option, **query)
        values: list[list[Any]] = body.get("values", [])
        return values

    def get(self, fields: str = "*", **query: Any) -> Json:
        return self.api.get(self.path, fields=fields, **query)

    def sheet(self) -> Json:
        """The first sheet without its grid."""
        sheet: Json = self.api.get(self.path)["sheets"][0]
        return sheet


@pytest.fixture
def book(api: Api) -> Book:
    return new_book(api)


def new_book(api: Api, locale: str = "en_US", rows: int = 10, columns: int = 6) -> Book:
    body = {
        "properties": {"title": "Книга", "locale": locale},
        "sheets": [{"properties": {"title": "Sheet1", "gridProperties": {"rowCount": rows, "columnCount": columns}}}],
    }
    return Book(api, api.post("/v4/spreadsheets", body)["spreadsheetId"])


@dataclass
class Aside:
    """What was done in another process, and what others did in the meantime."""

    meanwhile: Callable[[], None] = lambda: None
    done: list[str] = field(default_factory=list)


@pytest.fixture
def aside(monkeypatch: pytest.MonkeyPatch) -> Aside:
    """Everything takes longer than others should wait."""
    noted = Aside()

    def in_a_process(function: Callable[..., Any], *arguments: Any) -> Any:
        noted.done.append(function.__name__)
        noted.meanwhile()
        return processes.in_a_process(function, *arguments)

    for module in (calls, serving, workspaces):
        monkeypatch.setattr(module, "in_a_process", in_a_process)
    monkeypatch.setattr(calls, "PATIENCE", -1.0)
    monkeypatch.setattr(computing, "PATIENCE", -1.0)
    return noted


@contextmanager
def full_disk(workspace: Workspace) -> Iterator[None]:
    """No page more for the database while the block runs: what is longer than the room it has is refused."""
    connection = workspace.storage.connection
    (pages,) = connection.execute("PRAGMA page_count").fetchone()
    connection.execute(f"PRAGMA max_page_count = {pages}")
    yield
    connection.execute("PRAGMA max_page_count = 1000000000")


@contextmanager
def locked(workspace: Workspace) -> Iterator[None]:
    """Another program is in the middle of a write while the block runs, and nobody waits for it."""
    other = sqlite3.connect(workspace.directory / "workspace.sqlite3", isolation_level=None)
    workspace.storage.connection.execute("PRAGMA busy_timeout = 0")
    other.execute("BEGIN IMMEDIATE")
    yield
    other.execute("ROLLBACK")
    other.close()


@pytest.fixture
def gspread_client(server: Server, monkeypatch: pytest.MonkeyPatch) -> gspread.Client:
    """gspread as it is, but for the addresses that it calls."""
    import gspread.client
    import gspread.http_client
    import gspread.spreadsheet
    import gspread.worksheet

    modules = (gspread.client, gspread.http_client, gspread.spreadsheet, gspread.worksheet, gspread.urls)
    for module in modules:
        for name, value in vars(module).items():
            if name.isupper() and isinstance(value, str) and ".googleapis.com" in value:
                host = value.split(".googleapis.com")[0] + ".googleapis.com"
                monkeypatch.setattr(module, name, value.replace(host, server.url))
    return gspread.Client(auth=None, session=checked_session(server))  # type: ignore[arg-type]


class _CheckedHttp(httplib2.Http):
    def __init__(self, token: str) -> None:
        super().__init__(timeout=20)
        self.redirect_codes = self.redirect_codes - {308}  # as googleapiclient's own build_http does
        self.token = token

    def request(
        self, uri: Any, method: str = "GET", body: Any = None, headers: Any = None, *rest: Any, **more: Any
    ) -> Any:
        headers = {**(headers or {}), "Authorization": f"Bearer {self.token}"}
        response, content = super().request(uri, method, body, headers, *rest, **more)
        sent = body if isinstance(body, str | bytes) and "x-http-method-override" not in headers else None
        effective = headers.get("x-http-method-override", method)
        check_exchange(effective, uri, sent, response.status, response.get("content-type", ""), content)
        return response, content


@cache
def _client(name: str, url: str) -> tuple[Any, _CheckedHttp]:
    """googleapiclient's client of an API, built once: most of what it takes is the making of its own documentation."""
    folder = importlib.resources.files("googleapiclient.discovery_cache.documents")
    document = json.loads((folder / f"{name}.json").read_text(encoding="utf-8"))
    document["rootUrl"] = url + "/"
    document.pop("mtlsRootUrl", None)
    document["baseUrl"] = url + "/" + document["servicePath"]
    http = _CheckedHttp("")
    return build_from_document(document, http=http), http


@pytest.fixture
def google(server: Server) -> Callable[[str], Any]:
    """googleapiclient as it is, but for the document's rootUrl: ``google("drive.v3").files()``."""

    def client(name: str) -> Any:
        built, http = _client(name, server.url)
        http.close()  # what the server has hung up on, and another test's
        http.token = server.token
        return built

    return client
