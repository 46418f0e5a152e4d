"""Whom a free text names: «Н-0007», «Соколова-Миних», «с Марией Петровной», «Белов И. П.», one after another.

>>> people = People({"Н-0001": "Белов Игорь Петрович", "Н-0002": "Белова Мария Петровна"})
>>> people.named_in("Белов И. П. и Мария Петровна").mentions
[Mention(words='Белов И. П', ids=('Н-0001',)), Mention(words='Мария Петровна', ids=('Н-0002',))]

A person is recognised by a surname, or by a given name with a patronymic, in any grammatical case. Words that are
somebody else's name rule a person out. What fits several people names them all: the caller decides what to make of it.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from automation.documents.grammar import CASES, analyzer
from automation.documents.names import inflect

_LONGEST_TEXT = 3000
_LONGEST_WORD = 40
_SHORTEST_STEM, _LONGEST_ENDING = 3, 2
_DIVIDERS = re.compile(r"[\n,;]|\s+и\s+(?=[А-Яа-яЁё]{2})")
_LIST_MARKS = re.compile(r"^\s*(?:\d{1,2}\s*[.)]\s*|[-–—•*]\s+)")
_AROUND = " .!?«»\"'\t\r–—-"
_NUMBER = re.compile(r"\b([НHN][МM]?)\s*[-–—‑]?\s*(\d{1,6})\b", re.IGNORECASE)
_TO_CYRILLIC = str.maketrans("HNM", "ННМ")
_WORD = re.compile(r"[а-я]+(?:-[а-я]+)*\.?")
_NOT_INITIALS = frozenset("авикосуя")
"""One-letter words; with a full stop they are initials."""
_NOBODY = re.compile(
    r"(?:у меня |пока |я )?(?:нет|нету|никто|никого|никакой|любой|любая|любого|любым|любыми|все|всех|всеми|со всеми|"
    r"не знаю|все равно|без разницы|не важно|неважно|таких нет|таких людей нет|нет таких|нет предпочтений|"
    r"предпочтений нет|отсутствуют|затрудняюсь ответить|все устраивают|всех устраивает|ни с кем|не могу сказать)?"
)


@dataclass(frozen=True)
class Mention:
    """A part of the text that means somebody: `ids` has more than one where it may mean several people."""

    words: str
    ids: tuple[str, ...]


@dataclass(frozen=True)
class Named:
    """What a text says of people: those it names, in its order, and the parts in which nobody was recognised."""

    mentions: list[Mention]
    unclear: list[str]


class People:
    """Those who may be named: `names` is id («НМ-0007») → full name, surname first, in the nominative."""

    def __init__(self, names: Mapping[str, str]) -> None:
        self._names = {id_: name for id_, name in names.items() if name.strip()}
        self._by_stem: dict[str, list[str]] = defaultdict(list)
        for id_, name in self._names.items():
            surname, *given = plain(name).split()
            for word in {surname, *surname.split("-"), *given[1:]}:
                self._by_stem[stem(word)].append(id_)

    def named_in(self, text: str) -> Named:
        """Whom a text names. Its parts stand on lines of their own, or after commas or «и»."""
        divided = (_LIST_MARKS.sub("", part).strip(_AROUND) for part in _DIVIDERS.split(text[:_LONGEST_TEXT]))
        parts = [part for part in divided if not _NOBODY.fullmatch(plain(part))]
        mentions = [mention for part in parts for mention in self._mentions(part)]
        found = [mention for mention in mentions if mention.ids]
        if not found:
            return Named([], [text.strip()] if mentions else [])
        # «Белов, учит нас физике»: what follows a name may be about it.
        return Named(found, [one.words for one in mentions if not one.ids and _is_about_somebody(one.words)])

    def _mentions(self, part: str) -> list[Mention]:
        numbers = [(found[0], _number(found[1], found[2])) for found in _NUMBER.finditer(part)]
        if numbers:
            return [Mention(words, (id_,) if id_ in self._names else ()) for words, id_ in numbers]
        return [Mention(part, self._meant_by(part))]

    def _meant_by(self, part: str) -> tuple[str, ...]:
        words = _WORD.findall(plain(part))
        beginnings = {word[:length] for word in words for length in range(1, min(len(word), _LONGEST_WORD) + 1)}
        alike = {id_ for beginning in beginnings for id_ in self._by_stem.get(beginning, ())}
        return tuple(sorted(id_ for id_ in alike if _is_meant(self._names[id_], words)))


def stem(word: str) -> str:
    """With what a surname or a patronymic begins in every case."""
    return word[: max(_SHORTEST_STEM, len(word) - _LONGEST_ENDING)]


def _number(prefix: str, digits: str) -> str:
    return f"{prefix.upper().translate(_TO_CYRILLIC)}-{int(digits):04d}"


def _is_meant(full_name: str, words: list[str]) -> bool:
    """Whether the words of a text name this person and nobody else."""
    in_nominative = [frozenset({word}) for word in plain(full_name).split()]
    return _names_in(in_nominative, words) or _names_in(forms_of(full_name), words)


def _names_in(forms: Sequence[frozenset[str]], words: list[str]) -> bool:
    """Whether words name somebody by these forms of the surname, the given name and the patronymic."""
    surname, *given = forms
    whole = [word.rstrip(".") for word in words if len(word.rstrip(".")) > 1]
    initials = [word[0] for word in words if len(word.rstrip(".")) == 1 and word not in _NOT_INITIALS]
    by_surname = any(word in surname for word in whole)
    by_given_names = len(given) > 1 and all(any(word in some for word in whole) for some in given)
    fitting = initials == [min(some)[0] for some in given[: len(initials)]]
    others = (word for word in whole if not any(word in some for some in forms))
    return (by_surname or by_given_names) and fitting and not any(map(_is_a_name, others))


@lru_cache(maxsize=20_000)
def forms_of(full_name: str) -> tuple[frozenset[str], ...]:
    """Each word of a name in all its cases; of a double surname each half too."""
    cases = [plain(inflect(full_name, case)).split() for case in CASES]
    words = [set(forms) for forms in zip(*cases, strict=True)]
    words[0] |= {half for form in words[0] if "-" in form for half in form.split("-") if len(half) > 2}
    return tuple(map(frozenset, words))


def _is_about_somebody(words: str) -> bool:
    return bool(_NUMBER.search(words)) or any(_is_a_name(word.rstrip(".")) for word in _WORD.findall(plain(words)))


@lru_cache(maxsize=20_000)
def _is_a_name(word: str) -> bool:
    """Whether a word is somebody's name, or one that no dictionary has."""
    if not 1 < len(word) <= _LONGEST_WORD:
        return False
    tag = analyzer().parse(word)[0].tag
    return not analyzer().word_is_known(word) or any(name in tag for name in ("Name", "Surn", "Patr"))


def plain(text: str) -> str:
    """The text in lower case, with «е» for «ё» and single spaces."""
    return " ".join(text.lower().replace("ё", "е").split())
