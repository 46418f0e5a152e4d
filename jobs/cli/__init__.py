"""The command `nastavnik`. Heavy imports happen inside the command that needs them: `--help` answers at once."""

from __future__ import annotations


def main() -> None:
    """Entry point: run the command and turn expected failures into one sentence and exit code 1."""
    from jobs.cli.commands import app
    from jobs.cli.failures import explained

    with explained():
        app()
