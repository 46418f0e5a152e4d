"""Signing in: personal links, the owner's password, and the sessions that they open.

Of a link and of a session only a hash is kept, so that the file with the data opens no door.
"""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from automation.embedded.access.person import OWNER_EMAIL
from automation.embedded.storage import Storage

SESSION_LASTS = timedelta(days=30)
LINK_LASTS = timedelta(days=365)
OWNER_LINK_LASTS = timedelta(days=1)
MIN_PASSWORD = 10  # characters

_MAX_ATTEMPTS = 10  # wrong passwords in `_ATTEMPTS_WITHIN`
_ATTEMPTS_WITHIN = timedelta(minutes=5)


class TooManyAttempts(Exception):
    """The password was wrong too often; it is not looked at for some minutes."""


@dataclass(frozen=True)
class Access:
    """How one person can get in at present: how many links of theirs work, how many sessions are open."""

    email: str
    links: int
    sessions: int
    since: datetime


class SignIns:
    """Links, sessions and the password of a workspace; the caller holds its lock, and writes in a transaction."""

    def __init__(self, storage: Storage) -> None:
        self._storage = storage
        self._wrong_attempts: list[datetime] = []

    def new_link(self, email: str, now: datetime) -> str:
        """The secret of a new personal link. The owner's earlier links stop working; others keep theirs."""
        email = email.lower()
        if email == OWNER_EMAIL:
            self._storage.execute("DELETE FROM links WHERE email = ?", email)
        secret = secrets.token_urlsafe(24)
        ends = now + (OWNER_LINK_LASTS if email == OWNER_EMAIL else LINK_LASTS)
        self._storage.execute("INSERT INTO links VALUES (?, ?, ?, ?)", _hash(secret), email, _text(now), _text(ends))
        return secret

    def by_link(self, secret: str, now: datetime) -> str | None:
        """A new session for whoever has this link; nothing if it is unknown, over or revoked."""
        query = "SELECT email FROM links WHERE hash = ? AND ends > ?"
        found = self._storage.row(query, _hash(secret), _text(now))
        return self._open(found[0], now) if found else None

    def by_password(self, password: str, now: datetime) -> str | None:
        """A new session for the owner, if the password is right. Raises `TooManyAttempts`."""
        from argon2 import PasswordHasher
        from argon2.exceptions import VerificationError

        self._wrong_attempts = [moment for moment in self._wrong_attempts if now - moment < _ATTEMPTS_WITHIN]
        if len(self._wrong_attempts) >= _MAX_ATTEMPTS:
            raise TooManyAttempts
        found = self._storage.row("SELECT hash FROM passwords WHERE email = ?", OWNER_EMAIL)
        if not found:
            return None
        try:
            PasswordHasher().verify(found[0], password)
        except VerificationError:
            self._wrong_attempts.append(now)
            return None
        return self._open(OWNER_EMAIL, now)

    def set_password(self, password: str) -> None:
        """Let the owner sign in by ``password``, of at least `MIN_PASSWORD` characters."""
        from argon2 import PasswordHasher

        hashed = PasswordHasher().hash(password)
        self._storage.execute("INSERT OR REPLACE INTO passwords VALUES (?, ?)", OWNER_EMAIL, hashed)

    def has_password(self) -> bool:
        """Whether the owner has set one."""
        return self._storage.row("SELECT 1 FROM passwords WHERE email = ?", OWNER_EMAIL) is not None

    def _open(self, email: str, now: datetime) -> str:
        secret = secrets.token_urlsafe(32)
        self._storage.execute("DELETE FROM sessions WHERE ends <= ?", _text(now))
        self._storage.execute("DELETE FROM links WHERE ends <= ?", _text(now))
        row = (_hash(secret), email, _text(now), _text(now + SESSION_LASTS))
        self._storage.execute("INSERT INTO sessions VALUES (?, ?, ?, ?)", *row)
        return secret

    def email_of(self, session: str, now: datetime) -> str | None:
        """Whose session this is; nothing if it is unknown, over or closed."""
        query = "SELECT email FROM sessions WHERE hash = ? AND ends > ?"
        found = self._storage.row(query, _hash(session), _text(now))
        return str(found[0]) if found else None

    def close(self, session: str) -> None:
        """Sign out."""
        self._storage.execute("DELETE FROM sessions WHERE hash = ?", _hash(session))

    def revoke(self, email: str, *, but: str = "") -> None:
        """Stop every link of a person and close their sessions, all but the one given."""
        self._storage.execute("DELETE FROM links WHERE email = ?", email.lower())
        self._storage.execute("DELETE FROM sessions WHERE email = ? AND hash != ?", email.lower(), _hash(but))

    def everyone(self, now: datetime) -> list[Access]:
        """Who can get in at present, by address."""
        query = """
            SELECT email, sum(link), sum(1 - link), min(since) FROM (
                SELECT email, 1 AS link, since FROM links WHERE ends > :now
                UNION ALL SELECT email, 0, since FROM sessions WHERE ends > :now
            ) GROUP BY email ORDER BY email
        """
        rows = self._storage.connection.execute(query, {"now": _text(now)}).fetchall()
        return [Access(email, links, open_, datetime.fromisoformat(since)) for email, links, open_, since in rows]


def _hash(secret: str) -> str:
    # The secrets are long and random, so a fast hash is enough for them.
    return hashlib.sha256(secret.encode("utf-8", "replace")).hexdigest()


def _text(moment: datetime) -> str:
    return moment.isoformat(timespec="seconds")
