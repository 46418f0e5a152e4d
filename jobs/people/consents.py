"""Who agreed to what, who took it back, and so whose data may be processed at all.

Personal data: everyone (152-FZ, article 9); extra duties: mentors; a parent's: whoever is under 18. A consent is in
force when it was the person's last answer and nobody has withdrawn it. Without one to personal data, or without the
parent's, nothing of a person may be processed but the asking for it; taken back, not even that.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Any, NamedTuple

import pandas as pd

from automation.workbook.book import Book
from automation.workbook.cells import is_missing
from automation.workbook.questionnaires import Answers
from automation.workbook.table import Table
from jobs.people.erased import erased
from jobs.people.identity import joined, same_person
from jobs.runner.facts import fact
from sheets_schema.form import Form
from sheets_schema.sheet import Sheet
from sheets_schema.tabs.bank import Bank, plausible_birth
from sheets_schema.tabs.consents import Consents
from sheets_schema.tabs.mentees import Mentees
from sheets_schema.tabs.mentors import Mentors
from sheets_schema.vocabulary import CONSENT_KINDS, EXTRA_DUTIES, NO_CONSENT, PARENT, PERSONAL_DATA, YES

OF_AGE = 18
TO_PROCESS = (PERSONAL_DATA, PARENT)
"""The consents without which nothing of a person may be processed."""
IN_WORDS = {
    PERSONAL_DATA: "согласие на обработку персональных данных",
    EXTRA_DUTIES: "согласие на дополнительные обязанности наставника",
    PARENT: "согласие родителя (законного представителя)",
}


@dataclass(frozen=True)
class Lacking:
    """A consent that a person needs and that is not in force."""

    kind: str
    taken_back_by: str = ""
    """The row of «Согласия» by which it was withdrawn, or refused after it had been given; empty where it has never
    been given."""


@fact
def lacking_consents(book: Book, bank: Table, today: date) -> Mapping[int, tuple[Lacking, ...]]:
    """Row → the consents that this person needs to take part and that are not in force."""
    said, stays = _said(book, today), joined(book)
    people = bank.whole
    lacking = {}
    columns = (people[name].tolist() for name in (Bank.id, Bank.born))
    for row, number, born in zip(people.index.tolist(), *columns, strict=True):
        key = stays.get(number, number)
        is_minor = is_under_age(born, today)
        # Whose age is not known needs the parent's too, once that has been taken back.
        of_parent = is_minor or (is_minor is None and (key, PARENT) in said.taken_back)
        kinds = [kind for kind in _needed(bank.sheet, of_parent=of_parent) if (key, kind) not in said.in_force]
        if kinds:
            lacking[row] = tuple(Lacking(kind, said.taken_back.get((key, kind), "")) for kind in kinds)
    return MappingProxyType(lacking)


def _needed(tab: type[Sheet], *, of_parent: bool) -> tuple[str, ...]:
    """The consents without which nobody takes part in what a row of this tab stands for."""
    of_everyone = (PERSONAL_DATA, EXTRA_DUTIES) if tab is Mentors else (PERSONAL_DATA,)
    return (*of_everyone, PARENT) if of_parent else of_everyone


def lacking_in(form: type[Form], answers: Answers, today: date) -> Iterator[tuple[str, str]]:
    """What to tell the sender of these answers of each consent that they need and that is not among them, and its kind.
    One that lies with the curator on paper is not known here."""
    if not form.consents:
        return
    is_minor = is_under_age(answers.values.get(Bank.born), today)
    for kind in _needed(form.fills, of_parent=bool(is_minor)):
        if not answers.consents.get(kind):
            yield please_consent(form, kind), kind
    if is_minor and answers.consents.get(PARENT) and is_missing(answers.values[Mentees.parent]):
        yield _WHO_AGREED, Mentees.parent


def please_consent(form: type[Form], kind: str) -> str:
    """What does not happen without this consent, and how it is given."""
    is_asked = kind in {consent.kind for consent in form.consents}
    return f"{_WITHOUT[kind]} {_HOW_IN_THE_FORM[kind] if is_asked else _ON_PAPER}"


_IF_CHANGED = "Если передумали, выберите «Даю согласие» в конце анкеты."
_WITHOUT = {
    PERSONAL_DATA: (
        "Вы не дали согласия на обработку персональных данных. Без него мы не имеем права использовать ваши ответы и "
        "подбирать вам пару."
    ),
    EXTRA_DUTIES: (
        "Вы не дали согласия на дополнительные обязанности наставника. Без него мы не можем включить вас в приказ."
    ),
    PARENT: (
        "Вам нет 18 лет, поэтому нужно согласие родителя (законного представителя). Без него мы не имеем права "
        "подбирать вам пару."
    ),
}
_WHO_AGREED = (
    "Родитель (законный представитель) дал согласие, но не назван. Впишите его фамилию, имя и отчество: "
    "иначе не видно, кто согласился."
)
_ON_PAPER = "Передайте согласие куратору на бумаге."
_HOW_IN_THE_FORM = {
    PERSONAL_DATA: _IF_CHANGED,
    EXTRA_DUTIES: _IF_CHANGED,
    PARENT: "Пусть родитель ответит на вопрос в конце анкеты или передаст согласие куратору на бумаге.",
}


@fact
def withheld(book: Book, bank: Table) -> Mapping[int, Lacking]:
    """The rows of a bank whose people may not be processed → the consent for the lack of which.

    Where «Согласия» cannot be read, whoever lacked a consent when it was seen last.
    """
    if book.unavailable(Consents.name):
        rows = bank.index[bank[Bank.status] == NO_CONSENT]
        return MappingProxyType({int(row): Lacking(PERSONAL_DATA) for row in rows})
    found = {
        row: next((one for one in kinds if one.kind in TO_PROCESS), None)
        for row, kinds in lacking_consents(book, bank, book.today).items()
    }
    gone = erased(book)
    keys = {int(str(row)): gone[key] for row, key in bank[Bank.id].items() if key in gone}
    of_erased = {row: Lacking(PERSONAL_DATA, key) for row, key in keys.items()}
    return MappingProxyType({**of_erased, **{row: one for row, one in found.items() if one}})


@fact
def stopped_by(book: Book) -> Mapping[str, Lacking]:
    """The numbers of those in both banks who can be in no pair → why: they may not be processed, or have taken back
    their consent to a mentor's duties."""
    found: dict[Any, Lacking] = {}
    for sheet in (Mentees, Mentors):
        if book.unavailable(sheet.name):
            continue
        bank = book[sheet]
        # A number that two rows have by mistake is their first row's: no pair stops because of a copied row.
        numbers = bank[Bank.id].mask(bank[Bank.id].duplicated())
        found |= {numbers[row]: one for row, one in withheld(book, bank).items()}
        if sheet is Mentors and not book.unavailable(Consents.name):
            for row, kinds in lacking_consents(book, bank, book.today).items():
                resigned = next((one for one in kinds if one.kind == EXTRA_DUTIES and one.taken_back_by), None)
                if resigned:
                    found.setdefault(numbers[row], resigned)
    return MappingProxyType({number: one for number, one in found.items() if not pd.isna(number)})


