"""How the cycles go: whether one is under way, what the last one did, when the next look is, and who wants one now."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from enum import IntEnum

from jobs.runner.cycle import CycleReport

_NAP = 1.0
"""Seconds: so late a wish is heard."""
_QUIET = 2.0
"""Seconds without another change before a cycle looks at it: whoever decides one thing after another waits for none."""


class Wish(IntEnum):
    """What somebody asked for while the timetable slept."""

    NOTHING = 0
    A_LOOK = 1
    """Something has changed: the jobs that come in every cycle anyhow."""
    ALL_JOBS = 2
    """Those too that have an hour of their own."""


@dataclass
class Cycles:
    """Of one organisation: shared by the timetable that runs them and the pages that tell of them."""

    works: bool = False
    """Whether a timetable runs cycles in this program."""
    running: bool = False
    last_at: datetime | None = None
    """When the last cycle began that did or noticed anything, of those that this program ran."""
    last: CycleReport | None = None
    """Its report."""
    problem: str = ""
    """Why the last attempt came to nothing; empty where it did not."""
    next_at: datetime | None = None
    _wish: Wish = Wish.NOTHING
    _woken: float = 0.0
    """When somebody asked last, on the clock that only runs forward."""
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def wake(self, wish: Wish = Wish.A_LOOK) -> None:
        """Ask for a cycle at once."""
        with self._lock:
            self._wish = max(self._wish, wish)
            self._woken = time.monotonic()

    def sleep(self, seconds: float, stop: threading.Event) -> Wish:
        """Wait so long, or until somebody has a wish or `stop` is set; the wish."""
        while seconds > 0 and not self._is_heard() and not stop.is_set():
            stop.wait(min(seconds, _NAP))
            seconds -= _NAP
        with self._lock:
            wish, self._wish = self._wish, Wish.NOTHING
        return wish

    def _is_heard(self) -> bool:
        """Whether a cycle is wanted, and nothing has changed for a moment."""
        is_quiet = time.monotonic() - self._woken >= _QUIET
        return self._wish is Wish.ALL_JOBS or (self._wish is Wish.A_LOOK and is_quiet)

    @contextmanager
    def under_way(self) -> Iterator[None]:
        """A cycle runs while the block does."""
        self.running = True
        try:
            yield
        finally:
            self.running = False

    def tell(self, report: CycleReport, at: datetime) -> None:
        """What a cycle came to. One that found nothing to do is not worth a word."""
        self.problem = ""
        if report.jobs and (report.wrote or report.notices or self.last is None):
            self.last, self.last_at = report, at
