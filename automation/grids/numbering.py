"""The numbers that Word puts before paragraphs by itself: they stand in no paragraph's text.

    numbers = Numbering(document)
    numbers.before(paragraph)      # "1) ", "2.1. ", "• ", or "" for a paragraph outside of lists

WordprocessingML, ISO/IEC 29500-1, section 17.9.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
BULLET = "•"
_LEVELS = 9
_RUSSIAN = "абвгдежзиклмнопрстуфхцчшщэюя"
_LATIN = "abcdefghijklmnopqrstuvwxyz"
_ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"),
          (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))  # fmt: skip


@dataclass(frozen=True)
class _Level:
    """How one level of a list is numbered: `text` has «%1» where the number of the first level stands."""

    start: int
    kind: str
    text: str


@dataclass(frozen=True)
class _List:
    """A list: those of one `shape` go on counting, but for the levels that this one begins `anew` (level → from)."""

    shape: str
    levels: dict[int, _Level]
    anew: dict[int, int]


class Numbering:
    """Counts the paragraphs of a document's lists; each is to be asked about once, in order."""

    def __init__(self, document: Any) -> None:
        self._document = document
        self._lists = _lists_of(document)
        self._begun: set[str] = set()
        self._counts: defaultdict[str, dict[int, int]] = defaultdict(dict)

    def before(self, paragraph: Any) -> str:
        """What Word shows before this ``w:p``, with a space after it."""
        number, level = self._place(paragraph)
        held = self._lists.get(number)
        if held is None or level not in held.levels:
            return ""
        shape, counts = held.levels[level], self._counts[held.shape]
        if shape.kind == "bullet":
            return f"{BULLET} "
        if number not in self._begun:
            self._begun.add(number)
            counts.update({level: start - 1 for level, start in held.anew.items()})
        counts[level] = counts.get(level, shape.start - 1) + 1
        for deeper in range(level + 1, _LEVELS):
            counts.pop(deeper, None)
        shown = re.sub(r"%([1-9])", lambda found: _shown(held, counts, int(found[1]) - 1), shape.text)
        return f"{shown} " if shown.strip() else ""

    def _place(self, paragraph: Any) -> tuple[str, int]:
        """The list and the level of a paragraph: its own, or those of its style."""
        for properties in (paragraph.find(f"{_W}pPr"), *self._of_styles(paragraph)):
            held = None if properties is None else properties.find(f"{_W}numPr")
            if held is not None and (number := _value(held, "numId")):
                level = _value(held, "ilvl") or "0"
                return number, int(level) if level.isdecimal() else 0
        return "", 0

    def _of_styles(self, paragraph: Any) -> list[Any]:
        """The properties that a paragraph has from its style, and from the style that that is based on."""
        name = _value(paragraph.find(f"{_W}pPr"), "pStyle")
        found: list[Any] = []
        while name and len(found) < _LEVELS:
            style = self._styles.get(name)
            if style is None:
                break
            found.append(style.find(f"{_W}pPr"))
            name = _value(style, "basedOn")
        return found

    @cached_property
    def _styles(self) -> dict[str, Any]:
        return {style.get(f"{_W}styleId"): style for style in self._document.styles.element.iter(f"{_W}style")}


def _shown(held: _List, counts: Mapping[int, int], level: int) -> str:
    """The number of a level, as the list writes it."""
    shape = held.levels.get(level)
    return "" if shape is None else _KINDS.get(shape.kind, str)(counts.get(level, shape.start))


def _lists_of(document: Any) -> dict[str, _List]:
    part = next((one.target_part for one in document.part.rels.values() if one.reltype.endswith("/numbering")), None)
    root = getattr(part, "element", None)
    if root is None:
        return {}
    shapes = {
        each.get(f"{_W}abstractNumId"): {
            int(level.get(f"{_W}ilvl", "0")): _level(level) for level in each.findall(f"{_W}lvl")
        }
        for each in root.findall(f"{_W}abstractNum")
    }
    return {each.get(f"{_W}numId"): _list(each, shapes) for each in root.findall(f"{_W}num")}


def _list(element: Any, shapes: Mapping[str, dict[int, _Level]]) -> _List:
    own: dict[int, _Level] = {}
    anew: dict[int, int] = {}
    for override in element.findall(f"{_W}lvlOverride"):
        level = int(override.get(f"{_W}ilvl", "0"))
        if (changed := override.find(f"{_W}lvl")) is not None:
            own[level] = _level(changed)
        if (start := _value(override, "startOverride")).isdecimal():
            anew[level] = int(start)
    shape = _value(element, "abstractNumId")
    return _List(shape, {**shapes.get(shape, {}), **own}, anew)


def _level(element: Any) -> _Level:
    start = _value(element, "start")
    text = _value(element, "lvlText")
    return _Level(int(start) if start.isdecimal() else 1, _value(element, "numFmt") or "decimal", text)


def _value(element: Any, name: str) -> str:
    held = None if element is None else element.find(f"{_W}{name}")
    return "" if held is None else held.get(f"{_W}val", "")


def _letter(alphabet: str) -> Callable[[int], str]:
    return lambda number: alphabet[(number - 1) % len(alphabet)] * ((number - 1) // len(alphabet) + 1)


def _roman(number: int) -> str:
    shown = ""
    for value, letters in _ROMAN:
        times, number = divmod(number, value)
        shown += letters * times
    return shown


_KINDS: dict[str, Callable[[int], str]] = {
    "lowerLetter": _letter(_LATIN),
    "upperLetter": lambda number: _letter(_LATIN)(number).upper(),
    "russianLower": _letter(_RUSSIAN),
    "russianUpper": lambda number: _letter(_RUSSIAN)(number).upper(),
    "lowerRoman": _roman,
    "upperRoman": lambda number: _roman(number).upper(),
    "decimalZero": lambda number: f"{number:02d}",
    "none": lambda _: "",
}
