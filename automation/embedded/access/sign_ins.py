"""Signing in: personal links, the owner's password, and the sessions that they open.

Of a link, a session and a device only a hash is kept, so that the file with the data opens no door.
A link opens one session. It is kept for a while after that, to say what has become of it and to be renewed: a new
one goes to the very address that it belonged to.
"""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from automation.embedded.access.person import OWNER_EMAIL
from automation.embedded.storage import Storage

SESSION_LASTS = timedelta(days=30)
LINK_LASTS = timedelta(days=30)
OWNER_LINK_LASTS = timedelta(days=1)
DEVICE_LASTS = timedelta(days=365)
FRESH = timedelta(minutes=10)  # how long whoever came by a link need not know the password to set another

_LINK_IS_KEPT = timedelta(days=180)  # after its end
_ONE_CLICK = timedelta(minutes=10)  # how long the page that used a link may send it again: a double click, a reload
_RENEWED_WITHIN = timedelta(hours=1)
_MAX_DEVICES = 20


@dataclass(frozen=True)
class Link:
    """A personal link: whose it is, the page that it leads to (may be empty), and whether it still opens a session."""

    email: str
    page: str
    is_used: bool
    is_over: bool

    @property
    def works(self) -> bool:
        """Whether it has neither been used nor come to its end."""
        return not self.is_used and not self.is_over


@dataclass(frozen=True)
class Access:
    """How one person can get in at present: how many links of theirs work, how many sessions are open.

    Without any of them the person still has a link that they may renew.
    """

    email: str
    links: int
    sessions: int
    since: datetime


