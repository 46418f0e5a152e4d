"""Whom the curator means by a group, by roles, by numbers and by addresses that she typed."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from types import MappingProxyType

import pandas as pd

from automation.documents import count
from automation.workbook.book import Book
from automation.workbook.table import Table
from jobs.letters.addressees import Addressee, greetings, is_address, reachable
from jobs.pair_life.register import states
from jobs.people.identity import gone
from jobs.people.staff import in_office
from sheets_schema.sheet import Sheet
from sheets_schema.tabs.bank import Bank
from sheets_schema.tabs.mentees import Mentees
from sheets_schema.tabs.mentors import Mentors
from sheets_schema.tabs.pairs import Pairs
from sheets_schema.tabs.staff import Staff
from sheets_schema.vocabulary import (
    ALL_MENTEES,
    ALL_MENTORS,
    ALL_STAFF,
    AT_WORK,
    IN_PAIRS,
    MENTEES_ALONE,
    MENTEES_IN_PAIRS,
    MENTORS_ALONE,
    MENTORS_IN_PAIRS,
    NEEDS_DATA,
    PARTICIPANTS,
    TO_FIX_ANSWERS,
)

_LIST = re.compile(r"[,;\s]+")


@dataclass(frozen=True)
class Audience:
    """Those who are meant, each address once for each name.

    Attributes:
        people: who can be written to; whose address was typed has no number.
        unreached: who has a name and no address that a letter can go to.
        nameless: how many more are meant, of whom not even the name may be used.
        unknown: numbers that nobody has, and addresses that are none.
    """

    people: tuple[Addressee, ...]
    unreached: tuple[Addressee, ...]
    nameless: int
    unknown: tuple[str, ...]

    def in_words(self, get: str, do_not: str) -> str:
        """«Получат: 3 человека; ещё 2 не получат: нет адреса или согласия»."""
        without = len(self.unreached) + self.nameless
        told = f"{get}: {count(len(self.people), 'человек')}"
        return f"{told}; ещё {without} {do_not}: нет адреса или согласия" if without else told


def audience(
    book: Book, *, group: str = "", roles: Collection[str] = (), numbers: str = "", addresses: str = ""
) -> Audience:
    wanted = {number.upper(): number for number in _LIST.split(numbers) if number}
    people: dict[tuple[str, str], Addressee] = {}
    unreached: dict[str, Addressee] = {}
    meant, found = 0, set()
    for sheet in (Mentors, Mentees, Staff):
        table = book[sheet]
        is_named = table[table.key].str.upper().isin(wanted)
        found |= set(table[table.key][is_named].str.upper())
        is_meant = is_named | _in_group(book, sheet, group)
        if sheet is Staff:
            office = in_office(book, book.today)
            is_meant |= table.index.isin([one.row for role in roles for one in office.get(role, ())])
        meant += int(is_meant.sum())
        reached = list(reachable(table, is_meant))
        meant -= len(reached)
        for person in reached:
            people.setdefault((person["email"].lower(), person["greeting"]), person)
        numbers_reached = {person["id"] for person in reached}
        unreached |= {one["id"]: one for one in _named(table, is_meant) if one["id"] not in numbers_reached}
    unknown = [f"номера «{said}» нет" for number, said in wanted.items() if number not in found]
    by_address = {person["email"].lower() for person in people.values()}
    for address in filter(None, _LIST.split(addresses)):
        if not is_address(book[Staff], address):
            unknown.append(f"«{address[:60]}» не похоже на адрес")
        elif address.lower() not in by_address:
            guest = {"id": "", "full_name": "", "email": address, "greeting": ""}
            people.setdefault((address.lower(), ""), guest)
    return Audience(tuple(people.values()), tuple(unreached.values()), meant - len(unreached), tuple(unknown))


def _named(table: Table, chosen: pd.Series) -> list[Addressee]:
    """Those of the chosen rows that have a number and a name."""
    those = table.frame[chosen]
    rows = zip(those[table.key].tolist(), those["full_name"].tolist(), greetings(table, those), strict=True)
    return [
        {"id": key, "full_name": full_name, "email": "", "greeting": greeting}
        for key, full_name, greeting in rows
        if not any(map(pd.isna, (key, full_name)))
    ]


def _in_group(book: Book, sheet: type[Sheet], group: str) -> pd.Series:
    table = book[sheet]
    wanted = _GROUPS.get((sheet, group))
    return wanted(book, table) if wanted else pd.Series(False, index=table.index)


def _everybody(_: Book, bank: Table) -> pd.Series:
    """All that take part."""
    return bank[Bank.id].notna() & ~gone(bank)


def _paired(book: Book, bank: Table) -> pd.Series:
    side = Pairs.mentee if bank.sheet is Mentees else Pairs.mentor
    return _everybody(book, bank) & bank[Bank.id].isin(book[Pairs][side][states(book).isin(AT_WORK)])


def _alone(book: Book, bank: Table) -> pd.Series:
    return _everybody(book, bank) & ~_paired(book, bank)


def _to_fix(book: Book, bank: Table) -> pd.Series:
    return _everybody(book, bank) & (bank[Bank.status] == NEEDS_DATA)


_GROUPS: Mapping[tuple[type[Sheet], str], Callable[[Book, Table], pd.Series]] = MappingProxyType(
    {
        (Mentors, PARTICIPANTS): _everybody,
        (Mentees, PARTICIPANTS): _everybody,
        (Mentors, ALL_MENTORS): _everybody,
        (Mentees, ALL_MENTEES): _everybody,
        (Mentors, IN_PAIRS): _paired,
        (Mentees, IN_PAIRS): _paired,
        (Mentors, MENTORS_IN_PAIRS): _paired,
        (Mentees, MENTEES_IN_PAIRS): _paired,
        (Mentees, MENTEES_ALONE): _alone,
        (Mentors, MENTORS_ALONE): _alone,
        (Mentors, TO_FIX_ANSWERS): _to_fix,
        (Mentees, TO_FIX_ANSWERS): _to_fix,
        (Staff, ALL_STAFF): lambda _, staff: staff[Staff.id].notna(),
    }
)
"""Tab and group → which of its people belong to it."""
