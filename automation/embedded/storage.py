"""The SQLite file that holds a workspace: its tables, and one transaction at a time.

Write-ahead logging keeps the data as it was when the process is killed during a write
(https://www.sqlite.org/wal.html). The tables know nothing of what the JSON in them means.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext, suppress
from enum import StrEnum
from pathlib import Path
from typing import Any

from automation import private
from automation.embedded.errors import ApiError

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
CREATE TABLE IF NOT EXISTS versions (
    number INTEGER PRIMARY KEY AUTOINCREMENT, spreadsheet_id TEXT NOT NULL, author TEXT NOT NULL,
    began TEXT NOT NULL, ended TEXT NOT NULL, restored INTEGER NOT NULL, size INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX IF NOT EXISTS versions_by_spreadsheet ON versions (spreadsheet_id, number);
CREATE TABLE IF NOT EXISTS past (
    version INTEGER, sheet_id INTEGER, block INTEGER, data BLOB, PRIMARY KEY (version, sheet_id, block)
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
    subject TEXT NOT NULL, everything TEXT NOT NULL, snippet TEXT NOT NULL, has_attachment INTEGER NOT NULL,
    file_names TEXT NOT NULL DEFAULT '', list_id TEXT NOT NULL DEFAULT '', delivered_to TEXT NOT NULL DEFAULT ''
);
CREATE INDEX IF NOT EXISTS messages_by_thread ON messages (thread_id);
CREATE TABLE IF NOT EXISTS links (
    hash TEXT PRIMARY KEY, email TEXT NOT NULL, since TEXT NOT NULL, ends TEXT NOT NULL,
    page TEXT NOT NULL DEFAULT '', used TEXT NOT NULL DEFAULT '', used_from TEXT NOT NULL DEFAULT '',
    renewed TEXT NOT NULL DEFAULT ''
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS sessions (
    hash TEXT PRIMARY KEY, email TEXT NOT NULL, since TEXT NOT NULL, ends TEXT NOT NULL,
    by_link INTEGER NOT NULL DEFAULT 0
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS devices (
    hash TEXT PRIMARY KEY, email TEXT NOT NULL, since TEXT NOT NULL, ends TEXT NOT NULL
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS passwords (email TEXT PRIMARY KEY, hash TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS labels (number INTEGER PRIMARY KEY AUTOINCREMENT, data TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS messages_by_rfc822_id ON messages (rfc822_id);
"""

# Columns that folders made by earlier versions lack, and what becomes of the rows that are there.
_ADDED = {
    "links": {
        "page": "TEXT NOT NULL DEFAULT ''",
        "used": "TEXT NOT NULL DEFAULT ''",
        "used_from": "TEXT NOT NULL DEFAULT ''",
        "renewed": "TEXT NOT NULL DEFAULT ''",
    },
    "sessions": {"by_link": "INTEGER NOT NULL DEFAULT 0"},
    "message_words": dict.fromkeys(("file_names", "list_id", "delivered_to"), "TEXT NOT NULL DEFAULT ''"),
}
_AFTER_ADDING = {
    # Links used to be good for a year, and any number of times.
    "links": "UPDATE links SET ends = min(ends, strftime('%Y-%m-%dT%H:%M:%S+00:00', since, '+30 days'))",
    "message_words": "DELETE FROM message_words",  # the next search reads the letters again
}


_PRAGMAS = ("journal_mode=WAL", "synchronous=NORMAL")
_WRITER = (*_PRAGMAS, "busy_timeout=10000", "cache_size=-65536")
_READER = (*_PRAGMAS, "busy_timeout=1000", "query_only=ON")  # hardly anything locks a reader out


class Trouble(StrEnum):
    """Why the machine did not let SQLite do its work."""

    FULL = "DISK_FULL"
    BUSY = "DATABASE_BUSY"
    FAILED = "DATABASE_FAILED"


_TROUBLES = {
    **dict.fromkeys((sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR_SHMSIZE), Trouble.FULL),
    **dict.fromkeys((sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_PROTOCOL), Trouble.BUSY),
    # Where a quota or a limit on files is used up, and not the disk, SQLite says no more than SQLITE_IOERR.
    **dict.fromkeys((sqlite3.SQLITE_IOERR, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY), Trouble.FAILED),
    **dict.fromkeys((sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_NOMEM), Trouble.FAILED),
}
_MESSAGES = {
    Trouble.FULL: "The disk of the workspace is full.",
    Trouble.BUSY: "The database of the workspace is locked by another program.",
    Trouble.FAILED: "The database of the workspace could not be read or written.",
}
_RETRY_AFTER = {Trouble.FULL: 300, Trouble.BUSY: 1, Trouble.FAILED: 300}  # seconds


class StorageError(ApiError):
    """503: the machine did not let SQLite read or write, and nothing of the transaction was carried out.

    Clients tell it from a 503 whose fate is unknown by an ``ErrorInfo`` with the `trouble`
    (https://cloud.google.com/apis/design/errors#error_info), and come again in ``retry_after`` seconds.
    ``said`` is what SQLite says of its file, for the log.
    """

    def __init__(self, trouble: Trouble, said: str) -> None:
        self.trouble, self.said, self.retry_after = trouble, said, _RETRY_AFTER[trouble]
        info = {"@type": "type.googleapis.com/google.rpc.ErrorInfo", "reason": trouble, "domain": "workspace.local"}
        super().__init__(503, f"{_MESSAGES[trouble]} Nothing was changed.", details=[info])


