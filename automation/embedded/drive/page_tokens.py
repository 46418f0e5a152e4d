"""``pageToken``: where in a list the next page begins."""

from __future__ import annotations

import base64

from automation.embedded.errors import ApiError
from automation.embedded.numerals import whole


def token_of(start: int) -> str:
    """The token of the page that begins with the ``start``-th item."""
    return base64.urlsafe_b64encode(f"~{start}".encode()).decode()


def start_of(token: str | None) -> int:
    """Where the page of ``token`` begins; without one the first. Raises `ApiError` 400."""
    if not token:
        return 0
    try:
        start = whole(base64.urlsafe_b64decode(token).decode().removeprefix("~"))
    except ValueError:
        start = None
    if start is None:
        raise ApiError(400, "Invalid Value", reason="invalid", location="pageToken")
    return start
