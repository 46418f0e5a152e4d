"""A .docx as Google's document model: paragraphs, text runs and tables, with their indexes.

https://developers.google.com/workspace/docs/api/concepts/structure
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from automation.embedded.documents.lists import bullet, lists
from automation.embedded.documents.package import said
from automation.embedded.documents.text import PAGE_BREAK, Element, pieces
from automation.untrusted.links import may_be_followed

if TYPE_CHECKING:
    from docx.blkcntnr import BlockItemContainer
    from docx.document import Document
    from docx.table import Table
    from docx.text.font import Font
    from docx.text.paragraph import Paragraph
    from docx.text.parfmt import ParagraphFormat

Json = dict[str, Any]

TAB_ID = "t.0"
_ALIGNMENTS = {0: "START", 1: "CENTER", 2: "END", 3: "JUSTIFIED"}
_SECTION = {
    "sectionStyle": {
        "columnSeparatorStyle": "NONE",
        "contentDirection": "LEFT_TO_RIGHT",
        "sectionType": "CONTINUOUS",
    }
}
_NAMED = {
    "Normal": "NORMAL_TEXT",
    "Title": "TITLE",
    "Subtitle": "SUBTITLE",
    **{f"Heading {level}": f"HEADING_{level}" for level in range(1, 7)},
}


def units(text: str) -> int:
    """How many indexes ``text`` takes: UTF-16 code units."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def content_of(document: Document) -> Json:
    """The fields of Google's ``DocumentTab``: body, headers, footers and styles."""
    break_at_start: Json = {"endIndex": 1, "sectionBreak": _SECTION}
    shown: Json = {
        "body": {"content": [break_at_start, *_content(document, 1)]},
        "documentStyle": _document_style(document),
        "namedStyles": {"styles": _named_styles(document)},
    }
    if held := lists(document):
        shown["lists"] = held
    for kind, segments in (("header", headers(document)), ("footer", footers(document))):
        if segments:
            shown[f"{kind}s"] = {
                segment_id: {f"{kind}Id": segment_id, "content": list(_content(part, 0))}
                for segment_id, part in segments.items()
            }
    return shown


def headers(document: Document) -> dict[str, BlockItemContainer]:
    """The document's own headers by their segment ids."""
    found = (section.header for section in document.sections)
    return {f"kix.hdr{n}": part for n, part in enumerate(found) if _is_own(part)}


def footers(document: Document) -> dict[str, BlockItemContainer]:
    """The document's own footers by their segment ids."""
    found = (section.footer for section in document.sections)
    return {f"kix.ftr{n}": part for n, part in enumerate(found) if _is_own(part)}


def _is_own(segment: Any) -> bool:
    """Whether a header or footer is not the last section's, and is there: a relation may lead to nothing."""
    return said(segment, "is_linked_to_previous") is False and said(segment, "_element") is not None


def placed_paragraphs(content: Iterable[Json], blocks: Iterable[Any]) -> Iterator[tuple[int, int, Element]]:
    """Start, end and ``w:p`` of each paragraph, tables' included, of ``blocks`` shown as ``content``."""
    for shown, block in zip(content, blocks, strict=True):
        if "paragraph" in shown:
            yield shown.get("startIndex", 0), shown["endIndex"], block._p
        else:
            for row, shown_row in zip(block.rows, shown["table"]["tableRows"], strict=True):
                for cell, shown_cell in zip(_cells(row), shown_row["tableCells"], strict=True):
                    yield from placed_paragraphs(shown_cell["content"], cell.iter_inner_content())


def paragraphs(container: Any) -> Iterator[Element]:
    """Every ``w:p`` of a body, header, footer or cell, tables' included."""
    from docx.text.paragraph import Paragraph  # takes a while to load

    for block in container.iter_inner_content():
        if isinstance(block, Paragraph):
            yield block._p
        else:
            for row in block.rows:
                for cell in _cells(row):
                    yield from paragraphs(cell)


