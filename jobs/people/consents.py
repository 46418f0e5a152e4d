"""Who agreed to what, who took it back, and so whose data may be processed at all.

Personal data: everyone who is of age (152-FZ, article 9); in a minor's stead a parent, or whoever else represents the
minor by law. Extra duties: mentors of employees (Labour Code, article 351.8), and of others where the organisation has
decided so. A consent is in force when it was the person's last answer, nobody has withdrawn it, and its term is not
over. Without one to personal data, or without the parent's, nothing of a person may be processed but the asking for
it; taken back, not even that.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Any, NamedTuple

import pandas as pd

from automation.workbook.book import Book
from automation.workbook.questionnaires import Answers, question_id
from automation.workbook.table import Table
from jobs.people.erased import erased
from jobs.people.identity import joined, same_person
from jobs.runner.facts import fact
from sheets_schema.form import Form
from sheets_schema.questionnaires.consents import CONSENT_FORMS
from sheets_schema.tabs.bank import Bank, plausible_birth
from sheets_schema.tabs.consents import Consents
from sheets_schema.tabs.mentees import Mentees
from sheets_schema.tabs.mentors import Mentors
from sheets_schema.tabs.settings import Settings
from sheets_schema.vocabulary import (
    CONSENT_KINDS,
    EXTRA_DUTIES,
    NO_CONSENT,
    PARENT,
    PEDAGOGUE_PEDAGOGUE,
    PERSONAL_DATA,
    PUBLICATION,
    YES,
)

OF_AGE = 18
TO_PROCESS = (PERSONAL_DATA, PARENT)
"""The consents without which nothing of a person may be processed."""
IN_WORDS = {
    PERSONAL_DATA: "согласие на обработку персональных данных",
    EXTRA_DUTIES: "согласие на дополнительные обязанности наставника",
    PARENT: "согласие родителя (законного представителя)",
    PUBLICATION: "согласие на публикацию",
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
    said, minors, stays = _said(book, today), under_age(book, bank, today), joined(book)
    people = bank.whole
    lacking = {}
    forms = people[Mentors.forms].tolist() if bank.sheet is Mentors else [()] * len(people)
    for row, number, theirs in zip(people.index.tolist(), people[Bank.id].tolist(), forms, strict=True):
        is_minor, key = minors[row], stays.get(number, number)
        taken_back = [kind for kind in NEEDED if (key, kind) in said.taken_back]
        needed = _needed(is_minor, of_parent=(key, PARENT) in said.in_force, of_duties=needs_duties(book, theirs))
        # What somebody has taken back they need again, whether or not it would be asked for; of age, no parent's.
        needed += [kind for kind in taken_back if kind != PARENT or is_minor is not False]
        kinds = [kind for kind in NEEDED if kind in needed and (key, kind) not in said.in_force]
        if kinds:
            lacking[row] = tuple(Lacking(kind, said.taken_back.get((key, kind), "")) for kind in kinds)
    return MappingProxyType(lacking)


NEEDED = (PERSONAL_DATA, EXTRA_DUTIES, PARENT)
"""The consents without which somebody does not take part; all others are asked for, and not needed."""


def _needed(is_minor: bool | None, *, of_parent: bool, of_duties: bool) -> list[str]:
    """The consents without which somebody takes no part. Where the age is not known, their own or the parent's does."""
    to_process = PARENT if is_minor or (is_minor is None and of_parent) else PERSONAL_DATA
    return [to_process, EXTRA_DUTIES] if of_duties else [to_process]


EMPLOYEES_MENTORED = frozenset({PEDAGOGUE_PEDAGOGUE})
"""The forms of mentoring in which an employee is the mentor of another employee of the same organisation."""


def needs_duties(book: Book, forms: Any) -> bool:
    """Whether a mentor of these forms of mentoring needs a consent to extra duties."""
    named = forms if isinstance(forms, tuple) else ()
    # Where the settings cannot be read, what the law asks for is needed, and no more.
    of_all = not book.unavailable(Settings.tab.name) and book[Settings].duties_of_all
    return bool(named) and (of_all or not EMPLOYEES_MENTORED.isdisjoint(named))


@fact
def under_age(book: Book, bank: Table, today: date) -> Mapping[int, bool | None]:
    """Row → whether this person is under 18, as the questionnaire says, or else a consent; None where neither does."""
    born_by_consents = book[Consents].whole[[Consents.person, Consents.born]].dropna()
    told: dict[Any, Any] = dict(born_by_consents.itertuples(index=False, name=None))
    people = bank.whole
    columns = (people[name].tolist() for name in (Bank.id, Bank.born))
    found = {}
    for row, key, born in zip(people.index.tolist(), *columns, strict=True):
        by_bank = is_under_age(born, today)
        found[row] = is_under_age(told.get(key), today) if by_bank is None else by_bank
    return MappingProxyType(found)


@fact
def in_force(book: Book, today: date) -> frozenset[tuple[str, str]]:
    """Number and kind of all consents in force."""
    return _said(book, today).in_force


