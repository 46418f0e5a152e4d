"""The links of a .docx on its way out: those that lead nowhere good become plain text.

ECMA-376-1, 17.16.22 (hyperlinks) and 17.16.5.25 (fields that are links).
"""

from __future__ import annotations

import io
import re
import zipfile
from typing import Any

from automation.embedded.compression import packed
from automation.untrusted.links import has_scheme, may_be_followed

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_HYPERLINK = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink"
_PARTS = re.compile(r"word/[A-Za-z0-9]+\.xml\Z")
_FIELD = re.compile(rb"instr", re.IGNORECASE)
_WORDS = re.compile(r'"([^"]*)"|(\S+)')


def without_harm(content: bytes) -> bytes:
    """The .docx with the text alone of each link that may not be followed; as it is where there is none."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    changed: dict[str, bytes] = {}
    for name in filter(_PARTS.match, parts):
        relations = f"word/_rels/{name.removeprefix('word/')}.rels"
        harmful = _harmful(parts.get(relations, b""))
        if harmful or _FIELD.search(parts[name]):
            changed |= _plain(name, parts[name], harmful)
        if harmful:
            changed[relations] = _without(parts[relations], harmful)
    return packed({**parts, **changed}) if changed else content


def _harmful(relations: bytes) -> set[str]:
    """The ids of the relations that are links and may not be followed."""
    from docx.oxml import parse_xml

    held = parse_xml(relations) if relations else ()
    return {
        str(each.get("Id"))
        for each in held
        if each.get("Type") == _HYPERLINK and not may_be_followed(each.get("Target", ""))
    }


def _without(relations: bytes, harmful: set[str]) -> bytes:
    from docx.opc.oxml import serialize_part_xml
    from docx.oxml import parse_xml

    held = parse_xml(relations)
    for each in list(held):
        if each.get("Id") in harmful:
            held.remove(each)
    return serialize_part_xml(held)


def _plain(name: str, xml: bytes, harmful: set[str]) -> dict[str, bytes]:
    """The part without the harmful links, if it had any."""
    from docx.opc.oxml import serialize_part_xml
    from docx.oxml import parse_xml

    document = parse_xml(xml)
    links = [each for each in document.iter(f"{_W}hyperlink") if each.get(f"{_R}id") in harmful]
    drawn = [each for each in document.iter() if _is_drawn_link(each, harmful)]
    fields = [each for each in document.iter(f"{_W}fldSimple") if _runs(each.get(f"{_W}instr", ""))]
    codes = [code for paragraph in document.iter(f"{_W}p") for code in _codes(paragraph)]
    for each in [*links, *fields]:
        _unwrap(each)
    for each in drawn:
        each.getparent().remove(each)
    for each in codes:
        each.text = ""
    return {name: serialize_part_xml(document)} if links or drawn or fields or codes else {}


def _is_drawn_link(element: Any, harmful: set[str]) -> bool:
    """Whether this makes a picture a link."""
    return str(element.tag).endswith(("}hlinkClick", "}hlinkHover")) and element.get(f"{_R}id") in harmful


def _codes(paragraph: Any) -> list[Any]:
    """The codes of the paragraph's fields, if one is a link that may not be followed: a code may lie in parts."""
    found = list(paragraph.iter(f"{_W}instrText"))
    return found if _runs("".join(each.text or "" for each in found)) else []


def _runs(code: str) -> bool:
    """Whether a field's code leads where no link may; a bookmark's name is no address."""
    words = ("".join(found) for found in _WORDS.findall(code))
    return any(has_scheme(word) and not may_be_followed(word) for word in words)


def _unwrap(element: Any) -> None:
    """Leave what is in the element in its place."""
    for child in list(element):
        element.addprevious(child)
    element.getparent().remove(element)