@contextmanager
def _told_apart() -> Iterator[None]:
    """What the machine is to blame for becomes a `StorageError`; what the program is, stays as it is."""
    try:
        yield
    except sqlite3.Error as error:
        code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR)
        trouble = _TROUBLES.get(code) or _TROUBLES.get(code & 0xFF)  # the code itself, or the kind that it is of
        if trouble is None:
            raise
        raise StorageError(trouble, str(error)) from error


class Storage:
    """One connection to the file at ``path``; the caller sees to it that one thread uses it at a time.

    The file is its owner's alone. ``only_reads`` opens one that is there already, and changes nothing in it.
    Raises `StorageError` where it cannot be opened.
    """

    def __init__(self, path: Path, *, only_reads: bool = False) -> None:
        self._path, self._only_reads = path, only_reads
        self._pragmas = _READER if only_reads else _WRITER
        self._connection: sqlite3.Connection | None = None
        if not only_reads:
            self._make()
        with _told_apart():
            self._seen_version: int | None = self._data_version()

    def _make(self) -> None:
        path = self._path
        private.make_file(path)
        for ending in ("", "-wal", "-shm"):  # SQLite makes the last two, with the mode of the first
            private.close(path.with_name(path.name + ending))
        with _told_apart():
            self.connection.executescript(_SCHEMA)
            if self._lacking():
                self._add_columns()

    def _lacking(self) -> list[tuple[str, str]]:
        """The columns that the tables of an earlier version do not have yet."""
        held = {table: {row[1] for row in self.rows(f"PRAGMA table_info({table})")} for table in _ADDED}
        return [(table, column) for table, columns in _ADDED.items() for column in columns if column not in held[table]]

    def _add_columns(self) -> None:
        with self.transaction():
            lacking = self._lacking()  # asked again: another process may have been quicker
            for table, column in lacking:
                self.execute(f"ALTER TABLE {table} ADD COLUMN {column} {_ADDED[table][column]}")
            for table in {table for table, _ in lacking} & set(_AFTER_ADDING):
                self.execute(_AFTER_ADDING[table])

    @property
    def connection(self) -> sqlite3.Connection:
        """The connection; a new one after a transaction that could not be taken back."""
        if self._connection is None:
            # Who opens a file to read it can neither change it nor, being the last to close it, take away its log.
            address = f"{self._path.absolute().as_uri()}?mode={'ro' if self._only_reads else 'rwc'}"
            connection = sqlite3.connect(address, uri=True, check_same_thread=False, isolation_level=None)
            for pragma in self._pragmas:
                connection.execute(f"PRAGMA {pragma}")
            self._connection = connection
        return self._connection

    def close(self) -> None:
        """Close the connection; the write-ahead log is folded into the file."""
        if self._connection is not None:
            self._connection.close()

    @property
    def in_transaction(self) -> bool:
        """Whether a transaction is open."""
        return self._connection is not None and self._connection.in_transaction

    @contextmanager
    def transaction(self, *, writes: bool = True, waits: bool = True) -> Iterator[None]:
        """Everything inside lands together, or not at all if an exception leaves the block.

        All that is read inside is of one moment. Raises `StorageError`, and then nothing has landed; with ``waits``
        false at once where another program is writing.
        """
        with _told_apart():
            with nullcontext() if waits else self._impatient():
                self.connection.execute("BEGIN IMMEDIATE" if writes else "BEGIN")
            try:
                yield
                self._commit()
            except BaseException:
                self._take_back()
                raise

    @contextmanager
    def _impatient(self) -> Iterator[None]:
        ((milliseconds,),) = self.rows("PRAGMA busy_timeout")
        self.execute("PRAGMA busy_timeout = 0")
        try:
            yield
        finally:
            self.execute(f"PRAGMA busy_timeout = {milliseconds}")

    def _commit(self) -> None:
        try:
            self.connection.execute("COMMIT")
        except sqlite3.Error:
            self._take_back()
            # It may have failed when all of it lay in the log, and then a crash would bring it back: a small
            # commit is written over it.
            with suppress(sqlite3.Error):
                self.connection.execute("PRAGMA user_version = 0")
            raise

    def _take_back(self) -> None:
        """Undo what is not committed. Some failures have done so themselves."""
        try:
            if self.in_transaction:
                self.connection.execute("ROLLBACK")
        except sqlite3.Error:
            # What a connection cannot take back goes with it; whatever the next one sees is new to us.
            self.connection.close()
            self._connection = self._seen_version = None

    def compact(self) -> None:
        """Write the file anew without what was deleted from it, and empty the write-ahead log: neither has a byte more
        of that. Outside of transactions. Raises `StorageError`, also while another program is reading.

        https://www.sqlite.org/lang_vacuum.html, https://www.sqlite.org/pragma.html#pragma_wal_checkpoint
        """
        with _told_apart():
            self.execute("VACUUM")
            ((is_busy, _, _),) = self.rows("PRAGMA wal_checkpoint(TRUNCATE)")
        if is_busy:
            raise StorageError(Trouble.BUSY, "a reader keeps the log")

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
