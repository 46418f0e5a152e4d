"""Spreadsheets as .xlsx and .csv, through openpyxl."""

from __future__ import annotations

import csv
import io
import math
from datetime import date, datetime, time, timedelta
from typing import Any

from openpyxl import Workbook, load_workbook
from openpyxl.comments import Comment
from openpyxl.formatting.rule import CellIsRule
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from automation.embedded.spreadsheets import a1, files
from automation.embedded.spreadsheets.locales import locale_named
from automation.embedded.spreadsheets.model import Formula, Json, Sheet, Spreadsheet, Value
from automation.embedded.spreadsheets.number_format import EPOCH, serial
from automation.embedded.spreadsheets.render import formatted

_PIXELS_PER_CHARACTER = 7.0
_POINTS_PER_PIXEL = 0.75
_MAX_LIST = 255  # characters that Excel takes in a list of choices
_UNSAFE_IN_TITLE = str.maketrans(dict.fromkeys("[]:*?/\\", "_"))
_LINE_POINTS, _HIGHEST_ROW = 14.0, 409.0
_COMPARISONS = {
    "TEXT_EQ": "equal",
    "NUMBER_EQ": "equal",
    "NUMBER_NOT_EQ": "notEqual",
    "NUMBER_GREATER": "greaterThan",
    "NUMBER_GREATER_THAN_EQ": "greaterThanOrEqual",
    "NUMBER_LESS": "lessThan",
    "NUMBER_LESS_THAN_EQ": "lessThanOrEqual",
    "NUMBER_BETWEEN": "between",
    "NUMBER_NOT_BETWEEN": "notBetween",
}
_HORIZONTAL = {"LEFT": "left", "CENTER": "center", "RIGHT": "right"}
_VERTICAL = {"TOP": "top", "MIDDLE": "center", "BOTTOM": "bottom"}


def write(spreadsheet: Spreadsheet) -> bytes:
    """The spreadsheet as .xlsx: values, number formats, looks, widths, frozen rows, choices, notes, filters."""
    book = Workbook()
    book.remove(book.worksheets[0])
    titles: set[str] = set()
    for sheet in filter(lambda sheet: sheet.is_grid, spreadsheet.sheets):
        target = book.create_sheet(_title(sheet.title, titles))
        _write_sheet(spreadsheet, sheet, target)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _title(title: str, taken: set[str]) -> str:
    """At most 31 characters, none that Excel forbids, each once."""
    stem = title.translate(_UNSAFE_IN_TITLE)[:31] or "_"
    chosen, number = stem, 2
    while chosen.lower() in taken:
        chosen, number = f"{stem[:28]}_{number}", number + 1
    taken.add(chosen.lower())
    return chosen


def _write_sheet(spreadsheet: Spreadsheet, sheet: Sheet, target: Worksheet) -> None:
    for row, cells in enumerate(sheet.rows, start=1):
        for column, value in enumerate(cells, start=1):
            if value is not None:
                _write_value(target, row, column, value)
    _write_formats(spreadsheet, sheet, target)
    _write_validation(sheet, target)
    _write_conditions(sheet, target)
    _write_lines(sheet, target)
    _fit_rows(target)
    for merge in sheet.lists.get("merges", []):
        target.merge_cells(_reference(sheet, merge))
    if sheet.basic_filter:
        target.auto_filter.ref = _reference(sheet, sheet.basic_filter["range"])
    frozen_rows, frozen_columns = sheet.grid.get("frozenRowCount", 0), sheet.grid.get("frozenColumnCount", 0)
    if frozen_rows or frozen_columns:
        target.freeze_panes = f"{get_column_letter(frozen_columns + 1)}{frozen_rows + 1}"
    if sheet.properties.get("hidden"):
        target.sheet_state = "hidden"


def _write_value(target: Worksheet, row: int, column: int, value: Value) -> None:
    cell = target.cell(row, column)
    if isinstance(value, Formula):
        cell.value = value.text
        return
    cell.value = _clean(value) if isinstance(value, str) else value
    if isinstance(value, str):
        cell.data_type = "s"  # text that begins with "=" stays text


