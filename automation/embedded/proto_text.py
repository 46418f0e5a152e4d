"""JSON values as protocol buffers print a ``google.protobuf.Value``, which Google's errors quote.

https://protobuf.dev/reference/protobuf/textformat-spec/
"""

from __future__ import annotations

import json
from typing import Any


def proto_text(value: Any) -> str:
    """The text of one value: ``list_value {`` … ``}``, one field a line, the last one's line ended too."""
    return "\n".join(_lines(value)) + "\n"


def _lines(value: Any) -> list[str]:
    if isinstance(value, dict):
        return _block("struct_value", [line for item in value.items() for line in _block("fields", _entry(*item))])
    if isinstance(value, list):
        return _block("list_value", [line for item in value for line in _block("values", _lines(item))])
    if isinstance(value, bool):
        return [f"bool_value: {json.dumps(value)}"]
    if isinstance(value, int | float):
        return [f"number_value: {float(value)}"]
    return ["null_value: NULL_VALUE"] if value is None else [f"string_value: {json.dumps(value, ensure_ascii=False)}"]


def _entry(name: str, value: Any) -> list[str]:
    return [f"key: {json.dumps(name, ensure_ascii=False)}", *_block("value", _lines(value))]


def _block(name: str, lines: list[str]) -> list[str]:
    return [f"{name} {{", *(f"  {line}" for line in lines), "}"]
