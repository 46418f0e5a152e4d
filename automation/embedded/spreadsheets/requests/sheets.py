"""Sheets come, go and change; properties of the spreadsheet."""

from __future__ import annotations

import copy

from automation.embedded.errors import invalid
from automation.embedded.field_mask import Mask, MaskError, assign, parse
from automation.embedded.spreadsheets import dimensions, files, metadata, ranges
from automation.embedded.spreadsheets.formats import normal_format
from automation.embedded.spreadsheets.formulas import following
from automation.embedded.spreadsheets.ids import give_own_ids, new_id
from automation.embedded.spreadsheets.model import Json, Sheet, Spreadsheet, copy_sheet
from automation.embedded.spreadsheets.requests.register import Update, changes


def update_mask(text: str | None) -> Mask:
    """The ``fields`` of an update request, which Google requires. Raises `ApiError` 400."""
    if not text:
        raise invalid("At least one field must be listed in 'fields'. (Use '*' to indicate all fields.)")
    try:
        return parse(text)
    except MaskError:
        raise invalid(f"Invalid field mask: {text}") from None


def free_sheet_id(spreadsheet: Spreadsheet) -> int:
    """An id that no sheet has."""
    return new_id({sheet.id for sheet in spreadsheet.sheets})


@changes("updateSpreadsheetProperties")
def update_spreadsheet_properties(update: Update, request: Json) -> None:
    properties = request.get("properties", {})
    mask = update_mask(request.get("fields"))
    if (not mask or "title" in mask) and "title" in properties:
        update.workspace.files.rename(update.spreadsheet.id, properties["title"], update.workspace.now())
    rest = {name: subtree for name, subtree in mask.items() if name != "title"}
    if not mask:
        rest = {name: {} for name in properties if name != "title"}
    if rest:
        assign(update.spreadsheet.properties, normal_format(properties), rest)
        update.spreadsheet.dirty = True


def _check_title(spreadsheet: Spreadsheet, title: str, own: Sheet | None = None) -> None:
    if not title:
        raise invalid("Sheet names must not be empty.")
    if len(title) > 100:
        raise invalid("The sheet name cannot be greater than 100 characters.")
    same = spreadsheet.sheet_titled(title)
    if same is not None and same is not own:
        raise invalid(f'A sheet with the name "{title}" already exists. Please enter another name.')


def _free_title(spreadsheet: Spreadsheet) -> str:
    stem, number = files.first_title(spreadsheet.locale)[:-1], len(spreadsheet.sheets) + 1
    while spreadsheet.sheet_titled(f"{stem}{number}"):
        number += 1
    return f"{stem}{number}"


def _insert(spreadsheet: Spreadsheet, sheet: Sheet, index: int | None) -> None:
    if index is not None and not 0 <= index <= len(spreadsheet.sheets):
        raise invalid(f"Sheet index {index} is out of range.")
    spreadsheet.sheets.insert(len(spreadsheet.sheets) if index is None else index, sheet)
    spreadsheet.renumber()
    files.check_cell_limit(spreadsheet)


@changes("addSheet")
def add_sheet(update: Update, request: Json) -> Json:
    spreadsheet, given = update.spreadsheet, normal_format(request.get("properties", {}))
    title = given.get("title") or _free_title(spreadsheet)
    _check_title(spreadsheet, title)
    sheet_id = given.get("sheetId", free_sheet_id(spreadsheet))
    _check_free(spreadsheet, sheet_id)
    if given.get("sheetType", "GRID") != "GRID":
        raise invalid(f"Sheet type {given['sheetType']} cannot be added.")
    sheet = Sheet(files.sheet_properties(given, sheet_id, title, 0))
    _check_frozen(sheet)
    _insert(spreadsheet, sheet, given.get("index"))
    return {"properties": sheet.properties}


@changes("deleteSheet")
def delete_sheet(update: Update, request: Json) -> None:
    remove_sheet(update.spreadsheet, ranges.any_sheet_of(update.spreadsheet, request.get("sheetId", 0)))


