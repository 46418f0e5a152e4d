"""Every file's metadata: kept in memory as Drive's JSON, written through to SQLite."""

from __future__ import annotations

import hashlib
import json
import mimetypes
import secrets
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import PurePosixPath
from typing import Any

from automation.embedded.access.person import OWNER, Person
from automation.embedded.drive.kinds import BINARY, FOLDER, is_google
from automation.embedded.errors import ApiError, file_not_found
from automation.embedded.storage import Storage, encode

Json = dict[str, Any]

_YEARS = (1000, 9998)

ROOT_ALIAS = "root"
ROOT_NAME = "Мой диск"


def rfc3339(moment: datetime) -> str:
    """A time as Drive writes it: UTC, milliseconds."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.") + f"{moment.microsecond // 1000:03d}Z"


def moment(text: str, name: str) -> datetime:
    """The time that the field ``name`` of a request gives. Raises `ApiError` 400.

    The first and the last years of the calendar are none: in another time zone their days are outside of it.
    """
    try:
        given = datetime.fromisoformat(text)
    except ValueError:
        given = None
    if given is None or given.tzinfo is None or not _YEARS[0] <= given.year <= _YEARS[1]:
        raise ApiError(400, f'Invalid value for: Invalid format: "{text}"', reason="invalid", location=name)
    return given


def new_file_id() -> str:
    """44 characters, as Google's ids of files have."""
    return "1" + secrets.token_urlsafe(33)[:43]


