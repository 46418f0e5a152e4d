"""«Таблица»: what the curator sees, types, undoes, finds and takes away, in a real browser."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import openpyxl
import pytest
from playwright.sync_api import Locator, Page, expect

from automation.embedded import Workspace
from tests.embedded.conftest import Api, Book, new_book
from tests.embedded.pages.conftest import DESK, PHONE, Visitor

Json = dict[str, Any]
Browser = Callable[..., Page]

NUMBER, NAME, BORN, FORM, READY, STATUS = range(6)
TITLES = ["№", "ФИО", "Дата рождения", "Форма", "Согласие", "Статус"]
PEOPLE = ["Арбузова Вера", "Берёзкин Пётр", "Вишнёв-Дальний Олег", "Груздева Анна"]


def column(index: int, top: int = 1) -> Json:
    return {"sheetId": 0, "startRowIndex": top, "startColumnIndex": index, "endColumnIndex": index + 1}


def listed(*options: str, strict: bool) -> Json:
    values = [{"userEnteredValue": option} for option in options]
    return {"condition": {"type": "ONE_OF_LIST", "values": values}, "strict": strict, "showCustomUi": True}


def coloured(text: str, red: float) -> Json:
    format_ = {"backgroundColor": {"red": red, "green": 0.8, "blue": 0.8}}
    condition = {"type": "TEXT_EQ", "values": [{"userEnteredValue": text}]}
    rule = {"ranges": [column(STATUS)], "booleanRule": {"condition": condition, "format": format_}}
    return {"addConditionalFormatRule": {"index": 0, "rule": rule}}


@pytest.fixture
def bank(api: Api) -> Book:
    """A bank of four people: the program keeps the first and the last column."""
    book = new_book(api, "ru_RU", rows=40, columns=8)
    rows = [[f"Н-{number}", name, "", "", False, "ждёт"] for number, name in enumerate(PEOPLE, start=1)]
    date = {"userEnteredFormat": {"numberFormat": {"type": "DATE", "pattern": "dd.mm.yyyy"}}}
    lock = {"warningOnly": True, "description": "Этот столбец заполняет программа"}
    forms = listed("педагог–студент", "студент–студент", strict=True)
    book.update(
        {"updateSheetProperties": {"properties": {"gridProperties": {"frozenRowCount": 1}},
                                   "fields": "gridProperties.frozenRowCount"}},
        {"repeatCell": {"range": column(BORN), "cell": date, "fields": "userEnteredFormat.numberFormat"}},
        {"setDataValidation": {"range": column(FORM), "rule": forms}},
        {"setDataValidation": {"range": column(READY), "rule": {"condition": {"type": "BOOLEAN"}}}},
        {"addProtectedRange": {"protectedRange": {"range": column(NUMBER), **lock}}},
        {"addProtectedRange": {"protectedRange": {"range": column(STATUS), **lock}}},
        coloured("ждёт", 1),
        coloured("готов", 0.5),
    )  # fmt: skip
    book.write("A1", [TITLES, *rows])
    return book


@pytest.fixture
def page(bank: Book, owner: Visitor, open_browser: Browser) -> Page:
    return opened(bank, owner, open_browser, **DESK)


def opened(bank: Book, visitor: Visitor, open_browser: Browser, **options: Any) -> Page:
    page = open_browser(visitor, **options)
    page.goto(f"/spreadsheets/d/{bank.id}/edit")
    expect(cell(page, 1, NAME)).to_have_text(PEOPLE[0])
    return page


def cell(page: Page, row: int, index: int) -> Locator:
    """A cell by the row's number on the sheet, from 0."""
    return page.locator(f".ag-row[row-id='{row}'] .ag-cell[col-id='{index}']")


def type_into(page: Page, row: int, index: int, text: str) -> None:
    cell(page, row, index).dblclick()
    page.locator(".cell-editor").fill(text)
    page.keyboard.press("Enter")


def saved(page: Page) -> None:
    expect(page.locator("#state")).to_have_text("Сохранено")


def column_texts(page: Page, index: int) -> list[str]:
    cells = page.locator(f".ag-row .ag-cell[col-id='{index}']")
    rows = cells.evaluate_all("cells => cells.map(c => [+c.closest('.ag-row').getAttribute('row-index'), c.innerText])")
    return [text for _, text in sorted(rows) if text]


def test_a_typed_cell_reaches_the_spreadsheet(page: Page, bank: Book) -> None:
    type_into(page, 2, NAME, "Берёзкин Пётр Ильич")
    saved(page)
    assert bank.read("B3") == [["Берёзкин Пётр Ильич"]]


def test_a_date_typed_the_russian_way_becomes_a_date(page: Page, bank: Book) -> None:
    type_into(page, 1, BORN, "1.9.2008")
    expect(cell(page, 1, BORN)).to_have_text("01.09.2008")
    assert bank.read("C2") == [[39692]]


def test_what_is_no_date_is_kept_and_said(page: Page, bank: Book) -> None:
    type_into(page, 1, BORN, "32.13.2008")
    expect(page.locator("#state")).to_contain_text("не похоже на дату")
    assert bank.read("C2") == [["32.13.2008"]]


def test_editing_is_undone_and_done_again(page: Page, bank: Book) -> None:
    type_into(page, 1, NAME, "Другое имя")
    saved(page)
    type_into(page, 1, BORN, "01.09.2008")
    expect(cell(page, 1, BORN)).to_have_text("01.09.2008")
    page.keyboard.press("Control+z")
    expect(cell(page, 1, BORN)).to_have_text("")
    page.get_by_role("button", name="Отменить").click()
    expect(cell(page, 1, NAME)).to_have_text(PEOPLE[0])
    page.get_by_role("button", name="Повторить").click()
    expect(cell(page, 1, NAME)).to_have_text("Другое имя")
    expect(page.locator("#state")).to_have_text("Сохранено")
    assert bank.read("B2:C2") == [["Другое имя"]]