def add_object_sheet(spreadsheet: Spreadsheet, sheet_id: int | None = None) -> Sheet:
    """A new last sheet that is to hold one chart and no cells."""
    stem, number = "Диаграмма" if spreadsheet.locale.startswith("ru") else "Chart", 1
    while spreadsheet.sheet_titled(f"{stem}{number}"):
        number += 1
    sheet_id = free_sheet_id(spreadsheet) if sheet_id is None else sheet_id
    _check_free(spreadsheet, sheet_id)
    index = len(spreadsheet.sheets)
    sheet = Sheet({"sheetId": sheet_id, "title": f"{stem}{number}", "index": index, "sheetType": "OBJECT"})
    _insert(spreadsheet, sheet, None)
    return sheet


def _check_free(spreadsheet: Spreadsheet, sheet_id: int) -> None:
    if spreadsheet.sheet(sheet_id) or sheet_id < 0:
        raise invalid(f"Sheet ID {sheet_id} is not free.")


def remove_sheet(spreadsheet: Spreadsheet, sheet: Sheet) -> None:
    """Delete a sheet with all that lies on it. Raises `ApiError` 400 if no visible sheet would be left."""
    others = [other for other in spreadsheet.sheets if other is not sheet]
    if not others:
        raise invalid("You can't remove all the sheets in a document.")
    if all(other.properties.get("hidden") for other in others):
        raise invalid("You can't remove all the visible sheets in a document.")
    spreadsheet.sheets = others
    spreadsheet.deleted_sheets.add(sheet.id)
    gone = (
        {item["metadataId"] for item in metadata.of_sheet(spreadsheet, sheet.id)}
        | _ids(metadata.by_line(spreadsheet, sheet.id, "ROWS"))
        | _ids(metadata.by_line(spreadsheet, sheet.id, "COLUMNS"))
    )
    kept = [item for item in spreadsheet.developer_metadata if item["metadataId"] not in gone]
    spreadsheet.developer_metadata = kept
    spreadsheet.named_ranges = [
        named for named in spreadsheet.named_ranges if named["range"].get("sheetId", 0) != sheet.id
    ]
    following.sheet_deleted(spreadsheet, sheet.title)
    spreadsheet.renumber()


def _ids(by_line: dict[int, list[Json]]) -> set[int]:
    return {item["metadataId"] for items in by_line.values() for item in items}


@changes("duplicateSheet")
def duplicate_sheet(update: Update, request: Json) -> Json:
    spreadsheet = update.spreadsheet
    source = ranges.any_sheet_of(spreadsheet, request.get("sourceSheetId", 0))
    title = request.get("newSheetName") or _copy_title(spreadsheet, source)
    _check_title(spreadsheet, title)
    sheet_id = request.get("newSheetId", free_sheet_id(spreadsheet))
    _check_free(spreadsheet, sheet_id)
    properties = {**copy.deepcopy(source.properties), "sheetId": sheet_id, "title": title}
    clone = copy_sheet(source, properties)
    give_own_ids(spreadsheet, clone)
    _insert(spreadsheet, clone, request.get("insertSheetIndex", 0))
    _copy_metadata(spreadsheet, source.id, sheet_id)
    return {"properties": properties}


def _copy_metadata(spreadsheet: Spreadsheet, source_id: int, target_id: int) -> None:
    """Metadata on the sheet, its rows and columns are duplicated with it, under ids of their own."""
    taken = {item["metadataId"] for item in spreadsheet.developer_metadata}
    for item in list(spreadsheet.developer_metadata):
        place = copy.deepcopy(item["location"])
        span = place.get("dimensionRange")
        if place.get("sheetId") == source_id:
            place["sheetId"] = target_id
        elif span and span.get("sheetId", 0) == source_id:
            span.pop("sheetId", None)
            place["dimensionRange"] = {"sheetId": target_id, **span} if target_id else span
        else:
            continue
        metadata_id = new_id(taken)
        taken.add(metadata_id)
        spreadsheet.developer_metadata.append({**item, "metadataId": metadata_id, "location": place})


