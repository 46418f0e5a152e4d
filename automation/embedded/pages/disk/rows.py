"""Files as the lists show them: asked of the API, in order, with what the visitor may do with each."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from automation.embedded.drive.kinds import FOLDER, FORM, page_of
from automation.embedded.errors import ApiError
from automation.embedded.pages.disk.kinds import Kind, kind_of
from automation.embedded.pages.visit import Visit

Json = dict[str, Any]

MY_DRIVE, SHARED_WITH_ME = "Мой диск", "Доступно мне"

_PAGE = 1000  # what the API gives at most in one answer


@dataclass(frozen=True)
class Place:
    """A folder to go to."""

    name: str
    address: str
    id: str = ""


@dataclass(frozen=True)
class Row:
    """One file of a list."""

    id: str
    name: str
    kind: Kind
    address: str
    owner: str
    changed: str
    size: str
    is_shared: bool
    is_folder: bool
    is_trashed: bool
    downloads: bool
    may: dict[str, bool] = field(repr=False)
    parents: list[str] = field(repr=False)
    trashed_at: str = ""
    place: Place | None = None

    @property
    def has_deeds(self) -> bool:
        """Whether the visitor can do anything with it but open it."""
        return self.downloads or any(self.may.get(deed) for deed in ("canEdit", "canShare", "canTrash"))


def row_of(file: Json, place: Place | None = None) -> Row:
    """A file of the API as a row."""
    mime_type = file["mimeType"]
    owner: Json = next(iter(file["owners"]), {"me": False, "displayName": "—"})
    return Row(
        id=file["id"],
        name=file["name"],
        kind=kind_of(mime_type),
        address=page_of(mime_type, file["id"]),
        owner="я" if owner["me"] else owner["displayName"],
        changed=file["modifiedTime"],
        size=file.get("size", ""),
        is_shared=file["shared"],
        is_folder=mime_type == FOLDER,
        is_trashed=file["trashed"],
        downloads=mime_type not in (FOLDER, FORM) and file["capabilities"]["canDownload"],
        may={deed: may for deed, may in file["capabilities"].items() if isinstance(may, bool)},
        parents=file["parents"],
        trashed_at=file.get("trashedTime", ""),
        place=place,
    )


def file_of(visit: Visit, file_id: str) -> Json:
    """A file that the visitor may see. Raises `ApiError`."""
    return visit.ask("drive.files.get", fileId=file_id)


def found(visit: Visit, file_id: str) -> Json | None:
    """The file, or nothing if it is not there or not for this visitor."""
    try:
        return file_of(visit, file_id)
    except ApiError as error:
        if error.code >= 500:
            raise
        return None


def listed(visit: Visit, query: str, order: str = "folder,name_natural", limit: int = 0) -> list[Json]:
    """The files that ``query`` finds, all of them or the first ``limit``."""
    files: list[Json] = []
    for page in _pages(visit, query, order, min(limit or _PAGE, _PAGE)):
        files += page
        if limit and len(files) >= limit:
            break
    return files[:limit] if limit else files


def _pages(visit: Visit, query: str, order: str, size: int) -> Iterator[list[Json]]:
    given: Json = {"q": query, "orderBy": order, "pageSize": size}
    while True:
        answer = visit.ask("drive.files.list", **given)
        yield answer["files"]
        if "nextPageToken" not in answer:
            return
        given["pageToken"] = answer["nextPageToken"]


def topmost(files: list[Json]) -> list[Json]:
    """Those of ``files`` that lie in none of the others."""
    ids = {file["id"] for file in files}
    return [file for file in files if not ids.intersection(file["parents"])]


def in_folder(folder_id: str) -> str:
    """The query for what lies in a folder."""
    return f"{quoted(folder_id)} in parents and trashed = false"


def quoted(text: str) -> str:
    """Text as it stands in a query."""
    escaped = text.replace("\\", "\\\\").replace("'", "\\'")
    return f"'{escaped}'"


def root_id(visit: Visit) -> str:
    """The id of «Мой диск»; empty for those who have none."""
    return str((found(visit, "root") or {}).get("id", ""))


def start(visit: Visit) -> Place:
    """Where the visitor's files begin."""
    return Place(MY_DRIVE if visit.person.is_owner else SHARED_WITH_ME, "/drive")


def way_to(visit: Visit, file: Json) -> list[Place]:
    """The folders above ``file`` that the visitor may see, from the top down."""
    root, way, above = root_id(visit), [], file
    while above["parents"] and above["parents"][0] != root:
        folder = found(visit, above["parents"][0])
        if folder is None:
            break
        way.append(place_of(folder))
        above = folder
    return [*([start(visit)] if visit.person.email else []), *reversed(way)]


def place_of(folder: Json) -> Place:
    """A folder of the API as a place."""
    return Place(folder["name"], page_of(FOLDER, folder["id"]), folder["id"])


def home_of(visit: Visit, file: Json) -> str:
    """The address of the list that ``file`` lies in."""
    return next(iter(reversed(way_to(visit, file))), Place("", "/drive")).address
