"""Charts and slicers: kept, returned, moved; drawing them is the pages' work.

https://developers.google.com/workspace/sheets/api/reference/rest/v4/spreadsheets/charts
"""

from __future__ import annotations

import copy

from automation.embedded.errors import invalid
from automation.embedded.field_mask import assign
from automation.embedded.spreadsheets import ranges
from automation.embedded.spreadsheets.cells import with_styles
from automation.embedded.spreadsheets.formats import normal_format
from automation.embedded.spreadsheets.ids import EMBEDDED, embedded_ids, new_id
from automation.embedded.spreadsheets.model import Json, Sheet, Spreadsheet, area_range, grid_ranges, with_sheet
from automation.embedded.spreadsheets.requests.register import Update, changes
from automation.embedded.spreadsheets.requests.sheets import add_object_sheet, remove_sheet, update_mask

_SHAPES = (
    "basicChart",
    "pieChart",
    "bubbleChart",
    "candlestickChart",
    "orgChart",
    "histogramChart",
    "waterfallChart",
    "treemapChart",
    "scorecardChart",
)
_DEFAULT_SIZE = {"widthPixels": 600, "heightPixels": 371}


def _find(spreadsheet: Spreadsheet, object_id: int, kinds: tuple[str, ...], word: str) -> tuple[Sheet, str, int]:
    for sheet in spreadsheet.sheets:
        for kind in kinds:
            for index, item in enumerate(sheet.lists.get(kind, [])):
                if item[EMBEDDED[kind]] == object_id:
                    return sheet, kind, index
    raise invalid(f"No {word} with id: {object_id}")


def _find_any(spreadsheet: Spreadsheet, object_id: int) -> tuple[Sheet, str, int]:
    return _find(spreadsheet, object_id, tuple(EMBEDDED), "embedded object")


def _free_id(spreadsheet: Spreadsheet, asked: int) -> int:
    taken = embedded_ids(spreadsheet)
    if asked in taken:
        raise invalid(f"An embedded object with id {asked} already exists.")
    if asked < 0:
        raise invalid(f"The embedded object id {asked} must not be negative.")
    return asked or new_id(taken)


def _chart_position(spreadsheet: Spreadsheet, given: Json) -> Json:
    """Where a chart lies: over cells, or on a sheet of its own, which is made for it."""
    if given.get("newSheet") or given.get("sheetId"):
        return {"sheetId": _own_sheet(spreadsheet, given.get("sheetId")).id}
    return _position(spreadsheet, given)


def _own_sheet(spreadsheet: Spreadsheet, sheet_id: int | None) -> Sheet:
    held = None if sheet_id is None else spreadsheet.sheet(sheet_id)
    waits = held is not None and not held.is_grid and not held.lists.get("charts")
    return held if held and waits else add_object_sheet(spreadsheet, sheet_id)


def _position(spreadsheet: Spreadsheet, given: Json) -> Json:
    """Where an object lies, its size filled in. Raises `ApiError` 400 where there is no such cell."""
    overlay = given.get("overlayPosition")
    if overlay is None:
        raise invalid("One of EmbeddedObjectPosition.overlayPosition or EmbeddedObjectPosition.sheetId must be set")
    offsets = {name: overlay[name] for name in ("offsetXPixels", "offsetYPixels") if overlay.get(name)}
    size = {name: overlay.get(name) or default for name, default in _DEFAULT_SIZE.items()}
    if min(size.values()) < 0 or any(offset < 0 for offset in offsets.values()):
        raise invalid("The size and the offsets of an embedded object must not be negative.")
    return {"overlayPosition": {"anchorCell": _anchor(spreadsheet, overlay.get("anchorCell", {})), **offsets, **size}}


def _anchor(spreadsheet: Spreadsheet, given: Json) -> Json:
    sheet = ranges.sheet_of(spreadsheet, given.get("sheetId", 0))
    row, column = given.get("rowIndex", 0), given.get("columnIndex", 0)
    ranges.check_coordinate(sheet, row, column)
    indexes = {name: index for name, index in (("rowIndex", row), ("columnIndex", column)) if index}
    return with_sheet(sheet.id, indexes)


def _sheet_under(spreadsheet: Spreadsheet, position: Json) -> Sheet:
    if "overlayPosition" not in position:
        return ranges.any_sheet_of(spreadsheet, position["sheetId"])
    return ranges.sheet_of(spreadsheet, position["overlayPosition"]["anchorCell"].get("sheetId", 0))


def _chart_spec(spreadsheet: Spreadsheet, given: Json) -> Json:
    if not any(shape in given for shape in _SHAPES):
        # The misspelling is Google's.
        raise invalid(
            "One of basicChart, pieChart, bubbleChart, candelstickChart, histogramChart, or orgChart "
            "must be set on chartSpec."
        )
    spec: Json = normal_format(given)
    for source in grid_ranges(spec):
        ranges.sheet_of(spreadsheet, source.get("sheetId", 0))
        if not source.get("sheetId"):
            source.pop("sheetId", None)
    font = spec.get("fontName") or "Roboto"
    spec["titleTextFormat"] = {"fontFamily": font, **spec.get("titleTextFormat", {})}
    return {"hiddenDimensionStrategy": "SKIP_HIDDEN_ROWS_AND_COLUMNS", **spec, "fontName": font}


