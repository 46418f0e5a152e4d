"""Letters: what the curator may want of one, and who would get what she writes to many."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from automation.workbook.book import Book
from jobs.desk.entering import add
from jobs.desk.parts import Button, Deeds, deeds
from jobs.letters.correspondence import as_text
from jobs.runner.deciding import decide
from jobs.runner.job import jobs_of
from sheets_schema.tabs.letters import Letters
from sheets_schema.tabs.mailings import Mailings
from sheets_schema.vocabulary import HOLD, QUEUED, SEND_AGAIN, SEND_NOW

ASKED: tuple[str, ...] = (Mailings.to, Mailings.numbers, Mailings.subject, Mailings.text)
"""What a mailing says of itself."""


def of_letter(book: Book, key: str) -> Deeds | None:
    """What can be done about a letter."""
    letters = book[Letters].frame
    letter = letters[letters[Letters.id] == key].iloc[0]
    if letter[Letters.state] != QUEUED:
        buttons = [Button("Отправить ещё раз", Letters.action, SEND_AGAIN, "quiet")]
    elif letter[Letters.action] == HOLD:
        buttons = [Button("Больше не задерживать", Letters.action, "")]
    else:
        buttons = [
            Button("Отправить, не дожидаясь остальных", Letters.action, SEND_NOW),
            Button("Задержать", Letters.action, HOLD, "quiet"),
        ]
    return deeds(book, Letters, key, buttons)


@dataclass(frozen=True)
class Draft:
    """A mailing as it would be: who gets it, and what is wrong with it."""

    reach: str
    problems: str


def send(book: Book, typed: Mapping[str, str]) -> None:
    """Enter a mailing that is to go at once. Raises `Refusal`."""
    add(book, Mailings, {**_of_mailing(typed), Mailings.send: "да"})


def _of_mailing(typed: Mapping[str, str]) -> dict[str, str]:
    return {name: typed.get(name, "") for name in ASKED}


def draft(book: Book, typed: Mapping[str, str]) -> Draft:
    """What would come of it. The book is the caller's own, and nothing of it is written. Raises `Refusal`."""
    key = add(book, Mailings, _of_mailing(typed))
    decide(book, jobs_of(["mailings"]))
    row = book[Mailings].frame[book[Mailings][Mailings.id] == key].iloc[0]
    return Draft(as_text(row[Mailings.reach]), as_text(row[Mailings.problems]))
