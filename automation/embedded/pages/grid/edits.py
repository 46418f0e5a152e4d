"""What a person does to a tab on the page: typing, notes, rows that come and go.

The person saw the tab when they began to type, and others may have written since. So each row comes with the order of
rows and columns as it was then (``order``) and with what was entered in each cell (``seen``; ``None`` for what does
not matter). In another order the row is looked for by what was seen in it: a telephone number never ends beside the
wrong name. And a cell that somebody has changed meanwhile stays as they left it: what was typed goes back
(`Edits.unwritten`), for the person to choose.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from automation.embedded.access.person import Person
from automation.embedded.pages.grid.columns import header_rows, locked_columns
from automation.embedded.pages.visit import Refused
from automation.embedded.spreadsheets.cells import cell_mask, write_rows
from automation.embedded.spreadsheets.conditions import Context, Test, accepts, compiled
from automation.embedded.spreadsheets.locales import locale_named
from automation.embedded.spreadsheets.model import Area, Formula, Json, Sheet, Spreadsheet, Value
from automation.embedded.spreadsheets.number_format import is_date
from automation.embedded.spreadsheets.requests import Update, apply
from automation.embedded.spreadsheets.shown import entered_value
from automation.embedded.spreadsheets.values import Entry, Rendering

MAX_CELLS = 100_000  # in one step, so that a paste by mistake does not stop everybody's work

_CHANGED = "Строку {} тем временем изменил кто-то другой. Ничего не записано: проверьте её и повторите."
_LISTS = ("ONE_OF_LIST", "ONE_OF_RANGE")
_WRITTEN = cell_mask("userEnteredValue,userEnteredFormat.numberFormat,note")
_WHOLE = cell_mask("*")


def _seen_in(row: Json) -> dict[int, str]:
    """By column, what the person saw of a row and nobody else was to change."""
    return {column: text for column, text in enumerate(row.get("seen", [])) if text is not None}


def entered_texts(rendering: Rendering, sheet: Sheet, row: int) -> list[str]:
    """What was entered in each cell of a row, as one sees it on beginning to edit: a formula, or what is shown."""
    width = sheet.column_count
    shown = rendering.rows(Area(sheet, row, row + 1, 0, width))
    texts = [*(shown[0] if shown else []), *[""] * width][:width]
    for column, value in enumerate(sheet.row_values(row, 0, width)):
        if isinstance(value, Formula) and not value.is_spilled:
            texts[column] = value.text
    return texts


def _is_note(cell: Any) -> bool:
    return isinstance(cell, dict) and "userEnteredValue" not in cell


class Edits:
    """The edits of one person to one tab, in one transaction."""

    def __init__(self, update: Update, sheet: Sheet, person: Person, now: datetime) -> None:
        self.update = update
        self.sheet = sheet
        self.locks = locked_columns(sheet, person)
        self.rendering = Rendering(update.spreadsheet, None, None)
        self.entry = Entry(locale_named(update.spreadsheet.locale), now, typed=True)
        self.now = now
        self.remarks: list[str] = []
        # Cells that stay as they are: ``row`` as given, ``at`` where it is now, ``column``, ``why`` in words (empty:
        # somebody else has changed it).
        self.unwritten: list[Json] = []
        self._lists: dict[int, Test] = {}  # what a drop-down takes, by its rule
        self._rows_by_texts: dict[tuple[int, ...], dict[tuple[str, ...], list[int]]] = {}

    @property
    def spreadsheet(self) -> Spreadsheet:
        return self.update.spreadsheet

    def write(self, rows: list[Json]) -> Json:
        """Write ``cells`` (by column: a text as typed, or ``CellData``) of ``rows``; gives what undoes it.

        What has to stay as it is becomes `unwritten`. Raises `Refused`.
        """
        if sum(len(row["cells"]) for row in rows) > MAX_CELLS:
            raise Refused(f"За один раз можно изменить не больше {MAX_CELLS} ячеек.")
        if any(not 0 <= int(column) < self.sheet.column_count for row in rows for column in row["cells"]):
            raise Refused("Вставленное не помещается: справа не хватает столбцов.")
        places = [self._place(row) for row in rows]
        undo = [self._write_row(row, at) for row, at in zip(rows, places, strict=True)]
        return {"deed": "write", "rows": [row for row in undo if row]}

    def _write_row(self, given: Json, at: int | None) -> Json:
        """Write what may be written into the row that is at ``at`` now; gives what undoes it, empty if nothing was.

        That says as well which row it was ``sent`` as, and in ``texts`` what stood there.
        """
        cells = {int(name): cell for name, cell in given["cells"].items()}
        if at is None:
            self._leave(given, None, cells)
            return {}
        if not header_rows(self.sheet) <= at < self.sheet.row_count:
            raise Refused("Этой строки на листе нет. Обновите страницу.")
        there, seen, notes, before = self._texts(at), _seen_in(given), given.get("notes", {}), Json()
        for column, cell in cells.items():
            held = self._held(at, column, cell)
            if _is_note(cell):
                note = held.get("note")
                is_changed = note not in (notes.get(str(column), note), cell.get("note"))
            else:
                is_changed = there[column] != seen.get(column, there[column]) and not self._is_there(at, column, cell)
            if is_changed:
                self._leave(given, at, [column])
            elif why := self._write_cell(at, column, cell):
                self._leave(given, at, [column], why)
            else:
                before[str(column)] = held
        if not before:
            return {}
        texts = {column: held.get("note", there[int(column)]) for column, held in before.items()}
        notes = {c: self.sheet.plane_value("note", at, int(c)) for c, held in before.items() if "note" in held}
        return {**self._as_seen(at), "sent": given["row"], "cells": before, "notes": notes, "texts": texts}

    def _leave(self, given: Json, at: int | None, columns: Iterable[int], why: str = "") -> None:
        self.unwritten += [{"row": given["row"], "at": at, "column": column, "why": why} for column in columns]

    def _is_there(self, row: int, column: int, cell: Any) -> bool:
        """Whether a cell already has what is to be written into it."""
        if isinstance(cell, dict):
            return bool(cell["userEnteredValue"] == self._entered(row, column))
        value, _ = self.entry.read(self.sheet, row, column, str(cell))
        return (None if value in (None, "") else entered_value(value)) == self._entered(row, column)

    def _entered(self, row: int, column: int) -> Json | None:
        """``ExtendedValue`` of a cell; ``None`` for an empty one."""
        value = self.sheet.value(row, column)
        return None if value is None else entered_value(value)

    # Where a row is

    def _place(self, given: Json) -> int | None:
        """Where the row is now that the person saw at ``row``; ``None`` where that cannot be told for certain."""
        row, seen, order = int(given["row"]), _seen_in(given), given.get("order", {})
        if order == self.sheet.order:
            return row
        if order.get("COLUMNS", self.sheet.order["COLUMNS"]) != self.sheet.order["COLUMNS"]:
            return None
        if self._stands_at(row, seen):
            return row
        found = self._rows_with(seen) if any(seen.values()) else []
        return found[0] if len(found) == 1 else None

    def _stands_at(self, row: int, seen: dict[int, str]) -> bool:
        there = self._texts(row)
        return all(column < len(there) and there[column] == text for column, text in seen.items())

    def _rows_with(self, seen: dict[int, str]) -> list[int]:
        """The rows in which all of this stands."""
        columns = tuple(column for column in seen if column < self.sheet.column_count)
        if columns not in self._rows_by_texts:
            rows = self._rows_by_texts[columns] = defaultdict(list)
            for row in range(header_rows(self.sheet), self.sheet.last_data_row()):
                there = self._texts(row)
                rows[tuple(there[column] for column in columns)].append(row)
        return self._rows_by_texts[columns].get(tuple(seen[column] for column in columns), [])

    def _texts(self, row: int) -> list[str]:
        return entered_texts(self.rendering, self.sheet, row)

    def _as_seen(self, row: int) -> Json:
        """A row as the page would name it now."""
        seen = [None if column in self.locks else text for column, text in enumerate(self._texts(row))]
        return {"row": row, "order": self.sheet.order, "seen": seen}

    def _write_cell(self, row: int, column: int, cell: Any) -> str:
        """Write into a cell; why what was typed must not stay there, if it must not. Raises `Refused`."""
        if column in self.locks and not _is_note(cell):
            raise Refused(self.locks[column])
        if isinstance(cell, dict):
            mask = {name: subtree for name, subtree in _WRITTEN.items() if name in cell}
            write_rows(self.sheet, row, column, [{"values": [cell]}], mask)
            return ""
        value, look = self.sheet.value(row, column), self.sheet.plane_value("userEnteredFormat", row, column)
        self.entry.write(self.sheet, row, column, str(cell))
        if why := self._judge(row, column, str(cell)):
            self.sheet.set_value(row, column, value)
            self.sheet.runs("userEnteredFormat", column).put(row, row + 1, look)
        return why

    def _judge(self, row: int, column: int, typed: str) -> str:
        """Why the column's rule does not let it stay; what only looks like a slip becomes a remark."""
        value = self.sheet.value(row, column)
        number_format = (self.sheet.plane_value("userEnteredFormat", row, column) or {}).get("numberFormat")
        rule = self.sheet.plane_value("dataValidation", row, column)
        if rule and not self._accepts(rule, value, row, column, number_format):
            no = f"«{typed}» нет в списке" if rule["condition"].get("type") in _LISTS else f"«{typed}» сюда не подходит"
            if rule.get("strict"):
                return f"{no}. {rule.get('inputMessage', '')}".strip()
            self.remarks.append(f"{no}. Записано как есть: проверьте, нет ли описки.")
        elif typed.strip() and is_date(number_format) and isinstance(value, str):
            self.remarks.append(f"«{typed}» не похоже на дату и записано как текст. Дата пишется так: 01.09.2026.")
        return ""

    def _accepts(self, rule: Json, value: Value, row: int, column: int, number_format: Json | None) -> bool:
        context = Context(self.spreadsheet, self.sheet, self.now, row, column)
        if rule["condition"].get("type") not in _LISTS or value is None or isinstance(value, Formula):
            return accepts(rule, value, context, number_format)
        # Of a list the same for all cells, and a block is pasted at once.
        if id(rule) not in self._lists:
            self._lists[id(rule)] = compiled(rule["condition"], context)
        return self._lists[id(rule)](value, number_format, row, column)

    def _held(self, row: int, column: int, written: Any) -> Json:
        """What puts back what ``written`` is about to change in a cell."""
        entered = self.sheet.plane_value("userEnteredFormat", row, column) or {}
        held = {
            "userEnteredValue": self._entered(row, column),
            "userEnteredFormat": {"numberFormat": entered.get("numberFormat")},
            "note": self.sheet.plane_value("note", row, column),
        }
        names = written if isinstance(written, dict) else ("userEnteredValue", "userEnteredFormat")
        return {name: held[name] for name in held if name in names}

    def insert(self, given: Json) -> Json:
        """Make room for ``count`` rows at ``row``, filled with ``cells`` (``RowData``); gives what undoes it."""
        row, count = self._place(given), given["count"]
        if row is None:
            raise Refused(_CHANGED.format(given["row"] + 1), 409)
        if not header_rows(self.sheet) <= row <= self.sheet.row_count or not 1 <= count <= 1000:
            raise Refused("Здесь строк не вставить.")
        at_end = row == self.sheet.row_count
        # Above the first row is the header, whose looks a new row must not have.
        inherits = at_end or row > header_rows(self.sheet)
        place = {"sheetId": self.sheet.id, "dimension": "ROWS", "startIndex": row, "endIndex": row + count}
        apply(self.update, [{"insertDimension": {"range": place, "inheritFromBefore": inherits}}])
        write_rows(self.sheet, row, 0, given.get("cells", []), _WHOLE)
        return {"deed": "delete", "row": row, "seen": [self._as_seen(each)["seen"] for each in range(row, row + count)]}

    def delete(self, row: int, seen: list[list[str | None]]) -> Json:
        """Remove as many rows from ``row`` on as were ``seen``; gives what undoes it."""
        count = len(seen)
        if row < header_rows(self.sheet) or row + count > self.sheet.row_count or not 1 <= count <= 1000:
            raise Refused("Этих строк на листе нет. Обновите страницу.")
        if row + count == self.sheet.row_count and row == header_rows(self.sheet):
            raise Refused("Последнюю строку листа удалить нельзя: сотрите то, что в ней написано.")
        for offset, texts in enumerate(seen):
            if not self._stands_at(row + offset, _seen_in({"seen": texts})):
                raise Refused(_CHANGED.format(row + offset + 1), 409)
        cells = [{"values": [self._whole(r, c) for c in range(self._width(r))]} for r in range(row, row + count)]
        place = {"sheetId": self.sheet.id, "dimension": "ROWS", "startIndex": row, "endIndex": row + count}
        apply(self.update, [{"deleteDimension": {"range": place}}])
        return {"deed": "insert", "row": row, "count": count, "cells": cells, "seen": []}

    def _width(self, row: int) -> int:
        planes = [len(columns) for columns in self.sheet.planes.values()]
        return max([len(self.sheet.rows[row]) if row < len(self.sheet.rows) else 0, *planes])

    def _whole(self, row: int, column: int) -> Json:
        value = self.sheet.value(row, column)
        held = {name: self.sheet.plane_value(name, row, column) for name in _WHOLE if name != "userEnteredValue"}
        cell = {name: part for name, part in held.items() if part is not None}
        return cell if value is None else {**cell, "userEnteredValue": entered_value(value)}
