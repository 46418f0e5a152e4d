"""Comments on files; `replies` answers them.

https://developers.google.com/workspace/drive/api/reference/rest/v3/comments
"""

from __future__ import annotations

import html
import secrets
from collections.abc import Callable
from typing import Any

from automation.embedded.calls import Call, handles
from automation.embedded.drive import page_tokens
from automation.embedded.drive.files import rfc3339
from automation.embedded.drive.page_tokens import PageToken
from automation.embedded.drive.users import author, seen_author
from automation.embedded.errors import ApiError

Json = dict[str, Any]

_MAX_PAGE = 100
_KEPT = ("content", "anchor", "quotedFileContent")


def require_fields(call: Call) -> None:
    """Raise `ApiError` 400 where the caller does not say which fields it wants, as these methods demand."""
    if not call.mask_given:
        message = "The 'fields' parameter is required for this method."
        raise ApiError(400, message, reason="required", location="fields")


def check_author(call: Call, written: Json) -> None:
    """Raise `ApiError` 403 unless the person wrote this comment or reply, or owns the workspace."""
    if not call.person.is_owner and not seen_author(written["author"], call.person)["me"]:
        message = "The user does not have sufficient permissions for this file."
        raise ApiError(403, message, reason="insufficientFilePermissions")


def _comments(call: Call) -> list[Json]:
    found: list[Json] = call.workspace.files.get(call["fileId"]).setdefault("comments", [])
    return found


def find_comment(call: Call) -> Json:
    """The comment that ``call`` names. Raises `ApiError` 404."""
    for comment in _comments(call):
        if comment["id"] == call["commentId"] and (not comment["deleted"] or call.get("includeDeleted")):
            return comment
    raise ApiError(404, f"Comment not found: {call['commentId']}.", location="commentId")


@handles("drive.comments.create")
def create(call: Call) -> Json:
    require_fields(call)
    if not call.body.get("content"):
        raise ApiError(400, "Content is required to create a comment.", reason="required")
    now = rfc3339(call.workspace.now())
    comment: Json = {
        "kind": "drive#comment",
        "id": "AAAA" + secrets.token_urlsafe(6),
        "createdTime": now,
        "modifiedTime": now,
        "author": author(call.person),
        "deleted": False,
        "resolved": False,
        "replies": [],
        **{name: call.body[name] for name in _KEPT if name in call.body},
    }
    comment["htmlContent"] = html.escape(comment["content"])
    call.workspace.files.change(call["fileId"], call.workspace.now())
    _comments(call).append(comment)
    return _shown(call, comment)


@handles("drive.comments.list")
def list_comments(call: Call) -> Json:
    require_fields(call)
    since = call.get("startModifiedTime", "")

    def is_told(comment: Json) -> bool:
        return (call.get("includeDeleted") or not comment["deleted"]) and comment["modifiedTime"] >= since

    found, more = page_of(call, _comments(call)[::-1], is_told)
    return {"kind": "drive#commentList", "comments": [_shown(call, comment) for comment in found], **more}


def _shown(call: Call, comment: Json) -> Json:
    """The comment, deleted replies left out unless they are asked for."""
    told = [reply for reply in comment["replies"] if call.get("includeDeleted") or not reply["deleted"]]
    replies = [shown_reply(call, reply) for reply in told]
    return {**comment, "author": seen_author(comment["author"], call.person), "replies": replies}


def shown_reply(call: Call, reply: Json) -> Json:
    """The reply as the person sees it."""
    return {**reply, "author": seen_author(reply["author"], call.person)}


def page_of(call: Call, items: list[Json], is_told: Callable[[Json], bool]) -> tuple[list[Json], Json]:
    """The page that ``call`` asks for of those of ``items`` that are told, and the token of the next one, if any.

    What is deleted stays among the items, so the last one of a page is always there.
    """
    token, size = page_tokens.read(call.get("pageToken")), call.get("pageSize", 20)
    if not 1 <= size <= _MAX_PAGE:
        message = f"Invalid value '{size}'. Values must be within the range: [1, {_MAX_PAGE}]"
        raise ApiError(400, message, reason="invalidParameter", location="pageSize")
    start = 0
    if token is not None:
        start = 1 + next((index for index, item in enumerate(items) if item["id"] == token.last["id"]), len(items))
    found = [item for item in items[start:] if is_told(item)]
    more = {"nextPageToken": PageToken({"id": found[size - 1]["id"]}).text()} if size < len(found) else {}
    return found[:size], more


@handles("drive.comments.get")
def get(call: Call) -> Json:
    require_fields(call)
    return _shown(call, find_comment(call))


@handles("drive.comments.update")
def update(call: Call) -> Json:
    require_fields(call)
    comment, now = find_comment(call), call.workspace.now()
    check_author(call, comment)
    comment["content"] = call.body.get("content", comment["content"])
    comment |= {"htmlContent": html.escape(comment["content"]), "modifiedTime": rfc3339(now)}
    call.workspace.files.change(call["fileId"], now)
    return _shown(call, comment)


@handles("drive.comments.delete")
def delete(call: Call) -> None:
    comment, now = find_comment(call), call.workspace.now()
    check_author(call, comment)
    for name in ("content", "htmlContent"):
        comment.pop(name, None)
    comment |= {"deleted": True, "modifiedTime": rfc3339(now)}
    call.workspace.files.change(call["fileId"], now)
