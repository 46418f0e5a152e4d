"""Bringing a spreadsheet, or one of its sheets, back to what it was before one of its versions.

Not all may go back with the cells. What a program has noted on the spreadsheet as a whole (developer metadata) says
what was given away, and must not be given again; a sheet may be the record of what has happened, as of letters sent.
Which that is, the program says (`Restoring`).
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from automation.embedded.errors import invalid
from automation.embedded.spreadsheets import files
from automation.embedded.spreadsheets.ids import new_id
from automation.embedded.spreadsheets.model import Json
from automation.embedded.spreadsheets.parts import WHOLE, Part
from automation.embedded.spreadsheets.store import Spreadsheets
from automation.embedded.storage import encode


def _as_then(then: list[Json], _: list[Json]) -> list[Json]:
    return then


def _never(_: list[Json]) -> bool:
    return False


@dataclass(frozen=True)
class Restoring:
    """What a program has to say where a spreadsheet goes back.

    ``notes`` gives those on the spreadsheet as a whole, of those that it had then and those that it has now; where one
    sheet alone goes back, both are those of now. ``is_record`` says of a sheet by its developer metadata whether it
    tells what has happened: such a one stays as it is, or if it was deleted, comes back as it was last.
    """

    notes: Callable[[list[Json], list[Json]], list[Json]] = _as_then
    is_record: Callable[[list[Json]], bool] = _never


ALL_AS_THEN = Restoring()


def restore_all(held: Spreadsheets, spreadsheet_id: str, number: int, how: Restoring = ALL_AS_THEN) -> None:
    """Make the spreadsheet what it was before the version ``number``. Raises `ApiError` 400 if that is too large."""
    then, now = held.as_it_was(spreadsheet_id, number), held.parts(spreadsheet_id)
    latest = now
    for sheet_id in _records(then, how) - _sheets(now):
        latest = _mixed(latest, _last(held, spreadsheet_id, sheet_id), sheet_id)
    restored = then
    for sheet_id in _records(latest, how):
        restored = _mixed(restored, latest, sheet_id)
    _store(held, spreadsheet_id, number, _noted(restored, how.notes(_notes(then), _notes(now))))


def restore_sheet(
    held: Spreadsheets, spreadsheet_id: str, number: int, sheet_id: int, how: Restoring = ALL_AS_THEN
) -> None:
    """Make one sheet what it was before the version ``number``, with its marks and named ranges; the others stay.

    It stays in its place among the others; gone meanwhile, it comes back to where it was. Raises `ApiError` 400 where
    it was not there then, or has to stay as it is, or the spreadsheet would get too large.
    """
    then, now = held.as_it_was(spreadsheet_id, number, [sheet_id]), held.parts(spreadsheet_id)
    if sheet_id not in _sheets(then):
        raise invalid(f"There was no sheet {sheet_id} then.")
    if sheet_id in _records(then, how):
        if sheet_id in _sheets(now):
            raise invalid(f"The sheet {sheet_id} tells what has happened.")
        then = _last(held, spreadsheet_id, sheet_id)
    restored = _mixed(now, then, sheet_id)
    _store(held, spreadsheet_id, number, _noted(restored, how.notes(_notes(now), _notes(now))))


def records(held: Spreadsheets, spreadsheet_id: str, how: Restoring) -> set[int]:
    """The sheets that stay as they are."""
    return _records(held.parts(spreadsheet_id, ()), how)


def _store(held: Spreadsheets, spreadsheet_id: str, number: int, parts: dict[Part, str]) -> None:
    properties = [json.loads(text)["properties"] for part, text in parts.items() if part.is_sheet]
    files.check_cells(sum(_cells(each) for each in properties))
    held.history.begin_restoring(spreadsheet_id, number)
    held.put(spreadsheet_id, parts)


def _last(held: Spreadsheets, spreadsheet_id: str, sheet_id: int) -> dict[Part, str]:
    """A sheet that is gone, as it was last."""
    for version in held.history.versions(spreadsheet_id):
        if sheet_id in version.sheet_ids:
            parts = held.as_it_was(spreadsheet_id, version.number, [sheet_id])
            if sheet_id in _sheets(parts):
                return parts
    raise invalid(f"There was no sheet {sheet_id}.")


def _sheets(parts: dict[Part, str]) -> set[int]:
    return {part.sheet_id for part in parts if part.is_sheet}


# Developer metadata


def _metadata(parts: dict[Part, str]) -> list[Json]:
    items: list[Json] = json.loads(parts[WHOLE])["developerMetadata"]
    return items


def _notes(parts: dict[Part, str]) -> list[Json]:
    return [item for item in _metadata(parts) if _is_note(item)]


def _is_note(item: Json) -> bool:
    return bool(item["location"].get("spreadsheet"))


def _records(parts: dict[Part, str], how: Restoring) -> set[int]:
    marks: dict[int, list[Json]] = {}
    for item in _metadata(parts):
        if "sheetId" in item["location"]:
            marks.setdefault(item["location"]["sheetId"], []).append(item)
    return {sheet_id for sheet_id, items in marks.items() if how.is_record(items)}


def _noted(parts: dict[Part, str], notes: list[Json]) -> dict[Part, str]:
    whole = json.loads(parts[WHOLE])
    marks = [item for item in whole["developerMetadata"] if not _is_note(item)]
    return {**parts, WHOLE: encode({**whole, "developerMetadata": [*notes, *marks]})}


# One sheet as it is elsewhere


def _mixed(parts: dict[Part, str], other: dict[Part, str], sheet_id: int) -> dict[Part, str]:
    """``parts`` with one sheet as it is in ``other``."""
    mixed = {part: text for part, text in parts.items() if part.sheet_id != sheet_id}
    mixed |= {part: text for part, text in other.items() if part.sheet_id == sheet_id}
    mixed[WHOLE] = _with_marks_of(sheet_id, json.loads(parts[WHOLE]), json.loads(other[WHOLE]))
    return mixed | dict(_arranged(mixed, sheet_id, parts.get(Part(sheet_id))))


def _is_of(sheet_id: int, item: Json) -> bool:
    """Whether developer metadata, or a named range, lie on a sheet."""
    place = item.get("location") or item["range"]
    return not place.get("spreadsheet") and place.get("dimensionRange", place).get("sheetId", 0) == sheet_id


def _with_marks_of(sheet_id: int, whole: Json, other: Json) -> str:
    stay = [item for item in whole["developerMetadata"] if not _is_of(sheet_id, item)]
    taken = {item["metadataId"] for item in stay}
    marks = [dict(item) for item in other["developerMetadata"] if _is_of(sheet_id, item)]
    for item in marks:
        item["metadataId"] = new_id(taken) if item["metadataId"] in taken else item["metadataId"]
        taken.add(item["metadataId"])
    ranges = [item for item in whole["namedRanges"] if not _is_of(sheet_id, item)]
    names = {item["name"].lower() for item in ranges} | {item["namedRangeId"] for item in ranges}
    ranges += [
        item
        for item in other["namedRanges"]
        if _is_of(sheet_id, item) and names.isdisjoint((item["name"].lower(), item["namedRangeId"]))
    ]
    return encode({**whole, "developerMetadata": [*stay, *marks], "namedRanges": ranges})


def _arranged(parts: dict[Part, str], sheet_id: int, replaced: str | None) -> Iterator[tuple[Part, str]]:
    """The sheets of which the place or the title has to be another one, now that ``sheet_id`` has come."""
    sheets: dict[int, Any] = {part.sheet_id: json.loads(text) for part, text in parts.items() if part.is_sheet}
    properties = {each: data["properties"] for each, data in sheets.items()}
    come = properties.pop(sheet_id)
    others = sorted(properties, key=lambda each: int(properties[each]["index"]))
    place = json.loads(replaced)["properties"]["index"] if replaced else min(come["index"], len(others))
    others.insert(place, sheet_id)
    come["title"] = _free_title(come["title"], {each["title"].lower() for each in properties.values()})
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
