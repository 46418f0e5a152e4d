"""A spreadsheet as Google's JSON, building only what the field mask asks for."""

from __future__ import annotations

import re
from datetime import datetime

from automation.embedded.field_mask import EVERYTHING, Mask, Selected, names, within
from automation.embedded.spreadsheets import metadata
from automation.embedded.spreadsheets.formats import (
    DEFAULT_FORMAT,
    effective,
    link_of,
    looks_by_alignment,
    without_defaults,
)
from automation.embedded.spreadsheets.locales import Locale, locale_named
from automation.embedded.spreadsheets.model import (
    PLANES,
    SHEET_LISTS,
    Area,
    Formula,
    Json,
    Sheet,
    Spreadsheet,
    Value,
    range_area,
)
from automation.embedded.spreadsheets.shown import effective_value, entered_value, formatted
from automation.untrusted.links import may_be_followed

# Of a cell, by what takes longest of all that is asked of it.
_SECONDS = {"effectiveFormat": 2e-5, "formattedValue": 5e-6, "userEnteredFormat": 3e-6, "userEnteredValue": 1e-6}
DEFAULT_PIXELS = {"ROWS": 21, "COLUMNS": 100}


def spreadsheet_json(
    spreadsheet: Spreadsheet,
    title: str,
    url: str,
    *,
    areas: list[Area] | None = None,
    mask: Mask = EVERYTHING,
    grid_data: bool = False,
    now: datetime,
) -> Json:
    """Google's ``Spreadsheet`` as of ``now``. ``areas`` limits sheets and grid data; none means everything."""
    answer: Json = {"spreadsheetId": spreadsheet.id}
    if names(mask, "properties"):
        answer["properties"] = {"title": title, **spreadsheet.properties}
    if names(mask, "sheets"):
        answer["sheets"] = [
            _sheet_json(spreadsheet, sheet, sheet_areas, within(mask, "sheets"), now if grid_data else None)
            for sheet, sheet_areas in _by_sheet(spreadsheet, areas)
        ]
    if spreadsheet.named_ranges:
        answer["namedRanges"] = spreadsheet.named_ranges
    answer["spreadsheetUrl"] = url
    if items := metadata.of_spreadsheet(spreadsheet):
        answer["developerMetadata"] = items
    return answer


def seconds(spreadsheet: Spreadsheet, areas: list[Area] | None, mask: Mask) -> float:
    """How long the grid data of the areas take, about."""
    if not names(mask, "sheets", "data", "rowData"):
        return 0.0
    chosen = [area for _, parts in _by_sheet(spreadsheet, areas) for area in parts]
    cells = sum(area.width * max(0, min(area.bottom, len(area.sheet.rows)) - area.top) for area in chosen)
    inner = within(mask, "sheets", "data", "rowData", "values")
    kind = next((field for field in _SECONDS if names(inner, field)), "userEnteredValue")
    return cells * _SECONDS[kind]


def _by_sheet(spreadsheet: Spreadsheet, areas: list[Area] | None) -> list[tuple[Sheet, list[Area]]]:
    if areas is None:
        return [(sheet, [range_area(sheet, {})]) for sheet in spreadsheet.sheets]
    by_sheet = [(sheet, [area for area in areas if area.sheet is sheet]) for sheet in spreadsheet.sheets]
    return [(sheet, chosen) for sheet, chosen in by_sheet if chosen]


def _sheet_json(spreadsheet: Spreadsheet, sheet: Sheet, areas: list[Area], mask: Mask, now: datetime | None) -> Json:
    """Google's ``Sheet``, with grid data if there is a time for which to show them."""
    answer: Json = {"properties": sheet.properties}
    if now is not None and sheet.is_grid:
        inner = within(mask, "data") if names(mask, "data") else EVERYTHING
        answer["data"] = [_grid_json(spreadsheet, area, inner, now) for area in areas]
    for name in SHEET_LISTS:
        if sheet.lists.get(name) and names(mask, name):
            answer[name] = sheet.lists[name]
    if "tables" in answer:
        locale = locale_named(spreadsheet.locale)
        answer["tables"] = [table_json(sheet, table, locale) for table in answer["tables"]]
    if sheet.basic_filter:
        answer["basicFilter"] = sheet.basic_filter
    if items := metadata.of_sheet(spreadsheet, sheet.id):
        answer["developerMetadata"] = items
    return answer


_TABLE_FIELDS = ("tableId", "name", "range", "rowsProperties", "columnProperties")