def test_a_drop_down_offers_the_choices_of_its_rule_and_takes_no_other(page: Page, bank: Book) -> None:
    cell(page, 1, FORM).dblclick()
    editor = page.locator("select.cell-editor")
    assert editor.locator("option").all_inner_texts() == ["", "педагог–студент", "студент–студент"]
    editor.select_option("студент–студент")
    page.keyboard.press("Enter")
    saved(page)
    assert bank.read("D2") == [["студент–студент"]]
    cell(page, 2, BORN).click()
    expect(page.locator("#cell-name")).to_contain_text("Дата рождения")
    paste(page, 2, BORN, "01.09.2008\tвыдумка")
    expect(page.locator("#state")).to_contain_text("«выдумка» нет в списке")
    expect(kept(page).locator("q")).to_have_text(["(пусто)", "выдумка"])
    assert bank.read("C3:D3", "FORMATTED_VALUE") == [["01.09.2008"]]
    page.get_by_role("button", name="Исправить").click()
    page.locator("select.cell-editor").select_option("педагог–студент")
    page.keyboard.press("Enter")
    saved(page)
    expect(kept(page)).to_be_hidden()
    assert bank.read("D3") == [["педагог–студент"]]


def test_a_checkbox_is_ticked_by_mouse_and_by_keyboard(page: Page, bank: Book) -> None:
    cell(page, 1, READY).locator("input").click()
    saved(page)
    cell(page, 2, READY).click(position={"x": 60, "y": 10})
    page.keyboard.press("Space")
    expect(cell(page, 2, READY).locator("input")).to_be_checked()
    expect(page.locator("#state")).to_have_text("Сохранено")
    expect(page.locator(".waiting")).to_have_count(0)
    assert bank.read("E2:E4") == [[True], [True], [False]]


def test_a_column_of_the_program_is_visibly_locked(page: Page, bank: Book) -> None:
    expect(page.locator(f".ag-header-cell.locked[col-id='{STATUS}']")).to_be_visible()
    cell(page, 1, STATUS).dblclick()
    expect(page.locator("#state")).to_have_text("Этот столбец заполняет программа")
    assert bank.read("F2") == [["ждёт"]]


def test_statuses_have_the_colours_of_the_conditional_formats(page: Page, bank: Book) -> None:
    expect(cell(page, 1, STATUS)).to_have_css("background-color", "rgb(255, 204, 204)")
    bank.write("F2", [["готов"]])
    expect(cell(page, 1, STATUS)).to_have_text("готов")
    expect(cell(page, 1, STATUS)).to_have_css("background-color", "rgb(127, 204, 204)")


def test_a_job_s_change_arrives_without_reloading(page: Page, bank: Book) -> None:
    bank.write("F3", [["готов"]])
    expect(cell(page, 2, STATUS)).to_have_text("готов")
    bank.update({"insertDimension": {"range": {"dimension": "ROWS", "startIndex": 1, "endIndex": 2}}})
    bank.write("B2", [["Абрикосов Ян"]])
    expect(cell(page, 1, NAME)).to_have_text("Абрикосов Ян")
    expect(cell(page, 2, NAME)).to_have_text(PEOPLE[0])


def begin_typing(page: Page, row: int, index: int, text: str) -> None:
    cell(page, row, index).dblclick()
    page.locator(".cell-editor").fill(text)


def hear_of_it(page: Page) -> None:
    """Wait until the page has asked what is new, and got it."""
    with page.expect_response(lambda response: "/grid?" in response.url and response.status == 200):
        pass


def hear_nothing(page: Page) -> None:
    page.route("**/grid?*", lambda route: route.abort())


def kept(page: Page) -> Locator:
    return page.get_by_role("region", name="Не записано")


INSERTED = {"insertDimension": {"range": {"dimension": "ROWS", "startIndex": 1, "endIndex": 2}}}
HEARD = pytest.mark.parametrize("heard", [True, False], ids=["heard of it", "heard nothing"])


@HEARD
def test_what_is_typed_is_written_beside_its_person_wherever_their_row_is_by_then(
    page: Page, bank: Book, heard: bool
) -> None:
    begin_typing(page, 2, BORN, "01.09.2008")
    if not heard:
        hear_nothing(page)
    bank.update(INSERTED)
    if heard:
        hear_of_it(page)
    page.keyboard.press("Enter")
    expect(page.locator(".cell-editor")).to_have_count(0)
    expect(page.locator(".waiting")).to_have_count(0)
    assert bank.read("A4:C4", "FORMATTED_VALUE") == [["Н-2", PEOPLE[1], "01.09.2008"]]
    assert bank.read("C2:C3") == []


def test_what_is_typed_into_a_row_that_is_deleted_meanwhile_is_kept_and_written_nowhere(page: Page, bank: Book) -> None:
    begin_typing(page, 2, NAME, "Берёзкин Пётр Ильич")
    bank.update({"deleteDimension": {"range": {"dimension": "ROWS", "startIndex": 2, "endIndex": 3}}})
    hear_of_it(page)
    expect(page.locator(".cell-editor")).to_have_value("Берёзкин Пётр Ильич")
    page.keyboard.press("Enter")
    expect(kept(page)).to_contain_text("Эту строку удалили или переставили")
    expect(kept(page)).to_contain_text("Берёзкин Пётр Ильич")
    expect(page.locator("#state")).not_to_have_text("Сохранено")
    expect(cell(page, 2, NAME)).to_have_text(PEOPLE[2])
    assert [row[1] for row in bank.read("A2:B4")] == [PEOPLE[0], *PEOPLE[2:]]


