"""A spreadsheet as the texts that are stored of it, so that a change rewrites only what it touched.

Its parts are what is said of it as a whole, what is said of each sheet, and each block of a sheet's rows.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from automation.embedded.errors import not_found
from automation.embedded.spreadsheets.blocks import BLOCK_ROWS, Blocks
from automation.embedded.spreadsheets.model import Formula, Sheet, Spreadsheet, Value
from automation.embedded.spreadsheets.runs import Runs
from automation.embedded.storage import encode

_NO_SHEET = _NO_BLOCK = -1
_NEVER_REARRANGED = {"ROWS": 0, "COLUMNS": 0}  # since the version that remembers it


class Part(NamedTuple):
    """Which part it is: by the id of its sheet, and the number of its block."""

    sheet_id: int = _NO_SHEET
    block: int = _NO_BLOCK

    @property
    def is_whole(self) -> bool:
        """Whether it is what is said of the spreadsheet as a whole."""
        return self.sheet_id == _NO_SHEET

    @property
    def is_sheet(self) -> bool:
        """Whether it is what is said of a sheet, its rows aside."""
        return not self.is_whole and self.block == _NO_BLOCK


WHOLE = Part()

Parts = Mapping[Part, str]
"""The texts of a spreadsheet."""
Written = tuple[Part, str | None]
"""What is to be stored of a part; nothing where it goes. With a sheet its blocks go."""


def spreadsheet_of(spreadsheet_id: str, parts: Parts) -> Spreadsheet:
    """The spreadsheet that was stored so, with those of its sheets that are given. Raises `ApiError` 404."""
    if WHOLE not in parts:
        raise not_found()
    data = json.loads(parts[WHOLE])
    spreadsheet = Spreadsheet(
        spreadsheet_id, data["properties"], [], data["namedRanges"], data["developerMetadata"], dirty=False
    )
    blocks: dict[int, dict[int, str]] = {}
    for part, text in parts.items():
        blocks.setdefault(part.sheet_id, {})[part.block] = text
    sheets = (_sheet(json.loads(parts[part]), blocks[part.sheet_id]) for part in parts if part.is_sheet)
    spreadsheet.sheets = sorted(sheets, key=lambda sheet: int(sheet.properties["index"]))
    return spreadsheet


def _sheet(data: dict[str, Any], stored: Mapping[int, str]) -> Sheet:
    sheet = Sheet(
        data["properties"],
        [],
        {plane: [Runs(runs) for runs in columns] for plane, columns in data["planes"].items()},
        Runs(data["rows"]),
        Runs(data["columns"]),
        data["lists"],
        data["basicFilter"],
        order=data.get("order", _NEVER_REARRANGED),
        dirty=False,
    )
    if "blocks" not in data:
        _read_numbered_by_place(sheet, stored)
        return sheet
    sizes = []
    for number in data["blocks"]:
        rows = _decode_rows(sheet, stored[number])
        sheet.rows += rows
        sizes.append((number, len(rows)))
    sheet.blocks = Blocks(sizes)
    return sheet


def _read_numbered_by_place(sheet: Sheet, stored: Mapping[int, str]) -> None:
    """The rows as earlier versions stored them: blocks of one length and no order, empty ones and ends left out.

    What was left out is written with the next change: from then on the order says which blocks there are.
    """
    for number in sorted(set(stored) - {_NO_BLOCK}):
        sheet.rows.extend([] for _ in range(number * BLOCK_ROWS - len(sheet.rows)))
        sheet.rows += _decode_rows(sheet, stored[number])
    sheet.blocks.extend(len(sheet.rows))


def written(spreadsheet: Spreadsheet) -> Iterator[Written]:
    """What stores all that has changed, after which nothing has."""
    spreadsheet.painted.clear()
    if spreadsheet.dirty:
        data = {
            "properties": spreadsheet.properties,
            "namedRanges": spreadsheet.named_ranges,
            "developerMetadata": spreadsheet.developer_metadata,
        }
        yield WHOLE, encode(data)
    for sheet_id in spreadsheet.deleted_sheets:
        yield Part(sheet_id), None
    for sheet in spreadsheet.sheets:
        yield from _sheet_written(sheet)
    spreadsheet.deleted_sheets.clear()
    spreadsheet.dirty = False


def _sheet_written(sheet: Sheet) -> Iterator[Written]:
    if sheet.dirty or sheet.blocks.reordered:
        data = {
            "properties": sheet.properties,
            "planes": {plane: [list(runs) for runs in columns] for plane, columns in sheet.planes.items()},
            "rows": list(sheet.row_properties),
            "columns": list(sheet.column_properties),
            "lists": sheet.lists,
            "basicFilter": sheet.basic_filter,
            "order": sheet.order,
            "blocks": sheet.blocks.numbers,
        }
        yield Part(sheet.id), encode(data)
    yield from _blocks_written(sheet)
    sheet.dirty = False


def _blocks_written(sheet: Sheet) -> Iterator[Written]:
    blocks = sheet.blocks
    for number in blocks.gone:
        yield Part(sheet.id, number), None
    for place, number in enumerate(blocks.numbers) if blocks.changed else ():
        if number in blocks.changed:
            yield Part(sheet.id, number), _encode_rows(sheet.rows[slice(*blocks.span(place))])
    blocks.stored()


def _decode_rows(sheet: Sheet, text: str) -> list[list[Value]]:
    sheet.has_formulas = sheet.has_formulas or '{"formula":' in text
    rows: list[list[Value]] = json.loads(text, object_hook=_decode_value)
    return rows


def _encode_rows(rows: list[list[Value]]) -> str:
    return json.dumps(rows, ensure_ascii=False, separators=(",", ":"), default=_encode_value)


def _encode_value(value: Value) -> dict[str, Any]:
    assert isinstance(value, Formula)  # noqa: S101 - every other value is JSON by itself
    held = {"formula": value.text, "result": value.result, "error": value.error}
    return held | {"message": value.message, "format": value.number_format}


def _decode_value(data: dict[str, Any]) -> Formula | dict[str, Any]:
    if "formula" not in data:
        return data  # the number format inside a formula
    return Formula(data["formula"], data["result"], data["error"], data.get("message", ""), data.get("format"))
