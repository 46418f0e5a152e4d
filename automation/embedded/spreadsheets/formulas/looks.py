"""In which number format the result of a formula shows, where its cell has none of its own.

Sheets takes it from what the formula is about: a date from ``TODAY``, a currency from the cells that are added up.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from automation.embedded.spreadsheets.formulas.references import (
    CLOSE,
    FUNC,
    INFIX,
    OPEN,
    RANGE,
    reference_of,
    tokens,
)
from automation.embedded.spreadsheets.formulas.translation import Translator
from automation.embedded.spreadsheets.model import Area, Formula, Json, Sheet
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
# Functions that give one of the values that they are given, or one like them.
_LIKE_ARGUMENT = frozenset({
    "SUM", "SUMIF", "SUMIFS", "AVERAGE", "AVERAGEIF", "AVERAGEIFS", "MIN", "MAX", "MINIFS", "MAXIFS", "SMALL", "LARGE",
    "MEDIAN", "MODE", "IF", "IFS", "IFERROR", "IFNA", "CHOOSE", "INDEX", "VLOOKUP", "HLOOKUP", "XLOOKUP", "LOOKUP",
    "SWITCH", "ROUND", "ROUNDUP", "ROUNDDOWN", "ABS", "SUBTOTAL", "ARRAYFORMULA", "OFFSET", "FILTER", "SORT", "UNIQUE",
    "",
})  # fmt: skip
# What comes out of these is no longer of the kind that went in.
_CHANGING = ("/", "^", "=", "<>", "<", ">", "<=", ">=", "&")


def result_format(text: str, sheet: Sheet, translator: Translator) -> Json | None:
    """The ``NumberFormat`` of the number that a formula on ``sheet`` comes to; nothing for a plain number."""
    parts = list(_telling(tokens(text) or ()))
    operators = {part.value for part, depth in parts if part.type == INFIX and not depth}
    if operators.intersection(_CHANGING):
        return None
    found = [held for part, _ in parts if (held := _format_of(part, sheet, translator))]
    if "-" in operators and len(found) > 1 and all(is_date(each) for each in found[:2]):
        return None  # the days between two dates
    return found[0] if found else None


def _telling(parts: tuple[Token, ...]) -> Iterator[tuple[Token, int]]:
    """The parts that say what the result is like, each with the brackets around it: not what goes into ``LEN(…)``."""
    depth, muted = 0, 0
    for part in parts:
        if part.subtype == CLOSE:
            muted = 0 if muted == depth else muted
            depth -= 1
        elif not muted:
            yield part, depth
        if part.subtype == OPEN:
            depth += 1
            if not muted and part.value.rstrip("({").upper() not in _LIKE_ARGUMENT:
                muted = depth


def _format_of(part: Token, sheet: Sheet, translator: Translator) -> Json | None:
    if part.type == FUNC:
        kind = _BY_FUNCTION.get(part.value.rstrip("(").upper())
        return {"type": kind} if kind else None
    if part.subtype != RANGE:
        return None
    reference = reference_of(part)
    area = translator.area(reference, sheet) if reference else translator.named_area(str(part.value))
    return _first_format(area) if area else None


def _first_format(area: Area) -> Json | None:
    entered = area.sheet.plane_value("userEnteredFormat", area.top, area.left) or {}
    value = area.sheet.value(area.top, area.left)
    inherited = value.number_format if isinstance(value, Formula) else None
    held: Json | None = entered.get("numberFormat") or inherited
    return None if held is None or held.get("type") == "TEXT" else held
