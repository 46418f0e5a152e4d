"""All combinations of mentees and mentors, searched without computing, let alone keeping, every score.

Mentees who ask for the same form and the same help are one group. What the requests earn with each mentor (the lead),
and who may be considered at all, is looked up once a group; what the other parts of a score can still add is bounded
by the most that each can give. Only combinations that this bound leaves in the race are computed, part after part,
and dropped as soon as the parts to come cannot save them: branch and bound (Land, Doig, "An automatic method of
solving discrete programming problems", Econometrica 28, 1960). Where the bound spares little, whole blocks are
computed instead, which costs less a combination.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from copy import copy
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from automation.matching.arcs import Arcs, Integers, joined, rank_within
from automation.matching.eligibility import ByKind, Condition, Eligibility, OfMentor, Requirement
from automation.matching.parts import EVERYONE, Flags, Indices, Part, Tenths
from automation.matching.scoring import AnyPart, Scoring

Worth = npt.NDArray[np.int32]

ANY = -(1 << 30)
"""A floor that every possible combination exceeds."""

_GROUP_CELLS = 1 << 20
_CELLS = 1 << 22
_WHOLE_BLOCK_FROM = 0.15
"""From this share of combinations left in the race on, computing all of a block takes less time."""

_HANDFUL = 8
"""So many mentees of a group share a sample."""

_CHANCES = 1 << 16
_BITS = 20
_MASK = (1 << _BITS) - 1


@dataclass(frozen=True)
class Found:
    """What a search found.

    Attributes:
        arcs: in the order of mentees, the best of each first.
        computed: how many scores were computed; a bound ruled out all others.
    """

    arcs: Arcs
    computed: int


@dataclass(frozen=True)
class _Query:
    """A search, its mentees in the order of groups: see `Combinations.search`."""

    cost: Worth
    floor: Worth
    width: int
    lowest_first: bool


@dataclass(frozen=True)
class _Left:
    """Combinations still in the race: row of the mentee in the order of groups, mentor, and what is left of the score
    after the mentor's cost, as far as it is known; each (combinations,)."""

    row: Indices
    mentor: Indices
    net: Worth

    def where(self, chosen: Flags | Indices) -> _Left:
        return _Left(self.row[chosen], self.mentor[chosen], self.net[chosen])


