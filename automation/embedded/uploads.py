"""Uploads of content: media, multipart and resumable.

https://developers.google.com/workspace/drive/api/guides/manage-uploads
"""

from __future__ import annotations

import base64
import json
import re
import secrets
from dataclasses import replace
from typing import Any
from urllib.parse import quote, urlencode

from automation.embedded import json_body
from automation.embedded.access import rules
from automation.embedded.calls import Answer, Call, Empty, Handler, Media
from automation.embedded.drive.kinds import is_mime_type
from automation.embedded.errors import ApiError
from automation.embedded.serving import permitted
from automation.embedded.storage import encode
from automation.embedded.validation import check_body

_OLD_UPLOAD = re.compile(r"/upload/drive/v2/files/([^/]+)\Z")
_RANGE = re.compile(r"bytes (?:(\d+)-(\d+)|\*)/(\d+|\*)\Z")


def modern_path(raw_path: str) -> str:
    """gspread's ``import_csv`` still uploads to Drive v2, whose upload of content is v3's update."""
    return _OLD_UPLOAD.sub(r"/upload/drive/v3/files/\1", raw_path)


def meant(http_method: str, raw_path: str) -> tuple[str, ...]:
    """The HTTP methods that may be meant: a PUT sends the next chunk of a resumable upload, or is v2's update; a
    DELETE gives the upload up."""
    chunks = {"PUT": ("PUT", "PATCH", "POST"), "DELETE": ("PATCH", "POST")}
    return chunks.get(http_method, (http_method,)) if raw_path.startswith("/upload/") else (http_method,)


def serve(call: Call, query: dict[str, str], body: bytes, handler: Handler) -> Answer:
    """Take in the content as ``uploadType`` says, then let ``handler`` do its work on it."""
    kind = query.get("uploadType", "media")
    if query.get("upload_id"):
        return _resume(call, query["upload_id"], body, handler)
    if kind == "resumable":
        return _begin(call, query, body)
    if kind == "multipart":
        metadata, call.media = _split(call.headers.get("content-type", ""), body)
    else:
        metadata, call.media = {}, Media(body, _mime_type(call.headers.get("content-type", "")))
    call.body = check_body(call.method, metadata)
    return _run(call, handler)


def _run(call: Call, handler: Handler) -> Answer:
    with call.workspace.writing():
        return permitted(call, handler)


def _mime_type(content_type: str) -> str:
    """The type that a header names; empty without one. Raises `ApiError` 400 for what is none."""
    named = content_type.split(";")[0].strip().lower()
    if named and not is_mime_type(named):
        raise ApiError(400, "Invalid MIME type provided for the uploaded content.", reason="invalidContentType")
    return named


def _split(content_type: str, body: bytes) -> tuple[Any, Media]:
    """Metadata and content of a ``multipart/related`` body."""
    sections = parts_of(content_type, body)
    if len(sections) != 2:
        raise ApiError(400, "Multipart upload must have exactly two parts.", reason="badContent")
    return _metadata(sections[0][1]), Media(sections[1][1], _mime_type(sections[1][0].get("content-type", "")))


def parts_of(content_type: str, body: bytes) -> list[tuple[dict[str, str], bytes]]:
    """Headers (their names in small letters) and content of each part of a multipart body. Raises `ApiError` 400."""
    boundary = re.search(r'boundary="?([^";]+)"?', content_type)
    if not boundary:
        raise ApiError(400, "Missing multipart boundary.", reason="badContent")
    mark = re.escape(boundary.group(1).encode())
    parts = re.split(rb"(?:\A|\r?\n)--" + mark + rb"(?:--)?[ \t]*(?:\r?\n|\Z)", body)
    # What stands before the first boundary and after the last is no part.
    return [_section(part) for part in parts[1:] if part.strip()]