def _copy_title(spreadsheet: Spreadsheet, source: Sheet) -> str:
    stem = f"Копия {source.title}" if spreadsheet.locale.startswith("ru") else f"Copy of {source.title}"
    title, number = stem, 2
    while spreadsheet.sheet_titled(title):
        title, number = f"{stem} {number}", number + 1
    return title


@changes("updateSheetProperties")
def update_sheet_properties(update: Update, request: Json) -> None:
    spreadsheet = update.spreadsheet
    given = normal_format(request.get("properties", {}))
    sheet = ranges.any_sheet_of(spreadsheet, given.get("sheetId", 0))
    mask = update_mask(request.get("fields")) or {name: {} for name in given}
    changed = copy.deepcopy(sheet.properties)
    assign(changed, given, _both_colours(mask))
    changed |= {"sheetId": sheet.id, "sheetType": sheet.properties["sheetType"]}
    if not sheet.is_grid:
        changed.pop("gridProperties", None)
    if "title" in mask:
        changed.setdefault("title", "")
        _check_title(spreadsheet, changed["title"], sheet)
    if sheet.is_grid:
        _resize(spreadsheet, sheet, changed)
    old_title, sheet.properties = sheet.title, _tidy(changed)
    if sheet.title != old_title:
        following.sheet_renamed(spreadsheet, old_title, sheet.title)
    sheet.dirty = True
    _check_frozen(sheet)
    if all(each.properties.get("hidden") for each in spreadsheet.sheets):
        raise invalid("You can't hide all the sheets in a document.")
    if "index" in mask:
        _move_sheet(spreadsheet, sheet, given.get("index", 0))


def _both_colours(mask: Mask) -> Mask:
    return {**mask, "tabColor": {}, "tabColorStyle": {}} if {"tabColor", "tabColorStyle"} & set(mask) else mask


def _tidy(properties: Json) -> Json:
    """Without what proto3 leaves out; id, title, index and the grid's size always stay."""
    grid = {name: value for name, value in properties.get("gridProperties", {}).items() if value}
    return {
        name: grid if name == "gridProperties" else value
        for name, value in properties.items()
        if value or name in ("sheetId", "index", "title")
    }


def _resize(spreadsheet: Spreadsheet, sheet: Sheet, changed: Json) -> None:
    """Bring the grid to the size in ``changed``; what lies beyond is deleted."""
    grid = changed.get("gridProperties") or {}
    for dimension, name in (("ROWS", "rowCount"), ("COLUMNS", "columnCount")):
        wanted, held = grid.get(name, 0), sheet.count(dimension)
        if wanted < 1:
            word = "row" if dimension == "ROWS" else "column"
            raise invalid(f"gridProperties.{name}[{wanted}] must be at least 1 {word}.")
        if wanted < held:
            dimensions.delete(spreadsheet, sheet, dimension, wanted, held)
        else:
            sheet.grid[name] = wanted
    files.check_cell_limit(spreadsheet)


def _check_frozen(sheet: Sheet) -> None:
    if not sheet.is_grid:
        return
    for word, name, count in (
        ("rows", "frozenRowCount", sheet.row_count),
        ("columns", "frozenColumnCount", sheet.column_count),
    ):
        if sheet.grid.get(name, 0) >= count:
            raise invalid(f"You can't freeze all visible {word} on the sheet.")


def _move_sheet(spreadsheet: Spreadsheet, sheet: Sheet, index: int) -> None:
    """The index counts as before the move: https://developers.google.com/workspace/sheets/api/reference/rest/v4/spreadsheets/sheets#sheetproperties"""
    if not 0 <= index <= len(spreadsheet.sheets):
        raise invalid(f"Sheet index {index} is out of range.")
    old = spreadsheet.sheets.index(sheet)
    spreadsheet.sheets.remove(sheet)
    spreadsheet.sheets.insert(index - 1 if index > old else index, sheet)
    spreadsheet.renumber()