def test_what_is_typed_is_kept_when_a_column_comes_before_it_meanwhile(page: Page, bank: Book) -> None:
    begin_typing(page, 1, FORM - 1, "01.09.2008")
    bank.update({"insertDimension": {"range": {"dimension": "COLUMNS", "startIndex": 2, "endIndex": 3}}})
    hear_of_it(page)
    expect(page.locator(".cell-editor")).to_have_value("01.09.2008")
    page.keyboard.press("Enter")
    expect(kept(page)).to_contain_text("01.09.2008")
    expect(page.get_by_role("columnheader", name="Дата рождения")).to_have_attribute("col-id", str(BORN + 1))
    assert bank.read("C2:D2") == []


@HEARD
def test_what_a_colleague_saved_while_a_cell_was_edited_stays_and_both_are_shown(
    page: Page, bank: Book, heard: bool
) -> None:
    begin_typing(page, 1, NAME, "Арбузова Вера Б.")
    if not heard:
        hear_nothing(page)
    bank.write("B2", [["Арбузова Вера А."]])
    if heard:
        hear_of_it(page)
    page.keyboard.press("Enter")
    expect(page.locator("#state")).to_contain_text("изменил кто-то другой")
    page.unroute("**/grid?*")
    expect(kept(page)).to_contain_text("ФИО, строка 2")
    expect(kept(page).locator("q")).to_have_text(["Арбузова Вера А.", "Арбузова Вера Б."])
    expect(cell(page, 1, NAME)).to_have_text("Арбузова Вера А.")
    assert bank.read("B2") == [["Арбузова Вера А."]]


def dispute(page: Page, bank: Book) -> None:
    begin_typing(page, 1, NAME, "моё")
    bank.write("B2", [["чужое"]])
    page.keyboard.press("Enter")
    expect(kept(page)).to_contain_text("моё")


def test_of_two_values_the_person_may_write_theirs(page: Page, bank: Book) -> None:
    dispute(page, bank)
    page.get_by_role("button", name="Записать моё").click()
    saved(page)
    expect(kept(page)).to_be_hidden()
    assert bank.read("B2") == [["моё"]]
    page.keyboard.press("Control+z")
    expect(cell(page, 1, NAME)).to_have_text("чужое")


def test_of_two_values_the_person_may_leave_the_other(page: Page, bank: Book) -> None:
    dispute(page, bank)
    page.get_by_role("button", name="Оставить как есть").click()
    expect(kept(page)).to_be_hidden()
    expect(page.locator(".ag-cell.unwritten")).to_have_count(0)
    assert bank.read("B2") == [["чужое"]]


def test_a_choice_is_asked_again_where_the_cell_has_changed_once_more(page: Page, bank: Book) -> None:
    dispute(page, bank)
    bank.write("B2", [["третье"]])
    page.get_by_role("button", name="Записать моё").click()
    expect(kept(page).locator("q")).to_have_text(["третье", "моё"])
    assert bank.read("B2") == [["третье"]]


def test_a_cell_that_is_typed_anew_in_sight_of_the_other_value_is_settled(page: Page, bank: Book) -> None:
    dispute(page, bank)
    type_into(page, 1, NAME, "общее")
    saved(page)
    expect(kept(page)).to_be_hidden()
    assert bank.read("B2") == [["общее"]]


@HEARD
def test_a_colleague_s_change_of_another_cell_of_the_row_hinders_nobody(page: Page, bank: Book, heard: bool) -> None:
    begin_typing(page, 1, BORN, "01.09.2008")
    if not heard:
        hear_nothing(page)
    bank.write("B2", [["Арбузова Вера Ильинична"]])
    if heard:
        hear_of_it(page)
    page.keyboard.press("Enter")
    expect(page.locator(".waiting")).to_have_count(0)
    expect(kept(page)).to_be_hidden()
    assert bank.read("B2:C2", "FORMATTED_VALUE") == [["Арбузова Вера Ильинична", "01.09.2008"]]


def test_an_editor_that_was_opened_and_left_untouched_writes_nothing(page: Page, bank: Book) -> None:
    cell(page, 1, NAME).dblclick()
    bank.write("B2", [["Другое"]])
    hear_of_it(page)
    page.keyboard.press("Enter")
    expect(cell(page, 1, NAME)).to_have_text("Другое")
    assert page.evaluate("performance.getEntriesByType('resource').every(entry => !entry.name.endsWith('/edits'))")
    assert bank.read("B2") == [["Другое"]]


def test_two_who_type_the_same_are_of_one_mind(page: Page, bank: Book) -> None:
    begin_typing(page, 1, BORN, "1.9.2008")
    bank.write("C2", [["01.09.2008"]], "USER_ENTERED")
    hear_of_it(page)
    page.keyboard.press("Enter")
    saved(page)
    expect(kept(page)).to_be_hidden()


def test_a_formula_is_not_overwritten_because_it_looks_like_the_number_before_it(page: Page, bank: Book) -> None:
    bank.write("G2", [[5]])
    expect(cell(page, 1, 6)).to_have_text("5")
    begin_typing(page, 1, 6, "6")
    bank.write("G2", [["=2+3"]], "USER_ENTERED")
    page.keyboard.press("Enter")
    expect(kept(page).locator("q")).to_have_text(["=2+3", "6"])
    assert bank.read("G2", "FORMULA") == [["=2+3"]]