def _content(container: Any, index: int) -> list[Json]:
    """The structural elements of a body, header, footer or cell that begins at ``index``."""
    from docx.text.paragraph import Paragraph

    found = []
    for block in container.iter_inner_content():
        shown = _paragraph(block, index) if isinstance(block, Paragraph) else _table(block, index)
        found.append(shown)
        index = shown["endIndex"]
    return found


def _placed(start: int, end: int, **shown: Any) -> Json:
    """An element with its indexes; proto JSON leaves a zero out."""
    return {**({"startIndex": start} if start else {}), "endIndex": end, **shown}


def _paragraph(paragraph: Paragraph, start: int) -> Json:
    elements, index = [], start
    for text, style in _styled_texts(paragraph):
        end = index + units(text)
        element: Json = {"pageBreak": {"textStyle": style}}
        if text != PAGE_BREAK:
            element = {"textRun": {"content": text, "textStyle": style}}
        elements.append(_placed(index, end, **element))
        index = end
    shown = {"elements": elements, "paragraphStyle": _paragraph_style(paragraph, start), **bullet(paragraph)}
    return _placed(start, index, paragraph=shown)


def _styled_texts(paragraph: Paragraph) -> list[tuple[str, Json]]:
    """The paragraph's text, its end included, parted where the style changes; a page break stands alone."""
    from docx.text.run import Run

    found: list[tuple[str, Json]] = []
    for piece in pieces(paragraph._p):
        style = _text_style(Run(piece.run, paragraph).font) | _link(piece.run, paragraph)
        alone = PAGE_BREAK in (piece.text, found[-1][0] if found else "")
        if found and found[-1][1] == style and not alone:
            found[-1] = (found[-1][0] + piece.text, style)
        else:
            found.append((piece.text, style))
    if found and found[-1][0] != PAGE_BREAK and "link" not in found[-1][1]:
        return [*found[:-1], (found[-1][0] + "\n", found[-1][1])]
    return [*found, ("\n", {})]


def _link(run: Element, paragraph: Paragraph) -> Json:
    from docx.oxml.ns import qn

    parent = run.getparent()
    relation = parent.get(qn("r:id")) if parent.tag == qn("w:hyperlink") else None
    if relation is None or relation not in paragraph.part.rels:
        return {}
    address = paragraph.part.rels[relation].target_ref
    return {"link": {"url": address}} if may_be_followed(address) else {}


def _text_style(font: Font) -> Json:
    """What a run or a style says itself; what it inherits is left out, as Google does."""
    style: Json = {}
    for name, held in (
        ("bold", "bold"),
        ("italic", "italic"),
        ("strikethrough", "strike"),
        ("smallCaps", "small_caps"),
    ):
        if (flag := said(font, held)) is not None:
            style[name] = flag
    if (underline := said(font, "underline")) is not None:
        style["underline"] = bool(underline)
    for name, held in (("SUPERSCRIPT", "superscript"), ("SUBSCRIPT", "subscript")):
        if said(font, held):
            style["baselineOffset"] = name
    if (size := said(font, "size")) is not None:
        style["fontSize"] = _points(size.pt)
    if family := said(font, "name"):
        style["weightedFontFamily"] = {"fontFamily": family, "weight": 400}
    if (colour := said(said(font, "color"), "rgb")) is not None:
        names = zip(("red", "green", "blue"), colour, strict=True)
        style["foregroundColor"] = {"color": {"rgbColor": {name: level / 255 for name, level in names if level}}}
    return style


def _points(magnitude: float) -> Json:
    return {"magnitude": int(magnitude) if float(magnitude).is_integer() else round(magnitude, 4), "unit": "PT"}


