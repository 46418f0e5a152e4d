"""Content that somebody uploaded, on its way out: to be kept as a file, never shown in place.

Whoever may write in a folder can put a page with a program into it. On our own origin it would act as whoever opens it.
https://cheatsheetseries.owasp.org/cheatsheets/File_Upload_Cheat_Sheet.html
"""

from __future__ import annotations

import unicodedata
from urllib.parse import quote

from starlette.responses import Response

_NOT_IN_NAMES = '/\\:*?"<>|\x7f'
_LONGEST_NAME, _LONGEST_ENDING = 200, 12  # bytes, letters


def attachment(
    content: bytes, name: str, mime_type: str, status: int = 200, headers: dict[str, str] | None = None
) -> Response:
    """An answer that a browser saves under ``name``; `front` forbids it to run anything besides."""
    disposition = {"Content-Disposition": f"attachment; filename*=UTF-8''{quote(plain_name(name))}"}
    return Response(content, status, {**(headers or {}), **disposition}, mime_type)


def plain_name(name: str) -> str:
    """A file name without what leads out of a folder, hides its ending or is too long for a disk."""
    visible = "".join(letter for letter in name if unicodedata.category(letter) not in ("Cf", "Cs"))
    safe = "".join("_" if letter in _NOT_IN_NAMES or ord(letter) < 32 else letter for letter in visible).strip(". ")
    stem, dot, ending = safe.rpartition(".")
    if not dot or len(ending) > _LONGEST_ENDING:
        stem, dot, ending = safe, "", ""
    return (stem.encode()[:_LONGEST_NAME].decode(errors="ignore") + dot + ending) or "_"
