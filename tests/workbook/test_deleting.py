"""Rows that the write deletes: those that were meant, whatever the curator does meanwhile, and nobody else's."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from contextlib import suppress
from dataclasses import replace
from functools import partial
from typing import Any

import pytest
import requests
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from automation.google import Google
from automation.google.errors import Refused
from automation.google.transport import Transport
from automation.workbook.book import Book
from automation.workbook.commit import SpreadsheetBusy, commit
from automation.workbook.layout import Tab
from automation.workbook.reading import read_book
from automation.workbook.table import Changes
from sheets_schema.columns import Owner
from sheets_schema.tabs.mentees import Mentees
from tests.jobs.hands import Hands
from tests.organisation import MONDAY, Organisation
from tests.workbook.conftest import BANK
from tests.workbook.test_commit import TAB, Action, Bench, _connect

OWN = "Столбец куратора"


@pytest.fixture(scope="module")
def bench(bank: Organisation) -> Bench:
    """One spreadsheet for all tests; beside the columns of the program the bank has one of the curator's own."""
    made, hands = Bench(bank), Hands(bank)
    hands.add_column(TAB)
    made.act(
        {
            "updateCells": {
                "start": {"sheetId": made.sheet_id, "rowIndex": 0, "columnIndex": len(hands.titles(TAB))},
                "rows": [{"values": [{"userEnteredValue": {"stringValue": OWN}}]}],
                "fields": "userEnteredValue",
            }
        }
    )
    return made


def _fill(bench: Bench, count: int) -> list[str]:
    """That many people with numbers, each with words of the curator's own; the numbers."""
    numbers = [f"НМ-{n:04d}" for n in range(1, count + 1)]
    bench.fill([(number, f"Человек {chr(1039 + n)}") for n, number in enumerate(numbers, 1)])
    bench.one.curator.type(TAB, {number: {OWN: f"своё о {number}"} for number in numbers})
    return numbers


def _commit(
    google: Google, book: Book, changes: Mapping[str, Changes], as_read: Mapping[str, Tab] | None = None
) -> None:
    spreadsheet = book.link.split("/d/")[1].split("/")[0]
    expected = book.state_as_read.write
    tabs = as_read or {}
    commit(
        google.spreadsheets,
        spreadsheet,
        changes,
        book.state,
        where=book.tabs,
        expected=expected,
        as_read=tabs,
    )


def _delete(
    bench: Bench, numbers: Collection[str], moments: Mapping[int, Callable[[], None]] | None = None, **more: Any
) -> None:
    """Delete these people and write into the history of all others, while somebody acts before calls of the commit."""
    google, transport = _connect(bench.one)
    book = read_book(google, bench.one.spreadsheet, MONDAY, BANK)
    book[Mentees][Mentees.history] = ("о " + book[Mentees][Mentees.id]).where(
        ~book[Mentees][Mentees.id].isin(list(numbers))
    )
    book[Mentees].append(
        [{Mentees.id: "НМ-0099", Mentees.full_name: "Новый Человек", Mentees.history: "о НМ-0099"}], by=(Owner.FORM,)
    )
    wanted = replace(book.changes()["mentees"], deleted=frozenset(("key", number) for number in numbers))
    transport.sent, transport.moments = 0, dict(moments or {})
    _commit(google, book, {"mentees": wanted}, **more)


actions = st.tuples(st.sampled_from(["sort", "insert", "delete", "move"]), st.integers(0, 11))
moments = st.dictionaries(st.integers(1, 6), actions, max_size=3)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(going=st.lists(st.booleans(), min_size=2, max_size=9), moments=moments)
def test_the_rows_that_go_are_those_that_were_meant_whatever_the_curator_does_meanwhile(
    bench: Bench, going: list[bool], moments: dict[int, Action]
) -> None:
    numbers = _fill(bench, len(going))
    meant = {number for number, goes in zip(numbers, going, strict=True) if goes}
    by_curator: set[str] = set()

    def act(action: Action) -> None:
        before = {row["№"] for row in bench.rows()}
        with suppress(Refused):  # there are too few rows for it
            bench.curator_does(action)
        by_curator.update(before - {row["№"] for row in bench.rows()})

    _delete(bench, meant, {n: partial(act, action) for n, action in moments.items()})

    rows = {row["№"]: row for row in bench.rows()}
    assert len(rows) == len(bench.rows()), "a row stands twice"
    assert not meant & rows.keys()
    assert rows.keys() | by_curator == {*numbers, "НМ-0099"} - meant | by_curator
    for number, row in rows.items():
        assert row["История анкеты"] == f"о {number}"
        if number != "НМ-0099":
            assert row[OWN] == f"своё о {number}"
            assert row["Заметка куратора"] == f"заметка о {row['ФИО']}"


