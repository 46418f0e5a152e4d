"""Cells: update, repeat, append, validate, find and replace."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from automation.embedded.errors import invalid
from automation.embedded.patterns import BadPattern, Pattern, compiled
from automation.embedded.spreadsheets import ranges
from automation.embedded.spreadsheets.cells import cell_mask, normal_rule, put_rule, repeat, write_rows
from automation.embedded.spreadsheets.entry import check_length, read_typed
from automation.embedded.spreadsheets.locales import Locale, locale_named
from automation.embedded.spreadsheets.model import Area, Formula, Json, Sheet, Value, range_area
from automation.embedded.spreadsheets.requests.register import Update, changes
from automation.embedded.spreadsheets.shown import formatted
from automation.embedded.spreadsheets.values import make_room

_GROUP = re.compile(r"\$(\d)")


@changes("updateCells")
def update_cells(update: Update, request: Json) -> None:
    mask = cell_mask(request.get("fields"))
    rows = request.get("rows", [])
    if "range" in request:
        area = ranges.grid_area(update.spreadsheet, request["range"])
        _check_fits(rows, area.top, area.left, area.bottom, area.right, "requested")
        repeat(area, {}, mask)  # cells that the rows do not cover are cleared
        write_rows(area.sheet, area.top, area.left, rows, mask)
    elif "start" in request:
        start = request["start"]
        sheet = ranges.sheet_of(update.spreadsheet, start.get("sheetId", 0))
        top, left = start.get("rowIndex", 0), start.get("columnIndex", 0)
        ranges.check_coordinate(sheet, top, left)
        _check_fits(rows, top, left, sheet.row_count, sheet.column_count, "existing")
        write_rows(sheet, top, left, rows, mask)
    else:
        raise invalid("Must specify a start or a range.")


def _check_fits(rows: list[Json], top: int, left: int, bottom: int, right: int, word: str) -> None:
    if top + len(rows) > bottom:
        raise invalid(f"Attempting to write row: {bottom}, beyond the last {word} row of: {bottom - 1}")
    width = max((len(row.get("values", ())) for row in rows), default=0)
    if left + width > right:
        raise invalid(f"Attempting to write column: {right}, beyond the last {word} column of: {right - 1}")


@changes("repeatCell")
def repeat_cell(update: Update, request: Json) -> None:
    area = ranges.grid_area(update.spreadsheet, request.get("range", {}))
    repeat(area, request.get("cell", {}), cell_mask(request.get("fields")))


@changes("appendCells")
def append_cells(update: Update, request: Json) -> None:
    sheet = ranges.sheet_of(update.spreadsheet, request.get("sheetId", 0))
    rows, mask = request.get("rows", []), cell_mask(request.get("fields"))
    top = sheet.last_data_row()
    width = max((len(row.get("values", ())) for row in rows), default=0)
    make_room(update.spreadsheet, sheet, top + len(rows), width)
    write_rows(sheet, top, 0, rows, mask)


@changes("setDataValidation")
def set_data_validation(update: Update, request: Json) -> None:
    area = ranges.grid_area(update.spreadsheet, request.get("range", {}))
    rule = normal_rule(request["rule"]) if "rule" in request else None
    put_rule(area, rule)


@changes("findReplace")
def find_replace(update: Update, request: Json) -> Json:
    if not request.get("find"):
        raise invalid("Find string must not be empty.")
    replacer = _Replacer(update, request)
    for area in _search_areas(update, request):
        replacer.work_through(area)
    return {name: count for name, count in replacer.counts().items() if count}


def _search_areas(update: Update, request: Json) -> list[Area]:
    spreadsheet = update.spreadsheet
    if request.get("allSheets"):
        return [range_area(sheet, {}) for sheet in spreadsheet.sheets]
    if "range" in request:
        return [ranges.grid_area(spreadsheet, request["range"])]
    if "sheetId" in request:
        return [range_area(ranges.sheet_of(spreadsheet, request["sheetId"]), {})]
    raise invalid("Must specify a range, a sheet or all sheets.")


class _Replacer:
    """Replaces in cells, and counts as ``FindReplaceResponse`` does."""

    def __init__(self, update: Update, request: Json) -> None:
        self.locale: Locale = locale_named(update.spreadsheet.locale)
        self.today = update.workspace.now()
        self.pattern = _pattern(request)
        self.replace = _replacement(request)
        self.in_formulas = request.get("includeFormulas", False)
        self.values = self.formulas = self.occurrences = 0
        self.rows: set[tuple[int, int]] = set()

    def counts(self) -> Json:
        sheets = {sheet_id for sheet_id, _ in self.rows}
        return {
            "valuesChanged": self.values,
            "formulasChanged": self.formulas,
            "rowsChanged": len(self.rows),
            "sheetsChanged": len(sheets),
            "occurrencesChanged": self.occurrences,
        }

    def work_through(self, area: Area) -> None:
        for row in range(area.top, min(area.bottom, len(area.sheet.rows))):
            for offset, value in enumerate(area.sheet.row_values(row, area.left, area.right)):
                if value is not None:
                    self._cell(area.sheet, row, area.left + offset, value)

    def _cell(self, sheet: Sheet, row: int, column: int, value: Value) -> None:
        is_formula = isinstance(value, Formula)
        if is_formula and not self.in_formulas:
            return
        if isinstance(value, Formula) and value.is_spilled:
            return
        text = value.text if isinstance(value, Formula) else self._shown(sheet, row, column, value)
        changed, count = self._replaced(text)
        if not count:
            return
        fresh = changed if isinstance(value, str) else read_typed(changed, self.locale, self.today)[0]
        sheet.set_value(row, column, fresh)
        self.occurrences += count
        self.formulas += is_formula
        self.values += not is_formula
        self.rows.add((sheet.id, row))

    def _replaced(self, text: str) -> tuple[str, int]:
        """The text with all that was found replaced, and how often. Raises `ApiError` 400 where it gets too long."""
        fresh, end, count = "", 0, 0
        try:
            for match in self.pattern.finditer(text):
                fresh += text[end : match.start()] + self.replace(match)
                check_length(fresh)
                end, count = match.end(), count + 1
        except IndexError:
            raise invalid("The replacement refers to a group that the pattern does not have.") from None
        return fresh + text[end:], count

    def _shown(self, sheet: Sheet, row: int, column: int, value: Value) -> str:
        number_format = (sheet.plane_value("userEnteredFormat", row, column) or {}).get("numberFormat")
        return formatted(value, number_format, self.locale)


def _pattern(request: Json) -> Pattern:
    try:
        return compiled(
            request["find"],
            is_regex=request.get("searchByRegex", False),
            match_case=request.get("matchCase", False),
            whole=request.get("matchEntireCell", False),
        )
    except BadPattern:
        raise invalid(f"Invalid regular expression: {request['find']}") from None


def _replacement(request: Json) -> Callable[[Any], str]:
    text = request.get("replacement", "")
    check_length(text)
    if not request.get("searchByRegex"):
        return lambda _: text
    return lambda match: _GROUP.sub(lambda named: match.group(int(named[1])) or "", text)
