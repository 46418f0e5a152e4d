"""Sheets v4 through gspread: reading a spreadsheet whole, and the one atomic write."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from gspread.http_client import HTTPClient
from gspread.urls import SPREADSHEET_BATCH_UPDATE_URL, SPREADSHEET_URL

from automation.google.transport import Transport

Json = dict[str, Any]


class Spreadsheets:
    """The calls that the product makes; each is one HTTP request.

    https://developers.google.com/sheets/api/reference/rest/v4/spreadsheets
    """

    def __init__(self, transport: Transport) -> None:
        self.http: HTTPClient = HTTPClient(None, session=transport)  # type: ignore[arg-type]  # the session signs in by itself

    def get(self, spreadsheet: str, *, fields: str, ranges: Sequence[str] = ()) -> Json:
        """Properties, developer metadata and grid data, as far as the mask `fields` names them."""
        return dict(self.http.fetch_sheet_metadata(spreadsheet, params={"fields": fields, "ranges": list(ranges)}))

    def sheets(self, spreadsheet: str, sheet_ids: Sequence[int], *, fields: str) -> Json:
        """The same of these sheets alone, found by their ids, whatever they are called by now."""
        filters = [{"gridRange": {"sheetId": sheet_id}} for sheet_id in sheet_ids]
        return self._ask(spreadsheet, ":getByDataFilter", {"dataFilters": filters}, fields)

    def marked_columns(self, spreadsheet: str, marks: Sequence[int]) -> dict[int, list[Any]]:
        """Id of a mark (developer metadata) → the unformatted cells of its column from the top, dates as numbers.

        All are of one moment, wherever their columns stand by then; those that have gone are left out.
        """
        if not marks:
            return {}
        body = {
            "dataFilters": [{"developerMetadataLookup": {"metadataId": mark}} for mark in marks],
            "majorDimension": "COLUMNS",
            "valueRenderOption": "UNFORMATTED_VALUE",
            "dateTimeRenderOption": "SERIAL_NUMBER",
        }
        fields = "valueRanges(valueRange(values),dataFilters(developerMetadataLookup(metadataId)))"
        answer = self._ask(spreadsheet, "/values:batchGetByDataFilter", body, fields)
        return {
            found["dataFilters"][0]["developerMetadataLookup"]["metadataId"]: next(
                iter(found.get("valueRange", {}).get("values", [])), []
            )
            for found in answer.get("valueRanges", [])
        }

    def _ask(self, spreadsheet: str, method: str, body: Json, fields: str) -> Json:
        """A call that only reads, though it is a POST: its question is too long for an address."""
        answer = self.http.request("post", SPREADSHEET_URL % spreadsheet + method, params={"fields": fields}, json=body)
        return dict(answer.json())

    def batch_update(self, spreadsheet: str, body: Mapping[str, Any], *, fields: str = "spreadsheetId") -> Json:
        """Apply all requests of `body`, or none; `fields` masks the answer."""
        answer = self.http.request(
            "post", SPREADSHEET_BATCH_UPDATE_URL % spreadsheet, params={"fields": fields}, json=body
        )
        return dict(answer.json())
