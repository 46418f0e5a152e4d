"""A formula as Sheets writes it, put the way the library reads it.

Every reference names its sheet and is closed (Excel has no ``A2:A``), named ranges become references, ``;`` and the
decimal comma become ``,`` and ``.``, and ``TODAY()`` the day on the workspace's clock: the library's is the system's.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime

from openpyxl.formula.tokenizer import Token

from automation.embedded.spreadsheets.a1 import column_letters
from automation.embedded.spreadsheets.formulas.references import LOST, CellReference, reference_of, tokens
from automation.embedded.spreadsheets.locales import Locale
from automation.embedded.spreadsheets.model import Area, Sheet, Spreadsheet, range_area

MAX_ROWS, MAX_COLUMNS = 1_048_576, 16_384  # of a sheet in the library

# Functions that reach cells which their text does not name.
_FAR_REACHING = ("INDIRECT(", "OFFSET(")
# Functions whose arguments bring names of their own.
_NAMING = ("LET(", "LAMBDA(")
_NO_NAME = "_xlnm_none"  # what no workbook defines; the library knows no names but Latin ones


class Unreadable(Exception):
    """The formula is none in this locale: Sheets says «Formula parse error»."""


@dataclass(frozen=True)
class Translation:
    """``text`` for the library, and the cells that it reads; ``far_reaching`` if it may read others too."""

    text: str
    areas: list[Area]
    far_reaching: bool


def library_title(spreadsheet: Spreadsheet, sheet: Sheet) -> str:
    """What a sheet is called in the library: a word that needs no quotes, whatever its title is."""
    return f"S{spreadsheet.sheets.index(sheet)}"


class Translator:
    """Translates the formulas of one spreadsheet; ``now`` is the time in its own time zone."""

    def __init__(self, spreadsheet: Spreadsheet, locale: Locale, now: datetime) -> None:
        self._spreadsheet = spreadsheet
        self._locale = locale
        self._titles = {id(sheet): library_title(spreadsheet, sheet) for sheet in spreadsheet.sheets}
        self._by_title = {sheet.title.lower(): sheet for sheet in spreadsheet.sheets}
        self._names = {named["name"].lower(): named["range"] for named in spreadsheet.named_ranges}
        self._moments = {
            "TODAY(": f"DATE({now.year},{now.month},{now.day}",
            "NOW(": f"(DATE({now.year},{now.month},{now.day})+TIME({now.hour},{now.minute},{now.second})",
            "ARRAYFORMULA(": "(",  # in the library every formula is one
        }

    def translate(self, text: str, sheet: Sheet) -> Translation:
        """The formula ``text`` of a cell on ``sheet``. Raises `Unreadable`."""
        parts = tokens(text)
        if parts is None:
            raise Unreadable(text)
        return _Work(self, sheet, parts).translation()

    # What a formula's work asks of the spreadsheet.

    @property
    def decimal_comma(self) -> bool:
        return self._locale.decimal == ","

    def opened(self, function: str) -> str:
        """The opening of a function for the library."""
        return self._moments.get(function.upper().replace(" ", ""), function)

    def truth(self, word: str) -> str | None:
        """A truth value in the locale's own word."""
        return {"TRUE": "TRUE", "FALSE": "FALSE", self._locale.true: "TRUE", self._locale.false: "FALSE"}.get(
            word.upper()
        )

    def named_area(self, name: str) -> Area | None:
        """The cells of a named range."""
        grid_range = self._names.get(name.lower())
        sheet = None if grid_range is None else self._spreadsheet.sheet(grid_range.get("sheetId", 0))
        return None if grid_range is None or sheet is None else range_area(sheet, grid_range)

    def area(self, reference: CellReference, own: Sheet) -> Area | None:
        """The cells that a reference means, cut to the grid; nothing if there are none."""
        sheet = own if reference.title is None else self._by_title.get(reference.title.lower())
        if sheet is None:
            return None
        bounds = reference.bounds()
        top, left = bounds.top or 0, bounds.left or 0
        bottom = min(sheet.row_count, MAX_ROWS, bounds.bottom or MAX_ROWS)
        right = min(sheet.column_count, MAX_COLUMNS, bounds.right or MAX_COLUMNS)
        return Area(sheet, top, bottom, left, right) if top < bottom and left < right else None

    def write(self, area: Area) -> str:
        """The reference to an area for the library."""
        first = f"{self._titles[id(area.sheet)]}!${column_letters(area.left)}${area.top + 1}"
        single = area.height == 1 and area.width == 1
        return first if single else f"{first}:${column_letters(area.right - 1)}${area.bottom}"


class _Work:
    """One formula on its way into the library's words."""

    def __init__(self, translator: Translator, sheet: Sheet, parts: tuple[Token, ...]) -> None:
        self.translator, self.sheet, self.parts = translator, sheet, parts
        self.areas: list[Area] = []
        openings = {part.value.upper() for part in parts if part.subtype == Token.OPEN}
        self.far_reaching = not openings.isdisjoint(_FAR_REACHING)
        self.naming = not openings.isdisjoint(_NAMING)
        self.brackets: list[str] = []  # what is open: "F"unction, "(" or "{"

    def translation(self) -> Translation:
        text = "=" + "".join(self._part(index, part) for index, part in enumerate(self.parts))
        if self.brackets:
            raise Unreadable(text)
        return Translation(text, self.areas, self.far_reaching)

    def _part(self, index: int, part: Token) -> str:
        value = str(part.value)
        if part.subtype == Token.OPEN:
            self.brackets.append("F" if part.type == Token.FUNC else value)
            return self.translator.opened(value) if part.type == Token.FUNC else value
        if part.subtype == Token.CLOSE:
            self.brackets.pop()
            return value
        if value in (",", ";"):
            return self._separator(index, value)
        if part.type == Token.WSPACE:
            return " "
        return self._operand(part, value) if part.type == Token.OPERAND else value

    def _separator(self, index: int, mark: str) -> str:
        if mark == "," and self.translator.decimal_comma:
            return self._decimal_comma(index)
        if not self.brackets or self.brackets[-1] == "(":
            raise Unreadable(mark)  # nothing to part: Sheets has no unions of ranges
        return mark if self.brackets[-1] == "{" else ","

    def _decimal_comma(self, index: int) -> str:
        after = self.parts[index + 1] if index + 1 < len(self.parts) else None
        if after is None or after.subtype != Token.NUMBER or not after.value[0].isdigit():
            raise Unreadable(",")
        return "."

    def _operand(self, part: Token, value: str) -> str:
        if part.subtype != Token.RANGE:
            return value
        if self.brackets and self.brackets[-1] == "{" and "\\" in value:
            return ",".join(self._word(word) for word in value.split("\\"))
        reference = reference_of(part)
        if reference is None:
            return self._word(value)
        return self._reach(self.translator.area(reference, self.sheet))

    def _reach(self, area: Area | None) -> str:
        if area is None:
            return LOST
        self.areas.append(area)
        return self.translator.write(area)

    def _word(self, word: str) -> str:
        """A truth value, a number of an array, a named range, or a name that nobody knows."""
        if truth := self.translator.truth(word):
            return truth
        if word.endswith(LOST):
            return LOST
        if re.fullmatch(r"[-+]?\d+(\.\d+)?|\"[^\"]*\"", word):
            return word
        area = self.translator.named_area(word)
        if area is None:
            return word if self.naming else _NO_NAME
        return self._reach(area)
