"""Sheets as web pages, which Drive gives out packed together."""

from __future__ import annotations

import html

from automation.embedded.compression import packed
from automation.embedded.spreadsheets.locales import locale_named
from automation.embedded.spreadsheets.model import Sheet, Spreadsheet
from automation.embedded.spreadsheets.shown import formatted

_UNSAFE = str.maketrans(dict.fromkeys('/\\:*?"<>|', "_"))


def write_zip(spreadsheet: Spreadsheet) -> bytes:
    """One page for each sheet with cells, named by its title, in a zip archive."""
    pages: dict[str, str] = {}
    for sheet in filter(lambda sheet: sheet.is_grid, spreadsheet.sheets):
        pages[_free_name(_file_name(sheet.title), pages)] = page(spreadsheet, sheet)
    return packed(pages)


def _file_name(title: str) -> str:
    return "".join(c for c in title.translate(_UNSAFE) if c.isprintable()).strip(". ") or "_"


def _free_name(stem: str, taken: dict[str, str]) -> str:
    name, number = f"{stem}.html", 2
    while name in taken:
        name, number = f"{stem}_{number}.html", number + 1
    return name


def page(spreadsheet: Spreadsheet, sheet: Sheet) -> str:
    """A sheet's values as its cells show them, in a table."""
    rows = "\n".join(_row(spreadsheet, sheet, row) for row in range(sheet.last_data_row()))
    head = f'<meta charset="utf-8"><title>{html.escape(sheet.title)}</title>'
    return f"<!DOCTYPE html>\n<html><head>{head}</head><body><table>\n{rows}\n</table></body></html>\n"


def _row(spreadsheet: Spreadsheet, sheet: Sheet, row: int) -> str:
    locale, cells = locale_named(spreadsheet.locale), []
    for column, value in enumerate(sheet.rows[row]):
        entered = sheet.plane_value("userEnteredFormat", row, column) or {}
        cells.append(f"<td>{html.escape(formatted(value, entered.get('numberFormat'), locale))}</td>")
    return f"<tr>{''.join(cells)}</tr>"
