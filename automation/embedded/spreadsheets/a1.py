"""A1 and R1C1 notation: names of ranges, read and written.

https://developers.google.com/workspace/sheets/api/guides/concepts#cell

    parse("'Банк наставников'!A2:C")  →  Reference("Банк наставников", Bounds(1, None, 0, 3))
"""

from __future__ import annotations

import re
from dataclasses import dataclass

MAX_COLUMNS = 18_278  # ZZZ

_CELL = re.compile(r"\$?([A-Za-z]{1,3})?\$?([1-9]\d{0,8})?\Z")
_R1C1 = re.compile(r"R([1-9]\d{0,8})C([1-9]\d{0,5})\Z", re.IGNORECASE)
_PLAIN_TITLE = re.compile(r"[A-Za-z_][A-Za-z0-9_]*\Z")
_LOOKS_LIKE_CELL = re.compile(r"([A-Za-z]{1,3}\d+|R\d*C\d*|R\d*|C\d*)\Z", re.IGNORECASE)


@dataclass(frozen=True)
class Bounds:
    """Rows and columns, counted from 0, ends not included; ``None`` where a side is open."""

    top: int | None = None
    bottom: int | None = None
    left: int | None = None
    right: int | None = None


@dataclass(frozen=True)
class Reference:
    """What a range's text says before it is looked up: a sheet's title (if any), and bounds or a name."""

    title: str | None
    bounds: Bounds | None
    name: str | None = None


def parse(text: str) -> Reference:
    """Read ``text``. A lone word that is no cell becomes a ``name``. Raises `ValueError` if it is no range."""
    title, rest = _split_title(text.strip())
    if rest is None:
        return Reference(title, Bounds())
    bounds = _bounds(rest)
    if bounds is None and (not rest or ":" in rest or "!" in rest):
        raise ValueError(text)
    return Reference(title, bounds, None if bounds else rest)


def _split_title(text: str) -> tuple[str | None, str | None]:
    """The title and the rest; the rest is ``None`` when a quoted title stands alone."""
    if text.startswith("'"):
        quoted = re.match(r"'((?:[^']|'')*)'(?:!(.*))?\Z", text, re.DOTALL)
        if not quoted:
            raise ValueError(text)
        return quoted.group(1).replace("''", "'"), quoted.group(2)
    if "!" in text:
        title, _, rest = text.rpartition("!")
        return title, rest
    return None, text


def _bounds(text: str) -> Bounds | None:
    first, colon, second = text.partition(":")
    start = _corner(first)
    end = _corner(second) if colon else start
    if start is None or end is None or (not colon and None in start):
        return None
    (top, left), (bottom, right) = start, end
    # A corner may lack its row or its column: "A2:B" is open below, "A2:2" to the right, "2:3" on both sides.
    if (left is None and right is not None) or (top is None and right is None):
        return None
    if top is None and bottom is not None:
        top, bottom = bottom, None
    return _ordered(top, bottom, left, right)


def _ordered(top: int | None, bottom: int | None, left: int | None, right: int | None) -> Bounds:
    if top is not None and bottom is not None:
        top, bottom = min(top, bottom), max(top, bottom)
    if left is not None and right is not None:
        left, right = min(left, right), max(left, right)
    return Bounds(top, None if bottom is None else bottom + 1, left, None if right is None else right + 1)


def _corner(text: str) -> tuple[int | None, int | None] | None:
    """Row and column of one corner, counted from 0."""
    if absolute := _R1C1.match(text):
        return int(absolute.group(1)) - 1, int(absolute.group(2)) - 1
    matched = _CELL.match(text)
    if not matched or not (matched.group(1) or matched.group(2)):
        return None
    letters, digits = matched.groups()
    return int(digits) - 1 if digits else None, column_index(letters) if letters else None


def column_index(letters: str) -> int:
    """``"A"`` → 0, ``"AA"`` → 26."""
    index = 0
    for letter in letters.upper():
        index = index * 26 + ord(letter) - 64
    return index - 1


def column_letters(index: int) -> str:
    """0 → ``"A"``, 26 → ``"AA"``."""
    letters, index = "", index + 1
    while index:
        index, remainder = divmod(index - 1, 26)
        letters = chr(65 + remainder) + letters
    return letters


def quote_title(title: str) -> str:
    """The title as it stands before ``!``: in quotes unless it is a plain word that is no cell."""
    if _PLAIN_TITLE.match(title) and not _LOOKS_LIKE_CELL.match(title):
        return title
    return "'" + title.replace("'", "''") + "'"


def write_bounds(title: str, bounds: Bounds) -> str:
    """The name of a range that may be open below or to the right: ``Sheet1!A11:B``, ``Sheet1!AA1:2``."""
    start = f"{column_letters(bounds.left or 0)}{(bounds.top or 0) + 1}"
    letters = "" if bounds.right is None else column_letters(bounds.right - 1)
    end = f"{letters}{'' if bounds.bottom is None else bounds.bottom}"
    return f"{quote_title(title)}!{start}" + (f":{end}" if end and end != start else "")


def write(title: str, top: int, bottom: int, left: int, right: int) -> str:
    """The name of a closed range, ends not included: ``Sheet1!A1:B2``, of a single cell ``Sheet1!A1``."""
    start = f"{column_letters(left)}{top + 1}"
    end = f"{column_letters(right - 1)}{bottom}"
    return f"{quote_title(title)}!{start}" + ("" if start == end else f":{end}")
