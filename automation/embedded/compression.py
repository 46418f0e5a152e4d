"""Requests' bodies that come compressed, and packages that unfold to more than memory holds."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Mapping
from xml.parsers import expat

MAX_UNPACKED = 256 * 1024 * 1024  # bytes of all parts of a .docx or .xlsx
_WITH_GZIP_HEADER = zlib.MAX_WBITS + 16


class Malformed(ValueError):
    """What was sent is not what it says it is."""


class TooLarge(ValueError):
    """What was sent unfolds to more than may be."""


def packed(parts: Mapping[str, str | bytes]) -> bytes:
    """A zip archive of these files: name → content."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return stream.getvalue()


def plain(body: bytes, content_encoding: str, limit: int) -> bytes:
    """``body`` as it was before ``Content-Encoding: gzip``, which Google's front end takes.

    Raises `Malformed` for what is no gzip, `TooLarge` for more than ``limit`` bytes.
    """
    if content_encoding.strip().lower() not in ("gzip", "x-gzip"):
        return body
    unpacker = zlib.decompressobj(_WITH_GZIP_HEADER)
    try:
        content = unpacker.decompress(body, limit + 1)
    except zlib.error:
        raise Malformed(content_encoding) from None
    if len(content) > limit:
        raise TooLarge(content_encoding)
    if not unpacker.eof:
        raise Malformed(content_encoding)
    return content


def check_package(content: bytes, part: str) -> None:
    """Raises `Malformed` unless ``content`` is a zip archive whose ``part`` is XML, `TooLarge` for a zip bomb."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            if sum(entry.file_size for entry in package.infolist()) > MAX_UNPACKED:
                raise TooLarge(part)
            expat.ParserCreate().Parse(package.read(part), True)
    except TooLarge:
        raise
    except Exception as error:  # a broken archive fails in as many ways as it can be packed
        raise Malformed(part) from error
