"""What a person types, read as Sheets reads it (``valueInputOption=USER_ENTERED``).

https://developers.google.com/workspace/sheets/api/reference/rest/v4/ValueInputOption
"""

from __future__ import annotations

import math
import re
from datetime import datetime
from typing import Any

from automation.embedded.errors import ApiError, invalid
from automation.embedded.spreadsheets.locales import Locale
from automation.embedded.spreadsheets.model import MAX_TEXT, Formula, Value
from automation.embedded.spreadsheets.number_format import serial

Entered = tuple[Value, dict[str, str] | None]  # the value, and the number format that typing it brings

_CURRENCY_SIGNS = ("$", "€", "£", "₽")
_TIME = re.compile(r"(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,3}))?)?(?:\s*([AaPp])\.?[Mm]\.?)?\Z")
_ISO_DATE = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})\Z")
_MONTHS = ("january", "february", "march", "april", "may", "june", "july", "august", "september", "october",
           "november", "december")  # fmt: skip
_MONTH = r"(?P<month>[a-z]{3,9})\.?"
_WEEKDAY = r"(?:(?P<weekday>(?:mon|tue|wed|thu|fri|sat|sun)[a-z]{0,6})\.?,? )?"
# ``Mar 1 2016``, ``Sep 1, 2026``, ``Mar 2016``, ``1 Mar 2016``, ``1-Mar-16``
_NAMED_DATES = [
    re.compile(_WEEKDAY + pattern + r"\Z", re.IGNORECASE)
    for pattern in (
        _MONTH + r"[ -](?P<day>\d{1,2})(?:(?:, ?|[ -])(?P<year>\d{4}|\d{2}))?",
        _MONTH + r",?[ -](?P<year>\d{4})",
        r"(?P<day>\d{1,2})[ -]" + _MONTH + r"(?:(?:, ?|[ -])(?P<year>\d{4}|\d{2}))?",
    )
]
_WITH_TIME = re.compile(r"(.+?)(?:T|\s+)(\d{1,2}:\d{2}.*?)Z?\Z")
_LOCAL_DATE = re.compile(r"(\d{1,2})([-/.])(\d{1,2})(?:\2(\d{4}|\d{2}))?\Z")


def normal_number(number: float) -> int | float:
    """Whole numbers whole, so that JSON says ``1`` and not ``1.0``, as Google does; others in 64 bits.

    Raises `ApiError` 400 for a number that 64 bits cannot hold.
    """
    try:
        double = float(number)
    except OverflowError:
        double = math.inf
    if not math.isfinite(double):
        raise invalid("Invalid value: the number is out of range.")
    return int(double) if double.is_integer() and abs(double) < 2**53 else double


def check_length(text: str) -> None:
    """Raises `ApiError` 400 for more than a cell holds."""
    if len(text) > MAX_TEXT:
        raise too_long()


def too_long() -> ApiError:
    """400 for more than a cell holds."""
    return invalid(f"Your input contains more than the maximum of {MAX_TEXT} characters in a single cell.")


def read_typed(text: str, locale: Locale, today: datetime) -> Entered:
    """What typing ``text`` into a cell puts there. ``today`` gives the year to a date without one."""
    if text.startswith("'"):
        return text[1:], None
    if text.startswith("=") and len(text) > 1:
        return Formula(text), None
    stripped = text.strip()
    if stripped.upper() in ("TRUE", locale.true):
        return True, None
    if stripped.upper() in ("FALSE", locale.false):
        return False, None
    if not stripped or not any(character.isdigit() for character in stripped) or len(stripped) > 40:
        return text, None
    return _moment(stripped, locale, today) or _number(stripped, locale) or (text, None)


def _number(text: str, locale: Locale) -> Entered | None:
    bare = text.replace("\u00a0", " ").replace("\u202f", " ")
    percent = bare.endswith("%") or bare.startswith("%")
    bare = bare.strip("% ")
    bare, currency = _without_currency(bare)
    number = _plain_number(bare, locale)
    if number is None:
        return None
    if percent:
        # Dividing as decimal text keeps 7% from becoming 0.07000000000000001.
        return normal_number(float(f"{number!r}e-2") if "e" not in repr(number) else number / 100), {
            "type": "PERCENT",
            "pattern": "0.00%" if locale.decimal in bare else "0%",
        }
    if currency:
        return number, {"type": "CURRENCY", "pattern": locale.currency(currency)}
    if locale.group in bare or (locale.group == "\u00a0" and " " in bare):
        return number, {"type": "NUMBER", "pattern": "#,##0.00" if locale.decimal in bare else "#,##0"}
    return number, {"type": "SCIENTIFIC", "pattern": "0.00E+00"} if "e" in bare.lower() else None


def _without_currency(text: str) -> tuple[str, str]:
    """A number and the sign of its currency (``-€5``, ``5 €``); no sign where there is none, or more than one."""
    sign, rest = ("-", text[1:]) if text[:2] and text[0] == "-" and text[1:2] in _CURRENCY_SIGNS else ("", text)
    if rest[:1] in _CURRENCY_SIGNS:
        return sign + rest[1:].strip(" "), rest[0]
    if rest[-1:] in _CURRENCY_SIGNS:
        return rest[:-1].strip(" "), rest[-1]
    return text, ""


