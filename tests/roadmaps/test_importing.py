"""A plan read from a table that somebody drew in Word or in Excel."""

from __future__ import annotations

import io
import re
import time
import zipfile
from copy import deepcopy
from datetime import date, datetime
from typing import Any

import docx
import openpyxl
import pandas as pd
import pytest
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from hypothesis import given
from hypothesis import strategies as st

from automation.grids import UnreadableFile, files, grids
from automation.grids.grid import Cell, Grid
from automation.roadmaps import Found, as_yaml, not_there_yet, read_tables, rows_of
from automation.roadmaps.items import items_in
from automation.roadmaps.tables import Imported
from sheets_schema.roadmaps import read
from tests.roadmaps.files import HEADER, MEASURE, excel, imported, word

EMPTY = {"number": "", "deadline": "", "responsible": "", "result": "", "stage": "", "activity": ""}


def only(result: Imported) -> Found:
    [measure] = result.measures
    return measure


def titles(result: Imported) -> list[str]:
    return [measure.title for measure in result.measures]


@pytest.mark.parametrize("make", [word, excel])
def test_a_plain_table_is_read_column_by_column(make: Any) -> None:
    result = imported(make([HEADER, MEASURE]))
    assert result.remarks == []
    one = only(result)
    assert (one.number, one.title, one.deadline, one.responsible, one.result) == MEASURE


@pytest.mark.parametrize(
    ("title", "field"),
    [
        ("№", "number"),
        ("№\nп/п", "number"),
        ("Срок", "deadline"),
        ("Сроки реализации мероприятия", "deadline"),
        ("Длительность этапа", "deadline"),
        ("Дата проведения", "deadline"),
        ("ОТВЕТСТВЕННЫЕ", "responsible"),
        ("Ответственный исполнитель", "responsible"),
        ("Исполнители", "responsible"),
        ("Результат", "result"),
        ("Ожидаемый результат мероприятия", "result"),
        ("Вид документа", "result"),
        ("Наименование этапа", "stage"),
        ("Направление работы", "activity"),
        ("Примечание", ""),
    ],
)
def test_a_column_is_known_by_its_title(title: str, field: str) -> None:
    one = only(imported(word([("Мероприятия", title, "Вид отчётности"), ("Собрать согласия", "нечто", "")])))
    said = {name: value for name in EMPTY if (value := getattr(one, name))}
    assert said == ({field: "нечто"} if field else {})


@pytest.mark.parametrize(("ticked", "yearly"), [(True, True), ("да", True), ("+", True), (False, False), ("", False)])
def test_what_is_done_every_year_is_read_from_a_column_that_says_so(ticked: Any, yearly: bool) -> None:
    found = imported(excel([("Мероприятие", "Срок", "Каждый год"), ("Собрать согласия", "май", ticked)]))
    assert only(found).yearly is yearly
    assert rows_of(found.measures)[0]["yearly"] is yearly
    assert read(as_yaml(found.measures, title="План"), code="ours").measures[0].yearly is yearly


@pytest.mark.parametrize(
    "title", ["Мероприятие", "Содержание деятельности", "Этап, мероприятия этапа", "Наименование", "Что сделать"]
)
def test_the_column_of_measures_has_many_names(title: str) -> None:
    assert titles(imported(word([(title, "Срок"), ("Собрать согласия", "май")]))) == ["Собрать согласия"]


def test_columns_may_stand_in_any_order() -> None:
    result = imported(excel([("Результат", "Срок", "Мероприятие"), ("Список", "май 2024 г.", "Собрать согласия")]))
    one = only(result)
    assert (one.title, one.deadline, one.result) == ("Собрать согласия", "май 2024 г.", "Список")


def test_of_two_columns_of_measures_the_contents_are_the_measure() -> None:
    header = ("Мероприятия", "Содержание деятельности", "Срок")
    one = only(imported(word([header, ("Собрать сведения", "Провести анкетирование", "май")])))
    assert (one.activity, one.title) == ("Собрать сведения", "Провести анкетирование")


@pytest.mark.parametrize("above", [1, 5, 12])
def test_the_header_may_stand_below_other_rows(above: int) -> None:
    rows = [("УТВЕРЖДЕНО", "", "", "", ""), *[("", "", "", "приказ № 5", "")] * (above - 1)]
    assert titles(imported(excel([*rows, HEADER, MEASURE]))) == ["Собрать согласия"]


def test_a_header_repeated_on_the_next_page_and_a_row_of_column_numbers_are_no_measures() -> None:
    rows = [HEADER, ("1", "2", "3", "4", "5"), MEASURE, HEADER, ("1.2", "Обучить", "май", "Методист", "Список")]
    result = imported(word(rows))
    assert titles(result) == ["Собрать согласия", "Обучить"]
    assert result.remarks == []


