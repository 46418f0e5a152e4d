"""Whether a cell meets Google's ``BooleanCondition``: of a conditional format, a data validation, a filter.

https://developers.google.com/workspace/sheets/api/reference/rest/v4/spreadsheets/other#BooleanCondition

    context = Context(spreadsheet, sheet, now=workspace.now(), row=1, column=2)
    holds({"type": "DATE_BEFORE", "values": [{"relativeDate": "TODAY"}]}, 46266, context, {"type": "DATE"})

A condition asked of many cells is compiled once: ``test = compiled(condition, context, cells)``.
"""

from __future__ import annotations

import functools
import math
import operator
import re
from collections.abc import Callable, Container, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from automation.embedded.patterns import wildcards
from automation.embedded.spreadsheets.entry import read_typed
from automation.embedded.spreadsheets.formulas.computing import answers
from automation.embedded.spreadsheets.formulas.references import copied, read
from automation.embedded.spreadsheets.formulas.translation import for_library
from automation.embedded.spreadsheets.formulas.workbook import Question, local_time
from automation.embedded.spreadsheets.locales import Locale, locale_named
from automation.embedded.spreadsheets.model import Area, Formula, Json, Scalar, Sheet, Spreadsheet, Value
from automation.embedded.spreadsheets.number_format import is_date, serial
from automation.embedded.spreadsheets.shown import formatted

Cell = tuple[int, int]  # row, column
# Asked with a cell's value (of a formula its result), number format, row and column.
Test = Callable[[Value, Json | None, int, int], bool]
# What a condition compares with, at a row and a column.
Operand = Callable[[int, int], Scalar]
Shown = Callable[[Scalar, Json | None], str]

_NEEDED = {"NUMBER_BETWEEN": 2, "NUMBER_NOT_BETWEEN": 2, "DATE_BETWEEN": 2, "DATE_NOT_BETWEEN": 2}
_PLACE_FUNCTIONS = re.compile(r"\b(?:ROW|COLUMN)S?\(", re.IGNORECASE)
# What Sheets takes for an address; the parts after the host are free.
_EMAIL = re.compile(r"[^@\s,;<>]+@[^@\s,;<>.]+(?:\.[^@\s,;<>.]+)+\Z")
_URL = re.compile(r"(?:(?:https?|ftp)://|www\.)?(?:[\w-]+\.)+[^\W\d_]{2,}(?::\d+)?(?:[/?#]\S*)?\Z|mailto:\S+@\S+\Z",
                  re.IGNORECASE)  # fmt: skip


@dataclass(frozen=True)
class Context:
    """Where and when a condition is asked.

    ``row`` and ``column`` are the cell that relative references of its formulas are written for: the corner of a
    conditional format's first range, the validated cell itself. ``now`` is the workspace's time, timezone-aware.
    """

    spreadsheet: Spreadsheet
    sheet: Sheet
    now: datetime
    row: int = 0
    column: int = 0

    @property
    def locale(self) -> Locale:
        return locale_named(self.spreadsheet.locale)

    @property
    def today(self) -> datetime:
        """The time where the spreadsheet is at home."""
        return local_time(self.spreadsheet, self.now)


def holds(condition: Json, value: Value, context: Context, number_format: Json | None = None) -> bool:
    """Whether the context's cell meets ``condition`` with this value.

    ``number_format`` tells a date from a number: the conditions on dates hold for a number in a date's format alone.
    """
    test = compiled(condition, context, [(context.row, context.column)])
    return test(value, number_format, context.row, context.column)


def accepts(rule: Json, value: Value, context: Context, number_format: Json | None = None) -> bool:
    """Whether a ``DataValidationRule`` finds nothing wrong with a value; an empty cell is never wrong.

    A formula, just typed perhaps, is judged by what it comes to in the context's cell.
    """
    if isinstance(value, Formula) and not value.is_spilled:
        question = Question(context.sheet, context.row, context.column, value.text)
        (value,) = answers(context.spreadsheet, [question], context.now)
    return value is None or value == "" or holds(rule["condition"], value, context, number_format)


def compiled(condition: Json, context: Context, cells: Iterable[Cell] = ()) -> Test:
    """The condition as a function of a cell. ``cells`` are those that will be asked: formulas are computed for them.

    A condition that says too little (no type, too few values) holds for no cell.
    """
    kind = condition.get("type", "CONDITION_TYPE_UNSPECIFIED")
    given = condition.get("values", [])
    make = _KINDS.get(kind)
    if make is None or len(given) < _NEEDED.get(kind, 1 if kind in _WITH_VALUES else 0):
        return _never
    return make(_Compilation(condition, context, cells))


