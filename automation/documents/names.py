"""Russian people's names: whose they are, in which case, and how they are shortened.

>>> inflect("Соколова-Миних Мария Петровна", "dative")
'Соколовой-Миних Марии Петровне'

A wrong form in a signed order is worse than a nominative: a part of a name is inflected only where
the rule leaves no doubt or both dictionaries agree, and stays as it is otherwise.

Source of the rules: Д. Э. Розенталь, «Справочник по правописанию», §§ 149–151.
"""

import re
from functools import lru_cache
from typing import Literal

from automation.documents.grammar import (
    Case,
    Gender,
    by_rules,
    check_case,
    dictionary_parses,
    inflected,
    like,
)

NO_BREAK_SPACE = "\u00a0"

Role = Literal["surname", "first", "patronymic", "fixed"]
Part = Literal["LASTNAME", "FIRSTNAME"]

_INITIALS = re.compile(r"(?:[а-яё]\.-?)+", re.IGNORECASE)
_WORD = re.compile(r"[а-яё]+(?:-[а-яё]+)*", re.IGNORECASE)
_PATRONYMICS: dict[Gender, re.Pattern[str]] = {
    "male": re.compile(r".{2,}[иы]ч"),
    "female": re.compile(r".{2,}(?:[оеё]вна|ична)"),
}
# «Сын» and «дочь» of the Turkic patronymics: «Алиев Гейдар Алирза оглы», «Алирза-оглы».
_TURKIC: dict[Gender, re.Pattern[str]] = {
    "male": re.compile(r"(?:.+-)?(?:оглы|оглу|улы|уулу|угли)"),
    "female": re.compile(r"(?:.+-)?(?:кызы|гызы|кизи)"),
}
_SURNAMES: dict[Gender, re.Pattern[str]] = {
    "male": re.compile(r".{3,}(?:[оеё]в|[иы]н|[сц]кий)"),
    "female": re.compile(r".{3,}(?:[оеё]ва|[иы]на|[сц]кая)"),
}

_ENDS_INDECLINABLY = re.compile(r".*(?:[еёиоуыэю]|[аеёиоуыэюя]а)")
_ENDS_IN_CONSONANT = re.compile(r".*[бвгджзйклмнпрстфхцчшщь]")
_SOFT_FEMALE_NAMES = frozenset({"любовь", "нинель", "рахиль", "юдифь", "руфь", "эсфирь"})
# Genitives of adjectives (Черных, Долгих) never change; a man's German surname in -их does.
_ENDS_IN_YKH = re.compile(r".*[иы]х")
_GERMAN_SURNAME = re.compile(r".*(?:м[иию]них|[дйл]рих|эрих|рерих|эрлих|фрейндлих|ульрих|либих)")

# Where the dictionary errs and the rule knows no exception: Масюк, Зайкин, Кучма, Вала.
_SURE: dict[Gender, re.Pattern[str]] = {
    "male": re.compile(r"(?!.*(?:[оеё]ва|[иы]на)$).{2,}(?:кин|[ую]к|[бвгдзклмнпрстфх]а)"),
    "female": re.compile(r".{2,}[бгдзклмпрстфх]а"),
}
# Where a vowel may or may not drop (Чубок, Пивень, Орёл), or a noun looks like an adjective.
_DOUBTFUL = re.compile(r".*(?:[оеё]к|ень|[её]л|[оеё]ть|[бгджмпрсчшщ]ой|ний)|.{0,2}ец|.{0,3}[гкх]ий")
_STRESS_TELLS = re.compile(r".*(?:ец|[жшчщц]а)")
_SIBILANT = re.compile(r".*(?:[жшчщ]|[^е]ц|[жшчщц]а)")
# The dictionary knows that these nouns drop a vowel or are no adjectives, the rules do not.
_KNOWN_BY_DICTIONARY = re.compile(r".*(?:ой|[её]нок)")
_POSSESSIVE = re.compile(r".{2,}(?:[оеё]в|[иы]н)")
_NOUNS_BUT_POSSESSIVE_SURNAMES = frozenset({"кузина", "родина"})
_FIRST_OF_DOUBLE = re.compile(r".{2,}(?:[оеё]ва?|[иы]на?|[сц]к(?:ий|ая)|ый|ой|ич)")

