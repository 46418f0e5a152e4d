"""What a .docx repeats on its pages: the text above and below, and the number of the page in it.

A sheet of the preview ends where the document says that a page ends; where Word would begin another one for lack of
room, only Word knows. So a number is that of the sheet.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping
from typing import Any

from docx.oxml import parse_xml
from docx.oxml.ns import qn

Element = Any  # an lxml element, for which there are no types

_RELATIONS = "word/_rels/document.xml.rels"
_FIELD = re.compile(r"\s*(PAGE|NUMPAGES)\b")


class Running:
    """The text above and below of the last section, which in most documents is the only one."""

    def __init__(self, parts: Mapping[str, bytes], document: Element) -> None:
        section = document.find(f"{qn('w:body')}/{qn('w:sectPr')}")
        self._differs_first = section is not None and section.find(qn("w:titlePg")) is not None
        self._texts = dict(_found(parts, section)) if section is not None else {}

    def above(self, sheet: int, sheets: int) -> str:
        """What stands above sheet ``sheet`` of ``sheets``, counted from 1."""
        return self._text("headerReference", sheet, sheets)

    def below(self, sheet: int, sheets: int) -> str:
        """What stands below it."""
        return self._text("footerReference", sheet, sheets)

    def _text(self, kind: str, sheet: int, sheets: int) -> str:
        part = self._texts.get((kind, "first" if sheet == 1 and self._differs_first else "default"))
        return "" if part is None else _written(part, {"PAGE": str(sheet), "NUMPAGES": str(sheets)})


def _found(parts: Mapping[str, bytes], section: Element) -> Iterator[tuple[tuple[str, str], Element]]:
    relations = parse_xml(parts[_RELATIONS]) if _RELATIONS in parts else ()
    targets = {each.get("Id"): each.get("Target", "") for each in relations}
    for kind in ("headerReference", "footerReference"):
        for reference in section.findall(qn(f"w:{kind}")):
            target = targets.get(reference.get(qn("r:id")), "")
            name = target.lstrip("/") if target.startswith("/") else posixpath.normpath(f"word/{target}")
            if name in parts:
                yield (kind, reference.get(qn("w:type"), "default")), parse_xml(parts[name])


def _written(part: Element, numbers: Mapping[str, str]) -> str:
    """The text of a part, its fields filled in; what Word last had in them is left out."""
    lines = ("".join(_pieces(paragraph, numbers)).strip() for paragraph in part.iter(qn("w:p")))
    return " ".join(filter(None, lines))


def _pieces(paragraph: Element, numbers: Mapping[str, str]) -> Iterator[str]:
    field, in_result = "", False
    for each in paragraph.iter():
        if each.tag == qn("w:fldSimple"):
            yield _number(each.get(qn("w:instr"), ""), numbers)
        elif each.tag == qn("w:fldChar"):
            kind = each.get(qn("w:fldCharType"))
            if kind == "end":
                yield _number(field, numbers)
            field, in_result = ("" if kind != "separate" else field), kind == "separate"
        elif each.tag == qn("w:instrText"):
            field += each.text or ""
        elif each.tag == qn("w:tab"):
            yield " "
        elif each.tag == qn("w:t") and not in_result and not _is_in_field(each):
            yield each.text or ""


def _is_in_field(text: Element) -> bool:
    return any(each.tag == qn("w:fldSimple") for each in text.iterancestors())


def _number(field: str, numbers: Mapping[str, str]) -> str:
    found = _FIELD.match(field)
    return numbers[found[1]] if found else ""
