"""What was written to whom: a letter's key says its kind, whom it is for, and the day («fix/НМ-0007/2026-09-01»)."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Any

import pandas as pd

import templates
from automation.documents.calendar import Entry, entries_as_text
from automation.documents.letters import Letter, render_letter
from automation.workbook.book import Book
from jobs.control.switches import switched_off
from jobs.letters.addressees import passed_on
from jobs.letters.kinds import code_of, letter_kinds
from jobs.people.own_link import own_link
from sheets_schema.tabs.letters import Letters
from sheets_schema.tabs.settings import Settings
from sheets_schema.vocabulary import KEPT, QUEUED, SEND_AGAIN, SEND_NOW, SENT

FIX = "fix"
"""Asks the author of a questionnaire to correct it, or to give a consent."""
RECEIVED = "received"
"""Tells the author of a questionnaire that it has come."""
WITHDRAWAL = "withdrawal"
"""Confirms to somebody that their consent is taken back."""
INTRODUCTION = "introduction"
"""Tells somebody with whom they are in a pair."""
APPROVAL = "official"
"""Tells them that an order has made the pair official."""
TRIAL = "trial"
"""Asks how the first meeting was."""
HOUR = pd.Timedelta(hours=1)
MAILING = "mailing"
"""What the curator writes to many."""
EVENT = "event"
"""Invites somebody to an event, or says that it has moved or is cancelled."""
COURSE = "course"
"""Sends somebody to a course."""
TO_MANY = (MAILING, EVENT, COURSE)
"""The kinds of which the curator brings about many with one tick: of each so many may not go at once."""
DIGEST = "digest"
"""Tells the curator what waits: it waits for nothing itself."""
CAUSED_BY_FORMS = (FIX, RECEIVED, WITHDRAWAL)
"""The kinds that an answer to a public form alone may bring about, whoever sent it and whatever address it names."""


def kind_of(key: str) -> str:
    return key.partition("/")[0]


def addressee_of(key: str) -> str:
    """The number of the person whom a letter is for; empty where its key does not say."""
    return key.split("/")[1] if key.count("/") > 1 else ""


AGAIN = "again"
"""Before the number of a letter's repetition, at the end of its key."""


def is_off(book: Book, kind: str) -> bool:
    """Whether the curator has switched letters of this kind off. What they were to tell is told when they are on again,
    as far as it still matters then: no reason is used up."""
    return code_of(kind) in switched_off(book) and kind in letter_kinds() and not letter_kinds()[kind].always


MANY_LETTERS = 5
"""Of a year, to one participant: one to six are read, and the last is kept for what has to be said or asked."""


def is_spared(book: Book, key: str) -> bool:
    """Whether the person whom this letter is for has had so many this year that they do without it."""
    kind, person = letter_kinds().get(kind_of(key)), addressee_of(key)
    if kind is None or not kind.can_be_spared:
        return False
    return int((book[Letters][Letters.id].fillna("").map(addressee_of) == person).sum()) >= MANY_LETTERS


def short_digest(value: Any) -> str:
    """A few characters by which a reason to write is told from others."""
    return hashlib.sha256(repr(value).encode()).hexdigest()[:8]


def as_text(cell: Any) -> str:
    """What a cell says; empty where it says nothing."""
    return "" if pd.isna(cell) else str(cell)


def once_more(key: str, keys: Collection[str]) -> str:
    """The key of a letter that is sent once more: «fix/НМ-0007/2026-09-01/again-1»."""
    first = key.partition(f"/{AGAIN}-")[0]
    return f"{first}/{AGAIN}-{1 + sum(other.startswith(f'{first}/{AGAIN}-') for other in keys)}"


def held(book: Book) -> pd.Index:
    """The rows of «Письма» that the curator holds. A word that is none of the list holds as well: it is asked about."""
    letters = book[Letters].frame
    asked = letters[Letters.action]
    return letters.index[(letters[Letters.state] == QUEUED) & asked.notna() & ~asked.isin([SEND_NOW, SEND_AGAIN])]


def switched_off_letters(book: Book) -> pd.Index:
    """The rows of «Письма» that wait because letters of their kind are switched off; what the curator has asked for
    herself does not."""
    letters = book[Letters].frame
    waiting = letters[(letters[Letters.state] == QUEUED) & (letters[Letters.action] != SEND_NOW)]
    keys = waiting[Letters.id].fillna("")
    off = {kind for kind in set(keys.map(kind_of)) if is_off(book, kind)}
    return waiting.index[keys.map(kind_of).isin(off) & ~keys.str.contains(f"/{AGAIN}-")]


def held_back(book: Book) -> pd.Index:
    """The rows of «Письма» that wait, because so many letters that forms alone brought about may not go in one hour.
    Those that the curator lets go do not.

    Raises `TabUnavailable`.
    """
    letters = book[Letters].frame
    kinds, is_held = letters[Letters.id].fillna("").map(kind_of), letters.index.isin(held(book))
    by_forms = letters[kinds.isin(CAUSED_BY_FORMS)]
    asked_for = is_held | (letters[Letters.action] == SEND_NOW)
    waiting = by_forms.index[(by_forms[Letters.state] == QUEUED) & ~asked_for[by_forms.index]]
    confirms = kinds[waiting] == RECEIVED
    waiting = waiting[~confirms].append(waiting[confirms])  # what asks for something goes first
    if not len(waiting):
        return waiting  # whatever the hour
    an_hour_ago = pd.Timestamp(book.local(book.now)) - HOUR
    gone = int((by_forms[Letters.sent_at] > an_hour_ago).sum())
    return waiting[max(0, int(book[Settings].form_letters_an_hour) - gone) :]


