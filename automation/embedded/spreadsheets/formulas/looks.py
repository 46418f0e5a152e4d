"""In which number format the result of a formula shows, where its cell has none of its own.

Sheets takes it from what the formula is about: a date from ``TODAY``, a currency from the cells that are added up.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from automation.embedded.numerals import whole
from automation.embedded.spreadsheets.formulas.names import english
from automation.embedded.spreadsheets.formulas.references import (
    CLOSE,
    FUNC,
    INFIX,
    OPEN,
    RANGE,
    SEPARATOR,
    WHITE_SPACE,
    reference_of,
    tokens,
)
from automation.embedded.spreadsheets.formulas.translation import Translator
from automation.embedded.spreadsheets.model import Area, Formula, Json, Sheet, Value
from automation.embedded.spreadsheets.number_format import is_date

if TYPE_CHECKING:
    from openpyxl.formula.tokenizer import Token

_BY_FUNCTION = {
    "DATE": "DATE",
    "TODAY": "DATE",
    "EDATE": "DATE",
    "EOMONTH": "DATE",
    "WORKDAY": "DATE",
    "WORKDAY.INTL": "DATE",
    "DATEVALUE": "DATE",
    "NOW": "DATE_TIME",
    "TIME": "TIME",
    "TIMEVALUE": "TIME",
}
_LOOKUPS = ("VLOOKUP", "HLOOKUP")
_Offset = tuple[int, int]  # rows and columns
_HERE: _Offset = (0, 0)
_Told = tuple["Token", int, _Offset | None]  # a part, the brackets around it, and how far in a range the value lies
_MOST_HEADINGS = 10  # rows above the first number of a column
# What comes out of these is no longer of the kind that went in.
_CHANGING = ("/", "^", "=", "<>", "<", ">", "<=", ">=", "&")
# Functions that give a value of their first argument (a lookup of its second), and those that give one of any.
_SINGLE = frozenset({
    "LARGE", "SMALL", "INDEX", "OFFSET", "FILTER", "SORT", "SORTBY", "UNIQUE", "ROUND", "ROUNDUP", "ROUNDDOWN",
    "AVERAGEIFS", "SUMIFS", "MAXIFS", "MINIFS", "TAKE", "DROP", "CHOOSECOLS", "CHOOSEROWS", "VLOOKUP", "HLOOKUP",
})  # fmt: skip
_ALL = frozenset({
    "SUM", "AVERAGE", "MIN", "MAX", "MEDIAN", "MODE", "IFERROR", "IFNA", "ABS", "ARRAYFORMULA", "HSTACK", "VSTACK",
    "TRANSPOSE", "ANY_VALUE", "",
})  # fmt: skip


def _gives(name: str, place: int, count: int) -> bool:
    """Whether what a function gives is its argument at ``place`` (of ``count``, from 0), or like it.

    A criterion, a condition and what is looked for never are.
    """
    if name in _ALL:
        return True
    if name in _SINGLE:
        return place == (1 if name in _LOOKUPS else 0)
    match name:
        case "IF" | "CHOOSE" | "SUBTOTAL" | "AGGREGATE":
            return place > 0
        case "SUMIF" | "AVERAGEIF":
            return place == (2 if count > 2 else 0)
        case "LOOKUP":
            return place == count - 1
        case "XLOOKUP":
            return place in (2, 3)
        case "IFS":
            return place % 2 == 1
        case "SWITCH":
            return place > 0 and (place % 2 == 0 or place == count - 1)
    return False


def result_format(text: str, sheet: Sheet, translator: Translator, further: int = 0) -> Json | None:
    """The ``NumberFormat`` of the number that a formula on ``sheet`` comes to; nothing for a plain number.

    ``further`` is how many columns to the right of the formula an array has put it.
    """
    parts = list(_telling(tokens(text) or (), translator))
    operators = {part.value for part, depth, _ in parts if part.type == INFIX and not depth}
    if operators.intersection(_CHANGING):
        return None
    if further:
        return _format_further(parts, sheet, translator, further)
    found = [held for part, _, offset in parts if offset and (held := _format_of(part, sheet, translator, offset))]
    if "-" in operators and len(found) > 1 and all(is_date(each) for each in found[:2]):
        return None  # the days between two dates
    return found[0] if found else None


def _format_further(parts: list[_Told], sheet: Sheet, translator: Translator, further: int) -> Json | None:
    """The same in a column further right: known where the array comes from one range."""
    areas = [area for part, *_ in parts if part.subtype == RANGE and (area := _area_of(part, sheet, translator))]
    if len(areas) != 1 or areas[0].width <= further:
        return None
    return _first_format(areas[0], 0, further)


@dataclass
class _Bracket:
    """A bracket: the function before it, its arguments, which of them is being read, and the words of the third."""

    name: str
    is_telling: bool = True
    count: int = 1
    place: int = 0
    third: list[str] = field(default_factory=list)

    def tells_here(self) -> bool:
        return self.is_telling and _gives(self.name, self.place, self.count)

    def offset(self) -> _Offset | None:
        """How far in a range the value is found: ``VLOOKUP(key; range; 2)``, ``INDEX(range; row; 2)``."""
        if self.name not in (*_LOOKUPS, "INDEX") or self.count < 3:
            return 0, 0
        number = whole(self.third[0]) if len(self.third) == 1 else None
        if not number:
            return None
        return (number - 1, 0) if self.name == "HLOOKUP" else (0, number - 1)


def _telling(parts: tuple[Token, ...], translator: Translator) -> Iterator[_Told]:
    """The parts that say what the result is like: not what goes into ``LEN(…)``, nor a criterion.

    With each come the brackets around it, and how far in a range the value lies (nothing where that is
    not known).
    """
    brackets = _brackets(parts, translator)
    around: list[_Bracket] = []
    for index, part in enumerate(parts):
        is_telling = not around or around[-1].tells_here()
        if part.subtype == CLOSE:
            around.pop()
        elif part.subtype == OPEN:
            if is_telling:
                yield part, len(around), _HERE
            around.append(brackets[index])
            is_within_lookup = len(around) > 1 and around[-2].name in _LOOKUPS
            around[-1].is_telling = is_telling and not is_within_lookup
        elif _parts_arguments(part, translator):
            around[-1].place += 1
        elif is_telling:
            yield part, len(around), around[-1].offset() if around else _HERE


def _brackets(parts: tuple[Token, ...], translator: Translator) -> dict[int, _Bracket]:
    """The brackets by where they open."""
    found: dict[int, _Bracket] = {}
    open_: list[_Bracket] = []
    for index, part in enumerate(parts):
        if open_ and open_[-1].count == 3 and part.subtype != CLOSE and part.type not in (WHITE_SPACE, SEPARATOR):
            open_[-1].third.append(str(part.value))
        if part.subtype == OPEN:
            found[index] = _Bracket(english(part.value[:-1]) if part.type == FUNC else "")
            open_.append(found[index])
        elif part.subtype == CLOSE:
            open_.pop()
        elif _parts_arguments(part, translator) and open_:
            open_[-1].count += 1
    return found


def _parts_arguments(part: Token, translator: Translator) -> bool:
    return part.type == SEPARATOR and (part.value == ";" or (part.value == "," and not translator.decimal_comma))


def _format_of(part: Token, sheet: Sheet, translator: Translator, offset: _Offset) -> Json | None:
    if part.type == FUNC:
        kind = _BY_FUNCTION.get(english(part.value[:-1])) if part.subtype == OPEN else None
        return {"type": kind} if kind else None
    if part.subtype != RANGE:
        return None
    area = _area_of(part, sheet, translator)
    return _first_format(area, *offset) if area else None


def _area_of(part: Token, sheet: Sheet, translator: Translator) -> Area | None:
    reference = reference_of(part)
    return translator.area(reference, sheet) if reference else translator.named_area(str(part.value))


def _first_format(area: Area, down: int, right: int) -> Json | None:
    """The format of the first number in a column of the area: a heading above has none to give."""
    top, left = min(area.top + down, area.bottom - 1), min(area.left + right, area.right - 1)
    rows = range(top, min(area.bottom, top + _MOST_HEADINGS))
    row = next((row for row in rows if _is_number(area.sheet.value(row, left))), top)
    entered = area.sheet.plane_value("userEnteredFormat", row, left) or {}
    value = area.sheet.value(row, left)
    inherited = value.number_format if isinstance(value, Formula) else None
    held: Json | None = entered.get("numberFormat") or inherited
    return None if held is None or held.get("type") == "TEXT" else held


def _is_number(value: Value) -> bool:
    shown = value.result if isinstance(value, Formula) else value
    return isinstance(shown, int | float) and not isinstance(shown, bool)
