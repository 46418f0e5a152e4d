"""Bringing a spreadsheet, or one of its sheets, back to what it was before one of its versions.

What programs have noted on the spreadsheet as a whole (developer metadata) is not always to go back with the cells: a
number that was given away must not be given again. What becomes of it the program says (`Reconcile`).
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

from automation.embedded.errors import invalid
from automation.embedded.spreadsheets import files
from automation.embedded.spreadsheets.ids import new_id
from automation.embedded.spreadsheets.model import Json
from automation.embedded.spreadsheets.parts import WHOLE, Part
from automation.embedded.spreadsheets.store import Spreadsheets
from automation.embedded.storage import encode

Reconcile = Callable[[list[Json], list[Json]], list[Json]]
"""The notes on a spreadsheet after it was brought back: of those that it had then, and those that it has now.

Where one sheet alone goes back, both are those that it has now.
"""


def as_then(then: list[Json], _: list[Json]) -> list[Json]:
    """The notes go back with the cells."""
    return then


def restore_all(held: Spreadsheets, spreadsheet_id: str, number: int, reconcile: Reconcile = as_then) -> None:
    """Make the spreadsheet what it was before the version ``number``."""
    then = held.as_it_was(spreadsheet_id, number)
    was, now = json.loads(then[WHOLE]), json.loads(held.parts(spreadsheet_id, ())[WHOLE])
    marks = [item for item in was["developerMetadata"] if not _is_note(item)]
    was["developerMetadata"] = [*reconcile(_notes(was), _notes(now)), *marks]
    held.history.begin_restoring(spreadsheet_id, number)
    held.put(spreadsheet_id, {**then, WHOLE: encode(was)})


def restore_sheet(
    held: Spreadsheets, spreadsheet_id: str, number: int, sheet_id: int, reconcile: Reconcile = as_then
) -> None:
    """Make one sheet what it was before the version ``number``, with its marks and named ranges; the others stay.

    It stays in its place among the others; gone meanwhile, it comes back to where it was. Raises `ApiError` 400 where
    the sheet was not there then, or the spreadsheet would get too large.
    """
    then = held.as_it_was(spreadsheet_id, number, [sheet_id])
    if Part(sheet_id) not in then:
        raise invalid(f"There was no sheet {sheet_id} then.")
    now = held.parts(spreadsheet_id)
    parts = {part: text for part, text in now.items() if part.sheet_id != sheet_id}
    parts |= {part: text for part, text in then.items() if part.sheet_id == sheet_id}
    parts[WHOLE] = _with_marks_of(sheet_id, json.loads(then[WHOLE]), json.loads(now[WHOLE]), reconcile)
    parts |= _arranged(parts, sheet_id, now.get(Part(sheet_id)))
    held.history.begin_restoring(spreadsheet_id, number)
    held.put(spreadsheet_id, parts)


def _notes(whole: Json) -> list[Json]:
    return [item for item in whole["developerMetadata"] if _is_note(item)]


def _is_note(item: Json) -> bool:
    return bool(item["location"].get("spreadsheet"))


def _is_of(sheet_id: int, item: Json) -> bool:
    """Whether developer metadata, or a named range, lie on a sheet."""
    place = item.get("location") or item["range"]
    return not place.get("spreadsheet") and place.get("dimensionRange", place).get("sheetId", 0) == sheet_id


def _with_marks_of(sheet_id: int, then: Json, now: Json, reconcile: Reconcile) -> str:
    stay = [item for item in now["developerMetadata"] if not _is_note(item) and not _is_of(sheet_id, item)]
    stay = [*reconcile(_notes(now), _notes(now)), *stay]
    taken = {item["metadataId"] for item in stay}
    marks = [dict(item) for item in then["developerMetadata"] if _is_of(sheet_id, item)]
    for item in marks:
        item["metadataId"] = new_id(taken) if item["metadataId"] in taken else item["metadataId"]
        taken.add(item["metadataId"])
    ranges = [item for item in now["namedRanges"] if not _is_of(sheet_id, item)]
    names = {item["name"].lower() for item in ranges} | {item["namedRangeId"] for item in ranges}
    ranges += [
        item
        for item in then["namedRanges"]
        if _is_of(sheet_id, item) and names.isdisjoint((item["name"].lower(), item["namedRangeId"]))
    ]
    return encode({**now, "developerMetadata": [*stay, *marks], "namedRanges": ranges})


def _arranged(parts: dict[Part, str], sheet_id: int, as_now: str | None) -> Iterator[tuple[Part, str]]:
    """The sheets of which the place or the title has to be another one."""
    sheets: dict[int, Any] = {part.sheet_id: json.loads(text) for part, text in parts.items() if part.is_sheet}
    properties = {each: data["properties"] for each, data in sheets.items()}
    files.check_cells(sum(_cells(each) for each in properties.values()))
    restored = properties.pop(sheet_id)
    others = sorted(properties, key=lambda each: int(properties[each]["index"]))
    place = json.loads(as_now)["properties"]["index"] if as_now else min(restored["index"], len(others))
    others.insert(place, sheet_id)
    titles = {each["title"].lower() for each in properties.values()}
    restored["title"] = _free_title(restored["title"], titles)
    for index, each in enumerate(others):
        sheets[each]["properties"]["index"] = index
        text = encode(sheets[each])
        if text != parts[Part(each)]:
            yield Part(each), text


def _cells(properties: Json) -> int:
    grid = properties.get("gridProperties", {"rowCount": 0, "columnCount": 0})
    return int(grid["rowCount"]) * int(grid["columnCount"])


def _free_title(title: str, taken: set[str]) -> str:
    """``title``, with a number where another sheet is called so."""
    found, number = title, 2
    while found.lower() in taken:
        found, number = f"{title[:90]} ({number})", number + 1
    return found
