"""Conditional formats, banding and merged cells."""

from __future__ import annotations

from automation.embedded.errors import invalid
from automation.embedded.field_mask import assign
from automation.embedded.spreadsheets import ranges
from automation.embedded.spreadsheets.formats import normal_format
from automation.embedded.spreadsheets.ids import new_id
from automation.embedded.spreadsheets.model import Area, Json, Sheet, Spreadsheet, area_range, range_area
from automation.embedded.spreadsheets.requests.register import Update, changes
from automation.embedded.spreadsheets.requests.sheets import update_mask


def _normal_rule(spreadsheet: Spreadsheet, rule: Json) -> tuple[Sheet, Json]:
    areas = [ranges.grid_area(spreadsheet, given) for given in rule.get("ranges", [])]
    if not areas:
        raise invalid("A conditional format rule needs at least one range.")
    if any(area.sheet is not areas[0].sheet for area in areas):
        raise invalid("All ranges of a conditional format rule must be on the same sheet.")
    if ("booleanRule" in rule) == ("gradientRule" in rule):
        raise invalid("A conditional format rule needs either a booleanRule or a gradientRule.")
    return areas[0].sheet, {**normal_format(rule), "ranges": [area_range(area) for area in areas]}


@changes("addConditionalFormatRule")
def add_conditional_format_rule(update: Update, request: Json) -> None:
    sheet, rule = _normal_rule(update.spreadsheet, request.get("rule", {}))
    rules = sheet.objects("conditionalFormats")
    index = request.get("index", 0)
    if not 0 <= index <= len(rules):
        raise invalid(f"Index {index} is out of range: there are {len(rules)} rules.")
    rules.insert(index, rule)


def _rules(update: Update, request: Json) -> tuple[Sheet, list[Json], int]:
    sheet = ranges.sheet_of(update.spreadsheet, request.get("sheetId", 0))
    rules, index = sheet.objects("conditionalFormats"), request.get("index", 0)
    if not 0 <= index < len(rules):
        raise invalid(f"No conditional format on sheet: {sheet.id} at index: {index}")
    return sheet, rules, index


@changes("updateConditionalFormatRule")
def update_conditional_format_rule(update: Update, request: Json) -> Json:
    if "rule" in request:
        sheet, rule = _normal_rule(update.spreadsheet, request["rule"])
        _, rules, index = _rules(update, {**request, "sheetId": sheet.id})
        old, rules[index] = rules[index], rule
        return {"newRule": rule, "oldRule": old, **_places(index, index)}
    _, rules, index = _rules(update, request)
    new = request.get("newIndex", 0)
    if not 0 <= new < len(rules):
        raise invalid(f"Index {new} is out of range: there are {len(rules)} rules.")
    moved = rules.pop(index)
    rules.insert(new, moved)
    return {"newRule": moved, **_places(new, index)}


def _places(new: int, old: int) -> Json:
    return {name: index for name, index in (("newIndex", new), ("oldIndex", old)) if index}


@changes("deleteConditionalFormatRule")
def delete_conditional_format_rule(update: Update, request: Json) -> Json:
    _, rules, index = _rules(update, request)
    return {"rule": rules.pop(index)}


def _find_banding(spreadsheet: Spreadsheet, banding_id: int) -> tuple[Sheet, int]:
    for sheet in spreadsheet.sheets:
        for index, item in enumerate(sheet.lists.get("bandedRanges", [])):
            if item["bandedRangeId"] == banding_id:
                return sheet, index
    raise invalid(f"No banding with id: {banding_id}")


def _place_banding(spreadsheet: Spreadsheet, item: Json) -> Sheet:
    area = ranges.grid_area(spreadsheet, item.get("range", {}))
    for other in area.sheet.objects("bandedRanges"):
        if range_area(area.sheet, other["range"]).meets(area):
            raise invalid("You cannot add alternating background colors to a range that already has them.")
    item["range"] = area_range(area)
    area.sheet.objects("bandedRanges").append(item)
    return area.sheet


@changes("addBanding")
def add_banding(update: Update, request: Json) -> Json:
    given = normal_format(request.get("bandedRange", {}))
    item = {**given, "bandedRangeId": given.get("bandedRangeId") or new_id(set())}
    _place_banding(update.spreadsheet, item)
    return {"bandedRange": item}


@changes("updateBanding")
def update_banding(update: Update, request: Json) -> None:
    given = normal_format(request.get("bandedRange", {}))
    sheet, index = _find_banding(update.spreadsheet, given.get("bandedRangeId", 0))
    item = sheet.objects("bandedRanges").pop(index)
    mask = update_mask(request.get("fields")) or {name: {} for name in given}
    assign(item, given, {name: {} for name in mask})
    _place_banding(update.spreadsheet, {**item, "bandedRangeId": given["bandedRangeId"]})


@changes("deleteBanding")
def delete_banding(update: Update, request: Json) -> None:
    sheet, index = _find_banding(update.spreadsheet, request.get("bandedRangeId", 0))
    del sheet.objects("bandedRanges")[index]


@changes("mergeCells")
def merge_cells(update: Update, request: Json) -> None:
    area = ranges.grid_area(update.spreadsheet, request.get("range", {}))
    merges = area.sheet.objects("merges")
    for held in list(merges):
        own = range_area(area.sheet, held)
        if own.meets(area):
            if not _covers(area, own):
                raise invalid("You must select all cells in a merged range to merge or unmerge them.")
            merges.remove(held)
    for part in _parts(area, request.get("mergeType", "MERGE_ALL")):
        if part.height * part.width > 1:
            _keep_first_value(part)
            merges.append(area_range(part))


def _covers(outer: Area, inner: Area) -> bool:
    return (
        outer.top <= inner.top
        and outer.left <= inner.left
        and outer.bottom >= inner.bottom
        and outer.right >= inner.right
    )


def _parts(area: Area, kind: str) -> list[Area]:
    sheet = area.sheet
    if kind == "MERGE_ROWS":
        return [Area(sheet, row, row + 1, area.left, area.right) for row in range(area.top, area.bottom)]
    if kind == "MERGE_COLUMNS":
        return [Area(sheet, area.top, area.bottom, left, left + 1) for left in range(area.left, area.right)]
    return [area]


def _keep_first_value(area: Area) -> None:
    """A merged cell shows the first value; the others are gone, as in Sheets."""
    for row in range(area.top, area.bottom):
        for column in range(area.left, area.right):
            if (row, column) != (area.top, area.left):
                area.sheet.set_value(row, column, None)


@changes("unmergeCells")
def unmerge_cells(update: Update, request: Json) -> None:
    area = ranges.grid_area(update.spreadsheet, request.get("range", {}))
    merges = area.sheet.objects("merges")
    for held in list(merges):
        own = range_area(area.sheet, held)
        if own.meets(area):
            if not _covers(area, own):
                raise invalid("You must select all cells in a merged range to merge or unmerge them.")
            merges.remove(held)
