"""An .xlsx as somebody sent it: how much there is of it, told before openpyxl takes it apart.

openpyxl makes an object of every cell that is named, be it by a range that reaches from one corner to the other.
"""

from __future__ import annotations

import io
import re
import zipfile

MOST_SHEETS = 200  # Google's: https://support.google.com/drive/answer/37603
MOST_CELLS = 1_000_000  # with something in them: some ten seconds
MOST_COVERED = 200_000  # cells under merged and linked ranges
MOST_STYLES = 65_490  # Excel's
LAST_ROW, LAST_COLUMN = 1_048_576, 18_278

_SHEET = re.compile(r"xl/worksheets/[^/]+\.xml\Z", re.IGNORECASE)
_COUNTED = {
    re.compile(rb"<(?:\w+:)?c[\s/>]"): MOST_CELLS,
    re.compile(rb"<(?:\w+:)?row[\s/>]"): LAST_ROW,
    re.compile(rb"<(?:\w+:)?si[\s/>]"): MOST_CELLS,
    re.compile(rb"<(?:\w+:)?xf[\s/>]"): MOST_STYLES,
    re.compile(rb"<(?:\w+:)?sheet\s"): MOST_SHEETS,
}
_RANGE = re.compile(rb"<(?:\w+:)?(?:mergeCell|hyperlink)\s[^>]*?\bref\s*=\s*[\"']([^\"']*)")
_CORNERS = re.compile(rb"\s*\$?([A-Za-z]{1,3})\$?([0-9]{1,7})(?::\$?([A-Za-z]{1,3})\$?([0-9]{1,7}))?\s*\Z")


class TooLarge(ValueError):
    """There is more in the file than any table that people fill."""


def check(content: bytes) -> None:
    """Raise `TooLarge` for an .xlsx with more than `MOST_CELLS` cells and so on; what is no archive passes."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            parts = {name: package.read(name) for name in package.namelist() if name.lower().endswith(".xml")}
    except Exception:  # a broken archive fails in as many ways as it can be packed: openpyxl will say so
        return
    for pattern, most in _COUNTED.items():
        if sum(_count(pattern, part) for part in parts.values()) > most:
            raise TooLarge(pattern.pattern)
    if sum(map(_covered, (part for name, part in parts.items() if _SHEET.match(name)))) > MOST_COVERED:
        raise TooLarge("ranges")


def _count(pattern: re.Pattern[bytes], part: bytes) -> int:
    return sum(1 for _ in pattern.finditer(part))


def _covered(sheet: bytes) -> int:
    """How many cells the merged and linked ranges of a sheet cover; all there may be for one that is none."""
    return sum(_area(found) for found in _RANGE.findall(sheet))


def _area(reference: bytes) -> int:
    corners = _CORNERS.match(reference)
    if corners is None:
        return MOST_COVERED + 1
    left, top, right, bottom = corners.groups()
    if right is None:
        return 1
    return (abs(int(bottom) - int(top)) + 1) * (abs(_column(right) - _column(left)) + 1)


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - 64
    return number