def _section(part: bytes) -> tuple[dict[str, str], bytes]:
    """Headers and content of one part; a part without headers begins with the empty line."""
    bare = part.startswith((b"\n", b"\r\n"))
    head, *rest = re.split(rb"\r?\n", part, maxsplit=1) if bare else re.split(rb"\r?\n\r?\n", part, maxsplit=1)
    headers = {}
    # Python's own email package folds a long Content-Type onto the next line.
    for line in re.sub(rb"\r?\n[ \t]+", b" ", head).decode("utf-8", "replace").splitlines():
        name, _, value = line.partition(":")
        headers[name.strip().lower()] = value.strip()
    content = rest[0] if rest else b""
    if headers.get("content-transfer-encoding", "").lower() == "base64":
        content = base64.b64decode(content)
    return headers, content


def _metadata(text: bytes) -> Any:
    try:
        return json_body.read(text or b"{}")
    except json_body.Malformed:
        raise ApiError(400, "Parse Error", reason="parseError") from None


def _begin(call: Call, query: dict[str, str], body: bytes) -> Empty:
    """Open a resumable session: the answer's ``Location`` is where the content goes."""
    call.body = check_body(call.method, _metadata(body))
    session = secrets.token_urlsafe(24)
    data = {
        "method": call.method.id,
        "person": call.person.email,
        "parameters": call.parameters,
        "metadata": call.body,
        "mimeType": _mime_type(call.headers.get("x-upload-content-type", "")),
    }
    with call.workspace.writing():
        rules.check(call)
        storage = call.workspace.storage
        storage.execute("INSERT INTO uploads VALUES (?, ?, ?)", session, encode(data), b"")
    location = f"{call.base_url}{quote(call.path)}?{urlencode({**query, 'upload_id': session})}"
    return Empty(200, {"Location": location, "X-GUploader-UploadID": session})


def _resume(call: Call, session: str, body: bytes, handler: Handler) -> Answer:
    """One chunk, or a question how much has arrived: 308 until all is here."""
    storage = call.workspace.storage
    with call.workspace.writing():
        data, content = _begun(call, session)
        content, complete = _received(content, body, call.headers.get("content-range", ""))
        if not complete:
            storage.execute("UPDATE uploads SET content = ? WHERE id = ?", content, session)
            return _incomplete(content)
        storage.execute("DELETE FROM uploads WHERE id = ?", session)
        whole = replace(
            call, parameters=data["parameters"], body=data["metadata"], media=Media(content, data["mimeType"])
        )
        return permitted(whole, handler)


def _begun(call: Call, session: str) -> tuple[Any, bytes]:
    """What was begun under ``session``, and the bytes so far. Raises `ApiError` 404 unless this person began it so."""
    found = call.workspace.storage.row("SELECT data, content FROM uploads WHERE id = ?", session)
    data = json.loads(found[0]) if found else {}
    if found is None or (data["method"], data.get("person")) != (call.method.id, call.person.email):
        raise ApiError(404, "Upload session not found.", reason="notFound")
    return data, found[1]


def cancel(call: Call, query: dict[str, str]) -> Empty:
    """Give a resumable upload up, to which Google says 499. Raises `ApiError` 404 where there is none.

    https://developers.google.com/workspace/drive/api/guides/manage-uploads#resumable
    """
    session = query.get("upload_id", "")
    with call.workspace.writing():
        _begun(call, session)
        call.workspace.storage.execute("DELETE FROM uploads WHERE id = ?", session)
    return Empty(499)


def _received(content: bytes, chunk: bytes, content_range: str) -> tuple[bytes, bool]:
    """All bytes so far, and whether they are all."""
    if not content_range:
        return chunk, True
    matched = _RANGE.match(content_range)
    if not matched:
        raise ApiError(400, "Failed to parse Content-Range header.", reason="badRequest")
    start, _, total = matched.groups()
    if start is not None:
        if int(start) > len(content):
            raise ApiError(400, "Invalid request. The chunk does not follow the bytes received.")
        content = content[: int(start)] + chunk
    return content, total != "*" and len(content) >= int(total)


def _incomplete(content: bytes) -> Empty:
    headers = {"Range": f"bytes=0-{len(content) - 1}"} if content else {}
    return Empty(308, headers)
