"""The tables of a file: of a document of Word, of a book of Excel or of another office, or of a plain text.

    for grid in sheets(content):
        grid.rows[0][0].text

Word: WordprocessingML, ISO/IEC 29500-1, section 17.4 (gridSpan, vMerge, gridBefore).
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from babel.dates import format_date

from automation.grids.grid import Cell, Grid, Value
from automation.grids.numbering import BULLET, Numbering
from automation.grids.separated import table_of
from automation.untrusted import workbooks

MAX_UNPACKED = 256 * 1024 * 1024  # bytes of all parts of a file: what is more is no table that people fill
MOST_ROWS = 5_000
MOST_PEOPLE = 20_000
"""Rows of a list."""
MOST_COLUMNS = 100


class UnreadableFile(ValueError):
    """The file is not what it ought to be. Its text, in Russian, says what to do."""


def grids(content: bytes) -> list[Grid]:
    """Every table of a .docx or an .xlsx, in order. Which kind it is, is seen by what is in it, not by its name."""
    parts = _parts(content, {**_BEGINNINGS, _OLD: _OLD_OR_LOCKED}, _NO_PLAN)
    readers = {"word/document.xml": _of_word, "xl/workbook.xml": _of_excel}
    return _read(parts, readers, content, MOST_ROWS, again=".docx или .xlsx", other=_NO_PLAN)


def sheets(content: bytes) -> list[Grid]:
    """Every table of a list that a program has made: .xlsx, .xls, .ods, .csv, or .docx."""
    again = ".xlsx"
    if content.startswith(_OLD):
        return _guarded(_of_other_office, content, MOST_PEOPLE, again=again)
    if content.strip() and not content.startswith((b"PK", *_BEGINNINGS)):
        return _of_text(content)
    readers = {
        "xl/workbook.xml": _of_excel,
        "content.xml": _of_other_office,
        "word/document.xml": _of_word,
    }
    return _read(_parts(content, _BEGINNINGS, _NO_LIST), readers, content, MOST_PEOPLE, again=again, other=_NO_LIST)


_Reader = Callable[[bytes, int], Iterator[Grid]]


def _read(
    parts: set[str], readers: Mapping[str, _Reader], content: bytes, most: int, *, again: str, other: str
) -> list[Grid]:
    """What the first reader whose part is there makes of the file."""
    reader = next((reader for part, reader in readers.items() if part in parts), None)
    if reader is None:
        raise UnreadableFile(other)
    return _guarded(reader, content, most, again=again)


def _guarded(reader: _Reader, content: bytes, most: int, *, again: str) -> list[Grid]:
    try:
        return list(reader(content, most))
    except workbooks.TooLarge:
        raise UnreadableFile(_TOO_LARGE) from None
    except UnreadableFile:
        raise
    except Exception as error:  # the parsers raise whatever a damaged file leads them to
        raise UnreadableFile(
            f"файл повреждён или сохранён необычно. Откройте его, сохраните заново как {again} и повторите"
        ) from error


_NO_PLAN = "это не документ Word и не таблица Excel. Нужен файл .docx или .xlsx"
_NO_LIST = "это не таблица. Нужен файл .xlsx, .xls, .ods или .csv"
_TOO_LARGE = "файл слишком велик. Оставьте в нём только нужную таблицу"
_CUT_SHORT = "файл повреждён или загружен не до конца. Откройте его, сохраните заново как .docx или .xlsx и повторите"
_OLD = b"\xd0\xcf\x11\xe0"
_OLD_OR_LOCKED = "это старый вид файла (.doc, .xls) или он закрыт паролем. Сохраните его как .docx или .xlsx"
_LOCKED = "файл закрыт паролем. Откройте его, снимите пароль, сохраните и повторите"
_WEB_PAGE = "внутри этого файла веб-страница, а не таблица. Откройте его в Excel, сохраните как .xlsx и повторите"
_PICTURE = "это картинка: таблицу из неё не прочесть. Найдите исходный файл .xlsx"
_BEGINNINGS = {
    b"%PDF": "это PDF: таблицу из него не прочесть. Найдите исходный .docx или .xlsx",
    b"\x89PNG": _PICTURE,
    b"\xff\xd8\xff": _PICTURE,
    b"GIF8": _PICTURE,
}


def _parts(content: bytes, beginnings: Mapping[bytes, str], other: str) -> set[str]:
    """The names of what is packed in the file."""
    if not content.strip():
        raise UnreadableFile("файл пуст")
    for beginning, sentence in beginnings.items():
        if content.startswith(beginning):
            raise UnreadableFile(sentence)
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = archive.infolist()
    except zipfile.BadZipFile:
        raise UnreadableFile(_CUT_SHORT if content.startswith(b"PK") else other) from None
    if any(member.flag_bits & 1 for member in members):
        raise UnreadableFile(_LOCKED)
    if sum(member.file_size for member in members) > MAX_UNPACKED:
        raise UnreadableFile(_TOO_LARGE)
    return {member.filename for member in members}


# Text


def _of_text(content: bytes) -> list[Grid]:
    if re.match(rb"\s*(<!doctype html|<html|<\?xml|<table)", content, flags=re.IGNORECASE):
        raise UnreadableFile(_WEB_PAGE)
    rows = table_of(content, MOST_PEOPLE + 1)
    if rows is None:
        raise UnreadableFile(_NO_LIST)
    cells = [[Cell(_tidy(text), value=text or None) for text in row[:MOST_COLUMNS]] for row in rows[:MOST_PEOPLE]]
    return [Grid("таблица", cells, remarks=_cut(len(rows), MOST_PEOPLE))]


# Word


def _of_word(content: bytes, most: int) -> Iterator[Grid]:
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
        yield Grid(f"таблица {number}", _word_rows(rows[:most], numbering), caption, _cut(len(rows), most))
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
        return Cell(above[0][column].text, span, inherited=True, value=above[0][column].value)
    return Cell(text, span, value=text or None)


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


def _of_excel(content: bytes, most: int) -> Iterator[Grid]:
    import openpyxl

    workbooks.check(content)
    workbook = openpyxl.load_workbook(io.BytesIO(content), data_only=True)
    uncounted = _uncounted(content)
    for sheet in workbook.worksheets:
        if sheet.sheet_state == "visible":
            filled = _filled(sheet)
            rows = _excel_rows(sheet, min(filled, most))
            yield Grid(f"лист «{sheet.title}»", rows, sheet.title, [*_cut(filled, most), *uncounted])
            uncounted = []


_UNCOUNTED = re.compile(rb"(?:</f>|<f\b[^>]*/>)\s*(?:<v\s*/>|<v>\s*</v>)?\s*</c>")


def _uncounted(content: bytes) -> list[str]:
    """What to say of formulas that come without what they come to: only a program that computes them has it."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        names = [name for name in archive.namelist() if name.startswith("xl/worksheets/") and name.endswith(".xml")]
        count = sum(len(_UNCOUNTED.findall(archive.read(name))) for name in names)
    if not count:
        return []
    return [f"в файле есть формулы без результата ({count}), они прочитаны пустыми: откройте файл в Excel и сохраните"]


