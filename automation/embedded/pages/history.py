"""«История»: who changed a spreadsheet, when and what, and how to have it back.

For those who may change it: it shows what was erased. A cell is given back by whoever may write into it, as if they had
typed it; a tab or all by the owner, who is asked once more.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from itertools import groupby

from starlette.responses import Response

from automation.embedded.access.person import OWNER_EMAIL, OWNER_NAME, Person
from automation.embedded.access.roles import Roles
from automation.embedded.calls import Call, Content
from automation.embedded.drive.kinds import SPREADSHEET, XLSX
from automation.embedded.errors import not_found
from automation.embedded.numerals import whole
from automation.embedded.pages.grid.changes import changes_json, seconds
from automation.embedded.pages.register import page
from automation.embedded.pages.rendering import download, goes_to, moment, show
from automation.embedded.pages.spreadsheet import checked_step, edited
from automation.embedded.pages.visit import Refused, Visit
from automation.embedded.spreadsheets.history import KEPT_FOR, PROGRAM, Version
from automation.embedded.spreadsheets.model import Json
from automation.embedded.spreadsheets.parts import Part, spreadsheet_of
from automation.embedded.spreadsheets.restoring import records, restore_all, restore_sheet
from automation.embedded.storage import encode

_READ = "drive.revisions.list"
"""Whoever may ask for a file's revisions may see the history: its writers."""
_OWN = "drive.files.delete"
"""Whoever may delete a file may bring it back to what it was: its owner."""
_PATH = "/spreadsheets/d/{file_id}/history"
_MOST = 100  # versions on a page
_MOST_UNDONE = 8  # that the question before a restoration names
_XLSX_SECONDS = 2e-6  # of a character that is stored
_SAID = {
    "cell": "Ячейка снова такая, какой была до этого изменения.",
    "tab": "Лист снова такой, каким был. Это записано в историю: если передумаете, верните и это.",
    "all": "Таблица снова такая, какой была. Это записано в историю: если передумаете, верните и это.",
}
_GONE = "Этих изменений история уже не помнит. Откройте «Историю» ещё раз."
_MEANWHILE = (
    "Эту ячейку тем временем изменили или строку переставили. Ничего не записано: посмотрите, что в ней сейчас."
)
_NOT_OWNER = "Вернуть лист или всю таблицу может только её владелец. Отдельные ячейки можете вернуть вы сами."
_NOT_THERE = "Этого листа тогда ещё не было, и вернуть его нельзя."
_RECORD = "Этот лист помнит, что уже случилось (например, какие письма ушли), поэтому целиком назад он не возвращается."
_CHANGED = "Пока вы решали, таблица изменилась. Ничего не возвращено: посмотрите, что добавилось, и решите снова."


@page("GET", _PATH)
def versions(visit: Visit) -> Response:
    """The versions, day by day, the last one first; ``upto`` is where a further page begins."""
    upto, by_people = whole(visit.asked("upto")), visit.asked("who") == "people"
    told = visit.do(_READ, partial(_versions, upto, by_people), fileId=visit["file_id"])
    days = [
        {"day": day, "versions": list(of_day)}
        for day, of_day in groupby(told["versions"], key=lambda each: each["day"])
    ]
    return show(
        visit, "history/list.html", **told, days=days, by_people=by_people, kept_days=KEPT_FOR.days, **_at(visit)
    )


def _versions(upto: int | None, by_people: bool, call: Call) -> Json:
    file, history = _spreadsheet(call), call.workspace.spreadsheets.history
    found = [
        version
        for version in history.versions(file["id"])
        if (upto is None or version.number <= upto) and not (by_people and version.author == PROGRAM)
    ]
    shown, titles = found[:_MOST], _titles(call, found[:_MOST])
    return {
        "file_name": file["name"],
        "versions": [_version_json(version, titles, call.person) for version in shown],
        "further": found[_MOST].number if len(found) > _MOST else None,
    }


