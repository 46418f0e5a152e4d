"""The one atomic write, and the proof that it fell beside the right rows.

    1. Read the tabs about to change again: structure and cells in one consistent answer.
    2. Find every row by its identity, every column by its mark, and build one `batchUpdate`.
    3. The answer carries the rows as they stood when the write was applied. A curator's sort, insertion or deletion
       that slipped in between 1 and 3 shows there, and the same is done again: what stands where it ought not to is
       put back as it was, what is lacking is written where it belongs now.

What is to be written each time follows from how the tab stands and how it ought to (`targets`), never from what was
written before: so it comes right however often the rows move meanwhile.

A write carries a token. When its answer is lost, the token tells whether it was applied.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from typing import Any

from automation.google.errors import Refused, Uncertain
from automation.google.spreadsheets import Spreadsheets
from automation.workbook.cells import Cell
from automation.workbook.layout import GRID, STATE_MARK, Tab, column_letters, quoted, state_mark, tabs
from automation.workbook.state import State
from automation.workbook.table import Changes
from automation.workbook.targets import Target
from sheets_schema import sheets
from sheets_schema.columns import Date, DateTime

Json = dict[str, Any]

ATTEMPTS = 8
_DATE_FORMATS = {
    Date: {"type": "DATE", "pattern": "dd.mm.yyyy"},
    DateTime: {"type": "DATE_TIME", "pattern": "dd.mm.yyyy hh:mm"},
}


_BUSY = "Таблицу меняли во время записи, поэтому не записано ничего. Программа повторит всё в следующий раз"


class SpreadsheetBusy(Exception):
    """The spreadsheet kept changing under the write. `str(error)` tells the curator what to do."""


def commit(
    spreadsheets: Spreadsheets,
    spreadsheet: str,
    changes: Mapping[str, Changes],
    state: State,
    *,
    titles: Mapping[str, str],
    expected: str,
    new_token: Callable[[], str] = lambda: uuid.uuid4().hex,
) -> None:
    """Write `changes` (tab name → what its table wants) and `state`, whole or not at all.

    `titles` are the tabs' titles, `expected` the token of the last write, both as last read. Rows deleted meanwhile
    are passed over. Two calls when nobody else edits; two more for each time that somebody did. `SpreadsheetBusy`,
    with nothing half-written, when that does not end, when a tab or a column that was there has gone, or when
    somebody else's run wrote meanwhile.
    """
    tokens = {expected}
    wanted = {name: change for name, change in changes.items() if change}
    targets: dict[str, Target] = {}
    for last_attempt in reversed(range(ATTEMPTS)):
        before = _read(spreadsheets, spreadsheet, [titles[name] for name in wanted])
        if _token(before) not in tokens:
            raise SpreadsheetBusy(_BUSY)
        state.write = new_token()
        tokens.add(state.write)
        for name, change in wanted.items():
            _require_columns(before.tabs.get(name), change)
            targets.setdefault(name, Target(before.tabs[name], change))
        plans = {name: _Plan(targets[name], before.tabs[name]) for name in wanted}
        after = _write(spreadsheets, spreadsheet, list(plans.values()), before, state, may_refuse=bool(last_attempt))
        if after is None:
            continue
        for plan in plans.values():
            plan.target.is_appended = True
        wanted = {name: wanted[name] for name, plan in plans.items() if not plan.came_right(after.tabs)}
        if not wanted:
            return
    raise SpreadsheetBusy(_BUSY)


@dataclass(frozen=True)
class _Snapshot:
    tabs: Mapping[str, Tab]
    state: Mapping[str, Any] | None
    """The mark that holds the state."""


def _read(spreadsheets: Spreadsheets, spreadsheet: str, titles: Sequence[str]) -> _Snapshot:
    try:
        return _snapshot(spreadsheets.get(spreadsheet, fields=GRID, ranges=[quoted(title) for title in titles]))
    except Refused as refusal:
        raise SpreadsheetBusy(_BUSY) from refusal  # a tab was renamed or deleted a moment ago


def _snapshot(answer: Mapping[str, Any]) -> _Snapshot:
    return _Snapshot(tabs(answer, sheets()), state_mark(answer))


def _token(snapshot: _Snapshot) -> str:
    """The token of the last write."""
    return State.model_validate_json(snapshot.state["metadataValue"]).write if snapshot.state else ""


def _write(
    spreadsheets: Spreadsheets,
    spreadsheet: str,
    plans: Sequence[_Plan],
    before: _Snapshot,
    state: State,
    *,
    may_refuse: bool,
) -> _Snapshot | None:
    """Apply the plans; the tabs as they stood then, or None when the write must be prepared anew."""
    requests = [*_state_requests(before, state), *(request for plan in plans for request in plan.requests())]
    proof = [plan.proof_area() for plan in plans if plan.writes]
    body: Json = {"requests": requests}
    if proof:
        body |= {"includeSpreadsheetInResponse": True, "responseIncludeGridData": True, "responseRanges": proof}
    try:
        answer = spreadsheets.batch_update(spreadsheet, body, fields=f"updatedSpreadsheet({GRID})")
    except Refused as refusal:
        if refusal.status != 400 or not may_refuse:
            raise
        return None  # the grid is smaller or the tab is gone since it was read: look again
    except Uncertain:
        seen = _read(spreadsheets, spreadsheet, [plan.tab.title for plan in plans])
        return seen if _token(seen) == state.write else None
    return _snapshot(answer.get("updatedSpreadsheet", {}))


class _Plan:
    """One tab's share of one write."""

    def __init__(self, target: Target, tab: Tab) -> None:
        self.target, self.tab = target, tab
        self._owners = target.owners(tab)
        self.writes = target.writes(tab, self._owners)

    def requests(self) -> Iterator[Json]:
        """`updateCells` for each run of cells that touch in a column, and one `appendCells`."""
        by_place = sorted(self.writes, key=lambda cell: (self.tab.columns[cell.name], cell.row))
        runs = groupby(enumerate(by_place), key=lambda at: (at[1].name, at[1].row - at[0]))
        for (name, _), run in runs:
            cells = [cell for _, cell in run]
            yield {
                "updateCells": {
                    "start": {
                        "sheetId": self.tab.sheet_id,
                        "rowIndex": cells[0].row,
                        "columnIndex": self.tab.columns[name],
                    },
                    "rows": [{"values": [{"userEnteredValue": _user_entered(cell.value)}]} for cell in cells],
                    "fields": "userEnteredValue",
                }
            }
        if self.target.appended and not self.target.is_appended:
            yield {
                "appendCells": {
                    "sheetId": self.tab.sheet_id,
                    "rows": [{"values": _row_values(self.tab, row)} for row in self.target.appended],
                    "fields": "userEnteredValue,userEnteredFormat.numberFormat",
                }
            }

    @cached_property
    def _is_proven_by_keys(self) -> bool:
        return all(self.target.is_known_by_key(self._owners.get(row)) for row in self._rows)

    @property
    def _rows(self) -> set[int]:
        return {write.row for write in self.writes}

    def proof_area(self) -> str:
        """The part of the tab in which its rows can be recognised: the key column, or everything."""
        title = quoted(self.tab.title)
        if not self._is_proven_by_keys:
            return title
        letters = column_letters(self.tab.columns[self.target.key])
        return f"{title}!{letters}:{letters}"

    def came_right(self, after: Mapping[str, Tab]) -> bool:
        """Whether every cell fell into the row that it was meant for, by the tabs as they stood at the write."""
        stands = after.get(self.tab.sheet.name)
        if not self.writes or stands is None:  # a tab deleted since needs nothing
            return True
        if self._is_proven_by_keys:
            return all(stands.cell(row, self.target.key) == self.tab.cell(row, self.target.key) for row in self._rows)
        owners = self.target.owners(stands)
        in_place = all(owners.get(row) is self._owners.get(row) for row in self._rows)
        return in_place and all(write.row in owners for write in self.target.writes(stands, owners))


