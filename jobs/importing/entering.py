"""Taking a list in: what was decided becomes rows and cells of the book, and can be undone as a whole.

Each row that an import touches keeps its imprint: the number of the import with a digest of a new row, or with what
stood in the cells that it has filled. By it the import is undone, wherever the row has been moved to.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from automation.workbook import cells
from automation.workbook.book import Book, TabUnavailable
from automation.workbook.table import Row, Table
from jobs.desk.entering import as_typed
from jobs.importing.deciding import ENTERED, Decided, Fate
from jobs.importing.fields import TARGETS, fields
from jobs.importing.typed import Typed
from sheets_schema.columns import Imprint, Name, Owner, Reference
from sheets_schema.sheet import Sheet
from sheets_schema.tabs.imports import Imports
from sheets_schema.vocabulary import IMPORTED, UNDONE, UNDONE_IN_PART

Entry = dict[str, Any]
"""One import's part of an imprint: its number, and `new` (a digest) or `was` (column → what stood, what was put)."""


class NothingToUndo(Exception):
    """There is no such import, or it has been undone. `str(error)` says which, in Russian."""


def enter(book: Book, decided: Sequence[Decided], *, file: str, by: str) -> str:
    """Enter what was decided into the book; returns the number of the import.

    `TabUnavailable` where a tab lacks what an undoing needs.
    """
    imports = book[Imports]
    number = book.new_keys(imports, 1)[0]
    touched = [one for one in decided if one.fate in ENTERED]
    for sheet in dict.fromkeys(one.sheet for one in touched):
        table = book[sheet]
        if _imprint(sheet) in table.tab.missing:
            raise TabUnavailable(
                f"На листе «{table.tab.title}» нет служебного столбца «{_imprint(sheet).column.title}», без него "
                "загрузку нельзя было бы отменить. Выполните nastavnik init и повторите"
            )
        _append(book, table, [one for one in touched if one.sheet is sheet and one.fate is Fate.NEW], number)
        _fill(table, {one.row: one.values for one in touched if one.sheet is sheet and one.row is not None}, number)
    counts = Counter(one.fate for one in decided)
    line = {
        Imports.id: number,
        Imports.file: " ".join(file.split())[:200],
        Imports.state: IMPORTED,
        Imports.at: pd.Timestamp(book.local(book.now)).floor("s"),
        Imports.by: by,
        Imports.tabs: ", ".join(dict.fromkeys(one.sheet.title for one in touched)),
        Imports.added: counts[Fate.NEW],
        Imports.filled: counts[Fate.FILLED],
        Imports.refused: counts[Fate.REFUSED],
    }
    imports.append([line])
    return number


def _append(book: Book, table: Table, new: Sequence[Decided], number: str) -> None:
    """New rows; a number that the file gives is kept where no row has ever had it."""
    mark, missing, known = _imprint(table.sheet), {*table.tab.missing}, fields(table.columns)
    given = {one.key for one in new if one.key and _never_given(book, table, one.key)}
    rows: list[dict[Name[Any], Any]] = []
    for one in new:
        values = {name: value for name, value in one.values.items() if name not in missing}
        said = {name: _as_typed(table, name, value) for name, value in values.items() if name in known}
        entry = {"import": number, "new": _digest(said)}
        named: dict[Name[Any], Any] = {table.named(name): value for name, value in values.items()}
        rows.append({table.key: one.key if one.key in given else None, **named, mark: _written([entry])})
    rest = [row for row in rows if not row[table.key]]
    table.append([row for row in rows if row[table.key]], by=(Owner.FORM, Owner.CURATOR))
    for row, key in zip(rest, book.new_keys(table, len(rest)), strict=True):
        row[table.key] = key
    table.append(rest, by=(Owner.FORM, Owner.CURATOR))


def _never_given(book: Book, table: Table, key: str) -> bool:
    return int(key.rpartition("-")[2]) > book.state.numbers.get(table.sheet.name, 0)


def _fill(table: Table, rows: Mapping[int, Mapping[str, Any]], number: str) -> None:
    """Put values into the cells of rows: label → name → value."""
    mark, typed = _imprint(table.sheet), Typed(table)
    marks = dict(zip(typed.rows, typed.whole[mark], strict=True))
    entered: dict[int, Row] = {}
    for row, values in rows.items():
        put = {name: [typed.column(name)[row], _as_typed(table, name, value)] for name, value in values.items()}
        entries = [*_entries(marks[row]), {"import": number, "was": put}]
        named: dict[Name[Any], Any] = {table.named(name): value for name, value in values.items()}
        entered[row] = {**named, mark: _written(entries)}
    table.enter_all(entered)


# Undoing


@dataclass(frozen=True)
class Undone:
    """What became of an import.

    Attributes:
        number: the import's.
        gone: the numbers of people who were new and have gone again.
        emptied: of those in whose rows cells say again what they said before.
        left: number → why the row, or a cell of it, stays as it is.
    """

    number: str
    gone: Sequence[str]
    emptied: Sequence[str]
    left: Mapping[str, str]


def last(book: Book) -> str:
    """The number of the last import that stands. Raises `NothingToUndo`."""
    frame = book[Imports].frame
    standing = frame[frame[Imports.state] == IMPORTED].sort_values([Imports.at, Imports.id])
    if standing.empty:
        raise NothingToUndo("Отменять нечего: ни одной загрузки, которая ещё действует, нет")
    return str(standing[Imports.id].iloc[-1])


