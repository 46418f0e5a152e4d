"""The desk as people use it: with a mouse, with a keyboard, on a phone."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.embedded.pages.conftest import DESK, PHONE
from tests.jobs.desk.conftest import Opened

Browse = Callable[..., Page]
PROPOSAL = "НМ-0001/Н-0001"


def test_a_pair_is_accepted_on_a_phone_and_its_order_is_signed_on_the_page_where_it_waits(
    desk: Opened, browse: Browse
) -> None:
    page = browse(**PHONE)
    page.get_by_role("button", name="Принять").click()
    expect(page.get_by_role("status").filter(has_text="Принять: записано")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    desk.one.cycle()
    page.reload()
    page.get_by_label("Номер").last.fill("017-У")
    page.get_by_label("Дата").last.fill("20.11.2023")
    page.get_by_role("button", name="Подписан").last.click()
    expect(page.get_by_role("status").filter(has_text="Подписан: записано")).to_be_visible()
    desk.one.cycle()
    signed = next(row for row in desk.one.curator.rows("Приказы") if row.get("Номер") == "017-У")
    assert signed["Состояние"] == "подписан"


def test_what_cannot_be_written_is_said_beside_its_button_and_what_was_typed_stays(
    desk: Opened, browse: Browse
) -> None:
    desk.one.curator.type("Подбор", {PROPOSAL: {"Решение": "принять"}})
    desk.one.cycle()
    page = browse(**DESK)
    page.get_by_label("Дата").last.fill("вчера")
    page.get_by_role("button", name="Подписан").last.click()
    expect(page.get_by_role("alert")).to_contain_text("«вчера» — не дата")
    expect(page.get_by_label("Дата").last).to_have_value("вчера")


def test_candidates_are_decided_on_from_the_keyboard(desk: Opened, browse: Browse) -> None:
    page = browse(**DESK)
    page.get_by_role("link", name="Подбор", exact=True).click()
    expect(page.get_by_role("heading", name="Подбор")).to_be_visible()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("KeyJ")
    expect(page.get_by_role("status").filter(has_text="Отклонить: записано")).to_be_visible()
    assert desk.one.row("Подбор", PROPOSAL)["Решение"] == "отклонить"


def test_an_answer_that_is_lost_leaves_the_buttons_and_says_so(desk: Opened, browse: Browse) -> None:
    page = browse(**DESK)
    page.route("**/desk/enter", lambda route: route.abort())
    page.get_by_role("button", name="Принять").click()
    expect(page.get_by_role("alert")).to_contain_text("Нет связи")
    page.unroute("**/desk/enter")
    page.get_by_role("button", name="Принять").click()
    expect(page.get_by_role("status").filter(has_text="записано")).to_be_visible()
