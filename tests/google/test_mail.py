"""Letters: how they look on the way, and what a mail server's every answer means for them."""

from __future__ import annotations

import email
import email.policy
from collections.abc import Mapping
from dataclasses import replace
from email.message import EmailMessage
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from automation.embedded import Workspace, serve
from automation.google import Google, connect
from automation.google.credentials import of_token
from automation.google.errors import Postponed, Refused, Unauthorised, Unavailable, Uncertain, WorkspaceError
from automation.google.mail import Message, Smtp, message_id, mime
from tests.google.loopback import DROPPED, closed_port, mail_server, scripted

LETTER = Message(
    key="reminder/М-0012/2026-10-01",
    recipient="vera@example.com",
    subject="Скоро срок: подготовить приказ",
    text="Здравствуйте!\n\nСрок — 1 октября.",
    html="<p>Здравствуйте!</p><p>Срок — 1 октября.</p>",
)


def parsed(raw: bytes) -> EmailMessage:
    message = email.message_from_bytes(raw, policy=email.policy.default)
    assert isinstance(message, EmailMessage)
    return message


def smtp(port: int, user: str = "") -> Smtp:
    return Smtp("127.0.0.1", port, user, "secret", "school@example.com", "Техникум")


def test_a_letter_with_the_same_key_is_the_same_letter() -> None:
    assert message_id(LETTER.key) == message_id(LETTER.key)
    assert mime(LETTER)["Message-ID"] == mime(replace(LETTER, subject="Другая тема"))["Message-ID"]


@given(st.text(max_size=60), st.text(max_size=60))
def test_letters_with_other_keys_are_other_letters(one: str, other: str) -> None:
    assert (message_id(one) == message_id(other)) == (one == other)


@given(st.text(alphabet="абвМНМ0123456789/-", min_size=4, max_size=60))
def test_a_message_id_reveals_nothing_of_its_key(key: str) -> None:
    shown = message_id(key)
    assert shown.isascii()
    assert key not in shown
    assert len(shown) == len(message_id("x"))


def test_a_letter_carries_text_and_html_and_says_that_a_program_wrote_it() -> None:
    letter = parsed(bytes(mime(LETTER)))
    text, html = letter.get_body(("plain",)), letter.get_body(("html",))
    assert text is not None
    assert html is not None
    assert text.get_content().splitlines() == LETTER.text.splitlines()
    assert html.get_content().strip() == LETTER.html
    assert letter["Subject"] == LETTER.subject
    assert letter["Auto-Submitted"] == "auto-generated"


CALENDAR = "BEGIN:VCALENDAR\r\nSUMMARY:Издать приказ\r\nEND:VCALENDAR\r\n".encode()


def test_a_letter_without_a_calendar_has_nothing_attached() -> None:
    assert list(parsed(bytes(mime(LETTER))).iter_attachments()) == []


def test_a_calendar_travels_beside_text_and_html_as_a_calendar() -> None:
    letter = parsed(bytes(mime(replace(LETTER, calendar=CALENDAR))))
    (attached,) = letter.iter_attachments()
    assert attached.get_content_type() == "text/calendar"
    assert attached.get_param("method") == "PUBLISH"
    assert attached.get_filename() == "Сроки.ics"
    assert attached.get_payload(decode=True) == CALENDAR
    assert attached.get_content() == CALENDAR.decode()
    text = letter.get_body(("plain",))
    assert text is not None
    assert text.get_content().splitlines() == LETTER.text.splitlines()


def test_both_ways_of_mail_carry_the_calendar(tmp_path: Path) -> None:
    message = replace(LETTER, calendar=CALENDAR)
    with mail_server() as server:
        smtp(server.port).send(message)
    workspace = Workspace(tmp_path)
    with serve(workspace) as running:
        google(running.url, running.token).mail.send(message)
        (stored,) = workspace.mail.newest_first()
    for letter in (parsed(server.letters[0]), stored.message()):
        (attached,) = letter.iter_attachments()
        assert attached.get_payload(decode=True) == CALENDAR


_LINE_BREAKS = st.sampled_from(["\n", "\r\n", "\r", "\x0b", "\x85", "\u2028", "=?utf-8?q?=0A?=", "=?utf-8?b?DQo=?="])


