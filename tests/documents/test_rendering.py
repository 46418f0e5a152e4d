"""Filling in a .docx template: what comes out, what is refused and how, and that it never varies."""

import multiprocessing
import random
import re
from concurrent.futures import ProcessPoolExecutor
from datetime import date
from functools import partial
from io import BytesIO
from zipfile import ZIP_STORED, ZipFile

import pytest
from docx import Document
from hypothesis import given
from hypothesis import strategies as st

from automation.documents import TemplateError, placeholders, render

XML_TEXT = st.characters(exclude_categories=["Cs"], exclude_characters="\r\n\t\ufffe\uffff", min_codepoint=32)


def template(*paragraphs: str) -> bytes:
    document = Document()
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    return saved(document)


def saved(document: object) -> bytes:
    file = BytesIO()
    document.save(file)  # type: ignore[attr-defined]
    return file.getvalue()


def text_of(document: bytes) -> str:
    return "\n".join(paragraph.text for paragraph in Document(BytesIO(document)).paragraphs)


ECHO = template("{{ value }}")


@given(st.text(XML_TEXT))
def test_a_value_comes_out_as_it_went_in(value: str) -> None:
    assert text_of(render(ECHO, {"value": value})) == value


@pytest.mark.parametrize(
    "value",
    [
        "ООО «Рога & Копыта» <b>",
        "{{ 7 * 7 }} {% raise %} {# нет #}",
        "{_{ x }_}",
        '"]]>&amp;',
        "👩‍🏫 наставник",
        "Ф" * 50_000,
        "=1+1",
    ],
)
def test_nothing_in_a_value_is_obeyed(value: str) -> None:
    assert text_of(render(ECHO, {"value": value})) == value


def test_a_filter_does_not_switch_the_escaping_off() -> None:
    source = template("{{ value|safe }} {{ value|e }} {% set again %}{{ value }}{% endset %}{{ again }}")
    assert text_of(render(source, {"value": "<&>"})) == "<&> <&> <&>"


def test_characters_that_xml_forbids_are_left_out() -> None:
    assert text_of(render(ECHO, {"value": "а\x00б\x08в\ufffeг\ud800д"})) == "абвгд"


def test_a_line_break_and_a_tab_stay_in_the_paragraph() -> None:
    assert text_of(render(ECHO, {"value": "раз\r\nдва\tтри\rчетыре"})) == "раз\nдва\tтри\nчетыре"


def test_nothing_is_written_for_none_and_a_date_is_written_in_russian() -> None:
    source = template("[{{ nobody }}] {{ day }} {{ day|in_words }}")
    expected = "[] 20.11.2023 20\u00a0ноября\u00a02023\u00a0г."
    assert text_of(render(source, {"nobody": None, "day": date(2023, 11, 20)})) == expected


def test_a_template_speaks_russian() -> None:
    source = template('{{ name|dative }}, {{ post|phrase("dative") }} ({{ name|short_name }}), {{ 5|count("пара") }}')
    context = {"name": "Соколова-Миних Мария Петровна", "post": "методист"}
    written = text_of(render(source, context)).replace("\u00a0", " ")
    assert written == "Соколовой-Миних Марии Петровне, методисту (М. П. Соколова-Миних), 5 пар"


def test_quotes_that_word_has_made_typographic_are_read_as_quotes() -> None:
    assert text_of(render(template("{{ post|phrase(«dative») }}"), {"post": "методист"})) == "методисту"


def test_a_tag_that_word_has_torn_into_runs_is_read_whole() -> None:
    document = Document()
    paragraph = document.add_paragraph("{")
    for piece in ("{ va", "lue", " }", "}"):
        paragraph.add_run(piece).bold = piece == "lue"
    assert text_of(render(saved(document), {"value": "да"})) == "да"


def test_paragraphs_and_rows_are_repeated_and_left_out() -> None:
    source = template("{%p for one in many %}", "{{ one }}", "{%p endfor %}", "{%p if none %}", "нет", "{%p endif %}")
    assert text_of(render(source, {"many": ["раз", "два"], "none": None})) == "раз\nдва"


def test_columns_may_be_repeated_too() -> None:
    document = Document()
    row = document.add_table(rows=1, cols=3).rows[0]
    for cell, tag in zip(row.cells, ("{%tc for one in many %}", "{{ one }}", "{%tc endfor %}"), strict=True):
        cell.text = tag
    filled = render(saved(document), {"many": ["раз", "два", "три", "четыре"]})
    table = Document(BytesIO(filled)).tables[0]
    assert [cell.text for cell in table.rows[0].cells] == ["раз", "два", "три", "четыре"]


