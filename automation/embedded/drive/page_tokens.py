"""``pageToken``: after which item of a list the next page begins.

A token names the last item that was told, and what it was sorted by, never how many there were: whoever deletes,
adds or renames between two pages misses nothing, and is told nothing twice.
"""

from __future__ import annotations

import base64
import json
import secrets
from collections import OrderedDict
from dataclasses import dataclass
from typing import Any

from automation.embedded.errors import ApiError
from automation.embedded.storage import encode

Json = dict[str, Any]

_MOST_LISTINGS = 100


@dataclass(frozen=True)
class PageToken:
    """The last item that was told (its id, and the fields that it was sorted by), and the listing that it is of."""

    last: Json
    listing: str = ""

    def text(self) -> str:
        """The token as the caller gets it."""
        return base64.urlsafe_b64encode(encode([self.listing, self.last]).encode()).decode()


def read(text: str | None) -> PageToken | None:
    """The token that a caller brings back; nothing for the first page. Raises `ApiError` 400."""
    if not text:
        return None
    try:
        listing, last = json.loads(base64.urlsafe_b64decode(text))
    except (ValueError, TypeError, RecursionError):
        raise invalid_token() from None
    if not (isinstance(listing, str) and isinstance(last, dict) and isinstance(last.get("id"), str)):
        raise invalid_token()
    return PageToken(last, listing)


def invalid_token() -> ApiError:
    """400 for a token that nobody was given."""
    return ApiError(400, "Invalid Value", reason="invalid", location="pageToken")


class Listings:
    """In which order lists stood when their first page was told: a file that is renamed since keeps its place.

    Kept in memory; of one that is gone, a token's own sort keys say where the next page begins.
    """

    def __init__(self) -> None:
        self._ids: OrderedDict[str, list[str]] = OrderedDict()

    def keep(self, ids: list[str]) -> str:
        """Remember an order; the name under which it is asked for."""
        name = secrets.token_urlsafe(9)
        self._ids[name] = ids
        while len(self._ids) > _MOST_LISTINGS:
            self._ids.popitem(last=False)
        return name

    def after(self, token: PageToken) -> list[str] | None:
        """The ids after a token's last item; nothing if the order is no longer known."""
        ids = self._ids.get(token.listing)
        if ids is None or token.last["id"] not in ids:
            return None
        self._ids.move_to_end(token.listing)
        return ids[ids.index(token.last["id"]) + 1 :]
