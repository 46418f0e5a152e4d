"""``files`` and ``about``.

https://developers.google.com/workspace/drive/api/reference/rest/v3/files
"""

from __future__ import annotations

import copy
import mimetypes
from dataclasses import replace
from typing import Any
from urllib.parse import quote

from automation.embedded.access.person import Person
from automation.embedded.access.roles import Roles
from automation.embedded.access.rules import may_take_away
from automation.embedded.calls import Answer, Call, Content, Media, handles
from automation.embedded.drive import comments, conversion, corpora, export, kinds, page_tokens, permissions, replies
from automation.embedded.drive.files import Files, moment, new_file_id, rfc3339
from automation.embedded.drive.page_tokens import PageToken
from automation.embedded.drive.query import EVERYTHING, Query, compile_query, files_after, sort_fields, sort_files
from automation.embedded.drive.users import user
from automation.embedded.errors import ApiError
from automation.embedded.field_mask import Mask, parse, select
from automation.embedded.numerals import whole
from automation.embedded.spreadsheets import files as spreadsheet_files

Json = dict[str, Any]

SERVED_BY = (comments, permissions, replies)  # importing them has registered their handlers

_DEFAULT: Mask = parse("kind,id,name,mimeType")
_MAX_PAGE = 1000
_PRIVATE = ("isRoot", "comments", "editor", "revision", "permissions")
_SETTABLE = (
    "name",
    "mimeType",
    "description",
    "starred",
    "properties",
    "appProperties",
    "createdTime",
    "modifiedTime",
    "viewedByMeTime",
    "originalFilename",
    "folderColorRgb",
    "writersCanShare",
    "copyRequiresWriterPermission",
    "shortcutDetails",
    "contentRestrictions",
)
_NOT_DOWNLOADABLE = "Only files with binary content can be downloaded. Use Export with Docs Editors files."

_PARENTS = (
    "The parents field is not directly writable in update requests. "
    "Use the addParents and removeParents parameters instead."
)


def shown(call: Call, file: Json, *, select_default: bool = True) -> Json:
    """The file as Drive answers it: without a mask, its id, name and kind alone."""
    if select_default and not call.mask_given:
        default: Json = select(file, _DEFAULT)
        return default
    owners = [_person(item) for item in file["permissions"] if item["role"] == "owner"]
    editor = last_editor(call, file)
    published = {name: value for name, value in file.items() if name not in _PRIVATE}
    others = [item for item in file["permissions"] if "view" not in item]
    capabilities = _capabilities(call, file)
    is_folder = file["mimeType"] == kinds.FOLDER
    page = kinds.page_of(file["mimeType"], file["id"])
    return {
        **published,
        "version": str(file["version"]),
        **(_permissions(others) if capabilities["canShare"] else {}),
        "shared": len(others) > 1,
        "owners": [user(person, seen_by=call.person) for person in owners],
        "ownedByMe": call.person in owners,
        "lastModifyingUser": editor,
        "modifiedByMe": editor["me"],
        **({"modifiedByMeTime": file["modifiedTime"]} if editor["me"] else {}),
        "spaces": ["drive"],
        "viewedByMe": True,
        "isAppAuthorized": True,
        "writersCanShare": file.get("writersCanShare", True),
        "quotaBytesUsed": file.get("quotaBytesUsed", "0"),
        "capabilities": capabilities,
        "webViewLink": f"{call.base_url}{page}" + ("" if is_folder else "?usp=drivesdk"),
        "copyRequiresWriterPermission": file.get("copyRequiresWriterPermission", False),
        **(_content_links(call, file) if capabilities["canDownload"] else {}),
    }


def _permissions(permissions: list[Json]) -> Json:
    """Who else uses a file: told to those who may share it."""
    return {"permissions": permissions, "permissionIds": [item["id"] for item in permissions]}


def _content_links(call: Call, file: Json) -> Json:
    formats = kinds.EXPORTS.get(file["mimeType"])
    base = f"{call.base_url}/drive/v3/files/{file['id']}"
    if formats:
        return {"exportLinks": {kind: f"{base}/export?mimeType={quote(kind, safe='')}" for kind in formats}}
    return {} if kinds.is_google(file["mimeType"]) else {"webContentLink": f"{base}?alt=media"}