def undo(book: Book, number: str) -> Undone:
    """Take an import back: rows that nobody has touched since go, filled cells say again what they said.

    What somebody has changed since, or what others depend on, stays and is named. Raises `NothingToUndo`.
    """
    imports = book[Imports]
    line = imports.index[(imports[Imports.id] == number) & (imports[Imports.state] == IMPORTED)]
    if len(line) != 1:
        raise NothingToUndo(f"Загрузки {number} нет, или она уже отменена: посмотрите лист «{imports.tab.title}»")
    gone: list[str] = []
    emptied: list[str] = []
    left: dict[str, str] = {}
    for sheet in TARGETS.values():
        if not book.unavailable(sheet.name):
            undoing = _Undoing(book, book[sheet], number)
            undoing.take_back()
            gone += undoing.gone
            emptied += undoing.emptied
            left |= undoing.left
    told = "\n".join(f"{key}: {why}" for key, why in left.items())
    imports.set(int(line[0]), {Imports.state: UNDONE_IN_PART if left else UNDONE, Imports.left: told or None})
    return Undone(number, gone, emptied, left)


class _Undoing:
    """One import taken back in one tab; the attributes are those of `Undone`."""

    def __init__(self, book: Book, table: Table, number: str) -> None:
        self.gone: list[str] = []
        self.emptied: list[str] = []
        self.left: dict[str, str] = {}
        self._book, self._table, self._number = book, table, number
        self._mark, self._fields = _imprint(table.sheet), fields(table.columns)
        self._typed = Typed(table)
        self._referred_to = _referred_to(book, table.sheet)

    def take_back(self) -> None:
        whole, leaving = self._typed.whole, []
        restored: dict[int, Row] = {}
        for row, key, written in zip(self._typed.rows, whole[self._table.key], whole[self._mark], strict=True):
            entries = _entries(written)
            entry = next((one for one in entries if one.get("import") == self._number), None)
            if entry is None:
                continue
            rest = [one for one in entries if one is not entry]
            if "new" not in entry:
                restored[row] = self._restored(row, str(key), entry, rest)
            elif why := self._why_touched(row, str(key), str(entry["new"]), rest):
                self.left[str(key)] = why
            else:
                leaving.append(row)
                self.gone.append(str(key))
        self._table.enter_all(restored)
        if leaving:
            self._book.remember_numbers(self._table)
            self._table.delete(leaving)

    def _why_touched(self, row: int, key: str, was: str, rest: Sequence[Entry]) -> str:
        """Why a row that an import has made is more than that by now; empty where it is not."""
        if rest:
            return "дополнено другой загрузкой"
        if "response" in self._table.columns and self._typed.column("response")[row]:
            return "человек уже заполнил анкету"
        if key in self._referred_to:
            return "на него ссылаются другие листы: согласие, пара или выбор"
        said = {name: self._typed.column(name)[row] for name in self._fields}
        return "" if _digest(said) == was else "изменено после загрузки"

    def _restored(self, row: int, key: str, entry: Entry, rest: Sequence[Entry]) -> Row:
        """What stood before in the cells that still say what the import put there; the others stay, and are told."""
        values: dict[Name[Any], Any] = {}
        stays = []
        for name, (stood, put) in entry["was"].items():
            if name not in self._fields:
                continue
            column, now = self._table.columns[name], self._typed.column(name)[row]
            if now == put:
                values[column.known_as] = cells.read_one(column, stood or None)
            elif now != stood:
                stays.append(column.title)
        self.emptied.append(key)
        if stays:
            self.left[key] = f"изменено после загрузки: {', '.join(stays)}"
        return {**values, self._mark: _written(rest)}


def _referred_to(book: Book, sheet: type[Sheet]) -> set[str]:
    """The numbers of this tab that people, or what is remembered, name elsewhere."""
    named: set[str] = set()
    for other in book.schema.sheets:
        if book.unavailable(other.name):
            continue
        for name, column in other.columns.items():
            counts = isinstance(column, Reference) and (column.owner is not Owner.JOB or column.remembered)
            if counts and isinstance(column, Reference) and sheet.name in column.tabs:
                named.update(book[other].whole[name].dropna())
    return named


# Imprints


def _digest(said: Mapping[str, str]) -> str:
    """A few characters that tell whether the cells of people in a row still say the same."""
    text = json.dumps({name: typed for name, typed in said.items() if typed}, ensure_ascii=False, sort_keys=True)
    return hashlib.blake2b(text.encode(), digest_size=6).hexdigest()


def _imprint(sheet: type[Sheet]) -> Name[Imprint]:
    return next(column.known_as for column in sheet.columns.values() if isinstance(column, Imprint))


def _written(entries: Iterable[Entry]) -> str | None:
    entries = list(entries)
    return json.dumps(entries, ensure_ascii=False) if entries else None


def _entries(written: Any) -> list[Entry]:
    """What an imprint says; nothing where somebody has written over it."""
    if pd.isna(written):
        return []
    try:
        found = json.loads(str(written))
    except ValueError:
        return []
    return [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []


def _as_typed(table: Table, name: str, value: Any) -> str:
    if isinstance(value, cells.Unreadable):
        return str(value)
    return "" if value is None else as_typed(table.columns[name], value)
