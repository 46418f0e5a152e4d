"""Which addresses may be links in what somebody else wrote: the one place that decides, for every way out.

An address is taken as a browser takes it, which overlooks spaces around it, and tabs and line breaks anywhere.
https://url.spec.whatwg.org/#concept-basic-url-parser
"""

from __future__ import annotations

import re

SCHEMES = frozenset({"http", "https", "mailto", "tel"})

_OVERLOOKED = re.compile(r"\A[\x00-\x20]+|[\x00-\x20]+\Z|[\t\n\r]")
_SCHEME = re.compile(r"([a-z][a-z0-9+.-]*):", re.IGNORECASE)


def may_be_followed(address: str) -> bool:
    """Whether the address leads to the web, a mailbox, a telephone or a place in the same document."""
    return _plain(address).startswith("#") or _scheme(address) in SCHEMES


def has_scheme(text: str) -> bool:
    """Whether a text would be taken for an address of its own, and not for a place beside the one it stands in."""
    return bool(_scheme(text))


def _scheme(address: str) -> str:
    found = _SCHEME.match(_plain(address))
    return found[1].lower() if found else ""


def _plain(address: str) -> str:
    return _OVERLOOKED.sub("", address)
