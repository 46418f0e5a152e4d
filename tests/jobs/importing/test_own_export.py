"""Our own .xlsx comes back without loss, whatever people have typed."""

from __future__ import annotations

import string
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from automation.google.drive import XLSX
from automation.grids import sheets
from automation.testing import Organisation, organisation
from automation.workbook.book import Book
from automation.workbook.commit import commit
from jobs.importing.deciding import Fate, decide
from jobs.importing.entering import enter
from jobs.importing.fields import fields
from jobs.importing.lists import lists_in
from jobs.importing.proposing import propose
from sheets_schema.columns import CURATOR, FORM, Column, Date, Flag, Number, Phone, Text
from sheets_schema.nastavnik import NASTAVNIK
from sheets_schema.sheet import Sheet
from sheets_schema.tabs.mentees import Mentees
from sheets_schema.tabs.mentors import Mentors
from sheets_schema.tabs.staff import Staff
from tests.jobs.books import book
from tests.jobs.importing.files import reread

LETTERS = "абвгдеёжзийклмнопрстуфхцчшщъыьэюя"
ODD = st.sampled_from(
    [
        "007",
        "=1+1",
        "+7",
        "'",
        "12.05.2009",
        "1/2",
        "ИСТИНА",
        "1e5",
        "Ёж — ёлка",
        "а" * 5000,
        "  a",
        "-",
        "#Н/Д",
        "39945",
    ]
)
WORDS = st.one_of(
    ODD, st.text(LETTERS + string.ascii_letters + string.digits + " .,;:\"«»-=+'", min_size=1, max_size=60)
)
NAMES = st.builds(
    " ".join,
    st.lists(st.text(LETTERS.replace("ё", "е"), min_size=2, max_size=9).map(str.capitalize), min_size=3, max_size=3),
)


def values(column: Column) -> st.SearchStrategy[Any]:
    """What people may type into a column, None among it."""
    match column:
        case Date():
            return st.one_of(st.none(), st.dates(date(1930, 1, 1), date(2015, 1, 1)).map(pd.Timestamp))
        case Number():
            return st.one_of(st.none(), st.integers(0, 100).map(float))
        case Flag():
            return st.booleans()
        case Phone():
            return st.one_of(st.none(), st.just("+7 912 345-67-89"))
        case Text() if column.long:
            return st.one_of(st.none(), ODD, st.just("строка\n\nвторая  строка\n=1"))
        case Text():
            return st.one_of(st.none(), WORDS)
    return st.none()


def people(sheet: type[Sheet]) -> st.SearchStrategy[list[Mapping[Any, Any]]]:
    """Some people of a tab; two of one name are told apart by their numbers."""
    columns = {
        sheet.named(name): values(column) for name, column in fields(sheet.columns).items() if name != "full_name"
    }
    one = st.fixed_dictionaries({sheet.named("full_name"): NAMES, **columns})
    return st.lists(one, min_size=1, max_size=4, unique_by=lambda row: row["full_name"].replace("ё", "е").lower())


@pytest.fixture(scope="module")
def source() -> Iterator[Organisation]:
    """Where the tables are exported from."""
    with organisation(NASTAVNIK) as one:
        yield one


def exported(source: Organisation, bank: type[Sheet], rows: Sequence[Mapping[Any, Any]]) -> tuple[bytes, Book]:
    """The .xlsx of a spreadsheet where these people alone are in a tab, and the spreadsheet itself."""
    book = source.book()
    table = book[bank]
    table.delete(table.index.tolist())
    keys = book.new_keys(table, len(rows))
    table.append([{table.key: key, **row} for key, row in zip(keys, rows, strict=True)], by=(FORM, CURATOR))
    expected = book.state_as_read.write
    commit(
        source.google.spreadsheets, source.spreadsheet, book.changes(), book.state, where=book.tabs, expected=expected
    )
    return source.google.drive.exported(source.spreadsheet, XLSX), source.book()


@pytest.mark.parametrize("bank", [Mentees, Mentors, Staff])
def test_our_own_export_comes_back_without_loss_and_a_second_time_adds_nothing(
    source: Organisation, bank: type[Sheet]
) -> None:
    compared = [bank.key_column().name, *fields(bank.columns)]

    @settings(max_examples=3, deadline=None, suppress_health_check=list(HealthCheck))
    @given(people(bank))
    def comes_back(rows: list[Mapping[Any, Any]]) -> None:
        content, stands = exported(source, bank, rows)
        lists = propose(lists_in(sheets(content))[0])
        known = [line for line in decide(stands, lists) if line.sheet is bank]
        assert [line.fate for line in known] == [Fate.KNOWN] * len(rows)
        assert not any(line.differing for line in known)
        fresh = book({})
        enter(fresh, decide(fresh, lists), file="Таблица.xlsx", by="")
        came, were = (one[bank].whole[compared].reset_index(drop=True) for one in (reread(fresh), stands))
        pd.testing.assert_frame_equal(came, were)

    comes_back()
