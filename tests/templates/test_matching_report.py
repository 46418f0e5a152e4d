"""The report on a matching, read as its director, its curator and Word read it."""

from functools import partial
from pathlib import Path
from typing import Any

import pytest
from docx.oxml.ns import qn

from automation.documents import render
from jobs.papers.kinds.matching_report import KIND
from templates import read_bytes
from tests.templates import reading
from tests.templates.examples.orders_on_pairs import LONG_NAME
from tests.templates.examples.reports_on_matchings import bare_matching_report, matching_report
from tests.templates.pages import pages_of
from tests.templates.reading import text

TEMPLATE = read_bytes("reports/matching.docx")


filled = partial(reading.filled, TEMPLATE)


def pairs(document: Any) -> Any:
    return next(table for table in document.tables if table.rows[0].cells[0].text == "№")


def test_the_report_says_everything_that_is_known() -> None:
    said = text(filled(matching_report()))
    for part in (
        "УТВЕРЖДАЮ\nДиректор\n_____________ В. И. Белоконь",
        "ОТЧЁТ\nо сопоставлении анкет наставников и наставляемых на 2023/2024 учебный год",
        "28 ноября 2023 г. | г. Кировск",
        "Отчёт составлен к приказу от 28 ноября 2023 г. № 160-У «Об утверждении наставнических пар (групп)»",
        "64 | 24 | 58 | 60 | 2 | 2",
        "Пар в приказе: 3. Из них по предложению программы куратор принял: 2, назначил своим решением: 1. "
        "Предложений, которые куратор отклонил: 4.",
        "Из всех возможных наборов пар предлагается тот, в котором больше всего пар.",
        "Запросы | Со сколькими запросами поможет наставник; редкая компетенция дороже | 59,5",
        "2 | Соколова-Миних Мария Петровна | Коваль Сергей Ильич | 89\n■■■■■■■■□□ | поможет с 2 запросами из 3",
        "Шевченко Анна Петровна | Подходят 3 наставника, но общего времени с ними нет.",
        "…и ещё 5: см. лист «Подбор».",
        "Больше всего помогло бы: ещё один наставник (педагог–студент) по теме «демонстрационный экзамен»: +4 пары; "
        "ещё одно место у наставника Н-0003: +1 пара.",
        "поддержка психолога; поиск наставника для них продолжается.",
        "Каким парам нужна замена",
        "Соколова-Миних Мария Петровна | Коваль Сергей Ильич | наставник больше не участвует",
        "Методист | ______________ | М. П. Соколова-Миних",
    ):
        assert part in said


def test_what_is_not_known_leaves_no_trace() -> None:
    said = text(filled(bare_matching_report()))
    for left_out in (
        "None",
        "{",
        "}",
        "к приказу от",
        "…и ещё",
        "психолога",
        "замена",
        "помогло",
        "■",
        "Что сравнивали",
    ):
        assert left_out not in said
    for said_instead in (
        "Отчёт составлен к проекту приказа",
        "Все веса в настройках равны нулю",
        "Сейчас в приказе нет ни одной пары.",
        "Таких нет: подходящий наставник нашёлся для каждого",
        "Куратор наставничества | ______________ | ___________________",
        "Директор\n_____________ ___________________",
    ):
        assert said_instead in said


def test_a_pair_without_a_score_has_a_dash_and_no_bar() -> None:
    one = matching_report()["pairs"][0] | {"score": None, "bar": "", "why": "по решению куратора"}
    (_, row) = pairs(filled(matching_report() | {"pairs": [one]})).rows
    assert [cell.text.strip() for cell in row.cells][3:] == ["—", "по решению куратора"]


def test_every_pair_has_a_row_of_its_own_that_stays_whole_under_headings_on_each_page() -> None:
    rows = pairs(filled(matching_report(60)))._tbl.tr_lst
    assert len(rows) == 1 + 60
    assert [row.trPr.find(qn("w:tblHeader")) is not None for row in rows[:2]] == [True, False]
    assert all(row.trPr.find(qn("w:cantSplit")) is not None for row in rows)


@pytest.mark.parametrize("hostile", ["Рога & Копыта <w:p/>", "{{ director }}", "👩‍🏫", "=1+1", LONG_NAME * 3])
def test_a_hostile_value_is_only_text(hostile: str) -> None:
    context = matching_report()
    context["pairs"][1] |= {"mentor": hostile, "why": hostile}
    context["left_over"]["rows"][0] = {"mentee": hostile, "why": hostile}
    assert text(filled(context)).count(hostile) == 4


def test_the_document_is_named_after_its_school_year() -> None:
    assert KIND.document.format_map(matching_report()) == "Отчёт о сопоставлении анкет, 2023/2024"


def test_sixty_pairs_are_read_page_by_page_and_signed_at_the_end(tmp_path: Path) -> None:
    pages = pages_of(render(TEMPLATE, matching_report(60)), tmp_path)
    assert len(pages) <= 10
    assert all("Наставляемый" in page and "■" in page for page in pages[:-1])
    assert "М. П. Соколова-Миних" in pages[-1]
    # A bar takes one line: all its squares stand together.
    assert sum(page.count("■■■■■■■■■■") for page in pages) == 6
