"""«Подбор» on the spreadsheet page: what the decision needs is on the screen at once."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Locator, Page, expect

from sheets_schema.tabs.matches import Matches
from tests.embedded.pages.conftest import PHONE
from tests.jobs.desk.conftest import Opened

NEEDED = (
    Matches.mentee_name,
    Matches.mentor_name,
    Matches.state,
    Matches.score,
    Matches.decision,
    Matches.reasons,
    Matches.problems,
)


def opened(page: Page, desk: Opened) -> Page:
    page.goto(f"{desk.server.url}/spreadsheets/d/{desk.one.spreadsheet}/edit")
    page.get_by_role("tab", name="Подбор", exact=True).click()
    expect(header(page, Matches.state.column.title)).to_be_visible()
    return page


def header(page: Page, title: str) -> Locator:
    return page.get_by_role("columnheader", name=title, exact=True)


def test_what_a_decision_needs_fits_a_screen_of_1366_pixels(desk: Opened, browse: Callable[..., Page]) -> None:
    page = opened(browse(viewport={"width": 1366, "height": 768}), desk)
    grid = page.locator("#grid").bounding_box()
    assert grid is not None
    scrollbar = 15
    for name in NEEDED:
        box = header(page, name.column.title).bounding_box()
        assert box is not None and box["x"] + box["width"] <= grid["x"] + grid["width"] - scrollbar, name
    assert page.evaluate(
        "[...document.querySelectorAll('.ag-header-cell-text')].every(t => t.scrollWidth <= t.clientWidth)"
    )


def test_on_a_phone_the_mentees_name_stays_beside_whatever_one_looks_at(
    desk: Opened, browse: Callable[..., Page]
) -> None:
    page = opened(browse(**PHONE), desk)
    page.locator(".ag-center-cols-viewport").evaluate("view => { view.scrollLeft = 900; }")
    name = page.locator(".ag-pinned-left-cols-container").get_by_text("Ветрова")
    expect(name.first).to_be_in_viewport()
