"""``spreadsheets`` and ``spreadsheets.developerMetadata``.

https://developers.google.com/workspace/sheets/api/reference/rest/v4/spreadsheets
"""

from __future__ import annotations

import copy

from automation.embedded.calls import Call, handles
from automation.embedded.drive.kinds import SPREADSHEET
from automation.embedded.errors import invalid, not_found
from automation.embedded.field_mask import EVERYTHING, Mask, names, within
from automation.embedded.spreadsheets import files, metadata, ranges
from automation.embedded.spreadsheets.cells import write_rows
from automation.embedded.spreadsheets.formulas.computing import compute_in
from automation.embedded.spreadsheets.ids import give_own_ids
from automation.embedded.spreadsheets.model import PLANES, SHEET_LISTS, Area, Json, Sheet, Spreadsheet, copy_sheet
from automation.embedded.spreadsheets.render import seconds, spreadsheet_json
from automation.embedded.spreadsheets.requests import Update, apply
from automation.embedded.spreadsheets.requests.sheets import free_sheet_id

UNTITLED = "Untitled spreadsheet"

# How the objects of a new spreadsheet's sheets are added, by the list of Google's ``Sheet`` that names them.
_ADDED = {
    "tables": ("addTable", "table"),
    "filterViews": ("addFilterView", "filter"),
    "charts": ("addChart", "chart"),
    "slicers": ("addSlicer", "slicer"),
    "rowGroups": ("addDimensionGroup", "range"),
    "columnGroups": ("addDimensionGroup", "range"),
}


def _url(call: Call, spreadsheet_id: str) -> str:
    return f"{call.base_url}/spreadsheets/d/{spreadsheet_id}/edit"


def _answer(
    call: Call,
    spreadsheet: Spreadsheet,
    *,
    areas: list[Area] | None = None,
    mask: Mask = EVERYTHING,
    grid_data: bool = False,
) -> Json:
    title = call.workspace.files.get(spreadsheet.id)["name"]
    url = _url(call, spreadsheet.id)
    now = call.workspace.now()
    return spreadsheet_json(spreadsheet, title, url, areas=areas, mask=mask, grid_data=grid_data, now=now)


def _wants_grid_data(mask_given: bool, mask: Mask, asked: bool) -> bool:
    """A field mask decides alone; without one the caller's flag does."""
    return names(mask, "sheets", "data") if mask_given and mask else asked


@handles("sheets.spreadsheets.create")
def create(call: Call) -> Json:
    body = call.body
    title = body.get("properties", {}).get("title") or UNTITLED
    now = call.workspace.now()
    file = call.workspace.files.create({"name": title, "mimeType": SPREADSHEET}, now)
    spreadsheet = files.blank(file["id"], body.get("properties"))
    if body.get("sheets"):
        _create_sheets(spreadsheet, body["sheets"])
    call.workspace.spreadsheets.add(spreadsheet)
    update = Update(spreadsheet, call.workspace, call.person)
    for sheet in body.get("sheets", []):
        _add_objects(update, sheet)
    for named in body.get("namedRanges", []):
        apply(update, [{"addNamedRange": {"namedRange": named}}])
    for item in body.get("developerMetadata", []):
        given = {**item, "location": item.get("location", {"spreadsheet": True})}
        apply(update, [{"createDeveloperMetadata": {"developerMetadata": given}}])
    files.check_cell_limit(spreadsheet)
    return _answer(call, spreadsheet, mask=call.mask)


def _create_sheets(spreadsheet: Spreadsheet, given: list[Json]) -> None:
    spreadsheet.sheets.clear()
    for index, body in enumerate(given):
        properties = body.get("properties", {})
        sheet_id = properties.get("sheetId", 0 if not index else free_sheet_id(spreadsheet))
        title = properties.get("title") or files.first_title(spreadsheet.locale)[:-1] + str(index + 1)
        if spreadsheet.sheet_titled(title) or spreadsheet.sheet(sheet_id):
            raise invalid(f'A sheet with the name "{title}" already exists. Please enter another name.')
        filled_in = files.sheet_properties(properties, sheet_id, title, index)
        if properties.get("sheetType") == "OBJECT":
            filled_in = {**filled_in, "sheetType": "OBJECT"}
            del filled_in["gridProperties"]
        sheet = Sheet(filled_in)
        spreadsheet.sheets.append(sheet)
        _fill(sheet, body)


