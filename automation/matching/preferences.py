"""Whom people chose after they had met: a part of the score, in which a choice of both counts most."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy import sparse

from automation.matching.parts import Part, PartWithExceptions, Tenths, kinds_of
from automation.matching.people import Mentees, Mentors, cells, is_missing, read_texts, whole
from automation.matching.problems import Problem

SIDES: Final = ("mentee", "mentor")

_WORTH_OF_RANK = (10, 9, 8, 7)
_WORTH_OF_LATER_RANKS = 6
_WORTH_OF_SILENCE = 5
_WORTH_OF_BEING_PASSED_OVER = 0
_MOST_OF_BOTH = 20

Ranks = dict[tuple[int, int], int]


@dataclass(frozen=True)
class Preferences:
    """Who chose whom.

    Attributes:
        ranks: "mentee" and "mentor" → (position of mentee, position of mentor) → rank in that person's choice, from 1.
    """

    ranks: Mapping[str, Ranks]

    def part(self, mentees: int, mentors: int, points: int) -> PartWithExceptions:
        """What the choices of so many people earn, `points` at most (tenths of a point)."""
        chose = [{pair[side] for pair in self.ranks[name]} for side, name in enumerate(SIDES)]
        kind, spoke = kinds_of(at in chose[0] for at in range(mentees))
        worth = [[_unnamed(mentee) + _unnamed(at in chose[1]) for at in range(mentors)] for mentee in spoke]
        usual = Part(kind, _tenths(np.array(worth).reshape(len(spoke), mentors), points))
        return PartWithExceptions(usual, self._beside(usual, chose, (mentees, mentors), points))

    def _beside(self, usual: Part, chose: list[set[int]], shape: tuple[int, int], points: int) -> sparse.csr_array:
        """What pairs in which somebody chose the other earn beside the usual."""
        named = sorted(self.ranks["mentee"].keys() | self.ranks["mentor"].keys())
        worth = [
            sum(
                _of_rank(self.ranks[name][pair]) if pair in self.ranks[name] else _unnamed(pair[side] in chose[side])
                for side, name in enumerate(SIDES)
            )
            for pair in named
        ]
        mentee, mentor = np.array(named, dtype=np.intp).reshape(-1, 2).T
        beside = _tenths(np.array(worth), points) - usual.of_pairs(mentee, mentor)
        return sparse.csr_array((beside, (mentee, mentor)), shape=shape)


def read_preferences(
    frame: pd.DataFrame | None, mentees: Mentees, mentors: Mentors
) -> tuple[Preferences, list[Problem]]:
    """Choices of people who take part; the others' are of no account. Of two ranks of one choice the higher counts."""
    at = [{id_: position for position, id_ in enumerate(people.ids)} for people in (mentees, mentors)]
    ranks: dict[str, Ranks] = {side: {} for side in SIDES}
    problems = []
    for mentee, mentor, side, rank in _rows(frame):
        if side not in SIDES:
            sentence = f"Непонятно, чей это выбор: «{side[:60]}». Нужно mentee или mentor."
            problems.append(Problem(mentee, mentor, sentence))
        elif mentee in at[0] and mentor in at[1]:
            pair = at[0][mentee], at[1][mentor]
            if not rank:
                problems.append(Problem(mentee, mentor, _NO_RANK))
            rank = rank or 1
            ranks[side][pair] = min(rank, ranks[side].get(pair, rank))
    return Preferences(ranks), problems


_NO_RANK = "Который это выбор, сказано не целым числом от 1, поэтому он считается первым. Впишите число."


def _rows(frame: pd.DataFrame | None) -> list[tuple[str, str, str, int]]:
    if frame is None:
        return []
    columns = [read_texts(frame, name) for name in ("mentee", "mentor", "by")]
    return sorted(zip(*columns, map(_rank, cells(frame, "rank")), strict=True))


def _rank(cell: object) -> int:
    """A rank from 1, or 0 for what is none; whoever is named without one is the first choice."""
    return 1 if is_missing(cell) else whole(cell) or 0


def _of_rank(rank: int) -> int:
    return _WORTH_OF_RANK[rank - 1] if rank <= len(_WORTH_OF_RANK) else _WORTH_OF_LATER_RANKS


def _unnamed(chose_others: bool) -> int:
    return _WORTH_OF_BEING_PASSED_OVER if chose_others else _WORTH_OF_SILENCE


def _tenths(worth: npt.NDArray[np.int64], points: int) -> Tenths:
    return np.rint(points * worth / _MOST_OF_BOTH).astype(np.int16)
