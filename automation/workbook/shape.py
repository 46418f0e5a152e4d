"""The declared shape of the tabs as requests to Sheets: tabs, columns, headers, lists, locks and colours.

Every tab and column is marked with what it is and with a digest of its declaration. A digest that has not changed
means that there is nothing to do, so whatever the curator arranged otherwise stays as it is.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import lru_cache
from itertools import chain, count, groupby, zip_longest
from typing import Any

from automation.workbook.arranging import added_view, arrangement, changed_view, lines, moved, view_of, widened, width
from automation.workbook.layout import COLUMN_MARK, TAB_MARK, Tab, mark_of, sheet_id_of
from sheets_schema.columns import (
    Choice,
    Column,
    Date,
    DateTime,
    Flag,
    Mark,
    Number,
    OpenChoice,
    Owner,
    PersonName,
    Text,
    Variant,
)
from sheets_schema.organised import is_own
from sheets_schema.schema import Schema, options_of
from sheets_schema.sheet import Sheet
from sheets_schema.words import Vocabulary

Json = dict[str, Any]

NEW_ROWS = 200
_TEXT: Json = {"type": "TEXT"}
"""Text stays text: Sheets must not turn «1-2» into a date, or a telephone number into a sum."""
_LOCKED = "заполняет программа"
_HEADER_FILL = {Owner.FORM: "#dfe7f3", Owner.CURATOR: "#fdf1d8", Owner.JOB: "#e4e4e4"}


def missing_shape(spreadsheet: Json, found: Mapping[str, Tab], schema: Schema) -> list[Json]:
    """The requests of one `batchUpdate` that give a spreadsheet what the schema asks for and it does not have."""
    # Dates as 01.09.2026 are understood only in a spreadsheet whose language is Russian.
    requests: list[Json] = [] if found else [_russian()]
    for index, sheet in enumerate(schema.sheets):
        tab = found.get(sheet.name)
        if tab is None:
            requests += _new_tab(sheet, schema.columns_of(sheet), _free_title(spreadsheet, sheet), index)
        else:
            requests += _changed_tab(spreadsheet, tab)
    if not found and (blank := _untouched_sheet(spreadsheet)) is not None:
        requests.append({"deleteSheet": {"sheetId": blank}})
    return requests


def _free_title(spreadsheet: Json, sheet: type[Sheet]) -> str:
    """The declared title, numbered where the curator has given it to a tab of their own."""
    taken = {item["properties"]["title"].lower() for item in spreadsheet.get("sheets", [])}
    numbered = (f"{sheet.title} ({number})" for number in count(2))
    return next(title for title in chain([sheet.title], numbered) if title.lower() not in taken)


def _russian() -> Json:
    properties = {"locale": "ru_RU", "timeZone": "Europe/Moscow"}
    return {"updateSpreadsheetProperties": {"properties": properties, "fields": "locale,timeZone"}}


def _new_tab(sheet: type[Sheet], declared: Mapping[str, Column], title: str, index: int) -> Iterator[Json]:
    sheet_id = sheet_id_of(sheet)
    grid = {"rowCount": NEW_ROWS, "columnCount": len(declared), "frozenRowCount": 1}
    properties = {"sheetId": sheet_id, "title": title, "index": index, "gridProperties": grid}
    yield {"addSheet": {"properties": {**properties, "gridProperties": {**grid, "frozenColumnCount": sheet.frozen}}}}
    yield _create_mark(TAB_MARK, f"{sheet.name}#{_tab_digest(sheet)}", {"sheetId": sheet_id})
    columns = {name: index for index, name in enumerate(declared)}
    yield from _colours(sheet, sheet_id, columns)
    for index, column in enumerate(declared.values()):
        yield from _new_column(sheet, column, sheet_id, index)
    yield from added_view(view_of(sheet, sheet_id, columns))


def _changed_tab(spreadsheet: Json, tab: Tab) -> Iterator[Json]:
    sheet = tab.sheet
    item = _item(spreadsheet, tab)
    columns = dict(tab.columns)
    header = tab.header_row()
    if tab.headless:
        yield from _lost_header(tab, header)
    yield from _changed_columns(item, tab, columns, tuple(tab.declared))
    mark = next(mark for mark in item["developerMetadata"] if mark["metadataKey"] == TAB_MARK)
    if mark_of(mark)[1] != _tab_digest(sheet):
        yield from _changed_looks(item, tab, columns, mark_of(mark)[1])
        yield _change_mark(mark["metadataId"], f"{sheet.name}#{_tab_digest(sheet)}")


def _changed_columns(item: Json, tab: Tab, columns: dict[str, int], concerned: Collection[str]) -> Iterator[Json]:
    """Those of the tab's columns that are not there yet, or are declared otherwise than they were; `columns` is brought
    up to where they stand then."""
    sheet, sheet_id, header, width = tab.sheet, tab.sheet_id, tab.header_row(), tab.width
    known = {name: (mark["metadataId"], digest) for mark in _column_marks(item) for name, digest in [mark_of(mark)]}
    before = ""
    for name, column in tab.declared.items():
        if name not in columns and name in concerned:
            # Inserted, not appended: it is there that it is marked, though the curator have inserted another meanwhile.
            at = min(columns.get(before, -1) + 1, width - 1)
            columns |= {other: index + (index >= at) for other, index in columns.items()} | {name: at}
            width += 1
            yield {"insertDimension": {"range": lines(sheet_id, at), "inheritFromBefore": False}}
            yield from _new_column(sheet, column, sheet_id, at, header)
        elif name in concerned and known[f"{sheet.name}.{name}"][1] != _column_digest(sheet, column):
            yield from _former_locks(item, tab.columns[name])
            yield from _renamed(tab, column, known[f"{sheet.name}.{name}"][1], columns[name])
            yield from _without_list(column, sheet_id, columns[name], header)
            yield from _column_rules(column, sheet_id, columns[name], header)
            yield from _formats_by_row(tab, column, columns[name])
            yield _change_mark(known[f"{sheet.name}.{name}"][0], f"{sheet.name}.{name}#{_column_digest(sheet, column)}")
        before = name if name in columns else before


def changed_words(spreadsheet: Json, found: Mapping[str, Tab], schema: Schema) -> list[Json]:
    """The requests that bring columns up to the organisation's words and questions. What else the curator has deleted
    or moved stays so: that is for `missing_shape`, when she asks for it."""
    requests: list[Json] = []
    for sheet, names in _of_organisations(schema).items():
        if (tab := found.get(sheet.name)) and not tab.headless:
            there = [name for name in names if is_own(name) or name in tab.columns]
            requests += _changed_columns(_item(spreadsheet, tab), tab, dict(tab.columns), there)
    return requests


@lru_cache(maxsize=512)
def shape_of(schema: Schema) -> str:
    """Another one whenever the organisation's words and questions ask for other columns."""
    own = _of_organisations(schema).items()
    return digest([_column_digest(sheet, schema.columns_of(sheet)[name]) for sheet, names in own for name in names])


