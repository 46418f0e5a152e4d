"""Tables written as text, a row a line: which encoding, and which sign between the cells."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
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
    """UTF-8 or UTF-16, and what is neither was written by a Russian Windows, or by a program as old as DOS."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", "replace")
    if b"\0" in content:
        return _of_two_bytes(content)
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return max((content.decode(one, "replace") for one in _OF_ONE_BYTE), key=_as_russian)


_OF_ONE_BYTE = ("cp1251", "cp866", "koi8-r")
_COMMONEST = frozenset("оеаинтсрвл")


def _as_russian(text: str) -> int:
    """How many of its letters are those that every Russian text is full of: to each encoding they are others."""
    return sum(letter in _COMMONEST for letter in text[:_LETTERS_TRIED].lower())


_LETTERS_TRIED = 20_000


def _of_two_bytes(content: bytes) -> str | None:
    """UTF-16 that does not say so: all of it can be read."""
    for encoding in ("utf-16-le", "utf-16-be"):
        with suppress(UnicodeDecodeError):
            text = content.decode(encoding)
            if all(sign.isprintable() or sign.isspace() for sign in text) and _as_russian(text):
                return text
    return None


def _rows(text: str, separator: str) -> Iterator[list[str]]:
    return csv.reader(io.StringIO(text, newline=""), delimiter=separator)


def _regularity(text: str, separator: str) -> int:
    """How many of the first rows have as many cells, more than one, as most of them."""
    try:
        widths = Counter(len(row) for row in islice(_rows(text, separator), _TRIED) if len(row) > 1)
    except csv.Error:
        return 0
    return max((count * 100 + width for width, count in widths.items()), default=0)
