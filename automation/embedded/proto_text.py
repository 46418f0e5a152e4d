"""JSON values as protocol buffers print a ``google.protobuf.Value``, which Google's errors quote.

https://protobuf.dev/reference/protobuf/textformat-spec/
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

_MOST_LINES = 1000  # of a value that is quoted; of a longer one these
_LONGEST = 500  # characters of a text in it


def proto_text(value: Any) -> str:
    """The text of one value: ``list_value {`` … ``}``, one field a line, the last one's line ended too."""
    return "\n".join(islice(_lines(value), _MOST_LINES)) + "\n"


def _lines(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        yield from _block("struct_value", (line for item in value.items() for line in _block("fields", _entry(*item))))
    elif isinstance(value, list):
        yield from _block("list_value", (line for item in value for line in _block("values", _lines(item))))
    else:
        yield _scalar(value)


def _scalar(value: Any) -> str:
    if isinstance(value, bool):
        return f"bool_value: {json.dumps(value)}"
    if isinstance(value, int | float):
        return f"number_value: {_number(value)}"
    return "null_value: NULL_VALUE" if value is None else f"string_value: {_quoted(value)}"


def _number(value: float) -> float:
    try:
        return float(value)
    except OverflowError:
        return math.inf if value > 0 else -math.inf


def _quoted(text: str) -> str:
    return json.dumps(text[:_LONGEST], ensure_ascii=False)


def _entry(name: str, value: Any) -> Iterator[str]:
    yield f"key: {_quoted(name)}"
    yield from _block("value", _lines(value))


def _block(name: str, lines: Iterable[str]) -> Iterator[str]:
    yield f"{name} {{"
    yield from (f"  {line}" for line in lines)
    yield "}"
