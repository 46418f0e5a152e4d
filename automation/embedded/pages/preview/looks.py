"""How the paragraphs and tables of a .docx look, told to mammoth in the one language it listens to: styles.

Mammoth keeps what a text means and drops how it is set: an order would lose its centred letterhead, the line
under it, the numbers of its points, the borders of its tables and the colours of their cells. So each paragraph is
given a style that names its look, and mammoth's style map makes a class of it.
"""

from __future__ import annotations

import re
from collections import Counter
from colorsys import rgb_to_hls
from typing import Any

from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import qn

from automation.embedded.pages.preview.numbering import BULLET, Numbering, number_of

Element = Any  # an lxml element, for which there are no types

PAGE = "page"
CLASSES = (
    "center",
    "right",
    "justify",
    "aside",
    "narrow",
    "red",
    "rule",
    "above",
    "below",
    "large",
    "small",
    "tiny",
    "wide",
)
DEPTHS = ("item1", "item2", "item3", "item4")
TABLES = ("ruled", "plain", "dense")
TINTS = ("on-red", "on-yellow", "on-green", "on-blue", "on-grey")

_ALIGNED = {"center": "center", "right": "right", "end": "right", "both": "justify", "distribute": "justify"}
_FAR = 2800  # twips, twentieths of a point: a block set aside by so much is meant to stand at the side
_GAP = 120  # twips
_LARGE, _SMALL, _TINY = 1.14, 0.87, 0.7  # of the size that most of the document has
_USUAL_SIZE = 20  # half-points, where a document says nothing of it
_SMALL_RUN = "look-small-run"
_WIDE = 20  # twips between letters
_MANY_COLUMNS = 16  # more than a sheet of paper has room for words in
_HUES = ((25, "on-red"), (75, "on-yellow"), (170, "on-green"), (270, "on-blue"), (360, "on-red"))  # degrees, up to
_PALE = 0.2  # of saturation: below it, a colour is a grey
_HEADING = re.compile(r"(?:heading|заголовок) ?([1-6])$", re.IGNORECASE)
_NO_BORDER = ("", "none", "nil")


