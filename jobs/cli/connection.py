"""From a configuration to a connected workspace."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jobs.cli.configuration import Configuration, ConfigurationError

if TYPE_CHECKING:
    from automation.google import Google
    from automation.google.mail import Mail

RUNNING = "running.json"
"""Where a workspace that is open says how to reach it."""

USER_TOKEN = "google-token.json"  # noqa: S105  (a file's name)


@contextmanager
def connected(data: Path, configuration: Configuration) -> Iterator[Google]:
    """The organisation's workspace, ready for calls. An embedded one is opened for as long as it is needed."""
    from automation.google import connect
    from automation.google.credentials import of_token

    if configuration.workspace == "google":
        yield connect(
            google_credentials(data, configuration),
            mail=_smtp(data, configuration),
            may_read_mail=configuration.google.confirm_letters,
        )
        return
    with opened(data) as (address, token):
        yield connect(of_token(token), address=address, mail=_smtp(data, configuration))


@contextmanager
def opened(data: Path) -> Iterator[tuple[str, str]]:
    """Address and token of the embedded workspace: the one that is running already, or one opened here."""
    running = _running(data)
    if running:
        yield running
        return
    from automation.embedded import Workspace, serve

    with serve(Workspace(data)) as server:
        yield server.url, server.token


def announce(data: Path, address: str, token: str) -> None:
    """Let other commands find the workspace that runs here."""
    from automation.google.credentials import write_secret

    write_secret(data / RUNNING, json.dumps({"url": address, "token": token}))


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


def _running(data: Path) -> tuple[str, str] | None:
    import requests

    try:
        said = json.loads((data / RUNNING).read_text(encoding="utf-8"))
        answer = requests.get(
            f"{said['url']}/drive/v3/about",
            params={"fields": "user"},
            headers={"Authorization": f"Bearer {said['token']}"},
            timeout=2,
        )
    except (OSError, ValueError, KeyError, requests.RequestException):
        return None
    return (said["url"], said["token"]) if answer.ok else None


def _smtp(data: Path, configuration: Configuration) -> Mail | None:
    from automation.google.mail import Smtp

    mail = configuration.mail
    if mail.by == "workspace":
        return None
    if not mail.host or not mail.sender:
        raise ConfigurationError("В разделе [mail] файла nastavnik.toml укажите host и sender")
    password = ""
    if mail.password_file:
        try:
            password = (data / mail.password_file).read_text(encoding="utf-8").strip()
        except OSError:
            raise ConfigurationError(f"Нет файла с паролем почты: {mail.password_file}") from None
    return Smtp(mail.host, mail.port, mail.user, password, mail.sender, mail.sender_name)
