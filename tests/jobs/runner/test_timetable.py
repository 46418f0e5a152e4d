"""The timetable: what is due when, on the organisation's clock, one cycle at a time."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from jobs.runner.job import all_jobs
from jobs.runner.timetable import EMBEDDED, GOOGLE, serve

BEGAN = datetime(2023, 11, 20, 5, 45, tzinfo=UTC)
"""08:45 in Moscow."""

DAILY = [name for name, job in all_jobs().items() if job.daily_at]
FREQUENT = [name for name, job in all_jobs().items() if not job.daily_at]


class Day:
    """A stretch of time that passes as fast as `serve` waits for it, and the cycles that were run in it."""

    def __init__(self, clock: time_machine.Traveller) -> None:
        self.stop = _Passing(clock)
        self.cycles: list[tuple[datetime, list[str]]] = []

    def run(self, *, time_zone: str, hours: float) -> None:
        self.stop.ends = BEGAN + timedelta(hours=hours)
        serve(self.cycle, time_zone=time_zone, every=GOOGLE, stop=self.stop)

    def cycle(self, names: list[str]) -> None:
        self.cycles.append((datetime.now(UTC), names))

    def of(self, name: str) -> list[datetime]:
        """When cycles with this job began."""
        return [moment for moment, names in self.cycles if name in names]


class _Passing(threading.Event):
    """Waiting for it makes the time pass; it is set when the time is up."""

    def __init__(self, clock: time_machine.Traveller) -> None:
        super().__init__()
        self.ends = BEGAN
        self._clock = clock

    def wait(self, timeout: float | None = None) -> bool:
        assert timeout is not None and timeout <= 30
        self._clock.shift(max(timeout, 0.01))
        if datetime.now(UTC) >= self.ends:
            self.set()
        return self.is_set()


@pytest.fixture
def day() -> Iterator[Day]:
    with time_machine.travel(BEGAN, tick=False) as clock:
        yield Day(clock)


def test_it_begins_with_everything_but_what_is_tied_to_a_later_hour(day: Day) -> None:
    day.run(time_zone="Europe/Moscow", hours=0.01)
    assert day.cycles == [(BEGAN, sorted(FREQUENT))]


def test_a_daily_job_whose_hour_has_passed_runs_at_once_and_then_at_its_hour(day: Day) -> None:
    day.run(time_zone="Asia/Novosibirsk", hours=24)
    for name in DAILY:
        assert [f"{moment:%d %H:%M}" for moment in day.of(name)] == ["20 05:45", "21 02:00"]


@pytest.mark.parametrize(
    ("time_zone", "nine_there"),
    [("Europe/Moscow", "06:00"), ("Europe/Kaliningrad", "07:00")],
)
def test_a_daily_job_runs_at_its_hour_where_the_organisation_is_and_once_a_day(
    day: Day, time_zone: str, nine_there: str
) -> None:
    day.run(time_zone=time_zone, hours=48)
    for name in DAILY:
        moments = day.of(name)
        assert [f"{moment:%H:%M}" for moment in moments] == [nine_there] * 2
        assert moments[1].date() - moments[0].date() == timedelta(days=1)


@pytest.mark.parametrize("every", [GOOGLE, EMBEDDED])
def test_the_workspace_is_looked_at_as_often_as_is_said(day: Day, every: timedelta) -> None:
    day.stop.ends = BEGAN + timedelta(minutes=10)
    serve(day.cycle, time_zone="Europe/Moscow", every=every, stop=day.stop)
    assert len(day.of("collect")) == pytest.approx(1 + timedelta(minutes=10) / every, abs=1)


def test_all_jobs_that_are_due_form_one_cycle(day: Day) -> None:
    day.run(time_zone="Europe/Moscow", hours=1)
    moments = [moment for moment, _ in day.cycles]
    assert len(set(moments)) == len(moments)
    assert all(names == sorted(FREQUENT) for _, names in day.cycles if not set(DAILY) & set(names))


def test_jobs_that_came_due_during_a_long_cycle_are_one_cycle_after_it(day: Day) -> None:
    began: list[list[str]] = []

    def long_cycle(names: list[str]) -> None:
        began.append(names)
        day.stop.wait(30)
        for _ in range(59):
            day.stop.wait(30)

    day.stop.ends = BEGAN + timedelta(minutes=31)
    serve(long_cycle, time_zone="Europe/Moscow", every=GOOGLE, stop=day.stop)
    assert began == [sorted(FREQUENT), sorted(FREQUENT + DAILY)]


def test_a_cycle_that_has_begun_is_finished_before_stopping(day: Day) -> None:
    finished: list[list[str]] = []

    def cycle(names: list[str]) -> None:
        day.stop.set()
        finished.append(names)

    day.stop.ends = BEGAN + timedelta(hours=1)
    serve(cycle, time_zone="Europe/Moscow", every=GOOGLE, stop=day.stop)
    assert finished == [sorted(FREQUENT)]
