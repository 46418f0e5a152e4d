"""«Документ»: an order as a sheet of paper, its downloads, and what people say of it."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable
from typing import Any

import pytest
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt, Twips
from hypothesis import given
from hypothesis import strategies as st
from playwright.sync_api import Page

from automation.embedded.drive import export, kinds
from automation.embedded.pages import document as pages
from automation.embedded.pages.preview import safe
from automation.embedded.pages.preview.numbering import Numbering
from automation.embedded.pages.preview.word import Unreadable, preview
from tests.embedded.conftest import Api
from tests.embedded.pages.conftest import DESK, PHONE, Visitor
from tests.machine import needs
from tests.word import new_document

SignIn = Callable[[str], Visitor]
READER = "reader@school.example"
COMMENTER = "commenter@school.example"


def saved(document: Any) -> bytes:
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def order() -> Any:
    """A small order: a centred head, a ruled table on a page of its own."""
    made = new_document()
    made.add_paragraph("ПРИКАЗ").alignment = WD_ALIGN_PARAGRAPH.CENTER
    made.add_paragraph("Утвердить состав пар.").alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
    made.add_paragraph().add_run().add_break(WD_BREAK.PAGE)
    made.add_paragraph("Приложение").paragraph_format.left_indent = Twips(4932)
    table = made.add_table(1, 2)
    table.style = "Table Grid"
    table.rows[0].cells[0].text = "Наставник"
    return made


def upload(api: Api, content: bytes, name: str = "Приказ № 1", kind: str = kinds.DOCUMENT) -> str:
    """The id of a new file."""
    about = json.dumps({"name": name, "mimeType": kind})
    head = f"--B\r\nContent-Type: application/json\r\n\r\n{about}\r\n--B\r\nContent-Type: {kinds.DOCX}\r\n\r\n"
    body = head.encode() + content + b"\r\n--B--"
    headers = {"Content-Type": "multipart/related; boundary=B"}
    address = f"{api.url}/upload/drive/v3/files?uploadType=multipart"
    answer = api.session.post(address, data=body, headers=headers)
    assert answer.status_code == 200, answer.text
    file_id: str = answer.json()["id"]
    return file_id


def share(api: Api, file_id: str, email: str, role: str) -> None:
    api.post(f"/drive/v3/files/{file_id}/permissions", {"type": "user", "role": role, "emailAddress": email})


def sheets(made: Any) -> list[str]:
    return [str(sheet) for sheet in preview(saved(made)).sheets]


def test_an_order_keeps_its_centred_head_its_pages_and_its_ruled_table() -> None:
    first, second = sheets(order())
    assert '<p class="center">ПРИКАЗ</p>' in first
    assert '<p class="justify">' in first
    assert '<p class="aside">Приложение</p>' in second
    assert '<table class="ruled">' in second


def test_small_type_stays_small_beside_the_usual_one_whichever_says_so() -> None:
    made = new_document()
    made.styles["Normal"].font.size = Pt(13)
    made.styles.add_style("Под чертой", WD_STYLE_TYPE.PARAGRAPH).font.size = Pt(8)
    made.add_paragraph("Обычный текст")
    made.add_paragraph("должность, подпись", style="Под чертой")
    mixed = made.add_paragraph("Директор ")
    mixed.add_run("(подпись)").font.size = Pt(9)
    (sheet,) = sheets(made)
    assert "<p>Обычный текст</p>" in sheet
    assert '<p class="tiny">должность, подпись</p>' in sheet
    assert "Директор <small>(подпись)</small>" in sheet


def test_where_a_document_names_no_usual_size_it_is_the_one_that_most_of_it_has() -> None:
    made = new_document()
    made.styles["Normal"].font.size = None
    defaults = made.styles.element.find(qn("w:docDefaults"))
    made.styles.element.remove(defaults)
    made.add_paragraph().add_run("Весь текст четырнадцатым").font.size = Pt(14)
    made.add_paragraph().add_run("кроме подписи").font.size = Pt(10)
    (sheet,) = sheets(made)
    assert "<p>Весь текст четырнадцатым</p>" in sheet and '<p class="small">кроме подписи</p>' in sheet


def test_numbers_of_pages_and_what_is_repeated_on_each_stand_on_the_sheets() -> None:
    made = order()
    section = made.sections[0]
    section.different_first_page_header_footer = True
    section.footer.paragraphs[0].text = "Приказ № 7"
    _put_field(section.header.paragraphs[0], "PAGE")
    first, second = sheets(made)
    assert "running" not in first
    assert second.startswith('<p class="running">2</p>')
    assert second.endswith('<p class="running">Приказ № 7</p>')


def _put_field(paragraph: Any, name: str) -> None:
    """A field as Word writes it, with what it came to when it was saved."""
    for kind, text in (("begin", ""), ("", name), ("separate", ""), ("", "77"), ("end", "")):
        run = paragraph.add_run()
        if kind:
            mark = OxmlElement("w:fldChar")
            mark.set(qn("w:fldCharType"), kind)
        else:
            mark = OxmlElement("w:instrText" if text == name else "w:t")
            mark.text = text
        run._r.append(mark)


def shaded(cell: Any, fill: str) -> None:
    shade = OxmlElement("w:shd")
    shade.set(qn("w:val"), "clear")
    shade.set(qn("w:fill"), fill)
    cell._tc.get_or_add_tcPr().append(shade)


@pytest.mark.parametrize(
    ("fill", "look"),
    [
        ("D9EAD3", "on-green"),
        ("fff2cc", "on-yellow"),
        ("F4CCCC", "on-red"),
        ("FFD0E0", "on-red"),
        ("D0E0F5", "on-blue"),
        ("D9D9D9", "on-grey"),
    ],
)
def test_a_coloured_cell_of_a_table_is_shown_in_a_colour_like_it(fill: str, look: str) -> None:
    made = new_document()
    cells = made.add_table(1, 2).rows[0].cells
    cells[0].text, cells[1].text = "Сделано", "Нет"
    shaded(cells[0], fill)
    (sheet,) = sheets(made)
    assert f'<p class="{look}">Сделано</p>' in sheet
    assert "<p>Нет</p>" in sheet


@pytest.mark.parametrize("fill", ["auto", "FFFFFF", "", "url(x)", "красный"])
def test_a_cell_without_a_colour_that_can_be_read_has_none(fill: str) -> None:
    made = new_document()
    (cell,) = made.add_table(1, 1).rows[0].cells
    cell.text = "Нет"
    shaded(cell, fill)
    assert "<p>Нет</p>" in sheets(made)[0]


def test_a_table_of_very_many_columns_is_set_close() -> None:
    made = new_document()
    made.add_table(1, 15)
    made.add_table(1, 36)
    (sheet,) = sheets(made)
    assert (sheet.count('class="plain"'), sheet.count('class="dense"')) == (1, 1)


def numbered(made: Any, text: str, number: int, level: int) -> None:
    properties = OxmlElement("w:numPr")
    for name, value in (("w:ilvl", level), ("w:numId", number)):
        element = OxmlElement(name)
        element.set(qn("w:val"), str(value))
        properties.append(element)
    made.add_paragraph(text)._p.get_or_add_pPr().append(properties)


def levels(made: Any, *texts: tuple[str, str]) -> None:
    """Make list 1 of the document count as the levels say: how, and between what."""
    root = made.part.numbering_part.element
    kind = OxmlElement("w:abstractNum")
    kind.set(qn("w:abstractNumId"), "77")
    for depth, (form, text) in enumerate(texts):
        level = OxmlElement("w:lvl")
        level.set(qn("w:ilvl"), str(depth))
        for name, value in (("w:start", "1"), ("w:numFmt", form), ("w:lvlText", text)):
            element = OxmlElement(name)
            element.set(qn("w:val"), value)
            level.append(element)
        kind.append(level)
    root.insert(0, kind)
    number = next(each for each in root.iter(qn("w:num")) if each.get(qn("w:numId")) == "1")
    number.find(qn("w:abstractNumId")).set(qn("w:val"), "77")


def test_points_keep_the_numbers_that_word_gives_them_also_after_other_text() -> None:
    made = new_document()
    levels(made, ("decimal", "%1."), ("decimal", "%1.%2."), ("russianLower", "%3)"))
    for text, level in (("Первый", 0), ("Вложенный", 1), ("Мелкий", 2), ("Ещё мельче", 2), ("Другой", 1)):
        numbered(made, text, 1, level)
    made.add_paragraph("Между ними")
    numbered(made, "Второй", 1, 0)
    (sheet,) = sheets(made)
    for label in ("1. Первый", "1.1. Вложенный", "а) Мелкий", "б) Ещё мельче", "1.2. Другой", "2. Второй"):
        assert label.replace(" ", "&nbsp;", 1) in sheet


def test_a_document_without_lists_numbers_nothing() -> None:
    assert Numbering(None).next_label("1", 0) == ""


def test_a_bulleted_list_stays_a_list() -> None:
    made = new_document()
    made.add_paragraph("Пункт", style="List Bullet")
    assert "<li>Пункт</li>" in sheets(made)[0]


@pytest.mark.parametrize("content", [b"", b"not a zip", saved(order())[:900]])
def test_what_is_no_document_is_unreadable(content: bytes) -> None:
    with pytest.raises(Unreadable):
        preview(content)


def with_main_part(text: str) -> bytes:
    """A .docx whose main part is ``text``."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(saved(new_document()))) as old, zipfile.ZipFile(stream, "w") as new:
        for name in old.namelist():
            new.writestr(name, text if name == "word/document.xml" else old.read(name))
    return stream.getvalue()


