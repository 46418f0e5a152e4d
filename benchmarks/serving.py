"""The embedded workspace in a process of its own, as in life."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import requests

from automation.embedded import Server

NASTAVNIK = (sys.executable, "-c", "from jobs.cli import main; main()")
"""What the installed command does, wherever it is installed."""


@dataclass(frozen=True)
class Served:
    """Where it is served, and the number of its process."""

    server: Server
    process: int

    @property
    def megabytes(self) -> float:
        """What the process holds of the memory now; 0 where that is not told."""
        try:
            lines = Path(f"/proc/{self.process}/status").read_text(encoding="utf-8").splitlines()
        except OSError:
            return 0.0
        return int(next(line for line in lines if line.startswith("VmRSS")).split()[1]) / 1024


@contextmanager
def served(directory: Path, *options: str) -> Iterator[Served]:
    """`nastavnik workspace` over ``directory`` while the block runs."""
    command = [*NASTAVNIK, "workspace", "--data", str(directory), *options]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as process:
        assert process.stdout is not None
        try:
            yield Served(Server(**json.loads(process.stdout.readline())), process.pid)
        finally:
            process.terminate()


def new_session(server: Server) -> requests.Session:
    """Requests of the owner."""
    session = requests.Session()
    session.headers["Authorization"] = f"Bearer {server.token}"
    return session
