"""What a job is: a decision over the book, with a title, a place in the cycle and a timetable.

    @job(title="проверка", after=("collect",), does="Проверяет каждую строку и пишет рядом, что исправить.")
    def run(book: Book, today: date) -> None: …

A job is one module in the folder of its feature; nothing else has to be told.
"""

from __future__ import annotations

import importlib
import pkgutil
import re
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date
from functools import cache
from graphlib import TopologicalSorter
from pathlib import Path

import jobs
from automation.workbook.book import Book

Decision = Callable[[Book, date], None]


@dataclass(frozen=True)
class Job:
    """One automatic task. Calling it decides; it does no I/O."""

    name: str
    title: str
    after: tuple[str, ...]
    """Jobs that come before this one in a cycle."""
    daily_at: str
    """«09:00» for once a day; empty for every cycle."""
    decide: Decision
    does: str = ""
    """What the curator is told of it, in a sentence or two."""
    stops: str = ""
    """What is not done while the curator has switched it off; empty where others need it, so that it cannot be."""
    needs: tuple[str, ...] = ()
    """Jobs without which it does not run either."""

    def __call__(self, book: Book, today: date) -> None:
        self.decide(book, today)


def job(
    *,
    title: str,
    after: tuple[str, ...] = (),
    daily_at: str = "",
    does: str = "",
    stops: str = "",
    needs: tuple[str, ...] = (),
) -> Callable[[Decision], Job]:
    """Declare the decorated function to be the job of its module."""

    def declare(decide: Decision) -> Job:
        name = decide.__module__.rpartition(".")[2]
        return Job(name, title, after, daily_at, decide, does, stops, needs)

    return declare


def job_names() -> frozenset[str]:
    """The names of all jobs; none of them is loaded for it."""
    return frozenset(_modules())


@cache
def _modules() -> dict[str, str]:
    """Name of a job → the module that declares it."""
    return {name.rpartition(".")[2]: name for name in modules_with(r"^@job\(")}


def modules_with(declaration: str) -> list[str]:
    """The modules in the features' folders whose text has such a line; none of them is loaded for it."""
    features = [Path(path) / one.name for path in jobs.__path__ for one in pkgutil.iter_modules([path]) if one.ispkg]
    files = [file for feature in features for file in sorted(feature.glob("*.py"))]
    declares = re.compile(declaration, re.MULTILINE)
    declaring = [file for file in files if declares.search(file.read_text(encoding="utf-8"))]
    return [f"jobs.{file.parent.name}.{file.stem}" for file in declaring]


@cache
def all_jobs() -> dict[str, Job]:
    """Every job by name, in the order of a cycle."""
    found = {name: _load(name) for name in sorted(job_names())}
    order = TopologicalSorter({name: one.after for name, one in found.items()}).static_order()
    return {name: found[name] for name in order}


def jobs_of(names: Collection[str]) -> list[Job]:
    """The jobs of these names, all of them without any, in the order of a cycle.

    One alone has no order, and does not wait until what the others need is loaded.
    """
    wanted = job_names().intersection(names)
    if len(wanted) == 1:
        return [_load(name) for name in wanted]
    return [job for name, job in all_jobs().items() if not names or name in names]


def _load(name: str) -> Job:
    loaded: Job = importlib.import_module(_modules()[name]).run
    return loaded
