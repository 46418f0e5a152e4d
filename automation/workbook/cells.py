"""Cells ↔ values: what a column's type makes of what stands in its cells, and the way back.

A cell, as Sheets gives it unformatted, is None (empty), a str, a bool or a number; dates are serial numbers.
`read` never fails: a cell that cannot be a value of the column's type becomes a missing value and a sentence in
Russian beside it.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime, timedelta
from functools import lru_cache, singledispatch
from typing import Any, TypeGuard

import pandas as pd
from pandas.api.types import pandas_dtype

from sheets_schema.columns import (
    REMOVED,
    Choice,
    Choices,
    Column,
    Date,
    DateTime,
    Flag,
    Number,
    PersonName,
    Text,
    Variant,
    shortened,
)
from sheets_schema.vocabulary import FORMER_WORDS

Cell = str | float | bool | None
Problems = dict[int, str]
"""Position in the column → what is wrong with the cell there."""


class Unreadable(str):
    """What somebody typed where it is not a value of the column's type; `problem` says why. It is kept as typed."""

    problem: str = ""


LONGEST_CELL = 50_000
"""Characters: Google's limit for one cell."""

_EPOCH = datetime(1899, 12, 30)
"""Day 0 of a spreadsheet's serial dates."""

_LIKE_DATES = range(36526, 73051)
"""The serial numbers of the years 2000–2099: such a number where there ought to be text was typed as «21/1»."""

_EXACT = 10**15
"""Of a longer number a spreadsheet has not kept the last digits."""


def read(column: Column, cells: Sequence[Cell]) -> tuple[pd.Series, Problems]:
    """The typed values of one column, and what could not be read.

    Text-like columns come as pandas `str`, dates as `datetime64`, numbers as `float64`, flags as `bool`, several
    choices as tuples (empty when nothing is chosen).
    """
    problems: Problems = {}
    if all(cell is None for cell in cells):  # as most of the columns that jobs keep
        return _blank(column, len(cells)), problems
    convert = _reader(column)
    values: list[Any] = []
    for position, cell in enumerate(cells):
        try:
            values.append(convert(cell))
        except ValueError as error:
            values.append(convert(None))
            problems[position] = str(error)
    return pd.Series(values, dtype=_dtype(column)), problems


def value(column: Column, cell: Cell) -> Any:
    """The typed value of one cell by itself, as Python has it. `ValueError`, in Russian, where it is none."""
    return _reader(column)(cell)


def write(column: Column, values: Iterable[Any]) -> list[Cell]:
    """The cells that stand for these values; missing values become empty cells."""
    to_cell = _writer(column)
    return [None if is_missing(value) else to_cell(value) for value in values]


def empty(column: Column) -> Any:
    """What an empty cell of the column reads as."""
    return {Flag: False, Choices: ()}.get(type(column))


def read_one(column: Column, cell: Cell) -> Any:
    """The typed value of one cell, or the cell itself as `Unreadable`."""
    series, problems = read(column, [cell])
    if not problems:
        return series.iloc[0]
    typed = Unreadable(cell)
    typed.problem = problems[0]
    return typed


def serial(moment: date) -> float:
    """The serial number of a date or a moment."""
    at = moment if isinstance(moment, datetime) else datetime(moment.year, moment.month, moment.day)
    return (at.replace(tzinfo=None) - _EPOCH) / timedelta(days=1)


def from_serial(number: float) -> datetime:
    """The moment, to the second, that a serial number stands for. `ValueError` outside years 1900–9999."""
    seconds = round(number * 86_400) if 1 <= number < 2_958_466 else 0
    if not 86_400 <= seconds < 2_958_466 * 86_400:
        raise ValueError(f"число {number:g} — не дата")
    return _EPOCH + timedelta(seconds=seconds)


@singledispatch
def _reader(column: Column) -> Callable[[Cell], Any]:
    return _one_line


@_reader.register
def _(column: Text) -> Callable[[Cell], Any]:
    of_text = _text if column.long else _one_line
    return (lambda cell: of_text(_in_words(cell))) if column.dates else of_text


