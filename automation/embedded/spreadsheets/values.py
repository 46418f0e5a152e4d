"""``spreadsheets.values``: plain values in and out.

https://developers.google.com/workspace/sheets/api/reference/rest/v4/spreadsheets.values
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from automation.embedded.calls import Call, handles
from automation.embedded.errors import ApiError, invalid
from automation.embedded.proto_text import proto_text
from automation.embedded.spreadsheets import a1, files, metadata, ranges
from automation.embedded.spreadsheets.entry import Entered, check_length, from_json
from automation.embedded.spreadsheets.formulas.computing import compute_in
from automation.embedded.spreadsheets.locales import Locale, locale_named
from automation.embedded.spreadsheets.model import (
    Area,
    Formula,
    Json,
    Sheet,
    Spreadsheet,
    Value,
)
from automation.embedded.spreadsheets.number_format import is_date
from automation.embedded.spreadsheets.shown import formatted

_PLAIN_SECONDS, _SHOWN_SECONDS = 3e-7, 1e-6  # of a cell

_ADDRESS = re.compile(r"https?://[^\s/?#.]+\.[^\s]+\Z")


class Rendering:
    """How values are shown: ``valueRenderOption`` and ``dateTimeRenderOption``."""

    def __init__(self, spreadsheet: Spreadsheet, value_option: str | None, date_option: str | None) -> None:
        self.locale = locale_named(spreadsheet.locale)
        self.option = value_option or "FORMATTED_VALUE"
        self.dates_as_text = self.option != "FORMATTED_VALUE" and date_option == "FORMATTED_STRING"

    def seconds(self, areas: list[Area]) -> float:
        """How long it takes to show the areas, about."""
        cells = sum(area.width * max(0, min(area.bottom, len(area.sheet.rows)) - area.top) for area in areas)
        return cells * (_PLAIN_SECONDS if self.option == "UNFORMATTED_VALUE" else _SHOWN_SECONDS)

    def rows(self, area: Area) -> list[list[Any]]:
        """The area's values by rows, empty ends cut off."""
        sheet = area.sheet
        rows = []
        for index, cells in enumerate(sheet.rows[area.top : area.bottom], start=area.top):
            part = cells[area.left : area.right]
            while part and part[-1] is None:
                part.pop()
            rows.append(self._row(sheet, index, area.left, part))
        while rows and not rows[-1]:
            rows.pop()
        return rows

    def column(self, area: Area) -> list[Any]:
        """The values of an area of one column from the top, the empty end cut off; ``None`` for empty cells."""
        sheet, left = area.sheet, area.left
        part = [cells[left] if left < len(cells) else None for cells in sheet.rows[area.top : area.bottom]]
        while part and part[-1] is None:
            part.pop()
        if self._is_plain(part):
            return part
        return [
            value if value is None or type(value) is str else self._show(sheet, row, left, value)
            for row, value in enumerate(part, start=area.top)
        ]

    def _is_plain(self, part: list[Value]) -> bool:
        """Whether all are shown as they are kept."""
        return self.option == "UNFORMATTED_VALUE" and not self.dates_as_text and Formula not in map(type, part)

    def _row(self, sheet: Sheet, row: int, left: int, part: list[Value]) -> list[Any]:
        if self._is_plain(part):
            return ["" if value is None else value for value in part]
        # Most cells are texts, and a call for each would cost more than all else.
        return [
            value if type(value) is str else self._show(sheet, row, left + offset, value)
            for offset, value in enumerate(part)
        ]

    def _show(self, sheet: Sheet, row: int, column: int, value: Value) -> Any:
        if value is None:
            return ""
        if isinstance(value, str):
            return value
        if isinstance(value, Formula) and self.option == "FORMULA" and not value.is_spilled:
            return value.text
        number_format = (sheet.plane_value("userEnteredFormat", row, column) or {}).get("numberFormat")
        shown_in = number_format or (value.number_format if isinstance(value, Formula) else None)
        if self.option == "FORMATTED_VALUE" or (self.dates_as_text and is_date(shown_in)):
            return formatted(value, number_format, self.locale)
        if isinstance(value, Formula):
            return formatted(value, None, self.locale) if value.result is None else value.result
        return value

    def value_range(self, area: Area, major: str | None) -> Json:
        """Google's ``ValueRange``; no ``values`` where all is empty."""
        by_columns = major == "COLUMNS"
        if area.width == 1:
            values = _lines_of_a_column(self.column(area), by_columns)
        else:
            values = _transposed(self.rows(area)) if by_columns else self.rows(area)
        answer: Json = {
            "range": ranges.name_of(area),
            "majorDimension": "COLUMNS" if by_columns else "ROWS",
        }
        return {**answer, "values": values} if values else answer


