"""Kinds of letter: each is declared once, in the module that writes it, and is found there.

    TRIAL = LetterKind("trial", title="Вопрос о первой встрече", to="…", about="…")

The name is what the keys of its letters begin with («trial/Н-0003/2026-11-30»).
"""

from __future__ import annotations

import importlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from jobs.runner.job import modules_with


@dataclass(frozen=True)
class LetterKind:
    """What the curator is told of such letters."""

    name: str
    title: str
    to: str
    """Who gets it, in words: «наставнику и наставляемому»."""
    about: str
    always: str = ""
    """Why it cannot be switched off; empty where it can."""
    can_be_spared: bool = False
    """Whether somebody who has had many letters this year does without it: it asks nothing of them, and their own page
    says the same."""

    @property
    def code(self) -> str:
        """Of its row on «Пульт»."""
        return code_of(self.name)


def code_of(kind: str) -> str:
    return f"letter/{kind}"


@cache
def letter_kinds() -> Mapping[str, LetterKind]:
    """Every kind by its name."""
    modules = map(importlib.import_module, modules_with(r"^\w+ = LetterKind\("))
    found = [one for module in modules for one in vars(module).values() if isinstance(one, LetterKind)]
    return {one.name: one for one in sorted(found, key=lambda one: one.title)}
