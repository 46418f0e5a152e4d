"""What a spreadsheet said formerly: kept version by version, and found again as it stood."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from automation.embedded import Workspace
from automation.embedded.access.person import PROGRAM, Person
from automation.embedded.app import SERVED_BY
from automation.embedded.calls import HANDLERS, Call, Media
from automation.embedded.discovery import method
from automation.embedded.drive.kinds import SPREADSHEET
from automation.embedded.errors import ApiError
from automation.embedded.field_mask import EVERYTHING
from automation.embedded.serving import run
from automation.embedded.spreadsheets import blocks, history
from automation.embedded.spreadsheets.files import blank
from automation.embedded.spreadsheets.history import Version
from automation.embedded.spreadsheets.model import Spreadsheet
from automation.embedded.spreadsheets.parts import spreadsheet_of
from automation.embedded.spreadsheets.restoring import ALL_AS_THEN, Restoring, restore_all, restore_sheet
from automation.embedded.validation import with_defaults
from tests.embedded.conftest import Clock

Json = dict[str, Any]

assert SERVED_BY  # importing them has registered the handlers

OWNER = Person("owner@workspace.local")


@dataclass
class Shelf:
    """A workspace without a server, with one spreadsheet on which things are done."""

    folder: Path
    clock: Clock = field(default_factory=Clock)
    workspace: Workspace = field(init=False)
    id: str = ""

    def __post_init__(self) -> None:
        self.workspace = Workspace(self.folder, clock=self.clock)
        with self.workspace.writing():
            file = self.workspace.files.create({"name": "Книга", "mimeType": SPREADSHEET}, self.workspace.now())
            book = blank(file["id"])
            book.sheets[0].grid.update(rowCount=12, columnCount=4)
            self.workspace.spreadsheets.add(book)
        self.id = str(file["id"])

    def do(self, method_id: str, body: Json, person: Person = OWNER, media: Media | None = None, **given: Any) -> None:
        asked = method(method_id)
        name = "fileId" if method_id.startswith("drive") else "spreadsheetId"
        parameters = with_defaults(asked, {name: self.id, **given})
        call = Call(self.workspace, asked, parameters, body, EVERYTHING, person=person, mask_given=True, media=media)
        run(call, HANDLERS[method_id])

    def update(self, *requests: Json, person: Person = OWNER) -> None:
        self.do("sheets.spreadsheets.batchUpdate", {"requests": list(requests)}, person)

    def write(self, place: str, *rows: list[Any], person: Person = OWNER) -> None:
        method_id, body = "sheets.spreadsheets.values.update", {"values": list(rows)}
        self.do(method_id, body, person, range=place, valueInputOption="USER_ENTERED")

    def later(self, minutes: float) -> None:
        self.clock.now += timedelta(minutes=minutes)

    def now(self) -> Json:
        with self.workspace.reading():
            return said(self.workspace.spreadsheets.get(self.id))

    def before(self, number: int) -> Json:
        """What it said before a version."""
        with self.workspace.reading():
            return said(spreadsheet_of(self.id, self.workspace.spreadsheets.as_it_was(self.id, number)))

    @property
    def versions(self) -> list[Version]:
        """The earliest first."""
        return self.workspace.spreadsheets.history.versions(self.id)[::-1]

    def restore(self, number: int, sheet_id: int | None = None, how: Restoring = ALL_AS_THEN) -> None:
        with self.workspace.writing():
            held = self.workspace.spreadsheets
            held.history.author = OWNER.email
            if sheet_id is None:
                restore_all(held, self.id, number, how)
            else:
                restore_sheet(held, self.id, number, sheet_id, how)


def said(book: Spreadsheet) -> Json:
    """All that a spreadsheet says."""
    sheets = [
        {
            "properties": sheet.properties,
            "values": [
                [sheet.value(row, column) for column in range(sheet.column_count)] for row in range(sheet.row_count)
            ],
            "planes": {
                name: [list(runs) for runs in columns]
                for name, columns in sheet.planes.items()
                if any(map(list, columns))
            },
            "rows": list(sheet.row_properties),
            "columns": list(sheet.column_properties),
            "lists": {name: items for name, items in sheet.lists.items() if items},
            "filter": sheet.basic_filter,
            "order": sheet.order,
        }
        for sheet in book.sheets
    ]
    whole = {"properties": book.properties, "names": book.named_ranges, "marks": book.developer_metadata}
    return deepcopy({**whole, "sheets": sheets})


@contextmanager
def a_shelf() -> Iterator[Shelf]:
    with tempfile.TemporaryDirectory() as name:
        shelf = Shelf(Path(name))
        try:
            yield shelf
        finally:
            shelf.workspace.close()


@pytest.fixture
def shelf() -> Iterator[Shelf]:
    with a_shelf() as one:
        yield one


# What is done to the spreadsheet. Each deed takes two numbers, by which it chooses where and what.


def _sheet(shelf: Shelf, number: int) -> Any:
    with shelf.workspace.reading():
        sheets = shelf.workspace.spreadsheets.get(shelf.id).sheets
    return sheets[number % len(sheets)]


def _lines(shelf: Shelf, one: int, other: int, dimension: str) -> Json:
    sheet = _sheet(shelf, one)
    start = other % sheet.count(dimension)
    end = min(start + 1 + one % 3, sheet.count(dimension))
    return {"sheetId": sheet.id, "dimension": dimension, "startIndex": start, "endIndex": end}


def _put(shelf: Shelf, one: int, other: int) -> None:
    sheet = _sheet(shelf, other)
    value = f"=A1&{one}" if one % 5 == 0 else "" if one % 7 == 0 else f"слово {one}"
    shelf.write(f"'{sheet.title}'!{'ABCD'[one % 2]}{1 + other % sheet.row_count}", [value])


def _insert(shelf: Shelf, one: int, other: int) -> None:
    lines = _lines(shelf, one, other, ("ROWS", "COLUMNS")[one % 2])
    shelf.update({"insertDimension": {"range": lines}})


def _delete(shelf: Shelf, one: int, other: int) -> None:
    shelf.update({"deleteDimension": {"range": _lines(shelf, one, other, ("ROWS", "ROWS", "COLUMNS")[one % 3])}})


def _move(shelf: Shelf, one: int, other: int) -> None:
    lines = _lines(shelf, one, other, "ROWS")
    shelf.update({"moveDimension": {"source": lines, "destinationIndex": 0}})


def _sort(shelf: Shelf, one: int, other: int) -> None:
    order = [{"dimensionIndex": 0, "sortOrder": ("ASCENDING", "DESCENDING")[other % 2]}]
    shelf.update({"sortRange": {"range": {"sheetId": _sheet(shelf, one).id}, "sortSpecs": order}})


def _grow(shelf: Shelf, one: int, other: int) -> None:
    rows = [{"values": [{"userEnteredValue": {"stringValue": str(one)}}]}] * (1 + other % 9)
    shelf.update({"appendCells": {"sheetId": _sheet(shelf, one).id, "rows": rows, "fields": "*"}})


def _add_sheet(shelf: Shelf, one: int, other: int) -> None:
    grid = {"rowCount": 9, "columnCount": 3}
    shelf.update({"addSheet": {"properties": {"title": f"Лист {one}", "index": 0, "gridProperties": grid}}})


def _copy_sheet(shelf: Shelf, one: int, other: int) -> None:
    shelf.update({"duplicateSheet": {"sourceSheetId": _sheet(shelf, one).id}})


def _delete_sheet(shelf: Shelf, one: int, other: int) -> None:
    shelf.update({"deleteSheet": {"sheetId": _sheet(shelf, one).id}})


def _mark(shelf: Shelf, one: int, other: int) -> None:
    lines = _lines(shelf, one, other, "COLUMNS")
    place = {"dimensionRange": {**lines, "endIndex": lines["startIndex"] + 1}} if one % 3 else {"spreadsheet": True}
    mark = {"metadataKey": str(one), "visibility": "DOCUMENT", "location": place}
    shelf.update({"createDeveloperMetadata": {"developerMetadata": mark}})


def _look(shelf: Shelf, one: int, other: int) -> None:
    place = {"sheetId": _sheet(shelf, one).id, "startRowIndex": other % 5, "endRowIndex": 9, "endColumnIndex": 2}
    shelf.update(
        {"repeatCell": {"range": place, "cell": {"note": str(one)}, "fields": "note"}},
        {"addNamedRange": {"namedRange": {"name": f"имя_{one}", "range": place}}},
        {"addProtectedRange": {"protectedRange": {"range": place}}},
    )


def _lay_over(shelf: Shelf, one: int, other: int) -> None:
    shelf.do("drive.files.update", {}, media=Media(f"a,b\n{one},{other}\n".encode(), "text/csv"))


def _forget_memory(shelf: Shelf, one: int, other: int) -> None:
    with shelf.workspace.reading():
        shelf.workspace.spreadsheets.forget()


def _bring_back(shelf: Shelf, one: int, other: int) -> None:
    if shelf.versions:
        version = shelf.versions[one % len(shelf.versions)]
        shelf.restore(version.number, _sheet(shelf, other).id if other % 2 else None)


Deed = Callable[[Shelf, int, int], None]
DEEDS: list[Deed] = [
    _put, _put, _insert, _delete, _move, _sort, _grow, _add_sheet, _copy_sheet, _delete_sheet, _mark, _look, _lay_over,
    _forget_memory, _bring_back,
]  # fmt: skip
steps = st.tuples(st.sampled_from(DEEDS), st.integers(0, 99), st.integers(0, 99), st.sampled_from([0, 1, 4, 7, 40]))


@settings(max_examples=40)
@given(sequence=st.lists(steps, min_size=3, max_size=25))
def test_every_version_is_found_again_exactly_as_it_stood(sequence: list[tuple[Deed, int, int, float]]) -> None:
    with pytest.MonkeyPatch.context() as patch, a_shelf() as shelf:
        patch.setattr(blocks, "BLOCK_ROWS", 3)
        stood: dict[int, Json] = {}
        for deed, one, other, minutes in sequence:
            before = shelf.now()
            try:
                deed(shelf, one, other)
            except ApiError:
                assert shelf.now() == before
            for version in shelf.versions:
                stood.setdefault(version.number, before)
            shelf.later(minutes)
        assert {number: shelf.before(number) for number in stood} == stood


# Versions


def test_one_person_s_work_of_some_minutes_is_one_version(shelf: Shelf) -> None:
    anna = Person("anna@example.com")
    _share_with(shelf, anna)
    work = ((anna, 4), (anna, 6), (anna, 1), (PROGRAM, 1), (anna, 0), (OWNER, 0))
    for number, (person, minutes) in enumerate(work):
        shelf.write("A1", [number], person=person)
        shelf.later(minutes)
    assert [version.author for version in shelf.versions] == [anna.email] * 2 + ["", anna.email, OWNER.email]
    first, second = shelf.versions[:2]
    assert (first.ended - first.began, second.began - first.ended) == (timedelta(minutes=4), timedelta(minutes=6))


def _share_with(shelf: Shelf, person: Person) -> None:
    body = {"type": "user", "role": "writer", "emailAddress": person.email}
    shelf.do("drive.permissions.create", body, sendNotificationEmail=False)


def test_work_without_a_rest_is_cut_into_half_hours(shelf: Shelf) -> None:
    for minute in range(0, 64, 4):
        shelf.write("A1", [minute])
        shelf.later(4)
    assert [(each.ended - each.began).seconds // 60 for each in shelf.versions] == [28, 28]


def test_what_changes_nothing_is_no_version(shelf: Shelf) -> None:
    shelf.write("A1", ["слово"])
    shelf.later(9)
    shelf.write("A1", ["слово"])
    assert len(shelf.versions) == 1


def test_the_oldest_versions_go_by_age_and_by_size_and_the_others_stay_whole(
    shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    for day in range(100):
        shelf.write("A1", [day])
        shelf.later(24 * 60)
    assert len(shelf.versions) == 91
    assert shelf.before(shelf.versions[0].number)["sheets"][0]["values"][0][0] == 8
    monkeypatch.setattr(history, "KEPT_BYTES", 200)
    shelf.write("A1", ["последнее"])
    kept = shelf.versions
    assert 2 < len(kept) < 50
    assert shelf.before(kept[-1].number)["sheets"][0]["values"][0][0] == 99
    (orphans,) = shelf.workspace.storage.rows(
        "SELECT count(*) FROM past WHERE version NOT IN (SELECT number FROM versions)"
    )
    assert orphans == (0,)


def test_what_is_forgotten_is_nowhere_and_the_present_stays(shelf: Shelf) -> None:
    shelf.write("A1", ["тайна"])
    shelf.later(9)
    shelf.write("A1", ["иное"])
    with shelf.workspace.writing():
        shelf.workspace.spreadsheets.history.forget(shelf.id)
    assert shelf.versions == []
    assert shelf.workspace.storage.rows("SELECT * FROM past") == []
    assert shelf.now()["sheets"][0]["values"][0][0] == "иное"


def test_a_spreadsheet_that_is_deleted_for_good_leaves_no_history(shelf: Shelf) -> None:
    shelf.write("A1", ["тайна"])
    shelf.do("drive.files.delete", {})
    assert shelf.workspace.storage.rows("SELECT * FROM past") == []


# Bringing back


def test_the_whole_comes_back_and_that_can_be_undone(shelf: Shelf) -> None:
    shelf.write("A1", ["раз"])
    shelf.later(9)
    before = shelf.now()
    shelf.update({"addSheet": {"properties": {"title": "Ещё"}}}, {"deleteSheet": {"sheetId": 0}})
    shelf.later(1)
    after = shelf.now()
    shelf.restore(shelf.versions[-1].number)
    assert shelf.now() == before
    assert [each.restored for each in shelf.versions] == [0, 0, shelf.versions[1].number]
    shelf.restore(shelf.versions[-1].number)
    assert shelf.now() == after
    shelf.write("A1", ["дальше"])  # is no part of that
    assert len(shelf.versions) == 5
    assert shelf.before(shelf.versions[-1].number) == after


def test_a_sheet_comes_back_with_its_marks_and_the_others_stay(shelf: Shelf) -> None:
    shelf.update({"addSheet": {"properties": {"title": "Второй", "sheetId": 7}}})
    for sheet_id in (0, 7):
        _mark_first_column(shelf, sheet_id, f"столбец {sheet_id}")
    shelf.write("A1", ["раз"])
    shelf.write("Второй!A1", ["раз"])
    shelf.later(9)
    was = shelf.now()
    first_column = {"dimension": "COLUMNS", "startIndex": 0, "endIndex": 1}
    shelf.update(*({"deleteDimension": {"range": {**first_column, "sheetId": each}}} for each in (0, 7)))
    shelf.restore(shelf.versions[-1].number, 0)
    now = shelf.now()
    assert now["sheets"][0] == was["sheets"][0]
    assert now["sheets"][1]["values"][0][0] is None
    assert [item["metadataKey"] for item in now["marks"]] == ["столбец 0"]


def _mark_first_column(shelf: Shelf, sheet_id: int, key: str) -> None:
    lines = {"sheetId": sheet_id, "dimension": "COLUMNS", "startIndex": 0, "endIndex": 1}
    mark = {"metadataKey": key, "visibility": "DOCUMENT", "location": {"dimensionRange": lines}}
    shelf.update({"createDeveloperMetadata": {"developerMetadata": mark}})


def test_a_deleted_sheet_comes_back_beside_one_that_has_its_title_by_now(shelf: Shelf) -> None:
    shelf.update({"addSheet": {"properties": {"title": "Второй", "sheetId": 7, "index": 0}}})
    shelf.write("Второй!A1", ["раз"])
    shelf.later(9)
    shelf.update({"deleteSheet": {"sheetId": 7}}, {"addSheet": {"properties": {"title": "Второй", "sheetId": 8}}})
    assert shelf.workspace.storage.rows("SELECT * FROM blocks WHERE sheet_id = 7") == []
    shelf.restore(shelf.versions[-1].number, 7)
    properties = [sheet["properties"] for sheet in shelf.now()["sheets"]]
    assert [(each["title"], each["index"]) for each in properties] == [("Второй (2)", 0), ("Sheet1", 1), ("Второй", 2)]
    assert shelf.now()["sheets"][0]["values"][0][0] == "раз"


def test_a_program_says_what_becomes_of_its_notes(shelf: Shelf) -> None:
    def noted(key: str) -> None:
        mark = {"metadataKey": key, "visibility": "DOCUMENT", "location": {"spreadsheet": True}}
        shelf.update({"createDeveloperMetadata": {"developerMetadata": mark}})

    noted("тогда")
    shelf.later(9)
    noted("потом")
    asked: list[list[list[str]]] = []

    def reconcile(then: list[Json], now: list[Json]) -> list[Json]:
        asked.append([[item["metadataKey"] for item in items] for items in (then, now)])
        return now[1:]

    shelf.restore(shelf.versions[-1].number, how=Restoring(reconcile))
    assert asked == [[["тогда"], ["тогда", "потом"]]]
    assert [item["metadataKey"] for item in shelf.now()["marks"]] == ["потом"]


def test_a_sheet_that_tells_what_has_happened_stays_or_comes_back_as_it_was_last(shelf: Shelf) -> None:
    how = Restoring(is_record=lambda marks: any(item["metadataKey"] == "журнал" for item in marks))
    mark = {"metadataKey": "журнал", "visibility": "DOCUMENT", "location": {"sheetId": 7}}
    shelf.update(
        {"addSheet": {"properties": {"title": "Журнал", "sheetId": 7}}},
        {"createDeveloperMetadata": {"developerMetadata": mark}},
    )
    shelf.later(9)
    shelf.write("Sheet1!A1", ["раз"])
    first = shelf.versions[-1].number
    for line in range(3):
        shelf.write(f"Журнал!A{line + 1}", [line])
        shelf.later(9)

    def says() -> list[Any]:
        sheets = {sheet["properties"]["title"]: sheet["values"] for sheet in shelf.now()["sheets"]}
        return [sheets["Sheet1"][0][0], [row[0] for row in sheets["Журнал"][:4]]]

    shelf.restore(first, how=how)
    assert says() == [None, [0, 1, 2, None]]
    with pytest.raises(ApiError):
        shelf.restore(first, 7, how=how)
    shelf.update({"deleteSheet": {"sheetId": 7}})
    for sheet_id in (7, None):
        shelf.restore(first, sheet_id, how=how)
        assert says() == [None, [0, 1, 2, None]]
        assert [item["metadataKey"] for item in shelf.now()["marks"]] == ["журнал"]
        shelf.update({"deleteSheet": {"sheetId": 7}})