def last_editor(call: Call, file: Json) -> Json:
    """Who changed the file last, as Drive's ``User``."""
    person = Person(file["editor"]) if file.get("editor") else _person(file["permissions"][0])
    return user(person, seen_by=call.person)


def _person(permission: Json) -> Person:
    return Person(permission["emailAddress"].lower())


_DEEDS = {
    "owner": ("Trash", "Untrash", "Delete", "ChangeCopyRequiresWriterPermission"),
    "writer": ("Edit", "Rename", "Share", "ModifyContent"),
    "commenter": ("Comment",),
    "reader": ("Download",),
}


def _capabilities(call: Call, file: Json) -> Json:
    is_folder = file["mimeType"] == kinds.FOLDER
    roles = Roles(call.workspace.files, call.person, call.workspace.now())
    may: Json = {f"can{deed}": roles.may(file, role) for role, deeds in _DEEDS.items() for deed in deeds}
    adds = is_folder and bool(may["canEdit"])
    sets_audience = file.get("writersCanShare", True) or roles.may(file, "owner")
    may["canShare"] = may["canShare"] and sets_audience
    may["canMoveItemWithinDrive"] = may["canEdit"] and sets_audience
    may["canDownload"] = may["canDownload"] and may_take_away(file, roles)
    copies = may["canDownload"] and not is_folder
    return {**may, "canCopy": copies, "canAddChildren": adds, "canListChildren": is_folder}


@handles("drive.about.get")
def about(call: Call) -> Json:
    if not call.mask_given:
        message = "The 'fields' parameter is required for this method."
        raise ApiError(400, message, reason="required", location="fields")
    files = call.workspace.files
    used = str(sum(int(file.get("quotaBytesUsed", "0")) for file in files.every()))
    return {
        "kind": "drive#about",
        "user": user(call.person, seen_by=call.person),
        "storageQuota": {"usage": used, "usageInDrive": used, "usageInDriveTrash": "0"},
        "importFormats": kinds.IMPORTS,
        "exportFormats": kinds.EXPORTS,
        "maxImportSizes": {},
        "maxUploadSize": str(64 * 1024 * 1024),
        "appInstalled": True,
        "canCreateDrives": False,
        "folderColorPalette": [],
    }


def _given(body: Json) -> Json:
    """What the caller may set, times in Drive's spelling."""
    given = {name: body[name] for name in _SETTABLE if name in body}
    for name in ("createdTime", "modifiedTime", "viewedByMeTime"):
        if name in given:
            given[name] = rfc3339(moment(given[name], name))
    if "mimeType" in given:
        given["mimeType"] = given["mimeType"].partition(";")[0].strip(" ")
        if given["mimeType"] and not kinds.is_mime_type(given["mimeType"]):
            raise ApiError(400, "Invalid MIME type.", reason="invalid", location="mimeType")
    return given


def _without_nulls(body: Json) -> None:
    for field in ("properties", "appProperties"):
        if field in body:
            body[field] = {key: value for key, value in body[field].items() if value is not None}


@handles("drive.files.create")
def create(call: Call) -> Json:
    body, media, now = call.body, call.media, call.workspace.now()
    _without_nulls(body)
    given: Json = {**_given(body), **{name: body[name] for name in ("id", "parents") if name in body}}
    given["mimeType"] = given.get("mimeType") or _guess(media, given.get("name", ""))
    if given["mimeType"] == kinds.FORM:
        raise ApiError(400, "Forms are created through the Forms API.", reason="invalid", location="mimeType")
    file = call.workspace.files.create(given, now, call.person)
    conversion.fill(call, file, media)
    return shown(call, file)


def _guess(media: Media | None, name: str) -> str:
    if media is None:
        return kinds.BINARY
    return media.mime_type or mimetypes.guess_type(name)[0] or kinds.BINARY


@handles("drive.files.get")
def get(call: Call) -> Answer:
    file = call.workspace.files.get(call["fileId"])
    if call.alt != "media":
        return shown(call, file)
    if kinds.is_google(file["mimeType"]):
        raise ApiError(403, _NOT_DOWNLOADABLE, reason="fileNotDownloadable", location="alt")
    content = Content(call.workspace.files.content(file["id"]), file["mimeType"], file["name"])
    return _part(content, call.headers.get("range", ""))


