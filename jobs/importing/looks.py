"""What the cells of a column look like, whatever its title says: dates of birth, names, addresses, classes."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date

from automation.grids import Cell
from automation.workbook.cells import from_serial
from jobs.importing.fields import FULL_NAME

_SAMPLE = 200
_BIRTHS = range(1930, 2021)

_WORD = r"[А-ЯЁа-яё][А-ЯЁа-яё’'-]+"
_PATRONYMIC = r"[А-ЯЁа-яё]+(?:ич|вна|ична|ИЧ|ВНА|ИЧНА|[ -](?:оглы|кызы|ОГЛЫ|КЫЗЫ))"
_NAME = re.compile(rf"{_WORD} +{_WORD} +{_PATRONYMIC}")
_EMAIL = re.compile(r"\S+@\S+\.\S+")
_PHONE = re.compile(r"(?:\+?[78])?[ (-]*9?\d{2,4}(?:[ )-]*\d){6,8}(?:[,;/].*)?")
_CLASS = re.compile(r"(?:[1-9]|1[0-2])\s*[-–]?\s*[«\"']?\s*[А-ЯЁа-яё]\s*[»\"']?(?:\s*(?:класс|кл\.?))?")
_GROUP = re.compile(r"(?:группа\s+)?[А-ЯЁA-Z][А-ЯЁA-Zа-яё]{0,5}\s?[-–/]?\s?\d{1,4}(?:[-–/]\d{1,2})?[а-яё]{0,3}")

_OTHER_DATE = re.compile(
    r"(\d{1,2})\s+(январ|феврал|март|апрел|ма[йя]|июн|июл|август|сентябр|октябр|ноябр|декабр)\w*\s+(\d{4})(?:\s*г\w*\.?)?"
)
_MONTHS = ["январ", "феврал", "март", "апрел", "ма", "июн", "июл", "август", "сентябр", "октябр", "ноябр", "декабр"]


def is_class(text: str) -> bool:
    """«9А», «10 "Б" класс», «А-32»."""
    return bool(_CLASS.fullmatch(text.strip()) or _GROUP.fullmatch(text.strip()))


def day_in(value: object) -> date | None:
    """The day that a cell names, whether it is a date, its serial number or a text."""
    if isinstance(value, date):
        return value
    if isinstance(value, bool) or value is None:
        return None
    text = f"{value:.15g}" if isinstance(value, int | float) else " ".join(str(value).split())
    try:
        if re.fullmatch(r"\d{5}(?:\.0+)?", text):
            return from_serial(float(text)).date()
        if said := _OTHER_DATE.match(text.lower()):
            month = next(number for number, stem in enumerate(_MONTHS, 1) if said[2].startswith(stem))
            return date(int(said[3]), month, int(said[1]))
        found = re.match(r"(\d{1,2})[./-](\d{1,2})[./-](\d{4}|\d{2})(?!\d)|(\d{4})-(\d{2})-(\d{2})", text)
        if found is None:
            return None
        if found[4]:
            return date(int(found[4]), int(found[5]), int(found[6]))
        return date(_whole_year(found[3]), int(found[2]), int(found[1]))
    except ValueError:
        return None


def _whole_year(written: str) -> int:
    """«85» is 1985, «09» is 2009: nobody in a list is born later than that, or is older than ninety."""
    year = int(written)
    if len(written) > 2:
        return year
    return 2000 + year if 2000 + year < _BIRTHS.stop else 1900 + year


def _is_birth(cell: Cell) -> bool:
    day = day_in(cell.value)
    return day is not None and day.year in _BIRTHS


_LOOKS: Mapping[str, Callable[[Cell], bool]] = {
    "born": _is_birth,
    "email": lambda cell: bool(_EMAIL.fullmatch(cell.text)),
    "phone": lambda cell: bool(_PHONE.fullmatch(cell.text)),
    FULL_NAME: lambda cell: bool(_NAME.fullmatch(" ".join(cell.text.split()))),
    "patronymic": lambda cell: bool(re.fullmatch(_PATRONYMIC, cell.text.strip())),
    "occupation": lambda cell: is_class(cell.text),
}
"""Field → whether a cell looks like what stands there."""

MUST_LOOK = ("born", "email", "phone")
"""A column of these in which nothing looks like it is something else, whatever its title says."""


def look(column: Sequence[Cell]) -> Mapping[str, float]:
    """Field → which part of a column's cells look like it, from 0 to 1; nothing of an empty column."""
    said = [cell for cell in column if cell.text][:_SAMPLE]
    return {name: sum(map(looks, said)) / len(said) for name, looks in _LOOKS.items()} if said else {}
