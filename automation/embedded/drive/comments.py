"""Comments on files; replies are not there yet.

https://developers.google.com/workspace/drive/api/reference/rest/v3/comments
"""

from __future__ import annotations

import base64
import html
import secrets
from typing import Any

from automation.embedded.calls import Call, handles
from automation.embedded.drive.files import Files, permission_id, rfc3339
from automation.embedded.errors import ApiError

Json = dict[str, Any]

_KEPT = ("content", "anchor", "quotedFileContent")


def _require_fields(call: Call) -> None:
    if not call.mask_given:
        message = "The 'fields' parameter is required for this method."
        raise ApiError(400, message, reason="required", location="fields")


def _author(files: Files) -> Json:
    return {
        "kind": "drive#user",
        "displayName": files.owner_name,
        "me": True,
        "permissionId": permission_id(files.owner_email),
    }


def _comments(call: Call) -> list[Json]:
    found: list[Json] = call.workspace.files.get(call["fileId"]).setdefault("comments", [])
    return found


def _find(call: Call) -> Json:
    for comment in _comments(call):
        if comment["id"] == call["commentId"] and (not comment["deleted"] or call.get("includeDeleted")):
            return comment
    raise ApiError(404, f"Comment not found: {call['commentId']}.", location="commentId")


@handles("drive.comments.create")
def create(call: Call) -> Json:
    _require_fields(call)
    if not call.body.get("content"):
        raise ApiError(400, "Content is required to create a comment.", reason="required")
    now = rfc3339(call.workspace.now())
    comment: Json = {
        "kind": "drive#comment",
        "id": "AAAA" + secrets.token_urlsafe(6),
        "createdTime": now,
        "modifiedTime": now,
        "author": _author(call.workspace.files),
        "deleted": False,
        "resolved": False,
        "replies": [],
        **{name: call.body[name] for name in _KEPT if name in call.body},
    }
    comment["htmlContent"] = html.escape(comment["content"])
    call.workspace.files.change(call["fileId"], call.workspace.now())
    _comments(call).append(comment)
    return comment


@handles("drive.comments.list")
def list_comments(call: Call) -> Json:
    _require_fields(call)
    since = call.get("startModifiedTime", "")
    found = [
        comment
        for comment in reversed(_comments(call))
        if (call.get("includeDeleted") or not comment["deleted"]) and comment["modifiedTime"] >= since
    ]
    start, size = _page_start(call.get("pageToken")), call.get("pageSize", 20)
    answer: Json = {"kind": "drive#commentList", "comments": found[start : start + size]}
    if start + size < len(found):
        answer["nextPageToken"] = base64.urlsafe_b64encode(str(start + size).encode()).decode()
    return answer


def _page_start(token: str | None) -> int:
    try:
        return int(base64.urlsafe_b64decode(token)) if token else 0
    except ValueError:
        raise ApiError(400, "Invalid Value", reason="invalid", location="pageToken") from None


@handles("drive.comments.get")
def get(call: Call) -> Json:
    _require_fields(call)
    return _find(call)


@handles("drive.comments.update")
def update(call: Call) -> Json:
    _require_fields(call)
    comment, now = _find(call), call.workspace.now()
    comment["content"] = call.body.get("content", comment["content"])
    comment |= {"htmlContent": html.escape(comment["content"]), "modifiedTime": rfc3339(now)}
    call.workspace.files.change(call["fileId"], now)
    return comment


@handles("drive.comments.delete")
def delete(call: Call) -> None:
    comment, now = _find(call), call.workspace.now()
    for name in ("content", "htmlContent"):
        comment.pop(name, None)
    comment |= {"deleted": True, "modifiedTime": rfc3339(now)}
    call.workspace.files.change(call["fileId"], now)
