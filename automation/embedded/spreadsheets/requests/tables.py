"""Tables: add, update, delete.

https://developers.google.com/workspace/sheets/api/guides/tables
"""

from __future__ import annotations

import copy

from automation.embedded.errors import invalid
from automation.embedded.field_mask import Mask, assign
from automation.embedded.spreadsheets import ranges, tables
from automation.embedded.spreadsheets.ids import all_tables, free_table_name, new_table_id
from automation.embedded.spreadsheets.locales import locale_named
from automation.embedded.spreadsheets.model import Area, Formula, Json, Sheet, Spreadsheet, area_range, range_area
from automation.embedded.spreadsheets.render import table_json
from automation.embedded.spreadsheets.requests.register import Update, changes
from automation.embedded.spreadsheets.requests.sheets import update_mask
from automation.embedded.spreadsheets.values import make_room


def _find(spreadsheet: Spreadsheet, table_id: str) -> tuple[Sheet, int]:
    for sheet in spreadsheet.sheets:
        for index, table in enumerate(sheet.lists.get("tables", [])):
            if table["tableId"] == table_id:
                return sheet, index
    raise invalid(f"No table with id: {table_id}")


def _normal(spreadsheet: Spreadsheet, given: Json) -> tuple[Sheet, Json]:
    """A table as it is kept. Raises `ApiError` 400."""
    if "range" not in given:
        raise invalid("A table needs a range.")
    area = ranges.grid_area(spreadsheet, given["range"])
    others = [table for table in all_tables(spreadsheet) if table["tableId"] != given["tableId"]]
    if any(other["name"].lower() == given["name"].lower() for other in others):
        raise invalid(f'A table with the name "{given["name"]}" already exists.')
    for other in area.sheet.lists.get("tables", []):
        if other["tableId"] != given["tableId"] and range_area(area.sheet, other["range"]).meets(area):
            raise invalid("A table must not overlap another table.")
    _check_columns(given.get("columnProperties", []), area.width)
    table = {"tableId": given["tableId"], "name": given["name"], "range": area_range(area)}
    if given.get("rowsProperties"):
        table["rowsProperties"] = given["rowsProperties"]
    if columns := tables.kept_columns(given.get("columnProperties", [])):
        table["columnProperties"] = columns
    return area.sheet, table


def _check_columns(columns: list[Json], width: int) -> None:
    indexes = [column.get("columnIndex", 0) for column in columns]
    if any(not 0 <= index < width for index in indexes) or len(set(indexes)) < len(indexes):
        raise invalid(f"The column indexes of a table must differ and be within its {width} columns.")
    for column in columns:
        condition = column.get("dataValidationRule", {}).get("condition")
        dropdown = column.get("columnType") == "DROPDOWN"
        if dropdown and not condition:
            raise invalid("Condition must be set for dropdown column type.")
        if not dropdown and condition:
            raise invalid("Cannot set condition for non-dropdown column type.")
        if condition and condition.get("type") != "ONE_OF_LIST":
            raise invalid("The condition of a dropdown column must be of the type ONE_OF_LIST.")


@changes("addTable")
def add_table(update: Update, request: Json) -> Json:
    spreadsheet, given = update.spreadsheet, dict(request.get("table", {}))
    given["tableId"] = given.get("tableId") or new_table_id()
    if any(table["tableId"] == given["tableId"] for table in all_tables(spreadsheet)):
        raise invalid(f"A table with id {given['tableId']} already exists.")
    given["name"] = given.get("name") or free_table_name(spreadsheet)
    sheet, table = _normal(spreadsheet, given)
    sheet.objects("tables").append(table)
    _name_columns(update, sheet, table, _with_made_up_names(given.get("columnProperties", [])))
    _uncheck(sheet, table)
    return {"table": table_json(sheet, table, locale_named(spreadsheet.locale))}


