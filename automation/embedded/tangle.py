"""HTML that is made to keep whoever reads it busy."""

from __future__ import annotations

import re

# The library takes time that grows with the square of these.
_MAX_DEPTH = 1000  # elements inside of each other
_MAX_ESCAPED = 100_000
_ESCAPED = ("&", "\u00a0")
# Elements that end by themselves where the next one begins are no depth.
_FLAT = "area|base|br|col|dd|dt|embed|hr|img|input|li|link|meta|p|param|source|td|th|tr|track|wbr"
_NESTING = re.compile(rf"<(?P<end>/?)(?!(?:{_FLAT})\b)[a-z]", re.IGNORECASE)


class Tangled(ValueError):
    """The HTML is made to keep whoever reads it busy."""


def check_tangle(html: str) -> None:
    """Raise `Tangled` for HTML that `nh3` would be busy with for more than a second or two."""
    if sum(map(html.count, _ESCAPED)) > _MAX_ESCAPED:
        raise Tangled
    depth = 0
    for tag in _NESTING.finditer(html):
        depth = max(depth - 1, 0) if tag["end"] else depth + 1
        if depth > _MAX_DEPTH:
            raise Tangled