def _clean(text: str) -> str:
    """Without the control characters that XML cannot hold."""
    return "".join(c for c in text if c >= " " or c in "\t\n\r")


def _reference(sheet: Sheet, grid_range: Json) -> str:
    left = a1.column_letters(grid_range.get("startColumnIndex", 0))
    right = a1.column_letters(grid_range.get("endColumnIndex", sheet.column_count) - 1)
    return f"{left}{grid_range.get('startRowIndex', 0) + 1}:{right}{grid_range.get('endRowIndex', sheet.row_count)}"


def _write_formats(spreadsheet: Spreadsheet, sheet: Sheet, target: Worksheet) -> None:
    locale = locale_named(spreadsheet.locale)
    defaults = {"DATE": locale.date_pattern, "DATE_TIME": locale.date_time_pattern, "TIME": locale.time_pattern,
                "PERCENT": "0.00%", "NUMBER": "#,##0.00", "CURRENCY": locale.currency_pattern, "TEXT": "@"}  # fmt: skip
    last = len(sheet.rows)
    for column, runs in enumerate(sheet.planes.get("userEnteredFormat", ()), start=1):
        for start, end, cell_format in runs.between(0, last):
            for row in range(start + 1, end + 1):
                _style(target.cell(row, column), cell_format, defaults)
    for column, runs in enumerate(sheet.planes.get("note", ()), start=1):
        for start, end, note in runs.between(0, last):
            for row in range(start + 1, end + 1):
                target.cell(row, column).comment = Comment(note, "")


def _style(cell: Any, cell_format: Json, defaults: dict[str, str]) -> None:
    number = cell_format.get("numberFormat", {})
    pattern = number.get("pattern") or defaults.get(number.get("type", ""))
    if pattern:
        cell.number_format = pattern
    text = cell_format.get("textFormat")
    if text:
        cell.font = Font(
            name=text.get("fontFamily") or "Calibri",
            size=text.get("fontSize"),
            bold=text.get("bold"),
            italic=text.get("italic"),
            strike=text.get("strikethrough"),
            underline="single" if text.get("underline") else None,
            color=_hex(text["foregroundColor"]) if "foregroundColor" in text else None,
        )
    if "backgroundColor" in cell_format:
        cell.fill = PatternFill("solid", fgColor=_hex(cell_format["backgroundColor"]))
    wrap = cell_format.get("wrapStrategy") == "WRAP"
    horizontal = _HORIZONTAL.get(cell_format.get("horizontalAlignment", ""))
    vertical = _VERTICAL.get(cell_format.get("verticalAlignment", ""))
    if wrap or horizontal or vertical:
        cell.alignment = Alignment(horizontal=horizontal, vertical=vertical, wrap_text=wrap or None)


def _hex(colour: Json) -> str:
    return "FF" + "".join(f"{round(colour.get(part, 0) * 255):02X}" for part in ("red", "green", "blue"))


def _write_validation(sheet: Sheet, target: Worksheet) -> None:
    for column, runs in enumerate(sheet.planes.get("dataValidation", ())):
        letters = a1.column_letters(column)
        for start, end, rule in runs:
            validation = _validation(rule)
            if validation is not None:
                validation.add(f"{letters}{start + 1}:{letters}{end}")
                target.add_data_validation(validation)


def _validation(rule: Json) -> DataValidation | None:
    condition = rule["condition"]
    values = [item.get("userEnteredValue", "") for item in condition.get("values", [])]
    formula = None
    if condition["type"] == "ONE_OF_LIST":
        listed = ",".join(value.replace('"', '""') for value in values)
        # Excel has no way to write a choice that holds a comma.
        if len(listed) <= _MAX_LIST and not any("," in value for value in values):
            formula = f'"{listed}"'
    elif condition["type"] == "ONE_OF_RANGE" and values:
        formula = values[0].lstrip("=")
    elif condition["type"] == "BOOLEAN":
        formula = '"TRUE,FALSE"'
    if formula is None:
        return None
    validation = DataValidation("list", formula1=formula, allow_blank=True, showErrorMessage=rule.get("strict", False))
    if rule.get("inputMessage"):
        validation.prompt, validation.showInputMessage = rule["inputMessage"][:255], True
    return validation