_CONSONANT_ENDINGS: dict[Case, str] = {
    "nominative": "",
    "genitive": "а",
    "dative": "у",
    "accusative": "а",
    "instrumental": "ом",
    "prepositional": "е",
}
_IYA_ENDINGS: dict[Case, str] = {
    "nominative": "ия",
    "genitive": "ии",
    "dative": "ии",
    "accusative": "ию",
    "instrumental": "ией",
    "prepositional": "ии",
}


@lru_cache(maxsize=4096)
def inflect(full_name: str, case: str) -> str:
    """The name in the grammatical case: nominative, genitive, dative, accusative, instrumental or
    prepositional.

    Takes «Фамилия Имя Отчество», «Имя Отчество Фамилия», two of the three, a surname with initials,
    patronymics with «оглы» and «кызы», in any capitals.  Whatever cannot be told for sure stays in
    the nominative: the whole name when its parts or its gender are unclear, else the part in doubt.
    ValueError if the case is none of the six.
    """
    checked = check_case(case)
    owner = gender(full_name)
    parts = _parts(full_name)
    if checked == "nominative" or owner is None or parts is None:
        return full_name
    return " ".join(_inflect_part(word, role, owner, checked) for word, role in parts)


@lru_cache(maxsize=4096)
def gender(full_name: str) -> Gender | None:
    """Whose name it is, by the patronymic, else by the first name and the surname together.

    None where these are silent (Шевченко Саша) or contradict each other (Иванова Иван).
    """
    parts = _parts(full_name)
    if parts is None:
        return None
    if parts[-1][1] == "fixed" and (child := _matching(_TURKIC, parts[-1][0].lower())):
        return child
    said = {role: _gender_of(word.lower(), role) for word, role in parts}
    witnesses: tuple[Role, ...] = ("patronymic", "first") if said.get("patronymic") else ("first", "surname")
    verdicts = {said[role] for role in witnesses if said.get(role)}
    return verdicts.pop() if len(verdicts) == 1 else None


def short_name(full_name: str, *, surname_first: bool = False) -> str:
    """«М. П. Соколова-Миних», or «Соколова-Миних М. П.», with no-break spaces.

    A name whose parts cannot be told apart comes back whole.
    """
    parts = _parts(full_name)
    if parts is None or "surname" not in {role for _, role in parts}:
        return full_name
    surname = next(word for word, role in parts if role == "surname")
    initials = NO_BREAK_SPACE.join(_initials(parts))
    return NO_BREAK_SPACE.join((surname, initials) if surname_first else (initials, surname))


def given_names(full_name: str) -> str:
    """How one addresses the person: «Мария Петровна»; the whole name if that cannot be told."""
    parts = _parts(full_name) or []
    words = [word for word, role in parts if role in {"first", "patronymic"}]
    if not words:
        return full_name
    return NO_BREAK_SPACE.join(word.title() if word.isupper() else word for word in words)


def first_name(full_name: str) -> str:
    """How one addresses a child: «Мария»; the whole name if that cannot be told."""
    first = [word for word, role in _parts(full_name) or [] if role == "first"]
    return first[0].title() if first and first[0].isupper() else first[0] if first else full_name


def _initials(parts: list[tuple[str, Role]]) -> list[str]:
    if any(_INITIALS.fullmatch(word) for word, _ in parts):
        letters = re.findall(r"[А-ЯЁа-яё]\.", " ".join(word for word, role in parts if role == "fixed"))
        return [letter.upper() for letter in letters]
    named = [word for word, role in parts if role in {"first", "patronymic"}]
    if len(named) == 1:
        named += [word for word, role in parts if role == "fixed"][:1]
    return ["-".join(f"{piece[0].upper()}." for piece in re.sub(r"-оглы$", "", word).split("-")) for word in named]


@lru_cache(maxsize=4096)
def _parts(full_name: str) -> list[tuple[str, Role]] | None:
    """The words of a name with their roles, or None where these are unclear."""
    words = full_name.split()
    if not all(_WORD.fullmatch(word) or _INITIALS.fullmatch(word) for word in words):
        return None
    roles = _roles([word.lower() for word in words])
    return None if roles is None else list(zip(words, roles, strict=True))


