"""Protected ranges: kept, returned, and held against whoever may not edit them (`access.protection`)."""

from __future__ import annotations

from automation.embedded.access.person import OWNER
from automation.embedded.access.protection import check_editor
from automation.embedded.errors import invalid
from automation.embedded.field_mask import assign
from automation.embedded.spreadsheets import ranges
from automation.embedded.spreadsheets.ids import new_id
from automation.embedded.spreadsheets.model import Json, Sheet, Spreadsheet
from automation.embedded.spreadsheets.requests.register import Update, changes
from automation.embedded.spreadsheets.requests.sheets import update_mask

_ORDER = (
    "protectedRangeId",
    "range",
    "namedRangeId",
    "tableId",
    "description",
    "warningOnly",
    "requestingUserCanEdit",
    "unprotectedRanges",
    "editors",
)


def _find(spreadsheet: Spreadsheet, protected_id: int) -> tuple[Sheet, int]:
    for sheet in spreadsheet.sheets:
        for index, item in enumerate(sheet.lists.get("protectedRanges", [])):
            if item["protectedRangeId"] == protected_id:
                return sheet, index
    raise invalid(f"No protected range with id: {protected_id}")


def canonical_range(spreadsheet: Spreadsheet, given: Json) -> Json:
    """A range as Google returns it: open sides stay open, sheet 0 is not written. Raises `ApiError` 400."""
    ranges.grid_area(spreadsheet, given)
    return {name: value for name, value in given.items() if name != "sheetId" or value}


def _normal(spreadsheet: Spreadsheet, given: Json) -> Json:
    item = {**given, "requestingUserCanEdit": True}
    if "namedRangeId" in item and "range" not in item:
        item["range"] = _named_range(spreadsheet, item["namedRangeId"])
    if "range" not in item:
        raise invalid("A protected range needs a range.")
    item["range"] = canonical_range(spreadsheet, item["range"])
    open_parts = [canonical_range(spreadsheet, part) for part in item.get("unprotectedRanges", [])]
    item["unprotectedRanges"] = open_parts
    item["editors"] = {name: value for name, value in item.get("editors", {}).items() if value}
    return {name: item[name] for name in _ORDER if item.get(name) or name in ("editors", "range")}


def _named_range(spreadsheet: Spreadsheet, named_id: str) -> Json:
    for named in spreadsheet.named_ranges:
        if named["namedRangeId"] == named_id:
            found: Json = named["range"]
            return found
    raise invalid(f"No named range with id: {named_id}")


@changes("addProtectedRange")
def add_protected_range(update: Update, request: Json) -> Json:
    spreadsheet, given = update.spreadsheet, dict(request.get("protectedRange", {}))
    taken = {
        item["protectedRangeId"] for sheet in spreadsheet.sheets for item in sheet.lists.get("protectedRanges", [])
    }
    given["protectedRangeId"] = given.get("protectedRangeId") or new_id(taken)
    if given["protectedRangeId"] in taken:
        raise invalid(f"Protected range id {given['protectedRangeId']} is not free.")
    item = _normal(spreadsheet, given)
    sheet = ranges.sheet_of(spreadsheet, item["range"].get("sheetId", 0))
    sheet.objects("protectedRanges").append(_with_owner(update, item))
    return {"protectedRange": item}


def _with_owner(update: Update, item: Json) -> Json:
    """The owner may always edit what is protected, and is listed so from the next ``get`` on."""
    users = list(item["editors"].get("users", []))
    owner = OWNER.email
    return {**item, "editors": {**item["editors"], "users": users if owner in users else [owner, *users]}}


@changes("updateProtectedRange")
def update_protected_range(update: Update, request: Json) -> None:
    spreadsheet, given = update.spreadsheet, request.get("protectedRange", {})
    sheet, index = _find(spreadsheet, given.get("protectedRangeId", 0))
    item = dict(sheet.objects("protectedRanges")[index])
    check_editor(item, update.person)
    mask = update_mask(request.get("fields")) or {name: {} for name in given}
    assign(item, given, mask)
    item["protectedRangeId"] = given["protectedRangeId"]
    fresh = _normal(spreadsheet, item)
    del sheet.objects("protectedRanges")[index]
    target = ranges.sheet_of(spreadsheet, fresh["range"].get("sheetId", 0))
    target.objects("protectedRanges").insert(index, _with_owner(update, fresh))


@changes("deleteProtectedRange")
def delete_protected_range(update: Update, request: Json) -> None:
    sheet, index = _find(update.spreadsheet, request.get("protectedRangeId", 0))
    check_editor(sheet.objects("protectedRanges")[index], update.person)
    del sheet.objects("protectedRanges")[index]
