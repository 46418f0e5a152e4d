"""The one atomic write, and the proof that it fell beside the right rows.

    1. Read the tabs about to change again: structure and cells in one consistent answer.
    2. Find every row by its identity, every column by its mark, and build one `batchUpdate`.
    3. The answer carries the rows' keys as they stood when the write was applied. A curator's sort, insertion or
       deletion that slipped in between 1 and 3 shows there: what was overwritten is put back, what was meant is
       written where it belongs now, by the same procedure.

Rows that go are deleted in the same batch, by the places where they were found in 1. Where a sort slipped in between,
the keys show that too: a row that is gone and ought not to be comes back from what was read in 1, whole, and one that is
still there goes by the same procedure (`_after_deletion`).

A write carries a token. When its answer is lost, the token tells whether it was applied.
"""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby
from types import MappingProxyType
from typing import Any

from automation.google.errors import Refused, Uncertain
from automation.google.spreadsheets import Spreadsheets
from automation.workbook.cells import Cell
from automation.workbook.layout import GRID, STATE_MARK, Identity, Tab, column_letters, quoted, state_mark, tabs
from automation.workbook.state import State
from automation.workbook.table import Changes
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


@dataclass(frozen=True)
class _Written:
    """A cell that the write puts somewhere, and the row that it is meant for."""

    row: int
    name: str
    value: Cell
    identity: Identity


@dataclass
class _Plan:
    """One tab's share of a write."""

    tab: Tab
    written: list[_Written] = field(default_factory=list)
    appended: Sequence[Mapping[str, Cell]] = ()
    deleted: Mapping[Identity, int] = field(default_factory=dict)
    """Row → where it was found."""
    restored: Sequence[Sequence[Cell]] = ()
    """Whole rows, columns of others included, that come back at the bottom."""

    @property
    def known_by_content(self) -> bool:
        """Whether some of the rows have no key to be known by, or are about to get another."""
        key = self.tab.sheet.key_column().name
        edited = any(cell.identity[0] == "content" or cell.name == key for cell in self.written)
        # A deletion that goes astray may hit any row of the tab.
        return edited or (bool(self.deleted) and any(identity[0] == "content" for identity in self.tab.identities()))


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
    for name, change in wanted.items():
        if change.deleted and any(identity[0] == "content" for identity in change.edits):
            raise ValueError(f"{name}: a row without a key is edited where others are deleted")
    lost: Mapping[str, Sequence[Sequence[Cell]]] = {}
    for last_attempt in reversed(range(ATTEMPTS)):
        # What went by mistake comes back first, in a write of its own, where no other request can hit it again.
        share = dict.fromkeys(lost, Changes({}, ())) if lost else wanted
        before = _read(spreadsheets, spreadsheet, [titles[name] for name in {**share, **as_read}])
        if _token(before) not in tokens or _another(as_read, before.tabs):
            raise SpreadsheetBusy(_BUSY)
        state.write = new_token()
        tokens.add(state.write)
        plans = [_plan(before.tabs, name, change, lost.get(name, ())) for name, change in share.items()]
        after = _write(spreadsheets, spreadsheet, plans, before, state, may_refuse=bool(last_attempt))
        if after is None:
            continue
        as_read = _NOTHING  # from here on the tabs say what this write has put there
        if lost:
            lost = {}
        else:
            stood = {plan.tab.sheet.name: _undeleted(plan, after.tabs) for plan in plans}
            wanted = {plan.tab.sheet.name: repair for plan in plans if (repair := _repair(plan, stood))}
            wanted, lost = _after_deletion(plans, stood, wanted)
        if not wanted and not lost:
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
    requests = [*_state_requests(before, state), *(request for plan in plans for request in _requests(plan))]
    proof = [_proof_area(plan) for plan in plans if plan.written or plan.deleted]
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


def _plan(tabs: Mapping[str, Tab], name: str, changes: Changes, restored: Sequence[Sequence[Cell]]) -> _Plan:
    tab = tabs.get(name)
    columns = {column for edits in (*changes.edits.values(), *changes.appended) for column in edits}
    if tab is None or not columns <= set(tab.columns):
        raise SpreadsheetBusy(_BUSY)
    rows = tab.identities()
    found = {identity: rows[identity] for identity in changes.edits if identity in rows}
    return _Plan(
        tab=tab,
        written=[
            _Written(row, column, value, identity)
            for identity, row in found.items()
            for column, value in changes.edits[identity].items()
        ],
        appended=changes.appended,
        deleted={identity: rows[identity] for identity in changes.deleted if identity in rows},
        restored=restored,
    )


