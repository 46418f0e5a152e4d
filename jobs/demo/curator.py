"""The curator of the demonstration: works in the spreadsheet as a person does, by what it shows on the screen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from automation.google import Google
from automation.workbook.layout import column_letters, quoted

Row = dict[str, Any]


class Curator:
    """Reads tabs by their titles and types into cells found by a row's number and a column's title."""

    def __init__(self, google: Google, spreadsheet: str) -> None:
        self._http = google.spreadsheets.http
        self._spreadsheet = spreadsheet

    def rows(self, tab: str) -> list[Row]:
        """The rows of a tab by column title, dates as serial numbers; empty cells are None."""
        titles, *rows = self._values(tab)
        return [
            {title: (row[index] if index < len(row) else None) for index, title in enumerate(titles)} for row in rows
        ]

    def type(self, tab: str, edits: Mapping[str, Mapping[str, Any]], *, key: str = "№") -> None:
        """Type into cells: row's number → column title → what is typed. `KeyError` for a row that is not there."""
        titles, *rows = self._values(tab)
        numbers = {row[titles.index(key)]: index for index, row in enumerate(rows, 2) if len(row) > titles.index(key)}
        data = [
            {
                "range": f"{quoted(tab)}!{column_letters(titles.index(title))}{numbers[number]}",
                "values": [[value]],
            }
            for number, cells in edits.items()
            for title, value in cells.items()
        ]
        if data:
            self._http.values_batch_update(self._spreadsheet, {"valueInputOption": "USER_ENTERED", "data": data})

    def empty(self, tab: str, number: str, *, key: str = "№") -> None:
        """Delete all that stands in a row. `ValueError` for one that is not there."""
        titles, *rows = self._values(tab)
        place = titles.index(key)
        at = [row[place] if len(row) > place else None for row in rows].index(number) + 2
        self._http.values_clear(self._spreadsheet, f"{quoted(tab)}!{at}:{at}")

    def add(self, tab: str, rows: Sequence[Mapping[str, Any]]) -> None:
        """Type new rows at the bottom, by column titles."""
        titles = self._values(tab)[0]
        body = {"values": [[row.get(title, "") for title in titles] for row in rows]}
        params: Any = {"valueInputOption": "USER_ENTERED", "insertDataOption": "OVERWRITE"}
        self._http.values_append(self._spreadsheet, f"{quoted(tab)}!A1", params, body)

    def _values(self, tab: str) -> list[list[Any]]:
        answer = self._http.values_get(
            self._spreadsheet, quoted(tab), params={"valueRenderOption": "UNFORMATTED_VALUE"}
        )
        rows: list[list[Any]] = answer.get("values", [[]])
        return [[None if cell == "" else cell for cell in row] for row in rows]
