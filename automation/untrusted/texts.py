"""The words in a file that somebody sent or uploaded, as far as they can be read without opening it in its program."""

from __future__ import annotations

import html
import io
import re
import zipfile
import zlib
from collections.abc import Iterator

_LARGEST_PART = 20_000_000
"""Bytes of one part, unpacked, that are looked through."""
_BREAKS = re.compile(r"</(?:w:p|a:p|si|c|row|text:p|table:table-cell)>")
_TAG = re.compile(r"<[^>]*>")


def texts_of_file(content: bytes) -> Iterator[str]:
    """What a file says, as far as that can be read: the parts of a .docx or .xlsx, or plain text."""
    if not zipfile.is_zipfile(io.BytesIO(content)):
        yield content.decode("utf-8", "replace")
        return
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            for one in package.infolist():
                if one.filename.endswith((".xml", ".txt", ".csv")) and one.file_size <= _LARGEST_PART:
                    text = package.read(one).decode("utf-8", "replace")
                    yield html.unescape(_TAG.sub("", _BREAKS.sub("\n", text)))
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, zlib.error):
        return