@given(st.text(max_size=30), _LINE_BREAKS, st.text(max_size=30))
def test_no_subject_adds_a_header(before: str, broken: str, after: str) -> None:
    try:
        raw = bytes(mime(replace(LETTER, subject=f"{before}{broken}Bcc: spy@example.com{after}")))
    except UnicodeEncodeError:
        return  # not text at all: half of a surrogate pair
    letter = parsed(raw)
    assert letter.keys() == parsed(bytes(mime(LETTER))).keys()
    assert "spy" in letter["Subject"].replace("= ?", "=?")
    body = letter.get_body(("plain",))
    assert body is not None
    assert body.get_content().splitlines() == LETTER.text.splitlines()


@pytest.mark.parametrize(
    "recipient",
    [
        "",
        "@",
        "vera",
        "vera@",
        "@example.com",
        "ve ra@example.com",
        "vera@exa mple.com",
        "vera@@example.com",
        "vera@example..com",
        "<vera@example.com>",
        "Вера <vera@example.com>",
        "vera@example.com, spy@example.com",
        "vera@example.com\nBcc: spy@example.com",
        "vera@example.com\r\n\r\nтекст",
        "vera@example.com\u2028Bcc: spy@example.com",
        "вера@example.com",
        "vera@" + "a" * 300,
        "\ud800@example.com",
        "не указан 🤷",
    ],
)
def test_what_is_not_one_address_is_refused_and_nothing_is_sent(recipient: str) -> None:
    message = replace(LETTER, recipient=recipient)
    with pytest.raises(ValueError):
        mime(message)
    with mail_server() as server, pytest.raises(Refused, match="адрес"):
        smtp(server.port).send(message)
    assert (server.recipients, server.letters) == ([], [])


@given(st.text(max_size=40))
def test_whatever_stands_for_an_address_the_letter_goes_to_one_person_or_nowhere(recipient: str) -> None:
    try:
        letter = parsed(bytes(mime(replace(LETTER, recipient=recipient))))
    except ValueError:
        return
    assert len(letter["To"].addresses) == 1
    assert letter.keys() == parsed(bytes(mime(LETTER))).keys()


def test_a_cyrillic_domain_is_written_to_by_its_ascii_name() -> None:
    assert mime(replace(LETTER, recipient="vera@почта.рф"))["To"] == "vera@xn--80a1acny.xn--p1ai"


def test_smtp_delivers_the_letter_from_the_organisation_dated() -> None:
    with mail_server() as server:
        smtp(server.port).send(LETTER)
    assert server.recipients == ["<vera@example.com>"]
    letter = parsed(server.letters[0])
    assert letter["Subject"] == LETTER.subject
    assert letter["From"].addresses[0].addr_spec == "school@example.com"
    assert letter["From"].addresses[0].display_name == "Техникум"
    assert letter["Message-ID"] == message_id(LETTER.key)
    assert letter["Date"].datetime is not None


@pytest.mark.parametrize(
    ("says", "kind"),
    [
        ({"CONNECT": "421 too many connections"}, Unavailable),
        ({"CONNECT": ""}, Unavailable),
        ({"EHLO": "", "HELO": ""}, Unavailable),
        ({"MAIL": "550 not a user of ours"}, Unauthorised),
        ({"MAIL": "451 come again"}, Unavailable),
        ({"RCPT": "550 nobody of this name"}, Refused),
        ({"RCPT": "451 greylisted, come again"}, Postponed),
        ({"DATA": "554 not now, not ever"}, Refused),
        ({"DATA": "452 out of disk"}, Unavailable),
        ({".": "550 looks like spam"}, Refused),
        ({".": "451 greylisted"}, Unavailable),
        ({".": ""}, Uncertain),
    ],
)
def test_every_failure_says_whether_the_letter_may_have_gone(
    says: Mapping[str, str], kind: type[WorkspaceError]
) -> None:
    with mail_server(says) as server, pytest.raises(kind) as caught:
        smtp(server.port).send(LETTER)
    assert str(caught.value)[0].isupper()
    assert LETTER.recipient not in str(caught.value)


@pytest.mark.parametrize("farewell", ["", "421 going down", "500 what?"])
def test_a_letter_that_was_taken_has_gone_however_the_server_says_goodbye(farewell: str) -> None:
    with mail_server({"QUIT": farewell}) as server:
        smtp(server.port).send(LETTER)
    assert len(server.letters) == 1


