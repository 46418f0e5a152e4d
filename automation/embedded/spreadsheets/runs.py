"""A value for each index of a line of cells, kept as runs of equal neighbours.

A rule or a format that covers 10,000 cells is one run, whatever rows come and go around it.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator
from typing import Any

Run = tuple[int, int, Any]  # from, to (not included), value


class Runs:
    """Values by index; ``None`` where nothing was put."""

    __slots__ = ("_runs",)

    def __init__(self, runs: Iterable[Iterable[Any]] = ()) -> None:
        self._runs: list[Run] = [(start, end, value) for start, end, value in runs]

    def __bool__(self) -> bool:
        return bool(self._runs)

    def __iter__(self) -> Iterator[Run]:
        return iter(self._runs)

    @property
    def end(self) -> int:
        """One past the last index that has a value."""
        return self._runs[-1][1] if self._runs else 0

    def get(self, index: int) -> Any:
        """The value at ``index``."""
        position = bisect_right(self._runs, index, key=_start) - 1
        if position >= 0 and index < self._runs[position][1]:
            return self._runs[position][2]
        return None

    def between(self, start: int, end: int) -> list[Run]:
        """The runs inside ``start`` … ``end``, cut to it."""
        found = []
        for position in range(max(bisect_right(self._runs, start, key=_start) - 1, 0), len(self._runs)):
            run_start, run_end, value = self._runs[position]
            if run_start >= end:
                break
            if run_end > start:
                found.append((max(run_start, start), min(run_end, end), value))
        return found

    def whole(self, start: int, end: int) -> list[Run]:
        """The same with the gaps between them, where there is no value."""
        found: list[Run] = []
        position = start
        for run_start, run_end, value in [*self.between(start, end), (end, end, None)]:
            if position < run_start:
                found.append((position, run_start, None))
            if run_start < run_end:
                found.append((run_start, run_end, value))
            position = run_end
        return found

    def put(self, start: int, end: int, value: Any) -> None:
        """Give ``start`` … ``end`` one value; ``None`` takes away what was there."""
        if start < end:
            self._replace(start, end, [] if value is None else [(start, end, value)])

    def change(self, start: int, end: int, change: Callable[[Any], Any]) -> None:
        """Replace each value of ``start`` … ``end``, ``None`` included, by ``change(value)``."""
        changed = [(run_start, run_end, change(value)) for run_start, run_end, value in self.whole(start, end)]
        self._replace(start, end, [run for run in changed if run[2] is not None])

    def insert(self, at: int, count: int, value: Any = None) -> None:
        """Make room for ``count`` indexes at ``at``, filled with ``value``."""
        if not count:
            return
        self._split(at)
        self._runs = [
            (start + count, end + count, kept) if start >= at else (start, end, kept) for start, end, kept in self._runs
        ]
        self.put(at, at + count, value)

    def delete(self, start: int, end: int) -> None:
        """Remove the indexes ``start`` … ``end``; those after move up."""
        self.put(start, end, None)
        count = end - start
        moved = [
            (run_start - count, run_end - count, value) if run_start >= end else (run_start, run_end, value)
            for run_start, run_end, value in self._runs
        ]
        self._runs = _joined(moved)

    def move(self, start: int, end: int, destination: int) -> None:
        """Move ``start`` … ``end`` before the index ``destination`` (as counted before the move)."""
        carried = self.between(start, end)
        self.delete(start, end)
        target = destination if destination <= start else destination - (end - start)
        self.insert(target, end - start)
        for run_start, run_end, value in carried:
            self.put(run_start - start + target, run_end - start + target, value)

    def reorder(self, start: int, order: list[int]) -> None:
        """Put at ``start + i`` the value that was at ``order[i]``, for every i."""
        values = [self.get(index) for index in order]
        fresh = [(start + offset, start + offset + 1, v) for offset, v in enumerate(values) if v is not None]
        self._replace(start, start + len(order), _joined(fresh))

    def _split(self, at: int) -> None:
        position = bisect_right(self._runs, at, key=_start) - 1
        if position >= 0:
            start, end, value = self._runs[position]
            if start < at < end:
                self._runs[position : position + 1] = [(start, at, value), (at, end, value)]

    def _replace(self, start: int, end: int, fresh: list[Run]) -> None:
        self._split(start)
        self._split(end)
        first = bisect_right(self._runs, start - 1, key=_start)
        last = bisect_right(self._runs, end - 1, key=_start)
        # Neighbours join, so that cell-by-cell writing of one value ends as one run.
        low, high = max(first - 1, 0), min(last + 1, len(self._runs))
        self._runs[low:high] = _joined(self._runs[low:first] + fresh + self._runs[last:high])


def _start(run: Run) -> int:
    return run[0]


def _joined(runs: list[Run]) -> list[Run]:
    joined: list[Run] = []
    for start, end, value in runs:
        if joined and joined[-1][1] == start and joined[-1][2] == value:
            joined[-1] = (joined[-1][0], end, value)
        else:
            joined.append((start, end, value))
    return joined
