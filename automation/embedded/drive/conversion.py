"""Taking content in: as it is, or converted to a Google Doc or Sheet.

A Doc is kept as the .docx that it came from, so that its export is that very file.
"""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from automation.embedded import compression
from automation.embedded.calls import Call, Media
from automation.embedded.documents import package
from automation.embedded.drive import kinds
from automation.embedded.errors import ApiError
from automation.embedded.spreadsheets import files as spreadsheet_files
from automation.embedded.spreadsheets.entry import from_json, too_long
from automation.embedded.spreadsheets.locales import locale_named
from automation.embedded.spreadsheets.parts import Part
from automation.embedded.spreadsheets.store import as_stored
from automation.embedded.spreadsheets.values import make_room
from automation.embedded.storage import encode
from automation.untrusted import workbooks
from automation.untrusted.xml_text import writable

Json = dict[str, Any]

# Of a byte: of a CSV, and of the parts of an .xlsx unpacked.
_CSV_SECONDS, _XLSX_SECONDS = 1e-6, 4e-7


def fill(call: Call, file: Json, media: Media | None) -> None:
    """Give ``file`` its content: what was uploaded, brought to the file's kind, or an empty one of its kind.

    Raises `First` where that takes long.
    """
    workspace, kind = call.workspace, file["mimeType"]
    if kind == kinds.SPREADSHEET:
        if media is not None:
            _fill_spreadsheet(call, file, media)
        else:
            workspace.spreadsheets.add(spreadsheet_files.blank(file["id"]))
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


def _fill_spreadsheet(call: Call, file: Json, media: Media) -> None:
    workspace, content = call.workspace, media.content
    now = workspace.now().replace(minute=0, second=0, microsecond=0)  # the same when the call begins anew
    if media.mime_type == kinds.XLSX:
        stored = call.made(_xlsx_seconds(content), _from_xlsx, content, now)
    else:
        # gspread's import_csv names no type at all.
        delimiter = "\t" if media.mime_type == kinds.TSV else ","
        held = workspace.storage.row("SELECT 1 FROM spreadsheets WHERE id = ?", file["id"])
        properties = encode(workspace.spreadsheets.get(file["id"]).properties) if held else "null"
        title = file["name"][:100] or "Sheet1"
        seconds = len(content) * _CSV_SECONDS
        stored = call.made(seconds, _from_csv, content, delimiter, properties, title, now)
    workspace.spreadsheets.put(file["id"], stored)


def _xlsx_seconds(content: bytes) -> float:
    """How long it takes to read an .xlsx, by what its parts say of their size: `_from_xlsx` believes none of it."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return sum(part.file_size for part in archive.infolist()) * _XLSX_SECONDS
    except zipfile.BadZipFile:
        return 0.0


def _from_csv(content: bytes, delimiter: str, properties: str, title: str, now: datetime) -> dict[Part, str]:
    spreadsheet = spreadsheet_files.blank("", json.loads(properties))
    sheet, locale = spreadsheet.sheets[0], locale_named(spreadsheet.locale)
    sheet.properties["title"] = title
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1251", "replace")
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    except csv.Error:  # a field longer than any cell may be
        raise too_long() from None
    make_room(spreadsheet, sheet, len(rows), max(map(len, rows), default=0))
    for row, cells in enumerate(rows):
        for column, given in enumerate(cells):
            value, number_format = from_json(given, typed=True, locale=locale, today=now)
            sheet.set_value(row, column, value)
            if number_format:
                sheet.runs("userEnteredFormat", column).put(row, row + 1, {"numberFormat": number_format})
    return as_stored(spreadsheet, now)


def _from_xlsx(content: bytes, now: datetime) -> dict[Part, str]:
    from automation.embedded.spreadsheets import xlsx  # openpyxl takes a while to load

    with _convertible():
        compression.check_package(content, "xl/workbook.xml")
    try:
        return as_stored(xlsx.read("", content), now)
    except xlsx.NoWorkbook:
        raise _cannot_convert() from None
    except workbooks.TooLarge:
        raise _too_large() from None