class Files:
    """The Drive of a workspace. Changes reach SQLite by `flush`, inside the caller's transaction."""

    def __init__(self, storage: Storage) -> None:
        self._storage = storage
        self._files: dict[str, Json] | None = None
        self._changed: dict[str, str] = {}  # when each file that is still to be written was changed
        self._read_until = 0  # the number of the first change that memory does not know of
        self.root_id = self._find_root() or self._create_root()
        """The id of «My Drive»: the same for ever, so that it may be asked for at any moment."""

    def _find_root(self) -> str:
        return next((file_id for file_id, file in self._all().items() if file.get("isRoot")), "")

    def _create_root(self) -> str:
        root_id = "0A" + secrets.token_urlsafe(16)[:15] + "PVA"
        epoch = datetime(1970, 1, 1, tzinfo=UTC)
        with self._storage.transaction():
            self.forget()
            if found := self._find_root():
                return found  # another process has been quicker
            self.create({"id": root_id, "name": ROOT_NAME, "mimeType": FOLDER, "parents": []}, epoch)
            self._all()[root_id]["isRoot"] = True
            self.flush()
        return root_id

    def _all(self) -> dict[str, Json]:
        if self._files is None:
            self._read_until = self.next_change()
            rows = self._storage.rows("SELECT id, data FROM files")
            self._files = {file_id: json.loads(text) for file_id, text in rows}
        return self._files

    def every(self) -> Iterable[Json]:
        """All files but the root."""
        return (file for file in self._all().values() if not file.get("isRoot"))

    def find(self, file_id: str) -> Json | None:
        """The file with this id (or alias), if there is one."""
        return self._all().get(self.root_id if file_id == ROOT_ALIAS else file_id)

    def get(self, file_id: str) -> Json:
        """The file with this id. Raises `ApiError` 404."""
        file = self.find(file_id)
        if file is None:
            raise file_not_found(file_id)
        return file

    def create(self, given: Json, now: datetime, creator: Person = OWNER) -> Json:
        """A new file of ``creator`` from what the caller gave; everything else as Drive fills it in."""
        file_id = given.get("id") or new_file_id()
        given = {**given, "id": file_id}
        if file_id in self._all():
            raise ApiError(409, "A file already exists with the provided ID.", reason="fileIdInUse")
        moment = rfc3339(now)
        parents = [self.get_folder(parent)["id"] for parent in dict.fromkeys(given.get("parents", [ROOT_ALIAS]))]
        file: Json = {
            "kind": "drive#file",
            "id": file_id,
            "name": "Untitled",
            "mimeType": BINARY,
            "starred": False,
            "createdTime": moment,
            **given,
            "trashed": False,
            "explicitlyTrashed": False,
            "parents": parents,
            "version": 1,
            "permissions": [_ownership(creator)],
        }
        file.setdefault("modifiedTime", max(moment, file["createdTime"]) if "createdTime" in given else moment)
        self._all()[file_id] = file
        self._changed[file_id] = moment
        return file

    def get_folder(self, file_id: str) -> Json:
        """A folder that files can be put into. Raises `ApiError`."""
        folder = self.get(file_id)
        if folder["mimeType"] != FOLDER:
            message = "The specified parent is not a folder."
            raise ApiError(403, message, reason="parentNotAFolder")
        return folder

    def change(self, file_id: str, now: datetime) -> Json:
        """The file, about to be changed: its version goes up and it will be written."""
        file = self.get(file_id)
        file["version"] += 1
        self._changed[file["id"]] = rfc3339(now)
        return file

    def touch(self, file_id: str, now: datetime) -> None:
        """Note that a file's content has changed now."""
        self.change(file_id, now)["modifiedTime"] = rfc3339(now)

    def rename(self, file_id: str, name: str, now: datetime) -> None:
        """Give a file another name."""
        file = self.change(file_id, now)
        file["name"], file["modifiedTime"] = name, rfc3339(now)

    def children(self, folder_id: str) -> list[Json]:
        """The files right inside a folder."""
        return [file for file in self.every() if folder_id in file["parents"]]

    def descendants(self, file_id: str) -> list[Json]:
        """The file and, if it is a folder, all below it; deepest last."""
        found = [self.get(file_id)]
        for file in found:
            if file["mimeType"] == FOLDER:
                found += [child for child in self.children(file["id"]) if child not in found]
        return found

    def set_trashed(self, file_id: str, trashed: bool, now: datetime) -> None:
        """Put a file into the trash, or take it out, with all below it."""
        for file in self.descendants(file_id):
            is_itself = file["id"] == file_id
            if file["explicitlyTrashed"] and not is_itself:
                continue  # it was in the trash for itself, and stays so
            self.change(file["id"], now)
            file["trashed"] = trashed
            file["explicitlyTrashed"] = trashed and is_itself
            if trashed:
                file["trashedTime"] = rfc3339(now)
            else:
                file.pop("trashedTime", None)

    def remove(self, file_id: str, now: datetime) -> None:
        """Remove one file's metadata and content for good."""
        self._all().pop(file_id, None)
        self._changed.pop(file_id, None)
        self._log_change(file_id, rfc3339(now))
        self._storage.execute("DELETE FROM files WHERE id = ?", file_id)
        self._storage.execute("DELETE FROM contents WHERE file_id = ?", file_id)

    def content(self, file_id: str) -> bytes:
        """The stored bytes of a file; none if it has no content."""
        found = self._storage.row("SELECT content FROM contents WHERE file_id = ?", file_id)
        return bytes(found[0]) if found else b""

    def set_content(self, file_id: str, content: bytes) -> None:
        """Store a file's bytes, and what Drive says of them."""
        file = self.get(file_id)
        self._changed.setdefault(file_id, file["modifiedTime"])
        self._storage.execute("INSERT OR REPLACE INTO contents VALUES (?, ?)", file_id, content)
        if not is_google(file["mimeType"]):
            file |= _facts(file, content)

    def flush(self) -> None:
        """Write what has changed; call inside a transaction."""
        for file_id, moment in self._changed.items():
            self._storage.execute("INSERT OR REPLACE INTO files VALUES (?, ?)", file_id, encode(self._all()[file_id]))
            self._log_change(file_id, moment)
        self._changed.clear()

    def _log_change(self, file_id: str, moment: str) -> None:
        # A file stands in the log once, by its last change.
        self._storage.execute("DELETE FROM changes WHERE file_id = ?", file_id)
        self._storage.execute("INSERT INTO changes (file_id, time) VALUES (?, ?)", file_id, moment)

    def next_change(self) -> int:
        """The number that the next change will have."""
        found = self._storage.row("SELECT coalesce(max(number), 0) + 1 FROM changes")
        return int(found[0]) if found else 1

    def changes_since(self, number: int, limit: int) -> list[tuple[int, str, str]]:
        """Number, file's id and time of at most ``limit`` changes from ``number`` on, in order."""
        query = "SELECT number, file_id, time FROM changes WHERE number >= ? ORDER BY number LIMIT ?"
        return [(found[0], found[1], found[2]) for found in self._storage.rows(query, number, limit)]

    def catch_up(self) -> None:
        """Read again what others have changed, and nothing else."""
        number = self.next_change()
        if self._files is not None and number != self._read_until:
            query = "SELECT file_id, data FROM changes LEFT JOIN files ON id = file_id WHERE number >= ?"
            for file_id, text in self._storage.rows(query, self._read_until):
                if text is None:
                    self._files.pop(file_id, None)
                else:
                    self._files[file_id] = json.loads(text)
            self._read_until = number

    def forget(self) -> None:
        """Drop memory, to be read again from SQLite."""
        self._files = None
        self._changed.clear()


def _ownership(person: Person) -> Json:
    return {
        "kind": "drive#permission",
        "id": permission_id(person.email),
        "type": "user",
        "role": "owner",
        "emailAddress": person.email,
        "displayName": person.name,
        "deleted": False,
        "pendingOwner": False,
    }


def _facts(file: Json, content: bytes) -> Json:
    """Size, checksums and extension of a file with content."""
    facts: Json = {
        "size": str(len(content)),
        "quotaBytesUsed": str(len(content)),
        "md5Checksum": hashlib.md5(content, usedforsecurity=False).hexdigest(),
        "sha1Checksum": hashlib.sha1(content, usedforsecurity=False).hexdigest(),
        "sha256Checksum": hashlib.sha256(content).hexdigest(),
        "headRevisionId": "0B" + secrets.token_urlsafe(30),
        "originalFilename": file.get("originalFilename", file["name"]),
    }
    suffix = PurePosixPath(file["name"]).suffix.removeprefix(".")
    extension = suffix or (mimetypes.guess_extension(file["mimeType"]) or "").removeprefix(".")
    if extension:
        facts |= {"fileExtension": extension, "fullFileExtension": extension}
    return facts


def permission_id(email: str) -> str:
    """A person's permission id: the same for all files, as in Drive; twenty digits."""
    digest = hashlib.sha256(email.strip().lower().encode()).digest()
    return f"{int.from_bytes(digest[:8]) % 10**19:020d}"
