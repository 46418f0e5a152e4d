"""Every page of the workspace and of the desk, held against axe-core."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from importlib import resources

from playwright.sync_api import Page, expect

from automation.google.drive import DOCUMENT, DOCX
from jobs.desk import addresses
from tests.accessibility import found
from tests.jobs.desk.conftest import Opened
from tests.jobs.desk.test_own_page import link_in_letters

PROPOSAL = "НМ-0001/Н-0001"


def desk_pages() -> list[str]:
    return [
        addresses.TODAY,
        f"{addresses.TODAY}?as=director",
        addresses.MATCHING,
        addresses.candidates_of("НМ-0001"),
        f"{addresses.candidates_of('НМ-0001')}?try={PROPOSAL}",
        addresses.ACCEPT,
        f"{addresses.PEOPLE}?q=ветрова",
        addresses.card("НМ-0001"),
        addresses.erase("НМ-0001"),
        addresses.row("mentees", "НМ-0001"),
        addresses.row("matches", PROPOSAL),
        addresses.LETTERS,
        addresses.PROGRAMME,
    ]


def workspace_pages(desk: Opened) -> Iterator[str]:
    one = desk.one
    google, table = one.google, f"/spreadsheets/d/{one.spreadsheet}"
    papers = resources.files("templates").joinpath("orders/pairs.docx").read_bytes()
    document = google.drive.create("Приказ", DOCUMENT, key="paper", content=papers, content_kind=DOCX)
    plain = google.drive.create("Положение.docx", DOCX, key="plain", content=papers, content_kind=DOCX)
    thrown = google.drive.create("Старое.docx", DOCX, key="thrown", content=papers, content_kind=DOCX)
    google.drive.trash(thrown)
    yield from ("/drive", "/drive/search?q=приказ", "/drive/trash", "/account", "/mail", "/no-such-page")
    yield from (f"/drive/{deed}/{plain.id}" for deed in ("rename", "move", "share"))
    yield from (f"/drive/delete/{thrown.id}", f"/file/d/{plain.id}/view", f"/document/d/{document.id}")
    yield from (f"{table}/edit", f"{table}/print", f"/drive/share/{one.spreadsheet}", f"{table}/history")
    with one.workspace.reading():
        last = one.workspace.spreadsheets.history.versions(one.spreadsheet)[0].number
    yield from (f"{table}/history/{last}", f"{table}/history/{last}/restore")
    yield from one.links.values()


def survey(desk: Opened) -> tuple[str, str]:
    """A form of one question that may be left out: its number, and where it is answered."""
    forms = desk.one.google.forms
    made = forms.create("Опрос")
    question = {"title": "Что понравилось?", "questionItem": {"question": {"textQuestion": {}}}}
    forms.batch_update(made["formId"], [{"createItem": {"item": question, "location": {"index": 0}}}])
    forms.publish(made["formId"])
    return str(made["formId"]), str(made["responderUri"])


def visited(page: Page, address: str) -> list[str]:
    page.goto(address)
    if "/spreadsheets/" in address and address.endswith("/edit"):
        expect(page.locator(".ag-row").first).to_be_visible()
    return found(page, address)


def test_axe_finds_nothing_on_any_page(desk: Opened, browse: Callable[..., Page]) -> None:
    page = browse(bypass_csp=True, viewport={"width": 1366, "height": 768})
    begun = page.url.split("/", 3)
    server = "/".join(begun[:3])
    said: list[str] = []
    for address in [*desk_pages(), *workspace_pages(desk)]:
        said += visited(page, address if address.startswith("http") else server + address)
    for way in (addresses.LETTERS, "/mail"):
        page.goto(server + way)
        letter = page.locator(f"a[href^='{way}/']").first
        said += visited(page, server + str(letter.get_attribute("href")))
    number, form = survey(desk)
    said += visited(page, f"{server}/forms/d/{number}/edit") + visited(page, form)
    page.get_by_role("button", name="Отправить").click()
    said += found(page, "thanks")
    page.context.clear_cookies()
    said += visited(page, f"{server}/me/{link_in_letters(desk.one, 'НМ-0001')}")
    for address in (server + "/signin", desk.link()):
        said += visited(page, address)
    assert not said, "\n".join(said)
