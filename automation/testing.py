"""An organisation in an embedded workspace, for tests and for people who build on this: no server, no socket.

    with organisation(NASTAVNIK, rows={Mentees: [{Mentees.full_name: "Лапина Яна Олеговна", …}]}) as one:
        run_cycle(one.google, one.spreadsheet, now=one.now)
        one.book()[Pairs]

The workspace is the real one, called in this process: `one.google` is what a program over the network would have.
"""

from __future__ import annotations

import io
import tempfile
from collections.abc import Iterator, Mapping, MutableMapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import requests
from anyio.from_thread import BlockingPortal, start_blocking_portal
from requests.adapters import HTTPAdapter
from starlette.types import ASGIApp
from urllib3 import HTTPHeaderDict, HTTPResponse

from automation.embedded import Workspace
from automation.embedded.app import make_app
from automation.google import Google, over
from automation.google.credentials import of_token
from automation.google.transport import Transport
from automation.workbook.answering import guide
from automation.workbook.book import Book
from automation.workbook.provision import FirstRows, provision
from automation.workbook.reading import read_book
from automation.workbook.restoring import restoring
from automation.workbook.table import Row
from sheets_schema.schema import Schema
from sheets_schema.sheet import Sheet

ADDRESS = "http://127.0.0.1:9"
"""Nobody is there (RFC 863, long out of use): whatever is not called in this process fails."""


class InProcess(HTTPAdapter):
    """Lets a `requests` session call a web application of this process as if it were a server's."""

    def __init__(self, app: ASGIApp, portal: BlockingPortal) -> None:
        super().__init__()
        self._app, self._portal = app, portal

    def send(self, request: requests.PreparedRequest, *args: Any, **options: Any) -> requests.Response:
        """The application's whole answer."""
        body = request.body or b""
        content = body.encode() if isinstance(body, str) else bytes(body)
        begin, *parts = self._portal.call(self._answer, _scope(request), content)
        answer = HTTPResponse(
            io.BytesIO(b"".join(part.get("body", b"") for part in parts)),
            headers=HTTPHeaderDict([(name.decode(), value.decode()) for name, value in begin["headers"]]),
            status=begin["status"],
            preload_content=False,
        )
        return self.build_response(request, answer)

    async def _answer(self, scope: dict[str, Any], body: bytes) -> list[MutableMapping[str, Any]]:
        messages: list[MutableMapping[str, Any]] = []
        asked = iter([{"type": "http.request", "body": body, "more_body": False}])

        async def receive() -> MutableMapping[str, Any]:
            return next(asked, {"type": "http.disconnect"})

        async def send(message: MutableMapping[str, Any]) -> None:
            messages.append(message)

        await self._app(scope, receive, send)
        return messages


def _scope(request: requests.PreparedRequest) -> dict[str, Any]:
    """What an ASGI application is told of a request: https://asgi.readthedocs.io/en/latest/specs/www.html"""
    url = urlsplit(str(request.url))
    headers = {"host": url.netloc, **request.headers}
    return {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": request.method,
        "scheme": url.scheme,
        "path": unquote(url.path),
        "raw_path": url.path.encode(),
        "query_string": url.query.encode(),
        "root_path": "",
        "headers": [(name.lower().encode(), value.encode()) for name, value in headers.items()],
        "client": ("127.0.0.1", 0),
        "server": (url.hostname, url.port or 80),
    }


@dataclass
class Organisation:
    """What a test has of it.

    Attributes:
        google: the workspace's services.
        spreadsheet: its id.
        schema: what it was made by.
        workspace: the workspace itself.
        links: form title → the address of its page.
        now: the time of the workspace's clock, which stands still until it is set.
    """

    google: Google
    spreadsheet: str
    schema: Schema
    workspace: Workspace
    links: Mapping[str, str] = field(default_factory=dict)
    now: datetime = datetime(2026, 9, 1, 6, tzinfo=UTC)

    def book(self) -> Book:
        """The spreadsheet as it stands."""
        return read_book(self.google, self.spreadsheet, self.now, self.schema)


@contextmanager
def organisation(
    schema: Schema,
    *,
    rows: Mapping[type[Sheet], Sequence[Row]] | None = None,
    settings: Mapping[str, Any] | None = None,
    now: datetime = datetime(2026, 9, 1, 6, tzinfo=UTC),
) -> Iterator[Organisation]:
    """An organisation with these rows and settings, gone after the block."""
    with tempfile.TemporaryDirectory() as folder, start_blocking_portal() as portal:
        one: Organisation | None = None
        workspace = Workspace(
            Path(folder),
            clock=lambda: one.now if one else now,
            guide=guide(schema),
            restoring=restoring(schema),
        )
        transport = Transport(of_token(workspace.token), address=ADDRESS, sleep=lambda _: None)
        transport.mount(ADDRESS, InProcess(make_app(workspace), portal))
        google = over(transport)
        try:
            first = FirstRows(settings or {}, rows or {})
            made = provision(google, schema, title="Наставничество", first=first, now=now)
            one = Organisation(google, made.spreadsheet, schema, workspace, made.forms, now)
            yield one
        finally:
            workspace.close()
