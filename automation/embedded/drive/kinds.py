"""MIME types that Drive knows."""

from __future__ import annotations

import re

_GOOGLE = "application/vnd.google-apps."
_OFFICE = "application/vnd.openxmlformats-officedocument."

FOLDER = _GOOGLE + "folder"
DOCUMENT = _GOOGLE + "document"
SPREADSHEET = _GOOGLE + "spreadsheet"
FORM = _GOOGLE + "form"
SHORTCUT = _GOOGLE + "shortcut"

DOCX = _OFFICE + "wordprocessingml.document"
XLSX = _OFFICE + "spreadsheetml.sheet"
PDF = "application/pdf"
CSV = "text/csv"
TSV = "text/tab-separated-values"
PLAIN = "text/plain"
HTML = "text/html"
ZIP = "application/zip"
RTF = "application/rtf"
ODT = "application/vnd.oasis.opendocument.text"
ODS = "application/vnd.oasis.opendocument.spreadsheet"
OLD_ODS = "application/x-vnd.oasis.opendocument.spreadsheet"
BINARY = "application/octet-stream"

IMPORTS = {DOCX: [DOCUMENT], PLAIN: [DOCUMENT], XLSX: [SPREADSHEET], CSV: [SPREADSHEET], TSV: [SPREADSHEET]}
EXPORTS = {
    DOCUMENT: [DOCX, PDF, PLAIN, HTML, ZIP, ODT, RTF],
    SPREADSHEET: [XLSX, PDF, CSV, TSV, ZIP, ODS, OLD_ODS],
}
ENDINGS = {
    DOCX: ".docx",
    XLSX: ".xlsx",
    PDF: ".pdf",
    CSV: ".csv",
    TSV: ".tsv",
    PLAIN: ".txt",
    HTML: ".html",
    ZIP: ".zip",
    RTF: ".rtf",
    ODT: ".odt",
    ODS: ".ods",
    OLD_ODS: ".ods",
}

_PAGES = {SPREADSHEET: "/spreadsheets/d/{}/edit", DOCUMENT: "/document/d/{}/edit", FORM: "/forms/d/{}/edit"}
_PAGE = re.compile(r"/(?:\w+/d|forms/d/e|drive/folders)/([\w-]{2,})(?:[/?]|\Z)")


def page_of(mime_type: str, file_id: str) -> str:
    """The path of the page where people open a file of this kind."""
    other = "/drive/folders/{}" if mime_type == FOLDER else "/file/d/{}/view"
    return _PAGES.get(mime_type, other).format(file_id)


def file_of(page: str) -> str:
    """The id of the file that a page is of, as its path says; empty for other pages."""
    found = _PAGE.match(page)
    return found[1] if found else ""


# https://www.rfc-editor.org/rfc/rfc6838#section-4.2
_NAME = r"[A-Za-z0-9][A-Za-z0-9!#$&^_.+-]{0,126}"
_MIME_TYPE = re.compile(rf"{_NAME}/{_NAME}\Z")
_SERVED = re.compile(rf"{_NAME}/{_NAME}(?:; ?[A-Za-z0-9_-]+=[A-Za-z0-9!#$&^_.+-]+)*\Z")


def is_mime_type(text: str) -> bool:
    """Whether ``text`` is a type of content, without parameters."""
    return bool(_MIME_TYPE.match(text))


def served_type(mime_type: str) -> str:
    """What to say in ``Content-Type``: not every type that was once kept may stand in a header."""
    return mime_type if _SERVED.match(mime_type) else BINARY


def is_google(mime_type: str) -> bool:
    """Whether a file of this kind is edited in place and has no content of its own to download."""
    return mime_type.startswith(_GOOGLE)
