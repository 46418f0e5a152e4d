"""What others wait for, and what they do not.

While a call is answered, everybody else waits for the workspace; so whatever takes longer than `PATIENCE` is done
aside. A handler says how long it will take (``call.takes``, raising `TooLong`), or what it needs first (``call.made``,
raising `First`), and is called again.
"""

from __future__ import annotations

from collections.abc import Callable

PATIENCE = 0.1  # seconds


class TooLong(Exception):
    """The call only reads, and takes so long that another process is to answer it."""


class First(Exception):
    """Something has to be made before the call can be answered, while the workspace is free."""

    def __init__(self, make: Callable[[], object]) -> None:
        super().__init__()
        self.make = make
