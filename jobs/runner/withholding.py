"""What no job sees, and what must not stand any longer, of people who may not be processed.

It is drawn over the book before every job and after the last one, so a job need not think of it: whoever lacks the
consent is a row without contents for it, and a number in what others wrote. What jobs wrote of them before is emptied,
and letters to them or about them leave the queue. What people wrote stays in the sheet for the curator to see.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from automation.documents.redaction import Redaction
from automation.workbook.book import Book
from automation.workbook.table import Row, Table
from jobs.letters.correspondence import FIX, WITHDRAWAL, addressee_of, kind_of
from jobs.people.about import rows_about
from jobs.people.consents import Lacking, withheld
from sheets_schema.columns import Column, Name, Owner, PersonName, Text
from sheets_schema.sheet import Sheet
from sheets_schema.tabs.bank import Bank
from sheets_schema.tabs.letters import Letters
from sheets_schema.tabs.mentees import Mentees
from sheets_schema.tabs.mentors import Mentors
from sheets_schema.tabs.staff import Staff
from sheets_schema.vocabulary import FAILED, QUEUED

BANKS: tuple[type[Sheet], ...] = (Mentees, Mentors)

_NO_ROWS: frozenset[int] = frozenset()

TO_THEM = "Не отправлено: согласия этого человека больше нет"
ABOUT_THEM = (
    "Не отправлено: в письме был человек, согласия которого больше нет. Если оно нужно, программа напишет новое"
)


@dataclass(frozen=True)
class _People:
    """Those who may not be processed, by number, and what they do not share with those who may."""

    lacking: Mapping[str, Lacking] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)
    addresses: Mapping[str, str] = field(default_factory=dict)
    others: frozenset[str] = frozenset()
    """The names of those who may be processed, members of staff among them."""

    @classmethod
    def of(cls, book: Book, rows: Mapping[str, Mapping[int, Lacking]]) -> _People:
        if not any(rows.values()):
            return cls()
        everybody = [
            book.tables[bank]
            .whole[[Bank.id, Bank.full_name, Bank.email]]
            .assign(lacking=pd.Series(dict(theirs), dtype="object"))
            for bank, theirs in rows.items()
        ]
        if not book.unavailable(Staff.name):
            everybody.append(book[Staff].frame[[Staff.full_name, Staff.email]])
        people = pd.concat(everybody, ignore_index=True)
        is_hidden = people["lacking"].notna()
        hidden: Any = people[is_hidden].dropna(subset=Bank.id).set_index(Bank.id)
        others = people[~is_hidden]
        taken = set(others[Bank.email].dropna().str.lower())
        addresses = hidden[Bank.email].dropna().str.lower()
        return cls(
            lacking=hidden["lacking"].to_dict(),
            names=hidden[Bank.full_name].dropna().to_dict(),
            addresses=addresses[~addresses.isin(taken)].to_dict(),
            others=frozenset(others[Bank.full_name].dropna()),
        )

    def must_not_get(self, letter: Mapping[Any, Any]) -> bool:
        """Whoever has taken a consent back gets the confirmation; who has given none, the question for it; no more."""
        key, address = str(letter[Letters.id]), str(letter[Letters.recipient]).lower()
        by_address = (self.lacking[number] for number, theirs in self.addresses.items() if theirs == address)
        lacking = self.lacking.get(addressee_of(key)) or next(by_address, None)
        return lacking is not None and kind_of(key) != (WITHDRAWAL if lacking.taken_back_by else FIX)


class Withholding:
    """Over one book, for one cycle."""

    def __init__(self, book: Book) -> None:
        self._book = book
        self._people = _People()
        self._redaction = Redaction({})
        self._heard: list[int] = []
        self._drawn: list[int] = []
        self._clean: dict[str, tuple[int, frozenset[int], Redaction]] = {}
        """Tab name → its version, the rows and the redaction when it was gone through: the same need not be again."""
        self._gone_through: dict[tuple[str, str], tuple[int, Redaction, frozenset[int], list[tuple[int, str]]]] = {}
        """The same of a tab's column: its version, the redaction, the rows that were left out, and the cells that read
        otherwise by it."""

    def draw(self) -> None:
        """Bring what jobs see up to who may be processed now: after anything was said that was not known before."""
        heard = [table.heard for table in self._book.tables.values()]
        if heard != self._heard:
            self._heard = heard
            self.finish()

    def finish(self) -> None:
        """The same, and leave nothing in what jobs wrote."""
        if self._drawn == self._versions():
            return
        tables = [self._book[sheet] for sheet in self._book.schema.sheets if not self._book.unavailable(sheet.name)]
        rows_of_banks = {table.sheet.name: withheld(self._book, table) for table in tables if table.sheet in BANKS}
        people = _People.of(self._book, rows_of_banks)
        if people != self._people:
            self._people, self._redaction = people, Redaction(people.names, people.others, people.addresses)
        for table, rows in rows_about(tables, rows_of_banks):
            if self._clean.get(table.sheet.name) == (table.version, rows, self._redaction):
                continue
            self._redact(table, rows)
            if rows:
                empty = [name for name in _personal(table, Owner.JOB) if table[name][list(rows)].notna().any()]
                table.set(table.index.to_series().isin(rows), dict.fromkeys(empty))
            self._clean[table.sheet.name] = table.version, rows, self._redaction
        if self._people.lacking and not self._book.unavailable(Letters.name):
            self._stop_letters(self._book[Letters])
        self._drawn = self._versions()

    def _versions(self) -> list[int]:
        return [table.version for table in self._book.tables.values()]

    def _redact(self, table: Table, rows: frozenset[int]) -> None:
        """Show jobs everybody's words without the names, and of these rows nothing that is personal; take the names out
        of what jobs wrote themselves.
        """
        emptied = {name: rows for name in _personal(table, Owner.FORM, Owner.CURATOR) if rows}
        cells: dict[str, dict[int, Any]] = {
            name: dict(self._redacted(table, name, but=emptied.get(name, _NO_ROWS)))
            for name in _texts(table, Owner.FORM, Owner.CURATOR)
        }
        for name in emptied:
            cells.setdefault(name, {}).update(dict.fromkeys(rows))
        table.withhold(cells)
        for name in _texts(table, Owner.JOB) if table.sheet is not Letters else ():
            is_name = isinstance(name.column, PersonName)
            for row, text in self._redacted(table, name):
                table.set(row, {name: None if is_name else text})

    def _redacted(self, table: Table, name: str, but: frozenset[int] = _NO_ROWS) -> list[tuple[int, str]]:
        """The cells of a column that name somebody who must not be named, as they read without; `but` those of which
        nothing is to be seen: a list of hundreds may just have come in."""
        column, version = (table.sheet.name, name), table.column_version(name)
        known = self._gone_through.get(column)
        if known is None or known[:3] != (version, self._redaction, but):
            known = version, self._redaction, but, list(self._found(table, name, but))
            self._gone_through[column] = known
        return known[3]

    def _found(self, table: Table, name: str, but: frozenset[int]) -> Iterator[tuple[int, str]]:
        if not self._redaction:
            return
        cells = table.whole[name].dropna()
        cells = cells[~cells.index.isin(but)] if but else cells
        if self._redaction.touches(cells):
            for row, text in cells.items():
                redacted = self._redaction.redacted(text)
                if redacted != text:
                    yield int(str(row)), redacted

    # Letters

    def _stop_letters(self, letters: Table) -> None:
        queued = letters.frame[letters[Letters.state] == QUEUED]
        for row, letter in zip(queued.index, queued.to_dict("records"), strict=True):
            if self._people.must_not_get(letter):
                letters.set(row, {Letters.recipient: None, **_stopped(TO_THEM)})
            elif any(self._redaction.redacted(text) != text for text in _said_in(letter)):
                letters.set(row, _stopped(ABOUT_THEM))


def _stopped(why: str) -> Row:
    """What was to be told stays to be told: the reasons are free again."""
    emptied = dict.fromkeys((Letters.subject, Letters.text, Letters.entries, Letters.reasons))
    return {Letters.state: FAILED, Letters.problems: why, **emptied}


def _said_in(letter: Mapping[Any, Any]) -> Iterator[str]:
    return (str(letter[name]) for name in (Letters.subject, Letters.text, Letters.entries) if not pd.isna(letter[name]))


# What the declarations say


def _texts(table: Table, *owners: Owner) -> list[Name[Column]]:
    """The columns where anybody's name may stand."""
    kinds = (Text, PersonName) if owners == (Owner.JOB,) else Text
    return [name for name in table.owned_by(*owners) if isinstance(name.column, kinds)]


def _personal(table: Table, *owners: Owner) -> list[Name[Column]]:
    """The columns that tell something of a row's people."""
    return [name for name in table.owned_by(*owners) if table.sheet.tells(name.column)]
