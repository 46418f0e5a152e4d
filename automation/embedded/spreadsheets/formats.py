"""Cell formats: Google's defaults, and the two spellings of a colour kept in step."""

from __future__ import annotations

import copy
import struct
from typing import Any

from automation.embedded.spreadsheets.model import Json

COLOUR_FIELDS = ("backgroundColor", "foregroundColor", "color", "tabColor", "headerColor", "firstBandColor",
                 "secondBandColor", "footerColor", "visibleBackgroundColor", "visibleForegroundColor")  # fmt: skip


def _grey(level: int) -> Json:
    return {"red": level, "green": level, "blue": level}


_DEFAULT_FONTS = "arial,sans,sans-serif"  # which cells say to be Arial

DEFAULT_FORMAT: Json = {
    "backgroundColor": _grey(1),
    "padding": {"top": 2, "right": 3, "bottom": 2, "left": 3},
    "verticalAlignment": "BOTTOM",
    "wrapStrategy": "OVERFLOW_CELL",
    "textFormat": {
        "foregroundColor": {},
        "fontFamily": _DEFAULT_FONTS,
        "fontSize": 10,
        "bold": False,
        "italic": False,
        "strikethrough": False,
        "underline": False,
        "foregroundColorStyle": {"rgbColor": {}},
    },
    "backgroundColorStyle": {"rgbColor": _grey(1)},
}

_THEME = {
    "TEXT": (0, 0, 0),
    "BACKGROUND": (1, 1, 1),
    "ACCENT1": (0.25882354, 0.52156866, 0.95686275),
    "ACCENT2": (0.91764706, 0.2627451, 0.20784314),
    "ACCENT3": (0.9843137, 0.7372549, 0.015686275),
    "ACCENT4": (0.20392157, 0.65882355, 0.3254902),
    "ACCENT5": (1, 0.42745098, 0.003921569),
    "ACCENT6": (0.27450982, 0.7411765, 0.7764706),
    "LINK": (0.06666667, 0.33333334, 0.8),
}


def colour(red: float, green: float, blue: float) -> Json:
    """Google's ``Color``, which leaves out what is 0."""
    return {name: part for name, part in (("red", red), ("green", green), ("blue", blue)) if part}


DEFAULT_THEME: Json = {
    "primaryFontFamily": "Arial",
    "themeColors": [{"colorType": kind, "color": {"rgbColor": colour(*parts)}} for kind, parts in _THEME.items()],
}


# A link colours and underlines its text, where the cell's own format says nothing else.
_LINK_LOOKS: Json = {
    "foregroundColor": colour(*_THEME["LINK"]),
    "foregroundColorStyle": {"rgbColor": colour(*_THEME["LINK"])},
    "underline": True,
}


def link_of(entered: Json | None) -> str:
    """Where a cell's format links to, if it does."""
    uri: str = ((entered or {}).get("textFormat") or {}).get("link", {}).get("uri", "")
    return uri


def normal_format(value: Any) -> Any:
    """``value`` with both ``…Color`` and ``…ColorStyle`` wherever one is given, as Google returns them."""
    if isinstance(value, list):
        return [normal_format(item) for item in value]
    if not isinstance(value, dict):
        return value
    normal = {name: normal_format(part) for name, part in value.items()}
    for name in COLOUR_FIELDS:
        _pair(normal, name, name + "Style")
    return normal


def _pair(value: Json, plain: str, style: str) -> None:
    theme = value[style].get("themeColor") if isinstance(value.get(style), dict) else None
    if isinstance(value.get(style), dict) and "rgbColor" in value[style]:
        value[style] = {"rgbColor": _compact(value[style]["rgbColor"])}
        value[plain] = value[style]["rgbColor"]
    elif theme in _THEME:
        value[plain] = colour(*_THEME[theme])
    elif isinstance(value.get(plain), dict) and "rgbColor" not in value[plain]:
        value[plain] = _compact(value[plain])
        value[style] = {"rgbColor": value[plain]}


def _compact(parts: Json) -> Json:
    parts_kept = {name: part if name == "alpha" else eight_bits(part) for name, part in parts.items()}
    return {name: single_precision(part) for name, part in parts_kept.items() if part}


_LARGEST_SINGLE = 3.4028234e38


def eight_bits(part: float) -> float:
    """A part of a colour as Google keeps it: a byte, the fraction cut off (0.5 comes back as 127 / 255)."""
    scaled = _float32(part) * 255
    byte = int(_float32(scaled)) & 0xFF if abs(scaled) < _LARGEST_SINGLE else 0
    return byte // 255 if byte in (0, 255) else byte / 255


def _float32(number: float) -> float:
    single: float = struct.unpack("f", struct.pack("f", number))[0]
    return single


def single_precision(number: float) -> float:
    """The shortest number with the same 32 bits: Google keeps the parts of a colour in as many."""
    if isinstance(number, int):
        return number
    bits = struct.pack("f", number)
    shortest = (float(f"{number:.{digits}g}") for digits in range(1, 10))
    return next((short for short in shortest if struct.pack("f", short) == bits), number)


def looks_by_alignment(default: Json) -> dict[str, Json]:
    """How a cell without a format of its own looks, by the side that its value is put to, ``""`` for an empty cell."""
    text = default.get("textFormat", {})
    family = "Arial" if text.get("fontFamily") == _DEFAULT_FONTS else text.get("fontFamily")
    base = {**default, "textFormat": {**text, "fontFamily": family}, "hyperlinkDisplayType": "PLAIN_TEXT"}
    aligned = {side: {**base, "horizontalAlignment": side} for side in ("LEFT", "RIGHT", "CENTER")}
    return {"": base, **aligned}


def effective(default: Json, entered: Json | None) -> Json:
    """The format of a cell without one of its own, overlaid by the cell's own."""
    if not entered:
        return default
    merged = copy.copy(default)
    for name, part in entered.items():
        below = default.get(name)
        deep = isinstance(part, dict) and isinstance(below, dict) and not name.lower().endswith(("color", "style"))
        merged[name] = {**(below or {}), **part} if deep else part
    if entered.get("textFormat", {}).get("link"):
        merged["textFormat"] = {**merged["textFormat"], **_LINK_LOOKS, **entered["textFormat"]}
        merged["hyperlinkDisplayType"] = entered.get("hyperlinkDisplayType", "LINKED")
    return merged


def without_defaults(message: Json, *, keep: tuple[str, ...] = ()) -> Json:
    """``message`` without the values that proto3 does not write: false, zero, empty."""
    return {name: part for name, part in message.items() if name in keep or part not in (False, 0, "", None, [])}
