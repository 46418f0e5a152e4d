"""Pairs by mutual choice: nobody would leave their partner for somebody who would take them.

Everyone lists whom they would take: first those they named themselves, in their order, then the rest by score.
Deferred acceptance (Gale, Shapley, "College admissions and the stability of marriage", American Mathematical Monthly
69, 1962), as the `matching` package has it, then gives the stable set that is best for the mentees. Which of them have
a mentor, and how many places each mentor fills, is the same in every stable set (Roth, "On the allocation of residents
to rural hospitals", Econometrica 54, 1986), so no other would leave fewer people over.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from automation.matching.arcs import Integers
from automation.matching.preferences import Preferences

Scores = npt.NDArray[np.int16]
IMPOSSIBLE = -1
"""The entry of a table of scores for a pair that may not be."""

NOT_NAMED = np.iinfo(np.int16).max
"""The entry of a choice for somebody whom nobody named."""

Choices = npt.NDArray[np.int16]
"""(mentees, mentors): the place in the list of those whom a person named (1 the first), or `NOT_NAMED`."""


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
class Lists:
    """Whom each of both sides would rather take.

    Attributes:
        possible: (mentees, mentors), the pairs that may be.
        of_mentees: (mentees, mentors), the mentor's place in the mentee's list, from 0.
        of_mentors: (mentees, mentors), the mentee's place in the mentor's list, from 0.
    """

    possible: npt.NDArray[np.bool_]
    of_mentees: Integers
    of_mentors: Integers


def choices(chosen: Preferences, side: str, shape: tuple[int, int]) -> Choices:
    """Whom the people of one side ("mentee" or "mentor") named, as a table."""
    table = np.full(shape, NOT_NAMED, dtype=np.int16)
    for pair, rank in chosen.ranks[side].items():
        table[pair] = min(rank, NOT_NAMED - 1)
    return table


def lists(scores: Scores, by_mentees: Choices, by_mentors: Choices) -> Lists:
    """Everyone's list, from what they chose and from the scores; all arguments are (mentees, mentors).

    Those who are equal in both stand in the order of their positions, so that the same people give the same lists.
    """
    of_mentees = _places(np.lexsort((-scores, by_mentees), axis=1))
    of_mentors = _places(np.lexsort((-scores.T, by_mentors.T), axis=1)).T
    return Lists(scores != IMPOSSIBLE, of_mentees, of_mentors)


def _places(order: Integers) -> Integers:
    """An order of columns in each row → the place of each column."""
    places = np.empty_like(order)
    np.put_along_axis(places, order, np.broadcast_to(np.arange(order.shape[1]), order.shape), axis=1)
    return places


def pair_by_choice(wanted: Lists, places: Integers) -> Integers:
    """The stable set that is best for the mentees: the position of each one's mentor, or -1.

    `places` are the mentors' free places, (mentors,).
    """
    from matching import Player  # heavy: only when needed
    from matching.algorithms import hospital_resident
    from matching.players import Hospital

    # `HospitalResident` would copy the whole web of lists, deeper than Python's stack goes at 500 people.
    possible = wanted.possible & (places > 0)
    mentees = [Player(mentee) for mentee in range(len(possible))]
    mentors = [Hospital(mentor, int(count)) for mentor, count in enumerate(places)]
    for mentee, row, taken in zip(mentees, possible, wanted.of_mentees, strict=True):
        mentee.set_prefs([mentors[at] for at in _in_order(row, taken)])
    for mentor, column, taken in zip(mentors, possible.T, wanted.of_mentors.T, strict=True):
        mentor.set_prefs([mentees[at] for at in _in_order(column, taken)])
    found = hospital_resident(
        [mentee for mentee in mentees if mentee.prefs], [mentor for mentor in mentors if mentor.prefs]
    )
    chosen = np.full(len(mentees), -1, dtype=np.int64)
    for mentor, taken in found.items():
        chosen[[mentee.name for mentee in taken]] = mentor.name
    return chosen


def _in_order(possible: npt.NDArray[np.bool_], places: Integers) -> list[int]:
    who = np.flatnonzero(possible)
    return [int(at) for at in who[np.argsort(places[who])]]


def blocking_pairs(wanted: Lists, places: Integers, mentor: Integers) -> list[tuple[int, int]]:
    """The pairs who would both rather be together than as they are: none, where a set is stable.

    A mentee would rather, where they have nobody or prefer the mentor to their own; a mentor, where a place is free
    or they prefer the mentee to one of theirs.
    """
    paired = np.flatnonzero(mentor >= 0)
    theirs = np.full(len(mentor), wanted.possible.shape[1])
    theirs[paired] = wanted.of_mentees[paired, mentor[paired]]
    least_liked = np.full(wanted.possible.shape[1], -1)
    np.maximum.at(least_liked, mentor[paired], wanted.of_mentors[paired, mentor[paired]])
    full = np.bincount(mentor[paired], minlength=len(places)) >= places
    least_liked = np.where(full, least_liked, wanted.possible.shape[0])
    both = (wanted.of_mentees < theirs[:, np.newaxis]) & (wanted.of_mentors < least_liked)
    return [(int(i), int(j)) for i, j in np.argwhere(wanted.possible & both)]
