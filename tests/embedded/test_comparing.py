"""Which row is which, before and after, and which cells say something else."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from automation.embedded.spreadsheets.comparing import Difference, difference
from automation.embedded.spreadsheets.files import blank
from automation.embedded.spreadsheets.model import Formula, Spreadsheet

Grid = list[list[Any]]

words = st.sampled_from([None, "да", "нет", "готов", 1, 1.5, True, ""])
grids = st.integers(1, 4).flatmap(lambda width: st.lists(st.lists(words, min_size=width, max_size=width), max_size=8))


def book(grid: Grid, order: int = 0) -> Spreadsheet:
    """A spreadsheet that says this; ``order`` tells in which order its rows stand."""
    made = blank("x")
    sheet = made.sheets[0]
    sheet.order = {"ROWS": order, "COLUMNS": 0}
    for row, cells in enumerate(grid):
        for column, value in enumerate(cells):
            sheet.set_value(row, column, value)
    return made


def between(one: Grid, other: Grid, *, moved: bool) -> Difference:
    return difference(book(one), book(other, int(moved)), 0)


@given(grid=grids, random=st.randoms())
def test_rows_that_only_moved_are_no_change_however_alike_they_are(grid: Grid, random: Any) -> None:
    moved = random.sample(grid, len(grid))
    found = between(grid, moved, moved=True)
    assert (found.cells, found.rows_gone, found.rows_new) == ([], [], [])


@given(grid=grids, data=st.data())
def test_of_rows_that_stayed_every_cell_that_says_something_else_is_told_and_no_other(grid: Grid, data: Any) -> None:
    other = [[data.draw(words) if data.draw(st.booleans()) else value for value in row] for row in grid]
    found = between(grid, other, moved=False)

    def says(row: list[Any]) -> list[Any]:
        return [None if value == "" else (type(value) is bool, value) for value in row]

    filled = (
        [any(value not in (None, "") for value in row) for row in grid],
        [any(value not in (None, "") for value in row) for row in other],
    )
    expected = [
        (at, column)
        for at, (one, another) in enumerate(zip(grid, other, strict=True))
        if filled[0][at] and filled[1][at]
        for column, (a, b) in enumerate(zip(says(one), says(another), strict=True))
        if (a or (False, None)) != (b or (False, None))
    ]
    assert found.cells == expected
    assert found.rows_gone == [at for at in range(len(grid)) if filled[0][at] and not filled[1][at]]
    assert found.rows_new == [at for at in range(len(grid)) if filled[1][at] and not filled[0][at]]


def test_a_row_that_moved_and_says_something_else_is_known_by_its_number_or_name() -> None:
    one = [["1", "Орлова", "да"], ["2", "Лапин", "да"], ["3", "Дубов", "да"]]
    other = [["3", "Дубов", "нет"], ["2", "Лапин", "да"], ["1", "Орлова-Зуева", "да"]]
    found = between(one, other, moved=True)
    assert (found.rows, found.cells) == ({0: 2, 1: 1, 2: 0}, [(0, 2), (2, 1)])


def test_a_row_of_which_hardly_anything_is_left_is_another_one() -> None:
    one, other = [["а", "б", "в", "г"], ["1", "2", "3", "4"]], [["1", "2", "3", "4"], ["а", "д", "е", "ж"]]
    found = between(one, other, moved=True)
    assert (found.rows_gone, found.rows_new, found.cells) == ([0], [1], [])


def test_what_a_formula_comes_to_is_no_change() -> None:
    one: Grid = [[Formula("=A2", 1)], ["x"]]
    other: Grid = [[Formula("=A2", 2)], ["x"]]
    assert between(one, other, moved=False).cells == []
    assert between(one, [["=A3"], ["x"]], moved=False).cells == [(0, 0)]


def test_a_tick_is_no_number() -> None:
    assert between([["а", 1]], [["а", True]], moved=False).cells == [(0, 1)]
