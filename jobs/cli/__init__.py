"""The command `nastavnik`. Heavy imports happen inside the command that needs them: `--help` answers at once."""

from __future__ import annotations

import os
import sys


def main() -> None:
    """Entry point: run the command and turn expected failures into one sentence and exit code 1."""
    from jobs.cli.commands import app
    from jobs.cli.failures import explained

    os.umask(0o077)  # what the program writes is its owner's alone: there are people's data in it
    with explained():
        sys.exit(app(prog_name="nastavnik", standalone_mode=False))
