"""What a person at a terminal sees while the program itself is read, which takes seconds after an installation."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager

_CLEAR_LINE = "\r\033[K"


@contextmanager
def loading() -> Iterator[None]:
    """Say so while the block imports; the line goes when something else is to be said. Logs and pipes get nothing."""
    if not sys.stderr.isatty():
        yield
        return
    print("Загружаю программу…", end="", file=sys.stderr, flush=True)
    try:
        yield
    finally:
        print(_CLEAR_LINE, end="", file=sys.stderr, flush=True)