def _write_conditions(sheet: Sheet, target: Worksheet) -> None:
    """Conditional formats that compare a cell with a value; the others have no plain counterpart in Excel."""
    for rule in sheet.lists.get("conditionalFormats", []):
        boolean = rule.get("booleanRule", {})
        operator = _COMPARISONS.get(boolean.get("condition", {}).get("type", ""))
        colour = boolean.get("format", {}).get("backgroundColor")
        if operator and colour:
            values = [item.get("userEnteredValue", "") for item in boolean["condition"].get("values", [])]
            fill = PatternFill("solid", start_color=_hex(colour), end_color=_hex(colour))
            formula = [_literal(value) for value in values]
            condition = CellIsRule(operator=operator, formula=formula, fill=fill)  # type: ignore[no-untyped-call]
            for area in rule["ranges"]:
                target.conditional_formatting.add(_reference(sheet, area), condition)


def _literal(value: str) -> str:
    try:
        float(value)
    except ValueError:
        return '"' + value.replace('"', '""') + '"'
    return value


def _fit_rows(target: Worksheet) -> None:
    """Rows high enough for what wraps in them: not every program works that out on opening."""
    for row, cells in enumerate(target.iter_rows(), start=1):
        lines = max((_lines(target, cell) for cell in cells if cell.alignment.wrap_text and cell.value), default=1)
        dimension = target.row_dimensions[row]
        if dimension.height is None and lines > 1:
            dimension.height = min(lines * _LINE_POINTS, _HIGHEST_ROW)


def _lines(target: Worksheet, cell: Any) -> int:
    width = max(1.0, target.column_dimensions[cell.column_letter].width - 1)
    return sum(max(1, math.ceil(len(line) / width)) for line in str(cell.value).split("\n"))


def _write_lines(sheet: Sheet, target: Worksheet) -> None:
    for start, end, line in sheet.column_properties:
        for index in range(start, end):
            dimension = target.column_dimensions[get_column_letter(index + 1)]
            if "pixelSize" in line:
                dimension.width = line["pixelSize"] / _PIXELS_PER_CHARACTER
            dimension.hidden = line.get("hiddenByUser", False)
    for start, end, line in sheet.row_properties:
        for index in range(start, min(end, len(sheet.rows))):
            if "pixelSize" in line:
                target.row_dimensions[index + 1].height = line["pixelSize"] * _POINTS_PER_PIXEL
            target.row_dimensions[index + 1].hidden = line.get("hiddenByUser", False)


def write_csv(spreadsheet: Spreadsheet, delimiter: str) -> bytes:
    """The first sheet as the cells show it; Drive exports no other, and ends no last line."""
    sheet, locale = spreadsheet.first_grid(), locale_named(spreadsheet.locale)
    stream = io.StringIO()
    writer = csv.writer(stream, delimiter=delimiter, lineterminator="\r\n")
    last = sheet.last_data_row()
    width = max((_used(row) for row in sheet.rows[:last]), default=0)
    for row in range(last):
        shown = []
        for column in range(width):
            cell_format = sheet.plane_value("userEnteredFormat", row, column) or {}
            shown.append(formatted(sheet.value(row, column), cell_format.get("numberFormat"), locale))
        writer.writerow(shown)
    return stream.getvalue().removesuffix("\r\n").encode()


def _used(cells: list[Value]) -> int:
    return next((index for index in range(len(cells), 0, -1) if cells[index - 1] is not None), 0)


class NoWorkbook(ValueError):
    """A file that says it is an .xlsx and is none."""


# What openpyxl raises on parts that are missing or say what they must not.
_BROKEN = (ArithmeticError, AttributeError, LookupError, SyntaxError, TypeError, ValueError, OSError, RuntimeError)


def read(spreadsheet_id: str, content: bytes) -> Spreadsheet:
    """The spreadsheet of an .xlsx: values, formulas, dates as dates, frozen rows, widths, merges.

    Raises `NoWorkbook` for what is none, `ApiError` 400 for one with more cells than a spreadsheet may have.
    """
    try:
        book = load_workbook(io.BytesIO(content))
        sizes = [source.max_row * source.max_column for source in book.worksheets]
    except _BROKEN:
        raise NoWorkbook from None
    files.check_cells(sum(sizes))
    try:
        return _spreadsheet(spreadsheet_id, book)
    except _BROKEN:
        raise NoWorkbook from None


