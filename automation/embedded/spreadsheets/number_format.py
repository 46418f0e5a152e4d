"""Numbers and dates as a cell shows them.

Patterns: https://developers.google.com/workspace/sheets/api/guides/formats
"""

from __future__ import annotations

import functools
import re
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Context, Decimal
from typing import Any

from automation.embedded.spreadsheets.locales import Locale

EPOCH = datetime(1899, 12, 30)
_EXACT = Context(prec=400)  # the longest number that a cell holds has 309 digits
DATE_TYPES = ("DATE", "TIME", "DATE_TIME")

_DATE_TOKEN = re.compile(r'"[^"]*"|\\.|\[[hms]+\]|am/pm|a/p|y+|m+|d+|h+|s+(?:\.0+)?|.', re.IGNORECASE)
_NUMBER_BODY = re.compile(r"[#0?,.]*[#0?][#0?,.]*(?:[eE][+-]?0+)?")
_LONGEST_PATTERN = 255  # characters, as in Excel
_CURRENCY_SIGN = r"\[\$([^\]-]*)[^\]]*\]"  # ``[$€]``, ``[$€-407]``
_LITERAL = re.compile(rf'"([^"]*)"|\\(.)|{_CURRENCY_SIGN}|\[[^\]]*\]|[_*].|(%)|(.)')


def serial(moment: datetime) -> int | float:
    """Days since 30 December 1899, as Sheets counts; a whole number for midnight."""
    days = (moment.replace(tzinfo=None) - EPOCH) / timedelta(days=1)
    return int(days) if days.is_integer() else days


def from_serial(number: float) -> datetime:
    """The moment of a serial number, to the millisecond. Raises `OverflowError` outside of the calendar."""
    return EPOCH + timedelta(milliseconds=round(number * 86_400_000))


def is_date(number_format: dict[str, Any] | None) -> bool:
    """Whether a cell with this ``NumberFormat`` shows a date or a time."""
    return bool(number_format) and (number_format or {}).get("type") in DATE_TYPES


def show_number(number: float, number_format: dict[str, Any] | None, locale: Locale) -> str:
    """``number`` as a cell with this ``NumberFormat`` shows it."""
    if not number_format:
        return show_general(number, locale)
    kind = number_format.get("type", "NUMBER_FORMAT_TYPE_UNSPECIFIED")
    pattern = number_format.get("pattern") or _default_pattern(kind, locale)
    if not pattern or pattern == "@" or pattern.lower() == "general" or len(pattern) > _LONGEST_PATTERN:
        return show_general(number, locale)
    if kind in DATE_TYPES:
        return show_date(number, pattern, locale)
    return _by_sections(number, pattern, locale)


def _default_pattern(kind: str, locale: Locale) -> str:
    return {
        "NUMBER": "#,##0.00",
        "PERCENT": "0.00%",
        "CURRENCY": locale.currency_pattern,
        "SCIENTIFIC": "0.00E+00",
        "DATE": locale.date_pattern,
        "TIME": locale.time_pattern,
        "DATE_TIME": locale.date_time_pattern,
    }.get(kind, "")


def show_general(number: float, locale: Locale) -> str:
    """A number without a format: whole numbers whole, others with at most ten significant digits."""
    if float(number).is_integer() and abs(number) < 1e15:
        return str(int(number))
    mantissa, _, exponent = f"{number:.10g}".partition("e")
    text = mantissa.replace(".", locale.decimal)
    return f"{text}E{int(exponent):+03d}" if exponent else text


def _by_sections(number: float, pattern: str, locale: Locale) -> str:
    sections = pattern.split(";")
    if number == 0 and len(sections) > 2:
        return _show(0, sections[2], locale)
    if number < 0 and len(sections) > 1:
        return _show(-number, sections[1], locale)
    return _show(number, sections[0], locale)


def _show(number: float, section: str, locale: Locale) -> str:
    literal_free = re.sub(r'"[^"]*"|\\.|\[[^\]]*\]', lambda m: "\0" * len(m.group()), section)
    body = _NUMBER_BODY.search(literal_free)
    if body is None:
        return _literal(section)
    before, after = section[: body.start()], section[body.end() :]
    amount = Decimal(repr(number)).scaleb(2 * (_has_percent(before) + _has_percent(after)))
    digits = _digits(abs(amount), body.group(), locale)
    sign = "-" if amount < 0 and any(c in "123456789" for c in digits) else ""
    return f"{sign}{_literal(before)}{digits}{_literal(after)}"


def _has_percent(text: str) -> bool:
    return any(match.group(4) for match in _LITERAL.finditer(text))


def _literal(text: str) -> str:
    return "".join("".join(filter(None, match.groups()))
                   for match in _LITERAL.finditer(text))  # fmt: skip


