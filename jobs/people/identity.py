"""Who is one person in several rows of the banks: by what they wrote, and by what the curator has decided of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import Any

import pandas as pd

from automation.people import CERTAIN, DIFFERENT, Alike, Record, alike, compare
from automation.workbook.book import Book
from automation.workbook.cells import is_missing
from automation.workbook.table import Row, Table
from jobs.people.erased import erased
from jobs.runner.facts import fact
from sheets_schema.tabs.bank import Bank
from sheets_schema.tabs.mentees import Mentees
from sheets_schema.tabs.mentors import Mentors
from sheets_schema.tabs.same_people import SamePeople
from sheets_schema.vocabulary import DIFFERENT_PEOPLE, ONE_PERSON

BANKS = (Mentees, Mentors)
_TELLING = (Bank.full_name, Bank.email, Bank.phone, Bank.born)

Couple = frozenset[str]
"""The numbers of two rows."""


def record(key: str, values: Row) -> Record:
    """What a row or an answer tells of whose it is."""
    name, email, phone, born = (values.get(name) for name in _TELLING)
    day = born.date() if isinstance(born, pd.Timestamp) and not pd.isna(born) else None
    return Record(key, _text(name), _text(email), _text(phone), day)


def records_of(bank: Table) -> Iterator[tuple[int, Any, Record]]:
    """Each row of a bank, its number and what it tells of whose it is: of everyone, those withheld from jobs among
    them. What cannot be read tells nothing."""
    frame = bank.whole
    columns = (frame[name].tolist() for name in (Bank.id, *_TELLING))
    for row, number, *values in zip(frame.index.tolist(), *columns, strict=True):
        yield row, number, record(_text(number), dict(zip(_TELLING, values, strict=True)))


def _text(value: Any) -> str:
    return "" if is_missing(value) else str(value)


@fact
def known(book: Book) -> Mapping[str, Record]:
    """Number → what that row tells. A number that two rows have by mistake is their first row's."""
    found: dict[str, Record] = {}
    for bank in BANKS:
        for _, number, one in () if book.unavailable(bank.name) else records_of(book[bank]):
            if not is_missing(number):
                found.setdefault(number, one)
    return MappingProxyType(found)


@fact
def likenesses(book: Book) -> tuple[Alike, ...]:
    """Each couple of rows, in one bank or in both, that is certainly or possibly one person."""
    return _alike(tuple(known(book).values()))


@lru_cache(maxsize=4)
def _alike(records: tuple[Record, ...]) -> tuple[Alike, ...]:
    """Banks change in most cycles, those things of them by which people are recognised seldom."""
    return tuple(alike(records))


@fact
def decided(book: Book) -> Mapping[Couple, str]:
    """What the curator has decided of couples that are alike; where the tab is not there, nothing."""
    if book.unavailable(SamePeople.name):
        return MappingProxyType({})
    columns = (book[SamePeople][name].tolist() for name in (SamePeople.one, SamePeople.other, SamePeople.decision))
    return MappingProxyType({frozenset((one, other)): said for one, other, said in zip(*columns, strict=True)})


@fact
def same_person(book: Book) -> Mapping[str, frozenset[str]]:
    """Number → all numbers of that person in both banks, its own among them: where it is certain, and where the curator
    has said so."""
    known_, said = known(book), decided(book)
    certain = (frozenset((one.one, one.other)) for one in likenesses(book) if one.likeness.verdict == CERTAIN)
    agreed = (couple for couple, decision in said.items() if decision == ONE_PERSON)
    groups: dict[str, set[str]] = {number: {number} for number in known_}
    for couple in dict.fromkeys((*agreed, *certain)):
        numbers = sorted(couple)
        if said.get(couple) == DIFFERENT_PEOPLE or len(numbers) != 2 or not groups.keys() >= couple:
            continue
        one, other = (groups[number] for number in numbers)
        if one is not other and (said.get(couple) == ONE_PERSON or _may_be_one(one, other, known_, said)):
            one |= other
            groups |= dict.fromkeys(other, one)
    of_row: dict[str, set[str]] = {}
    for number, row in erased(book).items():  # nothing but the register tells it of them any more
        of_row.setdefault(row, set()).update(groups.get(number, {number}))
        groups |= dict.fromkeys(of_row[row], of_row[row])
    return MappingProxyType({number: frozenset(group) for number, group in groups.items()})


def _may_be_one(one: set[str], other: set[str], known_: Mapping[str, Record], said: Mapping[Couple, str]) -> bool:
    """Whether nothing speaks against any of them: what joins two rows to a third one does not make one of the two."""
    return all(
        said.get(frozenset((mine, theirs))) != DIFFERENT_PEOPLE
        and compare(known_[mine], known_[theirs]).verdict != DIFFERENT
        for mine in one
        for theirs in other
    )


@fact
def perhaps_the_same(book: Book) -> Mapping[str, str]:
    """Number → one number for all who are, or may be, the same person: nobody is paired with themselves."""
    said, first = decided(book), {number: min(group) for number, group in same_person(book).items()}
    for one in likenesses(book):
        if said.get(frozenset((one.one, one.other))) != DIFFERENT_PEOPLE:
            mine, theirs = sorted((first[one.one], first[one.other]))
            first = {number: mine if group == theirs else group for number, group in first.items()}
    return MappingProxyType(first)


@fact
def joined(book: Book) -> Mapping[str, str]:
    """Number of a surplus row → the number of the row that stays."""
    found: dict[str, str] = {}
    for sheet in BANKS:
        if not book.unavailable(sheet.name):
            bank = book[sheet]
            rows = bank.whole[[Bank.id, Bank.joined]].dropna()
            found |= dict(zip(rows[Bank.id], rows[Bank.joined], strict=True))
    return MappingProxyType(found)


def gone(bank: Table) -> pd.Series:
    """The rows of those who take no part, and surplus rows."""
    return bank[Bank.withdrawn] | bank[Bank.joined].notna()
