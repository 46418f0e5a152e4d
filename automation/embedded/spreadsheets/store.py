"""Spreadsheets in SQLite: the grid in blocks of rows, so that a change rewrites only what it touched."""

from __future__ import annotations

import json
from collections import OrderedDict
from collections.abc import Callable, Iterator
from datetime import datetime
from functools import partial
from typing import Any

from automation.embedded.errors import not_found
from automation.embedded.patience import First
from automation.embedded.spreadsheets.blocks import BLOCK_ROWS, Blocks
from automation.embedded.spreadsheets.formulas.computing import (
    Results,
    compute,
    fresh_results,
    is_stale,
    take_over,
    takes_long,
)
from automation.embedded.spreadsheets.model import Formula, Sheet, Spreadsheet, Value
from automation.embedded.spreadsheets.runs import Runs
from automation.embedded.storage import Storage, encode

_MOST_KEPT = 3_000_000  # cells in memory
_NEVER_REARRANGED = {"ROWS": 0, "COLUMNS": 0}  # since the version that remembers it
_UNNAMED = "\N{NULL}"  # stands for the id of a spreadsheet that is not stored yet

Statement = tuple[str, tuple[Any, ...]]
"""SQL, and the values in it."""


class Spreadsheets:
    """The spreadsheets of a workspace, read once and kept in memory."""

    def __init__(
        self, storage: Storage, now: Callable[[], datetime], compute_aside: Callable[[str], object] | None = None
    ) -> None:
        self._storage = storage
        self._now = now
        self._compute_aside = compute_aside
        self._open: OrderedDict[str, Spreadsheet] = OrderedDict()  # whoever was wanted last is the last one
        self._at_stake: set[str] = set()  # what the transaction at hand has touched, or has written down

    def begin(self) -> None:
        """A transaction begins: from here on, what is handed out may be changed."""
        self._at_stake.clear()

    def get(self, spreadsheet_id: str) -> Spreadsheet:
        """The spreadsheet, from memory if it is there, its formulas computed today. Raises `ApiError` 404.

        Raises `First` where computing takes longer than others should wait.
        """
        spreadsheet = self._held(spreadsheet_id)
        if is_stale(spreadsheet, self._now()):
            if self._compute_aside and takes_long(spreadsheet):
                raise First(partial(self._compute_aside, spreadsheet_id))
            compute(spreadsheet, self._now())
        return spreadsheet

    def _held(self, spreadsheet_id: str) -> Spreadsheet:
        self._at_stake.add(spreadsheet_id)
        if spreadsheet_id not in self._open:
            self._open[spreadsheet_id] = self._read(spreadsheet_id)
        self._open.move_to_end(spreadsheet_id)
        return self._open[spreadsheet_id]

    def is_stale(self, spreadsheet_id: str) -> bool:
        """Whether its formulas have to be computed before anybody sees it."""
        return is_stale(self._held(spreadsheet_id), self._now())

    def results(self, spreadsheet_id: str) -> Results:
        """What its formulas come to, where that is not held yet."""
        return fresh_results(self._held(spreadsheet_id), self._now())

    def settle(self, spreadsheet_id: str, results: Results) -> None:
        """Take over results that were computed elsewhere, of the very cells that are here; inside a transaction."""
        spreadsheet = self._held(spreadsheet_id)
        take_over(spreadsheet, results, self._now())
        self._write(spreadsheet)

    def weight(self, spreadsheet_id: str) -> int:
        """How much is stored of its cells, in characters."""
        query = "SELECT total(length(data)) FROM blocks WHERE spreadsheet_id = ?"
        found = self._storage.row(query, spreadsheet_id)
        return int(found[0]) if found else 0

    def put(self, spreadsheet_id: str, statements: list[Statement]) -> None:
        """Store in its place what `as_stored` made of another one."""
        self.delete(spreadsheet_id)
        for statement, arguments in statements:
            self._storage.execute(statement, *(spreadsheet_id if each == _UNNAMED else each for each in arguments))

    def make_room(self) -> None:
        """Let go of what was not wanted for long, where much is held; between transactions."""
        while len(self._open) > 1 and sum(each.size for each in self._open.values()) > _MOST_KEPT:
            self._open.popitem(last=False)

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
                if self._compute_aside and takes_long(spreadsheet):
                    spreadsheet.computed_on = None  # whoever wants to see it has that done
                else:
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
            order=data.get("order", _NEVER_REARRANGED),
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
        for statement, arguments in _written(spreadsheet):
            self._storage.execute(statement, *arguments)


def as_stored(spreadsheet: Spreadsheet, now: datetime) -> list[Statement]:
    """What stores a new spreadsheet, its formulas computed: for `Spreadsheets.put`, in whichever process."""
    spreadsheet.id = _UNNAMED
    compute(spreadsheet, now)
    return list(_written(spreadsheet))


def _written(spreadsheet: Spreadsheet) -> Iterator[Statement]:
    """What stores all that has changed, after which nothing has."""
    spreadsheet.painted.clear()
    if spreadsheet.dirty:
        data = {
            "properties": spreadsheet.properties,
            "namedRanges": spreadsheet.named_ranges,
            "developerMetadata": spreadsheet.developer_metadata,
        }
        yield "INSERT OR REPLACE INTO spreadsheets VALUES (?, ?)", (spreadsheet.id, encode(data))
    for sheet_id in spreadsheet.deleted_sheets:
        for table in ("sheets", "blocks"):
            statement = f"DELETE FROM {table} WHERE spreadsheet_id = ? AND sheet_id = ?"  # noqa: S608
            yield statement, (spreadsheet.id, sheet_id)
    for sheet in spreadsheet.sheets:
        yield from _sheet_written(spreadsheet.id, sheet)
    spreadsheet.deleted_sheets.clear()
    spreadsheet.dirty = False


def _sheet_written(spreadsheet_id: str, sheet: Sheet) -> Iterator[Statement]:
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
        yield "INSERT OR REPLACE INTO sheets VALUES (?, ?, ?)", (spreadsheet_id, sheet.id, encode(data))
    yield from _blocks_written(spreadsheet_id, sheet)
    sheet.dirty = False


def _blocks_written(spreadsheet_id: str, sheet: Sheet) -> Iterator[Statement]:
    blocks = sheet.blocks
    for number in blocks.gone:
        statement = "DELETE FROM blocks WHERE spreadsheet_id = ? AND sheet_id = ? AND number = ?"
        yield statement, (spreadsheet_id, sheet.id, number)
    for place, number in enumerate(blocks.numbers) if blocks.changed else ():
        if number in blocks.changed:
            text = _encode_rows(sheet.rows[slice(*blocks.span(place))])
            yield "INSERT OR REPLACE INTO blocks VALUES (?, ?, ?, ?)", (spreadsheet_id, sheet.id, number, text)
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
