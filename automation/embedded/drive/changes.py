"""The log of changes to files.

https://developers.google.com/workspace/drive/api/reference/rest/v3/changes
"""

from __future__ import annotations

from typing import Any

from automation.embedded.access.roles import Roles
from automation.embedded.calls import Call, handles
from automation.embedded.drive import corpora
from automation.embedded.drive.methods import shown
from automation.embedded.errors import ApiError
from automation.embedded.numerals import whole

Json = dict[str, Any]

_MAX_PAGE = 1000


@handles("drive.changes.getStartPageToken")
def get_start_page_token(call: Call) -> Json:
    corpora.check(call)
    return {"kind": "drive#startPageToken", "startPageToken": str(call.workspace.files.next_change())}


@handles("drive.changes.list")
def list_changes(call: Call) -> Json:
    corpora.check(call)
    files, start, size = call.workspace.files, whole(call["pageToken"]), call.get("pageSize", 100)
    if start is None:
        raise ApiError(400, "Invalid Value", reason="invalid", location="pageToken")
    if not 1 <= size <= _MAX_PAGE:
        message = f"Invalid value '{size}'. Values must be within the range: [1, {_MAX_PAGE}]"
        raise ApiError(400, message, reason="invalidParameter", location="pageSize")
    found = files.changes_since(start, size + 1)
    roles = Roles(files, call.person, call.workspace.now())
    changes = [_change(call, file_id, time) for _, file_id, time in found[:size] if _is_told(call, roles, file_id)]
    if not call.get("includeRemoved", True):
        changes = [change for change in changes if not change["removed"]]
    if len(found) > size:
        return {"kind": "drive#changeList", "changes": changes, "nextPageToken": str(found[size][0])}
    return {"kind": "drive#changeList", "changes": changes, "newStartPageToken": str(files.next_change())}


def _is_told(call: Call, roles: Roles, file_id: str) -> bool:
    """Whether the person hears of a change; what is gone for good only its owner."""
    file = call.workspace.files.find(file_id)
    return call.person.is_owner if file is None else not file.get("isRoot") and roles.finds(file)


def _change(call: Call, file_id: str, time: str) -> Json:
    file = call.workspace.files.find(file_id)
    change: Json = {
        "kind": "drive#change",
        "type": "file",
        "changeType": "file",
        "time": time,
        "removed": file is None,
        "fileId": file_id,
    }
    return change if file is None else {**change, "file": shown(call, file)}
