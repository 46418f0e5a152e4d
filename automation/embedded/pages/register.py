"""The register of pages: which function answers which address.

@page("GET", "/drive/folders/{file_id}")
def folder(visit: Visit) -> Response: ...
"""

from __future__ import annotations

from collections.abc import Callable

from starlette.responses import Response

from automation.embedded.pages.visit import Visit

Page = Callable[[Visit], Response]

PAGES: dict[str, dict[str, Page]] = {}


def page(http_method: str, path: str) -> Callable[[Page], Page]:
    """Register the function that answers ``http_method`` on ``path`` (a Starlette path)."""

    def register(function: Page) -> Page:
        PAGES.setdefault(path, {})[http_method] = function
        return function

    return register
