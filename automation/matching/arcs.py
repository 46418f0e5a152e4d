"""Combinations of mentee and mentor that somebody has looked at, as columns of one table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from automation.matching.parts import Flags, Indices

Integers = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Arcs:
    """Combinations with their scores: `mentee`, `mentor` (positions), `score` (tenths of a point), each (arcs,)."""

    mentee: Integers
    mentor: Integers
    score: Integers

    def __len__(self) -> int:
        return len(self.mentee)

    def __getitem__(self, chosen: Flags | Indices | slice) -> Arcs:
        return Arcs(self.mentee[chosen], self.mentor[chosen], self.score[chosen])

    def __or__(self, others: Arcs) -> Arcs:
        """All that are here or there, each once, in the order of mentees and mentors."""
        both = joined([self, others])
        _, first = np.unique((both.mentee << 32) + both.mentor, return_index=True)
        return both[first]

    def are_among(self, others: Arcs) -> Integers:
        """Which of these are among the others, 1 or 0, (arcs,)."""
        every, wanted = ((these.mentee << 32) + these.mentor for these in (self, others))
        return np.isin(every, wanted).astype(np.int64)


NO_ARCS = Arcs(*(np.empty(0, dtype=np.int64) for _ in range(3)))


def joined(several: Sequence[Arcs]) -> Arcs:
    """All of them, one after the other."""
    some = [NO_ARCS, *several]
    return Arcs(*(np.concatenate([getattr(arcs, name) for arcs in some]) for name in ("mentee", "mentor", "score")))


def rank_within(group: Indices | Integers) -> Integers:
    """0, 1, 2, … within each run of equal numbers of a sorted array."""
    starts = np.flatnonzero(np.diff(group, prepend=-1))
    return np.arange(len(group)) - np.repeat(starts, np.diff(starts, append=len(group)))


def greatest(group: Integers, value: Integers, least: Integers) -> Integers:
    """The greatest value of each group, or the least that it has anyhow, (groups,); `group` is sorted, (values,)."""
    greatest = least.copy()
    begin = np.flatnonzero(np.diff(group, prepend=-1))
    if len(begin):
        greatest[group[begin]] = np.maximum(least[group[begin]], np.maximum.reduceat(value, begin))
    return greatest
