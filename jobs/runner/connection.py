"""From a configuration to a connected workspace."""

from __future__ import annotations

import errno
import socket
from collections.abc import Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jobs.runner.configuration import LOCK, OPEN, TIMETABLE, Configuration, ConfigurationError, file_of
from sheets_schema.tabs.staff import Staff

if TYPE_CHECKING:
    from email.message import EmailMessage

    from automation.embedded import Server, Workspace
    from automation.embedded.pages.addition import Addition
    from automation.google import Google
    from automation.google.mail import Message, Smtp

USER_TOKEN = "google-token.json"  # noqa: S105  (a file's name)


@contextmanager
def connected(data: Path, configuration: Configuration, addition: Addition | None = None) -> Iterator[Google]:
    """The organisation's workspace, ready for calls. An embedded one is opened for as long as it is needed, with
    what is added to its pages."""
    from automation.google import connect
    from automation.google.credentials import of_token

    if configuration.workspace == "google":
        yield connect(
            google_credentials(data, configuration),
            mail=smtp(data, configuration),
            may_read_mail=configuration.google.confirm_letters,
        )
        return
    with opened(data, configuration, addition) as server:
        yield connect(of_token(server.token), address=server.url, mail=smtp(data, configuration))


@contextmanager
def opened(data: Path, configuration: Configuration, addition: Addition | None = None) -> Iterator[Server]:
    """The embedded workspace of a data folder: the one that is open on this port already, or one opened here.

    The port is always the same, because the links in letters and documents lead to it.
    """
    server = running(data, configuration)
    if server:
        yield server
    else:
        with _opened_here(data, configuration, addition) as server:
            yield server


def running(data: Path, configuration: Configuration) -> Server | None:
    """The embedded workspace of a data folder, if another program has it open on its port."""
    from automation.embedded.credentials import Server, held_token

    server = Server(f"http://127.0.0.1:{configuration.port}", held_token(data))
    return server if _answers(server, data) else None


@contextmanager
def _opened_here(data: Path, configuration: Configuration, addition: Addition | None) -> Iterator[Server]:
    from automation.embedded import serve
    from automation.embedded.pages.addition import Addition

    workspace, port = embedded(data, configuration), configuration.port
    try:
        with only_here(data), ExitStack() as stack:
            try:
                server = stack.enter_context(
                    serve(workspace, port, addition or Addition(), listen=str(configuration.listen))
                )
            except OSError as error:
                if not is_of_the_port(error):
                    raise
                raise ConfigurationError(
                    f"Порт {port} занят другой программой. Укажите другой: port = … в файле {file_of(data)}"
                ) from None
            yield server
    finally:
        workspace.close()


def is_of_the_port(error: OSError) -> bool:
    """Whether it is the port that could not be had, and not a file."""
    return error.filename is None and error.errno in (errno.EADDRINUSE, errno.EACCES)


def is_free(port: int) -> bool:
    """Whether a workspace may be opened on a port of this machine."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def free_port(wanted: int) -> int:
    """This port, or the next that is free."""
    return next(filter(is_free, range(wanted, 65536)), wanted)


def locked(data: Path) -> AbstractContextManager[None]:
    """Alone at the organisation's spreadsheet. `ConfigurationError` while another command of ours writes there."""
    return _alone(data / LOCK, "Задания уже выполняются другой командой: дождитесь её окончания")


def only_here(data: Path) -> AbstractContextManager[None]:
    """The one server of a data folder's workspace. `ConfigurationError` while another, on whatever port, has it open.

    Two would not know of each other's changes, and the owner's link of the one would end that of the other.
    """
    return _alone(
        data / OPEN,
        f"Рабочее пространство папки {data} уже открыто другой командой (nastavnik serve или nastavnik workspace). "
        "Пользуйтесь им или сначала остановите её",
    )


