"""Spreadsheets in SQLite, part by part, and what they said formerly."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Collection, Iterable
from datetime import datetime
from functools import partial

from automation.embedded.patience import First
from automation.embedded.spreadsheets.formulas.computing import (
    Results,
    compute,
    fresh_results,
    is_stale,
    take_over,
    takes_long,
)
from automation.embedded.spreadsheets.history import History
from automation.embedded.spreadsheets.model import Spreadsheet
from automation.embedded.spreadsheets.parts import WHOLE, Part, Parts, Written, spreadsheet_of, written
from automation.embedded.storage import Storage

_MOST_KEPT = 3_000_000  # cells in memory


class Spreadsheets:
    """The spreadsheets of a workspace, read once and kept in memory."""

    def __init__(
        self, storage: Storage, now: Callable[[], datetime], compute_aside: Callable[[str], object] | None = None
    ) -> None:
        self._storage = storage
        self._now = now
        self.history = History(storage, now)
        self._compute_aside = compute_aside
        self._open: OrderedDict[str, Spreadsheet] = OrderedDict()  # whoever was wanted last is the last one
        self._at_stake: set[str] = set()  # what the transaction at hand has touched, or has written down

    def begin(self) -> None:
        """A transaction begins: from here on, what is handed out may be changed."""
        self._at_stake.clear()
        self.history.begin()

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
        # Nobody's doing: what formulas come to follows from what the history keeps.
        for part, text in written(spreadsheet):
            self._put(spreadsheet_id, part, text)

    def weight(self, spreadsheet_id: str) -> int:
        """How much is stored of its cells, in characters."""
        query = "SELECT total(length(data)) FROM blocks WHERE spreadsheet_id = ?"
        found = self._storage.row(query, spreadsheet_id)
        return int(found[0]) if found else 0

    def put(self, spreadsheet_id: str, parts: Parts) -> None:
        """Store ``parts`` in the place of what is there."""
        self._open.pop(spreadsheet_id, None)
        goes = [(part, None) for part in self.parts(spreadsheet_id) if part not in parts]
        self._store(spreadsheet_id, [*goes, *parts.items()])

    def as_it_was(self, spreadsheet_id: str, number: int, sheet_ids: Collection[int] | None = None) -> dict[Part, str]:
        """The parts of a spreadsheet as they stood before the version ``number``; for ``sheet_ids`` see `parts`."""
        parts: dict[Part, str | None] = {**self.parts(spreadsheet_id, sheet_ids)}
        parts |= self.history.before(spreadsheet_id, number, sheet_ids)
        return {part: text for part, text in parts.items() if text is not None}

    def make_room(self) -> None:
        """Let go of what was not wanted for long, where much is held; between transactions."""
        while len(self._open) > 1 and sum(each.size for each in self._open.values()) > _MOST_KEPT:
            self._open.popitem(last=False)

    def add(self, spreadsheet: Spreadsheet) -> None:
        """Take in a new spreadsheet; `flush` writes it."""
        self._at_stake.add(spreadsheet.id)
        self._open[spreadsheet.id] = spreadsheet

    def delete(self, spreadsheet_id: str) -> None:
        """Remove a spreadsheet for good, with all that it said formerly."""
        self._open.pop(spreadsheet_id, None)
        self.history.forget(spreadsheet_id)
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
                self._store(spreadsheet.id, written(spreadsheet))

    def forget(self) -> None:
        """Drop all from memory."""
        self._open.clear()

    def forget_at_stake(self) -> None:
        """Drop from memory what a transaction that failed may have changed; the file still holds it as it was."""
        for spreadsheet_id in self._at_stake:
            self._open.pop(spreadsheet_id, None)

    def _read(self, spreadsheet_id: str) -> Spreadsheet:
        return spreadsheet_of(spreadsheet_id, self.parts(spreadsheet_id))

    # What is stored

    def parts(self, spreadsheet_id: str, sheet_ids: Collection[int] | None = None) -> dict[Part, str]:
        """The parts of a spreadsheet; with ``sheet_ids`` of these sheets, and of the spreadsheet as a whole."""
        text = self._text(spreadsheet_id, WHOLE)
        parts = {} if text is None else {WHOLE: text}
        query = "SELECT sheet_id, data FROM sheets WHERE spreadsheet_id = ?"
        parts |= {Part(sheet_id): text for sheet_id, text in self._storage.rows(query, spreadsheet_id)}
        if sheet_ids is not None:
            parts = {part: text for part, text in parts.items() if part.is_whole or part.sheet_id in sheet_ids}
        query = "SELECT number, data FROM blocks WHERE spreadsheet_id = ? AND sheet_id = ?"
        for sheet_id in [part.sheet_id for part in parts if part.is_sheet]:
            rows = self._storage.rows(query, spreadsheet_id, sheet_id)
            parts |= {Part(sheet_id, number): text for number, text in rows}
        return parts

    def titles(self, spreadsheet_id: str) -> dict[int, str]:
        """What its sheets are called, without opening it."""
        query = "SELECT sheet_id, json_extract(data, '$.properties.title') FROM sheets WHERE spreadsheet_id = ?"
        return dict(self._storage.rows(query, spreadsheet_id))

    def _store(self, spreadsheet_id: str, changes: Iterable[Written]) -> None:
        is_new = self._text(spreadsheet_id, WHOLE) is None
        for part, text in changes:
            for each in self._with_blocks(spreadsheet_id, part) if text is None else [part]:
                held = self._text(spreadsheet_id, each)
                if held != text:
                    if not is_new:
                        self.history.keep(spreadsheet_id, each, held)
                    self._put(spreadsheet_id, each, text)

    def _with_blocks(self, spreadsheet_id: str, part: Part) -> list[Part]:
        """The part, and where it is a sheet its blocks."""
        if not part.is_sheet:
            return [part]
        query = "SELECT number FROM blocks WHERE spreadsheet_id = ? AND sheet_id = ?"
        found = self._storage.rows(query, spreadsheet_id, part.sheet_id)
        return [part, *(Part(part.sheet_id, number) for (number,) in found)]

    def _text(self, spreadsheet_id: str, part: Part) -> str | None:
        table, place = _place(spreadsheet_id, part)
        found = self._storage.row(f"SELECT data FROM {table} WHERE {_AND.join(place)}", *place.values())  # noqa: S608
        return found[0] if found else None

    def _put(self, spreadsheet_id: str, part: Part, text: str | None) -> None:
        table, place = _place(spreadsheet_id, part)
        if text is None:
            self._storage.execute(f"DELETE FROM {table} WHERE {_AND.join(place)}", *place.values())  # noqa: S608
        else:
            marks = ", ".join("?" * (len(place) + 1))
            self._storage.execute(f"INSERT OR REPLACE INTO {table} VALUES ({marks})", *place.values(), text)  # noqa: S608


_AND = " AND "


def _place(spreadsheet_id: str, part: Part) -> tuple[str, dict[str, str | int]]:
    """The table that a part is stored in, and by which columns."""
    if part.is_whole:
        return "spreadsheets", {"id = ?": spreadsheet_id}
    if part.is_sheet:
        return "sheets", {"spreadsheet_id = ?": spreadsheet_id, "sheet_id = ?": part.sheet_id}
    return "blocks", {"spreadsheet_id = ?": spreadsheet_id, "sheet_id = ?": part.sheet_id, "number = ?": part.block}


def as_stored(spreadsheet: Spreadsheet, now: datetime) -> dict[Part, str]:
    """What is stored of a new spreadsheet, its formulas computed: for `Spreadsheets.put`, in whichever process."""
    compute(spreadsheet, now)
    return {part: text for part, text in written(spreadsheet) if text is not None}