def choices(condition: Json, context: Context) -> list[str]:
    """What a drop-down list of ``ONE_OF_LIST`` or ``ONE_OF_RANGE`` offers, in its order."""
    work = _Compilation(condition, context, ())
    return list(work.listed()) if condition["type"] == "ONE_OF_RANGE" else work.texts()


def depends_on_place(condition: Json) -> bool:
    """Whether cells of one value may differ in meeting the condition, because a formula looks around them."""
    texts = (value.get("userEnteredValue", "") for value in condition.get("values", []))
    return any(_is_formula(text) and not _is_fixed(text) for text in texts)


def _never(value: Value, number_format: Json | None, row: int, column: int) -> bool:
    return False


def _is_formula(text: str) -> bool:
    return len(text) > 1 and (text[0] == "=" or (text[0] == "+" and not text[1].isdigit()))


def _is_fixed(text: str) -> bool:
    """Whether a formula comes to the same in every cell."""
    return copied(text, 1, 1) == text and not _PLACE_FUNCTIONS.search(text)


class _Compilation:
    """What the kinds of conditions are made of: the values to compare with, and how a cell shows."""

    def __init__(self, condition: Json, context: Context, cells: Iterable[Cell]) -> None:
        self.given: list[Json] = condition.get("values", [])
        self.context = context
        self.locale = context.locale
        self._today = context.today
        self._cells = cells

    def texts(self) -> list[str]:
        """The values as they were typed."""
        return [str(value.get("userEnteredValue", "")) for value in self.given]

    def shown(self, value: Scalar, number_format: Json | None) -> str:
        """What a cell with this value shows."""
        return value if isinstance(value, str) else formatted(value, number_format, self.locale)

    def operands(self) -> list[Operand]:
        """The values as a cell would hold them; of formulas, what they come to."""
        return [self._operand(value) for value in self.given]

    def _operand(self, value: Json) -> Operand:
        if "relativeDate" in value:
            day = _relative_day(value["relativeDate"], self._today)
            return lambda row, column: day
        text = value.get("userEnteredValue", "")
        if not _is_formula(text):
            typed, _ = read_typed(text, self.locale, self._today)
            constant = typed if not isinstance(typed, Formula) else None
            return lambda row, column: constant
        text = "=" + text.removeprefix("=")
        if _is_fixed(text):
            (result,) = self._results([text], [(self.context.row, self.context.column)])
            return lambda row, column: result
        return self._looking_around(text)

    def _looking_around(self, text: str) -> Operand:
        """A formula whose relative references move with the cell that is asked about."""
        context = self.context
        moved = {cell: copied(text, cell[0] - context.row, cell[1] - context.column) for cell in self._cells}
        asked: dict[str, Cell] = {}
        for cell, own_text in moved.items():
            # "=$A2" is the same question in every column of a row; ROW() is another one in every cell.
            asked.setdefault(own_text if not _PLACE_FUNCTIONS.search(text) else f"{own_text}\0{cell}", cell)
        texts = [key.partition("\0")[0] for key in asked]
        results = dict(zip(asked, self._results(texts, list(asked.values())), strict=True))
        by_cell = {
            cell: results[own_text] if own_text in results else results[f"{own_text}\0{cell}"]
            for cell, own_text in moved.items()
        }
        return lambda row, column: by_cell.get((row, column))

    def _results(self, texts: list[str], cells: list[Cell]) -> list[Scalar]:
        context = self.context
        questions = [Question(context.sheet, *cell, text) for text, cell in zip(texts, cells, strict=True)]
        return [answer.result for answer in answers(context.spreadsheet, questions, context.now)]

    def listed(self) -> dict[str, None]:
        """What the cells of the range that the first value names show, each once, in their order."""
        area = self._range(self.texts()[0].removeprefix("="))
        if area is None:
            return {}
        sheet, found = area.sheet, dict[str, None]()
        for row in range(area.top, min(area.bottom, len(sheet.rows))):
            for column, value in enumerate(sheet.row_values(row, area.left, area.right), start=area.left):
                if value is not None:
                    held = sheet.plane_value("userEnteredFormat", row, column) or {}
                    found[formatted(value, held.get("numberFormat"), self.locale)] = None
        found.pop("", None)
        return found

    def _range(self, text: str) -> Area | None:
        translator = for_library(self.context.spreadsheet, self._today)
        reference = read(text)
        return translator.area(reference, self.context.sheet) if reference else translator.named_area(text)