def only_timetable(data: Path) -> AbstractContextManager[None]:
    """The one program that works by the timetable in a data folder. `ConfigurationError` while there is another."""
    return _alone(
        data / TIMETABLE,
        f"С папкой {data} уже работает другая команда nastavnik serve. Вторая не нужна: она всё делает",
    )


@contextmanager
def _alone(lock: Path, otherwise: str) -> Iterator[None]:
    from filelock import FileLock, Timeout

    held = FileLock(lock, timeout=0, mode=0o600)
    try:
        held.acquire()
    except Timeout:
        raise ConfigurationError(otherwise) from None
    try:
        yield
    finally:
        held.release()


def embedded(data: Path, configuration: Configuration, token: str | None = None) -> Workspace:
    """The embedded workspace in a data folder; its own letters go by SMTP where the configuration says so."""
    from automation.embedded import Workspace
    from automation.workbook.answering import guide
    from automation.workbook.restoring import restoring
    from jobs.people.consents import lacking_in
    from sheets_schema.nastavnik import NASTAVNIK

    mail = smtp(data, configuration)
    deliver = None if mail is None else lambda letter: mail.send(_as_message(letter))
    asks, stays = guide(NASTAVNIK, lacking_in), restoring(NASTAVNIK)
    return Workspace(data, token=token, address=configuration.address, deliver=deliver, guide=asks, restoring=stays)


def _as_message(letter: EmailMessage) -> Message:
    from automation.google.mail import Message

    text = letter.get_content()
    page = "".join(f"<p>{escape(paragraph)}</p>" for paragraph in text.split("\n\n"))
    return Message(str(letter["Message-ID"]), str(letter["To"]), str(letter["Subject"]), text, page)


def google_credentials(data: Path, configuration: Configuration) -> Any:
    """Credentials as the configuration says. `Unauthorised` when they are not there."""
    from automation.google.credentials import of_service_account, of_user

    if configuration.google.sign_in == "service-account":
        key = data / configuration.google.credentials
        return of_service_account(key, scopes=scopes(configuration), subject=configuration.google.act_as)
    return of_user(data / USER_TOKEN)


def scopes(configuration: Configuration) -> tuple[str, ...]:
    """What to ask Google for: no more than the configuration needs."""
    from automation.google.credentials import CONFIRM_LETTERS, SCOPES

    return (*SCOPES, CONFIRM_LETTERS) if configuration.google.confirm_letters else SCOPES


def _answers(server: Server, data: Path) -> bool:
    import requests

    try:
        about = requests.get(
            f"{server.url}/drive/v3/about",
            params={"fields": "kind"},
            headers={"Authorization": f"Bearer {server.token}"},
            timeout=2,
        )
    except (requests.RequestException, UnicodeEncodeError):
        return False
    if about.status_code == requests.codes.unauthorized:
        raise ConfigurationError(
            f"На {server.url} открыто рабочее пространство с другим ключом доступа. "
            f"Остановите его, запустите снова и повторите; для второй организации укажите другой port в {file_of(data)}"
        )
    return about.ok


def smtp(data: Path, configuration: Configuration) -> Smtp | None:
    """The mail server by which letters go, if one is named. `ConfigurationError` where it is not named whole."""
    from automation.google.mail import Smtp

    mail = configuration.mail
    if mail.by == "workspace":
        return None
    if not mail.host or not mail.sender:
        raise ConfigurationError(f"В разделе [mail] файла {file_of(data)} укажите host и sender")
    if Staff.email.column.problem(mail.sender):
        raise ConfigurationError(f"В разделе [mail] файла {file_of(data)} sender — не адрес электронной почты")
    password = ""
    if mail.password_file:
        try:
            password = (data / mail.password_file).read_text(encoding="utf-8").strip()
        except OSError:
            raise ConfigurationError(f"Нет файла с паролем почты: {data.absolute() / mail.password_file}") from None
    return Smtp(mail.host, mail.port, mail.user, password, mail.sender, mail.sender_name)
