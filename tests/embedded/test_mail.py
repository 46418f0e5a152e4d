"""Mail: sent, found again by its id, read as it was."""

from __future__ import annotations

import base64
import io
from collections.abc import Callable
from datetime import timedelta
from email.message import EmailMessage
from typing import Any

import pytest
from googleapiclient.errors import HttpError
from googleapiclient.http import MediaIoBaseUpload

from tests.embedded.conftest import Clock

Google = Callable[[str], Any]


def letter(subject: str = "Напоминание", to: str = "Пётр <petr@example.ru>", key: str = "reminder/1") -> EmailMessage:
    message = EmailMessage()
    message["From"] = "Куратор <curator@example.ru>"
    message["To"] = to
    message["Subject"] = subject
    message["Message-ID"] = f"<{key}@nastavnik>"
    message["Date"] = "Tue, 01 Sep 2026 12:30:00 +0300"
    message.set_content("Здравствуйте!\nСрок — завтра.")
    message.add_alternative("<p>Здравствуйте!<script>x</script></p>", subtype="html")
    return message


def send(google: Google, message: EmailMessage) -> dict[str, Any]:
    raw = base64.urlsafe_b64encode(message.as_bytes()).decode()
    sent: dict[str, Any] = google("gmail.v1").users().messages().send(userId="me", body={"raw": raw}).execute()
    return sent


def found(google: Google, query: str) -> list[str]:
    answer = google("gmail.v1").users().messages().list(userId="me", q=query).execute()
    return [each["id"] for each in answer.get("messages", [])]


def test_a_letter_is_found_by_its_message_id_and_read_back_byte_for_byte(google: Google) -> None:
    message = letter()
    sent = send(google, message)
    assert sent["labelIds"] == ["SENT"]
    assert found(google, "rfc822msgid:reminder/1@nastavnik") == [sent["id"]]
    assert found(google, "rfc822msgid:<reminder/1@nastavnik>") == [sent["id"]]
    assert found(google, "rfc822msgid:reminder/2@nastavnik") == []
    messages = google("gmail.v1").users().messages()
    raw = messages.get(userId="me", id=sent["id"], format="raw").execute()["raw"]
    assert base64.urlsafe_b64decode(raw) == message.as_bytes()


def test_a_letter_with_an_attachment_shows_its_parts(google: Google) -> None:
    message = letter()
    message.add_attachment(b"PK\x03\x04", maintype="application", subtype="zip", filename="приказ.docx")
    sent = send(google, message)
    messages = google("gmail.v1").users().messages()
    shown = messages.get(userId="me", id=sent["id"]).execute()
    assert shown["snippet"] == "Здравствуйте! Срок — завтра."
    assert {"name": "Subject", "value": "Напоминание"} in shown["payload"]["headers"]
    text = shown["payload"]["parts"][0]["parts"][0]["body"]["data"]
    assert base64.urlsafe_b64decode(text).decode().splitlines() == ["Здравствуйте!", "Срок — завтра."]
    attached = shown["payload"]["parts"][1]
    assert attached["filename"] == "приказ.docx"
    body = messages.attachments().get(userId="me", messageId=sent["id"], id=attached["body"]["attachmentId"]).execute()
    assert base64.urlsafe_b64decode(body["data"]) == b"PK\x03\x04"
    headers = messages.get(userId="me", id=sent["id"], format="metadata", metadataHeaders=["To"]).execute()
    assert headers["payload"]["headers"] == [{"name": "To", "value": "Пётр <petr@example.ru>"}]
    assert "payload" not in messages.get(userId="me", id=sent["id"], format="minimal").execute()


def test_a_letter_may_be_uploaded(google: Google) -> None:
    media = MediaIoBaseUpload(io.BytesIO(letter().as_bytes()), "message/rfc822")
    sent = google("gmail.v1").users().messages().send(userId="me", media_body=media).execute()
    assert found(google, "rfc822msgid:reminder/1@nastavnik") == [sent["id"]]


@pytest.mark.parametrize(
    ("query", "keys"),
    [
        ("", ["b", "a"]),
        ("to:anna@example.ru", ["b"]),
        ("from:curator", ["b", "a"]),
        ("subject:приказ", ["a"]),
        ('subject:"О пар"', ["a"]),
        ("-subject:приказ", ["b"]),
        ("after:2026/09/02", ["b"]),
        ("before:2026/09/02 from:curator", ["a"]),
        ("after:1788253200", ["b", "a"]),
        ("in:sent завтра", ["b", "a"]),
        ("in:inbox", []),
        ("has:attachment", []),
    ],
)
def test_letters_are_found_by_gmail_s_operators(google: Google, clock: Clock, query: str, keys: list[str]) -> None:
    ids = {send(google, letter("Приказ О парах", key="a"))["id"]: "a"}
    clock.now += timedelta(days=2)
    ids[send(google, letter("Встреча", to="anna@example.ru", key="b"))["id"]] = "b"
    assert [ids[each] for each in found(google, query)] == keys


def test_a_long_list_of_letters_comes_in_pages(google: Google) -> None:
    sent = [send(google, letter(key=str(number)))["id"] for number in range(5)]
    messages = google("gmail.v1").users().messages()
    request, ids = messages.list(userId="me", maxResults=2), []
    while request is not None:
        answer = request.execute()
        ids += [each["id"] for each in answer["messages"]]
        request = messages.list_next(request, answer)
    assert ids == sent[::-1]
    profile = google("gmail.v1").users().getProfile(userId="me").execute()
    assert (profile["messagesTotal"], profile["threadsTotal"]) == (5, 5)


def test_a_letter_without_recipients_or_body_is_refused(google: Google) -> None:
    nobody = letter()
    del nobody["To"]
    with pytest.raises(HttpError, match="Recipient address required"):
        send(google, nobody)
    messages = google("gmail.v1").users().messages()
    for body in ({}, {"raw": "!!!"}):
        with pytest.raises(HttpError) as caught:
            messages.send(userId="me", body=body).execute()
        assert caught.value.status_code == 400
    with pytest.raises(HttpError) as caught:
        messages.list(userId="somebody@else.ru").execute()
    assert caught.value.status_code == 403


def test_a_letter_without_id_sender_or_date_is_given_them(google: Google) -> None:
    message = EmailMessage()
    message["To"] = "a@example.ru"
    message.set_content("x")
    sent = send(google, message)
    shown = google("gmail.v1").users().messages().get(userId="me", id=sent["id"]).execute()
    headers = {each["name"]: each["value"] for each in shown["payload"]["headers"]}
    assert headers["Date"] == "Tue, 01 Sep 2026 09:30:00 +0000"
    assert {"Message-ID", "From"} <= set(headers)


def test_letters_are_told_once_while_they_are_removed(google: Google) -> None:
    sent = {send(google, letter(key=str(number)))["id"] for number in range(7)}
    users, token, told = google("gmail.v1").users(), None, []
    while True:
        answer = users.messages().list(userId="me", maxResults=2, pageToken=token).execute()
        told += [each["id"] for each in answer["messages"]]
        users.messages().batchDelete(userId="me", body={"ids": told[-2:]}).execute()
        token = answer.get("nextPageToken")
        if token is None:
            break
    assert sorted(told) == sorted(sent)
