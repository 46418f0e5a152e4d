"""Developer metadata: create, update, delete."""

from __future__ import annotations

from automation.embedded.errors import invalid
from automation.embedded.field_mask import assign
from automation.embedded.spreadsheets import metadata
from automation.embedded.spreadsheets.ids import new_id
from automation.embedded.spreadsheets.model import Json, Spreadsheet
from automation.embedded.spreadsheets.requests.register import Update, changes
from automation.embedded.spreadsheets.requests.sheets import update_mask

_VISIBILITIES = ("DOCUMENT", "PROJECT")


def _normal(spreadsheet: Spreadsheet, given: Json) -> Json:
    if not given.get("metadataKey"):
        raise invalid("A metadata key must be specified.")
    if given.get("visibility") not in _VISIBILITIES:
        raise invalid("A visibility must be specified for developer metadata.")
    item = {"metadataId": given["metadataId"], "metadataKey": given["metadataKey"]}
    if given.get("metadataValue"):
        item["metadataValue"] = given["metadataValue"]
    item["location"] = metadata.location(spreadsheet, given.get("location", {}))
    return {**item, "visibility": given["visibility"]}


@changes("createDeveloperMetadata")
def create_developer_metadata(update: Update, request: Json) -> Json:
    spreadsheet, given = update.spreadsheet, dict(request.get("developerMetadata", {}))
    taken = {item["metadataId"] for item in spreadsheet.developer_metadata}
    given.setdefault("metadataId", new_id(taken))
    if given["metadataId"] in taken:
        raise invalid(f"Developer metadata with id {given['metadataId']} already exists.")
    if given["metadataId"] < 1:
        raise invalid("The metadata id must be positive.")
    item = _normal(spreadsheet, given)
    spreadsheet.developer_metadata.append(item)
    spreadsheet.dirty = True
    return {"developerMetadata": item}


def _selected(spreadsheet: Spreadsheet, filters: list[Json]) -> list[Json]:
    selected: dict[int, Json] = {}
    for data_filter in filters:
        for item in metadata.matching(spreadsheet, data_filter):
            selected[item["metadataId"]] = item
    return list(selected.values())


@changes("updateDeveloperMetadata")
def update_developer_metadata(update: Update, request: Json) -> Json:
    spreadsheet, given = update.spreadsheet, request.get("developerMetadata", {})
    mask = update_mask(request.get("fields")) or {name: {} for name in given}
    mask.pop("metadataId", None)
    changed = []
    for item in _selected(spreadsheet, request.get("dataFilters", [])):
        fresh = dict(item)
        # A location is replaced as a whole: merging would leave a row and a sheet in one.
        assign(fresh, given, {name: {} if name == "location" else subtree for name, subtree in mask.items()})
        fresh = _normal(spreadsheet, fresh)
        spreadsheet.developer_metadata[spreadsheet.developer_metadata.index(item)] = fresh
        changed.append(fresh)
    spreadsheet.dirty = True
    return {"developerMetadata": changed} if changed else {}


@changes("deleteDeveloperMetadata")
def delete_developer_metadata(update: Update, request: Json) -> Json:
    spreadsheet = update.spreadsheet
    gone = _selected(spreadsheet, [request.get("dataFilter", {})])
    ids = {item["metadataId"] for item in gone}
    kept = [item for item in spreadsheet.developer_metadata if item["metadataId"] not in ids]
    spreadsheet.developer_metadata = kept
    spreadsheet.dirty = True
    return {"deletedDeveloperMetadata": gone} if gone else {}
