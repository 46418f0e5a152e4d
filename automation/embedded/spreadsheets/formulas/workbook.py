"""A workbook of IronCalc (https://www.ironcalc.com) for one computation over a spreadsheet.

It gets the cells that formulas read, and no others; it is gone when its results are taken.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from automation.embedded.spreadsheets.entry import normal_number
from automation.embedded.spreadsheets.formulas.looks import result_format
from automation.embedded.spreadsheets.formulas.references import reference_of, tokens
from automation.embedded.spreadsheets.formulas.translation import (
    MAX_COLUMNS,
    MAX_ROWS,
    Translation,
    Unreadable,
    for_library,
)
from automation.embedded.spreadsheets.locales import Locale, locale_named
from automation.embedded.spreadsheets.model import Area, Formula, Sheet, Spreadsheet, Value, range_area

if TYPE_CHECKING:
    from ironcalc import Model

Place = tuple[int, int, int]  # the library's: sheet from 0, row and column from 1

# The library's errors by Google's ErrorType, and what Sheets says of them.
_ERRORS = {
    "#NULL!": ("NULL_VALUE", "The ranges have no cell in common."),
    "#DIV/0!": ("DIVIDE_BY_ZERO", "Division by zero."),
    "#VALUE!": ("VALUE", "A value is of a type that the function or the operator does not take."),
    "#REF!": ("REF", "Reference does not exist."),
    "#CIRC!": ("REF", "Circular dependency detected."),
    "#SPILL!": ("REF", "Array result was not expanded because it would overwrite data."),
    "#NAME?": ("NAME", "Unknown function or range name."),
    "#NUM!": ("NUM", "The result is no number that a cell can hold."),
    "#N/A": ("N_A", "Value is not available."),
    "#CALC!": ("N_A", "No matches are found."),
}
_UNREADABLE = ("ERROR", "Formula parse error.")


@dataclass(frozen=True, slots=True, eq=False)
class Question:
    """A formula, and the cell in which it is asked."""

    sheet: Sheet
    row: int
    column: int
    text: str


def local_time(spreadsheet: Spreadsheet, now: datetime) -> datetime:
    """``now`` (timezone-aware) on the clocks of the spreadsheet's time zone."""
    try:
        return now.astimezone(ZoneInfo(spreadsheet.properties.get("timeZone", "UTC")))
    except (ZoneInfoNotFoundError, ValueError):
        return now


def _library_locale(locale: Locale) -> str:
    """Of the library's own locales the one that writes numbers and dates like ``locale``; it knows no Russian one."""
    if locale.decimal == ",":
        return "de"
    return "en-GB" if locale.date_order == "dmy" else "en"


class Uncomputable(Exception):
    """The library failed over some formula."""


