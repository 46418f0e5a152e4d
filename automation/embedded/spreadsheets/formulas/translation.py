"""A formula as Sheets writes it, put the way the library reads it.

Every reference names its sheet and is closed (Excel has no ``A2:A``), named ranges become references, ``;`` and the
decimal comma become ``,`` and ``.``, and ``TODAY()`` the day on the workspace's clock: the library's is the system's.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

from automation.embedded.spreadsheets.a1 import Bounds, column_letters
from automation.embedded.spreadsheets.formulas.counting import Counts
from automation.embedded.spreadsheets.formulas.dialect import ELEMENTWISE, TEXT_RESULTS, Argument, Dialect, Refused
from automation.embedded.spreadsheets.formulas.names import english
from automation.embedded.spreadsheets.formulas.references import (
    CLOSE,
    COLUMN_MARK,
    FUNC,
    INFIX,
    LOST,
    NUMBER,
    OPEN,
    OPERAND,
    RANGE,
    TEXT,
    WHITE_SPACE,
    CellReference,
    reference_of,
    tokens,
)
from automation.embedded.spreadsheets.locales import locale_named
from automation.embedded.spreadsheets.model import Area, Formula, Sheet, Spreadsheet, range_area

if TYPE_CHECKING:
    from openpyxl.formula.tokenizer import Token

MAX_ROWS, MAX_COLUMNS = 1_048_576, 16_384  # of a sheet in the library

# Functions that reach cells which their text does not name.
_FAR_REACHING = ("INDIRECT(", "OFFSET(")
# Functions whose arguments bring names of their own.
_NAMING = ("LET(", "LAMBDA(")
_NO_NAME = "_xlnm_none"  # what no workbook defines; the library knows no names but Latin ones
# Functions that an .xlsx names with a prefix, since they are younger than the format.
_NEWER_IN_EXCEL = frozenset({
    "ARABIC", "CONCAT", "DAYS", "IFNA", "IFS", "ISFORMULA", "LET", "MAXIFS", "MINIFS", "RANDARRAY",
    "SEQUENCE", "SORTBY", "SWITCH", "TEXTJOIN", "UNIQUE", "XLOOKUP", "XMATCH", "XOR",
})  # fmt: skip


_COMPARISONS = ("=", "<>", "<", ">", "<=", ">=")
_CONSTANT = re.compile(r'[-+]?\d+(\.\d+)?([eE][-+]?\d+)?|"(?:[^"]|"")*"|TRUE|FALSE')
_MOST_NESTED = 100  # brackets around a call that is put in other words
_COUNT_PARTS = len(("COUNTIF(", "range", ";", "cell", ")"))


class Unreadable(Exception):
    """The formula is none in this locale: Sheets says «Formula parse error»."""


@dataclass(frozen=True)
class Translation:
    """``text`` for the library, and the cells that it reads; ``far_reaching`` if it may read others too."""

    text: str
    areas: list[Area]
    far_reaching: bool


class Translator:
    """Translates the formulas of one spreadsheet.

    ``titles`` are the words before ``!`` by a sheet's place. ``openings`` replaces the openings of functions.
    ``no_name`` stands for names that nothing has; without it they stay. With a ``dialect`` calls are put in its words,
    and references are all alike; else they keep their ``$`` and name their sheet where they did.
    """

    def __init__(
        self,
        spreadsheet: Spreadsheet,
        titles: list[str],
        openings: Mapping[str, str],
        *,
        no_name: str | None = None,
        dialect: Dialect | None = None,
    ) -> None:
        self._spreadsheet = spreadsheet
        self._locale = locale_named(spreadsheet.locale)
        self._titles = {id(sheet): title for sheet, title in zip(spreadsheet.sheets, titles, strict=True)}
        self._by_title = {sheet.title.lower(): sheet for sheet in spreadsheet.sheets}
        self._names = {named["name"].lower(): named["range"] for named in spreadsheet.named_ranges}
        self._openings = {"ARRAYFORMULA": "(", **openings}  # there, every formula is one
        self._dialect = dialect
        self._counts: dict[tuple[int, Bounds], Counts] = {}
        self.no_name = no_name
        self.as_written = dialect is None

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

    def called(self, function: str, arguments: Sequence[Argument]) -> str:
        """The call of a function. Raises `Unreadable` where Sheets does not take it so."""
        opening = self._openings.get(function)
        if opening is None and self._dialect is not None:
            try:
                return self._dialect.call(function, arguments)
            except Refused as error:
                raise Unreadable(str(error)) from None
        return f"{opening or function + '('}{','.join(argument.text for argument in arguments)})"

    def as_text(self, argument: Argument) -> str:
        """An argument as the text that Sheets makes of it."""
        return self._dialect.as_text(argument) if self._dialect else argument.text

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

    def count(self, area: Area, cell: Area) -> int | None:
        """How many cells of ``area`` have the value of ``cell``; nothing if that takes the library."""
        value = cell.sheet.value(cell.top, cell.left)
        if cell.height * cell.width != 1 or isinstance(value, Formula):
            return None
        key = (id(area.sheet), area.bounds())
        if key not in self._counts:
            self._counts[key] = Counts(area)
        return self._counts[key].of(value)

    def closed(self, reference: CellReference, area: Area) -> str:
        """The reference as written, its open sides at the ends of the grid."""
        prefix = "" if reference.title is None else self._titles[id(area.sheet)] + "!"
        if reference.last is None:
            return prefix + reference.first.text()
        first = reference.first.filled(area.top, area.left)
        return f"{prefix}{first.text()}:{reference.last.filled(area.bottom - 1, area.right - 1).text()}"


def _costs(text: str) -> int:
    return text.count("LET(") + text.count("STACK(")


class _Piece(NamedTuple):
    """A piece of an argument on its way; ``is_operator`` for those between two operands."""

    text: str
    is_operator: bool = False
    literal: str | None = None
    sure: bool = False
    many: bool = False


@dataclass
class _Open:
    """A bracket that is open: ``name`` is the function's, "(" or "{"; its arguments, and what parts them."""

    name: str
    arguments: list[list[_Piece]] = field(default_factory=lambda: [[]])
    marks: list[str] = field(default_factory=list)

    @property
    def is_function(self) -> bool:
        return self.name not in ("(", "{", "")


