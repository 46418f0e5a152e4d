"""How much is wrong in each bank: the note on the header of «Что исправить» says it above the table, and the digest."""

from __future__ import annotations

from contextlib import suppress
from datetime import date
from typing import NamedTuple

from automation.workbook.book import Book, TabUnavailable
from automation.workbook.checks import ADVICE, without_advice
from automation.workbook.table import Table
from jobs.people.identity import gone
from jobs.runner.job import job
from sheets_schema.tabs.bank import Bank
from sheets_schema.tabs.mentees import Mentees
from sheets_schema.tabs.mentors import Mentors
from sheets_schema.vocabulary import NO_CONSENT


class Tally(NamedTuple):
    """Rows of a bank, of whoever takes part."""

    wrong: int
    advised: int
    """Rows that are as good as any other, and something is advised there."""
    without_consent: int

    @property
    def says(self) -> str:
        named = {"исправить": self.wrong, "с советом": self.advised, "без согласия": self.without_consent}
        return ", ".join(f"{what} — {rows}" for what, rows in named.items() if rows)


def tally(bank: Table) -> Tally:
    people = bank.frame[~gone(bank)]
    lacking = people[Bank.status] == NO_CONSENT
    told = people[Bank.problems][~lacking].dropna()
    wrong = told.map(without_advice) != ""
    return Tally(int(wrong.sum()), int(told[~wrong].str.startswith(ADVICE).sum()), int(lacking.sum()))


@job(
    title="итог над таблицей",
    after=("states",),
    does="Пишет в заметке у заголовка «Что исправить», сколько строк банка исправить, а в скольких нет согласия.",
)
def run(book: Book, today: date) -> None:
    for sheet in (Mentees, Mentors):
        with suppress(TabUnavailable):
            says = tally(book[sheet]).says
            if says or sheet.name in book.state.notes:
                book.state.notes[sheet.name] = f"Сейчас строк: {says}." if says else NOTHING_WRONG


NOTHING_WRONG = "Сейчас исправлять нечего."