def table_json(sheet: Sheet, table: Json, locale: Locale) -> Json:
    """Google's ``Table``, with an entry for each column, named by its header cell."""
    typed = {column["columnIndex"]: column for column in table.get("columnProperties", [])}
    row, left = table["range"]["startRowIndex"], table["range"]["startColumnIndex"]
    columns = []
    for index in range(table["range"]["endColumnIndex"] - left):
        entered = sheet.plane_value("userEnteredFormat", row, left + index) or {}
        name = formatted(sheet.value(row, left + index), entered.get("numberFormat"), locale)
        column = {"columnIndex": index, "columnName": name or f"Column {index + 1}", **typed.get(index, {})}
        columns.append(without_defaults(column))
    whole = {**table, "columnProperties": columns}
    return {name: whole[name] for name in _TABLE_FIELDS if name in whole}


def _grid_json(spreadsheet: Spreadsheet, area: Area, mask: Mask, now: datetime) -> Json:
    answer: Json = {}
    if area.top:
        answer["startRow"] = area.top
    if area.left:
        answer["startColumn"] = area.left
    if names(mask, "rowData"):
        rows = _rows_json(spreadsheet, area, within(mask, "rowData", "values"), now)
        if rows:
            answer["rowData"] = rows
    for field, dimension, start, end in (
        ("rowMetadata", "ROWS", area.top, area.bottom),
        ("columnMetadata", "COLUMNS", area.left, area.right),
    ):
        if names(mask, field):
            answer[field] = _lines_json(spreadsheet, area.sheet, dimension, start, end)
    return answer


def _lines_json(spreadsheet: Spreadsheet, sheet: Sheet, dimension: str, start: int, end: int) -> list[Json]:
    default = {"pixelSize": DEFAULT_PIXELS[dimension]}
    notes = metadata.by_line(spreadsheet, sheet.id, dimension)
    runs = sheet.line_properties(dimension)
    lines = []
    for index in range(start, end):
        line = {**default, **(runs.get(index) or {})} if runs else default
        lines.append({**line, "developerMetadata": notes[index]} if index in notes else line)
    return lines


def _rows_json(spreadsheet: Spreadsheet, area: Area, mask: Mask, now: datetime) -> list[Json]:
    sheet = area.sheet
    planes = [plane for plane in _planes_needed(mask) if any(sheet.planes.get(plane, ()))]
    wants_values = any(names(mask, field) for field in _VALUE_FIELDS)
    painted = _painted(spreadsheet, area, now) if names(mask, "effectiveFormat") else {}
    render = _CellRenderer(spreadsheet, sheet, mask, planes, painted)
    ends = [_plane_end(sheet, plane, area) for plane in planes] + [row + 1 for row, _ in painted]
    bottom = max([min(len(sheet.rows), area.bottom) if wants_values else 0, *(min(end, area.bottom) for end in ends)])
    # Rows are most of a large answer; where the mask goes no deeper than a cell's fields they are as asked.
    rows: list[Json] = Selected() if mask and not any(mask.values()) else []
    for row in range(area.top, bottom):
        if render.only_values:
            cells = render.value_cells(sheet.row_values(row, area.left, area.right))
        else:
            end = area.right if painted else _row_end(sheet, row, area, planes)
            cells = [render(row, column) for column in range(area.left, end)]
        while cells and not cells[-1]:
            cells.pop()
        rows.append({"values": cells} if cells else {})
    while rows and not rows[-1]:
        rows.pop()
    return rows


def _painted(spreadsheet: Spreadsheet, area: Area, now: datetime) -> dict[tuple[int, int], Json]:
    """What conditional formats lay over the area's cells."""
    if not area.sheet.lists.get("conditionalFormats"):
        return {}
    from automation.embedded.spreadsheets.conditional_formats import painted  # it shows cells by this module

    return painted(spreadsheet, area, now)


_HYPERLINK = re.compile(r'=\s*HYPERLINK\(\s*"([^"]+)"\s*[,;)]', re.IGNORECASE)
_VALUE_FIELDS = ("userEnteredValue", "effectiveValue", "formattedValue", "effectiveFormat", "hyperlink")


def _planes_needed(mask: Mask) -> list[str]:
    needed = [plane for plane in PLANES if names(mask, plane)]
    formatted = any(names(mask, field) for field in ("effectiveFormat", "formattedValue", "hyperlink"))
    if formatted and "userEnteredFormat" not in needed:
        needed.append("userEnteredFormat")
    return needed


def _plane_end(sheet: Sheet, plane: str, area: Area) -> int:
    return max((runs.end for runs in sheet.planes[plane][area.left : area.right]), default=0)


def _row_end(sheet: Sheet, row: int, area: Area, planes: list[str]) -> int:
    end = len(sheet.rows[row]) if row < len(sheet.rows) else 0
    for plane in planes:
        end = max(end, len(sheet.planes[plane]))
    return min(end, area.right)


