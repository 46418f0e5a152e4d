"""`nastavnik` alone: the set-up where nothing is set up yet, and the work of `serve` where it is."""

from __future__ import annotations

import os
import sys
import webbrowser
from datetime import UTC, datetime
from pathlib import Path

from rich.console import Console

from automation import private
from automation.embedded.server import serve_app
from jobs.cli.failures import sentence
from jobs.cli.running import serve_forever
from jobs.cli.setup import set_up
from jobs.runner.configuration import FILE, THIS_COMPUTER, ConfigurationError, file_of, load, save
from jobs.runner.connection import USER_TOKEN, free_port, is_free, is_of_the_port
from jobs.setup.answers import PASSWORD, known
from jobs.setup.pages import make_app
from jobs.setup.session import Making, Session

console = Console()

_USUAL_PORT = 8790


def begin(data: Path, port: int | None) -> None:
    """Set up by clicking, then work; or work at once, with the owner's page opened in the browser."""
    if (data / FILE).exists() and load(data).spreadsheet:
        if port:
            raise ConfigurationError(
                f"Папка {data} уже настроена, и порт страницы настройки ей не нужен. Порт рабочего пространства — в "
                f"файле {file_of(data)}"
            )
        serve_forever(data, lead=open_in_browser)
        return
    session = Session(data, datetime.now(UTC))
    try:
        with serve_app(make_app(session), port or free_port(_USUAL_PORT)) as url:
            _tell(f"{url}/start/{session.secret}", data)
            making = _made(session)
            serve_forever(data, lead=lambda link: _lead(session, making, link))
    except OSError as error:
        if not is_of_the_port(error):
            raise
        raise ConfigurationError(f"Порт {port} занят другой программой: укажите другой (--port)") from None
    finally:
        session.stop_trial()


def _tell(link: str, data: Path) -> None:
    console.print(f"Настройка в браузере (папка {data.absolute()}): {link}", soft_wrap=True, markup=False)
    console.print("Ссылка действует один раз и только на этом компьютере. Прервать: Ctrl+C")
    open_in_browser(link)


def open_in_browser(link: str) -> None:
    """Open a page for whoever sits at this machine; where it has no screen, the printed link is all there is."""
    has_screen = sys.platform in ("win32", "darwin") or os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
    if has_screen:
        webbrowser.open(link)


def _made(session: Session) -> Making:
    """The workspace, made of the answers; what fails is told on the page, and may be tried again."""
    while True:
        making = session.wait_for_go()
        try:
            _make(session, making)
        except Exception as error:  # whatever it was, the person is at the page and not at the terminal
            making.failure = sentence(error)
        else:
            making.stages.append("Первое обращение к таблице")
            return making


def _make(session: Session, making: Making) -> None:
    session.stop_trial()
    wanted, data = session.configuration(), session.data
    if not is_free(wanted.port):
        raise ConfigurationError(
            f"Порт {wanted.port} занят другой программой. Вернитесь и впишите другой, например {free_port(wanted.port)}"
        )
    save(data, wanted)
    for name, content in (
        (PASSWORD, session.answers.get("mail_password", "") if wanted.mail.password_file else ""),
        (wanted.google.credentials, session.client_secret),
        (USER_TOKEN, session.google_token),
    ):
        if content:
            private.write(data / name, content)
    set_up(data, wanted, now=datetime.now(UTC), known=known(session.answers), progress=making.stages.append)


def _lead(session: Session, making: Making, link: str) -> None:
    """Send the browser on; by the address of this computer itself, where nobody has seen that the other one works."""
    wanted = session.configuration()
    if not session.was_seen:
        link = link.replace(wanted.found_at, f"http://{THIS_COMPUTER}:{wanted.port}", 1)
    making.link = link
