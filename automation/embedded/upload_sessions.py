"""Resumable uploads that were begun and are not all here yet: what each brought so far, and where it ends.

Google ends a session after a week: https://developers.google.com/workspace/drive/api/guides/manage-uploads#resumable
"""

from __future__ import annotations

import json
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from automation.embedded.errors import ApiError
from automation.embedded.limits import MAX_BODY, too_large
from automation.embedded.storage import Storage, encode

Json = dict[str, Any]

RESTS_AT_MOST = timedelta(days=7)
MOST_OPEN = 50  # of one person at a time
MOST_HELD = 4 * MAX_BODY  # bytes in all of one person's


@dataclass(frozen=True)
class Session:
    """An open upload: what was said when it began, and the bytes so far."""

    id: str
    data: Json
    content: bytes


class UploadSessions:
    """The open uploads in ``storage`` as of ``now``, inside the caller's transaction."""

    def __init__(self, storage: Storage, now: datetime) -> None:
        self._storage = storage
        self._now, self._ended = _text(now), _text(now - RESTS_AT_MOST)

    def begin(self, person: str, data: Json) -> str:
        """Open a session of ``person``; gives its id. Raises `ApiError` 429 where they have too many."""
        ended = "DELETE FROM uploads WHERE coalesce(json_extract(data, '$.touched'), '') <= ?"
        self._storage.execute(ended, self._ended)
        found = self._storage.row("SELECT count(*) FROM uploads WHERE json_extract(data, '$.person') = ?", person)
        if found and found[0] >= MOST_OPEN:
            raise _too_many(f"{MOST_OPEN} uploads that are not finished")
        session = secrets.token_urlsafe(24)
        held = encode({**data, "person": person, "touched": self._now})
        self._storage.execute("INSERT INTO uploads VALUES (?, ?, ?)", session, held, b"")
        return session

    def find(self, session: str, person: str) -> Session | None:
        """The session, if this person began it and it has not ended."""
        found = self._storage.row("SELECT data, content FROM uploads WHERE id = ?", session)
        if not found:
            return None
        data = json.loads(found[0])
        is_open = data["person"] == person and data.get("touched", "") > self._ended
        return Session(session, data, found[1]) if is_open else None

    def keep(self, session: Session, content: bytes) -> None:
        """Hold the bytes so far. Raises `ApiError` 413 or 429 where they are too many, alone or with the others'."""
        if len(content) > MAX_BODY:
            raise too_large(MAX_BODY)
        query = """
            SELECT coalesce(sum(length(content)), 0) FROM uploads WHERE id != ? AND json_extract(data, '$.person') = ?
        """
        found = self._storage.row(query, session.id, session.data["person"])
        if found and found[0] + len(content) > MOST_HELD:
            raise _too_many(f"{MOST_HELD} bytes of uploads that are not finished")
        held = encode({**session.data, "touched": self._now})
        self._storage.execute("UPDATE uploads SET content = ?, data = ? WHERE id = ?", content, held, session.id)

    def end(self, session: str) -> None:
        """Forget it."""
        self._storage.execute("DELETE FROM uploads WHERE id = ?", session)


def _too_many(what: str) -> ApiError:
    return ApiError(429, f"There can be at most {what}: finish or cancel some.", reason="rateLimitExceeded")


def _text(moment: datetime) -> str:
    return moment.isoformat(timespec="seconds")
