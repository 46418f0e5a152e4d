"""What a spreadsheet said formerly: an undo log of what is stored of it.

Before a part is stored over or goes, what stood there is kept with the version at hand: what one author did within some
minutes. The first that was there in a version is enough. So a state of old is the present one with, of each part, what
the earliest version since then kept; and the oldest versions can go without a look at the others.
"""

from __future__ import annotations

import json
import zlib
from collections import defaultdict
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from automation.embedded.spreadsheets.parts import WHOLE, Part
from automation.embedded.storage import Storage

REST = timedelta(minutes=5)
"""After which the same author's next change begins a new version."""
LONGEST = timedelta(minutes=30)
"""A version."""
KEPT_FOR = timedelta(days=90)
KEPT_BYTES = 64 * 1024 * 1024
"""Of each spreadsheet, as compressed."""

PROGRAM = ""
"""The author of what no person did: programs, by the workspace's token."""

_LEVEL = 1  # of compression: six times faster than usual, and a quarter larger


@dataclass(frozen=True)
class Version:
    """What one author did within some minutes. ``restored`` is the version that was undone by it, 0 if it undid none.

    ``sheet_ids`` are the sheets of which something was changed.
    """

    number: int
    author: str
    began: datetime
    ended: datetime
    restored: int
    sheet_ids: frozenset[int] = frozenset()


