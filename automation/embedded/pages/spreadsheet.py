"""«Таблица»: the page that shows a spreadsheet, and what its script asks for and sends.

The script gets a tab as JSON (`grid.view`), asks every few seconds whether the file has changed, by its version as
an ETag, and sends what was typed (`grid.edits`).
"""

from __future__ import annotations

import json
from copy import deepcopy
from functools import partial
from typing import Any

from starlette.responses import Response

from automation.embedded import discovery, json_body
from automation.embedded.access.roles import Roles
from automation.embedded.calls import Call
from automation.embedded.drive.kinds import PDF, SPREADSHEET, XLSX
from automation.embedded.errors import ApiError, not_found
from automation.embedded.pages.grid.charts import charts_json
from automation.embedded.pages.grid.edits import Edits
from automation.embedded.pages.grid.paper import on_paper
from automation.embedded.pages.grid.view import seconds, tab_json, tabs_json
from automation.embedded.pages.grid.views import asked_view, folded, views_json
from automation.embedded.pages.grid.views import seconds as seconds_of_view
from automation.embedded.pages.register import page
from automation.embedded.pages.rendering import as_json, download, show, written_json
from automation.embedded.pages.visit import Refused, Visit
from automation.embedded.spreadsheets import files
from automation.embedded.spreadsheets.model import Json, Sheet, Spreadsheet
from automation.embedded.spreadsheets.requests import Update, apply
from automation.embedded.validation import check_body, check_message

_READ, _WRITE = "sheets.spreadsheets.get", "sheets.spreadsheets.batchUpdate"
_PATH = "/spreadsheets/d/{file_id}"


@page("GET", _PATH)
@page("GET", _PATH + "/edit")
def spreadsheet(visit: Visit) -> Response:
    file = visit.ask("drive.files.get", fileId=visit["file_id"])
    if file["mimeType"] != SPREADSHEET or file["trashed"]:
        raise not_found()
    return show(visit, "spreadsheet.html", scripts=True, file=file, may_write=file["capabilities"]["canEdit"])


@page("GET", _PATH + "/grid")
def grid(visit: Visit) -> Response:
    """The tabs, and the rows of the one asked for; 304 while nothing has changed since the ETag was given."""
    known = frozenset(filter(None, visit.asked("known").split(",")))
    version = visit.do(_READ, _stand, spreadsheetId=visit["file_id"])["version"]
    if visit.request.headers.get("if-none-match") == version:
        return Response(status_code=304)
    answer = partial(_answer, visit.asked("sheet"), visit.asked("view"), known)
    return written_json(
        visit.written(_READ, answer, spreadsheetId=visit["file_id"]), headers={"ETag": version}
    )  # by now there may be a newer one, which will be asked for


def _stand(call: Call) -> Json:
    files.opened(call)
    return {"version": _version(call)}


def _answer(sheet_id: str, view_id: str, known: frozenset[str], call: Call) -> Json:
    opened = files.opened(call)
    sheet = _asked_sheet(opened, sheet_id)
    view = asked_view(sheet, view_id)
    call.takes(seconds(sheet) + (seconds_of_view(sheet, view) if view else 0))
    return {
        "version": _version(call),
        "title": call.workspace.files.get(opened.id)["name"],
        "mayWrite": _may_write(call),
        "tabs": tabs_json(opened),
        "tab": tab_json(opened, sheet, call.person, call.workspace.now(), known),
        "views": views_json(sheet),
        "view": view["filterViewId"] if view else 0,
        "folded": folded(opened, sheet, view, call.workspace.now()) if view else [],
    }


def _version(call: Call) -> str:
    """What changes with the file, the day (for rules about dates) and what the person may do with it."""
    file = call.workspace.files.get(call["spreadsheetId"])
    return f'"{file["version"]}-{call.workspace.now():%j}-{_may_write(call):d}"'


def _may_write(call: Call) -> bool:
    roles = Roles(call.workspace.files, call.person, call.workspace.now())
    return roles.may(call.workspace.files.get(call["spreadsheetId"]), "writer")


