"""What a curator may do to the spreadsheet itself, by the titles on the screen: delete, rename, move, hide, copy."""

from __future__ import annotations

from typing import Any

from automation.google.spreadsheets import Spreadsheets
from automation.workbook.layout import quoted
from tests.organisation import Organisation


class Hands:
    """Edits of the spreadsheet's structure, made as Google's own page makes them."""

    def __init__(self, one: Organisation) -> None:
        self._sheets: Spreadsheets = one.google.spreadsheets
        self._id = one.spreadsheet

    def delete_column(self, tab: str, title: str) -> None:
        self._do({"deleteDimension": {"range": self._column(tab, title)}})

    def move_column_first(self, tab: str, title: str) -> None:
        self._do({"moveDimension": {"source": self._column(tab, title), "destinationIndex": 0}})

    def hide_column(self, tab: str, title: str) -> None:
        hidden = {"range": self._column(tab, title), "properties": {"hiddenByUser": True}, "fields": "hiddenByUser"}
        self._do({"updateDimensionProperties": hidden})

    def delete_tab(self, tab: str) -> None:
        self._do({"deleteSheet": {"sheetId": self.sheet_id(tab)}})

    def copy_tab(self, tab: str, title: str) -> None:
        self._do({"duplicateSheet": {"sourceSheetId": self.sheet_id(tab), "newSheetName": title}})

    def rename_tab(self, tab: str, title: str) -> None:
        properties = {"sheetId": self.sheet_id(tab), "title": title}
        self._do({"updateSheetProperties": {"properties": properties, "fields": "title"}})

    def add_tab(self, title: str) -> None:
        self._do({"addSheet": {"properties": {"title": title}}})

    def insert_rows_above(self, tab: str, count: int) -> None:
        self._do({"insertDimension": {"range": self._rows(tab, 0, count), "inheritFromBefore": False}})

    def delete_rows(self, tab: str, start: int, end: int) -> None:
        self._do({"deleteDimension": {"range": self._rows(tab, start, end)}})

    def add_column(self, tab: str) -> None:
        self._do({"appendDimension": {"sheetId": self.sheet_id(tab), "dimension": "COLUMNS", "length": 1}})

    def clear(self, tab: str) -> None:
        self._sheets.http.values_clear(self._id, quoted(tab))

    def write(self, tab: str, place: str, value: Any) -> None:
        """Type into a cell by its address, «B1»."""
        self._sheets.http.values_update(
            self._id, f"{quoted(tab)}!{place}", params={"valueInputOption": "USER_ENTERED"}, body={"values": [[value]]}
        )

    def shown(self, tab: str, *, formulas: bool = False) -> list[list[Any]]:
        """All cells of a tab, or the formulas behind them."""
        option: Any = "FORMULA" if formulas else "UNFORMATTED_VALUE"
        answer = self._sheets.http.values_get(self._id, quoted(tab), params={"valueRenderOption": option})
        return list(answer.get("values", []))

    def titles(self, tab: str) -> list[str]:
        return [str(title) for title in self.shown(tab)[0]]

    def tabs(self) -> list[str]:
        return [item["properties"]["title"] for item in self._structure()]

    def sheet_id(self, tab: str) -> int:
        found = next(item["properties"] for item in self._structure() if item["properties"]["title"] == tab)
        return int(found.get("sheetId", 0))

    def _structure(self) -> list[Any]:
        return list(self._sheets.get(self._id, fields="sheets(properties(sheetId,title))")["sheets"])

    def _column(self, tab: str, title: str) -> dict[str, Any]:
        at = self.titles(tab).index(title)
        return {"sheetId": self.sheet_id(tab), "dimension": "COLUMNS", "startIndex": at, "endIndex": at + 1}

    def _rows(self, tab: str, start: int, end: int) -> dict[str, Any]:
        return {"sheetId": self.sheet_id(tab), "dimension": "ROWS", "startIndex": start, "endIndex": end}

    def _do(self, request: Any) -> None:
        self._sheets.batch_update(self._id, {"requests": [request]})
