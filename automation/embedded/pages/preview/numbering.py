"""The numbers of a .docx's paragraphs, as Word counts them: «1.», «1.1.», «а)».

An order's points must carry the numbers that they were signed with, also where a list goes on after other text.
ECMA-376, part 1, 17.9.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from docx.oxml.ns import qn

Element = Any  # an lxml element, for which there are no types

BULLET = "•"

_RUSSIAN = "абвгдежзиклмнопрстуфхцчшщэюя"  # without the letters that lists leave out
_ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"))
_ROMAN_SMALL = ((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))
_MAX_LEVEL = 9


@dataclass(frozen=True)
class _Level:
    form: str
    text: str
    start: int


def _roman(number: int) -> str:
    text = ""
    for value, letters in (*_ROMAN, *_ROMAN_SMALL):
        text += letters * (number // value)
        number %= value
    return text


def _letters(alphabet: str) -> Callable[[int], str]:
    def written(number: int) -> str:
        turns, place = divmod(number - 1, len(alphabet))
        return alphabet[place] * min(turns + 1, 9)

    return written


_LATIN = _letters("abcdefghijklmnopqrstuvwxyz")
_CYRILLIC = _letters(_RUSSIAN)
_FORMS: dict[str, Callable[[int], str]] = {
    "decimalZero": lambda number: f"{number:02d}",
    "lowerLetter": _LATIN,
    "upperLetter": lambda number: _LATIN(number).upper(),
    "russianLower": _CYRILLIC,
    "russianUpper": lambda number: _CYRILLIC(number).upper(),
    "lowerRoman": _roman,
    "upperRoman": lambda number: _roman(number).upper(),
    "none": lambda number: "",
}


def _value(element: Element | None, name: str, default: str = "") -> str:
    found = element.find(qn(name)) if element is not None else None
    return default if found is None else str(found.get(qn("w:val"), default))


def number_of(text: str, default: int = 0) -> int:
    """A whole number as Word writes it; ``default`` for anything else."""
    return int(text) if re.fullmatch(r"-?\d{1,9}", text) else default


class Numbering:
    """Counts the paragraphs of one document, in order."""

    def __init__(self, root: Element | None) -> None:
        held = [] if root is None else root.iter(qn("w:abstractNum"))
        kinds = {each.get(qn("w:abstractNumId")): each for each in held}
        self._levels: dict[tuple[str, int], _Level] = {}
        self._kind: dict[str, str] = {}
        self._counts: dict[tuple[str, int], int] = {}
        self._begun: set[tuple[str, int]] = set()
        self._restarts: set[tuple[str, int]] = set()
        for each in [] if root is None else root.iter(qn("w:num")):
            self._add(each, kinds)

    def _add(self, num: Element, kinds: dict[str, Element]) -> None:
        number, kind = num.get(qn("w:numId"), ""), _value(num, "w:abstractNumId")
        self._kind[number] = kind
        for level in kinds[kind].iter(qn("w:lvl")) if kind in kinds else []:
            self._take(number, level)
        for override in num.iter(qn("w:lvlOverride")):
            depth = number_of(override.get(qn("w:ilvl"), ""))
            for level in override.iter(qn("w:lvl")):
                self._take(number, level)
            start, known = _value(override, "w:startOverride"), self._levels.get((number, depth))
            if start and known:
                self._levels[number, depth] = _Level(known.form, known.text, number_of(start, 1))
                self._restarts.add((number, depth))

    def _take(self, number: str, level: Element) -> None:
        start = number_of(_value(level, "w:start"), 1)
        form, text = _value(level, "w:numFmt", "decimal"), _value(level, "w:lvlText")
        self._levels[number, number_of(level.get(qn("w:ilvl"), ""))] = _Level(form, text, start)

    def next_label(self, number: str, depth: int) -> str:
        """What stands before the next paragraph of list ``number`` at ``depth``; empty where nothing does."""
        level = self._levels.get((number, depth))
        if level is None or not 0 <= depth < _MAX_LEVEL:
            return ""
        if level.form == "bullet":
            return BULLET
        self._count(number, depth)
        return re.sub(r"%(\d)", lambda found: self._written(number, int(found[1]) - 1), level.text)

    def _count(self, number: str, depth: int) -> None:
        """One more at ``depth``. Lists of one kind count on together, unless one says that it starts anew."""
        kind, start = self._kind[number], self._levels[number, depth].start
        if (number, depth) in self._restarts and (number, depth) not in self._begun:
            self._counts.pop((kind, depth), None)
        self._begun.add((number, depth))
        self._counts[kind, depth] = self._counts.get((kind, depth), start - 1) + 1
        for deeper in range(depth + 1, _MAX_LEVEL):
            self._counts.pop((kind, deeper), None)

    def _written(self, number: str, depth: int) -> str:
        level = self._levels.get((number, depth))
        if level is None:
            return ""
        count = self._counts.get((self._kind[number], depth), level.start)
        return _FORMS.get(level.form, str)(max(count, 0))
