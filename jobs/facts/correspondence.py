"""What was written to whom: a letter's key says its kind, whom it is for, and the day («fix/НМ-0007/2026-09-01»)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import pandas as pd

import templates
from automation.documents.calendar import Entry
from automation.documents.letters import render_letter
from automation.workbook.book import Book
from sheets_schema.vocabulary import QUEUED

FIX = "fix"
"""Asks the author of a questionnaire to correct it, or to give a consent."""
WITHDRAWAL = "withdrawal"
"""Confirms to somebody that their consent is taken back."""
HOUR = pd.Timedelta(hours=1)
CAUSED_BY_FORMS = (FIX, WITHDRAWAL)
"""The kinds that an answer to a public form alone may bring about, whoever sent it and whatever address it names."""


def kind_of(key: str) -> str:
    return key.partition("/")[0]


def addressee_of(key: str) -> str:
    """The number of the person whom a letter is for; empty where its key does not say."""
    return key.split("/")[1] if key.count("/") > 1 else ""


def held_back(book: Book) -> pd.Index:
    """The rows of «Письма» that wait, because so many letters that forms alone brought about may not go in one hour.

    Raises `TabUnavailable`.
    """
    letters = book.letters.frame
    by_forms = letters[letters["id"].fillna("").map(kind_of).isin(CAUSED_BY_FORMS)]
    an_hour_ago = pd.Timestamp(book.local(book.now)) - HOUR
    gone = int((by_forms["sent_at"] > an_hour_ago).sum())
    waiting = by_forms.index[by_forms["state"] == QUEUED]
    return waiting[max(0, int(book.settings.form_letters_an_hour) - gone) :]


class Written:
    """The letters that there are, by address: asked before one more is written."""

    def __init__(self, book: Book) -> None:
        letters = book.letters.frame
        addresses = letters["recipient"].fillna("").str.lower()
        self._known = {
            (address, reason)
            for address, reasons in zip(addresses, letters["reasons"].fillna(""), strict=True)
            for reason in reasons.split("\n")
        }
        self._keys = set(zip(addresses, letters["id"], strict=True))

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
    book.queue(render_letter(source, context, name=template), key=key, to=to, reasons=reasons, entries=entries)