def _of_organisations(schema: Schema) -> dict[type[Sheet], list[str]]:
    """Tab → its columns that depend on what an organisation says."""
    return {
        sheet: [
            name
            for name, column in schema.columns_of(sheet).items()
            if is_own(name) or isinstance(options_of(column), Vocabulary)
        ]
        for sheet in schema.sheets
    }


def _item(spreadsheet: Json, tab: Tab) -> Json:
    """A tab as the API gives it."""
    found: Json = next(item for item in spreadsheet["sheets"] if item["properties"].get("sheetId", 0) == tab.sheet_id)
    return found


def _changed_looks(item: Json, tab: Tab, columns: dict[str, int], digest_before: str) -> Iterator[Json]:
    """What of the tab as a whole is declared otherwise than it was; spreadsheets of earlier versions say of colours
    alone how they were."""
    sheet, sheet_id = tab.sheet, tab.sheet_id
    before, now = digest_before.split("."), _tab_digest(sheet).split(".")
    colours, arranged, folded = (was != is_ for was, is_ in zip_longest(before, now))
    if colours:
        yield from _colours(sheet, sheet_id, columns)
    if arranged:
        yield from moved(sheet, sheet_id, columns)
        yield from widened(sheet, item, sheet_id, tab.columns, columns)
    if folded:
        view = view_of(sheet, sheet_id, columns, tab.header_row())
        had_none = len(before) < len(now) or before[-1] == digest(None)
        yield from added_view(view) if had_none else changed_view(item, view)


