"""The embedded workspace with longer and longer sheets: whole requests over HTTP, parsing of the answer aside.

The server is a process of its own, as in life.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from itertools import cycle
from pathlib import Path
from typing import Any

import requests

from benchmarks.measure import Figure, seconds
from benchmarks.serving import new_session, served

SIZES = (1_000, 10_000, 100_000)
COLUMNS = 10
AT_ONCE = 10_000  # rows in one request
ONE_ROW = 0.03
"""Seconds that any change of one row may take, however long the sheet is."""
READING = {1_000: 0.01, 10_000: 0.05, 100_000: 0.4}
Json = dict[str, Any]


def figures() -> Iterator[Figure]:
    with tempfile.TemporaryDirectory() as directory, served(Path(directory), "--port", "0") as one:
        session = new_session(one.server)
        for rows in SIZES:
            yield from _of_a_sheet(_Sheet(session, one.server.url, rows))


def _of_a_sheet(sheet: _Sheet) -> Iterator[Figure]:
    name = f"{sheet.rows:,}".replace(",", "\u00a0")
    yield Figure(f"Лист в {name} строк: дописать строку (values.append)", sheet.appending(), "с", ONE_ROW)
    yield Figure("— прочесть столбец A", sheet.reading(), "с", READING[sheet.rows])
    yield Figure("— вставить строку в начале", sheet.inserting(), "с", ONE_ROW)
    slowest, what = max(sheet.everything_else())
    yield Figure("— остальное с одной строкой, самое долгое", slowest, "с", ONE_ROW, peer=what)


class _Sheet:
    """A tab without an empty cell, and what people and programs do to it."""

    def __init__(self, session: requests.Session, url: str, rows: int) -> None:
        self.rows = rows
        self._session = session
        grid = {"rowCount": rows, "columnCount": COLUMNS}
        sheets = [{"properties": {"title": "A", "gridProperties": grid}}]
        created = session.post(f"{url}/v4/spreadsheets", json={"sheets": sheets}, timeout=60).json()
        self._path = f"{url}/v4/spreadsheets/{created['spreadsheetId']}"
        for top in range(0, rows, AT_ONCE):
            numbers = range(top, min(top + AT_ONCE, rows))
            values = [[f"значение {row} {at}" if at % 3 else row * at for at in range(COLUMNS)] for row in numbers]
            self._write(f"A!A{top + 1}", values)

    def appending(self, option: str = "RAW", place: str = "OVERWRITE") -> float:
        parameters = {"valueInputOption": option, "insertDataOption": place}
        body = {"values": [[f"новое {at}" for at in range(COLUMNS)]]}
        return seconds(lambda: self._ask("POST", "/values/A:append", body, parameters))

    def reading(self) -> float:
        return seconds(lambda: self._ask("GET", "/values/A!A:A"))

    def inserting(self) -> float:
        return seconds(lambda: self._change({"insertDimension": {"range": _rows(1)}}))

    def everything_else(self) -> Iterator[tuple[float, str]]:
        """How long each of the other ways to change one row takes, and what it is."""
        yield self.appending("USER_ENTERED"), "append USER_ENTERED"
        yield self.appending("RAW", "INSERT_ROWS"), "append INSERT_ROWS"
        cell = {"values": [{"userEnteredValue": {"stringValue": "новое"}}] * COLUMNS}
        written: Json = {"rows": [cell], "fields": "userEnteredValue"}
        middle = self.rows // 2
        for name, request in (
            ("insertDimension", {"range": _rows(middle)}),
            ("insertDimension", {"range": _rows(self.rows - 1)}),
            ("deleteDimension", {"range": _rows(1)}),
            ("deleteDimension", {"range": _rows(middle)}),
            ("appendCells", {"sheetId": 0, **written}),
            ("updateCells", {"start": {"rowIndex": middle}, **written}),
        ):
            yield seconds(lambda name=name, request=request: self._change({name: request})), name  # type: ignore[misc]
        ways = cycle([(1, self.rows - 2), (self.rows - 3, 1)])
        yield seconds(lambda: self._move(*next(ways))), "moveDimension"
        yield seconds(lambda: self._write(f"A!B{middle}", [["новое"]])), "values.update"

    def _move(self, start: int, destination: int) -> None:
        self._change({"moveDimension": {"source": _rows(start), "destinationIndex": destination}})

    def _change(self, request: Json) -> None:
        self._ask("POST", ":batchUpdate", {"requests": [request]})

    def _write(self, place: str, values: Sequence[Sequence[object]]) -> None:
        self._ask("PUT", f"/values/{place}", {"values": values}, {"valueInputOption": "RAW"})

    def _ask(self, method: str, path: str, body: Json | None = None, parameters: dict[str, str] | None = None) -> None:
        url = self._path + path
        self._session.request(method, url, json=body, params=parameters, timeout=60).raise_for_status()


def _rows(start: int) -> Json:
    return {"dimension": "ROWS", "startIndex": start, "endIndex": start + 1}