@pytest.mark.parametrize(
    ("number_format", "shown"),
    [
        ("dd.mm.yyyy", "01.11.2025"),
        ("mm-dd-yy", "01.11.2025"),
        ("[$-419]d mmmm yyyy;@", "01.11.2025"),
        ("d/m/yy h:mm", "01.11.2025"),
        ("mmm-yy", "ноябрь 2025"),
        ("mmmm yyyy", "ноябрь 2025"),
        ('[$-FC19]mmmm\\ yyyy\\ "г\\.";@', "ноябрь 2025"),
        ("mm/yyyy", "ноябрь 2025"),
        ("mmmm", "ноябрь"),
        ("yyyy", "2025"),
        ('yyyy "год"', "2025"),
        ("dd.mm", "1 ноября"),
        ("d mmm", "1 ноября"),
    ],
)
def test_a_date_is_read_as_its_cell_shows_it(number_format: str, shown: str) -> None:
    workbook = openpyxl.Workbook()
    sheet = workbook.worksheets[0]
    sheet.append(list(HEADER))
    sheet.append([1, "Собрать согласия", datetime(2025, 11, 1), "Методист", ""])
    sheet["C2"].number_format = number_format
    content = io.BytesIO()
    workbook.save(content)
    (one,) = imported(content.getvalue()).measures
    assert one.deadline == shown


def numbered(*cells: list[str], own_numbers: bool = False) -> bytes:
    """A plan in Word whose measures are paragraphs that Word numbers by itself, each cell's anew."""
    document = docx.Document()
    table = document.add_table(1 + len(cells), len(HEADER))
    for cell, text in zip(table.rows[0].cells, HEADER, strict=True):
        cell.text = text
    numbering = document.part.numbering_part.element
    shape = next(
        one.get(qn("w:abstractNumId"))
        for one in numbering.findall(qn("w:abstractNum"))
        if one.find(qn("w:lvl")).find(qn("w:numFmt")).get(qn("w:val")) == "decimal"
    )
    of_rows = numbering.add_num(int(shape))
    for row, lines in zip(table.rows[1:], cells, strict=True):
        list_ = numbering.add_num(int(shape))
        list_.add_lvlOverride(0).add_startOverride(1)
        for n, line in enumerate(lines):
            paragraph = row.cells[1].paragraphs[0] if n == 0 else row.cells[1].add_paragraph()
            paragraph.text = line
            properties = paragraph._p.get_or_add_pPr().get_or_add_numPr()
            properties.get_or_add_numId().val = list_.numId
            properties.get_or_add_ilvl().val = 0
        row.cells[2].text = "Ноябрь 2025"
        if own_numbers:
            properties = row.cells[0].paragraphs[0]._p.get_or_add_pPr().get_or_add_numPr()
            properties.get_or_add_numId().val = of_rows.numId
            properties.get_or_add_ilvl().val = 0
    content = io.BytesIO()
    document.save(content)
    return content.getvalue()


def test_paragraphs_that_word_numbers_are_measures_of_their_own() -> None:
    first, second = ["Собрать согласия", "Провести анкетирование", "Обучить наставников"], ["Выбрать", "Утвердить"]
    plan = imported(numbered(first, second))
    titles = [*first, *second]
    assert [one.title for one in plan.measures] == titles
    assert {one.deadline for one in plan.measures} == {"Ноябрь 2025"}


def test_what_word_numbers_in_the_column_of_numbers_has_its_number() -> None:
    plan = imported(numbered(["Собрать согласия"], ["Обучить наставников"], own_numbers=True))
    assert [one.number for one in plan.measures] == ["1", "2"]


MONTHS = ("сент.", "октябрь", "ноябрь", "декабрь")


@pytest.mark.parametrize("mark", ["+", "✓", "v", "х", "X", "•", "да"])
def test_a_mark_in_the_column_of_a_month_is_a_deadline(mark: str) -> None:
    rows = [
        ("№", "Мероприятие", *MONTHS, "Ответственные"),
        ("1", "Собрать согласия", mark, "", "-", "", "Методист"),
        ("2", "Обучить наставников", "", mark, "", mark, "Методист"),
        ("3", "Вести сайт", "", "", "", "", "Методист"),
    ]
    for content in (excel(rows), word(rows)):
        plan = imported(content)
        assert [one.deadline for one in plan.measures] == ["сент.", "октябрь, декабрь", ""]
        assert any("от «сент.» до «декабрь»" in remark for remark in plan.remarks)


def test_months_below_a_common_title_and_below_their_years_are_columns_of_terms() -> None:
    rows = [
        ("№", "Мероприятие", "Сроки проведения", "", "", "", "Ответственные"),
        ("", "", "2025", "", "2026", "", ""),
        ("", "", "ноябрь", "декабрь", "январь", "февраль", ""),
        (1, "Собрать согласия", "", "+", "", "", "Методист"),
        (2, "Обучить наставников", "", "+", "", "до 15", "Методист"),
    ]
    plan = imported(excel(rows, merge=["A1:A3", "B1:B3", "C1:F1", "C2:D2", "E2:F2", "G1:G3", "D5:E5"]))
    assert [one.deadline for one in plan.measures] == ["декабрь 2025", "декабрь 2025 – январь 2026"]
    assert any("не отметка: «до 15»" in remark for remark in plan.remarks)


