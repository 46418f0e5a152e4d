"""Two ways to send a letter: Gmail, and any SMTP server.

Both put the same `Message-ID`, made from the letter's key, so that a letter sent again after a crash is the same
letter. Gmail can be asked whether it has gone (where that was allowed); SMTP cannot.
"""

from __future__ import annotations

import base64
import hashlib
import smtplib
import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from email.errors import HeaderParseError
from email.header import Header
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import EmailPolicy
from email.utils import localtime
from functools import cached_property
from typing import Any, ClassVar, Protocol

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

    @property
    def leaves(self) -> bool:
        """Whether letters reach people, and are not only kept where programs and the owner see them."""

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
        self.leaves = not transport.address  # the embedded workspace keeps what comes this way

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
        return Unauthorised(
            "Почтовый сервер не принял адрес отправителя: обычно это должен быть адрес того, чьё имя и пароль указаны"
        )
    return Refused("Почтовый сервер не принял письмо для этого адреса", detail=str(error))


_WHY: tuple[tuple[tuple[type[Exception], ...], str], ...] = (
    (
        (socket.gaierror, UnicodeError),
        "сервера «{host}» нет, или имя написано с ошибкой. Проверьте имя и есть ли интернет",
    ),
    ((ConnectionRefusedError,), "на «{host}» никто не отвечает по порту {port}. Обычно порт — 465 или 587"),
    (
        (TimeoutError,),
        "«{host}» молчит по порту {port}. Проверьте порт (обычно 465 или 587) и не закрыт ли он в вашей сети",
    ),
    (
        (ssl.SSLCertVerificationError,),
        "сервер не доказал, что он «{host}»: сертификат (TLS) выдан другому или истёк. Проверьте имя сервера",
    ),
    (
        (ssl.SSLError,),
        "по порту {port} сервер не шифрует связь (TLS) так, как положено, а открыто пароль не посылают. "
        "Попробуйте порт 465 или 587",
    ),
    ((smtplib.SMTPNotSupportedError,), "сервер не спрашивает имя и пароль. Проверьте порт или оставьте имя пустым"),
    (
        (smtplib.SMTPServerDisconnected, ConnectionError),
        "сервер оборвал связь. Проверьте порт ({port}): обычно это 465 или 587",
    ),
    ((Exception,), "проверьте сеть, имя сервера и порт"),
)
"""What keeps from a mail server, the narrowest first, and what to look at."""


def _no_connection(error: Exception, host: str, port: int) -> WorkspaceError:
    """Why nobody could sign in at the mail server, and what to look at."""
    if isinstance(error, smtplib.SMTPAuthenticationError):
        return Unauthorised(
            "Почтовый сервер не принял имя или пароль. Проверьте их: Яндекс, Mail.ru и Gmail принимают от программ не "
            "обычный пароль, а отдельный «пароль приложения», его делают в настройках почты"
        )
    if isinstance(error, UnicodeEncodeError) and error.encoding == "ascii":
        return Unauthorised("Почтовый сервер не примет имя или пароль с русскими буквами. Проверьте раскладку")
    why = next(words for kinds, words in _WHY if isinstance(error, kinds))
    return Unavailable(f"Нет связи с почтовым сервером: {why.format(host=host, port=port)}", detail=str(error))


@dataclass(frozen=True)
class Smtp:
    """An SMTP server with STARTTLS (port 587) or TLS from the start (465); without either only on this machine."""

    host: str
    port: int
    user: str
    password: str
    sender: str
    sender_name: str = ""
    patience: float = 60
    """Seconds to wait for each answer."""

    leaves: ClassVar[bool] = True

    def send(self, message: Message) -> None:
        letter = _deliverable(message, self.sender, self.sender_name)
        letter["Date"] = localtime()
        with self._signed_in() as server:
            try:
                server.send_message(letter)
            except smtplib.SMTPException as error:
                raise _failure(error) from None
            except OSError:
                raise Uncertain(_CUT_OFF) from None

    def try_out(self) -> None:
        """Sign in and send nothing. `Unauthorised` or `Unavailable` say why that does not work."""
        with self._signed_in():
            pass

    @contextmanager
    def _signed_in(self) -> Iterator[smtplib.SMTP]:
        try:
            server = self._connect()
        except (OSError, UnicodeError, smtplib.SMTPException) as error:
            raise _no_connection(error, self.host, self.port) from None
        try:
            yield server
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
            server: smtplib.SMTP = smtplib.SMTP_SSL(self.host, self.port, timeout=self.patience, context=context)
        else:
            server = smtplib.SMTP(self.host, self.port, timeout=self.patience)
            if self.host not in ("localhost", "127.0.0.1"):
                server.ehlo_or_helo_if_needed()
                if not server.has_extn("starttls"):
                    raise ssl.SSLError("the server offers no STARTTLS")
                server.starttls(context=context)
        server.ehlo_or_helo_if_needed()
        if self.user:
            server.login(self.user, self.password)
        return server
