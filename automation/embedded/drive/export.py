"""Giving Docs and Sheets out in other formats."""

from __future__ import annotations

import io
import shutil
import subprocess
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from automation.embedded.calls import Answer, Call, Content, Later
from automation.embedded.compression import packed
from automation.embedded.documents import hyperlinks, package
from automation.embedded.drive import kinds
from automation.embedded.errors import ApiError, unimplemented
from automation.embedded.spreadsheets import html

if TYPE_CHECKING:
    from automation.embedded.workspace import Workspace

Json = dict[str, Any]

FAILED = "conversionFailed"
"""The reason that is given where a file is what keeps a program from converting it."""
_OFFICE_SECONDS = 120
# Of a byte of a .docx, and of a character that is stored of a spreadsheet's cells.
_DOCUMENT_SECONDS, _SPREADSHEET_SECONDS = 5e-6, 2e-6
# What LibreOffice makes, by the kind that Drive calls it.
_BY_OFFICE = {kinds.PDF: "pdf", kinds.ODS: "ods", kinds.OLD_ODS: "ods", kinds.ODT: "odt", kinds.RTF: "rtf"}


def export(call: Call, file: Json, mime_type: str) -> Answer:
    """``file`` as ``mime_type``. Raises `ApiError` 400 or 403 where Drive does, `TooLong` where it takes long."""
    formats = kinds.EXPORTS.get(file["mimeType"])
    if formats is None:
        raise ApiError(403, "Export only supports Docs Editors files.", reason="fileNotExportable")
    if mime_type not in formats:
        raise ApiError(400, "The requested conversion is not supported.", reason="badRequest", location="convertTo")
    if file["mimeType"] == kinds.DOCUMENT:
        content = call.workspace.files.content(file["id"])
        if mime_type not in (kinds.DOCX, *_BY_OFFICE):
            call.takes(len(content) * _DOCUMENT_SECONDS)
        made = _document(content, mime_type)
    else:
        call.takes(call.workspace.spreadsheets.weight(file["id"]) * _SPREADSHEET_SECONDS)
        made = _spreadsheet(call.workspace, file, mime_type)
    name = file["name"] + kinds.ENDINGS[mime_type]
    if isinstance(made, Later):
        return Later(lambda: replace(made.make(), name=name))
    return replace(made, name=name)


def _document(content: bytes, mime_type: str) -> Content | Later:
    if mime_type == kinds.DOCX:
        return Later(lambda: Content(_harmless(content), mime_type))
    if mime_type in _BY_OFFICE:
        return Later(lambda: _by_office(_harmless(content), "docx", mime_type))
    return Later(lambda: _by_mammoth(_harmless(content), mime_type))


def _harmless(content: bytes) -> bytes:
    try:
        return hyperlinks.without_harm(content)
    except Exception:  # damaged, in whatever way: it may still be of use to whoever takes it away
        return content


def _by_mammoth(content: bytes, mime_type: str) -> Content:
    try:
        package.check(content)
        return _converted(content, mime_type)
    except Exception as error:  # mammoth fails in as many ways as a document may differ from what it expects
        raise _failed() from error


def _converted(content: bytes, mime_type: str) -> Content:
    import mammoth  # takes a while to load

    if mime_type in (kinds.HTML, kinds.ZIP):
        inner = mammoth.convert_to_html(io.BytesIO(content)).value
        page = f'<!DOCTYPE html><html><head><meta charset="utf-8"></head><body>{inner}</body></html>'
        if mime_type == kinds.ZIP:
            return Content(packed({"document.html": page}), kinds.ZIP)
        return Content(page.encode(), "text/html; charset=utf-8")
    text = mammoth.extract_raw_text(io.BytesIO(content)).value
    return Content(b"\xef\xbb\xbf" + text.encode(), "text/plain; charset=utf-8")


def _spreadsheet(workspace: Workspace, file: Json, mime_type: str) -> Content | Later:
    from automation.embedded.spreadsheets import xlsx  # openpyxl takes a while to load

    spreadsheet = workspace.spreadsheets.get(file["id"])
    if mime_type in (kinds.CSV, kinds.TSV):
        delimiter = "," if mime_type == kinds.CSV else "\t"
        return Content(xlsx.write_csv(spreadsheet, delimiter), f"{mime_type}; charset=utf-8")
    if mime_type == kinds.ZIP:
        return Content(html.write_zip(spreadsheet), mime_type)
    content = xlsx.write(spreadsheet)
    if mime_type == kinds.XLSX:
        return Content(content, mime_type)
    return Later(lambda: _by_office(content, "xlsx", mime_type))


def _office() -> str | None:
    return shutil.which("soffice") or shutil.which("libreoffice")


def makes_pdf() -> bool:
    """Whether this machine has what makes a PDF of a document."""
    return _office() is not None


def _by_office(content: bytes, extension: str, mime_type: str) -> Content:
    target = _BY_OFFICE[mime_type]
    office = _office()
    if office is None:
        raise unimplemented(f"Export to {target.upper()} without LibreOffice")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        source = folder / f"file.{extension}"
        source.write_bytes(content)
        command = [office, f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless", "--convert-to"]
        try:
            subprocess.run(  # noqa: S603 - nothing in the command comes from outside
                [*command, target, "--outdir", str(folder), str(source)],
                check=True,
                capture_output=True,
                timeout=_OFFICE_SECONDS,
            )
            return Content((folder / f"file.{target}").read_bytes(), mime_type)
        except (subprocess.SubprocessError, FileNotFoundError):  # it ends well where it could not read the file
            raise _failed() from None
        except OSError:
            raise ApiError(500, "The file could not be converted.", reason="internalError") from None


def _failed() -> ApiError:
    return ApiError(400, "The file could not be converted.", reason=FAILED)