def _paragraph_style(paragraph: Paragraph, start: int) -> Json:
    # Most paragraphs name no style, and python-docx takes long to find the default one.
    style_name = said(said(paragraph, "style"), "name") if said(paragraph._p, "style") is not None else None
    named = _NAMED.get(style_name or "Normal", "NORMAL_TEXT")
    style: Json = {"namedStyleType": named, "direction": "LEFT_TO_RIGHT"}
    if named.startswith("HEADING"):
        seed = f"{start}{paragraph.text}".encode()
        style["headingId"] = "h." + hashlib.sha256(seed).hexdigest()[:12]
    return style | _paragraph_format(paragraph.paragraph_format)


def _paragraph_format(given: ParagraphFormat) -> Json:
    style: Json = {}
    if (alignment := said(given, "alignment")) is not None and int(alignment) in _ALIGNMENTS:
        style["alignment"] = _ALIGNMENTS[int(alignment)]
    if isinstance(spacing := said(given, "line_spacing"), float):
        style["lineSpacing"] = round(spacing * 100, 4)
    left, first = said(given, "left_indent"), said(given, "first_line_indent")
    lengths = {
        "spaceAbove": said(given, "space_before"),
        "spaceBelow": said(given, "space_after"),
        "indentStart": left,
        "indentEnd": said(given, "right_indent"),
    }
    style |= {name: _points(length.pt) for name, length in lengths.items() if length is not None}
    if first is not None:
        # Google measures the first line from the margin, Word from the other lines.
        style["indentFirstLine"] = _points((left.pt if left is not None else 0) + first.pt)
    flags = {
        "keepLinesTogether": said(given, "keep_together"),
        "keepWithNext": said(given, "keep_with_next"),
        "pageBreakBefore": said(given, "page_break_before"),
        "avoidWidowAndOrphan": said(given, "widow_control"),
    }
    return style | {name: flag for name, flag in flags.items() if flag is not None}


def _cells(row: Any) -> list[Any]:
    """The cells that the row itself holds: one that is merged over several columns counts once."""
    from docx.table import _Cell

    return [_Cell(tc, row.table) for tc in row._tr.tc_lst]


def _table(table: Table, start: int) -> Json:
    """A table; it, each row and each cell take one index before what they hold, and the table's end one more."""
    rows, index = [], start + 1
    for row in table.rows:
        row_start, cells = index, []
        index += 1
        for cell in _cells(row):
            content = _content(cell, index + 1)
            end = content[-1]["endIndex"] if content else index + 1
            span = {"rowSpan": 1, "columnSpan": said(cell, "grid_span") or 1}
            cells.append(_placed(index, end, content=content, tableCellStyle=span))
            index = end
        rows.append(_placed(row_start, index, tableCells=cells, tableRowStyle={}))
    columns = int(table._tbl.xpath("count(./w:tblGrid/w:gridCol)"))
    shown = {"rows": len(rows), "columns": columns, "tableRows": rows}
    return _placed(start, index + 1, table=shown)


def _document_style(document: Document) -> Json:
    page = document.sections[0]
    style: Json = {"background": {"color": {}}, "pageNumberStart": 1}
    width, height = said(page, "page_width"), said(page, "page_height")
    if width is not None and height is not None:
        style["pageSize"] = {"width": _points(width.pt), "height": _points(height.pt)}
    margins = {f"margin{side}": said(page, f"{side.lower()}_margin") for side in ("Top", "Bottom", "Left", "Right")}
    style |= {name: _points(margin.pt) for name, margin in margins.items() if margin is not None}
    default = {"defaultHeaderId": headers(document), "defaultFooterId": footers(document)}
    return style | {name: next(iter(segments)) for name, segments in default.items() if segments}


def _named_styles(document: Document) -> list[Json]:
    held = {said(style, "name"): style for style in document.styles}
    return [
        {
            "namedStyleType": google,
            "textStyle": _text_style(said(held[word], "font")),
            "paragraphStyle": {
                "namedStyleType": "NORMAL_TEXT",
                "direction": "LEFT_TO_RIGHT",
                **_paragraph_format(said(held[word], "paragraph_format")),
            },
        }
        for word, google in _NAMED.items()
        if word in held
    ]
