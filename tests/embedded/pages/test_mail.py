"""«Почта»: the list, the search, and letters that strangers wrote."""

from __future__ import annotations

import base64
import time
from collections.abc import Callable
from datetime import timedelta
from email.message import EmailMessage

import pytest
from playwright.sync_api import Page

from automation.embedded import Server, Workspace
from tests.embedded.conftest import Api, Clock
from tests.embedded.pages.conftest import DESK, PHONE, Visitor
from tests.embedded.pages.test_document import check_harmless

SignIn = Callable[[str], Visitor]
HOSTILE = (
    '<style>body{position:fixed}</style><script>document.title="взлом"</script>'
    '<p style="position:fixed;inset:0" onclick="x()">Здравствуйте!</p>'
    '<a href="javascript:x()">раз</a> <a href="https://school.example/">два</a>'
    '<img src="https://evil.example/pixel.png"><img src=x onerror=x()>'
)


def letter(subject: str = "Напоминание", to: str = "Пётр Иванов <petr@example.ru>", text: str = "Срок") -> EmailMessage:
    message = EmailMessage()
    message["From"] = "Куратор <curator@example.ru>"
    message["To"] = to
    message["Subject"] = subject
    message["Message-ID"] = "<key-1@nastavnik>"
    message.set_content(text)
    return message


def put(api: Api, raw: bytes | EmailMessage, *labels: str) -> str:
    """The id of a letter in the mailbox: as it is, under ``labels``, or sent without them."""
    content = raw if isinstance(raw, bytes) else raw.as_bytes()
    body = {"raw": base64.urlsafe_b64encode(content).decode(), **({"labelIds": list(labels)} if labels else {})}
    path = "/gmail/v1/users/me/messages" + ("" if labels else "/send")
    letter_id: str = api.post(path, body)["id"]
    return letter_id


def test_an_empty_mailbox_tells_what_will_come(owner: Visitor) -> None:
    assert "Писем пока нет" in owner.get("/mail").text


def test_letters_are_listed_newest_first_with_whom_what_and_when(api: Api, owner: Visitor, clock: Clock) -> None:
    put(api, letter("Первое"))
    clock.now += timedelta(days=1)
    put(api, letter("Второе", text="Здравствуйте & приходите"))
    page = owner.get("/mail").text
    assert page.index("Второе") < page.index("Первое")
    assert "Пётр Иванов" in page
    assert "Здравствуйте &amp; приходите" in page
    assert "2 сент. 2026" in page


def test_many_recipients_are_named_in_short(api: Api, owner: Visitor) -> None:
    put(api, letter(to="a@example.ru, b@example.ru, c@example.ru"))
    assert "a@example.ru, b@example.ru и ещё 1" in owner.get("/mail").text


@pytest.mark.parametrize("wanted", ["иванов", "petr@example.ru", "СРОК", "срок иванов", '"срок"', "(срок)"])
def test_a_letter_is_found_by_name_address_or_word(api: Api, owner: Visitor, wanted: str) -> None:
    put(api, letter())
    put(api, letter("Прочее", to="anna@example.ru", text="Иное"))
    page = owner.get("/mail", params={"q": wanted}).text
    assert ("Напоминание" in page, "Прочее" in page) == (True, False)


@pytest.mark.parametrize("wanted", ["in:trash", "-срок", "from:curator", 'to:"x', "<script>", "' OR 1=1 --", "a:b:c("])
def test_what_people_type_is_words_and_never_operators(api: Api, owner: Visitor, wanted: str) -> None:
    put(api, letter())
    page = owner.get("/mail", params={"q": wanted})
    assert page.status_code == 200
    assert "ничего не нашлось" in page.text
    assert "<script>" not in page.text


def test_a_long_list_is_paged(api: Api, owner: Visitor) -> None:
    for number in range(52):
        put(api, letter(f"Письмо {number}."))
    page = owner.get("/mail").text
    assert "Письмо 51." in page
    assert "Письмо 1." not in page
    address = page.split('href="/mail?')[-1].split('"')[0].replace("&amp;", "&")
    older = owner.get(f"/mail?{address}").text
    assert "Письмо 1." in older
    assert "К самым новым" in older