def _part(all_of_it: Content, wanted: str) -> Content:
    """The content, or the part of it that a ``Range`` header asks for."""
    content = all_of_it.content
    start_text, dash, end_text = wanted.removeprefix("bytes=").partition("-")
    start, last = whole(start_text), whole(end_text)
    if start is None or not (wanted.startswith("bytes=") and dash) or (last is not None and last < start):
        return all_of_it
    end = min(len(content) if last is None else last + 1, len(content))
    if start >= len(content):
        if not content:
            return all_of_it
        raise ApiError(416, "Request range not satisfiable", reason="requestedRangeNotSatisfiable")
    headers = {"Content-Range": f"bytes {start}-{end - 1}/{len(content)}"}
    return replace(all_of_it, content=content[start:end], status=206, headers=headers)


@handles("drive.files.list")
def list_files(call: Call) -> Json:
    files = call.workspace.files
    roles = Roles(files, call.person, call.workspace.now())
    corpora.check(call)
    query = EVERYTHING
    if call.get("q"):
        texts = call.workspace.full_text
        if "fulltext" in call["q"].lower():
            call.takes(texts.seconds(call.workspace))
        query = compile_query(call["q"], files.root_id, call.person, lambda file: texts.of(call.workspace, file))
    found = [file for file in files.every() if _turns_up(roles, file, query) and query.test(file)]
    size = call.get("pageSize", 100)
    if not 1 <= size <= _MAX_PAGE:
        message = f"Invalid value '{size}'. Values must be within the range: [1, {_MAX_PAGE}]"
        raise ApiError(400, message, reason="invalidParameter", location="pageSize")
    token = page_tokens.read(call.get("pageToken"))
    ordered = _in_order(call, found, token)
    answer: Json = {"kind": "drive#fileList", "incompleteSearch": False}
    if size < len(ordered):
        listing = token.listing if token else call.workspace.listings.keep([file["id"] for file in ordered])
        answer["nextPageToken"] = PageToken(sort_fields(ordered[size - 1]), listing).text()
    answer["files"] = [shown(call, file) for file in ordered[:size]]
    return answer


def _in_order(call: Call, found: list[Json], token: PageToken | None) -> list[Json]:
    """What is still to be told of ``found``, in order."""
    order = call.get("orderBy", "")
    if token is None:
        return sort_files(found, order)
    ids = call.workspace.listings.after(token)
    if ids is None:
        return files_after(found, token.last, order)
    by_id = {file["id"]: file for file in found}
    return [by_id[file_id] for file_id in ids if file_id in by_id]


def _turns_up(roles: Roles, file: Json, query: Query) -> bool:
    """Whether a file is listed. Who has a link to a folder sees what lies in it when they ask for that folder."""
    return roles.finds(file) or (not query.folders.isdisjoint(file["parents"]) and roles.may(file, "reader"))


@handles("drive.files.update")
def update(call: Call) -> Json:
    workspace, now, body = call.workspace, call.workspace.now(), call.body
    if "parents" in body:
        raise ApiError(403, _PARENTS, reason="fieldNotWritable")
    file = workspace.files.change(call["fileId"], now)
    if file.get("isRoot"):
        raise ApiError(403, "The root folder cannot be changed.", reason="insufficientFilePermissions")
    _move(workspace.files, file, call.get("addParents", ""), call.get("removeParents", ""))
    for field in ("properties", "appProperties"):
        if field in body:
            merged = {**file.get(field, {}), **body[field]}
            body[field] = {key: value for key, value in merged.items() if value is not None}
    given = _given(body)
    if given.get("mimeType", file["mimeType"]) != file["mimeType"] and kinds.is_google(file["mimeType"]):
        raise ApiError(400, "Invalid MIME type provided for the uploaded content.", reason="invalidContentType")
    if "trashed" in body and body["trashed"] != file["trashed"]:
        workspace.files.set_trashed(file["id"], body["trashed"], now)
    if call.media is not None and not kinds.is_google(file["mimeType"]) and "mimeType" not in given:
        given["mimeType"] = call.media.mime_type or file["mimeType"]
    if call.media is not None or set(given) - {"viewedByMeTime", "starred"}:
        given.setdefault("modifiedTime", rfc3339(now))
    file |= given
    if call.media is not None:
        conversion.fill(call, file, call.media)
    return shown(call, file)


