"""Rows that a job planned: which of them wait for their answer, and which one the number in an answer means."""

from __future__ import annotations

from typing import Any

import pandas as pd

from automation.workbook.cells import is_missing
from automation.workbook.table import Table
from sheets_schema.planned import Planned


def awaited(table: Table) -> pd.Series[bool]:
    """The rows that were planned and are not answered yet; none in a tab whose rows nobody plans."""
    if not issubclass(table.sheet, Planned):
        return pd.Series(False, index=table.index, dtype="bool")
    return table[Planned.occasion].notna() & table[Planned.answered].isna()


def spelled(number: Any) -> str:
    """The number of a row as its key is spelled, whatever spaces, dashes and small letters it was typed with."""
    return "" if is_missing(number) else "".join(str(number).upper().translate(_DASHES).split())


_DASHES = str.maketrans("‐‑‒–—−", "------")
