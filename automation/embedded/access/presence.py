"""Who has a file open just now, and where in it they are; known only while the server runs."""

from __future__ import annotations

import threading
import time
from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from automation.embedded.access.person import Person

GONE_AFTER = 15.0
"""Seconds without a word after which somebody is no longer there; pages tell of themselves every few seconds."""


@dataclass(frozen=True)
class Seen:
    """Somebody, where in the file, and when they were last heard of."""

    person: Person
    place: Mapping[str, int]
    at: float


class Presence:
    """Who is where; threads may share it. A person with two windows is where they were heard of last."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._seen: defaultdict[str, dict[str, Seen]] = defaultdict(dict)

    def tell(self, file_id: str, person: Person, place: Mapping[str, int]) -> list[Seen]:
        """Note where a person is in a file; gives who else is there, by name."""
        now = self._clock()
        with self._lock:
            self._seen[file_id][person.email] = Seen(person, place, now)
            self._forget(now)
            others = [seen for email, seen in self._seen[file_id].items() if email != person.email]
        return sorted(others, key=lambda seen: seen.person.name)

    def _forget(self, now: float) -> None:
        for file_id, people in list(self._seen.items()):
            for email in [email for email, seen in people.items() if now - seen.at > GONE_AFTER]:
                del people[email]
            if not people:
                del self._seen[file_id]
