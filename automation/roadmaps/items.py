"""A cell of a plan that lists several things: «1) … 2) …», or a dash before each.

What is certain to be a list is taken apart; what only looks like one is counted, for a person to look at.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

_NUMBERED = re.compile(r"(?:^|(?<=[\s;:]))(\d{1,2})[.)]\s*(?=[^\d\s])", re.MULTILINE)
_DASHED = re.compile(r"^[-–—•·]\s*(?=\S)", re.MULTILINE)
_GOES_ON = re.compile(r"[a-zа-яё(]")
"""How a line begins that goes on with the one above."""


@dataclass(frozen=True)
class Items:
    """The items of a list, each in one line; `heading` is what stands before the first."""

    texts: tuple[str, ...]
    heading: str = ""

    def __len__(self) -> int:
        return len(self.texts)


def items_in(text: str) -> Items | None:
    """The items that a cell lists for certain, two at least.

    A list numbered from 1 is one when each item begins a line or a sentence; under a heading, when all its items begin
    with a capital letter («Приказы: 1) о парах…» go on with the heading instead). A list with dashes is one when it is
    all that stands in the cell.
    """
    items = _numbered(text) or _dashed(text)
    return items if items and all(re.search(r"\w{3}", one) for one in items.texts) else None


def items_at_most(text: str) -> int:
    """How many items of a list there might be; 0 or 1 where it is no list."""
    return max(len(_markers(text)), len(_DASHED.findall(text)))


def _markers(text: str) -> list[re.Match[str]]:
    """Numbers from 1 upwards, each before an item."""
    found = list(_NUMBERED.finditer(text))
    return found if [int(one[1]) for one in found] == list(range(1, len(found) + 1)) else []


def _numbered(text: str) -> Items | None:
    markers = _markers(text)
    if len(markers) < 2 or not all(_begins_anew(text, marker) for marker in markers[1:]):
        return None
    heading = text[: markers[0].start()].strip()
    ends = [*(marker.start() for marker in markers[1:]), len(text)]
    texts = [_line(text[marker.end() : end]) for marker, end in zip(markers, ends, strict=True)]
    if heading and any(_GOES_ON.match(one) for one in texts):
        return None
    return Items(tuple(texts), _line(heading).rstrip(" :"))


def _begins_anew(text: str, marker: re.Match[str]) -> bool:
    before = text[: marker.start()].rstrip(" ")
    return before.endswith(("\n", ";", ".")) or not _GOES_ON.match(text, marker.end())


def _dashed(text: str) -> Items | None:
    starts = [marker.start() for marker in _DASHED.finditer(text)]
    if len(starts) < 2 or text[: starts[0]].strip():
        return None
    pieces = [text[start:end] for start, end in pairwise([*starts, len(text)])]
    if any(not _GOES_ON.match(line) for piece in pieces for line in piece.splitlines()[1:]):
        return None
    return Items(tuple(_line(_DASHED.sub("", piece, count=1)) for piece in pieces))


def _line(text: str) -> str:
    return " ".join(text.split()).rstrip(" ;,")