def _lines_of_a_column(column: list[Any], by_columns: bool) -> Sequence[Sequence[Any]]:
    if by_columns:
        return [["" if value is None else value for value in column]] if column else []
    # Python's garbage collector lets go of tuples of plain values; as many lists would have it look through everything.
    return [() if value is None else (value,) for value in column]


def _transposed(rows: list[list[Any]]) -> list[list[Any]]:
    width = max(map(len, rows), default=0)
    columns: list[list[Any]] = []
    for index in range(width):
        column = [row[index] if index < len(row) else "" for row in rows]
        while column and column[-1] == "":
            column.pop()
        columns.append(column)
    return columns


class Entry:
    """How values are entered: as they are or as if ``typed``, and the locale they are read in."""

    def __init__(self, locale: Locale, today: datetime, *, typed: bool) -> None:
        self.typed = typed
        self.locale = locale
        self.today = today

    def write(self, sheet: Sheet, row: int, column: int, given: Any) -> None:
        """Enter one JSON value into a cell; a null leaves the cell as it is."""
        if given is None:
            return
        if isinstance(given, str):
            check_length(given)
        value, number_format = self.read(sheet, row, column, given)
        sheet.set_value(row, column, value)
        if number_format:
            bring_format(sheet, row, column, number_format)
        if self.typed and isinstance(value, str) and _ADDRESS.match(value):
            _bring_link(sheet, row, column, value)

    def read(self, sheet: Sheet, row: int, column: int, given: Any) -> Entered:
        """What a cell would hold if this were entered, and the number format that comes with it."""
        if self.typed and isinstance(given, str) and _is_text(sheet, row, column):
            return given.removeprefix("'"), None
        return from_json(given, typed=self.typed, locale=self.locale, today=self.today)


def _entry(call: Call, spreadsheet: Spreadsheet, option: str | None) -> Entry:
    """What ``valueInputOption`` asks for. Raises `ApiError` 400 without one."""
    if option not in ("RAW", "USER_ENTERED"):
        raise invalid("'valueInputOption' is required but not specified")
    return Entry(locale_named(spreadsheet.locale), call.workspace.now(), typed=option == "USER_ENTERED")


def bring_format(sheet: Sheet, row: int, column: int, number_format: Json) -> None:
    """Give a cell the number format that typing its value brings, unless it has one of its own."""
    held = sheet.plane_value("userEnteredFormat", row, column) or {}
    if held.get("numberFormat", {}).get("type") is None or is_date(number_format):
        fresh = {**held, "numberFormat": number_format}
        sheet.runs("userEnteredFormat", column).put(row, row + 1, fresh)


def _bring_link(sheet: Sheet, row: int, column: int, uri: str) -> None:
    """Make a typed address a link, as Sheets does."""
    held = sheet.plane_value("userEnteredFormat", row, column) or {}
    fresh = {**held, "textFormat": {**held.get("textFormat", {}), "link": {"uri": uri}}}
    sheet.runs("userEnteredFormat", column).put(row, row + 1, fresh)


def _is_text(sheet: Sheet, row: int, column: int) -> bool:
    """Whether a cell is formatted as plain text: whatever is typed there stays as it is."""
    held = sheet.plane_value("userEnteredFormat", row, column) or {}
    return bool(held.get("numberFormat", {}).get("type") == "TEXT")


def by_rows(values: list[Any], major: str | None) -> list[list[Any]]:
    """``values`` of a ``ValueRange`` by rows, nulls where a column is short."""
    if major != "COLUMNS":
        return values
    height = max(map(len, values), default=0)
    return [[column[row] if row < len(column) else None for column in values] for row in range(height)]


