"""What official papers have in common: the letterhead, the people who sign, and how a row asks for its document."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
from typing import Any

import pandas as pd

import templates
from automation.documents import inflect_phrase, lower_first
from automation.workbook.book import Book, Document
from automation.workbook.table import Row, Table
from jobs.papers.kind import Act, Entry, Head, Kind, NobodyHolds, Organisation, P, Person
from jobs.people.staff import in_office, roles_held
from sheets_schema.tabs.settings import Settings
from sheets_schema.tabs.staff import Staff
from sheets_schema.vocabulary import DIRECTOR

NAMELESS = "документ не составлен: впишите «Полное наименование организации» на листе «Настройки»"
"""On the letterhead of nobody no paper goes out."""

_REFERENCE = ("founder", "address", "phone", "email", "ogrn", "inn", "kpp")


def draw_up(
    book: Book,
    kind: Kind[P],
    row: int,
    context: P,
    *,
    said: Row | None = None,
    final: bool = False,
    reader: str = "",
) -> None:
    """Ask for the document of a row when it ought to say something else than it says.

    `said`, `final` and `reader` are what they are of a `Document`. It waits, and the row says so, while the
    organisation has no name.
    """
    if not context.organisation.full_name:
        _say(book[kind.tab], row, NAMELESS)
        return
    table, told, template = book[kind.tab], asdict(context), templates.read_bytes(kind.template)
    digest = _digest(told, template, reader)
    if not _says(table, row, digest):
        name = f"{table[table.key][row]}. {kind.document.format_map(told)}"
        key = table[table.sheet.named("purpose")][row]
        book.documents.append(
            Document(key, name, template, told, digest, table.sheet, row, said=said or {}, final=final, reader=reader)
        )


def _say(table: Table, row: int, problem: str) -> None:
    """Beside a row, after what is said there already."""
    problems = table.sheet.named("problems")
    said = [] if pd.isna(table[problems][row]) else [table[problems][row]]
    table.set(row, {problems: "\n".join([*said, problem[:1].upper() + problem[1:]])})


def is_up_to_date(book: Book, kind: Kind[P], row: int, context: P) -> bool:
    """Whether the document of a row is there and says what it would say if it were drawn up from this context."""
    return _says(book[kind.tab], row, _digest(asdict(context), templates.read_bytes(kind.template)))


def _says(table: Table, row: int, digest: str) -> bool:
    drawn, link = table.sheet.named("digest"), table.sheet.named("document")
    return bool(digest == table[drawn][row]) and not pd.isna(table[link][row])


def _digest(context: Mapping[str, Any], template: bytes, reader: str = "") -> str:
    said = json.dumps(context, ensure_ascii=False, sort_keys=True, default=str)
    return hashlib.sha256(said.encode() + template + reader.encode()).hexdigest()[:16]


def organisation(book: Book) -> Organisation:
    values = book[Settings]
    full, short = (values.organisation or "").strip(), (values.organisation_short or "").strip()
    return Organisation(
        full_name=full or short,
        # A letterhead that says one name twice would look like a mistake.
        short_name=short if short and full not in ("", short) else None,
        **{code: getattr(values, code) for code in _REFERENCE},
    )


def head(book: Book, order: Entry) -> Head:
    """`NobodyHolds` where there is no director."""
    director = signatory(book, order.dated)
    if director is None:
        raise NobodyHolds(DIRECTOR)
    return Head(
        organisation=organisation(book),
        place=book[Settings].place,
        director=director,
        number=order.number,
        date=order.dated,
        school_year=school_year(order.drafted_on),
        plan=plan(book),
    )


def plan(book: Book) -> Act | None:
    """The order that approved the plan."""
    number, day = book[Settings].plan_number, book[Settings].plan_date
    return Act(number, day) if number and day else None


def holders(book: Book, role: str) -> list[Person]:
    """Who holds a role, whoever stands in for them; without a job title where none is entered."""
    return [one for row, roles in roles_held(book).items() if role in roles and (one := _person(book, row))]


def _person(book: Book, row: int) -> Person | None:
    name, title = (book[Staff][column][row] for column in (Staff.full_name, Staff.job_title))
    return None if pd.isna(name) else Person(name, or_none(title))


def holder(book: Book, *roles: str) -> Person | None:
    """Who holds the first of these roles that anybody holds, as papers name people; None when nobody does."""
    found = ((role, person) for role in roles for person in holders(book, role))
    return next((Person(person.full_name, person.position or role.lower()) for role, person in found), None)


def required_holder(book: Book, *roles: str) -> Person:
    """As `holder`; `NobodyHolds` when nobody does."""
    found = holder(book, *roles)
    if found is None:
        raise NobodyHolds(roles[0])
    return found


def signatory(book: Book, dated: date | None = None) -> Person | None:
    """Who signs as director on a day, today where none is entered: whoever stands in for the director signs as acting.
    None where there is no director."""
    own = holder(book, DIRECTOR)
    first = next(iter(in_office(book, dated or book.today).get(DIRECTOR, ())), None)
    acting = _person(book, first.row) if own and first and first.instead_of is not None else None
    if own is None or acting is None:
        return own
    return Person(acting.full_name, f"исполняющий обязанности {inflect_phrase(_office(own), 'genitive')}")


def _office(person: Person) -> str:
    return lower_first(person.position or DIRECTOR)


def school_year(day: date) -> str:
    """«2023/2024», from September to August."""
    first = day.year if day.month >= 9 else day.year - 1
    return f"{first}/{first + 1}"


def or_none(value: Any) -> Any:
    """The value of a cell; None for an empty one."""
    return None if pd.isna(value) else value