def _move(files: Files, file: Json, add: str, remove: str) -> None:
    parents = list(file["parents"])
    for name in filter(None, remove.split(",")):
        folder = files.get(name.strip())
        if folder["id"] in parents:
            parents.remove(folder["id"])
    for name in filter(None, add.split(",")):
        folder = files.get_folder(name.strip())
        if folder in files.descendants(file["id"]):
            raise ApiError(403, "A shared drive or folder cannot be moved into itself.", reason="cyclicMembership")
        if not remove:
            parents = []  # a file has exactly one parent: adding one leaves the other
        if folder["id"] not in parents:
            parents.append(folder["id"])
    if len(parents) > 1:
        message = "Increasing the number of parents is not allowed"
        raise ApiError(403, message, reason="cannotAddParent", location="addParents")
    file["parents"] = parents


@handles("drive.files.copy")
def copy_file(call: Call) -> Json:
    workspace, now = call.workspace, call.workspace.now()
    source = workspace.files.get(call["fileId"])
    if source["mimeType"] == kinds.FOLDER:
        raise ApiError(403, "This file cannot be copied by the user.", reason="cannotCopyFile")
    _without_nulls(call.body)
    kept = ("mimeType", "description", "properties", "appProperties", "parents", "originalFilename")
    given = {name: copy.deepcopy(source[name]) for name in kept if name in source}
    given |= {"name": f"Copy of {source['name']}", **_given(call.body)}
    given |= {name: call.body[name] for name in ("id", "parents") if name in call.body}
    target_kind, given["mimeType"] = given["mimeType"], given["mimeType"]
    file = workspace.files.create(given, now, call.person)
    if source["mimeType"] == kinds.SPREADSHEET:
        spreadsheet_files.copy_spreadsheet(workspace, source["id"], file["id"])
    elif source["mimeType"] == kinds.FORM:
        workspace.forms.copy(source["id"], file["id"])
    elif target_kind != source["mimeType"]:
        conversion.fill(call, file, Media(workspace.files.content(source["id"]), source["mimeType"]))
    else:
        workspace.files.set_content(file["id"], workspace.files.content(source["id"]))
    return shown(call, file)


def _remove(call: Call, file_id: str) -> None:
    workspace = call.workspace
    for file in reversed(workspace.files.descendants(file_id)):
        if file["mimeType"] == kinds.SPREADSHEET:
            workspace.spreadsheets.delete(file["id"])
        elif file["mimeType"] == kinds.FORM:
            workspace.forms.delete(file["id"])
        workspace.files.remove(file["id"], workspace.now())


@handles("drive.files.delete")
def delete(call: Call) -> None:
    file = call.workspace.files.get(call["fileId"])
    if file.get("isRoot"):
        raise ApiError(403, "The root folder cannot be deleted.", reason="insufficientFilePermissions")
    _remove(call, file["id"])


@handles("drive.files.emptyTrash")
def empty_trash(call: Call) -> None:
    files = call.workspace.files
    roles = Roles(files, call.person, call.workspace.now())
    for file in [file for file in files.every() if file["explicitlyTrashed"] and roles.may(file, "owner")]:
        if files.find(file["id"]):
            _remove(call, file["id"])


@handles("drive.files.generateIds")
def generate_ids(call: Call) -> Json:
    count = call["count"]
    if not 1 <= count <= 1000:
        message = f"Invalid value '{count}'. Values must be within the range: [1, 1000]"
        raise ApiError(400, message, reason="invalidParameter", location="count")
    ids = [new_file_id() for _ in range(count)]
    return {"kind": "drive#generatedIds", "space": call.get("space", "drive"), "ids": ids}


@handles("drive.files.export")
def export_file(call: Call) -> Answer:
    return export.export(call, call.workspace.files.get(call["fileId"]), call["mimeType"])
