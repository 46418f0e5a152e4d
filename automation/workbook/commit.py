"""The one atomic write, and the proof that it fell beside the right rows.

    1. Read the tabs about to change again: structure and cells in one consistent answer.
    2. Find every row by its identity, every column by its mark, and build one `batchUpdate`.
    3. The answer carries the rows as they stood when the write was applied. A curator's sort, insertion or deletion
       that slipped in between 1 and 3 shows there, and the same is done again: what stands where it ought not to is
       put back as it was, what is lacking is written where it belongs now.

Rows that go are deleted in the same batch, in the places where they were found in 1. Where a sort slipped in, the
answer shows it: what went by mistake comes back from what was read, whole, and what is still there goes the next time.

What is to be written each time follows from how the tab stands and how it ought to (`targets`), never from what was
written before: so it comes right however often the rows move meanwhile.

A write carries a token. When its answer is lost, the token tells whether it was applied.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import groupby
from types import MappingProxyType
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


_NOTHING: Mapping[str, Any] = MappingProxyType({})


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
    as_read: Mapping[str, Tab] = _NOTHING,
    new_token: Callable[[], str] = lambda: uuid.uuid4().hex,
) -> None:
    """Write `changes` (tab name → what its table wants) and `state`, whole or not at all.

    `titles` are the tabs' titles, `expected` the token of the last write, both as last read. Rows deleted meanwhile
    are passed over. Two calls when nobody else edits; two more for each time that somebody did. `SpreadsheetBusy`,
    with nothing half-written, when that does not end, when a tab or a column that was there has gone, when
    somebody else's run wrote meanwhile, or when one of the tabs in `as_read` (tab name → the tab as the decision was
    made on it) says something else by now.
    """
    tokens = {expected}
    wanted = {name: change for name, change in changes.items() if change}
    targets: dict[str, Target] = {}
    for last_attempt in reversed(range(ATTEMPTS)):
        before = _read(spreadsheets, spreadsheet, [titles[name] for name in {**wanted, **as_read}])
        if _token(before) not in tokens or _any_changed(as_read, before.tabs):
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
        as_read = _NOTHING  # from here on the tabs say what has been written
        for plan in plans.values():
            plan.target.is_appended = True
        wanted = {name: wanted[name] for name, plan in plans.items() if not plan.came_right(after.tabs.get(name))}
        if not wanted:
            return
    raise SpreadsheetBusy(_BUSY)


def _any_changed(as_read: Mapping[str, Tab], tabs: Mapping[str, Tab]) -> bool:
    """Whether one of these tabs says something else than when it was read."""
    return any(name not in tabs or tabs[name].said() != tab.said() for name, tab in as_read.items())


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
    proof = [plan.proof_area() for plan in plans if plan.writes or plan.deletions]
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
        # What went by mistake comes back first, in a write of its own: nothing else of that one can hit it.
        self._restored = list(target.lost)
        self.writes = [] if self._restored else target.writes(tab, self._owners)
        leaving = [row for row, known in self._owners.items() if known in target.leaving]
        self.deletions = [] if self._restored else sorted(leaving)

    def requests(self) -> Iterator[Json]:
        """`updateCells` for each run of cells that touch in a column, deletions, and one `appendCells`."""
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
        # New rows come after it: a deletion that goes astray must not hit them.
        yield from self._delete()
        if self._restored:
            back = [self.target.whole_row(known, self.tab) for known in self._restored]
            rows = [{"values": [{"userEnteredValue": _user_entered(cell)} for cell in cells]} for cells in back]
            yield {"appendCells": {"sheetId": self.tab.sheet_id, "rows": rows, "fields": "userEnteredValue"}}
        if self.target.appended and not self.target.is_appended:
            yield {
                "appendCells": {
                    "sheetId": self.tab.sheet_id,
                    "rows": [{"values": _row_values(self.tab, row)} for row in self.target.appended],
                    "fields": "userEnteredValue,userEnteredFormat.numberFormat",
                }
            }

    def _delete(self) -> Iterator[Json]:
        """`deleteDimension` for each run of rows, from the bottom up, so that none moves another."""
        place = {"sheetId": self.tab.sheet_id, "dimension": "ROWS"}
        if self.deletions:
            # Sheets refuses to delete all the rows that are not frozen.
            yield {"appendDimension": {**place, "length": 1}}
        for _, run in groupby(enumerate(reversed(self.deletions)), key=lambda at: at[0] + at[1]):
            rows = [row for _, row in run]
            yield {"deleteDimension": {"range": {**place, "startIndex": rows[-1], "endIndex": rows[0] + 1}}}

    @cached_property
    def _is_proven_by_keys(self) -> bool:
        if self.deletions and not self.target.all_known_by_keys:
            return False  # one that goes astray may hit any row
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

    def came_right(self, stands: Tab | None) -> bool:
        """Whether all fell where it was meant to, by the tab as it stood at the write.

        Of rows that went by mistake, the target takes note.
        """
        if self._restored:
            self.target.lost = []
            return False  # what was to be written stays to be written
        if stands is None:  # nothing was to be proven, or the tab has been deleted since
            return True
        stands = self._undeleted(stands)
        return self._only_the_leaving_went(stands) and self._cells_came_right(stands)

    def _undeleted(self, stands: Tab) -> Tab:
        """The tab with an empty line for every deleted row: all stand where they did when cells were written."""
        rows = list(stands.rows)
        for row in self.deletions:
            rows += [[] for _ in range(row - len(rows))]
            rows.insert(row, [])
        return replace(stands, rows=rows)

    def _only_the_leaving_went(self, stands: Tab) -> bool:
        """As many rows have gone as were meant to; which ones, a sort in that moment may have changed.

        A row that the curator deleted in the same moment cannot be told from one that went by mistake, and comes back:
        better that than a person lost.
        """
        if not self.deletions:
            return True
        there = set(self.target.owners(stands).values())
        self.target.lost = [
            known for known in self._owners.values() if known not in there and known not in self.target.leaving
        ]
        return not self.target.lost and not self.target.leaving & there

    def _cells_came_right(self, stands: Tab) -> bool:
        if not self.writes:
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
