"""The timetable: which jobs are due when, in the organisation's time zone, and one cycle at a time.

serve(cycle, time_zone="Europe/Moscow", every=EMBEDDED, stop=stop)
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import schedule

from jobs.runner.cycles import Cycles, Wish
from jobs.runner.job import all_jobs

EMBEDDED, GOOGLE = timedelta(seconds=10), timedelta(minutes=1)
"""How often a workspace is looked at: where nothing has happened, that is two calls (`jobs.runner.unchanged`)."""
_LONGEST_NAP = 30.0
"""Seconds: how late a job may be, and how long stopping may take at most without a signal."""


def timetable(due: set[str], *, time_zone: str, every: timedelta) -> schedule.Scheduler:
    """A scheduler that puts the names of jobs into `due` when their time comes: those without an hour of their own come
    as often as the workspace is looked at."""
    scheduler = schedule.Scheduler()
    for name, job in all_jobs().items():
        if job.daily_at:
            scheduler.every().day.at(job.daily_at, time_zone).do(due.add, name)
        else:
            scheduler.every(int(every.total_seconds())).seconds.do(due.add, name)
    return scheduler


def serve(
    cycle: Callable[[list[str]], None],
    *,
    time_zone: str,
    every: timedelta,
    stop: threading.Event,
    cycles: Cycles | None = None,
) -> None:
    """Run cycles by the timetable until `stop` is set, and whenever `cycles` is woken; a cycle that has begun is
    finished first.

    All jobs that have come due are one cycle. It begins with one for everything but what is tied to a later hour of
    this day: a morning that the machine slept through is made up for, and no letter is written twice.
    """
    clock = f"{datetime.now(ZoneInfo(time_zone)):%H:%M}"
    cycles = cycles or Cycles()
    due = {name for name, job in all_jobs().items() if job.daily_at <= clock}
    scheduler = timetable(due, time_zone=time_zone, every=every)
    while not stop.is_set():
        scheduler.run_pending()
        if due:
            names = sorted(due)
            due.clear()
            cycle(names)
        cycles.next_at = scheduler.next_run.astimezone() if scheduler.next_run else None
        wish = cycles.sleep(min(_LONGEST_NAP, max(0.0, scheduler.idle_seconds or 0.0)), stop)
        due.update(name for name, job in all_jobs().items() if wish is Wish.ALL_JOBS or (wish and not job.daily_at))