def _filled(sheet: Any) -> int:
    """The last row that says something: one that is only formatted may be the millionth."""
    return max((row for (row, _), cell in sheet._cells.items() if cell.value is not None), default=0)


def _excel_rows(sheet: Any, last_row: int) -> list[list[Cell]]:
    last_column = min(sheet.max_column, MOST_COLUMNS)
    rows = [[_EMPTY] * last_column for _ in range(last_row)]
    for (row, column), cell in sheet._cells.items():
        if row <= last_row and column <= last_column and cell.value is not None:
            rows[row - 1][column - 1] = _excel_cell(cell)
    _merge(rows, [(left, top, right, bottom) for left, top, right, bottom in (m.bounds for m in sheet.merged_cells)])
    return rows


def _merge(rows: list[list[Cell]], ranges: Sequence[tuple[int, int, int, int]]) -> None:
    """Let the cells of merged ranges (left, top, right, bottom, from 1) say what their first one says."""
    last_row, last_column = len(rows), len(rows[0]) if rows else 0
    for left, top, right, bottom in ranges:
        if left > last_column or top > last_row:
            continue
        span, first = min(right, last_column) - left + 1, rows[top - 1][left - 1]
        for row in range(top, min(bottom, last_row) + 1):
            spread = _spread(Cell(first.text, span, inherited=row > top, value=first.value))
            rows[row - 1][left - 1 : left - 1 + span] = spread


def _excel_cell(cell: Any) -> Cell:
    if isinstance(cell.value, str):  # most are, and what else openpyxl tells of them takes longer than all the rest
        return Cell(_tidy(cell.value), value=cell.value)
    value = _value(cell)
    return Cell(_shown(value, cell.number_format), value=value)


_ZEROS = re.compile(r"0{2,20}")


def _value(cell: Any) -> Value:
    """What stands in a cell. A number that is shown with zeros before it is a code: «007»."""
    value: Value = cell.value
    if isinstance(value, int | float) and not isinstance(value, bool) and _ZEROS.fullmatch(cell.number_format):
        return f"{value:0{len(cell.number_format)}.0f}"
    return value


def _shown(value: Value, number_format: str = "") -> str:
    """A value as Excel would show it to a Russian reader."""
    if isinstance(value, datetime | date):
        return _shown_date(value, number_format)
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


# Other offices


def _of_other_office(content: bytes, most: int) -> Iterator[Grid]:
    """.ods and .xls; of an .ods nobody tells what was merged there."""
    import python_calamine as calamine

    try:
        book = calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
    except calamine.PasswordError:
        raise UnreadableFile(_LOCKED) from None
    for sheet in book.sheets_metadata:
        if sheet.visible is not calamine.SheetVisibleEnum.Visible:
            continue
        table = book.get_sheet_by_name(sheet.name)
        found = table.to_python(skip_empty_area=False, nrows=most + 1)
        rows = [[_of_calamine(value) for value in row[:MOST_COLUMNS]] for row in found[:most]]
        merged = table.merged_cell_ranges or []
        _merge(rows, [(left + 1, top + 1, right + 1, bottom + 1) for (top, left), (bottom, right) in merged])
        yield Grid(f"лист «{sheet.name}»", rows, sheet.name, _cut(len(found), most))


def _of_calamine(value: Any) -> Cell:
    if value == "":
        return Cell()
    known = value if isinstance(value, str | float | int | bool | date) else str(value)
    return Cell(_shown(known), value=known)


# All

_EMPTY = Cell()


def _cut(rows: int, most: int) -> list[str]:
    return [f"прочитаны первые {most} строк"] if rows > most else []


def _spread(cell: Cell) -> list[Cell]:
    """A cell and the places that it covers."""
    return [cell, *(Cell(covered=True) for _ in range(cell.span - 1))]


def _tidy(text: str) -> str:
    """Lines without what nobody sees: soft hyphens, spaces of all kinds, empty lines."""
    if "\n" not in text and text.isprintable() and " ".join(text.split()) == text:
        return text  # as most are
    lines = (" ".join(line.replace("\xad", "").replace("\u200b", "").split()) for line in text.splitlines())
    return "\n".join(line for line in lines if line)
