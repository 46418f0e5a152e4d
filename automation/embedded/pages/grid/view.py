"""What a tab of a spreadsheet shows, as JSON for the page's grid.

Rows come in blocks of `BLOCK_ROWS`. The page names the blocks that it has by their hashes, and gets only those
that have changed: after a job has written one status, a tab of 10,000 rows costs one block.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime

from automation.embedded.access.person import Person
from automation.embedded.pages.grid.columns import columns_json, header_rows, shown_columns
from automation.embedded.pages.grid.looks import Palette, unusual, usual
from automation.embedded.spreadsheets.blocks import BLOCK_ROWS
from automation.embedded.spreadsheets.conditional_formats import painted
from automation.embedded.spreadsheets.model import Area, Formula, Json, Sheet, Spreadsheet
from automation.embedded.spreadsheets.values import Rendering
from automation.embedded.storage import encode

_SECONDS = 1e-6  # of a cell

Cells = dict[int, dict[int, object]]  # row → column → what is special about the cell


def tabs_json(spreadsheet: Spreadsheet) -> list[Json]:
    """The tabs with cells, in order."""
    return [
        {
            "id": sheet.id,
            "title": sheet.title,
            "charts": len(sheet.lists.get("charts", ())),
            "hidden": bool(sheet.properties.get("hidden")),
        }
        for sheet in spreadsheet.sheets
        if sheet.properties.get("sheetType", "GRID") == "GRID"
    ]


def seconds(sheet: Sheet) -> float:
    """How long it takes to show a tab, about."""
    return len(sheet.rows) * shown_columns(sheet) * _SECONDS


def tab_json(spreadsheet: Spreadsheet, sheet: Sheet, person: Person, now: datetime, known: frozenset[str]) -> Json:
    """The columns, looks and rows of one tab; of a block whose hash is ``known``, the hash alone."""
    area = Area(sheet, 0, sheet.last_data_row(), 0, shown_columns(sheet))
    palette = Palette(spreadsheet.properties)
    looks = _looks(spreadsheet, area, palette, now)
    usual_looks = [palette.number(_usual_format(area, column)) for column in range(area.right)]
    blocks = [_known_or_whole(block, known) for block in _blocks(spreadsheet, area, looks)]
    return {
        "id": sheet.id,
        "columns": columns_json(spreadsheet, sheet, person, now),
        "columnLooks": usual_looks,
        "looks": palette.looks,
        "headerRows": header_rows(sheet),
        "frozenColumns": int(sheet.grid.get("frozenColumnCount", 0)),
        "rowCount": sheet.row_count,
        "order": sheet.order,
        "blocks": blocks,
    }


def _known_or_whole(block: Json, known: frozenset[str]) -> Json:
    # What the looks' numbers mean is part of a block: the hash says that both are as the page has them.
    digest = hashlib.blake2b(encode(block).encode(), digest_size=8).hexdigest()
    return {"hash": digest} if digest in known else {"hash": digest, **block}


def _blocks(spreadsheet: Spreadsheet, area: Area, looks: Cells) -> Iterator[Json]:
    sheet, rendering = area.sheet, Rendering(spreadsheet, None, None)
    notes, formulas = _notes(area), _formulas(area)
    for top in range(0, area.bottom, BLOCK_ROWS):
        rows = range(top, min(top + BLOCK_ROWS, area.bottom))
        texts = rendering.rows(Area(sheet, rows.start, rows.stop, area.left, area.right))
        hidden = [row for row in rows if _is_hidden(sheet, row)]
        special = {"looks": looks, "notes": notes, "formulas": formulas}
        found = {name: {row: cells[row] for row in rows if row in cells} for name, cells in special.items()}
        yield {
            "size": len(rows),
            "rows": texts,
            **{name: held for name, held in found.items() if held},
            "hidden": hidden,
        }


def _is_hidden(sheet: Sheet, row: int) -> bool:
    line = sheet.row_properties.get(row)
    return bool(line) and bool(line.get("hiddenByUser") or line.get("hiddenByFilter"))


def _usual_format(area: Area, column: int) -> Json | None:
    found: Json | None = usual(area.sheet, "userEnteredFormat", column, header_rows(area.sheet), area.sheet.row_count)
    return found


def _looks(spreadsheet: Spreadsheet, area: Area, palette: Palette, now: datetime) -> Cells:
    """The looks of the cells that look other than most of their column."""
    found: Cells = defaultdict(dict)
    formats: dict[tuple[int, int], Json | None] = {}
    usual_formats = [_usual_format(area, column) for column in range(area.right)]
    for column, expected in enumerate(usual_formats):
        for row, own in unusual(area.sheet, "userEnteredFormat", column, area.top, area.bottom, expected):
            formats[row, column] = own
            found[row][column] = palette.number(own)
    for (row, column), over in painted(spreadsheet, area, now).items():
        found[row][column] = palette.number(formats.get((row, column), usual_formats[column]), over)
    return found


def _notes(area: Area) -> Cells:
    found: Cells = defaultdict(dict)
    for column, runs in enumerate(area.sheet.planes.get("note", [])[: area.right]):
        for start, end, note in runs.between(area.top, area.bottom):
            for row in range(start, end):
                found[row][column] = note
    return found


def _formulas(area: Area) -> Cells:
    """What was typed into the cells that show a formula's result."""
    found: Cells = defaultdict(dict)
    for row, values in enumerate(area.sheet.rows[: area.bottom]):
        if Formula in map(type, values):
            found[row] = {
                column: value.text
                for column, value in enumerate(values[: area.right])
                if isinstance(value, Formula) and not value.is_spilled
            }
    return found
