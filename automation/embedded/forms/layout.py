"""What the pages of a form ask of it again and again: worked out once, however many people have it open."""

from __future__ import annotations

import functools
import json
from dataclasses import dataclass
from typing import Any

from automation.embedded.forms import fields, items
from automation.embedded.forms.route import Sections, branches

Json = dict[str, Any]

_KEPT = 100  # forms


@dataclass(frozen=True, eq=False)
class Layout:
    """A form as it was stored, to be looked at by many and changed by nobody."""

    form: Json
    sections: Sections
    names: tuple[tuple[str, ...], ...]
    """By section: every name that its page may send."""
    mixes: tuple[bool, ...]
    """By section: whether questions or options in it come in another order for each respondent."""
    branches: bool


@functools.lru_cache(_KEPT)
def layout(text: str) -> Layout:
    """The layout of a form as it is stored: the same for the same text."""
    form = json.loads(text)
    sections = items.sections(form)
    return Layout(
        form,
        sections,
        names=tuple(tuple(fields.of_section(section)) for _, section in sections),
        mixes=tuple(any(map(items.is_mixed, section)) for _, section in sections),
        branches=branches(form),
    )
