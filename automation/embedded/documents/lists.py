"""Bulleted and numbered paragraphs of a .docx as Google's lists.

https://developers.google.com/workspace/docs/api/reference/rest/v1/documents#list
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from automation.embedded.documents.package import said
from automation.embedded.documents.text import Element
from automation.embedded.numerals import whole

if TYPE_CHECKING:
    from docx.document import Document
    from docx.text.paragraph import Paragraph

Json = dict[str, Any]

_GLYPHS = {
    "decimal": "DECIMAL",
    "decimalZero": "ZERO_DECIMAL",
    "upperLetter": "UPPER_ALPHA",
    "lowerLetter": "ALPHA",
    "upperRoman": "UPPER_ROMAN",
    "lowerRoman": "ROMAN",
}


def bullet(paragraph: Paragraph) -> Json:
    """The ``bullet`` of a paragraph, which it has from its style or itself; nothing where it has none."""
    places = [paragraph._p]
    if said(paragraph._p, "style") is not None and (style := said(paragraph, "style")) is not None:
        places.append(style.element)
    for place in places:
        for numbering in place.xpath("./w:pPr/w:numPr[w:numId]"):
            number = whole(_value(numbering, "numId"))
            level = whole(_value(numbering, "ilvl"))
            if not number:  # takes away what the style gives
                return {}
            return {"bullet": {"listId": _list_id(number), **({"nestingLevel": level} if level else {}), **_NO_STYLE}}
    return {}


_NO_STYLE: Json = {"textStyle": {}}


def _list_id(number: int) -> str:
    return f"kix.list{number}"


def lists(document: Document) -> Json:
    """Every list of the document by its id."""
    from docx.opc.constants import RELATIONSHIP_TYPE
    from docx.oxml.ns import qn

    if not any(each.reltype == RELATIONSHIP_TYPE.NUMBERING for each in document.part.rels.values()):
        return {}
    numbering = document.part.numbering_part.element
    kinds = {_attribute(each, "abstractNumId"): each for each in numbering.xpath("./w:abstractNum")}
    found = {}
    for held in numbering.xpath("./w:num"):
        kind, number = kinds.get(_value(held, "abstractNumId")), whole(_attribute(held, "numId"))
        if number is not None:
            levels = [] if kind is None else kind.findall(qn("w:lvl"))
            found[_list_id(number)] = {"listProperties": {"nestingLevels": [_level(each) for each in levels]}}
    return found


def _level(level: Element) -> Json:
    form, text, start = (_value(level, name) for name in ("numFmt", "lvlText", "start"))
    first = whole(start)
    shown: Json = {"bulletAlignment": "START", "startNumber": 1 if first is None else first, **_NO_STYLE}
    if form == "bullet":
        return {**shown, "glyphSymbol": text, "glyphFormat": "%0"}
    # Word counts the levels that a number names from 1, Google from 0.
    glyphs = re.sub(r"%(\d)", lambda matched: f"%{int(matched.group(1)) - 1}", text)
    return {**shown, "glyphType": _GLYPHS.get(form, "NONE"), "glyphFormat": glyphs}


def _value(element: Element, name: str) -> str:
    from docx.oxml.ns import qn

    found = element.find(qn(f"w:{name}"))
    return "" if found is None else _attribute(found, "val")


def _attribute(element: Element, name: str) -> str:
    from docx.oxml.ns import qn

    return str(element.get(qn(f"w:{name}"), ""))
