"""Deciding: the due jobs over one book, one after another. No transport, no clock but the book's.

outcomes = decide(book, jobs)
book.changes(), book.documents    # what they want done
"""

from __future__ import annotations

import logging
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass

from automation.workbook.book import Book, Seen, TabUnavailable
from jobs.control.switches import switched_off
from jobs.runner.job import Job
from jobs.runner.withholding import Withholding

log = logging.getLogger("nastavnik")

_OF_WRITES = {"write", "turn", "sender", "sending_since"}
"""What the spreadsheet's memory says of who writes and sends: no job asks for that."""


@dataclass(frozen=True)
class _Still:
    """What a job had before it when it left everything as it was. It depends on nothing else, so it would again."""

    beside: Hashable
    """What it may have looked at beside tables."""
    tables: tuple[tuple[str, Hashable], ...]
    """Name and sight of every table that it has looked at."""
    notices: tuple[str, ...]
    """What it told the reader of the journal nevertheless."""


def divided(book: Book, jobs: Sequence[Job]) -> tuple[list[Job], list[Job]]:
    """Those of the jobs that run, and those that the curator has switched off."""
    running = [job for job in jobs if _runs(book, job)]
    return running, [job for job in jobs if job not in running]


def _runs(book: Book, job: Job) -> bool:
    """Whether a job runs: it cannot be stopped, or neither it nor what it needs has been."""
    off = switched_off(book)
    return not ((job.stops and job.name in off) or off & {*job.needs})


@dataclass(frozen=True)
class Outcome:
    """What came of a job's decision."""

    rows: int = 0
    """How many rows it has changed or added that are not as they were before the cycle."""
    failed: bool = False
    """Whether it could not decide; the journal says why."""


def decide(book: Book, jobs: Iterable[Job]) -> dict[str, Outcome]:
    """Let jobs decide, one after another; returns what came of each, by its name. What may not be processed none of
    them sees, and none has written."""
    withholding, before = Withholding(book), book.checkpoint()
    touched: dict[str, set[tuple[str, int]] | None] = {}
    for job in jobs:
        withholding.draw()
        still = book.memory.still.get(job.name)
        if isinstance(still, _Still) and _stands(book, still):
            book.notices += still.notices
            touched[job.name] = set()
        else:
            touched[job.name] = _decide(job, book)
    withholding.finish()
    # What one job has emptied and another has filled in again is as it was.
    changed = book.rows_changed_since(before)
    return {name: Outcome(len((rows or set()) & changed), failed=rows is None) for name, rows in touched.items()}


def _decide(job: Job, book: Book) -> set[tuple[str, int]] | None:
    """Let one job decide; returns tab and row of all that it has changed. A job that cannot decide leaves the book as
    it found it, and the journal says why: then it is None."""
    before, versions, told = book.checkpoint(), _versions(book), len(book.notices)
    asked = len(book.documents)
    try:
        with book.watching() as seen, book.written_by(job.name):
            job(book, book.today)
    except TabUnavailable as missing:
        book.restore(before)
        log.warning("задание %s пропущено: нет листа или столбца", job.name)
        if str(missing) not in book.notices:
            book.notices.append(str(missing))
        return None
    except Exception as mistake:
        # One job's mistake must not keep the others from their work. Its text may quote a cell, so it is not shown.
        book.restore(before)
        place = _place(mistake)
        log.error("задание %s не выполнено: %s (%s)", job.name, type(mistake).__name__, place)
        book.notices.append(
            f"Задание «{job.title}» не выполнено из-за ошибки программы ({type(mistake).__name__}, {place}). "
            "Остальное сделано; сообщите об этом администратору."
        )
        return None
    if versions == _versions(book) and asked == len(book.documents) and not seen.clock:
        _remember(job, book, seen, tuple(book.notices[told:]))
    return book.rows_changed_since(before)


def _remember(job: Job, book: Book, seen: Seen, notices: tuple[str, ...]) -> None:
    """That the job has left everything as it was, where it can be told whether it has the same before it again."""
    beside, tables = _beside(book), tuple((table.sheet.name, table.sight) for table in seen.tables)
    if beside is not None and all(sight for _, sight in tables):
        book.memory.still[job.name] = _Still(beside, tables, notices)


def _stands(book: Book, still: _Still) -> bool:
    """Whether a job has the same before it as when it left everything as it was."""
    return all(book.sight(name) == sight for name, sight in still.tables) and _beside(book) == still.beside


def _beside(book: Book) -> Hashable | None:
    """What jobs may look at beside tables; None where that is never the same twice."""
    if any(book.responses.values()) or any(book.fetched.values()):
        return None
    state = book.state.model_dump_json(exclude=_OF_WRITES)
    return book.today, book.schema, book.link, state, tuple(book.structure_problems())


def _versions(book: Book) -> tuple[Hashable, ...]:
    """Another one after every change of the book."""
    return book.state.model_dump_json(), *(table.version for table in book.tables.values())


def _place(mistake: Exception) -> str:
    trace = mistake.__traceback__
    while trace and trace.tb_next:
        trace = trace.tb_next
    return f"{trace.tb_frame.f_code.co_filename.rpartition('/')[2]}:{trace.tb_lineno}" if trace else ""