def _lost_header(tab: Tab, header: int) -> Iterator[Json]:
    """The titles again, above what stands in their place."""
    if any(tab.cell(header, name) is not None for name in tab.columns):
        place = {"sheetId": tab.sheet_id, "dimension": "ROWS", "startIndex": header, "endIndex": header + 1}
        yield {"insertDimension": {"range": place, "inheritFromBefore": False}}
    for name, index in tab.columns.items():
        yield _header(tab.declared[name], tab.sheet_id, index, header)


def _renamed(tab: Tab, column: Column, digest_before: str, index: int) -> Iterator[Json]:
    """A new title for an organisation's own column, unless the curator has given it one of hers."""
    header = tab.header_row()
    _, _, title = digest_before.partition(".")
    if title and title != digest(column.title) and digest(tab.cell(header, column.name)) == title:
        yield _header(column, tab.sheet_id, index, header)


def _column_marks(item: Json) -> Iterator[Json]:
    for block in item.get("data", []):
        for column in block.get("columnMetadata", []):
            yield from (m for m in column.get("developerMetadata", []) if m.get("metadataKey") == COLUMN_MARK)


def _former_locks(item: Json, index: int) -> Iterator[Json]:
    """The lock that provisioning put on a column before. A curator's own protection is left alone."""
    for lock in item.get("protectedRanges", []):
        place = lock.get("range", {})
        whole = (place.get("startColumnIndex"), place.get("endColumnIndex")) == (index, index + 1)
        if whole and lock.get("warningOnly") and lock.get("description", "").endswith(_LOCKED):
            yield {"deleteProtectedRange": {"protectedRangeId": lock["protectedRangeId"]}}


def _new_column(sheet: type[Sheet], column: Column, sheet_id: int, index: int, header_row: int = 0) -> Iterator[Json]:
    place = {"dimensionRange": lines(sheet_id, index)}
    yield _create_mark(COLUMN_MARK, f"{sheet.name}.{column.name}#{_column_digest(sheet, column)}", place)
    yield width(column, sheet_id, index)
    yield _header(column, sheet_id, index, header_row)
    yield from _column_rules(column, sheet_id, index, header_row)


def _header(column: Column, sheet_id: int, index: int, header_row: int) -> Json:
    header = {
        "userEnteredValue": {"stringValue": column.title},
        "note": header_note(column),
        "userEnteredFormat": {
            "backgroundColorStyle": {"rgbColor": rgb(_HEADER_FILL[column.owner])},
            "textFormat": {"bold": True},
            "wrapStrategy": "WRAP",
            "verticalAlignment": "MIDDLE",
        },
    }
    return {
        "updateCells": {
            "start": {"sheetId": sheet_id, "rowIndex": header_row, "columnIndex": index},
            "rows": [{"values": [header]}],
            "fields": "userEnteredValue,note,userEnteredFormat",
        }
    }


