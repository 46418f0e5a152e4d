"""How cells look, as the few properties that the page draws."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from automation.embedded.spreadsheets.formats import DEFAULT_THEME
from automation.embedded.spreadsheets.model import Json, Sheet

Look = dict[str, Any]

_WHITE, _BLACK = "#ffffff", "#000000"
_DRAWN = {"bold": "bold", "italic": "italic", "strikethrough": "strike", "underline": "underline"}


class Palette:
    """Every look once; cells name it by its number. Number 0 is a cell without any."""

    def __init__(self, spreadsheet_properties: Json) -> None:
        self.looks: list[Look] = [{}]
        self._numbers: dict[str, int] = {"{}": 0}
        self._by_format: dict[tuple[int, int], tuple[int, Any]] = {}
        theme = spreadsheet_properties.get("spreadsheetTheme", DEFAULT_THEME).get("themeColors", [])
        self._theme = {item["colorType"]: item["color"].get("rgbColor", {}) for item in theme}

    def number(self, entered: Json | None, painted: Json | None = None) -> int:
        """The number of the look of a cell with this format, and a conditional format laid over it."""
        key = (id(entered), id(painted))
        if key not in self._by_format:
            look = self._look(entered or {}) | self._look(painted or {})
            # The formats are kept too: an id may be given again once its object is gone.
            self._by_format[key] = (self._add(look), (entered, painted))
        return self._by_format[key][0]

    def _add(self, look: Look) -> int:
        key = repr(sorted(look.items())) if look else "{}"
        if key not in self._numbers:
            self._numbers[key] = len(self.looks)
            self.looks.append(look)
        return self._numbers[key]

    def _look(self, given: Json) -> Look:
        text = given.get("textFormat", {})
        look: Look = {short: True for name, short in _DRAWN.items() if text.get(name)}
        if (fill := self._colour(given, "backgroundColor")) and fill != _WHITE:
            look["fill"] = fill
        if (ink := self._colour(text, "foregroundColor")) and ink != _BLACK:
            look["ink"] = ink
        if alignment := given.get("horizontalAlignment"):
            look["align"] = alignment.lower()
        return look

    def _colour(self, given: Json, name: str) -> str:
        style = given.get(name + "Style", {})
        rgb = self._theme.get(style["themeColor"]) if "themeColor" in style else style.get("rgbColor", given.get(name))
        return "" if rgb is None else "#" + "".join(f"{round(255 * rgb.get(part, 0)):02x}" for part in _PARTS)


_PARTS = ("red", "green", "blue")


def usual(sheet: Sheet, plane: str, column: int, top: int, bottom: int) -> Any:
    """What most cells of a column have in a plane; ``None`` where most have nothing."""
    counts: dict[int, tuple[int, Any]] = {}
    covered = 0
    for start, end, value in _runs(sheet, plane, column, top, bottom):
        count, _ = counts.get(id(value), (0, value))
        counts[id(value)] = (count + end - start, value)
        covered += end - start
    count, value = max(counts.values(), key=lambda item: item[0], default=(0, None))
    return value if count >= bottom - top - covered else None


def unusual(sheet: Sheet, plane: str, column: int, top: int, bottom: int, expected: Any) -> Iterator[tuple[int, Any]]:
    """The rows of a column that have something else in a plane than ``expected``, each with what it has."""
    position = top
    for start, end, value in [*_runs(sheet, plane, column, top, bottom), (bottom, bottom, None)]:
        if expected is not None:
            yield from ((row, None) for row in range(position, start))
        if value != expected:
            yield from ((row, value) for row in range(start, end))
        position = end


def _runs(sheet: Sheet, plane: str, column: int, top: int, bottom: int) -> list[tuple[int, int, Any]]:
    columns = sheet.planes.get(plane, [])
    return columns[column].between(top, bottom) if column < len(columns) else []
