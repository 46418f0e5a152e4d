"""Tabs and tables for tests: as a spreadsheet would give them, and what people may have left in the cells."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from hypothesis import strategies as st

from automation.workbook.cells import Cell
from automation.workbook.layout import Tab
from automation.workbook.table import Table
from sheets_schema.sheet import Sheet

JUNK: st.SearchStrategy[Cell] = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(10**12), 10**12),
    st.floats(allow_nan=True, allow_infinity=True),
    st.text(max_size=40),
    st.sampled_from(
        [
            *(
                "",
                " ",
                "=1+1",
                "😀",
                "nan",
                "inf",
                "-1e999",
                "да",
                "01.09.2026",
                "31.02.2026",
                "1.1.0001",
                "9999-12-31",
            ),
            *("12:30", "НМ-0001", "#REF!", "a@b.ru", "\x00", "\n", ",;,", "2958465,9999999", "x" * 50_000, 10**400),
            *(2_958_465.9999999, 0, 0.5, 1, 60, -1, True),
        ]
    ),
)


def tab(
    sheet: type[Sheet],
    rows: Sequence[Mapping[str, Any]] = (),
    *,
    order: Sequence[str] = (),
    above: int = 0,
    before: int = 0,
) -> Tab:
    """A tab with these cells (column name → cell), its columns in `order`, rows above its header, columns before."""
    names = list(order or sheet.columns)
    columns = {name: before + index for index, name in enumerate(names)}
    header: list[Cell] = [
        *[None] * before,
        *[_title(sheet, name) for name in names],
    ]
    cells: list[list[Cell]] = [[None] * before + [row.get(name) for name in names] for row in rows]
    rows_above: list[list[Cell]] = [[] for _ in range(above)]
    return Tab(sheet, 1, sheet.title, columns, before + len(names), [*rows_above, header, *cells])


def _title(sheet: type[Sheet], name: str) -> str:
    """The title of a column; of an organisation's own, its name."""
    return sheet.columns[name].title if name in sheet.columns else name


def table(sheet: type[Sheet], rows: Sequence[Mapping[str, Any]] = ()) -> Table:
    return Table(tab(sheet, rows))
