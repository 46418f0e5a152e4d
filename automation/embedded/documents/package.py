"""A .docx as somebody sent it: whether it is one, how much there is of it, and its parts in Python's hands.

Whatever is kept as a Doc has come through here, so that whoever opens it later finds what a document has.
"""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING, Any
from xml.parsers import expat

from automation.embedded import compression
from automation.embedded.compression import Malformed, TooLarge

if TYPE_CHECKING:
    from docx.document import Document

MAIN = "word/document.xml"
MOST_PARAGRAPHS = 10_000  # some three hundred pages: about two seconds
MOST_ELEMENTS = 100_000
MOST_DEPTH = 100  # elements inside of each other: some thirty tables
MOST_CHARACTERS = 1_020_000  # Google's: https://support.google.com/drive/answer/37603

_NEEDED = {"[Content_Types].xml", "_rels/.rels"}  # by which the parts are found: ECMA-376-2, 10.1.2 and 9.3
_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def check(content: bytes) -> None:
    """Raise `Malformed` unless ``content`` is a .docx whose parts are sound, `TooLarge` for more than a Doc may be."""
    compression.check_package(content, MAIN)
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            names = package.namelist()
            if not _NEEDED.issubset(names):
                raise Malformed(MAIN)
            for name in names:
                if name.endswith((".xml", ".rels")):
                    _Counter().read(package.read(name))
    except TooLarge:
        raise
    except Exception as error:  # a broken archive fails in as many ways as it can be packed
        raise Malformed(MAIN) from error


class _Counter:
    """Reads a part of a package as it comes, and stops where it becomes too much."""

    def __init__(self) -> None:
        self._depth = self._elements = self._paragraphs = self._characters = 0
        self._parser = expat.ParserCreate(namespace_separator=" ")
        self._parser.buffer_text = True
        self._parser.StartDoctypeDeclHandler = self._doctype
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = self._text

    def read(self, xml: bytes) -> None:
        """Raise `TooLarge`, or whatever the parser raises for what is no XML."""
        self._parser.Parse(xml, True)

    def _doctype(self, *_: Any) -> None:
        raise Malformed("ECMA-376-2, 8.1.4: a part has no document type")

    def _start(self, name: str, _: Any) -> None:
        self._depth += 1
        self._elements += 1
        self._paragraphs += name == f"{_W} p"
        if self._depth > MOST_DEPTH or self._elements > MOST_ELEMENTS or self._paragraphs > MOST_PARAGRAPHS:
            raise TooLarge(name)

    def _end(self, _: str) -> None:
        self._depth -= 1

    def _text(self, text: str) -> None:
        self._characters += len(text)
        if self._characters > MOST_CHARACTERS:
            raise TooLarge(str(self._characters))


def opened(content: bytes) -> Document:
    """The document, complete with what Word always writes and other programs leave out.

    Raises `Malformed` or `TooLarge`.
    """
    import docx  # takes a while to load

    check(content)
    try:
        document = docx.Document(io.BytesIO(content))
        _complete(document)
    except Exception as error:  # python-docx fails in as many ways as a package may lie about its parts
        raise Malformed(MAIN) from error
    return document


def _complete(document: Document) -> None:
    """Give it the section and the last paragraph that the body of a document has.

    Raises whatever python-docx does for one without a body, or whose parts are others than they say.
    """
    from docx.text.paragraph import Paragraph

    if len(document.sections) == 0:
        document.element.body.get_or_add_sectPr()
    blocks = list(document.iter_inner_content())
    if not blocks or not isinstance(blocks[-1], Paragraph):
        document.add_paragraph()  # the body of a Doc always ends with one
    if not list(document.styles):
        raise ValueError("styles")


def said(held: Any, name: str) -> Any:
    """A property of the document; nothing where what it says cannot be."""
    try:
        return getattr(held, name)
    except Exception:  # python-docx raises whatever the number or the relation that is none leads it to
        return None
