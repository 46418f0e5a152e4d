"""All that is held of one person, wherever it lies: spreadsheets of this year and of former ones, files, answers.

held = look(google, spreadsheet, "НМ-0007", now=datetime.now(UTC))
held.papers        # the documents that name them
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Any

import pandas as pd

from automation.google import Google
from automation.google.drive import DOCUMENT, DOCX, FOLDER, FORM, KEY, SCOPE, SPREADSHEET, XLSX, File
from automation.google.forms import Response
from automation.people import CERTAIN, Record, compare
from automation.untrusted.texts import texts_of_file
from automation.workbook.book import Book
from automation.workbook.layout import GRID, tabs
from automation.workbook.memory import Memory
from automation.workbook.questionnaires import read_answers
from automation.workbook.reading import read_book, read_tabs
from jobs.pair_life.register import signed
from jobs.people.identity import BANKS, known, record
from jobs.person.sought import Sought, find
from sheets_schema.form import Form
from sheets_schema.planned import Planned
from sheets_schema.schema import Schema
from sheets_schema.tabs.bank import Bank
from sheets_schema.tabs.orders import Orders

_ARCHIVE = "archive/"
_READABLE = ("text/", DOCX, XLSX, "application/vnd.oasis", "application/json", "application/xml")
"""Kinds of files, by their beginnings, whose words can be looked through."""


class Place(Enum):
    """What a file that names somebody is to us."""

    OURS = "составлен программой"
    SIGNED = "подписан"
    FOREIGN = "не программы"
    TRASHED = "в корзине"


@dataclass(frozen=True)
class Paper:
    """A file that names them, in its text or in its own name."""

    file: File
    place: Place


@dataclass(frozen=True)
class Answer:
    """An answer to a form: theirs, or somebody's who names them."""

    form: type[Form]
    form_id: str
    response: Response
    is_theirs: bool


@dataclass(frozen=True)
class Beside:
    """Cells of one of their rows in columns that are none of ours."""

    tab: str
    row: int
    """As people count, from 1."""
    columns: Sequence[str]


@dataclass(frozen=True)
class Held:
    """Of one person.

    Attributes:
        books: id of a spreadsheet → what it says; the present one is the first.
        unread: files whose words cannot be looked through: scans, pictures.
        beside: what stands beside their rows in columns of the curator's own.
    """

    sought: Sought
    books: Mapping[str, Book]
    papers: Sequence[Paper]
    unread: Sequence[File]
    answers: Sequence[Answer]
    beside: Sequence[Beside]

    @property
    def book(self) -> Book:
        """The present one."""
        return next(iter(self.books.values()))

    @property
    def archives(self) -> dict[str, Book]:
        """Those of former years."""
        return dict(list(self.books.items())[1:])


def look(
    google: Google,
    spreadsheet: str,
    number: str,
    *,
    now: datetime,
    schema: Schema,
    memory: Memory | None = None,
) -> Held:
    """Look everywhere; `memory` is that of earlier readings.

    `NobodyFound` where neither the spreadsheet nor an archive knows the number.
    """
    book = read_book(google, spreadsheet, now, schema, memory)
    books = {spreadsheet: book}
    for file in _archives(google, book):
        structure, found, organised = read_tabs(google, file.id, schema)
        books[file.id] = Book(found, now, organised, link=structure.get("spreadsheetUrl", ""))
    sought = find(list(books.values()), number)
    papers, unread = _papers(google, books, sought)
    beside = list(_beside(google, spreadsheet, book.schema, sought))
    return Held(sought, books, papers, unread, list(_answers(google, book, sought)), beside)


def _beside(google: Google, spreadsheet: str, schema: Schema, sought: Sought) -> Iterator[Beside]:
    banks = [sheet for sheet in schema.sheets if sheet in BANKS]
    for tab in tabs(google.spreadsheets.get(spreadsheet, fields=GRID), banks, schema.columns_of).values():
        header = tab.header_row()
        for row in tab.filled_rows():
            filled = [index for index in tab.own_columns() if tab.at(row, index) is not None]
            if filled and tab.cell(row, Bank.id) in sought.numbers:
                titles = [str(tab.at(header, index) or "без названия") for index in filled]
                yield Beside(tab.title, row + 1, titles)


