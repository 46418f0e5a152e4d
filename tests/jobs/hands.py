"""What a curator may do to the spreadsheet itself, by the titles on the screen: delete, rename, move, hide, copy."""

from __future__ import annotations

from typing import Any

from automation.google.spreadsheets import Spreadsheets
from automation.workbook.layout import STRUCTURE, column_letters, quoted
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

    def insert_row_below(self, tab: str, number: int) -> None:
        """As the menu does: the new row looks like the one above it. Rows are numbered as on the screen."""
        self._do({"insertDimension": {"range": self._rows(tab, number, number + 1), "inheritFromBefore": True}})

    def sort(self, tab: str, title: str) -> None:
        """Sort all rows but the header's."""
        column = self._column(tab, title)["startIndex"]
        area = {"sheetId": self.sheet_id(tab), "startRowIndex": 1}
        self._do({"sortRange": {"range": area, "sortSpecs": [{"dimensionIndex": column, "sortOrder": "DESCENDING"}]}})

    def letters(self, tab: str, title: str) -> str:
        return column_letters(self.titles(tab).index(title))

    def rows_of(self, tab: str, value: str) -> tuple[int, int]:
        """The one row in which a cell says this, for `delete_rows`."""
        (row,) = (row for row, cells in enumerate(self.shown(tab)) if value in cells)
        return row, row + 1

    def damage(self, tab: str, title: str, number: str, value: float, *, key: str = "№") -> None:
        """A number in a cell for text, as a spreadsheet makes it of «21/1» where the format has gone."""
        titles, *rows = self.shown(tab)
        row = next(at for at, cells in enumerate(rows, 1) if cells[titles.index(key) :][:1] == [number])
        start = {"sheetId": self.sheet_id(tab), "rowIndex": row, "columnIndex": titles.index(title)}
        cell = {"userEnteredValue": {"numberValue": value}, "userEnteredFormat": {"numberFormat": {"type": "NUMBER"}}}
        fields = "userEnteredValue,userEnteredFormat.numberFormat"
        self._do({"updateCells": {"start": start, "rows": [{"values": [cell]}], "fields": fields}})

    def forget_formats(self, tab: str) -> None:
        """Take the number format of every cell but the header's, as a write with a careless mask does."""
        area = {"sheetId": self.sheet_id(tab), "startRowIndex": 1}
        self._do({"repeatCell": {"range": area, "cell": {}, "fields": "userEnteredFormat.numberFormat"}})

    def forget_digests(self) -> None:
        """Let every column say that it was declared otherwise when it was made."""
        found = self._sheets.get(self._id, fields=STRUCTURE)
        for item in found["sheets"]:
            for column in (one for data in item.get("data", []) for one in data.get("columnMetadata", [])):
                for mark in column.get("developerMetadata", []):
                    value = f"{mark['metadataValue'].partition('#')[0]}#00000000"
                    lookup = {"developerMetadataLookup": {"metadataId": mark["metadataId"]}}
                    changed = {"developerMetadata": {"metadataValue": value}, "fields": "metadataValue"}
                    self._do({"updateDeveloperMetadata": {"dataFilters": [lookup], **changed}})

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