def test_of_a_pasted_block_all_is_written_but_what_others_have_changed(page: Page, bank: Book) -> None:
    hear_nothing(page)
    bank.write("B3", [["чужое"]])
    paste(page, 1, NAME, "первый\t01.09.2001\r\nвторой\t01.09.2002\r\nтретий\t01.09.2003")
    expect(page.locator("#state")).to_contain_text("Записано не всё")
    page.unroute("**/grid?*")
    expect(kept(page).locator("q")).to_have_text(["чужое", "второй"])
    dates = ["01.09.2001", "01.09.2002", "01.09.2003"]
    assert [row[0] for row in bank.read("C2:C4", "FORMATTED_VALUE")] == dates
    assert bank.read("B2:B4") == [["первый"], ["чужое"], ["третий"]]
    page.locator("#undo").click()
    expect(cell(page, 1, NAME)).to_have_text(PEOPLE[0])
    assert bank.read("B2:C4") == [[PEOPLE[0]], ["чужое"], [PEOPLE[2]]]


def test_all_that_waits_may_be_settled_at_once(page: Page, bank: Book) -> None:
    hear_nothing(page)
    bank.write("B2", [["чужое", ""], ["чужое", "01.01.2001"]])
    paste(page, 1, NAME, "первый\t\r\nвторой\t01.09.2002")
    page.unroute("**/grid?*")
    expect(kept(page)).to_contain_text("Не записано: 3 ячейки")
    page.get_by_role("button", name="Записать всё моё").click()
    expect(kept(page)).to_be_hidden()
    expect(page.locator(".waiting")).to_have_count(0)
    assert bank.read("B2:C3", "FORMATTED_VALUE") == [["первый"], ["второй", "01.09.2002"]]


def test_undoing_asks_where_somebody_has_written_since(page: Page, bank: Book) -> None:
    type_into(page, 1, NAME, "моё")
    saved(page)
    bank.write("B2", [["чужое"]])
    expect(cell(page, 1, NAME)).to_have_text("чужое")
    page.locator("#undo").click()
    expect(kept(page).locator("q")).to_have_text(["чужое", PEOPLE[0]])
    assert bank.read("B2") == [["чужое"]]
    page.get_by_role("button", name="Записать моё").click()
    expect(cell(page, 1, NAME)).to_have_text(PEOPLE[0])


def test_undoing_one_cell_leaves_what_others_wrote_into_the_row(page: Page, bank: Book) -> None:
    type_into(page, 1, BORN, "01.09.2008")
    saved(page)
    bank.write("B2", [["чужое"]])
    page.locator("#undo").click()
    expect(cell(page, 1, BORN)).to_have_text("")
    assert bank.read("B2:C2") == [["чужое"]]


def test_a_cell_typed_twice_over_a_slow_network_does_not_overwrite_a_colleague_s(page: Page, bank: Book) -> None:
    held: list[Any] = []
    page.route("**/edits", lambda route: route.continue_() if held else held.append(route))
    type_into(page, 1, NAME, "первое")
    type_into(page, 1, NAME, "второе")
    bank.write("B2", [["чужое"]])
    held[0].continue_()
    expect(kept(page).locator("q")).to_have_text(["чужое", "второе"])
    assert bank.read("B2") == [["чужое"]]


def test_a_cell_typed_twice_over_a_slow_network_has_what_was_typed_last(page: Page, bank: Book) -> None:
    held: list[Any] = []
    page.route("**/edits", lambda route: route.continue_() if held else held.append(route))
    type_into(page, 1, BORN, "1.9.2008")
    type_into(page, 1, BORN, "2.9.2008")
    held[0].continue_()
    expect(cell(page, 1, BORN)).to_have_text("02.09.2008")
    saved(page)
    expect(page.locator(".waiting")).to_have_count(0)
    expect(kept(page)).to_be_hidden()
    assert bank.read("C2", "FORMATTED_VALUE") == [["02.09.2008"]]


def test_what_is_typed_is_kept_when_the_right_to_write_is_gone(
    bank: Book, api: Api, sign_in: Callable[[str], Visitor], open_browser: Browser
) -> None:
    writer = sign_in("writer@school.example")
    permission = {"type": "user", "role": "writer", "emailAddress": "writer@school.example"}
    given = api.post(f"/drive/v3/files/{bank.id}/permissions", permission)
    page = opened(bank, writer, open_browser, **DESK)
    begin_typing(page, 1, NAME, "Не потеряно")
    api.patch(f"/drive/v3/files/{bank.id}/permissions/{given['id']}", {"role": "reader"})
    page.keyboard.press("Enter")
    expect(page.locator("#state")).to_contain_text("нет права")
    expect(kept(page)).to_contain_text("Не потеряно")
    expect(cell(page, 1, NAME)).to_have_text(PEOPLE[0])


def test_a_colleague_s_note_is_not_overwritten(page: Page, bank: Book) -> None:
    cell(page, 1, NAME).click(button="right")
    page.get_by_role("menuitem", name="Заметка к ячейке").click()
    page.get_by_label("Заметка к ячейке").fill("моя")
    note = {"rows": [{"values": [{"note": "чужая"}]}], "start": {"rowIndex": 1, "columnIndex": NAME}, "fields": "note"}
    bank.update({"updateCells": note})
    page.get_by_role("button", name="Готово").click()
    expect(kept(page).locator("q")).to_have_text(["чужая", "моя"])
    page.get_by_role("button", name="Записать моё").click()
    saved(page)
    cell(page, 1, NAME).click()
    expect(page.locator("#cell-note")).to_have_text("моя")