def _roles(words: list[str]) -> tuple[Role, ...] | None:
    if words and _matching(_TURKIC, words[-1]):
        return _turkic_roles(words)
    if any(_INITIALS.fullmatch(word) for word in words):
        return _roles_with_initials(words)
    if len(words) == 2:
        return _two_roles(*words)
    if len(words) == 3:
        return _three_roles(*words)
    return None


def _turkic_roles(words: list[str]) -> tuple[Role, ...] | None:
    tail: tuple[Role, ...] = ("fixed",) if "-" in words[-1] else ("fixed", "fixed")
    heads: dict[int, tuple[Role, ...]] = {1: ("first",), 2: ("surname", "first")}
    head = heads.get(len(words) - len(tail))
    return None if head is None else head + tail


def _roles_with_initials(words: list[str]) -> tuple[Role, ...] | None:
    roles: tuple[Role, ...] = tuple("fixed" if _INITIALS.fullmatch(word) else "surname" for word in words)
    in_the_middle = len(words) == 3 and roles[1] == "surname"
    return None if roles.count("surname") != 1 or in_the_middle else roles


def _two_roles(one: str, two: str) -> tuple[Role, ...]:
    if _is_first_name(one) and _is_patronymic(two):
        return ("first", "patronymic")
    if _is_first_name(one) != _is_first_name(two):
        return ("first", "surname") if _is_first_name(one) else ("surname", "first")
    if _matching(_SURNAMES, two) and not _matching(_SURNAMES, one):
        return ("first", "surname")
    return ("surname", "first")


def _three_roles(one: str, two: str, three: str) -> tuple[Role, ...] | None:
    western = _is_patronymic(two) and not _is_first_name(two)
    if western and (not _is_patronymic(three) or _is_first_name(one)):
        return ("first", "patronymic", "surname")
    if _is_patronymic(three):
        return ("surname", "first", "patronymic")
    return None


def _is_patronymic(word: str) -> bool:
    return _matching(_PATRONYMICS, word) is not None


def _is_first_name(word: str) -> bool:
    return any("Name" in parse.tag for piece in word.split("-") for parse in dictionary_parses(piece))


def _gender_of(word: str, role: Role) -> Gender | None:
    if role == "first":
        return _gender_of_first_name(word)
    return _matching({"patronymic": _PATRONYMICS, "surname": _SURNAMES}.get(role, {}), word)


def _matching(patterns: dict[Gender, re.Pattern[str]], word: str) -> Gender | None:
    return next((owner for owner, pattern in patterns.items() if pattern.fullmatch(word)), None)


def _gender_of_first_name(word: str) -> Gender | None:
    names = [p for piece in word.split("-") for p in dictionary_parses(piece) if "Name" in p.tag]
    genders = {str(parse.tag.gender or "") for parse in names}
    if genders == {"masc"}:
        return "male"
    return "female" if genders == {"femn"} else None


def _inflect_part(word: str, role: Role, owner: Gender, case: Case) -> str:
    if role == "fixed":
        return word
    if role == "patronymic":
        return like(word, _inflect_patronymic(word.lower(), owner, case))
    pieces = word.split("-")
    inflect_piece = _inflect_surname_piece if role == "surname" else _inflect_first_name_piece
    return "-".join(
        like(piece, inflect_piece(piece.lower(), owner, case, is_last=place == len(pieces)))
        for place, piece in enumerate(pieces, start=1)
    )


def _inflect_patronymic(word: str, owner: Gender, case: Case) -> str:
    if not _PATRONYMICS[owner].fullmatch(word):
        return word
    form = by_rules(word, "MIDDLENAME", owner, case)
    # Силыч and Иваныч, which the rules do not know.
    unknown = form == word and word.endswith("ыч")
    return word + {**_CONSONANT_ENDINGS, "instrumental": "ем"}[case] if unknown else form


