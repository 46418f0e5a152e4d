"""What one version of a spreadsheet changed, as the page of its history tells it.

Of a cell: whose row it is, the column, what stood there before and after, and, where the cell still says so, the step
of editing (`grid.edits`) by which it gets back what it said before.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from automation.embedded.access.person import Person
from automation.embedded.pages.grid.columns import header_rows, locked_columns
from automation.embedded.pages.grid.edits import entered_texts
from automation.embedded.spreadsheets.a1 import column_letters
from automation.embedded.spreadsheets.comparing import (
    Difference,
    Pairs,
    columns_paired,
    difference,
    rows_paired,
)
from automation.embedded.spreadsheets.history import Version
from automation.embedded.spreadsheets.model import Json, Sheet, Spreadsheet, typed
from automation.embedded.spreadsheets.parts import spreadsheet_of
from automation.embedded.spreadsheets.shown import entered_value
from automation.embedded.spreadsheets.store import Spreadsheets
from automation.embedded.spreadsheets.values import Rendering

MOST_LINES = 300
"""That are shown of a version: of cells, rows and columns together."""
_TELLING, _LONGEST = 5, 90  # the first columns, which say whose a row is, and letters of what is shown of them
_SECONDS = 1.2e-7  # of a character that is stored: three states of each sheet are read and compared

_OTHER = {
    "note": "заметки",
    "dataValidation": "правила ввода",
    "merges": "объединение ячеек",
    "conditionalFormats": "условное оформление",
    "protectedRanges": "защита",
    "charts": "диаграммы",
    "rowGroups": "группы строк",
    "columnGroups": "группы столбцов",
    "filterViews": "фильтры",
    "slicers": "фильтры",
    "tables": "таблицы на листе",
}
_LOOKS = "оформление"


def seconds(held: Spreadsheets, spreadsheet_id: str) -> float:
    """How long `changes_json` takes, about."""
    return held.weight(spreadsheet_id) * _SECONDS


def changes_json(held: Spreadsheets, spreadsheet_id: str, version: Version, person: Person) -> list[Json]:
    """By tab, what the version changed, as far as `MOST_LINES` reach; ``left`` is how many lines a tab lacks."""
    tabs, room = version.sheet_ids, MOST_LINES
    states = (
        held.as_it_was(spreadsheet_id, version.number, tabs),
        held.as_it_was(spreadsheet_id, version.number + 1, tabs),
        held.parts(spreadsheet_id, tabs),
    )
    before, after, now = (spreadsheet_of(spreadsheet_id, parts) for parts in states)
    found = []
    for sheet_id in sorted(tabs, key=lambda each: _place(after, before, each)):
        tab = _tab_json(before, after, now, sheet_id, person, room)
        room -= len(tab["lines"])
        found.append(tab)
    return found


def _place(after: Spreadsheet, before: Spreadsheet, sheet_id: int) -> int:
    sheet = after.sheet(sheet_id) or before.sheet(sheet_id)
    return int(sheet.properties["index"]) if sheet else 0


def _tab_json(
    before: Spreadsheet, after: Spreadsheet, now: Spreadsheet, sheet_id: int, person: Person, room: int
) -> Json:
    was, became = before.sheet(sheet_id), after.sheet(sheet_id)
    tab: Json = {"id": sheet_id, "lines": [], "left": 0, "others": []}
    if was is None or became is None:
        one = was or became
        came = {"title": one.title if one else "", "fate": "gone" if was else "new" if became else "passing"}
        return {**tab, **came}
    found = difference(before, after, sheet_id)
    here = now.sheet(sheet_id)
    if here is not None and here.properties.get("hidden"):
        here = None  # nobody edits there
    lines = _Lines(before, after, was, became, found, _Now(now, here, after, became, person) if here else None)
    count = len(found.cells) + sum(map(len, (found.rows_gone, found.rows_new, found.columns_gone, found.columns_new)))
    shown = [line for line, _ in zip(lines.every(), range(room), strict=False)]
    named = {"title": became.title, "formerly": was.title if was.title != became.title else ""}
    return {**tab, **named, "fate": "", "lines": shown, "left": count - len(shown), "others": _others(was, became)}


@dataclass
class _Now:
    """The tab as it is at present: where what the version left is now, and how a cell gets back what it said."""

    book: Spreadsheet
    sheet: Sheet
    then: Spreadsheet
    became: Sheet
    person: Person

    def __post_init__(self) -> None:
        self.columns: Pairs = columns_paired(self.then, self.book, self.became, self.sheet)
        self.rows: Pairs = rows_paired(self.became, self.sheet, self.columns)
        self.locks = locked_columns(self.sheet, self.person)
        self.rendering = Rendering(self.book, None, None)

    def step(self, was: Sheet, at: tuple[int, int], from_: tuple[int, int]) -> Json | None:
        """What puts back what stood in the cell ``from_``, if ``at`` still says what the version left there."""
        row, column = self.rows.get(at[0]), self.columns.get(at[1])
        if row is None or column is None or row < header_rows(self.sheet) or column in self.locks:
            return None
        if typed(self.sheet.value(row, column)) != typed(self.became.value(*at)):
            return None
        texts = entered_texts(self.rendering, self.sheet, row)
        seen = [text if place < _TELLING or place == column else None for place, text in enumerate(texts)]
        look = was.plane_value("userEnteredFormat", *from_) or {}
        value = was.value(*from_)
        cell = {
            "userEnteredValue": None if typed(value) is None else entered_value(value),
            "userEnteredFormat": {"numberFormat": look.get("numberFormat")},
        }
        given = {"row": row, "order": self.sheet.order, "seen": seen[: max(column + 1, _TELLING)]}
        return {"sheet": self.sheet.id, "deed": "write", "rows": [{**given, "cells": {str(column): cell}}]}


class _Lines:
    """The changes of one tab, one after the other."""

    def __init__(
        self,
        before: Spreadsheet,
        after: Spreadsheet,
        was: Sheet,
        became: Sheet,
        found: Difference,
        now: _Now | None,
    ) -> None:
        self.was, self.became, self.found, self.now = was, became, found, now
        self.before, self.after = Rendering(before, None, None), Rendering(after, None, None)

    def every(self) -> Iterator[Json]:
        for column in self.found.columns_gone:
            yield {"kind": "column-gone", "column": _heading(self.before, self.was, column)}
        for column in self.found.columns_new:
            yield {"kind": "column-new", "column": _heading(self.after, self.became, column)}
        for row in self.found.rows_gone:
            yield {"kind": "row-gone", "row": row + 1, "whose": _whose(self.before, self.was, row)}
        for row in self.found.rows_new:
            yield {"kind": "row-new", "row": row + 1, "whose": _whose(self.after, self.became, row)}
        yield from self._cells()

    def _cells(self) -> Iterator[Json]:
        from_row = {at: row for row, at in self.found.rows.items()}
        from_column = {at: column for column, at in self.found.columns.items()}
        for row, column in self.found.cells:
            from_ = (from_row[row], from_column[column])
            step = self.now.step(self.was, (row, column), from_) if self.now else None
            yield {
                "kind": "cell",
                "row": row + 1,
                "whose": _whose(self.after, self.became, row) if row >= header_rows(self.became) else "заголовок",
                "column": _heading(self.after, self.became, column),
                "before": entered_texts(self.before, self.was, from_[0])[from_[1]],
                "after": entered_texts(self.after, self.became, row)[column],
                "step": step,
            }


def _heading(rendering: Rendering, sheet: Sheet, column: int) -> str:
    top = entered_texts(rendering, sheet, 0)[column] if header_rows(sheet) else ""
    return top or column_letters(column)


def _whose(rendering: Rendering, sheet: Sheet, row: int) -> str:
    texts = entered_texts(rendering, sheet, row)[:_TELLING]
    ticks = {column for column in range(_TELLING) if isinstance(sheet.value(row, column), bool)}
    told = " · ".join(text for column, text in enumerate(texts) if text and column not in ticks)
    return told if len(told) <= _LONGEST else told[:_LONGEST].rstrip() + "…"


def _others(was: Sheet, became: Sheet) -> list[str]:
    """What else is different, in words. Where lines came, went or moved, all places are, and nothing is said."""
    if was.order != became.order:
        return []
    words = [_OTHER.get(plane, _LOOKS) for plane in _unlike(_planes(was), _planes(became))]
    words += [_OTHER.get(kind, _LOOKS) for kind in _unlike(was.lists, became.lists)]
    if was.basic_filter != became.basic_filter:
        words.append(_OTHER["filterViews"])
    if list(was.row_properties) != list(became.row_properties):
        words.append("высота или скрытие строк")
    if list(was.column_properties) != list(became.column_properties):
        words.append("ширина или скрытие столбцов")
    if _view(was) != _view(became):
        words.append("вид листа")
    return list(dict.fromkeys(words))


def _unlike(one: Json, other: Json) -> Iterable[str]:
    return [name for name in {**one, **other} if (one.get(name) or []) != (other.get(name) or [])]


def _planes(sheet: Sheet) -> Json:
    """By plane the cells that have something in it."""
    planes = {name: {at: list(runs) for at, runs in enumerate(columns)} for name, columns in sheet.planes.items()}
    return {name: {at: runs for at, runs in columns.items() if runs} for name, columns in planes.items()}


def _view(sheet: Sheet) -> Json:
    grid = {name: value for name, value in sheet.grid.items() if name != "rowCount"}
    rest = {name: value for name, value in sheet.properties.items() if name not in ("index", "title", "gridProperties")}
    return {**rest, "grid": grid}
