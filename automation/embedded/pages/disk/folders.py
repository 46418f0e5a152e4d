"""The lists: «Мой диск» or «Доступно мне», a folder, and what a search finds."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

from starlette.responses import Response

from automation.embedded.drive.kinds import FOLDER, page_of
from automation.embedded.errors import ApiError
from automation.embedded.numerals import whole
from automation.embedded.pages.disk.notes import note
from automation.embedded.pages.disk.rows import (
    SHARED_WITH_ME,
    Json,
    Place,
    Row,
    file_of,
    found,
    in_folder,
    listed,
    place_of,
    quoted,
    root_id,
    row_of,
    start,
    topmost,
    way_to,
)
from automation.embedded.pages.register import page
from automation.embedded.pages.rendering import back, goes_to, show
from automation.embedded.pages.visit import Visit

ORDERS = {
    "name": "folder,name_natural",
    "-name": "folder,name_natural desc",
    "time": "folder,modifiedTime",
    "-time": "folder,modifiedTime desc",
}
_STEP = 100  # rows at first, and with each «Показать ещё»
_MOST = 20_000
_MOST_WORDS = 30  # to look for at once


@page("GET", "/drive")
def top(visit: Visit) -> Response:
    _somebody(visit)
    return _top(visit)


def _top(visit: Visit, status: int = 200, **said: Any) -> Response:
    root = found(visit, "root") if visit.person.is_owner else None
    if root is not None:
        return _folder(visit, root, status, **said)
    files = topmost(listed(visit, "trashed = false", ORDERS[_order(visit)]))
    return _list(visit, files, status, title=SHARED_WITH_ME, shows="files", **said)


@page("GET", "/drive/folders/{file_id}")
def folder(visit: Visit) -> Response:
    file = file_of(visit, visit["file_id"])
    if file["mimeType"] != FOLDER:
        return goes_to(page_of(file["mimeType"], file["id"]))
    if visit.person.is_owner and file["id"] == root_id(visit):
        return goes_to("/drive")
    return _folder(visit, file)


def shown_again(visit: Visit, folder_id: str, **said: Any) -> Response:
    """The list that a form was sent from, with what was wrong with the form."""
    file = found(visit, folder_id)
    return _top(visit, 400, **said) if file is None else _folder(visit, file, 400, **said)


def _folder(visit: Visit, file: Json, status: int = 200, **said: Any) -> Response:
    is_root = visit.person.is_owner and not file["parents"]
    if file["trashed"]:
        return show(visit, "disk/trashed.html", row=row_of(file), way=way_to(visit, file))
    files = listed(visit, in_folder(file["id"]), ORDERS[_order(visit)], _count(visit) + 1)
    return _list(
        visit,
        files,
        status,
        title=start(visit).name if is_root else file["name"],
        shows="files",
        folder=None if is_root else row_of(file),
        way=[] if is_root else way_to(visit, file),
        into=file["id"] if file["capabilities"]["canAddChildren"] else "",
        **said,
    )


@page("GET", "/drive/search")
def search(visit: Visit) -> Response:
    _somebody(visit)
    words = visit.asked("q").split()[:_MOST_WORDS]
    query = " and ".join(["trashed = false", *map(_holds, words)])
    files = listed(visit, query, ORDERS[_order(visit)], _count(visit) + 1) if words else []
    title = f"Найдено: «{' '.join(words)}»" if words else "Поиск"
    return _list(visit, files, 200, title=title, shows="search", words=" ".join(words), places=Places(visit))


def _holds(word: str) -> str:
    """That a file has a word: in its name by the beginning, in its contents whole."""
    return f"(name contains {quoted(word)} or fullText contains {quoted(word)})"


def _somebody(visit: Visit) -> None:
    if not visit.person.email:
        raise ApiError(401, "Nobody is signed in.")


class Places:
    """Where files lie; each folder is asked for once."""

    def __init__(self, visit: Visit) -> None:
        self._visit = visit
        self._root = root_id(visit)
        self._known: dict[str, Place | None] = {}

    def of(self, file: Json) -> Place | None:
        """The folder of ``file``, if the visitor may see it."""
        parent = next(iter(file["parents"]), "")
        if parent not in self._known:
            self._known[parent] = self._find(parent)
        return self._known[parent]

    def _find(self, parent: str) -> Place | None:
        if parent == self._root:
            return start(self._visit)
        folder = found(self._visit, parent) if parent else None
        return place_of(folder) if folder else None


def _list(visit: Visit, files: list[Json], status: int, *, places: Places | None = None, **context: Any) -> Response:
    count = _count(visit)
    rows = [row_of(file, places.of(file) if places else None) for file in files[:count]]
    return show(
        visit,
        "disk/list.html",
        status,
        scripts=True,
        rows=_apart(rows),
        order=_order(visit),
        more=_address(visit, count=str(count + _STEP)) + f"#row-{count}" if len(files) > count else "",
        sorts={name: _address(visit, order=name) for name in ORDERS},
        here=_address(visit),
        note=note(visit),
        tools=visit.addition.tools(visit.workspace, visit.person) if visit.person.email else (),
        **{"folder": None, "way": [], "into": "", "words": "", "problems": [], "opened": "", "typed": "", **context},
    )


def _apart(rows: list[Row]) -> list[Row]:
    """Rows as they are, but for nameless ones, which could not be clicked."""
    return [row if row.name.strip() else replace(row, name="Без названия") for row in rows]


def _order(visit: Visit) -> str:
    wanted = visit.asked("order")
    return wanted if wanted in ORDERS else "name"


def _count(visit: Visit) -> int:
    return min(max(whole(visit.asked("count")) or 0, _STEP), _MOST)


def _address(visit: Visit, **changes: str) -> str:
    """This list with another order or length."""
    if visit.request.method != "GET":  # a form of the list was sent, and the list is shown again
        return back(visit)
    kept = {name: visit.asked(name) for name in ("q", "order", "count") if visit.asked(name)}
    query = urlencode({**kept, **changes})
    return f"{visit.request.url.path}?{query}" if query else visit.request.url.path