class _Work:
    """One formula on its way into the library's words."""

    def __init__(self, translator: Translator, sheet: Sheet, parts: tuple[Token, ...]) -> None:
        self.translator, self.sheet, self.parts = translator, sheet, parts
        self.areas: list[Area] = []
        openings = {english(part.value[:-1]) + "(" for part in parts if part.subtype == OPEN and part.type == FUNC}
        self.far_reaching = not openings.isdisjoint(_FAR_REACHING)
        self.naming = not openings.isdisjoint(_NAMING)
        words = {part.value for part in parts if part.type == OPERAND and part.subtype == RANGE}
        self.own_names = words if self.naming else frozenset[str]()
        self.open = [_Open("")]

    def translation(self) -> Translation:
        """The formula for the other side. Raises `Unreadable`."""
        if self.naming and self._may_never_end():
            raise Unreadable("a function that is given to itself")
        index = 0
        while index < len(self.parts):
            count = None if self.translator.as_written else self._count(index)
            if count is None:
                self._take(index, self.parts[index])
            else:
                self._add(_Piece(str(count), sure=True))
            index += 1 if count is None else _COUNT_PARTS
        if len(self.open) > 1:
            raise Unreadable("a bracket is not closed")
        return Translation("=" + self._argument(self.open[0].arguments[0]).text, self.areas, self.far_reaching)

    def _add(self, piece: _Piece) -> None:
        self.open[-1].arguments[-1].append(piece)

    def _count(self, index: int) -> int | None:
        """What ``COUNTIF(range;cell)`` comes to, if that is what begins here and the library is not needed for it."""
        if self.parts[index].subtype != OPEN or english(self.parts[index].value[:-1]) != "COUNTIF":
            return None
        parts = self.parts[index : index + _COUNT_PARTS]
        if len(parts) < _COUNT_PARTS or parts[2].value not in (",", ";") or parts[4].subtype != CLOSE:
            return None
        if parts[2].value == "," and self.translator.decimal_comma:
            return None
        found = [reference for part in (parts[1], parts[3]) if (reference := reference_of(part))]
        areas = [area for reference in found if (area := self.translator.area(reference, self.sheet))]
        return self.translator.count(*areas) if len(areas) == 2 else None

    def _may_never_end(self) -> bool:
        """Whether a LAMBDA is both called by its name and handed on: so it could call itself, and never come back."""
        words = [part.value.lower() for part in self.parts if part.type == OPERAND and part.subtype == RANGE]
        called = {part.value[:-1].lower() for part in self.parts if part.type == FUNC and part.subtype == OPEN}
        return any(words.count(word) > 1 for word in called.intersection(words))

    def _take(self, index: int, part: Token) -> None:
        value = str(part.value)
        if part.subtype == OPEN:
            self.open.append(_Open(self._function(value[:-1]) if part.type == FUNC else value))
        elif part.subtype == CLOSE:
            self._close(value)
        elif value in (",", ";", COLUMN_MARK) and part.type != OPERAND:
            self._separate(index, value)
        elif part.type == WHITE_SPACE:
            self._add(_Piece(" "))
        elif part.type == OPERAND:
            self._add(self._operand(part, value))
        else:
            self._add(_Piece(value, is_operator=part.type == INFIX))

    def _function(self, name: str) -> str:
        return name if name in self.own_names else english(name)

    def _separate(self, index: int, mark: str) -> None:
        bracket = self.open[-1]
        if mark == "," and self.translator.decimal_comma:
            self._add(_Piece(self._decimal_comma(index)))
        elif bracket.name in ("", "("):
            raise Unreadable(mark)  # nothing to part: Sheets has no unions of ranges
        else:
            bracket.marks.append("," if mark == COLUMN_MARK or bracket.is_function else mark)
            bracket.arguments.append([])

    def _decimal_comma(self, index: int) -> str:
        after = self.parts[index + 1] if index + 1 < len(self.parts) else None
        if after is None or after.subtype != NUMBER or not after.value[0].isdigit():
            raise Unreadable(",")
        return "."

    def _close(self, mark: str) -> None:
        bracket = self.open.pop()
        arguments = [self._argument(pieces) for pieces in bracket.arguments]
        if bracket.name == "(":
            self._add(_Piece(f"({arguments[0].text}{mark}", sure=arguments[0].sure, many=arguments[0].many))
        elif bracket.name == "{":
            text = self._array(bracket, arguments)
            self._check_depth(text, *(argument.text for argument in arguments))
            self._add(_Piece(text))
        else:
            if len(arguments) == 1 and not arguments[0].text.strip():
                arguments = []
            text = self.translator.called(bracket.name, arguments)
            self._check_depth(text, *(argument.text for argument in arguments))
            many = bracket.name in ELEMENTWISE and any(argument.many for argument in arguments)
            self._add(_Piece(text, sure=bracket.name in TEXT_RESULTS, many=many))

    def _check_depth(self, text: str, *parts: str) -> None:
        """Raise `Unreadable` for what is put in other words too deep down: the library takes minutes over thousands."""
        if len(self.open) > _MOST_NESTED and _costs(text) > sum(map(_costs, parts)):
            raise Unreadable("too deep")

    def _array(self, bracket: _Open, arguments: list[Argument]) -> str:
        """An array; one that has more than constants in it is put together from its rows."""
        texts = [argument.text for argument in arguments]
        if not all(text.strip() for text in texts):
            raise Unreadable("an array with nothing in it")
        if self.translator.as_written or all(_CONSTANT.fullmatch(text.strip()) for text in texts):
            marks = [*bracket.marks, ""]
            return "{" + "".join(text + mark for text, mark in zip(texts, marks, strict=True)) + "}"
        rows = [[texts[0]]]
        for mark, text in zip(bracket.marks, texts[1:], strict=True):
            if mark == ";":
                rows.append([text])
            else:
                rows[-1].append(text)
        built = [row[0] if len(row) == 1 else f"HSTACK({','.join(row)})" for row in rows]
        return built[0] if len(built) == 1 else f"VSTACK({','.join(built)})"

    def _argument(self, pieces: list[_Piece]) -> Argument:
        """The pieces of an argument put together, what ``&`` joins as texts."""
        solid = [piece for piece in pieces if piece.text != " "]
        if len(solid) == 1:
            return Argument("".join(piece.text for piece in pieces), solid[0].literal, solid[0].sure, solid[0].many)
        many = any(piece.many for piece in solid)
        if self.translator.as_written or not any(piece.is_operator and piece.text == "&" for piece in solid):
            return Argument("".join(piece.text for piece in pieces), many=many)
        text, operand, joins = "", list[_Piece](), False
        for piece in [*pieces, _Piece("", is_operator=True)]:
            if not piece.is_operator or piece.text not in ("", "&", *_COMPARISONS):
                operand.append(piece)
                continue
            joins = joins or piece.text == "&"
            whole = self._argument(operand)
            told = self.translator.as_text(whole) if joins else whole.text
            self._check_depth(told, whole.text)
            text += told + piece.text
            operand, joins = [], piece.text == "&"
        only_joined = not any(piece.is_operator and piece.text in _COMPARISONS for piece in solid)
        return Argument(text, sure=only_joined, many=many)

    def _operand(self, part: Token, value: str) -> _Piece:
        if part.subtype == TEXT:
            return _Piece(value, literal=value[1:-1].replace('""', '"'), sure=True)
        if part.subtype != RANGE:
            return _Piece(value)
        reference = reference_of(part)
        if reference is None:
            return _Piece(self._word(value))
        area = self.translator.area(reference, self.sheet)
        if area is not None and self.translator.as_written:
            return _Piece(self.translator.closed(reference, area))
        text = self._reach(area)
        if area is None or area.height * area.width != 1:
            return _Piece(text, many=area is not None)
        held = area.sheet.value(area.top, area.left)
        is_sure = held is None or isinstance(held, str) or (isinstance(held, int) and not isinstance(held, bool))
        return _Piece(text, literal=held if isinstance(held, str) else None, sure=is_sure)

    def _reach(self, area: Area | None) -> str:
        if area is None:
            return LOST
        self.areas.append(area)
        return self.translator.write(area)

    def _word(self, word: str) -> str:
        """A truth value, a named range, or a name that nobody knows."""
        if truth := self.translator.truth(word):
            return truth
        if word.endswith(LOST):
            return LOST
        area = self.translator.named_area(word)
        if area is None:
            return word if self.naming else self.translator.no_name or word
        return self._reach(area)


def for_library(spreadsheet: Spreadsheet, now: datetime) -> Translator:
    """A translator for the library, whose sheets are called S0, S1 … ``now`` is the time where the spreadsheet is."""
    moments = {
        "TODAY": f"DATE({now.year},{now.month},{now.day}",
        "NOW": f"(DATE({now.year},{now.month},{now.day})+TIME({now.hour},{now.minute},{now.second})",
    }
    titles = [f"S{index}" for index in range(len(spreadsheet.sheets))]
    dialect = Dialect(locale_named(spreadsheet.locale), now)
    return Translator(spreadsheet, titles, moments, no_name=_NO_NAME, dialect=dialect)


def for_excel(spreadsheet: Spreadsheet, titles: list[str]) -> Translator:
    """A translator for an .xlsx whose sheets have these titles, in order."""
    openings = {name: f"_xlfn.{name}(" for name in _NEWER_IN_EXCEL}
    openings |= {name: f"_xlfn._xlws.{name}(" for name in ("FILTER", "SORT")}
    return Translator(spreadsheet, [_quoted(title) for title in titles], openings)


def _quoted(title: str) -> str:
    return "'" + title.replace("'", "''") + "'"
