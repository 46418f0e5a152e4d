"""The kinds of document that there are, a module each: it has a `KIND`. Nothing else has to be told of a new one."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Mapping
from functools import cache
from typing import Any

from jobs.papers.kind import Kind, Order


@cache
def kinds() -> Mapping[str, Kind[Any]]:
    """All kinds by their prefixes."""
    names = sorted(found.name for found in pkgutil.iter_modules(__path__))
    every: list[Kind[Any]] = [importlib.import_module(f"{__name__}.{name}").KIND for name in names]
    return {kind.prefix: kind for kind in every}


def order_kinds() -> list[Order[Any]]:
    """Those of them that are orders."""
    return [kind for kind in kinds().values() if isinstance(kind, Order)]
