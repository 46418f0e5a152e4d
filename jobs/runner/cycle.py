"""One cycle: read the book, let the due jobs decide, draw up documents, write everything at once, send letters.

    report = run_cycle(google, spreadsheet, now=datetime.now(UTC))

A cycle that stops anywhere is finished by the next one: documents are found by their keys, the write is atomic, and
letters are sent only after it. See docs/architecture.md.
"""

from __future__ import annotations

import gc
import logging
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import lru_cache

from automation.google import Google
from automation.google.drive import File
from automation.google.errors import WorkspaceError
from automation.workbook.book import Book, TabUnavailable
from automation.workbook.commit import SpreadsheetBusy, commit
from automation.workbook.following import adopt_questions, bring_back_questions, follow_forms, follow_words
from automation.workbook.layout import MARKS
from automation.workbook.memory import Memory
from automation.workbook.moved import follow
from automation.workbook.reading import read_book, read_state
from automation.workbook.shape import shape_of
from automation.workbook.state import State
from jobs.control.switches import is_rehearsal
from jobs.letters.mailings import tell_how_they_stand
from jobs.people.own_link import keep_secret
from jobs.runner.claim import claim_letters, give_back_letters
from jobs.runner.deciding import decide, divided
from jobs.runner.erasing import carry_out, due
from jobs.runner.job import jobs_of
from jobs.runner.journal import enter, finish, record
from jobs.runner.outcomes import tell, tell_of_cycle, tell_of_jobs, tell_of_letters
from jobs.runner.publishing import discard, publish
from jobs.runner.rehearsal import Rehearsal, rehearsed
from jobs.runner.sending import Sending, may_go_now, send_queued
from sheets_schema.nastavnik import NASTAVNIK
from sheets_schema.schema import Schema
from sheets_schema.tabs.control import REHEARSAL
from sheets_schema.tabs.letters import Letters
from sheets_schema.vocabulary import QUEUED

log = logging.getLogger("nastavnik")

CALLS_OF_A_WRITE = 2
_KEPT = 64
"""Of so many spreadsheets a process keeps what their last cycles read."""
_PATIENCE = 2
"""How often a cycle begins anew because somebody rearranged the spreadsheet under it."""


@dataclass
class CycleReport:
    """What a cycle did, in ids and numbers."""

    jobs: list[str]
    switched_off: list[str] = field(default_factory=list)
    """Jobs that were due, and that the curator has switched off on «Пульт»."""
    rehearsal: Rehearsal | None = None
    """What would have been done, where «Репетиция» is ticked: nothing else was."""
    changed: dict[str, int] = field(default_factory=dict)
    """Tab title → rows changed or added."""
    documents: list[str] = field(default_factory=list)
    """Keys of the documents asked for."""
    letters: Sending = field(default_factory=Sending)
    erasures: list[str] = field(default_factory=list)
    """The rows of «Удаление данных» that were carried out after the cycle."""
    notices: list[str] = field(default_factory=list)
    calls: Counter[str] = field(default_factory=Counter)
    seconds: float = 0.0
    state: State = field(default_factory=State, repr=False)
    time_zone: str = "UTC"
    """The organisation's."""

    @property
    def wrote(self) -> bool:
        return bool(self.changed)

    @property
    def settled(self) -> bool:
        """Whether there was nothing to do, to say, or to wait for."""
        waits = self.letters.waiting or any(self.state.wanted.values())
        return not (self.changed or self.documents or self.notices or waits or self.erasures)


