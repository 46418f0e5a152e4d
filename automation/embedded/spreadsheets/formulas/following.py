"""Formulas stay true when what they refer to moves: lines, sheets, cells that were cut and pasted.

So do the formulas inside of conditions (``=$B2>TODAY()`` of a conditional format, ``='Списки'!A2:A`` of a drop-down
list). What has neither pays nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from automation.embedded.spreadsheets import a1
from automation.embedded.spreadsheets.formulas import references
from automation.embedded.spreadsheets.formulas.references import CellReference, SpanChange
from automation.embedded.spreadsheets.model import Area, Formula, Json, Sheet, Spreadsheet

# Conditions that name a range once for all their cells.
_FIXED_KINDS = ("ONE_OF_RANGE", "ONE_OF_LIST")

# A formula's text and the title of its sheet → the text that it becomes.
_TextChange = Callable[[str, str], str]


def lines_changed(spreadsheet: Spreadsheet, sheet: Sheet, dimension: str, change: SpanChange) -> None:
    """Rows or columns of ``sheet`` came, went or moved; the cells are in their new places."""
    title = sheet.title
    _change_all(spreadsheet, lambda text, own: references.after_lines(text, own, title, dimension, change))


def band_changed(spreadsheet: Spreadsheet, area: Area, dimension: str, change: SpanChange) -> None:
    """Cells beside ``area`` moved along ``dimension``, to make room or to fill it: what lies in its band follows."""
    sheet = area.sheet

    def follow(reference: CellReference, own: str) -> CellReference | None:
        if not references.same_sheet(reference, own, sheet.title) or not _is_in_band(reference, area, dimension):
            return reference
        return reference.following(dimension, change)

    _change_all(spreadsheet, lambda text, own: references.rewritten(text, lambda reference: follow(reference, own)))


def _is_in_band(reference: CellReference, area: Area, dimension: str) -> bool:
    bounds = reference.bounds()
    if dimension == "ROWS":
        return bounds.right is not None and area.left <= (bounds.left or 0) and bounds.right <= area.right
    return bounds.bottom is not None and area.top <= (bounds.top or 0) and bounds.bottom <= area.bottom


def named_range_renamed(spreadsheet: Spreadsheet, old: str, new: str) -> None:
    """A named range has got another name."""
    if new != old:
        _change_all(spreadsheet, lambda text, own: references.after_naming(text, old, new))


def sheet_renamed(spreadsheet: Spreadsheet, old: str, new: str) -> None:
    """A sheet has got another title."""
    _change_all(spreadsheet, lambda text, own: references.after_renaming(text, old, new))


def sheet_deleted(spreadsheet: Spreadsheet, title: str) -> None:
    """A sheet is gone."""
    _change_all(spreadsheet, lambda text, own: references.after_deletion(text, title))


def cells_moved(spreadsheet: Spreadsheet, source: Area, target: Sheet, rows: int, columns: int) -> None:
    """The cells of ``source`` are about to be moved so far, onto ``target``.

    What refers to nothing but them follows. A formula among them that goes to another sheet names its old one.
    """
    sheet = source.sheet
    prefix = a1.quote_title(target.title) + "!"

    def follow(reference: CellReference, own: str) -> CellReference:
        if not references.same_sheet(reference, own, sheet.title) or not _is_inside(reference, source):
            return reference
        moved = reference.moved(rows, columns)
        if target is sheet or (reference.title is None and own == target.title):
            return moved
        return replace(moved, prefix=prefix, title=target.title)

    def change(text: str, own: str) -> str:
        return references.rewritten(text, lambda reference: follow(reference, own))

    _change_all(spreadsheet, change)
    if target is not sheet:
        _name_old_sheet(source, target)


def _is_inside(reference: CellReference, area: Area) -> bool:
    bounds = reference.bounds()
    if bounds.bottom is None or bounds.right is None:
        return False
    tall = area.top <= (bounds.top or 0) and bounds.bottom <= area.bottom
    return tall and area.left <= (bounds.left or 0) and bounds.right <= area.right


def _name_old_sheet(source: Area, target: Sheet) -> None:
    """Formulas that leave their sheet name it where they meant it without a name."""
    sheet, prefix = source.sheet, a1.quote_title(source.sheet.title) + "!"

    def change(reference: CellReference) -> CellReference:
        if reference.title is None:
            return replace(reference, prefix=prefix, title=sheet.title)
        return replace(reference, prefix="", title=None) if reference.title == target.title else reference

    for row, column, formula in list(sheet.formulas()):
        if source.holds(row, column):
            _put(sheet, row, column, formula, references.rewritten(formula.text, change))


def rule_copied(rule: Json, rows: int, columns: int) -> Json:
    """A data validation rule as the cell so many lines further has it: its formulas look around that cell."""
    condition = rule.get("condition", {})
    if condition.get("type") in _FIXED_KINDS or not looks_around(rule):
        return rule
    return {**rule, "condition": _changed(condition, "", lambda text, own: references.copied(text, rows, columns))}


def looks_around(rule: Any) -> bool:
    """Whether a data validation rule has a formula, which may be another one in each cell."""
    condition = rule.get("condition", {}) if isinstance(rule, dict) else {}
    texts = [str(value.get("userEnteredValue", "")) for value in condition.get("values", [])]
    formulas = [text for text in texts if text.startswith("=")]
    return condition.get("type") not in _FIXED_KINDS and any(references.copied(text, 1, 1) != text for text in formulas)


def _change_all(spreadsheet: Spreadsheet, change: _TextChange) -> None:
    for sheet in spreadsheet.sheets:
        for row, column, formula in list(sheet.formulas()):
            _put(sheet, row, column, formula, change(formula.text, sheet.title))
        _change_conditions(sheet, change)


def _put(sheet: Sheet, row: int, column: int, formula: Formula, text: str) -> None:
    if text != formula.text and not formula.is_spilled:
        sheet.set_value(row, column, replace(formula, text=text))


def _change_conditions(sheet: Sheet, change: _TextChange) -> None:
    """The formulas of conditional formats, data validation and filters."""
    for name in ("conditionalFormats", "filterViews"):
        held = sheet.lists.get(name)
        if held and (fresh := _changed(held, sheet.title, change)) != held:
            sheet.lists[name] = fresh
            sheet.dirty = True
    if sheet.basic_filter:
        sheet.basic_filter = _changed(sheet.basic_filter, sheet.title, change)
    for runs in sheet.planes.get("dataValidation", ()):
        for start, end, rule in list(runs):
            fresh = _changed(rule, sheet.title, change)
            if fresh != rule:
                runs.put(start, end, fresh)
                sheet.dirty = True


def _changed(value: Any, own: str, change: _TextChange) -> Any:
    """A copy of an object's JSON with the formulas in its conditions changed."""
    if isinstance(value, list):
        return [_changed(item, own, change) for item in value]
    if not isinstance(value, dict):
        return value
    fresh: Json = {name: _changed(part, own, change) for name, part in value.items()}
    text = value.get("userEnteredValue")
    if isinstance(text, str) and text.startswith("="):
        followed = change(text, own)
        # A rule whose first cell is deleted goes on from the next one, with its formula as it is.
        fresh["userEnteredValue"] = text if references.LOST in followed else followed
    return fresh
