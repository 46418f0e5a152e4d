"""Named ranges."""

from __future__ import annotations

import re

from automation.embedded.errors import invalid
from automation.embedded.field_mask import assign
from automation.embedded.spreadsheets.formulas.following import named_range_renamed
from automation.embedded.spreadsheets.ids import new_id
from automation.embedded.spreadsheets.model import Json, Spreadsheet
from automation.embedded.spreadsheets.requests.protection import canonical_range
from automation.embedded.spreadsheets.requests.register import Update, changes
from automation.embedded.spreadsheets.requests.sheets import update_mask

_CELL_LIKE = re.compile(r"([A-Z]{1,3}\d+|R\d+C\d+|TRUE|FALSE)\Z", re.IGNORECASE)


def _check(spreadsheet: Spreadsheet, item: Json, others: list[Json]) -> Json:
    name = item.get("name", "")
    if not re.fullmatch(r"[^\W\d]\w{0,249}", name) or _CELL_LIKE.match(name):
        raise invalid(f"The name '{name}' is not a valid name for a named range.")
    if any(other["name"].lower() == name.lower() for other in others):
        raise invalid(f"A named range with the name '{name}' already exists.")
    if "range" not in item:
        raise invalid("A named range needs a range.")
    return {
        "namedRangeId": item["namedRangeId"],
        "name": name,
        "range": canonical_range(spreadsheet, item["range"]),
    }


def _index(spreadsheet: Spreadsheet, named_id: str) -> int:
    for index, item in enumerate(spreadsheet.named_ranges):
        if item["namedRangeId"] == named_id:
            return index
    raise invalid(f"No named range with id: {named_id}")


@changes("addNamedRange")
def add_named_range(update: Update, request: Json) -> Json:
    spreadsheet, given = update.spreadsheet, dict(request.get("namedRange", {}))
    given["namedRangeId"] = given.get("namedRangeId") or str(new_id(set()))
    if any(item["namedRangeId"] == given["namedRangeId"] for item in spreadsheet.named_ranges):
        raise invalid(f"A named range with the ID '{given['namedRangeId']}' already exists.")
    item = _check(spreadsheet, given, spreadsheet.named_ranges)
    spreadsheet.named_ranges.append(item)
    spreadsheet.dirty = True
    return {"namedRange": item}


@changes("updateNamedRange")
def update_named_range(update: Update, request: Json) -> None:
    spreadsheet, given = update.spreadsheet, request.get("namedRange", {})
    index = _index(spreadsheet, given.get("namedRangeId", ""))
    item = dict(spreadsheet.named_ranges[index])
    mask = update_mask(request.get("fields")) or {name: {} for name in given}
    assign(item, given, {name: {} for name in mask if name != "namedRangeId"} or {"name": {}})
    others = [other for place, other in enumerate(spreadsheet.named_ranges) if place != index]
    old_name = spreadsheet.named_ranges[index]["name"]
    spreadsheet.named_ranges[index] = _check(spreadsheet, item, others)
    named_range_renamed(spreadsheet, old_name, spreadsheet.named_ranges[index]["name"])
    spreadsheet.dirty = True


@changes("deleteNamedRange")
def delete_named_range(update: Update, request: Json) -> None:
    del update.spreadsheet.named_ranges[_index(update.spreadsheet, request.get("namedRangeId", ""))]
    update.spreadsheet.dirty = True
