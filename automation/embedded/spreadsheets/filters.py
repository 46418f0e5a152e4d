"""Filters as Google returns them: of a sheet, and of its filter views.

https://developers.google.com/workspace/sheets/api/reference/rest/v4/spreadsheets/sheets#filterview
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from automation.embedded.errors import invalid
from automation.embedded.spreadsheets.formats import normal_format
from automation.embedded.spreadsheets.model import Json


def normal_filter(given: Json) -> Json:
    """``given`` with both spellings of its criteria; where they differ ``filterSpecs`` holds, as Google has it.

    Raises `ApiError` 400 for a criterion of no column.
    """
    item: Json = normal_format(given)
    specs, criteria = item.pop("filterSpecs", None), item.pop("criteria", None)
    if specs is None:
        by_column = {_column(name): held for name, held in (criteria or {}).items()}
        specs = [{"columnIndex": column, "filterCriteria": held} for column, held in sorted(by_column.items())]
    # A column is one of two ways to say what is meant, so that proto JSON writes the first one's 0 too.
    if sorts := item.pop("sortSpecs", None):
        item["sortSpecs"] = [{"dimensionIndex": 0, **sort} for sort in sorts]
    if specs:
        item["criteria"] = {str(spec.get("columnIndex", 0)): spec.get("filterCriteria", {}) for spec in specs}
        item["filterSpecs"] = [{"columnIndex": 0, **spec} for spec in specs]
    return item


def _column(name: str) -> int:
    """The column that a key of ``criteria`` means. Raises `ApiError` 400."""
    if not re.fullmatch(r"\d{1,9}", name):
        raise invalid(f"Invalid column index in criteria: {name}")
    return int(name)


def follow_columns(item: Json, change: Callable[[int, int], tuple[int, int] | None]) -> Json:
    """The filter after columns came, went or moved; what was asked of a column that is gone goes too."""
    kept: Json = {name: value for name, value in item.items() if name not in ("criteria", "filterSpecs", "sortSpecs")}
    specs = _moved(item.get("filterSpecs", []), "columnIndex", change)
    sorts = _moved(item.get("sortSpecs", []), "dimensionIndex", change)
    return normal_filter(kept | {name: held for name, held in (("sortSpecs", sorts), ("filterSpecs", specs)) if held})


def _moved(specs: list[Json], name: str, change: Callable[[int, int], tuple[int, int] | None]) -> list[Json]:
    places: list[Any] = [change(spec.get(name, 0), spec.get(name, 0) + 1) for spec in specs]
    return [{**spec, name: place[0]} for spec, place in zip(specs, places, strict=True) if place]
