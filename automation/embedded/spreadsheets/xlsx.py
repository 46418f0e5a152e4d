"""Spreadsheets as .xlsx and .csv, through openpyxl."""

from __future__ import annotations

import csv
import io
import math
import re
from datetime import date, datetime, time, timedelta
from typing import Any

from openpyxl import Workbook, load_workbook
from openpyxl.comments import Comment
from openpyxl.formatting.rule import CellIsRule, FormulaRule
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.formula import ArrayFormula
from openpyxl.worksheet.worksheet import Worksheet

from automation.embedded.spreadsheets import a1, files
from automation.embedded.spreadsheets.formulas.cached import with_results
from automation.embedded.spreadsheets.formulas.references import copied
from automation.embedded.spreadsheets.formulas.translation import Translator, Unreadable, for_excel
from automation.embedded.spreadsheets.locales import locale_named
from automation.embedded.spreadsheets.model import Formula, Json, Scalar, Sheet, Spreadsheet, Value, range_area
from automation.embedded.spreadsheets.number_format import EPOCH, serial
from automation.embedded.spreadsheets.shown import formatted
from automation.untrusted import workbooks
from automation.untrusted.workbooks import LAST_COLUMN, LAST_ROW
from automation.untrusted.xml_text import writable

_PIXELS_PER_CHARACTER = 7.0
_POINTS_PER_PIXEL = 0.75
_MAX_LIST = 255  # characters that Excel takes in a list of choices
_UNSAFE_IN_TITLE = str.maketrans(dict.fromkeys("[]:*?/\\", "_"))
_YOUNG_PREFIX = re.compile(r"_xl(?:fn|ws|pm)\.")  # before names that are younger than the format
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
    grids = [sheet for sheet in spreadsheet.sheets if sheet.is_grid]
    targets = [book.create_sheet(_title(sheet.title, titles)) for sheet in grids]
    named = {sheet.id: target.title for sheet, target in zip(grids, targets, strict=True)}
    translator = for_excel(spreadsheet, [named.get(sheet.id, sheet.title) for sheet in spreadsheet.sheets])
    for sheet, target in zip(grids, targets, strict=True):
        _write_sheet(spreadsheet, sheet, target)
        _write_formulas(spreadsheet, sheet, target, translator)
        _write_validation(sheet, target, translator)
        _write_conditions(sheet, target, translator)
    stream = io.BytesIO()
    book.save(stream)
    results = [{_cell_name(*cell): formula for *cell, formula in sheet.formulas()} for sheet in grids]
    return with_results(stream.getvalue(), results)


def _cell_name(row: int, column: int) -> str:
    return f"{a1.column_letters(column)}{row + 1}"


def _title(title: str, taken: set[str]) -> str:
    """At most 31 characters, none that Excel forbids, each once."""
    stem = writable(title).translate(_UNSAFE_IN_TITLE)[:31] or "_"
    chosen, number = stem, 2
    while chosen.lower() in taken:
        chosen, number = f"{stem[:28]}_{number}", number + 1
    taken.add(chosen.lower())
    return chosen


def _write_sheet(spreadsheet: Spreadsheet, sheet: Sheet, target: Worksheet) -> None:
    for row, cells in enumerate(sheet.rows, start=1):
        for column, value in enumerate(cells, start=1):
            if value is not None and not isinstance(value, Formula):
                _write_value(target, row, column, value)
    _write_formats(spreadsheet, sheet, target)
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


def _write_formulas(spreadsheet: Spreadsheet, sheet: Sheet, target: Worksheet, translator: Translator) -> None:
    """Formulas as Excel reads them; what it could not read at all stays as the text that was typed."""
    defaults = _default_patterns(spreadsheet)
    for row, column, formula in sheet.formulas():
        if formula.is_spilled:
            _write_value(target, row + 1, column + 1, formula.shown_error if formula.error else formula.result)
        else:
            try:
                target.cell(row + 1, column + 1).value = writable(translator.translate(formula.text, sheet).text)
            except Unreadable:
                _write_value(target, row + 1, column + 1, formula.text)
        if formula.number_format and target.cell(row + 1, column + 1).number_format == "General":
            _style(target.cell(row + 1, column + 1), {"numberFormat": formula.number_format}, defaults)


def _write_value(target: Worksheet, row: int, column: int, value: Scalar) -> None:
    cell = target.cell(row, column)
    cell.value = writable(value) if isinstance(value, str) else value
    if isinstance(value, str):
        cell.data_type = "s"  # text that begins with "=" stays text


def _reference(sheet: Sheet, grid_range: Json) -> str:
    left = a1.column_letters(grid_range.get("startColumnIndex", 0))
    right = a1.column_letters(grid_range.get("endColumnIndex", sheet.column_count) - 1)
    return f"{left}{grid_range.get('startRowIndex', 0) + 1}:{right}{grid_range.get('endRowIndex', sheet.row_count)}"


def _write_formats(spreadsheet: Spreadsheet, sheet: Sheet, target: Worksheet) -> None:
    defaults = _default_patterns(spreadsheet)
    last = len(sheet.rows)
    for column, runs in enumerate(sheet.planes.get("userEnteredFormat", ()), start=1):
        for start, end, cell_format in runs.between(0, last):
            for row in range(start + 1, end + 1):
                _style(target.cell(row, column), cell_format, defaults)
    for column, runs in enumerate(sheet.planes.get("note", ()), start=1):
        for start, end, note in runs.between(0, last):
            for row in range(start + 1, end + 1):
                target.cell(row, column).comment = Comment(writable(note), "")


