"""What would change if something were decided or set otherwise: two matchings of the same people, compared."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from automation.matching.pairing import Matching
from automation.matching.wording import counted, in_points, signed

MOST_NAMED = 10
"""So many people are named who would have another mentor."""


@dataclass(frozen=True)
class Moved:
    """Somebody who would have another mentor; "" for none."""

    mentee: str
    before: str
    now: str


@dataclass(frozen=True)
class Changes:
    """The difference between two matchings.

    Attributes:
        pairs: how many pairs there would be, those that are decided among them.
        more_pairs: by how many that is more than now.
        total: the sum of their scores, in tenths of a point.
        more_total: by how much that is more than now.
        moved: who would have another mentor, in the order of ids.
    """

    pairs: int
    more_pairs: int
    total: int
    more_total: int
    moved: tuple[Moved, ...]

    @classmethod
    def between(cls, before: Matching, after: Matching) -> Changes:
        """What `after` changes of `before`, both for the same mentees."""
        was, now = _mentors(before), _mentors(after)
        totals = [round(10 * float(one.pairs["score"].sum())) for one in (before, after)]
        moved = [
            Moved(id_, was.get(id_, ""), now.get(id_, ""))
            for id_ in sorted({*was, *now})
            if was.get(id_) != now.get(id_)
        ]
        return cls(len(now), len(now) - len(was), totals[1], totals[1] - totals[0], tuple(moved))

    def told(self, *, beside: Collection[str] = (), with_total: bool = True) -> str:
        """For the curator, in Russian: the pairs, the total of their scores, and who moves from whom to whom.

        `beside` are mentees of whom nothing need be said. A total says nothing where scores are counted otherwise.
        """
        moved = [one for one in self.moved if one.mentee not in beside]
        which = "Другие предложения" if beside else "Предложения"
        return " ".join([*self._figures(with_total), f"{which} {_how_they_move(moved)}"])

    def _figures(self, with_total: bool) -> Iterator[str]:
        yield f"Пар: {self.pairs} ({signed(10 * self.more_pairs) if self.more_pairs else 'столько же'})."
        if with_total:
            less = signed(self.more_total) if self.more_total else "столько же"
            yield f"Все вместе — {in_points(self.total)} ({less})."


def _mentors(matching: Matching) -> dict[str, str]:
    return dict(zip(matching.pairs["mentee"].tolist(), matching.pairs["mentor"].tolist(), strict=True))


def _how_they_move(moved: Collection[Moved]) -> str:
    if not moved:
        return "не изменятся."
    named = "; ".join(map(_move, list(moved)[:MOST_NAMED]))
    more = len(moved) - MOST_NAMED
    rest = f"; и ещё {counted(more, 'человек')}" if more > 0 else ""
    return f"изменятся: {named}{rest}."


def _move(one: Moved) -> str:
    if not one.before:
        return f"{one.mentee} получит {one.now} (сейчас никого)"
    return f"{one.mentee} — {one.now} вместо {one.before}" if one.now else f"{one.mentee} — никого вместо {one.before}"