def _relative_day(name: str, today: datetime) -> Scalar:
    from dateutil.relativedelta import relativedelta

    away = {
        "PAST_YEAR": relativedelta(years=-1),
        "PAST_MONTH": relativedelta(months=-1),
        "PAST_WEEK": relativedelta(days=-7),
        "YESTERDAY": relativedelta(days=-1),
        "TODAY": relativedelta(),
        "TOMORROW": relativedelta(days=1),
    }.get(name)
    return None if away is None else math.floor(serial(today + away))


def _result(value: Value) -> Scalar:
    return value.result if isinstance(value, Formula) else value


def _number(value: Scalar) -> int | float | None:
    return value if isinstance(value, int | float) and not isinstance(value, bool) else None


# Numbers and dates


def _numbers(compare: Callable[[float, list[float]], bool], *, otherwise: bool = False) -> Callable[..., Test]:
    """A condition on a number; a cell that holds none meets it if ``otherwise``."""

    def make(work: _Compilation) -> Test:
        operands = work.operands()

        def test(value: Value, number_format: Json | None, row: int, column: int) -> bool:
            number = _number(_result(value))
            if number is None:
                return otherwise
            limits = [_number(operand(row, column)) for operand in operands]
            known = [limit for limit in limits if limit is not None]
            return compare(number, known) if len(known) == len(limits) else False

        return test

    return make


def _dates(compare: Callable[[float, list[float]], bool], *, otherwise: bool = False) -> Callable[..., Test]:
    """A condition on a date, whatever the time of day; a cell that holds none meets it if ``otherwise``."""

    def make(work: _Compilation) -> Test:
        days = _numbers(
            lambda day, limits: compare(math.floor(day), [math.floor(limit) for limit in limits]), otherwise=otherwise
        )
        on_days = days(work)

        def test(value: Value, number_format: Json | None, row: int, column: int) -> bool:
            shown_in = number_format or (value.number_format if isinstance(value, Formula) else None)
            return on_days(value, None, row, column) if is_date(shown_in) else otherwise

        return test

    return make


def _first(compare: Callable[[float, float], bool]) -> Callable[[float, list[float]], bool]:
    return lambda number, limits: compare(number, limits[0])


def _between(number: float, limits: list[float]) -> bool:
    return min(limits[:2]) <= number <= max(limits[:2])


def _outside(number: float, limits: list[float]) -> bool:
    return not _between(number, limits)


def _among(number: float, limits: list[float]) -> bool:
    return number in limits


def _not_among(number: float, limits: list[float]) -> bool:
    return number not in limits


# Text


def _texts(compare: Callable[[str, str], bool], *, negated: bool = False) -> Callable[..., Test]:
    """A condition on what a cell shows, case aside; any of several values will do."""

    def make(work: _Compilation) -> Test:
        shown = work.shown
        if not any(_is_formula(text) for text in work.texts()):
            return _fixed_text(compare, [text.casefold() for text in work.texts()], shown, negated=negated)
        operands = work.operands()

        def test(value: Value, number_format: Json | None, row: int, column: int) -> bool:
            if isinstance(value, Formula):
                number_format, value = number_format or value.number_format, value.result
            text = shown(value, number_format).casefold()
            wanted = [shown(operand(row, column), None).casefold() for operand in operands]
            return any(compare(text, each) for each in wanted) != negated

        return test

    return make


def _fixed_text(
    compare: Callable[[str, str], bool],
    wanted: list[str],
    shown: Callable[[Scalar, Json | None], str],
    *,
    negated: bool,
) -> Test:
    """The same with texts that no formula gives, asked of most cells there are: nothing is done twice."""
    first, others = wanted[0], wanted[1:]

    def test(value: Value, number_format: Json | None, row: int, column: int) -> bool:
        if isinstance(value, str):
            text = value.casefold()
        else:
            if isinstance(value, Formula):
                number_format, value = number_format or value.number_format, value.result
            text = shown(value, number_format).casefold()
        return (compare(text, first) or any(compare(text, each) for each in others)) != negated

    return test


def _contains(text: str, part: str) -> bool:
    """Whether the text has the part; ``?`` and ``*`` stand for others: https://support.google.com/docs/answer/78413"""
    return part in text if not _WILD.search(part) else _finds(part, text, whole=False)


def _follows(text: str, pattern: str) -> bool:
    return _finds(pattern, text, whole=True)


