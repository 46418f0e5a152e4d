"""Text that becomes cells: pasted, or split into columns.

https://developers.google.com/workspace/sheets/api/reference/rest/v4/spreadsheets/request#pastedatarequest
"""

from __future__ import annotations

import csv
import io
from html.parser import HTMLParser

import nh3

from automation.embedded.errors import invalid
from automation.embedded.spreadsheets import ranges
from automation.embedded.spreadsheets.entry import check_length, read_typed, too_long
from automation.embedded.spreadsheets.locales import locale_named
from automation.embedded.spreadsheets.model import MAX_TEXT, Area, Formula, Json, Sheet
from automation.embedded.spreadsheets.requests.paste import PASTED
from automation.embedded.spreadsheets.requests.register import Update, changes
from automation.embedded.spreadsheets.shown import formatted
from automation.embedded.spreadsheets.values import bring_format, make_room
from automation.embedded.tangle import Tangled, check_tangle

_READ = {"table", "tr", "td", "th", "br", "p", "div"}
_DELIMITERS = {"COMMA": ",", "SEMICOLON": ";", "PERIOD": ".", "SPACE": " "}


@changes("pasteData")
def paste_data(update: Update, request: Json) -> None:
    corner = request.get("coordinate", {})
    sheet = ranges.sheet_of(update.spreadsheet, corner.get("sheetId", 0))
    top, left = corner.get("rowIndex", 0), corner.get("columnIndex", 0)
    ranges.check_coordinate(sheet, top, left)
    rows = _pasted_rows(request)
    # Text has nothing but values: pasting its format, or its validation, changes nothing.
    if "userEnteredValue" in PASTED[request.get("type", "PASTE_NORMAL")]:
        make_room(update.spreadsheet, sheet, top + len(rows), left + max(map(len, rows), default=0))
        for row, texts in enumerate(rows, start=top):
            _type(update, sheet, row, left, texts)


def _pasted_rows(request: Json) -> list[list[str]]:
    data = request.get("data", "")
    if "html" in request and "delimiter" in request:
        raise invalid("Only one of delimiter and html may be set.")
    if request.get("html"):
        return _HtmlTable(_sound(data)).rows
    delimiter = request.get("delimiter")
    if not delimiter:
        raise invalid("A delimiter must be specified.")
    if len(delimiter) > 1 or delimiter in '"\r\n':
        return [line.split(delimiter) for line in data.splitlines()]
    try:
        return [row or [""] for row in csv.reader(io.StringIO(data, newline=""), delimiter=delimiter)]
    except csv.Error:  # a field longer than any cell may be
        raise too_long() from None


def _sound(data: str) -> str:
    """HTML whose tables are sound, whatever was pasted: Python's parser fails over some, and takes hours over others.

    Raises `ApiError` 400.
    """
    try:
        check_tangle(data)
    except Tangled:
        raise invalid("The HTML is nested too deep, or too long.") from None
    rows_alone = "<tr" in data.lower() and "<table" not in data.lower()
    return nh3.clean(f"<table>{data}</table>" if rows_alone else data, tags=_READ, attributes={})


class _HtmlTable(HTMLParser):
    """The cells of the tables in a piece of HTML; where there is none, its lines of text."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.rows: list[list[str]] = []
        self.loose: list[str] = []
        self.in_cell = False
        self.feed(text)
        self.close()
        if not self.rows:
            self.rows = [[line.strip()] for line in "".join(self.loose).splitlines() if line.strip()]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "tr":
            self.rows.append([])
        elif tag in ("td", "th") and self.rows:
            self.in_cell = True
            self.rows[-1].append("")
        elif tag in ("br", "p", "div"):
            self.handle_data("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in ("td", "th") and self.rows and self.rows[-1]:
            self.in_cell = False
            self.rows[-1][-1] = self.rows[-1][-1].strip()

    def handle_data(self, data: str) -> None:
        if self.in_cell and len(self.rows[-1][-1]) <= MAX_TEXT:  # what is beyond is refused anyway
            self.rows[-1][-1] += data
        elif not self.rows:
            self.loose.append(data)


def _type(update: Update, sheet: Sheet, row: int, left: int, texts: list[str]) -> None:
    """Type texts into neighbouring cells."""
    locale, today = locale_named(update.spreadsheet.locale), update.workspace.now()
    for column, text in enumerate(texts, start=left):
        check_length(text)
        value, number_format = read_typed(text, locale, today)
        sheet.set_value(row, column, value)
        if number_format:
            bring_format(sheet, row, column, number_format)


@changes("textToColumns")
def text_to_columns(update: Update, request: Json) -> None:
    area = ranges.grid_area(update.spreadsheet, request.get("source", {}))
    if area.width != 1:
        raise invalid("The source range must span exactly one column.")
    shown = _shown(update, area)
    delimiter = _delimiter(request, list(shown.values()))
    parts = {row: text.split(delimiter) for row, text in shown.items() if delimiter and delimiter in text}
    width = max(map(len, parts.values()), default=0)
    make_room(update.spreadsheet, area.sheet, area.bottom, area.left + width)
    for row, texts in parts.items():
        _type(update, area.sheet, row, area.left, texts)


def _shown(update: Update, area: Area) -> dict[int, str]:
    """What each cell of a column shows; a formula stays whole, since its text is not what it shows."""
    locale = locale_named(update.spreadsheet.locale)
    texts = {}
    for row in range(area.top, min(area.bottom, len(area.sheet.rows))):
        value = area.sheet.value(row, area.left)
        if value is not None and not isinstance(value, Formula):
            entered = area.sheet.plane_value("userEnteredFormat", row, area.left) or {}
            texts[row] = formatted(value, entered.get("numberFormat"), locale)
    return texts


def _delimiter(request: Json, texts: list[str]) -> str:
    kind = request.get("delimiterType", "DELIMITER_TYPE_UNSPECIFIED")
    if kind == "CUSTOM":
        if not request.get("delimiter"):
            raise invalid("A delimiter must be specified for the delimiter type CUSTOM.")
        return str(request["delimiter"])
    if kind == "AUTODETECT":
        # The mark that most cells have; among equals the one that is least used inside words.
        return max(_DELIMITERS.values(), key=lambda mark: sum(mark in text for text in texts))
    if kind not in _DELIMITERS:
        raise invalid("A delimiter type must be specified.")
    return _DELIMITERS[kind]
