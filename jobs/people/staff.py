"""Who holds which role, and who stands in for whom while they are away.

An appointment is the holder's, whoever stands in; letters, rights and a director's signature go with today's work.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from functools import lru_cache
from types import MappingProxyType
from typing import Any, NamedTuple

import pandas as pd

from automation.documents.mentions import People
from automation.workbook.book import Book
from automation.workbook.checks import ADVICE
from jobs.runner.facts import fact
from sheets_schema.tabs.staff import Staff

_ABBREVIATION = re.compile(r"\b[А-ЯЁ]{2,}\b(?!\s*\.)")
"""«по УВР»: of no name."""


class InOffice(NamedTuple):
    """A row of «Сотрудники» whose person does the work of a role, and the row for whose person they do it."""

    row: int
    instead_of: int | None = None


@fact
def roles_held(book: Book) -> Mapping[int, tuple[str, ...]]:
    """Row of «Сотрудники» → the roles of its person, the main one first."""
    staff = book[Staff]
    columns = (staff.index.tolist(), staff[Staff.role].tolist(), staff[Staff.other_roles].tolist())
    return MappingProxyType(
        {
            row: tuple(dict.fromkeys([*([] if pd.isna(main) else [main]), *_several(others)]))
            for row, main, others in zip(*columns, strict=True)
        }
    )


def _several(cell: Any) -> tuple[str, ...]:
    return cell if isinstance(cell, tuple) else ()


def held(book: Book) -> set[str]:
    """The roles that somebody has."""
    return {role for roles in roles_held(book).values() for role in roles}


@fact
def in_office(book: Book, day: date) -> Mapping[str, tuple[InOffice, ...]]:
    """Role → who does its work on a day, in the order of the tab: whoever holds it, or who stands in for them.

    Whoever is away and has nobody to stand in keeps the work.
    """
    instead = stand_ins(book, day)
    found: dict[str, list[InOffice]] = {}
    for row, roles in roles_held(book).items():
        one = InOffice(instead[row], row) if row in instead else InOffice(row)
        for role in roles:
            found.setdefault(role, []).append(one)
    return MappingProxyType({role: _each_once(people) for role, people in found.items()})


@fact
def roles_today(book: Book) -> Mapping[int, tuple[str, ...]]:
    """Row of «Сотрудники» → the roles that its person holds, and those that they stand in for today."""
    found = {row: list(roles) for row, roles in roles_held(book).items()}
    for away, instead in stand_ins(book, book.today).items():
        found[instead] += roles_held(book)[away]
    return MappingProxyType({row: tuple(dict.fromkeys(roles)) for row, roles in found.items()})


def _each_once(people: list[InOffice]) -> tuple[InOffice, ...]:
    """Who holds a role needs no mention of standing in for another holder of it."""
    own = {one.row for one in people if one.instead_of is None}
    first = {one.row: one for one in reversed(people) if one.instead_of is None or one.row not in own}
    return tuple(one for one in people if first[one.row] is one)


@fact
def leaders_of_groups(book: Book) -> Mapping[str, int]:
    """A group, as `group_key` spells it → the row of «Сотрудники» of whoever leads it, or stands in for them today."""
    instead, found = stand_ins(book, book.today), dict[str, int]()
    for row, groups in book[Staff][Staff.groups].dropna().items():
        for group in filter(None, map(group_key, _BETWEEN.split(groups))):
            found.setdefault(group, instead.get(int(str(row)), int(str(row))))
    return MappingProxyType(found)


def group_key(name: Any) -> str:
    """A group's name for comparing: «9 "А"», «9-а» and «9А» typed in Latin letters are one group."""
    if pd.isna(name):
        return ""
    return re.sub(r"[\W_]", "", str(name).lower().replace("ё", "е").translate(_AS_CYRILLIC))


_BETWEEN = re.compile(r"[,;\n]")
_AS_CYRILLIC = str.maketrans("abcehkmoptxy", "авсенкмортху")
"""Latin letters that look like Cyrillic ones."""


@fact
def stand_ins(book: Book, day: date) -> Mapping[int, int]:
    """Row of whoever is away on a day → the row of the person who stands in for them."""
    staff = book[Staff]
    away = _away(book, day)
    meant = {row: _meant(book, row) for row in away if not pd.isna(staff[Staff.stand_in][row])}
    return MappingProxyType({row: one for row, one in meant.items() if one is not None and one not in away})


def _away(book: Book, day: date) -> set[int]:
    """Rows of whoever is absent; a last day that is not told is still to come."""
    staff, now = book[Staff], pd.Timestamp(day)
    first, last = staff[Staff.away_from], staff[Staff.away_until]
    is_away = (first.notna() | last.notna()) & ~(first > now) & ~(last < now)
    return {int(row) for row in staff.index[is_away]}


def _meant(book: Book, row: int) -> int | None:
    """The row of whom «Кто замещает» names, by name or by number; None where that is nobody, or not clear."""
    staff, words = book[Staff], str(book[Staff][Staff.stand_in][row])
    by_number = staff.index[staff[Staff.id] == words.strip().upper()]
    name = one_of_the_staff(book, words)
    rows = [*by_number, *(staff.index[staff[Staff.full_name] == name] if name else ())]
    return int(rows[0]) if rows and rows[0] != row else None


def absence_problems(book: Book) -> Iterator[tuple[int, str]]:
    """Rows of «Сотрудники» whose absence cannot be taken care of, and what to do."""
    staff, now = book[Staff], pd.Timestamp(book.today)
    title, away = Staff.stand_in.column.title, _away(book, book.today)
    ends_early = staff.index[staff[Staff.away_until] < staff[Staff.away_from]]
    yield from ((int(row), "Отсутствие кончается раньше, чем начинается; проверьте обе даты") for row in ends_early)
    over = staff[Staff.away_until] < now
    for row, words in staff[Staff.stand_in][~over].dropna().items():
        one = _meant(book, int(str(row)))
        if one is None:
            yield (
                int(str(row)),
                f"{title}: «{words}» — нет другого такого сотрудника; впишите ФИО или номер",
            )
        elif one in away:
            yield int(str(row)), f"{title}: {words} в эти дни тоже отсутствует; назовите другого человека"
    roles = roles_held(book)
    for row in sorted(away):
        if roles[row] and pd.isna(staff[Staff.stand_in][row]):
            yield row, f"{ADVICE}{title}: никто не назван, поэтому письма идут тому, кто отсутствует"


@fact
def _names(book: Book) -> tuple[str, ...]:
    return tuple(book[Staff][Staff.full_name].dropna().unique())


@lru_cache(maxsize=64)  # organisations of a process
def _people(names: tuple[str, ...]) -> People:
    """Those of these names, to look names up in; a person is known by the name, however many rows they have."""
    return People({name: name for name in names})


def one_of_the_staff(book: Book, words: str) -> str:
    """The full name of the one person on «Сотрудники» whom these words name; empty where it is nobody, or several."""
    named = _people(_names(book)).named_in(_ABBREVIATION.sub("", words))
    ids = [id_ for mention in named.mentions for id_ in mention.ids]
    return ids[0] if len(ids) == 1 and not named.unclear else ""