@_reader.register
def _(column: PersonName) -> Callable[[Cell], Any]:
    def convert(cell: Cell) -> str | None:
        name = _one_line(cell)
        return None if name is None or name.startswith(f"{REMOVED} ") else name

    return convert


@_reader.register
def _(column: Variant) -> Callable[[Cell], Any]:
    return lambda cell: None if cell == "" else cell


@_reader.register(Date)
@_reader.register(DateTime)
def _(column: Column) -> Callable[[Cell], Any]:
    def convert(cell: Cell) -> datetime | None:
        if cell is None or cell == "":
            return None
        try:
            moment = from_serial(cell if _is_number(cell) else serial(_spelled_date(str(cell).strip())))
        except (ValueError, OverflowError):
            raise ValueError(f"«{shortened(_shown(cell))}» — не дата; нужна {column.expects}") from None
        return moment if isinstance(column, DateTime) else moment.replace(hour=0, minute=0, second=0)

    return convert


@_reader.register
def _(column: Number) -> Callable[[Cell], Any]:
    def convert(cell: Cell) -> float | None:
        if cell is None or cell == "":
            return None
        spelled = cell if _is_number(cell) else re.sub(r"\s", "", str(cell)).replace(",", ".")
        try:
            return _finite(float(spelled))
        except (ValueError, OverflowError):
            raise ValueError(f"«{shortened(_shown(cell))}» — не число; напишите цифрами") from None

    return convert


_TICKED = {"да", "истина", "true", "yes", "1", "+", "✓", "x", "х"}
_NOT_TICKED = {"", "нет", "ложь", "false", "no", "0", "-"}


@_reader.register
def _(column: Flag) -> Callable[[Cell], Any]:
    def convert(cell: Cell) -> bool:
        spelled = ("" if cell is None else _shown(cell)).strip().lower()
        if spelled not in _TICKED | _NOT_TICKED:
            raise ValueError(f"«{shortened(spelled)}» — здесь может быть только галочка")
        return spelled in _TICKED

    return convert


@_reader.register
def _(column: Choices) -> Callable[[Cell], Any]:
    spelled = _by_lower(column.options)

    def convert(cell: Cell) -> tuple[str, ...]:
        parts = re.split(r"[,;\n]", _text(cell) or "")
        named = (" ".join(part.split()) for part in parts if part.strip())
        return tuple(dict.fromkeys(spelled.get(_plain(name), name) for name in named))

    return convert


@_reader.register
def _(column: Choice) -> Callable[[Cell], Any]:
    spelled = _by_lower(column.options)

    def convert(cell: Cell) -> str | None:
        name = _one_line(cell)
        return None if name is None else spelled.get(_plain(name), name)

    return convert


@singledispatch
def _writer(column: Column) -> Callable[[Any], Cell]:
    # As it will be read: what a job says again in the next cycle must not differ from what stands in the cell.
    if isinstance(column, Text) and column.long:
        return lambda value: _fitting(str(value).strip()) or None
    return lambda value: _fitting(" ".join(str(value).split())) or None


@_writer.register
def _(column: Variant) -> Callable[[Any], Cell]:
    return lambda value: value


@_writer.register(Date)
@_writer.register(DateTime)
def _(column: Column) -> Callable[[Any], Cell]:
    return lambda value: serial(pd.Timestamp(value).to_pydatetime())


@_writer.register
def _(column: Number) -> Callable[[Any], Cell]:
    return lambda value: round(float(value), column.decimals)


@_writer.register
def _(column: Flag) -> Callable[[Any], Cell]:
    return bool


@_writer.register
def _(column: Choices) -> Callable[[Any], Cell]:
    return lambda value: _fitting(", ".join(value)) or None


_TEXT = pandas_dtype("str")
_DTYPES: dict[type[Column], Any] = {
    Date: pandas_dtype("datetime64[us]"),
    DateTime: pandas_dtype("datetime64[us]"),
    Number: pandas_dtype("float64"),
    Flag: pandas_dtype("bool"),
    Choices: pandas_dtype("object"),
    Variant: pandas_dtype("object"),
}


