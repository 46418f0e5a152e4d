"""The embedded workspace by itself: whole requests over HTTP, parsing of the answer aside."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import requests

from automation.embedded import Workspace, serve
from benchmarks.measure import Figure, seconds

ROWS, COLUMNS = 10_000, 30
Json = dict[str, Any]


def figures() -> Iterator[Figure]:
    with tempfile.TemporaryDirectory() as directory:
        workspace = Workspace(Path(directory))
        with serve(workspace) as server, requests.Session() as session:
            session.headers["Authorization"] = f"Bearer {server.token}"
            base = _filled_spreadsheet(session, f"{server.url}/v4/spreadsheets")
            plain = {"ranges": "A", "valueRenderOption": "UNFORMATTED_VALUE", "dateTimeRenderOption": "SERIAL_NUMBER"}
            read = _seconds(lambda: session.get(f"{base}/values:batchGet", params=plain))
            body = {"requests": [_update(row) for row in range(ROWS)]}
            write = _seconds(lambda: session.post(f"{base}:batchUpdate", json=body))
        workspace.close()
    yield Figure("Встроенное пространство: values.batchGet 10 000 × 30", read, "с")
    yield Figure("— batchUpdate из 10 000 updateCells, целиком или никак", write, "с")


def _filled_spreadsheet(session: requests.Session, url: str) -> str:
    """The address of a new spreadsheet whose tab «A» is full."""
    grid = {"rowCount": ROWS + 1, "columnCount": COLUMNS}
    created = session.post(url, json={"sheets": [{"properties": {"title": "A", "gridProperties": grid}}]}, timeout=60)
    base = f"{url}/{created.json()['spreadsheetId']}"
    values = [[f"значение {row} {at}" if at % 3 else row * at for at in range(COLUMNS)] for row in range(ROWS)]
    session.put(
        f"{base}/values/A!A1", params={"valueInputOption": "RAW"}, json={"values": values}, timeout=60
    ).raise_for_status()
    return base


def _update(row: int) -> Json:
    return {
        "updateCells": {
            "start": {"sheetId": 0, "rowIndex": row + 1, "columnIndex": 5},
            "fields": "userEnteredValue",
            "rows": [{"values": [{"userEnteredValue": {"stringValue": f"новое {row}"}}]}],
        }
    }


def _seconds(call: Callable[[], requests.Response]) -> float:
    return seconds(lambda: call().raise_for_status())
