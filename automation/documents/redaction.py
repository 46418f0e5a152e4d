"""Names taken out of free texts: whoever must not be named any more is a number there.

>>> redaction = Redaction({"НМ-0007": "Зубрицкая Елена Марковна"})
>>> redaction.redacted("Протокол встречи с Зубрицкой Е. М. от 5 мая")
'Протокол встречи с НМ-0007 от 5 мая'

A name is found in any grammatical case, in full or with initials. A surname alone, or a given name with a patronymic,
is taken for the person's where it is nobody else's; a surname that is an ordinary word, where it is written as a name.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from itertools import pairwise
from types import MappingProxyType

from automation.documents.grammar import analyzer, dictionary_parses
from automation.documents.mentions import forms_of, plain, stem

_WORD = re.compile(r"[а-яa-z]{2,}")
_SAME_ROOT = 3
_NAMES = frozenset({"Surn", "Name", "Patr"})
_NO_LETTER, _NO_MORE = r"(?<![^\W_])(?<!-)", r"(?![^\W_])(?!-)"
"""Around a name: «Ветрова_анкета.docx» names somebody, «Ветрова-Котова» somebody else."""
_SHORTEST = 4
"""Letters of a surname that is looked for in lower case as well."""


class Redaction:
    """Takes the names of these people (number → full name), and their addresses (number → e-mail), out of texts.

    `others` are the full names of those who may be named: what is theirs as well stays.
    """

    def __init__(
        self, people: Mapping[str, str], others: Iterable[str] = (), addresses: Mapping[str, str] = MappingProxyType({})
    ) -> None:
        self._others = {plain(name) for name in others}
        self._people = {number: name for number, name in people.items() if plain(name) not in self._others | {""}}
        self._addresses = addresses
        self._by_stem: dict[str, set[str]] = {}
        self._by_given: dict[tuple[str, str], set[str]] = {}
        """First letter of a given name, stem of the patronymic behind it → whose they are."""
        for number, name in self._people.items():
            surname, *given = plain(name).split()
            self._note(number, _WORD.findall(surname))
            self._note_given(number, given)
        for number, address in addresses.items():
            self._note(number, _WORD.findall(address.lower())[:1])
        stems = {*self._by_stem, *(beginning for _, beginning in self._by_given)}
        self._lengths = sorted({len(beginning) for beginning in stems})
        self._patterns: dict[str, re.Pattern[str]] = {}

    def _note(self, number: str, words: Iterable[str]) -> None:
        for word in words:
            self._by_stem.setdefault(stem(word), set()).add(number)

    def _note_given(self, number: str, given: list[str]) -> None:
        """A patronymic is looked for behind its given name alone: hundreds in a long list have the same."""
        first = _WORD.findall(given[0])[-1:] if given else []
        if not first:
            self._note(number, given[1:])
        for patronymic in given[1:2] if first else ():
            self._by_given.setdefault((first[0][0], stem(patronymic)), set()).add(number)

    def __bool__(self) -> bool:
        """Whether there is anybody whose name is to be taken out."""
        return bool(self._by_stem or self._by_given)

    def redacted(self, text: str) -> str:
        """The text with numbers in place of names."""
        for number in sorted(self._perhaps_in(text)):
            text = self._pattern(number).sub(number, text)
        return text

    def touches(self, texts: Iterable[str]) -> bool:
        """Whether any of many texts may have to be changed: a quick look."""
        return bool(self) and bool(self._perhaps_in("\n".join(texts)))

    def _perhaps_in(self, text: str) -> set[str]:
        """Those whose surname, or whose given name and patronymic, begin like words of the text."""
        words = _WORD.findall(text.lower().replace("ё", "е"))
        beginnings = {word[:length] for word in set(words) for length in self._lengths}
        given = {(before[0], word[:length]) for before, word in set(pairwise(words)) for length in self._lengths}
        numbers = [self._by_stem[one] for one in beginnings & self._by_stem.keys()]
        return set().union(*numbers, *(self._by_given[one] for one in given & self._by_given.keys()))

    def patterns(self) -> Iterator[tuple[str, re.Pattern[str], frozenset[str]]]:
        """What is looked for, for whoever looks elsewhere: number, pattern, and beginnings (small letters, «е» for «ё»)
        without one of which a text has nothing of it."""
        beginnings: dict[str, set[str]] = {}
        noted = [*self._by_stem.items(), *((one, numbers) for (_, one), numbers in self._by_given.items())]
        for beginning, numbers in noted:
            for number in numbers:
                beginnings.setdefault(number, set()).add(beginning)
        for number in sorted(beginnings):
            yield number, self._pattern(number), frozenset(beginnings[number])

    def _pattern(self, number: str) -> re.Pattern[str]:
        if number not in self._patterns:
            spellings = self._spellings(self._people[number]) if number in self._people else []
            address = re.escape(self._addresses.get(number, ""))
            alternatives = "|".join(filter(None, [address, *spellings]))
            self._patterns[number] = _compiled(rf"{_NO_LETTER}(?:{alternatives}){_NO_MORE}")
        return self._patterns[number]

    def _spellings(self, name: str) -> list[str]:
        """All that means the person of this name, the longest first."""
        words = plain(name).split()
        found = [r"\s+".join(map(_spelled, words))]
        if len(words) == 1:
            return found
        surname, *given = [_either(forms) for forms in forms_of(name)]
        letters = [_spelled(word[0]) for word in words[1:]]
        all_given, initials = r"\s+".join(given), r"\s*".join(rf"{letter}\.?" for letter in letters)
        beside = rf"(?:{all_given}|{given[0]}|{initials if len(letters) > 1 else letters[0] + '[.]'}|{letters[0]}\.)"
        found += [rf"{beside}\s*{surname}(?:\s+{beside}(?!\w))?", rf"{surname}\s+{beside}(?!\w)"]
        if not self._is_surname_of_others(name):
            found.append(_in_the_middle(forms_of(name)[0]) if _is_ordinary(words[0]) else surname)
        if len(given) > 1 and not any(set(words[1:]) <= set(other.split()) for other in self._others):
            found.append(all_given)
        return found

    def _is_surname_of_others(self, name: str) -> bool:
        forms, beginning = forms_of(name)[0], plain(name)[:_SAME_ROOT]
        alike = (other for other in self._others if other.startswith(beginning))
        return any(not forms.isdisjoint(forms_of(other)[0]) for other in alike)


@lru_cache(maxsize=20_000)
def _compiled(pattern: str) -> re.Pattern[str]:
    """As `re.compile`, which remembers a few hundred: whoever looks at the desk makes a redaction of their own."""
    return re.compile(pattern, re.IGNORECASE)


def _is_ordinary(word: str) -> bool:
    """Whether a surname is also a word that means something else: Мороз, Черных."""
    commonest = analyzer().parse(word)[:1] if analyzer().word_is_known(word) else ()
    readings = (*commonest, *dictionary_parses(word))
    return len(word) < _SHORTEST or any(_NAMES.isdisjoint(one.tag.grammemes) for one in readings)


def _in_the_middle(forms: Iterable[str]) -> str:
    """An ordinary word written with a capital letter for no other reason than that it is a name."""
    return rf"(?<=[а-яё,] )(?-i:{_either(form.capitalize() for form in forms)})"


def _spelled(word: str) -> str:
    return re.escape(word).replace("е", "[её]")


def _either(forms: Iterable[str]) -> str:
    return f"(?:{'|'.join(_spelled(form) for form in sorted(forms, key=len, reverse=True))})"
