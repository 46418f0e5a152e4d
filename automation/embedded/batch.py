"""Several requests in one: ``/batch`` and ``/batch/drive/v3``, as googleapiclient's ``BatchHttpRequest`` sends them.

https://developers.google.com/workspace/drive/api/guides/performance#batch-requests
"""

from __future__ import annotations

import re
import secrets
from http import HTTPStatus
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from starlette.requests import Request
from starlette.responses import Response

from automation.embedded.errors import ApiError
from automation.embedded.uploads import parts_of

MAX_CALLS = 100

_PATH = re.compile(r"/batch(?:/(?:drive/v3|gmail/v1|sheets/v4|forms/v1|docs/v1))?\Z")
_REQUEST_LINE = re.compile(rb"([A-Z]+) (\S+)(?: HTTP/1\.[01])?\Z")
# What says how the whole batch was sent, and is wrong for a single call of it.
_OF_THE_BATCH = (b"content-type", b"content-length", b"accept-encoding", b"x-http-method-override")


def is_batch(http_method: str, path: str) -> bool:
    """Whether a request is a batch."""
    return http_method == "POST" and bool(_PATH.match(path))


class Inner(NamedTuple):
    """One call of a batch: as a request of its own, with the body and the ``Content-ID`` that it came with."""

    request: Request
    raw_path: str
    body: bytes
    content_id: str


def calls(outer: Request, body: bytes) -> list[Inner]:
    """The calls of a batch. Raises `ApiError` 400 for what is none."""
    content_type = outer.headers.get("content-type", "")
    if not content_type.lower().startswith("multipart/mixed"):
        raise ApiError(400, "Failed to parse batch request, error: the body is not multipart/mixed.")
    sections = parts_of(content_type, body)
    if not sections:
        raise ApiError(400, "Failed to parse batch request, error: 0 items.")
    if len(sections) > MAX_CALLS:
        raise ApiError(400, f"The batch request contains too many calls, the limit is {MAX_CALLS}.")
    return [_inner(outer, headers, content) for headers, content in sections]


def _inner(outer: Request, part_headers: dict[str, str], content: bytes) -> Inner:
    head, _, body = content.replace(b"\r\n", b"\n", _lines_of_head(content)).partition(b"\n\n")
    line, *header_lines = head.split(b"\n")
    matched = _REQUEST_LINE.match(line.strip())
    if not matched:
        raise ApiError(400, "Failed to parse batch request, error: a part is no HTTP request.")
    method, target = matched.group(1).decode(), urlsplit(matched.group(2).decode("ascii", "replace"))
    headers = [(name.strip().lower(), value.strip()) for name, _, value in (h.partition(b":") for h in header_lines)]
    own = {name for name, _ in headers}
    inherited = [item for item in outer.scope["headers"] if item[0] not in own and item[0] not in _OF_THE_BATCH]
    scope: dict[str, Any] = {
        **outer.scope,
        "method": method,
        "path": target.path,
        "raw_path": target.path.encode(),
        "query_string": target.query.encode(),
        "headers": [*inherited, *headers],
    }
    return Inner(Request(scope), target.path, body.rstrip(b"\r\n"), part_headers.get("content-id", ""))


def _lines_of_head(content: bytes) -> int:
    """How many line ends stand before the body, the empty line's included."""
    head, end, _ = content.partition(b"\r\n\r\n")
    return head.count(b"\r\n") + 2 if end else content.count(b"\r\n")


def answer(answers: list[tuple[Inner, Response]]) -> Response:
    """The answers of all calls as one."""
    boundary = "batch_" + secrets.token_urlsafe(24)
    parts = [_part(boundary, inner, response) for inner, response in answers]
    content = b"".join(parts) + f"--{boundary}--\r\n".encode()
    return Response(content, headers={"Content-Type": f"multipart/mixed; boundary={boundary}"})


def _part(boundary: str, inner: Inner, response: Response) -> bytes:
    lines = [f"--{boundary}", "Content-Type: application/http"]
    if inner.content_id:
        lines.append(f"Content-ID: {_response_id(inner.content_id)}")
    lines += ["", f"HTTP/1.1 {response.status_code} {HTTPStatus(response.status_code).phrase}"]
    lines += [f"{name.decode('latin-1').title()}: {value.decode('latin-1')}" for name, value in response.raw_headers]
    if not response.body:
        lines.append("Content-Length: 0")  # googleapiclient cannot read an answer without any header
    return "\r\n".join([*lines, "", ""]).encode() + bytes(response.body) + b"\r\n"


def _response_id(content_id: str) -> str:
    bare = content_id.strip().removeprefix("<")
    return f"<response-{bare}" if content_id.strip().startswith("<") else f"response-{bare}"
