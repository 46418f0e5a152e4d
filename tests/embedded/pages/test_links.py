"""Personal links: opened as often as one likes, good for one sign-in, renewed at the address they belong to."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable
from datetime import timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

import pytest
import requests
from playwright.sync_api import Page, expect

from automation.embedded import Server, Workspace, serve
from automation.embedded.access.person import OWNER
from automation.embedded.pages.visit import cookie_name
from automation.embedded.server import owner_link
from tests.embedded.conftest import Api, Book, Clock, checked_session
from tests.embedded.pages.conftest import DESK, PHONE, Visitor, come_by
from tests.embedded.pages.test_sign_in import READER, link_in_last_letter, share

SignIn = Callable[[str], Visitor]
ASK = "Попросить новую ссылку"  # what the button says where letters do not leave


@pytest.fixture
def link(api: Api, book: Book, workspace: Workspace) -> str:
    """The link in a letter about a spreadsheet."""
    share(api, book.id, READER, "reader")
    return link_in_last_letter(workspace)


def opened(link: str, method: str = "GET", **options: object) -> requests.Response:
    """A link opened in a browser that has been nowhere yet."""
    return requests.request(method, link, timeout=20, allow_redirects=False, **options)  # type: ignore[arg-type]


def renewed(link: str) -> requests.Response:
    """What is said after the button for a new link was pressed."""
    address = link.partition("?")[0]
    answer = opened(f"{address}/renew", "POST")
    return opened(address.rpartition("/signin/")[0] + answer.headers["location"])


def letters(workspace: Workspace) -> list[tuple[str, str]]:
    """To whom and about what, newest first."""
    found = [message_from_bytes(each.raw, policy=policy.default) for each in workspace.mail.newest_first()]
    return [(str(each["To"]), str(each["Subject"])) for each in found]


def stored(workspace: Workspace) -> list[str]:
    """Everything in the database."""
    with sqlite3.connect(workspace.directory / "workspace.sqlite3") as connection:
        return list(connection.iterdump())


# Opening


@pytest.mark.parametrize("method", ["GET", "HEAD"])
@pytest.mark.parametrize("headers", [{}, {"Sec-Purpose": "prefetch"}, {"User-Agent": "SafeLinks"}])
def test_opening_a_link_changes_nothing_and_opens_no_session(
    workspace: Workspace, link: str, method: str, headers: dict[str, str]
) -> None:
    before = stored(workspace)
    for _ in range(3):
        answer = opened(link, method, headers=headers)
        assert (answer.status_code, answer.cookies.get_dict()) == (200, {})
    assert stored(workspace) == before
    assert come_by(link, requests.Session()).status_code == 303


def test_a_link_s_page_says_whose_it_is_and_what_it_opens_and_no_more(link: str) -> None:
    page = opened(link).text
    assert "r•••r@school.example" in page and "«Книга»" in page
    assert READER not in page


def test_a_link_names_no_file_that_its_owner_may_not_see(api: Api, link: str) -> None:
    other = api.post("/v4/spreadsheets", {"properties": {"title": "Тайное"}})["spreadsheetId"]
    assert "Тайное" not in opened(f"{link.partition('?')[0]}?next=/spreadsheets/d/{other}/edit").text


def test_nothing_that_a_link_s_page_asks_for_gives_the_link_away(link: str) -> None:
    for answer in (opened(link), opened(link.replace("/signin/", "/signin/x")), renewed(link)):
        assert (answer.headers["referrer-policy"], answer.headers["cache-control"]) == ("strict-origin", "no-store")


def test_a_link_opens_one_session(link: str, book: Book) -> None:
    first = come_by(link, requests.Session())
    assert (first.status_code, first.headers["location"]) == (303, f"/spreadsheets/d/{book.id}/edit")
    assert len(first.cookies) == 1
    for answer in (come_by(link, requests.Session()), opened(link)):
        assert (answer.status_code, len(answer.cookies)) == (403, 0)
        assert "уже вошли" in answer.text and ASK in answer.text


@pytest.mark.parametrize(("days", "works"), [(29, True), (31, False)])
def test_a_link_works_for_a_month(link: str, clock: Clock, days: int, works: bool) -> None:
    clock.now += timedelta(days=days)
    page = opened(link)
    assert (page.status_code == 200, "Срок этой ссылки истёк" in page.text) == (works, not works)
    assert come_by(link, requests.Session()).is_redirect is works


def test_the_owner_s_link_works_for_a_day_and_is_not_renewed_by_mail(
    workspace: Workspace, server: Server, book: Book, clock: Clock
) -> None:
    link = owner_link(workspace, server.url)
    assert "Владелец" in opened(link).text
    clock.now += timedelta(hours=25)
    page = opened(link)
    assert (page.status_code, "печатает программа" in page.text, "<button" in page.text) == (403, True, False)
    renewed(link)
    assert letters(workspace) == []


# The same person's browser, again


def test_the_browser_that_is_signed_in_goes_straight_on_and_uses_no_link_up(
    sign_in: SignIn, link: str, book: Book
) -> None:
    reader, page = sign_in(READER), f"/spreadsheets/d/{book.id}/edit"
    for method in ("GET", "POST"):
        answer = reader.session.request(method, link, timeout=20, allow_redirects=False)
        assert (answer.status_code, answer.headers["location"]) == (303, page)
    assert come_by(link, requests.Session()).status_code == 303
    assert reader.session.get(link, timeout=20, allow_redirects=False).headers["location"] == page


def test_a_signed_in_browser_changes_hands_by_a_link_of_another_person(sign_in: SignIn, link: str) -> None:
    other = sign_in("other@school.example")
    assert "вошли как other@school.example" in other.session.get(link, timeout=20).text
    come_by(link, other.session)
    assert READER in other.get("/account").text


def pressed(link: str, page: str) -> requests.Response:
    """The button of a page that was got before, pressed in a browser that has kept no cookie of the first time."""
    fields = dict(re.findall(r'name="(\w+)" value="([^"]*)"', page))
    return opened(link, "POST", data=fields)


def test_a_button_that_is_pressed_twice_signs_in_and_that_of_another_page_does_not(link: str, clock: Clock) -> None:
    page, scanner_s = opened(link).text, opened(link).text
    assert pressed(link, page).is_redirect and pressed(link, page).is_redirect
    assert pressed(link, scanner_s).status_code == 403
    clock.now += timedelta(minutes=11)
    assert pressed(link, page).status_code == 403


@pytest.mark.parametrize("screen", [DESK, PHONE])
def test_a_person_follows_a_link_in_a_browser_and_goes_back_to_it(
    open_browser: Callable[..., Page], link: str, book: Book, screen: dict[str, object]
) -> None:
    page, leads_to = open_browser(**screen), f"**/spreadsheets/d/{book.id}/edit"
    referrers: list[str] = []
    page.on("request", lambda request: referrers.append(request.all_headers().get("referer", "")))
    page.goto(link)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.get_by_role("button", name="Войти").click()
    page.wait_for_url(leads_to)
    page.go_back()
    page.wait_for_url(leads_to)
    assert not [each for each in referrers if "/signin/" in each]


def test_a_double_click_signs_in(open_browser: Callable[..., Page], link: str, book: Book) -> None:
    page = open_browser(**DESK)
    page.goto(link)
    page.get_by_role("button", name="Войти").dblclick(no_wait_after=True)
    expect(page).to_have_url(re.compile(f"/spreadsheets/d/{book.id}/edit$"))


def test_a_person_asks_for_a_new_link_in_a_browser(
    open_browser: Callable[..., Page], link: str, book: Book, workspace: Workspace
) -> None:
    come_by(link, requests.Session())
    page = open_browser(**PHONE)
    page.goto(link)
    page.get_by_role("button", name=ASK).click()
    page.wait_for_url("**asked=yes")
    expect(page.get_by_role("status")).to_contain_text("новая ссылка готова")
    page.goto(page.url)
    assert len(letters(workspace)) == 2
    page.goto(link_in_last_letter(workspace))
    page.get_by_role("button", name="Войти").click()
    page.wait_for_url(f"**/spreadsheets/d/{book.id}/edit")


# Renewing


@pytest.mark.parametrize("over", ["used", "expired"])
def test_a_link_that_is_over_is_renewed_at_the_address_it_belonged_to(
    workspace: Workspace, link: str, book: Book, clock: Clock, over: str
) -> None:
    if over == "used":
        come_by(link, requests.Session())
    else:
        clock.now += timedelta(days=90)
    renewed(link)
    assert letters(workspace)[0] == (READER, "Новая ссылка для входа")
    new = link_in_last_letter(workspace)
    assert new != link
    answer = come_by(new, requests.Session())
    assert answer.headers["location"] == f"/spreadsheets/d/{book.id}/edit"
    assert opened(link).status_code == 403


def test_a_link_that_still_works_is_not_renewed(workspace: Workspace, link: str) -> None:
    renewed(link)
    assert len(letters(workspace)) == 1
    assert come_by(link, requests.Session()).is_redirect


def test_one_new_link_goes_to_an_address_in_an_hour_whatever_links_it_has(
    api: Api, workspace: Workspace, link: str, clock: Clock
) -> None:
    folder = api.post("/drive/v3/files", {"name": "П", "mimeType": "application/vnd.google-apps.folder"})["id"]
    share(api, folder, READER, "reader")
    other = link_in_last_letter(workspace)
    for each in (link, other):
        come_by(each, requests.Session())
    said = {renewed(each).text for each in (link, link, other)}
    assert (len(letters(workspace)), len(said)) == (3, 1)
    new = link_in_last_letter(workspace)
    come_by(new, requests.Session())
    renewed(new)
    assert len(letters(workspace)) == 3
    clock.now += timedelta(minutes=61)
    renewed(new)
    assert len(letters(workspace)) == 4


@pytest.mark.parametrize("ended", ["unshared", "expired", "revoked", "trashed for good"])
def test_whoever_has_access_to_nothing_any_more_gets_no_new_link_and_no_word_about_it(
    api: Api, owner: Visitor, workspace: Workspace, book: Book, link: str, clock: Clock, ended: str
) -> None:
    come_by(link, requests.Session())
    said = renewed(link.replace("/signin/", "/signin/x")).text
    permissions = f"/drive/v3/files/{book.id}/permissions"
    permission = next(each["id"] for each in api.get(permissions)["permissions"] if each["role"] == "reader")
    if ended == "unshared":
        api.call("DELETE", f"{permissions}/{permission}")
    elif ended == "expired":
        ends = (clock.now + timedelta(days=1)).isoformat()
        api.patch(f"{permissions}/{permission}", {"role": "reader", "expirationTime": ends})
        clock.now += timedelta(days=2)
    elif ended == "revoked":
        owner.post("/account/people/revoke", {"email": READER})
    else:
        api.call("DELETE", f"/drive/v3/files/{book.id}")
    assert renewed(link).text == said
    assert len(letters(workspace)) == 1


def test_whoever_is_asked_to_fill_in_a_form_may_renew_their_link(api: Api, workspace: Workspace) -> None:
    form = api.post("/v1/forms", {"info": {"title": "Анкета"}})["formId"]
    asked = {"type": "user", "role": "reader", "emailAddress": READER, "view": "published"}
    api.post(f"/drive/v3/files/{form}/permissions", asked)
    link = link_in_last_letter(workspace)
    assert "«Анкета»" in opened(link).text
    come_by(link, requests.Session())
    renewed(link)
    assert letters(workspace)[0] == (READER, "Новая ссылка для входа")


def test_where_letters_stay_the_person_is_told_who_has_the_new_link(link: str) -> None:
    come_by(link, requests.Session())
    assert "передаст владелец" in opened(link).text
    assert "на странице «Почта»" in renewed(link).text


def test_where_letters_leave_the_new_link_goes_to_the_person_and_leads_to_the_configured_address(
    tmp_path: Path,
) -> None:
    delivered: list[EmailMessage] = []
    workspace = Workspace(tmp_path, deliver=delivered.append, address="https://mentoring.example")
    with serve(workspace) as server:
        share(Api(server.url, checked_session(server)), workspace.files.root_id, READER, "reader")
        link = link_in_last_letter(workspace).replace("https://mentoring.example", server.url)
        come_by(link, requests.Session())
        assert "Прислать новую ссылку" in opened(link).text
        assert "Проверьте почту" in renewed(link).text
    workspace.close()
    assert [(each["To"], each["Subject"]) for each in delivered[1:]] == [(READER, "Новая ссылка для входа")]
    assert "https://mentoring.example/signin/" in delivered[1].get_content()


# What the owner sees


def test_a_person_whose_links_are_used_up_stays_in_the_owner_s_list(
    owner: Visitor, workspace: Workspace, link: str, clock: Clock
) -> None:
    come_by(link, requests.Session())
    clock.now += timedelta(days=31)  # the session is over too
    come_by(owner_link(workspace, owner.url), owner.session)
    assert READER in owner.get("/account").text
    page = owner.post("/account/people/link", {"email": READER}).text
    found = re.search(r'value="(http\S+/signin/\S+)"', page)
    assert found and come_by(found[1], requests.Session()).headers["location"] == "/drive"
    owner.post("/account/people/revoke", {"email": READER})
    assert READER not in owner.get("/account").text


def test_a_link_is_forgotten_half_a_year_after_its_end(
    workspace: Workspace, server: Server, link: str, clock: Clock
) -> None:
    clock.now += timedelta(days=30 + 181)
    come_by(owner_link(workspace, server.url), requests.Session())
    assert {each.email for each in workspace.sign_ins.everyone(clock.now)} == {OWNER.email}
    page = opened(link)
    assert (page.status_code, ASK in page.text) == (403, False)


def test_a_link_to_a_session_that_was_closed_signs_in_nobody(link: str, workspace: Workspace, server: Server) -> None:
    session = requests.Session()
    come_by(link, session)
    session.post(f"{server.url}/signout", timeout=20)
    assert cookie_name(workspace) not in session.cookies
    assert session.get(link, timeout=20).status_code == 403


def test_another_site_does_not_press_the_button(link: str) -> None:
    foreign = {"Origin": "https://evil.example"}
    assert opened(link, "POST", headers=foreign).status_code == 403
    assert opened(f"{link.partition('?')[0]}/renew", "POST", headers=foreign).status_code == 403
    assert come_by(link, requests.Session()).is_redirect
