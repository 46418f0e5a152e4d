"""JSON that comes from outside, held against what nothing behind the door could hold."""

from __future__ import annotations

import json
import re
from typing import Any

MAX_DEPTH = 100  # lists and objects inside of each other: Google's limit, which proto JSON parsers have

_SURROGATE = re.compile(rb"\\u[dD][89a-fA-F]")


class Malformed(ValueError):
    """The text is no JSON, or JSON that is refused; its text says why, as Google's front end does."""


def read(body: bytes) -> Any:
    """The value of a JSON text. Raises `Malformed`."""
    try:
        value = json.loads(body, parse_constant=_no_number)
        if _SURROGATE.search(body):
            json.dumps(value, ensure_ascii=False).encode()  # half a character cannot be stored
    except RecursionError:
        raise _too_deep() from None
    except ValueError:
        shown = body[:100].decode("utf-8", "replace")
        raise Malformed(f"Invalid JSON payload received. Unable to parse the body.\n{shown}\n^") from None
    if _is_deep(value):
        raise _too_deep()
    return value


def _no_number(name: str) -> float:
    raise ValueError(name)  # Python reads NaN and Infinity, which JSON has not


def _too_deep() -> Malformed:
    return Malformed(f"Invalid JSON payload received. Message too deep. Max recursion depth reached: {MAX_DEPTH}.")


def _is_deep(value: Any) -> bool:
    """Whether there are more levels than `MAX_DEPTH`; without recursion, and quick on a large flat body."""
    level = [value]
    for _ in range(MAX_DEPTH):
        level = [part for held in level for part in _parts(held) if type(part) is list or type(part) is dict]
        if not level:
            return False
    return True


def _parts(value: Any) -> Any:
    if type(value) is dict:
        return value.values()
    return value if type(value) is list else ()