class History:
    """The versions of a workspace's spreadsheets; written inside the caller's transaction."""

    def __init__(self, storage: Storage, now: Callable[[], datetime]) -> None:
        self._storage = storage
        self._now = now
        self._at_hand: dict[str, tuple[str, int]] = {}  # the version of each spreadsheet, with its author
        self.author = PROGRAM
        """Who is at work in the transaction."""

    def begin(self) -> None:
        """A transaction begins, of nobody in particular yet."""
        self._at_hand.clear()
        self.author = PROGRAM

    def begin_restoring(self, spreadsheet_id: str, number: int) -> None:
        """What is changed of the spreadsheet in this transaction is a version of its own: it undoes ``number``."""
        self._at_hand[spreadsheet_id] = (self.author, self._new_version(spreadsheet_id, number))

    def keep(self, spreadsheet_id: str, part: Part, text: str | None) -> None:
        """Something else will be stored of a part than ``text``; nothing, where there was no such part."""
        version = self._version(spreadsheet_id)
        if self._storage.row("SELECT 1 FROM past WHERE version = ? AND sheet_id = ? AND block = ?", version, *part):
            return
        data = None if text is None else zlib.compress(text.encode(), _LEVEL)
        self._storage.execute("INSERT INTO past VALUES (?, ?, ?, ?)", version, *part, data)
        if data:
            self._storage.execute("UPDATE versions SET size = size + ? WHERE number = ?", len(data), version)

    def _version(self, spreadsheet_id: str) -> int:
        author, version = self._at_hand.get(spreadsheet_id, ("", 0))
        if not version or author != self.author:
            version = self._gone_on(spreadsheet_id) or self._new_version(spreadsheet_id)
            self._at_hand[spreadsheet_id] = (self.author, version)
        return version

    def _gone_on(self, spreadsheet_id: str) -> int | None:
        """The last version, if this is still the same piece of work."""
        query = f"{_VERSIONS} WHERE spreadsheet_id = ? ORDER BY number DESC LIMIT 1"
        last = next((_version_of(row) for row in self._storage.rows(query, spreadsheet_id)), None)
        now = self._now()
        if last is None or last.restored or last.author != self.author:
            return None
        if not (last.ended <= now <= last.ended + REST and now <= last.began + LONGEST):
            return None
        self._storage.execute("UPDATE versions SET ended = ? WHERE number = ?", now.isoformat(), last.number)
        return last.number

    def _new_version(self, spreadsheet_id: str, restored: int = 0) -> int:
        self._let_go(spreadsheet_id)
        now = self._now().isoformat()
        statement = "INSERT INTO versions (spreadsheet_id, author, began, ended, restored) VALUES (?, ?, ?, ?, ?)"
        self._storage.execute(statement, spreadsheet_id, self.author, now, now, restored)
        ((number,),) = self._storage.rows("SELECT last_insert_rowid()")
        return int(number)

    def _let_go(self, spreadsheet_id: str) -> None:
        """Forget what is too old, and the oldest of what is too much."""
        query = "SELECT number, ended, size FROM versions WHERE spreadsheet_id = ? ORDER BY number DESC"
        oldest, size = (self._now() - KEPT_FOR).isoformat(), 0
        for number, ended, of_this in self._storage.rows(query, spreadsheet_id):
            size += of_this
            if ended < oldest or size > KEPT_BYTES:
                self._forget("spreadsheet_id = ? AND number <= ?", spreadsheet_id, number)
                return

    def forget(self, spreadsheet_id: str) -> None:
        """Forget all that the spreadsheet said formerly."""
        self._forget("spreadsheet_id = ?", spreadsheet_id)
        self._at_hand.clear()

    def _forget(self, which: str, *arguments: str | int) -> None:
        past = f"DELETE FROM past WHERE version IN (SELECT number FROM versions WHERE {which})"  # noqa: S608
        self._storage.execute(past, *arguments)
        self._storage.execute(f"DELETE FROM versions WHERE {which}", *arguments)  # noqa: S608

    # What it said

    def versions(self, spreadsheet_id: str) -> list[Version]:
        """The versions of a spreadsheet, the last one first."""
        touched: dict[int, set[int]] = defaultdict(set)
        query = (
            "SELECT DISTINCT version, sheet_id FROM past JOIN versions ON version = versions.number "
            "WHERE spreadsheet_id = ? AND sheet_id != ?"
        )
        for number, sheet_id in self._storage.rows(query, spreadsheet_id, WHOLE.sheet_id):
            touched[number].add(sheet_id)
        rows = self._storage.rows(f"{_VERSIONS} WHERE spreadsheet_id = ? ORDER BY number DESC", spreadsheet_id)
        return [_version_of(row, frozenset(touched[row[0]])) for row in rows]

    def before(
        self, spreadsheet_id: str, number: int, sheet_ids: Collection[int] | None = None
    ) -> dict[Part, str | None]:
        """The parts that have changed since the version ``number`` began, as they stood then.

        Nothing, where there was none. With ``sheet_ids`` of these sheets, and of the spreadsheet as a whole.
        """
        earliest = (
            "SELECT min(version) AS version, sheet_id, block FROM past JOIN versions ON version = versions.number "
            "WHERE spreadsheet_id = ? AND version >= ? GROUP BY sheet_id, block"
        )
        query = f"SELECT sheet_id, block, data FROM past JOIN ({earliest}) USING (version, sheet_id, block)"  # noqa: S608
        found = self._storage.rows(query, spreadsheet_id, number)
        wanted = None if sheet_ids is None else {*sheet_ids, WHOLE.sheet_id}
        return {
            Part(sheet_id, block): None if data is None else zlib.decompress(data).decode()
            for sheet_id, block, data in found
            if wanted is None or sheet_id in wanted
        }

    def former_title(self, spreadsheet_id: str, sheet_id: int) -> str:
        """What a sheet that is gone was called last; empty where nothing is known of it."""
        query = (
            "SELECT data FROM past JOIN versions ON version = versions.number WHERE spreadsheet_id = ? "
            "AND sheet_id = ? AND block = ? AND data IS NOT NULL ORDER BY version DESC LIMIT 1"
        )
        found = self._storage.row(query, spreadsheet_id, *Part(sheet_id))
        return str(json.loads(zlib.decompress(found[0]))["properties"]["title"]) if found else ""


_VERSIONS = "SELECT number, author, began, ended, restored FROM versions"


def _version_of(row: tuple[int, str, str, str, int], sheet_ids: frozenset[int] = frozenset()) -> Version:
    number, author, began, ended, restored = row
    return Version(number, author, datetime.fromisoformat(began), datetime.fromisoformat(ended), restored, sheet_ids)