def _update(area: Area, single: bool, rows: list[list[Any]], entry: Entry) -> Area:
    """Write ``rows`` from the area's corner. Raises `ApiError` 400 where they do not fit."""
    height, width = len(rows), max(map(len, rows), default=0)
    sheet = area.sheet
    _check_inside(area, _room(area) if single else area, height, width)
    for row, values in enumerate(rows, start=area.top):
        for column, value in enumerate(values, start=area.left):
            entry.write(sheet, row, column, value)
    return Area(sheet, area.top, area.top + height, area.left, area.left + width)


def _room(area: Area) -> Area:
    """All cells from the area's corner on: a single cell says only where to begin."""
    return Area(area.sheet, area.top, area.sheet.row_count, area.left, area.sheet.column_count)


def _check_inside(asked: Area, room: Area, height: int, width: int) -> None:
    message = f"Requested writing within range [{ranges.name_of(asked)}], but tried writing to"
    if height > room.height:
        raise invalid(f"{message} row [{room.bottom + 1}]")
    if width > room.width:
        raise invalid(f"{message} column [{a1.column_letters(room.right)}]")


def _updated(spreadsheet: Spreadsheet, written: Area, rows: list[list[Any]], asked: Area) -> Json:
    """Google's ``UpdateValuesResponse``; counts that are 0 are left out."""
    cells = sum(1 for row in rows for value in row if value is not None)
    shown = written if written.height and written.width else asked
    answer: Json = {"spreadsheetId": spreadsheet.id, "updatedRange": ranges.name_of(shown)}
    if cells:
        answer["updatedRows"] = sum(1 for row in rows if any(value is not None for value in row))
        answer["updatedColumns"] = len({i for row in rows for i, value in enumerate(row) if value is not None})
        answer["updatedCells"] = cells
    return answer


def _write_range(call: Call, spreadsheet: Spreadsheet, area: Area, given: Json, options: Json) -> Json:
    rows = _given_rows(given)
    entry = _entry(call, spreadsheet, options.get("valueInputOption"))
    single = area.height == 1 and area.width == 1
    written = _update(area, single, rows, entry)
    answer = _updated(spreadsheet, written, rows, area)
    if options.get("includeValuesInResponse"):
        compute_in(spreadsheet, [written], call.workspace.now())
        show = Rendering(
            spreadsheet, options.get("responseValueRenderOption"), options.get("responseDateTimeRenderOption")
        )
        answer["updatedData"] = show.value_range(written, given.get("majorDimension"))
    return answer


def _given_rows(given: Json) -> list[list[Any]]:
    """The values of a ``ValueRange`` by rows. Raises `ApiError` 400 where a value is a list or an object."""
    values = given.get("values", [])
    for major, line in enumerate(values):
        for minor, value in enumerate(line):
            if isinstance(value, list | dict):
                raise invalid(f"Invalid values[{major}][{minor}]: {proto_text(value)}")
    return by_rows(values, given.get("majorDimension"))


def _check_same_range(asked: str, given: Json) -> None:
    if given.get("range", asked) != asked:
        raise invalid(f"Request range[{asked}] does not match value's range[{given['range']}]")


@handles("sheets.spreadsheets.values.get")
def get(call: Call) -> Json:
    spreadsheet = files.opened(call)
    show = Rendering(spreadsheet, call.get("valueRenderOption"), call.get("dateTimeRenderOption"))
    area = ranges.resolve(spreadsheet, call["range"])
    call.takes(show.seconds([area]))
    return show.value_range(area, call.get("majorDimension"))


@handles("sheets.spreadsheets.values.batchGet")
def batch_get(call: Call) -> Json:
    spreadsheet = files.opened(call)
    show = Rendering(spreadsheet, call.get("valueRenderOption"), call.get("dateTimeRenderOption"))
    areas = [ranges.resolve(spreadsheet, text) for text in call.get("ranges", [])]
    call.takes(show.seconds(areas))
    found = [show.value_range(area, call.get("majorDimension")) for area in areas]
    return {"spreadsheetId": spreadsheet.id, **({"valueRanges": found} if found else {})}