def test_a_wrong_password_is_named_as_such_and_not_shown() -> None:
    with mail_server({"AUTH": "535 no"}) as server, pytest.raises(Unauthorised, match="имя или пароль") as caught:
        smtp(server.port, user="school").send(LETTER)
    assert "secret" not in str(caught.value)
    assert server.letters == []


def test_no_mail_server_is_no_connection() -> None:
    with pytest.raises(Unavailable, match="Нет связи с почтовым сервером"):
        smtp(closed_port()).send(LETTER)


def test_smtp_cannot_be_asked_what_it_sent() -> None:
    assert smtp(1).sent(LETTER) is None


def google(address: str, token: str, *, may_read_mail: bool = True) -> Google:
    return connect(of_token(token), address=address, may_read_mail=may_read_mail, sleep=lambda _: None)


def test_gmail_sends_and_then_knows_that_it_has(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path)
    with serve(workspace) as server:
        mail = google(server.url, server.token).mail
        assert mail.sent(LETTER) is False
        mail.send(LETTER)
        assert mail.sent(LETTER) is True
        assert mail.sent(replace(LETTER, key="another")) is False
        (stored,) = workspace.mail.newest_first()
    assert stored.message()["Subject"] == LETTER.subject
    assert f"<{stored.rfc822_id}>" == message_id(LETTER.key)


def test_gmail_that_may_not_be_read_is_not_asked() -> None:
    with scripted() as script:
        assert google(script.address, "token", may_read_mail=False).mail.sent(LETTER) is None
    assert script.seen == []


def test_gmail_that_fell_silent_while_sending_is_not_sent_to_twice() -> None:
    with scripted(DROPPED) as script, pytest.raises(Uncertain):
        google(script.address, "token").mail.send(LETTER)
    assert len(script.seen) == 1


def test_gmail_refuses_what_is_no_address_before_any_call() -> None:
    with scripted() as script, pytest.raises(Refused):
        google(script.address, "token").mail.send(replace(LETTER, recipient="нет почты"))
    assert script.seen == []


@given(st.lists(st.text("абвгдежз:«»№ x", min_size=1, max_size=30).map(str.strip).filter(bool), min_size=1, max_size=8))
def test_a_long_subject_arrives_with_all_its_spaces(words: list[str]) -> None:
    subject = " ".join(" ".join(words).split())
    assert parsed(bytes(mime(replace(LETTER, subject=subject))))["Subject"] == subject


@pytest.mark.parametrize(
    ("says", "why"),
    [
        ({"CONNECT": ""}, "обычно это 465 или 587"),
        ({"EHLO": "250 here"}, "не спрашивает имя и пароль"),
        ({"AUTH": "535 no"}, "пароль приложения"),
        ({"AUTH": "235 welcome"}, ""),
    ],
)
def test_signing_in_can_be_tried_without_a_letter(says: Mapping[str, str], why: str) -> None:
    with mail_server(says) as server:
        if why:
            with pytest.raises(WorkspaceError, match=why):
                smtp(server.port, user="school").try_out()
        else:
            smtp(server.port, user="school").try_out()
    assert not server.letters and not server.recipients


@pytest.mark.parametrize(
    ("mail", "why"),
    [
        (Smtp("no-such-host.invalid", 587, "", "", "a@b.ru"), "сервера «no-such-host.invalid» нет"),
        (Smtp("smtp..ru", 587, "", "", "a@b.ru"), "имя написано с ошибкой"),
        (Smtp("127.0.0.1", closed_port(), "", "", "a@b.ru"), "никто не отвечает по порту"),
    ],
)
def test_what_keeps_from_the_mail_server_is_told_in_plain_words(mail: Smtp, why: str) -> None:
    with pytest.raises(Unavailable, match=why):
        mail.try_out()


def test_a_server_that_does_not_encrypt_gets_no_password() -> None:
    with mail_server() as server, pytest.raises(Unavailable, match="не шифрует связь"):
        replace(smtp(server.port, user="school"), host="127.1").try_out()


def test_a_password_in_cyrillic_is_told_from_a_wrong_one() -> None:
    with mail_server() as server, pytest.raises(Unauthorised, match="раскладку"):
        replace(smtp(server.port, user="school"), password="пароль").try_out()
