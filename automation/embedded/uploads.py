"""Uploads of content: media, multipart and resumable.

https://developers.google.com/workspace/drive/api/guides/manage-uploads
"""

from __future__ import annotations

import base64
import binascii
import re
from dataclasses import replace
from typing import Any
from urllib.parse import quote, urlencode

from automation.embedded import json_body
from automation.embedded.access import rules
from automation.embedded.calls import Answer, Call, Empty, Handler, Media
from automation.embedded.drive.kinds import is_mime_type
from automation.embedded.errors import ApiError
from automation.embedded.limits import MAX_BODY, too_large
from automation.embedded.numerals import whole
from automation.embedded.serving import in_transaction, permitted
from automation.embedded.upload_sessions import Session, UploadSessions
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
    return in_transaction(call.workspace, lambda: permitted(call, handler))


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
        content = _from_base64(content)
    return headers, content


def _from_base64(text: bytes) -> bytes:
    try:
        return base64.b64decode(text)
    except binascii.Error:
        raise ApiError(400, "A part of the body is no base64.", reason="badContent") from None


def _metadata(text: bytes) -> Any:
    try:
        return json_body.read(text or b"{}")
    except json_body.Malformed:
        raise ApiError(400, "Parse Error", reason="parseError") from None


def _begin(call: Call, query: dict[str, str], body: bytes) -> Empty:
    """Open a resumable session: the answer's ``Location`` is where the content goes."""
    call.body = check_body(call.method, _metadata(body))
    size = call.headers.get("x-upload-content-length", "")
    data = {
        "method": call.method.id,
        "parameters": call.parameters,
        "metadata": call.body,
        "mimeType": _mime_type(call.headers.get("x-upload-content-type", "")),
        "size": _size(size, "X-Upload-Content-Length") if size else None,
    }
    with call.workspace.writing():
        rules.check(call)
        session = _sessions(call).begin(call.person.email, data)
    location = f"{call.base_url}{quote(call.path)}?{urlencode({**query, 'upload_id': session})}"
    return Empty(200, {"Location": location, "X-GUploader-UploadID": session})


def _size(text: str, header: str) -> int:
    """The size of an upload as a header tells it. Raises `ApiError` 400 or 413."""
    size = whole(text)
    if size is None:
        raise ApiError(400, f"Failed to parse {header} header.", reason="badRequest")
    if size > MAX_BODY:
        raise too_large(MAX_BODY)
    return size


def _sessions(call: Call) -> UploadSessions:
    return UploadSessions(call.workspace.storage, call.workspace.now())


def _resume(call: Call, session_id: str, body: bytes, handler: Handler) -> Answer:
    """One chunk, or a question how much has arrived: 308 until all is here."""

    def take_in() -> Answer:
        session, sessions = _begun(call, session_id), _sessions(call)
        content, complete = _received(session, body, call.headers.get("content-range", ""))
        if not complete:
            sessions.keep(session, content)
            return _incomplete(content)
        sessions.end(session_id)
        data = session.data
        media = Media(content, data["mimeType"])
        return permitted(replace(call, parameters=data["parameters"], body=data["metadata"], media=media), handler)

    return in_transaction(call.workspace, take_in)


def _begun(call: Call, session_id: str) -> Session:
    """What was begun. Raises `ApiError` 404 unless this person began it so."""
    session = _sessions(call).find(session_id, call.person.email)
    if session is None or session.data["method"] != call.method.id:
        raise ApiError(404, "Upload session not found.", reason="notFound")
    return session


def cancel(call: Call, query: dict[str, str]) -> Empty:
    """Give a resumable upload up, to which Google says 499. Raises `ApiError` 404 where there is none.

    https://developers.google.com/workspace/drive/api/guides/manage-uploads#resumable
    """
    with call.workspace.writing():
        _sessions(call).end(_begun(call, query.get("upload_id", "")).id)
    return Empty(499)


def _received(session: Session, chunk: bytes, content_range: str) -> tuple[bytes, bool]:
    """All bytes so far, and whether they are all. Raises `ApiError` 400 or 413 for what is none of this upload."""
    if not content_range:
        start, last, total = "0", "", str(len(chunk))
    elif matched := _RANGE.match(content_range):
        start, last, total = matched.groups()
    else:
        raise ApiError(400, "Failed to parse Content-Range header.", reason="badRequest")
    size = session.data["size"] if total == "*" else _size(total, "Content-Range")
    content = session.content if start is None else _continued(session.content, chunk, start, last)
    declared = session.data["size"] = size if session.data["size"] is None else session.data["size"]
    if declared is not None and (size != declared or len(content) > declared):
        raise ApiError(400, "Invalid request. The upload is not of the size that was declared.", reason="badRequest")
    return content, total != "*" and len(content) == declared


def _continued(content: bytes, chunk: bytes, start: str, last: str) -> bytes:
    """``content`` with a chunk that says where it begins and, unless it is the whole, where it ends."""
    first, end = _size(start, "Content-Range"), _size(last, "Content-Range") + 1 if last else len(chunk)
    if first > len(content):
        raise ApiError(400, "Invalid request. The chunk does not follow the bytes received.")
    if end - first != len(chunk):
        raise ApiError(400, "Invalid request. The chunk is not as long as its Content-Range says.")
    return content[:first] + chunk


def _incomplete(content: bytes) -> Empty:
    headers = {"Range": f"bytes=0-{len(content) - 1}"} if content else {}
    return Empty(308, headers)
