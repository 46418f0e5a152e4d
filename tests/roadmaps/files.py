"""Plans as people draw them: Word documents and Excel sheets made for a test."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

import docx
import openpyxl

from automation.grids import grids
from automation.roadmaps import Imported, read_tables

Rows = Sequence[Sequence[Any]]
HEADER = ("№ п/п", "Мероприятие", "Срок исполнения", "Ответственные", "Ожидаемый результат")
MEASURE = ("1.1", "Собрать согласия", "Ноябрь 2023 г.", "Координатор", "Согласия")


def word(*tables: Rows | str, merge: Sequence[tuple[int, int, int, int]] = ()) -> bytes:
    """A document of tables and, where a string stands, paragraphs.

    merge: (row, column, row, column), first and last of the cells to be merged in every table.
    """
    document = docx.Document()
    for block in tables:
        if isinstance(block, str):
            document.add_paragraph(block)
            continue
        table = document.add_table(len(block), max(map(len, block), default=1))
        for n, row in enumerate(block):
            for cell, text in zip(table.rows[n].cells, row, strict=False):
                cell.text = text
        for top, left, bottom, right in merge:
            table.cell(top, left).merge(table.cell(bottom, right))
    content = io.BytesIO()
    document.save(content)
    return content.getvalue()


def excel(*sheets: Rows, merge: Sequence[str] = (), title: str = "План") -> bytes:
    """A workbook; `merge` are ranges to be merged in every sheet."""
    workbook = openpyxl.Workbook()
    workbook.remove(workbook.worksheets[0])
    for rows in sheets:
        sheet = workbook.create_sheet(title)
        for row in rows:
            sheet.append(list(row))
        for area in merge:
            sheet.merge_cells(area)
    content = io.BytesIO()
    workbook.save(content)
    return content.getvalue()


def imported(content: bytes) -> Imported:
    return read_tables(grids(content))