class Looks:
    """The looks of one document's parts; ``style_map`` tells mammoth of those that were met."""

    def __init__(self, styles: bytes | None, numbering: bytes | None) -> None:
        root = parse_xml(styles) if styles else None
        found = [] if root is None else root.iter(qn("w:style"))
        self._styles = {each.get(qn("w:styleId"), ""): each for each in found}
        self._numbering = Numbering(parse_xml(numbering) if numbering else None)
        self._names: dict[str, str] = {}
        defaults = None if root is None else root.find(f"{qn('w:docDefaults')}/{qn('w:rPrDefault')}/{qn('w:rPr')}")
        of_style = next((each for each in self._styles.values() if _is_default(each)), None)
        said = [_size_in(of_style), number_of(_value(defaults, "w:sz"))]
        self._usual_size = next(filter(None, said), 0)

    @property
    def style_map(self) -> str:
        """Mammoth's style map for all looks met so far."""
        return "\n".join([*self._names.values(), f"p.{PAGE} => hr.{PAGE}:fresh", _RUN_MAP, *_TABLE_MAP])

    def give(self, document: Element, most: int) -> bool:
        """Style what is in ``document``; whether something was cut off because it holds more than ``most``."""
        body = document.find(qn("w:body"))
        cut = _cut(body, most)
        self._usual_size = self._usual_size or self._most_common_size(body)
        for paragraph in list(body.iter(qn("w:p"))):
            self._paragraph(paragraph)
            if paragraph.getparent() is body:
                _part_pages(paragraph)
        for table in body.iter(qn("w:tbl")):
            self._table(table)
        return cut

    def _paragraph(self, paragraph: Element) -> None:
        chain = self._chain(paragraph.find(qn("w:pPr")), "w:pStyle")
        label, depth = self._label(chain)
        if label == BULLET:
            return  # mammoth makes a list of it
        element = _heading(chain)
        classes = [*_set(chain, numbered=bool(label)), *self._written(paragraph, chain)]
        classes += _tint(paragraph.getparent())
        if label:
            _put_label(paragraph, label)
            classes.append(DEPTHS[min(depth, len(DEPTHS) - 1)])
        self._name(paragraph, ".".join([element, *sorted(classes)]))

    def _written(self, paragraph: Element, chain: list[Element]) -> list[str]:
        """The classes of a paragraph that all its text agrees on; runs that are small beside others are marked."""
        runs = [run for run in paragraph.iter(qn("w:r")) if run.find(qn("w:t")) is not None]
        if not runs:
            return []
        sizes = [self._size(run, chain) / self._usual_size for run in runs]
        spacings = [number_of(_value(run.find(qn("w:rPr")), "w:spacing")) for run in runs]
        classes = ["wide"] if min(spacings) >= _WIDE else []
        if max(sizes) <= _SMALL:
            return [*classes, "tiny" if max(sizes) <= _TINY else "small"]
        for run, size in zip(runs, sizes, strict=True):
            if size <= _SMALL:
                _mark_small(run)
        return [*classes, "large"] if min(sizes) >= _LARGE else classes

    def _size(self, run: Element, chain: list[Element]) -> int:
        """In half-points: the run's own, or that of its style, of its paragraph's, or of the document."""
        properties = run.find(qn("w:rPr"))
        styles = [properties, *(each for each in self._chain(properties, "w:rStyle") if each is not properties), *chain]
        found = (number_of(_value(each, "w:sz")) or _size_in(each) for each in styles if each is not None)
        return next(filter(None, found), self._usual_size or _USUAL_SIZE)

    def _most_common_size(self, body: Element) -> int:
        sizes = Counter[int]()
        for run in body.iter(qn("w:r")):
            written = sum(len(text.text or "") for text in run.iter(qn("w:t")))
            sizes[number_of(_value(run.find(qn("w:rPr")), "w:sz")) or _USUAL_SIZE] += written
        return max(sizes, key=sizes.__getitem__, default=_USUAL_SIZE)

    def _name(self, paragraph: Element, target: str) -> None:
        """Give the paragraph the style that stands for ``target``, e.g. "p.above.center"."""
        style = "look-" + target.replace(".", "-")
        self._names[style] = f"p.{style} => {target}:fresh"
        properties = paragraph.get_or_add_pPr()
        for name in ("w:pStyle", "w:numPr"):
            for found in properties.findall(qn(name)):
                properties.remove(found)
        properties.insert(0, _element("w:pStyle", style))

    def _chain(self, properties: Element | None, name: str) -> list[Element]:
        """The properties that hold for something: its own, then those of its style and of what that is based on."""
        kept, seen = [] if properties is None else [properties], set()
        style = _value(properties, name)
        while style and style not in seen and style in self._styles:
            seen.add(style)
            kept.append(self._styles[style])
            kept += self._styles[style].findall(qn("w:pPr")) + self._styles[style].findall(qn("w:tblPr"))
            style = _value(self._styles[style], "w:basedOn")
        return kept

    def _label(self, chain: list[Element]) -> tuple[str, int]:
        for properties in chain:
            numbered = properties.find(qn("w:numPr"))
            number = _value(numbered, "w:numId")
            if number:
                depth = number_of(_value(numbered, "w:ilvl"))
                return self._numbering.next_label(number, depth), depth
        return "", 0

    def _table(self, table: Element) -> None:
        properties = table.find(qn("w:tblPr"))
        if properties is None:
            properties = OxmlElement("w:tblPr")
            table.insert(0, properties)
        chain = self._chain(properties, "w:tblStyle")
        ruled = any(_has_borders(each.find(qn("w:tblBorders"))) for each in chain) or any(
            _has_borders(each) for each in table.iter(qn("w:tcBorders"))
        )
        for found in properties.findall(qn("w:tblStyle")):
            properties.remove(found)
        dense = len(table.findall(f"{qn('w:tblGrid')}/{qn('w:gridCol')}")) >= _MANY_COLUMNS
        properties.insert(0, _element("w:tblStyle", "dense" if dense else "ruled" if ruled else "plain"))


_RUN_MAP = f"r.{_SMALL_RUN} => small"
_TABLE_MAP = [f"table.{kind} => div.scroll:fresh > table.{kind}:fresh" for kind in TABLES]


def _tint(cell: Element) -> list[str]:
    """The class that stands for the background of a table's cell: the nearest of `TINTS`."""
    shade = cell.find(f"{qn('w:tcPr')}/{qn('w:shd')}") if cell.tag == qn("w:tc") else None
    fill = "" if shade is None else shade.get(qn("w:fill"), "")
    if not re.fullmatch("[0-9A-Fa-f]{6}", fill) or fill.lower() == "ffffff":
        return []
    hue, _, saturation = rgb_to_hls(*(int(fill[at : at + 2], 16) / 255 for at in (0, 2, 4)))
    return ["on-grey"] if saturation < _PALE else [next(name for most, name in _HUES if hue * 360 <= most)]


def _element(name: str, value: str) -> Element:
    element = OxmlElement(name)
    element.set(qn("w:val"), value)
    return element