def test_boxes_are_offered_where_there_are_letters_in_them(api: Api, owner: Visitor) -> None:
    letter_id = put(api, letter("Отправленное"))
    assert "Входящие" not in owner.get("/mail").text
    put(api, letter("Пришедшее"), "INBOX")
    page = owner.get("/mail?box=inbox").text
    assert "Пришедшее" in page
    assert "Отправленное" not in page
    assert "Куратор" in page  # who wrote it
    assert "Отправленное" in owner.post(f"/mail/{letter_id}/trash").text
    assert "Отправленное" not in owner.get("/mail").text
    assert "в корзине" not in owner.post(f"/mail/{letter_id}/untrash").text


def test_a_letter_shows_whom_what_when_and_where_it_is_known_from(api: Api, owner: Visitor) -> None:
    message = letter()
    message["Auto-Submitted"] = "auto-generated"
    page = owner.get(f"/mail/{put(api, message)}").text
    assert "Пётр Иванов &lt;petr@example.ru&gt;" in page
    assert "Написано программой" in page
    assert "&lt;key-1@nastavnik&gt;" in page
    assert "1 сент. 2026" in page


def test_a_hostile_letter_is_shown_without_what_runs_or_loads(api: Api, owner: Visitor) -> None:
    message = letter("<script>alert(1)</script> \u202eexe", text="Простой текст\nв две строки")
    message.add_alternative(HOSTILE, subtype="html")
    letter_id = put(api, message)
    page = owner.get(f"/mail/{letter_id}").text
    shown = page.split('<div class="letter"')[1].split('<details class="card details"')[0]
    check_harmless(shown.replace("/mail/", "https://here/"))
    assert "&lt;script&gt;alert(1)" in page
    assert "\u202e" not in page
    assert '<a href="https://school.example/" rel="noopener noreferrer">два</a>' in page
    assert "Картинки из интернета не показаны" in page
    assert "Простой текст\nв две строки" in owner.get(f"/mail/{letter_id}?view=text").text


def test_an_attachment_is_downloaded_under_its_own_name_and_never_opened(api: Api, owner: Visitor) -> None:
    message = letter()
    message.add_attachment(b"<script>x</script>", maintype="text", subtype="html", filename="Приказ\u202efdp.html")
    letter_id = put(api, message)
    page = owner.get(f"/mail/{letter_id}").text
    assert "Приказfdp.html" in page
    address = page.split('attached" href="')[1].split('"')[0]
    answer = owner.get(address)
    assert answer.content == b"<script>x</script>"
    assert answer.headers["content-type"] == "application/octet-stream"
    assert answer.headers["content-disposition"].startswith("attachment;")
    assert owner.get(f"/mail/{letter_id}/attachments/none").status_code == 404
    assert owner.get(f"/mail/{letter_id}/eml").content.endswith(message.as_bytes())


BROKEN = {
    "a charset that nobody knows": b"Content-Type: text/plain; charset=x-none\n\nabc",
    "half a part": b"Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/html\n\n<p>abc",
    "no boundary": b"Content-Type: multipart/mixed\n\nabc",
    "bytes that are no text": b"Content-Type: text/plain; charset=utf-8\n\nabc \xff\xfe",
    "no base64": b"Content-Transfer-Encoding: base64\nContent-Type: text/plain\n\nabc!!!",
    "a header that is none": b"Content-Type: ;;;=\nContent-Disposition: attachment; filename*=x'y'%FF\n\nabc",
    "a letter within": b"Content-Type: message/rfc822\n\nSubject: x\n\nabc",
    "an address that is none": b"Cc: <<>>,;:@\nDate: yesterday\n\nabc",
    "an encoded word that is none": b"X-Odd: =?utf-8?b?////?= =?x-none?q?=FF?=\n\nabc",
}


@pytest.mark.parametrize("raw", BROKEN.values(), ids=BROKEN.keys())
def test_a_broken_letter_is_listed_found_and_shown(api: Api, owner: Visitor, raw: bytes) -> None:
    letter_id = put(api, b"To: petr@example.ru\nSubject: broken\n" + raw)
    put(api, letter("Целое"))
    for path in ("/mail", "/mail?q=petr", f"/mail/{letter_id}", f"/mail/{letter_id}?view=text"):
        answer = owner.get(path)
        assert answer.status_code == 200, path
        assert "broken" in answer.text


def test_an_enormous_letter_is_shown_from_its_beginning_soon(api: Api, owner: Visitor) -> None:
    message = letter(text="Начало. " + "слово " * 100_000)
    message.add_alternative("<p>Начало.</p>" + "<p>слово</p>" * 800_000, subtype="html")
    letter_id = put(api, message)
    begun = time.monotonic()
    page = owner.get(f"/mail/{letter_id}").text
    assert time.monotonic() - begun < 15
    assert "показано только его начало" in page
    assert len(page) < 3_000_000


