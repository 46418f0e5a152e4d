"""What each method asks of the person who calls it.

check(call)   # raises Google's 403, or Drive's 404 for a file that the person must not know of
"""

from __future__ import annotations

from typing import Any

from automation.embedded.access.roles import Roles
from automation.embedded.calls import Call
from automation.embedded.errors import ApiError, file_not_found

Json = dict[str, Any]

_FILE = {"sheets": "spreadsheetId", "docs": "documentId", "forms": "formId", "drive": "fileId"}

READERS = frozenset(
    {
        "docs.documents.get",
        "drive.comments.get",
        "drive.comments.list",
        "drive.files.copy",
        "drive.files.export",
        "drive.files.get",
        "drive.replies.get",
        "drive.replies.list",
        "forms.forms.get",
        "sheets.spreadsheets.developerMetadata.get",
        "sheets.spreadsheets.developerMetadata.search",
        "sheets.spreadsheets.get",
        "sheets.spreadsheets.getByDataFilter",
        "sheets.spreadsheets.sheets.copyTo",
        "sheets.spreadsheets.values.batchGet",
        "sheets.spreadsheets.values.batchGetByDataFilter",
        "sheets.spreadsheets.values.get",
    }
)
COMMENTERS = frozenset(
    {
        "drive.comments.create",
        "drive.comments.delete",
        "drive.comments.update",
        "drive.replies.create",
        "drive.replies.delete",
        "drive.replies.update",
    }
)
WRITERS = frozenset(
    {
        "docs.documents.batchUpdate",
        "drive.files.update",
        "drive.permissions.create",
        "drive.permissions.delete",
        "drive.permissions.get",
        "drive.permissions.list",
        "drive.permissions.update",
        "drive.revisions.delete",
        "drive.revisions.get",
        "drive.revisions.list",
        "drive.revisions.update",
        "forms.forms.batchUpdate",
        "forms.forms.responses.get",
        "forms.forms.responses.list",
        "forms.forms.setPublishSettings",
        "sheets.spreadsheets.batchUpdate",
        "sheets.spreadsheets.values.append",
        "sheets.spreadsheets.values.batchClear",
        "sheets.spreadsheets.values.batchClearByDataFilter",
        "sheets.spreadsheets.values.batchUpdate",
        "sheets.spreadsheets.values.batchUpdateByDataFilter",
        "sheets.spreadsheets.values.clear",
        "sheets.spreadsheets.values.update",
    }
)
OWNERS = frozenset({"drive.files.delete"})
# These are about no file that is there already; what they list, they list for the person who asks.
PEOPLE = frozenset(
    {
        "docs.documents.create",
        "drive.about.get",
        "drive.changes.getStartPageToken",
        "drive.changes.list",
        "drive.files.create",
        "drive.files.emptyTrash",
        "drive.files.generateIds",
        "drive.files.list",
        "forms.forms.create",
        "sheets.spreadsheets.create",
    }
)

# What an API key is enough for: it asserts no person, and opens what is open to all who have its link.
OPEN_TO_KEYS = READERS - {"drive.files.copy", "sheets.spreadsheets.sheets.copyTo"} | {"drive.files.list"}

# What reading a file is not enough for where its owner set `copyRequiresWriterPermission`. What a page shows stays
# readable by the API (cells, a document's text): Google documents the setting for these ways alone.
# https://developers.google.com/workspace/drive/api/guides/content-restrictions
_TAKES_AWAY = {
    "drive.files.copy": ("cannotCopyFile", "copied"),
    "drive.files.export": ("cannotExportFile", "exported"),
    "drive.files.get": ("cannotDownloadFile", "downloaded"),
    "sheets.spreadsheets.sheets.copyTo": ("", ""),
}
# Settings by which an owner limits what writers and readers do, with what holds until they are set.
# https://support.google.com/docs/answer/2494893
_OWNERS_SETTINGS = {"writersCanShare": True, "copyRequiresWriterPermission": False}

_ROLES = {"reader": READERS, "commenter": COMMENTERS, "writer": WRITERS, "owner": OWNERS}
_NEEDED = {method: role for role, methods in _ROLES.items() for method in methods}


