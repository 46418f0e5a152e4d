"""An organisation on disk as `nastavnik init` leaves it, and the command as a person calls it."""

from __future__ import annotations

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from jobs.cli import main, roadmaps

COMMAND = [sys.executable, "-c", "from jobs.cli import main; main()"]


@dataclass(frozen=True)
class Said:
    """What a command printed, and its exit code."""

    code: int
    out: str
    err: str

    @property
    def sentence(self) -> str:
        """The one sentence of a failure."""
        assert (self.code, self.err.count("\n")) == (1, 1), self.err
        assert "Traceback" not in self.err
        found = re.fullmatch(r"Не получилось: (.+)\n", self.err)
        assert found, self.err
        return found[1]


Nastavnik = Callable[..., Said]


@pytest.fixture
def nastavnik(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Iterator[Nastavnik]:
    """Call the command in this process: what it needs is imported once for all tests."""
    monkeypatch.setattr(roadmaps.console, "width", 400)  # nothing is broken into lines, whatever the terminal
    umask = os.umask(0o022)
    handlers = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}

    def call(*arguments: object) -> Said:
        monkeypatch.setattr(sys, "argv", ["nastavnik", *map(str, arguments)])
        code: object = 0
        try:
            main()
        except SystemExit as ended:
            code = ended.code or 0
        said = capsys.readouterr()
        return Said(int(str(code)), said.out, said.err)

    yield call
    os.umask(umask)
    for number, handler in handlers.items():
        signal.signal(number, handler)


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def configure(data: Path, text: str) -> Path:
    data.mkdir(parents=True, exist_ok=True)
    (data / "nastavnik.toml").write_text(text, encoding="utf-8")
    return data


@pytest.fixture(scope="session")
def initialised(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with the technicum's plan, made by a process of its own under a generous umask."""
    data = tmp_path_factory.mktemp("cli") / "data"
    years = 'start = "01.09.2023"\nend = "31.08.2024"'  # the technicum's own: tests speak of its dates
    configure(data, f'workspace = "embedded"\nroadmap = "ktt"\n{years}\nport = {free_port()}\n')
    subprocess.run(
        [*COMMAND, "init", "--data", str(data)], check=True, timeout=120, stdout=subprocess.DEVNULL, umask=0o000
    )
    return data


@pytest.fixture
def data(initialised: Path, tmp_path: Path) -> Path:
    """A copy of the data folder on a port of its own."""
    folder = tmp_path / "data"
    shutil.copytree(initialised, folder)
    settings = folder / "nastavnik.toml"
    settings.write_text(re.sub(r"port = \d+", f"port = {free_port()}", settings.read_text(encoding="utf-8")))
    return folder


def port_of(data: Path) -> int:
    found = re.search(r"port = (\d+)", (data / "nastavnik.toml").read_text(encoding="utf-8"))
    assert found
    return int(found[1])
