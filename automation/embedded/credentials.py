"""Where a workspace is served, and the token that its clients authorise with, which lies in its folder."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from pathlib import Path

from automation import private

_FILE = "token"


@dataclass(frozen=True)
class Server:
    """A running server: where it listens and what to authorise with."""

    url: str
    token: str


def held_token(directory: Path) -> str:
    """The token of the workspace in ``directory``, for the file's owner alone; a new one where there is none."""
    path = directory / _FILE
    private.close(path)
    if not path.exists():
        private.make_folder(directory)
        private.write(path, secrets.token_urlsafe(32) + "\n")
    return path.read_text(encoding="utf-8").strip()


def keep_token(directory: Path, token: str) -> None:
    """Leave ``token`` where the folder's other commands look for it."""
    path = directory / _FILE
    if not path.exists() or held_token(directory) != token:
        private.write(path, token + "\n")