def _column_rules(column: Column, sheet_id: int, index: int, header_row: int = 0) -> Iterator[Json]:
    """How the cells below the header look, what they accept, and whether they are locked."""
    below = _below(sheet_id, index, header_row)
    # A name that is cut off may be another person's.
    wraps = isinstance(column, PersonName) or (isinstance(column, Text) and column.long)
    cell_format: Json = {"verticalAlignment": "TOP", "wrapStrategy": "WRAP" if wraps else "CLIP"}
    if isinstance(column, Mark):
        cell_format["horizontalAlignment"] = "CENTER"
    if pattern := number_format(column):
        cell_format["numberFormat"] = pattern
    yield {
        "repeatCell": {
            "range": below,
            "cell": {"userEnteredFormat": cell_format},
            "fields": ",".join(f"userEnteredFormat.{name}" for name in cell_format),
        }
    }
    rule = _validation(column)
    if rule:
        yield {"setDataValidation": {"range": below, "rule": rule}}
    if column.owner is Owner.JOB:
        # A warning, not a lock: a curator who may not edit a locked column could not sort the tab either.
        lock = {"range": below, "description": f"«{column.title}» {_LOCKED}", "warningOnly": True}
        yield {"addProtectedRange": {"protectedRange": lock}}


def _without_list(column: Column, sheet_id: int, index: int, header_row: int) -> Iterator[Json]:
    """Take away the drop-down list of a column that an organisation may have given one, and has none any more."""
    if (is_own(column.name) or isinstance(column, OpenChoice)) and not _validation(column):
        yield {"setDataValidation": {"range": _below(sheet_id, index, header_row)}}


def _below(sheet_id: int, index: int, header_row: int) -> Json:
    """The cells of a column below the header."""
    place = {"startRowIndex": header_row + 1, "startColumnIndex": index, "endColumnIndex": index + 1}
    return {"sheetId": sheet_id, **place}


def _formats_by_row(tab: Tab, column: Column, index: int) -> Iterator[Json]:
    """The formats of a column in which each row has its own."""
    if not isinstance(column, Variant):
        return
    for row in tab.filled_rows():
        if pattern := number_format(column, tab.cell(row, column.decided_by.name)):
            place = {"startRowIndex": row, "endRowIndex": row + 1}
            place |= {"sheetId": tab.sheet_id, "startColumnIndex": index, "endColumnIndex": index + 1}
            cell = {"userEnteredFormat": {"numberFormat": pattern}}
            yield {"repeatCell": {"range": place, "cell": cell, "fields": "userEnteredFormat.numberFormat"}}


def number_format(column: Column, deciding: Any = None) -> Json | None:
    """How Sheets is to show the column's numbers, and whether it is to leave text alone; None where it may guess.

    `deciding` is the cell of the row that decides what a `Variant` is.
    """
    match column:
        case Date():
            return {"type": "DATE", "pattern": "dd.mm.yyyy"}
        case DateTime():
            return {"type": "DATE_TIME", "pattern": "dd.mm.yyyy hh:mm"}
        case Number():
            return {"type": "NUMBER", "pattern": "0" + ("." + "0" * column.decimals if column.decimals else "")}
        case Flag():
            return None
        case Variant():
            decided = column.of(deciding)
            # A number of a setting is shown as it was typed.
            return None if decided is None or isinstance(decided, Number) else number_format(decided)
    return _TEXT


def _validation(column: Column) -> Json | None:
    """A hint and a list, never a refusal: what is odd is explained in «Что исправить»."""
    match column:
        case Choice() | OpenChoice() if column.options:
            values = [{"userEnteredValue": option} for option in column.options]
            return {
                "condition": {"type": "ONE_OF_LIST", "values": values},
                "inputMessage": column.hint or "Выберите из списка",
                "showCustomUi": True,
                "strict": False,
            }
        case Flag():
            return {"condition": {"type": "BOOLEAN"}, "strict": False}
    return None


