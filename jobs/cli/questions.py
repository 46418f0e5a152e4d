"""Asking whoever sits at the terminal."""

from __future__ import annotations

import sys

import typer


def is_there_anybody() -> bool:
    """Whether a person called the command: what a script calls must not wait for an answer."""
    return sys.stdin.isatty() and sys.stdout.isatty()


def agrees(question: str, *, err: bool = False) -> bool:
    """Whether a person says yes; whatever else they say is a no. `err` leaves stdout to what programs read."""
    answer = typer.prompt(f"{question} Напишите «да» или «нет»", default="нет", show_default=False, err=err)
    return str(answer).strip().lower() in ("да", "д", "yes", "y")
