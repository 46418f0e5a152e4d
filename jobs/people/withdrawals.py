"""Consents that were taken back: whose it was gets one confirmation, and the other half of a pair learns that it is
stopped, by its number alone. After that, nobody is written to about it.
"""

from __future__ import annotations

from collections.abc import Container, Iterator
from dataclasses import dataclass
from datetime import date

import pandas as pd

from automation.workbook.book import Book
from automation.workbook.table import Table
from jobs.expected.rows import personal_link
from jobs.letters.addressees import Addressee, addresses, curator, organisation, reachable
from jobs.letters.correspondence import WITHDRAWAL, Written, write
from jobs.letters.kinds import LetterKind
from jobs.pair_life.register import stopped
from jobs.people.consents import IN_WORDS, TO_PROCESS, Lacking, lacking_consents
from jobs.people.erased import erased
from jobs.people.identity import gone
from jobs.runner.job import job
from sheets_schema.questionnaires.consents import CONSENT_FORMS
from sheets_schema.tabs.bank import Bank
from sheets_schema.tabs.consents import Consents
from sheets_schema.tabs.mentees import Mentees
from sheets_schema.tabs.mentors import Mentors
from sheets_schema.tabs.pairs import Pairs

NEWS_FOR = pd.Timedelta(days=30)
"""What was taken back longer ago is no news: it was when the program was not here yet."""
STOPPED = "stopped"
CONFIRMATION = LetterKind(
    WITHDRAWAL,
    title="подтверждение отзыва согласия",
    to="тому, кто отозвал согласие",
    about="Что согласие отозвано и обработка данных прекращена.",
    always="человек вправе знать, что его отзыв исполнен",
)
PAIR_STOPPED = LetterKind(
    STOPPED,
    title="пара остановлена",
    to="второму человеку пары",
    about="Что пара остановлена, потому что отозвано согласие.",
)


@job(
    title="отзыв согласий",
    after=("states",),
    does="Подтверждает письмом отзыв согласия и предупреждает второго человека пары.",
)
def run(book: Book, today: date) -> None:
    written = Written(book)
    recent = _recent(book, today)
    _confirm(book, written, recent, today)
    _tell_partners(book, written, recent, today)


def _recent(book: Book, today: date) -> set[str]:
    """The rows of «Согласия» by which a consent may have been taken back not long ago."""
    consents = book[Consents].frame
    day = consents[Consents.withdrawn_on].fillna(consents[Consents.given_on])
    return set(consents[Consents.id][~(day < pd.Timestamp(today) - NEWS_FOR)].dropna())


# To those whose consent it was


@dataclass(frozen=True)
class _TakenBack:
    """What one row of a bank no longer agrees to: of all that, what weighs most."""

    person: str
    email: str
    consents: tuple[Lacking, ...]
    link: str
    """Where to agree again."""

    @property
    def reasons(self) -> list[str]:
        return [f"{WITHDRAWAL}/{one.taken_back_by}" for one in self.consents]


def _confirm(book: Book, written: Written, recent: set[str], today: date) -> None:
    """One letter an address, whatever was taken back at once and in how many rows the person stands."""
    found: dict[str, list[_TakenBack]] = {}
    for form in (form for form in book.schema.forms if not form.each_answer_counts):
        for one in _taken_back(book[form.fills], book, today):
            is_news = any(lacking.taken_back_by in recent for lacking in one.consents)
            # What comes after a confirmation is confirmed by it as well.
            if is_news and written.new(one.email, one.reasons) == one.reasons:
                found.setdefault(one.email.lower(), []).append(one)
    for address, rows in found.items():
        if not written.on(today, address, WITHDRAWAL):
            kinds = dict.fromkeys(lacking.kind for one in rows for lacking in one.consents)
            context = {
                "organisation": organisation(book),
                "today": today,
                "consents": [IN_WORDS[kind] for kind in kinds],
                "goes_on": kinds.keys().isdisjoint(TO_PROCESS),
                "curator": curator(book),
                "link": rows[0].link,
            }
            key = f"{WITHDRAWAL}/{rows[0].person}/{today}"
            reasons = dict.fromkeys(reason for one in rows for reason in one.reasons)
            write(book, "consent_withdrawn", context, key=key, to=rows[0].email, reasons=list(reasons))


def _taken_back(bank: Table, book: Book, today: date) -> Iterator[_TakenBack]:
    numbers, reached, forgotten = bank[Bank.id], addresses(bank, bank.whole), erased(book)
    for row, lacking in lacking_consents(book, bank, today).items():
        taken = tuple(one for one in lacking if one.taken_back_by)
        weightiest = tuple(one for one in taken if one.kind in TO_PROCESS) or taken
        # Of what was written to somebody whose erasure has begun nothing is known any more, nor is there need.
        if weightiest and numbers[row] not in forgotten and not pd.isna(numbers[row]) and not pd.isna(reached[row]):
            again = personal_link(book, CONSENT_FORMS[weightiest[0].kind], numbers[row])
            yield _TakenBack(numbers[row], reached[row], weightiest, again)


# To the other half of a pair


def _tell_partners(book: Book, written: Written, recent: set[str], today: date) -> None:
    """One letter a person a day, with the numbers of all their pairs that have been stopped."""
    found: dict[str, dict[str, str]] = {}
    numbers, mentors, mentees = (book[Pairs][name] for name in (Pairs.id, Pairs.mentor, Pairs.mentee))
    for row, who in stopped(book).items():
        taken_back = {one.taken_back_by for one in who.values()} & recent
        for other in {mentors[row], mentees[row]} - who.keys() if taken_back else ():
            found.setdefault(other, {})[f"{STOPPED}/{numbers[row]}/{min(taken_back)}"] = numbers[row]
    for partner in _reachable(book, found) if found else ():
        pairs = found[partner["id"]]
        reasons = written.new(partner["email"], list(pairs))
        if reasons and not written.on(today, partner["email"], STOPPED):
            context = {
                "recipient": partner["greeting"],
                "organisation": organisation(book),
                "pairs": [pairs[reason] for reason in reasons],
                "curator": curator(book),
            }
            key = f"{STOPPED}/{partner['id']}/{today}"
            write(book, "pair_stopped", context, key=key, to=partner["email"], reasons=reasons)


def _reachable(book: Book, numbers: Container[str]) -> Iterator[Addressee]:
    for bank in (book[Mentees], book[Mentors]):
        wanted = [number in numbers for number in bank[Bank.id].tolist()]
        yield from reachable(bank, pd.Series(wanted, index=bank.index) & ~gone(bank))