def run_cycle(
    google: Google,
    spreadsheet: str,
    *,
    now: datetime,
    names: Sequence[str] = (),
    runner: str = "программа",
    schema: Schema = NASTAVNIK,
    memory: Memory | None = None,
) -> CycleReport:
    """Run the named jobs (all of them without names) as one cycle. `now` is aware.

    `runner` tells this program from others that may work in the same spreadsheet; a run of the same name that is
    still noted there is taken for dead.

    `memory` is what is kept of the spreadsheet's earlier cycles to save work; without it, what this process has kept.

    Raises `WorkspaceError` or `SpreadsheetBusy` with nothing half-written.
    """
    made: list[File] = []
    memory = memory or memory_of(spreadsheet)
    with without_collecting():
        for attempts_left in reversed(range(_PATIENCE + 1)):
            try:
                report = _run_once(google, spreadsheet, schema, memory, now, names, runner, made)
                _erase(google, spreadsheet, schema, now, report)
                return report
            except SpreadsheetBusy:
                if not attempts_left:
                    raise
                log.warning("таблицу изменили во время цикла; цикл начат заново")
    raise AssertionError  # the last attempt returns or raises


def _erase(google: Google, spreadsheet: str, schema: Schema, now: datetime, report: CycleReport) -> None:
    """Carry out the erasures that are due. One that does not come to its end is gone on with by the next cycle, and
    keeps nothing that the cycle has done from being told."""
    for row in report.erasures:
        try:
            carry_out(google, spreadsheet, row, now=now, schema=schema)
        except (WorkspaceError, SpreadsheetBusy, TabUnavailable) as error:
            report.notices.append(f"Удаление {row} не закончено, программа продолжит его в следующий раз. {error}")


@lru_cache(maxsize=_KEPT)
def memory_of(spreadsheet: str) -> Memory:
    """What this process keeps of a spreadsheet."""
    return Memory()


@contextmanager
def without_collecting() -> Iterator[None]:
    """Leave the search for unreachable cycles of objects until later: a cycle makes a million objects and hardly any
    of those, so that looking through all there are, again and again, would be a fifth of its time."""
    was_collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_collecting:
            gc.enable()


def _run_once(
    google: Google,
    spreadsheet: str,
    schema: Schema,
    memory: Memory,
    now: datetime,
    names: Sequence[str],
    runner: str,
    made: list[File],
) -> CycleReport:
    """One attempt; `made` are the documents that attempts have made, a vain one's too."""
    began = time.perf_counter()
    calls_before = Counter(google.calls)
    book = _read(google, spreadsheet, schema, memory, now)
    is_tried = is_rehearsal(book)
    # The morning's letters too are of interest at any hour, and what is told does not change with the hour.
    jobs, off = divided(book, jobs_of(() if is_tried else names))
    report = CycleReport(jobs=[job.title for job in jobs], switched_off=[job.title for job in off])
    left_behind = _queued_letters(book)
    book.notices += book.structure_problems()

    def so_far(extra: int = 0) -> tuple[int, float]:
        return (Counter(google.calls) - calls_before).total() + extra, time.perf_counter() - began

    def finished() -> CycleReport:
        report.erasures = [] if is_tried else due(book)
        report.notices, report.state, report.time_zone = book.notices, book.state, str(book.time_zone)
        report.calls = Counter(google.calls) - calls_before
        report.seconds = time.perf_counter() - began
        log.info("цикл: %s; обращений %d; %.1f с", ", ".join(report.jobs), report.calls.total(), report.seconds)
        return report

    if is_tried:
        report.rehearsal = rehearsed(book, jobs)
        _tell_of_rehearsal(book, report.rehearsal, *so_far(CALLS_OF_A_WRITE))
        _commit(google, spreadsheet, book)
        return finished()
    bring_back_questions(google, book)
    follow(book)
    keep_secret(book)
    outcomes = decide(book, jobs)
    vain = list(made)
    published = publish(google, book)
    made += published
    report.documents = [one.key for one in book.documents]
    report.changed = {book.tabs[name].title: len(change) for name, change in book.changes().items()}
    tell_of_jobs(book, outcomes)
    tell_of_cycle(book, _in_words(report, len(published)))
    # What has to wait for another day, or until the curator allows it, is not worth a write.
    may_send = not book.unavailable("letters") and len(may_go_now(book)) > 0 and claim_letters(book, runner)
    line = enter(book, report.jobs, report.changed, *so_far(CALLS_OF_A_WRITE))
    _commit(google, spreadsheet, book)
    discard(google, book, vain)
    # After the write: what forms refer to, as the wording of a consent, is in the spreadsheet by then.
    follow_forms(google, book)
    if may_send:
        report.letters = send_queued(google.mail, book, left_behind=left_behind)
        book.notices += report.letters.notices
        give_back_letters(book.state, runner)
        if book.changes():
            tell_how_they_stand(book)
            tell_of_letters(book)
            tell_of_cycle(book, _in_words(report, len(published)))
            finish(book, line, report.letters, *so_far(CALLS_OF_A_WRITE))
        _commit_what_has_happened(google, spreadsheet, book, runner)
    else:
        _commit(google, spreadsheet, book)
        report.letters = Sending(waiting=len(_queued_letters(book)))
    return finished()


