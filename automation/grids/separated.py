"""Tables written as text, a row a line: which encoding, and which sign between the cells."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterator
from itertools import islice

_SEPARATORS = (";", "\t", ",", "|")
_TRIED = 50
"""Rows by which the sign between the cells is found."""


def table_of(content: bytes, most: int) -> list[list[str]] | None:
    """The first rows of a text, or None for what is no text."""
    text = _decoded(content)
    if text is None:
        return None
    separator = max(_SEPARATORS, key=lambda one: _regularity(text, one))
    return list(islice(_rows(text, separator), most))


def _decoded(content: bytes) -> str | None:
    """UTF-8 or UTF-16, and what is neither was written by a Russian Windows: any of its bytes is a letter."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", "replace")
    if b"\0" in content:
        return None
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1251", "replace")


def _rows(text: str, separator: str) -> Iterator[list[str]]:
    return csv.reader(io.StringIO(text, newline=""), delimiter=separator)


def _regularity(text: str, separator: str) -> int:
    """How many of the first rows have as many cells, more than one, as most of them."""
    try:
        widths = Counter(len(row) for row in islice(_rows(text, separator), _TRIED) if len(row) > 1)
    except csv.Error:
        return 0
    return max((count * 100 + width for width, count in widths.items()), default=0)
