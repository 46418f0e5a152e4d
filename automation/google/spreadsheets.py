"""Sheets v4 through gspread: reading a spreadsheet whole, and the one atomic write."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from gspread.http_client import HTTPClient
from gspread.urls import SPREADSHEET_BATCH_UPDATE_URL

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

    def values(self, spreadsheet: str, ranges: Sequence[str]) -> list[list[list[Any]]]:
        """For each range its rows of unformatted cells (dates as serial numbers), trailing empty ones left out."""
        answer = self.http.values_batch_get(
            spreadsheet,
            list(ranges),
            params={"valueRenderOption": "UNFORMATTED_VALUE", "dateTimeRenderOption": "SERIAL_NUMBER"},
        )
        return [found.get("values", []) for found in answer["valueRanges"]]

    def batch_update(self, spreadsheet: str, body: Mapping[str, Any], *, fields: str = "spreadsheetId") -> Json:
        """Apply all requests of `body`, or none; `fields` masks the answer."""
        answer = self.http.request(
            "post", SPREADSHEET_BATCH_UPDATE_URL % spreadsheet, params={"fields": fields}, json=body
        )
        return dict(answer.json())