def _fill(sheet: Sheet, body: Json) -> None:
    for grid in body.get("data", []):
        mask: Mask = {"userEnteredValue": {}, **{plane: {} for plane in PLANES}}
        write_rows(sheet, grid.get("startRow", 0), grid.get("startColumn", 0), grid.get("rowData", []), mask)
    for name in SHEET_LISTS:
        if body.get(name) and name not in _ADDED:
            sheet.lists[name] = copy.deepcopy(body[name])
    sheet.basic_filter = copy.deepcopy(body.get("basicFilter"))


def _add_objects(update: Update, body: Json) -> None:
    """Objects that need ids and defaults come the way that a batch adds them."""
    for name, (kind, field) in _ADDED.items():
        for item in body.get(name, []):
            apply(update, [{kind: {field: item.get("range", {}) if field == "range" else item}}])


@handles("sheets.spreadsheets.get")
def get(call: Call) -> Json:
    spreadsheet = files.opened(call)
    texts = call.get("ranges", [])
    areas = [ranges.resolve(spreadsheet, text) for text in texts] if texts else None
    grid_data = _wants_grid_data(call.mask_given, call.mask, call.get("includeGridData", False))
    if grid_data:
        call.takes(seconds(spreadsheet, areas, call.mask))
    return _answer(call, spreadsheet, areas=areas, mask=call.mask, grid_data=grid_data)


@handles("sheets.spreadsheets.getByDataFilter")
def get_by_data_filter(call: Call) -> Json:
    spreadsheet = files.opened(call)
    filters = call.body.get("dataFilters", [])
    areas = [area for _, area in metadata.areas(spreadsheet, filters)]
    grid_data = _wants_grid_data(call.mask_given, call.mask, call.body.get("includeGridData", False))
    if grid_data:
        call.takes(seconds(spreadsheet, areas if filters else None, call.mask))
    return _answer(call, spreadsheet, areas=areas if filters else None, mask=call.mask, grid_data=grid_data)


@handles("sheets.spreadsheets.batchUpdate")
def batch_update(call: Call) -> Json:
    spreadsheet = files.opened(call, to_change=True)
    body = call.body
    if not body.get("requests"):
        raise invalid("Must specify at least one request.")
    replies = apply(Update(spreadsheet, call.workspace, call.person), body["requests"])
    answer: Json = {"spreadsheetId": spreadsheet.id, "replies": replies}
    if body.get("includeSpreadsheetInResponse") and names(call.mask, "updatedSpreadsheet"):
        mask = within(call.mask, "updatedSpreadsheet")
        texts = body.get("responseRanges", [])
        areas = [ranges.resolve(spreadsheet, text) for text in texts] if texts else None
        asked = body.get("responseIncludeGridData", False)
        grid_data = _wants_grid_data(call.mask_given, mask, asked)
        if grid_data:
            compute_in(spreadsheet, areas, call.workspace.now())
        answer["updatedSpreadsheet"] = _answer(call, spreadsheet, areas=areas, mask=mask, grid_data=grid_data)
    return answer


@handles("sheets.spreadsheets.sheets.copyTo")
def copy_to(call: Call) -> Json:
    source = files.opened(call).sheet(call["sheetId"])
    if source is None:
        raise invalid(f"No grid with id: {call['sheetId']}")
    call.parameters["spreadsheetId"] = call.body.get("destinationSpreadsheetId", "")
    target = files.opened(call, to_change=True)
    prefix = "Копия " if target.locale.startswith("ru") else "Copy of "
    title, number = prefix + source.title, 2
    while target.sheet_titled(title):
        title, number = f"{prefix}{source.title} {number}", number + 1
    properties = copy.deepcopy(source.properties)
    properties |= {"sheetId": free_sheet_id(target), "title": title, "index": len(target.sheets)}
    clone = copy_sheet(source, properties)
    give_own_ids(target, clone)
    target.sheets.append(clone)
    target.dirty = True
    files.check_cell_limit(target)
    return properties


@handles("sheets.spreadsheets.developerMetadata.get")
def get_metadata(call: Call) -> Json:
    item = metadata.find(files.opened(call), call["metadataId"])
    if item is None:
        raise not_found()
    return item


@handles("sheets.spreadsheets.developerMetadata.search")
def search_metadata(call: Call) -> Json:
    spreadsheet = files.opened(call)
    matched: dict[int, Json] = {}
    for data_filter in call.body.get("dataFilters", []):
        for item in metadata.matching(spreadsheet, data_filter):
            entry = matched.setdefault(item["metadataId"], {"developerMetadata": item, "dataFilters": []})
            entry["dataFilters"].append(data_filter)
    return {"matchedDeveloperMetadata": list(matched.values())} if matched else {}