@page("GET", _PATH + "/{number}")
def version(visit: Visit) -> Response:
    told = visit.do(_READ, partial(_version, _number(visit)), fileId=visit["file_id"])
    return show(visit, "history/version.html", **told, said=_SAID.get(visit.asked("done"), ""), **_at(visit))


def _version(number: int, call: Call) -> Json:
    file, held = _spreadsheet(call), call.workspace.spreadsheets
    found = _found(call, number)
    call.takes(seconds(held, file["id"]))
    tabs, stay = changes_json(held, file["id"], found, call.person), _records(call)
    for tab in tabs:
        tab["goes_back"] = tab["fate"] != "new" and tab["id"] not in stay
        for line in tab["lines"]:
            line["step"] = encode(line["step"]) if line.get("step") else ""
    return {
        "file_name": file["name"],
        "version": _version_json(found, _titles(call, [found]), call.person),
        "tabs": tabs,
        "is_owner": _owns(call),
    }


@page("POST", _PATH + "/{number}/cell")
def give_back(visit: Visit) -> Response:
    """Put back what stood in a cell, by the step of editing that the page has made of it."""
    if edited(visit, checked_step(visit.sent("step").encode()))["unwritten"]:
        raise Refused(_MEANWHILE, 409)
    return goes_to(f"{_here(visit)}/{_number(visit)}?done=cell")


@page("GET", _PATH + "/{number}/export")
def export(visit: Visit) -> Response:
    """The spreadsheet as an .xlsx, as the version left it; with ``state=before`` as it found it."""
    number, name = _number(visit), visit.ask("drive.files.get", fileId=visit["file_id"])["name"]
    is_before = visit.asked("state") == "before"
    made = visit.made(_READ, partial(_export, number, is_before), fileId=visit["file_id"])
    return download(made.content, f"{name}, {'до' if is_before else 'после'} изменений {number}.xlsx", XLSX)


def _export(number: int, is_before: bool, call: Call) -> Content:
    from automation.embedded.spreadsheets import xlsx  # openpyxl takes a while to load

    file, held = _spreadsheet(call), call.workspace.spreadsheets
    version = _found(call, number)
    call.takes(held.weight(file["id"]) * _XLSX_SECONDS)
    parts = held.as_it_was(file["id"], version.number + (not is_before))
    return Content(xlsx.write(spreadsheet_of(file["id"], parts)), XLSX)


# Bringing back


@page("GET", _PATH + "/{number}/restore")
def restore_form(visit: Visit) -> Response:
    """Ask once more, and say what will be undone: on one tab (``sheet``), or on all."""
    told = visit.do(_READ, partial(_undone, _number(visit), whole(visit.asked("sheet"))), fileId=visit["file_id"])
    return show(visit, "history/restore.html", **told, **_at(visit))


def _undone(number: int, sheet_id: int | None, call: Call) -> Json:
    file = _spreadsheet(call)
    if not _owns(call):
        raise Refused(_NOT_OWNER, 403)
    found, stay = _found(call, number), _records(call)
    if sheet_id is not None:
        _check_sheet(call, found, sheet_id)
    undone = [
        each
        for each in call.workspace.spreadsheets.history.versions(file["id"])
        if each.number >= number and (sheet_id is None or sheet_id in each.sheet_ids)
    ]
    titles = _titles(call, undone)
    going_back = {each: title for each, title in titles.items() if each not in stay}
    return {
        "file_name": file["name"],
        "version": _version_json(found, titles, call.person),
        "sheet": sheet_id,
        "title": titles.get(sheet_id, "") if sheet_id is not None else "",
        "undone": [_version_json(each, going_back, call.person) for each in undone[:_MOST_UNDONE]],
        "stay": sorted(title for each, title in titles.items() if each in stay),
        "left": max(0, len(undone) - _MOST_UNDONE),
        "stand": file["version"],
    }