@fact
def taken_back(book: Book, today: date) -> frozenset[tuple[str, str]]:
    """Number and kind of all consents that were given once, and are not any more because somebody said so."""
    return frozenset(_said(book, today).taken_back)


def lacking_in(form: type[Form], answers: Answers, today: date) -> Iterator[tuple[str, str]]:
    """What to tell the sender of these answers of each consent that they need, and the id of the question of the
    consent's own form that says whose it is. Those that are given already are not known here."""
    if form.each_answer_counts:
        return
    forms = answers.values.get(Mentors.forms) if form.fills is Mentors else ()
    of_duties = isinstance(forms, tuple) and not EMPLOYEES_MENTORED.isdisjoint(forms)
    is_minor = is_under_age(answers.values.get(Bank.born), today)
    for kind in _needed(is_minor, of_parent=False, of_duties=of_duties):
        if not answers.consents.get(kind):
            yield f"{_WITHOUT[kind]} {IF_GIVEN}", question_id(CONSENT_FORMS[kind], Consents.number)


def please_consent(kind: str) -> str:
    """What does not happen without this consent."""
    return _WITHOUT[kind]


IF_GIVEN = "Если оно уже дано, ничего делать не нужно."
_WITHOUT = {
    PERSONAL_DATA: (
        "Нужно ваше согласие на обработку персональных данных. Без него мы не имеем права использовать ваши ответы и "
        "подбирать вам пару."
    ),
    EXTRA_DUTIES: (
        "Нужно ваше согласие на дополнительные обязанности наставника. Без него мы не можем включить вас в приказ."
    ),
    PARENT: (
        "Участнику нет 18 лет, поэтому согласие на обработку персональных данных даёт родитель (законный "
        "представитель). Без него мы не имеем права подбирать пару."
    ),
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
    agreed_to = last[Consents.answer] == YES
    is_over = agreed_to & (last[Consents.until] < pd.Timestamp(today))
    counts = agreed_to & ~last.index.isin([row for row, _ in not_theirs_to_give(book, today)])
    stands = counts & ~is_over & ~last.index.isin(list(ended_by))
    agreed = said[said[Consents.answer] == YES].drop_duplicates(_KNOWN, keep="last")
    last_yes = {known: row for row, known in _known(agreed)}
    taken_back = {}
    # What has run out, or was given by somebody who may not, nobody has taken back.
    for row, known in _known(last[~stands & ~(agreed_to & ~last.index.isin(list(ended_by)))]):
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
            Consents.until,
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


def not_theirs_to_give(book: Book, today: date) -> Iterator[tuple[int, str]]:
    """The rows of consents that were given by somebody who cannot give them, and why not."""
    rows = book[Consents].whole
    rows = rows[(rows[Consents.answer] == YES) & rows[Consents.kind].isin(TO_PROCESS)]
    names = _names(book) if (rows[Consents.kind] == PARENT).any() else {}
    columns = (Consents.kind, Consents.person, Consents.given_by, Consents.about, Consents.born)
    for row, kind, person, given_by, about, born in rows[list(columns)].itertuples(name=None):
        if kind == PERSONAL_DATA and is_under_age(born, today):
            yield int(row), BY_A_MINOR
        theirs = {_spelled(name) for name in (about, names.get(person)) if not pd.isna(name)}
        if kind == PARENT and not pd.isna(given_by) and _spelled(given_by) in theirs:
            yield int(row), BY_THEMSELVES


def another_name(book: Book) -> Iterator[tuple[int, str]]:
    """The rows that came by a personal link and name somebody else than whose number it was, and that number."""
    rows = book[Consents].whole
    rows = rows[rows[Consents.answered].notna() & rows[Consents.version].notna() & rows[Consents.person].notna()]
    names = _names(book) if len(rows) else {}
    columns = (Consents.kind, Consents.person, Consents.given_by, Consents.about)
    for row, kind, person, given_by, about in rows[list(columns)].itertuples(name=None):
        said = about if not pd.isna(about) else None if kind == PARENT else given_by
        name = names.get(person)
        if not (pd.isna(said) or pd.isna(name)) and _spelled(said) != _spelled(name):
            yield int(row), person


BY_A_MINOR = "участнику нет 18 лет: вместо него согласие даёт родитель (законный представитель), попросите его"
BY_THEMSELVES = (
    "вместо родителя назван сам участник, поэтому согласие не действует; попросите родителя (законного представителя)"
)


def _names(book: Book) -> dict[Any, Any]:
    """Number → full name, of everybody in both banks."""
    banks = [book[bank].whole for bank in (Mentees, Mentors) if not book.unavailable(bank.name)]
    return {number: name for bank in banks for number, name in zip(bank[Bank.id], bank[Bank.full_name], strict=True)}


def _spelled(name: Any) -> str:
    return " ".join(str(name).lower().replace("ё", "е").split())


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
