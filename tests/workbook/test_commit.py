"""The atomic write: beside the right row, whatever the curator does meanwhile, and known to have happened."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import pytest
import requests
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from automation.google import Google, over
from automation.google.credentials import of_token
from automation.google.transport import Transport
from automation.workbook.commit import SpreadsheetBusy, commit
from automation.workbook.reading import read_book
from sheets_schema.columns import Owner
from sheets_schema.tabs.mentees import Mentees
from tests.organisation import MONDAY, Organisation
from tests.workbook.conftest import BANK

TAB = "Банк наставляемых"
Action = tuple[str, int]


class Interrupted(Transport):
    """A transport that lets the curator act just before the n-th call."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.moments: dict[int, Any] = {}
        self.sent = 0

    def _send(self, method: str, url: str, *args: Any, **options: Any) -> Any:
        self.sent += 1
        act = self.moments.pop(self.sent, None)
        if act:
            act()
        return super()._send(method, url, *args, **options)


@dataclass
class Bench:
    """One spreadsheet for all examples; every example fills its bank anew."""

    one: Organisation
    sheet_id: int = 0
    columns: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        tab = read_book(self.one.connect(), self.one.spreadsheet, MONDAY, BANK).tabs["mentees"]
        self.sheet_id, self.columns = tab.sheet_id, tab.columns

    def fill(self, people: Sequence[tuple[str, str]]) -> None:
        """Rows of (number or «», name), and nothing else, in the bank."""
        former = self.dimension(1, self.height())
        self.act({"appendDimension": {"sheetId": self.sheet_id, "dimension": "ROWS", "length": len(people) + 9}})
        self.act({"deleteDimension": {"range": former}})
        rows = [{"№": number, "ФИО": name, "Заметка куратора": f"заметка о {name}"} for number, name in people]
        self.one.curator.add(TAB, rows)

    def height(self) -> int:
        fields = "sheets(properties(sheetId,gridProperties(rowCount)))"
        answer = self.one.google.spreadsheets.get(self.one.spreadsheet, fields=fields)
        sheets = [item["properties"] for item in answer["sheets"]]
        return int(next(item["gridProperties"]["rowCount"] for item in sheets if item.get("sheetId") == self.sheet_id))

    def dimension(self, start: int, end: int) -> Mapping[str, Any]:
        return {"sheetId": self.sheet_id, "dimension": "ROWS", "startIndex": start, "endIndex": end}

    def act(self, request: Mapping[str, Any]) -> None:
        self.one.google.spreadsheets.batch_update(self.one.spreadsheet, {"requests": [request]})

    def curator_does(self, action: Action) -> None:
        kind, at = action
        if kind == "sort":
            order = "ASCENDING" if at % 2 else "DESCENDING"
            area = {"sheetId": self.sheet_id, "startRowIndex": 1}
            column = self.columns[("full_name", "id", "note")[at % 3]]
            self.act({"sortRange": {"range": area, "sortSpecs": [{"dimensionIndex": column, "sortOrder": order}]}})
        elif kind == "insert":
            self.act({"insertDimension": {"range": self.dimension(1 + at % 4, 2 + at % 4)}})
        elif kind == "delete":
            self.act({"deleteDimension": {"range": self.dimension(1 + at % 4, 2 + at % 4)}})
        else:
            self.act({"moveDimension": {"source": self.dimension(1, 2), "destinationIndex": 3 + at % 4}})

    def rows(self) -> list[dict[str, Any]]:
        return [row for row in self.one.curator.rows(TAB) if any(row.values())]


@pytest.fixture(scope="module")
def bench(bank: Organisation) -> Bench:
    return Bench(bank)


def _connect(one: Organisation) -> tuple[Google, Interrupted]:
    transport = Interrupted(of_token(one.server.token), address=one.server.url, sleep=lambda _: None)
    return over(transport), transport


people = st.lists(st.booleans(), min_size=2, max_size=7).map(
    lambda keyed: [(f"НМ-{n:04d}" if has_key else "", f"Человек {chr(1040 + n)}") for n, has_key in enumerate(keyed, 1)]
)
actions = st.tuples(st.sampled_from(["sort", "insert", "delete", "move"]), st.integers(0, 11))
moments = st.dictionaries(st.integers(1, 7), actions, min_size=1, max_size=4)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(people=people, moments=moments)
def test_nothing_is_written_beside_the_wrong_row_whatever_the_curator_does_meanwhile(
    bench: Bench, people: list[tuple[str, str]], moments: dict[int, Action]
) -> None:
    _commit_meanwhile(bench, people, moments)


@pytest.mark.parametrize(
    "moments",
    [{1: ("insert", 0), 2: ("insert", 0), 4: ("sort", 0)}, {2: ("sort", 0), 4: ("sort", 1), 5: ("delete", 0)}],
    ids=["inserted twice and sorted", "sorted twice and deleted"],
)
def test_rows_without_a_key_that_move_three_times_within_one_commit_are_put_right(
    bench: Bench, moments: dict[int, Action]
) -> None:
    _commit_meanwhile(bench, [("", "Человек Б"), ("", "Человек В")], moments)


