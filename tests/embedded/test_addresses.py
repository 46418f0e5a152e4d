"""An address that something is opened to: exactly one, or Google's 400; a letter with a secret has one reader."""

from __future__ import annotations

import email
from email.policy import default as policy
from typing import Any

import pytest
import requests

from automation.embedded import Workspace
from automation.embedded.access.email_addresses import is_domain, one_address
from automation.embedded.access.person import NOBODY, OWNER
from automation.embedded.access.roles import Roles
from tests.embedded.conftest import Api, Book
from tests.embedded.test_forms import Form, question

Json = dict[str, Any]

NO_ADDRESS = [
    "",
    "@",
    "anna",
    "anna@",
    "@shkola.ru",
    "anna@shkola",
    "anna@shkola.ru\n",
    "anna@shkola.ru\r\nBcc: petr@elsewhere.example",
    "anna@shkola.ru\0",
    "anna@shkola.ru, petr@elsewhere.example",
    "anna@shkola.ru;petr@elsewhere.example",
    "anna@shkola.ru petr@elsewhere.example",
    "anna@shkola.ru,",
    "anna@petr@shkola.ru",
    "Анна <anna@shkola.ru>",
    "<anna@shkola.ru>",
    '"Анна" anna@shkola.ru',
    "anna@shkola.ru (Анна)",
    '"anna petrova"@shkola.ru',
    "anna@[127.0.0.1]",
    "anna..petrova@shkola.ru",
    "anna@shkola..ru",
    "anna@-shkola.ru",
    "a" * 65 + "@shkola.ru",
    "anna@" + "a" * 64 + ".ru",
    "anna@" + "a." * 130 + "ru",
    "a" * 100_000 + "@shkola.ru",
    "anna@shk\u200bola.ru",
    "anna\u202e@shkola.ru",
    "anna@shk\u00adola.ru",
    "ａnna@shkola.ru",
    "\u212aate@shkola.ru",  # the sign of the kelvin, whose small letter is an ordinary k
    "anna@shk\u043ela.ru",  # a Cyrillic о
    "\u0430nna@shkola.ru",  # a Cyrillic а
    "mailto:anna@shkola.ru",
    "=?utf-8?q?anna=40shkola.ru?=",
]


@pytest.mark.parametrize("text", NO_ADDRESS)
def test_what_is_not_one_address_is_none(text: str) -> None:
    assert one_address(text) is None


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("anna@shkola.ru", "anna@shkola.ru"),
        (" Anna.Petrova+spam@Shkola.RU ", "anna.petrova+spam@shkola.ru"),
        ("анна@школа.рф", "анна@школа.рф"),
        ("anna-петрова@shkola.ru", "anna-петрова@shkola.ru"),
        ("anna@mail.shkola.local", "anna@mail.shkola.local"),
        (OWNER.email, OWNER.email),
    ],
)
def test_one_address_is_taken_in_small_letters(text: str, address: str) -> None:
    assert one_address(text) == address


@pytest.mark.parametrize("domain", ["shkola.ru", "школа.рф", "shkola.local"])
def test_a_domain_is_what_stands_behind_the_at(domain: str) -> None:
    assert is_domain(domain)
    assert not any(map(is_domain, (f"{domain}\n", f"a@{domain}", f"{domain}, {domain}", f".{domain}", "")))


@pytest.mark.parametrize("text", NO_ADDRESS)
@pytest.mark.parametrize("kind", ["user", "group"])
def test_no_permission_is_given_to_what_is_not_one_address(
    book: Book, workspace: Workspace, kind: str, text: str
) -> None:
    path = f"/drive/v3/files/{book.id}/permissions"
    error = book.api.error("POST", path, {"type": kind, "role": "writer", "emailAddress": text})
    assert (error["code"], error["errors"][0]["reason"]) == (400, "invalidSharingRequest")
    assert len(book.api.get(path)["permissions"]) == 1
    assert workspace.mail.newest_first() == []


@pytest.mark.parametrize("domain", ["shkola", "shkola.ru\r\nX: 1", "a@shkola.ru", "shkola.ru, elsewhere.example"])
def test_no_permission_is_given_to_what_is_no_domain(book: Book, domain: str) -> None:
    body = {"type": "domain", "role": "reader", "domain": domain}
    assert book.api.error("POST", f"/drive/v3/files/{book.id}/permissions", body)["code"] == 400


@pytest.mark.parametrize(
    "name",
    ["Список\r\nBcc: petr@elsewhere.example", "a\0\x1b[31m\u202e", "=?utf-8?b?DQpCY2M6IHg=?=", "Я" * 100_000, "\n"],
)
def test_a_letter_of_a_shared_file_has_one_reader_whatever_the_file_is_called(
    api: Api, workspace: Workspace, name: str
) -> None:
    file = api.post("/drive/v3/files", {"name": name, "mimeType": "text/plain"})["id"]
    body = {"type": "user", "role": "reader", "emailAddress": "Anna@Shkola.ru"}
    api.post(f"/drive/v3/files/{file}/permissions", body, emailMessage="Привет\0\r\n\r\n.\r\nBcc: x")
    (letter,) = workspace.mail.newest_first()
    head = email.message_from_bytes(letter.raw, policy=policy)
    assert (head["To"], head["Bcc"]) == ("anna@shkola.ru", None)
    assert set(head.keys()) == {"From", "To", "Subject", "Date", "Message-ID", "Content-Type",
                                "Content-Transfer-Encoding", "MIME-Version"}  # fmt: skip
    assert str(head["Subject"]).startswith("Вам открыт доступ:") and len(head["Subject"]) < 200
    assert head["Subject"].isprintable()


ENDS = ["x", "2027-01-01", "2027-01-01T00:00:00", "0001-01-01T00:00:00Z", "9999-12-31T23:59:59-23:59", "\n", "1" * 5000]


@pytest.mark.parametrize("end", ENDS)
def test_an_end_of_a_permission_that_is_no_time_is_refused(book: Book, end: str) -> None:
    path = f"/drive/v3/files/{book.id}/permissions"
    body = {"type": "user", "role": "reader", "emailAddress": "anna@shkola.ru"}
    assert book.api.error("POST", path, {**body, "expirationTime": end})["code"] == 400
    given = book.api.post(path, body, sendNotificationEmail=False)["id"]
    assert book.api.error("PATCH", f"{path}/{given}", {"role": "reader", "expirationTime": end})["code"] == 400


@pytest.mark.parametrize("end", ["x", "2099-01-01", "2099-01-01T00:00:00"])
def test_an_old_permission_whose_end_cannot_be_read_is_over(book: Book, workspace: Workspace, end: str) -> None:
    body = {"type": "anyone", "role": "reader"}
    book.api.post(f"/drive/v3/files/{book.id}/permissions", body)
    file = workspace.files.get(book.id)
    file["permissions"][-1]["expirationTime"] = end
    assert not Roles(workspace.files, NOBODY, workspace.now()).may(file, "reader")


def test_an_answer_with_what_is_not_one_address_is_not_taken(api: Api) -> None:
    form = Form(api, [question("Имя", textQuestion={})])
    form.change({"updateSettings": {"settings": {"emailCollectionType": "RESPONDER_INPUT"}, "updateMask": "*"}})
    page = f"{api.url}/forms/d/e/{form.id}/formResponse"
    for text in NO_ADDRESS:
        if text != text.strip():
            continue  # the spaces around an answer are nobody's
        answer = requests.post(page, data={form.entry("Имя"): "Анна", "emailAddress": text}, timeout=20)
        assert answer.status_code == 400, text
    assert form.responses() == []
