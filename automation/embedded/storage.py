"""The SQLite file that holds a workspace: its tables, and one transaction at a time.

Write-ahead logging keeps the data as it was when the process is killed during a write
(https://www.sqlite.org/wal.html). The tables know nothing of what the JSON in them means.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

Json = dict[str, Any]

_SCHEMA = """
CREATE TABLE IF NOT EXISTS files (id TEXT PRIMARY KEY, data TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS contents (file_id TEXT PRIMARY KEY, content BLOB NOT NULL);
CREATE TABLE IF NOT EXISTS changes (
    number INTEGER PRIMARY KEY AUTOINCREMENT, file_id TEXT NOT NULL UNIQUE, time TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS uploads (id TEXT PRIMARY KEY, data TEXT NOT NULL, content BLOB NOT NULL);
CREATE TABLE IF NOT EXISTS spreadsheets (id TEXT PRIMARY KEY, data TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS sheets (
    spreadsheet_id TEXT, sheet_id INTEGER, data TEXT NOT NULL, PRIMARY KEY (spreadsheet_id, sheet_id)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS blocks (
    spreadsheet_id TEXT, sheet_id INTEGER, number INTEGER, data TEXT NOT NULL,
    PRIMARY KEY (spreadsheet_id, sheet_id, number)
);
CREATE TABLE IF NOT EXISTS forms (id TEXT PRIMARY KEY, data TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS responses (
    form_id TEXT, id TEXT, submitted TEXT NOT NULL, data TEXT NOT NULL, PRIMARY KEY (form_id, id)
);
CREATE INDEX IF NOT EXISTS responses_by_time ON responses (form_id, submitted, id);
CREATE INDEX IF NOT EXISTS responses_by_edit_key ON responses (form_id, json_extract(data, '$.editKey'));
CREATE INDEX IF NOT EXISTS responses_by_once ON responses (form_id, json_extract(data, '$.once'));
CREATE TABLE IF NOT EXISTS messages (
    number INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, thread_id TEXT NOT NULL,
    rfc822_id TEXT NOT NULL, internal_date INTEGER NOT NULL, labels TEXT NOT NULL, raw BLOB NOT NULL
);
CREATE TABLE IF NOT EXISTS message_words (
    number INTEGER PRIMARY KEY, sender TEXT NOT NULL, recipients TEXT NOT NULL, cc TEXT NOT NULL, bcc TEXT NOT NULL,
    subject TEXT NOT NULL, everything TEXT NOT NULL, snippet TEXT NOT NULL, has_attachment INTEGER NOT NULL
);
CREATE INDEX IF NOT EXISTS messages_by_thread ON messages (thread_id);
CREATE TABLE IF NOT EXISTS links (
    hash TEXT PRIMARY KEY, email TEXT NOT NULL, since TEXT NOT NULL, ends TEXT NOT NULL
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS sessions (
    hash TEXT PRIMARY KEY, email TEXT NOT NULL, since TEXT NOT NULL, ends TEXT NOT NULL
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS passwords (email TEXT PRIMARY KEY, hash TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS labels (number INTEGER PRIMARY KEY AUTOINCREMENT, data TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS messages_by_rfc822_id ON messages (rfc822_id);
"""


class Storage:
    """One connection to the file at ``path``; the caller sees to it that one thread uses it at a time."""

    def __init__(self, path: Path) -> None:
        self.connection = sqlite3.connect(path, check_same_thread=False, isolation_level=None)
        for pragma in ("journal_mode=WAL", "synchronous=NORMAL", "busy_timeout=10000", "cache_size=-65536"):
            self.connection.execute(f"PRAGMA {pragma}")
        self.connection.executescript(_SCHEMA)
        self._seen_version = self._data_version()

    def close(self) -> None:
        """Close the connection; the write-ahead log is folded into the file."""
        self.connection.close()

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Everything inside lands together, or not at all if an exception leaves the block."""
        self.connection.execute("BEGIN IMMEDIATE")
        try:
            yield
            self.connection.execute("COMMIT")
        except BaseException:
            if self.connection.in_transaction:
                self.connection.execute("ROLLBACK")
            raise

    def changed_elsewhere(self) -> bool:
        """Whether another process has written to the file since the last time this was asked."""
        version = self._data_version()
        changed, self._seen_version = version != self._seen_version, version
        return changed

    def _data_version(self) -> int:
        return int(self.connection.execute("PRAGMA data_version").fetchone()[0])

    def rows(self, query: str, *arguments: Any) -> list[tuple[Any, ...]]:
        """All rows that ``query`` finds."""
        return self.connection.execute(query, arguments).fetchall()

    def row(self, query: str, *arguments: Any) -> tuple[Any, ...] | None:
        """The first row that ``query`` finds, if any."""
        found: tuple[Any, ...] | None = self.connection.execute(query, arguments).fetchone()
        return found

    def execute(self, statement: str, *arguments: Any) -> None:
        """Run one statement."""
        self.connection.execute(statement, arguments)


def encode(value: Any) -> str:
    """JSON as it is stored: compact, letters as they are."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
