"""The columns of a tab as the page shows them: their titles, what may be typed, who may type it."""

from __future__ import annotations

from datetime import datetime

from automation.embedded.access.person import Person
from automation.embedded.access.protection import may_edit
from automation.embedded.pages.grid.looks import usual
from automation.embedded.spreadsheets.a1 import column_letters
from automation.embedded.spreadsheets.conditions import Context, choices
from automation.embedded.spreadsheets.locales import locale_named
from automation.embedded.spreadsheets.model import Json, Sheet, Spreadsheet, range_area
from automation.embedded.spreadsheets.render import DEFAULT_PIXELS
from automation.embedded.spreadsheets.values import Rendering

_SPARE = 2  # empty columns after the last one in use, to write into
_KINDS = {
    "DATE": "date",
    "DATE_TIME": "date",
    "TIME": "time",
    "NUMBER": "number",
    "PERCENT": "number",
    "CURRENCY": "number",
    "SCIENTIFIC": "number",
}
LOCKED = "Этот столбец защищён: менять его может только владелец и те, кого он назвал."


def header_rows(sheet: Sheet) -> int:
    """How many rows at the top stay in sight."""
    return min(int(sheet.grid.get("frozenRowCount", 0)), sheet.row_count)


def shown_columns(sheet: Sheet) -> int:
    """How many columns the page shows: those in use, and a few more."""
    used = max([len(row) for row in sheet.rows] + [len(columns) for columns in sheet.planes.values()], default=0)
    return min(used + _SPARE, sheet.column_count)


def columns_json(spreadsheet: Spreadsheet, sheet: Sheet, person: Person, now: datetime) -> list[Json]:
    """One object a column: ``title``, ``width``, ``kind``; where there are any ``options``, ``wrap``, ``locked``."""
    frozen, count = header_rows(sheet), shown_columns(sheet)
    titles = Rendering(spreadsheet, None, None).rows(range_area(sheet, {"endRowIndex": 1})) if frozen else []
    locks = locked_columns(sheet, person)
    columns = []
    for index in range(count):
        title = titles[0][index] if titles and index < len(titles[0]) else ""
        line = sheet.column_properties.get(index) or {}
        column: Json = {
            "title": title or column_letters(index),
            "width": line.get("pixelSize", DEFAULT_PIXELS["COLUMNS"]),
            "hint": sheet.plane_value("note", 0, index) or "" if frozen else "",
            **_kind(spreadsheet, sheet, index, frozen, now),
        }
        if (usual(sheet, "userEnteredFormat", index, frozen, sheet.row_count) or {}).get("wrapStrategy") == "WRAP":
            column["wrap"] = True
        if line.get("hiddenByUser"):
            column["hidden"] = True
        if index in locks:
            column["locked"] = locks[index]
        columns.append(column)
    return columns


def locked_columns(sheet: Sheet, person: Person) -> dict[int, str]:
    """Columns that the person may not type into below the header, each with the reason."""
    locks: dict[int, str] = {}
    for item in sheet.lists.get("protectedRanges", ()):
        area = range_area(sheet, item.get("range", {}))
        if area.top > header_rows(sheet) or area.bottom < sheet.row_count:
            continue
        if item.get("warningOnly") or not may_edit(item, person):
            reason = item.get("description") or LOCKED
            locks |= dict.fromkeys(range(area.left, area.right), reason)
    return locks


def _kind(spreadsheet: Spreadsheet, sheet: Sheet, column: int, top: int, now: datetime) -> Json:
    """What a cell of the column is edited with, and what it is sorted as."""
    rule = usual(sheet, "dataValidation", column, top, sheet.row_count)
    if rule:
        condition = rule["condition"]
        if condition["type"] == "BOOLEAN":
            return {"kind": "check", "yes": locale_named(spreadsheet.locale).true}
        if condition["type"] in ("ONE_OF_LIST", "ONE_OF_RANGE"):
            options = choices(condition, Context(spreadsheet, sheet, now=now))
            return {"kind": "choice", "options": options, "strict": bool(rule.get("strict"))}
    number_format = (usual(sheet, "userEnteredFormat", column, top, sheet.row_count) or {}).get("numberFormat", {})
    return {"kind": _KINDS.get(number_format.get("type", ""), "text")}