def _dtype(column: Column) -> Any:
    return _DTYPES.get(type(column), _TEXT)


def _blank(column: Column, length: int) -> pd.Series:
    if isinstance(column, Choices | Variant):  # of one None pandas would make NaN, of one tuple a column
        return pd.Series([empty(column)] * length, dtype="object")
    blank: pd.Series = pd.Series(empty(column), index=pd.RangeIndex(length), dtype=_dtype(column))
    return blank


def is_missing(value: Any) -> bool:
    """Whether a value of a frame stands for an empty cell."""
    if isinstance(value, tuple):
        return not value
    return value is None or value is pd.NaT or (isinstance(value, float) and value != value)


def _finite(number: float) -> float:
    """«nan» and «1e999» are numbers to Python only."""
    if not math.isfinite(number):
        raise ValueError(number)
    return number


def _is_number(cell: Cell) -> TypeGuard[float]:
    return isinstance(cell, int | float) and not isinstance(cell, bool)


def _shown(cell: Cell) -> str:
    """What a person sees in the cell: 2301.0 is «2301», True is «ИСТИНА»."""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, bool):
        return "ИСТИНА" if cell else "ЛОЖЬ"
    return f"{cell:.15g}" if isinstance(cell, float) else str(cell)


def _text(cell: Cell) -> str | None:
    return None if cell is None else _typed(cell).strip() or None


def _one_line(cell: Cell) -> str | None:
    return None if cell is None else " ".join(_typed(cell).split()) or None


def _typed(cell: Cell) -> str:
    """What was typed into a cell for text. `ValueError` for a number that it was taken for: it stands there no more."""
    if _is_number(cell) and (taken_for := _taken_for(cell)):
        shown = shortened(_shown(cell).replace(".", ","))
        raise ValueError(f"стоит число {shown}: таблица приняла то, что вы ввели, за {taken_for}; {_TYPE_AGAIN}")
    return _shown(cell)


_TYPE_AGAIN = "впишите заново, поставив в начале апостроф (')"


def _taken_for(number: float) -> str:
    if isinstance(number, float) and not number.is_integer():
        return "дробь или время"
    if int(number) in _LIKE_DATES:
        return f"дату {from_serial(number):%d.%m.%Y}"
    return "слишком длинное число и потеряла последние цифры" if abs(number) >= _EXACT else ""


def _in_words(cell: Cell) -> Cell:
    """A day as people write it, where one stands as a number."""
    is_day = _is_number(cell) and cell in _LIKE_DATES
    return f"{from_serial(float(cell)):%d.%m.%Y}" if is_day and cell is not None else cell


def _spelled_date(text: str) -> datetime:
    """«01.09.2026», «1.9.26», «01.09.2026 9:30», «2026-09-01»."""
    found = re.fullmatch(
        r"(\d{1,2})[./-](\d{1,2})[./-](\d{2}|\d{4})(?:\s*г\.?)?(?:[ ,]+(\d{1,2}):(\d{2})(?::\d{2})?)?", text
    )
    if not found:
        return datetime.fromisoformat(text).replace(tzinfo=None)
    day, month, year, hour, minute = (int(part or 0) for part in found.groups())
    return datetime(year if year > 99 else 2000 + year, month, day, hour, minute)


def _fitting(text: str) -> str:
    """Text that one cell holds: what is too long is cut, and says so."""
    cut = " … (не поместилось в ячейку)"
    return text if len(text) <= LONGEST_CELL else text[: LONGEST_CELL - len(cut)] + cut


def _by_lower(options: tuple[str, ...]) -> dict[str, str]:
    """Options by their plain spelling: people do not type «–», nor always «ё»; and by their former words."""
    former = {_plain(word): now for word, now in FORMER_WORDS.items() if now in options}
    return former | {_plain(option): option for option in options}


@lru_cache(maxsize=5_000)
def _plain(text: str) -> str:
    """«Педагог — учёный» as «педагог-ученый»."""
    return re.sub(r"\s*[-–—‑]\s*", "-", text.lower().replace("ё", "е"))