def test_sorting_and_filtering_change_what_is_shown_and_not_the_file(page: Page, bank: Book) -> None:
    header = page.locator(f".ag-header-cell[col-id='{NAME}']")
    header.locator(".ag-header-cell-label").click()
    header.locator(".ag-header-cell-label").click()
    assert column_texts(page, NAME) == PEOPLE[::-1]
    header.locator(".ag-header-cell-filter-button").click()
    page.get_by_role("button", name="Ни одного").click()
    page.get_by_label("Груздева Анна").check()
    page.keyboard.press("Escape")
    assert column_texts(page, NAME) == ["Груздева Анна"]
    expect(page.locator("#count")).to_have_text("1 из 4 строки")
    page.get_by_role("button", name="Показать все (3 скрыто)").click()
    assert column_texts(page, NAME) == PEOPLE[::-1]
    assert [row[1] for row in bank.read("A2:B5")] == PEOPLE


def test_what_is_typed_into_a_sorted_tab_lands_beside_its_person(page: Page, bank: Book) -> None:
    page.locator(f".ag-header-cell[col-id='{NAME}'] .ag-header-cell-label").dblclick()
    type_into(page, 4, BORN, "05.06.2009")
    saved(page)
    assert bank.read("B5:C5", "FORMATTED_VALUE") == [["Груздева Анна", "05.06.2009"]]


def test_finding_goes_from_place_to_place(page: Page) -> None:
    page.keyboard.press("Control+f")
    page.get_by_label("Что найти на листе").fill("ВИ")
    expect(page.locator("#found")).to_have_text("Найдено: 1")
    page.keyboard.press("Enter")
    expect(page.locator("#found")).to_have_text("1 из 1")
    expect(page.locator(".found-now")).to_have_text("Вишнёв-Дальний Олег")
    page.get_by_label("Что найти на листе").fill("нет такого")
    expect(page.locator("#found")).to_have_text("Не найдено")


def paste(page: Page, row: int, index: int, text: str) -> None:
    cell(page, row, index).click()
    script = """text => {
        const data = new DataTransfer();
        data.setData('text/plain', text);
        const options = { clipboardData: data, bubbles: true, cancelable: true };
        document.activeElement.dispatchEvent(new ClipboardEvent('paste', options));
    }"""
    page.evaluate(script, text)


def test_a_block_from_excel_is_pasted_in_one_step(page: Page, bank: Book) -> None:
    paste(page, 2, NAME, 'Новый Иван\t02.03.2007\r\n"Две\nстроки ""в кавычках"""\t\r\n')
    saved(page)
    assert bank.read("B3:C4", "FORMATTED_VALUE") == [["Новый Иван", "02.03.2007"], ['Две\nстроки "в кавычках"']]
    page.keyboard.press("Control+z")
    expect(cell(page, 2, NAME)).to_have_text(PEOPLE[1])
    assert bank.read("B3:C4") == [[PEOPLE[1]], [PEOPLE[2]]]


def test_pasting_over_locked_columns_writes_the_others_and_says_so(page: Page, bank: Book) -> None:
    paste(page, 1, READY, "ИСТИНА\tготов")
    expect(page.locator("#state")).to_contain_text("В защищённые столбцы не записано: 1 ячейка")
    assert bank.read("E2:F2") == [[True, "ждёт"]]


def test_marked_cells_are_copied_as_excel_takes_them(page: Page) -> None:
    cell(page, 1, NUMBER).click()
    cell(page, 2, NAME).click(modifiers=["Shift"])
    copied = page.evaluate("""() => {
        const data = new DataTransfer();
        const options = { clipboardData: data, bubbles: true, cancelable: true };
        document.activeElement.dispatchEvent(new ClipboardEvent('copy', options));
        return data.getData('text/plain');
    }""")
    assert copied == f"Н-1\t{PEOPLE[0]}\r\nН-2\t{PEOPLE[1]}"


def test_delete_empties_the_marked_cells(page: Page, bank: Book) -> None:
    cell(page, 1, NAME).click()
    expect(page.locator("#cell-name")).to_contain_text("строка 2")
    page.keyboard.press("Shift+ArrowDown")
    expect(page.locator(".in-range")).to_have_count(2)
    page.keyboard.press("Delete")
    saved(page)
    assert bank.read("B2:B5") == [[], [], [PEOPLE[2]], [PEOPLE[3]]]


def test_rows_are_inserted_and_deleted_and_brought_back_whole(page: Page, bank: Book) -> None:
    cell(page, 2, NAME).click(button="right")
    page.get_by_role("menuitem", name="Удалить строку").click()
    expect(cell(page, 2, NAME)).to_have_text(PEOPLE[2])
    page.keyboard.press("Control+z")
    expect(cell(page, 2, NAME)).to_have_text(PEOPLE[1])
    assert bank.read("A2:F5") == [[f"Н-{n}", name, "", "", False, "ждёт"] for n, name in enumerate(PEOPLE, start=1)]
    cell(page, 2, NAME).click(button="right")
    page.get_by_role("menuitem", name="Вставить строку выше").click()
    expect(cell(page, 3, NAME)).to_have_text(PEOPLE[1])
    assert bank.read("B2:B4") == [[PEOPLE[0]], [], [PEOPLE[1]]]


def test_a_note_is_marked_and_read(page: Page, bank: Book) -> None:
    note = {"note": "Звонить после обеда"}
    start = {"rowIndex": 1, "columnIndex": NAME}
    bank.update({"updateCells": {"start": start, "rows": [{"values": [note]}], "fields": "note"}})
    expect(page.locator(".has-note")).to_have_count(1)
    cell(page, 1, NAME).click()
    expect(page.locator("#cell-note")).to_have_text("Звонить после обеда")