def test_a_row_that_names_a_month_is_the_deadline_of_what_stands_below_it() -> None:
    header = ("№", "Мероприятие", "Ответственные")
    rows = [header, ("Сентябрь 2025", "", ""), (1, "Собрать", "Методист"), (2, "Обучить", "Методист"),
            ("ОКТЯБРЬ", "", ""), (3, "Подвести итоги", "Методист")]  # fmt: skip
    for merge in ([], ["A2:C2", "A5:C5"]):
        plan = imported(excel(rows, merge=merge))
        assert [one.deadline for one in plan.measures] == ["Сентябрь 2025", "Сентябрь 2025", "ОКТЯБРЬ"]
        assert {one.stage for one in plan.measures} == {""}
        assert any("срок «ОКТЯБРЬ» взят для мероприятий под этой строкой" in remark for remark in plan.remarks)


def test_columns_that_nothing_is_made_of_are_named() -> None:
    rows = [
        (*HEADER, "Форма проведения", "Отметка", "Пустой"),
        ("1", "Собрать", "Ноябрь 2025", "Методист", "Согласия", "семинар", "вып.", ""),
    ]
    for content in (excel(rows), word(rows)):
        assert any("не внесено: «Форма проведения», «Отметка»." in remark for remark in imported(content).remarks)


def test_lines_of_a_deadline_belong_to_the_items_of_its_row_one_by_one() -> None:
    measures = "1) Собрать согласия\n2) Обучить наставников\n3) Подвести итоги"
    plan = imported(excel([HEADER, (1, measures, "сентябрь 2025\nдо 15.10.2025\nмай 2026", "Методист", "")]))
    assert [one.deadline for one in plan.measures] == ["сентябрь 2025", "до 15.10.2025", "май 2026"]
    broken = imported(excel([HEADER, (1, measures.rpartition("\n")[0], "сентябрь\n2025", "Методист", "")]))
    assert [one.deadline for one in broken.measures] == ["сентябрь 2025", "сентябрь 2025"]


def test_a_date_typed_as_one_is_read_as_a_date() -> None:
    rows = [HEADER, (1, "Собрать", datetime(2023, 11, 15), "Методист", ""), (2, "Обучить", date(2023, 12, 1), "", "")]
    assert [one.deadline for one in imported(excel(rows)).measures] == ["15.11.2023", "01.12.2023"]


def test_two_columns_of_dates_are_a_span() -> None:
    header = ("Мероприятие", "Дата начала", "Дата окончания")
    assert (
        only(imported(excel([header, ("Собрать", "01.11.2023", "15.11.2023")]))).deadline == "01.11.2023 – 15.11.2023"
    )


def test_one_person_a_line_becomes_a_list() -> None:
    row = ("1", "Собрать", "май", "Директор\nЗаместитель директора\nпо воспитательной работе;\nМетодист", "")
    found = only(imported(word([HEADER, row]))).responsible
    assert found == "Директор, Заместитель директора по воспитательной работе, Методист"


# Merged cells


def test_a_cell_merged_over_several_measures_speaks_of_each_and_is_remembered() -> None:
    rows = [HEADER, MEASURE, ("1.2", "Обучить", "", "", "Список"), ("1.3", "Проверить", "", "", "")]
    merge = [(1, 2, 3, 2), (1, 3, 2, 3)]
    for content in (word(rows, merge=merge), excel(rows, merge=["C2:C4", "D2:D3"])):
        found = imported(content).measures
        assert [one.deadline for one in found] == ["Ноябрь 2023 г."] * 3
        assert [one.responsible for one in found] == ["Координатор", "Координатор", ""]
        assert [one.inherited for one in found] == [(), ("deadline", "responsible"), ("deadline",)]


def test_an_empty_cell_that_is_not_merged_stays_empty() -> None:
    rows = [HEADER, MEASURE, ("1.2", "Обучить", "", "", "")]
    assert [one.deadline for one in imported(word(rows)).measures] == ["Ноябрь 2023 г.", ""]


def test_several_results_of_one_merged_measure_are_gathered() -> None:
    rows = [HEADER, MEASURE, ("", "", "", "", "Журнал")]
    merge = [(1, column, 2, column) for column in range(4)]
    assert only(imported(word(rows, merge=merge))).result == "Согласия\nЖурнал"


# Stages


@pytest.mark.parametrize("make", ["word", "excel"])
def test_a_row_that_spans_the_table_is_a_stage(make: str) -> None:
    stage = ("Этап 2. Работа пар\nЗадача этапа – подружить", "", "", "", "")
    rows = [HEADER, stage, MEASURE]
    content = word(rows, merge=[(1, 0, 1, 4)]) if make == "word" else excel(rows, merge=["A2:E2"])
    assert only(imported(content)).stage == "Этап 2. Работа пар"


@pytest.mark.parametrize("text", ["Этап 1", "Подготовительный этап", "Раздел 2. Обучение", "II. Обучение"])
def test_a_lonely_cell_that_says_it_is_a_stage_is_one(text: str) -> None:
    assert only(imported(excel([HEADER, (text,), MEASURE]))).stage == text


def test_a_stage_may_have_its_number_in_the_first_column() -> None:
    rows = [HEADER, ("2.", "Обучение", "", "", ""), MEASURE]
    assert only(imported(word(rows, merge=[(1, 1, 1, 4)]))).stage == "2. Обучение"


