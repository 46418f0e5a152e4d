"""The register of pages: which function answers which address.

@page("GET", "/drive/folders/{file_id}")
def folder(visit: Visit) -> Response: ...
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from starlette.responses import Response

from automation.embedded.pages.visit import Visit

Page = Callable[[Visit], Response]
Look = Callable[[Visit], Response | None]
_Look = TypeVar("_Look", bound=Look)

PAGES: dict[str, dict[str, Page]] = {}
LOOKS: dict[str, dict[str, Look]] = {}


def page(http_method: str, path: str) -> Callable[[Page], Page]:
    """Register the function that answers ``http_method`` on ``path`` (a Starlette path)."""

    def register(function: Page) -> Page:
        PAGES.setdefault(path, {})[http_method] = function
        return function

    return register


def look(http_method: str, path: str) -> Callable[[_Look], _Look]:
    """Register what answers at once from a snapshot, before the page is asked: nothing where that is not enough.

    It runs in the server's own thread, so it must neither wait nor compute for long: handing a request over to
    another thread takes longer than a form's page.
    """

    def register(function: _Look) -> _Look:
        LOOKS.setdefault(path, {})[http_method] = function
        return function

    return register
