"""Who sends what is queued in «Письма»: one program at a time, though two work in one spreadsheet.

A program that means to send says so in the spreadsheet's memory, in the same write that queues its letters, and takes
it back when their states are written. Another that reads this leaves the queue alone. What a program of the same name
has left there is of a run that died: within one data folder only one runs at a time.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from automation.workbook.book import Book
from automation.workbook.state import State

PATIENCE = timedelta(hours=1)
"""For how long another program is believed to be sending: longer than a day's letters take."""

ELSEWHERE = (
    "Письма сейчас отправляет другая копия программы, поэтому эта их не трогает. Если копий быть не должно, "
    "оставьте работать одну."
)


def claim_letters(book: Book, sender: str) -> bool:
    """Claim the queue for `sender`; whether it may be sent."""
    if book.state.sender not in ("", sender) and not _is_over(book.state.sending_since, book.now):
        book.notices.append(ELSEWHERE)
        return False
    book.state.sender = sender
    book.state.sending_since = book.now.isoformat(timespec="seconds")
    return True


def give_back_letters(state: State, sender: str) -> None:
    """End the claim, unless it has become another's by now."""
    if state.sender == sender:
        state.sender = state.sending_since = ""


def _is_over(since: str, now: datetime) -> bool:
    try:
        return abs(now - datetime.fromisoformat(since)) > PATIENCE
    except (ValueError, TypeError):
        return True  # not our writing
