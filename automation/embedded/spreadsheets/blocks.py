"""How a sheet's rows are cut into the blocks that are stored, and where in them there is data.

Blocks are as long as they happen to be, and keep an order of their own: a row that comes or goes makes its block longer
or shorter, and those behind it are neither renumbered nor written again. One that has grown to twice the usual length
is cut up. What has been found out about the cells of a block is known until the block changes, so that looking for the
end of a table among 100,000 rows looks at the cells of the last few hundred. Nothing else has to be kept in step: who
forgot to say that a block has changed would not have it stored either.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from itertools import repeat
from operator import is_not

BLOCK_ROWS = 256


class Blocks:
    """The blocks of one sheet: their numbers in the order of the rows, and what of them is not stored yet."""

    def __init__(self, sizes: Iterable[tuple[int, int]] = ()) -> None:
        """``sizes``: the number of each block and how many rows it has."""
        self.numbers: list[int] = []
        self.changed: set[int] = set()
        self.gone: set[int] = set()
        self.reordered = False
        self.filled: dict[int, list[int | None]] = {}
        """By block and column a number whose bytes, from the lowest, say which rows have a value; None: unknown yet."""
        self.without_formulas: set[int] = set()
        """The blocks that are known to have none."""
        self._ends: list[int] = []  # one past the last row of each
        for number, size in sizes:
            self.numbers.append(number)
            self._ends.append(self.rows + size)
        self._next = max(self.numbers, default=-1) + 1

    @property
    def rows(self) -> int:
        """How many rows there are."""
        return self._ends[-1] if self._ends else 0

    @property
    def are_stored(self) -> bool:
        """Whether there is nothing to write."""
        return not (self.changed or self.gone or self.reordered)

    def stored(self) -> None:
        """Everything has been written."""
        self.changed.clear()
        self.gone.clear()
        self.reordered = False

    def place(self, row: int) -> int:
        """Which block, counted from the first, a row is in."""
        return bisect_right(self._ends, row)

    def span(self, place: int) -> tuple[int, int]:
        """The first row of a block, and one past its last."""
        return self._ends[place - 1] if place else 0, self._ends[place]

    def mark(self, row: int) -> None:
        """A row has changed."""
        self._mark(bisect_right(self._ends, row))

    def mark_all(self, start: int, end: int) -> None:
        """The rows ``start`` … ``end``, as many of them as there are, have changed."""
        if start < min(end, self.rows):
            for place in range(self.place(start), self.place(min(end, self.rows) - 1) + 1):
                self._mark(place)

    def extend(self, rows: int) -> None:
        """Rows came at the end: there are so many now."""
        last = len(self._ends) - 1
        if last >= 0 and self.rows < (end := min(rows, self.span(last)[0] + BLOCK_ROWS)):
            self._ends[last] = end
            self._mark(last)
        while self.rows < rows:
            self._add(len(self._ends), min(rows, self.rows + BLOCK_ROWS))

    def insert(self, at: int, count: int) -> None:
        """Rows came before the row ``at``."""
        if at >= self.rows:
            self.extend(self.rows + count)
            return
        place = self.place(at)
        self._ends[place:] = [end + count for end in self._ends[place:]]
        self._mark(place)
        start, end = self.span(place)
        if end - start >= 2 * BLOCK_ROWS:
            self._ends[place] = start + BLOCK_ROWS
            for top in range(start + BLOCK_ROWS, end, BLOCK_ROWS):
                place += 1
                self._add(place, min(top + BLOCK_ROWS, end))

    def delete(self, start: int, end: int) -> None:
        """The rows ``start`` … ``end``, as many of them as there are, went."""
        end = min(end, self.rows)
        if start >= end:
            return
        self.mark_all(start, end)
        ends = [each if each <= start else max(each - (end - start), start) for each in self._ends]
        empty = {number for number, first, last in zip(self.numbers, [0, *ends], ends, strict=False) if first == last}
        self._ends = [each for number, each in zip(self.numbers, ends, strict=True) if number not in empty]
        if empty:
            self.numbers = [number for number in self.numbers if number not in empty]
            self.changed -= empty
            self.gone |= empty
            self.reordered = True

    def _add(self, place: int, end: int) -> None:
        self.numbers.insert(place, self._next)
        self._ends.insert(place, end)
        self._next += 1
        self.reordered = True
        self._mark(place)

    def _mark(self, place: int) -> None:
        number = self.numbers[place]
        self.changed.add(number)
        self.filled.pop(number, None)
        self.without_formulas.discard(number)


class Filled:
    """Where ``rows``, cut into ``blocks``, have data; columns from ``left`` to ``right``, which is not included."""

    def __init__(self, rows: Sequence[Sequence[object]], blocks: Blocks) -> None:
        self._rows = rows
        self._blocks = blocks

    def last_row(self, top: int, bottom: int, left: int, right: int | None = None) -> int | None:
        """The last row of ``top`` … ``bottom`` with a value in these columns."""
        while top < (bottom := min(bottom, self._blocks.rows)):
            place = self._blocks.place(bottom - 1)
            start, _ = self._blocks.span(place)
            found = self._rows_filled(place, left, right).rfind(1, max(top - start, 0), bottom - start)
            if found >= 0:
                return start + found
            bottom = start
        return None

    def gap_above(self, row: int, left: int, right: int) -> int:
        """The first row from ``row`` upwards without a value in these columns; -1 where there is none."""
        if row >= self._blocks.rows:
            return row
        while row >= 0:
            place = self._blocks.place(row)
            start, _ = self._blocks.span(place)
            found = self._rows_filled(place, left, right).rfind(0, 0, row - start + 1)
            if found >= 0:
                return start + found
            row = start - 1
        return row

    def gap_below(self, row: int, left: int, right: int) -> int:
        """The first row from ``row`` downwards without a value in these columns."""
        while row < self._blocks.rows:
            place = self._blocks.place(row)
            start, end = self._blocks.span(place)
            found = self._rows_filled(place, left, right).find(0, row - start)
            if found >= 0:
                return start + found
            row = end
        return row

    def _rows_filled(self, place: int, left: int, right: int | None) -> bytes:
        """For each row of a block 1 where one of the columns has a value, else 0."""
        start, end = self._blocks.span(place)
        number = self._blocks.numbers[place]
        known = self._blocks.filled.get(number)
        if known is None:
            width = max(map(len, self._rows[start:end]), default=0)
            known = self._blocks.filled[number] = [None] * width
        merged = 0
        for column, held in enumerate(known[left:right], start=left):
            if held is None:
                held = known[column] = self._column_filled(start, end, column)
            merged |= held
        return merged.to_bytes(end - start, "little")

    def _column_filled(self, start: int, end: int, column: int) -> int:
        values = [cells[column] if column < len(cells) else None for cells in self._rows[start:end]]
        return int.from_bytes(bytes(map(is_not, values, repeat(None))), "little")
