"""Who can be written to, how a letter greets them, and in whose name it speaks."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any

import pandas as pd

from automation.documents.names import first_name
from automation.workbook.book import Book
from automation.workbook.table import Table
from jobs.people.categories import of_people
from jobs.people.identity import gone
from jobs.people.staff import group_key, in_office, leaders_of_groups, one_of_the_staff, stand_ins
from jobs.runner.facts import fact
from sheets_schema.roles import parts_of
from sheets_schema.tabs.bank import Bank
from sheets_schema.tabs.mentees import Mentees
from sheets_schema.tabs.mentors import Mentors
from sheets_schema.tabs.settings import Settings
from sheets_schema.tabs.staff import Staff
from sheets_schema.vocabulary import COORDINATOR, CURATOR, MENTOR, PUPIL, ROLES

Addressee = dict[str, Any]
"""`id`, `full_name`, `email`, and `greeting`: the name by which a letter may greet them, empty where it is none.
Of staff also `instead_of`: for whom they stand in."""


def reachable(people: Table, chosen: pd.Series) -> Iterator[Addressee]:
    """Those of the chosen rows that have a number, a name and an address that a letter can go to: their own, or else
    that of a parent, or of whoever leads their group. It greets them, whoever's the address."""
    if not chosen.any():
        return
    those = people.frame[chosen]
    columns = (those[name].tolist() for name in (people.key, "full_name"))
    reached = zip(*columns, addresses(people, those).tolist(), greetings(people, those), strict=True)
    for key, full_name, address, greeting in reached:
        if not any(map(pd.isna, (key, full_name, address))):
            yield {"id": key, "full_name": full_name, "email": address, "greeting": greeting}


def greetings(people: Table, rows: pd.DataFrame) -> list[str]:
    """The names by which letters greet these rows' people: pupils by their given name alone, empty where it is none."""
    names = [proper_name(people, full_name) for full_name in rows["full_name"]]
    if people.sheet not in (Mentees, Mentors):
        return names
    pupils = (of_people(people) == PUPIL).reindex(rows.index)
    return [first_name(name) if is_pupil else name for name, is_pupil in zip(names, pupils, strict=True)]


def addresses(people: Table, rows: pd.DataFrame) -> pd.Series:
    """Where letters to some rows of a table go; missing where there is nowhere."""
    columns = (rows[name].tolist() for name in _ADDRESSES if name in rows.columns)
    there = zip(*columns, strict=True)
    found = [next((address for address in row if is_address(people, address)), None) for row in there]
    return pd.Series(found, index=rows.index, dtype="str")


_ADDRESSES = ("email", "parent_email", "through")
"""The columns of a person's addresses, the nearest first; the last is of whoever leads their group."""


@fact
def through_leaders(book: Book, bank: Table) -> pd.Series:
    """The address of whoever leads a person's group, for those of a bank with none of their own nor a parent's."""
    people = bank.whole
    if book.unavailable(Staff.name):
        return people[Bank.through]
    staff, leaders = book[Staff], leaders_of_groups(book)
    if not leaders:
        return pd.Series(None, index=people.index, dtype="str")
    reach = addresses(staff, staff.frame)
    of_leaders = (
        people[bank.sheet.named("occupation")].map(group_key).map({group: reach[leaders[group]] for group in leaders})
    )
    return of_leaders.where(addresses(bank, people.drop(columns="through")).isna()).astype("str")


def passed_on(book: Book, numbers: Collection[str], to: str) -> list[dict[str, str]]:
    """Those of these people to whom a letter gets only if its reader passes it on: their name and group."""
    found = []
    for bank in (book[sheet] for sheet in (Mentees, Mentors) if not book.unavailable(sheet.name)):
        through = bank[Bank.through].str.lower() == to.lower()
        those = bank.whole[bank[Bank.id].isin(numbers) & through]
        columns = (those[name].tolist() for name in (Bank.full_name, bank.sheet.named("occupation")))
        found += [
            {"name": name, "group": "" if pd.isna(group) else group}
            for full_name, group in zip(*columns, strict=True)
            if (name := proper_name(bank, full_name))
        ]
    return found


def is_address(people: Table, address: Any) -> bool:
    return not pd.isna(address) and "@" in address and not people.sheet.columns["email"].problem(str(address))


def proper_name(people: Table, full_name: Any) -> str:
    """The name, where it is one: what validation questions may be anything that somebody typed into a form."""
    is_one = not pd.isna(full_name) and not people.sheet.columns["full_name"].problem(full_name)
    return str(full_name) if is_one else ""


def holders(book: Book, *roles: str) -> Iterator[Addressee]:
    """The members of staff who do the work of one of these roles today."""
    office = in_office(book, book.today)
    rows = sorted({one for role in roles for one in office.get(role, ())})
    staff, seen = book[Staff], set()
    for row, instead_of in rows:
        if row not in seen:
            seen.add(row)
            for person in reachable(staff, staff.index.to_series() == row):
                yield {**person, "instead_of": "" if instead_of is None else staff[Staff.full_name][instead_of]}


def everyone(book: Book) -> dict[Any, Addressee]:
    """Number → each of both banks and of the staff who can be written to and takes part."""
    banks = (book[Mentors], book[Mentees])
    people = [one for bank in banks for one in reachable(bank, ~gone(bank))]
    return {one["id"]: one for one in (*people, *reachable(book[Staff], book[Staff][Staff.id].notna()))}


@fact
def full_names(book: Book) -> dict[Any, str]:
    """Number → full name of everybody in both banks and on the staff."""
    names: dict[Any, str] = {}
    for sheet in (Mentors, Mentees, Staff):
        name = sheet.named("full_name")
        people = book[sheet].frame.dropna(subset=[book[sheet].key, name])
        names |= dict(zip(people[book[sheet].key], people[name], strict=True))
    return names


def curators(book: Book) -> dict[str, Addressee]:
    """Those who get the digest, by address: in it they read of everything, so that no other letter goes to them."""
    return {one["email"].lower(): one for one in holders(book, CURATOR, COORDINATOR)}


def answering(book: Book, responsible: str) -> Iterator[Addressee]:
    """The members of staff who answer for what this list of people responsible stands beside: whom a part of it names,
    and who does the work of its role where it names nobody. Mentors are no staff."""
    roles, names = set(), []
    for part, role in parts_of(responsible).items():
        if one := one_of_the_staff(book, part):
            names.append(one)
        elif role and role != MENTOR:
            roles.add(role)
    for role in sorted(roles, key=ROLES.index):
        yield from holders(book, role)
    for name in names:
        yield from _one_by_name(book, name)


def _one_by_name(book: Book, full_name: str) -> Iterator[Addressee]:
    staff = book[Staff]
    named, instead = staff[Staff.full_name] == full_name, stand_ins(book, book.today)
    rows = [instead.get(int(row), int(row)) for row in staff.index[named]]
    yield from list(reachable(staff, staff.index.to_series().isin(rows)))[:1]


def curator(book: Book) -> Addressee | None:
    """Whom a letter tells its reader to turn to."""
    return next(holders(book, CURATOR), None) or next(holders(book, COORDINATOR), None)


def organisation(book: Book) -> str:
    """What a letter calls the organisation."""
    return book[Settings].organisation_short or book[Settings].organisation or ""
