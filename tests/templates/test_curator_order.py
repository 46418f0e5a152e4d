"""The order on the curator and the team, read as its director, its clerk and Word read it."""

from functools import partial
from pathlib import Path

import pytest
from docx.oxml.ns import qn

from automation.documents import render
from templates import read_bytes
from tests.templates import reading
from tests.templates.examples.orders_on_curators import bare_curator_order, curator_order
from tests.templates.examples.orders_on_pairs import LONG_NAME
from tests.templates.pages import pages_of
from tests.templates.reading import text

TEMPLATE = read_bytes("orders/curator.docx")

filled = partial(reading.filled, TEMPLATE)


def test_the_order_says_everything_that_is_known() -> None:
    said = text(filled(curator_order()))
    for part in (
        "(ГБОУ СПО ЛНР «КТТ»)",
        "ПРИКАЗ",
        "28 ноября 2023 г. | № 160-У",
        "О назначении куратора и проектной команды",
        "утверждённым приказом от 20 ноября 2023 г. № 154-У,",
        "ПРИКАЗЫВАЮ:",
        "Назначить методиста Соколову-Миних Марию Петровну куратором программы наставничества на период её реализации.",
        "Назначить заместителя директора по учебной работе Коваля Сергея Ильича координатором",
        "Утвердить состав проектной команды по реализации программы наставничества согласно приложению",
        "Куратору организовать",
        "Контроль за исполнением настоящего приказа оставляю за собой.",
        "Директор | В. И. Белоконь",
        "С приказом ознакомлены:",
        "М. П. Соколова-Миних",
        "Приложение\nк приказу от 28 ноября 2023 г.\n№ 160-У",
        "2 | Коваль Ирина Сергеевна | педагог-психолог",
    ):
        assert part in said


def test_what_is_not_known_leaves_no_trace() -> None:
    said = text(filled(bare_curator_order()))
    for left_out in ("None", "{", "}", "154-У", "команд", "координатор", "ознакомлены", "Приложение", "  "):
        assert left_out not in said
    assert "«___» ____________ 20___ г." in said and "№ ______" in said
    assert "Назначить Соколову-Миних Марию Петровну куратором программы наставничества на период её реализации." in said


def test_several_curators_are_named_in_one_sentence() -> None:
    people = [
        {"full_name": "Соколова-Миних Мария Петровна", "position": "Методист"},
        {"full_name": "Иванова Анна Петровна", "position": None},
        {"full_name": "Коваль Сергей Ильич", "position": "мастер производственного обучения"},
    ]
    said = text(filled(curator_order() | {"curators": people}))
    assert (
        "Назначить методиста Соколову-Миних Марию Петровну, Иванову Анну Петровну и мастера производственного обучения "
        "Коваля Сергея Ильича кураторами"
    ) in said
    assert "Кураторам организовать" in said


def test_rows_of_the_team_stay_whole_under_a_heading_on_each_page() -> None:
    rows = filled(curator_order(team=60)).tables[-1]._tbl.tr_lst
    assert len(rows) == 1 + 60
    assert all(row.trPr.find(qn("w:cantSplit")) is not None for row in rows)
    assert [row.trPr.find(qn("w:tblHeader")) is not None for row in rows[:2]] == [True, False]


@pytest.mark.parametrize("hostile", ["Рога & Копыта <w:p/>", "{{ director }}", "👩‍🏫", "=1+1", LONG_NAME * 3])
def test_a_hostile_value_is_only_text(hostile: str) -> None:
    context = curator_order()
    context["team"][0] = {"full_name": hostile, "position": f"1 {hostile}"}
    assert text(filled(context)).count(hostile) == 2


def test_pages_are_laid_out_as_a_director_signs_them(tmp_path: Path) -> None:
    first, appendix = pages_of(render(TEMPLATE, curator_order(team=20)), tmp_path)
    assert "Контроль за исполнением" in first and "В. И. Белоконь" in first
    assert "Приложение" in appendix and "Состав проектной команды" in appendix
