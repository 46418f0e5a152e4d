"""«Документ»: a sheet of paper to read and download, and what people say of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from starlette.responses import Response

from automation.embedded.access.person import OWNER
from automation.embedded.drive import kinds
from automation.embedded.drive.export import FAILED, makes_pdf
from automation.embedded.errors import ApiError
from automation.embedded.pages.preview.word import Preview, Unreadable, preview, preview_html
from automation.embedded.pages.register import page
from automation.embedded.pages.rendering import download, goes_to, show
from automation.embedded.pages.visit import Refused, Visit
from automation.embedded.storage import StorageError

__all__ = ["preview_html"]

Json = dict[str, Any]

_MAX_COMMENT = 4000  # letters
_MAX_DEPTH = 50  # folders above a document
_FORMATS = {"docx": kinds.DOCX, "pdf": kinds.PDF}
_MAY = {"reader": "может смотреть", "commenter": "может комментировать", "owner": "владелец"}
_CHANGES = "может изменять"
_BROKEN = (
    "Этот документ не удалось показать: возможно, файл повреждён или сохранён не в формате .docx. "
    "Скачайте его и откройте в Word или LibreOffice."
)
_NO_PDF = (
    "На этом сервере нет LibreOffice, и PDF здесь не сделать. Скачайте документ как .docx, откройте его в Word "
    "и выберите «Файл → Сохранить как → PDF»."
)
_PDF_FAILED = "PDF сделать не получилось. Скачайте документ как .docx и сохраните его как PDF из Word."


@page("GET", "/document/d/{file_id}")
@page("GET", "/document/d/{file_id}/edit")
def document(visit: Visit) -> Response:
    return _page(visit)


@dataclass(frozen=True)
class _Said:
    """What the visitor has just tried to say, and why it was not taken; ``under`` is the comment it answers."""

    problem: str = ""
    text: str = ""
    under: str = ""


def _page(visit: Visit, status: int = 200, said: _Said = _Said()) -> Response:
    file = _file(visit)
    if file["mimeType"] not in (kinds.DOCUMENT, kinds.DOCX):
        return goes_to(kinds.page_of(file["mimeType"], file["id"]))
    shown, problem = _shown(visit, file)
    above = _folders_above(visit, file)
    comments = visit.ask("drive.comments.list", fileId=file["id"], pageSize=100, pageToken=visit.asked("older") or None)
    return show(
        visit,
        "document.html",
        status,
        file=file,
        may=file["capabilities"],
        preview=shown,
        broken=problem,
        folder=_back(above),
        audience=_audience([file, *above]),
        makes_pdf=makes_pdf(),
        is_converted=file["mimeType"] == kinds.DOCUMENT,
        comments=comments["comments"],
        older=comments.get("nextPageToken", ""),
        longest=_MAX_COMMENT,
        said=said,
        here=f"/document/d/{file['id']}",
    )


def _file(visit: Visit) -> Json:
    return visit.ask("drive.files.get", fileId=visit["file_id"])


def _content(visit: Visit, file: Json) -> bytes:
    """The .docx itself."""
    if file["mimeType"] == kinds.DOCUMENT:
        return visit.content("drive.files.export", fileId=file["id"], mimeType=kinds.DOCX).content
    return visit.content("drive.files.get", fileId=file["id"], alt="media").content


def _shown(visit: Visit, file: Json) -> tuple[Preview | None, str]:
    """The document's sheets, or why there are none."""
    try:
        return preview(visit.seen(file["id"]), visit.led), ""
    except Unreadable:
        return None, _BROKEN


def _folders_above(visit: Visit, file: Json) -> list[Json]:
    """The folders that hold the document and that the visitor may see, the nearest first."""
    found: list[Json] = []
    parents = file.get("parents", [])
    while parents and len(found) < _MAX_DEPTH:
        try:
            found.append(visit.ask("drive.files.get", fileId=parents[0]))
        except ApiError as error:
            if error.code >= 500:
                raise
            break  # shared without what it lies in
        parents = found[-1].get("parents", [])
    return found


