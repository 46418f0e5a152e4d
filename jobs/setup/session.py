"""What one set-up remembers while its pages are filled in: nothing of it is written before the person says so."""

from __future__ import annotations

import json
import secrets
import threading
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from automation.embedded.server import serve_app
from automation.google.credentials import Consent
from automation.google.errors import Unauthorised, WorkspaceError
from automation.google.mail import Smtp
from jobs.cli.trial_letter import trial_letter
from jobs.runner.configuration import FILE, Configuration, load
from jobs.runner.connection import free_port, is_free, scopes
from jobs.setup.answers import configuration, mail, reach, usual
from jobs.setup.network import name_in_network, trial
from jobs.setup.questions import MAIL, STEPS, THIS_COMPUTER, Step
from jobs.setup.time_zones import TIME_ZONES

_PATIENCE = 15.0
"""Seconds that a person waits for a mail server."""


@dataclass
class Making:
    """How far the making is."""

    stages: list[str] = field(default_factory=list)
    failure: str = ""
    link: str = ""
    """Where the browser is led when all is there."""


class Session:
    """The answers so far, and what was tried out with them."""

    def __init__(self, data: Path, now: datetime) -> None:
        self.data = data
        self.now = now
        self.secret, self.cookie = secrets.token_urlsafe(24), secrets.token_urlsafe(24)
        self.cookie_name = f"setup-{secrets.token_hex(4)}"  # browsers do not tell the ports of a machine apart
        self._trial_secret = secrets.token_urlsafe(9)
        self.is_open = False
        """Whether the one-time link was used."""
        given = load(data) if (data / FILE).exists() else Configuration()
        port = given.port if (data / FILE).exists() else free_port(given.port)
        self.given = given.model_copy(update={"scope": given.scope or secrets.token_hex(4), "port": port})
        self.answers = usual(self.given, now.date(), _zone_here(now), name_in_network())
        self.done: set[str] = set()
        """Names of the steps that were answered well."""
        self.client_secret = b""
        """The key of the application in Google, as it was uploaded."""
        self.google_token = ""
        self._consent: Consent | None = None
        self.making: Making | None = None
        self._go = threading.Event()
        self._letter_went: tuple[object, ...] = ()
        self._trial = ExitStack()
        self._tried: tuple[str, int] | None = None
        """The address at which the trial stands, and the port."""
        self.was_seen = False

    def next_step(self) -> Step | None:
        """The first page that is not filled in yet; none where all are."""
        return next((step for step in STEPS if step.name not in self.done), None)

    def configuration(self) -> Configuration:
        """The configuration that the answers ask for, once none of them was refused."""
        return configuration(self.answers, self.given)

    # Mail

    def mail(self) -> Smtp:
        """The mail server that was named."""
        way, password = mail(self.answers), self.answers.get("mail_password", "")
        return Smtp(way.host, way.port, way.user, password, way.sender, way.sender_name, _PATIENCE)

    def send_trial_letter(self) -> dict[str, str]:
        """Send a letter to the person who sets up. Name of a question → what went wrong by its answer."""
        letter = trial_letter(self.answers["mail_trial"])
        try:
            self.mail().try_out()
        except WorkspaceError as error:
            return {"mail_password" if isinstance(error, Unauthorised) else "mail_host": str(error)}
        try:
            self.mail().send(letter)
        except WorkspaceError as error:
            return {"mail_sender" if isinstance(error, Unauthorised) else "mail_trial": str(error)}
        self._letter_went = self._of_mail()
        return {}

    @property
    def letter_went(self) -> bool:
        """Whether a letter has gone out the way that the answers name."""
        return self._letter_went == self._of_mail()

    def _of_mail(self) -> tuple[object, ...]:
        return tuple(self.answers.get(one.name) for one in MAIL.questions)

    # Google

    def keep_google_key(self, content: bytes) -> str:
        """Take the application's key that was uploaded. What is wrong with it; empty where nothing is."""
        try:
            key = json.loads(content)["installed"]
            is_whole = bool(key["client_id"] and key["client_secret"] and key["auth_uri"] and key["token_uri"])
        except (ValueError, KeyError, TypeError):
            is_whole = False
        if not is_whole:
            return "Это не ключ приложения вида «Desktop app». Скачайте в Google Cloud файл JSON именно такого вида"
        self.client_secret, self.google_token = content, ""
        return ""

    def ask_google(self, back: str) -> str:
        """The page of Google's on which the person gives their consent, and comes `back`."""
        self._consent = Consent(self.client_secret, back, scopes=scopes(self.given))
        return str(self._consent.address)

    def back_from_google(self, state: str, code: str) -> str:
        """Keep the token that Google gives. What went wrong; empty where nothing did."""
        if self._consent is None:
            return "Вход в Google не начат. Нажмите «Войти в Google»"
        try:
            self.google_token = self._consent.token(state, code)
        except Unauthorised as refusal:
            return str(refusal)
        return ""

    # The address

    @property
    def reach(self) -> Configuration:
        """The configuration as far as the address goes, which is good."""
        return reach(self.answers, self.given)

    def try_address(self) -> str:
        """Stand at the address that was named, to be seen there. What keeps from it; empty where nothing does."""
        wanted = self.reach
        if self._tried and self._tried == (wanted.address, wanted.port):
            return ""
        self.stop_trial()
        self.was_seen = False
        if not is_free(wanted.port):
            return f"Порт {wanted.port} занят другой программой. Впишите другой, например {free_port(wanted.port)}"
        if self.answers.get("reached") == THIS_COMPUTER:
            return ""
        app = trial(wanted.address, self._trial_secret, self._seen)
        try:
            self._trial.enter_context(serve_app(app, wanted.port, listen=str(wanted.listen)))
        except OSError:
            return f"Порт {wanted.port} не открывается в сети. Впишите другой, например {free_port(wanted.port + 1)}"
        self._tried = wanted.address, wanted.port
        return ""

    @property
    def seen_at(self) -> str:
        """The page by which a phone tells that it sees this computer."""
        return f"{self.reach.address}/seen/{self._trial_secret}"

    def _seen(self) -> None:
        self.was_seen = True

    def stop_trial(self) -> None:
        """Leave the port to the workspace."""
        self._trial.close()
        self._tried = None

    # The making

    def go(self) -> None:
        """Let the making begin."""
        self.making = Making()
        self._go.set()

    def wait_for_go(self) -> Making:
        """The making that was asked for, once it is."""
        while not self._go.wait(0.5):  # in turns, so that Ctrl+C is heard on every system
            pass
        self._go.clear()
        assert self.making is not None  # noqa: S101  (`go` has put it there)
        return self.making


def _zone_here(now: datetime) -> str:
    """The zone of Russia that has the time of this computer; Moscow's where none has."""
    offset = now.astimezone().utcoffset()
    if now.astimezone(ZoneInfo("Europe/Moscow")).utcoffset() == offset:
        return "Europe/Moscow"
    return next((zone for zone in TIME_ZONES if now.astimezone(ZoneInfo(zone)).utcoffset() == offset), "Europe/Moscow")
