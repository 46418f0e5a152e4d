"""A phrase as a row of tokens, and how a rule moves over them."""

from collections.abc import Callable
from functools import cache, lru_cache
from typing import NamedTuple, cast
from unicodedata import normalize

from automation.deadlines.phrase import NotUnderstood
from automation.deadlines.vocabulary import (
    DIGITS_MISREAD,
    LETTERS_MISREAD,
    LOOKALIKES,
    SAME_SIGN,
    SIGNS,
    TOKEN,
    UNSEEN,
    WORDS,
    Unit,
)


class Token(NamedTuple):
    """From `start` to `end` in the text."""

    kind: str
    value: object
    start: int
    end: int


def _tokens(text: str) -> list[Token]:
    return [
        Token(*_meaning(kind, match[kind]), match.start(), match.end())
        for match in TOKEN.finditer(text)
        for kind in [match.lastgroup or ""]
    ]


@lru_cache(maxsize=4096)  # phrases share most of their words
def _meaning(kind: str, written: str) -> tuple[str, object]:
    """The kind of a token and its value."""
    if kind == "NUMBER":
        return kind, int(written) if len(written) <= 4 else -1
    if kind in ("WORD", "SIGN", "ROMAN", "GLUED"):
        word = written.translate(LOOKALIKES)
        return WORDS.get(written) or WORDS.get(word) or (word, word)
    return kind, written


@cache
def _kinds(alternative: str) -> tuple[str, ...]:
    return tuple(alternative.split())


@cache
def _by_first(*alternatives: str) -> dict[str, list[tuple[str, ...]]]:
    found: dict[str, list[tuple[str, ...]]] = {}
    for kinds in map(_kinds, alternatives):
        found.setdefault(kinds[0], []).append(kinds)
    return found


class Tokens:
    """The tokens of one phrase, and the place among them that has been read up to.

    written: the phrase as it was written, but for signs that nobody sees.
    text: the same, letter for letter, in lower case and with each sign and misread letter as the grammar has it.
    kinds: those of the tokens, the last of which is END.
    year_places: the places among the tokens of the numbers that were read as years.
    rest_from: the first token of the words that were taken as they are; the END where there are none.
    """

    def __init__(self, text: str) -> None:
        self.written = UNSEEN.sub("", normalize("NFC", text))
        lower = self.written.lower()
        if len(lower) != len(self.written):  # of all letters only «İ» grows
            self.written = lower
        lower = LETTERS_MISREAD.sub("о", DIGITS_MISREAD.sub("0", lower))
        self.text = SIGNS.sub(lambda sign: SAME_SIGN[sign[0]], lower)
        self.tokens = [*_tokens(self.text), Token("END", None, len(self.text), len(self.text))]
        self.kinds = tuple(token.kind for token in self.tokens)
        self.at = 0
        self.year_places: list[int] = []
        self.rest_from = len(self.tokens) - 1

    def replace_rest(self, change: Callable[[list[Token]], list[Token]]) -> None:
        """What has not been read yet as `change` makes it of that."""
        self.tokens[self.at :] = change(self.tokens[self.at :])
        self.kinds = tuple(token.kind for token in self.tokens)
        self.rest_from = len(self.tokens) - 1

    def next_is(self, *kinds: str) -> bool:
        return self.kinds[self.at] in kinds

    def follows(self, *kinds: str) -> bool:
        """Whether the next tokens are these, in this order."""
        return self.kinds[self.at : self.at + len(kinds)] == kinds

    def take(self, *kinds: str) -> bool:
        """Step over exactly these tokens, if they come next."""
        if self.kinds[self.at] != kinds[0] or not self.follows(*kinds):
            return False
        self.at += len(kinds)
        return True

    def skip(self, *alternatives: str) -> bool:
        """Step over the first of these sequences, each with spaces between its kinds, that comes next."""
        for kinds in _by_first(*alternatives).get(self.kinds[self.at], ()):
            if self.follows(*kinds):
                self.at += len(kinds)
                return True
        return False

    def value(self, kind: str) -> object:
        """The meaning of the next token, which is of this kind; step over it."""
        if not self.next_is(kind):
            raise NotUnderstood
        self.at += 1
        return self.tokens[self.at - 1].value

    def number(self, kind: str) -> int:
        return cast("int", self.value(kind))

    def unit(self, kind: str = "UNIT") -> Unit:
        return cast("Unit", self.value(kind))

    def next_unit(self, *units: Unit) -> bool:
        """Whether the next token is one of these lengths of time."""
        return self.next_is("UNIT") and self.tokens[self.at].value in units

    def take_unit(self, *units: Unit) -> bool:
        if not self.next_unit(*units):
            return False
        self.at += 1
        return True

    def back(self, at: int) -> None:
        """Give the tokens from there on back to other rules."""
        self.at = at
        while self.year_places and self.year_places[-1] >= at:
            self.year_places.pop()

    def cut(self, *endings: str) -> bool:
        """Leave out the last tokens when they are one of these sequences."""
        for ending in endings:
            kinds = (*_kinds(ending), "END")
            if self.kinds[-len(kinds) :] == kinds:
                last = len(self.kinds) - len(kinds)
                self.text = self.text[: self.tokens[last].start]
                self.written = self.written[: len(self.text)]
                self.tokens[last:] = [Token("END", None, len(self.text), len(self.text))]
                self.kinds = (*self.kinds[:last], "END")
                self.rest_from = last
                return True
        return False

    def rest(self, preposition: str = "") -> str:
        """The words up to the end, as they were written, after a preposition written in the usual way."""
        words = self.written[self.tokens[self.at].start :].strip(" .,;\n\t")
        self.rest_from, self.at = self.at, len(self.tokens) - 1
        if not words:
            raise NotUnderstood
        return " ".join([*preposition.split(), *words.split()])
