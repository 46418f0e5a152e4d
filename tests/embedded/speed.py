"""How fast the embedded workspace is: ``python -m tests.embedded.speed`` prints one line a figure.

Times are whole requests over HTTP on this machine, parsing of the answer aside.
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import requests

from automation.embedded import Server, Workspace, serve

ROWS, COLUMNS = 10_000, 30
BIG_ROWS = 33_400
Json = dict[str, Any]

THE_PRODUCT_S_READ = (
    "developerMetadata,sheets(properties,developerMetadata,data(startRow,startColumn,"
    "columnMetadata(developerMetadata),rowData(values(effectiveValue,userEnteredValue))))"
)


def timed(label: str, call: Callable[[], requests.Response]) -> None:
    """Print how long a call took, best of three."""
    best, size = 1e9, 0
    for _ in range(3):
        start = time.perf_counter()
        response = call()
        best, size = min(best, time.perf_counter() - start), len(response.content)
        response.raise_for_status()
    print(f"{label:<58} {best:7.3f} s {size / 1e6:8.2f} MB")


def session_for(server: Server) -> requests.Session:
    session = requests.Session()
    session.headers["Authorization"] = f"Bearer {server.token}"
    return session


def new_spreadsheet(url: str, session: requests.Session) -> str:
    sheets = [("A", ROWS + 1), ("M", BIG_ROWS)]
    body = {
        "sheets": [
            {"properties": {"title": title, "gridProperties": {"rowCount": rows, "columnCount": COLUMNS}}}
            for title, rows in sheets
        ]
    }
    created: Json = session.post(f"{url}/v4/spreadsheets", json=body, timeout=60).json()
    return str(created["spreadsheetId"])


def measure_calls(url: str, session: requests.Session, spreadsheet: str) -> None:
    base = f"{url}/v4/spreadsheets/{spreadsheet}"
    rows = [[f"значение {r} {c}" if c % 3 else r * c for c in range(COLUMNS)] for r in range(ROWS)]
    raw = {"valueInputOption": "RAW"}
    plain = {"ranges": "A", "valueRenderOption": "UNFORMATTED_VALUE", "dateTimeRenderOption": "SERIAL_NUMBER"}
    cells = [{"values": [{"userEnteredValue": {"stringValue": f"y{r}"}}]} for r in range(ROWS)]
    start: Json = {"sheetId": 0, "rowIndex": 1, "columnIndex": 5}
    one = [{"updateCells": {"start": start, "fields": "userEnteredValue", "rows": cells}}]
    many: list[Json] = [
        {
            "updateCells": {
                "start": {**start, "rowIndex": r + 1},
                "fields": "userEnteredValue",
                "rows": [cells[r]],
            }
        }
        for r in range(ROWS)
    ]
    sort = {"range": {"sheetId": 0, "startRowIndex": 1}, "sortSpecs": [{"dimensionIndex": 5}]}
    timed("values.update, 10,000 × 30", lambda: session.put(f"{base}/values/A!A1", params=raw, json={"values": rows}))
    timed("values.batchGet, 10,000 × 30", lambda: session.get(f"{base}/values:batchGet", params=plain))
    timed("values.batchGet formatted", lambda: session.get(f"{base}/values:batchGet", params={"ranges": "A"}))
    timed("batchUpdate, one updateCells of 10,000", lambda: session.post(f"{base}:batchUpdate", json={"requests": one}))
    timed(
        "batchUpdate, 10,000 updateCells of one", lambda: session.post(f"{base}:batchUpdate", json={"requests": many})
    )
    timed(
        "get, values of 10,000 × 30 as cells",
        lambda: session.get(base, params={"ranges": "A", "fields": THE_PRODUCT_S_READ}),
    )
    timed(
        "get, properties and metadata",
        lambda: session.get(base, params={"fields": "developerMetadata,sheets.properties"}),
    )
    timed("values.update, one cell", lambda: session.put(f"{base}/values/A!A1", params=raw, json={"values": [["q"]]}))
    timed(
        "sortRange, 10,000 × 30", lambda: session.post(f"{base}:batchUpdate", json={"requests": [{"sortRange": sort}]})
    )


def fill_a_million_cells(url: str, session: requests.Session, spreadsheet: str) -> None:
    values = [[f"т{r}" if c % 2 else r * c + 0.5 for c in range(COLUMNS)] for r in range(BIG_ROWS // 4)]
    for part in range(4):
        address = f"{url}/v4/spreadsheets/{spreadsheet}/values/M!A{part * len(values) + 1}"
        session.put(address, params={"valueInputOption": "RAW"}, json={"values": values}).raise_for_status()


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        workspace = Workspace(Path(name))
        with serve(workspace) as server:
            session = session_for(server)
            spreadsheet = new_spreadsheet(server.url, session)
            measure_calls(server.url, session, spreadsheet)
            fill_a_million_cells(server.url, session, spreadsheet)

            def opened() -> requests.Response:
                workspace.spreadsheets.forget()
                return session.get(f"{server.url}/v4/spreadsheets/{spreadsheet}/values/M!A1")

            timed("opening a file of 1,300,000 cells", opened)
        workspace.close()


if __name__ == "__main__":
    main()
