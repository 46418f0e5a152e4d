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
from automation.workbook.table import Table
from jobs.desk.entering import as_typed, stands
from jobs.importing.deciding import ENTERED, Decided, Fate
from jobs.importing.fields import TARGETS, fields
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
        for one in touched:
            if one.sheet is sheet and one.row is not None:
                _fill(table, one.row, one.values, number)
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
    table_key, mark = table.key, _imprint(table.sheet)
    given = {one.key for one in new if one.key and _never_given(book, table, one.key)}
    rows = []
    for one in new:
        values = {table.sheet.named(name): value for name, value in one.values.items() if name not in table.tab.missing}
        entry = {"import": number, "new": digest(table.sheet, values)}
        rows.append({table_key: one.key if one.key in given else None, **values, mark: _written([entry])})
    table.append([row for row in rows if row[table_key]], by=(Owner.FORM, Owner.CURATOR))
    rest = [row for row in rows if not row[table_key]]
    keys = book.new_keys(table, len(rest))
    table.append([{**row, table_key: key} for key, row in zip(keys, rest, strict=True)], by=(Owner.FORM, Owner.CURATOR))


def _never_given(book: Book, table: Table, key: str) -> bool:
    return int(key.rpartition("-")[2]) > book.state.numbers.get(table.sheet.name, 0)


def _fill(table: Table, row: int, values: Mapping[str, Any], number: str) -> None:
    mark = _imprint(table.sheet)
    stood = _stands(table, row, values)
    put = {name: [stood[name], _typed(table.sheet, name, value)] for name, value in values.items()}
    entries = [*_entries(table.whole[mark][row]), {"import": number, "was": put}]
    table.enter(row, {**{table.sheet.named(name): value for name, value in values.items()}, mark: _written(entries)})


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
            _undo_in(book, book[sheet], number, gone, emptied, left)
    told = "\n".join(f"{key}: {why}" for key, why in left.items())
    imports.set(int(line[0]), {Imports.state: UNDONE_IN_PART if left else UNDONE, Imports.left: told or None})
    return Undone(number, gone, emptied, left)


def _undo_in(book: Book, table: Table, number: str, gone: list[str], emptied: list[str], left: dict[str, str]) -> None:
    mark, leaving = _imprint(table.sheet), []
    marked = table.whole[mark].dropna()
    referred = _referred_to(book, table.sheet)
    for label, written in marked[marked.str.contains(number, regex=False)].items():
        row, entries = int(str(label)), _entries(written)
        entry = next((one for one in entries if one.get("import") == number), None)
        if entry is None:
            continue
        key = str(table.whole[table.key][row])
        rest = [one for one in entries if one is not entry]
        if "new" not in entry:
            stays = _restore(table, row, entry, rest)
            emptied.append(key)
            if stays:
                left[key] = f"изменено после загрузки: {', '.join(stays)}"
        elif why := _why_touched(table, row, str(entry["new"]), rest, key in referred):
            left[key] = why
        else:
            leaving.append(row)
            gone.append(key)
    if leaving:
        book.remember_numbers(table)
        table.delete(leaving)


def _why_touched(table: Table, row: int, was: str, rest: Sequence[Entry], is_referred_to: bool) -> str:
    """Why a row that an import has made is more than that by now; empty where it is not."""
    if rest:
        return "дополнено другой загрузкой"
    response = table.whole["response"][row] if "response" in table.whole.columns else None
    if pd.notna(response):
        return "человек уже заполнил анкету"
    if is_referred_to:
        return "на него ссылаются другие листы: согласие, пара или выбор"
    values: dict[str, Any] = {name: table.whole[name][row] for name in fields(table.sheet)}
    for name, rows in table.unreadable.items():
        if row in rows:
            values[name] = cells.Unreadable(table.tab.cell(row, name))
    return "" if digest(table.sheet, values) == was else "изменено после загрузки"


def _restore(table: Table, row: int, entry: Entry, rest: Sequence[Entry]) -> list[str]:
    """Put back what stood in the cells that still say what the import put there; the titles of the others."""
    was = {name: pair for name, pair in entry["was"].items() if name in fields(table.sheet)}
    now, stays = _stands(table, row, was), []
    values: dict[Name[Any], Any] = {}
    for name, (stood, put) in was.items():
        column = table.sheet.columns[name]
        if now[name] == put:
            values[column.known_as] = cells.read_one(column, stood or None)
        elif now[name] != stood:
            stays.append(column.title)
    table.enter(row, {**values, _imprint(table.sheet): _written(rest)})
    return stays


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


def digest(sheet: type[Sheet], values: Mapping[Any, Any]) -> str:
    """A few characters that tell whether the cells of people in a row still say the same."""
    said = {name: _typed(sheet, name, values.get(name)) for name in fields(sheet)}
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


def _stands(table: Table, row: int, names: Iterable[str]) -> dict[str, str]:
    """What stands in cells of a row, as a person would type it."""
    return {name: stands(table, row, name) for name in names}


def _typed(sheet: type[Sheet], name: str, value: Any) -> str:
    if isinstance(value, cells.Unreadable):
        return str(value)
    return "" if value is None else as_typed(sheet.columns[name], value)
