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
        for number, name in self._people.items():
            surname, *given = plain(name).split()
            self._note(number, {*_WORD.findall(surname), *given[1:]})
        for number, address in addresses.items():
            self._note(number, _WORD.findall(address.lower())[:1])
        self._lengths = sorted({len(beginning) for beginning in self._by_stem})
        self._patterns: dict[str, re.Pattern[str]] = {}

    def _note(self, number: str, words: Iterable[str]) -> None:
        for word in words:
            self._by_stem.setdefault(stem(word), set()).add(number)

    def __bool__(self) -> bool:
        """Whether there is anybody whose name is to be taken out."""
        return bool(self._by_stem)

    def redacted(self, text: str) -> str:
        """The text with numbers in place of names."""
        for number in sorted(self._perhaps_in(text)):
            text = self._pattern(number).sub(number, text)
        return text

    def touches(self, texts: Iterable[str]) -> bool:
        """Whether any of many texts may have to be changed: a quick look."""
        return bool(self) and bool(self._perhaps_in("\n".join(texts)))

    def _perhaps_in(self, text: str) -> set[str]:
        """Those of whose names some word begins like a word of the text."""
        words = set(_WORD.findall(text.lower().replace("ё", "е")))
        beginnings = {word[:length] for word in words for length in self._lengths}
        return {number for beginning in beginnings & self._by_stem.keys() for number in self._by_stem[beginning]}

    def patterns(self) -> Iterator[tuple[str, re.Pattern[str], frozenset[str]]]:
        """What is looked for, for whoever looks elsewhere: number, pattern, and beginnings (small letters, «е» for «ё»)
        without one of which a text has nothing of it."""
        for number in sorted(set().union(*self._by_stem.values())):
            beginnings = frozenset(one for one, numbers in self._by_stem.items() if number in numbers)
            yield number, self._pattern(number), beginnings

    def _pattern(self, number: str) -> re.Pattern[str]:
        if number not in self._patterns:
            spellings = self._spellings(self._people[number]) if number in self._people else []
            address = re.escape(self._addresses.get(number, ""))
            alternatives = "|".join(filter(None, [address, *spellings]))
            self._patterns[number] = re.compile(rf"{_NO_LETTER}(?:{alternatives}){_NO_MORE}", re.IGNORECASE)
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
