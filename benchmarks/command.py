"""How soon the command answers."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from functools import partial

from benchmarks.measure import Figure, seconds

HELP = "import sys; sys.argv = ['nastavnik', '--help']; from jobs.cli import main; main()"
"""What the installed script does, wherever it is installed."""


def figures() -> Iterator[Figure]:
    answer = partial(subprocess.run, [sys.executable, "-c", HELP], capture_output=True, check=True)
    yield Figure("nastavnik --help", seconds(answer), "с", 0.4)
