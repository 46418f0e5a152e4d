"""Revisions of files: the head alone, for earlier contents are not kept.

https://developers.google.com/workspace/drive/api/reference/rest/v3/revisions
"""

from __future__ import annotations

from typing import Any

from automation.embedded.calls import Answer, Call, Content, handles
from automation.embedded.drive import kinds
from automation.embedded.drive.methods import last_editor, shown
from automation.embedded.errors import ApiError
from automation.embedded.field_mask import Mask, parse, select

Json = dict[str, Any]

_DEFAULT: Mask = parse("kind,id,mimeType,modifiedTime")
_OF_CONTENT = ("md5Checksum", "size", "originalFilename")
_SETTABLE = ("published", "publishAuto", "publishedOutsideDomain")


def _file(call: Call) -> Json:
    file = call.workspace.files.get(call["fileId"])
    if file["mimeType"] in (kinds.FOLDER, kinds.SHORTCUT):
        message = "The file does not support revisions."
        raise ApiError(403, message, reason="revisionsNotSupported", location="fileId")
    return file


def _head_id(file: Json) -> str:
    return str(file.get("headRevisionId", file["version"]))


def _shown(call: Call, file: Json) -> Json:
    revision: Json = {
        "kind": "drive#revision",
        "id": _head_id(file),
        "mimeType": file["mimeType"],
        "modifiedTime": file["modifiedTime"],
    }
    if not call.mask_given:
        default: Json = select(revision, _DEFAULT)
        return default
    revision["lastModifyingUser"] = last_editor(call, file)
    set_by_hand = file.get("revision", {})
    if kinds.is_google(file["mimeType"]):
        links = shown(call, file).get("exportLinks")
        settings = {name: set_by_hand.get(name, False) for name in _SETTABLE}
        return {**revision, **settings, **({"exportLinks": links} if links else {})}
    # What was said of an earlier content is not said of this one.
    kept = set_by_hand.get("keepForever", False) and set_by_hand.get("id") == revision["id"]
    facts = {name: file[name] for name in _OF_CONTENT if name in file}
    return {**revision, **facts, "keepForever": kept, "published": False}


def _check_revision(call: Call, file: Json) -> None:
    if call["revisionId"] != _head_id(file):
        raise ApiError(404, f"Revision not found: {call['revisionId']}.", location="revisionId")


@handles("drive.revisions.list")
def list_revisions(call: Call) -> Json:
    return {"kind": "drive#revisionList", "revisions": [_shown(call, _file(call))]}


@handles("drive.revisions.get")
def get(call: Call) -> Answer:
    file = _file(call)
    _check_revision(call, file)
    if call.alt != "media":
        return _shown(call, file)
    if kinds.is_google(file["mimeType"]):
        message = "Only files with binary content can be downloaded. Use Export with Docs Editors files."
        raise ApiError(403, message, reason="fileNotDownloadable", location="alt")
    return Content(call.workspace.files.content(file["id"]), file["mimeType"], file["name"])


@handles("drive.revisions.update")
def update(call: Call) -> Json:
    file = _file(call)
    _check_revision(call, file)
    is_google = kinds.is_google(file["mimeType"])
    given = {name: call.body[name] for name in (_SETTABLE if is_google else ("keepForever",)) if name in call.body}
    file = call.workspace.files.change(file["id"], call.workspace.now())
    file["revision"] = {**file.get("revision", {}), **given, "id": _head_id(file)}
    return _shown(call, file)


@handles("drive.revisions.delete")
def delete(call: Call) -> None:
    file = _file(call)
    _check_revision(call, file)
    if kinds.is_google(file["mimeType"]):
        raise ApiError(400, "The file type does not support deleting revisions.", reason="revisionDeletionNotSupported")
    raise ApiError(403, "Cannot delete the only revision of the file.", reason="cannotDeleteOnlyRevision")
