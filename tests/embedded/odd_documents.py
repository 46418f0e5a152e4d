"""Documents as no word processor saves them: each is a .docx that says it is one."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Callable
from functools import cache

from automation.embedded.compression import packed
from tests.word import new_document

_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_R = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
_P = "<w:p><w:r><w:t>текст</w:t></w:r></w:p>"
MAIN, RELATIONS = "word/document.xml", "word/_rels/document.xml.rels"


@cache
def _whole() -> dict[str, bytes]:
    """The parts of a sound document."""
    document, stream = new_document(), io.BytesIO()
    document.add_paragraph("текст")
    document.add_paragraph("пункт", style="List Number")
    document.add_table(rows=2, cols=2)
    document.sections[0].header.paragraphs[0].text = "шапка"
    document.save(stream)
    with zipfile.ZipFile(stream) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def with_body(inner: str, section: str = "<w:sectPr/>") -> bytes:
    """A document with this in its body."""
    inner += section
    return packed({**_whole(), MAIN: f"<w:document {_W} {_R}><w:body>{inner}</w:body></w:document>".encode()})


def with_main(xml: str) -> bytes:
    return packed({**_whole(), MAIN: xml.encode()})


def _without(*names: str) -> bytes:
    return packed({name: content for name, content in _whole().items() if name not in names})


def _changed(name: str, old: bytes, new: bytes) -> bytes:
    parts = _whole()
    assert old in parts[name], (name, old)
    return packed({**parts, name: parts[name].replace(old, new)})


def _nested(opening: str, closing: str, depth: int, inner: str = _P) -> bytes:
    return with_body(opening * depth + inner + closing * depth + _P)


def _picture(width: int, height: int) -> bytes:
    """A PNG that says how large it is, and holds nothing."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"")) + chunk(b"IEND", b"")


def _with_huge_picture() -> bytes:
    document, stream = new_document(), io.BytesIO()
    document.add_picture(io.BytesIO(_picture(2_000_000_000, 2_000_000_000)), width=1)
    document.save(stream)
    return stream.getvalue()


def _row(cells: int) -> str:
    return f"<w:tr>{f'<w:tc>{_P}</w:tc>' * cells}</w:tr>"


_SDT = ("<w:sdt><w:sdtContent>", "</w:sdtContent></w:sdt>")
_TABLE = ("<w:tbl><w:tr><w:tc>", "<w:p/></w:tc></w:tr></w:tbl>")
_BOMB = '<!ENTITY e0 "hahaha">' + "".join(f'<!ENTITY e{n} "' + f"&e{n - 1};" * 10 + '">' for n in range(1, 12))
_SAYS = f"<w:document {_W}><w:body><w:p><w:r><w:t>&{{}};</w:t></w:r></w:p></w:body></w:document>"
_ENTITIES = f"<!DOCTYPE d [{_BOMB}]>{_SAYS.format('e11')}"
_OUTSIDE = f'<!DOCTYPE d [<!ENTITY e SYSTEM "file:///etc/passwd">]>{_SAYS.format("e")}'