def _default_patterns(spreadsheet: Spreadsheet) -> dict[str, str]:
    """What a number format of each type that names no pattern shows."""
    locale = locale_named(spreadsheet.locale)
    return {"DATE": locale.date_pattern, "DATE_TIME": locale.date_time_pattern, "TIME": locale.time_pattern,
            "PERCENT": "0.00%", "NUMBER": "#,##0.00", "CURRENCY": locale.currency_pattern, "TEXT": "@"}  # fmt: skip


def _style(cell: Any, cell_format: Json, defaults: dict[str, str]) -> None:
    number = cell_format.get("numberFormat", {})
    pattern = number.get("pattern") or defaults.get(number.get("type", ""))
    if pattern:
        cell.number_format = writable(pattern)
    text = cell_format.get("textFormat")
    if text:
        cell.font = Font(
            name=writable(text.get("fontFamily", "")) or "Calibri",
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
    parts = (min(max(colour.get(part, 0), 0), 1) for part in ("red", "green", "blue"))
    return "FF" + "".join(f"{round(part * 255):02X}" for part in parts)


def _write_validation(sheet: Sheet, target: Worksheet, translator: Translator) -> None:
    for column, runs in enumerate(sheet.planes.get("dataValidation", ())):
        letters = a1.column_letters(column)
        for start, end, rule in runs:
            validation = _validation(rule, sheet, translator)
            if validation is not None:
                validation.add(f"{letters}{start + 1}:{letters}{end}")
                target.add_data_validation(validation)


def _validation(rule: Json, sheet: Sheet, translator: Translator) -> DataValidation | None:
    condition = rule["condition"]
    values = [item.get("userEnteredValue", "") for item in condition.get("values", [])]
    formula = None
    if condition["type"] == "ONE_OF_LIST":
        listed = ",".join(value.replace('"', '""') for value in values)
        # Excel has no way to write a choice that holds a comma.
        if len(listed) <= _MAX_LIST and not any("," in value for value in values):
            formula = f'"{listed}"'
    elif condition["type"] == "ONE_OF_RANGE" and values:
        formula = _in_excel("=" + values[0].lstrip("="), sheet, translator)
    elif condition["type"] == "BOOLEAN":
        formula = '"TRUE,FALSE"'
    if formula is None:
        return None
    validation = DataValidation(
        "list", formula1=writable(formula), allow_blank=True, showErrorMessage=rule.get("strict", False)
    )
    if rule.get("inputMessage"):
        validation.prompt, validation.showInputMessage = writable(rule["inputMessage"])[:255], True
    return validation


def _write_conditions(sheet: Sheet, target: Worksheet, translator: Translator) -> None:
    """Conditional formats by a comparison or a formula; the others have no plain counterpart in Excel."""
    for rule in sheet.lists.get("conditionalFormats", []):
        boolean = rule.get("booleanRule", {})
        condition, colour = boolean.get("condition", {}), boolean.get("format", {}).get("backgroundColor")
        if not colour or condition.get("type") not in (*_COMPARISONS, "CUSTOM_FORMULA"):
            continue
        corner = range_area(sheet, rule["ranges"][0])
        for grid_range in rule["ranges"]:
            own = range_area(sheet, grid_range)
            away = own.top - corner.top, own.left - corner.left
            values = [item.get("userEnteredValue", "") for item in condition.get("values", [])]
            formulas = [_in_excel(value, sheet, translator, *away) for value in values]
            if None not in formulas:
                target.conditional_formatting.add(_reference(sheet, grid_range), _rule(condition, formulas, colour))


def _rule(condition: Json, formulas: list[str | None], colour: Json) -> Any:
    fill = PatternFill("solid", start_color=_hex(colour), end_color=_hex(colour))
    if condition["type"] == "CUSTOM_FORMULA":
        return FormulaRule(formula=formulas, fill=fill)  # type: ignore[no-untyped-call]
    operator = _COMPARISONS[condition["type"]]
    return CellIsRule(operator=operator, formula=formulas, fill=fill)  # type: ignore[no-untyped-call]


def _in_excel(text: str, sheet: Sheet, translator: Translator, rows: int = 0, columns: int = 0) -> str | None:
    """A condition's value as Excel has it in a cell so many lines away; nothing for a formula that is none."""
    text = writable(text)
    if not text.startswith("="):
        return _literal(text)
    try:
        return translator.translate(copied(text, rows, columns), sheet).text[1:]
    except Unreadable:
        return None


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

    Raises `NoWorkbook` for what is none, `ApiError` 400 for one with more cells than a spreadsheet may have, `TooLarge`
    for one that would take long to read.
    """
    workbooks.check(content)
    try:
        book = load_workbook(io.BytesIO(content))
        sizes = [source.max_row * source.max_column for source in book.worksheets]
        if any(source.max_row > LAST_ROW or source.max_column > LAST_COLUMN for source in book.worksheets):
            raise NoWorkbook
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
    # Only the cells that the file names: going over all rows would make one for every place between them.
    for (row, column), cell in sorted(source._cells.items()):
        _read_cell(cell, sheet, row - 1, column - 1)


def _read_cell(cell: Any, sheet: Sheet, row: int, column: int) -> None:
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
    if isinstance(value, ArrayFormula):
        value = value.text or ""
    if isinstance(value, str) and value.startswith("=") and len(value) > 1:
        return Formula(_YOUNG_PREFIX.sub("", value)), ""
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
