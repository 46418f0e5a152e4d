"""Putting a desk beside an organisation's workspace."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from jobs.desk.office import Office
from jobs.desk.pages import Desk

if TYPE_CHECKING:
    from pathlib import Path

    from automation.embedded.pages.addition import Addition
    from automation.google import Google
    from jobs.runner.configuration import Configuration
    from jobs.runner.cycles import Cycles


def desk_of(data: Path, configuration: Configuration, cycles: Cycles, *, port: int = 0) -> Addition:
    """The desk of the organisation in a data folder, over a connection of its own; `port` is that of an embedded
    workspace where it is not the configured one."""
    is_embedded, port = configuration.workspace == "embedded", port or configuration.port
    office = Office(
        lambda: _connection(data, configuration, port),
        configuration.spreadsheet,
        cycles,
        google_of=partial(_as_person, port) if is_embedded else None,
    )
    return Desk(office).addition()


def _as_person(port: int, session: str) -> Google:
    from automation.google import connect
    from automation.google.credentials import of_token

    return connect(of_token(session), address=f"http://127.0.0.1:{port}")


def _connection(data: Path, configuration: Configuration, port: int) -> Google:
    from automation.embedded.credentials import held_token
    from automation.google import connect
    from automation.google.credentials import of_token
    from jobs.runner.connection import google_credentials

    if configuration.workspace == "google":
        return connect(google_credentials(data, configuration))
    return connect(of_token(held_token(data)), address=f"http://127.0.0.1:{port}")
