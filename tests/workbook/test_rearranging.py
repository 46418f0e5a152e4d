"""The atomic write while the curator rearranges columns and tabs, another program writes, and answers are lost.

Cells must end in the columns and rows that they were meant for, and what stood in all others must stand there still,
whatever happens before whichever call.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from typing import Any

import pytest
import requests
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from automation.google import Google, over
from automation.google.credentials import of_token
from automation.google.errors import Refused
from automation.workbook.book import Book
from automation.workbook.commit import SpreadsheetBusy
from automation.workbook.reading import read_book
from sheets_schema.columns import Owner
from sheets_schema.tabs.mentees import Mentees
from tests.organisation import MONDAY, Organisation
from tests.workbook.conftest import BANK
from tests.workbook.test_commit import TAB, Action, Bench, Interrupted, _commit

OWN = "Столбец куратора"
NEW = {
    Mentees.id: "НМ-0099",
    Mentees.full_name: "Новый",
    Mentees.history: "о Новый",
    Mentees.status: "нужно исправить",
    Mentees.phone: "5-10",
}


class Rearranged(Bench):
    """A bank that has a column of the curator's own, and a curator who moves columns and tabs too."""

    def reset(self) -> None:
        """As it was before the last example: no copies of the tab, its own title, one column of the curator's own."""
        one = self.one.google.spreadsheets
        fields = "sheets(properties(sheetId,title),data(columnMetadata(developerMetadata(metadataKey))))"
        found = one.get(self.one.spreadsheet, fields=fields)["sheets"]
        for item in found:
            title, sheet_id = item["properties"]["title"], item["properties"].get("sheetId", 0)
            if sheet_id != self.sheet_id and (TAB in title or title == "Другое имя"):
                self.act({"deleteSheet": {"sheetId": sheet_id}})
        self.rename(TAB)
        blocks = next(item for item in found if item["properties"].get("sheetId") == self.sheet_id)["data"]
        columns = blocks[0]["columnMetadata"]
        self.act({"appendDimension": {"sheetId": self.sheet_id, "dimension": "COLUMNS", "length": 1}})
        for index in reversed(range(len(columns))):
            if not columns[index].get("developerMetadata"):
                self.act({"deleteDimension": {"range": self.columns_at(index, index + 1)}})
        width = sum(bool(column.get("developerMetadata")) for column in columns)
        start = {"sheetId": self.sheet_id, "rowIndex": 0, "columnIndex": width}
        rows = [{"values": [{"userEnteredValue": {"stringValue": OWN}}]}]
        self.act({"updateCells": {"start": start, "rows": rows, "fields": "userEnteredValue"}})
        self.act(
            {"moveDimension": {"source": self.columns_at(width, width + 1), "destinationIndex": self.place("status")}}
        )

    def columns_at(self, start: int, end: int) -> Mapping[str, Any]:
        return {"sheetId": self.sheet_id, "dimension": "COLUMNS", "startIndex": start, "endIndex": end}

    def place(self, name: str) -> int:
        return read_book(self.one.google, self.one.spreadsheet, MONDAY, BANK).tabs["mentees"].columns[name]

    def rename(self, title: str) -> None:
        named = {"properties": {"sheetId": self.sheet_id, "title": title}, "fields": "title"}
        self.act({"updateSheetProperties": named})

    def curator_does(self, action: Action) -> None:
        kind, at = action
        width = len(self.columns) + 1
        if kind == "insert column":
            self.act({"insertDimension": {"range": self.columns_at(at * 5 % width, at * 5 % width + 1)}})
        elif kind == "move column":
            source, target = at * 7 % width, at * 11 % width
            with suppress(Refused):  # onto itself
                self.act({"moveDimension": {"source": self.columns_at(source, source + 1), "destinationIndex": target}})
        elif kind == "rename tab":
            self.rename("Другое имя" if at % 2 else "Студенты")
        elif kind == "swap titles":
            self.rename("Студенты")
            with suppress(Refused):  # there is one of this name already
                self.act({"addSheet": {"properties": {"title": TAB}}})
        elif kind == "move tab":
            placed = {"properties": {"sheetId": self.sheet_id, "index": at % 5}, "fields": "index"}
            self.act({"updateSheetProperties": placed})
        elif kind == "other program":
            book = self.read()
            book[Mentees].append(
                [{Mentees.id: f"НМ-{1000 + len(book[Mentees])}", Mentees.full_name: f"Другой {len(book[Mentees])}"}],
                by=(Owner.FORM,),
            )
            with suppress(SpreadsheetBusy):  # columns are all there, but the tab's title may be another's by now
                _commit(self.one.connect(), book)
        elif kind == "copy tab":
            self.act({"duplicateSheet": {"sourceSheetId": self.sheet_id, "insertSheetIndex": at % 3}})
        else:
            super().curator_does(action)

    def read(self) -> Book:
        return read_book(self.one.google, self.one.spreadsheet, MONDAY, BANK)

    def own_column(self) -> dict[str, Any]:
        """Name of a person → what stands in the curator's own column beside it; and what stands in unnamed columns."""
        book = self.read()
        grid = self.one.google.spreadsheets.sheets(
            self.one.spreadsheet, [self.sheet_id], fields="sheets(data(rowData(values(effectiveValue))))"
        )
        rows = [
            [next(iter(cell.get("effectiveValue", {}).values()), None) for cell in row.get("values", [])]
            for row in grid["sheets"][0]["data"][0]["rowData"]
        ]
        places = book.tabs["mentees"].columns
        mine = rows[0].index(OWN)
        foreign = [index for index in range(max(map(len, rows))) if index not in {*places.values(), mine}]
        said: dict[str, Any] = {}
        for row in rows[1:]:
            padded = [*row, *[None] * (60 - len(row))]
            assert [padded[index] for index in foreign] == [None] * len(foreign), "something fell into a new column"
            if name := padded[places["full_name"]]:
                said[str(name)] = padded[mine]
        return said