def _spreadsheet(spreadsheet_id: str, book: Workbook) -> Spreadsheet:
    spreadsheet = Spreadsheet(spreadsheet_id, files.default_properties())
    for index, source in enumerate(book.worksheets):
        grid = {"rowCount": max(source.max_row, 1), "columnCount": max(source.max_column, 1)}
        sheet = Sheet(files.sheet_properties({"gridProperties": grid}, index, source.title, index))
        _read_cells(source, sheet)
        _read_layout(source, sheet)
        spreadsheet.sheets.append(sheet)
    if not spreadsheet.sheets:
        spreadsheet.sheets = files.blank(spreadsheet_id).sheets
    return spreadsheet


def _read_cells(source: Worksheet, sheet: Sheet) -> None:
    for row, cells in enumerate(source.iter_rows()):
        for column, cell in enumerate(cells):
            value, kind = _read_value(cell.value)
            sheet.set_value(row, column, value)
            number_format = _number_format(kind, cell.number_format)
            looks = _looks(cell) if cell.has_style else {}
            cell_format = {**looks, **({"numberFormat": number_format} if number_format else {})}
            if cell_format:
                sheet.runs("userEnteredFormat", column).put(row, row + 1, cell_format)
            if cell.comment:
                sheet.runs("note", column).put(row, row + 1, cell.comment.text)


def _read_value(value: Any) -> tuple[Value, str]:
    if isinstance(value, datetime):
        return serial(value), "DATE_TIME" if value.time() != time() else "DATE"
    if isinstance(value, date):
        return serial(datetime.combine(value, time())), "DATE"
    if isinstance(value, time):
        return (datetime.combine(EPOCH, value) - EPOCH) / timedelta(days=1), "TIME"
    if isinstance(value, timedelta):
        return value / timedelta(days=1), "TIME"
    if isinstance(value, str) and value.startswith("=") and len(value) > 1:
        return Formula(value), ""
    if value is None or isinstance(value, str | int | float | bool):
        return value, ""
    return str(value), ""


def _number_format(kind: str, pattern: str) -> Json | None:
    if pattern in ("General", "", None):
        return None
    if kind:
        # Excel's patterns carry locale marks such as "[$-419]" that Sheets' do not.
        return {"type": kind, "pattern": pattern.split("]")[-1].split(";")[0].replace("\\", "")}
    if pattern == "@":
        return {"type": "TEXT"}
    return {"type": "PERCENT" if "%" in pattern else "NUMBER", "pattern": pattern}


def _looks(cell: Any) -> Json:
    looks: Json = {}
    font = {name: True for name, held in (("bold", cell.font.b), ("italic", cell.font.i)) if held}
    if font:
        looks["textFormat"] = font
    if cell.alignment.wrap_text:
        looks["wrapStrategy"] = "WRAP"
    return looks


def _read_layout(source: Worksheet, sheet: Sheet) -> None:
    if source.freeze_panes:
        bounds = a1.parse(source.freeze_panes).bounds
        rows, columns = (bounds.top or 0, bounds.left or 0) if bounds else (0, 0)
        if 0 < rows < sheet.row_count:
            sheet.grid["frozenRowCount"] = rows
        if 0 < columns < sheet.column_count:
            sheet.grid["frozenColumnCount"] = columns
    for letters, dimension in source.column_dimensions.items():
        if dimension.customWidth and dimension.width:
            index = a1.column_index(letters)
            sheet.column_properties.put(index, index + 1, {"pixelSize": round(dimension.width * _PIXELS_PER_CHARACTER)})
    for merged in source.merged_cells.ranges:
        left, top, right, bottom = merged.bounds
        span = {"startRowIndex": top - 1, "endRowIndex": bottom, "startColumnIndex": left - 1, "endColumnIndex": right}
        sheet.objects("merges").append({**({"sheetId": sheet.id} if sheet.id else {}), **span})
    if source.sheet_state != "visible":
        sheet.properties["hidden"] = True
