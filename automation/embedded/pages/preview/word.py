"""A .docx as sheets of paper in HTML."""

from __future__ import annotations

import base64
import io
import re
import zipfile
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from automation.embedded.pages.preview import safe

if TYPE_CHECKING:
    from automation.embedded.pages.preview.running import Running

_MAX_TEXT = 40 * 1024 * 1024  # bytes of one part of XML, unpacked
_MAX_PACKAGE = 200 * 1024 * 1024  # bytes of all parts, unpacked
_MAX_PARTS = 5000
_MAX_PARAGRAPHS = 6000  # some two hundred pages: about two seconds
_MAX_ELEMENTS = 100_000
_MAX_PICTURES = 12 * 1024 * 1024  # bytes of all pictures that a page carries
_PICTURES = ("image/png", "image/jpeg", "image/gif", "image/webp", "image/bmp")
_MAIN = "word/document.xml"
_PAGE = re.compile(r'<hr class="page">')
# A table wider than the screen is moved by the keyboard too.
_REACHABLE = (
    Markup('<div class="scroll">'),
    Markup('<div class="scroll" tabindex="0" role="group" aria-label="Таблица">'),
)
_EMPTY = re.compile(r"(?:<p[^>]*></p>\s*)*\Z")


class Unreadable(ValueError):
    """The content is not a .docx, or one that is broken or made to do harm."""


@dataclass(frozen=True)
class Preview:
    """``sheets`` of clean HTML; ``is_whole`` unless the document was too long to show all of it."""

    sheets: list[Markup]
    is_whole: bool


def preview(content: bytes, led: safe.Led = safe.as_it_is) -> Preview:
    """A .docx, ready to show, its links leading where ``led`` says. Raises `Unreadable`."""
    try:
        return _preview(content, led)
    except Exception as error:  # a broken package fails in as many ways as there are libraries below
        raise Unreadable(str(error)) from error


def preview_html(content: bytes) -> Markup:
    """The sheets of a .docx, one below the other. Raises `Unreadable`."""
    template = Markup('<article class="leaf">{}</article>')
    return Markup("\n").join(template.format(sheet) for sheet in preview(content).sheets)


def _preview(content: bytes, led: safe.Led) -> Preview:
    import mammoth  # takes a while to load
    from docx.opc.oxml import serialize_part_xml
    from docx.oxml import parse_xml

    from automation.embedded.pages.preview.looks import Looks
    from automation.embedded.pages.preview.running import Running

    parts = _parts(content)
    looks = Looks(parts.get("word/styles.xml"), parts.get("word/numbering.xml"))
    document = parse_xml(parts[_MAIN])
    cut = looks.give(document, _MAX_PARAGRAPHS)
    if sum(1 for _ in document.iter()) > _MAX_ELEMENTS:
        raise ValueError("too large")
    running = Running(parts, document)
    parts[_MAIN] = serialize_part_xml(document)
    converted = mammoth.convert_to_html(
        _packed(parts),
        style_map=f"{looks.style_map}\nu => u",
        include_embedded_style_map=False,
        ignore_empty_paragraphs=False,
        convert_image=_pictures(),
    )
    html = safe.cleaned(converted.value, _classes(), led).replace(*_REACHABLE)
    sheets = [Markup(sheet) for sheet in _PAGE.split(html) if not _EMPTY.match(sheet)]  # noqa: S704
    return Preview([_framed(sheet, running, number, len(sheets)) for number, sheet in enumerate(sheets, 1)], not cut)


def _framed(sheet: Markup, running: Running, number: int, sheets: int) -> Markup:
    """A sheet with what the document repeats above and below."""
    lines = [running.above(number, sheets), running.below(number, sheets)]
    above, below = (Markup('<p class="running">{}</p>').format(line) if line else Markup() for line in lines)
    return above + sheet + below


def _parts(content: bytes) -> dict[str, bytes]:
    """What the package holds, by name. Raises `ValueError` for more than any document has."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        held = package.infolist()
        if len(held) > _MAX_PARTS or sum(each.file_size for each in held) > _MAX_PACKAGE:
            raise ValueError("too large")
        if any(each.file_size > _MAX_TEXT for each in held if each.filename.endswith((".xml", ".rels"))):
            raise ValueError("too large")
        return {each.filename: package.read(each) for each in held}


def _packed(parts: dict[str, bytes]) -> io.BytesIO:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as package:
        for name, content in parts.items():
            package.writestr(name, content)
    stream.seek(0)
    return stream


def _pictures() -> Any:
    """Mammoth's converter of pictures: those that browsers show, until there are too many of them."""
    from mammoth import html

    left = _MAX_PICTURES

    def convert(image: Any) -> list[Any]:
        nonlocal left
        missing = [html.element("em", {}, [html.text(f"[рисунок{f': {image.alt_text}' if image.alt_text else ''}]")])]
        if image.content_type not in _PICTURES:
            return missing
        with image.open() as stream:
            content = stream.read(left + 1)
        if len(content) > left:
            return missing
        left -= len(content)
        address = f"data:{image.content_type};base64,{base64.b64encode(content).decode()}"
        return [html.element("img", {"src": address, "alt": image.alt_text or ""})]

    return convert


def _classes() -> dict[str, set[str]]:
    from automation.embedded.pages.preview.looks import CLASSES, DEPTHS, PAGE, TABLES, TINTS

    texts = {name: {*CLASSES, *DEPTHS, *TINTS} for name in ("p", "h1", "h2", "h3", "h4", "h5", "h6")}
    return {**texts, "table": {*TABLES}, "div": {"scroll"}, "hr": {PAGE}}
