"""At which address people find this computer: what it is called in its network, and whether others see it there."""

from __future__ import annotations

import socket
from collections.abc import Callable

import segno
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp

from automation.embedded.access.addresses import is_known
from automation.embedded.pages.rendering import STATIC, message, show

_ELSEWHERE = ("192.0.2.1", 9)
"""Nobody's address (RFC 5737): asking for the way there sends nothing, and tells by which of ours it would go."""


def name_in_network() -> str:
    """The IP address by which this computer is in its network; its name where it has none but the one within itself."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(_ELSEWHERE)
            return str(probe.getsockname()[0])
        except OSError:
            return socket.gethostname()


def qr_code(address: str) -> str:
    """An SVG image of the address, to point a phone's camera at."""
    return segno.make(address, micro=False).svg_inline(border=4, light="#fff", omitsize=True)


def trial(address: str, secret: str, seen: Callable[[], None]) -> ASGIApp:
    """What stands at the address to be tried out: one page, which says that it works and that it was `seen`."""

    def page(request: Request) -> Response:
        if not is_known(request.headers.get("host", ""), address, request.scope):
            return message(None, "Не тот адрес", f"Здесь ждут тех, кто пришёл по адресу {address}.", 421)
        if request.path_params["secret"] != secret:
            return message(None, "Не найдено", "Ссылка устарела: возьмите QR-код с экрана компьютера ещё раз.", 404)
        seen()
        return show(None, "setup/seen.html", address=address)

    return Starlette(routes=[Route("/seen/{secret}", page), Mount("/static", StaticFiles(directory=STATIC))])