# What «Согласия» say


_Known = tuple[str, str]
"""A person's number and a kind of consent."""
_KNOWN = [Consents.person, Consents.kind]


class _Said(NamedTuple):
    """What became of the consents that were asked for."""

    in_force: frozenset[_Known]
    taken_back: Mapping[_Known, str]
    """By which row."""


@fact
def _said(book: Book, today: date) -> _Said:
    rows = _rows(book[Consents], today)
    ended_by = _ended_by(book, rows, today)
    stays = joined(book)
    rows = rows.assign(person=[stays.get(number, number) for number in rows[Consents.person].tolist()])
    said = rows[rows[Consents.answer].notna() | rows["withdrawn"]].dropna(subset=_KNOWN)
    last = said.drop_duplicates(_KNOWN, keep="last")
    stands = (last[Consents.answer] == YES) & ~last.index.isin(list(ended_by))
    agreed = said[said[Consents.answer] == YES].drop_duplicates(_KNOWN, keep="last")
    last_yes = {known: row for row, known in _known(agreed)}
    taken_back = {}
    for row, known in _known(last[~stands]):
        # A refusal after a withdrawal says nothing new.
        by = ended_by.get(last_yes.get(known)) or ended_by.get(row)
        if by or known in last_yes:
            taken_back[known] = by or _number(rows, row)
    return _Said(frozenset(known for _, known in _known(last[stands])), MappingProxyType(taken_back))


