"""Roles as people write them: «Заведующие отделениями автомобильного транспорта» is «Заведующий отделением»."""

from __future__ import annotations

import re

from sheets_schema.vocabulary import (
    COORDINATOR,
    CURATOR,
    DEPUTY,
    DIRECTOR,
    MENTOR,
    MENTORS_ASSOCIATION,
    MUNICIPAL_HEAD,
    MUNICIPAL_OFFICER,
    REGIONAL_AUTHORITY,
    REGIONAL_INSTITUTE,
    ROLES,
)

_STEMS = (
    (r"муниципальн\w+ орган|орган\w* местного самоуправления", MUNICIPAL_HEAD),
    (r"должностн\w+ лиц\w+ ответственн|в муниципалитете", MUNICIPAL_OFFICER),
    (r"региональн\w+ орган|(департамент|министерств)\w* образования", REGIONAL_AUTHORITY),
    (r"институт\w* развития образования", REGIONAL_INSTITUTE),
    (r"(ассоциаци|совет|сообществ)\w* \S*наставник", MENTORS_ASSOCIATION),
    (r"проектн\w+ команд", "Проектная команда"),
    (r"руководител\w+ образовательн\w+ организац", DIRECTOR),
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

_WITH_COMMAS = re.compile(
    r"орган\w* местного самоуправления[^;\n]*?, осуществляющ\w+ управление в сфере образования"
    r"|должностн\w+ лиц\w+, ответственн\w+ за [^;\n]*?муниципальн\w+ образовани\w+",
    re.IGNORECASE,
)
"""Titles as regional plans write them: their commas do not end a part."""


def roles_in(text: str) -> tuple[list[str], list[str]]:
    """The roles that a list of people responsible names, and the parts of it that name none."""
    text = _WITH_COMMAS.sub(lambda title: title[0].replace(",", ""), text)
    # A full stop ends a part, but not after «зам.», «зав.», «рук.».
    parts = [part.strip() for part in re.split(r"[,;\n]|(?<!зам)(?<!зав)(?<!рук)\.\s+", text, flags=re.IGNORECASE)]
    parts = [part for part in parts if part.strip(" .")]
    named = {part: _role(part) for part in parts}
    known = [role for role in named.values() if role]
    return sorted(set(known), key=ROLES.index), [part for part, role in named.items() if not role]


def _role(part: str) -> str:
    return next((role for stem, role in _STEMS if re.search(stem, part.lower())), "")
