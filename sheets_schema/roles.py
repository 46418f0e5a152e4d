"""Roles as people write them: «Заведующие отделениями автомобильного транспорта» is «Заведующий отделением»."""

from __future__ import annotations

import re
from collections.abc import Iterator

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
    (r"зам[а-я]*\b[^,;]{0,30}\b(директор|дир\b)|зам[а-я]*\.?\s+по\b|завуч|\bзд[внмопсу]{1,4}р\b", DEPUTY),
    (r"директор|\bдир\.", DIRECTOR),
    (r"координатор", COORDINATOR),
    (r"куратор", CURATOR),
    (r"заведующ|зав\.|\bзав\s*отд", "Заведующий отделением"),
    (r"методист", "Методист"),
    (r"психолог|психол\.", "Педагог-психолог"),
    (r"соц(иальн\w+|\.)[\s-]*пед(агог|\.)", "Социальный педагог"),
    (r"классн\w+ рук|кл\.?\s*рук", "Классный руководитель"),
    (r"рук[а-я-]*\.?\s*каф", "Руководитель кафедры"),
    (r"наставник", MENTOR),
)
"""The first stem that a phrase contains is its role: «заместитель директора» before «директор»."""

_WITH_COMMAS = re.compile(
    r"орган\w* местного самоуправления[^;\n]*?, осуществляющ\w+ управление в сфере образования"
    r"|должностн\w+ лиц\w+, ответственн\w+ за [^;\n]*?муниципальн\w+ образовани\w+",
    re.IGNORECASE,
)
"""Titles as regional plans write them: their commas do not end a part."""


_NOT_THE_END = re.compile(
    r"(?:^|[^а-яё])(?:[а-яё]|зам|зав|рук|соц|пед|кл|дир|отв|преп|препод|психол|нач|спец|уч|мет|метод|адм|админ|восп|воспит"
    r"|инстр|мл|ст|гл|отд|каф|орг|проф|физ|муз|им|др)\Z",
    re.IGNORECASE,
)
"""What a full stop shortens: a word, or a name to its first letter."""


def roles_in(text: str) -> tuple[list[str], list[str]]:
    """The roles that a list of people responsible names, and the parts of it that name none."""
    parts = [part.strip() for part in _parts(_WITH_COMMAS.sub(lambda title: title[0].replace(",", ""), text))]
    named = {part: _role(part) for part in parts if part.strip(" .")}
    known = [role for role in named.values() if role]
    return sorted(set(known), key=ROLES.index), [part for part, role in named.items() if not role]


def _parts(text: str) -> Iterator[str]:
    """What stands between commas, and before a full stop that ends a sentence («соц. педагог» is one part)."""
    for line in re.split(r"[,;\n]", text):
        start = 0
        for stop in re.finditer(r"\.\s+(?=[А-ЯЁA-Z])", line):
            if not _NOT_THE_END.search(line[: stop.start()]):
                yield line[start : stop.start()]
                start = stop.end()
        yield line[start:]


def _role(part: str) -> str:
    return next((role for stem, role in _STEMS if re.search(stem, part.lower())), "")
