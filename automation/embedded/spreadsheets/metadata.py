"""Developer metadata: notes of programs on a spreadsheet, a sheet, a row or a column.

https://developers.google.com/workspace/sheets/api/guides/metadata
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from automation.embedded.errors import invalid
from automation.embedded.spreadsheets import ranges
from automation.embedded.spreadsheets.model import Area, Json, Spreadsheet, range_area, with_sheet

_LOCATION_TYPES = {"ROWS": "ROW", "COLUMNS": "COLUMN"}


def location(spreadsheet: Spreadsheet, given: Json) -> Json:
    """A metadata location as Google returns it, with its ``locationType``. Raises `ApiError` 400."""
    if "dimensionRange" in given:
        span = given["dimensionRange"]
        sheet = ranges.sheet_of(spreadsheet, span.get("sheetId", 0))
        dimension, start, end = ranges.dimension_span(sheet, span)
        if end - start != 1 or "endIndex" not in span:
            raise invalid("The dimension range of developer metadata must be a single row or column.")
        if end > sheet.count(dimension):
            raise invalid(f"range.endIndex[{end}] is after the last index in grid[{sheet.count(dimension)}]")
        exact = with_sheet(sheet.id, {"dimension": dimension, "startIndex": start, "endIndex": end})
        return {"locationType": _LOCATION_TYPES[dimension], "dimensionRange": exact}
    if "sheetId" in given:
        return {"locationType": "SHEET", "sheetId": ranges.sheet_of(spreadsheet, given["sheetId"]).id}
    if given.get("spreadsheet"):
        return {"locationType": "SPREADSHEET", "spreadsheet": True}
    raise invalid("No location specified for developer metadata.")


def of_spreadsheet(spreadsheet: Spreadsheet) -> list[Json]:
    """Metadata on the spreadsheet itself."""
    return [item for item in spreadsheet.developer_metadata if item["location"].get("spreadsheet")]


def of_sheet(spreadsheet: Spreadsheet, sheet_id: int) -> list[Json]:
    """Metadata on a sheet as a whole."""
    return [item for item in spreadsheet.developer_metadata if item["location"].get("sheetId") == sheet_id]


def by_line(spreadsheet: Spreadsheet, sheet_id: int, dimension: str) -> dict[int, list[Json]]:
    """Metadata of a sheet's rows or columns, by index."""
    found: dict[int, list[Json]] = {}
    for item in spreadsheet.developer_metadata:
        span = item["location"].get("dimensionRange")
        if span and span.get("sheetId", 0) == sheet_id and span["dimension"] == dimension:
            found.setdefault(span["startIndex"], []).append(item)
    return found


def find(spreadsheet: Spreadsheet, metadata_id: int) -> Json | None:
    """The metadata with this id, if there is one."""
    return next((item for item in spreadsheet.developer_metadata if item["metadataId"] == metadata_id), None)


def matching(spreadsheet: Spreadsheet, data_filter: Json) -> list[Json]:
    """All metadata that a data filter selects."""
    if lookup := data_filter.get("developerMetadataLookup"):
        return _looked_up(spreadsheet, lookup, _by_id(spreadsheet))
    area = _filter_area(spreadsheet, data_filter)
    return [item for item in spreadsheet.developer_metadata if _inside(spreadsheet, item, area)]


def areas(spreadsheet: Spreadsheet, data_filters: Sequence[Json]) -> list[tuple[int, Area]]:
    """The cells that data filters select, each with the position of its filter: a range, or the rows, columns and
    sheets whose metadata match.
    """
    by_id = _by_id(spreadsheet)  # for all filters once: a program asks for hundreds of columns by their ids
    found: list[tuple[int, Area]] = []
    for position, data_filter in enumerate(data_filters):
        if lookup := data_filter.get("developerMetadataLookup"):
            places = [_area(spreadsheet, item["location"]) for item in _looked_up(spreadsheet, lookup, by_id)]
            found += [(position, area) for area in places if area is not None]
        else:
            found.append((position, _filter_area(spreadsheet, data_filter)))
    return found


def _by_id(spreadsheet: Spreadsheet) -> dict[int, Json]:
    return {item["metadataId"]: item for item in spreadsheet.developer_metadata}


def _looked_up(spreadsheet: Spreadsheet, lookup: Json, by_id: Mapping[int, Json]) -> list[Json]:
    wanted = lookup.get("metadataId")
    items = by_id.values() if wanted is None else [by_id[wanted]] if wanted in by_id else []
    return [item for item in items if _matches(spreadsheet, item, lookup)]


def _filter_area(spreadsheet: Spreadsheet, data_filter: Json) -> Area:
    if "a1Range" in data_filter:
        return ranges.resolve(spreadsheet, data_filter["a1Range"])
    if "gridRange" in data_filter:
        return ranges.grid_area(spreadsheet, data_filter["gridRange"])
    raise invalid("No data filter specified.")


def _area(spreadsheet: Spreadsheet, place: Json) -> Area | None:
    if span := place.get("dimensionRange"):
        sheet = ranges.sheet_of(spreadsheet, span.get("sheetId", 0))
        side = "Row" if span["dimension"] == "ROWS" else "Column"
        return range_area(sheet, {f"start{side}Index": span["startIndex"], f"end{side}Index": span["endIndex"]})
    if "sheetId" in place:
        return range_area(ranges.sheet_of(spreadsheet, place["sheetId"]), {})
    return None


def _inside(spreadsheet: Spreadsheet, item: Json, area: Area) -> bool:
    own = _area(spreadsheet, item["location"])
    return own is not None and own.meets(area)


def _matches(spreadsheet: Spreadsheet, item: Json, lookup: Json) -> bool:
    for key in ("metadataId", "metadataKey", "metadataValue", "visibility"):
        if key in lookup and item.get(key) != lookup[key]:
            return False
    if "locationType" in lookup and item["location"]["locationType"] != lookup["locationType"]:
        return False
    return "metadataLocation" not in lookup or _at(spreadsheet, item, lookup)


def _at(spreadsheet: Spreadsheet, item: Json, lookup: Json) -> bool:
    wanted: Any = dict(lookup["metadataLocation"])
    if "dimensionRange" not in wanted:
        wanted = location(spreadsheet, wanted)
    if lookup.get("locationMatchingStrategy") != "INTERSECTING_LOCATION":
        wanted.pop("locationType", None)
        span = wanted.get("dimensionRange")
        if span and not span.get("sheetId", 0):
            span.pop("sheetId", None)
        return bool({k: v for k, v in item["location"].items() if k != "locationType"} == wanted)
    if wanted.get("spreadsheet"):
        return True
    place, own = _area(spreadsheet, wanted), _area(spreadsheet, item["location"])
    return place is not None and own is not None and own.meets(place)
