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

_CURRENCY = "$€£₽"
_TIME = re.compile(r"(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,3}))?)?(?:\s*([AaPp])\.?[Mm]\.?)?\Z")
_ISO_DATE = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})\Z")
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
    currency = bool(bare) and (bare[0] in _CURRENCY or bare[-1] in _CURRENCY)
    bare = bare.strip(_CURRENCY + " ")
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
        return number, {"type": "CURRENCY", "pattern": locale.currency_pattern}
    if locale.group in bare or (locale.group == "\u00a0" and " " in bare):
        return number, {"type": "NUMBER", "pattern": "#,##0.00" if locale.decimal in bare else "#,##0"}
    return number, {"type": "SCIENTIFIC", "pattern": "0.00E+00"} if "e" in bare.lower() else None


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
    date_text, _, time_text = text.partition(" ")
    if "T" in text and re.match(r"\d{4}-\d\d-\d\dT\d", text):
        date_text, _, time_text = text.rstrip("Z").partition("T")
    if not time_text or _date(date_text, locale, today) is None:
        return _date_or_time(text, locale, today)
    fraction = _time(time_text.strip())
    day = _date(date_text, locale, today)
    if fraction is None or day is None:
        return None
    return day + fraction, {"type": "DATE_TIME", "pattern": locale.date_time_pattern}


def _date_or_time(text: str, locale: Locale, today: datetime) -> Entered | None:
    day = _date(text, locale, today)
    if day is not None:
        pattern = "yyyy-mm-dd" if _ISO_DATE.match(text) and "-" in text else locale.date_pattern
        return day, {"type": "DATE", "pattern": pattern}
    fraction = _time(text)
    return None if fraction is None else (fraction, {"type": "TIME", "pattern": locale.time_pattern})


def _date(text: str, locale: Locale, today: datetime) -> int | float | None:
    parts = _date_parts(text, locale, today)
    if parts is None:
        return None
    try:
        return serial(datetime(*parts))
    except ValueError:
        return None


def _date_parts(text: str, locale: Locale, today: datetime) -> tuple[int, int, int] | None:
    if iso := _ISO_DATE.match(text):
        return int(iso.group(1)), int(iso.group(2)), int(iso.group(3))
    matched = _LOCAL_DATE.match(text)
    # In an English locale "1.5" is a number; dots part dates only where they are the local custom.
    if not matched or (matched.group(2) == "." and "." not in locale.date_pattern and not matched.group(4)):
        return None
    first, _, second, year_text = matched.groups()
    day, month = (first, second) if locale.date_order == "dmy" else (second, first)
    return _full_year(year_text, today), int(month), int(day)


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
