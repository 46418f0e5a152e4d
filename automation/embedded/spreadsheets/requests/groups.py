"""Groups of rows and columns: add, collapse, delete.

https://developers.google.com/workspace/sheets/api/reference/rest/v4/spreadsheets/request#adddimensiongrouprequest
"""

from __future__ import annotations

from automation.embedded.errors import invalid
from automation.embedded.field_mask import assign
from automation.embedded.spreadsheets import groups, ranges
from automation.embedded.spreadsheets.formats import without_defaults
from automation.embedded.spreadsheets.model import Json, Sheet
from automation.embedded.spreadsheets.requests.register import Update, changes
from automation.embedded.spreadsheets.requests.sheets import update_mask

MAX_DEPTH = 8  # https://support.google.com/docs/answer/9060449
_CONTROLS = {"ROWS": "rowGroupControlAfter", "COLUMNS": "columnGroupControlAfter"}


def _place(update: Update, dimension_range: Json) -> tuple[Sheet, str, groups.Span]:
    sheet = ranges.sheet_of(update.spreadsheet, dimension_range.get("sheetId", 0))
    dimension, start, end = ranges.dimension_span(sheet, dimension_range)
    if end > sheet.count(dimension):
        raise invalid(f"range.endIndex[{end}] is after last index in grid[{sheet.count(dimension)}]")
    return sheet, dimension, (start, end)


@changes("addDimensionGroup")
def add_dimension_group(update: Update, request: Json) -> Json:
    sheet, dimension, span = _place(update, request.get("range", {}))
    held = sheet.objects(groups.LISTS[dimension])
    runs = groups.depths(held)
    groups.deepen(runs, span, 1)
    if any(depth > MAX_DEPTH for _, _, depth in runs):
        raise invalid(f"You can't group more than {MAX_DEPTH} levels deep.")
    if not held:
        sheet.grid[_CONTROLS[dimension]] = True  # as Google's answers show it from the first group on
    groups.regroup(sheet, dimension, runs, held)
    return _reply(sheet, dimension)


@changes("deleteDimensionGroup")
def delete_dimension_group(update: Update, request: Json) -> Json:
    sheet, dimension, span = _place(update, request.get("range", {}))
    held = sheet.objects(groups.LISTS[dimension])
    runs = groups.depths(held)
    if not runs.between(*span):
        raise invalid(f"There is no group over the {dimension.lower()} [{span[0]}, {span[1]}).")
    groups.deepen(runs, span, -1)
    groups.regroup(sheet, dimension, runs, held)
    return _reply(sheet, dimension)


def _reply(sheet: Sheet, dimension: str) -> Json:
    held = sheet.lists[groups.LISTS[dimension]]
    return {"dimensionGroups": held} if held else {}


@changes("updateDimensionGroup")
def update_dimension_group(update: Update, request: Json) -> None:
    given = request.get("dimensionGroup", {})
    sheet, dimension, span = _place(update, given.get("range", {}))
    mask = update_mask(request.get("fields"))
    held = sheet.objects(groups.LISTS[dimension])
    for index, group in enumerate(held):
        if groups.span_of(group) == span and group["depth"] == given.get("depth", 0):
            held[index] = {**group, "collapsed": True} if given.get("collapsed") else _opened(group)
            break
    else:
        raise invalid(f"No group of depth {given.get('depth', 0)} over [{span[0]}, {span[1]}).")
    if not mask or "collapsed" in mask:
        _hide(sheet, dimension, span, hidden=given.get("collapsed", False))


def _opened(group: Json) -> Json:
    return {name: value for name, value in group.items() if name != "collapsed"}


def _hide(sheet: Sheet, dimension: str, span: groups.Span, *, hidden: bool) -> None:
    def change(held: Json | None) -> Json | None:
        fresh = dict(held or {})
        assign(fresh, {"hiddenByUser": hidden}, {"hiddenByUser": {}})
        return without_defaults(fresh) or None

    sheet.line_properties(dimension).change(*span, change)
