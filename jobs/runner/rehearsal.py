"""A rehearsal: what a cycle would do, told and not done.

    told = rehearse(google, spreadsheet, now=datetime.now(UTC))
    told.changed, told.documents, told.letters

It reads as a cycle does and lets the jobs decide; nothing is written, drawn up or sent.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from automation.google import Google
from automation.workbook.book import Book
from automation.workbook.memory import Memory
from automation.workbook.reading import read_book
from jobs.letters.correspondence import addressee_of, as_text, kind_of
from jobs.letters.kinds import letter_kinds
from jobs.runner.deciding import decide, divided
from jobs.runner.job import Job, jobs_of
from jobs.runner.sending import may_go_now
from sheets_schema.columns import shortened
from sheets_schema.nastavnik import NASTAVNIK
from sheets_schema.schema import Schema
from sheets_schema.tabs.letters import Letters
from sheets_schema.vocabulary import QUEUED

_SHOWN = 5
"""Subjects and documents that are named on «Пульт»; of more, the number is said."""


@dataclass(frozen=True)
class Planned:
    """A letter that would be in the queue."""

    kind: str
    """What such letters are called."""
    to: str
    """The number of whom it is for; empty where its key does not say."""
    subject: str
    goes_now: bool
    """Whether it would leave with this cycle; the others wait."""


@dataclass(frozen=True)
class Rehearsal:
    """What a cycle would do."""

    jobs: Sequence[str]
    changed: Mapping[str, int]
    """Tab title → rows that would be changed or added."""
    documents: Sequence[str]
    """Their titles, those too that stand already and would only be looked at."""
    letters: Sequence[Planned]
    notices: Sequence[str]

    def in_words(self) -> str:
        """For a cell of «Пульт»: numbers of rows and letters, no names."""
        told = [f"«{title}»: строк {rows}" for title, rows in self.changed.items()]
        if self.documents:
            told.append(f"документы ({len(self.documents)}): {_first(self.documents)}")
        for kind, count in Counter(one.kind for one in self.letters if one.goes_now).items():
            subjects = dict.fromkeys(one.subject for one in self.letters if one.kind == kind)
            told.append(f"писем «{kind}»: {count}, темы: {_first(list(subjects))}")
        if waiting := sum(not one.goes_now for one in self.letters):
            told.append(f"писем ждёт: {waiting}")
        return "Было бы сделано: " + ("; ".join(told) if told else "ничего")


def rehearse(
    google: Google, spreadsheet: str, *, now: datetime, names: Sequence[str] = (), schema: Schema = NASTAVNIK
) -> Rehearsal:
    """What the named jobs (all of them without names) would do now. Nothing is written. `WorkspaceError` as a cycle."""
    book = read_book(google, spreadsheet, now, schema, Memory())
    book.notices += book.structure_problems()
    running, _ = divided(book, jobs_of(names))
    return rehearsed(book, running)


def rehearsed(book: Book, jobs: Sequence[Job]) -> Rehearsal:
    """What the jobs would do; the book is left as it was."""
    before = book.checkpoint()
    decide(book, jobs)
    told = Rehearsal(
        jobs=[job.title for job in jobs],
        changed={book.tabs[name].title: len(change) for name, change in book.changes().items()},
        documents=[one.name for one in book.documents],
        letters=_letters(book),
        notices=list(book.notices),
    )
    book.restore(before)
    return told


def _letters(book: Book) -> list[Planned]:
    if book.unavailable(Letters.name):
        return []
    letters = book[Letters].frame
    queued = letters[letters[Letters.state] == QUEUED]
    go_now = may_go_now(book)
    return [
        Planned(
            letter_kinds()[kind].title if (kind := kind_of(as_text(key))) in letter_kinds() else kind,
            addressee_of(as_text(key)),
            as_text(subject),
            row in go_now,
        )
        for row, key, subject in queued[[Letters.id, Letters.subject]].itertuples(name=None)
    ]


def _first(names: Sequence[str]) -> str:
    shown = ", ".join(f"«{shortened(name)}»" for name in names[:_SHOWN])
    return f"{shown} и ещё {len(names) - _SHOWN}" if len(names) > _SHOWN else shown
