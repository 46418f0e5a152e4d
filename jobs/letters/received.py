"""Whoever has sent a questionnaire learns at once that it has come, and where to look at it and change it.

Where an answer needs something, the letter that asks for it (`corrections`) says so in its stead.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

import pandas as pd

from automation.workbook.book import Book
from automation.workbook.checks import problems_of_answers
from automation.workbook.questionnaires import own_answer
from jobs.expected.rows import personal_link
from jobs.letters.addressees import addresses, curator, organisation
from jobs.letters.correspondence import RECEIVED, Written, short_digest, write
from jobs.letters.kinds import LetterKind
from jobs.people.asked_consents import Ask, offers
from jobs.people.consents import lacking_consents
from jobs.people.identity import gone
from jobs.runner.job import job
from sheets_schema.form import Form
from sheets_schema.questionnaires.consents import ConsentWithdrawal
from sheets_schema.tabs.bank import Bank

ANSWER_RECEIVED = LetterKind(
    RECEIVED,
    title="анкета получена",
    to="тому, кто заполнил анкету",
    about="Что анкета пришла и по какой ссылке её изменить.",
    can_be_spared=True,
)
NEWS_FOR = timedelta(days=7)
"""What came longer ago is no news."""
MOST = 5
"""Questionnaires spoken of in one letter: more of one address are more likely somebody's mischief."""


@job(
    title="подтверждение анкет",
    after=("asked_consents",),
    does="Пишет тем, чья анкета пришла и в порядке; эти письма выключаются отдельно.",
)
def run(book: Book, today: date) -> None:
    """A letter to every address from which something new came, one a day: anybody may have named it, and often."""
    written = Written(book)
    found: dict[str, list[_Received]] = {}
    for form in (form for form in book.schema.forms if not form.each_answer_counts):
        for one in _received(book, form, written, today):
            found.setdefault(one.email.lower(), []).append(one)
    for address, new in found.items():
        if not written.on(today, address, RECEIVED):
            context = {"organisation": organisation(book), "questionnaires": new[:MOST], "curator": curator(book)}
            key = f"{RECEIVED}/{new[0].person}/{short_digest(address)}/{today}"
            reasons = [one.reason for one in new]
            write(book, "received", context, key=key, to=new[0].email, reasons=reasons, of_one=len(new) == 1)


@dataclass(frozen=True)
class _Received:
    """An answer with which all is well, and of which its author has not been told."""

    person: str
    email: str
    form: str
    link: str
    own: bool
    """Whether the link leads to what they have answered, and not to an empty form."""
    offers: list[Ask]
    """Consents that they may give as well."""
    withdrawal_link: str
    """Where to take a consent back."""
    reason: str
    """The same however often the answer is changed."""


def _received(book: Book, form: type[Form], written: Written, today: date) -> Iterator[_Received]:
    bank, link = book[form.fills], book.state.links.get(form.name, "")
    since = today - NEWS_FOR
    if book.state.new_year:  # the letters on what came before are in the archive
        since = max(since, date.fromisoformat(book.state.new_year))
    recent = bank[Bank.response].notna() & (bank[Bank.answered] >= pd.Timestamp(since)) & ~gone(bank)
    lacking = lacking_consents(book, bank, today) if recent.any() else {}
    columns = [Bank.id, Bank.email, Bank.response]
    for row, person, email, response in (
        bank.frame.assign(email=addresses(bank, bank.frame)).loc[recent, columns].dropna().itertuples(name=None)
    ):
        reason = f"{RECEIVED}/{person}/{short_digest(response)}"
        if row in lacking or not written.new(email, [reason]):
            continue
        if not problems_of_answers(bank, row, form.asked(), today):
            own = own_answer(link, response)
            may_give, takes_back = offers(book, person, today), personal_link(book, ConsentWithdrawal, person)
            yield _Received(person, email, form.title, own or link, bool(own), may_give, takes_back, reason)