@handles("sheets.spreadsheets.values.batchGetByDataFilter")
def batch_get_by_data_filter(call: Call) -> Json:
    spreadsheet = files.opened(call)
    body = call.body
    show = Rendering(spreadsheet, body.get("valueRenderOption"), body.get("dateTimeRenderOption"))
    filters = body.get("dataFilters", [])
    asked = metadata.areas(spreadsheet, filters)
    call.takes(show.seconds([area for _, area in asked]))
    found = [
        {"valueRange": show.value_range(area, body.get("majorDimension")), "dataFilters": [filters[position]]}
        for position, area in asked
    ]
    return {"spreadsheetId": spreadsheet.id, **({"valueRanges": found} if found else {})}


@handles("sheets.spreadsheets.values.update")
def update(call: Call) -> Json:
    spreadsheet = files.opened(call, to_change=True)
    _check_same_range(call["range"], call.body)
    area = ranges.resolve(spreadsheet, call["range"])
    return _write_range(call, spreadsheet, area, call.body, call.parameters)


@handles("sheets.spreadsheets.values.batchUpdate")
def batch_update(call: Call) -> Json:
    spreadsheet = files.opened(call, to_change=True)
    data = call.body.get("data", [])
    pairs: list[tuple[Area, Json]] = []
    for index, given in enumerate(data):
        with _named("data", index):
            pairs.append((ranges.resolve(spreadsheet, given.get("range", "")), given))
    return _write_all(call, spreadsheet, pairs)


@contextmanager
def _named(field: str, index: int) -> Iterator[None]:
    """Say which entry of a list an error is about, as Google does: ``Invalid data[0]: …``."""
    try:
        yield
    except ApiError as error:
        if error.code != 400 or error.violations:
            raise
        raise invalid(f"Invalid {field}[{index}]: {error.message}") from None


@handles("sheets.spreadsheets.values.batchUpdateByDataFilter")
def batch_update_by_data_filter(call: Call) -> Json:
    spreadsheet = files.opened(call, to_change=True)
    data = call.body.get("data", [])
    asked = metadata.areas(spreadsheet, [given.get("dataFilter", {}) for given in data])
    pairs = [(area, data[position]) for position, area in asked]
    answer = _write_all(call, spreadsheet, pairs)
    for response, (_, given) in zip(answer.get("responses", []), pairs, strict=True):
        response.pop("spreadsheetId")
        response["dataFilter"] = given["dataFilter"]
    return answer


def _write_all(call: Call, spreadsheet: Spreadsheet, pairs: list[tuple[Area, Json]]) -> Json:
    _entry(call, spreadsheet, call.body.get("valueInputOption"))  # the option is needed even without data
    responses = []
    for index, (area, given) in enumerate(pairs):
        with _named("data", index):
            responses.append(_write_range(call, spreadsheet, area, given, call.body))
    answer: Json = {"spreadsheetId": spreadsheet.id}
    if responses:
        rows, columns = _touched(pairs)
        counts = {
            "totalUpdatedRows": rows,
            "totalUpdatedColumns": columns,
            "totalUpdatedCells": sum(response.get("updatedCells", 0) for response in responses),
            "totalUpdatedSheets": len({area.sheet.id for area, _ in pairs}),
        }
        answer |= {name: count for name, count in counts.items() if count}
        answer["responses"] = responses
    return answer


def _touched(pairs: list[tuple[Area, Json]]) -> tuple[int, int]:
    """How many different rows and columns, over all sheets, were written to."""
    rows: set[tuple[int, int]] = set()
    columns: set[tuple[int, int]] = set()
    for area, given in pairs:
        for row, values in enumerate(by_rows(given.get("values", []), given.get("majorDimension"))):
            written = [index for index, value in enumerate(values) if value is not None]
            columns.update((area.sheet.id, area.left + index) for index in written)
            if written:
                rows.add((area.sheet.id, area.top + row))
    return len(rows), len(columns)


