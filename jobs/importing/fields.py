"""What a column of somebody's list may be: the columns that people fill, and the parts of a name."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

from sheets_schema.columns import Choices, Column, Owner, Text
from sheets_schema.nastavnik import NASTAVNIK
from sheets_schema.schema import Schema
from sheets_schema.sheet import Sheet
from sheets_schema.tabs.mentees import Mentees
from sheets_schema.tabs.mentors import Mentors
from sheets_schema.tabs.staff import Staff

TARGETS: Mapping[str, type[Sheet]] = {"наставляемые": Mentees, "наставники": Mentors, "сотрудники": Staff}
"""What people call those who may come from a list → the tab where they go."""

FULL_NAME = "full_name"
PARTS: Mapping[str, str] = {"surname": "Фамилия", "given_name": "Имя", "patronymic": "Отчество"}
"""A name in three columns."""
NOTHING = ""
"""What a column is that is not taken in."""

_EXACT, _LIKELY, _PERHAPS = 1.0, 0.8, 0.5

_OF_OTHERS = re.compile(
    r"родител|\bмам[аыу]\b|\bмат(ь|ери)\b|\bпап[аыу]\b|\bот(ец|ца)\b|представител|опекун|руководител"
)
_OF_ANYBODY = ("parent", "email", "phone")
"""What may be said of a pupil's parents, too."""
_WORDS: tuple[tuple[str, str, float], ...] = (
    ("surname", r"фамилия", _LIKELY),
    ("given_name", r"имя", _LIKELY),
    ("patronymic", r"отчество( \(.*\))?", _LIKELY),
    (FULL_NAME, r"ф\.? ?и\.? ?о\.?\b.*|фамилия,? имя.*", _LIKELY),
    (FULL_NAME, r"((список )?(педагог|учител|преподавател|сотрудник|работник)\w*|учени\w+|обучающ\w+|студент\w*)", 0.6),
    (FULL_NAME, r"полное имя|имя фамилия|name|full ?name|наставни(к|ца)|наставляем(ый|ая)", 0.6),
    ("born", r"(дата|день|число).{0,9}рожд.*|д\.? ?р\.?|родил(ся|ась).*|birth.*", _LIKELY),
    ("email", r".*\b(e-?mail|емейл|имейл|мэйл|почт\w*)\b.*|.*(адрес\w*\W+электронн|электронн\w*\W+адрес).*", _LIKELY),
    ("phone", r".*\b(тел|телефон\w*|моб|сотов\w*|phone)\b.*", _LIKELY),
    (
        "parent",
        r"(?!.*(\bтел|\bмоб|почт|mail|работ|долж)).*(родител|\bмат(ь|ери)\b|\bот(ец|ца)\b|законн\w+ представ).*",
        _LIKELY,
    ),
    ("role", r"роль.*", _LIKELY),
    ("job_title", r".*\bдолжност\w*.*|кем работает|занимаемая.*", _LIKELY),
    ("occupation", r"(учебн\w+ )?(класс|групп\w|кл\.?|гр\.?)( \(.*\))?|класс/групп\w|группа/класс", _LIKELY),
    ("occupation", r".*\bдолжност\w*.*|место работы.*", _PERHAPS),
    ("department", r".*(подразделени|отделени|кафедр|методическ\w+ объединени|\bмо\b|факультет).*", _LIKELY),
    ("years", r".*\bстаж\w*.*", _LIKELY),
    ("messenger", r".*(telegram|телеграм|мессенджер|вконтакте|\bvk\b).*", _LIKELY),
)
"""Field, how the title of its column reads, and how sure that is."""

_OTHER = re.compile(
    r"№.*|n|номер.*|пол|снилс|инн|адрес.*|паспорт.*|серия.*|гражданств.*|примечани.*|категори.*|образовани.*|предмет.*|"
    r"дата .*|параллель|литера|корпус|статус|национальн.*|место .*|возраст.*|логин|ставка|нагрузка|квалификац.*"
)
"""What titles other columns of such lists have; nothing is made of them."""


def fields(columns: Mapping[str, Column]) -> Mapping[str, Column]:
    """Of the columns of a tab those that a list may fill: name → column, in the order of the tab."""
    return {
        name: column
        for name, column in columns.items()
        if column.owner in (Owner.FORM, Owner.CURATOR) and not column.hidden
    }


def titles(sheet: type[Sheet], schema: Schema = NASTAVNIK) -> Mapping[str, str]:
    """Name → title of all that a column of a list may be: the tab's columns, its key, the parts of a name."""
    key = sheet.key_column()
    named = {name: column.title for name, column in fields(schema.columns_of(sheet)).items()}
    return {**named, **PARTS, key.name: f"{key.title} ({key.prefix}-…)"}


def named(sheet: type[Sheet], typed: str, schema: Schema = NASTAVNIK) -> str | None:
    """The field that a person means by its name or its title; None for what is none."""
    plain = plain_title(typed)
    known = titles(sheet, schema)
    return next((name for name, title in known.items() if plain in (name, plain_title(title))), None)


def by_title(sheet: type[Sheet], title: str, schema: Schema = NASTAVNIK) -> tuple[str, float]:
    """What a column with this title is likely to be, and how sure that is, from 0 to 1."""
    plain = plain_title(title)
    if not plain:
        return NOTHING, 0.0
    known = fields(schema.columns_of(sheet))
    for name, column in known.items():
        if plain in (plain_title(column.title), plain_title(column.question)):
            return name, _EXACT
    if plain == plain_title(sheet.key_column().title):
        return sheet.key_column().name, _PERHAPS
    for name, words, score in _WORDS:
        if (name in PARTS or name in known) and re.fullmatch(words, plain):
            if not _OF_OTHERS.search(plain):
                return name, score
            if name in _OF_ANYBODY:
                return name, score if name == "parent" else _PERHAPS
    return NOTHING, 0.0


@cache
def is_title(text: str) -> bool:
    """Whether a cell reads as the title of a column of some list of people."""
    plain = plain_title(text)
    return bool(_OTHER.fullmatch(plain)) or any(by_title(sheet, text)[1] for sheet in TARGETS.values())


def plain_title(title: str) -> str:
    """«Дата  рожд-\\nения:*» as «дата рождения»."""
    joined = re.sub(r"(?<=\w)-\s*\n\s*", "", title.lower().replace("ё", "е"))
    return " ".join(joined.split()).strip(" *:.,") if len(joined) < 200 else ""


def takes_several(column: Column) -> bool:
    """Whether what stands in several columns of a list may go into this one, through a comma."""
    return isinstance(column, Text | Choices)