ODD: dict[str, Callable[[], bytes]] = {
    "no section": lambda: with_body(_P, section=""),
    "nothing in the body": lambda: with_body("", section=""),
    "no body": lambda: with_main(f"<w:document {_W}/>"),
    "two bodies": lambda: with_main(f"<w:document {_W}><w:body>{_P}</w:body><w:body>{_P}</w:body></w:document>"),
    "another root": lambda: with_main(f"<w:styles {_W}/>"),
    "no namespace": lambda: with_main("<document><body/></document>"),
    "4,000 nested sdt": lambda: _nested(*_SDT, 4000),
    "200 nested sdt": lambda: _nested(*_SDT, 200),
    "1,000 nested tables": lambda: _nested(*_TABLE, 1000),
    "80 nested tables": lambda: _nested(*_TABLE, 80),
    "20 nested tables": lambda: _nested(*_TABLE, 20),
    "1,000 nested hyperlinks": lambda: with_body(f"<w:p>{'<w:hyperlink>' * 1000}{'</w:hyperlink>' * 1000}</w:p>"),
    "100 nested hyperlinks": lambda: with_body(f"<w:p>{'<w:hyperlink>' * 100}{'</w:hyperlink>' * 100}</w:p>"),
    "a row without cells": lambda: with_body("<w:tbl><w:tr/></w:tbl><w:tbl/>"),
    "a cell without a paragraph": lambda: with_body("<w:tbl><w:tblGrid/><w:tr><w:tc/></w:tr></w:tbl>"),
    "a table without a grid": lambda: with_body(f"<w:tbl><w:tr><w:tc>{_P}</w:tc></w:tr></w:tbl>"),
    "a span without a bottom": lambda: with_body(
        f'<w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val="2000000000"/></w:tcPr>{_P}</w:tc></w:tr></w:tbl>'
    ),
    "a merge that continues nothing": lambda: with_body(
        f"<w:tbl><w:tr><w:tc><w:tcPr><w:vMerge/></w:tcPr>{_P}</w:tc></w:tr></w:tbl>"
    ),
    "a paragraph in a paragraph": lambda: with_body(f"<w:p>{_P}</w:p>"),
    "a run without a paragraph": lambda: with_body("<w:r><w:t>текст</w:t></w:r>"),
    "numbers that are none": lambda: with_body(
        '<w:p><w:pPr><w:numPr><w:ilvl w:val="x"/><w:numId w:val="99999999999999999999"/></w:numPr>'
        '<w:spacing w:before="many" w:line="1e9"/><w:ind w:left="-9999999999999" w:firstLine="x"/><w:jc w:val="x"/>'
        '</w:pPr><w:r><w:rPr><w:sz w:val="x"/><w:b w:val="maybe"/><w:color w:val="red"/><w:u w:val="x"/>'
        '<w:vertAlign w:val="x"/></w:rPr><w:t>текст</w:t></w:r></w:p>'
    ),
    "values that are missing": lambda: with_body(
        "<w:p><w:pPr><w:pStyle/><w:numPr><w:ilvl/><w:numId/></w:numPr><w:spacing/><w:ind/><w:jc/></w:pPr>"
        "<w:r><w:rPr><w:sz/><w:color/><w:u/><w:vertAlign/><w:rFonts/></w:rPr><w:t/></w:r></w:p>"
    ),
    "a style that is not there": lambda: with_body('<w:p><w:pPr><w:pStyle w:val="Nothing"/></w:pPr></w:p>'),
    "a link that is not there": lambda: with_body(
        '<w:p><w:hyperlink r:id="rId999"><w:r><w:t>x</w:t></w:r></w:hyperlink></w:p>'
    ),
    "a section with wrong numbers": lambda: with_body(
        f'{_P}<w:sectPr><w:headerReference r:id="rId999" w:type="default"/><w:pgSz w:w="x" w:h="-1"/>'
        '<w:pgMar w:top="x"/></w:sectPr>',
        section="",
    ),
    "a section of nothing": lambda: with_body(
        f"{_P}<w:sectPr><w:headerReference/><w:pgSz/><w:pgMar/></w:sectPr>", section=""
    ),
    "no styles": lambda: _without("word/styles.xml"),
    "no numbering": lambda: _without("word/numbering.xml"),
    "no relations of the document": lambda: _without(RELATIONS),
    "no relations at all": lambda: _without(RELATIONS, "_rels/.rels"),
    "no types": lambda: _without("[Content_Types].xml"),
    "only the document": lambda: packed({MAIN: f"<w:document {_W}><w:body>{_P}</w:body></w:document>".encode()}),
    "styles that are no XML": lambda: _changed("word/styles.xml", b"<w:styles", b"<w:style<"),
    "styles that are a picture": lambda: packed({**_whole(), "word/styles.xml": _picture(1, 1)}),
    "styles of nothing": lambda: packed(
        {**_whole(), "word/styles.xml": f"<w:styles {_W}><w:style/></w:styles>".encode()}
    ),
    "a style based on itself": lambda: packed(
        {
            **_whole(),
            "word/styles.xml": f'<w:styles {_W}><w:style w:type="paragraph" w:styleId="a"><w:name w:val="Normal"/>'
            '<w:basedOn w:val="a"/></w:style></w:styles>'.encode(),
        }
    ),
    "numbering that is no XML": lambda: packed({**_whole(), "word/numbering.xml": b"<"}),
    "numbering of nothing": lambda: packed(
        {**_whole(), "word/numbering.xml": f"<w:numbering {_W}><w:num/><w:abstractNum/></w:numbering>".encode()}
    ),
    "numbering with wrong numbers": lambda: packed(
        {
            **_whole(),
            "word/numbering.xml": f'<w:numbering {_W}><w:abstractNum w:abstractNumId="x"><w:lvl w:ilvl="x"><w:start '
            'w:val="99999999999"/><w:numFmt w:val="x"/><w:lvlText w:val="%9%0%x"/></w:lvl></w:abstractNum>'
            '<w:num w:numId="x"><w:abstractNumId w:val="x"/></w:num></w:numbering>'.encode(),
        }
    ),
    "a relation to outside": lambda: _changed(RELATIONS, b'Target="styles.xml"', b'Target="../../../etc/passwd"'),
    "a relation to itself": lambda: _changed(RELATIONS, b'Target="styles.xml"', b'Target="document.xml"'),
    "a relation to the net": lambda: _changed(
        RELATIONS, b'Target="styles.xml"', b'Target="http://127.0.0.1:9/" TargetMode="External"'
    ),
    "relations that are no XML": lambda: packed({**_whole(), RELATIONS: b"<"}),
    "relations of nothing": lambda: packed({**_whole(), RELATIONS: b"<Relationships/>"}),
    "entities upon entities": lambda: with_main(_ENTITIES),
    "an entity from outside": lambda: with_main(_OUTSIDE),
    "entities in the styles": lambda: packed({**_whole(), "word/styles.xml": _ENTITIES.encode()}),
    "a picture beyond all bounds": _with_huge_picture,
    "a header that is no XML": lambda: packed({**_whole(), "word/header1.xml": b"<"}),
    "a header of nothing": lambda: packed({**_whole(), "word/header1.xml": f"<w:hdr {_W}/>".encode()}),
    "properties that are no XML": lambda: packed({**_whole(), "docProps/core.xml": b"<"}),
    "names that are twice there": lambda: packed({**_whole(), "word/Document.xml": b"<", "WORD/document.xml": b"<"}),
    "20,000 paragraphs": lambda: with_body(_P * 20_000),
    "a table of 20,000 cells": lambda: with_body(f"<w:tbl>{_row(100) * 200}</w:tbl>"),
    "a paragraph of 60,000 runs": lambda: with_body(f"<w:p>{'<w:r><w:t>а</w:t></w:r>' * 60_000}</w:p>"),
    "10,000 attributes": lambda: with_body("<w:p " + " ".join(f'a{n}="x"' for n in range(10_000)) + "/>"),
    "200 sections": lambda: with_body("<w:p><w:pPr><w:sectPr/></w:pPr></w:p>" * 200),
    "a comment and an instruction": lambda: with_body(
        f"<!-- x --><?x y?>{_P}<w:p><!-- x --><?x y?><w:r><!-- x --></w:r></w:p>"
    ),
    "nested what nobody knows": lambda: _nested("<w:x>", "</w:x>", 3000),
}
