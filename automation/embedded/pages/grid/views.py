"""A tab's filter views, and which rows one of them folds away.

https://developers.google.com/workspace/sheets/api/guides/filters
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from datetime import datetime

from automation.embedded.spreadsheets.conditions import Context, compiled
from automation.embedded.spreadsheets.formulas.references import FUNC, reference_of, tokens
from automation.embedded.spreadsheets.model import Area, Formula, Json, Sheet, Spreadsheet, range_area
from automation.embedded.spreadsheets.values import Rendering

EVERY_ROW = "0"
"""What the page asks for instead of a view, when it wants none."""


_SECONDS = 1e-3  # of a formula


def views_json(sheet: Sheet) -> list[Json]:
    """The views by name, as people choose one."""
    return [{"id": view["filterViewId"], "title": view.get("title", "")} for view in _views(sheet)]


def asked_view(sheet: Sheet, view_id: str) -> Json | None:
    """The view with this id; the first one where none is named or the one that was is gone."""
    views = _views(sheet)
    if view_id == EVERY_ROW or not views:
        return None
    return next((view for view in views if str(view["filterViewId"]) == view_id), views[0])


def _views(sheet: Sheet) -> list[Json]:
    return list(sheet.lists.get("filterViews", ()))


def folded(spreadsheet: Spreadsheet, sheet: Sheet, view: Json, now: datetime) -> list[int]:
    """The rows that a view leaves out; those that came after it was made are asked too, as in Sheets."""
    rows = _rows(sheet, view)
    gone: set[int] = set()
    for spec in view.get("filterSpecs", ()):
        gone |= set(_left_out(spreadsheet, rows, spec, now))
    return sorted(
        row for row in gone if any(value is not None for value in sheet.row_values(row, rows.left, rows.right))
    )


def seconds(sheet: Sheet, view: Json) -> float:
    """How long it takes to say which rows a view leaves out, about."""
    rows = _rows(sheet, view)
    questions = (len(_first_alike(rows, spec.get("filterCriteria", {}))) for spec in view.get("filterSpecs", ()))
    return sum(questions) * _SECONDS


def _rows(sheet: Sheet, view: Json) -> Area:
    """The rows below the view's header, as far as the sheet is filled."""
    area = range_area(sheet, view["range"])
    return Area(sheet, area.top + 1, max(sheet.last_data_row(), area.top + 1), area.left, area.right)


def _left_out(spreadsheet: Spreadsheet, rows: Area, spec: Json, now: datetime) -> Iterator[int]:
    """The rows that the criterion of one column leaves out."""
    sheet, column, criterion = rows.sheet, spec.get("columnIndex", 0), spec.get("filterCriteria", {})
    if hidden := set(criterion.get("hiddenValues", ())):
        texts = Rendering(spreadsheet, None, None).rows(Area(sheet, rows.top, rows.bottom, column, column + 1))
        yield from (row for row, cells in enumerate(texts, rows.top) if (cells[0] if cells else "") in hidden)
    if condition := criterion.get("condition"):
        context = Context(spreadsheet, sheet, now, rows.top, column)
        first_alike = _first_alike(rows, criterion)
        asked = {row: _number_format(sheet, row, column) for row in first_alike.values()}
        test = compiled(condition, context, [(row, column) for row in asked])
        keys = _keys(rows, criterion)
        holds = {row: test(sheet.value(row, column), asked[row], row, column) for row in asked}
        yield from (row for row, key in keys if not holds[first_alike[key]])


def _number_format(sheet: Sheet, row: int, column: int) -> Json | None:
    held: Json = sheet.plane_value("userEnteredFormat", row, column) or {}
    return held.get("numberFormat")


def _first_alike(rows: Area, criterion: Json) -> dict[Hashable, int]:
    """One row for each kind of rows that a condition cannot tell apart: a formula is computed for these alone."""
    first: dict[Hashable, int] = {}
    for row, key in _keys(rows, criterion):
        first.setdefault(key, row)
    return first


def _keys(rows: Area, criterion: Json) -> Iterator[tuple[int, Hashable]]:
    """Each row with what a condition sees of it; with its number where that may be anything."""
    columns = _columns_seen(criterion, rows.top)
    for row in range(rows.top, rows.bottom):
        if columns is None:
            yield row, row
        else:
            values = [rows.sheet.value(row, column) for column in columns]
            results = [value.result if isinstance(value, Formula) else value for value in values]
            yield row, tuple((type(result), result) for result in results)


def _columns_seen(criterion: Json, top: int) -> list[int] | None:
    """The columns that a formula looks at, if it looks at cells of its own row alone and calls no function."""
    seen: set[int] = set()
    for given in criterion.get("condition", {}).get("values", ()):
        for part in tokens(given.get("userEnteredValue", "")) or [None]:
            reference = reference_of(part) if part is not None else None
            if part is None or part.type == FUNC:
                return None
            if reference is not None:
                corner = reference.first
                is_own = reference.title is None and reference.last is None and corner.row == top
                if not is_own or corner.row_fixed or not corner.column_fixed or corner.column is None:
                    return None
                seen.add(corner.column)
    return sorted(seen) or None
