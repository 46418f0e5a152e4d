"""What is said after something was done: carried by the address, so that a page can be reloaded safely.

The address names the deed and the file, never the words: nobody can make our page say what they like.
"""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import parse_qsl, urlencode, urlsplit

from starlette.responses import Response

from automation.embedded.numerals import whole
from automation.embedded.pages.disk.rows import found
from automation.embedded.pages.rendering import goes_to
from automation.embedded.pages.visit import Visit

_DEEDS = {
    "folder": "Папка «{}» создана.",
    "uploaded": "Файл «{}» загружен.",
    "renamed": "Новое название: «{}».",
    "moved": "«{}» теперь здесь.",
    "trashed": "«{}» теперь в корзине.",
    "restored": "«{}» снова на месте.",
    "deleted": "Удалено навсегда.",
    "emptied": "Корзина пуста.",
    "left": "У вас больше нет доступа к этому файлу.",
    "shared": "Доступ открыт. Письмо с личной ссылкой отправлено; пароль этому человеку не нужен.",
    "shared-by-hand": "Доступ открыт. Письмо с личной ссылкой наружу не уходит: почтовый сервер не указан. Передайте "
    "ссылку сами: она в этом письме, в «Почте» среди отправленных, а новую можно сделать на странице «Доступ».",
    "shared-by-owner": "Доступ открыт. Письмо с личной ссылкой наружу не уходит: почтовый сервер не указан. Попросите "
    "владельца передать ссылку: она у него в «Почте».",
    "role": "Роль изменена.",
    "removed": "Доступ закрыт.",
    "link-on": "Теперь файл откроет каждый, у кого есть ссылка.",
    "link-off": "Доступ по ссылке закрыт.",
    "form-on": "Анкета принимает ответы.",
    "form-off": "Анкета больше не принимает ответы.",
}
_MANY = "Загружено файлов: {}."
_CARRIED = ("done", "what", "files")


@dataclass(frozen=True)
class Note:
    """What was done; ``undoes`` is the file to take back out of the trash."""

    text: str
    undoes: str = ""


def done(address: str, deed: str, file_id: str = "", count: int = 1) -> Response:
    """Go to ``address``, where `note` tells what was done."""
    parts = urlsplit(address)
    query = [(name, value) for name, value in parse_qsl(parts.query) if name not in _CARRIED]
    said = {"done": deed, "what": file_id, "files": str(count) if count > 1 else ""}
    query += [(name, value) for name, value in said.items() if value]
    return goes_to(f"{parts.path}?{urlencode(query)}")


def note(visit: Visit) -> Note | None:
    """What the visitor has just done, if the address says so."""
    deed, file_id, count = (visit.asked(name) for name in _CARRIED)
    if deed not in _DEEDS:
        return None
    if deed == "uploaded" and (number := whole(count)) is not None:
        return Note(_MANY.format(number))
    if "{}" not in _DEEDS[deed]:
        return Note(_DEEDS[deed])
    file = found(visit, file_id)
    if file is None:
        return None
    return Note(_DEEDS[deed].format(file["name"]), file["id"] if deed == "trashed" and file["trashed"] else "")