def _archives(google: Google, book: Book) -> list[File]:
    found = google.drive.search(f"mimeType = '{SPREADSHEET}' and trashed = false")
    return [file for file in found if _is_ours(file, book) and file.properties.get(KEY, "").startswith(_ARCHIVE)]


def _is_ours(file: File, book: Book) -> bool:
    return bool(file.properties.get(KEY)) and file.properties.get(SCOPE, "") == book.state.scope


def _papers(google: Google, books: Mapping[str, Book], sought: Sought) -> tuple[list[Paper], list[File]]:
    book, kept = next(iter(books.values())), _signed(books.values())
    papers, unread = [], []
    for is_trashed in (False, True):
        for file in google.drive.search(f"trashed = {str(is_trashed).lower()}"):
            if file.id in books or file.kind in (FOLDER, FORM) or _is_of_others(file, book):
                continue
            content = _content(google, file)
            if content is None:
                unread.append(file)
            if sought.named_in(file.name) or (content and any(map(sought.named_in, texts_of_file(content)))):
                papers.append(Paper(file, _place(file, book, kept, is_trashed=is_trashed)))
    return papers, unread


def _is_of_others(file: File, book: Book) -> bool:
    """Whether it belongs to another organisation in the same account."""
    return bool(file.properties.get(SCOPE)) and not _is_ours(file, book)


def _place(file: File, book: Book, kept: set[str], *, is_trashed: bool) -> Place:
    if file.properties.get(KEY) in kept and _is_ours(file, book):
        return Place.SIGNED
    if is_trashed:
        return Place.TRASHED
    return Place.OURS if _is_ours(file, book) and file.kind == DOCUMENT else Place.FOREIGN


def _signed(books: Any) -> set[str]:
    """The keys of the documents of signed orders, this year's and those of former ones."""
    keys: set[str] = set()
    for book in books:
        if Orders.name in book.tables:
            orders = book.tables[Orders.name].whole
            keys |= set(orders[Orders.purpose][signed(orders)].dropna())
    return keys


def _content(google: Google, file: File) -> bytes | None:
    if file.kind in (DOCUMENT, SPREADSHEET):
        return google.drive.exported(file.id, DOCX if file.kind == DOCUMENT else XLSX)
    return google.drive.content(file) if file.kind.startswith(_READABLE) else None


# Answers to forms


def _answers(google: Google, book: Book, sought: Sought) -> Iterator[Answer]:
    names = {form_id: name for name, form_id in book.state.forms.items()}
    collected = _collected(book, sought.numbers)
    people = [one for number, one in known(book).items() if number in sought.numbers]
    for form_id, responses in google.forms.responses(dict.fromkeys(names, "")).items():
        form = book.schema.form(names[form_id])
        if form is None:
            continue
        asked = _asked_of(book, form, sought.numbers)
        for response in responses:
            theirs = response.id in collected or _is_by(form, response, people, asked)
            if theirs or any(sought.named_in(text) for said in response.answers.values() for text in said):
                yield Answer(form, form_id, response, theirs)


def _collected(book: Book, numbers: Sequence[str]) -> set[str]:
    """The answers that their rows came from."""
    banks = [book.tables[name].whole for name in ("mentees", "mentors") if name in book.tables]
    return {one for bank in banks for one in bank[Bank.response][bank[Bank.id].isin(numbers)].dropna()}


def _asked_of(book: Book, form: type[Form], numbers: Sequence[str]) -> set[str]:
    """The rows whose numbers an answer of theirs would carry."""
    if form.answers is None or form.answers.name not in book.tables:
        return set()
    planned = book.tables[form.answers.name].whole
    return set(planned[form.answers.key_column().name][planned[Planned.person].isin(numbers)].dropna())


def _is_by(form: type[Form], response: Response, people: Sequence[Record], asked: set[str]) -> bool:
    values: Mapping[Any, Any] = read_answers(form, response).values
    number = values.get(Planned.number) if form.answers else None
    if number is not None and not pd.isna(number):
        return str(number).strip() in asked
    said = record("", values)
    return any(compare(said, one).verdict == CERTAIN for one in people)
