"""The trash: what lies in it, back out of it, and away for good."""

from __future__ import annotations

from starlette.responses import Response

from automation.embedded.errors import ApiError
from automation.embedded.pages.disk.deeds import may
from automation.embedded.pages.disk.notes import done, note
from automation.embedded.pages.disk.rows import Json, found, listed, row_of
from automation.embedded.pages.register import page
from automation.embedded.pages.rendering import back, show
from automation.embedded.pages.visit import Refused, Visit

TRASH = "/drive/trash"


@page("GET", TRASH)
def trash(visit: Visit) -> Response:
    rows = [row_of(file) for file in _thrown_away(visit)]
    rows.sort(key=lambda row: row.trashed_at, reverse=True)
    return show(visit, "disk/trash.html", scripts=True, rows=rows, note=note(visit))


def _thrown_away(visit: Visit) -> list[Json]:
    """What the visitor may take back, without what went along in a folder."""
    if not visit.person.email:
        raise ApiError(401, "Nobody is signed in.")
    files = listed(visit, "trashed = true")
    return [file for file in files if file["explicitlyTrashed"] and file["capabilities"]["canUntrash"]]


@page("POST", "/drive/restore/{file_id}")
def restore(visit: Visit) -> Response:
    file = may(visit, "canUntrash", "вернуть этот файл: это делает его владелец")
    moves = _out_of_the_trash(visit, file)
    visit.ask("drive.files.update", {"trashed": False}, fileId=file["id"], **moves)
    return done(back(visit, TRASH), "restored", file["id"])


def _out_of_the_trash(visit: Visit, file: Json) -> Json:
    """Where to put a file whose folder is in the trash, or is gone: it would come back unseen."""
    folder = found(visit, next(iter(file["parents"]), ""))
    if folder is not None and not folder["trashed"]:
        return {}
    if not visit.person.is_owner:
        raise Refused("Папка, где лежал этот файл, сама в корзине. Сначала верните папку.", 409)
    return {"addParents": "root", "removeParents": ",".join(file["parents"])}


@page("GET", "/drive/delete/{file_id}")
def delete_form(visit: Visit) -> Response:
    return show(visit, "disk/delete.html", row=row_of(_deletable(visit)))


@page("POST", "/drive/delete/{file_id}")
def delete(visit: Visit) -> Response:
    visit.ask("drive.files.delete", fileId=_deletable(visit)["id"])
    return done(TRASH, "deleted")


def _deletable(visit: Visit) -> Json:
    file = may(visit, "canDelete", "удалить этот файл: это делает его владелец")
    if not file["trashed"]:
        raise Refused("Навсегда удаляют только из корзины. Сначала уберите файл в корзину.", 409)
    return file


@page("GET", "/drive/empty-trash")
def empty_form(visit: Visit) -> Response:
    return show(visit, "disk/empty_trash.html", count=len(_thrown_away(visit)))


@page("POST", "/drive/empty-trash")
def empty(visit: Visit) -> Response:
    _thrown_away(visit)
    visit.ask("drive.files.emptyTrash")
    return done(TRASH, "emptied")
