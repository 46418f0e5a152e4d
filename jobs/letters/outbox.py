"""What the curator wants of single letters: «отправить ещё раз» makes a row of its own, once each time she says so.

What she holds, or lets go though there are many, is looked at when letters are sent (`jobs.runner.sending`).
"""

from __future__ import annotations

from datetime import date
from typing import Any

import pandas as pd

from automation.workbook.book import Book
from jobs.letters.addressees import reachable
from jobs.letters.correspondence import addressee_of, once_more
from jobs.runner.job import job
from sheets_schema.tabs.letters import Letters
from sheets_schema.tabs.mentees import Mentees
from sheets_schema.tabs.mentors import Mentors
from sheets_schema.tabs.staff import Staff
from sheets_schema.vocabulary import FAILED, HOLD, KEPT, LETTER_ACTIONS, QUEUED, SEND_AGAIN, SEND_NOW, SENT

GONE = "Письмо уже ушло: задержать его нельзя"
NOTHING_LEFT = "Отправить ещё раз нечего: адрес или текст этого письма стёрт"
SENT_AGAIN = "Отправлено ещё раз: {key}"
UNKNOWN = f"В столбце «{Letters.action.column.title}» слово не из списка; выберите: {', '.join(LETTER_ACTIONS)}"
_TOLD = (GONE, NOTHING_LEFT, UNKNOWN, SENT_AGAIN.partition("{")[0])


@job(
    title="слова куратора о письмах",
    after=("remind", "mailings"),
    does="Отправляет письмо ещё раз, когда вы просите об этом на листе «Письма».",
)
def run(book: Book, today: date) -> None:
    letters = book[Letters]
    asked, done = letters[Letters.action], letters[Letters.done]
    news = letters.frame[asked.fillna("") != done.fillna("")]
    for row, letter in zip(news.index.tolist(), news.to_dict("records"), strict=True):
        told = _carry_out(book, letter)
        if told or str(letter[Letters.problems]).startswith(_TOLD):
            letters.set(row, {Letters.problems: told or None})
    # A word is acted on once, and again only after it was erased: it is noted in the write that acts on it.
    letters[Letters.done] = letters[Letters.action]


def _carry_out(book: Book, letter: dict[Any, Any]) -> str:
    """Act on a word that has just been set or erased; returns what to say beside it."""
    word, state = letter[Letters.action], letter[Letters.state]
    if pd.isna(word):
        return ""
    if word not in LETTER_ACTIONS:
        return UNKNOWN
    if word == HOLD and state in (SENT, KEPT):
        return GONE
    if state != QUEUED and (word == SEND_AGAIN or (word == SEND_NOW and state in (KEPT, FAILED))):
        return _send_again(book, letter)
    return ""


def _send_again(book: Book, letter: dict[Any, Any]) -> str:
    key = letter[Letters.id]
    to = letter[Letters.recipient] if pd.isna(key) else _address(book, addressee_of(key), letter[Letters.recipient])
    if any(map(pd.isna, (key, letter[Letters.recipient], letter[Letters.text]))):
        return NOTHING_LEFT
    letters = book[Letters]
    again = once_more(key, letters[Letters.id].dropna().tolist())
    kept = (Letters.subject, Letters.reasons, Letters.entries, Letters.text)
    same = {name: None if pd.isna(letter[name]) else letter[name] for name in kept}
    now = pd.Timestamp(book.local(book.now)).floor("s")
    letters.append([{Letters.id: again, Letters.recipient: to, Letters.state: QUEUED, Letters.queued_at: now, **same}])
    return SENT_AGAIN.format(key=again)


def _address(book: Book, number: str, former: Any) -> Any:
    """Where to write to a person now: a letter that went astray is sent again once the address has been put right."""
    for sheet in (Mentees, Mentors, Staff):
        if number and not book.unavailable(sheet.name):
            for person in reachable(book[sheet], book[sheet][book[sheet].key] == number):
                return person["email"]
    return former