def test_a_document_that_unpacks_without_end_is_unreadable() -> None:
    with pytest.raises(Unreadable):
        preview(with_main_part("<a>" + " " * 50_000_000 + "</a>"))
    entities = "".join(f'<!ENTITY a{n + 1} "{f"&a{n};" * 10}">' for n in range(9))
    with pytest.raises(Unreadable):
        preview(with_main_part(f'<!DOCTYPE a [<!ENTITY a0 "ха">{entities}]><a>&a9;</a>'))


def test_of_a_very_long_document_the_beginning_is_shown() -> None:
    made = new_document()
    paragraph = made.add_paragraph("Строка")
    for _ in range(6100):
        paragraph._p.addnext(OxmlElement("w:p"))
    shown = preview(saved(made))
    assert not shown.is_whole
    assert "Строка" in shown.sheets[0]


def test_a_link_in_a_document_leads_only_to_a_site() -> None:
    made = new_document()
    paragraph = made.add_paragraph()
    for address in ("javascript:alert(1)", "https://school.example/"):
        relation = made.part.relate_to(address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
        link = OxmlElement("w:hyperlink")
        link.set(qn("r:id"), relation)
        link.append(paragraph.add_run("ссылка")._r)
        paragraph._p.append(link)
    (sheet,) = sheets(made)
    assert "javascript" not in sheet
    assert '<a href="https://school.example/" rel="noopener noreferrer">' in sheet


PIECES = st.sampled_from(
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        '<img src="https://evil.example/x.png">',
        "<img src=//evil.example/x.png srcset=https://evil.example/y>",
        '<img src="data:image/svg+xml;base64,PHN2Zy8+">',
        '<a href="javascript:alert(1)" onclick="x()">',
        '<a href="jAvAsCrIpT&colon;alert(1)">',
        '<a href="data:text/html,<script>">',
        "<style>*{background:url(https://evil.example)}</style>",
        '<p style="background:url(https://evil.example)">',
        "<svg><script href=//evil.example></script>",
        "<math><mtext><table><mglyph><style><img onerror=1 src=1>",
        "<iframe src=https://evil.example>",
        '<form action="https://evil.example"><input autofocus onfocus=x>',
        "<link rel=stylesheet href=//evil.example>",
        '<meta http-equiv=refresh content="0;url=//evil.example">',
        "<video src=//evil.example><audio autoplay onplay=x>",
        "<body onload=alert(1)>",
        "<!--",
        "-->",
        "<noscript>",
        "</p>",
        "<table background=//evil.example><td>",
        "]]>",
        '"',
        "'",
        ">",
        "<",
        "\x00",
    ]
)
LOADS = {"src", "srcset", "background", "style", "action", "data", "poster", "formaction"}