def test_a_sort_in_the_very_moment_of_the_deletion_loses_nobody(bench: Bench) -> None:
    numbers = _fill(bench, 6)
    _delete(bench, numbers[:2], {2: lambda: bench.curator_does(("sort", 0))})  # by name, from the last to the first
    assert sorted(row["№"] for row in bench.rows()) == [*numbers[2:], "НМ-0099"]
    assert {row["№"]: row[OWN] for row in bench.rows()} == {
        **{number: f"своё о {number}" for number in numbers[2:]},
        "НМ-0099": None,
    }


def test_rows_without_a_number_and_rows_with_the_same_one_survive_a_sort_too(bench: Bench) -> None:
    bench.fill([("НМ-0001", "А А"), ("НМ-0002", "Б Б"), ("", "В В"), ("НМ-0003", "Г Г"), ("НМ-0003", "Д Д")])
    google, transport = _connect(bench.one)
    book = read_book(google, bench.one.spreadsheet, MONDAY, BANK)
    transport.sent, transport.moments = 0, {2: lambda: bench.curator_does(("sort", 0))}
    _commit(google, book, {"mentees": Changes({}, (), frozenset({("key", "НМ-0001"), ("key", "НМ-0002")}))})
    assert sorted(row["ФИО"] for row in bench.rows()) == ["В В", "Г Г", "Д Д"]


def test_a_deletion_takes_two_calls_for_any_number_of_rows(bench: Bench) -> None:
    for count in (3, 40):
        numbers = _fill(bench, count)
        google, transport = _connect(bench.one)
        book = read_book(google, bench.one.spreadsheet, MONDAY, BANK)
        transport.sent = 0
        _commit(google, book, {"mentees": Changes({}, (), frozenset(("key", number) for number in numbers[::2]))})
        assert transport.sent == 2
        assert [row["№"] for row in bench.rows()] == numbers[1::2]


def test_all_rows_of_a_tab_may_go(bench: Bench) -> None:
    numbers = _fill(bench, 4)
    bench.act({"deleteDimension": {"range": bench.dimension(5, bench.height())}})
    _delete(bench, numbers)
    assert [row["№"] for row in bench.rows()] == ["НМ-0099"]


def test_a_row_that_the_curator_has_deleted_already_is_passed_over(bench: Bench) -> None:
    numbers = _fill(bench, 4)
    _delete(bench, numbers[:2], {1: lambda: bench.act({"deleteDimension": {"range": bench.dimension(1, 2)}})})
    assert [row["№"] for row in bench.rows()] == [*numbers[2:], "НМ-0099"]


def test_when_the_answer_is_lost_the_deletion_is_not_made_twice(bench: Bench) -> None:
    numbers = _fill(bench, 5)
    google, transport = _connect(bench.one)
    book = read_book(google, bench.one.spreadsheet, MONDAY, BANK)
    lost: list[str] = []

    def lose(method: str, url: str, *args: Any, **options: Any) -> Any:
        answer = Transport._send(transport, method, url, *args, **options)
        if url.endswith(":batchUpdate") and not lost:
            lost.append(url)
            raise requests.ConnectionError("the line broke")
        return answer

    transport._send = lose  # type: ignore[method-assign]
    _commit(google, book, {"mentees": Changes({}, (), frozenset({("key", numbers[0]), ("key", numbers[3])}))})
    assert lost
    assert [row["№"] for row in bench.rows()] == [numbers[1], numbers[2], numbers[4]]


def _types(bench: Bench) -> None:
    bench.one.curator.type(TAB, {"НМ-0003": {"Заметка куратора": "узнала новое"}})


def _sorts(bench: Bench) -> None:
    bench.curator_does(("sort", 0))


def test_what_was_decided_on_other_words_is_not_written(bench: Bench) -> None:
    numbers = _fill(bench, 4)
    read = read_book(bench.one.connect(), bench.one.spreadsheet, MONDAY, BANK).tabs["mentees"]
    with pytest.raises(SpreadsheetBusy):
        _delete(bench, numbers[:2], {1: lambda: _types(bench)}, as_read={"mentees": read})
    assert [row["№"] for row in bench.rows()] == numbers


@pytest.mark.parametrize("call", [1, 2])
def test_another_order_of_the_rows_changes_nothing_in_what_was_decided(bench: Bench, call: int) -> None:
    numbers = _fill(bench, 4)
    read = read_book(bench.one.connect(), bench.one.spreadsheet, MONDAY, BANK).tabs["mentees"]
    _delete(bench, numbers[:2], {call: lambda: _sorts(bench)}, as_read={"mentees": read})
    assert sorted(row["№"] for row in bench.rows()) == [*numbers[2:], "НМ-0099"]