@changes("addChart")
def add_chart(update: Update, request: Json) -> Json:
    spreadsheet, given = update.spreadsheet, request.get("chart", {})
    chart: Json = {
        "chartId": _free_id(spreadsheet, given.get("chartId", 0)),
        "spec": _chart_spec(spreadsheet, given.get("spec", {})),
        "position": _chart_position(spreadsheet, given.get("position", {})),
    }
    if given.get("border"):
        chart["border"] = normal_format(given["border"])
    _sheet_under(spreadsheet, chart["position"]).objects("charts").append(chart)
    return {"chart": chart}


@changes("updateChartSpec")
def update_chart_spec(update: Update, request: Json) -> None:
    sheet, kind, index = _find(update.spreadsheet, request.get("chartId", 0), ("charts",), "chart")
    charts = sheet.objects(kind)
    charts[index] = {**charts[index], "spec": _chart_spec(update.spreadsheet, request.get("spec", {}))}


@changes("deleteEmbeddedObject")
def delete_embedded_object(update: Update, request: Json) -> None:
    sheet, kind, index = _find_any(update.spreadsheet, request.get("objectId", 0))
    _take(update.spreadsheet, sheet, kind, index)


def _take(spreadsheet: Spreadsheet, sheet: Sheet, kind: str, index: int) -> Json:
    """The object, taken off its sheet; a sheet that was made for it goes with it."""
    taken = sheet.objects(kind).pop(index)
    if not sheet.is_grid:
        remove_sheet(spreadsheet, sheet)
    return taken


@changes("updateEmbeddedObjectPosition")
def update_embedded_object_position(update: Update, request: Json) -> Json:
    spreadsheet, given = update.spreadsheet, request.get("newPosition", {})
    sheet, kind, index = _find_any(spreadsheet, request.get("objectId", 0))
    item = copy.deepcopy(sheet.objects(kind)[index])
    if "overlayPosition" in given:
        mask = update_mask(request.get("fields"))
        overlay = item["position"].get("overlayPosition", {})
        assign(overlay, given["overlayPosition"], mask)
        given = {"overlayPosition": overlay}
    item["position"] = (_chart_position if kind == "charts" else _position)(spreadsheet, given)
    _take(spreadsheet, sheet, kind, index)
    target = _sheet_under(spreadsheet, item["position"])
    target.objects(kind).insert(index if target is sheet else len(target.objects(kind)), item)
    return {"position": item["position"]}


@changes("updateEmbeddedObjectBorder")
def update_embedded_object_border(update: Update, request: Json) -> None:
    sheet, kind, index = _find_any(update.spreadsheet, request.get("objectId", 0))
    if kind != "charts":
        raise invalid("Only a chart has a border.")
    mask = with_styles(update_mask(request.get("fields")))
    chart = copy.deepcopy(sheet.objects(kind)[index])
    border = chart.pop("border", {})
    assign(border, normal_format(request.get("border", {})), mask)
    sheet.objects(kind)[index] = {**chart, "border": border} if border else chart


def _slicer_spec(spreadsheet: Spreadsheet, given: Json) -> Json:
    if "dataRange" not in given:
        raise invalid("A slicer needs a data range.")
    area = ranges.grid_area(spreadsheet, given["dataRange"])
    column = given.get("columnIndex")
    # Counted from the range's first column by the reference, from the sheet's by what Google accepts.
    if column is not None and not (0 <= column < area.width or area.left <= column < area.right):
        raise invalid("Slicer column must be within range bounds.")
    defaults = {"applyToPivotTables": True, "horizontalAlignment": "LEFT"}
    return {**defaults, **normal_format(given), "dataRange": area_range(area)}


@changes("addSlicer")
def add_slicer(update: Update, request: Json) -> Json:
    spreadsheet, given = update.spreadsheet, request.get("slicer", {})
    slicer: Json = {
        "slicerId": _free_id(spreadsheet, given.get("slicerId", 0)),
        "spec": _slicer_spec(spreadsheet, given.get("spec", {})),
        "position": _position(spreadsheet, given.get("position", {})),
    }
    _sheet_under(spreadsheet, slicer["position"]).objects("slicers").append(slicer)
    return {"slicer": slicer}


@changes("updateSlicerSpec")
def update_slicer_spec(update: Update, request: Json) -> None:
    sheet, kind, index = _find(update.spreadsheet, request.get("slicerId", 0), ("slicers",), "slicer")
    mask, given = update_mask(request.get("fields")), normal_format(request.get("spec", {}))
    slicer = copy.deepcopy(sheet.objects(kind)[index])
    assign(slicer["spec"], given, with_styles(mask))
    slicer["spec"] = _slicer_spec(update.spreadsheet, slicer["spec"])
    sheet.objects(kind)[index] = slicer
