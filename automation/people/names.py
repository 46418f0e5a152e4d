"""A full name in its parts, whatever their order, and how alike two of them are.

Given name and patronymic tell people apart who share all else: brothers and sisters, twins, father and son. So what may
be another name is never taken for a slip of the pen.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache

from rapidfuzz.distance import OSA

from automation.documents.grammar import analyzer

_LOOK_ALIKES = str.maketrans("abcehkmoptxy", "авсенкмортху")
_WORD = re.compile(r"[^\W\d_]+(?:[-‐‑–][^\W\d_]+)*")
_PATRONYMIC = re.compile(r".{2,}(?:вич|ьич|мич|кич|вна|чна)")
_OF_MEN, _OF_WOMEN = ("вич", "ьич", "мич", "кич"), ("вна", "чна")
_MOST_WORDS = 6
_LONG = 8
"""Letters of a word in which two of them may be wrong."""
_SHORT = 3
"""Letters of a word too short for a slip."""


class Part(IntEnum):
    """How a part of one name stands to that of another, from what speaks for one person to what speaks against it."""

    SAME = 0
    UNKNOWN = 1
    """One of them does not have it."""
    LACKING = 2
    """Neither has it."""
    INITIAL = 3
    HALF = 4
    """One half of a double surname."""
    SLIP = 5
    DOUBT = 6
    """A slip, or another name: dictionaries have both (Анна and Инна; but «Андей» as well)."""
    OTHER = 7


@dataclass(frozen=True)
class Reading:
    """A name in its parts, in small letters; one letter is an initial, and what is not there is empty."""

    surname: str
    given: str
    patronymic: str = ""


@dataclass(frozen=True)
class Names:
    """How two names stand to each other, part by part."""

    surname: Part
    given: Part
    patronymic: Part

    @property
    def against(self) -> int:
        return max(self.given, self.patronymic) * 10 + self.surname


def words_of(name: str) -> list[str]:
    """«Ветровa  Алёна» → «ветрова», «алена»: Latin letters that look like Russian ones are Russian ones."""
    return [_spelled(word) for word in _WORD.findall(name)][:_MOST_WORDS]


def _spelled(word: str) -> str:
    word = re.sub(r"[‐‑–]", "-", word.lower().replace("ё", "е"))
    is_russian = bool(re.search(r"[а-я]", word)) or len(word) == 1
    return word.translate(_LOOK_ALIKES) if is_russian else word


@lru_cache(maxsize=50_000)
def readings(name: str) -> tuple[Reading, ...]:
    """In which ways a name may be read, the likeliest first; none where it is a single word.

    Before a patronymic stands the given name, in either order. Without one, and where it is misspelled, the surname may
    come first or last.
    """
    words = words_of(name)
    initials = [word for word in words if len(word) == 1]
    whole = [word for word in words if len(word) > 1]
    if len(words) < 2 or not whole:
        return ()
    if len(whole) == 1:
        return (Reading(whole[0], *initials[:2]),)
    place = next((n for n in range(len(whole) - 1, 0, -1) if _PATRONYMIC.fullmatch(whole[n])), 0)
    others = [*whole[: place - 1], *whole[place + 1 :]] if place else []
    if others:
        return (Reading("-".join(others), whole[place - 1], whole[place]),)
    father = initials[0] if initials else ""
    found = [Reading(whole[0], whole[1], father or "".join(whole[2:3])), Reading(whole[-1], whole[0], father)]
    if len(whole) > 2:
        found[1] = Reading("-".join(whole[2:]), whole[0], whole[1])
    elif place:
        found.append(Reading("", whole[0], whole[1]))
    elif not father and is_given_name(whole[0]) and not is_given_name(whole[1]):
        found.reverse()
    return tuple(found)


def names(one: tuple[Reading, ...], other: tuple[Reading, ...]) -> Names | None:
    """How alike two names are, by those of their readings that are most alike; None where one is no name, and where
    the given names or the patronymics are two people's."""
    pairs = [found for mine in one for theirs in other if (found := _names(mine, theirs))]
    return min(pairs, key=lambda found: found.against, default=None)


def _names(one: Reading, other: Reading) -> Names | None:
    # Most of those who are held against each other differ here already.
    given = _given(one.given, other.given)
    if given is Part.OTHER:
        return None
    patronymic = _patronymic(one.patronymic, other.patronymic)
    return None if patronymic is Part.OTHER else Names(_surname(one.surname, other.surname), given, patronymic)


def _surname(one: str, other: str) -> Part:
    if not (one and other):
        return Part.UNKNOWN
    if one == other:
        return Part.SAME
    mine, theirs = set(one.split("-")), set(other.split("-"))
    if mine == theirs:
        return Part.SAME
    if mine & theirs:
        return Part.HALF
    if is_slip(one, other):
        return Part.SLIP
    doubled = len(mine) > 1 or len(theirs) > 1
    return Part.HALF if doubled and any(is_slip(half, part) for half in mine for part in theirs) else Part.OTHER


@lru_cache(maxsize=50_000)
def _given(one: str, other: str) -> Part:
    return _initial(one, other) or _of_a_dictionary(spelled_alike(one), spelled_alike(other), "Name")


@lru_cache(maxsize=50_000)
def _patronymic(one: str, other: str) -> Part:
    if not (one and other):
        return Part.UNKNOWN if one or other else Part.LACKING
    if _gender(one) and _gender(other) and _gender(one) != _gender(other):
        return Part.OTHER
    return _initial(one, other) or _of_a_dictionary(spelled_alike(one), spelled_alike(other), "Patr")


def _initial(one: str, other: str) -> Part | None:
    if min(len(one), len(other)) != 1:
        return None
    return Part.INITIAL if one[0] == other[0] else Part.OTHER


def _of_a_dictionary(one: str, other: str, grammeme: str) -> Part:
    if one == other:
        return Part.SAME
    if not is_slip(one, other):
        return Part.OTHER
    return Part.DOUBT if _is_known(one, grammeme) and _is_known(other, grammeme) else Part.SLIP


def spelled_alike(word: str) -> str:
    """«Наталия» and «Наталья», «Валериевна» and «Валерьевна» are one name."""
    return re.sub(r"и(?=[яею])", "ь", word)


def _gender(patronymic: str) -> str:
    if patronymic.endswith(_OF_MEN):
        return "male"
    return "female" if patronymic.endswith(_OF_WOMEN) else ""


def is_slip(one: str, other: str) -> bool:
    """Whether one word may be the other with a letter lost, doubled, replaced or in its neighbour's place; of a long
    one, two letters."""
    least = min(len(one), len(other))
    most = 0 if least < _SHORT else 2 if least >= _LONG else 1
    return bool(most) and OSA.distance(one, other, score_cutoff=most) <= most


def is_given_name(word: str) -> bool:
    return _is_known(spelled_alike(word), "Name")


@lru_cache(maxsize=50_000)
def _is_known(word: str, grammeme: str) -> bool:
    """Whether a dictionary has the word as a given name, or as a patronymic."""
    spellings = {word, re.sub(r"ь(?=[яею])", "и", word)}
    return any(
        analyzer().word_is_known(one) and any(grammeme in parse.tag for parse in analyzer().parse(one))
        for one in spellings
    )
