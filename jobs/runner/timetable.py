"""The timetable: which jobs are due when, in the organisation's time zone, and one cycle at a time.

serve(cycle, time_zone="Europe/Moscow", stop=stop)
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import datetime
from zoneinfo import ZoneInfo

import schedule

from jobs.runner.job import all_jobs

EVERY_MINUTES = 10
_LONGEST_NAP = 30.0
"""Seconds: how late a job may be, and how long stopping may take at most without a signal."""


def timetable(due: set[str], *, time_zone: str) -> schedule.Scheduler:
    """A scheduler that puts the names of jobs into `due` when their time comes."""
    scheduler = schedule.Scheduler()
    for name, job in all_jobs().items():
        if job.daily_at:
            scheduler.every().day.at(job.daily_at, time_zone).do(due.add, name)
        else:
            scheduler.every(EVERY_MINUTES).minutes.do(due.add, name)
    return scheduler


def serve(cycle: Callable[[list[str]], None], *, time_zone: str, stop: threading.Event) -> None:
    """Run cycles by the timetable until `stop` is set; a cycle that has begun is finished first.

    All jobs that have come due are one cycle. It begins with one for everything but what is tied to a later hour of
    this day: a morning that the machine slept through is made up for, and no letter is written twice.
    """
    clock = f"{datetime.now(ZoneInfo(time_zone)):%H:%M}"
    due = {name for name, job in all_jobs().items() if job.daily_at <= clock}
    scheduler = timetable(due, time_zone=time_zone)
    while not stop.is_set():
        scheduler.run_pending()
        if due:
            names = sorted(due)
            due.clear()
            cycle(names)
        stop.wait(min(_LONGEST_NAP, max(0.0, scheduler.idle_seconds or 0.0)))
