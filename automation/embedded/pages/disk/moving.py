"""Moving a file: the visitor walks through the folders and says «сюда»."""

from __future__ import annotations

from starlette.responses import Response

from automation.embedded.drive.kinds import FOLDER
from automation.embedded.errors import ApiError
from automation.embedded.pages.disk.deeds import may
from automation.embedded.pages.disk.notes import done
from automation.embedded.pages.disk.rows import (
    Json,
    Place,
    file_of,
    found,
    home_of,
    in_folder,
    listed,
    root_id,
    row_of,
    start,
    topmost,
    way_to,
)
from automation.embedded.pages.register import page
from automation.embedded.pages.rendering import show
from automation.embedded.pages.visit import Refused, Visit

_ONLY_FOLDERS = f"mimeType = '{FOLDER}'"
_INTO_ITSELF = "Папку нельзя переместить в неё саму. Выберите другую папку."
_MAY_NOT_PUT = "В эту папку вы не можете класть файлы. Выберите другую."
_TRASHED = "Эта папка в корзине. Выберите другую."


@page("GET", "/drive/move/{file_id}")
def choose(visit: Visit) -> Response:
    file = _movable(visit)
    wanted = visit.asked("into") or next(iter(file["parents"]), "")
    return _choose(visit, file, found(visit, wanted))


def _movable(visit: Visit) -> Json:
    return may(visit, "canMoveItemWithinDrive", "переместить этот файл")


def _choose(visit: Visit, file: Json, folder: Json | None, problem: str = "") -> Response:
    """The picker, opened at ``folder``, or where the visitor's files begin."""
    is_top = folder is None or folder["id"] == root_id(visit)
    where = f"/drive/move/{file['id']}?into="
    folders = [each for each in _folders(visit, folder) if each["id"] != file["id"]]
    return show(
        visit,
        "disk/move.html",
        400 if problem else 200,
        row=row_of(file),
        way=[] if is_top or folder is None else _way(visit, folder, where),
        here=start(visit).name if is_top or folder is None else folder["name"],
        folders=[Place(each["name"], where + each["id"], each["id"]) for each in folders],
        into=folder["id"] if folder else "",
        obstacle=_obstacle(file, folder),
        back=home_of(visit, file),
        problem=problem,
    )


def _folders(visit: Visit, folder: Json | None) -> list[Json]:
    if folder is None:
        return topmost(listed(visit, f"{_ONLY_FOLDERS} and trashed = false"))
    return listed(visit, f"{in_folder(folder['id'])} and {_ONLY_FOLDERS}")


def _way(visit: Visit, folder: Json, where: str) -> list[Place]:
    top = root_id(visit) or "top"
    return [Place(each.name, where + (each.id or top), each.id) for each in way_to(visit, folder)]


def _obstacle(file: Json, folder: Json | None) -> str:
    """Why ``file`` cannot be put right here; nothing if it can."""
    if folder is None:
        return "Откройте папку, куда переместить файл."
    if folder["id"] in file["parents"]:
        return "Сейчас файл лежит здесь. Откройте папку, куда его переместить."
    if folder["trashed"]:
        return _TRASHED
    return "" if folder["capabilities"]["canAddChildren"] else _MAY_NOT_PUT


@page("POST", "/drive/move/{file_id}")
def move(visit: Visit) -> Response:
    file = _movable(visit)
    folder = file_of(visit, visit.sent("into"))
    if folder["id"] in file["parents"]:
        return done(f"/drive/folders/{folder['id']}", "moved", file["id"])
    if problem := _obstacle(file, folder):
        return _choose(visit, file, folder, problem)
    try:
        old = ",".join(file["parents"])
        visit.ask("drive.files.update", fileId=file["id"], addParents=folder["id"], removeParents=old)
    except ApiError as error:
        if error.reason == "cyclicMembership":
            return _choose(visit, file, found(visit, next(iter(file["parents"]), "")), _INTO_ITSELF)
        raise Refused(_MAY_NOT_PUT, 403) if error.code == 403 else error from None
    is_root = folder["id"] == root_id(visit)
    return done("/drive" if is_root else f"/drive/folders/{folder['id']}", "moved", file["id"])
