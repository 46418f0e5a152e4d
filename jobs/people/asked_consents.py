"""Whom to ask for which consent: a row of «Согласия» waits for every consent that somebody needs and has not given.

A minor's own is asked for some time before they are of age: from their birthday on the parent's is not enough.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, timedelta
from types import MappingProxyType
from typing import Any

import pandas as pd

from automation.workbook.book import Book, TabUnavailable
from automation.workbook.planned import awaited
from automation.workbook.table import Row, Table
from jobs.expected.rows import personal_link, plan, stand
from jobs.people.consents import in_force, is_under_age, lacking_consents, please_consent, taken_back, under_age
from jobs.people.identity import gone
from jobs.runner.facts import fact
from jobs.runner.job import job
from sheets_schema.questionnaires.consents import CONSENT_FORMS
from sheets_schema.tabs.bank import Bank
from sheets_schema.tabs.consents import Consents
from sheets_schema.tabs.mentees import Mentees
from sheets_schema.tabs.mentors import Mentors
from sheets_schema.tabs.settings import Settings
from sheets_schema.vocabulary import NO, PARENT, PERSONAL_DATA, PUBLICATION

TIME_TO_ANSWER = timedelta(days=14)
"""After so long without an answer a person is reminded, once."""


@job(
    title="ожидаемые согласия",
    after=("validate",),
    does="Отмечает на листе «Согласия», чьих согласий не хватает, и замечает, кто ответил.",
)
def run(book: Book, today: date) -> None:
    consents = book[Consents]
    for row in consents.index[awaited(consents) & consents[Consents.answer].notna()]:
        consents.set(int(row), {Consents.answered: pd.Timestamp(today)})  # on paper, typed into the waiting row
    wanted: dict[str, Row] = {}
    for bank in (Mentees, Mentors):
        with suppress(TabUnavailable):
            wanted |= _wanted(book, book[bank], today)
    plan(book, Consents, wanted)
    stand(consents, today, needless=~consents[Consents.occasion].isin(wanted))


def _wanted(book: Book, bank: Table, today: date) -> Iterator[tuple[str, Row]]:
    """The occasion of each consent that is to be asked for, and how its row begins."""
    numbers, consents = bank.whole[Bank.id], book[Consents].frame
    no = consents[consents[Consents.answer] == NO]
    # Whoever has said no has answered: they are waited for no more.
    refused = set(zip(no[Consents.person], no[Consents.kind], strict=True))
    for row, kinds in to_be_asked(book, bank, today).items():
        person, due = numbers[row], pd.Timestamp(today + TIME_TO_ANSWER)
        for kind in (kind for kind in kinds if not pd.isna(person) and (person, kind) not in refused):
            yield f"{kind}/{person}", {Consents.person: person, Consents.kind: kind, Consents.due: due}


@fact
def to_be_asked(book: Book, bank: Table, today: date) -> Mapping[int, tuple[str, ...]]:
    """Row → the consents for which this person is to be asked: nobody is who has taken one back, or is out."""
    out, found = gone(bank), dict[int, tuple[str, ...]]()
    for row, lacking in lacking_consents(book, bank, today).items():
        if not out[row] and not any(one.taken_back_by for one in lacking):
            found[row] = tuple(one.kind for one in lacking)
    for row in of_age_soon(book, bank, today):
        if not out[row]:
            found[row] = (*found.get(row, ()), PERSONAL_DATA)
    return MappingProxyType(found)


@fact
def of_age_soon(book: Book, bank: Table, today: date) -> frozenset[int]:
    """The rows of minors who are of age in a while, and whose own consent is not there yet."""
    if book.unavailable(Settings.tab.name):
        return frozenset()
    then = today + timedelta(days=book[Settings].own_consent_days)
    given, ended = in_force(book, today), taken_back(book, today)
    people, minors = bank.whole, under_age(book, bank, today)
    return frozenset(
        row
        for row, number, born in people[[Bank.id, Bank.born]].itertuples(name=None)
        if minors[row] and is_under_age(born, then) is False
        if (number, PERSONAL_DATA) not in given and (number, PERSONAL_DATA) not in ended
    )


@dataclass(frozen=True)
class Ask:
    """A consent as a letter asks for it."""

    text: str
    title: str
    link: str
    """The form, with the person's number filled in; empty where there is none."""


def asks(book: Book, bank: Table, row: int, today: date) -> list[Ask]:
    """What a letter to this person says of the consents that they are to give."""
    number, kinds = bank.whole[Bank.id][row], to_be_asked(book, bank, today).get(row, ())
    soon = row in of_age_soon(book, bank, today)
    found = [
        _ask(book, kind, number, OF_AGE_SOON if soon and kind == PERSONAL_DATA else please_consent(kind))
        for kind in kinds
    ]
    if PERSONAL_DATA in kinds and under_age(book, bank, today)[row] is None:
        found.append(_ask(book, PARENT, number, IF_A_MINOR))
    return found


def offers(book: Book, number: str, today: date) -> list[Ask]:
    """The consents that this person may give, and need not."""
    known = in_force(book, today) | taken_back(book, today)
    if not book[Settings].ask_publication or (number, PUBLICATION) in known:
        return []
    return [one for one in [_ask(book, PUBLICATION, number, "")] if one.link]


def _ask(book: Book, kind: str, number: str, text: str) -> Ask:
    form = CONSENT_FORMS[kind]
    return Ask(text, form.title, personal_link(book, form, number))


def is_late(book: Book, number: Any, today: date) -> bool:
    """Whether this person has been waited for so long that they are to be reminded."""
    consents = book[Consents].frame
    waiting = consents[awaited(book[Consents]) & (consents[Consents.person] == number)]
    return bool((waiting[Consents.due] <= pd.Timestamp(today)).any())


OF_AGE_SOON = (
    "Скоро участнику исполнится 18 лет. С этого дня нужно его собственное согласие на обработку персональных данных: "
    "согласия родителя будет уже мало."
)
IF_A_MINOR = "Если участнику нет 18 лет, вместо него согласие даёт родитель (законный представитель)."
