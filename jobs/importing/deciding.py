"""What would come of taking a list in: who is new, what is filled in of those who are known, who cannot be taken.

    for line in decide(book, chosen):
        line.place, line.fate, line.remarks

The book is left as it is. What a bank says already is never overwritten unless that was chosen, cell by cell.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from typing import Any

import pandas as pd

from automation.grids import Cell
from automation.people import Record, Register
from automation.workbook import cells
from automation.workbook.book import Book
from automation.workbook.table import Table
from jobs.desk.entering import as_typed
from jobs.importing.fields import FULL_NAME, PARTS, fields
from jobs.importing.looks import day_in
from jobs.importing.proposing import Chosen
from jobs.importing.typed import Typed
from sheets_schema.columns import Choices, Column, Date, Flag, Number, Text
from sheets_schema.sheet import Sheet


class Fate(Enum):
    """What becomes of a row of a file."""

    NEW = "новый"
    FILLED = "дополнится"
    KNOWN = "уже есть"
    REFUSED = "не внесён"


ENTERED = (Fate.NEW, Fate.FILLED)
"""What changes something in the tabs."""


@dataclass(frozen=True)
class Differing:
    """A cell where the bank says something else than the file.

    `id` tells it from all others, and from itself once the bank says something else again.
    """

    id: str
    name: str
    title: str
    stands: str
    said: str


@dataclass(frozen=True)
class Decided:
    """What becomes of one row of the file.

    Attributes:
        row: where the known person stands in the tab.
        key: their number there, or the one that the file gives a new person and that is free.
        values: what is to be entered: of a new person all, of a known one the cells that change.
        differing: where the bank says something else; what was chosen of it is among the values.
    """

    place: str
    sheet: type[Sheet]
    fate: Fate
    name: str
    values: Mapping[str, Any] = field(default_factory=dict)
    row: int | None = None
    key: str = ""
    differing: Sequence[Differing] = ()
    remarks: Sequence[str] = ()


Replaces = Callable[[Differing], bool]


def none(_: Differing) -> bool:
    """Nothing that stands in a bank gives way."""
    return False


def decide(book: Book, chosen: Sequence[Chosen], replaces: Replaces = none) -> list[Decided]:
    """What becomes of every row of the lists that go somewhere. `TabUnavailable` where a tab is not there."""
    banks: dict[type[Sheet], _Bank] = {}
    decided: list[Decided] = []
    for one in chosen:
        if one.sheet is not None and one.has_names:
            bank = banks.get(one.sheet) or banks.setdefault(one.sheet, _Bank(book[one.sheet]))
            decided += _decided(bank, one, replaces)
    return decided


def _decided(bank: _Bank, chosen: Chosen, replaces: Replaces) -> Iterator[Decided]:
    columns = _columns(chosen, fields(bank.table.columns))
    keys = _keys(chosen)
    for n, line in enumerate(chosen.people.lines):
        values = {name: column[n] for name, column in columns.items() if not cells.is_missing(column[n])}
        yield bank.decided(line.place, values, keys[n], replaces)


# What a file says


def _columns(chosen: Chosen, declared: Mapping[str, Column]) -> dict[str, list[Any]]:
    """Field → its typed values, a line each; what cannot be read is kept as it stands there."""
    lines = chosen.people.lines
    sources: dict[str, list[int]] = {}
    for index, name in enumerate(chosen.columns):
        if name in declared or name in PARTS:
            sources.setdefault(name, []).append(index)
    parts = [sources.pop(name) for name in PARTS if name in sources]
    if parts and FULL_NAME not in sources:
        joined = [_joined([line.cells[index] for source in parts for index in source], " ") for line in lines]
        read = {FULL_NAME: _read(declared[FULL_NAME], joined)}
    else:
        read = {}
    for name, places in sources.items():
        column = declared[name]
        read[name] = _read(column, [_said(column, [line.cells[index] for index in places]) for line in lines])
    return read


def _keys(chosen: Chosen) -> list[str]:
    """The number that the file gives each line; empty where it gives none of ours."""
    assert chosen.sheet is not None  # noqa: S101
    name = chosen.sheet.key_column().name
    places = [index for index, named in enumerate(chosen.columns) if named == name]
    return [next((line.cells[place].text for place in places), "") for line in chosen.people.lines]


def _joined(said: Sequence[Cell], separator: str) -> str | None:
    return separator.join(cell.text for cell in said if cell.text) or None


def _said(column: Column, said: Sequence[Cell]) -> cells.Cell:
    """A cell for the column, of the cells of the file that go into it."""
    if len(said) > 1 and isinstance(column, Text | Choices):
        return _joined(said, ", ")
    cell = next((cell for cell in said if cell.text), None)
    if cell is None:
        return None
    if isinstance(column, Date):
        day = day_in(cell.value)
        return cell.text if day is None else cells.serial(day)
    if isinstance(column, Number | Flag) and isinstance(cell.value, bool | int | float):
        return cell.value
    return cell.value if isinstance(cell.value, str) else cell.text


def _read(column: Column, said: Sequence[cells.Cell]) -> list[Any]:
    series, problems = cells.read(column, said)
    values = series.tolist()
    for n, problem in problems.items():
        unreadable = cells.Unreadable(said[n])
        unreadable.problem = problem
        values[n] = unreadable
    return [
        value if cells.is_missing(value) or n in problems else column.set_right(value) for n, value in enumerate(values)
    ]


# What the bank says


class _Bank:
    """A tab of people while rows of a file are held against it: who is there, and who has been added by now."""

    def __init__(self, table: Table) -> None:
        self.table, self.sheet = table, table.sheet
        self._typed = Typed(table)
        self._whole = self._typed.whole
        keys = zip(self._typed.rows, self._whole[table.key], strict=True)
        self._keys = {key: row for row, key in keys if pd.notna(key)}
        self._by_name: dict[str, list[int]] = {}
        self._people = Register()
        for row, values in zip(self._typed.rows, self._whole.to_dict("records"), strict=True):
            if pd.notna(values[FULL_NAME]):
                self._by_name.setdefault(_spelled(values[FULL_NAME]), []).append(row)
                self._people.add(_record(str(row), values))
        self._claimed: dict[int, str] = {}
        self._new_people = Register()
        """Those of the file who are new, by the places where they stand in it."""
        self._places: dict[Any, str] = {}
        """All that is said of somebody new → the place in the file."""

    def decided(self, place: str, values: Mapping[str, Any], key: str, replaces: Replaces) -> Decided:
        name = str(values.get(FULL_NAME, ""))
        if not name:
            return Decided(place, self.sheet, Fate.REFUSED, "", remarks=("нет ФИО",))
        person = _record(place, values)
        row = self._find(person, values, key)
        if isinstance(row, str):
            return Decided(place, self.sheet, Fate.REFUSED, name, remarks=(row,))
        if row is None:
            return self._new(person, values, key)
        if row in self._claimed:
            said = (f"повторяет строку: {self._claimed[row]}",)
            return Decided(place, self.sheet, Fate.REFUSED, name, remarks=said)
        self._claimed[row] = place
        return self._known(place, name, row, values, replaces)

    def _find(self, person: Record, values: Mapping[str, Any], key: str) -> int | str | None:
        """The row of the same person, None where there is none, or why that cannot be told."""
        namesakes = self._by_name.get(_spelled(person.name), [])
        if self._keys.get(key) in namesakes:
            return self._keys[key]
        known = next(self._people.certainly(person), None)
        if known is not None:
            return int(known)
        free = [row for row in namesakes if row not in self._claimed]
        alike = {row: self._likeness(row, values) for row in free}
        sure = [row for row, (same, other) in alike.items() if not other and (same or len(values) == 1)]
        if sure:
            return max(sure, key=lambda row: alike[row][0])
        doubtful = [row for row in free if not self._is_another(row, values)]
        if doubtful:
            return (
                f"возможно, это {self._key(doubtful[0])}: то же ФИО, а почта и дата рождения не совпали или не "
                "указаны. Если это другой человек, впишите в файл его дату рождения или внесите его вручную"
            )
        return None

    def _key(self, row: int) -> str:
        key = self._whole[self.table.key][row]
        return str(key) if pd.notna(key) else "человек, у которого ещё нет номера"

    def _likeness(self, row: int, values: Mapping[str, Any]) -> tuple[int, int]:
        """How many cells beside the name say the same, and how many something else."""
        same = other = 0
        for name, value in values.items():
            if name != FULL_NAME and (stands := self._stands(row, name)):
                is_same = _is_same(stands, self._said(name, value))
                same, other = same + is_same, other + (not is_same)
        return same, other

    def _is_another(self, row: int, values: Mapping[str, Any]) -> bool:
        """Whether dates of birth say that a namesake is somebody else."""
        stands, said = self._stands(row, "born") if "born" in self._whole.columns else "", values.get("born")
        return bool(stands) and said is not None and not _is_same(stands, self._said("born", said))

    def _new(self, person: Record, values: Mapping[str, Any], key: str) -> Decided:
        place, name = person.key, person.name
        says = (_spelled(name), tuple(sorted((one, self._said(one, value)) for one, value in values.items())))
        twin = next(self._new_people.certainly(person), None) or self._places.get(says)
        if twin:
            return Decided(place, self.sheet, Fate.REFUSED, name, remarks=(f"повторяет строку: {twin}",))
        self._new_people.add(person)
        self._places[says] = place
        is_free = key not in self._keys and self.sheet.key_column().number(_number(key)) == key
        self._keys.setdefault(key, -1)
        return Decided(
            place, self.sheet, Fate.NEW, name, values, key=key if is_free else "", remarks=tuple(self._remarks(values))
        )

    def _known(self, place: str, name: str, row: int, values: Mapping[str, Any], replaces: Replaces) -> Decided:
        fills: dict[str, Any] = {}
        differing: list[Differing] = []
        for one, value in values.items():
            stands, said = self._stands(row, one), self._said(one, value)
            if one in self.table.tab.missing or _is_same(stands, said):
                continue
            if not stands:
                fills[one] = value
                continue
            title = self.table.columns[one].title
            seen = f"{self.sheet.name}/{self._key(row)}/{one}/{zlib.crc32(stands.encode()):08x}"
            differs = Differing(seen, one, title, stands, said)
            differing.append(differs)
            if replaces(differs):
                fills[one] = value
        fate = Fate.FILLED if fills else Fate.KNOWN
        remarks = tuple(self._remarks(fills))
        return Decided(place, self.sheet, fate, name, fills, row, self._key(row), tuple(differing), remarks)

    def _stands(self, row: int, name: str) -> str:
        """What stands in a cell, as a person would type it."""
        return self._typed.column(name)[row]

    def _said(self, name: str, value: Any) -> str:
        """A value of the file, as a person would type it."""
        return str(value) if isinstance(value, cells.Unreadable) else as_typed(self.table.columns[name], value)

    def _remarks(self, values: Mapping[str, Any]) -> Iterator[str]:
        """What the program will ask to put right in what is entered."""
        for name, value in values.items():
            column = self.table.columns[name]
            problem = value.problem if isinstance(value, cells.Unreadable) else column.problem(value)
            if problem:
                yield f"{column.title}: {problem}; внесено как есть"


def _spelled(name: Any) -> str:
    return " ".join(str(name).lower().replace("ё", "е").split())


def _record(key: str, values: Mapping[Any, Any]) -> Record:
    """What the row of a tab or of a file tells of whose it is; what cannot be read tells nothing."""
    name, email, phone, born = (_plain_value(values.get(one)) for one in (FULL_NAME, "email", "phone", "born"))
    day = born.date() if isinstance(born, pd.Timestamp) else None
    return Record(key, str(name or ""), str(email or ""), str(phone or ""), day)


def _plain_value(value: Any) -> Any:
    return None if isinstance(value, cells.Unreadable) or cells.is_missing(value) else value


def _is_same(one: str, other: str) -> bool:
    return one == other or _spelled(one) == _spelled(other)


def _number(key: str) -> int:
    digits = key.rpartition("-")[2]
    return int(digits) if digits.isascii() and digits.isdecimal() and len(digits) < 9 else 0
