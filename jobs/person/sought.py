"""Whose data is looked for: all numbers of one person, and all by which a text or a letter may be theirs.

sought = find([book, *archives], "НМ-0007")
sought.redacted("Протокол встречи с Зубрицкой Е. М.")     # «Протокол встречи с НМ-0007»
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import pandas as pd

from automation.documents.mentions import plain
from automation.documents.redaction import Redaction
from automation.workbook.book import Book
from automation.workbook.table import Table
from jobs.people.identity import same_person
from sheets_schema.columns import Email, Name, Personal, PersonName, Phone
from sheets_schema.tabs.bank import Bank
from sheets_schema.tabs.mentees import Mentees
from sheets_schema.tabs.mentors import Mentors
from sheets_schema.tabs.staff import Staff

BANKS = (Mentees, Mentors)
_SHORTEST = 5
"""Characters of a messenger's name that is looked for."""
_DIGITS = 10
"""Of a telephone number, its country's code aside."""


class NobodyFound(Exception):
    """No bank, now or of former years, has a row of this number."""


class Phrase(NamedTuple):
    """What one is named by: a pattern, what stands in its place, and beginnings one of which a text then has."""

    pattern: re.Pattern[str]
    instead: str
    hints: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Sought:
    """One person.

    Attributes:
        numbers: in both banks.
        name: as they are addressed; empty when nothing is held any more.
        addresses: e-mail in small letters, of theirs alone.
        phrases: what names them in a text.
        namesakes: numbers of others with the same full name: texts cannot tell whose it is, and are left.
    """

    numbers: tuple[str, ...]
    name: str
    addresses: frozenset[str]
    phrases: tuple[Phrase, ...]
    namesakes: tuple[str, ...]

    def redacted(self, text: str) -> str:
        """The text with a number in place of all that names them."""
        simple = text.lower().replace("ё", "е")
        for phrase in self.phrases:
            if not phrase.hints or any(hint in simple for hint in phrase.hints):
                text = phrase.pattern.sub(phrase.instead, text)
        return text

    def named_in(self, text: str) -> bool:
        """Whether a text is about them."""
        return self.redacted(text) != text


def find(books: Sequence[Book], number: str) -> Sought:
    """The person of a number, in the book and those of former years. `NobodyFound`."""
    numbers = {number}
    for book in books:
        numbers |= {one for known in numbers for one in same_person(book).get(known, ())}
    rows = [row for book in books for row in _people(book) if row.number in numbers]
    if not rows:
        raise NobodyFound(f"Номера {number} нет ни в банках, ни в архивах прошлых лет")
    names = {row.name for row in rows if row.name}
    others = [row for book in books for row in _people(book) if row.number not in numbers]
    others += [row for row in _staff(books) if plain(row.name) not in set(map(plain, names))]
    first = min(numbers)
    return Sought(
        numbers=tuple(sorted(numbers)),
        name=next((row.name for row in rows if row.name), ""),
        addresses=frozenset(_alone(rows, others, "email")),
        phrases=tuple(_phrases(first, rows, others)),
        namesakes=tuple(sorted({row.number for row in others if row.number and row.name in names})),
    )


class _Person(NamedTuple):
    """What a row says by which somebody may be recognised."""

    number: str
    name: str
    relatives: frozenset[str]
    email: frozenset[str]
    phone: frozenset[str]
    handles: frozenset[str]


def _people(book: Book) -> Iterator[_Person]:
    for bank in BANKS:
        if bank.name in book.tables:
            yield from _rows(book.tables[bank.name])


def _rows(bank: Table) -> Iterator[_Person]:
    frame = bank.whole
    for row in frame[frame[bank.key].notna()].to_dict("records"):
        said = {name: row[name] for name in bank.sheet.columns if isinstance(row[name], str)}
        columns: Mapping[str, Any] = bank.sheet.columns
        yield _Person(
            number=str(row[bank.key]),
            name=said.get(Bank.full_name, ""),
            relatives=frozenset(
                text for name, text in said.items() if isinstance(columns[name], PersonName) and name != Bank.full_name
            ),
            email=frozenset(
                text.lower() for name, text in said.items() if isinstance(columns[name], Email) and "@" in text
            ),
            phone=frozenset(filter(None, (_digits(text) for name, text in said.items() if _is_phone(columns[name])))),
            handles=frozenset(
                text
                for name, text in said.items()
                if columns[name].personal is Personal.CONTACT
                and not isinstance(columns[name], Email | Phone)
                and len(text) >= _SHORTEST
                and " " not in text
            ),
        )


def _is_phone(column: Any) -> bool:
    return isinstance(column, Phone)


def _digits(text: str) -> str:
    """The number itself; empty where there is no whole one."""
    digits = re.sub(r"\D", "", text)
    return digits[-_DIGITS:] if len(digits) >= _DIGITS else ""


def _staff(books: Sequence[Book]) -> Iterator[_Person]:
    nothing: frozenset[str] = frozenset()
    names: Sequence[Name[Any]] = (Staff.full_name, Staff.email)
    for book in books:
        frame = book.tables[Staff.name].whole if Staff.name in book.tables else pd.DataFrame(columns=list(names))
        for name, email in zip(*(frame[column] for column in names), strict=True):
            if isinstance(name, str):
                address = frozenset({email.lower()}) if isinstance(email, str) else nothing
                yield _Person("", name, nothing, address, nothing, nothing)


def _alone(rows: Sequence[_Person], others: Sequence[_Person], what: str) -> set[str]:
    """What these have and nobody else does: families share addresses and telephones."""
    theirs = set().union(*(getattr(row, what) for row in rows))
    return theirs - set().union(*(getattr(row, what) for row in others))


def _phrases(number: str, rows: Sequence[_Person], others: Sequence[_Person]) -> Iterator[Phrase]:
    names = dict.fromkeys(row.name for row in rows if row.name)
    elsewhere = [name for other in others for name in (other.name, *other.relatives) if name]
    relatives = {name for row in rows for name in row.relatives} - names.keys()
    known = [(name, number) for name in names] + [(name, f"родитель {number}") for name in sorted(relatives)]
    for name, instead in known:
        for _, pattern, hints in Redaction({instead: name}, elsewhere).patterns():
            yield Phrase(pattern, instead, hints)
    for address in sorted(_alone(rows, others, "email")):
        for spelled in {address, _travelling(address)}:
            pattern = re.compile(rf"(?<![\w.-]){re.escape(spelled)}(?![\w-])", re.IGNORECASE)
            yield Phrase(pattern, number, frozenset({spelled.replace("ё", "е")}))
    for handle in sorted(_alone(rows, others, "handles")):
        pattern = re.compile(rf"(?<!\w){re.escape(handle)}(?!\w)", re.IGNORECASE)
        yield Phrase(pattern, number, frozenset({handle.lower().replace("ё", "е")}))
    for digits in sorted(_alone(rows, others, "phone")):
        apart = r"[\s()\-–‑.]*"
        pattern = re.compile(rf"(?<!\d)(?:(?:\+\s*)?[78]{apart})?\(?{apart.join(digits)}(?!\d)")
        yield Phrase(pattern, number)


def _travelling(address: str) -> str:
    """As mail carries it: почта.рф is xn--80a1acny.xn--p1ai."""
    local, _, domain = address.rpartition("@")
    try:
        return f"{local}@{domain.encode('idna').decode()}"
    except UnicodeError:
        return address
