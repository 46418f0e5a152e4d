"""What the templates are filled in with in tests: every optional thing present, or none of it.

A module for each kind of document, and for the letters of a feature: `DOCUMENTS` (the prefix of a kind → its examples,
and the name that the first one's document has) and `LETTERS` (template → what it takes). A new one is found by being
there.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator
from types import ModuleType
from typing import Any, NamedTuple


class Document(NamedTuple):
    """What a kind of document is filled in with, and what the document is called then."""

    name: str
    full: dict[str, Any]
    bare: dict[str, Any]


def documents() -> dict[str, Document]:
    return {prefix: one for module in _modules() for prefix, one in getattr(module, "DOCUMENTS", {}).items()}


def letters() -> dict[str, dict[str, Any]]:
    return {name: one for module in _modules() for name, one in getattr(module, "LETTERS", {}).items()}


def _modules() -> Iterator[ModuleType]:
    for found in pkgutil.iter_modules(__path__):
        yield importlib.import_module(f"{__name__}.{found.name}")
