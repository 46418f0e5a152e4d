"""Taking files in: as they are, or made into a spreadsheet or a document."""

from __future__ import annotations

import csv
import io
import mimetypes
from functools import partial
from pathlib import PurePosixPath

from starlette.responses import Response

from automation.embedded.calls import Media
from automation.embedded.drive.kinds import BINARY, CSV, DOCUMENT, DOCX, SPREADSHEET, XLSX
from automation.embedded.errors import ApiError
from automation.embedded.failures import log_failure
from automation.embedded.pages.disk.deeds import MAX_NAME, clean
from automation.embedded.pages.disk.folders import shown_again
from automation.embedded.pages.disk.notes import done
from automation.embedded.pages.disk.rows import Json
from automation.embedded.pages.register import page
from automation.embedded.pages.rendering import back
from automation.embedded.pages.troubles import why
from automation.embedded.pages.visit import Refused, Upload, Visit
from automation.embedded.serving import in_transaction
from automation.embedded.storage import StorageError

_BY_ENDING = {".docx": DOCX, ".xlsx": XLSX, ".csv": CSV}
_BECOMES = {DOCX: DOCUMENT, XLSX: SPREADSHEET, CSV: SPREADSHEET}
_TOO_LARGE = "«{}» не загружен: он слишком велик, чтобы сделать из него документ или таблицу."
_NOT_WHAT_IT_SAYS = {
    DOCX: "«{}» не загружен: внутри это не документ Word, и сделать из него документ нельзя.",
    XLSX: "«{}» не загружен: внутри это не книга Excel, и сделать из неё таблицу нельзя.",
    CSV: "«{}» не загружен: из него не получается таблица.",
}
_WITHOUT = "Уберите отметку «Преобразовать», чтобы загрузить файл как есть."
_NOTHING_CHOSEN = "Файл не выбран. Нажмите «Загрузить файлы» и выберите один или несколько."
_LOCALE = "ru_RU"  # dates typed as 01.09.2026


@page("POST", "/drive/upload")
def upload(visit: Visit) -> Response:
    into = visit.sent("into") or "root"
    if not visit.uploads:
        return shown_again(visit, into, problems=[_NOTHING_CHOSEN], opened="upload")
    taken, unfit, unsaved = [], [], []
    for each in visit.uploads:
        try:
            take = partial(_take, visit, each, into, converts=bool(visit.sent("convert")))
            taken.append(in_transaction(visit.workspace, take))  # a file whole, or nothing of it
        except Refused as refused:
            unfit.append(refused.message)
        except StorageError as error:
            log_failure(visit.request, error)
            unsaved.append(f"«{_name_of(each)}» не загружен. {why(error)} Попробуйте ещё раз через несколько минут.")
    if unfit or unsaved:
        problems = [*unsaved, *unfit, *([_WITHOUT] if unfit else [])]
        return shown_again(visit, into, problems=problems, opened="upload", taken=len(taken))
    return done(back(visit), "uploaded", taken[-1], len(taken))


def _take(visit: Visit, given: Upload, into: str, *, converts: bool) -> str:
    """The id of the new file. Raises `Refused` for what is not what its name says."""
    name, kind = _name_of(given), _kind_of(given)
    target = _BECOMES.get(kind) if converts else None
    if target is None:
        body = {"name": name, "mimeType": kind, "parents": [into]}
        return _create(visit, body, Media(given.content, kind))
    body = {"name": PurePosixPath(name).stem, "mimeType": target, "parents": [into]}
    try:
        return _converted(visit, body, Media(given.content, kind))
    except ApiError as error:
        if error.code == 413:
            raise Refused(_TOO_LARGE.format(name)) from None
        raise Refused(_NOT_WHAT_IT_SAYS[kind].format(name)) if error.code == 400 else error from None


def _create(visit: Visit, body: Json, media: Media | None = None) -> str:
    return str(visit.ask("drive.files.create", body, media=media)["id"])


def _converted(visit: Visit, body: Json, media: Media) -> str:
    if media.mime_type == DOCX:
        return _create(visit, body, media)
    # What a CSV holds is read as the spreadsheet's locale says, so that has to be there first.
    is_csv = media.mime_type == CSV
    file_id = _create(visit, body, None if is_csv else media)
    locale = {"updateSpreadsheetProperties": {"properties": {"locale": _LOCALE}, "fields": "locale"}}
    visit.ask("sheets.spreadsheets.batchUpdate", {"requests": [locale]}, spreadsheetId=file_id)
    if is_csv:
        visit.ask("drive.files.update", fileId=file_id, media=Media(_with_commas(media.content), CSV))
    return file_id


def _with_commas(content: bytes) -> bytes:
    """A CSV with commas between its cells: the Russian Excel writes semicolons."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1251", "replace")
    first = text.partition("\n")[0]
    if first.count(";") <= first.count(","):
        return text.encode()
    stream = io.StringIO(newline="")
    try:
        csv.writer(stream).writerows(csv.reader(io.StringIO(text, newline=""), delimiter=";"))
    except csv.Error:  # a field longer than any cell may be: it is refused as it stands
        return text.encode()
    return stream.getvalue().encode()


def _name_of(given: Upload) -> str:
    """The file's own name, without the folders that some browsers, and tricksters, put before it."""
    name = clean(given.name.replace("\\", "/").rpartition("/")[2]).strip(".") or "Файл без названия"
    path = PurePosixPath(name)
    return name if len(name) <= MAX_NAME else path.stem[: MAX_NAME - len(path.suffix[:20])] + path.suffix[:20]


def _kind_of(given: Upload) -> str:
    """What the file is. Machines without an office do not know the kinds of office files."""
    if known := _BY_ENDING.get(PurePosixPath(given.name).suffix.lower()):
        return known
    told = given.mime_type.partition(";")[0]
    return told if told not in ("", BINARY) else mimetypes.guess_type(given.name)[0] or BINARY