def _inflect_surname_piece(word: str, owner: Gender, case: Case, *, is_last: bool) -> str:
    """Not the first half of a double surname unless it is surely a surname (Бонч-, Тер-, Кара-)."""
    known = any("Surn" in parse.tag for parse in dictionary_parses(word))
    if not (is_last or known or _FIRST_OF_DOUBLE.fullmatch(word)):
        return word
    if _ENDS_IN_YKH.fullmatch(word):
        german = owner == "male" and _GERMAN_SURNAME.fullmatch(word)
        return word + _CONSONANT_ENDINGS[case] if german else word
    if owner == "female" and _ENDS_IN_CONSONANT.fullmatch(word):
        return word
    return _inflect_word(word, "LASTNAME", owner, case)


def _inflect_first_name_piece(word: str, owner: Gender, case: Case, *, is_last: bool) -> str:
    """Анны-Марии, but Жан-Поля: of a man's double name only the last half changes."""
    if owner == "male" and not is_last:
        return word
    if owner == "female" and _ENDS_IN_CONSONANT.fullmatch(word) and word not in _SOFT_FEMALE_NAMES:
        return word
    return _inflect_word(word, "FIRSTNAME", owner, case)


def _inflect_word(word: str, part: Part, owner: Gender, case: Case) -> str:
    if _ENDS_INDECLINABLY.fullmatch(word):
        return word
    if word.endswith("ия"):
        return word.removesuffix("ия") + _IYA_ENDINGS[case]
    if part == "LASTNAME" and _SURE[owner].fullmatch(word):
        return by_rules(word, part, owner, case)
    # Doubt about the genitive is doubt about the stem, hence about every case.
    if case != "genitive" and _agreed(word, part, owner, "genitive") == word:
        return word
    return _agreed(word, part, owner, case)


def _agreed(word: str, part: Part, owner: Gender, case: Case) -> str:
    """The rules' form if the dictionary confirms it or is silent, else the nominative."""
    form = by_rules(word, part, owner, case)
    opinions = _opinions(word, part, owner, case)
    if opinions and _KNOWN_BY_DICTIONARY.fullmatch(word):
        return opinions[0]
    if any(_without_yo(form) == _without_yo(opinion) for opinion in opinions):
        return form
    if opinions:
        # After ж, ш, ч, щ the ending tells the stress, which only a dictionary knows: Ткачом.
        stressed = case == "instrumental" and _SIBILANT.fullmatch(word)
        return opinions[0] if stressed else word
    stress_unknown = case == "instrumental" and _STRESS_TELLS.fullmatch(word)
    return word if stress_unknown or _DOUBTFUL.fullmatch(word) or form.endswith("еца") else form


def _opinions(word: str, part: Part, owner: Gender, case: Case) -> list[str]:
    """The dictionary's forms: of the name itself, else of the common noun that it looks like."""
    grammeme = "Surn" if part == "LASTNAME" else "Name"
    genders = {"masc" if owner == "male" else "femn", ""}
    parses = dictionary_parses(word)
    as_name = [p for p in parses if grammeme in p.tag and str(p.tag.gender or "") in genders]
    if as_name:
        return [form for p in as_name if (form := inflected(p, case))]
    if part == "FIRSTNAME" or _is_possessive(word, owner):
        return []
    return _as_common_noun(word, owner, case)


def _as_common_noun(word: str, owner: Gender, case: Case) -> list[str]:
    in_a = word.endswith(("а", "я"))
    # A surname is animate whatever it comes from: Мороза, not «мороз».
    as_animate: Case = "genitive" if case == "accusative" and not in_a else case
    gender_wanted = "femn" if in_a or owner == "female" else "masc"
    nouns = [p for p in dictionary_parses(word) if str(p.tag.gender or "") == gender_wanted and "Fixd" not in p.tag]
    return [form for p in nouns if (form := inflected(p, as_animate))]


def _is_possessive(word: str, owner: Gender) -> bool:
    """Whether the surname means «of Мама», «of Кузя», whatever noun it looks like.

    A woman's may be a noun after all (Калина), unless the man's is known (Кузин).
    """
    if owner == "male":
        return bool(_POSSESSIVE.fullmatch(word))
    man = word.removesuffix("а")
    known = any("Surn" in parse.tag for parse in dictionary_parses(man))
    return word in _NOUNS_BUT_POSSESSIVE_SURNAMES or bool(_POSSESSIVE.fullmatch(man) and known)


def _without_yo(word: str) -> str:
    return word.replace("ё", "е")