@page("POST", _PATH + "/{number}/restore")
def restore(visit: Visit) -> Response:
    number, sheet_id = _number(visit), whole(visit.sent("sheet"))
    visit.do(_OWN, partial(_restore, number, sheet_id, visit.sent("stand")), fileId=visit["file_id"])
    last = visit.do(_READ, _last, fileId=visit["file_id"])["number"]
    return goes_to(f"{_here(visit)}/{last}?done={'all' if sheet_id is None else 'tab'}")


def _restore(number: int, sheet_id: int | None, stand: str, call: Call) -> Json:
    file, workspace = _spreadsheet(call), call.workspace
    held = workspace.spreadsheets
    found = _found(call, number)
    if str(file["version"]) != stand:
        raise Refused(_CHANGED, 409)
    if sheet_id is None:
        restore_all(held, file["id"], found.number, workspace.restoring)
    else:
        _check_sheet(call, found, sheet_id)
        restore_sheet(held, file["id"], found.number, sheet_id, workspace.restoring)
    workspace.files.touch(file["id"], workspace.now())
    file["editor"] = call.person.email
    return {}


def _check_sheet(call: Call, version: Version, sheet_id: int) -> None:
    """Raise `Refused` where a sheet cannot be brought back."""
    if sheet_id in _records(call):
        raise Refused(_RECORD)
    if Part(sheet_id) not in call.workspace.spreadsheets.as_it_was(call["fileId"], version.number, [sheet_id]):
        raise Refused(_NOT_THERE)


def _records(call: Call) -> set[int]:
    """The sheets that stay as they are, whatever is brought back."""
    return records(call.workspace.spreadsheets, call["fileId"], call.workspace.restoring)


def _last(call: Call) -> Json:
    return {"number": call.workspace.spreadsheets.history.versions(_spreadsheet(call)["id"])[0].number}


# What the pages have in common


def _at(visit: Visit) -> Json:
    return {"book": f"/spreadsheets/d/{visit['file_id']}", "here": _here(visit)}


def _here(visit: Visit) -> str:
    return _PATH.format(file_id=visit["file_id"])


def _number(visit: Visit) -> int:
    number = whole(visit["number"])
    if number is None:
        raise Refused(_GONE, 404)
    return number


def _spreadsheet(call: Call) -> Json:
    """The file that the call is about. Raises `ApiError` 404."""
    file = call.workspace.files.find(call["fileId"])
    if file is None or file["trashed"] or file["mimeType"] != SPREADSHEET:
        raise not_found()
    return file


def _found(call: Call, number: int) -> Version:
    versions = call.workspace.spreadsheets.history.versions(call["fileId"])
    found = next((each for each in versions if each.number == number), None)
    if found is None:
        raise Refused(_GONE, 404)
    return found


def _owns(call: Call) -> bool:
    return Roles(call.workspace.files, call.person, call.workspace.now()).may(_spreadsheet(call), "owner")


def _titles(call: Call, versions: Sequence[Version]) -> dict[int, str]:
    """What the sheets of these versions are called: now, or where they are gone, last."""
    held, file_id = call.workspace.spreadsheets, call["fileId"]
    titles = held.titles(file_id)
    gone = {sheet_id for version in versions for sheet_id in version.sheet_ids} - set(titles)
    return titles | {sheet_id: held.history.former_title(file_id, sheet_id) for sheet_id in gone}


def _version_json(version: Version, titles: Mapping[int, str], person: Person) -> Json:
    day, _, began = moment(version.began).rpartition(", ")
    ended = moment(version.ended).rpartition(", ")[2]
    return {
        "number": version.number,
        "day": day,
        "time": began if began == ended else f"{began}–{ended}",
        "who": _name(version.author) + (" (вы)" if version.author == person.email else ""),
        "tabs": sorted(filter(None, (titles.get(sheet_id, "") for sheet_id in version.sheet_ids))),
        "restored": bool(version.restored),
    }


def _name(author: str) -> str:
    return "Программа" if author == PROGRAM else OWNER_NAME if author == OWNER_EMAIL else author