def _asked_sheet(opened: Spreadsheet, sheet_id: str) -> Sheet:
    """The tab with this id, or the first one that is not hidden. Raises `Refused`."""
    shown = {tab["id"] for tab in tabs_json(opened) if not tab["hidden"]}
    for sheet in opened.sheets:
        if sheet.id in shown and sheet_id in ("", str(sheet.id)):
            return sheet
    raise Refused("Этого листа больше нет. Обновите страницу.", 404)


@page("GET", _PATH + "/charts")
def charts(visit: Visit) -> Response:
    def act(call: Call) -> Json:
        opened = files.opened(call)
        return {"charts": charts_json(opened, _asked_sheet(opened, visit.asked("sheet")))}

    return as_json(visit.do(_READ, act, spreadsheetId=visit["file_id"]))


@page("POST", _PATH + "/here")
def here(visit: Visit) -> Response:
    """Note in which cell the visitor is; the answer says who else is where. Whoever has not signed in is nobody."""
    place = _place(visit.body)

    def act(call: Call) -> Json:
        files.opened(call)
        others = call.workspace.presence.tell(call["spreadsheetId"], call.person, place) if call.person.email else []
        return {"others": [{"name": seen.person.name, **seen.place} for seen in others]}

    return as_json(visit.do(_READ, act, spreadsheetId=visit["file_id"]))


def _place(body: bytes) -> dict[str, int]:
    try:
        given = _mapped(json_body.read(body))
    except (json_body.Malformed, TypeError):
        raise Refused("Сервер не понял, где вы. Обновите страницу.") from None
    return {name: given[name] for name in ("sheet", "row", "column") if isinstance(given.get(name), int)}


@page("GET", _PATH + "/print")
def for_paper(visit: Visit) -> Response:
    """A tab as it is printed; ``column`` may name the columns, several times."""
    if not visit.ask("drive.files.get", fileId=visit["file_id"])["capabilities"]["canDownload"]:
        raise ApiError(403, "This file cannot be exported by the user.", reason="cannotExportFile")
    asked = {int(each) for each in visit.request.query_params.getlist("column") if each.isdecimal()}
    answer = partial(_answer, visit.asked("sheet"), visit.asked("view"), frozenset())
    shown = json.loads(visit.written(_READ, answer, spreadsheetId=visit["file_id"]))
    sheet, titles = shown["tab"]["id"], {view["id"]: view["title"] for view in shown["views"]}
    return show(
        visit,
        "sheet_print.html",
        scripts=True,
        title=shown["title"],
        tab_title=next(tab["title"] for tab in shown["tabs"] if tab["id"] == sheet),
        view_title=titles.get(shown["view"], ""),
        sheet=sheet,
        view=shown["view"],
        today=f"{visit.workspace.now():%d.%m.%Y}",
        paper=on_paper(shown["tab"], set(shown["folded"]), asked),
        back=f"/spreadsheets/d/{visit['file_id']}/edit#gid={sheet}",
    )


@page("POST", _PATH + "/edits")
def edit(visit: Visit) -> Response:
    """Carry out one step of editing; the answer has the step that undoes it, and what is to be said of it."""
    return as_json(edited(visit, checked_step(visit.body)))


def edited(visit: Visit, given: Json) -> Json:
    """What the page's script, or a form of ours, is told of a step that was carried out. Raises `ApiError`."""

    def act(call: Call) -> Json:
        opened = files.opened(call, to_change=True)
        sheet = _asked_sheet(opened, str(given["sheet"]))
        edits = Edits(Update(opened, call.workspace, call.person), sheet, call.person, call.workspace.now())
        undo = _carried_out(edits, given)
        said = {"remarks": edits.remarks[:3], "unwritten": edits.unwritten, "order": sheet.order}
        return {"undo": {**undo, "sheet": sheet.id}, **said}

    return visit.do(_WRITE, act, spreadsheetId=visit["file_id"])