def test_a_stage_may_be_named_above_the_table() -> None:
    tables = "План", "Этап 1. Начало", [HEADER, MEASURE], "Этап 2. Конец", [HEADER, ("2.1", "Обучить", "", "", "")]
    assert [one.stage for one in imported(word(*tables)).measures] == ["Этап 1. Начало", "Этап 2. Конец"]


def test_a_stage_in_a_column_of_its_own_holds_until_the_next() -> None:
    header = ("№", "Наименование этапа", "Мероприятия", "Содержание деятельности", "Сроки")
    rows = [
        header,
        ("1.", "Подготовка", "Изучить", "Прочитать", "май"),
        ("", "", "", "Обсудить", "июнь"),
        ("2.", "Работа", "Учить", "Встретиться", "июль"),
    ]
    found = imported(word(rows)).measures
    assert [(one.stage, one.activity, one.title) for one in found] == [
        ("1. Подготовка", "Изучить", "Прочитать"),
        ("1. Подготовка", "Изучить", "Обсудить"),
        ("2. Работа", "Учить", "Встретиться"),
    ]
    assert [one.number for one in found] == ["", "", ""]


# Several tables, broken tables


def test_a_table_that_goes_on_without_a_header_is_read_with_the_one_before() -> None:
    stage = ("Этап 1. Начало",)
    result = imported(word([HEADER, stage, MEASURE], [("1.2", "Обучить", "май", "Методист", "Список")]))
    assert [(one.stage, one.title) for one in result.measures] == [
        ("Этап 1. Начало", "Собрать согласия"),
        ("Этап 1. Начало", "Обучить"),
    ]


def test_a_table_of_something_else_is_said_to_be_left_out() -> None:
    result = imported(word([("Директор", "подпись")], [HEADER, MEASURE]))
    assert titles(result) == ["Собрать согласия"]
    assert result.remarks == [
        "таблица 1: нет строки с названиями столбцов (мероприятие, срок, ответственные…); не прочитана."
    ]


@pytest.mark.parametrize("make", [word, excel])
def test_a_table_without_titles_of_columns_is_said_not_to_be_read(make: Any) -> None:
    result = imported(make([MEASURE, MEASURE]))
    assert result.measures == []
    [remark] = result.remarks
    assert "нет строки с названиями столбцов (мероприятие, срок, ответственные…); не прочитана" in remark


def test_what_stands_above_the_titles_of_columns_is_said_not_to_be_read() -> None:
    result = imported(excel([("УТВЕРЖДАЮ",), MEASURE, MEASURE, HEADER, ("2", "Обучить", "май", "", "")]))
    assert titles(result) == ["Обучить"]
    assert result.remarks == ["лист «План», строки 2–3: выше названий столбцов; не прочитано."]


def test_cells_merged_both_ways_say_what_they_say_of_every_row_that_they_cover() -> None:
    rows = [HEADER, ("1.1", "Собрать", "май 2024 г.", "", "Список"), ("1.2", "Обучить", "", "", "")]
    for content in (word(rows, merge=[(1, 2, 2, 3)]), excel(rows, merge=["C2:D3"])):
        result = imported(content)
        assert [(one.title, one.deadline, one.responsible, one.result) for one in result.measures] == [
            ("Собрать", "май 2024 г.", "", "Список"),
            ("Обучить", "май 2024 г.", "", ""),
        ]
        assert result.measures[1].inherited == ("deadline",)
        assert result.remarks == []


def test_a_sheet_that_is_only_formatted_far_down_is_read_without_a_word() -> None:
    workbook = openpyxl.load_workbook(io.BytesIO(excel([HEADER, MEASURE])))
    workbook.worksheets[0].cell(200_000, 3).number_format = "0.00"
    content = io.BytesIO()
    workbook.save(content)
    result = imported(content.getvalue())
    assert (titles(result), result.remarks) == (["Собрать согласия"], [])


@pytest.mark.parametrize("make", [word, excel])
def test_what_is_too_long_to_be_a_plan_is_said_to_be_cut(make: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "MOST_ROWS", 2)
    result = imported(make([HEADER, MEASURE, ("2", "Обучить", "", "", "")]))
    assert titles(result) == ["Собрать согласия"]
    assert "прочитаны первые 2 строк" in result.remarks[0]


def test_every_visible_sheet_of_a_workbook_is_read() -> None:
    workbook = openpyxl.Workbook()
    for name, state in (("Первый", "visible"), ("Второй", "visible"), ("Черновик", "hidden")):
        sheet = workbook.create_sheet(name)
        sheet.sheet_state = state
        for row in (HEADER, ("1", name, "", "", "")):
            sheet.append(row)
    content = io.BytesIO()
    workbook.save(content)
    assert titles(imported(content.getvalue())) == ["Первый", "Второй"]


def test_a_row_without_a_title_is_said_with_its_place_and_the_rest_is_read() -> None:
    result = imported(word([HEADER, ("1", "", "май", "Методист", "Список"), MEASURE]))
    assert titles(result) == ["Собрать согласия"]
    assert result.remarks == ["таблица 1, строка 2: нет названия мероприятия («1»…); не внесена."]


