"""How much two texts speak of the same: TF-IDF over lemmas (Manning et al., Introduction to Information Retrieval, 6).

Vectors are rounded to whole numbers, so that a product of two is the same in whatever order it is summed.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import chain, islice
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy import sparse

from automation.documents.grammar import analyzer
from automation.matching.parts import EVERYONE, Chosen, Indices, Part, Tenths, cut

_LENGTH = 1 << 11
"""A text's vector has this length: the product of two is at most its square, well within 32 bits."""

_LONGEST_TEXT = 3000
_WORD = re.compile(r"[а-яё]{3,30}|[a-z]{2,30}")
_NAMES = frozenset({"Name", "Surn", "Patr"})
_ANIMATE = "anim"
_SAYS_NOTHING = frozenset(
    {
        *("год", "месяц", "неделя", "день", "час", "раз", "время", "начало", "конец", "часть", "половина", "место"),
        *("человек", "люди", "жизнь", "дело", "вещь", "вопрос", "ответ", "помощь", "опыт", "наставник", "наставляемый"),
        *(
            "группа",
            "курс",
            "класс",
            "пара",
            "урок",
            "занятие",
            "предмет",
            "учёба",
            "обучение",
            "образование",
            "отделение",
        ),
        *(
            "техникум",
            "колледж",
            "лицей",
            "школа",
            "училище",
            "студент",
            "ученик",
            "преподаватель",
            "педагог",
            "учитель",
        ),
        *(
            "работа",
            "должность",
            "специальность",
            "профессия",
            "навык",
            "умение",
            "знание",
            "задача",
            "цель",
            "проблема",
        ),
        *(
            "интерес",
            "желание",
            "возможность",
            "способ",
            "образ",
            "тема",
            "сторона",
            "вид",
            "форма",
            "уровень",
            "результат",
        ),
        *(
            "ребята",
            "парень",
            "коллега",
            "друг",
            "слово",
            "мнение",
            "пример",
            "случай",
            "период",
            "сентябрь",
            "понедельник",
        ),
    }
)
_COMMONPLACE = 0.2
_CELLS_AT_ONCE = 1 << 20
_FEW_TEXTS = 25


@lru_cache(maxsize=200_000)
def lemma(word: str) -> str:
    """The dictionary form of a lower-case word; "" for one that names no topic: whatever is no noun, «человек».

    «Диагностику» may come from «диагностик» as well as from «диагностика»: of what is as good, a thing is taken
    rather than a person, so that all forms of a word have one.
    """
    if word.isascii():
        return word
    parses = analyzer().parse(word)
    if not _is_topical(parses[0]):
        return ""
    return min((_ANIMATE in parse.tag, str(parse.normal_form)) for parse in parses if _is_topical(parse))[1]


def _is_topical(parse: Any) -> bool:
    tag = parse.tag
    return tag.POS == "NOUN" and not _NAMES & tag.grammemes and parse.normal_form not in _SAYS_NOTHING


def lemmas(text: str) -> list[str]:
    """The dictionary forms of a text's words, in their order. Of a long text the beginning counts."""
    words = map(lemma, _WORD.findall(text[:_LONGEST_TEXT].lower()))
    return [word for word in words if word]


