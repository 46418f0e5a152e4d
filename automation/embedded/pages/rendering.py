"""Pages from templates, with the headers that keep what people typed from running as a program."""

from __future__ import annotations

import functools
import json
import unicodedata
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import quote

from jinja2 import Environment, PackageLoader, select_autoescape
from markupsafe import Markup
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response

from automation.embedded.drive.kinds import served_type
from automation.embedded.pages.visit import Visit

STATIC = Path(__file__).parent / "static"

_LOADS = "default-src 'none'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:"
_HEADERS = {
    "Content-Security-Policy": f"{_LOADS}; form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
    "Referrer-Policy": "same-origin",  # with "no-referrer" browsers would hide from us too where a form comes from
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "no-store",
}
_WITH_SCRIPTS = {
    **_HEADERS,
    "Content-Security-Policy": _HEADERS["Content-Security-Policy"] + "; script-src 'self'; connect-src 'self'",
}
_MONTHS = ("янв.", "февр.", "марта", "апр.", "мая", "июня", "июля", "авг.", "сент.", "окт.", "нояб.", "дек.")
_NOT_IN_NAMES = '/\\:*?"<>|\x7f'
_LONGEST_NAME, _LONGEST_ENDING = 200, 12  # bytes, letters
_UNITS = ("байт", "КБ", "МБ", "ГБ")


@functools.cache
def _templates() -> Environment:
    environment = Environment(
        loader=PackageLoader("automation.embedded.pages"),
        autoescape=select_autoescape(),
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals.update(icon=icon, static=static)
    environment.filters.update(moment=moment, size=size)
    return environment


def show(visit: Visit | None, name: str, status: int = 200, *, scripts: bool = False, **context: Any) -> HTMLResponse:
    """The page ``name`` for ``visit``; ``scripts`` lets it run our own, which most pages do without."""
    page = _templates().get_template(name).render(visit=visit, person=visit.person if visit else None, **context)
    return HTMLResponse(page, status, headers=_WITH_SCRIPTS if scripts else _HEADERS)


def message(visit: Visit | None, title: str, text: str, status: int) -> HTMLResponse:
    """A page that says one thing."""
    return show(visit, "message.html", status, title=title, text=text)


def goes_to(address: str) -> RedirectResponse:
    """Send the browser on after a form was taken, so that reloading does not send it again."""
    return RedirectResponse(address, 303, headers=_HEADERS)


def own_address(address: str, otherwise: str) -> str:
    """``address`` if it is a page of this workspace, whatever a link or a form says; if not, ``otherwise``."""
    is_ours = address.startswith("/") and not address.startswith(("//", "/\\")) and address.isprintable()
    return address if is_ours else otherwise


def back(visit: Visit, otherwise: str = "/drive") -> str:
    """The address that the form was sent from, as its field ``back`` says."""
    return own_address(visit.sent("back"), otherwise)


def as_json(value: Any, status: int = 200, headers: dict[str, str] | None = None) -> JSONResponse:
    """An answer for our own scripts."""
    return JSONResponse(value, status, headers={**_HEADERS, **(headers or {})})


def download(content: bytes, name: str, mime_type: str) -> Response:
    """A file to keep, never to be shown in place: what somebody uploaded could be a page with a program in it."""
    headers = {"Content-Disposition": f"attachment; filename*=UTF-8''{quote(_plain(name))}"}
    return Response(content, headers={**_HEADERS, **headers}, media_type=served_type(mime_type))


def picture(content: bytes, mime_type: str) -> Response:
    """An image to be shown inside a page; opened alone it can do nothing."""
    return Response(content, headers={**_HEADERS, "Content-Security-Policy": "sandbox"}, media_type=mime_type)


def _plain(name: str) -> str:
    """A file name without what leads out of a folder, hides its ending or is too long for a disk."""
    visible = "".join(letter for letter in name if unicodedata.category(letter) not in ("Cf", "Cs"))
    safe = "".join("_" if letter in _NOT_IN_NAMES or ord(letter) < 32 else letter for letter in visible).strip(". ")
    stem, dot, ending = safe.rpartition(".")
    if not dot or len(ending) > _LONGEST_ENDING:
        stem, dot, ending = safe, "", ""
    return (stem.encode()[:_LONGEST_NAME].decode(errors="ignore") + dot + ending) or "_"


def static(name: str) -> str:
    """The address of one of our own static files."""
    return f"/static/{name}"


def icon(name: str) -> Markup:
    """A picture from the sheet of icons; readers of the screen do not hear it."""
    return Markup('<svg class="icon" aria-hidden="true"><use href="{}#{}"/></svg>').format(static("icons.svg"), name)


def moment(text: str | datetime) -> str:
    """A time as people here read it: «5 сент. 2026, 14:30», in the time zone of this machine."""
    when = (text if isinstance(text, datetime) else datetime.fromisoformat(text)).astimezone()
    return f"{when.day} {_MONTHS[when.month - 1]} {when.year}, {when:%H:%M}"


def size(count: int | str) -> str:
    """A number of bytes as people read it: «1,4 МБ»."""
    amount, unit = float(count), 0
    while amount >= 1000 and unit < len(_UNITS) - 1:
        amount, unit = amount / 1024, unit + 1
    number = f"{amount:.0f}" if unit == 0 or amount >= 10 else f"{amount:.1f}"
    return f"{number.replace('.', ',')} {_UNITS[unit]}"


def script_data(value: Any) -> Markup:
    """JSON to stand inside a ``<script type="application/json">``."""
    text = json.dumps(value, ensure_ascii=False).replace("<", "\\u003c").replace("&", "\\u0026")
    return Markup(text)  # noqa: S704 - nothing in it can end the element
