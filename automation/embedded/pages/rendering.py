"""Pages from templates, with the headers that keep what people typed from running as a program."""

from __future__ import annotations

import functools
import json
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

from jinja2 import ChoiceLoader, Environment, PackageLoader, PrefixLoader, select_autoescape
from markupsafe import Markup
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response

from automation.embedded.attachments import attachment
from automation.embedded.drive.kinds import BINARY, CSV, DOCX, PDF, PLAIN, XLSX, ZIP
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
# What a browser cannot take for a program, a style or a page, wherever it meets it.
_HARMLESS = {DOCX, XLSX, PDF, ZIP, CSV, PLAIN, "image/png", "image/jpeg", "message/rfc822"}
_UNITS = ("байт", "КБ", "МБ", "ГБ")
_ADDED: dict[str, PackageLoader] = {}
"""The first part of a template's name → whose it is, where it is not our own."""


@functools.cache
def _templates() -> Environment:
    environment = Environment(
        loader=ChoiceLoader([PackageLoader("automation.embedded.pages"), PrefixLoader(_ADDED)]),
        autoescape=select_autoescape(),
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,  # they do not change while the server runs
    )
    environment.globals.update(icon=icon, static=static)
    environment.filters.update(moment=moment, size=size)
    return environment


def add_templates(prefix: str, package: str, **filters: Callable[[Any], str]) -> None:
    """Let `show` draw the templates of another package, under names that begin with ``prefix`` and a slash, and with
    filters of its own."""
    _ADDED[prefix] = PackageLoader(package)
    _templates().filters.update(filters)


def show(visit: Visit | None, name: str, status: int = 200, *, scripts: bool = False, **context: Any) -> HTMLResponse:
    """The page ``name`` for ``visit``; ``scripts`` lets it run our own, which most pages do without."""
    page = _templates().get_template(name).render(visit=visit, person=visit.person if visit else None, **context)
    return HTMLResponse(page, status, headers=_WITH_SCRIPTS if scripts else _HEADERS)


def drawn(name: str, **context: Any) -> Markup:
    """A part of a page, to stand in others."""
    return Markup(_templates().get_template(name).render(**context))  # noqa: S704 - the template has escaped it


def message(visit: Visit | None, title: str, text: str, status: int) -> HTMLResponse:
    """A page that says one thing."""
    return show(visit, "message.html", status, title=title, text=text)


def unreferred(response: HTMLResponse) -> HTMLResponse:
    """The page of an address that is a secret: no request that comes from it says more than our own host.

    With "no-referrer" browsers would hide from us too where its form comes from.
    """
    response.headers["Referrer-Policy"] = "strict-origin"
    return response


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


def written_json(text: bytes, headers: dict[str, str] | None = None) -> Response:
    """The same for JSON that is written out already."""
    return Response(text, headers={**_HEADERS, **(headers or {})}, media_type=JSONResponse.media_type)


def download(content: bytes, name: str, mime_type: str) -> Response:
    """A file to keep. Our pages may load scripts and styles from our own address: by its type no file is one."""
    kind = mime_type if mime_type in _HARMLESS else BINARY
    return attachment(content, name, kind, headers={"Cache-Control": _HEADERS["Cache-Control"]})


def picture(content: bytes, mime_type: str) -> Response:
    """An image to be shown inside a page: the one thing from a file that goes out without being an attachment."""
    return Response(content, headers={"Cache-Control": _HEADERS["Cache-Control"]}, media_type=mime_type)


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