@dataclass(frozen=True)
class Likeness:
    """The part of a score that texts earn: half in any case, the rest as they are alike.

    So words speak for a pair and never against it: people put the same thing differently.

    Attributes:
        asked: mentees × terms, each text's vector (whole numbers, length `_LENGTH`) in the terms that both sides use.
        told: mentors × terms, the same.
        terms: the lemma of each column.
        enough: texts so much alike (cosine) earn everything.
        points: the most that likeness adds to the half, in tenths of a point.
        half: what everyone has.
    """

    asked: sparse.csr_array
    told: sparse.csr_array
    terms: list[str]
    enough: float
    points: int
    half: Part

    @classmethod
    def of(cls, asked: Sequence[str], told: Sequence[str], *, points: int, enough: float) -> Likeness:
        """The likeness of the mentees' texts with the mentors'; nothing is read where a side wrote nothing at all."""
        half = round(points / 2)
        compared = points and any(asked) and any(told)
        words = [lemmas(text) if compared else [] for text in (*asked, *told)]
        terms = sorted(set(chain.from_iterable(words)))
        vectors = _vectors(words, terms)
        sides = vectors[: len(asked)], vectors[len(asked) :]
        shared = np.intersect1d(sides[0].indices, sides[1].indices).astype(np.intp)
        everyone = Part(np.zeros(len(asked), dtype=np.intp), np.full((1, len(told)), half, dtype=np.int16))
        mine, theirs = (cut(side, EVERYONE, shared) for side in sides)
        return cls(mine, theirs, [terms[at] for at in shared], enough, points - half, everyone)

    def part(self) -> Part | Likeness:
        """The same, with everything computed at once where that is not much: it is looked up again and again."""
        mentees, mentors = self.asked.shape[0], self.told.shape[0]
        return Part(np.arange(mentees), self.block(EVERYONE)) if mentees * mentors <= _CELLS_AT_ONCE else self

    def block(self, rows: Chosen, columns: Chosen = EVERYONE) -> Tenths:
        """Tenths of a point, (mentees of `rows`, mentors of `columns`)."""
        alike = sparse.csr_array(self.asked[rows] @ cut(self._told_by_term, EVERYONE, columns))
        earned = sparse.csr_array((self._earned(alike.data), alike.indices, alike.indptr), shape=alike.shape)
        block: Tenths = self.half.block(rows, columns) + earned.toarray()
        return block

    def of_pairs(self, mentee: Indices, mentor: Indices) -> Tenths:
        """The same for single pairs, (pairs,)."""
        alike = self.asked[mentee].multiply(self.told[mentor]).sum(axis=1)
        return self.half.of_pairs(mentee, mentor) + self._earned(np.asarray(alike))

    def most(self, rows: Chosen = EVERYONE) -> Tenths:
        """No mentor earns more with a mentee, (mentees of `rows`,)."""
        strongest = self.told.max(axis=0).toarray().ravel() if self.told.nnz else np.zeros(len(self.terms), np.int32)
        return self.half.most(rows) + self._earned(self.asked[rows] @ strongest)

    @property
    def constant(self) -> int | None:
        """What every pair earns, where that is one and the same."""
        return None if self.terms else self.half.constant

    def in_common(self, mentee: int, mentor: int) -> list[str]:
        """The lemmas that two texts share, those that count most first."""
        one, other = self._asked_by[mentee], self._told_by[mentor]
        shared = sorted(one.keys() & other.keys(), key=lambda at: (-one[at] * other[at], at))
        return [self.terms[at] for at in shared]

    @cached_property
    def _asked_by(self) -> list[dict[int, int]]:
        return _rows(self.asked)

    @cached_property
    def _told_by(self) -> list[dict[int, int]]:
        return _rows(self.told)

    def _earned(self, alike: npt.NDArray[np.integer]) -> Tenths:
        share = np.minimum(alike / (_LENGTH**2 * max(self.enough, 1 / _LENGTH)), 1)
        tenths: Tenths = np.rint(self.points * share).astype(np.int16)
        return tenths

    @cached_property
    def _told_by_term(self) -> sparse.csr_array:
        return self.told.T.tocsr()


def _vectors(texts: Sequence[Sequence[str]], terms: Sequence[str]) -> sparse.csr_array:
    """Texts × `terms`, in vectors of the length `_LENGTH`; what everybody speaks of is in none of them.

    A term weighs the logarithm of how often it occurs, times its smoothed inverse document frequency.
    """
    column = {term: at for at, term in enumerate(terms)}
    term = np.array([column[word] for word in chain.from_iterable(texts)], dtype=np.int32)
    text = np.repeat(np.arange(len(texts)), list(map(len, texts)))
    shape = len(texts), len(terms)
    counts = sparse.csr_array((np.ones(len(term)), (text, term)), shape=shape)  # what occurs again is added up
    text, term, times = np.repeat(np.arange(len(texts)), np.diff(counts.indptr)), counts.indices, counts.data
    used_in, written = np.bincount(term, minlength=len(terms)), sum(map(bool, texts))
    rarity = 1 + np.log((1 + written) / (1 + used_in))
    says_something = (used_in <= (written if written < _FEW_TEXTS else _COMMONPLACE * written))[term]
    text, term, times = text[says_something], term[says_something], times[says_something]
    weight = (1 + np.log(times)) * rarity[term]
    length = np.sqrt(np.bincount(text, weights=weight**2, minlength=len(texts))) / _LENGTH
    weights = np.rint(weight / length[text]).astype(np.int32)
    return sparse.csr_array((weights, (text, term)), shape=shape)


def _rows(vectors: sparse.csr_array) -> list[dict[int, int]]:
    """Each row as column → weight."""
    parts = zip(vectors.indices.tolist(), vectors.data.tolist(), strict=True)
    return [dict(islice(parts, count)) for count in np.diff(vectors.indptr).tolist()]
