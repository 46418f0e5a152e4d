"""A spreadsheet as a file of the workspace: opening, making and copying one."""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING

from automation.embedded.calls import Call
from automation.embedded.drive.kinds import SPREADSHEET
from automation.embedded.errors import invalid, not_found
from automation.embedded.spreadsheets.formats import DEFAULT_FORMAT, DEFAULT_THEME
from automation.embedded.spreadsheets.model import MAX_CELLS, Json, Sheet, Spreadsheet, copy_sheet

if TYPE_CHECKING:
    from automation.embedded.workspace import Workspace

DEFAULT_ROWS, DEFAULT_COLUMNS = 1000, 26


def opened(call: Call, *, to_change: bool = False) -> Spreadsheet:
    """The spreadsheet that the call is about. Raises `ApiError` 404 if it is not there or in the trash."""
    workspace, spreadsheet_id = call.workspace, call["spreadsheetId"]
    file = workspace.files.find(spreadsheet_id)
    if file is None or file["trashed"] or file["mimeType"] != SPREADSHEET:
        raise not_found()
    if to_change:
        workspace.files.touch(spreadsheet_id, workspace.now())
    return workspace.spreadsheets.get(spreadsheet_id)


def default_properties(given: Json | None = None) -> Json:
    """Properties of a new spreadsheet (its title aside), as Google fills them in."""
    own = {name: value for name, value in (given or {}).items() if name != "title"}
    return {
        "locale": "en_US",
        "autoRecalc": "ON_CHANGE",
        "timeZone": "Etc/GMT",
        "defaultFormat": copy.deepcopy(DEFAULT_FORMAT),
        "spreadsheetTheme": copy.deepcopy(DEFAULT_THEME),
        **own,
    }


def sheet_properties(given: Json, sheet_id: int, title: str, index: int) -> Json:
    """Properties of a new sheet, as Google fills them in."""
    grid = {
        "rowCount": DEFAULT_ROWS,
        "columnCount": DEFAULT_COLUMNS,
        **{name: value for name, value in given.get("gridProperties", {}).items() if value},
    }
    rest = {
        name: value
        for name, value in given.items()
        if name not in ("sheetId", "title", "index", "sheetType", "gridProperties") and value
    }
    head = {"sheetId": sheet_id, "title": title, "index": index, "sheetType": "GRID"}
    return {**head, "gridProperties": grid, **rest}


def first_title(locale: str) -> str:
    """The title of the first sheet of a new spreadsheet."""
    return "Лист1" if locale.startswith("ru") else "Sheet1"


def blank(spreadsheet_id: str, properties: Json | None = None) -> Spreadsheet:
    """A new spreadsheet with one empty sheet."""
    spreadsheet = Spreadsheet(spreadsheet_id, default_properties(properties))
    title = first_title(spreadsheet.locale)
    spreadsheet.sheets.append(Sheet(sheet_properties({}, 0, title, 0)))
    return spreadsheet


def copy_spreadsheet(workspace: Workspace, source_id: str, target_id: str) -> None:
    """Make the file ``target_id`` hold a copy of the spreadsheet ``source_id``."""
    source = workspace.spreadsheets.get(source_id)
    clone = Spreadsheet(
        target_id,
        copy.deepcopy(source.properties),
        [copy_sheet(sheet, copy.deepcopy(sheet.properties)) for sheet in source.sheets],
        copy.deepcopy(source.named_ranges),
        copy.deepcopy(source.developer_metadata),
    )
    workspace.spreadsheets.add(clone)


def check_cell_limit(spreadsheet: Spreadsheet, more: int = 0) -> None:
    """Raises `ApiError` 400 where it would have, with ``more`` cells, above the ten million that Google allows."""
    check_cells(sum(sheet.row_count * sheet.column_count for sheet in spreadsheet.sheets) + more)


def check_cells(cells: int) -> None:
    """Raises `ApiError` 400 where a spreadsheet would have more cells than Google allows."""
    if cells > MAX_CELLS:
        raise invalid(
            f"This action would increase the number of cells in the workbook above the limit of {MAX_CELLS} cells."
        )
