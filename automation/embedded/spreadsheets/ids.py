"""Ids and names that nothing in a spreadsheet has yet."""

from __future__ import annotations

import random

from automation.embedded.spreadsheets.model import Json, Sheet, Spreadsheet

_NUMBERED = {"protectedRanges": "protectedRangeId", "filterViews": "filterViewId", "bandedRanges": "bandedRangeId"}
# Charts and slicers share their ids.
EMBEDDED = {"charts": "chartId", "slicers": "slicerId"}


def new_id(taken: set[int]) -> int:
    """A positive 31-bit id that is not taken, as Google draws them."""
    while True:
        candidate = random.randrange(1, 2**31)  # noqa: S311 - ids are no secrets
        if candidate not in taken:
            return candidate


def embedded_ids(spreadsheet: Spreadsheet) -> set[int]:
    """The ids of all charts and slicers."""
    return {
        item[key]
        for sheet in spreadsheet.sheets
        for kind, key in EMBEDDED.items()
        for item in sheet.lists.get(kind, [])
    }


def all_tables(spreadsheet: Spreadsheet) -> list[Json]:
    """The tables of every sheet."""
    return [table for sheet in spreadsheet.sheets for table in sheet.lists.get("tables", [])]


def new_table_id() -> str:
    """An id for a table, drawn at random."""
    return str(new_id(set()))


def free_table_name(spreadsheet: Spreadsheet, stem: str = "Table") -> str:
    """``stem`` with the first number that makes it no other table's name."""
    taken, number = {table["name"].lower() for table in all_tables(spreadsheet)}, 1
    while f"{stem}{number}".lower() in taken:
        number += 1
    return f"{stem}{number}"


def give_own_ids(spreadsheet: Spreadsheet, clone: Sheet) -> None:
    """Give the objects of ``clone``, not yet a sheet of ``spreadsheet``, ids and names that nothing there has."""
    for kind, key in _NUMBERED.items():
        taken = {item[key] for sheet in spreadsheet.sheets for item in sheet.lists.get(kind, [])}
        _renumber(clone.lists.get(kind, []), key, taken)
    taken = embedded_ids(spreadsheet)
    for kind, key in EMBEDDED.items():
        _renumber(clone.lists.get(kind, []), key, taken)
    for table in clone.lists.get("tables", []):
        table["tableId"] = new_table_id()
        if any(other["name"].lower() == table["name"].lower() for other in all_tables(spreadsheet)):
            table["name"] = free_table_name(spreadsheet, f"{table['name']}_")


def _renumber(items: list[Json], key: str, taken: set[int]) -> None:
    for item in items:
        item[key] = new_id(taken)
        taken.add(item[key])