def test_the_mailbox_is_the_owner_s_alone(api: Api, sign_in: SignIn, nobody: Visitor) -> None:
    letter_id = put(api, letter())
    other = sign_in("reader@school.example")
    for path in ("/mail", f"/mail/{letter_id}", f"/mail/{letter_id}/eml"):
        answer = other.get(path)
        assert (answer.status_code, "только его владельцу" in answer.text) == (403, True)
        assert nobody.get(path, allow_redirects=False).headers["location"].startswith("/signin?next=")


def test_a_letter_that_is_not_there_is_not_found(owner: Visitor) -> None:
    assert owner.get("/mail/nosuch").status_code == 404


def test_a_letter_removed_leaves_no_words_behind(api: Api, workspace: Workspace) -> None:
    letter_id = put(api, letter())
    api.session.delete(f"{api.url}/gmail/v1/users/me/messages/{letter_id}")
    assert workspace.storage.rows("SELECT * FROM message_words") == []


def test_letters_from_before_words_were_kept_are_found_too(api: Api, owner: Visitor, workspace: Workspace) -> None:
    put(api, letter())
    with workspace.writing():
        workspace.storage.execute("DELETE FROM message_words")
    Workspace(workspace.directory).close()  # opened by this version for the first time
    assert "Напоминание" in owner.get("/mail?q=срок").text


@pytest.mark.parametrize("screen", [DESK, PHONE], ids=["desk", "phone"])
def test_in_a_browser_a_letter_is_searched_and_opened_without_scripts(
    api: Api, owner: Visitor, open_browser: Callable[..., Page], screen: dict[str, object]
) -> None:
    message = letter("Очень" * 60)
    message.add_alternative(HOSTILE + f"<table><tr><td>{'широко ' * 50}</td></tr></table>", subtype="html")
    put(api, message)
    page = open_browser(owner, **screen, java_script_enabled=False)
    page.goto("/mail")
    page.get_by_role("searchbox").fill("Иванов")
    page.get_by_role("button", name="Найти").click()
    page.get_by_role("link", name="Очень").click()
    assert page.get_by_text("Здравствуйте!").is_visible()
    page.get_by_role("link", name="Только текст").click()
    assert page.get_by_text("Срок").is_visible()


def test_on_a_phone_mail_does_not_scroll_sideways(api: Api, owner: Visitor, open_browser: Callable[..., Page]) -> None:
    message = letter("Очень" * 60, to=f"{'a' * 60}@example.ru")
    message.add_alternative(HOSTILE + f"<table><tr><td>{'широко' * 80}</td></tr></table>", subtype="html")
    letter_id = put(api, message)
    page = open_browser(owner, **PHONE)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    for path in ("/mail", f"/mail/{letter_id}"):
        page.goto(path)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path
    assert not [address for address in asked if "evil" in address]


def test_the_page_says_whether_letters_leave_the_mailbox(
    api: Api, owner: Visitor, workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    letter_id = put(api, letter())
    assert "наружу не уходят" in owner.get("/mail").text
    assert "Наружу из этого ящика письма не уходят" in owner.get(f"/mail/{letter_id}").text
    monkeypatch.setattr(type(workspace), "delivers", True)
    assert "через почтовый сервер" in owner.get("/mail").text
    assert "появится письмо об этом" in owner.get(f"/mail/{letter_id}").text


def test_a_link_to_a_file_of_ours_leads_to_the_present_address(api: Api, owner: Visitor, server: Server) -> None:
    file_id = api.post("/drive/v3/files", {"name": "Приказ", "mimeType": "application/vnd.google-apps.document"})["id"]
    links = {
        f"http://school.lan:8800/document/d/{file_id}/edit?usp=drivesdk": f"/document/d/{file_id}/edit?usp=drivesdk",
        f"https://former.example/forms/d/e/{file_id}/viewform": f"/forms/d/e/{file_id}/viewform",
        "https://docs.google.com/document/d/1a2b3c4d5e6f7g8h9i/edit": "",
        "https://school.example/news": "",
    }
    message = letter()
    message.add_alternative("".join(f'<p><a href="{link}">тут</a></p>' for link in links), subtype="html")
    page = owner.get(f"/mail/{put(api, message)}").text
    for link, path in links.items():
        assert f'href="{server.url + path if path else link}"' in page
        assert not path or link not in page.partition("Подробности")[0]
