"""The characters of a .docx paragraph: where each stands in the XML, and how they are put in and taken out.

A paragraph's text lies in runs, which part wherever the formatting changes and often where it does not
(ECMA-376-1, 17.3.2). Here it is one string; only the elements that hold the touched characters change.
"""

from __future__ import annotations

import copy
import re
from dataclasses import dataclass
from typing import Any

from automation.embedded.patterns import Pattern

Element = Any  # an lxml element, for which there are no types

# The runs of a paragraph wherever they may lie, but for those of text boxes and of deleted text.
_RUNS = (
    "./w:r | ./w:hyperlink/w:r | ./w:ins/w:r | ./w:smartTag/w:r | ./w:fldSimple/w:r | ./w:sdt/w:sdtContent/w:r"
    " | ./w:hyperlink/w:ins/w:r"
)
LINE_BREAK, PAGE_BREAK = "\v", "\f"
_OF_CHARACTER = {"\t": "w:tab", LINE_BREAK: "w:br"}


@dataclass(frozen=True)
class Piece:
    """One element that stands for characters, and the run that it lies in."""

    element: Element
    run: Element
    text: str


def pieces(paragraph: Element) -> list[Piece]:
    """Everything in a ``w:p`` that stands for characters, in order."""
    found = []
    for run in paragraph.xpath(_RUNS):
        for element in run:
            if text := _text_of(element):
                found.append(Piece(element, run, text))
    return found


def text_of(paragraph: Element) -> str:
    """The paragraph's characters: a line break is ``\\v`` and a page break ``\\f``."""
    return "".join(piece.text for piece in pieces(paragraph))


def _text_of(element: Element) -> str:
    match _local_name(element):
        case "t":
            return element.text or ""
        case "tab":
            return "\t"
        case "br":
            return PAGE_BREAK if _attribute(element, "type") in ("page", "column") else LINE_BREAK
        case "cr":
            return LINE_BREAK
        case "noBreakHyphen":
            return "\u2011"
    return ""


def _local_name(element: Element) -> str:
    return str(element.tag).rpartition("}")[2]


def _attribute(element: Element, name: str) -> str | None:
    from docx.oxml.ns import qn

    value: str | None = element.get(qn(f"w:{name}"))
    return value


def insert(paragraph: Element, at: int, text: str, *, like_before: bool) -> None:
    """Put ``text`` (no paragraph breaks) before the character ``at``, in the style of the one before or after it."""
    found = pieces(paragraph)
    if not found:
        paragraph.append(_new_run(paragraph, text))
        return
    piece, offset = _at(found, at, like_before)
    if not 0 < offset < len(piece.text):
        anchor = piece.element if offset else None
        _put_in(piece, text, after=anchor is not None)
        return
    tail = copy.deepcopy(piece.element)
    _set_text(tail, piece.text[offset:])
    _set_text(piece.element, piece.text[:offset])
    piece.element.addnext(tail)
    _put_in(piece, text, after=True)


def _at(found: list[Piece], at: int, like_before: bool) -> tuple[Piece, int]:
    """The piece whose style new text before the character ``at`` takes, and how far into it that is."""
    start = 0
    for piece in found:
        end = start + len(piece.text)
        if at < end and not (like_before and at == start and piece is not found[0]):
            return piece, at - start
        if at == end and (like_before or piece is found[-1]):
            return piece, at - start
        start = end
    return found[-1], len(found[-1].text)


def _put_in(piece: Piece, text: str, *, after: bool) -> None:
    if after:
        for element in reversed(_elements(text)):
            piece.element.addnext(element)
    else:
        for element in _elements(text):
            piece.element.addprevious(element)


def _new_run(paragraph: Element, text: str) -> Element:
    from docx.oxml import OxmlElement

    run = OxmlElement("w:r")
    # An empty paragraph keeps the style of what will be typed into it with its mark.
    for style in paragraph.xpath("./w:pPr/w:rPr"):
        run.append(copy.deepcopy(style))
    for element in _elements(text):
        run.append(element)
    return run


def _elements(text: str) -> list[Element]:
    from docx.oxml import OxmlElement

    made = []
    for part in re.split(f"([\t{LINE_BREAK}])", text):
        if part in _OF_CHARACTER:
            made.append(OxmlElement(_OF_CHARACTER[part]))
        elif part:
            element = OxmlElement("w:t")
            _set_text(element, part)
            made.append(element)
    return made


def _set_text(element: Element, text: str) -> None:
    element.text = text
    element.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")


def delete(paragraph: Element, start: int, end: int) -> None:
    """Take the characters from ``start`` up to ``end`` out; the runs that held them stay, with their styles."""
    position = 0
    for piece in pieces(paragraph):
        first, last = max(start - position, 0), min(end - position, len(piece.text))
        position += len(piece.text)
        if first >= last:
            continue
        left = piece.text[:first] + piece.text[last:]
        if left:
            _set_text(piece.element, left)
        else:
            piece.run.remove(piece.element)


def split(paragraph: Element, at: int) -> Element:
    """Break the paragraph before the character ``at``; gives the second half, which looks as the first did."""
    second = copy.deepcopy(paragraph)
    # A section ends with the last paragraph that names it, which is now the second.
    for section in paragraph.xpath("./w:pPr/w:sectPr"):
        section.getparent().remove(section)
    paragraph.addnext(second)
    length = len(text_of(paragraph))
    delete(paragraph, at, length)
    delete(second, 0, at)
    # Pictures and marks stay with the first half, or they would be there twice.
    for run in second.xpath(_RUNS):
        if not any(_text_of(element) for element in run):
            run.getparent().remove(run)
    return second


def join(paragraph: Element, following: Element) -> None:
    """Put the content of the ``following`` paragraph at the end of this one, which keeps its looks."""
    for child in list(following):
        if _local_name(child) != "pPr":
            paragraph.append(child)
    following.getparent().remove(following)


def put(paragraph: Element, at: int, text: str, *, like_before: bool) -> tuple[Element, int]:
    """`insert` for text with paragraph breaks. Gives the paragraph that the new text ends in, and where in it."""
    lines = text.split("\n")
    if lines[0]:
        insert(paragraph, at, lines[0], like_before=like_before)
    at += len(lines[0])
    for line in lines[1:]:
        paragraph = split(paragraph, at)
        if line:
            insert(paragraph, 0, line, like_before=False)
        at = len(line)
    return paragraph, at


def _matches(paragraph: Element, pattern: Pattern) -> list[Any]:
    return [matched for matched in pattern.finditer(text_of(paragraph)) if matched.group()]


def count(paragraph: Element, pattern: Pattern) -> int:
    """How often `replace_all` would replace something."""
    return len(_matches(paragraph, pattern))


def replace_all(paragraph: Element, pattern: Pattern, replacement: str) -> int:
    """Replace what ``pattern`` finds, each time in the style of its first character; gives how often."""
    matches = _matches(paragraph, pattern)
    # From the end, so that the places of those still to be replaced stay what they were.
    for matched in reversed(matches):
        end, at = put(paragraph, matched.start(), replacement, like_before=False)
        delete(end, at, at + len(matched.group()))
    return len(matches)