def _read(google: Google, spreadsheet: str, schema: Schema, memory: Memory, now: datetime) -> Book:
    """The book, once there is a column for all that the organisation asks: answers would have no place else."""
    book = read_book(google, spreadsheet, now, schema, memory)
    if is_rehearsal(book):
        return book
    if adopt_questions(book):
        _commit(google, spreadsheet, book)
        book = read_book(google, spreadsheet, now, schema, memory)
    shape = shape_of(book.schema)
    if follow_words(google, spreadsheet, book):
        book = read_book(google, spreadsheet, now, schema, memory)
        book.state.shape = shape
    return book


def _in_words(report: CycleReport, documents: int) -> str:
    """What a cycle did, for «Пульт»; empty where it did nothing."""
    letters = report.letters
    told = {
        "изменено строк": sum(report.changed.values()),
        "составлено документов": documents,
        "отправлено писем": letters.sent,
        "осталось писем в почте программы": letters.kept,
        "не принято писем": letters.failed,
        "ждёт писем": letters.waiting if letters.sent or letters.kept or letters.failed else 0,
    }
    return "; ".join(f"{what}: {count}" for what, count in told.items() if count)


def _tell_of_rehearsal(book: Book, told: Rehearsal, calls: int, seconds: float) -> None:
    """On «Пульт», and in the journal where it is something else than the last time."""
    tell(book, REHEARSAL, told.in_words())
    tell_of_cycle(book, "")
    if book.changes():
        record(book, "репетиция", told.in_words(), calls, seconds)


def _queued_letters(book: Book) -> set[str]:
    if book.unavailable("letters"):
        return set()
    return set(book[Letters][Letters.id][book[Letters][Letters.state] == QUEUED])


def _commit(google: Google, spreadsheet: str, book: Book) -> None:
    changes = book.changes()
    if changes or book.state != book.state_as_read:
        expected = book.state_as_read.write
        commit(google.spreadsheets, spreadsheet, changes, book.state, where=book.tabs, expected=expected)
        book.rebase()


def _commit_what_has_happened(google: Google, spreadsheet: str, book: Book, runner: str) -> None:
    """Write what has become of the letters, though another program should have written since: it cannot be taken back.

    Rows are found by their keys; new ones are left out, for their numbers may have been given away by then.
    """
    try:
        _commit(google, spreadsheet, book)
    except SpreadsheetBusy:
        known = {name: replace(wanted, appended=()) for name, wanted in book.changes().items()}
        for attempts_left in reversed(range(_PATIENCE + 1)):
            state = read_state(google.spreadsheets.get(spreadsheet, fields=MARKS))
            expected = state.write
            give_back_letters(state, runner)
            try:
                commit(google.spreadsheets, spreadsheet, known, state, where=book.tabs, expected=expected)
                return
            except SpreadsheetBusy:
                if not attempts_left:
                    raise