def _with_made_up_names(columns: list[Json]) -> list[Json]:
    """Google names the typed columns that came without a name «Column 1», «Column 2» … in their order."""
    named, number = [], 0
    for column in columns:
        if not column.get("columnName") and "columnType" in column:
            number += 1
            column = {**column, "columnName": f"Column {number}"}
        named.append(column)
    return named


def _name_columns(update: Update, sheet: Sheet, table: Json, columns: list[Json]) -> None:
    """Write the names into the header cells; an empty header cell gets the name that the table shows for it."""
    row, left = table["range"]["startRowIndex"], table["range"]["startColumnIndex"]
    for column in columns:
        if column.get("columnName"):
            place = left + column.get("columnIndex", 0)
            sheet.set_value(row, place, column["columnName"])
            for plane in ("textFormatRuns", "chipRuns"):
                sheet.put_plane(plane, Area(sheet, row, row + 1, place, place + 1), None)
    locale = locale_named(update.spreadsheet.locale)
    for index, column in enumerate(table_json(sheet, table, locale)["columnProperties"]):
        if sheet.value(row, left + index) is None or isinstance(sheet.value(row, left + index), Formula):
            name = f"Column {index + 1}" if sheet.value(row, left + index) is not None else column["columnName"]
            sheet.set_value(row, left + index, name)


def _uncheck(sheet: Sheet, table: Json) -> None:
    """Text and empty cells of a column of checkboxes become unchecked ones."""
    place = table["range"]
    for column in table.get("columnProperties", []):
        if column["columnType"] == "BOOLEAN":
            across = place["startColumnIndex"] + column["columnIndex"]
            for row in range(place["startRowIndex"] + 1, place["endRowIndex"]):
                if isinstance(sheet.value(row, across), str | None):
                    sheet.set_value(row, across, False)


@changes("updateTable")
def update_table(update: Update, request: Json) -> None:
    spreadsheet, given = update.spreadsheet, request.get("table", {})
    sheet, index = _find(spreadsheet, given.get("tableId", ""))
    held = sheet.objects("tables")[index]
    mask = update_mask(request.get("fields")) or {name: {} for name in given}
    item = copy.deepcopy(held)
    assign(item, given, {name: subtree for name, subtree in mask.items() if name != "tableId"})
    item["name"] = item.get("name") or held["name"]
    if "range" not in mask:
        _grow_by_footer(update, sheet, held, item)
    else:
        _drop_columns_beyond(item, mask)
    target, table = _normal(spreadsheet, item)
    renamed = given.get("columnProperties", []) if "columnProperties" in mask else []
    if any(not column.get("columnName") for column in renamed):
        raise invalid("Table header row cell must have a value.")
    del sheet.objects("tables")[index]
    target.objects("tables").insert(index, table)
    _name_columns(update, target, table, renamed)
    _uncheck(target, table)


def _drop_columns_beyond(item: Json, mask: Mask) -> None:
    """A narrower table forgets the types of the columns that it no longer has."""
    if "columnProperties" in mask or "columnProperties" not in item:
        return
    place = item.get("range", {})
    width = place.get("endColumnIndex", 0) - place.get("startColumnIndex", 0)
    item["columnProperties"] = [column for column in item["columnProperties"] if column["columnIndex"] < width]


def _grow_by_footer(update: Update, sheet: Sheet, held: Json, item: Json) -> None:
    """A footer that comes or goes takes a row: https://developers.google.com/workspace/sheets/api/reference/rest/v4/spreadsheets/sheets#tablerowsproperties"""
    footers = ["footerColorStyle" in table.get("rowsProperties", {}) for table in (held, item)]
    item["range"]["endRowIndex"] += footers[1] - footers[0]
    make_room(update.spreadsheet, sheet, item["range"]["endRowIndex"], 0)


@changes("deleteTable")
def delete_table(update: Update, request: Json) -> None:
    sheet, index = _find(update.spreadsheet, request.get("tableId", ""))
    del sheet.objects("tables")[index]
