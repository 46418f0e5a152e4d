"""Filter views: kept and returned.

https://developers.google.com/workspace/sheets/api/guides/filters
"""

from __future__ import annotations

import copy

from automation.embedded.errors import invalid
from automation.embedded.field_mask import Mask, assign
from automation.embedded.spreadsheets import ranges
from automation.embedded.spreadsheets.filters import normal_filter
from automation.embedded.spreadsheets.ids import new_id
from automation.embedded.spreadsheets.model import Json, Sheet, Spreadsheet, area_range
from automation.embedded.spreadsheets.requests.register import Update, changes
from automation.embedded.spreadsheets.requests.sheets import update_mask

_ORDER = ("filterViewId", "title", "range", "namedRangeId", "tableId", "sortSpecs", "criteria", "filterSpecs")
_BACKINGS = ("range", "namedRangeId", "tableId")


def _views(spreadsheet: Spreadsheet) -> list[Json]:
    return [view for sheet in spreadsheet.sheets for view in sheet.lists.get("filterViews", [])]


def _find(spreadsheet: Spreadsheet, view_id: int) -> tuple[Sheet, int]:
    for sheet in spreadsheet.sheets:
        for index, view in enumerate(sheet.lists.get("filterViews", [])):
            if view["filterViewId"] == view_id:
                return sheet, index
    raise invalid(f"No filter view with id: {view_id}")


def _normal(spreadsheet: Spreadsheet, given: Json) -> Json:
    item = normal_filter(given)
    item["range"] = area_range(ranges.grid_area(spreadsheet, _range_behind(spreadsheet, item)))
    return {name: item[name] for name in _ORDER if item.get(name)}


def _range_behind(spreadsheet: Spreadsheet, item: Json) -> Json:
    """The range that a filter view covers, be it given or that of a named range or a table."""
    if named_id := item.get("namedRangeId"):
        return _found([named["range"] for named in spreadsheet.named_ranges if named["namedRangeId"] == named_id],
                      f"No named range with id: {named_id}")  # fmt: skip
    if table_id := item.get("tableId"):
        tables = [table for sheet in spreadsheet.sheets for table in sheet.lists.get("tables", [])]
        return _found([table["range"] for table in tables if table["tableId"] == table_id],
                      f"No table with id: {table_id}")  # fmt: skip
    return _found([item["range"]] if "range" in item else [], "A filter view needs a range.")


def _found(candidates: list[Json], otherwise: str) -> Json:
    if not candidates:
        raise invalid(otherwise)
    return candidates[0]


def _free_title(spreadsheet: Spreadsheet) -> str:
    stem = "Фильтр" if spreadsheet.locale.startswith("ru") else "Filter"
    taken, number = {view["title"] for view in _views(spreadsheet) if "title" in view}, 1
    while f"{stem} {number}" in taken:
        number += 1
    return f"{stem} {number}"


@changes("addFilterView")
def add_filter_view(update: Update, request: Json) -> Json:
    spreadsheet, given = update.spreadsheet, dict(request.get("filter", {}))
    if sum(name in given for name in _BACKINGS) > 1:
        raise invalid("Only one of range, namedRangeId and tableId may be set.")
    taken = {view["filterViewId"] for view in _views(spreadsheet)}
    given["filterViewId"] = given.get("filterViewId") or new_id(taken)
    if given["filterViewId"] in taken:
        raise invalid(f"A filter view with id {given['filterViewId']} already exists.")
    given["title"] = given.get("title") or _free_title(spreadsheet)
    return {"filter": _keep(spreadsheet, given)}


def _keep(spreadsheet: Spreadsheet, given: Json) -> Json:
    view = _normal(spreadsheet, given)
    sheet = ranges.sheet_of(spreadsheet, view["range"].get("sheetId", 0))
    sheet.objects("filterViews").append(view)
    return view


@changes("updateFilterView")
def update_filter_view(update: Update, request: Json) -> None:
    spreadsheet, given = update.spreadsheet, request.get("filter", {})
    sheet, index = _find(spreadsheet, given.get("filterViewId", 0))
    mask = update_mask(request.get("fields")) or {name: {} for name in _ORDER}
    item = copy.deepcopy(sheet.objects("filterViews")[index])
    assign(item, given, _one_spelling(mask, given))
    _let_the_new_backing_hold(item, given, mask)
    view = _normal(spreadsheet, {**item, "filterViewId": given["filterViewId"]})
    del sheet.objects("filterViews")[index]
    target = ranges.sheet_of(spreadsheet, view["range"].get("sheetId", 0))
    target.objects("filterViews").insert(index, view)


def _one_spelling(mask: Mask, given: Json) -> Mask:
    """A change of one spelling of the criteria takes away the other, which says the same; so does a change of both."""
    if not {"criteria", "filterSpecs"} & set(mask):
        return mask
    return {**mask, "criteria": {}, "filterSpecs": {}}


def _let_the_new_backing_hold(item: Json, given: Json, mask: Mask) -> None:
    changed = [name for name in _BACKINGS if name in mask and name in given]
    for name in _BACKINGS if changed else ():
        if name not in changed:
            item.pop(name, None)


@changes("duplicateFilterView")
def duplicate_filter_view(update: Update, request: Json) -> Json:
    spreadsheet = update.spreadsheet
    sheet, index = _find(spreadsheet, request.get("filterId", 0))
    view = copy.deepcopy(sheet.objects("filterViews")[index])
    view["filterViewId"] = new_id({each["filterViewId"] for each in _views(spreadsheet)})
    prefix = "Копия" if spreadsheet.locale.startswith("ru") else "Copy of"
    view["title"] = f"{prefix} {view.get('title', '')}".rstrip()
    sheet.objects("filterViews").append(view)
    return {"filter": view}


@changes("deleteFilterView")
def delete_filter_view(update: Update, request: Json) -> None:
    sheet, index = _find(update.spreadsheet, request.get("filterId", 0))
    del sheet.objects("filterViews")[index]