def _colours(sheet: type[Sheet], sheet_id: int, columns: Mapping[str, int]) -> Iterator[Json]:
    """A background for every status. Rules go to the front, so a changed palette hides the one before it."""
    places: dict[str, list[int]] = {}
    for column in sheet.status_columns():
        for value in column.options:
            if value in sheet.colours:
                places.setdefault(value, []).append(columns[column.name])
    for value, indices in places.items():
        rule = {
            "ranges": [_below_the_header(sheet_id, start, end) for start, end in _runs(indices)],
            "booleanRule": {
                "condition": {"type": "TEXT_EQ", "values": [{"userEnteredValue": value}]},
                "format": {"backgroundColorStyle": {"rgbColor": rgb(sheet.colours[value])}},
            },
        }
        yield {"addConditionalFormatRule": {"index": 0, "rule": rule}}


def _below_the_header(sheet_id: int, start: int, end: int) -> Json:
    return {"sheetId": sheet_id, "startRowIndex": 1, "startColumnIndex": start, "endColumnIndex": end}


def _runs(indices: Iterable[int]) -> Iterator[tuple[int, int]]:
    """Columns that stand side by side, as half-open spans."""
    for _, run in groupby(enumerate(sorted(indices)), key=lambda at: at[1] - at[0]):
        side_by_side = [index for _, index in run]
        yield side_by_side[0], side_by_side[-1] + 1


def header_note(column: Column, now: str = "") -> str:
    """What the note on a column's header says: how it stands now, and what the column is."""
    owner = {
        Owner.FORM: "Заполняется из анкеты.",
        Owner.CURATOR: "Заполняет куратор.",
        Owner.JOB: "Заполняет программа: что вы сюда впишете, она перепишет.",
    }
    return "\n".join(part for part in (now, column.hint, owner[column.owner]) if part)


def _create_mark(key: str, value: str, location: Json) -> Json:
    mark = {"metadataKey": key, "metadataValue": value, "location": location, "visibility": "DOCUMENT"}
    return {"createDeveloperMetadata": {"developerMetadata": mark}}


def _change_mark(metadata_id: int, value: str) -> Json:
    return {
        "updateDeveloperMetadata": {
            "dataFilters": [{"developerMetadataLookup": {"metadataId": metadata_id}}],
            "developerMetadata": {"metadataValue": value},
            "fields": "metadataValue",
        }
    }


def _column_digest(sheet: type[Sheet], column: Column) -> str:
    """That of an organisation's own column says besides what title it was given."""
    return _rules_digest(sheet, column) + (f".{digest(column.title)}" if is_own(column.name) else "")


def _rules_digest(sheet: type[Sheet], column: Column) -> str:
    rules = list(_column_rules(column, 0, 0))
    # Earlier versions took the text format from the rows that they appended: those columns get it once more.
    again = ["of every row"] if isinstance(column, Variant) or number_format(column) == _TEXT else []
    return digest([rules, sheet.name, column.name, *again])


def _tab_digest(sheet: type[Sheet]) -> str:
    """One part each for the colours, for widths and order, and for what is folded away."""
    columns = {name: index for index, name in enumerate(sheet.columns)}
    parts = list(_colours(sheet, 0, columns)), arrangement(sheet), view_of(sheet, 0, columns)
    return ".".join(digest(part) for part in parts)


def digest(value: Any) -> str:
    """Eight characters that change when a declaration does."""
    return hashlib.sha256(json.dumps(value, ensure_ascii=False, sort_keys=True).encode()).hexdigest()[:8]


def _untouched_sheet(spreadsheet: Json) -> int | None:
    """The id of the empty sheet that Google puts into every new spreadsheet, while there is no other."""
    items = spreadsheet.get("sheets", [])
    if (
        len(items) != 1
        or items[0].get("developerMetadata")
        or any("rowData" in data for data in items[0].get("data", []))
    ):
        return None
    return int(items[0]["properties"].get("sheetId", 0))


def rgb(colour: str) -> Json:
    """«#d9ead3» as Sheets' `Color`."""
    red, green, blue = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    return {"red": round(red, 4), "green": round(green, 4), "blue": round(blue, 4)}
