"""Links in what somebody else wrote lead to the web, a mailbox or a telephone, by whatever way they come out."""

from __future__ import annotations

import io
import zipfile

import pytest
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from automation.embedded.documents.hyperlinks import without_harm
from automation.embedded.pages.preview.safe import cleaned
from automation.untrusted.links import may_be_followed
from tests.embedded.conftest import Api, Book
from tests.embedded.test_bad_input import DOC, DOCX, upload
from tests.word import new_document

GOOD = [
    "https://school.example/a?b#c",
    "HTTP://a.example",
    " https://a.example ",
    "mailto:a@b.example",
    "tel:+79990000000",
]
BAD = [
    "javascript:alert(1)", "JavaScript:alert(1)", " \tjavascript:alert(1)", "java\nscript:alert(1)",
    "java\tscript:alert(1)",
    "\x01javascript:alert(1)", "data:text/html,<script>alert(1)</script>", "da\tta:text/html,x", "vbscript:msgbox(1)",
    "file:///etc/passwd", "blob:https://a.example/1", "view-source:https://a.example", "javascript&#58;alert(1)",
    "//a.example", "/drive/trash", "", "javascript", "ftp://a.example",
]  # fmt: skip


@pytest.mark.parametrize("address", [*GOOD, "#glava"])
def test_what_may_be_followed(address: str) -> None:
    assert may_be_followed(address)


@pytest.mark.parametrize("address", BAD)
def test_what_may_not(address: str) -> None:
    assert not may_be_followed(address)


def _run(parent: object, text: str, *, code: bool = False) -> None:
    run, held = OxmlElement("w:r"), OxmlElement("w:instrText" if code else "w:t")
    held.text = text
    run.append(held)
    parent.append(run)  # type: ignore[attr-defined]


def _mark(paragraph: object, kind: str) -> None:
    run, mark = OxmlElement("w:r"), OxmlElement("w:fldChar")
    mark.set(qn("w:fldCharType"), kind)
    run.append(mark)
    paragraph.append(run)  # type: ignore[attr-defined]


def linked(address: str, way: str) -> bytes:
    """A document with one link, made in one of the ways that Word has."""
    document, stream = new_document(), io.BytesIO()
    paragraph = document.add_paragraph("до ")._p
    if way == "relation":
        link = OxmlElement("w:hyperlink")
        link.set(qn("r:id"), document.part.relate_to(address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True))
        _run(link, "текст")
        paragraph.append(link)
    elif way == "simple field":
        field = OxmlElement("w:fldSimple")
        field.set(qn("w:instr"), f' HYPERLINK "{address}" ')
        _run(field, "текст")
        paragraph.append(field)
    else:
        _mark(paragraph, "begin")
        _run(paragraph, " HYPER", code=True)
        _run(paragraph, f'LINK "{address[:5]}', code=True)
        _run(paragraph, f'{address[5:]}" \\o "подсказка" ', code=True)
        _mark(paragraph, "separate")
        _run(paragraph, "текст")
        _mark(paragraph, "end")
    document.save(stream)
    return stream.getvalue()


WAYS = ["relation", "simple field", "field"]
HARMFUL = ["javascript:alert(1)", "JAVASCRIPT:alert(1)", "data:text/html,x", "vbscript:x", " javascript:alert(1)"]


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("address", HARMFUL)
def test_a_harmful_link_of_a_document_comes_out_as_its_text(api: Api, way: str, address: str) -> None:
    content = linked(address, way)
    document_id = upload(api, content, DOCX, DOC).json()["id"]
    for kind in ("text/html", "application/zip", DOCX):
        exported = api.call("GET", f"/drive/v3/files/{document_id}/export", mimeType=kind).content
        said = exported.decode() if kind == "text/html" else _unpacked(exported)
        assert address.strip() not in said
        assert "до " in said
        assert "текст" in said
        assert not kind.startswith("text") or "<a" not in said
    assert "url" not in api.call("GET", f"/v1/documents/{document_id}").text


def _unpacked(archive: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(archive)) as package:
        return "".join(
            package.read(name).decode("utf-8", "replace") for name in package.namelist() if "jpeg" not in name
        )


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("address", ["https://a.example/b", "mailto:a@b.example"])
def test_a_good_link_stays_and_the_document_is_the_very_file(way: str, address: str) -> None:
    content = linked(address, way)
    assert without_harm(content) == content


@pytest.mark.parametrize("address", [each for each in BAD if each])
def test_a_harmful_link_of_a_letter_is_shown_as_text(address: str) -> None:
    escaped = address.replace("&", "&amp;").replace("<", "&lt;")
    for written in (escaped, "".join(f"&#{ord(letter)};" for letter in address)):
        assert "href" not in cleaned(f'<p><a href="{written}">текст</a></p>')
        assert "текст" in cleaned(f'<p><a href="{written}">текст</a></p>')
    assert 'href="https://a.example"' in cleaned('<a href="https://a.example">текст</a>')


def test_a_harmful_link_of_a_cell_is_no_link(book: Book) -> None:
    formulas = [['=HYPERLINK("javascript:alert(1)";"a")'], ['=HYPERLINK("https://a.example";"a")']]
    book.write("A1", formulas, "USER_ENTERED")
    rows = book.get("sheets.data.rowData.values.hyperlink")["sheets"][0]["data"][0]["rowData"]
    assert [cell.get("hyperlink") for row in rows for cell in row.get("values", [{}])] == [None, "https://a.example"]
