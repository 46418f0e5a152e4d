"""Field masks: which fields of a response to send, and which fields of a resource to change.

    parse("sheets(properties/title,data.rowData),namedRanges")
    → {"sheets": {"properties": {"title": {}}, "data": {"rowData": {}}}, "namedRanges": {}}

A mask is a tree; an empty subtree means the whole field. ``*`` stands for any field. Both the syntax of
partial responses (https://developers.google.com/workspace/drive/api/guides/performance#partial) and that of
``google.protobuf.FieldMask`` parse here: ``/`` and ``.`` mean the same.
"""

from __future__ import annotations

import re
from typing import Any

Mask = dict[str, "Mask"]

EVERYTHING: Mask = {}

_TOKEN = re.compile(r"[\w$-]+|\*|[(),/.]")
_MAX_DEPTH = 100  # fields inside of each other: no message of Google's has as many


class MaskError(ValueError):
    """The text is not a field mask; the argument is the text."""


def parse(text: str) -> Mask:
    """The tree of ``text``. An empty text is `EVERYTHING`. Raises `MaskError`."""
    parser = _Parser(text)
    mask = parser.fields()
    if parser.tokens:
        raise MaskError(text)
    return EVERYTHING if "*" in mask and not mask["*"] else mask


class _Parser:
    def __init__(self, text: str) -> None:
        compact = "".join(text.split())
        self.text = text
        self.tokens = _TOKEN.findall(compact)[::-1]
        if sum(map(len, self.tokens)) != len(compact):
            raise MaskError(text)

    def fields(self, depth: int = 0) -> Mask:
        mask: Mask = {}
        if not self.tokens:
            return mask
        while True:
            name, subtree = self._field(depth)
            _merge(mask, name, subtree)
            if self._peek() != ",":
                return mask
            self.tokens.pop()

    def _field(self, depth: int) -> tuple[str, Mask]:
        name = self._name()
        if depth > _MAX_DEPTH:
            raise MaskError(self.text)
        if self._peek() in ("/", "."):
            self.tokens.pop()
            child, subtree = self._field(depth + 1)
            return name, {child: subtree}
        if self._peek() == "(":
            return name, self._parenthesised(depth + 1)
        return name, {}

    def _parenthesised(self, depth: int) -> Mask:
        self.tokens.pop()
        inner = self.fields(depth)
        if self._peek() != ")":
            raise MaskError(self.text)
        self.tokens.pop()
        return {} if "*" in inner and not inner["*"] else inner

    def _name(self) -> str:
        name = self.tokens.pop() if self.tokens else ","
        if name in "(),/.":
            raise MaskError(self.text)
        return camel_case(name)

    def _peek(self) -> str:
        return self.tokens[-1] if self.tokens else ""


def _merge(mask: Mask, name: str, subtree: Mask) -> None:
    if name not in mask:
        mask[name] = subtree
    elif not subtree or not mask[name]:
        mask[name] = {}
    else:
        for child, deeper in subtree.items():
            _merge(mask[name], child, deeper)


def camel_case(name: str) -> str:
    """``user_entered_value`` → ``userEnteredValue``: Google takes both spellings of a field's name."""
    head, *tail = name.split("_")
    return head + "".join(part[:1].upper() + part[1:] for part in tail)


class Selected(list[Any]):
    """A list that was built by the mask, field for field: `select` need not look through it again."""


def select(value: Any, mask: Mask) -> Any:
    """The part of a JSON ``value`` that ``mask`` names; lists are looked through."""
    if not mask or isinstance(value, Selected):
        return value
    if isinstance(value, list):
        return [select(item, mask) for item in value]
    if not isinstance(value, dict):
        return value
    any_field = mask.get("*")
    chosen = {}
    for name, part in value.items():
        subtree = mask.get(name, any_field)
        if subtree is not None:
            chosen[name] = select(part, subtree)
    return chosen


def names(mask: Mask, *path: str) -> bool:
    """Whether ``mask`` asks for anything at or below ``path``."""
    for step in path:
        if not mask:
            return True
        if step not in mask and "*" not in mask:
            return False
        mask = mask.get(step, mask.get("*", {}))
    return True


def within(mask: Mask, *path: str) -> Mask:
    """The part of ``mask`` below ``path``; `EVERYTHING` where the mask ends earlier. Call only if `names`."""
    for step in path:
        if not mask:
            return EVERYTHING
        mask = mask.get(step, mask.get("*", {}))
    return mask


def leaves(mask: Mask, prefix: str = "") -> list[str]:
    """All full paths of ``mask``, dotted."""
    found: list[str] = []
    for name, subtree in mask.items():
        path = f"{prefix}.{name}" if prefix else name
        found += leaves(subtree, path) if subtree else [path]
    return found


def assign(target: dict[str, Any], source: dict[str, Any], mask: Mask) -> None:
    """Make the fields of ``target`` that ``mask`` names equal to those of ``source``, absent ones included.

    This is what an ``update…`` request with ``fields`` does in every Google API:
    https://protobuf.dev/reference/protobuf/google.protobuf/#field-masks-updates
    """
    for name in list(source) + list(target) if not mask or "*" in mask else list(mask):
        subtree = mask.get(name, {}) if mask else {}
        # A list is replaced whole, however deep the mask goes: its items cannot be told apart.
        if subtree and not isinstance(source.get(name), list) and not isinstance(target.get(name), list):
            part = dict(target.get(name) or {})
            assign(part, source.get(name) or {}, subtree)
            _put(target, name, part or None)
        else:
            _put(target, name, source.get(name))


def _put(target: dict[str, Any], name: str, value: Any) -> None:
    if value is None:
        target.pop(name, None)
    else:
        target[name] = value