def check_harmless(html: str) -> None:
    """That nothing in ``html`` runs or loads, as a parser of HTML reads it."""
    from html.parser import HTMLParser

    class Reader(HTMLParser):
        def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
            assert tag not in ("script", "style", "iframe", "svg", "math", "form", "input", "link", "meta", "video")
            for name, value in attributes:
                assert not name.startswith("on")
                assert name not in LOADS or (name == "src" and (value or "").startswith("data:image/"))
                assert name != "href" or (value or "").startswith(("http:", "https:", "mailto:", "tel:"))

    Reader().feed(html)


@given(st.lists(st.one_of(PIECES, st.text(max_size=20)), max_size=12).map("".join))
def test_nothing_that_runs_or_loads_is_left_in_what_a_stranger_wrote(html: str) -> None:
    check_harmless(str(safe.cleaned(html)))


def test_the_page_shows_the_document_and_who_may_see_it(api: Api, owner: Visitor) -> None:
    file_id = upload(api, saved(order()))
    assert "Видит только владелец" in owner.get(f"/document/d/{file_id}").text
    share(api, file_id, READER, "reader")
    page = owner.get(f"/document/d/{file_id}/edit")
    assert page.text.count('<article class="leaf"') == 2
    assert READER in page.text
    assert "script-src" not in page.headers["content-security-policy"]


