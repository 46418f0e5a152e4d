"""Drive v3: the files that the programme keeps, each known by a key that says why it exists.

A file carries its key in `appProperties`, so that a run after a crash finds what was already made.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from io import BytesIO
from typing import Any

from automation.google.services import service
from automation.google.transport import Transport

FOLDER = "application/vnd.google-apps.folder"
DOCUMENT = "application/vnd.google-apps.document"
SPREADSHEET = "application/vnd.google-apps.spreadsheet"
FORM = "application/vnd.google-apps.form"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

KEY, SCOPE = "nastavnikKey", "nastavnikScope"
"""Why a file exists, and which of an account's organisations it belongs to."""
_FIELDS = "id,name,mimeType,webViewLink,modifiedTime,appProperties,parents"
_KEYS_A_CALL = 40
"""Drive refuses a very long query."""


@dataclass(frozen=True)
class File:
    """A file as Drive describes it."""

    id: str
    name: str
    kind: str
    link: str
    modified: str
    """RFC 3339."""
    properties: Mapping[str, str] = field(default_factory=dict)
    parents: Sequence[str] = ()


class Drive:
    """https://developers.google.com/drive/api/reference/rest/v3"""

    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    @cached_property
    def _service(self) -> Any:
        return service("drive", "v3", self._transport)

    @property
    def _files(self) -> Any:
        return self._service.files()

    @property
    def _permissions(self) -> Any:
        return self._service.permissions()

    def find(self, keys: Iterable[str], *, scope: str = "") -> dict[str, File]:
        """An organisation's files with these keys, the trash left out: one call for each 40 keys."""
        wanted = sorted(set(keys))
        found: dict[str, File] = {}
        for start in range(0, len(wanted), _KEYS_A_CALL):
            batch = wanted[start : start + _KEYS_A_CALL]
            any_key = " or ".join(_has(KEY, key) for key in batch)
            ours = f" and {_has(SCOPE, scope)}" if scope else ""
            for file in self.search(f"({any_key}){ours} and trashed = false"):
                # The oldest wins, so that two runs never settle on different files.
                found.setdefault(file.properties[KEY], file)
        return found

    def standing(self, file_id: str) -> tuple[str, str]:
        """When a file was last changed (RFC 3339), and the link that leads there now."""
        fields = "modifiedTime,webViewLink"
        about = self._files.get(fileId=file_id, fields=fields, supportsAllDrives=True).execute()
        return str(about["modifiedTime"]), str(about["webViewLink"])

    def search(self, query: str) -> list[File]:
        """Files that `query` selects, oldest first."""
        files: list[File] = []
        page = None
        while True:
            answer = self._files.list(
                q=query,
                pageSize=1000,
                pageToken=page,
                orderBy="createdTime",
                fields=f"nextPageToken,files({_FIELDS})",
                supportsAllDrives=True,
                includeItemsFromAllDrives=True,
            ).execute()
            files += [_file(item) for item in answer.get("files", [])]
            page = answer.get("nextPageToken")
            if not page:
                return files

    def create(
        self,
        name: str,
        kind: str,
        *,
        key: str,
        scope: str = "",
        folder: str = "",
        content: bytes | None = None,
        content_kind: str = "",
        properties: Mapping[str, str] | None = None,
        modified: str = "",
    ) -> File:
        """Make a file; with `content` of another kind (.docx for a Doc), Drive converts it."""
        marks = {**_marks(key, scope), **(properties or {})}
        body: dict[str, Any] = {"name": name, "mimeType": kind, "appProperties": marks}
        if folder:
            body["parents"] = [folder]
        if modified:
            body["modifiedTime"] = modified
        answer = self._files.create(
            body=body, media_body=_media(content, content_kind), fields=_FIELDS, supportsAllDrives=True
        ).execute()
        return _file(answer)

    def replace(
        self, file: File, *, content: bytes, content_kind: str, properties: Mapping[str, str], modified: str
    ) -> File:
        """Put new content into an existing file."""
        answer = self._files.update(
            fileId=file.id,
            body={"appProperties": dict(properties), "modifiedTime": modified},
            media_body=_media(content, content_kind),
            fields=_FIELDS,
            supportsAllDrives=True,
        ).execute()
        return _file(answer)

    def copy(self, file_id: str, name: str, *, key: str, scope: str = "", folder: str = "") -> File:
        """Copy a file with all that is in it, under a name and a key of its own."""
        body: dict[str, Any] = {"name": name, "appProperties": _marks(key, scope)}
        if folder:
            body["parents"] = [folder]
        answer = self._files.copy(fileId=file_id, body=body, fields=_FIELDS, supportsAllDrives=True).execute()
        return _file(answer)

    def trash(self, file: File) -> None:
        """Put a file into the trash, from which its owner may take it out again."""
        self._files.update(fileId=file.id, body={"trashed": True}, fields="id", supportsAllDrives=True).execute()

    def delete(self, file: File) -> None:
        """Delete a file for good: not even its owner can take it out of the trash."""
        self._files.delete(fileId=file.id, supportsAllDrives=True).execute()

    def rename(self, file: File, name: str) -> None:
        """Give a file another name."""
        self._files.update(fileId=file.id, body={"name": name}, fields="id", supportsAllDrives=True).execute()

    def tag(self, file: File, properties: Mapping[str, str]) -> None:
        """Add properties to a file."""
        self._files.update(
            fileId=file.id, body={"appProperties": dict(properties)}, fields="id", supportsAllDrives=True
        ).execute()

    def open_to_respondents(self, form: str) -> None:
        """Let everyone who has a form's link answer it: a permission of its own since 30 June 2026."""
        self._permissions.create(
            fileId=form,
            body={"type": "anyone", "role": "reader", "view": "published"},
            fields="id",
            supportsAllDrives=True,
        ).execute()

    def share(self, file_id: str, email: str, role: str) -> None:
        """Give a person a role («reader», «writer») on a file, or on all that lies in a folder. No letter is sent."""
        self._permissions.create(
            fileId=file_id,
            body={"type": "user", "role": role, "emailAddress": email},
            sendNotificationEmail=False,
            supportsAllDrives=True,
        ).execute()

    def adopt(self, file_id: str, *, name: str, key: str, folder: str, scope: str = "") -> File:
        """Name a file made by another API, give it its key and move it into `folder`."""
        parents = self._files.get(fileId=file_id, fields="parents", supportsAllDrives=True).execute().get("parents", [])
        answer = self._files.update(
            fileId=file_id,
            body={"name": name, "appProperties": _marks(key, scope)},
            addParents=folder,
            removeParents=",".join(parents),
            fields=_FIELDS,
            supportsAllDrives=True,
        ).execute()
        return _file(answer)

    def download(self, file: File, kind: str) -> bytes:
        """A Google document, spreadsheet or form as an ordinary file of type `kind`."""
        return self.exported(file.id, kind)

    def content(self, file: File) -> bytes:
        """An ordinary file as it was uploaded."""
        content: bytes = self._files.get_media(fileId=file.id, supportsAllDrives=True).execute()
        return content

    def exported(self, file_id: str, kind: str) -> bytes:
        """The same of a file that is known by its id."""
        content: bytes = self._files.export(fileId=file_id, mimeType=kind).execute()
        return content


def _marks(key: str, scope: str) -> dict[str, str]:
    return {KEY: key, SCOPE: scope} if scope else {KEY: key}


def _has(key: str, value: str) -> str:
    return f"appProperties has {{ key='{key}' and value='{_quoted(value)}' }}"


def _media(content: bytes | None, kind: str) -> Any:
    from googleapiclient.http import MediaIoBaseUpload

    return MediaIoBaseUpload(BytesIO(content), mimetype=kind) if content is not None else None


def _file(item: Mapping[str, Any]) -> File:
    return File(
        id=item["id"],
        name=item["name"],
        kind=item["mimeType"],
        link=item.get("webViewLink", ""),
        modified=item.get("modifiedTime", ""),
        properties=item.get("appProperties", {}),
        parents=item.get("parents", ()),
    )


def _quoted(text: str) -> str:
    return text.replace("\\", "\\\\").replace("'", "\\'")