def check(call: Call) -> None:
    """Raise `ApiError` if the person may not do what ``call`` asks. Runs inside the call's transaction."""
    method, api = call.method.id, call.method.api.name
    if call.person.is_owner:
        return
    if api == "gmail":
        raise ApiError(400, "Mail service not enabled", reason="failedPrecondition")  # the mailbox is the owner's
    if role := _needed(call):
        _demand(call, call[_FILE[api]], role)
    elif method not in PEOPLE:
        raise _refusal(api)
    _check_taking_away(call)
    _check_targets(call)


def file_changed(call: Call) -> Json | None:
    """The file whose content or description ``call`` changes, if it is there."""
    if call.method.id not in WRITERS or call.method.http_method == "GET" or "permissions" in call.method.id:
        return None
    return call.workspace.files.find(call[_FILE[call.method.api.name]])


def _needed(call: Call) -> str | None:
    """The role that the method asks for on its file."""
    if call.method.id == "drive.files.update" and _is_owners_update(call):
        return "owner"
    if call.method.id.startswith("drive.permissions.") and not _writers_share(call):
        return "owner"
    return _NEEDED.get(call.method.id)


def _is_owners_update(call: Call) -> bool:
    """Whether it asks for what only an owner may: trashing, as in Google's My Drive, and limits for the others.

    The folder that a file lies in decides who sees it, so moving it is a way of sharing it.
    """
    file = call.workspace.files.find(call["fileId"]) or {}
    changed = {name for name, usual in _OWNERS_SETTINGS.items() if call.body.get(name, usual) != file.get(name, usual)}
    moves = call.get("addParents") or call.get("removeParents")
    return "trashed" in call.body or bool(changed.intersection(call.body)) or bool(moves and not _writers_share(call))


def _writers_share(call: Call) -> bool:
    file = call.workspace.files.find(call["fileId"])
    return file is None or (bool(file.get("writersCanShare", True)) and call.body.get("role") != "owner")


def may_take_away(file: Json, roles: Roles) -> bool:
    """Whether the person may download, export and copy a file that they may read."""
    return not file.get("copyRequiresWriterPermission") or roles.may(file, "writer")


def _check_taking_away(call: Call) -> None:
    if call.method.id not in _TAKES_AWAY or (call.method.id == "drive.files.get" and call.alt != "media"):
        return
    file = call.workspace.files.find(call[_FILE[call.method.api.name]])
    if file is None or may_take_away(file, Roles(call.workspace.files, call.person, call.workspace.now())):
        return
    reason, deed = _TAKES_AWAY[call.method.id]
    if not reason:
        raise _refusal(call.method.api.name)
    raise ApiError(403, f"This file cannot be {deed} by the user.", reason=reason)


def _demand(call: Call, file_id: str, role: str) -> None:
    files, api = call.workspace.files, call.method.api.name
    file = files.find(file_id)
    if file is None:
        return  # the handler says that it is not there, in its API's own words
    roles = Roles(files, call.person, call.workspace.now())
    if not roles.may(file, "reader") and api == "drive":
        raise file_not_found(file_id)
    if not roles.may(file, role):
        raise _refusal(api)


def _check_targets(call: Call) -> None:
    """Whoever puts something into a folder, or copies a sheet into a spreadsheet, must be a writer there.

    Nobody but the owner has a Drive of their own here, so a new file needs a folder to lie in.
    """
    match call.method.id:
        case "docs.documents.create" | "forms.forms.create" | "sheets.spreadsheets.create":
            raise _refusal(call.method.api.name)
        case "drive.files.create" | "drive.files.copy":
            targets = call.body.get("parents") or ["root"]
        case "drive.files.update":
            targets = [each.strip() for each in call.get("addParents", "").split(",") if each.strip()]
        case "sheets.spreadsheets.sheets.copyTo":
            targets = [call.body.get("destinationSpreadsheetId", "")]
        case _:
            targets = []
    for target in targets:
        _demand(call, target, "writer")


def _refusal(api: str) -> ApiError:
    """403 as Drive says it, and as the others do."""
    if api == "drive":
        message = "The user does not have sufficient permissions for this file."
        return ApiError(403, message, reason="insufficientFilePermissions")
    return ApiError(403, "The caller does not have permission")
