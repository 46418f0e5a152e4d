"""The embedded workspace by itself: whole requests over HTTP, parsing of the answer aside, and its spreadsheet page."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any

import requests

from automation.embedded import Server, Workspace, owner_link, serve
from benchmarks.measure import Figure, seconds
from benchmarks.serving import new_session

if TYPE_CHECKING:
    from playwright.sync_api import Page

ROWS, COLUMNS = 10_000, 30
MILLION_ROWS = 33_400  # of 30 columns
SCROLLED, FRAMES = 400, 120  # pixels a frame
Json = dict[str, Any]


def figures() -> Iterator[Figure]:
    with tempfile.TemporaryDirectory() as directory:
        workspace = Workspace(Path(directory))
        with serve(workspace) as server:
            spreadsheet = new_spreadsheet(server, ROWS)
            yield from _of_requests(server, spreadsheet)
            yield from _of_the_page(workspace, server, spreadsheet)
            million = new_spreadsheet(server, MILLION_ROWS)
        workspace.close()
        yield Figure("— файл в миллион ячеек: открыть и прочесть строку", _opening(Path(directory), million), "с")


def _of_requests(server: Server, spreadsheet: str) -> Iterator[Figure]:
    session, base = new_session(server), f"{server.url}/v4/spreadsheets/{spreadsheet}"
    plain = {"ranges": "A", "valueRenderOption": "UNFORMATTED_VALUE", "dateTimeRenderOption": "SERIAL_NUMBER"}
    read = _seconds(lambda: session.get(f"{base}/values:batchGet", params=plain))
    yield Figure("Встроенное пространство: values.batchGet 10 000 × 30", read, "с", budget=0.5)
    shown = _seconds(lambda: session.get(f"{base}/values:batchGet", params={"ranges": "A"}))
    yield Figure("— то же, как на экране (FORMATTED_VALUE)", shown, "с")
    body = {"requests": [_update(row) for row in range(ROWS)]}
    write = _seconds(lambda: session.post(f"{base}:batchUpdate", json=body))
    yield Figure("— batchUpdate из 10 000 updateCells, целиком или никак", write, "с", budget=0.5)


def _of_the_page(workspace: Workspace, server: Server, spreadsheet: str) -> Iterator[Figure]:
    visitor = requests.Session()
    visitor.post(owner_link(workspace, server.url), timeout=60)
    visitor.headers["Accept"] = "application/json"
    grid = f"{server.url}/spreadsheets/d/{spreadsheet}/grid"
    whole = _seconds(lambda: visitor.get(grid))
    yield Figure("Страница «Таблица»: лист 10 000 × 30 целиком", whole, "с")
    version = {"If-None-Match": visitor.get(grid, timeout=60).headers["ETag"]}
    unchanged = seconds(lambda: visitor.get(grid, headers=version, timeout=60))
    yield Figure("— вопрос «что нового?», пока ничего", unchanged, "с")
    if chromium := shutil.which("chromium"):
        yield from _in_a_browser(chromium, owner_link(workspace, server.url), spreadsheet)


def _in_a_browser(chromium: str, link: str, spreadsheet: str) -> Iterator[Figure]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        arguments = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
        browser = playwright.chromium.launch(executable_path=chromium, args=arguments)
        page = browser.new_page(viewport={"width": 1280, "height": 800})
        page.goto(link)
        page.get_by_role("button", name="Войти").click()
        page.wait_for_url("**/drive")
        yield Figure("— в браузере: открыть лист", seconds(lambda: _open(page, link, spreadsheet), runs=3), "с")
        yield Figure("— прокрутить на 12 строк: кадр", _frame(page), "с")
        page.locator(".ag-body-viewport").evaluate("viewport => { viewport.scrollTop = 0; }")
        texts = map("новое {}".format, count())
        yield Figure("— ввести в ячейку и увидеть «Сохранено»", seconds(lambda: _type(page, next(texts)), runs=3), "с")
        browser.close()


def _open(page: Page, link: str, spreadsheet: str) -> None:
    page.goto(f"{link.partition('/signin')[0]}/spreadsheets/d/{spreadsheet}/edit")
    page.wait_for_selector(".ag-row[row-id='1']")


def _frame(page: Page) -> float:
    """The median time from a scroll to the next frame, with its rows drawn."""
    milliseconds: float = page.locator(".ag-body-viewport").evaluate(
        """async (viewport, [step, frames]) => {
            const times = [];
            for (let frame = 1; frame <= frames; frame++) {
                const begun = performance.now();
                viewport.scrollTop = frame * step;
                await new Promise(requestAnimationFrame);
                times.push(performance.now() - begun);
            }
            return times.sort((a, b) => a - b)[frames / 2];
        }""",
        [SCROLLED, FRAMES],
    )
    return milliseconds / 1000


def _type(page: Page, text: str) -> None:
    page.locator("#state").evaluate("state => { state.textContent = ''; }")
    page.locator(".ag-row[row-id='1'] .ag-cell[col-id='1']").dblclick()
    page.locator(".cell-editor").fill(text)
    page.keyboard.press("Enter")
    page.wait_for_selector("#state:has-text('Сохранено')")


def _opening(directory: Path, spreadsheet: str) -> float:
    """A server that has just started reads the file from the disk."""

    def open_it() -> None:
        workspace = Workspace(directory)
        with serve(workspace) as server:
            base = f"{server.url}/v4/spreadsheets/{spreadsheet}"
            new_session(server).get(f"{base}/values/A!A{MILLION_ROWS}:AD", timeout=60).raise_for_status()
        workspace.close()

    return seconds(open_it, runs=3, warm_ups=0)


def new_spreadsheet(server: Server, rows: int) -> str:
    """The id of a new spreadsheet whose tab «A» is full."""
    session, url = new_session(server), f"{server.url}/v4/spreadsheets"
    grid = {"rowCount": rows + 1, "columnCount": COLUMNS, "frozenRowCount": 1}
    created = session.post(url, json={"sheets": [{"properties": {"title": "A", "gridProperties": grid}}]}, timeout=60)
    spreadsheet = str(created.json()["spreadsheetId"])
    for top in range(0, rows, ROWS):
        numbers = range(top, min(top + ROWS, rows))
        values = [[f"значение {row} {at}" if at % 3 else row * at for at in range(COLUMNS)] for row in numbers]
        address = f"{url}/{spreadsheet}/values/A!A{top + 1}"
        session.put(address, params={"valueInputOption": "RAW"}, json={"values": values}, timeout=60).raise_for_status()
    return spreadsheet


def _update(row: int) -> Json:
    return {
        "updateCells": {
            "start": {"sheetId": 0, "rowIndex": row + 1, "columnIndex": 5},
            "fields": "userEnteredValue",
            "rows": [{"values": [{"userEnteredValue": {"stringValue": f"новое {row}"}}]}],
        }
    }


def _seconds(call: Callable[[], requests.Response]) -> float:
    return seconds(lambda: call().raise_for_status())
