"""What is kept of a table's columns: their types.

A column's name is the text of its header cell, so it is not kept twice.
https://developers.google.com/workspace/sheets/api/reference/rest/v4/spreadsheets/sheets#table
"""

from __future__ import annotations

from collections.abc import Callable

from automation.embedded.spreadsheets.model import Json

_KEPT = ("columnIndex", "columnType", "dataValidationRule")


def kept_columns(columns: list[Json]) -> list[Json]:
    """What is kept of ``columnProperties``: the columns that have a type."""
    typed = [{name: column[name] for name in _KEPT if name in column} for column in columns]
    return [{"columnIndex": 0, **column} for column in typed if "columnType" in column]


def follow_columns(before: Json, after: Json, change: Callable[[int, int], tuple[int, int] | None]) -> Json:
    """The table ``after`` its columns came, went or moved, with their types where they are now."""
    old_left, new_left = (table["range"]["startColumnIndex"] for table in (before, after))
    width = after["range"]["endColumnIndex"] - new_left
    moved = []
    for column in before.get("columnProperties", []):
        place = change(old_left + column["columnIndex"], old_left + column["columnIndex"] + 1)
        if place is not None and 0 <= place[0] - new_left < width:
            moved.append({**column, "columnIndex": place[0] - new_left})
    rest = {name: value for name, value in after.items() if name != "columnProperties"}
    return {**rest, "columnProperties": moved} if moved else rest