@pytest.fixture(scope="module")
def bench(bank: Organisation) -> Rearranged:
    return Rearranged(bank)


class Losing(Interrupted):
    """A transport that also loses the answers to calls of these numbers, though the server acts on them."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.lost: set[int] = set()

    def _send(self, method: str, url: str, *args: Any, **options: Any) -> Any:
        answer = super()._send(method, url, *args, **options)
        if self.sent in self.lost and url.endswith(":batchUpdate"):
            raise requests.ConnectionError("the line broke")
        return answer


kinds = ["insert column", "move column", "rename tab", "swap titles", "move tab", "copy tab"]
of_rows = ["sort", "insert", "delete", "move"]
actions = st.tuples(st.sampled_from([*kinds[:2] * 3, *kinds[2:], *of_rows, *["other program"] * 3]), st.integers(0, 23))
moments = st.dictionaries(st.integers(1, 6), actions, min_size=1, max_size=4)
people = st.lists(st.booleans(), min_size=1, max_size=6).map(
    lambda keyed: [(f"НМ-{n:04d}" if has_key else "", f"Человек {chr(1040 + n)}") for n, has_key in enumerate(keyed, 1)]
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(people=people, moments=moments, lost=st.sets(st.integers(2, 6), max_size=2))
# A column shifts the new row, and a sort or a new line comes just when it is put right.
@example(
    people=[("НМ-0001", "Человек Б"), ("НМ-0002", "Человек В"), ("", "Человек Г")],
    moments={1: ("move column", 21), 2: ("insert column", 0), 3: ("move column", 21), 6: ("sort", 9)},
    lost=set(),
)
@example(
    people=[("", "Человек Б")],
    moments={1: ("insert column", 1), 2: ("insert column", 0), 4: ("insert", 0)},
    lost=set(),
)
@example(
    people=[("", "Человек Б"), ("", "Человек В")],
    moments={1: ("insert column", 0), 2: ("insert column", 0), 4: ("insert", 0)},
    lost=set(),
)
# The answer is lost, and another program has written before one looks.
@example(people=[("", "Человек Б")], moments={3: ("other program", 0)}, lost={2})
# The row is deleted right before the write, whose answer is lost.
@example(people=[("", "Человек Б")], moments={2: ("delete", 0)}, lost={2})
# A row without a number falls into wrong columns, and is deleted before it is put right.
@example(people=[("", "Человек Б")], moments={2: ("move column", 1), 6: ("delete", 0)}, lost=set())
def test_every_cell_ends_in_its_own_column_whatever_is_rearranged_before_whichever_call(
    bench: Rearranged, people: list[tuple[str, str]], moments: dict[int, Action], lost: set[int]
) -> None:
    _commit_meanwhile(bench, people, moments, lost)


@pytest.mark.parametrize("kind", kinds)
@pytest.mark.parametrize("call", [1, 2])
@pytest.mark.parametrize("at", [1, 4, 9, 16])
def test_one_rearrangement_before_either_call_of_a_write_moves_no_cell(
    bench: Rearranged, kind: str, call: int, at: int
) -> None:
    _commit_meanwhile(bench, [("НМ-0001", "Человек А"), ("", "Человек Б")], {call: (kind, at)}, set())


@pytest.mark.parametrize("moments", [{}, {2: ("insert column", 1)}], ids=["undisturbed", "shifted by a column"])
def test_what_is_typed_into_a_new_row_stays_as_it_was_typed(bench: Rearranged, moments: dict[int, Action]) -> None:
    _commit_meanwhile(bench, [("НМ-0001", "Человек А")], moments, set())
    typed = {"phone": "12-3", "note": "01.03", "occupation": "2/1"}
    bench.one.curator.type(TAB, {"НМ-0099": {Mentees.columns[name].title: words for name, words in typed.items()}})
    row = bench.read()[Mentees].frame.set_index("id").loc["НМ-0099"]
    assert {name: row[name] for name in typed} == typed


def _commit_meanwhile(
    bench: Rearranged, people: list[tuple[str, str]], moments: dict[int, Action], lost: set[int]
) -> None:
    bench.reset()
    bench.fill(people)
    words = {name: {OWN: f"своё о {name}{number}"} for number, name in people}
    bench.one.curator.type(TAB, words, key="ФИО")
    transport = Losing(of_token(bench.one.server.token), address=bench.one.server.url, sleep=lambda _: None)
    google = over(transport)
    book = _decided(google, bench.one.spreadsheet)
    transport.sent, transport.lost = 0, lost
    transport.moments = {n: lambda action=action: bench.curator_does(action) for n, action in moments.items()}
    deleted = sum(kind == "delete" for kind, _ in moments.values())

    try:
        _commit(google, book)
    except SpreadsheetBusy:
        assert not bench.read()[Mentees][Mentees.history].notna().any(), "something is half-written"
        _commit(bench.one.connect(), _decided(bench.one.connect(), bench.one.spreadsheet))

    given = {name: number for number, name in people}
    frame = bench.read()[Mentees].frame
    assert frame["full_name"].notna().all(), f"a cell stands in a row of nobody:\n{frame.dropna(axis=1, how='all')}"
    assert not frame["full_name"].duplicated().any()
    own = bench.own_column()
    for _, row in frame.iterrows():
        name = row["full_name"]
        if name.startswith("Другой"):
            continue
        told = {column: row[column] for column in Mentees.columns if _says(row[column])}
        if name == "Новый":
            assert told == NEW
            assert own[name] is None
        else:
            assert told == {
                "id": given[name] or f"НМ-9{name[-1]}",
                "full_name": name,
                "history": f"о {name}",
                "status": "нужно исправить",
                "note": f"заметка о {name}",
            }
            assert own[name] == f"своё о {name}{given[name]}"
    assert len(frame) >= len(people) + 1 - deleted


def _says(value: Any) -> bool:
    return value is not False and not (isinstance(value, tuple) and not value) and value == value and value is not None


def _decided(google: Google, spreadsheet: str) -> Book:
    """What the program wants: cells of three columns in every row, and a new row."""
    book = read_book(google, spreadsheet, MONDAY, BANK)
    bank = book[Mentees]
    bank[Mentees.history] = "о " + bank[Mentees.full_name]
    bank[Mentees.status] = "нужно исправить"
    bank[Mentees.id] = bank[Mentees.id].where(bank[Mentees.id].notna(), "НМ-9" + bank[Mentees.full_name].str[-1])
    bank.append([NEW], by=(Owner.FORM,))
    return book