@page("POST", _PATH + "/requests")
def change(visit: Visit) -> Response:
    """Carry out requests of ``batchUpdate`` (a tab's name, a column's width), if the page has the newest version."""
    try:
        given: Any = json_body.read(visit.body)
    except json_body.Malformed:
        raise Refused("Сервер не понял, что изменить. Обновите страницу и повторите.") from None
    body = check_body(discovery.method(_WRITE), given)
    expected = visit.request.headers.get("if-match", "")

    def act(call: Call) -> Json:
        if expected != _version(call):
            raise Refused("Таблица тем временем изменилась. Посмотрите, что стало, и повторите.", 412)
        opened = files.opened(call, to_change=True)
        return {"replies": apply(Update(opened, call.workspace, call.person), body.get("requests", []))}

    try:
        return as_json(visit.do(_WRITE, act, spreadsheetId=visit["file_id"]))
    except ApiError as error:
        if error.code != 400 or isinstance(error, Refused):
            raise
        raise Refused(_in_russian(error)) from None


def _in_russian(error: ApiError) -> str:
    """What the API's words mean to somebody who renames, inserts or hides."""
    if "already exists" in error.message:
        return "Лист с таким названием уже есть. Выберите другое."
    if "protected" in error.message:
        return "Это защищено от изменений. Обратитесь к владельцу."
    return "Так изменить нельзя. Проверьте, что вы ввели."


def _carried_out(edits: Edits, given: Json) -> Json:
    match given["deed"]:
        case "insert":
            return edits.insert(given)
        case "delete":
            return edits.delete(given["row"], given["seen"])
    return edits.write(given["rows"])


def checked_step(body: bytes) -> Json:
    """The step of editing that was sent. Raises `Refused` for what our own script would not send."""
    try:
        given: Any = json_body.read(body)
        _check_step(given)
    except (ArithmeticError, LookupError, ValueError, TypeError, AttributeError, ApiError):
        raise Refused("Сервер не понял, что изменить. Обновите страницу и повторите.") from None
    step: Json = given
    return step


def _check_step(given: Any) -> None:
    """Raise one of `checked_step`'s errors where a part is missing or of the wrong kind."""
    int(given["sheet"])
    match given["deed"]:
        case "write":
            for row in _listed(given["rows"]):
                _check_numbers(row["row"], *map(int, row["cells"]))
                _check_seen(row)
                _mapped(row.get("notes", {}))
                for cell in row["cells"].values():
                    if isinstance(cell, dict):
                        _check_message("CellData", cell)
        case "insert":
            _check_numbers(given["row"], given["count"])
            _check_seen(given)
            for row in _listed(given.get("cells", [])):
                _check_message("RowData", row)
        case "delete":
            _check_numbers(given["row"])
            for row in _listed(given["seen"]):
                _check_seen({"seen": row})
        case deed:
            raise ValueError(deed)


def _check_message(name: str, given: Any) -> None:
    # A copy: the check leaves out nulls, by which a step empties what it puts back.
    check_message(discovery.method(_WRITE).api, name, deepcopy(given))


def _check_seen(row: Json) -> None:
    _mapped(row.get("order", {}))
    if not all(text is None or isinstance(text, str) for text in _listed(row.get("seen", []))):
        raise TypeError(row)


def _mapped(given: Any) -> dict[str, Any]:
    if not isinstance(given, dict):
        raise TypeError(given)
    return given


def _listed(items: Any) -> list[Any]:
    if not isinstance(items, list):
        raise TypeError(items)
    return items


def _check_numbers(*numbers: Any) -> None:
    if not all(isinstance(number, int) and 0 <= number < 10_000_000 for number in numbers):
        raise ValueError(numbers)


@page("GET", _PATH + "/export")
def export(visit: Visit) -> Response:
    file = visit.ask("drive.files.get", fileId=visit["file_id"])
    kind, suffix = (PDF, ".pdf") if visit.asked("format") == "pdf" else (XLSX, ".xlsx")
    content = visit.content("drive.files.export", fileId=visit["file_id"], mimeType=kind)
    return download(content.content, file["name"] + suffix, kind)