def test_tabs_are_changed_and_remembered_in_the_address(page: Page, bank: Book) -> None:
    bank.update({"addSheet": {"properties": {"sheetId": 7, "title": "Второй лист"}}})
    bank.write("'Второй лист'!A1", [["только здесь"]])
    page.get_by_role("tab", name="Второй лист").click()
    expect(cell(page, 0, 0)).to_have_text("только здесь")
    page.reload()
    expect(cell(page, 0, 0)).to_have_text("только здесь")


def test_a_chart_is_drawn(page: Page, bank: Book) -> None:
    def source(index: int) -> Json:
        return {"sourceRange": {"sources": [{"sheetId": 0, "startRowIndex": 0, "endRowIndex": 5,
                                             "startColumnIndex": index, "endColumnIndex": index + 1}]}}  # fmt: skip

    bank.write("G1", [["Встреч"], [3], [1], [4], [1]])
    basic = {"chartType": "COLUMN", "headerCount": 1, "domains": [{"domain": source(NAME)}],
             "series": [{"series": source(6)}]}  # fmt: skip
    position = {"overlayPosition": {"anchorCell": {"sheetId": 0}}}
    chart = {"spec": {"title": "Встречи", "basicChart": basic}, "position": position}
    bank.update({"addChart": {"chart": chart}})
    page.get_by_role("button", name="Диаграммы").click()
    plot = page.get_by_role("img", name="Встречи")
    expect(plot.locator("svg")).to_be_visible()
    assert "Арбузова Вера: 3" in (plot.get_attribute("aria-label") or "")
    bank.write("G2", [[7]])
    expect(page.get_by_role("img", name="Арбузова Вера: 7")).to_be_visible()


def test_the_xlsx_is_downloaded_and_opens_again(page: Page) -> None:
    with page.expect_download() as waiting:
        page.get_by_title("Скачать таблицу как .xlsx").click()
    assert waiting.value.suggested_filename == "Книга.xlsx"
    book = openpyxl.load_workbook(io.BytesIO(waiting.value.path().read_bytes()))
    assert [row[1].value for row in book["Sheet1"].iter_rows(max_row=5)] == ["ФИО", *PEOPLE]


def test_a_reader_sees_everything_and_changes_nothing(
    bank: Book, api: Api, sign_in: Callable[[str], Visitor], open_browser: Browser
) -> None:
    reader = sign_in("reader@school.example")
    permission = {"type": "user", "role": "reader", "emailAddress": "reader@school.example"}
    api.post(f"/drive/v3/files/{bank.id}/permissions", permission)
    page = opened(bank, reader, open_browser, **DESK)
    deeds: list[Callable[[], object]] = [
        lambda: cell(page, 1, NAME).dblclick(),
        lambda: page.keyboard.press("x"),
        lambda: page.keyboard.press("Delete"),
        lambda: paste(page, 1, NAME, "вставлено"),
        lambda: cell(page, 1, READY).locator("input").click(force=True),
        lambda: page.locator("#cell-text").press("x"),
    ]
    for deed in deeds:
        page.locator("#state").evaluate("state => { state.textContent = ''; }")
        deed()
        expect(page.locator("#state")).to_contain_text("Вам открыт только просмотр")
    expect(page.locator(".cell-editor")).to_have_count(0)
    expect(cell(page, 1, READY).locator("input")).not_to_be_checked()
    expect(page.get_by_role("button", name="Отменить")).to_have_count(0)
    step = {"deed": "write", "sheet": 0, "rows": [{"row": 1, "cells": {"1": "нельзя"}, "seen": []}]}
    headers = {"Accept": "application/json"}
    refused = reader.post(f"/spreadsheets/d/{bank.id}/edits", json=step, headers=headers)
    assert refused.status_code == 403
    assert "нет права" in refused.json()["message"]
    assert bank.read("B2") == [[PEOPLE[0]]]


def test_whoever_has_the_link_of_a_file_open_to_all_needs_no_sign_in(
    bank: Book, api: Api, nobody: Visitor, open_browser: Browser
) -> None:
    closed = nobody.get(f"/spreadsheets/d/{bank.id}/edit", allow_redirects=False)
    assert closed.headers["location"].startswith("/signin?next=")
    api.post(f"/drive/v3/files/{bank.id}/permissions", {"type": "anyone", "role": "reader"})
    opened(bank, nobody, open_browser, **DESK)


def test_on_a_phone_a_cell_is_read_and_edited_in_the_bar_above(
    bank: Book, owner: Visitor, open_browser: Browser
) -> None:
    page = opened(bank, owner, open_browser, **PHONE)
    cell(page, 1, NAME).tap()
    expect(page.locator("#cell-text")).to_have_value(PEOPLE[0])
    page.locator("#cell-text").fill("С телефона")
    page.locator("#cell-text").press("Enter")
    saved(page)
    assert bank.read("B2") == [["С телефона"]]
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_what_was_typed_while_the_network_was_down_is_sent_when_it_is_back(page: Page, bank: Book) -> None:
    page.route("**/edits", lambda route: route.abort())
    type_into(page, 1, NAME, "Не потеряно")
    expect(page.locator("#state")).to_contain_text("Нет связи")
    page.unroute("**/edits")
    saved(page)
    assert bank.read("B2") == [["Не потеряно"]]


