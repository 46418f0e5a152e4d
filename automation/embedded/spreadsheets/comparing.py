"""What changed in a sheet: which row and column is which, before and after, and which cells say something else.

Rows that moved are no changes. While nothing was sorted, inserted or deleted (`Sheet.order`), a row is where it was. If
something was, a row is known by all that it says; one that says something else now by a value that no other of those
left has, as a number or a name, where most of the row agrees.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from automation.embedded.spreadsheets.metadata import by_line
from automation.embedded.spreadsheets.model import Scalar, Sheet, Spreadsheet, Value, typed

Pairs = dict[int, int]
"""Where a line is after, by where it was before."""


@dataclass(frozen=True)
class Difference:
    """``rows`` and ``columns`` are those that are there before and after; ``cells`` say something else in these.

    Cells are named by their row and column after, in order.
    """

    rows: Pairs
    columns: Pairs
    cells: list[tuple[int, int]] = field(default_factory=list)
    rows_gone: list[int] = field(default_factory=list)
    rows_new: list[int] = field(default_factory=list)
    columns_gone: list[int] = field(default_factory=list)
    columns_new: list[int] = field(default_factory=list)


def difference(before: Spreadsheet, after: Spreadsheet, sheet_id: int) -> Difference:
    """What changed in a sheet that both have."""
    one, other = before.sheet(sheet_id), after.sheet(sheet_id)
    assert one is not None  # noqa: S101
    assert other is not None  # noqa: S101
    columns = columns_paired(before, after, one, other)
    rows = rows_paired(one, other, columns)
    filled_before, filled_after = _filled(one), _filled(other)
    pairs = {row: at for row, at in rows.items() if row in filled_before and at in filled_after}
    return Difference(
        pairs,
        columns,
        sorted(_changed(one, other, pairs, columns)),
        sorted(filled_before - set(pairs)),
        sorted(filled_after - set(pairs.values())),
        sorted(_columns_in_use(one) - set(columns)),
        sorted(_columns_in_use(other) - set(columns.values())),
    )


def _changed(one: Sheet, other: Sheet, rows: Pairs, columns: Pairs) -> Iterator[tuple[int, int]]:
    as_they_are = all(column == at for column, at in columns.items()) and one.column_count == other.column_count
    for row, at in rows.items():
        if as_they_are and _equal(one.rows[row], other.rows[at]):
            continue
        for column, place in columns.items():
            if _told(one, row, column) != _told(other, at, place):
                yield at, place


def _equal(one: Sequence[Value], other: Sequence[Value]) -> bool:
    """Whether two rows say the same for certain; to Python, ``True`` is 1."""
    return one == other and list(map(type, one)) == list(map(type, other))


def _told(sheet: Sheet, row: int, column: int) -> Hashable:
    return _apart(typed(sheet.value(row, column)))


def _apart(value: Scalar) -> Hashable:
    """A value that equals no other."""
    return (value,) if isinstance(value, bool) else value


def _filled(sheet: Sheet) -> set[int]:
    """The rows in which something was entered."""
    return {row for row, cells in enumerate(sheet.rows) if any(typed(value) is not None for value in cells)}


def _columns_in_use(sheet: Sheet) -> set[int]:
    return set(range(max(map(len, sheet.rows), default=0)))


# Columns


def columns_paired(before: Spreadsheet, after: Spreadsheet, one: Sheet, other: Sheet) -> Pairs:
    """Which column is which: by the marks of programs, by what stands on top, by all that it says."""
    if one.order["COLUMNS"] == other.order["COLUMNS"]:
        return {column: column for column in range(min(one.column_count, other.column_count))}
    pairs: Pairs = {}
    marks = [by_line(book, one.id, "COLUMNS") for book in (before, after)]
    _pair(pairs, *({at: tuple(item["metadataId"] for item in items) for at, items in each.items()} for each in marks))
    _pair(pairs, _tops(one), _tops(other))
    _pair(pairs, _contents(one), _contents(other))
    return pairs


def _tops(sheet: Sheet) -> dict[int, Hashable]:
    tops = ((column, _told(sheet, 0, column)) for column in range(sheet.column_count))
    return {column: told for column, told in tops if told is not None}


def _contents(sheet: Sheet) -> dict[int, Hashable]:
    columns = _columns_in_use(sheet)
    return {column: tuple(_told(sheet, row, column) for row in range(len(sheet.rows))) for column in columns}


def _pair(pairs: Pairs, before: Mapping[int, Hashable], after: Mapping[int, Hashable]) -> None:
    """Pair what is told of one line alone on either side, and is not paired yet."""
    one, other = _single(before, pairs), _single(after, pairs.values())
    pairs |= {line: other[told] for told, line in one.items() if told in other}


def _single(told: Mapping[int, Hashable], taken: Iterable[int]) -> dict[Hashable, int]:
    taken, lines = set(taken), defaultdict(list)
    for line, words in told.items():
        if line not in taken:
            lines[words].append(line)
    return {words: found[0] for words, found in lines.items() if len(found) == 1}


# Rows


def rows_paired(one: Sheet, other: Sheet, columns: Pairs) -> Pairs:
    """Which row is which, of those that say something; where nothing was moved, of all."""
    if one.order["ROWS"] == other.order["ROWS"]:
        return {row: row for row in range(min(one.row_count, other.row_count))}
    before, after = _rows(one, list(columns)), _rows(other, list(columns.values()))
    pairs = _same(before, after)
    for place in range(len(columns)):
        left = [row for row in before if row not in pairs]
        if not left:
            break
        taken = set(pairs.values())
        names = ({row: before[row][place] for row in left}, {r: w[place] for r, w in after.items() if r not in taken})
        one_by, other_by = (_single({r: w for r, w in each.items() if w is not None}, ()) for each in names)
        for word, row in one_by.items():
            if word in other_by and _agree(before[row], after[other_by[word]]):
                pairs[row] = other_by[word]
    return pairs


def _rows(sheet: Sheet, columns: Sequence[int]) -> dict[int, tuple[Hashable, ...]]:
    return {row: tuple(_told(sheet, row, column) for column in columns) for row in sorted(_filled(sheet))}


def _same(before: Mapping[int, Hashable], after: Mapping[int, Hashable]) -> Pairs:
    """The rows that say the same, in their order."""
    places = defaultdict(list)
    for row, words in after.items():
        places[words].append(row)
    found = {words: iter(rows) for words, rows in places.items()}
    pairs = ((row, next(found.get(words, iter(())), None)) for row, words in before.items())
    return {row: at for row, at in pairs if at is not None}


def _agree(one: Sequence[Hashable], other: Sequence[Hashable]) -> bool:
    """Whether at least half of what either says is the same."""
    said = [
        (word, another) for word, another in zip(one, other, strict=True) if word is not None or another is not None
    ]
    return 2 * sum(word == another for word, another in said) >= len(said)
