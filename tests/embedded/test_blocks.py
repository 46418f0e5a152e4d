"""A sheet's rows in blocks: what is stored is what stands in the sheet, and where data are is known."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from automation.embedded import Workspace
from automation.embedded.spreadsheets import blocks, dimensions, files
from automation.embedded.spreadsheets.model import Area, Formula, Sheet, Spreadsheet, Value
from automation.embedded.spreadsheets.store import Spreadsheets
from automation.embedded.spreadsheets.values import clear_area, find_table
from automation.embedded.storage import Storage
from tests.embedded.conftest import Book, Clock, new_book

ROWS, COLUMNS = 30, 5
Grid = list[list[Value]]
ids = map("book {}".format, count())


@pytest.fixture(scope="module", autouse=True)
def _short_blocks() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(blocks, "BLOCK_ROWS", 3)
        yield


@pytest.fixture(scope="module")
def storage(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Storage]:
    storage = Storage(tmp_path_factory.mktemp("blocks") / "workspace.sqlite3")
    yield storage
    storage.close()


def blank() -> tuple[Spreadsheet, Sheet]:
    spreadsheet = files.blank(next(ids))
    sheet = spreadsheet.sheets[0]
    sheet.grid.update(rowCount=ROWS, columnCount=COLUMNS)
    return spreadsheet, sheet


def filled(sheet: Sheet) -> Grid:
    """The rows as a list with no cell left out."""
    return [[sheet.value(row, column) for column in range(sheet.column_count)] for row in range(sheet.row_count)]


# Each change takes two places and a text, and does to a plain list what it does to the sheet.


def put(book: Spreadsheet, sheet: Sheet, grid: Grid, one: int, other: int, text: str) -> None:
    row, column = one % len(grid), other % len(grid[0])
    value = Formula(text) if text.startswith("=") else text or None
    sheet.set_value(row, column, value)
    grid[row][column] = value


def insert(book: Spreadsheet, sheet: Sheet, grid: Grid, one: int, other: int, text: str) -> None:
    at, number = one % (len(grid) + 1), 1 + other % 8
    dimensions.insert(book, sheet, "ROWS", at, number, inherit_before=False)
    grid[at:at] = [[None] * len(grid[0]) for _ in range(number)]


def delete(book: Spreadsheet, sheet: Sheet, grid: Grid, one: int, other: int, text: str) -> None:
    start, end = sorted((one % len(grid), 1 + other % len(grid)))
    if end - start < len(grid):
        dimensions.delete(book, sheet, "ROWS", start, end)
        del grid[start:end]


def move(book: Spreadsheet, sheet: Sheet, grid: Grid, one: int, other: int, text: str) -> None:
    start, destination = one % len(grid), other % (len(grid) + 1)
    end = min(start + 1 + len(text), len(grid))
    dimensions.move(book, sheet, "ROWS", start, end, destination)
    if not start <= destination <= end:
        rest = grid[:start] + grid[end:]
        target = destination if destination < start else destination - (end - start)
        grid[:] = rest[:target] + grid[start:end] + rest[target:]


def clear(book: Spreadsheet, sheet: Sheet, grid: Grid, one: int, other: int, text: str) -> None:
    top, bottom = sorted((one % len(grid), other % (len(grid) + 1)))
    right = min(len(text), len(grid[0]))
    clear_area(Area(sheet, top, bottom, 0, right))
    for cells in grid[top:bottom]:
        cells[:right] = [None] * right


def widen(book: Spreadsheet, sheet: Sheet, grid: Grid, one: int, other: int, text: str) -> None:
    at = one % len(grid[0])
    dimensions.insert(book, sheet, "COLUMNS", at, 1, inherit_before=False)
    for cells in grid:
        cells.insert(at, None)


def narrow(book: Spreadsheet, sheet: Sheet, grid: Grid, one: int, other: int, text: str) -> None:
    if len(grid[0]) > 1:
        at = one % len(grid[0])
        dimensions.delete(book, sheet, "COLUMNS", at, at + 1)
        for cells in grid:
            del cells[at]


Change = Callable[[Spreadsheet, Sheet, Grid, int, int, str], None]
CHANGES: list[Change] = [put, put, put, insert, delete, move, clear, widen, narrow]
places = st.integers(0, 4 * ROWS)
texts = ("", "a", "bb", "ccc")
changes = st.tuples(st.sampled_from(CHANGES), places, places, st.sampled_from(texts))
with_formulas = st.tuples(st.sampled_from(CHANGES), places, places, st.sampled_from((*texts, "=1")))
batches = st.lists(st.lists(changes, max_size=6), max_size=6)


@given(batches=batches)
def test_whatever_rows_come_and_go_another_process_reads_them_as_they_stand(storage: Storage, batches: Any) -> None:
    book, sheet = blank()
    held = Spreadsheets(storage, Clock())
    held.add(book)
    grid = filled(sheet)
    for batch in batches:
        for change, one, other, text in batch:
            change(book, sheet, grid, one, other, text)
            assert sheet.last_data_row() == last_row(grid)
        with storage.transaction():
            held.flush()
        assert not book.changed()
        with storage.transaction(writes=False):
            read = Spreadsheets(storage, Clock()).get(book.id).sheets[0]
        assert filled(read) == filled(sheet) == grid
    sql = "SELECT count(*) FROM blocks WHERE spreadsheet_id = ?"
    assert storage.row(sql, book.id) == (len(sheet.blocks.numbers),)


def last_row(grid: Grid) -> int:
    return max((row + 1 for row, cells in enumerate(grid) if any(value is not None for value in cells)), default=0)


def table_by_definition(grid: Grid, asked: Area) -> tuple[int, int, int, int] | None:
    """The rectangle around the last cell with data, wider by any line beside it that has data, corners included."""

    def has_data(top: int, bottom: int, left: int, right: int) -> bool:
        part = (cells[max(left, 0) : right] for cells in grid[max(top, 0) : bottom])
        return any(value is not None for cells in part for value in cells)

    found = [
        (row, column)
        for row in range(asked.top, asked.bottom)
        for column in range(asked.left, asked.right)
        if grid[row][column] is not None
    ]
    if not found:
        return None
    (top, left), (bottom, right) = found[-1], (found[-1][0] + 1, found[-1][1] + 1)
    while True:
        if has_data(bottom, bottom + 1, left - 1, right + 1):
            bottom += 1
        elif top and has_data(top - 1, top, left - 1, right + 1):
            top -= 1
        elif left and has_data(top - 1, bottom + 1, left - 1, left):
            left -= 1
        elif has_data(top - 1, bottom + 1, right, right + 1):
            right += 1
        else:
            return top, bottom, left, right


cells = st.sets(st.tuples(st.integers(0, ROWS - 1), st.integers(0, COLUMNS - 1)), max_size=60)
sides = st.tuples(st.integers(0, ROWS), st.integers(0, ROWS), st.integers(0, COLUMNS), st.integers(0, COLUMNS))


@given(cells=cells, later=st.lists(changes, max_size=4), asked=st.lists(sides, min_size=1, max_size=3))
def test_the_table_to_append_to_is_the_one_that_its_definition_gives(
    cells: set[tuple[int, int]], later: Any, asked: list[tuple[int, int, int, int]]
) -> None:
    book, sheet = blank()
    for row, column in cells:
        sheet.set_value(row, column, row * column)
    grid = filled(sheet)
    for sides in asked:
        rows, columns = sorted(sides[:2]), sorted(sides[2:])
        area = Area(sheet, *(min(row, len(grid)) for row in rows), *(min(each, len(grid[0])) for each in columns))
        table = find_table(area)
        assert (table and (table.top, table.bottom, table.left, table.right)) == table_by_definition(grid, area)
        for change, one, other, text in later:  # what was known of the blocks is known no more
            change(book, sheet, grid, one, other, text)


@given(steps=st.lists(with_formulas, max_size=20))
def test_formulas_are_found_wherever_they_have_come_to_stand(steps: Any) -> None:
    book, sheet = blank()
    grid = filled(sheet)
    for change, one, other, text in steps:
        change(book, sheet, grid, one, other, text)
        expected = [
            (row, column, value)
            for row, cells in enumerate(grid)
            for column, value in enumerate(cells)
            if isinstance(value, Formula)
        ]
        assert list(sheet.formulas()) == expected


def dimension(kind: str, start: int) -> dict[str, Any]:
    return {kind: {"range": {"sheetId": 0, "dimension": "ROWS", "startIndex": start, "endIndex": start + 1}}}


def carried(start: int, destination: int) -> dict[str, Any]:
    source = {"sheetId": 0, "dimension": "ROWS", "startIndex": start, "endIndex": start + 1}
    return {"moveDimension": {"source": source, "destinationIndex": destination}}


def appended() -> dict[str, Any]:
    cell = {"userEnteredValue": {"stringValue": "new"}}
    return {"appendCells": {"sheetId": 0, "fields": "userEnteredValue", "rows": [{"values": [cell]}]}}


@pytest.mark.parametrize(
    "request_",
    [
        *(dimension(kind, at) for kind in ("insertDimension", "deleteDimension") for at in (0, 1, 450, 898)),
        *(carried(*way) for way in ((2, 897), (897, 2), (450, 460))),
        appended(),
    ],
)
def test_a_row_that_comes_goes_or_moves_leaves_the_other_blocks_as_they_are_stored(
    book: Book, workspace: Workspace, request_: dict[str, Any]
) -> None:
    long = new_book(book.api, rows=1000)
    long.write("A1", [[row] for row in range(900)])
    sql = "SELECT number, data FROM blocks WHERE spreadsheet_id = ?"
    before = dict(workspace.storage.rows(sql, long.id))
    long.update(request_)
    after = dict(workspace.storage.rows(sql, long.id))
    assert len(before) == 300
    assert len(before.items() ^ after.items()) <= 4  # two blocks, before and after


def test_an_append_writes_the_last_block_alone(book: Book, workspace: Workspace) -> None:
    book.write("A1", [[row] for row in range(10)])
    sql = "SELECT number, data FROM blocks WHERE spreadsheet_id = ?"
    before = dict(workspace.storage.rows(sql, book.id))
    for _ in range(3):
        book.api.post(f"{book.path}/values/A1:append", {"values": [["new"]]}, valueInputOption="RAW")
    after = dict(workspace.storage.rows(sql, book.id))
    assert len(before.items() ^ after.items()) == 3  # the last block as it was and as it is, and one more
    assert book.read("Sheet1") == [*([row] for row in range(10)), *[["new"]] * 3]


def test_a_folder_read_by_another_process_has_the_rows_in_their_order(tmp_path: Path) -> None:
    """The blocks' numbers say nothing of their order once rows have come between."""
    first, second = Workspace(tmp_path, clock=Clock()), Workspace(tmp_path, clock=Clock())
    book, sheet = blank()
    with first.writing():
        first.spreadsheets.add(book)
        for row in range(9):
            sheet.set_value(row, 0, row)
    with second.reading():
        assert [cells[0] for cells in second.spreadsheets.get(book.id).sheets[0].rows] == list(range(9))
    with first.writing():
        dimensions.insert(first.spreadsheets.get(book.id), sheet, "ROWS", 1, 7, inherit_before=False)
        for row in range(1, 8):
            sheet.set_value(row, 0, f"between {row}")
    with second.writing():
        again = second.spreadsheets.get(book.id).sheets[0]
        assert again.blocks.numbers != sorted(again.blocks.numbers)
        assert [cells[0] for cells in again.rows] == [0, *(f"between {row}" for row in range(1, 8)), *range(1, 9)]
    first.close()
    second.close()
