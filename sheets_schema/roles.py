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
    (r"(советник|помощник|секретар|референт)\w* (директор|руководител)", ""),
    (r"\bзам[а-я]*\b[^,;]{0,30}\b(директор|дир\b|руковод|начальник)", DEPUTY),
    (r"\bзамдир|\bзам[а-я]*\.?\s+по\b|\bзаместител\w*$", DEPUTY),
    (r"завуч|\bзд[внмопсу]{1,4}р\b|(заведующ\w*|зав\.?)\s*уч(ебн\w+|\.)?\s*част", DEPUTY),
    (r"директор|\bдир\.", DIRECTOR),
    (
        r"руковод\w*\.?\s+(образовательн\w+ |обще)?(организац|учрежден|школ|колледж|техникум|лице|гимнази|о[оу]\b)",
        DIRECTOR,
    ),
    (r"координатор", COORDINATOR),
    (r"куратор", CURATOR),
    (r"(рук[а-я-]*|заведующ\w*|зав)\.?\s*каф", "Руководитель кафедры"),
    (r"заведующ|зав\.|\bзав\s*отд", "Заведующий отделением"),
    (r"методист", "Методист"),
    (r"психолог|психол\.", "Педагог-психолог"),
    (r"соц(иальн\w+|\.)[\s-]*пед(агог|\.)", "Социальный педагог"),
    (r"классн\w+ рук|кл\.?\s*рук", "Классный руководитель"),
    (r"наставник", MENTOR),
)
"""The first stem that a phrase contains is its role: «заместитель директора» before «директор». A director's adviser
has none of these."""

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
    named = parts_of(text)
    known = [role for role in named.values() if role]
    return sorted(set(known), key=ROLES.index), [part for part, role in named.items() if not role]


def parts_of(text: str) -> dict[str, str]:
    """The parts of a list of people responsible, and the role that each names; empty where it names none."""
    parts = [part.strip() for part in _parts(_WITH_COMMAS.sub(lambda title: title[0].replace(",", ""), text))]
    return {part: _role(part) for part in parts if part.strip(" .")}


def _parts(text: str) -> Iterator[str]:
    """What stands between commas, and before a full stop that ends a sentence («соц. педагог» is one part)."""
    for line in re.split(r"[,;\n]", text):
        start = 0
        for stop in re.finditer(r"\.\s+(?=[А-ЯЁA-Z])", line):
            if not _NOT_THE_END.search(line[: stop.start()]):
                yield from _joined(line[start : stop.start()])
                start = stop.end()
        yield from _joined(line[start:])


def _joined(part: str) -> list[str]:
    """«директор и завуч» are two, «специалист по методике и практике» is one."""
    both = re.split(r"\s+и\s+(?:его |её |их )?", part)
    return both if all(map(_role, both)) else [part]


def _role(part: str) -> str:
    return next((role for stem, role in _STEMS if re.search(stem, part.lower())), "")