class Combinations:
    """Every combination of some mentees, counted from 0 in the order given, with all mentors.

    Args:
        lead: the part of a score that is looked up for whole groups.
        parts: the other parts.
        requirements: what makes a combination possible.
        alike: of what kind each mentee is, in one or several respects; mentees of the same kind in all are one group.
        mentees: positions of the mentees in all these.
        mentors: how many mentors there are.
    """

    def __init__(
        self,
        lead: Part,
        parts: Sequence[AnyPart],
        requirements: Sequence[Requirement],
        alike: Sequence[Indices],
        mentees: Indices,
        mentors: int,
    ) -> None:
        self.shape = len(mentees), mentors
        self._lead = lead
        kinds = np.stack([kind[mentees] for kind in alike])
        _, first, group = np.unique(kinds, axis=1, return_index=True, return_inverse=True)
        self._place = np.argsort(group.ravel(), kind="stable")
        self._mentee, self._member = mentees[self._place], mentees[first]
        self._size = np.bincount(group.ravel(), minlength=len(first))
        self._start = np.append(0, np.cumsum(self._size))
        self._of_group, self._of_pair, self._considered = _sorted_out(requirements, alike, mentors)
        self._of_mentor, self._parts = _told_apart(parts, mentors)
        self._parts, self._to_come = _bounded(self._parts, self._mentee)

    @classmethod
    def of(cls, scoring: Scoring, eligibility: Eligibility, mentees: Indices) -> Combinations:
        """Those of the given mentees, in groups by requests and form."""
        lead, requirements = scoring.requests, eligibility.requirements
        form = requirements[Condition.FORM]
        alike = [lead.kind, form.kind] if isinstance(form, ByKind) else [lead.kind]
        others = [part for part in scoring.parts.values() if part is not lead]
        return cls(lead, others, list(requirements.values()), alike, mentees, scoring.size[1])

    def among(self, mentors: Flags) -> Combinations:
        """Those with some of the mentors, (mentors,)."""
        narrowed = copy(self)
        narrowed._considered = self._considered & mentors
        return narrowed

    def search(
        self,
        price: Integers,
        floor: Integers,
        width: int,
        *,
        lowest_first: bool = False,
    ) -> Found:
        """The combinations in which the score less the mentor's price exceeds the mentee's floor.

        Args:
            price: (mentors,), in tenths of a point.
            floor: (mentees,), the same; `ANY` for none.
            width: so many of each mentee at most: those with most left after the price.
            lowest_first: of equals take the mentors in their order; otherwise they are spread as chance would, so
                that mentees who see no difference are not all given the same few mentors.
        """
        query = _Query(
            cost=(np.clip(price, ANY // 2, -ANY // 2) - self._of_mentor).astype(np.int32),
            floor=np.clip(floor[self._place], ANY, -ANY).astype(np.int32),
            width=width,
            lowest_first=lowest_first,
        )
        several = [self._found(groups, query) for groups in self._chunks()]
        arcs = joined([found.arcs for found in several])
        return Found(arcs[np.argsort(arcs.mentee, kind="stable")], sum(found.computed for found in several))

    def sample(self, width: int) -> Arcs:
        """About `width` possible combinations of each mentee by chance, and as many with the best lead.

        By chance, so that every mentor is known to many mentees, however many other mentors are better.
        In the order of mentees.
        """
        query = _Query(
            cost=-self._of_mentor.astype(np.int32),
            floor=np.full(self.shape[0], ANY, dtype=np.int32),
            width=2 * width,
            lowest_first=False,
        )
        arcs = joined([self._sampled(groups, query) for groups in self._chunks()])
        return arcs[np.argsort(arcs.mentee, kind="stable")]

    def _sampled(self, groups: slice, query: _Query) -> Arcs:
        lead = np.where(self._possible(groups), self._lead_of(groups), np.int16(-1))
        leading = (lead == lead.max(axis=1, keepdims=True, initial=-1)) & (lead >= 0)
        begin, length, group = self._handfuls(groups)
        share = [np.minimum(query.width / 2 / np.maximum(some.sum(axis=1), 1), 1) for some in (lead >= 0, leading)]
        limit = [(_CHANCES * one).astype(np.uint32)[group, np.newaxis] for one in share]
        chance = _chance(begin, self.shape[1])
        taken = chance < np.where(leading[group], limit[0] + limit[1], limit[0])
        taken &= lead[group] >= 0
        handful, mentor = np.divmod(np.flatnonzero(taken), self.shape[1])
        head = (lead[group[handful], mentor] - query.cost[mentor]).astype(np.int32)
        left, _ = self._pair_by_pair(_for_every_member(_Left(begin[handful], mentor, head), length[handful]), query)
        return self._arcs(left, query)

    def _handfuls(self, groups: slice) -> tuple[Indices, Indices, Indices]:
        """Groups in handfuls of rows that share a sample: the first row, how many there are, and which group's."""
        size = self._size[groups]
        group = np.repeat(np.arange(len(size)), -(-size // _HANDFUL))
        done = _HANDFUL * rank_within(group)
        return self._start[groups][group] + done, np.minimum(_HANDFUL, size[group] - done), group

    def _lead_of(self, groups: slice) -> Tenths:
        """What the lead gives a group with each mentor, (groups, mentors)."""
        return self._lead.tenths[self._lead.kind[self._member[groups]]]

    def _possible(self, groups: slice) -> Flags:
        """Which mentors a group may have, as far as the group decides, (groups, mentors)."""
        members = self._member[groups]
        possible = np.tile(self._considered, (len(members), 1))
        for requirement in self._of_group:
            possible &= requirement.met[requirement.kind[members]]
        return possible

    def _chunks(self) -> Iterator[slice]:
        """Slices of groups whose tables are small."""
        mentors = max(1, self.shape[1])
        most_rows, most_groups = max(1, _CELLS // mentors), max(1, _GROUP_CELLS // mentors)
        begin, last = 0, len(self._size)
        while begin < last:
            fitting = int(np.searchsorted(self._start, self._start[begin] + most_rows, side="right")) - 1
            end = min(max(fitting, begin + 1), begin + most_groups, last)
            yield slice(begin, end)
            begin = end

    def _found(self, groups: slice, query: _Query) -> Found:
        rows = slice(int(self._start[groups.start]), int(self._start[groups.stop]))
        first, size = self._start[groups.start : groups.stop], self._size[groups]
        head = self._lead_of(groups) - query.cost
        enough = np.minimum.reduceat(query.floor[rows] - self._to_come[0, rows], first - rows.start)
        promising = self._possible(groups)
        promising &= head > enough[:, np.newaxis]
        group, mentor = np.divmod(np.flatnonzero(promising), self.shape[1])
        count = int(size[group].sum())
        cells = (rows.stop - rows.start) * self.shape[1]
        if count > _WHOLE_BLOCK_FROM * cells:
            left, computed = self._whole_block(rows, head, promising, size, query), cells
        else:
            head_of = _Left(first[group], mentor, head[group, mentor])
            left, computed = self._pair_by_pair(_for_every_member(head_of, size[group]), query)
        return Found(self._arcs(left, query), computed)

    def _arcs(self, left: _Left, query: _Query) -> Arcs:
        left = left.where(_best(left, query))
        score = left.net + (query.cost + self._of_mentor)[left.mentor]
        return Arcs(self._place[left.row], left.mentor, score)

    def _pair_by_pair(self, left: _Left, query: _Query) -> tuple[_Left, int]:
        left = left.where(left.net + self._to_come[0, left.row] > query.floor[left.row])
        computed = len(left.row)
        for at, part in enumerate(self._parts, start=1):
            net = left.net + part.of_pairs(self._mentee[left.row], left.mentor)
            keep = net + self._to_come[at, left.row] > query.floor[left.row]
            left = _Left(left.row[keep], left.mentor[keep], net[keep])
        for requirement in self._of_pair:
            left = left.where(requirement.of_pairs(self._mentee[left.row], left.mentor))
        return left, computed

    def _whole_block(self, rows: slice, head: Worth, promising: Flags, size: Indices, query: _Query) -> _Left:
        group = np.repeat(np.arange(len(size)), size)
        mentees = self._mentee[rows]
        net = head[group]
        for part in self._parts:
            net += part.block(mentees)
        possible = net > query.floor[rows, np.newaxis]
        possible &= promising[group]
        for requirement in self._of_pair:
            requirement.narrow(possible, mentees, EVERYONE)
        row, mentor = np.divmod(np.flatnonzero(possible), self.shape[1])
        return _Left(row + rows.start, mentor, net[row, mentor])


def _sorted_out(
    requirements: Sequence[Requirement], alike: Sequence[Indices], mentors: int
) -> tuple[list[ByKind], list[Requirement], Flags]:
    """The requirements that a group meets or fails as one, the others, and who meets those on mentors alone."""
    of_group: list[ByKind] = []
    of_pair: list[Requirement] = []
    considered = np.ones(mentors, dtype=np.bool_)
    for requirement in requirements:
        if isinstance(requirement, OfMentor):
            considered &= requirement.met
        elif isinstance(requirement, ByKind) and any(requirement.kind is kind for kind in alike):
            of_group.append(requirement)
        else:
            of_pair.append(requirement)
    return of_group, of_pair, considered


def _told_apart(parts: Sequence[AnyPart], mentors: int) -> tuple[Integers, list[AnyPart]]:
    """What parts that do not depend on the mentee give with each mentor, (mentors,), and the parts that do."""
    of_mentor = np.zeros(mentors, dtype=np.int64)
    dependent: list[AnyPart] = []
    for part in parts:
        if part.constant is not None:
            of_mentor += part.constant
        elif isinstance(part, Part) and len(part.tenths) == 1:
            of_mentor += part.tenths[0]
        else:
            dependent.append(part)
    return of_mentor, dependent


def _bounded(parts: list[AnyPart], mentees: Indices) -> tuple[list[AnyPart], Worth]:
    """The parts, those that can give most first, and what each and all after it can add, (parts + 1, mentees)."""
    most = {id(part): part.most(mentees).astype(np.int32) for part in parts}
    order = sorted(parts, key=lambda part: -int(most[id(part)].sum(dtype=np.int64)))
    to_come = np.zeros((len(parts) + 1, len(mentees)), dtype=np.int32)
    for at in reversed(range(len(order))):
        to_come[at] = to_come[at + 1] + most[id(order[at])]
    return order, to_come


def _for_every_member(left: _Left, size: Indices) -> _Left:
    """Combinations of groups, told by the group's first row, as those of its members."""
    if not len(size) or size.max() == 1:
        return left
    at = np.repeat(np.arange(len(size)), size)
    within = np.arange(len(at)) - np.repeat(np.cumsum(size) - size, size)
    return _Left(left.row[at] + within, left.mentor[at], left.net[at])


def _chance(row: Indices, mentors: int) -> npt.NDArray[np.uint32]:
    """Numbers from 0 below `_CHANCES` without a pattern, (rows, mentors), the same whenever asked."""
    # Multiplicative hashing (Knuth, TAOCP vol. 3, 6.4), twice, so that neighbours have nothing in common.
    chance = np.empty((len(row), mentors), dtype=np.uint32)
    begin = row.astype(np.uint32) * np.uint32(0x9E3779B1)
    np.add(begin[:, np.newaxis], np.arange(mentors, dtype=np.uint32), out=chance)
    chance *= np.uint32(0x85EBCA6B)
    chance ^= chance >> np.uint32(15)
    chance *= np.uint32(0xC2B2AE35)
    chance >>= np.uint32(16)
    return chance


def _best(left: _Left, query: _Query) -> Indices:
    """Which combinations are among the `width` best of their mentee, in the order of rows, the best first."""
    tie = left.mentor if query.lowest_first else (left.row * 40503 + left.mentor * 24247) & _MASK
    # Multipliers from Knuth's multiplicative hashing (TAOCP vol. 3, 6.4); any odd ones far apart would do.
    worth = np.clip(left.net, -_MASK // 2, _MASK // 2).astype(np.int64)
    order = np.argsort(((left.row << _BITS) - worth + _MASK // 2 << _BITS) + tie)
    return order[rank_within(left.row[order]) < query.width]
