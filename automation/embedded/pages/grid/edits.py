"""What a person does to a tab on the page: typing, notes, rows that come and go.

The person saw the tab some seconds ago, and a job may have written since. So each row comes with what the person saw
in it (``seen``; ``None`` for what does not matter), and where it is another now nothing at all is written: a
telephone number never ends beside the wrong name.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from automation.embedded.access.person import Person
from automation.embedded.pages.grid.columns import header_rows, locked_columns
from automation.embedded.pages.visit import Refused
from automation.embedded.spreadsheets.cells import cell_mask, write_rows
from automation.embedded.spreadsheets.conditions import Context, accepts
from automation.embedded.spreadsheets.locales import locale_named
from automation.embedded.spreadsheets.model import Area, Formula, Json, Sheet, Spreadsheet
from automation.embedded.spreadsheets.number_format import is_date
from automation.embedded.spreadsheets.requests import Update, apply
from automation.embedded.spreadsheets.shown import entered_value
from automation.embedded.spreadsheets.values import Entry, Rendering

MAX_CELLS = 100_000  # in one step, so that a paste by mistake does not stop everybody's work

_CHANGED = "Строку {} тем временем изменил кто-то другой. Ничего не записано: проверьте её и повторите."
_WRITTEN = cell_mask("userEnteredValue,userEnteredFormat.numberFormat,note")
_WHOLE = cell_mask("*")


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

    @property
    def spreadsheet(self) -> Spreadsheet:
        return self.update.spreadsheet

    def write(self, rows: list[Json]) -> Json:
        """Write ``cells`` (by column: a text as typed, or ``CellData``) of ``rows``; gives what undoes it.

        Raises `Refused`.
        """
        if sum(len(row["cells"]) for row in rows) > MAX_CELLS:
            raise Refused(f"За один раз можно изменить не больше {MAX_CELLS} ячеек.")
        before = [{"row": row["row"], "cells": self._write_row(row)} for row in rows]
        return {"deed": "write", "rows": [{**each, "seen": self._seen(each["row"])} for each in before]}

    def _write_row(self, given: Json) -> Json:
        row = given["row"]
        self._check_seen(row, given.get("seen", []))
        columns = {int(name): cell for name, cell in given["cells"].items()}
        if row < header_rows(self.sheet) or row >= self.sheet.row_count:
            raise Refused("Этой строки на листе нет. Обновите страницу.")
        if any(not 0 <= column < self.sheet.column_count for column in columns):
            raise Refused("Вставленное не помещается: справа не хватает столбцов.")
        before = {str(column): self._held(row, column, cell) for column, cell in columns.items()}
        for column, cell in columns.items():
            self._write_cell(row, column, cell)
        return before

    def _seen(self, row: int) -> list[str | None]:
        """What the person sees in a row now, as far as it is for people to change."""
        now = self.rendering.rows(Area(self.sheet, row, row + 1, 0, self.sheet.column_count))
        values = self.sheet.row_values(row, 0, self.sheet.column_count)
        return [
            None if column in self.locks or isinstance(values[column], Formula) else text
            for column, text in enumerate(now[0] if now else [])
        ]

    def _check_seen(self, row: int, seen: list[str | None]) -> None:
        now = self.rendering.rows(Area(self.sheet, row, row + 1, 0, self.sheet.column_count))
        texts = now[0] if now else []
        for column, text in enumerate(seen):
            if text is not None and text != (texts[column] if column < len(texts) else ""):
                raise Refused(_CHANGED.format(row + 1), 409)

    def _write_cell(self, row: int, column: int, cell: Any) -> None:
        if isinstance(cell, dict):
            if "userEnteredValue" in cell and column in self.locks:
                raise Refused(self.locks[column])
            mask = {name: subtree for name, subtree in _WRITTEN.items() if name in cell}
            write_rows(self.sheet, row, column, [{"values": [cell]}], mask)
            return
        if column in self.locks:
            raise Refused(self.locks[column])
        self.entry.write(self.sheet, row, column, str(cell))
        self._check_valid(row, column, str(cell))

    def _check_valid(self, row: int, column: int, typed: str) -> None:
        """Refuse what the column's rule refuses; say what looks like a slip."""
        value = self.sheet.value(row, column)
        number_format = (self.sheet.plane_value("userEnteredFormat", row, column) or {}).get("numberFormat")
        rule = self.sheet.plane_value("dataValidation", row, column)
        if rule and rule.get("strict"):
            context = Context(self.spreadsheet, self.sheet, self.now, row, column)
            if not accepts(rule, value, context, number_format):
                raise Refused(rule.get("inputMessage") or f"Значение «{typed}» сюда не подходит.")
        if typed.strip() and is_date(number_format) and isinstance(value, str):
            self.remarks.append(f"«{typed}» не похоже на дату и записано как текст. Дата пишется так: 01.09.2026.")

    def _held(self, row: int, column: int, written: Any) -> Json:
        """What puts back what ``written`` is about to change in a cell."""
        value = self.sheet.value(row, column)
        entered = self.sheet.plane_value("userEnteredFormat", row, column) or {}
        held = {
            "userEnteredValue": None if value is None else entered_value(value),
            "userEnteredFormat": {"numberFormat": entered.get("numberFormat")},
            "note": self.sheet.plane_value("note", row, column),
        }
        names = written if isinstance(written, dict) else ("userEnteredValue", "userEnteredFormat")
        return {name: held[name] for name in held if name in names}

    def insert(self, row: int, count: int, seen: list[str | None], cells: list[Json]) -> Json:
        """Make room for ``count`` rows at ``row``, filled with ``cells`` (``RowData``); gives what undoes it."""
        if not header_rows(self.sheet) <= row <= self.sheet.row_count or not 1 <= count <= 1000:
            raise Refused("Здесь строк не вставить.")
        self._check_seen(row, seen)
        at_end = row == self.sheet.row_count
        # Above the first row is the header, whose looks a new row must not have.
        inherits = at_end or row > header_rows(self.sheet)
        place = {"sheetId": self.sheet.id, "dimension": "ROWS", "startIndex": row, "endIndex": row + count}
        apply(self.update, [{"insertDimension": {"range": place, "inheritFromBefore": inherits}}])
        write_rows(self.sheet, row, 0, cells, _WHOLE)
        return {"deed": "delete", "row": row, "seen": [self._seen(each) for each in range(row, row + count)]}

    def delete(self, row: int, seen: list[list[str | None]]) -> Json:
        """Remove as many rows from ``row`` on as were ``seen``; gives what undoes it."""
        count = len(seen)
        if row < header_rows(self.sheet) or row + count > self.sheet.row_count or not 1 <= count <= 1000:
            raise Refused("Этих строк на листе нет. Обновите страницу.")
        if row + count == self.sheet.row_count and row == header_rows(self.sheet):
            raise Refused("Последнюю строку листа удалить нельзя: сотрите то, что в ней написано.")
        for offset, texts in enumerate(seen):
            self._check_seen(row + offset, texts)
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
