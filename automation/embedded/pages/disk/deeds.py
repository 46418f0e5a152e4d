"""What is done to a file from its menu: a new folder, another name, into the trash."""

from __future__ import annotations

from starlette.responses import Response

from automation.embedded.drive.kinds import FOLDER
from automation.embedded.pages.disk.folders import shown_again
from automation.embedded.pages.disk.notes import done
from automation.embedded.pages.disk.rows import Json, file_of, home_of, row_of
from automation.embedded.pages.register import page
from automation.embedded.pages.rendering import back, own_address, show
from automation.embedded.pages.visit import Refused, Visit

MAX_NAME = 255  # letters


@page("POST", "/drive/new-folder")
def new_folder(visit: Visit) -> Response:
    into, name = visit.sent("into") or "root", clean(visit.sent("name"))
    if problem := wrong_name(name):
        return shown_again(visit, into, problems=[problem], opened="folder", typed=name)
    made = visit.ask("drive.files.create", {"name": name, "mimeType": FOLDER, "parents": [into]})
    return done(back(visit), "folder", made["id"])


def clean(name: str) -> str:
    """A name on one line."""
    return " ".join(name.split())


def wrong_name(name: str) -> str:
    """What is wrong with a name; nothing if it will do."""
    if not name:
        return "Название пустое. Напишите его и повторите."
    if len(name) > MAX_NAME:
        return f"Название слишком длинное: {len(name)} знаков, а можно не больше {MAX_NAME}. Сократите его."
    return ""


@page("GET", "/drive/rename/{file_id}")
def rename_form(visit: Visit) -> Response:
    file = may(visit, "canRename", "переименовать этот файл")
    return _rename_form(visit, file, file["name"])


def _rename_form(visit: Visit, file: Json, typed: str, problem: str = "") -> Response:
    address = own_address(visit.asked("back") or visit.sent("back"), home_of(visit, file))
    status = 400 if problem else 200
    return show(visit, "disk/rename.html", status, row=row_of(file), typed=typed, problem=problem, back=address)


@page("POST", "/drive/rename/{file_id}")
def rename(visit: Visit) -> Response:
    file, name = may(visit, "canRename", "переименовать этот файл"), clean(visit.sent("name"))
    if problem := wrong_name(name):
        return _rename_form(visit, file, name, problem)
    visit.ask("drive.files.update", {"name": name}, fileId=file["id"])
    return done(back(visit), "renamed", file["id"])


@page("POST", "/drive/put-in-trash/{file_id}")
def put_in_trash(visit: Visit) -> Response:
    file = may(visit, "canTrash", "убрать этот файл в корзину: это делает его владелец")
    home = home_of(visit, file)
    visit.ask("drive.files.update", {"trashed": True}, fileId=file["id"])
    return done(back(visit, home), "trashed", file["id"])


def may(visit: Visit, capability: str, deed: str) -> Json:
    """The file of the address, if the visitor may do ``deed``. Raises `Refused`."""
    file = file_of(visit, visit["file_id"])
    is_root = visit.person.is_owner and not file["parents"]
    if is_root:
        raise Refused("«Мой диск» — это место для всех файлов: его нельзя изменить или удалить.", 403)
    if not file["capabilities"][capability]:
        raise Refused(f"Вы не можете {deed}. Попросите владельца.", 403)
    return file
