"""A tab's charts, as what the page draws: titles, categories and series of numbers.

https://developers.google.com/workspace/sheets/api/reference/rest/v4/spreadsheets/charts
"""

from __future__ import annotations

from typing import Any

from automation.embedded.spreadsheets.model import Area, Formula, Json, Sheet, Spreadsheet, range_area
from automation.embedded.spreadsheets.values import Rendering

_BASIC = {
    "BAR": "bar",
    "COLUMN": "column",
    "LINE": "line",
    "AREA": "area",
    "STEPPED_AREA": "area",
    "SCATTER": "scatter",
    "COMBO": "column",
}


def charts_json(spreadsheet: Spreadsheet, sheet: Sheet) -> list[Json]:
    """The charts that lie on a tab; one of a kind that is not drawn has ``kind`` ``None``."""
    return [_chart(spreadsheet, chart["spec"]) for chart in sheet.lists.get("charts", ())]


def _chart(spreadsheet: Spreadsheet, spec: Json) -> Json:
    head: Json = {"title": spec.get("title", ""), "subtitle": spec.get("subtitle", ""), "kind": None}
    if "basicChart" in spec:
        return head | _basic(spreadsheet, spec["basicChart"])
    if "pieChart" in spec:
        return head | _pie(spreadsheet, spec["pieChart"])
    return head


def _basic(spreadsheet: Spreadsheet, chart: Json) -> Json:
    heads = chart.get("headerCount", 0)
    domains = [_texts(spreadsheet, domain.get("domain", {})) for domain in chart.get("domains", [])]
    series = [_series(spreadsheet, each, heads) for each in chart.get("series", [])]
    axes = {axis.get("position", ""): axis.get("title", "") for axis in chart.get("axis", [])}
    return {
        "kind": _BASIC.get(chart.get("chartType", "")),
        "categories": domains[0][heads:] if domains else [],
        "series": series,
        "stacked": chart.get("stackedType", "NOT_STACKED") in ("STACKED", "PERCENT_STACKED"),
        "legend": chart.get("legendPosition") != "NO_LEGEND",
        "horizontalTitle": axes.get("BOTTOM_AXIS", ""),
        "verticalTitle": axes.get("LEFT_AXIS", ""),
    }


def _series(spreadsheet: Spreadsheet, given: Json, heads: int) -> Json:
    data = given.get("series", {})
    texts = _texts(spreadsheet, data)
    return {
        "name": " ".join(texts[:heads]),
        "values": _numbers(spreadsheet, data)[heads:],
        "kind": _BASIC.get(given.get("type", "")),
    }


def _pie(spreadsheet: Spreadsheet, chart: Json) -> Json:
    return {
        "kind": "pie",
        "categories": _texts(spreadsheet, chart.get("domain", {})),
        "series": [{"name": "", "values": _numbers(spreadsheet, chart.get("series", {})), "kind": "pie"}],
        "hole": chart.get("pieHole", 0),
        "legend": chart.get("legendPosition") != "NO_LEGEND",
    }


def _areas(spreadsheet: Spreadsheet, data: Json) -> list[Area]:
    sources = data.get("sourceRange", {}).get("sources", [])
    found = [(spreadsheet.sheet(source.get("sheetId", 0)), source) for source in sources]
    return [range_area(sheet, source) for sheet, source in found if sheet is not None]


def _texts(spreadsheet: Spreadsheet, data: Json) -> list[str]:
    rendering, texts = Rendering(spreadsheet, None, None), list[str]()
    for area in _areas(spreadsheet, data):
        texts += _in_line(area, rendering.rows(area), "")
    return texts


def _numbers(spreadsheet: Spreadsheet, data: Json) -> list[Any]:
    """The numbers of a source, ``None`` for whatever is none."""
    numbers: list[Any] = []
    for area in _areas(spreadsheet, data):
        rows = [area.sheet.row_values(row, area.left, area.right) for row in range(area.top, area.bottom)]
        numbers += [_number(value) for value in _in_line(area, rows, None)]
    return numbers


def _in_line(area: Area, rows: list[list[Any]], nothing: Any) -> list[Any]:
    """The cells of a source, which is one column or one row, as far as the sheet has data."""
    if area.height == 1 and area.width > 1:
        row = rows[0] if rows else []
        return [*row, *([nothing] * (area.width - len(row)))]
    last = min(area.height, max(area.sheet.last_data_row() - area.top, 0))
    return [rows[index][0] if index < len(rows) and rows[index] else nothing for index in range(last)]


def _number(value: Any) -> Any:
    result = value.result if isinstance(value, Formula) else value
    return result if isinstance(result, int | float) and not isinstance(result, bool) else None