class Workbook:
    """A workbook of the library for one computation over a spreadsheet."""

    def __init__(self, spreadsheet: Spreadsheet, now: datetime) -> None:
        import ironcalc  # a heavy import, for those alone who have formulas

        self._spreadsheet = spreadsheet
        self._translator = for_library(spreadsheet, local_time(spreadsheet, now))
        self._model: Model = ironcalc.create("workbook", "en", "UTC", "en")
        self._error_type = ironcalc.CellType.ErrorValue
        self._locale = _library_locale(locale_named(spreadsheet.locale))
        self._model.rename_sheet(0, "S0")
        for index in range(1, len(spreadsheet.sheets)):
            self._model.add_sheet(f"S{index}")
        self._indexes = {id(sheet): index for index, sheet in enumerate(spreadsheet.sheets)}
        self._given: set[Place] = set()
        self._aside: dict[tuple[int, int], int] = {}
        self._aside_count = 0
        self._read: dict[tuple[int, ...], Area] = {}
        self._reads_all = False

    # Putting formulas in

    def place_aside(self, question: Question) -> Place | None:
        """Put a formula on a sheet where nothing else is, at its own row and column; nothing if it is unreadable."""
        cell = (question.row, question.column)
        level = self._aside.get(cell, 0)
        self._aside[cell] = level + 1
        if level == self._aside_count:
            self._model.add_sheet(f"Q{level}")
            self._aside_count += 1
        return self._place(len(self._spreadsheet.sheets) + level, question)

    def place(self, question: Question) -> Place | None:
        """Put a formula into its own cell; nothing if it is unreadable, and an error there."""
        placed = self._place(self._indexes[id(question.sheet)], question)
        if placed is None:
            self.refuse(question)
        return placed

    def refuse(self, question: Question) -> None:
        """Put an error where a formula is that the library does not get: for others to refer to."""
        if question.row < MAX_ROWS and question.column < MAX_COLUMNS:
            place = (self._indexes[id(question.sheet)], question.row + 1, question.column + 1)
            self._model.set_user_input(*place, "#ERROR!")
            self._given.add(place)

    def _place(self, sheet: int, question: Question) -> Place | None:
        if question.row >= MAX_ROWS or question.column >= MAX_COLUMNS:
            return None
        try:
            translation = self._translator.translate(question.text, question.sheet)
        except Unreadable:
            return None
        self._note(translation)
        place = (sheet, question.row + 1, question.column + 1)
        self._model.set_user_input(*place, translation.text)
        self._given.add(place)
        return place

    def _note(self, translation: Translation) -> None:
        for area in translation.areas:
            self._read[id(area.sheet), area.top, area.bottom, area.left, area.right] = area
        self._reads_all = self._reads_all or translation.far_reaching

    # Copying what they read

    def copy_read_cells(self, *, with_results: bool) -> None:
        """Give the library the values that formulas read; of formulas, their results if asked for."""
        everything = (range_area(sheet, {}) for sheet in self._spreadsheet.sheets)
        areas = everything if self._reads_all else self._read.values()
        for sheet, column, start, end in _by_columns(areas):
            index = self._indexes[id(sheet)]
            for row in range(start, min(end, len(sheet.rows))):
                cells = sheet.rows[row]
                if column < len(cells) and cells[column] is not None:
                    self._copy((index, row + 1, column + 1), cells[column], with_results=with_results)

    def copy_cell(self, place: Place) -> None:
        """Give the library one value more, whether a formula reads it or not."""
        sheet, row, column = place
        self._copy(place, self._spreadsheet.sheets[sheet].value(row - 1, column - 1), with_results=False)

    def _copy(self, place: Place, value: Value, *, with_results: bool) -> None:
        if isinstance(value, Formula):
            if not with_results:
                return
            if value.error:
                self._model.set_user_input(*place, value.shown_error)
            value = value.result
        self._given.add(place)
        if isinstance(value, str):
            self._model.update_cell_with_text(*place, value)
        elif isinstance(value, bool):
            self._model.update_cell_with_bool(*place, value)
        elif value is not None:
            self._model.update_cell_with_number(*place, value)

    # Taking results out

    def evaluate(self) -> None:
        """Compute all formulas. Raises `Uncomputable`."""
        try:
            self._model.set_locale(self._locale)  # by which it reads numbers and dates in texts
            self._model.evaluate()
        except BaseException as error:
            # The library's own failures (``FIXED(1;1000000)``) are no `Exception`, and their class has no other name.
            if type(error).__name__ != "PanicException":
                raise
            raise Uncomputable(str(error)) from None

    def spilled(self) -> list[Place]:
        """Cells that a formula in another cell has filled, as ``=SEQUENCE(3)`` does; row by row."""
        cells = self._model.get_all_cells()
        return sorted(set(cells) - self._given) if len(cells) > len(self._given) else []

    def result(self, question: Question, place: Place | None) -> Formula:
        """The formula with its result. ``place`` is what putting it in has given."""
        formula = Formula(question.text)
        if place is None:
            return replace(formula, error=_UNREADABLE[0], message=_UNREADABLE[1])
        value = self._model.get_cell_value(*place)
        if isinstance(value, str) and self._model.get_cell_type(*place) == self._error_type:
            kind, message = _ERRORS.get(value, _UNREADABLE)
            return replace(formula, error=kind, message=message)
        if isinstance(value, float):
            value = normal_number(value)
        if value == 0 and self._shows_an_empty_cell(question):
            return formula
        return replace(formula, result=value, number_format=self._format(question, value))

    def _format(self, question: Question, value: Value) -> dict[str, str] | None:
        return result_format(question.text, question.sheet, self._translator) if _is_number(value) else None

    def _shows_an_empty_cell(self, question: Question) -> bool:
        """Whether a formula is a reference to an empty cell and no more: it shows nothing, where Excel shows 0."""
        parts = tokens(question.text) or ()
        reference = reference_of(parts[0]) if len(parts) == 1 else None
        area = reference and self._translator.area(reference, question.sheet)
        if not area or area.height * area.width != 1:
            return False
        shown = area.sheet.value(area.top, area.left)
        return shown is None or (isinstance(shown, Formula) and shown.result is None and not shown.error)

    def spilled_result(self, place: Place, origin: Question | None) -> Formula:
        """What the formula of ``origin`` has put here."""
        row, column = place[1] - 1, place[2] - 1
        result = self.result(Question(self._spreadsheet.sheets[place[0]], row, column, ""), place)
        if origin is None or not _is_number(result.result):
            return result
        further = column - origin.column
        return replace(result, number_format=result_format(origin.text, origin.sheet, self._translator, further))


def _is_number(value: Value) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _by_columns(areas: Iterable[Area]) -> Iterator[tuple[Sheet, int, int, int]]:
    """The cells of areas, each once: sheet, column, first row and end."""
    spans: dict[tuple[int, int], set[tuple[int, int]]] = {}
    sheets: dict[int, Sheet] = {}
    for area in areas:
        sheets[id(area.sheet)] = area.sheet
        for column in range(area.left, area.right):
            spans.setdefault((id(area.sheet), column), set()).add((area.top, area.bottom))
    for (sheet_key, column), held in spans.items():
        reached = 0
        for start, end in sorted(held):
            if end > reached:
                yield sheets[sheet_key], column, max(start, reached), end
                reached = end
