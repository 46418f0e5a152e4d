"""How often a password may be tried: a few times by one client, and not very often by all strangers together.

A browser in which the owner has signed in before is no stranger: it counts for itself alone, so that nobody locks the
owner out by guessing. https://owasp.org/www-community/Slow_Down_Online_Guessing_Attacks_with_Device_Cookies
"""

from __future__ import annotations

import threading
from datetime import datetime, timedelta
from typing import NamedTuple

_MAX_BY_ONE, _WITHIN = 10, timedelta(minutes=5)
_MAX_BY_STRANGERS, _STRANGERS_WITHIN = 100, timedelta(hours=1)


class TooManyAttempts(Exception):
    """This client was wrong too often; no password of theirs is looked at for some minutes."""


class TooManyStrangers(TooManyAttempts):
    """Strangers were wrong too often, all together: for up to an hour none of them is let try."""


class Client(NamedTuple):
    """Who tries: a name to count by, and whether the owner is known to have signed in there before."""

    name: str
    is_known: bool = False


class Attempts:
    """The wrong attempts of the last hour, never more than the limits let in; threads may share it."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._wrong: list[tuple[datetime, Client]] = []

    def begin(self, client: Client, now: datetime) -> None:
        """Count an attempt, before it is looked at: many at once are no more than one after the other.

        Raises `TooManyAttempts`.
        """
        with self._lock:
            self._wrong = [(moment, who) for moment, who in self._wrong if now - moment < _STRANGERS_WITHIN]
            own = [moment for moment, who in self._wrong if who == client and now - moment < _WITHIN]
            if len(own) >= _MAX_BY_ONE:
                raise TooManyAttempts
            strangers = [who for _, who in self._wrong if not who.is_known]
            if not client.is_known and len(strangers) >= _MAX_BY_STRANGERS:
                raise TooManyStrangers
            self._wrong.append((now, client))

    def take_back(self, client: Client) -> None:
        """The last attempt of ``client`` was none: the password was right, or was not looked at."""
        with self._lock:
            for place in reversed(range(len(self._wrong))):
                if self._wrong[place][1] == client:
                    del self._wrong[place]
                    return
