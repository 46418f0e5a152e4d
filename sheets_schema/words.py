"""The vocabularies from which columns take their options, and what an organisation makes of them on «Словари».

    COMPETENCES = Vocabulary("запросы и компетенции", ("методика преподавания", …))
    requests = Choices("Запросы", COMPETENCES, owner=FORM)

A vocabulary is the tuple of the words that are offered. It knows besides which words are offered no more, and what a
word was called formerly: a cell that says so is read as if it said the present word.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType
from typing import Any, Self

_NOTHING: Mapping[str, str] = MappingProxyType({})


class Vocabulary(tuple[str, ...]):
    """The words of one vocabulary, in the order in which they are offered."""

    title: str
    """What the curator calls it."""
    is_fixed: bool
    """Whether the program acts by the declared words: the organisation leaves some out and adds its own, but renames
    none."""
    retired: tuple[str, ...]
    """Words that are good where they stand, and offered no more."""
    former: Mapping[str, str]
    """What a word was called → what it is called now."""

    def __new__(
        cls,
        title: str,
        words: Iterable[str] = (),
        *,
        is_fixed: bool = False,
        retired: tuple[str, ...] = (),
        former: Mapping[str, str] = _NOTHING,
    ) -> Self:
        made = super().__new__(cls, words)
        made.title, made.is_fixed, made.retired, made.former = title, is_fixed, retired, former
        return made

    def __getnewargs_ex__(self) -> Any:
        more = {"is_fixed": self.is_fixed, "retired": self.retired, "former": dict(self.former)}
        return (self.title, tuple(self)), more

    def said(self, words: Iterable[Word]) -> Vocabulary:
        """The vocabulary as these rows of «Словари» have it; as it is declared where none speaks of it."""
        rows = dict(enumerate(words))
        called = self.names_of(rows)
        if not called:
            return self
        offered = tuple(name for at, name in called.items() if not rows[at].is_retired)
        retired = tuple(name for at, name in called.items() if rows[at].is_retired)
        former = {one: name for one, name in self.former.items() if name in called.values()}
        former |= {one: name for at, name in called.items() for one in rows[at].former if one not in called.values()}
        if offered == tuple(self) and not retired and former == dict(self.former):
            return self
        # A question has to offer something: where all words are out of use, all are offered as before.
        return Vocabulary(
            self.title,
            offered or retired,
            is_fixed=self.is_fixed,
            retired=retired if offered else (),
            former=MappingProxyType(former),
        )

    def names_of(self, rows: Mapping[int, Word]) -> dict[int, str]:
        """What each of the rows is called that speak of this vocabulary, in their order.

        What a cell may say belongs to one row for good. So a row that was given another one's name is called as before,
        and one that never had a name of its own does not count.
        """
        ours = {at: row for at, row in rows.items() if row.vocabulary == self.title}
        whose: dict[str, int] = {}
        for at, row in ours.items():
            for name in row.former:
                whose.setdefault(plain(name), at)
        found: dict[int, str] = {}
        for at, row in ours.items():
            former = [name for name in row.former if whose[plain(name)] == at]
            fixed = [name for name in former if self.is_fixed and name in self]
            may_be = not fixed and is_word(row.word) and whose.setdefault(plain(row.word), at) == at
            if names := [row.word] if may_be else fixed or former[-1:]:
                found[at] = names[0]
        return found


@dataclass(frozen=True)
class Word:
    """A row of «Словари»."""

    vocabulary: str
    word: str
    """As it stands there now."""
    is_retired: bool = False
    former: tuple[str, ...] = ()
    """What it was called, the last name last."""


def is_word(text: str) -> bool:
    """Whether a text can be a word of a vocabulary: several stand in one cell, divided by commas."""
    return bool(text.strip()) and not re.search(r"[,;\n]", text)


def known_words(options: tuple[str, ...]) -> tuple[str, ...]:
    """All options that are good where they stand, those too that are not offered."""
    return (*options, *options.retired) if isinstance(options, Vocabulary) else options


def spellings(options: tuple[str, ...]) -> dict[str, str]:
    """Options by their plain spelling, and by what they were called."""
    former = options.former if isinstance(options, Vocabulary) else _NOTHING
    return {
        **{plain(name): word for name, word in former.items()},
        **{plain(option): option for option in reversed(known_words(options))},
    }


@lru_cache(maxsize=5_000)
def plain(text: str) -> str:
    """«Педагог — учёный» as «педагог-ученый»: people do not type «–», nor always «ё»."""
    return re.sub(r"\s*[-–—‑]\s*", "-", text.lower().replace("ё", "е"))
