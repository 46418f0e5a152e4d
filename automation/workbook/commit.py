"""The one atomic write, and the proof that it fell into the right cells.

    1. Read the tabs about to change again: structure and cells in one consistent answer.
    2. Find every row by its identity, every column by its mark, and build one `batchUpdate`.
    3. The answer carries columns and rows as they stood when the write was applied. A curator's sort, insertion,
       deletion or move that slipped in between 1 and 3 shows there, and the same is done again: what stands where it
       ought not to is put back as it was, what is lacking is written where it belongs now.

Rows that go are deleted in the same batch, in the places where they were found in 1. Where a sort slipped in, the
answer shows it: what went by mistake comes back from what was read, whole, and what is still there goes the next time.

What is to be written each time follows from how the tab stands and how it ought to (`targets`), never from what was
written before: so it comes right however often rows and columns move meanwhile.

A write takes its turn (`turns`): of two programs at once only one writes. It carries a token; when its answer is lost,
the token tells whether it was applied.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from types import MappingProxyType
from typing import Any

from automation.google.errors import Refused, Uncertain
from automation.google.spreadsheets import Spreadsheets
from automation.workbook.layout import GRID, GRID_AS_ENTERED, MARKS, Tab, marks_of, state_mark, tabs
from automation.workbook.plans import Plan
from automation.workbook.state import State
from automation.workbook.table import Changes
from automation.workbook.targets import Target
from automation.workbook.turns import TURN_MARK, take_turn
from sheets_schema.columns import Column
from sheets_schema.sheet import Sheet

Json = dict[str, Any]

ATTEMPTS = 12

_BUSY = "Таблицу меняли во время записи, поэтому не записано ничего. Программа повторит всё в следующий раз"
_UNSETTLED = (
    "Таблицу перестраивали всё время, пока программа писала. Записано всё, но часть ячеек могла оказаться не на своём "
    "месте: проверьте последние изменения и не двигайте строки и столбцы, пока идёт цикл"
)
_BOTH_WROTE = (
    "В таблицу одновременно писала ещё одна программа (другая папка данных или другой компьютер), и строки могли "
    "записаться дважды. Оставьте работать одну программу и проверьте последние строки"
)

_NOTHING: Mapping[str, Any] = MappingProxyType({})


class SpreadsheetBusy(Exception):
    """The spreadsheet kept changing under the write. `str(error)` tells the curator what to do."""


def commit(
    spreadsheets: Spreadsheets,
    spreadsheet: str,
    changes: Mapping[str, Changes],
    state: State,
    *,
    where: Mapping[str, Tab],
    expected: str,
    as_read: Mapping[str, Tab] = _NOTHING,
    new_token: Callable[[], str] = lambda: uuid.uuid4().hex,
) -> None:
    """Write `changes` (tab name → what its table wants) and `state`, whole or not at all.

    `where` are the tabs, `expected` the token of the last write, both as last read. Rows deleted meanwhile are passed
    over. Two calls when nobody else edits; two more for each time that somebody did. `SpreadsheetBusy`,
    with nothing written, when a tab or a column that was there has gone, when somebody else's run wrote meanwhile, or
    when one of the tabs in `as_read` (tab name → the tab as the decision was made on it) says something else by now;
    and when rows or columns move at every one of `ATTEMPTS` writes, with a message that says how it stands.
    """
    wanted = {name: change for name, change in changes.items() if change}
    concerned = {name: where[name] for name in {**wanted, **as_read}}
    declared = {tab.sheet: tab.declared for tab in concerned.values()}
    writing = _Writing(spreadsheets, spreadsheet, declared, state, expected, new_token)
    for last_attempt in reversed(range(ATTEMPTS)):
        before = writing.look([tab.sheet_id for tab in concerned.values()])
        wanted = writing.left_of(wanted, before)
        if writing.is_applied and not wanted:
            return
        if not writing.is_applied:
            _require_unchanged(before, wanted, as_read, expected)
        wanted = writing.write(wanted, before, may_refuse=bool(last_attempt))
        if writing.is_applied and not wanted:
            return
    raise SpreadsheetBusy(_UNSETTLED if writing.is_applied else _BUSY)


@dataclass(frozen=True)
class _Snapshot:
    spreadsheet: Json
    """As Google gives it."""
    declared: Mapping[type[Sheet], Mapping[str, Column]]
    """The tabs to be looked for in it, with their columns."""

    @cached_property
    def tabs(self) -> Mapping[str, Tab]:
        return tabs(self.spreadsheet, self.declared, self.declared.__getitem__)

    @cached_property
    def state(self) -> State:
        mark = state_mark(self.spreadsheet)
        return State.model_validate_json(mark["metadataValue"]) if mark else State()

    @property
    def written(self) -> set[str]:
        """The tokens of the last writes, whoever's they were."""
        return {self.state.write} | {mark["metadataValue"] for mark in marks_of(self.spreadsheet, TURN_MARK)}


