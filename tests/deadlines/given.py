"""`given` with the same examples each time.

Random phrases still find corners of the language now and then that no plan of a school has; to look for them, take
`hypothesis.given` instead.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import hypothesis


def given(*strategies: Any, **named: Any) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """`hypothesis.given`, repeatable."""

    def decorate(test: Callable[..., None]) -> Callable[..., None]:
        drawn: Any = hypothesis.given
        repeatable: Callable[..., None] = hypothesis.settings(derandomize=True)(drawn(*strategies, **named)(test))
        return repeatable

    return decorate