def _requests(plan: _Plan) -> Iterator[Json]:
    """`updateCells` for each run of cells that touch in a column, deletions, and one `appendCells` for new rows."""
    by_place = sorted(plan.written, key=lambda cell: (plan.tab.columns[cell.name], cell.row))
    runs = groupby(enumerate(by_place), key=lambda at: (at[1].name, at[1].row - at[0]))
    for (name, _), run in runs:
        cells = [cell for _, cell in run]
        yield {
            "updateCells": {
                "start": {
                    "sheetId": plan.tab.sheet_id,
                    "rowIndex": cells[0].row,
                    "columnIndex": plan.tab.columns[name],
                },
                "rows": [{"values": [{"userEnteredValue": _user_entered(cell.value)}]} for cell in cells],
                "fields": "userEnteredValue",
            }
        }
    # Before what is appended: a deletion that goes astray must not hit it.
    yield from _deletions(plan)
    if plan.appended:
        yield {
            "appendCells": {
                "sheetId": plan.tab.sheet_id,
                "rows": [{"values": _row_values(plan.tab, row)} for row in plan.appended],
                "fields": "userEnteredValue,userEnteredFormat.numberFormat",
            }
        }
    if plan.restored:
        rows = [{"values": [{"userEnteredValue": _user_entered(cell)} for cell in row]} for row in plan.restored]
        yield {"appendCells": {"sheetId": plan.tab.sheet_id, "rows": rows, "fields": "userEnteredValue"}}


def _deletions(plan: _Plan) -> Iterator[Json]:
    """`deleteDimension` for each run of rows, from the bottom up, so that none moves another."""
    rows = sorted(plan.deleted.values(), reverse=True)
    if rows:
        # Sheets refuses to delete all rows that are not frozen.
        yield {"appendDimension": {"sheetId": plan.tab.sheet_id, "dimension": "ROWS", "length": 1}}
    for _, run in groupby(enumerate(rows), key=lambda at: at[0] + at[1]):
        together = [row for _, row in run]
        place = {"sheetId": plan.tab.sheet_id, "dimension": "ROWS"}
        yield {"deleteDimension": {"range": {**place, "startIndex": together[-1], "endIndex": together[0] + 1}}}


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


def _proof_area(plan: _Plan) -> str:
    """The part of the tab in which its rows can be recognised: the key column, or everything."""
    title = quoted(plan.tab.title)
    if plan.known_by_content:
        return title
    letters = column_letters(plan.tab.columns[plan.tab.sheet.key_column().name])
    return f"{title}!{letters}:{letters}"


def _another(as_read: Mapping[str, Tab], tabs: Mapping[str, Tab]) -> bool:
    """Whether one of these tabs says something else than when it was read. The order of rows says nothing."""
    return any(name not in tabs or _said(tabs[name]) != _said(tab) for name, tab in as_read.items())


def _said(tab: Tab) -> Counter[tuple[Cell, ...]]:
    return Counter(tuple(tab.cell(row, name) for name in tab.sheet.columns) for row in tab.filled_rows())


def _undeleted(plan: _Plan, after: Mapping[str, Tab]) -> Tab | None:
    """The tab with an empty line in the place of every deleted row: each row where it stood when cells were written."""
    tab = after.get(plan.tab.sheet.name)
    if tab is None or not plan.deleted:
        return tab
    rows = list(tab.rows)
    for row in sorted(plan.deleted.values()):
        rows[len(rows) :] = [[] for _ in range(row - len(rows))]
        rows.insert(row, [])
    return replace(tab, rows=rows)