class _CellRenderer:
    """Renders cells of one sheet; the mask is looked at once, not for each cell."""

    def __init__(
        self,
        spreadsheet: Spreadsheet,
        sheet: Sheet,
        mask: Mask,
        planes: list[str],
        painted: dict[tuple[int, int], Json],
    ) -> None:
        self.rows = sheet.rows
        self.painted = painted
        self.sheet = sheet
        self.locale = locale_named(spreadsheet.locale)
        self.looks = looks_by_alignment(spreadsheet.properties.get("defaultFormat", DEFAULT_FORMAT))
        self.planes = [plane for plane in planes if names(mask, plane)]
        self.entered = names(mask, "userEnteredValue")
        self.effective = names(mask, "effectiveValue")
        self.formatted = names(mask, "formattedValue")
        self.effective_format = names(mask, "effectiveFormat")
        linked = any(sheet.planes.get("userEnteredFormat", ())) or any(True for _ in sheet.formulas())
        self.hyperlink = names(mask, "hyperlink") and linked

    @property
    def only_values(self) -> bool:
        """Whether a cell's value alone decides what is rendered, which goes several times as fast."""
        return not (self.planes or self.formatted or self.effective_format or self.hyperlink)

    def value_cells(self, values: list[Value]) -> list[Json]:
        """Cells with nothing but their entered and effective values."""
        if Formula in map(type, values):
            return [_value_cell(value, entered=self.entered, effective=self.effective) for value in values]
        if self.entered and self.effective:
            return [_both_values(value) if value is not None else {} for value in values]
        name, show = ("userEnteredValue", entered_value) if self.entered else ("effectiveValue", effective_value)
        return [{name: show(value)} if value is not None else {} for value in values]

    def __call__(self, row: int, column: int) -> Json:
        cells = self.rows[row] if row < len(self.rows) else ()
        value = cells[column] if column < len(cells) else None
        cell: Json = {}
        if isinstance(value, Formula):
            self._add_formula(cell, value, row, column)
        elif value is not None:
            if self.entered:
                cell["userEnteredValue"] = entered_value(value)
            if self.effective:
                cell["effectiveValue"] = effective_value(value)
            if self.formatted:
                cell["formattedValue"] = self._shown(value, row, column)
        for plane in self.planes:
            held = self.sheet.plane_value(plane, row, column)
            if held is not None:
                cell[plane] = held
        if self.hyperlink and (link := self._link(value, row, column)):
            cell["hyperlink"] = link
        if self.effective_format:
            self._add_effective_format(cell, value, row, column)
        return cell

    def _shown(self, value: Value, row: int, column: int) -> str:
        entered = self.sheet.plane_value("userEnteredFormat", row, column)
        return formatted(value, (entered or {}).get("numberFormat"), self.locale)

    def _add_formula(self, cell: Json, value: Formula, row: int, column: int) -> None:
        """A formula may come to nothing, and a cell that another one's formula fills has none entered."""
        cell |= _value_cell(value, entered=self.entered, effective=self.effective)
        if self.formatted and (value.error or value.result is not None):
            cell["formattedValue"] = self._shown(value, row, column)

    def _link(self, value: Value, row: int, column: int) -> str:
        """Where a cell leads: by its format, or by a ``HYPERLINK`` whose address is written out."""
        link = link_of(self.sheet.plane_value("userEnteredFormat", row, column))
        written = _HYPERLINK.match(value.text) if not link and isinstance(value, Formula) else None
        address = written.group(1) if written else link
        return address if may_be_followed(address) else ""

    def _add_effective_format(self, cell: Json, value: Value, row: int, column: int) -> None:
        entered = self.sheet.plane_value("userEnteredFormat", row, column)
        painted = self.painted.get((row, column)) if self.painted else None
        if isinstance(value, Formula) and value.number_format and not (entered or {}).get("numberFormat"):
            entered = {**(entered or {}), "numberFormat": value.number_format}
        if value is not None or entered or painted:
            shown = effective(self.looks[_alignment(value)], entered)
            cell["effectiveFormat"] = effective(shown, painted) if painted else shown


def _alignment(value: Value) -> str:
    """The side that a cell puts its value to when its format names none."""
    if isinstance(value, Formula):
        return "CENTER" if value.error else _alignment(value.result)
    if value is None or isinstance(value, str):
        return "" if value is None else "LEFT"
    return "CENTER" if isinstance(value, bool) else "RIGHT"


def _both_values(value: Value) -> Json:
    entered = entered_value(value)
    return {"userEnteredValue": entered, "effectiveValue": entered}


def _value_cell(value: Value, *, entered: bool, effective: bool) -> Json:
    """A cell's values, where it may have a formula: one that comes to nothing, or that fills it from elsewhere."""
    both = {
        "userEnteredValue": entered_value(value) if entered and value is not None else {},
        "effectiveValue": effective_value(value) if effective and value is not None else {},
    }
    return {name: held for name, held in both.items() if held}