def _value(element: Element | None, name: str, attribute: str = "w:val") -> str:
    found = element.find(qn(name)) if element is not None else None
    return "" if found is None else str(found.get(qn(attribute), ""))


def _first(chain: list[Element], name: str, *attributes: str) -> str:
    """The nearest of the properties' values."""
    values = (_value(properties, name, attribute) for properties in chain for attribute in attributes)
    return next(filter(None, values), "")


def _heading(chain: list[Element]) -> str:
    for properties in chain:
        name = _value(properties, "w:name").strip()
        if found := _HEADING.match(name):
            return f"h{found[1]}"
        if name.lower() == "title":
            return "h1"
    return "p"


def _set(chain: list[Element], *, numbered: bool) -> list[str]:
    """The classes of a paragraph that its own properties and its style's ask for."""
    classes = [_ALIGNED.get(_first(chain, "w:jc", "w:val"), "")]
    if not numbered:
        far_left = number_of(_first(chain, "w:ind", "w:start", "w:left")) >= _FAR
        classes.append("aside" if far_left else "")
        classes.append("red" if number_of(_first(chain, "w:ind", "w:firstLine")) > 0 else "")
    classes.append("narrow" if number_of(_first(chain, "w:ind", "w:end", "w:right")) >= _FAR else "")
    classes.append("above" if number_of(_first(chain, "w:spacing", "w:before")) >= _GAP else "")
    classes.append("below" if number_of(_first(chain, "w:spacing", "w:after")) >= _GAP else "")
    borders = [each.find(qn("w:pBdr")) for each in chain]
    classes.append("rule" if any(_value(each, "w:bottom") not in _NO_BORDER for each in borders) else "")
    return [each for each in classes if each]


def _is_default(style: Element) -> bool:
    return style.get(qn("w:type")) == "paragraph" and style.get(qn("w:default"), "0") in ("1", "true")


def _size_in(style: Element | None) -> int:
    """The size that a style gives to text; 0 where it gives none. A paragraph's own properties size its mark alone."""
    if style is None or style.tag != qn("w:style"):
        return 0
    return number_of(_value(style.find(qn("w:rPr")), "w:sz"))


def _mark_small(run: Element) -> None:
    properties = run.get_or_add_rPr()
    for found in properties.findall(qn("w:rStyle")):
        properties.remove(found)
    properties.insert(0, _element("w:rStyle", _SMALL_RUN))


def _put_label(paragraph: Element, label: str) -> None:
    run, text = OxmlElement("w:r"), OxmlElement("w:t")
    text.text = f"{label}\u00a0"
    text.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    run.append(text)
    paragraph.insert(1 if paragraph.find(qn("w:pPr")) is not None else 0, run)


def _has_borders(borders: Element | None) -> bool:
    return borders is not None and any(each.get(qn("w:val"), "") not in _NO_BORDER for each in borders)


def _part_pages(paragraph: Element) -> None:
    """Put a mark where a new page begins before, in or after the paragraph."""
    properties = paragraph.find(qn("w:pPr"))
    breaks = [each for each in paragraph.iter(qn("w:br")) if each.get(qn("w:type")) == "page"]
    ends_section = properties is not None and properties.find(qn("w:sectPr")) is not None
    for each in breaks:
        each.getparent().remove(each)
    if _is_on(properties, "w:pageBreakBefore") or (breaks and _has_text(paragraph)):
        paragraph.addprevious(_page_mark())
    elif breaks:
        paragraph.getparent().replace(paragraph, _page_mark())
        return
    if ends_section and _value(properties.find(qn("w:sectPr")), "w:type") != "continuous":
        paragraph.addnext(_page_mark())


def _is_on(properties: Element | None, name: str) -> bool:
    found = properties.find(qn(name)) if properties is not None else None
    return found is not None and found.get(qn("w:val"), "1") not in ("0", "false", "off")


def _has_text(paragraph: Element) -> bool:
    return any((each.text or "").strip() for each in paragraph.iter(qn("w:t")))


def _page_mark() -> Element:
    paragraph = OxmlElement("w:p")
    paragraph.get_or_add_pPr().append(_element("w:pStyle", PAGE))
    return paragraph


def _cut(body: Element, most: int) -> bool:
    """Leave the first ``most`` paragraphs, those of tables counted too; whether there were more."""
    paragraphs = list(body.iter(qn("w:p")))
    if len(paragraphs) <= most:
        return False
    last = paragraphs[most - 1]
    while last is not body:  # what follows it at each depth goes, so that what holds it stays whole
        for after in list(last.itersiblings()):
            last.getparent().remove(after)
        last = last.getparent()
    return True