_WILD = re.compile(r"[?*~]")
_pattern = functools.lru_cache(maxsize=256)(wildcards)


def _finds(pattern: str, text: str, *, whole: bool) -> bool:
    found = _pattern(pattern, whole=whole)
    return found is not None and bool(found.search(text))


def _matches(pattern: re.Pattern[str]) -> Callable[..., Test]:
    def make(work: _Compilation) -> Test:
        return lambda value, number_format, row, column: bool(
            isinstance(text := _result(value), str) and pattern.match(text.strip())
        )

    return make


# Lists, truth, emptiness


def _one_of(choices: Callable[[_Compilation], Container[str]]) -> Callable[..., Test]:
    """A cell that shows one of the choices, letter for letter."""

    def make(work: _Compilation) -> Test:
        allowed, shown = choices(work), work.shown
        return lambda value, number_format, row, column: shown(_result(value), number_format) in allowed

    return make


def _boolean(work: _Compilation) -> Test:
    marks = set(work.texts())
    if not marks:
        return lambda value, number_format, row, column: isinstance(_result(value), bool)
    if len(marks) == 1:
        marks.add("")  # not ticked
    return lambda value, number_format, row, column: work.shown(_result(value), number_format) in marks


def _blank(work: _Compilation) -> Test:
    return lambda value, number_format, row, column: _is_blank(value)


def _not_blank(work: _Compilation) -> Test:
    return lambda value, number_format, row, column: not _is_blank(value)


def _is_blank(value: Value) -> bool:
    if isinstance(value, Formula):
        return not value.error and value.result in (None, "")
    return value is None or value == ""


def _is_date(work: _Compilation) -> Test:
    return _dates(lambda day, limits: True)(work)


def _custom(work: _Compilation) -> Test:
    operand = work.operands()[0]

    def test(value: Value, number_format: Json | None, row: int, column: int) -> bool:
        result = operand(row, column)
        return result is True or bool(_number(result))

    return test


_KINDS: Mapping[str, Callable[[_Compilation], Test]] = {
    "NUMBER_GREATER": _numbers(_first(operator.gt)),
    "NUMBER_GREATER_THAN_EQ": _numbers(_first(operator.ge)),
    "NUMBER_LESS": _numbers(_first(operator.lt)),
    "NUMBER_LESS_THAN_EQ": _numbers(_first(operator.le)),
    "NUMBER_EQ": _numbers(_among),
    "NUMBER_NOT_EQ": _numbers(_not_among, otherwise=True),
    "NUMBER_BETWEEN": _numbers(_between),
    "NUMBER_NOT_BETWEEN": _numbers(_outside),
    "TEXT_CONTAINS": _texts(_contains),
    "TEXT_NOT_CONTAINS": _texts(_contains, negated=True),
    "TEXT_STARTS_WITH": _texts(str.startswith),
    "TEXT_ENDS_WITH": _texts(str.endswith),
    "TEXT_EQ": _texts(operator.eq),
    "TEXT_NOT_EQ": _texts(operator.eq, negated=True),
    "TEXT_IS_EMAIL": _matches(_EMAIL),
    "TEXT_IS_URL": _matches(_URL),
    "FILTER_EXPRESSION": _texts(_follows),
    "DATE_EQ": _dates(_among),
    "DATE_NOT_EQ": _dates(_not_among, otherwise=True),
    "DATE_BEFORE": _dates(_first(operator.lt)),
    "DATE_AFTER": _dates(_first(operator.gt)),
    "DATE_ON_OR_BEFORE": _dates(_first(operator.le)),
    "DATE_ON_OR_AFTER": _dates(_first(operator.ge)),
    "DATE_BETWEEN": _dates(_between),
    "DATE_NOT_BETWEEN": _dates(_outside),
    "DATE_IS_VALID": _is_date,
    "ONE_OF_LIST": _one_of(lambda work: set(work.texts())),
    "ONE_OF_RANGE": _one_of(lambda work: work.listed()),
    "BLANK": _blank,
    "NOT_BLANK": _not_blank,
    "BOOLEAN": _boolean,
    "CUSTOM_FORMULA": _custom,
}
TYPES = frozenset(_KINDS)  # every ConditionType there is
# The others need no value; a text is compared with whatever is given, the empty text included.
_WITH_VALUES = frozenset(_KINDS) - {"TEXT_IS_EMAIL", "TEXT_IS_URL", "DATE_IS_VALID", "ONE_OF_LIST", "BLANK",
                                    "NOT_BLANK", "BOOLEAN"}  # fmt: skip
