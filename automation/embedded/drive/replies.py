"""Replies to comments.

https://developers.google.com/workspace/drive/api/reference/rest/v3/replies
"""

from __future__ import annotations

import html
import secrets
from typing import Any

from automation.embedded.calls import Call, handles
from automation.embedded.drive.comments import check_author, find_comment, page_of, require_fields, shown_reply
from automation.embedded.drive.files import rfc3339
from automation.embedded.drive.users import author
from automation.embedded.errors import ApiError

Json = dict[str, Any]

_RESOLVED_BY = {"resolve": True, "reopen": False}


def _find(call: Call) -> Json:
    for reply in find_comment(call)["replies"]:
        if reply["id"] == call["replyId"] and (not reply["deleted"] or call.get("includeDeleted")):
            found: Json = reply
            return found
    raise ApiError(404, f"Reply not found: {call['replyId']}.", location="replyId")


@handles("drive.replies.create")
def create(call: Call) -> Json:
    require_fields(call)
    comment, now = find_comment(call), call.workspace.now()
    content, action = call.body.get("content"), call.body.get("action")
    if action is not None and action not in _RESOLVED_BY:
        raise ApiError(400, "Invalid Value", reason="invalid", location="action", location_type="other")
    if not content and not action:
        raise ApiError(400, "Content is required to create a reply.", reason="required")
    moment = rfc3339(now)
    reply: Json = {
        "kind": "drive#reply",
        "id": "AAAA" + secrets.token_urlsafe(6),
        "createdTime": moment,
        "modifiedTime": moment,
        "author": author(call.person),
        "deleted": False,
    }
    if content:
        reply |= {"content": content, "htmlContent": html.escape(content)}
    if action:
        reply["action"] = action
        comment["resolved"] = _RESOLVED_BY[action]
    comment["replies"].append(reply)
    _changed(call, comment)
    return shown_reply(call, reply)


def _changed(call: Call, comment: Json) -> None:
    now = call.workspace.now()
    comment["modifiedTime"] = rfc3339(now)
    call.workspace.files.change(call["fileId"], now)


@handles("drive.replies.list")
def list_replies(call: Call) -> Json:
    require_fields(call)
    replies = find_comment(call)["replies"]
    found, more = page_of(call, replies, lambda reply: call.get("includeDeleted") or not reply["deleted"])
    return {"kind": "drive#replyList", "replies": [shown_reply(call, reply) for reply in found], **more}


@handles("drive.replies.get")
def get(call: Call) -> Json:
    require_fields(call)
    return shown_reply(call, _find(call))


@handles("drive.replies.update")
def update(call: Call) -> Json:
    require_fields(call)
    reply, content = _find(call), call.body.get("content")
    if not content:
        raise ApiError(400, "Content is required to update a reply.", reason="required")
    check_author(call, reply)
    moment = rfc3339(call.workspace.now())
    reply |= {"content": content, "htmlContent": html.escape(content), "modifiedTime": moment}
    _changed(call, find_comment(call))
    return shown_reply(call, reply)


@handles("drive.replies.delete")
def delete(call: Call) -> None:
    reply = _find(call)
    check_author(call, reply)
    for name in ("content", "htmlContent"):
        reply.pop(name, None)
    reply |= {"deleted": True, "modifiedTime": rfc3339(call.workspace.now())}
    _changed(call, find_comment(call))
