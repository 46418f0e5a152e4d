"""Which rows of a tab are shown, how it is laid out on screens and on paper, and who else has it open."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from playwright.sync_api import expect

from automation.embedded import Workspace
from automation.embedded.access.person import Person
from automation.embedded.access.presence import GONE_AFTER, Presence
from automation.embedded.pages.grid import views
from tests.embedded.conftest import Api, Book
from tests.embedded.pages.conftest import DESK, PHONE, Visitor
from tests.embedded.pages.test_spreadsheet import (
    BORN,
    NAME,
    NUMBER,
    PEOPLE,
    READY,
    STATUS,
    Browser,
    cell,
    column,
    column_texts,
    opened,
    type_into,
)
from tests.embedded.pages.test_spreadsheet import bank as bank

Json = dict[str, Any]

TO_FIX = 6
GOES_ON = '=($G2<>"")+($F2<>"снят")>0'
VIEW: Json = {
    "filterViewId": 5,
    "title": "Текущие",
    "range": {"sheetId": 0},
    "criteria": {str(STATUS): {"condition": {"type": "CUSTOM_FORMULA", "values": [{"userEnteredValue": GOES_ON}]}}},
}


@pytest.fixture
def folding(bank: Book) -> Book:
    """The bank, where a view folds away who has left: two of four, of whom one has something to put right."""
    wrapped = {"userEnteredFormat": {"wrapStrategy": "WRAP"}}
    bank.update(
        {"addFilterView": {"filter": VIEW}},
        {"repeatCell": {"range": column(TO_FIX), "cell": wrapped, "fields": "userEnteredFormat.wrapStrategy"}},
        {"updateSheetProperties": {"properties": {"gridProperties": {"frozenRowCount": 1, "frozenColumnCount": 2}},
                                   "fields": "gridProperties(frozenRowCount,frozenColumnCount)"}},
    )  # fmt: skip
    bank.write(
        "F1:G5", [["Статус", "Что исправить"], ["ждёт", ""], ["снят", ""], ["ждёт", ""], ["снят", "почта " * 40]]
    )
    return bank


def test_rows_that_are_over_are_folded_away_until_one_asks_for_them(
    folding: Book, owner: Visitor, open_browser: Browser
) -> None:
    page = opened(folding, owner, open_browser, **DESK)
    assert column_texts(page, NAME) == [PEOPLE[0], PEOPLE[2], PEOPLE[3]]  # the last one is to be put right
    expect(page.locator("#count")).to_have_text("3 из 4 строки")
    type_into(page, 4, TO_FIX, "")
    expect(cell(page, 4, NAME)).to_have_count(0)
    page.get_by_role("button", name="Показать все (2 скрыто)").click()
    expect(cell(page, 2, NAME)).to_have_text(PEOPLE[1])
    page.reload()
    expect(cell(page, 2, NAME)).to_have_text(PEOPLE[1])  # this browser was told to show all
    page.get_by_label("Вид", exact=True).select_option("Текущие")
    expect(cell(page, 2, NAME)).to_have_count(0)


def test_filters_are_kept_as_a_view_that_can_be_chosen_and_deleted(
    folding: Book, owner: Visitor, open_browser: Browser
) -> None:
    page = opened(folding, owner, open_browser, **DESK)
    page.get_by_label("Вид", exact=True).select_option("Все строки")
    expect(cell(page, 2, NAME)).to_be_visible()
    header = page.locator(f".ag-header-cell[col-id='{NAME}']")
    header.hover()
    header.locator(".ag-header-cell-filter-button").click()
    page.get_by_role("button", name="Ни одного").click()
    page.get_by_label("Груздева Анна").check()
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Сохранить вид").click()
    page.get_by_label("Как назвать этот вид?").fill("Анна")
    page.get_by_role("button", name="Готово").click()
    expect(page.get_by_label("Вид", exact=True).locator("option:checked")).to_have_text("Анна")
    assert column_texts(page, NAME) == ["Груздева Анна"]
    folding.write("B6", [["Дёмина Рита"]])  # what comes later is shown: a view says what is hidden
    expect(cell(page, 5, NAME)).to_have_text("Дёмина Рита")
    page.get_by_role("button", name="Действия с листом").click()
    page.get_by_role("menuitem", name="Удалить вид «Анна»").click()
    expect(page.get_by_label("Вид", exact=True).locator("option")).to_have_text(["Все строки", "Текущие"])


def test_the_page_shows_what_a_cell_is_and_no_more(folding: Book, owner: Visitor, open_browser: Browser) -> None:
    address = f"{owner.url}/document/d/abc/edit"
    folding.write("A2", [[address]])
    page = opened(folding, owner, open_browser, **DESK)
    link = cell(page, 1, NUMBER).get_by_role("link", name="Открыть документ")
    expect(link).to_have_attribute("href", address)
    boxes = [cell(page, row, READY).locator("input") for row in (1, 10)]
    for box, opacity in zip(boxes, ("1", "0"), strict=True):
        expect(box).to_have_css("opacity", opacity)
    cell(page, 10, READY).hover()
    expect(boxes[1]).to_have_css("opacity", "1")
    # One row has a long text, and is as high as that.
    rows = "[...document.querySelectorAll('.ag-center-cols-container .ag-row')].map(row => row.clientHeight)"
    page.wait_for_function(f"(heights => Math.max(...heights) > 100 && Math.min(...heights) < 100)({rows})")
    tabs = page.get_by_role("tablist")
    assert tabs.locator("> *").count() == tabs.get_by_role("tab").count() == 1


def test_on_a_phone_one_sees_whose_row_it_is_and_twice_as_large_more_than_three_rows(
    folding: Book, owner: Visitor, open_browser: Browser
) -> None:
    page = opened(folding, owner, open_browser, **PHONE)
    page.locator(".ag-center-cols-viewport").evaluate("view => { view.scrollLeft = 2000; }")
    box = cell(page, 1, NAME).bounding_box()
    assert box is not None and box["x"] >= 0 and box["x"] + box["width"] < 390 / 2
    page.close()
    small = opened(folding, owner, open_browser, viewport={"width": 683, "height": 384})
    view = small.locator(".ag-body-viewport").bounding_box()
    assert view is not None and view["height"] > 5 * 34


def test_two_who_have_a_table_open_see_each_other_and_where_each_is(
    folding: Book, api: Api, owner: Visitor, sign_in: Callable[[str], Visitor], open_browser: Browser
) -> None:
    writer = sign_in("anna@school.example")
    api.post(f"/drive/v3/files/{folding.id}/permissions",
             {"type": "user", "role": "writer", "emailAddress": "anna@school.example"})  # fmt: skip
    page = opened(folding, owner, open_browser, **DESK)
    expect(page.locator("#others")).to_be_empty()
    other = opened(folding, writer, open_browser, **DESK)
    cell(other, 3, BORN).click()
    expect(page.locator("#others")).to_have_text("Здесь сейчас: anna (строка 4)")
    expect(page.locator(".is-here")).to_have_count(1)
    expect(other.locator("#others")).to_contain_text("Владелец")
    other.close()
    expect(page.locator("#others")).to_be_empty()


def test_somebody_who_says_nothing_for_a_while_is_gone() -> None:
    moment = [0.0]
    presence = Presence(lambda: moment[0])
    anna, oleg = Person("anna@school.example"), Person("oleg@school.example")
    assert presence.tell("table", anna, {"sheet": 1}) == []
    assert [seen.person for seen in presence.tell("table", oleg, {})] == [anna]
    assert presence.tell("other", oleg, {}) == []
    moment[0] = GONE_AFTER + 1
    assert presence.tell("table", oleg, {}) == []


def test_a_stranger_learns_of_nobody(folding: Book, nobody: Visitor) -> None:
    answer = nobody.post(f"/spreadsheets/d/{folding.id}/here", json={}, headers={"Accept": "application/json"})
    assert not answer.ok and "others" not in answer.text


def test_a_tab_is_printed_with_its_header_and_what_the_view_shows(
    folding: Book, owner: Visitor, open_browser: Browser
) -> None:
    page = opened(folding, owner, open_browser, **DESK)
    with page.context.expect_page() as printed:
        page.get_by_role("button", name="Печать").click()
    paper = printed.value
    table = paper.get_by_role("table")
    assert table.locator("thead th").all_inner_texts() == ["№", "ФИО", "Статус", "Что исправить"]  # no empty column
    assert table.locator("tbody tr").count() == 3
    paper.get_by_label("Статус").uncheck()
    paper.get_by_role("button", name="Показать выбранные столбцы").click()
    expect(table.locator("thead th")).to_have_count(3)
    paper.emulate_media(media="print")
    expect(paper.get_by_role("button", name="Печать")).to_be_hidden()
    expect(paper.get_by_role("heading", level=1)).to_be_visible()


@pytest.mark.parametrize(
    ("criterion", "left_out"),
    [
        ({"hiddenValues": ["снят"]}, [2, 4]),
        ({"condition": {"type": "TEXT_EQ", "values": [{"userEnteredValue": "снят"}]}}, [1, 3]),
        ({"condition": {"type": "CUSTOM_FORMULA", "values": [{"userEnteredValue": '=$F2<>"снят"'}]}}, [2, 4]),
        ({"condition": {"type": "CUSTOM_FORMULA", "values": [{"userEnteredValue": '=(ROW()>3)*($F2<>"")>0'}]}}, [1, 2]),
        ({"condition": {"type": "CUSTOM_FORMULA", "values": [{"userEnteredValue": "=$F1<>$F2"}]}}, []),
        ({"condition": {"type": "CUSTOM_FORMULA", "values": [{"userEnteredValue": "=(((broken"}]}}, [1, 2, 3, 4]),
    ],
)
def test_a_view_leaves_out_what_its_criteria_do(
    folding: Book, workspace: Workspace, criterion: Json, left_out: list[int]
) -> None:
    change = {"filterViewId": 5, "criteria": {str(STATUS): criterion}}
    folding.update({"updateFilterView": {"filter": change, "fields": "criteria"}})
    with workspace.writing():
        spreadsheet = workspace.spreadsheets.get(folding.id)
        sheet = spreadsheet.sheets[0]
        view = views.asked_view(sheet, "")
        assert view is not None
        assert views.folded(spreadsheet, sheet, view, datetime.now(UTC)) == left_out


def test_a_formula_is_computed_once_for_rows_that_look_alike(folding: Book, workspace: Workspace) -> None:
    folding.write("F6:G40", [["снят", ""] for _ in range(35)])
    with workspace.writing():
        sheet = workspace.spreadsheets.get(folding.id).sheets[0]
        view = views.asked_view(sheet, "")
        assert view is not None and views.seconds(sheet, view) == pytest.approx(3 * views._SECONDS)