def test_rows_shorter_and_longer_than_the_header_are_read_as_far_as_they_go() -> None:
    document = docx.Document(io.BytesIO(word([HEADER, MEASURE, MEASURE])))
    rows = document.tables[0].rows
    for cell in list(rows[1]._tr.tc_lst)[2:]:
        rows[1]._tr.remove(cell)
    rows[2]._tr.append(OxmlElement("w:tc"))
    content = io.BytesIO()
    document.save(content)
    found = imported(content.getvalue()).measures
    assert [(one.title, one.deadline) for one in found] == [
        ("Собрать согласия", ""),
        ("Собрать согласия", "Ноябрь 2023 г."),
    ]


@pytest.mark.parametrize("span", ["абв", "-3", "99999999", ""])
def test_a_table_that_lies_about_its_cells_is_read_all_the_same(span: str) -> None:
    document = docx.Document(io.BytesIO(word([HEADER, MEASURE])))
    cell = document.tables[0].rows[1]._tr.tc_lst[4]
    properties = cell.get_or_add_tcPr()
    spanning, merging = OxmlElement("w:gridSpan"), OxmlElement("w:vMerge")
    spanning.set(qn("w:val"), span)
    properties.append(spanning)
    properties.append(merging)
    content = io.BytesIO()
    document.save(content)
    assert titles(imported(content.getvalue())) == ["Собрать согласия"]


# Several items in one cell


@pytest.mark.parametrize(
    ("text", "items"),
    [
        ("1. Изучить\n2. Обсудить", ["Изучить", "Обсудить"]),
        ("1) Изучить;\n2) Обсудить;", ["Изучить", "Обсудить"]),
        ("1) Изучить. 2) Обсудить.", ["Изучить.", "Обсудить."]),
        ("1) сбор анкет; 2) подбор пар", ["сбор анкет", "подбор пар"]),
        ("1. Изучить\nрекомендации\n2. Обсудить", ["Изучить рекомендации", "Обсудить"]),
        ("– Изучить\n– Обсудить", ["Изучить", "Обсудить"]),
        ("• изучить\nрекомендации;\n• обсудить", ["изучить рекомендации", "обсудить"]),
        (
            "1) Отобрать\n2) Обучить:\n- провести занятия;\n- дать материалы.",
            ["Отобрать", "Обучить: - провести занятия; - дать материалы."],
        ),
    ],
)
def test_what_a_cell_lists_for_certain_becomes_measures_of_their_own(text: str, items: list[str]) -> None:
    result = imported(word([HEADER, ("", text, "май 2024 г.", "Методист", "Список")]))
    assert titles(result) == items
    assert [one.number for one in result.measures] == [f"{n}" for n in range(1, len(items) + 1)]
    assert {(one.deadline, one.responsible, one.result) for one in result.measures} == {
        ("май 2024 г.", "Методист", "Список")
    }
    assert [one.inherited for one in result.measures] == [(), ("deadline", "responsible")]
    assert result.remarks == [
        "таблица 1, строка 2: в ячейке несколько пунктов (2); внесены отдельными мероприятиями, "
        "общее у них: срок, ответственные, результат."
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Приказы:\n– о парах\n– о программах",
        "Провести анкетирование: 1) педагогов; 2) студентов",
        "Собрать группы: 1. курс, 2. курс",
        "– Изучить\nОбсудить\n– Решить",
        "1) Изучить, 2) обсудить",
    ],
)
def test_what_may_be_one_measure_stays_one_and_is_said_to_list_several(text: str) -> None:
    result = imported(word([HEADER, ("", text, "май", "", "")]))
    assert titles(result) == [text]
    [remark] = result.remarks
    assert "в ячейке несколько пунктов (2); внесена одним мероприятием, разделите его" in remark


@pytest.mark.parametrize("text", ["1. Изучить\n3. Обсудить", "Изучить\n– внимательно", "Встретиться 1 раз. 2 часа"])
def test_what_is_no_list_is_one_measure_without_a_word(text: str) -> None:
    result = imported(word([HEADER, ("", text, "май", "", "")]))
    assert len(result.measures) == 1
    assert result.remarks == []


def test_a_heading_over_numbered_measures_is_what_each_of_them_is_about() -> None:
    text = "Подготовить документы: 1. Приказ о кураторе. 2. Положение о стимулировании."
    result = imported(word([HEADER, ("", text, "май", "", "")]))
    assert [(one.title, one.description) for one in result.measures] == [
        ("Приказ о кураторе.", "Подготовить документы"),
        ("Положение о стимулировании.", "Подготовить документы"),
    ]


def test_what_other_cells_list_for_each_is_each_ones_own() -> None:
    row = (
        "2",
        "1) Изучить\n2) Обсудить",
        "1) КТ – май 2024 г.\n2) июнь 2024 г.",
        "1) Методист\n2) Директор",
        "- Список\n- План",
    )
    result = imported(word([HEADER, row]))
    assert [
        (one.number, one.title, one.deadline, one.responsible, one.result, one.checkpoint) for one in result.measures
    ] == [
        ("2.1", "Изучить", "КТ – май 2024 г.", "Методист", "Список", True),
        ("2.2", "Обсудить", "июнь 2024 г.", "Директор", "План", False),
    ]
    assert [one.inherited for one in result.measures] == [(), ()]
    assert result.remarks == ["таблица 1, строка 2: в ячейке несколько пунктов (2); внесены отдельными мероприятиями."]


