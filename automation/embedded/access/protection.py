"""Protected ranges, held against whoever is not among their editors.

What a call does to a range is seen by comparing the range before and after, whatever the call was: a batch, an upload
over the whole spreadsheet. What formulas come to is not compared: it follows from other cells.
A range that only warns (``warningOnly``) is the pages' matter: the API writes there, as Google's does.

https://developers.google.com/workspace/sheets/api/reference/rest/v4/spreadsheets/sheets#protectedrange
"""

from __future__ import annotations

import copy
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from automation.embedded.access.person import Person
from automation.embedded.errors import invalid
from automation.embedded.spreadsheets.model import (
    PLANES,
    Area,
    Json,
    Sheet,
    Spreadsheet,
    range_area,
    typed,
)

if TYPE_CHECKING:
    from automation.embedded.spreadsheets.store import Spreadsheets

_REFUSED = (
    "You are trying to edit a protected cell or object. "
    "Please contact the spreadsheet owner to remove protection if you need to edit."
)


@contextmanager
def kept(held: Spreadsheets, spreadsheet_id: str, person: Person) -> Iterator[None]:
    """Raise `ApiError` 400 if the block changes what ``person`` may not edit; call inside a transaction."""
    before = _closed(held.get(spreadsheet_id), person)
    yield
    # The block may have put another spreadsheet into its place.
    if before and _closed(held.get(spreadsheet_id), person) != before:
        raise invalid(_REFUSED)


def check_editor(item: Json, person: Person) -> None:
    """Raise `ApiError` 400 unless ``person`` may change the protection itself, where it lies included."""
    if not item.get("warningOnly") and not may_edit(item, person):
        raise invalid(_REFUSED)


def may_edit(item: Json, person: Person) -> bool:
    """Whether ``person`` is an editor of a protected range."""
    editors = [email.lower() for email in item.get("editors", {}).get("users", [])]
    return person.is_owner or person.email in editors


def _closed(spreadsheet: Spreadsheet, person: Person) -> dict[int, Any]:
    """The ranges that the person may not edit, by id, each with what it holds."""
    return {
        item["protectedRangeId"]: (_terms(item), _content(sheet, item), _tab(sheet, item))
        for sheet in spreadsheet.sheets
        for item in sheet.lists.get("protectedRanges", ())
        if not item.get("warningOnly") and not may_edit(item, person)
    }


def _terms(item: Json) -> Json:
    """What the protection says, its place aside: rows that come above it move it."""
    return copy.deepcopy({name: value for name, value in item.items() if name not in ("range", "unprotectedRanges")})


def _tab(sheet: Sheet, item: Json) -> Json:
    """What is said of a tab that is protected whole, its place among the others aside."""
    is_whole = not set(item.get("range", {})) - {"sheetId"}
    said = {name: value for name, value in sheet.properties.items() if name != "index"} if is_whole else {}
    return copy.deepcopy(said)


def _content(sheet: Sheet, item: Json) -> list[Any]:
    area = range_area(sheet, item.get("range", {}))
    holes = [range_area(sheet, each) for each in item.get("unprotectedRanges", ())]
    rows = [_row(area, row, holes) for row in range(area.top, min(area.bottom, len(sheet.rows)))]
    while rows and not any(value is not None for value in rows[-1]):
        rows.pop()
    return [rows, [] if holes else _planes(area)]


def _row(area: Area, row: int, holes: list[Area]) -> list[Any]:
    values = [typed(value) for value in area.sheet.row_values(row, area.left, area.right)]
    for hole in holes:
        if hole.top <= row < hole.bottom:
            for column in range(hole.left, min(hole.right, area.left + len(values))):
                values[column - area.left] = None
    return values


def _planes(area: Area) -> list[Any]:
    """The formats, notes and rules of the area, places counted from its corner."""
    return [
        [(start - area.top, end - area.top, value) for start, end, value in runs.between(area.top, area.bottom)]
        for plane in PLANES
        for runs in area.sheet.planes.get(plane, ())[area.left : area.right]
    ]