def _after_deletion(
    plans: Sequence[_Plan], stood: Mapping[str, Tab | None], wanted: Mapping[str, Changes]
) -> tuple[dict[str, Changes], dict[str, list[list[Cell]]]]:
    """What is still to be done, deletions included, and the rows that went by mistake, by tab.

    As many rows have gone as were meant to; only which ones may be in doubt. A row that the curator deleted in the same
    moment cannot be told from one that went by mistake, and comes back: better that than a person lost.
    """
    changes, lost = dict(wanted), dict[str, list[list[Cell]]]()
    for plan in plans:
        name = plan.tab.sheet.name
        tab = stood.get(name)
        if tab is None or not plan.deleted:
            continue
        there = tab.identities()
        # What a repair has just emptied in a row of nobody is nobody's row again.
        expected = plan.tab.identities().keys() - plan.deleted.keys() - {cell.identity for cell in _of_nobody(plan)}
        gone = [
            _whole_row(plan, row, identity)
            for identity, row in plan.tab.identities().items()
            if identity in expected and identity not in there
        ]
        left = frozenset(identity for identity in plan.deleted if identity in there)
        if left:
            changes[name] = replace(changes.get(name, Changes({}, ())), deleted=left)
        if gone:
            lost[name] = gone
    return changes, lost


def _of_nobody(plan: _Plan) -> Iterator[_Written]:
    return (cell for cell in plan.written if cell.identity[0] == "content")


def _whole_row(plan: _Plan, row: int, identity: Identity) -> list[Cell]:
    """All cells of a row as they were read, with what this write wanted of them. A formula comes back as its value."""
    cells = list(plan.tab.rows[row])
    for cell in plan.written:
        if cell.identity == identity:
            index = plan.tab.columns[cell.name]
            cells += [None] * (index + 1 - len(cells))
            cells[index] = cell.value
    return cells


def _repair(plan: _Plan, after: Mapping[str, Tab | None]) -> Changes | None:
    """What must be written to undo and redo the cells that fell beside another row; None when all is well."""
    stands = after.get(plan.tab.sheet.name)
    if stands is None or not plan.written:
        return None
    now_known_as = {row: identity for identity, row in stands.identities().items()}
    owners = _owners(plan, stands, now_known_as)
    strayed = [cell for cell in plan.written if _strayed(cell, owners)]
    if not strayed:
        return None
    address = {owner: now_known_as[row] for row, owner in owners.items()}
    before = plan.tab.identities()
    nobody = _nobodys_rows(plan.tab, {cell.row for cell in strayed} - owners.keys())
    edits: dict[Identity, dict[str, Cell]] = {}
    for cell in strayed:
        owner = owners.get(cell.row)
        former = plan.tab.cell(before[owner], cell.name) if owner in before else None
        edits.setdefault(address[owner] if owner else nobody[cell.row], {})[cell.name] = former
    for cell in strayed:
        if cell.identity in address:  # else the row has been deleted
            edits.setdefault(address[cell.identity], {})[cell.name] = cell.value
    return Changes(edits, ())


def _strayed(cell: _Written, owners: Mapping[int, Identity]) -> bool:
    owner = owners.get(cell.row)
    emptied = owner is None and cell.value is None and cell.identity not in owners.values()
    return owner != cell.identity and not emptied


def _nobodys_rows(tab: Tab, rows: set[int]) -> dict[int, Identity]:
    """Rows that the curator has just inserted or emptied: nothing stands there but what fell into them."""
    empty = tuple(None for _ in tab.content(0))
    return {row: ("content", (None, empty), number) for number, row in enumerate(sorted(rows), 1)}


def _owners(plan: _Plan, stands: Tab, now_known_as: Mapping[int, Identity]) -> dict[int, Identity]:
    """Whose row each row was when the write was applied, by the identities of before the write.

    Where the write itself put keys, keys prove nothing: what people entered in the rows does.
    """
    key = plan.tab.sheet.key_column().name
    if not any(cell.name == key for cell in plan.written):
        return dict(now_known_as)
    unclaimed: dict[tuple[Cell, ...], list[Identity]] = {}
    for identity, row in plan.tab.identities().items():
        unclaimed.setdefault(plan.tab.content(row), []).append(identity)
    meant = {cell.row: cell.identity for cell in plan.written}
    owners: dict[int, Identity] = {}
    for claim in (meant, now_known_as):
        for row in now_known_as.keys() - owners.keys():
            alike = unclaimed.get(stands.content(row), [])
            if claim.get(row) in alike:
                owners[row] = claim[row]
                alike.remove(claim[row])
    for row in sorted(now_known_as.keys() - owners.keys()):
        alike = unclaimed.get(stands.content(row), [])
        owners[row] = alike.pop(0) if alike else ("stranger", row)
    return owners
