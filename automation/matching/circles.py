"""Nobody mentors somebody who mentors him, be it over a chain of others.

People who are on both sides are put in one order: whoever mentors another by the curator's decision comes before
him, otherwise the more experienced comes first, then the older. Of two such people only the earlier is proposed to
the later. All pairs then lead one way, so no circle can close, whichever proposals are made and accepted together.
"""

from __future__ import annotations

import heapq
from collections import Counter, defaultdict
from collections.abc import Iterable
from itertools import chain

import numpy as np
import numpy.typing as npt
from scipy import sparse
from scipy.sparse.csgraph import connected_components

from automation.matching.people import Mentees, Mentors

Pair = tuple[int, int]
Integers = npt.NDArray[np.int64]

NEVER_FIRST = np.iinfo(np.int64).max
"""The place of a mentee who mentors nobody: any mentor comes before."""


def places(mentees: Mentees, mentors: Mentors, decided: Iterable[Pair]) -> tuple[Integers, Integers]:
    """The place of everyone in the order, (mentees,) and (mentors,): a mentor may be proposed to those after him.

    `decided` are the pairs, by position, that stand by the curator's decision. People who are on one side only come
    first as mentors (-1) and last as mentees.
    """
    both = _both(mentees, mentors)
    arrows = list(_between(both, mentees, mentors, decided).values())
    order = _order(both, arrows, _seniority(mentees, mentors)) if len(both) > 1 else {}
    return (
        np.array([order.get(person, NEVER_FIRST) for person in mentees.person], dtype=np.int64),
        np.array([order.get(person, -1) for person in mentors.person], dtype=np.int64),
    )


def closing_circles(mentees: Mentees, mentors: Mentors, decided: Iterable[Pair]) -> list[Pair]:
    """The decided pairs in which the mentee mentors the mentor, directly or over others."""
    both = _both(mentees, mentors)
    arrows = _between(both, mentees, mentors, decided)
    circle = _circles(len(both), arrows.values())
    return [pair for pair, (mentor, mentee) in arrows.items() if circle[mentor] == circle[mentee]]


def _both(mentees: Mentees, mentors: Mentors) -> list[str]:
    """Those who are a mentee and a mentor."""
    return sorted((set(mentees.person) & set(mentors.person)) - {""})


def _between(both: list[str], mentees: Mentees, mentors: Mentors, decided: Iterable[Pair]) -> dict[Pair, Pair]:
    """Decided pair → mentor and mentee by their positions in `both`; no circle leads over anybody else."""
    at = {person: number for number, person in enumerate(both)}
    people = {(i, j): (mentors.person[j], mentees.person[i]) for i, j in decided}
    return {pair: (at[one], at[other]) for pair, (one, other) in people.items() if one in at and other in at}


def _circles(size: int, arrows: Iterable[Pair]) -> list[int]:
    """For each of so many people the circle that they are in: a number of its own for who is in none."""
    if not size:
        return []
    start, end = np.array(list(arrows), dtype=np.intp).reshape(-1, 2).T
    graph = sparse.csr_array((np.ones(len(start), dtype=np.int8), (start, end)), shape=(size, size))
    return [int(label) for label in connected_components(graph, directed=True, connection="strong")[1]]


def _order(both: list[str], arrows: list[Pair], seniority: dict[str, tuple[int, int, str]]) -> dict[str, int]:
    """Person → place; those in one circle share theirs. Of all who may come next, the most senior does (Kahn, 1962)."""
    circle = _circles(len(both), arrows)
    members: dict[int, list[str]] = defaultdict(list)
    for person, label in zip(both, circle, strict=True):
        members[label].append(person)
    rank = {label: min(seniority[person] for person in people) for label, people in members.items()}
    after: dict[int, set[int]] = defaultdict(set)
    for one, other in arrows:
        if circle[one] != circle[other]:
            after[circle[one]].add(circle[other])
    waits = Counter(chain.from_iterable(after.values()))
    ready = [(rank[label], label) for label in members if not waits[label]]
    heapq.heapify(ready)
    order: dict[str, int] = {}
    for place in range(len(members)):
        _, label = heapq.heappop(ready)
        order |= dict.fromkeys(members[label], place)
        waits.subtract(after[label])
        for other in after[label]:
            if not waits[other]:
                heapq.heappush(ready, (rank[other], other))
    return order


def _seniority(mentees: Mentees, mentors: Mentors) -> dict[str, tuple[int, int, str]]:
    """Person → what to sort by: more years of work first, then the elder, then by whatever identifies people."""
    worked: dict[str, int] = defaultdict(int)
    born: dict[str, int] = {}
    for people in (mentees, mentors):
        for person, years, birthday in zip(people.person, people.years, people.born.tolist(), strict=True):
            worked[person] = max(years or 0, worked[person])
            born[person] = birthday or born.get(person, 0)
    return {person: (-worked[person], born[person] or NEVER_FIRST, person) for person in worked}
