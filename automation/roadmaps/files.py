"""The tables of a .docx or an .xlsx.

    for grid in grids(content):
        grid.rows[0][0].text

Word: WordprocessingML, ISO/IEC 29500-1, section 17.4 (gridSpan, vMerge, gridBefore).
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import Any

from babel.dates import format_date

from automation.roadmaps.grid import Cell, Grid
from automation.roadmaps.numbering import BULLET, Numbering
from automation.untrusted import workbooks

MAX_UNPACKED = 256 * 1024 * 1024  # bytes of all parts of a file: what is more is no plan
MOST_ROWS = 5_000
MOST_COLUMNS = 100


class UnreadableFile(ValueError):
    """The file is not what it ought to be. Its text, in Russian, says what to do."""


def grids(content: bytes) -> list[Grid]:
    """Every table of a file, in order. Which kind it is, is seen by what is in it, not by its name."""
    parts = _parts(content)
    try:
        if "word/document.xml" in parts:
            return list(_of_word(content))
        if "xl/workbook.xml" in parts:
            return list(_of_excel(content))
    except workbooks.TooLarge:
        raise UnreadableFile(_TOO_LARGE) from None
    except Exception as error:  # the parsers raise whatever a damaged file leads them to
        raise UnreadableFile(
            "файл повреждён или сохранён необычно. Откройте его, сохраните заново как .docx или .xlsx и повторите"
        ) from error
    raise UnreadableFile(_OTHER)


_OTHER = "это не документ Word и не таблица Excel. Нужен файл .docx или .xlsx"
_TOO_LARGE = "файл слишком велик для плана. Оставьте в нём только таблицу с мероприятиями"
_CUT_SHORT = "файл повреждён или загружен не до конца. Откройте его, сохраните заново как .docx или .xlsx и повторите"
_BEGINNINGS = {
    b"\xd0\xcf\x11\xe0": "это старый вид файла (.doc, .xls) или он закрыт паролем. Сохраните его как .docx или .xlsx",
    b"%PDF": "это PDF: таблицу из него не прочесть. Найдите исходный .docx или .xlsx",
}


def _parts(content: bytes) -> set[str]:
    """The names of what is packed in the file."""
    if not content.strip():
        raise UnreadableFile("файл пуст")
    for beginning, sentence in _BEGINNINGS.items():
        if content.startswith(beginning):
            raise UnreadableFile(sentence)
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = archive.infolist()
    except zipfile.BadZipFile:
        raise UnreadableFile(_CUT_SHORT if content.startswith(b"PK") else _OTHER) from None
    if sum(member.file_size for member in members) > MAX_UNPACKED:
        raise UnreadableFile(_TOO_LARGE)
    return {member.filename for member in members}


# Word


def _of_word(content: bytes) -> Iterator[Grid]:
    import docx

    document = docx.Document(io.BytesIO(content))
    body, numbering = document.element.body, Numbering(document)
    number, caption = 0, ""
    for block in body.xpath("//w:body//w:p[not(ancestor::w:tbl)] | //w:body//w:tbl[not(ancestor::w:tbl)]"):
        if block.tag.endswith("}p"):
            caption = f"{numbering.before(block)}{_text_of(block)}".strip() or caption
            continue
        number += 1
        rows = block.xpath("./w:tr | ./w:sdt/w:sdtContent/w:tr")
        yield Grid(f"таблица {number}", _word_rows(rows[:MOST_ROWS], numbering), caption, _cut(len(rows)))
        caption = ""


def _word_rows(table: Any, numbering: Numbering) -> list[list[Cell]]:
    rows: list[list[Cell]] = []
    for row in table:
        cells = [Cell() for _ in range(_number(row, "./w:trPr/w:gridBefore/@w:val", 0))]
        for cell in row.xpath("./w:tc | ./w:sdt/w:sdtContent/w:tc"):
            span = _number(cell, "./w:tcPr/w:gridSpan/@w:val", 1)
            cells += _spread(_word_cell(cell, numbering, rows[-1:], len(cells), span))
        rows.append(cells[:MOST_COLUMNS])
    return rows


def _word_cell(cell: Any, numbering: Numbering, above: Sequence[Sequence[Cell]], column: int, span: int) -> Cell:
    lines = [(numbering.before(paragraph), _text_of(paragraph)) for paragraph in cell.iter(_W + "p")]
    # A number alone says something where it is alone in its cell, as in «№ п/п».
    said = [f"{before}{text}" for before, text in lines if text]
    alone = next((before.strip() for before, _ in lines), "")
    text = "\n".join(said) or ("" if alone == BULLET else alone)
    continues = cell.xpath("./w:tcPr/w:vMerge[not(@w:val) or @w:val = 'continue']")
    if continues and above and column < len(above[0]):  # what it may say itself, Word does not show
        return Cell(above[0][column].text, span, inherited=True)
    return Cell(text, span)


_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def _text_of(paragraph: Any) -> str:
    """What a paragraph shows; what a reviewer has struck out stands in other elements."""
    shown = []
    for element in paragraph.iter(_W + "t", _W + "tab", _W + "br", _W + "cr", _W + "noBreakHyphen"):
        if element.tag == _W + "t":
            shown.append(element.text or "")
        else:
            shown.append({_W + "tab": " ", _W + "noBreakHyphen": "-"}.get(element.tag, "\n"))
    return _tidy("".join(shown))


def _number(element: Any, path: str, otherwise: int) -> int:
    found = element.xpath(path)
    return min(int(found[0]), MOST_COLUMNS) if found and found[0].isdecimal() else otherwise


# Excel


def _of_excel(content: bytes) -> Iterator[Grid]:
    import openpyxl

    workbooks.check(content)
    workbook = openpyxl.load_workbook(io.BytesIO(content), data_only=True)
    for sheet in workbook.worksheets:
        if sheet.sheet_state == "visible":
            yield Grid(f"лист «{sheet.title}»", _excel_rows(sheet), sheet.title, _cut(_filled(sheet)))


def _filled(sheet: Any) -> int:
    """The last row that says something: one that is only formatted may be the millionth."""
    return max((row for (row, _), cell in sheet._cells.items() if cell.value is not None), default=0)


def _excel_rows(sheet: Any) -> list[list[Cell]]:
    last_row, last_column = min(sheet.max_row, MOST_ROWS), min(sheet.max_column, MOST_COLUMNS)
    rows = [[Cell() for _ in range(last_column)] for _ in range(last_row)]
    for (row, column), cell in sheet._cells.items():
        if row <= last_row and column <= last_column:
            rows[row - 1][column - 1] = Cell(_shown(cell))
    for merged in sheet.merged_cells.ranges:
        left, top, right, bottom = merged.bounds
        if left > last_column or top > last_row:
            continue
        span = min(right, last_column) - left + 1
        text = rows[top - 1][left - 1].text
        for row in range(top, min(bottom, last_row) + 1):
            rows[row - 1][left - 1 : left - 1 + span] = _spread(Cell(text, span, inherited=row > top))
    return rows


def _shown(cell: Any) -> str:
    """A cell's value as Excel would show it to a Russian reader."""
    value = cell.value
    if isinstance(value, datetime | date):
        return _shown_date(value, cell.number_format)
    if isinstance(value, bool):
        return "да" if value else "нет"
    if isinstance(value, float):
        return f"{value:.15g}"
    return "" if value is None else _tidy(str(value))


