"""What was written to whom: a letter's key says its kind, whom it is for, and the day («fix/НМ-0007/2026-09-01»)."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import pandas as pd

import templates
from automation.documents.calendar import Entry, entries_as_text
from automation.documents.letters import Letter, render_letter
from automation.workbook.book import Book
from jobs.control.switches import switched_off
from jobs.letters.kinds import code_of, letter_kinds
from sheets_schema.tabs.letters import Letters
from sheets_schema.tabs.settings import Settings
from sheets_schema.vocabulary import QUEUED

FIX = "fix"
"""Asks the author of a questionnaire to correct it, or to give a consent."""
RECEIVED = "received"
"""Tells the author of a questionnaire that it has come."""
WITHDRAWAL = "withdrawal"
"""Confirms to somebody that their consent is taken back."""
HOUR = pd.Timedelta(hours=1)
DIGEST = "digest"
"""Tells the curator what waits: it waits for nothing itself."""
CAUSED_BY_FORMS = (FIX, RECEIVED, WITHDRAWAL)
"""The kinds that an answer to a public form alone may bring about, whoever sent it and whatever address it names."""


def kind_of(key: str) -> str:
    return key.partition("/")[0]


def addressee_of(key: str) -> str:
    """The number of the person whom a letter is for; empty where its key does not say."""
    return key.split("/")[1] if key.count("/") > 1 else ""


def is_off(book: Book, kind: str) -> bool:
    """Whether the curator has switched letters of this kind off. What they were to tell is told when they are on again,
    as far as it still matters then: no reason is used up."""
    return code_of(kind) in switched_off(book) and kind in letter_kinds() and not letter_kinds()[kind].always


def short_digest(value: Any) -> str:
    """A few characters by which a reason to write is told from others."""
    return hashlib.sha256(repr(value).encode()).hexdigest()[:8]


def as_text(cell: Any) -> str:
    """What a cell says; empty where it says nothing."""
    return "" if pd.isna(cell) else str(cell)


def held_back(book: Book) -> pd.Index:
    """The rows of «Письма» that wait, because so many letters that forms alone brought about may not go in one hour.

    Raises `TabUnavailable`.
    """
    letters = book[Letters].frame
    kinds = letters[Letters.id].fillna("").map(kind_of)
    by_forms = letters[kinds.isin(CAUSED_BY_FORMS)]
    waiting = by_forms.index[by_forms[Letters.state] == QUEUED]
    confirms = kinds[waiting] == RECEIVED
    waiting = waiting[~confirms].append(waiting[confirms])  # what asks for something goes first
    if not len(waiting):
        return waiting  # whatever the hour
    an_hour_ago = pd.Timestamp(book.local(book.now)) - HOUR
    gone = int((by_forms[Letters.sent_at] > an_hour_ago).sum())
    return waiting[max(0, int(book[Settings].form_letters_an_hour) - gone) :]


def awaiting_leave(book: Book) -> pd.Index:
    """The rows of «Письма» that wait until the curator allows so many at once: something may have gone wrong.

    What forms alone brought about is counted apart, so that no stranger keeps a reminder waiting; confirmations are
    not counted, for of a whole intake there are many, and no more than so many go in an hour. Raises `TabUnavailable`.
    """
    settings, letters = book[Settings], book[Letters].frame
    waiting = letters[letters[Letters.state] == QUEUED]
    if not len(waiting) or (settings.many_letters_until or date.min) >= book.today:
        return letters.index[:0]
    kinds = waiting[Letters.id].fillna("").map(kind_of)
    by_forms = kinds.isin(CAUSED_BY_FORMS)
    groups = (waiting.index[by_forms & (kinds != RECEIVED)], waiting.index[~by_forms & (kinds != DIGEST)])
    held = [row for rows in groups if len(rows) > settings.letters_at_once for row in rows]
    return letters.index[letters.index.isin(held)]


def reasons_written(book: Book) -> set[str]:
    """The reasons of all letters that there are, whomever they went to."""
    return set(book[Letters][Letters.reasons].dropna().str.split("\n").explode())


class Written:
    """The letters that there are, by address: asked before one more is written."""

    def __init__(self, book: Book) -> None:
        letters = book[Letters].frame
        addresses = letters[Letters.recipient].fillna("").str.lower()
        self._known = {
            (address, reason)
            for address, reasons in zip(addresses, letters[Letters.reasons].fillna(""), strict=True)
            for reason in reasons.split("\n")
        }
        self._keys = set(zip(addresses, letters[Letters.id], strict=True))

    def new(self, address: str, reasons: Sequence[str]) -> list[str]:
        """Those of the reasons for which nothing was written to this address yet."""
        return [reason for reason in reasons if (address.lower(), reason) not in self._known]

    def on(self, day: date, address: str, kind: str) -> bool:
        """Whether a letter of this kind was written that day to this address, whichever of its rows it was for."""
        to = address.lower()
        return any(key.startswith(f"{kind}/") and key.endswith(f"/{day}") for other, key in self._keys if other == to)


def write(
    book: Book,
    template: str,
    context: Mapping[str, Any],
    *,
    key: str,
    to: str,
    reasons: Sequence[str],
    entries: Sequence[Entry] = (),
) -> None:
    """Queue a letter by a template of `templates/letters/`."""
    source = templates.read_text(f"letters/{template}.md.j2")
    queue(book, render_letter(source, context, name=template), key=key, to=to, reasons=reasons, entries=entries)


def queue(
    book: Book, letter: Letter, *, key: str, to: str, reasons: Sequence[str] = (), entries: Sequence[Entry] = ()
) -> None:
    """Put a letter into the outbox, with its entries for a calendar, unless one with this key is there already, or
    letters of this kind are switched off."""
    outbox = book[Letters]
    if (outbox[Letters.id] == key).any() or is_off(book, kind_of(key)):
        return
    outbox.append(
        [
            {
                Letters.id: key,
                Letters.recipient: to,
                # As the cell will read back: a letter sent after a crash must be the same letter.
                Letters.subject: " ".join(letter.subject.split()),
                Letters.state: QUEUED,
                Letters.queued_at: pd.Timestamp(book.local(book.now)).floor("s"),
                Letters.reasons: "\n".join(reasons),
                Letters.entries: entries_as_text(entries) or None,
                Letters.text: letter.markdown,
            }
        ]
    )
