"""What was typed is what is read and printed: numbers of orders, groups and telephones stay text in every row."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from automation.workbook.layout import GRID, tabs
from automation.workbook.provision import FirstRows, provision
from automation.workbook.reading import read_book
from automation.workbook.shape import number_format
from sheets_schema.columns import Variant
from sheets_schema.nastavnik import NASTAVNIK
from sheets_schema.tabs.mentees import Mentees
from sheets_schema.tabs.orders import Orders
from sheets_schema.tabs.settings import Settings, SettingsTab
from tests.jobs.hands import Hands
from tests.organisation import MONDAY, Organisation, organisation

TYPED = ["21/1", "12-3", "2/1", "+79001234567", "007", "01.03", "1e5", "10%", "3:15", "2.1", "$5", "TRUE", "2026-09-01"]


@pytest.fixture(scope="module")
def college(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Organisation]:
    """An organisation in which every kind of row has been appended by jobs: an answer, a proposal, a pair, an order."""
    with organisation(tmp_path_factory.mktemp("college")) as one:
        one.mentee()
        one.mentor()
        one.cycle()
        one.curator.type("Подбор", {one.curator.rows("Подбор")[0]["№"]: {"Решение": "принять"}})
        one.cycle()
        one.cycle()
        assert one.curator.rows("Приказы") and one.curator.rows("Реестр пар")
        yield one


def formats(one: Organisation) -> Iterator[tuple[str, str, int, Any, Any]]:
    """Of each filled row and declared column: its tab, its name, its row, the kind of format that it has and the one
    that it ought to have."""
    fields = GRID.replace("effectiveValue", "effectiveValue,userEnteredFormat(numberFormat)")
    found = one.google.spreadsheets.get(one.spreadsheet, fields=fields)
    stands = tabs(found, NASTAVNIK.sheets)
    for item in found["sheets"]:
        tab = next(tab for tab in stands.values() if tab.sheet_id == item["properties"].get("sheetId", 0))
        for row in tab.filled_rows():
            cells = item["data"][0]["rowData"][row].get("values", [])
            for name, index in tab.columns.items():
                column = tab.sheet.columns[name]
                deciding = tab.cell(row, column.decided_by.name) if isinstance(column, Variant) else None
                has = cells[index].get("userEnteredFormat", {}).get("numberFormat") if index < len(cells) else None
                ought = number_format(column, deciding)
                yield tab.title, name, row, (has or {}).get("type"), (ought or {}).get("type")


def test_every_cell_of_every_row_that_the_program_made_has_the_format_of_its_column(college: Organisation) -> None:
    seen = list(formats(college))
    assert {"Приказы", "Реестр пар", "Подбор", "Настройки", "Банк наставляемых"} <= {tab for tab, *_ in seen}
    assert not [(tab, name, row) for tab, name, row, has, ought in seen if has != ought]


@pytest.mark.parametrize("typed", TYPED)
def test_what_the_curator_types_is_what_the_program_reads(college: Organisation, typed: str) -> None:
    hands = Hands(college)
    hands.insert_row_below("Банк наставляемых", 2)
    hands.write("Банк наставляемых", f"{hands.letters('Банк наставляемых', 'ФИО')}3", "Сухова Инна Олеговна")
    hands.write("Банк наставляемых", f"{hands.letters('Банк наставляемых', 'Группа или должность')}3", typed)
    college.curator.type("Приказы", {"ПР-0001": {"Номер": typed}})
    college.curator.type("Банк наставляемых", {"НМ-0001": {"Телефон": typed}})
    college.curator.type("Настройки", {"ИНН": {"Значение": typed}, "Адрес": {"Значение": typed}}, key="Параметр")
    hands.sort("Банк наставляемых", "ФИО")
    book = read_book(college.connect(), college.spreadsheet, MONDAY, NASTAVNIK)
    assert book[Orders][Orders.number].tolist() == [typed]
    assert set(book[Mentees][Mentees.phone].dropna()) == {typed}
    assert book[Mentees][Mentees.occupation].tolist().count(typed) == 1
    assert book[Settings].address == typed
    said = dict(zip(book[SettingsTab][SettingsTab.parameter], book[SettingsTab][SettingsTab.value], strict=True))
    assert said["ИНН"] == typed
    hands.delete_rows("Банк наставляемых", *hands.rows_of("Банк наставляемых", "Сухова Инна Олеговна"))


def test_a_number_as_typed_stands_in_the_order(college: Organisation) -> None:
    college.curator.type("Приказы", {"ПР-0001": {"Номер": "21/1"}})
    college.cycle()
    assert "21/1" in college.order_text("ПР-0001")


def test_a_number_that_was_damaged_before_is_said_and_not_printed(college: Organisation) -> None:
    hands = Hands(college)
    hands.damage("Приказы", "Номер", "ПР-0001", 46043)
    hands.damage("Настройки", "Значение", "phone", 46043, key="Код")
    hands.damage("Подбор", "Комментарий", college.curator.rows("Подбор")[0]["№"], 46024)
    college.cycle()
    assert "46043" not in college.order_text("ПР-0001")
    assert "за дату 21.01.2026" in college.row("Приказы", "ПР-0001")["Что исправить"]
    assert any("за дату 21.01.2026" in str(row["Что исправить"]) for row in college.curator.rows("Настройки"))
    assert "«Комментарий»: стоит число 46024" in str(college.curator.rows("Журнал")[-1]["На что обратить внимание"])


def test_rows_that_earlier_versions_left_without_a_format_get_it_from_init(college: Organisation) -> None:
    hands = Hands(college)
    for tab in ("Приказы", "Банк наставляемых", "Настройки"):
        hands.forget_formats(tab)
    hands.forget_digests()
    assert [tab for tab, _, _, has, ought in formats(college) if has != ought]
    provision(
        college.connect(), NASTAVNIK, title="", first=FirstRows({}, {}), now=MONDAY, spreadsheet=college.spreadsheet
    )
    assert not [(tab, name, row) for tab, name, row, has, ought in formats(college) if has != ought]