def test_a_loop_over_nothing_leaves_no_cell_without_a_paragraph_and_no_table_without_rows() -> None:
    document = Document()
    cell = document.add_table(rows=1, cols=1).cell(0, 0)
    cell.text = "{%p for one in many %}"
    for tag in ("{{ one }}", "{%p endfor %}"):
        cell.add_paragraph(tag)
    table = document.add_table(rows=3, cols=1)
    for row, tag in zip(table.rows, ("{%tr for one in many %}", "{{ one }}", "{%tr endfor %}"), strict=True):
        row.cells[0].text = tag
    tables = Document(BytesIO(render(saved(document), {"many": []}))).tables
    assert [[cell.text for cell in table.columns[0].cells] for table in tables] == [[""]]


def test_headers_and_footers_are_filled_in_as_well() -> None:
    document = Document()
    document.sections[0].header.paragraphs[0].text = "{{ above }}"
    document.sections[0].footer.paragraphs[0].text = "{{ below }}"
    filled = Document(BytesIO(render(saved(document), {"above": "верх", "below": "низ"}))).sections[0]
    assert (filled.header.paragraphs[0].text, filled.footer.paragraphs[0].text) == ("верх", "низ")


def test_the_same_input_makes_the_same_bytes() -> None:
    context = {"value": "один"}
    fresh = template("{{ value }}")
    assert render(ECHO, context) == render(ECHO, context)
    assert render(fresh, context) == render(bytes(bytearray(fresh)), context)
    with ZipFile(BytesIO(render(ECHO, context))) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_processes_make_the_same_bytes() -> None:
    contexts = [{"value": f"№ {number}"} for number in range(8)]
    spawn = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(2, mp_context=spawn) as pool:
        assert list(pool.map(partial(render, ECHO), contexts)) == [render(ECHO, one) for one in contexts]


def test_a_failure_crosses_from_a_process() -> None:
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as pool:
        failed = pool.submit(render, ECHO, {}).exception()
    assert isinstance(failed, TemplateError)
    assert "«value»" in str(failed)


@pytest.mark.parametrize(
    "tag",
    [
        "{{ valeu }}",
        "{{ valeu.name }}",
        "{{ value.valeu }}",
        "{{ valeu|dative }}",
        "{% if valeu %}да{% endif %}",
        "{% for one in valeu %}да{% endfor %}",
        "{% if valeu == 1 %}да{% endif %}",
        '{{ "а" ~ valeu }}',
    ],
)
def test_a_placeholder_without_a_value_is_named_with_its_template(tag: str) -> None:
    with pytest.raises(TemplateError) as failure:
        render(template(tag), {"value": {"name": "да"}}, name="Приказ о парах")
    assert "«Приказ о парах»" in str(failure.value)
    assert "«valeu»" in str(failure.value)


@pytest.mark.parametrize(
    ("tag", "explanation"),
    [
        ("Начало {{ value", "Начало"),
        ("{% if value %}без конца", "endif"),
        ("{{ value|нет_такого }}", "рядом со словами"),
        ("{{ value.__class__.__mro__ }}", "запрещено"),
        ("{{ 1 / 0 }}", "не удалось заполнить"),
        ("{{ value|in_words }}", "не удалось заполнить"),
        ('{{ value|phrase("vocative") }}', "не удалось заполнить"),
        ("{% include 'secret' %}", "не удалось заполнить"),
    ],
)
def test_a_mistake_in_a_tag_is_explained_in_russian(tag: str, explanation: str) -> None:
    with pytest.raises(TemplateError) as failure:
        render(template(tag), {"value": "да"}, name="Приказ")
    message = str(failure.value)
    assert "«Приказ»" in message
    assert explanation in message
    assert re.fullmatch(r"[А-Я].*\.", message)


def test_tags_that_tear_a_paragraph_apart_are_explained() -> None:
    with pytest.raises(TemplateError, match="разрывают"):
        render(template("{% for one in value %}начало", "{%p endfor %}"), {"value": "да"})


@pytest.mark.parametrize("file", [b"", b"PK\x03\x04", b"%PDF-1.7", "приказ".encode()])
def test_a_file_that_is_no_docx_is_refused(file: bytes) -> None:
    with pytest.raises(TemplateError, match="не документ Word"):
        render(file, {}, name="Приказ")


def test_an_archive_of_something_else_is_refused() -> None:
    file = BytesIO()
    with ZipFile(file, "w", ZIP_STORED) as archive:
        archive.writestr("readme.txt", "это не документ")
    with pytest.raises(TemplateError, match="не документ Word"):
        placeholders(file.getvalue())


def test_a_spoilt_template_is_refused_wherever_it_is_spoilt() -> None:
    rng = random.Random(7)
    for _ in range(60):
        spoilt = bytearray(ECHO)
        for _ in range(20):
            spoilt[rng.randrange(len(spoilt))] = rng.randrange(256)
        try:
            render(bytes(spoilt), {"value": "да"})
        except TemplateError as failure:
            assert str(failure)


def test_a_template_tells_what_it_needs() -> None:
    source = template("{{ order.number }} {% if plan %}{{ plan.date|in_words }}{% endif %}", "{{ order.date }}")
    assert placeholders(source) == {"order", "plan"}