def awaiting_leave(book: Book) -> pd.Index:
    """The rows of «Письма» that wait until the curator allows so many at once: something may have gone wrong.

    What forms alone brought about and what the curator writes to many is counted apart, so that neither keeps a
    reminder waiting; confirmations are not counted, for of a whole intake there are many, and no more than so many go
    in an hour. What she lets go one by one still counts while others of the same lot wait: a few that she has tried out
    do not bring the rest along. Raises `TabUnavailable`.
    """
    settings, letters = book[Settings], book[Letters].frame
    queued = letters[letters[Letters.state] == QUEUED]
    if not len(queued) or (settings.many_letters_until or date.min) >= book.today:
        return letters.index[:0]
    let_go = letters[(letters[Letters.action] == SEND_NOW) & letters[Letters.state].isin([QUEUED, SENT, KEPT])]
    waiting = queued.drop(index=let_go.index.intersection(queued.index).union(held(book)))
    waits: list[int] = []
    for _, lot in waiting.groupby(_lots(waiting)):
        since = lot[Letters.queued_at].min()
        with_it = let_go[(_lots(let_go) == _lots(lot).iloc[0]) & ~(let_go[Letters.queued_at] < since)]
        if len(lot) + len(with_it) > settings.letters_at_once:
            waits += lot.index.tolist()
    return letters.index[letters.index.isin(waits)]


def _lots(letters: pd.DataFrame) -> pd.Series:
    """What each letter is counted with; missing for what is never kept waiting."""
    kinds = letters[Letters.id].fillna("").map(kind_of).astype("str")
    lots = kinds.where(kinds.isin(TO_MANY), "others").mask(kinds.isin(CAUSED_BY_FORMS), "by forms")
    return lots.mask(kinds.isin([DIGEST, RECEIVED]))


def reasons_written(book: Book) -> set[str]:
    """The reasons of all letters that there are, whomever they went to."""
    return set(book[Letters][Letters.reasons].dropna().str.split("\n").explode())


class Written:
    """The letters that there are, by address: asked before one more is written."""

    def __init__(self, book: Book) -> None:
        letters = book[Letters].frame
        addresses = letters[Letters.recipient].fillna("").str.lower()
        keys = letters[Letters.id].fillna("")
        self._known = {
            (address, reason): key
            for address, key, reasons in zip(addresses, keys, letters[Letters.reasons].fillna(""), strict=True)
            for reason in reasons.split("\n")
        }
        self._keys = set(zip(addresses, keys, strict=True))

    def new(self, address: str, reasons: Sequence[str]) -> list[str]:
        """Those of the reasons for which nothing was written to this address yet."""
        return [reason for reason in reasons if (address.lower(), reason) not in self._known]

    def on(self, day: date, address: str, kind: str) -> bool:
        """Whether a letter of this kind was written that day to this address, whichever of its rows it was for."""
        to = address.lower()
        return any(key.startswith(f"{kind}/") and key.endswith(f"/{day}") for other, key in self._keys if other == to)

    def told_on(self, address: str, reason: str) -> date | None:
        """The day of the letter to this address that was written for a reason; None where there is none."""
        key = self._known.get((address.lower(), reason))
        return date.fromisoformat(key.rpartition("/")[2]) if key else None

    def last(self, address: str, kind: str) -> date | None:
        """The day of the last letter of this kind to this address; None where there is none."""
        to = address.lower()
        days = (key.rpartition("/")[2] for other, key in self._keys if other == to and kind_of(key) == kind)
        return max(map(date.fromisoformat, days), default=None)


def write(
    book: Book,
    template: str,
    context: Mapping[str, Any],
    *,
    key: str,
    to: str,
    reasons: Sequence[str],
    entries: Sequence[Entry] = (),
    of_one: bool = True,
) -> None:
    """Queue a letter by a template of `templates/letters/`; one that is `of_one` participant ends with the link to
    their page, and one that reaches them through whoever leads their group says first to whom it is to be passed on."""
    source = templates.read_text(f"letters/{template}.md.j2")
    # Who passes a letter on is not its reader: the page is for nobody else's eyes.
    passes_on_to = passed_on(book, {addressee_of(reason) for reason in (key, *reasons)}, to)
    own = own_link(book, addressee_of(key)) if of_one and not passes_on_to else ""
    if own:
        source += templates.read_text("letters/own_page.md.j2")
    if passes_on_to:
        head, text = source.split("\n", 1)
        source = f"{head}\n{templates.read_text('letters/passed_on.md.j2')}{text}"
    letter = render_letter(source, {**context, "own_page": own, "passes_on_to": passes_on_to}, name=template)
    queue(book, letter, key=key, to=to, reasons=reasons, entries=entries)


def queue(
    book: Book, letter: Letter, *, key: str, to: str, reasons: Sequence[str] = (), entries: Sequence[Entry] = ()
) -> None:
    """Put a letter into the outbox, with its entries for a calendar, unless one with this key is there already, letters
    of this kind are switched off, or the person is to be spared it."""
    outbox = book[Letters]
    if (outbox[Letters.id] == key).any() or is_off(book, kind_of(key)) or is_spared(book, key):
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
