"""Writing ``CellData``: which fields of which cells, as ``updateCells`` and its kin do."""

from __future__ import annotations

import functools
from itertools import groupby
from typing import Any

from automation.embedded.errors import invalid
from automation.embedded.field_mask import Mask, MaskError, assign, parse
from automation.embedded.spreadsheets.entry import check_length, normal_number
from automation.embedded.spreadsheets.formats import normal_format, without_defaults
from automation.embedded.spreadsheets.formulas.following import looks_around, rule_copied
from automation.embedded.spreadsheets.formulas.references import copied
from automation.embedded.spreadsheets.model import PLANES, Area, Formula, Json, Sheet, Value
from automation.embedded.spreadsheets.values import clear_area

# Fields of CellData that Google computes itself; a mask may name them, to no effect.
_COMPUTED = ("effectiveValue", "effectiveFormat", "formattedValue", "hyperlink")


@functools.lru_cache(maxsize=256)
def cell_mask(text: str | None) -> Mask:
    """The ``fields`` of a request that writes cells; ``*`` means every field. Raises `ApiError` 400."""
    if not text:
        raise invalid("At least one field must be listed in 'fields'. (Use '*' to indicate all fields.)")
    try:
        mask = parse(text)
    except MaskError:
        raise invalid(f"Invalid field mask: {text}") from None
    if not mask or "*" in mask:
        return {"userEnteredValue": {}, **{plane: {} for plane in PLANES}}
    for name in mask:
        if name != "userEnteredValue" and name not in PLANES and name not in _COMPUTED:
            raise invalid(f"Invalid field: {name}")
    return mask


def scalar(entered: Json | None) -> Value:
    """The cell's value for an ``ExtendedValue``. Raises `ApiError` 400."""
    if not entered:
        return None
    if len(entered) > 1:
        raise invalid("Invalid value: only one kind of value may be set.")
    kind, value = next(iter(entered.items()))
    if kind == "numberValue":
        return normal_number(value)
    if kind == "formulaValue":
        check_length(value)
        return Formula(value) if value.startswith("=") else Formula("=" + value)
    if kind == "errorValue":
        raise invalid("Invalid value: an errorValue cannot be entered.")
    if kind == "stringValue":
        check_length(value)
    plain: Value = value
    return plain


def write_rows(sheet: Sheet, top: int, left: int, rows: list[Json], mask: Mask) -> None:
    """Write the masked fields of ``rows`` (``RowData``) from a corner on."""
    cells = [data.get("values", ()) for data in rows]
    if "userEnteredValue" in mask:
        for row, values in enumerate(cells, start=top):
            sheet.set_values(row, left, [scalar(cell.get("userEnteredValue")) for cell in values])
    for plane in PLANES:
        if plane in mask:
            for offset in range(max(map(len, cells), default=0)):
                given = [row[offset].get(plane) if offset < len(row) else _NO_CELL for row in cells]
                _write_column(sheet, plane, top, left + offset, given, mask[plane])


_NO_CELL = object()
"""What a row gives a column that it does not reach."""


def _write_column(sheet: Sheet, plane: str, top: int, column: int, given: list[Any], mask: Mask) -> None:
    """Write a plane's part of the cells of a column, those that are given the same as one."""
    row = top
    for same, run in groupby(given):
        end = row + len(list(run))
        if same is not _NO_CELL and (same is not None or sheet.planes.get(plane)):
            _write_run(sheet, plane, row, end, column, same, mask)
        row = end


def _write_run(sheet: Sheet, plane: str, start: int, end: int, column: int, given: Any, mask: Mask) -> None:
    def fresh(held: Any) -> Any:
        return merged(plane, held, given, mask)

    columns = sheet.planes.get(plane, ())
    stands = columns[column].whole(start, end) if column < len(columns) else [(start, end, None)]
    if any(fresh(held) != held for _, _, held in stands):
        sheet.runs(plane, column).change(start, end, fresh)


def merged(plane: str, held: Any, given: Any, mask: Mask) -> Any:
    """What a cell has in a plane after its masked part became ``given``."""
    if not mask or not isinstance(given, dict | None):
        return normal_plane(plane, given)
    combined = dict(held or {})
    assign(combined, normal_plane(plane, given) or {}, with_styles(mask))
    return combined or None


def with_styles(mask: Mask) -> Mask:
    """The mask with the other spelling of every colour in it, since both are written together."""
    both = {name: with_styles(subtree) for name, subtree in mask.items()}
    for name in mask:
        if name.lower().endswith("color"):
            both[name + "Style"] = {}
        elif name.lower().endswith("colorstyle"):
            both[name.removesuffix("Style")] = {}
    return both


def normal_plane(plane: str, given: Any) -> Any:
    """A plane's value as Google returns it; ``None`` where nothing is left."""
    if plane == "userEnteredFormat":
        return normal_format(given) or None
    if plane == "dataValidation" and given is not None:
        return normal_rule(given)
    return given or None


def normal_rule(rule: Json) -> Json:
    """A data validation rule as Google returns it."""
    if rule.get("condition", {}).get("type", "CONDITION_TYPE_UNSPECIFIED") == "CONDITION_TYPE_UNSPECIFIED":
        raise invalid("Data validation rule must have a condition.")
    return without_defaults({**rule, "condition": without_defaults(rule["condition"])})


def repeat(area: Area, cell: Json, mask: Mask) -> None:
    """Write the masked fields of one ``CellData`` into every cell of an area."""
    sheet = area.sheet
    if "userEnteredValue" in mask:
        value = scalar(cell.get("userEnteredValue"))
        if value is None or value == "":
            clear_area(area)
        else:
            for row in range(area.top, area.bottom):
                for column in range(area.left, area.right):
                    own = value
                    if isinstance(value, Formula):  # written for the first cell, as a copy of it for the others
                        own = Formula(copied(value.text, row - area.top, column - area.left))
                    sheet.set_value(row, column, own)
    for plane in PLANES:
        if plane in mask:
            _repeat_plane(area, plane, cell.get(plane), mask[plane])


def put_rule(area: Area, rule: Json | None) -> None:
    """Give every cell of an area the data validation rule that is written for the first one."""
    if not looks_around(rule):
        area.sheet.put_plane("dataValidation", area, rule)
        return
    for column in range(area.left, area.right):
        runs = area.sheet.runs("dataValidation", column)
        for row in range(area.top, area.bottom):
            runs.put(row, row + 1, rule_copied(rule or {}, row - area.top, column - area.left))


def _repeat_plane(area: Area, plane: str, given: Any, mask: Mask) -> None:
    if plane == "dataValidation" and not mask:
        put_rule(area, normal_plane(plane, given))
    elif mask:
        area.sheet.change_plane(plane, area, lambda held: merged(plane, held, given, mask))
    else:
        area.sheet.put_plane(plane, area, normal_plane(plane, given))