class SignIns:
    """Links, sessions and the password of a workspace; the caller holds its lock, and writes in a transaction."""

    def __init__(self, storage: Storage) -> None:
        self._storage = storage

    # Links

    def new_link(self, email: str, now: datetime, page: str = "") -> str:
        """The secret of a new personal link to ``page``. The owner's earlier links stop working; others keep theirs."""
        email = email.lower()
        if email == OWNER_EMAIL:
            self._storage.execute("DELETE FROM links WHERE email = ?", email)
        secret = secrets.token_urlsafe(24)
        ends = now + (OWNER_LINK_LASTS if email == OWNER_EMAIL else LINK_LASTS)
        row = (_hash(secret), email, _text(now), _text(ends), page)
        self._storage.execute("INSERT INTO links (hash, email, since, ends, page) VALUES (?, ?, ?, ?, ?)", *row)
        return secret

    def link(self, secret: str, now: datetime) -> Link | None:
        """What is known of a link; nothing if there was none, or it was revoked."""
        found = self._storage.row("SELECT email, page, used, ends FROM links WHERE hash = ?", _hash(secret))
        if found is None:
            return None
        email, page, used, ends = found
        return Link(email, page, is_used=bool(used), is_over=ends <= _text(now))

    def by_link(self, secret: str, now: datetime, page_id: str = "") -> str | None:
        """A new session for whoever has this link; nothing if it is unknown, over, revoked or used.

        ``page_id`` is drawn for each page that shows the link's button: what one page sends twice is one use.
        """
        query = """
            SELECT email FROM links WHERE hash = :hash AND ends > :now
            AND (used = '' OR (used_from = :page AND :page != '' AND used > :since))
        """
        page = _hash(page_id) if page_id else ""
        names = {"hash": _hash(secret), "now": _text(now), "page": page, "since": _text(now - _ONE_CLICK)}
        found = self._storage.connection.execute(query, names).fetchone()
        if found is None:
            return None
        use = "UPDATE links SET used = ?, used_from = ? WHERE hash = ? AND used = ''"
        self._storage.execute(use, _text(now), page, _hash(secret))
        return self._open(found[0], now, by_link=True)

    def spend_renewal(self, secret: str, now: datetime) -> Link | None:
        """The link, if it may be renewed: it works no more, and its address has asked for no other this hour."""
        link = self.link(secret, now)
        if link is None or link.works or link.email == OWNER_EMAIL or self._was_renewed(link.email, now):
            return None
        self._storage.execute("UPDATE links SET renewed = ? WHERE hash = ?", _text(now), _hash(secret))
        return link

    def _was_renewed(self, email: str, now: datetime) -> bool:
        query = "SELECT 1 FROM links WHERE email = ? AND renewed > ?"
        return self._storage.row(query, email, _text(now - _RENEWED_WITHIN)) is not None

    # The owner's password

    def password_hash(self) -> str | None:
        """The hash of the owner's password, if one is set."""
        found = self._storage.row("SELECT hash FROM passwords WHERE email = ?", OWNER_EMAIL)
        return str(found[0]) if found else None

    def set_password_hash(self, hashed: str) -> None:
        """Let the owner sign in by the password that this is the hash of."""
        self._storage.execute("INSERT OR REPLACE INTO passwords VALUES (?, ?)", OWNER_EMAIL, hashed)

    def has_password(self) -> bool:
        """Whether the owner has set one."""
        return self.password_hash() is not None

    def by_password(self, checked: str, now: datetime) -> str | None:
        """A new session for the owner, if the hash that a password was ``checked`` against is still the password's."""
        return self._open(OWNER_EMAIL, now, by_link=False) if checked == self.password_hash() else None

    # Devices: browsers in which somebody has signed in

    def new_device(self, email: str, now: datetime) -> str:
        """A secret by which a browser in which ``email`` has signed in is known again; it opens nothing."""
        secret = secrets.token_urlsafe(24)
        row = (_hash(secret), email, _text(now), _text(now + DEVICE_LASTS))
        self._storage.execute("INSERT INTO devices VALUES (?, ?, ?, ?)", *row)
        surplus = """
            DELETE FROM devices WHERE email = :email AND hash NOT IN (
                SELECT hash FROM devices WHERE email = :email ORDER BY since DESC, hash LIMIT :most
            )
        """
        self._storage.connection.execute(surplus, {"email": email, "most": _MAX_DEVICES})
        return secret

    def is_device_of(self, email: str, device: str, now: datetime) -> bool:
        """Whether ``email`` has signed in in the browser that has this secret."""
        query = "SELECT 1 FROM devices WHERE hash = ? AND email = ? AND ends > ?"
        return bool(device) and self._storage.row(query, _hash(device), email, _text(now)) is not None

    # Sessions

    def _open(self, email: str, now: datetime, *, by_link: bool) -> str:
        secret = secrets.token_urlsafe(32)
        self._storage.execute("DELETE FROM sessions WHERE ends <= ?", _text(now))
        self._storage.execute("DELETE FROM devices WHERE ends <= ?", _text(now))
        self._storage.execute("DELETE FROM links WHERE ends <= ?", _text(now - _LINK_IS_KEPT))
        row = (_hash(secret), email, _text(now), _text(now + SESSION_LASTS), by_link)
        self._storage.execute("INSERT INTO sessions (hash, email, since, ends, by_link) VALUES (?, ?, ?, ?, ?)", *row)
        return secret

    def email_of(self, session: str, now: datetime) -> str | None:
        """Whose session this is; nothing if it is unknown, over or closed."""
        query = "SELECT email FROM sessions WHERE hash = ? AND ends > ?"
        found = self._storage.row(query, _hash(session), _text(now))
        return str(found[0]) if found else None

    def came_by_link_just_now(self, session: str, now: datetime) -> bool:
        """Whether this session was opened by a link, and no longer ago than `FRESH`."""
        query = "SELECT 1 FROM sessions WHERE hash = ? AND by_link AND since > ?"
        return self._storage.row(query, _hash(session), _text(now - FRESH)) is not None

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
            SELECT email, sum(link), sum(session), min(since) FROM (
                SELECT email, used = '' AND ends > :now AS link, 0 AS session, since FROM links
                UNION ALL SELECT email, 0, 1, since FROM sessions WHERE ends > :now
            ) GROUP BY email ORDER BY email
        """
        rows = self._storage.connection.execute(query, {"now": _text(now)}).fetchall()
        return [Access(email, links, open_, datetime.fromisoformat(since)) for email, links, open_, since in rows]


def _hash(secret: str) -> str:
    # The secrets are long and random, so a fast hash is enough for them.
    return hashlib.sha256(secret.encode("utf-8", "replace")).hexdigest()


def _text(moment: datetime) -> str:
    return moment.isoformat(timespec="seconds")