@dataclass(frozen=True)
class _Folder:
    name: str = "Диск"
    address: str = "/drive"


def _back(above: list[Json]) -> _Folder:
    """Where to go back to."""
    if not above or not above[0].get("parents"):
        return _Folder()
    return _Folder(above[0]["name"], kinds.page_of(kinds.FOLDER, above[0]["id"]))


@dataclass
class _Audience:
    """Who may see the document: people with what they may do, and whether a link or a domain is enough."""

    people: dict[str, str] = field(default_factory=dict)
    others: list[str] = field(default_factory=list)

    @property
    def summary(self) -> str:
        if self.others:
            return self.others[0]
        return "Видит только владелец" if len(self.people) < 2 else f"Видят {len(self.people)} чел."


def _audience(files: list[Json]) -> _Audience | None:
    """Who may see the document, for whoever may share it; the API tells nobody else."""
    if not files[0]["capabilities"]["canShare"]:
        return None
    found = _Audience()
    for permission in (each for file in files for each in file.get("permissions", [])):
        may = _MAY.get(permission["role"], _CHANGES)
        if permission["type"] == "anyone":
            found.others.append("Видит каждый, у кого есть ссылка")
        elif permission["type"] == "domain":
            found.others.append(f"Видят все с адресом на @{permission['domain']}")
        else:
            email = permission["emailAddress"]
            found.people.setdefault(OWNER.name if email == OWNER.email else email, may)
    return found


@page("GET", "/document/d/{file_id}/export")
def export(visit: Visit) -> Response:
    wanted = visit.asked("format") or "docx"
    if wanted not in _FORMATS:
        raise Refused("Документ можно скачать как .docx или .pdf.")
    file = _file(visit)
    name = file["name"].removesuffix(".docx")
    if wanted == "docx":
        return download(_content(visit, file), f"{name}.docx", kinds.DOCX)
    return download(_pdf(visit, file), f"{name}.pdf", kinds.PDF)


def _pdf(visit: Visit, file: Json) -> bytes:
    try:
        return visit.content("drive.files.export", fileId=file["id"], mimeType=kinds.PDF).content
    except ApiError as error:
        is_theirs = error.code < 500 and file["mimeType"] == kinds.DOCUMENT and error.reason != FAILED
        if isinstance(error, StorageError) or is_theirs:
            raise
        raise Refused(_PDF_FAILED if makes_pdf() else _NO_PDF) from None


@page("POST", "/document/d/{file_id}/comments")
def comment(visit: Visit) -> Response:
    text = visit.sent("text")
    if problem := _wrong(text):
        return _page(visit, 400, _Said(problem, text))
    visit.ask("drive.comments.create", {"content": text}, fileId=visit["file_id"])
    return _to_comments(visit)


@page("POST", "/document/d/{file_id}/comments/{comment_id}")
def reply(visit: Visit) -> Response:
    """An answer to a comment, which may also say that the matter is settled, or that it is not."""
    text, action = visit.sent("text"), visit.sent("action")
    if (text or not action) and (problem := _wrong(text)):
        return _page(visit, 400, _Said(problem, text, visit["comment_id"]))
    body = {name: value for name, value in (("content", text), ("action", action)) if value}
    visit.ask("drive.replies.create", body, fileId=visit["file_id"], commentId=visit["comment_id"])
    return _to_comments(visit)


def _wrong(text: str) -> str:
    if not text:
        return "Напишите что-нибудь: пустой комментарий не сохраняется."
    return f"Комментарий слишком длинный: нужно не больше {_MAX_COMMENT} знаков." if len(text) > _MAX_COMMENT else ""


def _to_comments(visit: Visit) -> Response:
    return goes_to(f"/document/d/{visit['file_id']}/edit#comments")


@page("POST", "/document/d/{file_id}/restore")
def restore(visit: Visit) -> Response:
    visit.ask("drive.files.update", {"trashed": False}, fileId=visit["file_id"])
    return goes_to(f"/document/d/{visit['file_id']}/edit")