class _Writing:
    """One commit: how far it has come, over as many calls as it takes."""

    def __init__(
        self,
        spreadsheets: Spreadsheets,
        spreadsheet: str,
        declared: Mapping[type[Sheet], Mapping[str, Column]],
        state: State,
        expected: str,
        new_token: Callable[[], str],
    ) -> None:
        self.is_applied = False
        """Whether the write is in the spreadsheet by now, though perhaps not every cell in its place."""
        self._spreadsheets, self._id, self._declared = spreadsheets, spreadsheet, declared
        self._state, self._token, self._new_token = state, expected, new_token
        self._targets: dict[str, Target] = {}
        self._unseen: dict[str, Mapping[str, Plan]] = {}
        """Token → what was sent with it and not answered."""

    def look(self, sheet_ids: Sequence[int]) -> _Snapshot:
        """The tabs as they stand: those of them that are there."""
        if not sheet_ids:
            return self._snapshot(self._spreadsheets.get(self._id, fields=MARKS))
        try:
            return self._snapshot(self._spreadsheets.sheets(self._id, sheet_ids, fields=GRID_AS_ENTERED))
        except Refused:
            fields = f"{MARKS},sheets(properties(sheetId))"
            here = self._spreadsheets.get(self._id, fields=fields)
            there = {item["properties"].get("sheetId", 0) for item in here.get("sheets", [])}
            if there.issuperset(sheet_ids):
                raise
            return self.look([sheet_id for sheet_id in sheet_ids if sheet_id in there])

    def _snapshot(self, spreadsheet: Json) -> _Snapshot:
        return _Snapshot(spreadsheet, self._declared)

    def left_of(self, wanted: Mapping[str, Changes], before: _Snapshot) -> dict[str, Changes]:
        """What is still to be written, when it turns out that a write came through whose answer was lost.

        Once it has, a tab that is gone since is nobody's concern.
        """
        token = next((token for token in self._unseen if token in before.written), "")
        landed = self._unseen.pop(token, None)
        if landed is not None:
            self.is_applied, self._token = True, token
        if not self.is_applied:
            return dict(wanted)
        right = {name for name, plan in (landed or {}).items() if plan.came_right_unseen(before.tabs.get(name))}
        return {name: change for name, change in wanted.items() if name in before.tabs and name not in right}

    def write(self, wanted: Mapping[str, Changes], before: _Snapshot, *, may_refuse: bool) -> dict[str, Changes]:
        """Send what is wanted; what is still wanted then."""
        plans = {name: Plan(self._target(name, change, before), before.tabs[name]) for name, change in wanted.items()}
        # Where another program wrote after us, its memory is newer than ours: only our cells are put right.
        memory = self._state if before.state.write == self._token else before.state
        memory.write = self._new_token()
        after = self._send(memory, plans, before, may_refuse=may_refuse)
        if after is None:
            self._unseen[memory.write] = plans
            return dict(wanted)
        if after.state.write != memory.write:
            raise SpreadsheetBusy(_BOTH_WROTE)
        self.is_applied, self._token = True, memory.write
        for plan in plans.values():
            plan.target.is_appended = True
        return {name: wanted[name] for name, plan in plans.items() if not plan.came_right(after.tabs.get(name))}

    def _target(self, name: str, changes: Changes, before: _Snapshot) -> Target:
        if name not in self._targets:
            self._targets[name] = Target(before.tabs[name], changes)
        return self._targets[name]

    def _send(
        self, memory: State, plans: Mapping[str, Plan], before: _Snapshot, *, may_refuse: bool
    ) -> _Snapshot | None:
        """Apply the plans; the tabs as they stood then, or None when one has to look again what became of it."""
        requests = [
            *take_turn(before.spreadsheet, memory),
            *(one for plan in plans.values() for one in plan.requests()),
        ]
        proof = [area for plan in plans.values() for area in plan.proof_areas()]
        body: Json = {"requests": requests, "includeSpreadsheetInResponse": True}
        if proof:
            body |= {"responseIncludeGridData": True, "responseRanges": proof}
        fields = f"updatedSpreadsheet({GRID if proof else MARKS})"
        try:
            return self._snapshot(self._spreadsheets.batch_update(self._id, body, fields=fields)["updatedSpreadsheet"])
        except Refused as refusal:
            # The grid is smaller, a tab is gone or has another name, or somebody else has taken the turn.
            if refusal.status != 400 or not may_refuse:
                raise
        except Uncertain:
            pass
        return None


def _require_unchanged(
    before: _Snapshot, wanted: Mapping[str, Changes], as_read: Mapping[str, Tab], expected: str
) -> None:
    """`SpreadsheetBusy` unless the spreadsheet is the one on which it was decided."""
    if before.state.write != expected:
        raise SpreadsheetBusy(_BUSY)
    for name, tab in as_read.items():
        if name not in before.tabs or before.tabs[name].said() != tab.said():
            raise SpreadsheetBusy(_BUSY)
    for name, changes in wanted.items():
        columns = {column for edits in (*changes.edits.values(), *changes.appended) for column in edits}
        if name not in before.tabs or not columns <= set(before.tabs[name].columns):
            raise SpreadsheetBusy(_BUSY)