def _digits(amount: Decimal, body: str, locale: Locale) -> str:
    mantissa, mark, exponent = re.split(r"([eE][+-]?)", body, maxsplit=1) if re.search("[eE]", body) else (body, "", "")
    if mark:
        return _scientific(amount, mantissa, len(exponent), locale)
    whole, _, fraction = mantissa.partition(".")
    least, most = fraction.count("0"), len(re.sub("[^#0?]", "", fraction))
    rounded = amount.quantize(Decimal(1).scaleb(-most), ROUND_HALF_UP, _EXACT)
    left, _, right = f"{rounded:f}".partition(".")
    left = left.lstrip("0").rjust(whole.count("0"), "0")
    if "," in whole:
        left = re.sub(r"(?<=\d)(?=(\d{3})+$)", locale.group, left)
    right = right[:least] + right[least:].rstrip("0")
    return left + (locale.decimal + right if right else "")


def _scientific(amount: Decimal, mantissa: str, width: int, locale: Locale) -> str:
    places = len(re.sub("[^#0?]", "", mantissa.partition(".")[2]))
    base, _, exponent = f"{amount:.{places}E}".partition("E")
    return f"{base.replace('.', locale.decimal)}E{int(exponent):+0{width + 1}d}"


def show_date(number: float, pattern: str, locale: Locale) -> str:
    """A serial number as a date by ``pattern`` ("dd.mm.yyyy hh:mm")."""
    try:
        moment = from_serial(number)
    except OverflowError:
        return show_general(number, locale)
    tokens = _DATE_TOKEN.findall(pattern)
    noon = any(token.lower() in ("am/pm", "a/p") for token in tokens)
    shown = []
    for index, token in enumerate(tokens):
        if token[0].lower() == "m" and _is_minute(tokens, index):
            token = "N" * len(token)
        shown.append(_show_token(token, moment, number, noon, locale))
    return "".join(shown)


def date_tokens(pattern: str) -> list[str]:
    """The parts of a pattern of a date: ``d``, a space, ``mmmm``, ``" г."`` …"""
    return list(_DATE_TOKEN.findall(pattern))


def is_month_or_weekday(token: str) -> bool:
    """Whether a part of a pattern shows a name, as ``mmmm`` and ``ddd`` do."""
    return len(token) > 2 and token[0] in "mMdD"


def month_names(language: str, width: int) -> list[str]:
    """The months as ``width`` letters ``m`` show them, January first."""
    names = _names(language)[0 if width == 3 else 1]
    return [str(names[month])[: 1 if width == 5 else None] for month in range(1, 13)]


def weekday_names(language: str, width: int) -> list[str]:
    """The days of the week as ``width`` letters ``d`` show them, Monday first."""
    names = _names(language)[2 if width == 3 else 3]
    return [str(names[day]) for day in range(7)]


def _is_minute(tokens: list[str], index: int) -> bool:
    """``m`` means minutes right after hours or right before seconds, months elsewhere."""
    before = next((t for t in reversed(tokens[:index]) if t[0].isalpha() or t[0] == "["), "")
    after = next((t for t in tokens[index + 1 :] if t[0].isalpha() or t[0] == "["), "")
    return before.strip("[")[:1].lower() == "h" or after.strip("[")[:1].lower() == "s"


def _show_token(token: str, moment: datetime, number: float, noon: bool, locale: Locale) -> str:
    if token[0] in '"\\':
        return token.strip('"') if token[0] == '"' else token[1:]
    if token[0] == "[" and len(token) > 1:
        return _elapsed(token, number)
    width, letter = len(token), token[0]
    if token.lower() in ("am/pm", "a/p"):
        return ("AM", "PM")[moment.hour >= 12]
    match letter if letter == "N" else letter.lower():
        case "y":
            return f"{moment.year:04d}" if width > 2 else f"{moment.year % 100:02d}"
        case "m":
            return _month(moment, width, locale)
        case "d":
            return _day(moment, width, locale)
        case "h":
            hour = (moment.hour % 12 or 12) if noon else moment.hour
            return f"{hour:0{min(width, 2)}d}"
        case "N":
            return f"{moment.minute:0{min(width, 2)}d}"
        case "s":
            return _seconds(token, moment)
        case _:
            return token


def _seconds(token: str, moment: datetime) -> str:
    whole, _, fraction = token.partition(".")
    shown = f"{moment.second:0{min(len(whole), 2)}d}"
    return shown + (f".{moment.microsecond:06d}"[: len(fraction) + 1] if fraction else "")


def _elapsed(token: str, number: float) -> str:
    seconds = round(number * 86_400)
    unit = {"h": 3600, "m": 60, "s": 1}[token[1].lower()]
    return f"{seconds // unit:0{len(token) - 2}d}"


def _month(moment: datetime, width: int, locale: Locale) -> str:
    if width < 3:
        return f"{moment.month:0{width}d}"
    return month_names(locale.language, width)[moment.month - 1]


def _day(moment: datetime, width: int, locale: Locale) -> str:
    if width < 3:
        return f"{moment.day:0{width}d}"
    return weekday_names(locale.language, width)[moment.weekday()]


@functools.cache
def _names(language: str) -> tuple[Any, Any, Any, Any]:
    from babel.dates import get_day_names, get_month_names  # its data takes a while to load

    return (
        get_month_names("abbreviated", locale=language),
        get_month_names("wide", locale=language),
        get_day_names("abbreviated", locale=language),
        get_day_names("wide", locale=language),
    )
