"""What one person is told of all that is held of them: an answer under article 14 of 152-FZ.

Others are in it by number; whoever they are in a pair with, by the name that they know. Other people's words about them
are told as places, not copied: they are data of others as well.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd

from automation.documents.redaction import Redaction
from automation.google.forms import Response
from automation.workbook.book import Book
from automation.workbook.questionnaires import read_answers
from automation.workbook.table import Table
from jobs.desk.entering import as_typed
from jobs.papers.drawing_up import holder, organisation
from jobs.papers.kind import Organisation, Person
from jobs.person.sought import BANKS, Sought
from jobs.person.stub import own_rows, rows_of
from sheets_schema.columns import Column, Key, Link, PersonName, Reference, Text
from sheets_schema.form import Form
from sheets_schema.sheet import Sheet
from sheets_schema.tabs.bank import Bank
from sheets_schema.tabs.consents import Consents
from sheets_schema.tabs.letters import Letters
from sheets_schema.tabs.pairs import Pairs
from sheets_schema.tabs.settings import Settings
from sheets_schema.vocabulary import COORDINATOR, CURATOR

MENTIONED = "Где ещё о вас говорится"
NOT_COPIED = "Это слова других людей, поэтому здесь названо только место; с ними можно познакомиться у куратора"


@dataclass(frozen=True)
class Line:
    """One thing that is held."""

    title: str
    said: str


@dataclass(frozen=True)
class Record:
    """What belongs together: a row, an answer to a form, a letter."""

    name: str
    lines: Sequence[Line]


@dataclass(frozen=True)
class Part:
    """Records of one kind."""

    title: str
    records: Sequence[Record]
    note: str = ""


@dataclass(frozen=True)
class Dossier:
    """What the document says: the fields are what its template takes."""

    organisation: Organisation
    place: str | None
    today: date
    person: str
    numbers: str
    is_abroad: bool
    """Whether it is kept by Google."""
    days: int
    """After which it goes when the consent is taken back."""
    parts: Sequence[Part]
    curator: Person | None


def dossier(
    sought: Sought,
    books: Sequence[Book],
    answers: Iterable[tuple[type[Form], Response]],
    papers: Iterable[tuple[str, str]],
    *,
    is_abroad: bool,
) -> Dossier:
    """All that these books say of a person, the present one first; `answers` are theirs, `papers` name and address of
    the documents that name them."""
    present, *archives = books
    others = _Others(books, sought)
    parts = [*_of_book(present, sought, others)]
    parts += [_answers(answers, others)]
    parts += [Part("Документы, где вы названы", [Record(name, [Line("Где лежит", link)]) for name, link in papers])]
    for book in archives:
        year = book[Settings].period_start
        title = f"архив плана с {year:%d.%m.%Y}" if year else "архив"
        parts += [Part(f"{part.title} ({title})", part.records, part.note) for part in _of_book(book, sought, others)]
    return Dossier(
        organisation=organisation(present),
        place=present[Settings].place,
        today=present.today,
        person=sought.name or ", ".join(sought.numbers),
        numbers=", ".join(sought.numbers),
        is_abroad=is_abroad,
        days=int(present[Settings].retention_days),
        parts=[part for part in parts if part.records],
        curator=holder(present, CURATOR, COORDINATOR),
    )


class _Others:
    """Everybody else, whose names give way to numbers; whoever the person is in a pair with is not among them."""

    def __init__(self, books: Sequence[Book], sought: Sought) -> None:
        partners = {partner for book in books for partner in _partners(book, sought.numbers)}
        names: dict[str, str] = {}
        addresses: dict[str, str] = {}
        for book in books:
            for bank in (book.tables[sheet.name].whole for sheet in BANKS if sheet.name in book.tables):
                for row in bank.dropna(subset=[Bank.id]).to_dict("records"):
                    number = str(row[Bank.id])
                    if number not in sought.numbers and number not in partners and isinstance(row[Bank.full_name], str):
                        names[number] = row[Bank.full_name]
                    if number not in sought.numbers and isinstance(row[Bank.email], str) and "@" in row[Bank.email]:
                        addresses[number] = row[Bank.email].lower()
        theirs = {number: one for number, one in addresses.items() if one not in sought.addresses}
        self.partners = partners
        self._redaction = Redaction(names, [sought.name] if sought.name else (), theirs)

    def left_out_of(self, text: str) -> str:
        return self._redaction.redacted(text) if self._redaction else text


def _partners(book: Book, numbers: Sequence[str]) -> set[str]:
    if Pairs.name not in book.tables:
        return set()
    pairs = book.tables[Pairs.name].whole
    theirs = pairs[pairs[Pairs.mentor].isin(numbers) | pairs[Pairs.mentee].isin(numbers)]
    return set(theirs[Pairs.mentor].dropna()) | set(theirs[Pairs.mentee].dropna()) - set(numbers)


def _of_book(book: Book, sought: Sought, others: _Others) -> list[Part]:
    by_sheet: dict[type[Sheet], tuple[Table, frozenset[int]]] = {
        table.sheet: (table, rows) for table, rows in rows_of(book, sought)
    }
    first: list[type[Sheet]] = [*BANKS, Consents, Pairs]
    order = [*first, *(sheet for sheet in by_sheet if sheet not in (*first, Letters)), Letters]
    own = own_rows(book, sought.numbers)
    parts = []
    for sheet in (sheet for sheet in order if sheet in by_sheet):
        table, rows = by_sheet[sheet]
        rows = own.get(sheet.name, frozenset()) if sheet in BANKS else rows
        columns = _in_order_of_the_form(book, sheet) if sheet in BANKS else list(table.columns.values())
        records = [_record(table, row, columns, sought, others) for row in sorted(rows)]
        parts.append(Part(table.tab.title, [record for record in records if record.lines]))
    places = list(_places(by_sheet.values(), sought))
    return [*parts, Part(MENTIONED, places, NOT_COPIED)]


def _in_order_of_the_form(book: Book, sheet: type[Sheet]) -> list[Column]:
    """What the questionnaire asks, in its order, and then what was put down beside it."""
    asked = [name for form in book.schema.forms if form.fills is sheet for name in form.asked()]
    declared = book.schema.columns_of(sheet)
    names = dict.fromkeys([*(name for name in asked if name in declared), *declared])
    return [declared[name] for name in names]


def _record(table: Table, row: int, columns: Sequence[Column], sought: Sought, others: _Others) -> Record:
    frame = table.whole
    lines = []
    for column in columns:
        if isinstance(column, Key) or column.hidden or _is_about_others(table, row, column, sought, others):
            continue
        said = as_typed(column, frame[column.name][row])
        if said and isinstance(column, Text):
            said = others.left_out_of(said)
        if said:
            lines.append(Line(column.title, said))
    return Record(as_typed(table.sheet.key_column(), frame[table.key][row]), lines)


def _is_about_others(table: Table, row: int, column: Column, sought: Sought, others: _Others) -> bool:
    """A name beside the number of somebody with whom they are in no pair."""
    reference = table.sheet.columns.get(column.name.removesuffix("_name"))
    if not isinstance(column, PersonName) or reference is column or not isinstance(reference, Reference):
        return False
    return table.whole[reference.name][row] not in {*sought.numbers, *others.partners}


def _places(tables: Iterable[tuple[Table, frozenset[int]]], sought: Sought) -> Iterator[Record]:
    """The cells of other people's rows that name them."""
    for table, rows in tables:
        own = set(table.index[table.whole[table.key].isin(sought.numbers)]) if table.sheet in BANKS else set()
        for name, column in table.sheet.columns.items():
            if not isinstance(column, Text) or isinstance(column, Link):
                continue
            for row, text in table.whole[name].dropna().items():
                label = int(str(row))
                if label not in rows | own and sought.named_in(str(text)):
                    key = as_typed(table.sheet.key_column(), table.whole[table.key][label])
                    where = [Line("Лист", table.tab.title), Line("Столбец", column.title)]
                    yield Record(key or "без номера", where)


def _answers(answers: Iterable[tuple[type[Form], Response]], others: _Others) -> Part:
    records = []
    for form, response in answers:
        given = read_answers(form, response)
        values: Mapping[Any, Any] = given.values
        columns = {name: name.column for name in values}
        lines = [
            Line(column.question or column.title, as_typed(column, values[name])) for name, column in columns.items()
        ]
        lines += [Line(f"Согласие: {kind}", "да" if agreed else "нет") for kind, agreed in given.consents.items()]
        moment = pd.Timestamp(response.submitted)
        said = [Line(line.title, others.left_out_of(line.said)) for line in lines if line.said]
        records.append(Record(f"{form.title}, {moment:%d.%m.%Y}", said))
    return Part("Ответы на анкеты", records)
