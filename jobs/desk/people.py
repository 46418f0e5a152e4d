"""Everything of one person, of one pair, and of whatever a word is found in."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from automation.workbook.book import Book
from automation.workbook.table import Table
from jobs.desk import addresses
from jobs.desk.entering import Missing, as_typed, declared, row_of
from jobs.desk.parts import CALLED_BY, called
from jobs.desk.rights import Role
from jobs.letters.correspondence import addressee_of, as_text
from jobs.people.identity import BANKS, same_person
from sheets_schema.columns import Key, Link
from sheets_schema.sheet import Sheet
from sheets_schema.tabs.bank import Bank
from sheets_schema.tabs.compatibility import Compatibility
from sheets_schema.tabs.consents import Consents
from sheets_schema.tabs.events import Events
from sheets_schema.tabs.invitations import Invitations
from sheets_schema.tabs.letters import Letters
from sheets_schema.tabs.matches import Matches
from sheets_schema.tabs.mentees import Mentees
from sheets_schema.tabs.mentors import Mentors
from sheets_schema.tabs.orders import Orders
from sheets_schema.tabs.pairs import Pairs
from sheets_schema.tabs.roadmap import Roadmap
from sheets_schema.tabs.staff import Staff
from sheets_schema.tabs.support import Support
from sheets_schema.tabs.training import Training
from sheets_schema.vocabulary import NEEDS_DATA, NO_CONSENT, SET_ASIDE

MOST = 50
"""Things found that are shown."""
_SEARCHED: tuple[type[Sheet], ...] = (Mentees, Mentors, Staff, Pairs, Orders, Roadmap, Events)
_BESIDE = (
    "role",
    "occupation",
    "email",
    "deadline",
    "kind",
    "answer",
    "decision",
    "verdict",
    "outcome",
    "coming",
    "standing",
)
"""What else is said of it in a list."""


@dataclass(frozen=True)
class Found:
    """A row, as a list shows it."""

    tab: str
    key: str
    name: str
    beside: str
    status: str
    problems: str
    address: str


@dataclass(frozen=True)
class Line:
    """One cell of a card."""

    title: str
    said: str
    is_link: bool = False


@dataclass(frozen=True)
class Related:
    """Rows of another tab that are about the same person or pair."""

    title: str
    rows: Sequence[Found]


@dataclass(frozen=True)
class Card:
    """A row whole, and what else there is about it."""

    tab: str
    key: str
    name: str
    status: str
    problems: Sequence[str]
    lines: Sequence[Line]
    edit: str
    is_person: bool
    related: Sequence[Related] = field(default_factory=tuple)


def find(book: Book, sought: str, role: Role, *, only_fix: bool = False) -> list[Found]:
    """Rows in which all words of `sought` occur, whatever the case and «ё»; everybody in the banks without a word."""
    words = _plain(sought).split()
    sheets = _SEARCHED if words else (Mentees, Mentors)
    found: list[Found] = []
    for sheet in (sheet for sheet in sheets if not book.unavailable(sheet.name)):
        table = book[sheet]
        frame = _seen(table, role)
        if only_fix:
            frame = frame[frame[sheet.named("status")].isin([NEEDS_DATA, NO_CONSENT])]
        found += [_found(table, row) for row in frame[_matches(table, frame, words)].to_dict("records")]
    return found


def _matches(table: Table, frame: pd.DataFrame, words: Sequence[str]) -> pd.Series:
    text = pd.Series("", index=frame.index, dtype="str")
    for name in (table.key, *CALLED_BY, "email", "phone", "number"):
        if name in frame.columns and words:
            text = text + " " + frame[name].fillna("").astype("str")
    plain = text.map(_plain) if words else text
    hits = pd.Series(data=True, index=frame.index)
    for word in words:
        hits &= plain.str.contains(word, regex=False)
    return hits


def _plain(text: str) -> str:
    return text.lower().replace("ё", "е")


def _found(table: Table, row: dict[Any, Any]) -> Found:
    key = str(row[table.key])
    name = called(row)
    status = as_text(row.get("status", row.get("state")))
    beside = [as_text(row.get(one)) for one in _BESIDE]
    return Found(
        tab=table.sheet.title,
        key=key,
        name=name or key,
        beside=", ".join(filter(None, beside)),
        status=status,
        problems=as_text(row.get("problems")),
        address=addresses.card(key) if table.sheet in _WITH_CARDS else addresses.row(table.sheet.name, key),
    )


_WITH_CARDS = (Mentees, Mentors, Pairs)


def card(book: Book, key: str, role: Role) -> Card:
    """Of a person or a pair, as far as this role sees them. `Missing` where no tab has such a row."""
    for sheet in _WITH_CARDS:
        if not book.unavailable(sheet.name) and (book[sheet][book[sheet].key] == key).any():
            table = book[sheet]
            row = row_of(table, key)
            values = _seen(table, role).loc[row].to_dict()
            return Card(
                tab=sheet.title,
                key=key,
                name=_found(table, values).name,
                status=as_text(values.get("status", values.get("state"))),
                problems=as_text(values.get("problems")).splitlines(),
                lines=list(_lines(table, row, role)),
                edit=addresses.row(sheet.name, key),
                is_person=sheet is not Pairs,
                related=[one for one in _related(book, sheet, key, role) if one.rows],
            )
    raise Missing(key)


def _seen(table: Table, role: Role) -> pd.DataFrame:
    """The rows that have a number, with the columns that this role sees."""
    hidden = [name for name, column in table.columns.items() if not role.sees(table.sheet.tells(column))]
    return table.frame[table[table.key].notna()].drop(columns=hidden)


def _lines(table: Table, row: int, role: Role) -> Iterator[Line]:
    """What stands in the cells of a row, those left out that its head says or that are of no use to a person."""
    for name, column in table.columns.items():
        shown = not (isinstance(column, Key) or column.hidden) and name not in ("problems", "status", "state", "digest")
        shown = shown and role.sees(table.sheet.tells(column))
        said = as_typed(declared(table, row, name), table[table.named(name)][row]) if shown else ""
        if said:
            yield Line(column.title, said, is_link=isinstance(column, Link))


def _related(book: Book, sheet: type[Sheet], key: str, role: Role) -> Iterator[Related]:
    if sheet is Pairs:
        pair = book[Pairs].frame[book[Pairs][Pairs.id] == key].iloc[0]
        yield _rows(book, Mentors, Mentors.id, pair[Pairs.mentor], "Наставник")
        yield _rows(book, Mentees, Mentees.id, pair[Pairs.mentee], "Наставляемый")
        yield _rows(book, Orders, Orders.id, pair[Pairs.order], "Приказ")
        if role >= Role.DIRECTOR:
            yield _rows(book, Compatibility, Compatibility.pair, key, "Совместимость")
        return
    yield _same_people(book, sheet, key)
    side = Pairs.mentee if sheet is Mentees else Pairs.mentor
    proposed = Matches.mentee if sheet is Mentees else Matches.mentor
    yield _rows(book, Pairs, side, key, "Пары")
    yield _rows(book, Consents, Consents.person, key, "Согласия")
    if sheet is Mentees:
        yield _rows(book, Support, Support.mentee, key, "Сопровождение")
    yield _rows(book, Training, Training.person, key, "Обучение")
    yield _rows(book, Invitations, Invitations.person, key, "Приглашения")
    if role < Role.DIRECTOR:
        return
    yield _rows(book, Matches, proposed, key, "Подбор")
    if not book.unavailable(Letters.name):
        letters = book[Letters].frame
        theirs = letters[letters[Letters.id].fillna("").map(addressee_of) == key]
        rows = [
            Found(
                Letters.title,
                str(row[Letters.id]),
                as_text(row[Letters.subject]),
                f"{row[Letters.queued_at]:%d.%m.%Y}" if pd.notna(row[Letters.queued_at]) else "",
                as_text(row[Letters.state]),
                as_text(row[Letters.problems]),
                addresses.letter(str(row[Letters.id])),
            )
            for row in theirs.to_dict("records")
        ]
        yield Related("Письма", rows)


def _same_people(book: Book, sheet: type[Sheet], key: str) -> Related:
    """The other rows of this person, in both banks: a mentor may be a mentee as well."""
    numbers = same_person(book).get(key, frozenset()) - {key}
    rows = [
        _found(book[bank], row)
        for bank in BANKS
        if not book.unavailable(bank.name)
        for row in book[bank].frame[book[bank][Bank.id].isin(numbers)].to_dict("records")
    ]
    return Related("Этот же человек", rows)


def _rows(book: Book, sheet: type[Sheet], name: Any, key: Any, title: str) -> Related:
    if book.unavailable(sheet.name) or pd.isna(key):
        return Related(title, ())
    table = book[sheet]
    rows = table.frame[table[name] == key]
    if sheet is Matches:
        rows = rows[rows[Matches.state] != SET_ASIDE]
    return Related(title, [_found(table, row) for row in rows.head(MOST).to_dict("records")])