def test_a_folder_shared_shows_its_people_on_the_document_and_leads_back(
    api: Api, owner: Visitor, sign_in: SignIn
) -> None:
    folder = api.post("/drive/v3/files", {"name": "Приказы", "mimeType": kinds.FOLDER})["id"]
    file_id = upload(api, saved(order()))
    api.patch(f"/drive/v3/files/{file_id}", {}, addParents=folder, removeParents="root")
    share(api, folder, READER, "reader")
    assert READER in owner.get(f"/document/d/{file_id}").text
    page = sign_in(READER).get(f"/document/d/{file_id}").text
    assert f'href="/drive/folders/{folder}"' in page
    assert "вам можно смотреть" in page


def test_the_document_is_downloaded_as_the_very_file_under_a_safe_name(api: Api, owner: Visitor) -> None:
    content = saved(order())
    answer = owner.get(f"/document/d/{upload(api, content, '../<Приказ>')}/export?format=docx")
    assert answer.content == content
    assert answer.headers["content-disposition"].startswith("attachment;")
    assert "%D0%9F%D1%80%D0%B8%D0%BA%D0%B0%D0%B7_.docx" in answer.headers["content-disposition"]
    assert "/" not in answer.headers["content-disposition"]


def test_the_document_is_downloaded_as_pdf(api: Api, owner: Visitor) -> None:
    needs("libreoffice", "libreoffice-writer-nogui")
    answer = owner.get(f"/document/d/{upload(api, saved(order()))}/export?format=pdf", stream=False)
    assert answer.content.startswith(b"%PDF")


