"""The page of a file that is kept as it came, and the download of any file."""

from __future__ import annotations

from pathlib import PurePosixPath

from starlette.responses import Response

from automation.embedded.drive.kinds import DOCUMENT, DOCX, SPREADSHEET, XLSX, is_google, page_of
from automation.embedded.pages.disk.notes import note
from automation.embedded.pages.disk.rows import file_of, row_of, way_to
from automation.embedded.pages.register import page
from automation.embedded.pages.rendering import download, goes_to, picture, show
from automation.embedded.pages.visit import Refused, Visit

_EXPORTED = {SPREADSHEET: (XLSX, ".xlsx"), DOCUMENT: (DOCX, ".docx")}
_PICTURES = {b"\x89PNG\r\n\x1a\n": "image/png", b"\xff\xd8\xff": "image/jpeg"}  # by how the content begins
_SHOWN_TYPES = ("image/png", "image/jpeg")


@page("GET", "/file/d/{file_id}/view")
def view(visit: Visit) -> Response:
    file = file_of(visit, visit["file_id"])
    if is_google(file["mimeType"]):
        return goes_to(page_of(file["mimeType"], file["id"]))
    # To show a picture is to give it away: there is nothing made of it that a page could show instead.
    is_picture = file["mimeType"] in _SHOWN_TYPES and file["capabilities"]["canDownload"]
    return show(
        visit, "disk/file.html", scripts=True, row=row_of(file), way=way_to(visit, file), is_picture=is_picture,
        note=note(visit), reads_at=f"/document/d/{file['id']}/edit" if file["mimeType"] == DOCX else "",
    )  # fmt: skip


@page("GET", "/file/d/{file_id}/picture")
def shown_picture(visit: Visit) -> Response:
    content = visit.content("drive.files.get", fileId=visit["file_id"], alt="media").content
    mime_type = next((kind for start, kind in _PICTURES.items() if content.startswith(start)), "")
    if not mime_type:
        raise Refused("Это не изображение. Скачайте файл, чтобы открыть его.", 404)
    return picture(content, mime_type)


@page("GET", "/file/d/{file_id}/download")
def download_file(visit: Visit) -> Response:
    file = file_of(visit, visit["file_id"])
    if file["mimeType"] in _EXPORTED:
        mime_type, ending = _EXPORTED[file["mimeType"]]
        content = visit.content("drive.files.export", fileId=file["id"], mimeType=mime_type)
        return download(content.content, _ending_in(file["name"], ending), mime_type)
    if is_google(file["mimeType"]):
        raise Refused("Папку или форму нельзя скачать целиком. Откройте её и скачайте то, что внутри.")
    content = visit.content("drive.files.get", fileId=file["id"], alt="media")
    return download(content.content, file["name"], file["mimeType"])


def _ending_in(name: str, ending: str) -> str:
    return name if PurePosixPath(name).suffix.lower() == ending else name + ending
