"""A .docx with its texts changed, wherever in it they stand: body, tables, headers, notes, comments, properties."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from typing import Any

from docx.opc.oxml import serialize_part_xml
from docx.oxml import parse_xml

_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_PARTS = re.compile(r"(?:word|docProps)/[^/]+\.xml")


def rewritten(document: bytes, change: Callable[[str], str]) -> bytes:
    """The document with `change` made to the text of each paragraph.

    A paragraph that changes is one run afterwards: its looks are those of its beginning.
    """
    with zipfile.ZipFile(io.BytesIO(document)) as package:
        files = [(entry, package.read(entry)) for entry in package.infolist()]
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as package:
        for entry, content in files:
            anew = _part(content, change) if _PARTS.fullmatch(entry.filename) else content
            package.writestr(entry, anew, zipfile.ZIP_DEFLATED)
    return made.getvalue()


def _part(content: bytes, change: Callable[[str], str]) -> bytes:
    root: Any = parse_xml(content)
    paragraphs = list(root.iter(f"{_WORD}p"))
    changed = [_paragraph(paragraph, change) for paragraph in paragraphs]
    if not paragraphs:  # of properties each element is a text of its own
        changed = [_text(element, change) for element in root.iter("*")]
    if not any(changed):
        return content
    return serialize_part_xml(root)


def _paragraph(paragraph: Any, change: Callable[[str], str]) -> bool:
    runs = list(paragraph.iter(f"{_WORD}t"))
    text = "".join(run.text or "" for run in runs)
    anew = change(text)
    if anew == text:
        return False
    runs[0].text, runs[0].attrib["{http://www.w3.org/XML/1998/namespace}space"] = anew, "preserve"
    for run in runs[1:]:
        run.text = ""
    return True


def _text(element: Any, change: Callable[[str], str]) -> bool:
    anew = change(element.text or "")
    is_changed = bool(element.text) and anew != element.text
    if is_changed:
        element.text = anew
    return is_changed
