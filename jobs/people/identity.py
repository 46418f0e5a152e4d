"""By what one recognises that two rows, or a row and an answer, are of one person."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Any

import pandas as pd

from automation.workbook.book import Book
from automation.workbook.table import Table
from jobs.people.erased import erased
from jobs.runner.facts import fact
from sheets_schema.tabs.bank import Bank
from sheets_schema.tabs.mentees import Mentees
from sheets_schema.tabs.mentors import Mentors

Mark = tuple[str, str]


def marks(name: Any, email: Any, born: Any) -> list[Mark]:
    """The full name with the address, and with the date of birth: one of them in common, and it is one person.

    A name alone, or an address alone, is not enough: families share them.
    """
    if pd.isna(name):
        return []
    spelled = " ".join(str(name).lower().replace("ё", "е").split())
    has_address = not pd.isna(email) and "@" in str(email)  # «нет» is nobody's
    seconds = [str(second).lower() for second in ((email if has_address else None), born) if not pd.isna(second)]
    return [(spelled, second) for second in seconds]


def people_of(bank: Table) -> Iterator[tuple[int, Any, list[Mark]]]:
    """Each row of a bank, its number and its marks: of everyone, those withheld from jobs among them."""
    frame = bank.whole
    columns = (frame[name].tolist() for name in (Bank.id, Bank.full_name, Bank.email, Bank.born))
    for row, number, name, email, born in zip(frame.index.tolist(), *columns, strict=True):
        yield row, number, marks(name, email, born)


@fact
def same_person(book: Book) -> Mapping[str, frozenset[str]]:
    """Number → all numbers of that person in both banks, its own among them."""
    groups: dict[str, set[str]] = {}
    owner: dict[Mark, str] = {}
    for bank in (Mentees, Mentors):
        for _, number, found in () if book.unavailable(bank.name) else people_of(book[bank]):
            if pd.isna(number):
                continue
            for one in {owner.setdefault(mark, number) for mark in found}:
                _join(groups, number, one)
    by_register: dict[str, str] = {}
    for number, row in erased(book).items():  # nothing but the register tells it of them any more
        _join(groups, number, by_register.setdefault(row, number))
    return MappingProxyType({number: frozenset(group) for number, group in groups.items()})


def _join(groups: dict[str, set[str]], one: str, other: str) -> None:
    together = groups.setdefault(one, {one}) | groups.setdefault(other, {other})
    for number in together:
        groups[number] = together
