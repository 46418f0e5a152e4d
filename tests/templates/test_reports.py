"""The report on the roadmap, read as its director, its curator and Word read it."""

from functools import partial
from pathlib import Path
from typing import Any

import pytest
from docx.oxml.ns import qn

from automation.documents import render
from templates import read_bytes
from tests.templates import reading
from tests.templates.examples.orders_on_pairs import LONG_NAME
from tests.templates.examples.reports_on_roadmaps import bare_report, report
from tests.templates.pages import lie_down, pages_of
from tests.templates.reading import text

TEMPLATE = read_bytes("reports/roadmap.docx")
MONTHS = ["сен", "окт", "ноя", "дек", "янв", "фев", "мар", "апр", "май", "июн", "июл", "авг"]


filled = partial(reading.filled, TEMPLATE)


def chart(document: Any) -> Any:
    return document.tables[-1]


def test_the_report_says_everything_that_is_known() -> None:
    said = text(filled(report()))
    for part in (
        "УТВЕРЖДАЮ\nДиректор\n_____________ В. И. Белоконь",
        "ОТЧЁТ\nо выполнении дорожной карты наставничества за ноябрь 2023 г.",
        "1 декабря 2023 г. | г. Кировск",
        "на период с 1 сентября 2023 г. по 31 августа 2024 г., утверждённый приказом от 20 ноября 2023 г. № 154-У;",
        "Выполнено 22 мероприятия из 45 (49 %). Просрочено 2 мероприятия.",
        "на 01.12.2023 | 45 | 22 | 1 | 5 | 2 | 12 | 3",
        "было на 01.11.2023 | 45 | 15 |",
        "Контрольная точка 1.6 «Подвести итоги», срок 30 ноября 2023 г.: выполнено.",
        "2.1 | Собрать согласия на обработку персональных данных | 30.11.2023 | Координатор | 1 день",
        "31.10.2023 | не назначены | 31 день, пропущено раз: 2",
        "01.12.2023 | Координатор | сегодня",
        "…и ещё 21 мероприятие: см. лист «Дорожная карта».",
        "Выполнено с прошлого отчёта (1 ноября 2023 г.)",
        "4.1 | Собрать согласия на обработку персональных данных | Протокол № 3",
        "4.2 | Собрать согласия на обработку персональных данных (раз: 3 из 12) | не указано",
        "Ждёт куратора: 2 отчёта о мероприятиях; 1 строка дорожной карты с замечаниями.",
        "Методист | ______________ | М. П. Соколова-Миних",
        "Приложение к отчёту о выполнении дорожной карты за ноябрь 2023 г.",
        "График мероприятий на 2023/2024 учебный год",
    ):
        assert part in said


def test_what_is_not_known_leaves_no_trace() -> None:
    said = text(filled(bare_report()))
    for left_out in ("None", "{", "}", "утверждённый", "было на", "Контрольная точка", "…и ещё", "..", "Просрочено\n"):
        assert left_out not in said
    for said_instead in (
        "Просроченных мероприятий нет.",
        "Сроков в ближайшие 30 дней нет.",
        "Ничто не ждёт решения куратора.",
        "Куратор наставничества | ______________ | ___________________",
        "Директор\n_____________ ___________________",
    ):
        assert said_instead in said


def test_the_chart_has_twelve_months_and_a_line_for_each_measure_under_its_stage() -> None:
    table = chart(filled(report(lines=10)))
    rows = [[cell.text for cell in row.cells] for row in table.rows]
    assert rows[1][3::3] == MONTHS
    assert {len(row) for row in rows} == {3 + 36}
    assert [row[0] for row in rows[3:]] == ["Этап 1", "1", "2", "3", "4", "5", "Этап 2", "6", "7", "8", "9", "10"]
    assert "".join(sign or "·" for sign in rows[4][3:15]) == "······✓✓!│··"
    assert rows[4][2] == "30.11.2023"


def test_every_cell_of_the_chart_has_the_colour_of_its_sign() -> None:
    line = chart(filled(report(lines=5)))._tbl.tr_lst[4]
    shades = [cell.tcPr.find(qn("w:shd")).get(qn("w:fill")) for cell in line.tc_lst[3:]]
    assert shades == ["auto"] * 6 + ["D9EAD3", "D9EAD3", "F4CCCC", "D9D9D9"] + ["auto"] * 26


def test_the_properties_of_a_cell_stand_in_the_order_that_word_asks_for() -> None:
    order = ["tcW", "gridSpan", "vMerge", "tcBorders", "shd", "noWrap", "tcMar", "vAlign"]  # ISO/IEC 29500-1, 17.4.70
    for properties in filled(report()).element.iter(qn("w:tcPr")):
        names = [child.tag.rpartition("}")[2] for child in properties]
        assert names == sorted(names, key=order.index)


def test_the_headings_of_the_chart_are_repeated_on_each_page_and_rows_stay_whole() -> None:
    rows = chart(filled(report()))._tbl.tr_lst
    assert [row.trPr.find(qn("w:tblHeader")) is not None for row in rows[:4]] == [True, True, True, False]
    assert all(row.trPr.find(qn("w:cantSplit")) is not None for row in rows)


@pytest.mark.parametrize("hostile", ["Рога & Копыта <w:p/>", "{{ director }}", "👩‍🏫", "=1+1", LONG_NAME * 3])
def test_a_hostile_value_is_only_text(hostile: str) -> None:
    context = report(lines=5)
    context["chart"]["stages"][0]["lines"][0]["title"] = hostile
    context["done"]["rows"][0] |= {"title": hostile, "proof": hostile}
    document = filled(context)
    assert chart(document).rows[4].cells[1].text == hostile
    assert text(document).count(hostile) == 3


def test_the_text_stands_upright_and_is_signed_and_the_picture_lies_after_it(tmp_path: Path) -> None:
    pages = pages_of(render(TEMPLATE, report()), tmp_path)
    lying = lie_down(tmp_path)
    assert lying == sorted(lying)
    text_pages, picture = pages[: lying.index(True)], pages[lying.index(True) :]
    assert len(text_pages) <= 2 and len(picture) <= 3
    assert "М. П. Соколова-Миних" in text_pages[-1]
    assert all("Мероприятие" in page and "2024 г." in page for page in picture)
    numbers = {word for page in picture for word in page.split()}
    assert {str(number) for number in range(1, 46)} <= numbers
