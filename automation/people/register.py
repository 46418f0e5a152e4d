"""Among many records, those that are of one person: every record is held against the few that may be.

alike(records)                    # each couple that is certainly or possibly one person
Register(records).like(answer)    # whom a newcomer is like
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator
from dataclasses import dataclass

from automation.people.likeness import CERTAIN, DIFFERENT, Likeness, compare
from automation.people.record import Record

_COMMON = 200
"""So many with one value and one initial have it because it is nobody's own (an office's address, 01.01.2000)."""


@dataclass(frozen=True)
class Alike:
    """Two records, by their keys, the earlier one first."""

    one: str
    other: str
    likeness: Likeness


class Register:
    """Those who are known, to hold newcomers against."""

    def __init__(self, records: Iterable[Record] = ()) -> None:
        self._near: dict[Hashable, list[Record]] = defaultdict(list)
        for record in records:
            self.add(record)

    def add(self, record: Record) -> None:
        for place in _places(record):
            self._near[place].append(record)

    def like(self, record: Record) -> Iterator[Alike]:
        """Those who are certainly or possibly the same person, in the order in which they came."""
        for known in self._those_near(record):
            likeness = compare(known, record)
            if likeness.verdict != DIFFERENT:
                yield Alike(known.key, record.key, likeness)

    def certainly(self, record: Record) -> Iterator[str]:
        """The keys of those who are certainly the same person, in the order in which they came."""
        for known in self._those_near(record):
            if not known.given.isdisjoint(record.given) and compare(known, record).verdict == CERTAIN:
                yield known.key

    def _those_near(self, record: Record) -> Iterator[Record]:
        held: set[int] = set()
        for place in _places(record):
            near = self._near.get(place, ())
            for known in near if len(near) < _COMMON else ():
                if id(known) not in held:
                    held.add(id(known))
                    yield known


def alike(records: Iterable[Record]) -> Iterator[Alike]:
    """Each couple that is certainly or possibly one person."""
    register = Register()
    for record in records:
        yield from register.like(record)
        register.add(record)


def _places(record: Record) -> set[Hashable]:
    """Where others who may be the same person are found: whoever is one person shares a whole name, or an address, a
    telephone or a date of birth and the first letter of some part of the name."""
    shared = [one for one in (record.address, record.number, record.born) if one]
    initials = {word[0] for word in record.words}
    return {record.words} | {(one, initial) for one in shared for initial in initials}