def _commit_meanwhile(bench: Bench, people: list[tuple[str, str]], moments: dict[int, Action]) -> None:
    """Commit while the curator acts before the calls of these numbers; everything must end beside its own row."""
    bench.fill(people)
    google, transport = _connect(bench.one)
    book = read_book(google, bench.one.spreadsheet, MONDAY, BANK)
    bank = book[Mentees]
    bank[Mentees.history] = "о " + bank[Mentees.full_name]
    bank[Mentees.id] = bank[Mentees.id].where(bank[Mentees.id].notna(), "НМ-9" + bank[Mentees.full_name].str[-1])
    bank.append([{Mentees.id: "НМ-0099", Mentees.full_name: "Новый", Mentees.history: "о Новый"}], by=(Owner.FORM,))
    transport.sent = 0
    transport.moments = {n: lambda action=action: bench.curator_does(action) for n, action in moments.items()}

    _commit(google, book)

    given = {name: number for number, name in people}
    for row in bench.rows():
        name = row["ФИО"]
        assert name is not None, f"a cell stands in a row of nobody: {row}"
        assert row["История анкеты"] == f"о {name}"
        if name != "Новый":
            assert row["Заметка куратора"] == f"заметка о {name}"
            assert row["№"] == (given[name] or f"НМ-9{name[-1]}")
    deleted = sum(kind == "delete" for kind, _ in moments.values())
    assert len(bench.rows()) >= len(people) + 1 - deleted


def _commit(google: Google, book: Any) -> None:
    commit(
        google.spreadsheets,
        book.link.split("/d/")[1].split("/")[0],
        book.changes(),
        book.state,
        where=book.tabs,
        expected=book.state_as_read.write,
    )


def test_a_write_takes_two_calls_for_any_number_of_rows(bench: Bench) -> None:
    for count in (2, 40):
        bench.fill([(f"НМ-{n:04d}", f"Человек {n}") for n in range(count)])
        google, transport = _connect(bench.one)
        book = read_book(google, bench.one.spreadsheet, MONDAY, BANK)
        book[Mentees][Mentees.history] = "о " + book[Mentees][Mentees.full_name]
        transport.sent = 0
        _commit(google, book)
        assert transport.sent == 2


def test_a_row_that_was_deleted_meanwhile_is_passed_over(bench: Bench) -> None:
    bench.fill([("НМ-0001", "Человек А"), ("НМ-0002", "Человек Б")])
    google, _ = _connect(bench.one)
    book = read_book(google, bench.one.spreadsheet, MONDAY, BANK)
    book[Mentees][Mentees.history] = "о " + book[Mentees][Mentees.full_name]
    bench.act({"deleteDimension": {"range": bench.dimension(1, 2)}})
    _commit(google, book)
    assert [(row["ФИО"], row["История анкеты"]) for row in bench.rows()] == [("Человек Б", "о Человек Б")]


def test_columns_that_moved_meanwhile_are_found(bench: Bench) -> None:
    bench.fill([("НМ-0001", "Человек А")])
    google, _ = _connect(bench.one)
    book = read_book(google, bench.one.spreadsheet, MONDAY, BANK)
    book[Mentees][Mentees.history] = "о " + book[Mentees][Mentees.full_name]
    source = {"sheetId": bench.sheet_id, "dimension": "COLUMNS", "startIndex": 0, "endIndex": 1}
    bench.act({"moveDimension": {"source": source, "destinationIndex": 6}})
    _commit(google, book)
    back = {"sheetId": bench.sheet_id, "dimension": "COLUMNS", "startIndex": 5, "endIndex": 6}
    bench.act({"moveDimension": {"source": back, "destinationIndex": 0}})
    assert [(row["№"], row["История анкеты"]) for row in bench.rows()] == [("НМ-0001", "о Человек А")]


def test_two_runs_at_once_do_not_both_write(bench: Bench) -> None:
    bench.fill([("НМ-0001", "Человек А")])
    books = [read_book(bench.one.connect(), bench.one.spreadsheet, MONDAY, BANK) for _ in range(2)]
    for book in books:
        book[Mentees].append([{Mentees.id: "НМ-0050", Mentees.full_name: "Новый"}], by=(Owner.FORM,))
    _commit(bench.one.connect(), books[0])
    with pytest.raises(SpreadsheetBusy):
        _commit(bench.one.connect(), books[1])
    assert [row["ФИО"] for row in bench.rows()] == ["Человек А", "Новый"]


def test_when_the_answer_to_a_write_is_lost_the_write_is_not_made_twice(bench: Bench) -> None:
    bench.fill([("НМ-0001", "Человек А")])
    google, transport = _connect(bench.one)
    book = read_book(google, bench.one.spreadsheet, MONDAY, BANK)
    book[Mentees].append([{Mentees.id: "НМ-0050", Mentees.full_name: "Новый"}], by=(Owner.FORM,))
    lost: list[str] = []

    def lose(method: str, url: str, *args: Any, **options: Any) -> Any:
        answer = Transport._send(transport, method, url, *args, **options)
        if url.endswith(":batchUpdate") and not lost:
            lost.append(url)
            raise requests.ConnectionError("the line broke")
        return answer

    transport._send = lose  # type: ignore[method-assign]
    _commit(google, book)
    assert lost
    assert [row["ФИО"] for row in bench.rows()] == ["Человек А", "Новый"]
