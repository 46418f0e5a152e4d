"""The lists of people in a file's tables: where the columns are named, which rows are people, and which totals."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from automation.grids import Cell, Grid
from automation.grids.grid import counts_columns
from jobs.importing.fields import FULL_NAME, PARTS, TARGETS, by_title, is_title
from jobs.importing.looks import is_class, look

_HEADER_IN_FIRST = 30
_FEWEST_TITLES = 2
_FEWEST_NAMES = 0.6
"""The part of a column without a title that has to look like names, for the table to be a list."""
_TOTAL = re.compile(
    r"(итог|всего|количество|директор|исполнител|исп\.|составил|ответственн|подпис|м\. ?п\.|дата (составлени|печати))"
)
_FEW = 4
"""Cells of a row that is a total or a signature."""
ABOVE = "Название листа или строки над списком"
"""The title of a column that no table has: the class that is named once, above those who are in it."""


@dataclass(frozen=True)
class Line:
    """A row of a list, and where it stands in the file."""

    place: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class PeopleList:
    """A list: tables with the same columns, one below the other. `caption` is what their sheets are called."""

    name: str
    caption: str
    titles: tuple[str, ...]
    lines: tuple[Line, ...]

    def column(self, index: int) -> list[Cell]:
        """All cells under one title."""
        return [line.cells[index] for line in self.lines]


def lists_in(tables: Sequence[Grid]) -> tuple[list[PeopleList], list[str]]:
    """The lists of a file, and sentences in Russian about what was not read."""
    found: list[PeopleList] = []
    remarks = [f"{table.name}: {remark}." for table in tables for remark in table.remarks]
    for table in tables:
        if not any(cell.text for row in table.rows for cell in row):
            continue
        one = _list(table, remarks)
        same = next((n for n, other in enumerate(found) if other.titles == one.titles), None)
        if same is None:
            found.append(one)
        else:
            found[same] = _together(found[same], one)
    return found, remarks


def _together(one: PeopleList, other: PeopleList) -> PeopleList:
    name = f"{one.name}, {other.name}"
    return PeopleList(name, f"{one.caption} {other.caption}", one.titles, (*one.lines, *other.lines))


def _list(table: Grid, remarks: list[str]) -> PeopleList:
    width = table.width
    rows = [[*row, *[Cell()] * (width - len(row))] for row in table.rows]
    head = _header(rows)
    if head is None:
        looks_alone = any(look([row[n] for row in rows]).get(FULL_NAME, 0) >= _FEWEST_NAMES for n in range(width))
        head = range(0) if looks_alone else _fullest(rows)
    titles = _titles([rows[n] for n in head], width)
    lines = list(_lines(table, rows, head, remarks))
    place = _place_of_class(titles)
    if place is not None:
        lines = [Line(line.place, _with_class(line.cells, place)) for line in lines]
    elif any(line.cells[-1].text for line in lines):
        titles = (*titles, ABOVE)
    kept = [n for n, title in enumerate(titles) if title or any(line.cells[n].text for line in lines)]
    named = tuple(titles[n] or f"Столбец {n + 1}" for n in kept)
    return PeopleList(
        table.name, table.caption, named, tuple(Line(one.place, tuple(one.cells[n] for n in kept)) for one in lines)
    )


def _place_of_class(titles: Sequence[str]) -> int | None:
    """The column of classes or groups, if there is one."""
    sheet = TARGETS["наставляемые"]
    return next((n for n, title in enumerate(titles) if by_title(sheet, title)[0] == "occupation"), None)


def _with_class(cells: tuple[Cell, ...], place: int) -> tuple[Cell, ...]:
    """A row where the class that is named above it stands in its own column, if nothing stood there."""
    return cells if cells[place].text else (*cells[:place], cells[-1], *cells[place + 1 :])


def _header(rows: Sequence[Sequence[Cell]]) -> range | None:
    """The rows that name the columns: the one near the top that names the most, and one beside it that names more."""
    counts = [sum(_is_title(cell) for cell in row) for row in rows[:_HEADER_IN_FIRST]]
    best = max(range(len(counts)), key=lambda n: (counts[n], -n))
    if counts[best] < _FEWEST_TITLES and not _names_people(rows[best]):
        return None
    first = best - 1 if best and counts[best - 1] and _goes_with(rows[best - 1], rows[best]) else best
    last = best + 1 if first == best and best + 1 < len(rows) and _goes_with(rows[best], rows[best + 1]) else best
    return range(first, last + 1)


def _fullest(rows: Sequence[Sequence[Cell]]) -> range:
    """The row near the top in which most stands: titles that nobody knows are still for a person to explain."""
    counts = [sum(cell.is_new for cell in row) for row in rows[:_HEADER_IN_FIRST]]
    first = counts.index(max(counts))
    return range(first, first + 1)


def _is_title(cell: Cell) -> bool:
    return cell.is_new and not cell.covered and is_title(cell.text)


def _names_people(row: Sequence[Cell]) -> bool:
    """Whether a single title is that of a column of names."""
    names = {by_title(sheet, cell.text)[0] for cell in row for sheet in TARGETS.values() if cell.text}
    return not names.isdisjoint({FULL_NAME, *PARTS})


def _goes_with(upper: Sequence[Cell], lower: Sequence[Cell]) -> bool:
    """Whether the lower row says more of the titles above: each of its cells is a title, or stands under a wide one."""
    said = [(n, cell) for n, cell in enumerate(lower) if cell.is_new]
    if not said or not any(_is_title(cell) for _, cell in said):
        return False
    return all(_is_title(cell) or upper[n].covered or upper[n].span > 1 for n, cell in said)


def _titles(head: Sequence[Sequence[Cell]], width: int) -> tuple[str, ...]:
    if not head:
        return ("",) * width
    titles, wide = [], ""
    for n, cell in enumerate(head[0]):
        below = head[1][n].text if len(head) > 1 and head[1][n].is_new else ""
        if not (cell.covered or (not cell.text and below)):
            wide = cell.text
        upper = wide if cell.covered or below else cell.text
        titles.append(_title(" ".join(upper.split()), " ".join(below.split())))
    return tuple(titles)


def _title(upper: str, below: str) -> str:
    """«ФИО» over «Имя» is «Имя»; «Мать» over «Телефон» is «Мать: Телефон»."""
    if not below or not upper or upper == below:
        return below or upper
    over_names = any(by_title(sheet, upper)[0] == FULL_NAME for sheet in TARGETS.values())
    return below if over_names else f"{upper}: {below}"


def _lines(table: Grid, rows: Sequence[Sequence[Cell]], head: range, remarks: list[str]) -> Iterator[Line]:
    """The rows below the header, each with one more cell: the class that is named above it."""
    above = table.caption if is_class(table.caption) else ""
    titles = [[cell.text for cell in rows[n]] for n in head]
    for n, row in enumerate(rows[head.stop :], head.stop + 1):
        place, new = f"{table.name}, строка {n}", [cell for cell in row if cell.is_new]
        if not new or counts_columns(new) or [cell.text for cell in row] in titles:
            continue
        if len(new) == 1 and (is_class(new[0].text) or (new[0].span > 1 and len(row) > 1)):
            above = new[0].text if is_class(new[0].text) else above
        elif len(new) <= _FEW and any(_TOTAL.match(cell.text.lower().strip(" ,.:")) for cell in new):
            remarks.append(f"{place}: похоже на итог или подпись; не прочитано.")
        else:
            yield Line(place, (*row, Cell(above, value=above or None)))
