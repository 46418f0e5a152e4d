"""The order on pairs, read as its director, its curator and Word read it."""

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

from docx import Document
from docx.oxml.ns import qn

from automation.documents import render
from templates import read_bytes
from tests.templates.examples.orders_on_pairs import LONG_NAME, LONG_POSITION, bare_order, order, pair
from tests.templates.pages import pages_of

TEMPLATE = read_bytes("orders/pairs.docx")


def filled(context: dict[str, Any]) -> Any:
    return Document(BytesIO(render(TEMPLATE, context, name="pairs")))


def lines(document: Any) -> Iterator[str]:
    """All text, in the order in which it is read, with ordinary spaces."""
    for block in document.iter_inner_content():
        if hasattr(block, "rows"):
            yield from (cell.text.replace("\u00a0", " ") for row in block.rows for cell in row.cells)
        else:
            yield block.text.replace("\u00a0", " ")


def appendix(document: Any) -> list[list[str]]:
    return [[cell.text for cell in row.cells] for row in document.tables[-1].rows]


def test_the_order_says_everything_that_is_known() -> None:
    text = "\n".join(lines(filled(order())))
    for said in (
        "Министерство образования и науки Луганской Народной Республики",
        "(ГБОУ СПО ЛНР «КТТ»)",
        "тел. +7 (857) 000-00-00, эл. почта: ktt@example.org",
        "ОГРН 1239400000000, ИНН/КПП 9400000000/940001001",
        "ПРИКАЗ",
        "28 ноября 2023 г.",
        "№ 160-У",
        "г. Кировск",
        "Об утверждении наставнических пар (групп) на 2023/2024 учебный год",
        "от 25 декабря 2019 г. № Р-145",
        "утверждённым приказом от 20 ноября 2023 г. № 154-У,",
        "ПРИКАЗЫВАЮ:",
        "в срок до 15 декабря 2023 г. составить",
        "Возложить на методиста Соколову-Миних Марию Петровну, куратора",
        "возложить на заместителя директора по учебной работе Коваля Сергея Ильича.",
        "Директор\nВ. И. Белоконь",
        "С приказом ознакомлены:",
        "М. П. Соколова-Миних",
        "Приложение\nк приказу от 28 ноября 2023 г.\n№ 160-У",
    ):
        assert said in text


def test_a_draft_has_blanks_to_fill_by_hand() -> None:
    text = "\n".join(lines(filled(bare_order())))
    assert text.count("«___» ____________ 20___ г.") == 2
    assert text.count("№ ______") == 2


def test_what_is_not_known_leaves_no_trace() -> None:
    text = "\n".join(lines(filled(bare_order())))
    for left_out in ("()", "тел.", "ОГРН", "None", "154-У", "в срок", "ознакомлены:", "{", "}"):
        assert left_out not in text
    assert "обучающимися» и в целях" in text
    assert "оставляю за собой." in text


def test_the_appendix_lists_each_pair_in_one_row() -> None:
    header, *rows = appendix(filled(order(pairs=60)))
    assert len(header) == 5
    assert [row[0] for row in rows] == [str(number) for number in range(1, 61)]
    assert rows[0][1] == "Соколов Илья Никитич\nмастер производственного обучения"


def test_the_mentees_of_a_group_are_numbered_and_a_single_one_is_not() -> None:
    single, group = (appendix(filled(order() | {"pairs": [pair(1, mentees=number)]}))[1][2] for number in (1, 2))
    assert single == "Шевченко Анна Петровна 1-1\nгруппа 21-А"
    assert group == "1) Шевченко Анна Петровна 1-1\nгруппа 21-А\n2) Шевченко Анна Петровна 1-2\nгруппа 21-А"


def test_rows_stay_whole_and_the_heading_is_repeated_on_each_page() -> None:
    rows = filled(order(pairs=24)).tables[-1]._tbl.tr_lst
    assert all(row.trPr.find(qn("w:cantSplit")) is not None for row in rows)
    assert [row.trPr.find(qn("w:tblHeader")) is not None for row in rows[:2]] == [True, False]


def test_the_page_has_the_margins_of_the_standard() -> None:
    section = filled(order()).sections[0]
    margins = (section.left_margin, section.right_margin, section.top_margin, section.bottom_margin)
    assert [round(margin.mm) for margin in margins] == [30, 10, 20, 20]


def test_hostile_names_are_only_text() -> None:
    names = ["Рога & Копыта <w:p/>", "{{ director }}", "👩‍🏫", "\x00Ф" * 5_000, "=1+1"]
    pairs = [pair() | {"mentor": {"full_name": name, "position": None}} for name in names]
    rows = appendix(filled(order() | {"pairs": pairs}))[1:]
    assert [row[1] for row in rows] == [name.replace("\x00", "") for name in names]


def test_pages_are_laid_out_as_a_director_signs_them(tmp_path: Path) -> None:
    long = pair(mentees=3) | {"mentor": {"full_name": LONG_NAME, "position": LONG_POSITION}}
    first, *rest = pages_of(render(TEMPLATE, order() | {"pairs": [long] * 20}), tmp_path)
    assert "ПРИКАЗ" in first
    assert "Контроль за исполнением" in first
    assert "В. И. Белоконь" in first
    assert "Приложение" in rest[0]
    assert len(rest) > 2
    assert all("наставничества" in page and "Направление" in page for page in rest)