def test_more_items_than_deadlines_are_left_for_a_person_to_tell_apart() -> None:
    row = ("2", "1) Изучить\n2) Обсудить\n3) Решить", "1) май 2024 г.\n2) июнь 2024 г.", "", "")
    result = imported(word([HEADER, row]))
    assert titles(result) == ["1) Изучить\n2) Обсудить\n3) Решить"]
    assert result.remarks == [
        "таблица 1, строка 2: в ячейке несколько пунктов (3), а сроков 2; внесена одним мероприятием, разделите его."
    ]


def test_a_list_that_is_merged_over_several_rows_is_left_for_a_person_too() -> None:
    rows = [HEADER, ("1", "1) Изучить\n2) Обсудить", "май 2024 г.", "", ""), ("", "", "июнь 2024 г.", "", ""), MEASURE]
    result = imported(word(rows, merge=[(1, 0, 2, 0), (1, 1, 2, 1)]))
    assert [(one.title, one.deadline) for one in result.measures] == [
        ("1) Изучить\n2) Обсудить", "май 2024 г., июнь 2024 г."),
        ("Собрать согласия", "Ноябрь 2023 г."),
    ]


def test_a_stage_below_a_list_is_no_part_of_it() -> None:
    rows = [HEADER, ("1", "1) Изучить\n2) Обсудить", "май", "", ""), ("Этап 2. Работа", "", "", "", ""), MEASURE]
    result = imported(word(rows, merge=[(2, 0, 2, 4)]))
    assert [(one.stage, one.title) for one in result.measures][1:] == [
        ("", "Обсудить"),
        ("Этап 2. Работа", "Собрать согласия"),
    ]


def test_a_model_plan_with_stages_in_rows_and_lists_in_cells_becomes_measures() -> None:
    rows = [
        ("№", "Наименование этапа", "Содержание деятельности и примерный план мероприятий"),
        ("1.", "Подготовка", "Принять документы: – приказ «Об утверждении Положения» – приказ(ы) о закреплении пар"),
        ("2.", "Банк наставляемых", "1) Собрать запросы педагогов, студентов 2) Составить банк и собрать согласия."),
        ("3.", "Банк наставников", "1) Провести анкетирование.\n2) Составить банк."),
    ]
    result = imported(word(rows))
    assert [(one.stage, one.number) for one in result.measures] == [
        ("Подготовка", "1"),
        ("Банк наставляемых", "2.1"),
        ("Банк наставляемых", "2.2"),
        ("Банк наставников", "3.1"),
        ("Банк наставников", "3.2"),
    ]
    assert ["отдельными" in remark for remark in result.remarks] == [True, True]


@given(st.text("1234.) -–\nабв;:", max_size=40))
def test_whatever_a_cell_lists_nothing_of_it_is_lost(text: str) -> None:
    items = items_in(text)
    letters = re.sub(r"[^абв]", "", text)
    if items:
        assert len(items) >= 2
        assert re.sub(r"[^абв]", "", items.heading + "".join(items.texts)) == letters
        assert all(one == " ".join(one.split()) for one in items.texts)


# What a plan may say besides


def test_a_checkpoint_a_level_and_a_description_are_read_from_their_columns() -> None:
    header = ("Мероприятие", "Что сделать", "Срок", "КТ", "Уровень")
    rows = [
        header,
        ("Собрать", "Разослать анкеты", "май 2024 г.", "да", "Муниципальный, организация"),
        ("Обучить", "", "КТ – июнь 2024 г.", "", "регион"),
        ("Наградить", "", "июль 2024 г.", "нет", ""),
    ]
    result = imported(word(rows))
    assert [(one.title, one.description, one.checkpoint, one.levels) for one in result.measures] == [
        ("Собрать", "Разослать анкеты", True, ("муниципалитет", "организация")),
        ("Обучить", "", True, ("регион",)),
        ("Наградить", "", False, ()),
    ]
    [first, *_] = rows_of(result.measures)
    assert (first["description"], first["checkpoint"], first["levels"]) == (
        "Разослать анкеты",
        True,
        ("муниципалитет", "организация"),
    )
    measure = read(as_yaml(result.measures, title="План"), code="own").measures[0]
    assert (measure.description, measure.checkpoint, measure.levels) == (
        "Разослать анкеты",
        True,
        ("муниципалитет", "организация"),
    )


def test_numbers_that_count_within_a_line_of_activity_are_no_numbers_of_the_plan() -> None:
    rows = [("Мероприятия", "Содержание"), ("Изучить", "1. Читать"), ("", "2. Обсудить"), ("Учить", "1. Встретиться")]
    found = imported(word(rows)).measures
    assert [(one.number, one.title) for one in found] == [("", "Читать"), ("", "Обсудить"), ("", "Встретиться")]


def test_the_second_half_of_a_row_that_a_page_break_cut_is_joined_to_the_first_and_said() -> None:
    rows = [HEADER, ("1", "Утвердить Положение и", "май", "Директор", "Приказ"), ("", "план работы", "", "", "План")]
    result = imported(word(rows))
    one = only(result)
    assert (one.title, one.result) == ("Утвердить Положение и план работы", "Приказ\nПлан")
    assert result.remarks == [
        "таблица 1, строка 3: похоже на продолжение предыдущей («план работы»…); присоединена к ней."
    ]


