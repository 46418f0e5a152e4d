"""What is stored, as it stood at one moment: looked at without waiting for whoever writes, or holding anybody up.

SQLite shows a reader the last commit while a writer is at work (https://www.sqlite.org/wal.html#concurrency).
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from automation.embedded.access.sign_ins import SignIns
from automation.embedded.drive.files import Files
from automation.embedded.forms.store import Forms
from automation.embedded.storage import Storage


class Snapshot:
    """The files, forms and sign-ins of one moment, by a connection of its own; nothing can be changed by it."""

    def __init__(self, path: Path) -> None:
        self.storage = Storage(path, only_reads=True)
        self.files = Files(self.storage)
        self.forms = Forms(self.storage)
        self.sign_ins = SignIns(self.storage)


class Snapshots:
    """Snapshots of the database at ``path``, which is there already; as many at once as there are who look."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._free: deque[Snapshot] = deque()  # whose ends threads may take from without a lock

    @contextmanager
    def taken(self) -> Iterator[Snapshot]:
        """What was committed last, while the block runs. Raises `StorageError`."""
        snapshot = self._free.pop() if self._free else Snapshot(self._path)
        try:
            with snapshot.storage.transaction(writes=False):
                snapshot.files.catch_up()
                yield snapshot
        finally:
            self._free.append(snapshot)

    def close(self) -> None:
        """Close the connections that nobody is using."""
        while self._free:
            self._free.pop().storage.close()
