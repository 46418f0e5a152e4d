"""Taking content in: as it is, or converted to a Google Doc or Sheet.

A Doc is kept as the .docx that it came from, so that its export is that very file.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from automation.embedded import compression
from automation.embedded.calls import Media
from automation.embedded.documents import package
from automation.embedded.drive import kinds
from automation.embedded.errors import ApiError
from automation.embedded.spreadsheets import files as spreadsheet_files
from automation.embedded.spreadsheets.entry import from_json, too_long
from automation.embedded.spreadsheets.locales import locale_named
from automation.embedded.spreadsheets.model import Spreadsheet
from automation.embedded.spreadsheets.values import make_room
from automation.untrusted import workbooks
from automation.untrusted.xml_text import writable

if TYPE_CHECKING:
    from automation.embedded.workspace import Workspace

Json = dict[str, Any]


def fill(workspace: Workspace, file: Json, media: Media | None) -> None:
    """Give ``file`` its content: what was uploaded, brought to the file's kind, or an empty one of its kind."""
    kind = file["mimeType"]
    if kind == kinds.SPREADSHEET:
        _fill_spreadsheet(workspace, file, media)
    elif kind == kinds.DOCUMENT:
        workspace.files.set_content(file["id"], _document(media))
    elif media is not None:
        if kinds.is_google(kind):
            raise _cannot_convert()
        workspace.files.set_content(file["id"], media.content)
    elif not kinds.is_google(kind):
        workspace.files.set_content(file["id"], b"")


def _cannot_convert() -> ApiError:
    return ApiError(400, "Bad Request", reason="badRequest")


def _document(media: Media | None) -> bytes:
    """The .docx of a Doc. Raises `ApiError` 400 for what cannot become one."""
    if media is None or (media.mime_type == kinds.PLAIN and not media.content):
        return _docx_of("")
    if media.mime_type == kinds.PLAIN:
        return _docx_of(media.content.decode("utf-8", "replace"))
    if media.mime_type not in (kinds.DOCX, kinds.BINARY, ""):
        raise _cannot_convert()
    with _convertible():
        package.check(media.content)
    return media.content


@contextmanager
def _convertible() -> Iterator[None]:
    """What is found wrong with an upload becomes Drive's answer."""
    try:
        yield
    except compression.Malformed:
        raise _cannot_convert() from None
    except compression.TooLarge:
        raise _too_large() from None


def _too_large() -> ApiError:
    return ApiError(413, "The uploaded file is too large to be converted.", reason="uploadTooLarge")


def _docx_of(text: str) -> bytes:
    import docx  # takes a while to load, and is seldom needed

    document = docx.Document()
    for line in text.splitlines() or [""]:
        document.add_paragraph(writable(line))
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def _fill_spreadsheet(workspace: Workspace, file: Json, media: Media | None) -> None:
    if media is None:
        spreadsheet = spreadsheet_files.blank(file["id"])
    elif media.mime_type == kinds.XLSX:
        spreadsheet = _from_xlsx(file["id"], media.content)
    else:
        # gspread's import_csv names no type at all.
        delimiter = "\t" if media.mime_type == kinds.TSV else ","
        held = workspace.storage.row("SELECT 1 FROM spreadsheets WHERE id = ?", file["id"])
        properties = workspace.spreadsheets.get(file["id"]).properties if held else None
        spreadsheet = _from_csv(workspace, file["id"], media.content, delimiter, properties)
        spreadsheet.sheets[0].properties["title"] = file["name"][:100] or "Sheet1"
    workspace.spreadsheets.delete(file["id"])
    workspace.spreadsheets.add(spreadsheet)


def _from_csv(
    workspace: Workspace, file_id: str, content: bytes, delimiter: str, properties: Json | None
) -> Spreadsheet:
    spreadsheet = spreadsheet_files.blank(file_id, properties)
    sheet, locale = spreadsheet.sheets[0], locale_named(spreadsheet.locale)
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1251", "replace")
    today = workspace.now()
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    except csv.Error:  # a field longer than any cell may be
        raise too_long() from None
    make_room(spreadsheet, sheet, len(rows), max(map(len, rows), default=0))
    for row, cells in enumerate(rows):
        for column, given in enumerate(cells):
            value, number_format = from_json(given, typed=True, locale=locale, today=today)
            sheet.set_value(row, column, value)
            if number_format:
                sheet.runs("userEnteredFormat", column).put(row, row + 1, {"numberFormat": number_format})
    return spreadsheet


def _from_xlsx(file_id: str, content: bytes) -> Spreadsheet:
    from automation.embedded.spreadsheets import xlsx  # openpyxl takes a while to load

    with _convertible():
        compression.check_package(content, "xl/workbook.xml")
    try:
        return xlsx.read(file_id, content)
    except xlsx.NoWorkbook:
        raise _cannot_convert() from None
    except workbooks.TooLarge:
        raise _too_large() from None
