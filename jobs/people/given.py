"""Consents and withdrawals that came by forms become rows of «Согласия».

Whose they are, the number in a personal link says: the person's, that of a waiting row, or the key of the answer from
whose last page one came. Without one, whoever has the same name with the same address or date of birth. Of whom nobody
can tell stays a row that says so, and finds its person when they answer.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import Any

import pandas as pd

from automation.google.forms import Response
from automation.people import Register
from automation.workbook.book import Book
from automation.workbook.planned import awaited, spelled
from automation.workbook.questionnaires import read_answers
from automation.workbook.table import Row
from jobs.people.identity import joined, known, record
from sheets_schema.columns import Name, Owner
from sheets_schema.form import Form
from sheets_schema.questionnaires.consents import ConsentForm, ConsentWithdrawal
from sheets_schema.tabs.bank import Bank
from sheets_schema.tabs.consents import Consents
from sheets_schema.tabs.mentees import Mentees
from sheets_schema.tabs.mentors import Mentors
from sheets_schema.tabs.settings import Settings
from sheets_schema.vocabulary import NO, YES

BY_FORM = "форма"


def put_down(book: Book, form: type[Form], responses: list[Response]) -> None:
    """Put what was answered where it is waited for, or down as a row of its own."""
    whose = _Whose(book)
    for response in responses:
        values = read_answers(form, response).values
        came = pd.Timestamp(book.local(response.moment).replace(microsecond=0))
        said = {**_said(book, form, values, came), Consents.answered: came}
        people = sorted(whose.of(values))
        for person in people:
            _put_down(book, {**said, Consents.person: person})
        if not people:
            _put_down(book, said)


def _said(book: Book, form: type[Form], values: Row, came: pd.Timestamp) -> dict[Name[Any], Any]:
    """What the answer says of the consent, whoever's it is."""
    day = came.normalize()
    said = {**values, Consents.given_on: day, Consents.source: BY_FORM}
    if form is ConsentWithdrawal:
        return {**said, Consents.answer: NO, Consents.withdrawn_on: day}
    if issubclass(form, ConsentForm):
        said[Consents.kind] = form.kind
    if said.get(Consents.answer) == YES and not book.unavailable(Settings.tab.name):
        said[Consents.until] = day + pd.DateOffset(years=int(book[Settings].consent_years))
    return said


def _put_down(book: Book, said: Mapping[Name[Any], Any]) -> None:
    consents = book[Consents]
    waiting = consents.frame[awaited(consents)]
    ours = waiting.index[
        (waiting[Consents.person] == said.get(Consents.person)) & (waiting[Consents.kind] == said[Consents.kind])
    ]
    if len(ours) and said.get(Consents.withdrawn_on) is None:
        consents.answer(int(ours[0]), said)
    else:
        (key,) = book.new_keys(consents, 1)
        consents.append([{Consents.id: key, **said}], by=(Owner.FORM,))


def match_strays(book: Book) -> None:
    """Give rows that came without a person theirs, where by now somebody is in a bank whose they can be."""
    consents = book[Consents]
    strays = consents.frame[consents[Consents.answered].notna() & consents[Consents.person].isna()]
    whose = _Whose(book)
    for row, said in zip(strays.index.tolist(), strays.to_dict("records"), strict=True):
        for person in sorted(whose.of(said))[:1]:
            consents.answer(row, {Consents.person: person})


class _Whose:
    """The numbers of the people whom an answer may mean."""

    def __init__(self, book: Book) -> None:
        self._book = book

    @cached_property
    def _register(self) -> Register:
        return Register(known(self._book).values())

    @cached_property
    def _stays(self) -> Mapping[str, str]:
        return joined(self._book)

    @cached_property
    def _by_key(self) -> Mapping[str, str]:
        """Number, or key of the answer → the number of whose it is."""
        banks = [self._book[bank].whole for bank in (Mentees, Mentors) if not self._book.unavailable(bank.name)]
        keys = [bank[[name, Bank.id]].dropna() for bank in banks for name in (Bank.response, Bank.id)]
        return {str(key): str(number) for rows in keys for key, number in rows.to_numpy()}

    def of(self, said: Mapping[Any, Any]) -> set[str]:
        number = said.get(Consents.number)
        if isinstance(number, str) and (theirs := self._by_number(number.strip())):
            return theirs
        name = said.get(Consents.about)
        name = said.get(Consents.given_by) if pd.isna(name) else name
        told = {Bank.full_name: name, Bank.email: said.get(Consents.email), Bank.born: said.get(Consents.born)}
        return {self._stays.get(one, one) for one in self._register.certainly(record("", told))}

    def _by_number(self, number: str) -> set[str]:
        consents = self._book[Consents].frame.dropna(subset=[Consents.id, Consents.person])
        rows = consents[Consents.person][consents[Consents.id] == spelled(number)]
        known_ = {self._by_key[key] for key in (number, spelled(number)) if key in self._by_key} | set(rows)
        return {self._stays.get(one, one) for one in known_}
