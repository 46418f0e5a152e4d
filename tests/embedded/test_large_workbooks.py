"""Workbooks that name cells far away, ranges without an end and parts without a bottom: read at once, or refused."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from contextlib import suppress

import openpyxl
import pytest

from automation.embedded.errors import ApiError
from automation.embedded.spreadsheets import xlsx
from automation.grids.files import UnreadableFile, grids
from automation.untrusted import workbooks
from tests.embedded.conftest import Api
from tests.embedded.test_bad_input import SHEET, XLSX, files, upload

MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
ROW = '<row r="1"><c r="A1" t="inlineStr"><is><t>x</t></is></c></row>'


def workbook(change: Callable[[openpyxl.Workbook], None] = lambda book: None, **parts: str) -> bytes:
    """A workbook as openpyxl writes it, with some of its parts put in place of its own."""
    book, stream = openpyxl.Workbook(), io.BytesIO()
    change(book)
    book.save(stream)
    with zipfile.ZipFile(stream) as archive:
        held = {name: archive.read(name) for name in archive.namelist()}
    held |= {name.replace("__", "/").replace("_xml", ".xml"): text.encode() for name, text in parts.items()}
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in held.items():
            archive.writestr(name, content)
    return packed.getvalue()


def sheet(rows: str = ROW, after: str = "", before: str = "") -> bytes:
    text = f"<worksheet {MAIN}>{before}<sheetData>{rows}</sheetData>{after}</worksheet>"
    return workbook(xl__worksheets__sheet1_xml=text)


def cells(*places: str) -> bytes:
    def put(book: openpyxl.Workbook) -> None:
        for place in places:
            book.worksheets[0][place] = "x"

    return workbook(put)


def _with_many_sheets(book: openpyxl.Workbook) -> None:
    for _ in range(300):
        book.create_sheet()


def with_styles(number: int) -> bytes:
    with zipfile.ZipFile(io.BytesIO(workbook())) as archive:
        styles = archive.read("xl/styles.xml").decode()
    more = '<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>' * number
    return workbook(xl__styles_xml=styles.replace("</cellXfs>", more + "</cellXfs>"))


MERGED = '<mergeCells count="1"><mergeCell ref="{}"/></mergeCells>'
REFUSED: dict[str, Callable[[], bytes]] = {
    "a cell in the farthest corner": lambda: cells("XFD1048576"),
    "cells in two corners": lambda: cells("XFD1", "A1048576"),
    "a merge of everything": lambda: sheet(after=MERGED.format("A1:XFD1048576")),
    "a merge from the other side": lambda: sheet(after=MERGED.format("XFD1048576:A1")),
    "many merges": lambda: sheet(after="<mergeCells>" + '<mergeCell ref="A1:J1000"/>' * 30 + "</mergeCells>"),
    "a merge of nothing": lambda: sheet(after=MERGED.format("x")),
    "a link from everywhere": lambda: sheet(
        after='<hyperlinks><hyperlink ref="A1:XFD1048576" location="A1"/></hyperlinks>'
    ),
    "a million and more cells": lambda: sheet("<row>" + "<c/>" * (workbooks.MOST_CELLS + 1) + "</row>"),
    "a row beyond the last": lambda: sheet(ROW.replace('"1"', '"2000000"').replace("A1", "A2000000")),
    "strings without an end": lambda: workbook(
        xl__sharedStrings_xml=f"<sst {MAIN}>{'<si/>' * (workbooks.MOST_CELLS + 1)}</sst>"
    ),
    "styles without an end": lambda: with_styles(workbooks.MOST_STYLES),
    "a thousand sheets": lambda: workbook(_with_many_sheets),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
def test_a_workbook_of_more_than_people_fill_is_refused(api: Api, name: str) -> None:
    content = REFUSED[name]()
    assert upload(api, content, XLSX, SHEET).status_code in (400, 413)
    assert files(api) == []
    with suppress(UnreadableFile):
        grids(content)


TAKEN: dict[str, Callable[[], bytes]] = {
    "a cell in the last row": lambda: cells("A1", "A1048576"),
    "a cell in the last column": lambda: cells("A1", "XFD1"),
    "cells far from each other": lambda: cells("A1", "I1000000", "C500000"),
    "a dimension that lies": lambda: sheet(before='<dimension ref="A1:XFD1048576"/>'),
    "a dimension that is none": lambda: sheet(before='<dimension ref="x"/>'),
    "columns of all widths": lambda: sheet(before='<cols><col min="1" max="16384" width="9" customWidth="1"/></cols>'),
    "a row that is merged whole": lambda: sheet(after=MERGED.format("A1:XFD1")),
    "many styles": lambda: with_styles(60_000),
}


@pytest.mark.parametrize("name", TAKEN)
def test_what_is_far_away_or_empty_costs_nothing(name: str) -> None:
    content = TAKEN[name]()
    with suppress(ApiError):
        spreadsheet = xlsx.read("id", content)
        held = sum(value is not None for each in spreadsheet.sheets for row in each.rows for value in row)
        assert held == (3 if name.startswith("cells far") else 2 if name.startswith("a cell") else held)
        assert held < 10
    grids(content)