@pytest.mark.parametrize(
    ("text", "number", "title"),
    [
        ("1.2. Обучить", "1.2", "Обучить"),
        ("3) Обучить", "3", "Обучить"),
        ("1.2.3 Обучить", "1.2.3", "Обучить"),
        ("25.12.2023 встретиться", "", "25.12.2023 встретиться"),
        ("20 встреч провести", "", "20 встреч провести"),
    ],
)
def test_a_number_before_the_title_is_the_measures_own(text: str, number: str, title: str) -> None:
    one = only(imported(word([("Этап, мероприятия этапа", "Срок"), (text, "май")])))
    assert (one.number, one.title) == (number, title)


def test_measures_that_all_begin_in_lower_case_are_measures() -> None:
    rows = [("Мероприятие", "Результат"), ("встреча", "список"), ("беседа", "отчёт")]
    assert titles(imported(word(rows))) == ["встреча", "беседа"]


def test_a_header_of_two_rows_is_no_measure() -> None:
    rows = [
        ("№", "Мероприятие", "Сроки", ""),
        ("", "", "начало", "конец"),
        ("1", "Обучить", "01.11.2023", "15.11.2023"),
    ]
    result = imported(word(rows, merge=[(0, 0, 1, 0), (0, 1, 1, 1), (0, 2, 0, 3)]))
    one = only(result)
    assert (one.title, one.deadline) == ("Обучить", "01.11.2023 – 15.11.2023")
    assert result.remarks == []


# Files that are something else


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "файл пуст"),
        (b"  \n", "файл пуст"),
        ("просто текст".encode(), "это не документ Word и не таблица Excel"),
        (b"%PDF-1.7", "это PDF"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "старый вид файла"),
        (b"PK\x03\x04 broken", "файл повреждён или загружен не до конца"),
    ],
)
def test_what_is_no_table_is_said_to_be_none(content: bytes, says: str) -> None:
    with pytest.raises(UnreadableFile, match=says):
        grids(content)


@pytest.mark.parametrize("name", ["word/document.xml", "xl/workbook.xml", "чужое.txt"])
@pytest.mark.parametrize("inside", [b"", b"<a", b"<a/>"])
def test_an_archive_that_only_looks_like_a_document_is_refused(name: str, inside: bytes) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr(name, inside)
    with pytest.raises(UnreadableFile):
        grids(packed.getvalue())


def test_a_file_that_unpacks_to_a_mountain_is_refused_unopened() -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", bytes(300 * 1024 * 1024))
    with pytest.raises(UnreadableFile, match="слишком велик"):
        grids(packed.getvalue())


