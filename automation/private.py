"""Files for their owner's eyes alone: what the program keeps of people, on a machine that others use too.

A file is closed when it is made, whatever the umask, so that it is open to nobody even for a moment. On systems
without POSIX modes nothing is said or changed: there the folder's own rights decide.
"""

from __future__ import annotations

import os
import stat
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

_OF_OTHERS = stat.S_IRWXG | stat.S_IRWXO


def make_folder(path: Path) -> None:
    """A folder for its owner alone, if there is none yet."""
    path.mkdir(parents=True, exist_ok=True, mode=0o700)


def make_file(path: Path) -> None:
    """An empty file, if there is none yet. One that is there is not opened, not even to be closed again.

    SQLite's locks on a file go when this process closes it anywhere (https://www.sqlite.org/howtocorrupt.html).
    """
    with suppress(FileExistsError):
        os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))


def write(path: Path, content: str | bytes) -> None:
    """Write a file whole, or leave the one that was there."""
    descriptor, name = tempfile.mkstemp(prefix=".", suffix=".new", dir=path.parent)
    draft = Path(name)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content.encode() if isinstance(content, str) else content)
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)


def close(path: Path) -> None:
    """Take from others what rights they have on a file or folder of ours.

    What all share (``/tmp``) stays shared, and what is another user's stays as it is, whatever root might do to it.
    """
    if not is_open(path) or path.is_symlink():
        return
    status = path.stat()
    if status.st_uid == os.geteuid() and not status.st_mode & stat.S_ISVTX:
        path.chmod(stat.S_IMODE(status.st_mode) & ~_OF_OTHERS)


def is_open(path: Path) -> bool:
    """Whether others than its owner have any right on a file or folder; not if there is none."""
    return os.name == "posix" and path.exists() and bool(path.stat().st_mode & _OF_OTHERS)


def open_in(folder: Path) -> Iterator[Path]:
    """The folder and all in it on which others have any right."""
    yield from filter(is_open, [folder, *sorted(folder.rglob("*"))])
