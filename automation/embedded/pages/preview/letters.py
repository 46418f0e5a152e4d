"""A letter as the API gives it, ready to show: its text, its look without what runs or loads, its attachments."""

from __future__ import annotations

import base64
import binascii
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import Message
from email.utils import getaddresses
from typing import Any

from markupsafe import Markup

from automation.embedded.mail.reading import words_in
from automation.embedded.pages.preview import safe
from automation.embedded.tangle import Tangled

Json = dict[str, Any]

_MAX_SHOWN = 1_000_000  # letters of a text
_MAX_DEPTH = 50  # parts within parts
_TURNING = re.compile(r"[\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_NO_NAME = "Вложение"


@dataclass(frozen=True)
class Attachment:
    """A file that came with a letter."""

    id: str
    name: str
    size: int
    mime_type: str


@dataclass(frozen=True)
class Body:
    """A letter's text; ``look`` is its HTML made safe, if it has any."""

    text: str
    look: Markup | None
    is_whole: bool
    hides_pictures: bool


def body(payload: Json, led: safe.Led = safe.as_it_is) -> Body:
    """What there is to read in Google's ``MessagePart``; its links lead where ``led`` says."""
    parts = list(_parts(payload))
    plain, marked = _first(parts, "text/plain"), _first(parts, "text/html")
    html = _text(marked) if marked else ""
    text = _text(plain) if plain else words_in(html[:_MAX_SHOWN])
    look, hides_pictures = _look(html[:_MAX_SHOWN], led)
    return Body(
        text=text[:_MAX_SHOWN].replace("\r\n", "\n").strip("\n"),
        look=look,
        is_whole=max(len(text), len(html)) <= _MAX_SHOWN,
        hides_pictures=hides_pictures,
    )


def _look(html: str, led: safe.Led = safe.as_it_is) -> tuple[Markup | None, bool]:
    """The HTML made safe, and whether pictures went; nothing where there is none that could be."""
    try:
        return (safe.cleaned(html, led=led), safe.loads_pictures(html)) if html.strip() else (None, False)
    except Tangled:
        return None, False


def attachments(payload: Json) -> list[Attachment]:
    """The files that came with it."""
    return [
        Attachment(part["body"]["attachmentId"], safe_name(part["filename"]), part["body"]["size"], part["mimeType"])
        for part in _parts(payload)
        if part.get("body", {}).get("attachmentId")
    ]


def _parts(part: Json, depth: int = 0) -> Iterator[Json]:
    yield part
    if depth < _MAX_DEPTH:
        for child in part.get("parts", []):
            yield from _parts(child, depth + 1)


def _first(parts: list[Json], mime_type: str) -> Json | None:
    return next((part for part in parts if part["mimeType"] == mime_type and not part["filename"]), None)


def _text(part: Json) -> str:
    content = decoded(part["body"].get("data", ""))
    try:
        return content.decode(_charset(part))
    except (LookupError, ValueError):
        return content.decode("utf-8", "replace")


def _charset(part: Json) -> str:
    header = Message()
    header["Content-Type"] = " ".join(header_of(part, "Content-Type").split())
    return header.get_content_charset() or "utf-8"


def decoded(data: str) -> bytes:
    """The bytes of a part as the API sends them."""
    try:
        return base64.urlsafe_b64decode(data)
    except (binascii.Error, ValueError):
        return b""


def header_of(part: Json, name: str) -> str:
    """The first header of this name; empty without one."""
    found = (straight(each["value"]) for each in part.get("headers", []) if each["name"].lower() == name.lower())
    return str(next(found, ""))


def straight(text: str) -> str:
    """``text`` without the marks that turn the letters after them round, which a line from a stranger needs never."""
    return _TURNING.sub("", text)


def safe_name(name: str) -> str:
    """A file's name without letters that are not seen but turn others round («xcod.exe» for «exe.docx»)."""
    return "".join(letter for letter in name if unicodedata.category(letter) not in ("Cc", "Cf")).strip() or _NO_NAME


def people(value: str) -> list[str]:
    """The people in a ``To``: by name where they have one, else by address."""
    found = [name or address for name, address in getaddresses([value])]
    return [each for each in found if each] or ([value] if value.strip() else [])
