"""A cycle can be asked for, and comes when whoever is deciding has paused."""

from __future__ import annotations

import threading

import pytest

from jobs.runner.cycles import Cycles, Wish


class Passing(threading.Event):
    """Time that passes as fast as one waits for it."""

    now = 100.0

    def wait(self, timeout: float | None = None) -> bool:
        self.now += timeout or 0.0
        return self.is_set()


@pytest.fixture
def passing(monkeypatch: pytest.MonkeyPatch) -> Passing:
    one = Passing()
    monkeypatch.setattr("time.monotonic", lambda: one.now)
    return one


def test_without_a_wish_it_sleeps_its_time(passing: Passing) -> None:
    assert Cycles().sleep(30, passing) is Wish.NOTHING
    assert passing.now == 130


def test_a_change_is_looked_at_once_nothing_more_is_changed_for_a_moment(passing: Passing) -> None:
    cycles = Cycles()
    cycles.wake()
    assert cycles.sleep(30, passing) is Wish.A_LOOK
    assert 102 <= passing.now < 104
    assert cycles.sleep(10, passing) is Wish.NOTHING


def test_a_click_for_all_jobs_is_heard_at_once_and_no_lesser_wish_takes_it_back(passing: Passing) -> None:
    cycles = Cycles()
    cycles.wake(Wish.ALL_JOBS)
    cycles.wake()
    assert cycles.sleep(30, passing) is Wish.ALL_JOBS
    assert passing.now == 100


def test_who_is_to_stop_does_not_sleep_on(passing: Passing) -> None:
    passing.set()
    assert Cycles().sleep(30, passing) is Wish.NOTHING
    assert passing.now == 100
