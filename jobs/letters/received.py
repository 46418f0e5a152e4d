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
from jobs.letters.addressees import curator, is_address, organisation
from jobs.letters.correspondence import RECEIVED, Written, short_digest, write
from jobs.people.consents import lacking_consents
from jobs.runner.job import job
from sheets_schema.form import Form
from sheets_schema.tabs.bank import Bank

NEWS_FOR = timedelta(days=7)
"""What came longer ago is no news."""


@job(title="подтверждение анкет", after=("validate",))
def run(book: Book, today: date) -> None:
    written = Written(book)
    for form in (form for form in book.schema.forms if not form.each_answer_counts):
        for one in _received(book, form, today):
            if written.new(one.email, [one.key]):
                context = {
                    "organisation": organisation(book),
                    "form": form.title,
                    "person": one.person,
                    "link": one.link,
                    "own": one.own,
                    "curator": curator(book),
                }
                write(book, "received", context, key=one.key, to=one.email, reasons=[one.key])


@dataclass(frozen=True)
class _Received:
    """An answer with which all is well."""

    person: str
    email: str
    link: str
    own: bool
    """Whether the link leads to what they have answered, and not to an empty form."""
    key: str
    """The same however often the answer is changed, unless the address is another one."""


def _received(book: Book, form: type[Form], today: date) -> Iterator[_Received]:
    bank, link = book[form.fills], book.state.links.get(form.name, "")
    since = today - NEWS_FOR
    if book.state.new_year:  # the letters on what came before are in the archive
        since = max(since, date.fromisoformat(book.state.new_year))
    recent = bank[Bank.response].notna() & (bank[Bank.answered] >= pd.Timestamp(since))
    lacking = lacking_consents(book, bank, today) if recent.any() else {}
    columns = [Bank.id, Bank.email, Bank.response]
    for row, person, email, response in bank.frame.loc[recent, columns].dropna().itertuples(name=None):
        if row in lacking or not is_address(bank, email) or problems_of_answers(bank, row, form.asked()):
            continue
        own = own_answer(link, response)
        key = f"{RECEIVED}/{person}/{short_digest((response, email.lower()))}"
        yield _Received(person, email, own or link, bool(own), key)