BAD_STEPS = [
    "",
    "[]",
    "{}",
    "[" * 100_000,
    '{"sheet":0,"deed":"write","rows":[{"row":-1,"cells":{}}]}',
    '{"sheet":0,"deed":"write","rows":[{"row":1,"cells":{"999":"x"},"seen":[]}]}',
    '{"sheet":0,"deed":"delete","row":1,"seen":[]}',
    '{"sheet":0,"deed":"dance","row":1,"seen":[]}',
    '{"sheet":99,"deed":"insert","row":1,"count":1,"seen":[]}',
]


@pytest.mark.parametrize("body", BAD_STEPS, ids=range(len(BAD_STEPS)))
def test_a_step_that_no_page_would_send_changes_nothing(bank: Book, owner: Visitor, body: str) -> None:
    before = bank.read("A1:H40")
    headers = {"Accept": "application/json", "Content-Type": "application/json"}
    response = owner.post(f"/spreadsheets/d/{bank.id}/edits", body.encode(), headers=headers)
    assert 400 <= response.status_code < 500
    assert bank.read("A1:H40") == before


def test_only_the_rows_that_changed_are_sent_again(bank: Book, owner: Visitor) -> None:
    bank.update({"appendDimension": {"sheetId": 0, "dimension": "ROWS", "length": 600}})
    bank.write("B600", [["последний"]])
    path, headers = f"/spreadsheets/d/{bank.id}/grid", {"Accept": "application/json"}
    first = owner.get(path, headers=headers)
    known = [block["hash"] for block in first.json()["tab"]["blocks"]]
    assert len(known) == 3
    unchanged = owner.get(path, headers={**headers, "If-None-Match": first.headers["etag"]})
    assert unchanged.status_code == 304
    bank.write("B300", [["изменено"]])
    again = owner.get(path, params={"known": ",".join(known)}, headers=headers).json()["tab"]["blocks"]
    assert ["rows" in block for block in again] == [False, True, False]


def order_of(bank: Book, owner: Visitor) -> Json:
    answer = owner.get(f"/spreadsheets/d/{bank.id}/grid", headers={"Accept": "application/json"})
    order: Json = answer.json()["tab"]["order"]
    return order


CHANGES: list[tuple[Json, set[str]]] = [
    ({"sortRange": {"range": {"startRowIndex": 1}, "sortSpecs": [{"dimensionIndex": 1}]}}, {"ROWS"}),
    ({"insertDimension": {"range": {"dimension": "ROWS", "startIndex": 1, "endIndex": 2}}}, {"ROWS"}),
    ({"deleteDimension": {"range": {"dimension": "ROWS", "startIndex": 1, "endIndex": 2}}}, {"ROWS"}),
    ({"moveDimension": {"source": {"dimension": "ROWS", "startIndex": 1, "endIndex": 2}, "destinationIndex": 4}},
     {"ROWS"}),
    ({"deleteDuplicates": {"range": {"startRowIndex": 1, "startColumnIndex": STATUS}}}, {"ROWS"}),
    ({"insertDimension": {"range": {"dimension": "COLUMNS", "startIndex": 1, "endIndex": 2}}}, {"COLUMNS"}),
    ({"insertRange": {"range": {"startRowIndex": 1, "endRowIndex": 2}, "shiftDimension": "ROWS"}}, {"ROWS"}),
    ({"appendDimension": {"dimension": "ROWS", "length": 5}}, set()),
    ({"updateCells": {"start": {"rowIndex": 1}, "fields": "note", "rows": [{"values": [{"note": "да"}]}]}}, set()),
]  # fmt: skip


@pytest.mark.parametrize(("change", "of"), CHANGES, ids=[next(iter(change)) for change, _ in CHANGES])
def test_the_order_of_a_tab_tells_whether_its_lines_have_moved(
    bank: Book, owner: Visitor, workspace: Workspace, change: Json, of: set[str]
) -> None:
    before = order_of(bank, owner)
    bank.update(change)
    after = order_of(bank, owner)
    assert {dimension for dimension in before if before[dimension] != after[dimension]} == of
    with workspace.writing():
        workspace.spreadsheets.forget()
    assert order_of(bank, owner) == after


def test_script_in_a_cell_stays_text(page: Page, bank: Book) -> None:
    bank.write("B2", [["<img src=x onerror=\"document.title='взломано'\">"]])
    expect(cell(page, 1, NAME)).to_contain_text("<img src=x")
    assert page.title() == "Книга"


def test_a_spreadsheet_in_the_trash_or_unknown_is_not_found(bank: Book, api: Api, owner: Visitor) -> None:
    api.patch(f"/drive/v3/files/{bank.id}", {"trashed": True})
    assert owner.get(f"/spreadsheets/d/{bank.id}/edit").status_code == 404
    assert owner.get("/spreadsheets/d/nothing/edit").status_code == 404


def test_an_empty_spreadsheet_can_be_written_into(
    api: Api, owner: Visitor, open_browser: Browser, workspace: Workspace
) -> None:
    book = new_book(api, "ru_RU")
    page = open_browser(owner, **DESK)
    page.goto(f"/spreadsheets/d/{book.id}")
    type_into(page, 0, 1, "первое")
    saved(page)
    assert book.read("B1") == [["первое"]]