def _known(rows: pd.DataFrame) -> Iterator[tuple[Any, _Known]]:
    return zip(rows.index.tolist(), zip(rows[Consents.person], rows[Consents.kind], strict=True), strict=True)


def _rows(consents: Table, today: date) -> pd.DataFrame:
    """The rows in the order in which they count, and which of them are withdrawn.

    A refusal without a date is taken for the last word, a consent without one for an old one. What is dated to come
    counts from today.
    """
    frame = consents.frame[
        [
            Consents.id,
            Consents.person,
            Consents.kind,
            Consents.answer,
            Consents.given_on,
            Consents.withdrawn_on,
            Consents.ends,
        ]
    ]
    undated_refusal = frame[Consents.given_on].isna() & (frame[Consents.answer] != YES)
    until_now = frame[Consents.given_on].mask(frame[Consents.given_on] > pd.Timestamp(today), pd.Timestamp(today))
    number = pd.to_numeric(frame[Consents.id].str.extract(r"(\d{1,15})$", expand=False), errors="coerce")
    # A day of withdrawal that cannot be read is a withdrawal all the same.
    unreadable = frame.index.isin(list(consents.unreadable.get(Consents.withdrawn_on, {})))
    return frame.assign(
        undated_refusal=undated_refusal,
        given_on=until_now,
        number=number,
        withdrawn=frame[Consents.withdrawn_on].notna() | unreadable,
    ).sort_values(["undated_refusal", Consents.given_on, "number"], kind="stable", na_position="first")


def ended_consents(book: Book, today: date) -> Iterator[tuple[int, tuple[str, ...]]]:
    """Each withdrawal's row, and the numbers of the consents that it ends."""
    rows = _rows(book[Consents], today)
    for row, ended in _withdrawals(book, rows, today):
        yield row, tuple(rows[Consents.id][ended].dropna())


def _ended_by(book: Book, rows: pd.DataFrame, today: date) -> dict[Any, str]:
    """Row → the number of the withdrawal that ended it."""
    found: dict[Any, str] = {}
    for row, ended in _withdrawals(book, rows, today):
        for one in ended:
            found.setdefault(one, _number(rows, row))
    return found


def _number(rows: pd.DataFrame, row: Any) -> str:
    return _text(rows[Consents.id][row]) or "без номера"


def _withdrawals(book: Book, rows: pd.DataFrame, today: date) -> Iterator[tuple[int, pd.Index]]:
    """Each withdrawal, and the rows that it ends: of the same person, whatever number they have, and the same kind.

    What was given on an earlier day, it ends; what was given on a later one, it does not. Where the days do not tell,
    it ends what was there when the withdrawal was seen first, as its row has kept it.
    """
    withdrawals = rows[rows["withdrawn"]].dropna(subset=Consents.person).to_dict("index")
    same = same_person(book) if withdrawals else {}
    for row, one in withdrawals.items():
        alike = rows[rows[Consents.person].isin(same.get(one[Consents.person], {one[Consents.person]}))]
        if one[Consents.kind] in CONSENT_KINDS:
            alike = alike[alike[Consents.kind] == one[Consents.kind]]
        noted = set(_text(one[Consents.ends]).split(", ")) - {""}
        ended = alike[Consents.id].isin(noted) if noted else pd.Series(True, index=alike.index)
        day: pd.Timestamp = one[Consents.withdrawn_on]
        # A day that is still to come, or before the consent itself was given, is a slip.
        if not pd.isna(day) and day.date() <= today and not one[Consents.given_on] > day:
            given = alike[Consents.given_on]
            ended = (ended & ~(given > day)) | (given < day)
        yield int(str(row)), alike.index[ended | (alike.index == row)]


def is_under_age(born: Any, today: date) -> bool | None:
    """Whether somebody is under 18; None where the date of birth is not known."""
    # Nobody was born yesterday: such a date says nothing of an age, and is asked about for itself.
    if not isinstance(born, date) or pd.isna(born) or plausible_birth(born, today) is not None:
        return None
    return today.year - born.year - ((today.month, today.day) < (born.month, born.day)) < OF_AGE


def _text(value: Any) -> str:
    return "" if pd.isna(value) else str(value)
