"""Pairs by mutual choice: nobody would leave their partner for somebody who would take them.

Everyone would rather have those they named themselves, in their order, then the rest by score. Deferred acceptance
(Gale, Shapley, "College admissions and the stability of marriage", American Mathematical Monthly 69, 1962) then gives
the stable set that is best for the mentees. Which of them have a mentor, and how many places each mentor fills, is the
same in every stable set (Roth, "On the allocation of residents to rural hospitals", Econometrica 54, 1986), so no other
would leave fewer people over.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from automation.matching.arcs import Integers, rank_within
from automation.matching.parts import Flags, Indices
from automation.matching.preferences import Preferences
from automation.matching.rules import MAXIMUM

Scores = npt.NDArray[np.int16]
IMPOSSIBLE = -1
"""The entry of a table of scores for a pair that may not be."""

NOT_NAMED = np.iinfo(np.int16).max
"""The entry of a choice for somebody whom nobody named."""

Choices = npt.NDArray[np.int16]
"""(mentees, mentors): the place in the list of those whom a person named (1 the first), or `NOT_NAMED`."""

Likings = npt.NDArray[np.int16] | npt.NDArray[np.int32]

_MORE_THAN_ANYBODY = np.iinfo(np.int64).max
_CELLS = 1 << 20


@dataclass(frozen=True)
class Stability:
    """That a set of pairs is stable.

    Attributes:
        pairs: how many pairs there are.
        blocking: how many pairs would rather be together than as they are: 0 in a stable set.
    """

    pairs: int
    blocking: int


@dataclass(frozen=True)
class Liking:
    """How much each of both sides would like the other, (mentees, mentors) each: the higher the rather, of equals who
    stands first; `IMPOSSIBLE` for a pair that may not be. Only its order within a row or a column means anything.
    """

    of_mentees: Likings
    of_mentors: Likings


def choices(chosen: Preferences, side: str, shape: tuple[int, int]) -> Choices:
    """Whom the people of one side ("mentee" or "mentor") named, as a table."""
    table = np.full(shape, NOT_NAMED, dtype=np.int16)
    for pair, rank in chosen.ranks[side].items():
        table[pair] = min(rank, NOT_NAMED - 1)
    return table


def liking(scores: Scores, by_mentees: Choices, by_mentors: Choices) -> Liking:
    """Whom everyone would rather have, from what they chose and from the scores; all are (mentees, mentors)."""
    return Liking(_named_first(scores, by_mentees), _named_first(scores, by_mentors))


def _named_first(scores: Scores, named: Choices) -> Likings:
    if (named == NOT_NAMED).all():
        return scores
    above = (NOT_NAMED - named.astype(np.int32)) * (MAXIMUM + 1)
    return np.where(scores == IMPOSSIBLE, np.int32(IMPOSSIBLE), above + scores)


def pair_by_choice(wanted: Liking, places: Integers) -> Integers:
    """The stable set that is best for the mentees: the position of each one's mentor, or -1.

    All who have nobody ask the next in their list at once; every mentor keeps the best that the places allow.
    The set does not depend on who asks first (McVitie, Wilson, "The stable marriage problem", Communications of the ACM
    14, 1971).

    `places` are the mentors' free places, (mentors,).
    """
    order, length = _lists(wanted.of_mentees, places > 0)
    mentor = np.full(len(order), -1, dtype=np.int64)
    asked = np.zeros(len(order), dtype=np.int64)
    asking = np.flatnonzero(length)
    while len(asking):
        mentor[asking] = order[asking, asked[asking]]
        asked[asking] += 1
        refused = _refused(mentor, wanted.of_mentors, places)
        mentor[refused] = -1
        asking = refused[asked[refused] < length[refused]]
    return mentor


def _lists(likings: Likings, having_places: Flags) -> tuple[npt.NDArray[np.int32], Integers]:
    """The mentors whom each mentee may have, best first, (mentees, mentors), and how many there are, (mentees,)."""
    order = np.empty(likings.shape, dtype=np.int32)
    length = np.empty(len(likings), dtype=np.int64)
    for rows in _strips(*likings.shape):
        strip = np.where(having_places, likings[rows], IMPOSSIBLE)
        order[rows] = np.argsort(-strip, axis=1, kind="stable")
        length[rows] = np.count_nonzero(strip != IMPOSSIBLE, axis=1)
    return order, length


def _refused(mentor: Integers, likings: Likings, places: Integers) -> Integers:
    """Which mentees are too many for the mentor whom they have asked; each mentor keeps those liked best."""
    paired = np.flatnonzero(mentor >= 0)
    crowded = np.bincount(mentor[paired], minlength=len(places)) > places
    rivals = _best_first(paired[crowded[mentor[paired]]], mentor, likings)
    whose = mentor[rivals]
    return np.sort(rivals[rank_within(whose) >= places[whose]])


def _best_first(mentees: Indices, mentor: Integers, likings: Likings) -> Indices:
    """Some mentees, mentor by mentor, in the order in which theirs likes them; of equals who stands first."""
    whose = mentor[mentees]
    return mentees[np.lexsort((-likings[mentees, whose], whose))]


def blocking_pairs(wanted: Liking, places: Integers, mentor: Integers) -> list[tuple[int, int]]:
    """The pairs who would both rather be together than as they are: none, where a set is stable.

    A mentee would rather, where they have nobody or like the mentor better than their own; a mentor, where a place is
    free or they like the mentee better than one of theirs.
    """
    mentees, mentors = wanted.of_mentees.shape
    paired = np.flatnonzero(mentor >= 0)
    own = np.full(mentees, IMPOSSIBLE, dtype=np.int64)
    own[paired] = wanted.of_mentees[paired, mentor[paired]]
    last, least = _liked_least(mentor, wanted.of_mentors, places)
    found: list[tuple[int, int]] = []
    for rows in _strips(mentees, mentors):
        to_mentee, to_mentor = wanted.of_mentees[rows], wanted.of_mentors[rows]
        mentee = np.arange(mentees)[rows, np.newaxis]
        would = _rather(to_mentee, np.arange(mentors), own[rows, np.newaxis], mentor[rows, np.newaxis])
        would &= _rather(to_mentor, mentee, least, last) & (to_mentee != IMPOSSIBLE)
        found += [(int(i) + rows.start, int(j)) for i, j in np.argwhere(would)]
    return found


def _liked_least(mentor: Integers, likings: Likings, places: Integers) -> tuple[Integers, Integers]:
    """Whom each mentor likes least of theirs, (mentors,), and how much, (mentors,); nobody where a place is free."""
    ranked = _best_first(np.flatnonzero(mentor >= 0), mentor, likings)
    last = np.full(len(places), -1, dtype=np.int64)
    last[mentor[ranked]] = ranked  # of several the last remains
    free = np.bincount(mentor[ranked], minlength=len(places)) < places
    last[free] = -1
    least = np.where(free, IMPOSSIBLE, _MORE_THAN_ANYBODY)
    taken = np.flatnonzero(last >= 0)
    least[taken] = likings[last[taken], taken]
    return last, least


def _rather(likings: Likings, who: Indices, than: Integers, whom: Integers) -> Flags:
    """Where somebody would rather have `who` than `whom`, whom they like so much (`than`)."""
    rather: Flags = (likings > than) | ((likings == than) & (who < whom))
    return rather


def _strips(rows: int, columns: int) -> Iterator[slice]:
    """Some rows at a time, so that what is computed from them stays small."""
    step = max(1, _CELLS // max(1, columns))
    for start in range(0, rows, step):
        yield slice(start, min(start + step, rows))
