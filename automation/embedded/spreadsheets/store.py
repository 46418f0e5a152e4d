"""Spreadsheets in SQLite: the grid in blocks of rows, so that a change rewrites only what it touched."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime
from typing import Any

from automation.embedded.errors import not_found
from automation.embedded.spreadsheets.blocks import BLOCK_ROWS, Blocks
from automation.embedded.spreadsheets.formulas.computing import compute, refresh
from automation.embedded.spreadsheets.model import Formula, Sheet, Spreadsheet, Value
from automation.embedded.spreadsheets.runs import Runs
from automation.embedded.storage import Storage, encode


class Spreadsheets:
    """The spreadsheets of a workspace, read once and kept in memory."""

    def __init__(self, storage: Storage, now: Callable[[], datetime]) -> None:
        self._storage = storage
        self._now = now
        self._open: dict[str, Spreadsheet] = {}
        self._at_stake: set[str] = set()  # what the transaction at hand has touched, or has written down

    def begin(self) -> None:
        """A transaction begins: from here on, what is handed out may be changed."""
        self._at_stake.clear()

    def get(self, spreadsheet_id: str) -> Spreadsheet:
        """The spreadsheet, from memory if it is there, its formulas computed today. Raises `ApiError` 404."""
        self._at_stake.add(spreadsheet_id)
        if spreadsheet_id not in self._open:
            self._open[spreadsheet_id] = self._read(spreadsheet_id)
        spreadsheet = self._open[spreadsheet_id]
        refresh(spreadsheet, self._now())
        return spreadsheet

    def add(self, spreadsheet: Spreadsheet) -> None:
        """Take in a new spreadsheet; `flush` writes it."""
        self._at_stake.add(spreadsheet.id)
        self._open[spreadsheet.id] = spreadsheet

    def delete(self, spreadsheet_id: str) -> None:
        """Remove a spreadsheet for good."""
        self._open.pop(spreadsheet_id, None)
        for table, key in (("spreadsheets", "id"), ("sheets", "spreadsheet_id"), ("blocks", "spreadsheet_id")):
            self._storage.execute(f"DELETE FROM {table} WHERE {key} = ?", spreadsheet_id)  # noqa: S608

    def flush(self) -> None:
        """Compute and write whatever has changed; call inside a transaction."""
        for spreadsheet in self._open.values():
            if spreadsheet.changed():
                self._at_stake.add(spreadsheet.id)
                compute(spreadsheet, self._now())
                self._write(spreadsheet)

    def forget(self) -> None:
        """Drop all from memory."""
        self._open.clear()

    def forget_at_stake(self) -> None:
        """Drop from memory what a transaction that failed may have changed; the file still holds it as it was."""
        for spreadsheet_id in self._at_stake:
            self._open.pop(spreadsheet_id, None)

    def _read(self, spreadsheet_id: str) -> Spreadsheet:
        found = self._storage.row("SELECT data FROM spreadsheets WHERE id = ?", spreadsheet_id)
        if found is None:
            raise not_found()
        data = json.loads(found[0])
        spreadsheet = Spreadsheet(
            spreadsheet_id, data["properties"], [], data["namedRanges"], data["developerMetadata"], dirty=False
        )
        rows = self._storage.rows("SELECT data FROM sheets WHERE spreadsheet_id = ?", spreadsheet_id)
        spreadsheet.sheets = [self._read_sheet(spreadsheet_id, json.loads(text)) for (text,) in rows]
        spreadsheet.sheets.sort(key=lambda sheet: int(sheet.properties["index"]))
        return spreadsheet

    def _read_sheet(self, spreadsheet_id: str, data: dict[str, Any]) -> Sheet:
        sheet = Sheet(
            data["properties"],
            [],
            {plane: [Runs(runs) for runs in columns] for plane, columns in data["planes"].items()},
            Runs(data["rows"]),
            Runs(data["columns"]),
            data["lists"],
            data["basicFilter"],
            dirty=False,
        )
        query = "SELECT number, data FROM blocks WHERE spreadsheet_id = ? AND sheet_id = ?"
        stored: dict[int, str] = dict(self._storage.rows(query, spreadsheet_id, sheet.id))
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

    def _write(self, spreadsheet: Spreadsheet) -> None:
        spreadsheet.painted.clear()
        if spreadsheet.dirty:
            data = {
                "properties": spreadsheet.properties,
                "namedRanges": spreadsheet.named_ranges,
                "developerMetadata": spreadsheet.developer_metadata,
            }
            self._storage.execute("INSERT OR REPLACE INTO spreadsheets VALUES (?, ?)", spreadsheet.id, encode(data))
        for sheet_id in spreadsheet.deleted_sheets:
            for table in ("sheets", "blocks"):
                statement = f"DELETE FROM {table} WHERE spreadsheet_id = ? AND sheet_id = ?"  # noqa: S608
                self._storage.execute(statement, spreadsheet.id, sheet_id)
        for sheet in spreadsheet.sheets:
            self._write_sheet(spreadsheet.id, sheet)
        spreadsheet.deleted_sheets.clear()
        spreadsheet.dirty = False

    def _write_sheet(self, spreadsheet_id: str, sheet: Sheet) -> None:
        if sheet.dirty or sheet.blocks.reordered:
            data = {
                "properties": sheet.properties,
                "planes": {plane: [list(runs) for runs in columns] for plane, columns in sheet.planes.items()},
                "rows": list(sheet.row_properties),
                "columns": list(sheet.column_properties),
                "lists": sheet.lists,
                "basicFilter": sheet.basic_filter,
                "blocks": sheet.blocks.numbers,
            }
            statement = "INSERT OR REPLACE INTO sheets VALUES (?, ?, ?)"
            self._storage.execute(statement, spreadsheet_id, sheet.id, encode(data))
        self._write_blocks(spreadsheet_id, sheet)
        sheet.dirty = False

    def _write_blocks(self, spreadsheet_id: str, sheet: Sheet) -> None:
        blocks = sheet.blocks
        for number in blocks.gone:
            statement = "DELETE FROM blocks WHERE spreadsheet_id = ? AND sheet_id = ? AND number = ?"
            self._storage.execute(statement, spreadsheet_id, sheet.id, number)
        for place, number in enumerate(blocks.numbers) if blocks.changed else ():
            if number in blocks.changed:
                text = _encode_rows(sheet.rows[slice(*blocks.span(place))])
                statement = "INSERT OR REPLACE INTO blocks VALUES (?, ?, ?, ?)"
                self._storage.execute(statement, spreadsheet_id, sheet.id, number, text)
        blocks.stored()


def _read_numbered_by_place(sheet: Sheet, stored: dict[int, str]) -> None:
    """The rows as earlier versions stored them: blocks of one length and no order, empty ones and ends left out.

    What was left out is written with the next change: from then on the order says which blocks there are.
    """
    for number in sorted(stored):
        sheet.rows.extend([] for _ in range(number * BLOCK_ROWS - len(sheet.rows)))
        sheet.rows += _decode_rows(sheet, stored[number])
    sheet.blocks.extend(len(sheet.rows))


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