@handles("sheets.spreadsheets.values.append")
def append(call: Call) -> Json:
    spreadsheet = files.opened(call, to_change=True)
    _check_same_range(call["range"], call.body)
    asked = ranges.resolve(spreadsheet, call["range"])
    table = find_table(asked)
    rows = _given_rows(call.body)
    entry = _entry(call, spreadsheet, call.get("valueInputOption"))
    sheet, width = asked.sheet, max(map(len, rows), default=0)
    top, left = (table.bottom, table.left) if table else (asked.top, asked.left)
    if call.get("insertDataOption") == "INSERT_ROWS" and top < sheet.row_count and rows:
        from automation.embedded.spreadsheets.dimensions import insert

        insert(spreadsheet, sheet, "ROWS", top, len(rows), inherit_before=True)
    make_room(spreadsheet, sheet, top + len(rows), left + width)
    start = Area(sheet, top, top + 1, left, left + 1)
    written = _update(start, True, rows, entry)
    updates = _updated(spreadsheet, written, rows, start)
    if call.get("includeValuesInResponse"):
        compute_in(spreadsheet, [written], call.workspace.now())
        show = Rendering(spreadsheet, call.get("responseValueRenderOption"), call.get("responseDateTimeRenderOption"))
        updates["updatedData"] = show.value_range(written, call.body.get("majorDimension"))
    answer: Json = {"spreadsheetId": spreadsheet.id}
    if table:
        answer["tableRange"] = ranges.name_of(table)
    return {**answer, "updates": updates}


def make_room(spreadsheet: Spreadsheet, sheet: Sheet, rows: int, columns: int) -> None:
    """Grow the grid to hold this many rows and columns."""
    if rows > sheet.row_count:
        sheet.grid["rowCount"] = rows
        sheet.dirty = True
    if columns > sheet.column_count:
        sheet.grid["columnCount"] = columns
        sheet.dirty = True
    files.check_cell_limit(spreadsheet)


def find_table(asked: Area) -> Area | None:
    """The block of cells with data that ``values.append`` appends to: the last one within the range.

    https://developers.google.com/workspace/sheets/api/guides/values#append_values
    """
    sheet = asked.sheet
    row = sheet.filled.last_row(asked.top, asked.bottom, asked.left, asked.right)
    if row is None:
        return None
    cells = sheet.row_values(row, asked.left, asked.right)
    column = asked.left + max(offset for offset, value in enumerate(cells) if value is not None)
    table = Area(sheet, row, row + 1, column, column + 1)
    while (grown := _grown(table)) != table:
        table = grown
    return table


def _grown(area: Area) -> Area:
    """The area, wider on every side by the lines with data that touch it, corners included."""
    filled = area.sheet.filled
    left, right = area.left, area.right
    top = filled.gap_above(area.top - 1, max(left - 1, 0), right + 1) + 1
    bottom = filled.gap_below(area.bottom, max(left - 1, 0), right + 1)

    def column_has_data(column: int) -> bool:
        return filled.last_row(max(top - 1, 0), bottom + 1, column, column + 1) is not None

    while left and column_has_data(left - 1):
        left -= 1
    while column_has_data(right):
        right += 1
    return Area(area.sheet, top, bottom, left, right)


def clear_area(area: Area) -> None:
    """Empty the area's cells; formats and everything else stay."""
    area.sheet.clear_values(area.top, area.bottom, area.left, area.right)


@handles("sheets.spreadsheets.values.clear")
def clear(call: Call) -> Json:
    spreadsheet = files.opened(call, to_change=True)
    area = ranges.resolve(spreadsheet, call["range"])
    clear_area(area)
    return {"spreadsheetId": spreadsheet.id, "clearedRange": ranges.name_of(area)}


@handles("sheets.spreadsheets.values.batchClear")
def batch_clear(call: Call) -> Json:
    spreadsheet = files.opened(call, to_change=True)
    return _clear_all(spreadsheet, [ranges.resolve(spreadsheet, text) for text in call.body.get("ranges", [])])


@handles("sheets.spreadsheets.values.batchClearByDataFilter")
def batch_clear_by_data_filter(call: Call) -> Json:
    spreadsheet = files.opened(call, to_change=True)
    filters = call.body.get("dataFilters", [])
    areas = [area for _, area in metadata.areas(spreadsheet, filters)]
    return _clear_all(spreadsheet, areas)


def _clear_all(spreadsheet: Spreadsheet, areas: list[Area]) -> Json:
    for area in areas:
        clear_area(area)
    answer: Json = {"spreadsheetId": spreadsheet.id}
    return {**answer, "clearedRanges": [ranges.name_of(area) for area in areas]} if areas else answer
