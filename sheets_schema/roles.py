"""Roles as people write them: «Заведующие отделениями автомобильного транспорта» is «Заведующий отделением»."""

from __future__ import annotations

import re

from sheets_schema.vocabulary import COORDINATOR, CURATOR, DEPUTY, DIRECTOR, MENTOR, ROLES

_STEMS = (
    (r"зам\w*\.?\s*директор", DEPUTY),
    (r"директор", DIRECTOR),
    (r"координатор", COORDINATOR),
    (r"куратор", CURATOR),
    (r"заведующ|зав\.", "Заведующий отделением"),
    (r"методист", "Методист"),
    (r"психолог", "Педагог-психолог"),
    (r"социальн\w+ педагог", "Социальный педагог"),
    (r"рук\w*\.?\s*каф", "Руководитель кафедры"),
    (r"наставник", MENTOR),
)
"""The first stem that a phrase contains is its role: «заместитель директора» before «директор»."""


def roles_in(text: str) -> tuple[list[str], list[str]]:
    """The roles that a list of people responsible names, and the parts of it that name none."""
    # A full stop ends a part, but not after «зам.», «зав.», «рук.».
    parts = [part.strip() for part in re.split(r"[,;\n]|(?<!зам)(?<!зав)(?<!рук)\.\s+", text, flags=re.IGNORECASE)]
    parts = [part for part in parts if part.strip(" .")]
    named = {part: _role(part) for part in parts}
    known = [role for role in named.values() if role]
    return sorted(set(known), key=ROLES.index), [part for part, role in named.items() if not role]


def _role(part: str) -> str:
    return next((role for stem, role in _STEMS if re.search(stem, part.lower())), "")
