"""Borders along and inside a range.

https://developers.google.com/workspace/sheets/api/reference/rest/v4/spreadsheets/request#updatebordersrequest
"""

from __future__ import annotations

from automation.embedded.errors import invalid
from automation.embedded.spreadsheets import ranges
from automation.embedded.spreadsheets.formats import normal_format
from automation.embedded.spreadsheets.model import Area, Json
from automation.embedded.spreadsheets.requests.register import Update, changes

# How thick each style is drawn; https://developers.google.com/workspace/sheets/api/reference/rest/v4/spreadsheets/cells#style
_WIDTHS = {"DOTTED": 1, "DASHED": 1, "SOLID": 1, "SOLID_MEDIUM": 2, "SOLID_THICK": 3, "DOUBLE": 3}


@changes("updateBorders")
def update_borders(update: Update, request: Json) -> None:
    area = ranges.grid_area(update.spreadsheet, request.get("range", {}))
    sheet, top, bottom, left, right = area.sheet, area.top, area.bottom, area.left, area.right
    _draw(Area(sheet, top, top + 1, left, right), "top", request.get("top"))
    _draw(Area(sheet, bottom - 1, bottom, left, right), "bottom", request.get("bottom"))
    _draw(Area(sheet, top, bottom, left, left + 1), "left", request.get("left"))
    _draw(Area(sheet, top, bottom, right - 1, right), "right", request.get("right"))
    _draw(Area(sheet, top + 1, bottom, left, right), "top", request.get("innerHorizontal"))
    _draw(Area(sheet, top, bottom - 1, left, right), "bottom", request.get("innerHorizontal"))
    _draw(Area(sheet, top, bottom, left + 1, right), "left", request.get("innerVertical"))
    _draw(Area(sheet, top, bottom, left, right - 1), "right", request.get("innerVertical"))


def _draw(area: Area, side: str, given: Json | None) -> None:
    """Give every cell of the area one side's border; what is not given stays as it is."""
    if given is None:
        return
    border = _normal(given)

    def change(held: Json | None) -> Json | None:
        fresh = dict(held or {})
        borders = {name: value for name, value in fresh.pop("borders", {}).items() if name != side}
        if border:
            borders[side] = border
        return {**fresh, "borders": borders} if borders else fresh or None

    area.sheet.change_plane("userEnteredFormat", area, change)


def _normal(given: Json) -> Json | None:
    """A border as Google returns it; none for the style ``NONE``."""
    style = given.get("style", "STYLE_UNSPECIFIED")
    if style == "NONE":
        return None
    if style not in _WIDTHS:
        raise invalid("A border needs a style.")
    colour = normal_format({name: given[name] for name in ("color", "colorStyle") if name in given})
    black: Json = {"color": {}, "colorStyle": {"rgbColor": {}}}
    return {"style": style, "width": _WIDTHS[style], **(colour or black)}
