"""Texts on their way into XML, which has no way to write some characters at all."""

from __future__ import annotations

import re

# https://www.w3.org/TR/xml/#charsets
_FORBIDDEN = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def writable(text: str) -> str:
    """``text`` without the characters that XML cannot hold."""
    return _FORBIDDEN.sub("", text)