def _require_columns(tab: Tab | None, changes: Changes) -> None:
    columns = {column for edits in (*changes.edits.values(), *changes.appended) for column in edits}
    if tab is None or not columns <= set(tab.columns):
        raise SpreadsheetBusy(_BUSY)


def _row_values(tab: Tab, row: Mapping[str, Cell]) -> list[Json]:
    values: list[Json] = [{} for _ in range(max(tab.columns.values()) + 1)]
    for name, index in tab.columns.items():
        if row.get(name) is not None:
            values[index] = {"userEnteredValue": _user_entered(row[name])}
        pattern = _DATE_FORMATS.get(type(tab.sheet.columns[name]))
        if pattern:
            values[index]["userEnteredFormat"] = {"numberFormat": pattern}
    return values


def _user_entered(cell: Cell) -> Json:
    """A value as it stands: text is never taken for a formula or a date."""
    if cell is None:
        return {}
    if isinstance(cell, bool):
        return {"boolValue": cell}
    return {"stringValue": cell} if isinstance(cell, str) else {"numberValue": cell}


def _state_requests(before: _Snapshot, state: State) -> Iterator[Json]:
    value = state.model_dump_json()
    if before.state is None:
        mark = {
            "metadataKey": STATE_MARK,
            "metadataValue": value,
            "location": {"spreadsheet": True},
            "visibility": "DOCUMENT",
        }
        yield {"createDeveloperMetadata": {"developerMetadata": mark}}
    else:
        lookup = {"developerMetadataLookup": {"metadataId": before.state["metadataId"]}}
        change = {"dataFilters": [lookup], "developerMetadata": {"metadataValue": value}, "fields": "metadataValue"}
        yield {"updateDeveloperMetadata": change}
