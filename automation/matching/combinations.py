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

from automation.matching.arcs import NO_ARCS, Arcs, Integers, joined, rank_within
from automation.matching.eligibility import ByKind, Condition, Eligibility, OfMentor, Requirement
from automation.matching.parts import EVERYONE, Flags, Indices, Part, Tenths
from automation.matching.scoring import AnyPart, Scoring

Worth = npt.NDArray[np.int32]

ANY = -(1 << 30)
"""A floor that every possible combination exceeds."""

NONE = 1 << 30
"""A floor that none exceeds."""

_GROUP_CELLS = 1 << 20
_CELLS = 1 << 22
_WHOLE_BLOCK_FROM = 0.15
"""From this share of combinations left in the race on, computing all of a block takes less time."""

_BLOCK_FROM = 512
"""From so many combinations of a group left in the race on, a block of its own takes less time."""

_MANY_ALIKE = 32
"""From so many mentees a group on, the best of a whole group are chosen at once, where nothing tells them apart."""

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
    least: int
    lowest_first: bool


@dataclass(frozen=True)
class _Left:
    """Combinations still in the race: row of the mentee in the order of groups, mentor, and what is left of the score
    after the mentor's cost, as far as it is known; each (combinations,)."""

    row: Indices
    mentor: Indices
    net: Worth

    def where(self, chosen: Flags) -> _Left:
        return self.at(np.flatnonzero(chosen))

    def at(self, chosen: Indices) -> _Left:
        return _Left(self.row.take(chosen), self.mentor.take(chosen), self.net.take(chosen))

    @staticmethod
    def joined(several: Sequence[_Left]) -> _Left:
        return _Left(*(np.concatenate([getattr(left, name) for left in several]) for name in ("row", "mentor", "net")))


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
        self._samples: dict[int, Arcs] = {}
        self._lead = lead
        self._place, self._start, self._size = _grouped([kind[mentees] for kind in alike], _CELLS // max(mentors, 1))
        self._mentee = mentees[self._place]
        self._of_group, self._of_pair, self._considered = _sorted_out(requirements, alike, mentors)
        self._of_mentor, self._parts = _told_apart(parts, mentors)
        self._parts, self._to_come = _bounded(self._parts, self._mentee)
        self._tables = sum(isinstance(part, Part) for part in self._parts)

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
        considered = self._considered & mentors
        if (considered == self._considered).all():
            return self
        narrowed = copy(self)
        narrowed._considered, narrowed._samples = considered, {}
        return narrowed

    def search(
        self,
        price: Integers,
        floor: Integers,
        width: int,
        *,
        least: int = 0,
        lowest_first: bool = False,
    ) -> Found:
        """The combinations in which the score less the mentor's price exceeds the mentee's floor.

        Args:
            price: (mentors,), in tenths of a point.
            floor: (mentees,), the same; `ANY` to look for any, `NONE` to look for none.
            width: so many of each mentee at most: those with most left after the price.
            least: only scores from this on.
            lowest_first: of equals take the mentors in their order; otherwise they are spread as chance would, so
                that mentees who see no difference are not all given the same few mentors.
        """
        query = _Query(
            cost=(np.clip(price, ANY // 2, NONE // 2) - self._of_mentor).astype(np.int32),
            floor=np.clip(floor[self._place], ANY, NONE).astype(np.int32),
            width=width,
            least=least,
            lowest_first=lowest_first,
        )
        asked = np.bincount(np.repeat(np.arange(len(self._size)), self._size), weights=query.floor < NONE) > 0
        several = [self._found(groups, query) for groups in self._chunks(np.flatnonzero(asked))]
        arcs = joined([found.arcs for found in several])
        return Found(arcs[np.argsort(arcs.mentee, kind="stable")], sum(found.computed for found in several))

    def sample(self, width: int) -> Arcs:
        """About `width` possible combinations of each mentee by chance, and as many with the best lead.

        By chance, so that every mentor is known to many mentees, however many other mentors are better.
        In the order of mentees.
        """
        if width not in self._samples:
            self._samples[width] = self._sample(width)
        return self._samples[width]

    def _sample(self, width: int) -> Arcs:
        query = _Query(
            cost=-self._of_mentor.astype(np.int32),
            floor=np.full(self.shape[0], ANY, dtype=np.int32),
            width=2 * width,
            least=0,
            lowest_first=False,
        )
        everybody = np.arange(len(self._size))
        arcs = joined([self._sampled(groups, width, query) for groups in self._chunks(everybody)])
        return arcs[np.argsort(arcs.mentee, kind="stable")]

    def _sampled(self, groups: Indices, width: int, query: _Query) -> Arcs:
        lead = np.where(self._possible(groups), self._lead_of(groups), np.int16(-1))
        leading = (lead == lead.max(axis=1, keepdims=True, initial=-1)) & (lead >= 0)
        size = self._size[groups]
        group = np.repeat(np.arange(len(size)), -(-size // _HANDFUL))
        done = _HANDFUL * rank_within(group)
        begin, length = self._start[groups][group] + done, np.minimum(_HANDFUL, size[group] - done)
        drawn = np.concatenate([_drawn(lead >= 0, group, begin, width), _drawn(leading, group, ~begin, width)])
        handful, mentor = np.divmod(_distinct(drawn), self.shape[1])
        head = (lead[group[handful], mentor] - query.cost[mentor]).astype(np.int32)
        left, _ = self._pair_by_pair(_for_every_member(_Left(begin[handful], mentor, head), length[handful]), query)
        return self._arcs(self._rest(left, query), query)

    def _lead_of(self, groups: Indices) -> Tenths:
        """What the lead gives a group with each mentor, (groups, mentors)."""
        return self._lead.tenths[self._lead.kind[self._mentee[self._start[groups]]]]

    def _possible(self, groups: Indices) -> Flags:
        """Which mentors a group may have, as far as the group decides, (groups, mentors)."""
        members = self._mentee[self._start[groups]]
        possible = np.tile(self._considered, (len(members), 1))
        for requirement in self._of_group:
            possible &= requirement.met[requirement.kind[members]]
        return possible

    def _chunks(self, groups: Indices) -> Iterator[Indices]:
        """Some groups at a time, so that tables stay small."""
        mentors = max(1, self.shape[1])
        until = np.cumsum(self._size[groups])
        begin = 0
        while begin < len(groups):
            rows = until[begin] - self._size[groups[begin]] + _CELLS // mentors
            end = min(int(np.searchsorted(until, rows, side="right")), begin + _GROUP_CELLS // mentors)
            end = max(end, begin + 1)
            yield groups[begin:end]
            begin = end

    def _found(self, groups: Indices, query: _Query) -> Found:
        first, size = self._start[groups], self._size[groups]
        group_of = np.repeat(np.arange(len(groups)), size)
        rows = first[group_of] + rank_within(group_of)
        head = self._lead_of(groups) - query.cost
        enough = np.minimum.reduceat(query.floor[rows] - self._to_come[0, rows], np.cumsum(size) - size)
        promising = self._possible(groups)
        promising &= head > enough[:, np.newaxis]
        if not (self._parts or self._of_pair) and len(rows) >= _MANY_ALIKE * len(groups):
            members = zip(first.tolist(), size.tolist(), head, promising, strict=True)
            several = [self._of_alike(int(at), int(count), net[some], some, query) for at, count, net, some in members]
            return Found(joined(several), len(groups) * self.shape[1])
        width = np.count_nonzero(promising, axis=1)
        if width @ size > _WHOLE_BLOCK_FROM * len(rows) * self.shape[1]:
            left = self._whole_block(rows, head[group_of], promising[group_of], query)
            return Found(self._arcs(left, query), len(rows) * self.shape[1])
        large = np.flatnonzero(width * size >= _BLOCK_FROM)
        blocks = [
            self._block_of_group(int(first[at]), int(size[at]), head[at], np.flatnonzero(promising[at]), query)
            for at in large
        ]
        promising[large] = False
        group, mentor = np.divmod(np.flatnonzero(promising), self.shape[1])
        head_of = _Left(first[group], mentor, head[group, mentor])
        left, computed = self._pair_by_pair(_for_every_member(head_of, size[group]), query)
        left = self._rest(_Left.joined([left, *blocks]), query)
        return Found(self._arcs(left, query), computed + int((width * size)[large].sum()))

    def _of_alike(self, first: int, size: int, net: Worth, some: Flags, query: _Query) -> Arcs:
        """The best of mentees who differ in nothing but their floors: `net` is what the mentors `some` leave each."""
        score: Integers = (net + (query.cost + self._of_mentor)[some]).astype(np.int64)
        chosen = np.flatnonzero(score >= query.least)
        chosen = chosen[np.argsort(-net[chosen], kind="stable")]
        mentors, net, score = np.flatnonzero(some)[chosen], net[chosen], score[chosen]
        width = min(query.width, len(mentors))
        if not width:
            return NO_ARCS
        # Those who are equal where the best end are taken in turn, so that not all are given the same few.
        begin, end = (int(np.searchsorted(-net, -net[width - 1], side=side)) for side in ("left", "right"))
        rows = first + np.arange(size)
        turn = np.zeros(size, dtype=np.int64) if query.lowest_first else _chance(rows, rows) * (end - begin) // _CHANCES
        place = np.broadcast_to(np.arange(width), (size, width)).copy()
        place[:, begin:] = begin + (turn[:, np.newaxis] + np.arange(width - begin)) % (end - begin)
        row, at = np.repeat(rows, width), place.ravel()
        above = net[at] > query.floor[row]
        return Arcs(self._place[row[above]], mentors[at[above]], score[at[above]])

    def _arcs(self, left: _Left, query: _Query) -> Arcs:
        known = query.cost + self._of_mentor
        if query.least:
            left = left.where(left.net + known[left.mentor] >= query.least)
        left = left.at(_best(left, query))
        return Arcs(self._place[left.row], left.mentor, left.net + known[left.mentor])

    def _pair_by_pair(self, left: _Left, query: _Query) -> tuple[_Left, int]:
        """The combinations that are still in the race after all tables, and how many had to be computed for it."""
        left = left.where(left.net + self._to_come[0, left.row] > query.floor[left.row])
        computed = len(left.row)
        return self._after(left, range(self._tables), query), computed

    def _block_of_group(self, first: int, size: int, head: Worth, mentors: Indices, query: _Query) -> _Left:
        """The same for a group, with some mentors; `head` is what the lead leaves after the cost, (mentors,)."""
        rows = np.arange(first, first + size)
        net = np.tile(head[mentors], (size, 1))
        for part in self._parts[: self._tables]:
            net += part.block(self._mentee[rows], mentors)
        enough = query.floor[rows] - self._to_come[self._tables, rows]
        row, at = np.divmod(np.flatnonzero(net > enough[:, np.newaxis]), len(mentors))
        return _Left(rows[row], mentors[at], net[row, at])

    def _rest(self, left: _Left, query: _Query) -> _Left:
        """The combinations above the floor, of those in the race after all tables; their worth now all known."""
        left = self._after(left, range(self._tables, len(self._parts)), query)
        for requirement in self._of_pair:
            left = left.where(requirement.of_pairs(self._mentee[left.row], left.mentor))
        return left

    def _after(self, left: _Left, parts: range, query: _Query) -> _Left:
        """The combinations still in the race after some more parts."""
        for at in parts:
            net = left.net + self._parts[at].of_pairs(self._mentee[left.row], left.mentor)
            enough = query.floor - self._to_come[at + 1]
            left = _Left(left.row, left.mentor, net).where(net > enough[left.row])
        return left

    def _whole_block(self, rows: Indices, net: Worth, possible: Flags, query: _Query) -> _Left:
        """The same for all mentors; `net` begins as the lead after the cost, `possible` as what the group decides."""
        mentees = self._mentee[rows]
        for part in self._parts:
            net += part.block(mentees)
        possible &= net > query.floor[rows, np.newaxis]
        for requirement in self._of_pair:
            requirement.narrow(possible, mentees, EVERYONE)
        row, mentor = np.divmod(np.flatnonzero(possible), self.shape[1])
        return _Left(rows[row], mentor, net[row, mentor])


def _grouped(kinds: Sequence[Indices], most: int) -> tuple[Indices, Indices, Indices]:
    """People of the same kind in every respect as one group, or several if there are more than `most`.

    Returns:
        The positions of all people, group by group; where each group starts there; how many are in each.
    """
    _, kind = np.unique(np.stack(kinds), axis=1, return_inverse=True)
    order = np.argsort(kind.ravel(), kind="stable")
    sorted_kind = kind.ravel()[order]
    start = np.flatnonzero((np.diff(sorted_kind, prepend=-1) != 0) | (rank_within(sorted_kind) % max(most, 1) == 0))
    return order, start, np.diff(start, append=len(order))


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
    """The parts, tables first, of these those that can give most, and what each and all after it can add, (parts + 1,
    mentees)."""
    most = {id(part): part.most(mentees).astype(np.int32) for part in parts}
    order = sorted(parts, key=lambda part: (not isinstance(part, Part), -int(most[id(part)].sum(dtype=np.int64))))
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


def _drawn(possible: Flags, group: Indices, seed: Indices, width: int) -> Integers:
    """For each of some handfuls of mentees `width` of its group's possible mentors, or all if there are fewer.

    One from each stretch of the list of mentors: by chance, but evenly.

    Args:
        possible: (groups, mentors).
        group: (handfuls,), of which group each is.
        seed: (handfuls,), what chance depends on: the same seeds draw the same.
        width: how many to draw.

    Returns:
        Flat positions in a table of handfuls × mentors.
    """
    mentors = possible.shape[1]
    listed, count = np.flatnonzero(possible), np.count_nonzero(possible, axis=1)
    begin = np.cumsum(count) - count
    number = np.minimum(count, width)[group]
    handful = np.repeat(np.arange(len(group)), number)
    stretch = np.arange(len(handful)) - np.repeat(np.cumsum(number) - number, number)
    total = count[group[handful]]
    within = _chance(seed[handful], stretch) * total // _CHANCES
    at = begin[group[handful]] + (stretch * total + within) // number[handful]
    drawn: Integers = handful * mentors + listed[at] % max(mentors, 1)
    return drawn


def _distinct(numbers: Integers) -> Integers:
    """Each once, in order: `np.unique` takes longer."""
    numbers = np.sort(numbers)
    return numbers[np.diff(numbers, prepend=-1) > 0]


def _chance(one: Indices, other: Indices) -> Integers:
    """Numbers from 0 below `_CHANCES` that show no pattern, the same whenever asked."""
    # Multiplicative hashing (Knuth, TAOCP vol. 3, 6.4), twice, so that neighbours have nothing in common.
    mixed = one.astype(np.uint32) * np.uint32(0x9E3779B1) + other.astype(np.uint32)
    mixed *= np.uint32(0x85EBCA6B)
    mixed ^= mixed >> np.uint32(15)
    mixed *= np.uint32(0xC2B2AE35)
    mixed >>= np.uint32(16)
    chance: Integers = mixed.astype(np.int64)
    return chance


def _best(left: _Left, query: _Query) -> Indices:
    """Which combinations are among the `width` best of their mentee, in the order of rows, the best first."""
    tie = left.mentor if query.lowest_first else (left.row * 40503 + left.mentor * 24247) & _MASK
    # Multipliers from Knuth's multiplicative hashing (TAOCP vol. 3, 6.4); any odd ones far apart would do.
    worth = np.clip(left.net, -_MASK // 2, _MASK // 2).astype(np.int64)
    order = np.argsort(((left.row << _BITS) - worth + _MASK // 2 << _BITS) + tie)
    return order[rank_within(left.row[order]) < query.width]