_NO_PATTERN = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]|_.|\*.|AM/PM|A/P', re.IGNORECASE)
"""What of a number format stands for itself or for other things than a date: ECMA-376-1, 18.8.31."""
_CLOCK = re.compile(r"h+(:?m+)?(:?s+)?(\.0+)?|m+:s+(\.0+)?", re.IGNORECASE)


def _shown_date(value: date, number_format: str) -> str:
    """The day, the month or the year: «01.11.2025» that is shown as «ноя 25» means the month, not its first day."""
    pattern = _CLOCK.sub("", _NO_PATTERN.sub("", number_format.partition(";")[0])).lower()
    day, month, year = (letter in pattern for letter in "dmy")
    if day == month == year:  # all of them, or a format of one's own that shows none
        return f"{value:%d.%m.%Y}"
    shown = "d MMMM" if day else "LLLL"
    return str(value.year) if year and not month else format_date(value, f"{shown} y" if year else shown, locale="ru")


# Both


def _cut(rows: int) -> list[str]:
    return [f"прочитаны первые {MOST_ROWS} строк"] if rows > MOST_ROWS else []


def _spread(cell: Cell) -> list[Cell]:
    """A cell and the places that it covers."""
    return [cell, *(Cell(covered=True) for _ in range(cell.span - 1))]


def _tidy(text: str) -> str:
    """Lines without what nobody sees: soft hyphens, spaces of all kinds, empty lines."""
    lines = (" ".join(line.replace("\xad", "").replace("\u200b", "").split()) for line in text.splitlines())
    return "\n".join(line for line in lines if line)
