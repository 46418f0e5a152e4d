"""A list of 10,000 people: read, explained and decided upon; taken in, with the write; and taken back."""

from __future__ import annotations

import io
import time
from collections.abc import Iterator

import openpyxl

from automation.grids import sheets
from automation.testing import Organisation, organisation
from automation.workbook.book import Book
from automation.workbook.commit import commit
from benchmarks.measure import Figure
from jobs.demo.people import mentees
from jobs.importing.deciding import decide
from jobs.importing.entering import enter, undo
from jobs.importing.lists import lists_in
from jobs.importing.proposing import propose
from sheets_schema.nastavnik import NASTAVNIK
from sheets_schema.tabs.bank import Bank

PEOPLE = 10_000
ENTER = 10.0
"""Seconds of the processor, the workspace's among them: it is in this process."""


def figures() -> Iterator[Figure]:
    content = _list()
    with organisation(NASTAVNIK) as one:
        book = one.book()
        began = time.process_time()
        chosen = propose(lists_in(sheets(content))[0])
        read = time.process_time()
        yield Figure("Список .xlsx на 10 000 человек, время процессора: прочитать и понять столбцы", read - began, "с")
        decided = decide(book, chosen)
        seen = time.process_time()
        yield Figure("— показать, что с каждым станет", seen - read, "с")
        number = enter(book, decided, file="Список.xlsx", by="")
        _write(one, book)
        yield Figure("— внести одной записью", time.process_time() - seen, "с", ENTER)
        book, began = one.book(), time.process_time()
        undo(book, number)
        _write(one, book)
        yield Figure("— отменить целиком", time.process_time() - began, "с", ENTER)


def _write(one: Organisation, book: Book) -> None:
    expected = book.state_as_read.write
    commit(one.google.spreadsheets, one.spreadsheet, book.changes(), book.state, where=book.tabs, expected=expected)


def _list() -> bytes:
    """Ten columns a person, as information systems export them."""
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("Обучающиеся")
    sheet.append(
        ["№ п/п", "ФИО", "Дата рождения", "Группа", "Эл. почта", "Телефон", "Пол", "СНИЛС", "Адрес", "Родитель"]
    )
    for number, one in enumerate(mentees(7, PEOPLE), 1):
        name, email = one.values[Bank.full_name], f"{number}@example.com"
        sheet.append(
            [number, name, one.born, "А-21", email, "+7 912 345-67-89", "ж", "1", "Луганск", "Ким Ольга Ивановна"]
        )
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()
