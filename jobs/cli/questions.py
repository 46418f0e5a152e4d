"""Asking whoever sits at the terminal, and reading what they typed."""

from __future__ import annotations

import sys
from datetime import date, datetime

import typer

from jobs.runner.configuration import ConfigurationError


def is_there_anybody() -> bool:
    """Whether a person called the command: what a script calls must not wait for an answer."""
    return sys.stdin.isatty() and sys.stdout.isatty()


def agrees(question: str, *, err: bool = False) -> bool:
    """Whether a person says yes; whatever else they say is a no. `err` leaves stdout to what programs read."""
    answer = typer.prompt(f"{question} Напишите «да» или «нет»", default="нет", show_default=False, err=err)
    return str(answer).strip().lower() in ("да", "д", "yes", "y")


def day(option: str, typed: str) -> date | None:
    """A day as people write it; None where none is named."""
    try:
        return datetime.strptime(typed, "%d.%m.%Y").date() if typed else None
    except ValueError:
        raise ConfigurationError(f"{option}: «{typed}» — не дата; нужна дата вида 01.09.2026") from None