def test_a_tab_is_named_added_hidden_and_shown_again(page: Page, bank: Book) -> None:
    page.get_by_role("button", name="Действия с листом").click()
    page.get_by_role("menuitem", name="Переименовать лист").click()
    page.get_by_label("Новое название листа").fill("Наставники")
    page.get_by_role("button", name="Готово").click()
    expect(page.get_by_role("tab", name="Наставники")).to_be_visible()
    page.get_by_role("button", name="Действия с листом").click()
    page.get_by_role("menuitem", name="Новый лист").click()
    page.get_by_label("Как назвать новый лист?").fill("Мои заметки")
    page.get_by_role("button", name="Готово").click()
    expect(page.get_by_role("tab", name="Мои заметки")).to_have_attribute("aria-selected", "true")
    page.get_by_role("button", name="Действия с листом").click()
    page.get_by_role("menuitem", name="Скрыть лист").click()
    expect(page.get_by_role("tab", name="Наставники")).to_have_attribute("aria-selected", "true")
    page.get_by_role("button", name="Действия с листом").click()
    page.get_by_role("menuitem", name="Показать «Мои заметки»").click()
    expect(page.get_by_role("tab", name="Мои заметки")).to_be_visible()
    sheets = bank.get("sheets.properties(title,hidden)")["sheets"]
    assert [sheet["properties"] for sheet in sheets] == [{"title": "Наставники"}, {"title": "Мои заметки"}]


def test_a_title_that_is_taken_is_refused_in_words(page: Page, bank: Book) -> None:
    page.get_by_role("button", name="Действия с листом").click()
    page.get_by_role("menuitem", name="Новый лист").click()
    page.get_by_label("Как назвать новый лист?").fill("Sheet1")
    page.get_by_role("button", name="Готово").click()
    expect(page.locator("#state")).to_have_text("Лист с таким названием уже есть. Выберите другое.")


def test_columns_are_renamed_inserted_hidden_and_shown_again(page: Page, bank: Book) -> None:
    header_menu(page, NAME, "Переименовать столбец")
    page.get_by_label("Новое название столбца").fill("Кто")
    page.get_by_role("button", name="Готово").click()
    expect(page.get_by_role("columnheader", name="Кто")).to_be_visible()
    header_menu(page, NAME, "Вставить столбец справа")
    expect(cell(page, 1, BORN)).to_have_text("")
    assert bank.read("A1:D1") == [["№", "Кто", "", "Дата рождения"]]
    header_menu(page, NAME, "Скрыть столбец")
    expect(page.get_by_role("columnheader", name="Кто")).to_have_count(0)
    header_menu(page, NUMBER, "Показать 1 скрытый столбец")
    expect(page.get_by_role("columnheader", name="Кто")).to_be_visible()


def header_menu(page: Page, index: int, choice: str) -> None:
    page.locator(f".ag-header-cell[col-id='{index}']").click(button="right")
    page.get_by_role("menuitem", name=choice).click()


def test_rows_are_put_in_order_for_everybody(page: Page, bank: Book) -> None:
    header_menu(page, NAME, "Упорядочить строки листа для всех: Я→А")
    expect(cell(page, 1, NAME)).to_have_text(PEOPLE[-1])
    assert [row[1] for row in bank.read("A2:B5")] == PEOPLE[::-1]


def test_a_note_is_written_and_undone(page: Page, bank: Book) -> None:
    cell(page, 1, STATUS).click(button="right")
    page.get_by_role("menuitem", name="Заметка к ячейке").click()
    page.get_by_label("Заметка к ячейке").fill("Спросить у мастера")
    page.get_by_role("button", name="Готово").click()
    expect(page.locator(".has-note")).to_have_count(1)
    cell(page, 1, STATUS).click()
    page.keyboard.press("Control+z")
    expect(page.locator(".has-note")).to_have_count(0)


def test_a_change_of_the_layout_needs_the_newest_version(bank: Book, owner: Visitor) -> None:
    path, headers = f"/spreadsheets/d/{bank.id}", {"Accept": "application/json"}
    stale = owner.get(f"{path}/grid", headers=headers).headers["etag"]
    bank.write("B2", [["изменено"]])
    rename = {"updateSheetProperties": {"properties": {"sheetId": 0, "title": "Новое"}, "fields": "title"}}
    refused = owner.post(f"{path}/requests", json={"requests": [rename]}, headers={**headers, "If-Match": stale})
    assert (refused.status_code, "изменилась" in refused.json()["message"]) == (412, True)
    fresh = owner.get(f"{path}/grid", headers=headers).headers["etag"]
    taken = owner.post(f"{path}/requests", json={"requests": [rename]}, headers={**headers, "If-Match": fresh})
    assert taken.status_code == 200


def test_a_browser_asks_about_a_script_that_it_keeps(owner: Visitor) -> None:
    for path in ("/static/sheet/page.js", "/static/grid/index.js", "/static/charts/index.js", "/static/workspace.css"):
        first = owner.get(path)
        assert (first.status_code, first.headers["cache-control"]) == (200, "no-cache")
        assert owner.get(path, headers={"If-None-Match": first.headers["etag"]}).status_code == 304


def test_a_column_that_only_suggests_offers_all_choices_and_takes_others_too(page: Page, bank: Book) -> None:
    suggesting = listed("утром", "вечером", strict=False)
    bank.update({"setDataValidation": {"range": column(6), "rule": suggesting}})
    bank.write("G2", [["утром"]])
    expect(cell(page, 1, 6)).to_have_text("утром")
    cell(page, 1, 6).dblclick()
    editor = page.locator("input.cell-editor")
    expect(editor).to_have_value("")  # the browser lists what begins as the field does
    expect(editor).to_have_attribute("placeholder", "утром")
    assert page.locator("datalist option").all_text_contents() == ["утром", "вечером"]
    page.keyboard.press("Enter")
    expect(page.locator(".cell-editor")).to_have_count(0)
    assert bank.read("G2") == [["утром"]]
    type_into(page, 1, 6, "в обед")
    expect(page.locator("#state")).to_contain_text("«в обед» нет в списке. Записано как есть")
    expect(page.locator(".unlisted")).to_have_text("в обед")
    assert bank.read("G2") == [["в обед"]]
