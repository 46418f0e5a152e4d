"""Two ways to send a letter: Gmail, and any SMTP server.

Both put the same `Message-ID`, made from the letter's key, so that a letter sent again after a crash is the same
letter. Gmail can be asked whether it has gone (where that was allowed); SMTP cannot.
"""

from __future__ import annotations

import base64
import hashlib
import smtplib
import ssl
from contextlib import suppress
from dataclasses import dataclass
from email.errors import HeaderParseError
from email.header import Header
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import EmailPolicy
from email.utils import localtime
from functools import cached_property
from typing import Any, Protocol

from automation.google.errors import Postponed, Refused, Unauthorised, Unavailable, Uncertain, WorkspaceError
from automation.google.services import service
from automation.google.transport import Transport


@dataclass(frozen=True)
class Message:
    """A letter ready to go. `key` says why it exists and makes its `Message-ID`."""

    key: str
    recipient: str
    subject: str
    text: str
    html: str
    calendar: bytes = b""
    """An iCalendar file to go with it; empty where there is none."""


CALENDAR_NAME = "Сроки.ics"


class Mail(Protocol):
    """A way to send."""

    def send(self, message: Message) -> None:
        """`Uncertain` when the letter may have gone; `Refused` when this recipient can't be written to."""

    def sent(self, message: Message) -> bool | None:
        """Whether the letter has gone already; None where the mail system may not be asked."""


def message_id(key: str, domain: str = "nastavnik.local") -> str:
    """The letter's `Message-ID`: always the same for the same key, and telling nobody the key."""
    return f"<{hashlib.sha256(key.encode()).hexdigest()[:32]}@{domain}>"


class _KeepsSpaces(EmailPolicy):
    """CPython loses the space at which it folds a long subject that is not ASCII; the older `Header` does not."""

    def fold(self, name: str, value: Any) -> str:
        if name.lower() != "subject":
            return str(super().fold(name, value))
        folded = Header(str(value), "utf-8", header_name=name).encode(linesep=self.linesep)
        return f"{name}: {folded}{self.linesep}"

    def fold_binary(self, name: str, value: Any) -> bytes:
        return self.fold(name, value).encode("ascii")


def mime(message: Message, sender: str = "", sender_name: str = "") -> EmailMessage:
    """The letter as it travels: text, HTML and its calendar. `ValueError` for an address that cannot be one."""
    letter = EmailMessage(policy=_KeepsSpaces(linesep="\r\n"))
    letter["To"] = _address(message.recipient)
    if sender:
        letter["From"] = _address(sender, sender_name)
    letter["Subject"] = _header(message.subject)
    letter["Message-ID"] = message_id(message.key)
    letter["Auto-Submitted"] = "auto-generated"  # RFC 3834: no out-of-office answers to a program
    letter.set_content(message.text)
    letter.add_alternative(message.html, subtype="html")
    if message.calendar:
        # RFC 6047, 2.4: the method is named both here and in the file.
        kind = {"charset": "utf-8", "method": "PUBLISH"}
        letter.add_attachment(
            message.calendar, maintype="text", subtype="calendar", filename=CALENDAR_NAME, params=kind
        )
    return letter


def _address(address: str, name: str = "") -> Address:
    local, _, domain = address.strip().rpartition("@")
    try:
        # A Cyrillic domain travels in its ASCII form: почта.рф is xn--80a1acny.xn--p1ai.
        return Address(display_name=name, addr_spec=f"{local}@{domain.encode('idna').decode()}")
    except (HeaderParseError, IndexError) as error:
        raise ValueError("not an address") from error


def _header(text: str) -> str:
    """Text on one line that a header takes literally: «=?…?=» would be decoded, line breaks in it included."""
    return " ".join(text.split()).replace("=?", "= ?")


class Gmail:
    """Gmail of the signed-in user: https://developers.google.com/gmail/api/reference/rest"""

    def __init__(self, transport: Transport, *, may_read: bool) -> None:
        self._transport = transport
        self._may_read = may_read

    @cached_property
    def _messages(self) -> Any:
        return service("gmail", "v1", self._transport).users().messages()

    def send(self, message: Message) -> None:
        raw = base64.urlsafe_b64encode(bytes(_deliverable(message))).decode()
        self._messages.send(userId="me", body={"raw": raw}).execute()

    def sent(self, message: Message) -> bool | None:
        if not self._may_read:
            return None
        query = f"rfc822msgid:{message_id(message.key).strip('<>')}"
        return bool(self._messages.list(userId="me", q=query, maxResults=1).execute().get("messages"))


def _deliverable(message: Message, sender: str = "", sender_name: str = "") -> EmailMessage:
    try:
        return mime(message, sender, sender_name)
    except ValueError:
        raise Refused("На этот адрес письмо отправить нельзя: проверьте, как он написан") from None


_CUT_OFF = "Связь с почтовым сервером оборвалась во время отправки"


def _failure(error: smtplib.SMTPException) -> WorkspaceError:
    """What a failure after signing in means for the letter."""
    if isinstance(error, smtplib.SMTPServerDisconnected):
        return Uncertain(_CUT_OFF)
    if isinstance(error, smtplib.SMTPRecipientsRefused) and all(code < 500 for code, _ in error.recipients.values()):
        return Postponed("Почтовый сервер просит прислать письмо этому адресату позже", detail=str(error))
    if isinstance(error, smtplib.SMTPResponseException) and error.smtp_code < 500:
        # RFC 5321, 4.2.1: 5xx is for good, 4xx asks to come again.
        return Unavailable("Почтовый сервер занят и просит повторить позже", detail=str(error))
    if isinstance(error, smtplib.SMTPSenderRefused):
        return Unauthorised("Почтовый сервер не принял адрес отправителя. Проверьте раздел [mail] настроек")
    return Refused("Почтовый сервер не принял письмо для этого адреса", detail=str(error))


@dataclass(frozen=True)
class Smtp:
    """An SMTP server with STARTTLS (port 587) or TLS from the start (465); without either only on this machine."""

    host: str
    port: int
    user: str
    password: str
    sender: str
    sender_name: str = ""

    def send(self, message: Message) -> None:
        letter = _deliverable(message, self.sender, self.sender_name)
        letter["Date"] = localtime()
        try:
            server = self._connect()
        except smtplib.SMTPAuthenticationError:
            raise Unauthorised("Почтовый сервер не принял имя или пароль. Проверьте раздел [mail] настроек") from None
        except (OSError, smtplib.SMTPException):
            raise Unavailable("Нет связи с почтовым сервером. Проверьте сеть и раздел [mail] настроек") from None
        try:
            server.send_message(letter)
        except smtplib.SMTPException as error:
            raise _failure(error) from None
        except OSError:
            raise Uncertain(_CUT_OFF) from None
        finally:
            # The letter's fate is known by now, whatever becomes of the farewell.
            with suppress(OSError, smtplib.SMTPException):
                server.quit()
            server.close()

    def sent(self, message: Message) -> bool | None:
        return None

    def _connect(self) -> smtplib.SMTP:
        context = ssl.create_default_context()
        if self.port == 465:
            server: smtplib.SMTP = smtplib.SMTP_SSL(self.host, self.port, timeout=60, context=context)
        else:
            server = smtplib.SMTP(self.host, self.port, timeout=60)
            if self.host not in ("localhost", "127.0.0.1"):
                server.starttls(context=context)
        server.ehlo_or_helo_if_needed()
        if self.user:
            server.login(self.user, self.password)
        return server
