"""Every row typed by hand gets an id; every row is checked, and told in plain Russian what to correct."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from datetime import date
from types import MappingProxyType

import pandas as pd

from automation.workbook.book import Book, TabUnavailable
from automation.workbook.checks import find_problems, in_plain_russian, unreadable_cells
from automation.workbook.table import Table
from jobs.letters.addressees import through_leaders
from jobs.matching.rules import rules
from jobs.people.consents import another_name, ended_consents, not_theirs_to_give
from jobs.people.numbering import number_new_rows
from jobs.people.readiness import what_to_fix
from jobs.people.staff import absence_problems
from jobs.plan.roadmap import NOT_CONFIRMED
from jobs.runner.job import job
from sheets_schema.sheet import Sheet
from sheets_schema.tabs.bank import Bank
from sheets_schema.tabs.consents import Consents
from sheets_schema.tabs.mentees import Mentees
from sheets_schema.tabs.mentors import Mentors
from sheets_schema.tabs.settings import Settings, SettingsTab
from sheets_schema.tabs.staff import Staff
from sheets_schema.vocabulary import PUBLICATION, YES

GIVEN_LATER = "этот день ещё не наступил, поэтому согласие считается данным сегодня; проверьте дату"
NOTHING_PUBLISHED = "не отмечено, что можно публиковать, поэтому публиковать ничего нельзя; спросите и впишите"
IS_OVER = "срок согласия истёк; если человек участвует дальше, нужно новое"
NOBODY = "такого участника нет ни в одном банке; если знаете, кто это, впишите его номер"
ANOTHER_NAME = "названо другое имя, чем у {person}; проверьте, тот ли это человек"
TO_COME = "этот день ещё не наступил, но согласие считается отозванным уже сейчас; проверьте дату"
TOO_EARLY = "этот день раньше, чем дано согласие, но оно считается отозванным; проверьте дату"
NO_WEIGHT = "все веса равны нулю, поэтому балл у всех пар 0; задайте хотя бы один вес больше нуля"


@job(
    title="проверка",
    after=("same_people",),
    does="Проверяет каждую строку и пишет рядом, что исправить.",
)
def run(book: Book, today: date) -> None:
    # A tab that is not there is told of in the journal; it keeps no other tab from being checked.
    for sheet in book.schema.sheets:
        with suppress(TabUnavailable):
            number_new_rows(book, book[sheet])
    for sheet in book.schema.sheets:
        with suppress(TabUnavailable):
            _check(book, sheet, today)


def _check(book: Book, sheet: type[Sheet], today: date) -> None:
    """Say beside each row of a tab what is wrong there, or in the journal, where it is not said beside rows."""
    table = book[sheet]
    if not sheet.checked:
        book.notices += unreadable_cells(table)
    elif "validate" in sheet.writers(sheet.columns["problems"]):
        check = _MORE_THAN_CELLS.get(sheet, _check_cells)
        check(book, table, today)


def _check_cells(book: Book, table: Table, today: date) -> None:
    found = find_problems(table, today, known=book.keys_referred_to(table.sheet))
    table[table.sheet.named("problems")] = in_plain_russian(table, found)


def _check_staff(book: Book, staff: Table, today: date) -> None:
    found = find_problems(staff, today)
    for row, problem in absence_problems(book):
        found.setdefault(row, []).append(problem)
    staff[Staff.problems] = in_plain_russian(staff, found)


def _check_settings(book: Book, settings: Table, today: date) -> None:
    problems = book[Settings].problems
    if not any(rules(book[Settings], today, book.schema).points().values()):
        problems = {"weight_requests": NO_WEIGHT, **problems}
    if not book[Settings].plan_confirmed:
        problems = {"plan_confirmed": NOT_CONFIRMED, **problems}
    settings[SettingsTab.problems] = settings[SettingsTab.code].map(problems).astype("str")


def _check_consents(book: Book, consents: Table, today: date) -> None:
    """Besides what is wrong: which consents each withdrawal ends. That is put down when it is seen first, for a consent
    given anew on the same day is another one."""
    found = find_problems(consents, today, known=book.keys_referred_to(Consents))
    withdrawn = consents[Consents.withdrawn_on]
    for slip, said in (
        (withdrawn > pd.Timestamp(today), TO_COME),
        (withdrawn < consents[Consents.given_on], TOO_EARLY),
    ):
        for row in consents.index[slip]:
            found.setdefault(int(row), []).append(f"{Consents.withdrawn_on.column.title}: {said}")
    for row, column, said in _doubts(book, consents, today):
        found.setdefault(row, []).append(f"{column}: {said}")
    strays = consents[Consents.answered].notna() & consents[Consents.person].isna()
    for row in consents.index[strays]:
        found[int(row)] = [f"{Consents.person.column.title}: {NOBODY}"]
    consents[Consents.problems] = in_plain_russian(consents, found)
    ends = {row: ", ".join(numbers) for row, numbers in ended_consents(book, today)}
    now = pd.Series([ends.get(int(str(row))) for row in consents.index], index=consents.index, dtype="str")
    consents[Consents.ends] = consents[Consents.ends].where(consents[Consents.ends].notna() & now.notna(), now)


def _doubts(book: Book, consents: Table, today: date) -> Iterator[tuple[int, str, str]]:
    """What cannot be so, or is not enough: row, title of the column, and what to do."""
    for row, said in not_theirs_to_give(book, today):
        yield row, Consents.given_by.column.title, said
    for row, person in another_name(book):
        yield row, Consents.given_by.column.title, ANOTHER_NAME.format(person=person)
    day, agreed = pd.Timestamp(today), consents[Consents.answer] == YES
    lacks = (consents[Consents.kind] == PUBLICATION) & ~consents[Consents.published].astype("bool")
    for column, doubtful, said in (
        (Consents.given_on, consents[Consents.given_on] > day, GIVEN_LATER),
        (Consents.until, agreed & (consents[Consents.until] < day), IS_OVER),
        (Consents.published, agreed & lacks, NOTHING_PUBLISHED),
    ):
        yield from ((int(row), column.column.title, said) for row in consents.index[doubtful])


def _check_people(book: Book, bank: Table, today: date) -> None:
    bank[Bank.through] = through_leaders(book, bank)
    bank[Bank.problems] = in_plain_russian(bank, what_to_fix(book, bank))


_MORE_THAN_CELLS: Mapping[type[Sheet], Callable[[Book, Table, date], None]] = MappingProxyType(
    {
        SettingsTab: _check_settings,
        Staff: _check_staff,
        Consents: _check_consents,
        Mentees: _check_people,
        Mentors: _check_people,
    }
)
"""Where what is wrong depends on more than the tab's own cells."""