def _plain_number(text: str, locale: Locale) -> int | float | None:
    group = "[ \u00a0]" if locale.group == "\u00a0" else re.escape(locale.group)
    decimal = re.escape(locale.decimal)
    pattern = rf"[-+]?(\d{{1,3}}(?:{group}\d{{3}})+|\d+)?({decimal}\d*)?([eE][-+]?\d+)?"
    matched = re.fullmatch(pattern, text)
    if not matched or not (matched.group(1) or (matched.group(2) and len(matched.group(2)) > 1)):
        return None
    plain = re.sub(group, "", text).replace(locale.decimal, ".")
    number = float(plain)
    return normal_number(number) if math.isfinite(number) else None


def _moment(text: str, locale: Locale, today: datetime) -> Entered | None:
    matched = _WITH_TIME.match(text)
    date = _date(matched[1], locale, today) if matched else None
    if matched is None or date is None:
        return _date_or_time(text, locale, today)
    fraction = _time(matched[2])
    return None if fraction is None else (date[0] + fraction, _of_type("DATE_TIME", locale.date_time_pattern))


def _date_or_time(text: str, locale: Locale, today: datetime) -> Entered | None:
    date = _date(text, locale, today)
    if date is not None:
        return date[0], _of_type("DATE", date[1])
    fraction = _time(text)
    return None if fraction is None else (fraction, _of_type("TIME", locale.time_pattern))


def _of_type(kind: str, pattern: str) -> dict[str, str]:
    return {"type": kind, "pattern": pattern}


def _date(text: str, locale: Locale, today: datetime) -> tuple[int | float, str] | None:
    """The serial number of a date, and the pattern in which it goes on showing."""
    found = _date_parts(text, locale, today) or (_named_date(text, today) if locale.language == "en" else None)
    if found is None:
        return None
    (year, month, day), pattern = found
    try:
        return serial(datetime(year, month, day)), pattern
    except ValueError:
        return None


_Dated = tuple[tuple[int, int, int], str]  # year, month and day, and a pattern


def _date_parts(text: str, locale: Locale, today: datetime) -> _Dated | None:
    if iso := _ISO_DATE.match(text):
        numbers = int(iso.group(1)), int(iso.group(2)), int(iso.group(3))
        return numbers, "yyyy-mm-dd" if "-" in text else locale.date_pattern
    matched = _LOCAL_DATE.match(text)
    # In an English locale "1.5" is a number; dots part dates only where they are the local custom.
    if not matched or (matched.group(2) == "." and "." not in locale.date_pattern and not matched.group(4)):
        return None
    first, _, second, year_text = matched.groups()
    day, month = (first, second) if locale.date_order == "dmy" else (second, first)
    return (_full_year(year_text, today), int(month), int(day)), locale.date_pattern


def _named_date(text: str, today: datetime) -> _Dated | None:
    """A date whose month is a word; it goes on showing as it was typed."""
    matched = next(filter(None, (pattern.match(text) for pattern in _NAMED_DATES)), None)
    month = _month_of(matched["month"]) if matched else None
    if matched is None or month is None:
        return None
    parts = matched.groupdict()
    shown = {"weekday": "ddd", "month": "mmm", "day": "d", "year": "y" * len(parts["year"] or "")}
    pattern = text
    for name, start in sorted(((name, matched.start(name)) for name in parts), key=lambda each: -each[1]):
        if start >= 0:
            word = re.split(r"\W", text[start:], maxsplit=1)[0].lower()
            is_long = word.endswith("day") or (word in _MONTHS and len(word) > 3)
            pattern = pattern[:start] + shown[name] + shown[name][:1] * is_long + pattern[start + len(word) :]
    return (_full_year(parts["year"], today), month, int(parts.get("day") or 1)), pattern


def _month_of(word: str) -> int | None:
    word = word.lower()
    return next((number for number, name in enumerate(_MONTHS, start=1) if word in (name, name[:3])), None) or (
        9 if word == "sept" else None
    )


def _full_year(text: str | None, today: datetime) -> int:
    if text is None:
        return today.year
    year = int(text)
    return year if len(text) == 4 else year + (2000 if year < 50 else 1900)


def _time(text: str) -> float | None:
    matched = _TIME.match(text)
    if not matched:
        return None
    hour, minute, second = (int(part or 0) for part in matched.groups()[:3])
    if matched.group(5):
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if matched.group(5).lower() == "p" else 0)
    if minute > 59 or second > 59:
        return None
    thousandths = int((matched.group(4) or "0").ljust(3, "0"))
    return (hour * 3600 + minute * 60 + second + thousandths / 1000) / 86_400


def from_json(value: Any, *, typed: bool, locale: Locale, today: datetime) -> Entered:
    """The cell for one JSON value of a ``ValueRange``; the caller skips nulls."""
    if isinstance(value, str):
        return read_typed(value, locale, today) if typed else (value, None)
    if isinstance(value, int | float) and not isinstance(value, bool):
        return normal_number(value), None
    return value, None