def test_without_libreoffice_the_page_says_what_to_do_instead(
    api: Api, owner: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(export, "_office", lambda: None)
    file_id = upload(api, saved(order()))
    page = owner.get(f"/document/d/{file_id}").text
    assert "format=pdf" not in page
    assert "Сохранить как → PDF" in page
    answer = owner.get(f"/document/d/{file_id}/export?format=pdf")
    assert answer.status_code == 400
    assert "LibreOffice" in answer.text


def test_a_format_that_nobody_knows_is_refused(api: Api, owner: Visitor) -> None:
    answer = owner.get(f"/document/d/{upload(api, saved(order()))}/export?format=exe")
    assert (answer.status_code, ".docx или .pdf" in answer.text) == (400, True)


def test_an_uploaded_word_file_is_shown_and_one_that_is_none_says_so(api: Api, owner: Visitor) -> None:
    whole = upload(api, saved(order()), "Приказ.docx", kinds.DOCX)
    page = owner.get(f"/document/d/{whole}").text
    assert "ПРИКАЗ" in page
    assert "format=pdf" not in page
    assert "Приказ.docx" in owner.get(f"/document/d/{whole}/export").headers["content-disposition"].replace(
        "%D0%9F%D1%80%D0%B8%D0%BA%D0%B0%D0%B7", "Приказ"
    )
    broken = owner.get(f"/document/d/{upload(api, b'not a zip', 'Сломан.docx', kinds.DOCX)}")
    assert (broken.status_code, "не удалось показать" in broken.text) == (200, True)


def test_an_empty_document_tells_what_to_do(api: Api, owner: Visitor) -> None:
    file_id = api.post("/drive/v3/files", {"name": "Новый", "mimeType": kinds.DOCUMENT})["id"]
    assert "Документ пуст" in owner.get(f"/document/d/{file_id}").text


def test_another_kind_of_file_is_opened_on_its_own_page(api: Api, owner: Visitor) -> None:
    book = api.post("/v4/spreadsheets", {})["spreadsheetId"]
    answer = owner.get(f"/document/d/{book}/edit", allow_redirects=False)
    assert answer.headers["location"] == f"/spreadsheets/d/{book}/edit"


def test_an_unknown_document_and_one_that_is_not_shared_are_not_found(
    api: Api, owner: Visitor, sign_in: SignIn
) -> None:
    assert owner.get("/document/d/nosuch").status_code == 404
    answer = sign_in(READER).get(f"/document/d/{upload(api, saved(order()))}")
    assert (answer.status_code, "Не найдено" in answer.text) == (404, True)


def test_a_document_in_the_trash_says_so_and_its_owner_takes_it_out(api: Api, owner: Visitor) -> None:
    file_id = upload(api, saved(order()))
    api.patch(f"/drive/v3/files/{file_id}", {"trashed": True})
    page = owner.get(f"/document/d/{file_id}").text
    assert "Документ в корзине" in page
    assert "Добавить комментарий" not in page
    assert "в корзине" not in owner.post(f"/document/d/{file_id}/restore").text


def test_a_commenter_comments_answers_and_settles(api: Api, sign_in: SignIn) -> None:
    file_id = upload(api, saved(order()))
    share(api, file_id, COMMENTER, "commenter")
    person = sign_in(COMMENTER)
    page = person.post(f"/document/d/{file_id}/comments", {"text": "Проверьте <b>отчество</b>"})
    assert page.url.endswith("#comments")
    assert "Проверьте &lt;b&gt;отчество&lt;/b&gt;" in page.text
    (comment,) = api.get(f"/drive/v3/files/{file_id}/comments", fields="*")["comments"]
    path = f"/document/d/{file_id}/comments/{comment['id']}"
    person.post(path, {"text": "Исправлено"})
    assert "Открыть снова" in person.post(path, {"action": "resolve"}).text
    (comment,) = api.get(f"/drive/v3/files/{file_id}/comments", fields="*")["comments"]
    assert (comment["resolved"], comment["replies"][0]["content"]) == (True, "Исправлено")


def test_an_empty_comment_is_refused_and_a_long_one_is_kept_to_be_shortened(api: Api, owner: Visitor) -> None:
    file_id = upload(api, saved(order()))
    empty = owner.post(f"/document/d/{file_id}/comments", {"text": " "})
    assert (empty.status_code, "Напишите что-нибудь" in empty.text) == (400, True)
    long = owner.post(f"/document/d/{file_id}/comments", {"text": "я" * 5000})
    assert (long.status_code, "я" * 5000 in long.text) == (400, True)


def test_a_reader_reads_the_comments_and_adds_none(api: Api, sign_in: SignIn) -> None:
    file_id = upload(api, saved(order()))
    share(api, file_id, READER, "reader")
    reader = sign_in(READER)
    assert "Добавить комментарий" not in reader.get(f"/document/d/{file_id}").text
    assert reader.post(f"/document/d/{file_id}/comments", {"text": "Нет"}).status_code == 403


def test_the_preview_for_other_pages_is_the_same_sheets() -> None:
    assert str(pages.preview_html(saved(order()))).count('<article class="leaf">') == 2


@pytest.mark.parametrize("screen", [DESK, PHONE], ids=["desk", "phone"])
def test_in_a_browser_the_sheet_fits_and_a_comment_is_left(
    api: Api, owner: Visitor, open_browser: Callable[..., Page], screen: dict[str, Any]
) -> None:
    made = order()
    for cell in made.add_table(2, 12).rows[0].cells:
        cell.text = "Персонализированная"
    page = open_browser(owner, **screen, java_script_enabled=False)
    page.goto(f"/document/d/{upload(api, saved(made))}/edit")
    box = page.locator(".leaf").first.bounding_box()
    assert box is not None
    assert box["width"] <= screen["viewport"]["width"]
    page.get_by_label("Ваш комментарий").fill("Подписать до пятницы")
    page.get_by_role("button", name="Добавить комментарий").click()
    assert page.get_by_text("Подписать до пятницы").is_visible()


def test_on_a_phone_the_page_does_not_scroll_sideways(
    api: Api, owner: Visitor, open_browser: Callable[..., Page]
) -> None:
    made = order()
    for cell in made.add_table(2, 12).rows[0].cells:
        cell.text = "Персонализированная"
    page = open_browser(owner, **PHONE)
    page.goto(f"/document/d/{upload(api, saved(made))}/edit")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