@pytest.mark.parametrize("make", [word, excel])
def test_a_damaged_file_is_refused_with_what_to_do(make: Any) -> None:
    whole = make([HEADER, MEASURE])
    for length in (len(whole) // 2, len(whole) - 30):
        with pytest.raises(UnreadableFile, match="Откройте его, сохраните заново"):
            grids(whole[:length])


@pytest.mark.parametrize(("make", "part"), [(word, "word/document.xml"), (excel, "xl/worksheets/sheet1.xml")])
def test_a_file_that_is_damaged_inside_is_refused_with_what_to_do(make: Any, part: str) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(make([HEADER, MEASURE]))) as whole, zipfile.ZipFile(packed, "w") as archive:
        for member in whole.infolist():
            content = whole.read(member)
            archive.writestr(member, content[: len(content) // 2] if member.filename == part else content)
    with pytest.raises(UnreadableFile, match="файл повреждён или сохранён необычно"):
        grids(packed.getvalue())


def test_a_document_without_a_table_says_so() -> None:
    assert imported(word("Плана пока нет")).remarks == ["В файле нет ни одной таблицы."]


cells = st.builds(
    Cell,
    st.sampled_from(["", "1", "Этап 1", "Срок", "Мероприятие", "май", "1.1. Встреча", "Ответственные", "1. а\n2. б"])
    | st.text(max_size=12),
    span=st.integers(1, 4),
    covered=st.booleans(),
    inherited=st.booleans(),
)


@given(st.lists(st.lists(st.lists(cells, max_size=5), max_size=6), max_size=3))
def test_no_table_whatever_breaks_the_reader(tables: list[list[list[Cell]]]) -> None:
    result = read_tables([Grid(f"таблица {n}", rows) for n, rows in enumerate(tables)])
    assert all(measure.title for measure in result.measures)
    if result.measures:
        plan = read(as_yaml(result.measures, title="План"), code="own")
        assert len(plan.measures) == len(result.measures)


def test_a_thousand_measures_are_read_without_a_wait() -> None:
    rows = [HEADER, *((f"{n}", f"Дело {n}", "май 2024 г.", "Методист", "Список") for n in range(1, 1001))]
    content = excel(rows)
    document = docx.Document()
    table = document.add_table(0, 5)
    pattern = docx.Document(io.BytesIO(word([MEASURE]))).tables[0].rows[0]._tr
    for row in rows:
        table._tbl.append(_filled(pattern, row))
    packed = io.BytesIO()
    document.save(packed)
    began = time.perf_counter()
    assert len(imported(content).measures) == len(imported(packed.getvalue()).measures) == 1000
    assert time.perf_counter() - began < 30  # a second, unless the machine is busy


def _filled(pattern: Any, texts: Any) -> Any:
    """A copy of a table's row with other texts: python-docx itself takes minutes over a thousand rows."""
    row = deepcopy(pattern)
    for shown, text in zip(row.iter(qn("w:t")), texts, strict=True):
        shown.text = text
    return row


# Into the sheet


def frame(*rows: dict[str, Any]) -> pd.DataFrame:
    columns = ["id", *rows_of([Found("", "")])[0]]
    return pd.DataFrame(list(rows), columns=columns, dtype="object")


def sheet_after(result: Imported) -> pd.DataFrame:
    return frame(*rows_of(result.measures))


PLAN = Imported(
    [
        Found("", "Собрать согласия", "1.1", "май", "Методист", "Список", "Этап 1"),
        Found("", "Собрать согласия", "2.1", "июнь", stage="Этап 2"),
        Found("", "Обучить", stage="Этап 2"),
    ]
)


def test_an_empty_sheet_gets_every_measure() -> None:
    assert not_there_yet(PLAN, frame()).measures == PLAN.measures


def test_a_second_import_of_the_same_file_adds_nothing() -> None:
    assert not_there_yet(PLAN, sheet_after(PLAN)).measures == []


@pytest.mark.parametrize(
    "edit",
    [
        {"deadline": "декабрь", "responsible": "Директор"},
        {"measure": "Собрать все согласия"},
        {"stage": "1. Подготовка"},
        {"number": "1.7"},
        {"measure": "  собрать   СОГЛАСИЯ."},
    ],
)
def test_what_the_curator_has_edited_since_is_not_added_again(edit: dict[str, str]) -> None:
    sheet = sheet_after(PLAN)
    for column, value in edit.items():
        sheet.loc[0, column] = value
    assert not_there_yet(PLAN, sheet).measures == []


def test_measures_that_the_sheet_has_not_are_added_alone() -> None:
    more = Imported([*PLAN.measures, Found("", "Наградить", "3.1", stage="Этап 3")])
    assert titles(not_there_yet(more, sheet_after(PLAN))) == ["Наградить"]


def test_a_line_that_stands_twice_in_a_file_is_taken_once_and_said() -> None:
    twice = Imported([Found("строка 2", "Обучить"), Found("строка 3", "Обучить")])
    result = not_there_yet(twice, frame())
    assert titles(result) == ["Обучить"]
    assert result.remarks == ["строка 3: то же мероприятие уже есть в файле; внесено один раз."]


measures = st.builds(
    Found,
    place=st.just("строка"),
    title=st.sampled_from(["Обучить", "Собрать", "Наградить"]),
    number=st.sampled_from(["", "1", "1.1", "2.1"]),
    deadline=st.sampled_from(["", "май"]),
    stage=st.sampled_from(["", "Этап 1", "Этап 2"]),
)


@given(st.lists(measures, max_size=8))
def test_whatever_the_file_its_second_import_adds_nothing(found: list[Found]) -> None:
    first = not_there_yet(Imported(found), frame())
    assert not_there_yet(Imported(found), sheet_after(first)).measures == []


# Into a plan of one's own


def test_a_plan_in_yaml_says_what_the_table_said() -> None:
    rows = [
        HEADER,
        ("Этап 1. Начало",),
        MEASURE,
        ("1.2", "Обучить", "", "", ""),
        ("Этап 2",),
        ("2.1", "Учить", "", "", ""),
    ]
    text = as_yaml(imported(word(rows, merge=[(2, 2, 3, 2)])).measures, title="План школы")
    plan = read(text, code="own")
    assert plan.title == "План школы"
    assert [(stage.number, stage.title) for stage in plan.stages] == [(1, "Начало"), (2, "Этап 2")]
    assert [measure.number for measure in plan.measures] == ["1.1", "1.2", "2.1"]
    assert plan.measures[0].responsible == ("Координатор",)
    assert plan.measures[1].inherited == ("deadline",)
    assert "заданы заново" not in text


def test_numbers_that_a_plan_cannot_have_are_given_anew_and_said() -> None:
    found = [
        Found("", f"Дело {n}", number, stage=stage)
        for n, (number, stage) in enumerate(
            [("1.1", "Этап 1"), ("1.1", "Этап 1"), ("2.1", "Этап 1"), ("а", "Этап 2"), ("", "Этап 2")]
        )
    ]
    text = as_yaml(found, title="План")
    assert [measure.number for measure in read(text, code="own").measures] == ["1.1", "1.2", "1.3", "2.1", "2.2"]
    assert text.startswith("# Номера, которых в плане быть не может")


def test_a_plan_without_stages_has_none_in_yaml_either() -> None:
    found = [Found("", "Собрать", "3"), Found("", "Обучить"), Found("", "Наградить", "3")]
    [stage] = read(as_yaml(found, title="План"), code="own").stages
    assert stage.number is None
    assert [measure.number for measure in stage.measures] == ["3", "1", "2"]
