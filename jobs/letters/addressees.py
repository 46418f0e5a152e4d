"""Who can be written to, how a letter greets them, and in whose name it speaks."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pandas as pd

from automation.documents.mentions import People
from automation.workbook.book import Book
from automation.workbook.table import Table
from jobs.runner.facts import fact
from sheets_schema.roles import roles_in
from sheets_schema.tabs.settings import Settings
from sheets_schema.tabs.staff import Staff
from sheets_schema.vocabulary import COORDINATOR, CURATOR

Addressee = dict[str, Any]
"""`id`, `full_name`, `email`, and `greeting`: the name by which a letter may greet them, empty where it is none."""


def reachable(people: Table, chosen: pd.Series) -> Iterator[Addressee]:
    """Those of the chosen rows that have a number, a name and an address that a letter can go to: their own, or else
    that of a parent. It greets them, whoever's the address."""
    if not chosen.any():
        return
    names = (people.key, people.sheet.named("full_name"))
    columns = (people[name][chosen].tolist() for name in names)
    for key, full_name, address in zip(*columns, addresses(people)[chosen].tolist(), strict=True):
        if not any(map(pd.isna, (key, full_name, address))):
            yield {"id": key, "full_name": full_name, "email": address, "greeting": proper_name(people, full_name)}


def addresses(people: Table, *, whole: bool = False) -> pd.Series:
    """Where letters to each row go; missing where there is nowhere. The `whole` table tells it of those too who may
    only be asked for their consent, or told that it has ended."""
    frame = people.whole if whole else people.frame
    columns = [frame[name].tolist() for name in _ADDRESSES if name in people.sheet.columns]
    there = zip(*columns, strict=True)
    found = [next((address for address in row if is_address(people, address)), None) for row in there]
    return pd.Series(found, index=people.index, dtype="str")


_ADDRESSES = ("email", "parent_email")


def is_address(people: Table, address: Any) -> bool:
    return not pd.isna(address) and "@" in address and not people.sheet.columns["email"].problem(str(address))


def proper_name(people: Table, full_name: Any) -> str:
    """The name, where it is one: what validation questions may be anything that somebody typed into a form."""
    is_one = not pd.isna(full_name) and not people.sheet.columns["full_name"].problem(full_name)
    return str(full_name) if is_one else ""


def holders(book: Book, *roles: str) -> Iterator[Addressee]:
    """The members of staff who hold one of these roles."""
    yield from reachable(book[Staff], book[Staff][Staff.role].isin(roles))


def curators(book: Book) -> dict[str, Addressee]:
    """Those who get the digest, by address: in it they read of everything, so that no other letter goes to them."""
    return {one["email"].lower(): one for one in holders(book, CURATOR, COORDINATOR)}


@fact
def staff(book: Book) -> People:
    """Those on «Сотрудники», to look names up in; a person is known by the name, however many rows they have."""
    return People({name: name for name in book[Staff][Staff.full_name].dropna()})


def named(book: Book, responsible: str) -> Iterator[Addressee]:
    """The members of staff whom a list of people responsible calls by their names instead of by their roles."""
    for part in roles_in(responsible)[1]:
        if one := one_of_the_staff(book, part):
            yield from list(reachable(book[Staff], book[Staff][Staff.full_name] == one))[:1]


def one_of_the_staff(book: Book, words: str) -> str:
    """The full name of the one person on «Сотрудники» whom these words name; empty where it is nobody, or several."""
    named = staff(book).named_in(words)
    ids = [id_ for mention in named.mentions for id_ in mention.ids]
    return ids[0] if len(ids) == 1 and not named.unclear else ""


def curator(book: Book) -> Addressee | None:
    """Whom a letter tells its reader to turn to."""
    return next(holders(book, CURATOR), None) or next(holders(book, COORDINATOR), None)


def organisation(book: Book) -> str:
    """What a letter calls the organisation."""
    return book[Settings].organisation_short or book[Settings].organisation or ""
